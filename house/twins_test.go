package house_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

// person is who applies in a twin world. All names have the same number of bytes.
type person struct{ name, contact string }

// one is in five cases; five are in one each.
var (
	one  = slices.Repeat([]person{{"欧阳阿依古丽", "13812345670"}}, 5)
	five = []person{{"欧阳阿依古丽", "13812345670"}, {"慕容雪松向北", "13912345671"}, {"司马平安如意", "13712345672"}, {"诸葛小河流水", "13612345673"}, {"上官青山常在", "13512345674"}}
)

// twin lives the same life in both worlds: five cases, each as far as another, with what people do on the way.
func twin(w *apptest.World, people []person) []mediation.Case {
	var out []mediation.Case
	for i, s := range []mediation.State{mediation.Submitted, mediation.Invited, mediation.Accepted, mediation.InSession, mediation.Effective} {
		p := people[i]
		w.Tells = func() mediation.Apply {
			a := w.Application()
			a.Parties[0].Name, a.Parties[0].Contact = p.name, p.contact
			return a
		}
		c := w.To(s)
		me := w.Party(c, 0)
		if _, _, err := w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[0].ID); err != nil {
			w.T.Fatal(err)
		}
		w.Clock.Add(time.Minute)
		if c.State.Open() {
			c = w.Act(me, c, mediation.Statement{Party: me.Party, Text: p.name + "，电话" + p.contact})
		}
		if _, err := w.App.Mediation.Open(w.Ctx, me, c.ID, access.ForParty); err != nil {
			w.T.Fatal(err)
		}
		out = append(out, c)
		w.Clock.Add(time.Hour)
	}
	if err := w.App.Tick(w.Ctx); err != nil {
		w.T.Fatal(err)
	}
	return out
}

// opaque are columns of random bytes, ciphertexts, and hashes of these: they differ in any two worlds. What they hold is
// compared by how often a value comes twice.
var opaque = []string{"case_event.secrets", "case_event.salt", "case_event.commitment", "case_key.key_id", "sealed.body", "sealed.key_id", "slip.code", "slip.hash", "slip.session",
	"ledger_queue.commitment", "ledger_key.verifier", "ledger_key.sealed", "account.password", "account.totp", "signin_session.hash", "tenant.tag", "tenant_tag.tag",
	"enrolment.hash", "answer.request", "answer.asked", "answer.sealed"}

var (
	idText   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	hashText = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	codeText = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}(-?[0-9A-HJKMNP-TV-Z]{4}){3}\b`)
)

// numbering gives each id of a world its rank: ids are ordered by when they were made, so equal lives give equal ranks.
type numbering struct{ rank map[string]int }

func number(all map[string][]row) numbering {
	seen := map[string]bool{}
	for table, list := range all {
		for _, r := range list {
			for c, v := range r {
				if slices.Contains(opaque, table+"."+c) {
					continue
				}
				switch v := v.(type) {
				case []byte:
					if len(v) == 16 {
						seen[hex.EncodeToString(v)] = true
					}
				case string:
					for _, x := range idText.FindAllString(v, -1) {
						seen[strings.ReplaceAll(x, "-", "")] = true
					}
				}
			}
		}
	}
	n := numbering{map[string]int{}}
	for i, x := range slices.Sorted(maps.Keys(seen)) {
		n.rank[x] = i
	}
	return n
}

// masked is a text with ids as ranks, and without random codes and hashes.
func (n numbering) masked(s string, people []person) string {
	s = idText.ReplaceAllStringFunc(s, func(x string) string { return fmt.Sprintf("#%d", n.rank[strings.ReplaceAll(x, "-", "")]) })
	s = hashText.ReplaceAllString(s, "HASH")
	s = codeText.ReplaceAllString(s, "CODE")
	for _, p := range people {
		s = strings.NewReplacer(p.name, "NAME", p.contact, "CONTACT").Replace(s)
	}
	return s
}

// lines are the rows of all tables as text, sorted: what an administrator with the database reads.
func (n numbering) lines(all map[string][]row) []string {
	var out []string
	for table, list := range all {
		for _, r := range list {
			var b strings.Builder
			b.WriteString(table)
			for _, c := range slices.Sorted(maps.Keys(r)) {
				v := r[c]
				switch x := v.(type) {
				case []byte:
					switch {
					case slices.Contains(opaque, table+"."+c):
						v = "opaque"
					case len(x) == 16:
						v = fmt.Sprintf("#%d", n.rank[hex.EncodeToString(x)])
					default:
						v = hex.EncodeToString(x)
					}
				case string:
					v = n.masked(x, nil) // no name is masked here: none may stand in a row
					if slices.Contains(opaque, table+"."+c) {
						v = "opaque"
					}
				default:
					if slices.Contains(opaque, table+"."+c) {
						v = "opaque"
					}
				}
				fmt.Fprintf(&b, " %s=%v", c, v)
			}
			out = append(out, b.String())
		}
	}
	slices.Sort(out)
	return out
}

// repeats counts, for each column, how many pairs of rows of different cases share a value: whatever is derived from a
// person, by whatever function, comes twice for the one person and not for the five.
func repeats(all map[string][]row) map[string]int {
	out := map[string]int{}
	for table, list := range all {
		for i, a := range list {
			for _, b := range list[i+1:] {
				if caseOf(table, a) == caseOf(table, b) && caseOf(table, a) != "" {
					continue
				}
				for c := range a {
					if v, ok := a[c].([]byte); ok && len(v) > 0 {
						if w, ok := b[c].([]byte); ok && bytes.Equal(v, w) {
							out[table+"."+c]++
						}
					} else if s, ok := a[c].(string); ok && s != "" && s == b[c] {
						out[table+"."+c]++
					}
				}
			}
		}
	}
	return out
}

func caseOf(table string, r row) string {
	c := "case_id"
	if table == "mediation" {
		c = "id"
	}
	b, _ := r[c].([]byte)
	return hex.EncodeToString(b)
}

// responses are what everybody gets to see, by who asked what, as JSON.
func responses(t *testing.T, w *apptest.World, cases []mediation.Case) map[string]string {
	t.Helper()
	out := map[string]string{}
	say := func(what string, v any, err error) {
		if err != nil {
			out[what] = err.Error()
			return
		}
		if o, ok := v.(*mediation.Opened); ok {
			o.Rules = nil // the rulebook, the same for all
			for i := range o.Events {
				e := &o.Events[i]
				e.Salt, e.Commitment, e.Secrets = [16]byte{}, [32]byte{}, nil // random, as in the rows
			}
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[what] = string(b)
	}
	s := w.App.Mediation
	for _, h := range w.Office.Staff {
		if h.Token == "" {
			continue
		}
		a := w.As(h.Login)
		page, err := s.List(w.Ctx, a, mediation.Filter{})
		say(h.Login+" lists", page, err)
		due, err := s.Due(w.Ctx, a, mediation.DueFilter{})
		say(h.Login+" looks at what is due", due, err)
		for i, c := range cases {
			seen, promises, err := s.See(w.Ctx, a, c.ID)
			say(fmt.Sprintf("%s sees %d", h.Login, i), []any{seen, promises}, err)
			o, err := s.Open(w.Ctx, a, c.ID, access.ForWork)
			say(fmt.Sprintf("%s opens %d", h.Login, i), o, err)
		}
	}
	for i, c := range cases {
		for j := range c.Parties {
			for k, other := range cases { // also with the slip of another case of the same person
				a := w.Party(c, j)
				o, err := s.Open(w.Ctx, a, other.ID, access.ForParty)
				say(fmt.Sprintf("party %d of %d opens %d", j, i, k), o, err)
			}
		}
	}
	return out
}

// TestOnePersonInFiveCasesLooksAsFivePersonsDo is refusal R1, with its corollary: nothing that anybody is shown, and no
// value of any column, joins two cases of one person.
func TestOnePersonInFiveCasesLooksAsFivePersonsDo(t *testing.T) {
	lives := map[dialect.Engine]life{}
	t.Run("one person", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, w *apptest.World) { lives[w.Place.Engine] = live(t, w, one) })
	})
	t.Run("five persons", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, w *apptest.World) { compare(t, lives[w.Place.Engine], live(t, w, five)) })
	})
}

// life is what a world leaves behind and lets be seen.
type life struct {
	people []person
	cases  []mediation.Case
	rows   map[string][]row
	said   map[string]string
	ranks  numbering
}

func live(t *testing.T, w *apptest.World, people []person) life {
	t.Helper()
	l := life{people: people, cases: twin(w, people), rows: rows(t, w.App.Stores.Cases)}
	l.rows["tally"] = summed(l.rows["tally"])
	l.ranks = number(l.rows)
	l.said = responses(t, w, l.cases)
	return l
}

func compare(t *testing.T, a, b life) {
	t.Helper()
	rowsA, rowsB, nA, nB, saidA, saidB, casesA := a.rows, b.rows, a.ranks, b.ranks, a.said, b.said, a.cases
	linesA, linesB := nA.lines(rowsA), nB.lines(rowsB)
	for _, l := range difference(linesA, linesB) {
		t.Errorf("only the one person leaves: %s", l)
	}
	for _, l := range difference(linesB, linesA) {
		t.Errorf("only the five persons leave: %s", l)
	}
	if len(linesA) < 200 {
		t.Errorf("only %d rows were compared", len(linesA))
	}
	twiceA, twiceB := repeats(rowsA), repeats(rowsB)
	for _, c := range slices.Sorted(maps.Keys(twiceA)) {
		if twiceA[c] != twiceB[c] {
			t.Errorf("%s has a value in two cases %d times for the one person and %d times for the five", c, twiceA[c], twiceB[c])
		}
	}
	for c := range twiceB {
		if _, ok := twiceA[c]; !ok {
			t.Errorf("%s has equal values for five persons only", c)
		}
	}

	for _, what := range slices.Sorted(maps.Keys(saidA)) {
		x, y := nA.masked(saidA[what], one), nB.masked(saidB[what], five)
		if x != y {
			at := 0
			for at < len(x) && at < len(y) && x[at] == y[at] {
				at++
			}
			t.Errorf("%s: …%.200q for the one person and …%.200q for the five", what, x[max(0, at-60):], y[max(0, at-60):])
		}
	}
	foreign := 0
	for what, s := range saidA {
		var i, j, k int
		if n, _ := fmt.Sscanf(what, "party %d of %d opens %d", &j, &i, &k); n == 3 && i != k {
			foreign++
			if !strings.Contains(s, "not_found") {
				t.Errorf("%s: %s", what, s)
			}
		}
		// Of two cases one page never speaks, except the lists of the staff, which are by unit and account.
		if strings.Contains(what, "lists") || strings.Contains(what, "due") {
			continue
		}
		if named := mentioned(s, casesA); len(named) > 1 {
			t.Errorf("%s speaks of %d cases", what, len(named))
		}
	}
	if foreign != 40 {
		t.Errorf("%d tries with the slip of another case", foreign)
	}
	// One data key seals one section of one case, in the key store too.
	keys := map[string]int{}
	for _, r := range rowsA["case_key"] {
		keys[hex.EncodeToString(r["key_id"].([]byte))]++
	}
	for k, n := range keys {
		if n > 1 {
			t.Errorf("the key %s seals %d sections", k, n)
		}
	}
}

// summed are tallies without their shards, which are drawn from the random part of a case's id.
func summed(tally []row) []row {
	sums := map[string]row{}
	for _, r := range tally {
		k := fmt.Sprint(r["measure"], r["grain"], r["day"], r["unit_id"])
		if sums[k] == nil {
			sums[k] = row{"tenant_id": r["tenant_id"], "measure": r["measure"], "grain": r["grain"], "day": r["day"], "unit_id": r["unit_id"], "n": int64(0)}
		}
		sums[k]["n"] = sums[k]["n"].(int64) + r["n"].(int64)
	}
	return slices.Collect(maps.Values(sums))
}

func mentioned(s string, cases []mediation.Case) []id.ID {
	var out []id.ID
	for _, c := range cases {
		if strings.Contains(s, c.ID.String()) {
			out = append(out, c.ID)
		}
	}
	return out
}

// difference are the lines of a that b lacks, each as often as it is lacking.
func difference(a, b []string) []string {
	left := map[string]int{}
	for _, l := range b {
		left[l]++
	}
	var out []string
	for _, l := range a {
		if left[l]--; left[l] < 0 {
			out = append(out, l)
		}
	}
	return out
}
