package mediation

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"linli/consent"
	"linli/platform/id"
	"linli/rulebook"
)

// TestWhatIsCountedIsWhatIsThere leads a case along a random road and holds what its events counted to a recount, under
// every rulebook and for a dispute in which no court confirms.
func TestWhatIsCountedIsWhatIsThere(t *testing.T) {
	for name, x := range map[string]struct{ book, kind string }{"cn": {"cn", ""}, "cn, unconfirmed": {"cn", "adoption"}, "us-ny": {"us-ny", ""}} {
		t.Run(name, func(t *testing.T) {
			rules, err := shippedBook(x.book)
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(rt *rapid.T) { countsWhatIsThere(t, rt, rules, x.kind) })
		})
	}
}

func countsWhatIsThere(t *testing.T, rt *rapid.T, rules *rulebook.Rulebook, kind string) {
	r := newRoadUnder(t, rules)
	r.know.Heir = r.ids.New()
	if kind != "" {
		r.kind = kind
	}
	targets := []State{Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Signing, Effective}
	r.to(rapid.SampledFrom(targets).Draw(rt, "begin"))
	for range rapid.IntRange(0, 14).Draw(rt, "acts") {
		r.clock.Add(time.Duration(rapid.IntRange(0, 20).Draw(rt, "days")) * 24 * time.Hour)
		claimed := time.Time{}
		if back := rapid.IntRange(0, 9).Draw(rt, "entered late"); back > 6 {
			claimed = r.clock.Now().AddDate(0, 0, -back)
		}
		_ = r.tryAt(rapid.SampledFrom(r.offers()).Draw(rt, "act"), claimed) // what the machine refuses counts nothing
		if last := r.lastSaid(); last != "" && rapid.Bool().Draw(rt, "wrong") {
			_ = r.takesBack(last)
		}
	}
	zone := rules.Zone
	got := map[Count]int64{}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			n := m.N
			if m.N = 0; m.Day == "" {
				m.Day = day(r.c.Received, zone)
			}
			if got[m] += n; got[m] == 0 {
				delete(got, m)
			}
		}
	}
	want := map[Count]int64{}
	for _, m := range Recount(r.c, rules) {
		n := m.N
		m.N = 0
		want[m] += n
	}
	if d := cmp.Diff(want, got); d != "" {
		rt.Fatalf("in %s: %s", r.c.State, d)
	}
}

// offers are things that somebody may try, whatever the state.
func (r *road) offers() []Command {
	a, b := r.a(), r.b()
	out := []Command{Withdraw{Party: a}, Impasse{Reason: "impasse"}, Terminate{Reason: "unreachable"}, Refuse{Party: b, How: consent.Oral}, Void{Text: "x"}, Confirm{},
		prepare(), JoinConfirmation{Party: a}, JoinConfirmation{Party: b}, WithdrawConfirmation{Party: a}, RejectConfirmation{Text: "x"},
		Inherit{}, Reopen{Text: "x"}, AgreeReopen{Party: a, Yes: true, How: consent.Oral, Language: r.lang}, AgreeReopen{Party: b, Yes: true, How: consent.Oral, Language: r.lang},
		Choose{Party: a, Way: WaySession}, Choose{Party: b, Way: WaySession}, Choose{Party: a, Way: WayPerform}, Choose{Party: b, Way: WayPerform}, r.draft()}
	if len(r.c.Engagements) == 0 {
		out = append(out, Propose{r.mediator, true})
	}
	for _, s := range r.c.Sessions {
		out = append(out, Begin{Session: s.ID})
	}
	if r.c.Agreement != nil {
		for _, m := range r.c.Missing() {
			out = append(out, r.sign(m.As, m.Of))
		}
		for _, x := range r.c.Agreement.Instalments {
			part := x.Amount
			part.Minor /= 2
			out = append(out, ConfirmPerformance{Party: x.Obligee, Instalment: x.ID, Amount: x.Amount},
				ConfirmPerformance{Party: x.Obligee, Instalment: x.ID, Amount: part}, NotPerformed{Party: x.Obligee, Instalment: x.ID})
		}
	}
	return append(out, Schedule{Mode: "joint", With: []id.ID{a, b}, Start: r.clock.Now().Add(time.Hour)})
}
