package dialect_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/store/dialect"
	"linli/testkit"
	"linli/testkit/postgres"
)

// The child process of the crash test finds its database in these.
const (
	childURL  = "LINLI_TEST_CHILD_URL"
	childFile = "LINLI_TEST_CHILD_FILE"
	childFrom = "LINLI_TEST_CHILD_FROM" // its first number
)

func TestMain(m *testing.M) {
	if os.Getenv(childURL)+os.Getenv(childFile) != "" {
		fmt.Fprintln(os.Stderr, writeForever(os.Getenv(childURL), os.Getenv(childFile), os.Getenv(childFrom)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const pairs = 1 << 20 // note n comes with note n + pairs

// writeForever plays pairs of notes from eight goroutines and prints each number once its change was acknowledged.
func writeForever(url, file, from string) error {
	ctx := context.Background()
	first, err := strconv.Atoi(from)
	if err != nil {
		return err
	}
	db, err := dialect.Open(ctx, url, dialect.Options{File: file})
	if err != nil {
		return err
	}
	failed := make(chan error, 8)
	for w := range 8 {
		go func() {
			for n := first + w; ; n += 8 {
				if err := db.Play(ctx, []dialect.Statement{note(n, fmt.Sprint("a", n)), note(n+pairs, fmt.Sprint("b", n))}); err != nil {
					failed <- err
					return
				}
				fmt.Println(n) // one write call: whole lines reach the parent
			}
		}()
	}
	return <-failed
}

func TestKilledWhileEightWriteNothingAcknowledgedIsLost(t *testing.T) {
	testkit.EachPlace(t, "", func(t *testing.T, p testkit.Place) {
		first := p.Open(t, dialect.Options{})
		makeTables(t, first)
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		var acknowledged []int
		for round := range 2 { // the second time on what the first crash left; PostgreSQL may still be at work on its last changes
			acknowledged = append(acknowledged, crash(t, p, round*pairs/2)...)
			db := p.Open(t, dialect.Options{})
			found := notes(t, db)
			for _, n := range acknowledged {
				if !found[n] {
					t.Errorf("note %d was acknowledged and is gone", n)
				}
			}
			for n := range found {
				if !found[(n+pairs)%(2*pairs)] {
					t.Errorf("note %d stands without its pair", n)
				}
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// crash runs a child that writes, numbering from the given number, and kills it after some two hundred acknowledged changes; it returns all of them.
func crash(t *testing.T, p testkit.Place, from int) []int {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childURL+"="+p.URL, childFile+"="+p.File, childFrom+"="+strconv.Itoa(from))
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []int
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the child said %q", lines.Text())
		}
		acknowledged = append(acknowledged, n)
		if len(acknowledged) == 200 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(acknowledged) < 200 {
		t.Fatalf("the child ended by itself after %d changes: %v: %s", len(acknowledged), err, complaint.String())
	}
	return acknowledged
}

func notes(t testing.TB, db *dialect.DB) map[int]bool {
	t.Helper()
	found := map[int]bool{}
	err := db.Query(t.Context(), "select n from note where tenant_id = $1", []any{tenant}, func(r *dialect.Rows) error {
		var n int
		err := r.Scan(&n)
		found[n] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// server is a PostgreSQL of a test's own with the tables of this suite, to be stopped and started.
func server(t *testing.T) (*postgres.Cluster, *dialect.DB) {
	t.Helper()
	postgres.SkipIfMissing(t)
	c, err := postgres.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	db := testkit.Place{Engine: dialect.Postgres, URL: c.URL("postgres")}.Open(t, dialect.Options{
		Pause: func(context.Context, time.Duration) error { return nil },
	})
	makeTables(t, db)
	return c, db
}

// ends are the ways in which a server goes: with a word to each connection, and without one.
var ends = []func(*postgres.Cluster) error{(*postgres.Cluster).Stop, (*postgres.Cluster).Kill}

// fill has the pool open as many connections as it may, and writes a note on each, numbered from n.
func fill(t *testing.T, db *dialect.DB, n int) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { play(t, db, note(n+i, fmt.Sprint("note ", n+i))) })
	}
	wg.Wait()
}

func TestPostgresStoppedAndStartedAgain(t *testing.T) {
	c, db := server(t)
	want := 0
	for round, end := range ends {
		fill(t, db, 1000*round)
		if err := end(c); err != nil {
			t.Fatal(err)
		}
		for range 3 { // reading first: it meets the connections that were open
			if err := db.QueryRow(t.Context(), countNotes, []any{tenant}, new(int)); !errors.Is(err, dialect.ErrUnreachable) {
				t.Errorf("round %d: QueryRow = %v", round, err)
			}
			err := db.Play(t.Context(), []dialect.Statement{note(100, "meanwhile")})
			silent := round == 1 && errors.Is(err, dialect.ErrUncertain) // sent down a connection whose end nobody told
			if !errors.Is(err, dialect.ErrUnreachable) && !silent {
				t.Errorf("round %d: Play = %v", round, err)
			}
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		play(t, db, note(1000*round+101, fmt.Sprint("after ", round)))
		if want += 9; count(t, db) != want {
			t.Errorf("round %d: %d notes, want %d: eight from before and the one from after", round, count(t, db), want)
		}
	}
}

// TestPostgresRestartedBetweenTwoReads leaves the pool full of connections that have ended; no reader notices.
func TestPostgresRestartedBetweenTwoReads(t *testing.T) {
	c, db := server(t)
	for round, end := range ends {
		fill(t, db, 1000*round)
		if err := end(c); err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db); n != 8*(round+1) {
			t.Errorf("round %d: %d notes", round, n)
		}
	}
}

func TestPostgresRestartedBetweenTwoChanges(t *testing.T) {
	c, db := server(t)
	play(t, db, note(1, "before"))
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	play(t, db, note(2, "after")) // on a connection that ended meanwhile; nobody notices
	if n := count(t, db); n != 2 {
		t.Errorf("%d notes", n)
	}
}

// TestPostgresKilledInMidChange kills the server while changes run. Each answer must be true: what was acknowledged
// stands, what failed without doubt does not, and what is uncertain may.
func TestPostgresKilledInMidChange(t *testing.T) {
	c, db := server(t)
	const writers = 8
	var (
		mu             sync.Mutex
		holds, refused []int
		wg             sync.WaitGroup
		enough         = make(chan struct{})
		once           sync.Once
	)
	for w := range writers {
		wg.Go(func() {
			for n := w; ; n += writers {
				err := db.Play(t.Context(), []dialect.Statement{note(n, fmt.Sprint("a", n)), note(n+pairs, fmt.Sprint("b", n))})
				mu.Lock()
				switch {
				case err == nil:
					holds = append(holds, n)
				case errors.Is(err, dialect.ErrUnreachable):
					refused = append(refused, n)
				case !errors.Is(err, dialect.ErrUncertain):
					t.Errorf("Play = %v", err)
				}
				if len(holds) >= 200 {
					once.Do(func() { close(enough) })
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	<-enough
	if err := c.Kill(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	found := notes(t, db)
	for _, n := range holds {
		if !found[n] || !found[n+pairs] {
			t.Errorf("change %d was acknowledged and is gone", n)
		}
	}
	for _, n := range refused {
		if found[n] || found[n+pairs] {
			t.Errorf("change %d was refused and stands", n)
		}
	}
}

func TestAFullPoolOfConnectionsIsWaitedFor(t *testing.T) {
	testkit.EachPlace(t, "", func(t *testing.T, p testkit.Place) {
		db := p.Open(t, dialect.Options{Connections: 1, Readers: 1})
		makeTables(t, db)
		err := db.Query(t.Context(), "select count(*) from note where tenant_id = $1", []any{tenant}, func(*dialect.Rows) error {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			if err := db.QueryRow(ctx, countNotes, []any{tenant}, new(int)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a second reader: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
