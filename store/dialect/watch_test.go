package dialect_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/store/dialect"
)

func TestWatchIsToldWhatHoldsAndWhatIsAsked(t *testing.T) {
	var seen []dialect.Traffic
	db, err := dialect.Open(t.Context(), "", dialect.Options{File: filepath.Join(t.TempDir(), "linli.db"),
		Watch: func(x dialect.Traffic) { seen = append(seen, x) }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	play := func(sql string, rows int64, args ...any) error {
		return db.Play(context.Background(), []dialect.Statement{{SQL: sql, Args: args, Rows: rows}})
	}
	if err := play("create table note (at integer, text text)", dialect.AnyRows); err != nil {
		t.Fatal(err)
	}
	if err := play("insert into note values ($1, $2)", 1, time.UnixMicro(7), "said"); err != nil {
		t.Fatal(err)
	}
	if err := play("delete from note where at = $1", 1, 8); err == nil {
		t.Fatal("a change of no row was taken")
	}
	var text string
	if err := db.QueryRow(t.Context(), "select text from note where at = $1", []any{7}, &text); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 {
		t.Fatalf("%d told, want the two changes that hold and the query", len(seen))
	}
	if got := seen[1].Change[0]; !strings.HasSuffix(got.SQL, "(?1, ?2)") || got.Args[0] != int64(7) || got.Args[1] != "said" {
		t.Errorf("the change was told as %+v", got)
	}
	if got := seen[2]; got.Change != nil || got.Query.Args[0] != int64(7) {
		t.Errorf("the query was told as %+v", got)
	}
}
