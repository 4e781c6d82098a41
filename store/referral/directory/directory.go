// Package directory keeps the directory of services: objects of HSDS, what names what, and the index by which they are found.
package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/id"
	"linli/referral/directory"
	"linli/store/dialect"
)

// inList is how many ids one statement asks for: a statement is prepared once, so its list has one length.
const inList = 32

const (
	insertObject = `insert into directory (tenant_id, kind, id, version, run_id, changed_at, body) values ($1, $2, $3, 1, $4, $5, $6)`
	updateObject = `update directory set version = version + 1, run_id = $5, changed_at = $6, body = $7
		where tenant_id = $1 and kind = $2 and id = $3 and version = $4`
	deleteObject    = `delete from directory where tenant_id = $1 and kind = $2 and id = $3 and version = $4`
	selectFollowing = `select id, version, run_id, changed_at, body from directory where tenant_id = $1 and kind = $2 and id > $3 order by id limit $4`
	insertLink      = `insert into directory_link (tenant_id, named_id, kind, id) values ($1, $2, $3, $4)`
	deleteLink      = `delete from directory_link where tenant_id = $1 and named_id = $2 and kind = $3 and id = $4`
	insertBefore    = `insert into directory_before (tenant_id, run_id, kind, id, before_run, body) values ($1, $2, $3, $4, $5, $6)`
)

var (
	selectObjects = `select id, version, run_id, changed_at, body from directory where tenant_id = $1 and kind = $2 and id in (` + list(3) + `)`
	selectLinked  = `select l.named_id, o.kind, o.id, o.run_id, o.body from directory_link l
		join directory o on o.tenant_id = l.tenant_id and o.kind = l.kind and o.id = l.id
		where l.tenant_id = $1 and l.named_id in (` + list(2) + `) order by l.named_id, l.kind, l.id`
)

// list are as many placeholders as one statement asks for, from the one with a number.
func list(from int) string {
	out := make([]string, inList)
	for i := range out {
		out[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(out, ", ")
}

// Queries lists the package's SQL.
func Queries() []string {
	out := []string{insertObject, updateObject, deleteObject, selectFollowing, insertLink, deleteLink, insertBefore, selectObjects, selectLinked,
		insertEntry, updateEntry, deleteEntry, insertWord, deleteWord, insertPlace, deletePlace, selectEntries, selectCommon, selectWord, selectStale,
		insertChange, selectHistory, insertRun, closeRun, selectRun, undoRun, selectFormer}
	for words := range directoryWords + 1 {
		for _, since := range []bool{false, true} {
			out = append(out, found("w.id", words, since)+ordered(words, since), found("count(*)", words, since))
		}
		out = append(out, around(words))
	}
	return out
}

// Store keeps the directory in a database. It implements directory.Repo.
type Store struct{ db *dialect.DB }

var _ directory.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// inParts asks a query with a list once for each part of the ids. The ids are asked in order, each once.
func inParts(tenant id.ID, before []any, ids []id.ID, ask func(args []any) error) error {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b id.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	for part := range slices.Chunk(slices.Compact(ids), inList) {
		args := append([]any{tenant}, before...)
		for i := range inList {
			args = append(args, part[min(i, len(part)-1)])
		}
		if err := ask(args); err != nil {
			return err
		}
	}
	return nil
}

// Objects returns those of the ids that are there.
func (s *Store) Objects(ctx context.Context, tenant id.ID, kind directory.Kind, ids []id.ID) ([]directory.Kept, error) {
	var out []directory.Kept
	err := inParts(tenant, []any{string(kind)}, ids, func(args []any) error {
		return s.db.Query(ctx, selectObjects, args, keptInto(kind, &out))
	})
	return out, err
}

// Following returns objects of a kind, those after one.
func (s *Store) Following(ctx context.Context, tenant id.ID, kind directory.Kind, after id.ID, limit int) ([]directory.Kept, error) {
	var out []directory.Kept
	return out, s.db.Query(ctx, selectFollowing, []any{tenant, string(kind), after[:], limit}, keptInto(kind, &out))
}

func keptInto(kind directory.Kind, out *[]directory.Kept) func(*dialect.Rows) error {
	return func(r *dialect.Rows) error {
		k := directory.Kept{Object: directory.Object{Kind: kind}}
		var body json.RawMessage
		err := r.Scan(&k.ID, &k.Version, &k.Run, &k.Changed, &body)
		if err == nil {
			k.Body, err = directory.DecodeBody(body)
		}
		*out = append(*out, k)
		return err
	}
}

// Linked returns what names each of the ids.
func (s *Store) Linked(ctx context.Context, tenant id.ID, to []id.ID) (map[id.ID][]directory.Object, error) {
	out := map[id.ID][]directory.Object{}
	err := inParts(tenant, nil, to, func(args []any) error {
		return s.db.Query(ctx, selectLinked, args, func(r *dialect.Rows) error {
			var owner id.ID
			var kind string
			var o directory.Object
			var body json.RawMessage
			err := r.Scan(&owner, &kind, &o.ID, &o.Run, &body)
			if err == nil {
				o.Body, err = directory.DecodeBody(body)
			}
			o.Kind = directory.Kind(kind)
			out[owner] = append(out[owner], o)
			return err
		})
	})
	return out, err
}

// Write makes changes, all or nothing.
func (s *Store) Write(ctx context.Context, tenant id.ID, at time.Time, writes []directory.Write) error {
	var out []dialect.Statement
	for _, w := range writes {
		more, err := write(tenant, at, w)
		if err != nil {
			return err
		}
		out = append(out, more...)
	}
	if len(out) == 0 {
		return nil
	}
	err := s.db.Play(ctx, out)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", directory.ErrMoved, err)
	}
	return err
}

func write(tenant id.ID, at time.Time, w directory.Write) ([]dialect.Statement, error) {
	var out []dialect.Statement
	var links, before []id.ID
	var former json.RawMessage
	var formerRun id.ID
	if w.Before != nil {
		before, formerRun = w.Before.Links(), w.Before.Run
		b, err := json.Marshal(w.Before.Body)
		if err != nil {
			return nil, fmt.Errorf("encode an object: %w", err)
		}
		former = b
	}
	var kind string
	var u id.ID
	switch w.After {
	case nil:
		kind, u = string(w.Before.Kind), w.Before.ID
		out = append(out, dialect.Statement{SQL: deleteObject, Rows: 1, Args: []any{tenant, kind, u, w.Before.Version}})
	default:
		kind, u, links = string(w.After.Kind), w.After.ID, w.After.Links()
		body, err := json.Marshal(w.After.Body)
		if err != nil {
			return nil, fmt.Errorf("encode an object: %w", err)
		}
		if w.Before == nil {
			out = append(out, dialect.Statement{SQL: insertObject, Rows: 1, Args: []any{tenant, kind, u, w.After.Run[:], at, json.RawMessage(body)}})
		} else {
			out = append(out, dialect.Statement{SQL: updateObject, Rows: 1, Args: []any{tenant, kind, u, w.Before.Version, w.After.Run[:], at, json.RawMessage(body)}})
		}
		if w.Undo {
			out = append(out, dialect.Statement{SQL: insertBefore, Rows: 1, Args: []any{tenant, w.After.Run, kind, u, formerRun[:], string(former)}})
		}
	}
	if w.Note != nil {
		said, err := json.Marshal(w.Note.Said)
		if err != nil {
			return nil, fmt.Errorf("encode a change: %w", err)
		}
		for _, of := range w.Note.Of {
			out = append(out, dialect.Statement{SQL: insertChange, Rows: 1, Args: []any{tenant, of, w.Note.ID, w.Note.At, w.Note.Account, string(w.Note.Kind), w.Note.Object, json.RawMessage(said)}})
		}
	}
	for _, l := range before {
		if !slices.Contains(links, l) {
			out = append(out, dialect.Statement{SQL: deleteLink, Rows: dialect.AnyRows, Args: []any{tenant, l, kind, u}})
		}
	}
	for _, l := range links {
		if !slices.Contains(before, l) {
			out = append(out, dialect.Statement{SQL: insertLink, Rows: 1, Args: []any{tenant, l, kind, u}})
		}
	}
	return out, nil
}
