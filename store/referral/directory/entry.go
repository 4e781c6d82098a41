package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"linli/platform/geo"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/store/dialect"
)

const (
	insertEntry = `insert into directory_entry (tenant_id, kind, id, listed, changed_at, confirmed_at, body, words, places) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (tenant_id, kind, id) do nothing`
	updateEntry = `update directory_entry set listed = $4, changed_at = $5, confirmed_at = $6, body = $7, words = $8, places = $9
		where tenant_id = $1 and kind = $2 and id = $3`
	deleteEntry = `delete from directory_entry where tenant_id = $1 and kind = $2 and id = $3`
	insertWord  = `insert into directory_word (tenant_id, kind, word, id) values ($1, $2, $3, $4) on conflict (tenant_id, kind, word, id) do nothing`
	deleteWord  = `delete from directory_word where tenant_id = $1 and kind = $2 and word = $3 and id = $4`
	insertPlace = `insert into directory_place (tenant_id, kind, north, east, id) values ($1, $2, $3, $4, $5) on conflict (tenant_id, kind, north, east, id) do nothing`
	deletePlace = `delete from directory_place where tenant_id = $1 and kind = $2 and north = $3 and east = $4 and id = $5`

	selectCommon = `with few as (select id from directory_word where tenant_id = $1 and kind = $2 and word = $3 limit $4) select count(*) from few`
	selectWord   = `select word from directory_word where tenant_id = $1 and kind = $2 and word > $3 order by word limit 1`
	selectStale  = `select id, confirmed_at, body from directory_entry where tenant_id = $1 and kind = $2 and listed = 1 and confirmed_at < $3
		and (confirmed_at, id) > ($4, $5) order by confirmed_at, id limit $6`
)

// directoryWords is how many words a selection can have: directory.Service looks up no more.
const directoryWords = 8

var selectEntries = `select id, listed, changed_at, confirmed_at, body, words, places from directory_entry where tenant_id = $1 and kind = $2 and id in (` + list(3) + `)`

// found is the search for entries with so many words. Its arguments are tenant, kind, after, then the instant where it asks
// for one, then the words. The first word leads, the others are looked up for each of its entries.
func found(what string, words int, since bool) string {
	n := 3
	next := func() int { n++; return n }
	from, more := `directory_entry`, ``
	if since {
		more = fmt.Sprintf(" and w.changed_at >= $%d", next())
	}
	if words > 0 {
		from = `directory_word`
		if since {
			from = "directory_word w join directory_entry e on e.tenant_id = w.tenant_id and e.kind = w.kind and e.id = w.id"
			more = strings.Replace(more, "w.changed_at", "e.changed_at", 1)
		}
		more = fmt.Sprintf(" and w.word = $%d", next()) + more
	}
	if !strings.Contains(from, " ") {
		from += " w"
	}
	for range words - 1 {
		more += having("w", next())
	}
	return "select " + what + " from " + from + ` where w.tenant_id = $1 and w.kind = $2 and w.id > $3` + more
}

func ordered(words int, since bool) string {
	n := 3 + words
	if since {
		n++
	}
	return fmt.Sprintf(" order by w.id limit $%d", n+1)
}

func having(of string, n int) string {
	return fmt.Sprintf(" and exists (select 1 from directory_word x where x.tenant_id = $1 and x.kind = $2 and x.word = $%d and x.id = %s.id)", n, of)
}

// around is the search in a box: tenant, kind, the southern, northern, western and eastern bound, the words, the limit.
func around(words int) string {
	out := `select p.id, p.north, p.east from directory_place p where p.tenant_id = $1 and p.kind = $2 and p.north >= $3 and p.north <= $4 and p.east >= $5 and p.east <= $6`
	for i := range words {
		out += having("p", 7+i)
	}
	return out + fmt.Sprintf(" order by p.north, p.east, p.id limit $%d", 7+words)
}

func args(tenant id.ID, q directory.Selection) []any {
	out := []any{tenant, string(q.Kind), q.After[:]}
	if !q.Since.IsZero() {
		out = append(out, q.Since)
	}
	for _, w := range q.Words {
		out = append(out, w)
	}
	return out
}

// IDs returns the next entries with all words.
func (s *Store) IDs(ctx context.Context, tenant id.ID, q directory.Selection) ([]id.ID, error) {
	var out []id.ID
	since := !q.Since.IsZero()
	text := found("w.id", len(q.Words), since) + ordered(len(q.Words), since)
	err := s.db.Query(ctx, text, append(args(tenant, q), q.Limit), func(r *dialect.Rows) error {
		var u id.ID
		err := r.Scan(&u)
		out = append(out, u)
		return err
	})
	return out, err
}

// Count is how many entries have all words.
func (s *Store) Count(ctx context.Context, tenant id.ID, q directory.Selection) (n int, err error) {
	err = s.db.QueryRow(ctx, found("count(*)", len(q.Words), !q.Since.IsZero()), args(tenant, q), &n)
	return n, err
}

// Common is how many entries have a word, most at the limit.
func (s *Store) Common(ctx context.Context, tenant id.ID, kind directory.Kind, word string, limit int) (n int, err error) {
	err = s.db.QueryRow(ctx, selectCommon, []any{tenant, string(kind), word, limit}, &n)
	return n, err
}

// Within returns places in a box.
func (s *Store) Within(ctx context.Context, tenant id.ID, q directory.Selection, southWest, northEast geo.Point) ([]directory.Near, error) {
	var out []directory.Near
	values := []any{tenant, string(q.Kind), micro(southWest.Lat), micro(northEast.Lat), micro(southWest.Long), micro(northEast.Long)}
	for _, w := range q.Words {
		values = append(values, w)
	}
	err := s.db.Query(ctx, around(len(q.Words)), append(values, q.Limit), func(r *dialect.Rows) error {
		var n directory.Near
		var lat, long int64
		err := r.Scan(&n.ID, &lat, &long)
		n.Point = geo.Point{Lat: float64(lat) / 1e6, Long: float64(long) / 1e6}
		out = append(out, n)
		return err
	})
	return out, err
}

func micro(degrees float64) int64 { return int64(math.Round(degrees * 1e6)) }

// Word returns the first word with a prefix behind another word.
func (s *Store) Word(ctx context.Context, tenant id.ID, kind directory.Kind, prefix, after string) (string, error) {
	var word string
	err := s.db.QueryRow(ctx, selectWord, []any{tenant, string(kind), max(after, prefix)}, &word)
	if errors.Is(err, dialect.ErrNoRows) || err == nil && !strings.HasPrefix(word, prefix) {
		return "", directory.ErrNotFound
	}
	return word, err
}

// Entries returns those of the ids that have one.
func (s *Store) Entries(ctx context.Context, tenant id.ID, kind directory.Kind, ids []id.ID) ([]directory.Entry, error) {
	var out []directory.Entry
	err := inParts(tenant, []any{string(kind)}, ids, func(args []any) error {
		return s.db.Query(ctx, selectEntries, args, func(r *dialect.Rows) error {
			e := directory.Entry{Kind: kind}
			var body, words, places json.RawMessage
			var listed int64
			if err := r.Scan(&e.ID, &listed, &e.Changed, &e.Confirmed, &body, &words, &places); err != nil {
				return err
			}
			e.Listed = listed == 1
			err := errors.Join(json.Unmarshal(body, &e.Card), json.Unmarshal(words, &e.Words), json.Unmarshal(places, &e.Places))
			out = append(out, e)
			return err
		})
	})
	return out, err
}

// Stale returns listed services that nobody has confirmed since an instant, behind one of them.
func (s *Store) Stale(ctx context.Context, tenant id.ID, before time.Time, after directory.Entry, limit int) ([]directory.Entry, error) {
	var out []directory.Entry
	from := int64(-1)
	if !after.ID.IsZero() {
		from = 0
		if !after.Confirmed.IsZero() {
			from = after.Confirmed.UnixMicro()
		}
	}
	err := s.db.Query(ctx, selectStale, []any{tenant, string(directory.KindService), before, from, after.ID[:], limit}, func(r *dialect.Rows) error {
		e := directory.Entry{Kind: directory.KindService, Listed: true}
		var body json.RawMessage
		if err := r.Scan(&e.ID, &e.Confirmed, &body); err != nil {
			return err
		}
		err := json.Unmarshal(body, &e.Card)
		out = append(out, e)
		return err
	})
	return out, err
}

// Index replaces entries.
func (s *Store) Index(ctx context.Context, tenant id.ID, pairs [][2]*directory.Entry) error {
	for part := range slices.Chunk(pairs, inList) {
		var out []dialect.Statement
		for _, p := range part {
			more, err := index(tenant, p[0], p[1])
			if err != nil {
				return err
			}
			out = append(out, more...)
		}
		if err := s.db.Play(ctx, out); err != nil {
			return err
		}
	}
	return nil
}

func index(tenant id.ID, before, after *directory.Entry) ([]dialect.Statement, error) {
	old, now := before, after
	if old == nil {
		old = &directory.Entry{}
	}
	var out []dialect.Statement
	if now == nil {
		now = &directory.Entry{Kind: old.Kind, ID: old.ID}
		out = append(out, dialect.Statement{SQL: deleteEntry, Rows: dialect.AnyRows, Args: []any{tenant, string(old.Kind), old.ID}})
	} else {
		body, err := json.Marshal(now.Card)
		words, fault := json.Marshal(now.Words)
		places, wrong := json.Marshal(now.Places)
		if err := errors.Join(err, fault, wrong); err != nil {
			return nil, fmt.Errorf("encode an entry: %w", err)
		}
		text := insertEntry
		if before != nil {
			text = updateEntry
		}
		out = append(out, dialect.Statement{SQL: text, Rows: dialect.AnyRows, Args: []any{tenant, string(now.Kind), now.ID, now.Listed, now.Changed, now.Confirmed,
			json.RawMessage(body), json.RawMessage(words), json.RawMessage(places)}})
	}
	kind, u := string(now.Kind), now.ID
	differ(old.Words, now.Words, func(w string) {
		out = append(out, dialect.Statement{SQL: deleteWord, Rows: dialect.AnyRows, Args: []any{tenant, kind, w, u}})
	}, func(w string) {
		out = append(out, dialect.Statement{SQL: insertWord, Rows: dialect.AnyRows, Args: []any{tenant, kind, w, u}})
	})
	differ(old.Places, now.Places, func(p geo.Point) {
		out = append(out, dialect.Statement{SQL: deletePlace, Rows: dialect.AnyRows, Args: []any{tenant, kind, micro(p.Lat), micro(p.Long), u}})
	}, func(p geo.Point) {
		out = append(out, dialect.Statement{SQL: insertPlace, Rows: dialect.AnyRows, Args: []any{tenant, kind, micro(p.Lat), micro(p.Long), u}})
	})
	return out, nil
}

// differ says what is gone from a list and what is new in it.
func differ[T comparable](old, now []T, gone, come func(T)) {
	here := map[T]bool{}
	for _, x := range now {
		here[x] = true
	}
	was := map[T]bool{}
	for _, x := range old {
		was[x] = true
		if !here[x] {
			gone(x)
		}
	}
	for x := range here {
		if !was[x] {
			come(x)
		}
	}
}
