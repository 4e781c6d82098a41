package dialect_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/store/dialect"
	"linli/testkit"
)

const (
	insertNote = "insert into note (tenant_id, n, text, at) values ($1, $2, $3, $4)"
	updateNote = "update note set text = $3 where tenant_id = $1 and n = $2"
	upsertNote = "insert into note (tenant_id, n, text, at) values ($1, $2, $3, $4) on conflict (tenant_id, n) do update set text = excluded.text"
	keepNote   = "insert into note (tenant_id, n, text, at) values ($1, $2, $3, $4) on conflict (tenant_id, n) do nothing"
	deleteNote = "delete from note where tenant_id = $1 and n = $2"
	selectNote = "select text from note where tenant_id = $1 and n = $2"
	countNotes = "select count(*) from note where tenant_id = $1"
)

var tenant = id.ID{1, 2, 3}

// makeTables makes the tables of this suite: one with a primary key and a unique index beside it.
func makeTables(t testing.TB, db *dialect.DB) {
	t.Helper()
	ddl := []string{
		"create table note (tenant_id blob not null, n integer not null, text text not null, at integer not null, blob blob, primary key (tenant_id, n)) strict, without rowid",
		"create unique index note_text on note (tenant_id, text)",
	}
	if db.Engine() == dialect.Postgres {
		ddl[0] = "create table note (tenant_id bytea not null, n bigint not null, text text not null, at bigint not null, blob bytea, primary key (tenant_id, n))"
	}
	err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		for _, text := range ddl {
			if _, err := pool.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, test func(t *testing.T, db *dialect.DB)) {
	t.Helper()
	testkit.EachEmpty(t, func(t *testing.T, db *dialect.DB) {
		makeTables(t, db)
		test(t, db)
	})
}

func note(n int, text string) dialect.Statement {
	return dialect.Statement{SQL: insertNote, Args: []any{tenant, n, text, time.UnixMicro(int64(n))}, Rows: 1}
}

func count(t testing.TB, db *dialect.DB) int {
	t.Helper()
	var n int
	if err := db.QueryRow(t.Context(), countNotes, []any{tenant}, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func play(t testing.TB, db *dialect.DB, change ...dialect.Statement) {
	t.Helper()
	if err := db.Play(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

func TestARowMismatchRollsBackTheWholeChange(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		play(t, db, note(1, "one"))
		err := db.Play(t.Context(), []dialect.Statement{
			note(2, "two"),
			{SQL: updateNote, Args: []any{tenant, 9, "nine"}, Rows: 1},
			note(3, "three"),
		})
		var rows *dialect.RowsError
		if !errors.As(err, &rows) || *rows != (dialect.RowsError{Index: 1, Want: 1, Got: 0}) {
			t.Errorf("Play = %v", err)
		}
		if n := count(t, db); n != 1 {
			t.Errorf("%d rows stand, want 1", n)
		}
	})
}

func TestRowsDemandedOfEachKindOfStatement(t *testing.T) {
	cases := []struct {
		name string
		s    dialect.Statement
		got  int64 // rows changed, or -1 where the statement holds
	}{
		{"insert", dialect.Statement{SQL: insertNote, Args: []any{tenant, 3, "c", 0}, Rows: 1}, -1},
		{"insert two", dialect.Statement{SQL: "insert into note (tenant_id, n, text, at) values ($1, $2, $3, $6), ($1, $4, $5, $6)", Args: []any{tenant, 3, "c", 4, "d", 0}, Rows: 2}, -1},
		{"insert from select", dialect.Statement{SQL: "insert into note (tenant_id, n, text, at) select tenant_id, n + 10, text || '+', at from note where tenant_id = $1", Args: []any{tenant}, Rows: 2}, -1},
		{"upsert a new row", dialect.Statement{SQL: upsertNote, Args: []any{tenant, 3, "c", 0}, Rows: 1}, -1},
		{"upsert an old row", dialect.Statement{SQL: upsertNote, Args: []any{tenant, 1, "c", 0}, Rows: 1}, -1},
		{"keep an old row", dialect.Statement{SQL: keepNote, Args: []any{tenant, 1, "c", 0}, Rows: 1}, 0},
		{"keep, none demanded", dialect.Statement{SQL: keepNote, Args: []any{tenant, 1, "c", 0}, Rows: 0}, -1},
		{"update both, one demanded", dialect.Statement{SQL: "update note set at = $2 where tenant_id = $1", Args: []any{tenant, 5}, Rows: 1}, 2},
		{"delete", dialect.Statement{SQL: deleteNote, Args: []any{tenant, 1}, Rows: 1}, -1},
		{"delete none", dialect.Statement{SQL: deleteNote, Args: []any{tenant, 9}, Rows: dialect.AnyRows}, -1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, db *dialect.DB) {
				play(t, db, note(1, "a"), note(2, "b"))
				err := db.Play(t.Context(), []dialect.Statement{c.s})
				if c.got < 0 && err != nil {
					t.Errorf("Play = %v, want nil", err)
				}
				var rows *dialect.RowsError
				if c.got >= 0 && (!errors.As(err, &rows) || rows.Got != c.got) {
					t.Errorf("Play = %v, want a count of %d", err, c.got)
				}
			})
		})
	}
}

func TestATakenKeyIsNamed(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		play(t, db, note(1, "one"))
		for want, change := range map[string][]dialect.Statement{
			"note_pkey": {note(2, "two"), note(1, "other")},
			"note_text": {note(2, "two"), note(3, "one")},
		} {
			err := db.Play(t.Context(), change)
			var taken *dialect.DuplicateError
			if !errors.As(err, &taken) || *taken != (dialect.DuplicateError{Index: 1, Constraint: want}) {
				t.Errorf("Play = %v, want %s", err, want)
			}
		}
		if n := count(t, db); n != 1 {
			t.Errorf("%d rows stand, want 1", n)
		}
		play(t, db, note(2, "two"))
	})
}

func TestValuesComeBackAsTheyWentIn(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		at := time.Date(2024, 2, 29, 23, 59, 59, 123456000, time.UTC)
		const insert = "insert into note (tenant_id, n, text, at, blob) values ($1, $2, $3, $4, $5)"
		play(t, db,
			dialect.Statement{SQL: insert, Args: []any{tenant, true, json.RawMessage(`{"a":"调解 ‘“"}`), at, []byte{0, 1}}, Rows: 1},
			dialect.Statement{SQL: insert, Args: []any{tenant, 2, "", time.Time{}, nil}, Rows: 1})
		var (
			owner id.ID
			first bool
			text  json.RawMessage
			when  time.Time
			blob  []byte
		)
		const find = "select tenant_id, n, text, at, blob from note where tenant_id = $1 and n = $2"
		if err := db.QueryRow(t.Context(), find, []any{tenant, 1}, &owner, &first, &text, &when, &blob); err != nil {
			t.Fatal(err)
		}
		if owner != tenant || !first || string(text) != `{"a":"调解 ‘“"}` || !when.Equal(at) || string(blob) != "\x00\x01" {
			t.Errorf("read %v %v %s %v %v", owner, first, text, when, blob)
		}
		var nothing id.ID
		if err := db.QueryRow(t.Context(), find, []any{tenant, 2}, &owner, new(int), &text, &when, &nothing); err != nil {
			t.Fatal(err)
		}
		if !when.IsZero() || !nothing.IsZero() {
			t.Errorf("the zero values came back as %v, %v", when, nothing)
		}
	})
}

func TestPlaceholdersInQuotesAndOutOfOrder(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		play(t, db, dialect.Statement{
			SQL:  "insert into note (at, text, n, tenant_id) /* not $9 */ values ($4, 'it''s $1' || cast($3 as text), $2, $1) -- nor $8",
			Args: []any{tenant, 1, "!", 0}, Rows: 1})
		var text string
		if err := db.QueryRow(t.Context(), selectNote, []any{tenant, 1}, &text); err != nil || text != "it's $1!" {
			t.Errorf("read %q, %v", text, err)
		}
		if err := db.Play(t.Context(), []dialect.Statement{{SQL: insertNote, Args: []any{tenant, 2}}}); err == nil || !strings.Contains(err.Error(), "2 arguments for 4 placeholders") {
			t.Errorf("too few arguments: %v", err)
		}
	})
}

func TestQueriesReportWhatTheyMeet(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		ctx := t.Context()
		play(t, db, note(1, "one"), note(2, "two"))
		var text string
		if err := db.QueryRow(ctx, selectNote, []any{tenant, 9}, &text); !errors.Is(err, dialect.ErrNoRows) {
			t.Errorf("no row: %v", err)
		}
		if err := db.QueryRow(ctx, "select text from note where tenant_id = $1", []any{tenant}, &text); err == nil || errors.Is(err, dialect.ErrNoRows) {
			t.Errorf("two rows: %v", err)
		}
		var n int
		if err := db.QueryRow(ctx, selectNote, []any{tenant, 1}, &n); err == nil {
			t.Error("text was scanned into a number")
		}
		stop, calls := errors.New("stop"), 0
		err := db.Query(ctx, "select n from note where tenant_id = $1", []any{tenant}, func(*dialect.Rows) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("scan was called %d times: %v", calls, err)
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := db.QueryRow(gone, countNotes, []any{tenant}, &n); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		going, cancel := context.WithCancel(ctx)
		calls = 0
		err = db.Query(going, "select n from note where tenant_id = $1", []any{tenant}, func(*dialect.Rows) error { calls++; cancel(); return nil })
		if !errors.Is(err, context.Canceled) || calls != 1 {
			t.Errorf("cancelled at the first of two rows, it read %d: %v", calls, err)
		}
		if err := db.Query(ctx, "delete from note where tenant_id = $1", []any{tenant}, func(*dialect.Rows) error { return nil }); db.Engine() == dialect.SQLite && err == nil {
			t.Error("a reader could write")
		}
	})
}

func TestTextIsComparedByBytes(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		for i, text := range []string{"b", "a", "B", "里", "é", "ab"} {
			play(t, db, note(i, text))
		}
		list := func(text string, args ...any) string {
			var all string
			err := db.Query(t.Context(), text, append([]any{tenant}, args...), func(r *dialect.Rows) error {
				var s string
				err := r.Scan(&s)
				all += s + " "
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return all
		}
		if got := list("select text from note where tenant_id = $1 order by text"); got != "B a ab b é 里 " {
			t.Errorf("ordered: %s", got)
		}
		if got := list("select text from note where tenant_id = $1 and text like $2", "b%"); got != "b " {
			t.Errorf("like: %s", got)
		}
		if got := list("select text from note where tenant_id = $1 and (text, n) > ($2, $3) order by text, n limit $4", "ab", 0, 2); got != "ab b " {
			t.Errorf("by key: %s", got)
		}
	})
}

func TestPreparing(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		for _, text := range []string{insertNote, updateNote, upsertNote, keepNote, deleteNote, selectNote, countNotes} {
			if err := db.Prepare(t.Context(), text); err != nil {
				t.Error(err)
			}
		}
		for _, text := range []string{"select nothing from note", "update note set nothing = 1", "selekt"} {
			if err := db.Prepare(t.Context(), text); err == nil {
				t.Errorf("prepared: %s", text)
			}
		}
	})
}

func TestEightParallelWriters(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		const writers, rounds = 8, 40
		play(t, db, note(0, "counter 0"))
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for r := range rounds {
					n := 1 + w*rounds + r
					if err := db.Play(t.Context(), []dialect.Statement{
						note(n, fmt.Sprint("note ", n)),
						{SQL: "update note set at = at + 1 where tenant_id = $1 and n = 0", Args: []any{tenant}, Rows: 1},
					}); err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		wg.Wait()
		var at int64
		if err := db.QueryRow(t.Context(), "select at from note where tenant_id = $1 and n = 0", []any{tenant}, &at); err != nil || at != writers*rounds {
			t.Errorf("the counter stands at %d, want %d: %v", at, writers*rounds, err)
		}
		if n := count(t, db); n != 1+writers*rounds {
			t.Errorf("%d rows", n)
		}
	})
}

func TestADeadlockIsPlayedAgain(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		play(t, db, note(1, "a"), note(2, "b"))
		touch := func(n int) dialect.Statement {
			return dialect.Statement{SQL: "update note set at = at + 1 where tenant_id = $1 and n = $2", Args: []any{tenant, n}, Rows: 1}
		}
		const rounds = 60
		var wg sync.WaitGroup
		for _, change := range [][]dialect.Statement{{touch(1), touch(2)}, {touch(2), touch(1)}} {
			wg.Go(func() {
				for range rounds {
					if err := db.Play(t.Context(), change); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var sum int64
		err := db.QueryRow(t.Context(), "select cast(coalesce(sum(at), 0) as bigint) from note where tenant_id = $1", []any{tenant}, &sum)
		if err != nil || sum != 3+4*rounds {
			t.Errorf("the sum is %d: %v", sum, err)
		}
	})
}

func TestAnEmptyChangeAndACancelledOne(t *testing.T) {
	each(t, func(t *testing.T, db *dialect.DB) {
		if err := db.Play(t.Context(), nil); err != nil {
			t.Error(err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Play(gone, []dialect.Statement{note(1, "one")}); !errors.Is(err, context.Canceled) {
			t.Errorf("Play = %v", err)
		}
		if n := count(t, db); n != 0 {
			t.Errorf("a cancelled change left %d rows", n)
		}
	})
}

func TestOpeningWhatIsNotThere(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct{ url, file string }{
		{"postgres://linli@127.0.0.1:1/none?sslmode=disable", ""},
		{"", t.TempDir() + "/no/such/folder/linli.db"},
	} {
		_, err := dialect.Open(ctx, c.url, dialect.Options{File: c.file, Clock: clock.System{}})
		if !errors.Is(err, dialect.ErrUnreachable) || fault.Of(err).Code != fault.Unavailable {
			t.Errorf("Open(%q, %q) = %v", c.url, c.file, err)
		}
	}
	for _, url := range []string{"", "mysql://x"} {
		if _, err := dialect.Open(ctx, url, dialect.Options{}); err == nil {
			t.Errorf("Open(%q) without a file succeeded", url)
		}
	}
}
