package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// lastOf is the newest event of a kind.
func lastOf(w *apptest.World, c mediation.Case, kind casefile.Kind) (out id.ID) {
	w.T.Helper()
	for _, e := range w.Events(c) {
		if e.Kind == kind {
			out = e.ID
		}
	}
	return out
}

// same holds what is stored of a case, its promises and its list to a replay of its events.
func same(t *testing.T, w *apptest.World, c mediation.Case) {
	t.Helper()
	stored, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := mediation.Replay(w.Tenant(), w.Events(c))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, replayed, cmpopts.IgnoreFields(mediation.Case{}, "Number"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("replay differs from the stored case: %s", diff)
	}
	kept, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	again := mediation.Promises(stored, w.Events(c), rules(t, w), w.Clock.Now())
	if len(kept) != len(again) {
		t.Errorf("%d promises stored, %d from a replay", len(kept), len(again))
	}
	for _, p := range again {
		for _, k := range kept {
			if k.Key == p.Key && (k.State != p.State || !k.Due.Equal(p.Due) || !k.End.Equal(p.End)) {
				t.Errorf("%s is stored as %s until %v, and is %s until %v", p.Key, k.State, k.End, p.State, p.End)
			}
		}
	}
}

// TestAWrongWordIsTakenBackOnBothEngines: a refusal that was ticked for the wrong party does not end a mediation for good, nor does a
// sum that was mistyped, nor make a signature of the wrong party an agreement.
func TestAWrongWordIsTakenBackOnBothEngines(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m, clerk, lead, mediator := w.App.Mediation, w.As("clerk"), w.As("lead"), w.As("mediator")
		back := func(a access.Actor, c mediation.Case, kind casefile.Kind) mediation.Case {
			t.Helper()
			c = w.Act(a, c, mediation.Undo{Event: lastOf(w, c, kind), Why: "wrong_party"})
			same(t, w, c)
			return c
		}
		c := w.To(mediation.Invited)
		other := c.Parties[1].ID
		if c = w.Act(clerk, c, mediation.Refuse{Party: other, How: consent.Oral}); c.State != mediation.Declined {
			t.Fatal(c.State)
		}
		if entries, err := m.Entries(w.Ctx, lead, c.ID); err != nil || len(entries) != 1 || entries[0].Kind != "refuse" {
			t.Errorf("the lead can take back %v, %v", entries, err)
		}
		if _, err := m.Entries(w.Ctx, w.As("statistician"), c.ID); err == nil {
			t.Error("a statistician is told what was entered")
		}
		if c = back(lead, c, "refuse"); c.State != mediation.Invited || !c.Parties[1].Consent.Refused.IsZero() {
			t.Errorf("%s, %+v", c.State, c.Parties[1].Consent)
		}
		for i := range c.Parties {
			o, err := m.Open(w.Ctx, w.Party(c, i), c.ID, access.ForParty)
			if err != nil || o.Case.State != mediation.Invited {
				t.Fatalf("party %d is told %s, %v", i, o.Case.State, err)
			}
			told := false
			for _, e := range o.Events {
				did, _, said := mediation.Unsaid(e)
				told = told || said
				if said && i == 0 && (did != "undo" || strings.Contains(string(e.Body), other.String())) {
					t.Errorf("the applicant learns who was said to refuse: %s %s", did, e.Body)
				}
			}
			if !told {
				t.Errorf("party %d is not told that it was taken back", i)
			}
		}
		w.Clock.Add(31 * 24 * time.Hour)
		if err := m.ShredRefused(w.Ctx, w.Tenant(), c.ID, other); err != nil {
			t.Fatal(err)
		}
		if kept, err := m.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil || !kept.Parties[1].Shredded.IsZero() {
			t.Errorf("a party that is asked is shredded: %v", err)
		}

		c = w.To(mediation.Effective)
		x := c.Agreement.Instalments[0]
		pay := mediation.ConfirmPerformance{Party: x.Obligee, Instalment: x.ID, Amount: x.Amount, Text: "现金两万元"}
		if c = w.Act(clerk, c, pay); c.State != mediation.Performed {
			t.Fatal(c.State)
		}
		if c = back(lead, c, "confirm_performance"); c.State != mediation.Effective || len(c.Agreement.Instalments[0].Done) != 0 {
			t.Errorf("%s, %+v", c.State, c.Agreement.Instalments)
		}
		o, err := m.Open(w.Ctx, mediator, c.ID, access.ForWork)
		if err != nil || o.Undone[lastOf(w, c, "undo")] != "现金两万元" {
			t.Errorf("those at work read %q, %v", o.Undone, err)
		}
		if o, err = m.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty); err != nil || o.Passage(mediation.FieldPerformance, lastOf(w, c, "confirm_performance")) != "" || len(o.Undone) != 0 {
			t.Errorf("a party reads what was taken back: %v", err)
		}

		c = w.Offered(w.To(mediation.Signing))
		sign := mediation.Sign{As: "party", Method: "paper", Text: c.Agreement.Text, Party: c.Parties[1].ID}
		c = back(mediator, w.Act(mediator, c, sign), "sign")
		if len(c.Agreement.Acts) != 0 || c.State != mediation.Signing {
			t.Errorf("%s, %+v", c.State, c.Agreement.Acts)
		}
		if c = w.Sign(c); c.State != mediation.Effective {
			t.Errorf("signed anew: %s", c.State)
		}
		same(t, w, c)
		records, err := m.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(records) == 0 {
			t.Fatal(err)
		}

		c = w.To(mediation.Invited)
		c = w.Act(clerk, c, mediation.Inform{Party: c.Parties[1].ID, Language: w.Language(), How: "read_out"})
		c = w.Act(clerk, c, mediation.Talk{Party: c.Parties[1].ID, Concern: mediation.NoConcernTold})
		c = w.Act(clerk, c, mediation.GiveConsent{Party: c.Parties[1].ID, How: consent.Written, Language: w.Language(), Age: 40})
		c = back(clerk, c, "consent")
		if records, err = m.Repo.Consents(w.Ctx, w.Tenant(), c.ID); err != nil || len(records) != 1 || records[0].State != consent.Invalidated {
			t.Errorf("the consent is %+v, %v", records, err)
		}
	})
}

// TestWhoInterpretedGoesWithWhatIsTakenBack: the name of an interpreter is not kept with an entry that counts no more, for nobody.
func TestWhoInterpretedGoesWithWhatIsTakenBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk := w.As("clerk")
		who := &mediation.Interpreting{Name: "译者丙", Language: "彝语", Unbound: true, Consented: true}
		c := w.To(mediation.Invited)
		other := c.Parties[1].ID
		for _, cmd := range []mediation.Command{
			mediation.Inform{Party: other, Language: "zh-Hans", How: "read_out", Interpreter: who},
			mediation.Talk{Party: other, Concern: mediation.NoConcernTold, Interpreter: who},
			mediation.GiveConsent{Party: other, How: consent.Oral, Language: "zh-Hans", Age: 40, Interpreter: who},
		} {
			c = w.Act(clerk, c, cmd)
		}
		names := func() (all []string) {
			t.Helper()
			for _, a := range []access.Actor{clerk, w.Party(c, 1)} {
				o, err := w.App.Mediation.Open(w.Ctx, a, c.ID, access.ForWork)
				if err != nil {
					t.Fatal(err)
				}
				for _, of := range o.Interpreted {
					for _, i := range of {
						all = append(all, i.Name)
					}
				}
				for _, words := range o.Undone {
					all = append(all, words)
				}
			}
			return all
		}
		if n := len(names()); n != 6 {
			t.Fatalf("%d of 6 are named", n)
		}
		for i, kind := range []casefile.Kind{"consent", "talk", "inform"} {
			c = w.Act(clerk, c, mediation.Undo{Event: lastOf(w, c, kind), Why: "wrong_party"})
			if got := strings.Join(names(), " "); strings.Count(got, "译者丙") != 4-2*i {
				t.Errorf("after %s was taken back: %s", kind, got)
			}
		}
	})
}
