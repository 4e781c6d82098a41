package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/store/dialect"
)

// patterns is how many cases are opened through linli, each the pattern of many others.
const patterns = 32

// caseload is how many cases an account is at work on.
const caseload = 150

// filled is how many cases go into one transaction while filling.
const filled = 1000

// stock is the cases of one capability that are filled in.
type stock struct {
	open    func(ctx context.Context, i int) error // opens the i-th pattern
	pattern [][]sent                               // what the patterns sent
	size    int
	at      struct { // who is at work on the cases that are filled in
		account id.ID
		cases   int
	}
}

// fill brings a stock to n cases. Some are opened through linli; what those sent to the database is sent again with other ids,
// codes and due days, which is some ten times faster. The ledger's leaves are left out: nobody can prove a case that nobody
// opened.
func (w *world) fill(ctx context.Context, of *stock, n int) error {
	for i := len(of.pattern); i < patterns; i++ {
		all, err := w.trace.during(func() error { return of.open(ctx, i) })
		if err != nil {
			return err
		}
		of.pattern, of.size = append(of.pattern, only(all, nothing)), of.size+1
	}
	tag, err := w.app.Office.TenantByID(ctx, w.tenant)
	if err != nil {
		return err
	}
	for of.size < n {
		part := min(filled, n-of.size)
		var cases, keys []dialect.Statement
		for range part {
			w.clone(of, tag.Tag, &cases, &keys)
		}
		if err := pour(ctx, w.stores.Keys, keys); err != nil {
			return err
		}
		if err := pour(ctx, w.stores.Cases, cases); err != nil {
			return err
		}
		of.size += part
	}
	if w.place.engine == dialect.SQLite {
		return nil // linli has no statistics there: with them SQLite plans a query anew for each value that it is asked with
	}
	return w.stores.Cases.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "analyze") // PostgreSQL does so by itself after a while
		return err
	})
}

// dispute opens the pattern of a mediation: most are new, some at intake, some invited.
func (w *world) dispute(ctx context.Context, i int) error {
	clerk, err := w.as(ctx, "clerk")
	if err != nil {
		return err
	}
	request, err := casefile.NewRequest(clerk.Account, rand.Text(), []byte("pattern"))
	if err != nil {
		return err
	}
	c, _, err := w.app.Mediation.Create(ctx, clerk, w.application(), mediation.Ask{Request: request})
	if err != nil {
		return err
	}
	for _, cmd := range road(c)[:i%5] {
		if _, _, err := w.app.Mediation.Act(ctx, clerk, c.ID, cmd, mediation.Ask{}); err != nil {
			return err
		}
	}
	return nil
}

// road leads a new case to the invitation, in four acts.
func road(c mediation.Case) []mediation.Command {
	a := c.Parties[0].ID
	return []mediation.Command{
		mediation.Screen{}, mediation.Inform{Party: a, Language: "zh-Hans", How: "read_out"},
		mediation.Talk{Party: a, Concern: mediation.NoConcernTold, Text: "希望尽快修好，不想伤了邻里和气。"}, mediation.Invite{},
	}
}

// clone adds the statements of one more case.
func (w *world) clone(of *stock, tag string, cases, keys *[]dialect.Statement) {
	from := of.pattern[mathrand.IntN(len(of.pattern))]
	later := mathrand.Int64N(int64(20 * 24 * time.Hour / time.Microsecond))
	since := clock.Micros(w.clock.Now().AddDate(-1, 0, 0))
	worker := w.worker(of)
	clerk := w.people["clerk"].Account
	ids := map[string][]byte{string(clerk[:]): worker[:]}
	for _, k := range []id.ID{w.tenant, w.unit, {}} {
		ids[string(k[:])] = k[:]
	}
	for _, s := range from {
		if s.keys {
			continue // keys are written ahead, many cases' at once: they are made below
		}
		for _, statement := range s.Change {
			if strings.Contains(statement.SQL, "ledger_") {
				continue
			}
			args := make([]any, len(statement.Args))
			for i, a := range statement.Args {
				args[i] = w.other(a, ids, since, later)
			}
			switch {
			case strings.HasPrefix(statement.SQL, "insert into slip"):
				args[1] = string(id.NewCode(tag, nil))
			case strings.HasPrefix(statement.SQL, "insert into answer"):
				args[1] = []byte(rand.Text() + rand.Text())[:32] // as random as a hash
			case strings.HasPrefix(statement.SQL, "insert into case_key"):
				*keys = append(*keys, w.wrapped(args[4].([]byte)))
			}
			*cases = append(*cases, dialect.Statement{SQL: statement.SQL, Args: args})
		}
	}
}

// worker is the account at work on the next case: an office has as many as it needs, and the first of them reads lists.
func (w *world) worker(of *stock) id.ID {
	if of.at.account.IsZero() {
		of.at.account = w.people["reader"].Account
	}
	if of.at.cases++; of.at.cases > caseload {
		of.at.cases, of.at.account = 1, w.app.IDs.New()
	}
	return of.at.account
}

// other is a value of another case: ids are new, instants later, all else the same.
func (w *world) other(a any, ids map[string][]byte, since, later int64) any {
	switch a := a.(type) {
	case []byte:
		if len(a) != len(id.ID{}) {
			return a
		}
		if ids[string(a)] == nil {
			fresh := w.app.IDs.New()
			ids[string(a)] = fresh[:]
		}
		return ids[string(a)]
	case string: // the key of a promise names the event that began it
		rule, event, key := strings.Cut(a, "/")
		if x, err := id.Parse(event); key && err == nil && ids[string(x[:])] != nil {
			return rule + "/" + id.ID(ids[string(x[:])]).String()
		}
	case int64:
		if a > since && a < since+int64(5*366*24*time.Hour/time.Microsecond) {
			return a + later
		}
	}
	return a
}

const insertWrapped = `insert into wrapped_key (tenant_id, key_id, generation, wrapped, made_at, state, marked_at) values (`

// wrapped is the row of a data key that opens nothing, known to be in use: the sweep of an office has settled the keys of
// its cases but for the last.
func (w *world) wrapped(key []byte) dialect.Statement {
	marks := "?1, ?2, 1, ?3, ?4, 1, 0)"
	if w.place.engine == dialect.Postgres {
		marks = "$1, $2, 1, $3, $4, 1, 0)"
	}
	return dialect.Statement{SQL: insertWrapped + marks, Args: []any{w.tenant[:], key, make([]byte, 73), clock.Micros(w.clock.Now())}}
}

// pour writes statements in one transaction.
func pour(ctx context.Context, db *dialect.DB, all []dialect.Statement) error {
	ctx = context.WithoutCancel(ctx)
	return db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		if db.Engine() == dialect.Postgres {
			return writeOne(ctx, pool, all)
		}
		for _, setting := range []string{"pragma synchronous = off", "pragma cache_size = -131072"} { // of this connection: nothing is measured, and it is filled anew after a power cut
			if _, err := pool.ExecContext(ctx, setting); err != nil {
				return err
			}
		}
		if _, err := writeBatches(ctx, pool, [][]dialect.Statement{all}, 1); err != nil {
			return fmt.Errorf("pouring cases in: %w", err)
		}
		return nil
	})
}
