package house_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"net/url"
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

// person is a party in a twin world. All names have the same number of bytes, and all contacts.
type person struct{ name, contact string }

// cast are the parties of five cases: who applies, and against whom.
type cast [5][2]person

var crowd = []person{{"欧阳阿依古丽", "13812345670"}, {"慕容雪松向北", "13912345671"}, {"司马平安如意", "13712345672"}, {"诸葛小河流水", "13612345673"}, {"上官青山常在", "13512345674"},
	{"令狐春风化雨", "13412345675"}, {"公孙大海扬帆", "13312345676"}, {"皇甫明月当空", "13212345677"}, {"尉迟白雪红梅", "13112345678"}, {"端木秋水长天", "13012345679"}}

// one is a party in five cases, now applying and now answering; in the other world these are five persons.
var one, five = func() (a, b cast) {
	for i := range a {
		b[i] = [2]person{crowd[i], crowd[5+i]}
		a[i] = b[i]
		a[i][i/2%2] = crowd[0]
	}
	return a, b
}()

// twin lives the same life in every world: five cases, each as far as another, with what people do on the way.
func twin(w *apptest.World, people cast) []mediation.Case {
	var out []mediation.Case
	for i, s := range []mediation.State{mediation.Submitted, mediation.Invited, mediation.Accepted, mediation.InSession, mediation.Effective} {
		w.Tells = func() mediation.Apply {
			a := w.Application()
			for j, p := range people[i] {
				a.Parties[j].Name, a.Parties[j].Contact = p.name, p.contact
			}
			a.Parties[0].Email = people[i][0].contact + "@example.org"
			return a
		}
		p, c := people[i][0], w.To(s)
		me := w.Party(c, 0)
		if _, _, err := w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[0].ID); err != nil {
			w.T.Fatal(err)
		}
		w.Clock.Add(time.Minute)
		if c.State.Open() {
			c = w.Act(me, c, mediation.Statement{Party: me.Party, Text: p.name + "，电话" + p.contact})
			c = uploaded(w, c, 0, p.name+".png")
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

// uploaded is a case after a party has added a picture.
func uploaded(w *apptest.World, c mediation.Case, party int, name string) mediation.Case {
	w.T.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		w.T.Fatal(err)
	}
	w.Clock.Add(time.Minute)
	_, err := w.App.Mediation.Upload(w.Ctx, w.Party(c, party), c.ID, mediation.UploadInput{Party: c.Parties[party].ID, Name: name, Shared: true, Reader: &picture})
	if err == nil {
		c, err = w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return c
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
func (n numbering) masked(s string, people cast) string {
	s = idText.ReplaceAllStringFunc(s, func(x string) string { return fmt.Sprintf("#%d", n.rank[strings.ReplaceAll(x, "-", "")]) })
	s = hashText.ReplaceAllString(s, "HASH")
	s = codeText.ReplaceAllString(s, "CODE")
	return nameless(s, people)
}

// nameless is a text without the names and numbers of people.
func nameless(s string, people cast) string {
	var names []string
	for _, pair := range people {
		for _, p := range pair {
			if p.name != "" {
				names = append(names, p.name, "NAME", url.PathEscape(p.name), "NAME", p.contact, "CONTACT")
			}
		}
	}
	return strings.NewReplacer(names...).Replace(s)
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
					v = n.masked(x, cast{}) // no name is masked here: none may stand in a row
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
		apptest.Each(t, func(t *testing.T, w *apptest.World) {
			a, b := lives[w.Place.Engine], live(t, w, five)
			for _, x := range slices.Concat(differentRows(a, b), differentAnswers(a, b), linked(a)) {
				t.Error(x)
			}
		})
	})
}

// life is what a world leaves behind and lets be seen.
type life struct {
	people cast
	cases  []mediation.Case
	rows   map[string][]row
	said   map[string]string
	ranks  numbering
}

func live(t *testing.T, w *apptest.World, people cast) life {
	t.Helper()
	cases := twin(w, people)
	l := kept(t, w, people)
	l.cases, l.said = cases, responses(t, w, cases)
	return l
}

// kept is what a world leaves in its database.
func kept(t *testing.T, w *apptest.World, people cast) life {
	t.Helper()
	l := life{people: people, rows: rows(t, w.App.Stores.Cases)}
	l.rows["tally"] = summed(l.rows["tally"])
	l.ranks = number(l.rows)
	return l
}

// differentRows lists in what the tables of two worlds differ.
func differentRows(a, b life) (found []string) {
	linesA, linesB := a.ranks.lines(a.rows), b.ranks.lines(b.rows)
	for _, l := range difference(linesA, linesB) {
		found = append(found, "only the one world keeps: "+l)
	}
	for _, l := range difference(linesB, linesA) {
		found = append(found, "only the other world keeps: "+l)
	}
	if len(linesA) < 200 {
		found = append(found, fmt.Sprintf("only %d rows were compared", len(linesA)))
	}
	twiceA, twiceB := repeats(a.rows), repeats(b.rows)
	for _, c := range slices.Sorted(maps.Keys(twiceA)) {
		if twiceA[c] != twiceB[c] {
			found = append(found, fmt.Sprintf("%s has a value in two cases %d times in the one world and %d times in the other", c, twiceA[c], twiceB[c]))
		}
	}
	for c := range twiceB {
		if _, ok := twiceA[c]; !ok {
			found = append(found, c+" has equal values in the other world only")
		}
	}
	// One data key seals one section of one case, in the key store too.
	keys := map[string]int{}
	for _, r := range a.rows["case_key"] {
		keys[hex.EncodeToString(r["key_id"].([]byte))]++
	}
	for k, n := range keys {
		if n > 1 {
			found = append(found, fmt.Sprintf("the key %s seals %d sections", k, n))
		}
	}
	return found
}

// differentAnswers lists in what the answers of the services of two worlds differ.
func differentAnswers(a, b life) (found []string) {
	for _, what := range slices.Sorted(maps.Keys(a.said)) {
		x, y := a.ranks.masked(a.said[what], a.people), b.ranks.masked(b.said[what], b.people)
		if x != y {
			found = append(found, what+": "+apart(x, y))
		}
	}
	return found
}

// apart shows where two texts part.
func apart(x, y string) string {
	at := 0
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	return fmt.Sprintf("…%.200q in the one world and …%.200q in the other", x[max(0, min(at-60, len(x))):], y[max(0, min(at-60, len(y))):])
}

// linked lists the answers of the services that speak of two cases, and the slips that open another case than their own.
func linked(l life) (found []string) {
	foreign := 0
	for what, s := range l.said {
		var i, j, k int
		if n, _ := fmt.Sscanf(what, "party %d of %d opens %d", &j, &i, &k); n == 3 && i != k {
			foreign++
			if !strings.Contains(s, "not_found") {
				found = append(found, what+": "+s)
			}
		}
		// Of two cases one page never speaks, except the lists of the staff, which are by unit and account.
		if strings.Contains(what, "lists") || strings.Contains(what, "due") {
			continue
		}
		if named := mentioned(s, l.cases); len(named) > 1 {
			found = append(found, fmt.Sprintf("%s speaks of %d cases", what, len(named)))
		}
	}
	if foreign != 40 {
		found = append(found, fmt.Sprintf("%d tries with the slip of another case", foreign))
	}
	return found
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
