package house_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	reports "linli/report"
	"linli/store/dialect"
)

// person is a party in a twin world. All names have the same number of bytes, and all contacts.
type person struct{ name, contact string }

// cast are the people of eleven cases: in five who applies, and against whom; then who asks for help twice, reports twice, files a grievance and
// complains, against nobody.
type cast [11][2]person

// disputed is how many of the cases are mediations.
const disputed = 5

var crowd = []person{{"欧阳阿依古丽", "13812345670"}, {"慕容雪松向北", "13912345671"}, {"司马平安如意", "13712345672"}, {"诸葛小河流水", "13612345673"}, {"上官青山常在", "13512345674"},
	{"令狐春风化雨", "13412345675"}, {"公孙大海扬帆", "13312345676"}, {"皇甫明月当空", "13212345677"}, {"尉迟白雪红梅", "13112345678"}, {"端木秋水长天", "13012345679"},
	{"东方晓风残月", "12912345680"}, {"西门长河落日", "12812345681"},
	{"南宫细雨微风", "12712345682"}, {"夏侯春江花月", "12612345683"}, {"长孙秋高气爽", "12512345684"}, {"宇文清泉石上", "12412345685"}}

// one is a party in five cases, now applying and now answering, and the person of the other six; in the other world these are as many persons.
var one, five = func() (a, b cast) {
	for i := range a {
		if b[i][0] = crowd[i]; i < disputed {
			b[i][1] = crowd[len(a)+i]
		}
		a[i] = b[i]
		a[i][map[bool]int{true: i / 2 % 2}[i < disputed]] = crowd[0]
	}
	return a, b
}()

// twin lives the same life in every world: five disputes, each as far as another, with what people do on the way, and two of each other matter.
func twin(t *testing.T, w *apptest.World, people cast) (out []mediation.Case, held []matter) {
	t.Helper()
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
	who := people[disputed:]
	held = []matter{seeking(t, w, who[0][0]), seeking(t, w, who[1][0]), issued(t, w, who[2][0], "street_light"), issued(t, w, who[3][0], "road_surface"),
		complained(t, w, who[4][0], "grievance"), complained(t, w, who[5][0], "complaint_mediator")}
	if err := w.App.Tick(w.Ctx); err != nil {
		w.T.Fatal(err)
	}
	return out, held
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

// withoutChance leaves out what is random, as in the rows.
func withoutChance(events []casefile.Event) {
	for i := range events {
		e := &events[i]
		e.Salt, e.Commitment, e.Secrets = [16]byte{}, [32]byte{}, nil
	}
}

// responses are what everybody gets to see, by who asked what, as JSON.
func responses(t *testing.T, w *apptest.World, cases []mediation.Case, held []matter) map[string]string {
	t.Helper()
	out := map[string]string{}
	say := func(what string, v any, err error) {
		if err != nil {
			out[what] = err.Error()
			return
		}
		switch o := v.(type) {
		case *mediation.Opened:
			o.Rules = nil // the rulebook, the same for all
			withoutChance(o.Events)
		case *referral.Opened:
			o.Rules = nil
			withoutChance(o.Events)
		case *reports.Opened:
			o.Rules = nil
			withoutChance(o.Events)
		case *referral.Told:
			o.Rules = nil
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
		due, err := s.Due(w.Ctx, a, promise.Filter{})
		say(h.Login+" looks at what is due", due, err)
		for i, c := range cases {
			seen, promises, err := s.See(w.Ctx, a, c.ID)
			say(fmt.Sprintf("%s sees %d", h.Login, i), []any{seen, promises}, err)
			o, err := s.Open(w.Ctx, a, c.ID, access.ForWork)
			say(fmt.Sprintf("%s opens %d", h.Login, i), o, err)
		}
	}
	matterResponses(w, held, say)
	helpResponses(w, cases, held[0], say)
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
	cases  []id.ID // mediations, and then the other matters
	rows   map[string][]row
	said   map[string]string
	ranks  numbering
}

func live(t *testing.T, w *apptest.World, people cast) life {
	t.Helper()
	cases, held := twin(t, w, people)
	l := kept(t, w, people)
	for _, c := range cases {
		l.cases = append(l.cases, c.ID)
	}
	for _, m := range held {
		l.cases = append(l.cases, m.id)
	}
	l.said = responses(t, w, cases, held)
	return l
}

// kept is what a world leaves in its database.
func kept(t *testing.T, w *apptest.World, people cast) life {
	t.Helper()
	l := life{people: people, rows: rows(t, w.App.Stores.Cases)}
	l.rows["tally_step"] = summed(l.rows["tally_step"])
	l.rows["count_month"] = summed(l.rows["count_month"])
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

// linked lists the answers of the services that speak of two cases, and the slips that open another case than their own.
func linked(l life) (found []string) {
	foreign, others := 0, 0
	for what, s := range l.said {
		var i, j, k int
		if n, _ := fmt.Sscanf(what, "party %d of %d opens %d", &j, &i, &k); n == 3 && i != k {
			foreign++
			if !strings.Contains(s, "not_found") {
				found = append(found, what+": "+s)
			}
		}
		if strings.HasPrefix(what, "the person of ") {
			if own, other, _ := strings.Cut(strings.TrimPrefix(what, "the person of "), " opens "); own != other {
				others++
				if !strings.Contains(s, "not_found") {
					found = append(found, what+": "+s)
				}
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
	if foreign != 40 || others != 30 {
		found = append(found, fmt.Sprintf("%d and %d tries with the slip of another case", foreign, others))
	}
	return found
}
