package paper_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/i18n"
	"linli/platform/id"
)

// states takes a case to each state of the road, also to those that lie beside the shortest one.
func states(w *apptest.World) map[mediation.State]func() mediation.Case {
	out := map[mediation.State]func() mediation.Case{}
	for _, s := range mediation.States {
		out[s] = func() mediation.Case { return w.To(s) }
		if s.InForce() && s != mediation.Effective || s == mediation.OralAgreed || s == mediation.Performed || s == mediation.Voided {
			out[s] = func() mediation.Case { return w.After(s) }
		}
	}
	out[mediation.NotAccepted] = func() mediation.Case {
		return w.Act(w.As("clerk"), w.To(mediation.Screening), mediation.NotAccept{Reason: "outside_area", Text: "请向石桥村申请"})
	}
	out[mediation.Declined] = func() mediation.Case {
		c := w.To(mediation.Invited)
		return w.Act(w.As("clerk"), c, mediation.Refuse{Party: c.Parties[1].ID, How: consent.Oral})
	}
	out[mediation.Suspended] = func() mediation.Case {
		return w.Act(w.As("mediator"), w.To(mediation.InSession), mediation.Suspend{Reason: "party_pause"})
	}
	out[mediation.Terminated] = func() mediation.Case {
		c := w.To(mediation.Signing)
		return w.Act(w.As("clerk"), c, mediation.Withdraw{Party: c.Parties[1].ID})
	}
	out[mediation.Archived] = func() mediation.Case {
		return w.Act(w.As("records"), out[mediation.Terminated](), mediation.Archive{})
	}
	return out
}

// office is the account that prints a case: once it is archived, the archivist's alone.
func office(s mediation.State) string {
	if s == mediation.Archived {
		return "records"
	}
	return "clerk"
}

// TestWhichPapersForWhom is the table of the package: every state, every reader. Each paper on a list can be made, in
// every language, and one that is on nobody's list cannot be found.
func TestWhichPapersForWhom(t *testing.T) {
	taken := []string{"rights-1", "invitation-2", "rights-2", "consent-1", "consent-2"}
	type readers struct{ office, first, second []string }
	begun := readers{office: append([]string{"application", "acceptance"}, taken...),
		first: []string{"application", "rights-1", "consent-1"}, second: []string{"rights-2", "invitation-2", "consent-2"}}
	and := func(r readers, all ...string) readers {
		return readers{append(append([]string{}, r.office...), all...), append(append([]string{}, r.first...), all...), append(append([]string{}, r.second...), all...)}
	}
	own := func(r readers, first, second string) readers {
		r = and(r)
		r.office = append(r.office, first)
		r.first = append(r.first, first)
		if second != "" {
			r.office, r.second = append(r.office, second), append(r.second, second)
		}
		return r
	}
	applied := readers{office: []string{"application"}, first: []string{"application"}}
	invited := readers{office: []string{"application", "rights-1", "invitation-2"}, first: []string{"application", "rights-1"}, second: []string{"invitation-2"}}
	want := map[mediation.State]readers{
		mediation.Submitted:   applied,
		mediation.Screening:   applied,
		mediation.NotAccepted: own(applied, "not-accepted-1", ""),
		mediation.Invited:     invited,
		mediation.Declined:    own(invited, "termination-1", "termination-2"),
		mediation.Accepted:    begun,
		mediation.Assigned:    begun,
		mediation.Scheduled:   begun,
		mediation.InSession:   begun,
		mediation.Suspended:   begun,
		mediation.Signing:     and(begun, "session-1", "agreement"),
		mediation.Effective:   and(begun, "session-1", "agreement"),
		mediation.Terminated:  own(and(begun, "session-1"), "termination-1", "termination-2"),
	}
	for _, s := range mediation.States {
		switch s {
		case mediation.OralAgreed:
			want[s] = and(begun, "oral-register")
		case mediation.Performing, mediation.Performed:
			want[s] = and(want[mediation.Effective], "performance")
		case mediation.ConfirmationApplied, mediation.Confirmed, mediation.Rejected, mediation.Withdrawn:
			want[s] = and(want[mediation.Effective], "confirmation")
		}
	}
	left := want[mediation.Terminated] // the respondent withdrew: the joint section is closed to it again
	left.second = []string{"rights-2", "invitation-2", "consent-2", "termination-2"}
	want[mediation.Terminated], want[mediation.Archived] = left, left
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		p := press(t, w)
		for state, reach := range states(w) {
			c := reach()
			if c.State != state {
				t.Fatalf("in %s, want %s", c.State, state)
			}
			r, special := want[state]
			if !special && (state.InForce() || state == mediation.Voided) {
				r = want[mediation.Effective] // what became of the agreement changes nothing of the papers of its road
			}
			if !state.Open() && !c.Accepted.IsZero() {
				r.office = append(append([]string{}, r.office...), "closing") // names how to reach everybody: the office's
			}
			check := func(name string, o *mediation.Opened, party id.ID, want []string) {
				t.Helper()
				var got []string
				for _, x := range paper.List(o, party) {
					got = append(got, x.ID)
					for _, lang := range i18n.Languages() {
						if _, err := p.HTML(order(t, w, o, lang), x); err != nil {
							t.Errorf("%s, %s: %s in %s: %v", state, name, x.ID, lang, err)
						}
						if title := p.Title(o, x, lang); title == "" || strings.Contains(title, "{") {
							t.Errorf("%s: %s is called %q", state, x.ID, title)
						}
					}
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare)); diff != "" {
					t.Errorf("%s, %s: %s", state, name, diff)
				}
				for _, x := range r.office {
					_, err := paper.Find(o, party, x)
					if mine := strings.Contains(" "+strings.Join(want, " ")+" ", " "+x+" "); mine != (err == nil) || err != nil && !errors.Is(err, paper.ErrNone) {
						t.Errorf("%s, %s: finding %s: %v", state, name, x, err)
					}
				}
			}
			who := office(state)
			check("office", opened(t, w, w.As(who), c), id.ID{}, r.office)
			check("applicant", opened(t, w, w.Party(c, 0), c), c.Parties[0].ID, r.first)
			check("respondent", opened(t, w, w.Party(c, 1), c), c.Parties[1].ID, r.second)
			// What the office prints for a party is what the party itself can have.
			check("office for the applicant", opened(t, w, w.As(who), c), c.Parties[0].ID, r.first)
			check("office for the respondent", opened(t, w, w.As(who), c), c.Parties[1].ID, r.second)
		}
	})
}

// TestNobodyReadsThroughAPaper prints a case with a separate talk for each reader and looks for what is not theirs.
func TestNobodyReadsThroughAPaper(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := sign(t, w, whole(t, w))
		p := press(t, w)
		print := func(o *mediation.Opened, papers ...paper.Paper) string {
			t.Helper()
			r, err := p.PDF(order(t, w, o, i18n.Hans), papers...)
			if err != nil {
				t.Fatal(err)
			}
			return text(t, r.Bytes)
		}
		office := opened(t, w, w.As("clerk"), c)
		for i, hidden := range [][]string{{"手头紧", "单独谈话"}, {"怕对方报复"}} {
			party := c.Parties[i].ID
			for _, o := range []*mediation.Opened{office, opened(t, w, w.Party(c, i), c)} {
				file := print(o, paper.List(o, party)...)
				for _, h := range hidden {
					if strings.Contains(file, h) {
						t.Errorf("party %d reads %q in its file", i+1, h)
					}
				}
			}
		}
		for _, x := range paper.List(office, id.ID{}) {
			if x.Joint() && strings.Contains(print(office, x), "13812345678") {
				t.Errorf("%s goes to several parties and says how to reach one", x.ID)
			}
		}
		// The second joint session is number 2 to everybody: no number tells of the talk in between.
		if got := print(office, find(t, office, "session-2")); !strings.Contains(got, "第2次") {
			t.Errorf("the second joint session is not number 2:\n%s", got)
		}
		if got := print(opened(t, w, w.Party(c, 0), c), find(t, office, "agreement")); !strings.Contains(got, "慕容雪松") || !strings.Contains(got, "生效日期：2026年3月3日") {
			t.Error("a party's agreement names the other party from the sealed text, and its day")
		}
	})
}

func find(t *testing.T, o *mediation.Opened, name string) paper.Paper {
	t.Helper()
	x, err := paper.Find(o, id.ID{}, name)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestNeutralClosing: where the rulebook says so, a notice tells neither the reason nor the office's own words.
func TestNeutralClosing(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		p := press(t, w)
		for _, x := range []struct {
			reason       string
			tells, hides []string
		}{
			{"not_suitable", []string{"调解已经结束。您可以依法通过仲裁", "人民法院", "法律援助"}, []string{"不适合调解", "一方说对方动手", "终止原因：不"}},
			{"sham_suspected", []string{"调解已经结束。您可以依法通过仲裁"}, []string{"虚假", "一方说对方动手"}}, // every ending reads the same, so that none tells why
			{"unreachable", []string{"调解已经结束。您可以依法通过仲裁"}, []string{"无法联系到当事人"}},
		} {
			end := mediation.Terminate{Reason: x.reason, Text: "一方说对方动手"}
			if x.reason != "unreachable" {
				end.Text = "" // a neutral reason takes no words: they would be readable to every party
			}
			c := w.Act(w.As("mediator"), w.To(mediation.InSession), end)
			for i := range c.Parties {
				o := opened(t, w, w.As("clerk"), c)
				r, err := p.PDF(order(t, w, o, i18n.Hans), find(t, o, []string{"termination-1", "termination-2"}[i]))
				if err != nil {
					t.Fatal(err)
				}
				got := strings.ReplaceAll(strings.Join(strings.Fields(text(t, r.Bytes)), ""), "\n", "")
				for _, want := range x.tells {
					if !strings.Contains(got, want) {
						t.Errorf("%s: the notice lacks %q:\n%s", x.reason, want, got)
					}
				}
				for _, not := range x.hides {
					if strings.Contains(got, not) {
						t.Errorf("%s: the notice says %q", x.reason, not)
					}
				}
			}
		}
	})
}

// TestAShreddedPartyHasNoPapers: thirty days after a refusal nothing names the one who refused.
func TestAShreddedPartyHasNoPapers(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := states(w)[mediation.Declined]()
		w.Clock.Add(31 * 24 * time.Hour)
		if err := w.App.Mediation.ShredRefused(w.Ctx, w.Tenant(), c.ID, c.Parties[1].ID); err != nil {
			t.Fatal(err)
		}
		o := opened(t, w, w.As("clerk"), c)
		p := press(t, w)
		for _, x := range paper.List(o, id.ID{}) {
			r, err := p.PDF(order(t, w, o, i18n.Hans), x)
			if err != nil {
				t.Fatal(err)
			}
			if x.For(c.Parties[1].ID) || strings.Contains(text(t, r.Bytes), "慕容雪松") {
				t.Errorf("%s names a party whose data were destroyed", x.ID)
			}
		}
		if len(paper.List(o, c.Parties[1].ID)) > 0 {
			t.Error("papers of a party whose data were destroyed")
		}
	})
}
