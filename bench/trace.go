package bench

import (
	"strings"
	"sync"

	"linli/store/dialect"
)

// sent is one thing that the measured office sent to one of its databases.
type sent struct {
	keys bool // to the key store, not to the cases
	dialect.Traffic
}

// trace notes what the office sends while it is told to.
type trace struct {
	mu  sync.Mutex
	on  bool
	all []sent
}

func (t *trace) watch(keys bool) func(dialect.Traffic) {
	return func(x dialect.Traffic) {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.on {
			t.all = append(t.all, sent{keys, x})
		}
	}
}

// during returns what was sent while f ran.
func (t *trace) during(f func() error) ([]sent, error) {
	t.set(true)
	err := f()
	return t.set(false), err
}

func (t *trace) set(on bool) []sent {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.all
	t.on, t.all = on, nil
	return all
}

// only keeps all changes, and the queries that the floor has to read as well.
func only(all []sent, reads func(sql string) bool) []sent {
	var out []sent
	for _, s := range all {
		if s.Change != nil || reads(s.Query.SQL) {
			out = append(out, s)
		}
	}
	return out
}

// What a floor reads.
func nothing(string) bool { return false }

// theCase is the one row that an act cannot do without: the case that it acts on.
func theCase(sql string) bool {
	return strings.HasPrefix(sql, "select body, version, number from mediation")
}

// theList is the rows that a list shows.
func theList(sql string) bool { return strings.Contains(sql, "from mediation where") && !theCase(sql) }

// theContent is every row of a case; who asks, and by what right, is linli's affair.
func theContent(sql string) bool {
	for _, table := range []string{"mediation", "report", "case_event", "case_key", "sealed", "promise", "access_row", "wrapped_key"} {
		if strings.Contains(sql, "from "+table+" ") {
			return true
		}
	}
	return false
}
