package mediation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// 受理前可以转给办公室的另一个单位：期限不重新计算，只计一次，原单位从此不办。
func TestACaseIsHandedToAnotherUnitBeforeItIsAccepted(t *testing.T) {
	other, colleague := id.ID{1, 2, 3}, id.ID{4, 5, 6}
	for _, s := range []State{Submitted, Screening, Invited} {
		r := newRoad(t).to(s)
		r.know.Colleagues = []id.ID{colleague}
		r.refused("form.choose", Transfer{Text: "房屋在邻村"})
		r.refused("form.required", Transfer{Unit: other})
		r.refused("mediation.guard.same_unit", Transfer{Unit: r.unit, Text: "房屋在邻村"})
		if s != Submitted {
			r.refused("mediation.guard.not_from_elsewhere", Take{})
		}
		r.know.Colleagues = nil
		r.refused("mediation.guard.nobody_there", Transfer{Unit: other, Text: "房屋在邻村"})
		r.know.Colleagues = []id.ID{colleague}

		owed := r.owed()
		r.do(Transfer{Unit: other, Text: "房屋在邻村"})
		if now := r.owed(); !slices.Equal(owed, now) {
			t.Errorf("%s: what was owed was %v and is %v", s, owed, now)
		}
		step := r.all[len(r.all)-1]
		if r.c.State != s || r.c.Unit != other || len(r.c.Assigned()) > 0 || step.Event.Visibility != casefile.Joint || !slices.Equal(step.Tell, []id.ID{colleague}) {
			t.Errorf("%s: %s in %v with %v; %s", s, r.c.State, r.c.Unit, r.c.Assigned(), step.Event.Visibility)
		}
		if strings.Contains(string(step.Event.Body), "邻村") || len(step.Secrets) != 1 || step.Secrets[0].Scope.Kind != vault.Joint {
			t.Errorf("the reason lies in %s, %v", step.Event.Body, step.Secrets)
		}
		sum := map[id.ID]int64{}
		for _, x := range r.all {
			for _, m := range x.Tallies {
				if m.Unit.IsZero() {
					m.Unit = r.unit
				}
				sum[m.Unit] += m.N
			}
		}
		if want := int64(len(Recount(r.c, r.know.Rules))); sum[r.unit] != 0 || sum[other] != want {
			t.Errorf("%s: counted %v, want %d in the unit that has it", s, sum, want)
		}
		r.as(colleague, access.Clerk)
		if s == Submitted {
			r.do(Screen{})
		} else {
			r.do(Take{})
			r.refused("mediation.guard.not_from_elsewhere", Take{})
		}
		if !slices.Equal(r.c.Assigned(), []id.ID{colleague}) {
			t.Errorf("%s: at work are %v", s, r.c.Assigned())
		}
		sameOnReplay(t, r)
	}
}

// owed are the open promises with their days.
func (r *road) owed() (out []string) {
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		if p.Open() {
			out = append(out, p.Key+" "+p.Due.Format(time.RFC3339))
		}
	}
	return out
}

// A consent names who receives the data: once there is one, the case stays with that unit.
func TestAConsentKeepsTheCaseWhereItWasGiven(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.know.Colleagues = []id.ID{r.clerk}
	r.do(r.consent(r.a()))
	r.refused("mediation.guard.consent_is_here", Transfer{Unit: id.ID{9}, Text: "房屋在邻村"})
	r.do(Inform{Party: r.b(), Language: r.lang, How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.b()), Accept{})
	r.refused("mediation.guard.not_split", Transfer{Unit: id.ID{9}, Text: "房屋在邻村"})
}
