package dialect

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linli/platform/clock"
)

func TestWhatWaitsIsCommittedTogether(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		answers := b.together([]Statement{write(1, "a")}, []Statement{write(2, "b"), write(3, "c")}, []Statement{write(4, "d")})
		if err := errors.Join(answers...); err != nil {
			t.Error(err)
		}
		if b.commits != 1 {
			t.Errorf("%d commits, want 1", b.commits)
		}
		if got := b.stands(); got != "0 1 2 3 4" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestEachChangeOfABatchHasItsOwnAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		answers := b.together(
			[]Statement{write(1, "a")},
			[]Statement{write(2, "b"), write(1, "taken")},
			[]Statement{write(3, "c"), {SQL: "delete from note where tenant_id = $1 and n = $2", Args: []any{[]byte("t"), 99}, Rows: 1}},
			[]Statement{write(4, "d")})
		var (
			taken *DuplicateError
			rows  *RowsError
		)
		if answers[0] != nil || answers[3] != nil || !errors.As(answers[1], &taken) || !errors.As(answers[2], &rows) {
			t.Errorf("answers %v", answers)
		}
		if got := b.stands(); got != "0 1 4" || b.commits != 1 {
			t.Errorf("notes %s after %d commits", got, b.commits)
		}
	})
}

func TestABatchIsBounded(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		many := make([][]Statement, batchChanges+10)
		for i := range many {
			many[i] = []Statement{write(i+1, "a")}
		}
		if err := errors.Join(b.together(many...)...); err != nil {
			t.Error(err)
		}
		if b.commits != 2 {
			t.Errorf("%d commits, want 2", b.commits)
		}
	})
	inBubble(t, func(t *testing.T, b *bench) {
		manual := clock.NewManual(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
		b.writer.opts.Clock = manual
		b.fault = func(driver.Conn, string) error { manual.Add(batchTime / 4); return nil } // three a change: savepoint, insert, release
		if err := errors.Join(b.together([]Statement{write(1, "a")}, []Statement{write(2, "b")}, []Statement{write(3, "c")})...); err != nil {
			t.Error(err)
		}
		if b.commits != 2 {
			t.Errorf("%d commits, want 2", b.commits)
		}
	})
}

func TestAPanicInABatchIsOneChangesError(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		answers := b.together([]Statement{write(1, "a")}, []Statement{write(2, "b"), write(3, "/* panic */")}, []Statement{write(4, "d")})
		if answers[0] != nil || answers[2] != nil || answers[1] == nil || !strings.Contains(answers[1].Error(), "a defect in mid-batch") {
			t.Errorf("answers %v", answers)
		}
		if err := b.Play(t.Context(), []Statement{write(5, "e")}); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if got := b.stands(); got != "0 1 4 5" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestAPanicInTheCommitLeavesItUncertain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		b.fault = func(_ driver.Conn, text string) error {
			if text == "commit" {
				panic("a defect in the commit")
			}
			return nil
		}
		err := b.Play(t.Context(), []Statement{write(1, "a")})
		if !errors.Is(err, ErrUncertain) {
			t.Errorf("Play = %v", err)
		}
		b.fault = nil
		if err := b.Play(t.Context(), []Statement{write(2, "b")}); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "linli.db")
	db, err := Open(t.Context(), "", Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, ending := range []string{"", "-wal"} {
		if s, err := os.Stat(file + ending); err != nil || s.Mode().Perm() != 0o600 {
			t.Errorf("%s%s has mode %v: %v", file, ending, s.Mode(), err)
		}
	}
}

func TestALostTransactionIsPlayedAgainWithoutItsCause(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		interrupted := errors.New("interrupted")
		b.fault = func(c driver.Conn, text string) error {
			if !strings.Contains(text, "/* lose */") {
				return nil
			}
			s, err := c.(driver.ConnPrepareContext).PrepareContext(context.Background(), "rollback") // as the engine does on some errors
			if err == nil {
				_, err = s.(driver.StmtExecContext).ExecContext(context.Background(), nil)
			}
			return errors.Join(interrupted, err)
		}
		answers := b.together(
			[]Statement{write(1, "a")}, []Statement{write(2, "b"), write(3, "/* lose */")},
			[]Statement{write(4, "d")}, []Statement{write(5, "/* lose */")}, []Statement{write(1, "taken")}, []Statement{write(6, "f")})
		var taken *DuplicateError
		if answers[0] != nil || answers[2] != nil || answers[5] != nil || !errors.As(answers[4], &taken) {
			t.Errorf("answers %v", answers)
		}
		if !errors.Is(answers[1], interrupted) || !errors.Is(answers[3], interrupted) {
			t.Errorf("the causes' answers: %v, %v", answers[1], answers[3])
		}
		if got := b.stands(); got != "0 1 4 6" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestACommitThatFailsIsTriedChangeByChange(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		heavy := false
		b.fault = func(_ driver.Conn, text string) error {
			switch {
			case strings.Contains(text, "/* heavy */"):
				heavy = true
			case text == "begin immediate":
				heavy = false
			case text == "commit" && heavy:
				return errors.New("no room to commit")
			}
			return nil
		}
		answers := b.together([]Statement{write(1, "a")}, []Statement{write(2, "/* heavy */")}, []Statement{write(3, "c")}, []Statement{write(1, "taken")})
		var taken *DuplicateError
		if answers[0] != nil || answers[2] != nil || !errors.As(answers[3], &taken) || answers[1] == nil || !strings.Contains(answers[1].Error(), "no room") {
			t.Errorf("answers %v", answers)
		}
		if got := b.stands(); got != "0 1 3" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestAFullDiskFailsTheChangeThatNeedsTheRoom(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		limit := func(pages int) {
			t.Helper()
			if err := b.Play(t.Context(), []Statement{{SQL: fmt.Sprintf("pragma max_page_count = %d", pages), Rows: AnyRows}}); err != nil {
				t.Fatal(err)
			}
		}
		limit(40)
		answers := b.together([]Statement{write(1, "a")}, []Statement{write(2, "b"), write(3, strings.Repeat("x", 1<<20))}, []Statement{write(4, "d")})
		if answers[0] != nil || answers[2] != nil || !errors.Is(answers[1], ErrFull) {
			t.Errorf("answers %v", answers)
		}
		if got := b.stands(); got != "0 1 4" {
			t.Errorf("notes %s", got)
		}
		limit(1 << 20)
		if err := b.Play(t.Context(), []Statement{write(3, strings.Repeat("x", 1<<20))}); err != nil {
			t.Errorf("with room again: %v", err)
		}
	})
}

func TestACancelledRequestThatWaitsIsNotPlayed(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { first <- b.Play(ctx, []Statement{write(1, "/* hold */"), write(2, "b")}) }()
		synctest.Wait()
		go func() { second <- b.Play(ctx, []Statement{write(3, "c")}) }()
		synctest.Wait()
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("the one that waited: %v", err)
		}
		close(b.letGo)
		if err := <-first; err != nil {
			t.Errorf("the one in mid-batch: %v", err)
		}
		if got := b.stands(); got != "1 2" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestAnotherProcessThatWritesIsWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		err := b.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
			tx, err := pool.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "insert into note (tenant_id, n, text) values (x'00', 1, 'theirs')"); err != nil {
				return err
			}
			if err := b.Play(ctx, []Statement{write(1, "a")}); !errors.Is(err, ErrBusy) {
				t.Errorf("while they write to no end: %v", err)
			}
			waiting := make(chan error, 1)
			go func() { waiting <- b.Play(ctx, []Statement{write(2, "b")}) }()
			time.Sleep(3 * time.Second) // of the bubble's time, which costs none
			if err := tx.Commit(); err != nil {
				return err
			}
			return <-waiting
		})
		if err != nil {
			t.Error(err)
		}
		if got := b.stands(); got != "2" {
			t.Errorf("notes %s", got)
		}
	})
}

func TestClosingAnswersWhatWasTakenAndRefusesTheRest(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		first, second, closed := make(chan error, 1), make(chan error, 1), make(chan error, 1)
		go func() { first <- b.Play(context.Background(), []Statement{write(1, "/* hold */")}) }()
		synctest.Wait()
		go func() { closed <- b.Close() }()
		synctest.Wait()
		go func() { second <- b.Play(context.Background(), []Statement{write(2, "b")}) }()
		if err := <-second; !errors.Is(err, ErrUnreachable) {
			t.Errorf("after closing: %v", err)
		}
		close(b.letGo)
		if err := errors.Join(<-first, <-closed); err != nil {
			t.Error(err)
		}
	})
}
