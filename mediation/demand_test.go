package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

func askedDemand(days int) casefile.AskDemand {
	x := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "调解协议"}, Days: days}
	if days > 0 {
		x.Law = "刑事诉讼法第54条"
	}
	return x
}

// theDemand is the demand that was entered last.
func theDemand(r *road) *casefile.Demand { return &r.c.Demands[len(r.c.Demands)-1] }

func asOfficer(r *road) *road { return r.as(r.ids.New(), access.Privacy) }

// Whoever enters a demand does not decide on it; what is given is named paper by paper, and only joint papers have a name.
func TestADemandIsDecidedByAnotherAndGivenTheMinimum(t *testing.T) {
	r := newRoad(t).to(Effective)
	lead := r.ids.New()
	r.as(lead, access.Lead).do(Aside(askedDemand(0)))
	x := theDemand(r)
	give := Aside(casefile.AnswerDemand{Demand: x.ID, Answer: casefile.Gives, Papers: []string{"agreement"}, Text: "只提供协议。"})
	r.refused("demand.guard.demand_second", give)
	asOfficer(r)
	for _, walled := range []string{"talk-1-1", "follow-up-1", "rights-1", "invitation-2", "consent-1", "note", "reply", "", "session-x", "agreement "} {
		if r.try(Aside(casefile.AnswerDemand{Demand: x.ID, Answer: casefile.Gives, Papers: []string{"agreement", walled}, Text: "x"})) == nil {
			t.Fatalf("%q can be given", walled)
		}
	}
	r.refused("demand.guard.demand_unknown", Aside(casefile.AnswerDemand{Demand: r.ids.New(), Answer: casefile.Refuses}))
	r.refused("demand.guard.demand_open", Aside(casefile.EndDemand{Demand: x.ID}))
	r.do(give)
	if got := theDemand(r); got.State() != casefile.Gives || !slices.Equal(got.Papers, []string{"agreement"}) || !got.Ended.IsZero() {
		t.Errorf("after the answer %+v", got)
	}
	r.refused("demand.guard.demand_answered", give)
	r.do(Aside(casefile.EndDemand{Demand: x.ID}))
	r.refused("demand.guard.demand_ended", Aside(casefile.KeepHold{Demand: x.ID}))
	sameOnReplay(t, r)
}

// Secrecy needs a law and ends after ninety days at most; then linli tells the parties by itself, and nobody else has to.
func TestSecrecyEndsAfterNinetyDaysAtMost(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.as(r.ids.New(), access.Lead)
	for _, x := range []casefile.AskDemand{askedDemand(91), askedDemand(-1), {DemandText: askedDemand(5).DemandText}} {
		if r.try(Aside(x)) == nil {
			t.Errorf("entered with %d days", x.Days)
		}
	}
	unnamed := askedDemand(5)
	unnamed.Law = ""
	if r.try(Aside(unnamed)) == nil {
		t.Error("secret without a law")
	}
	r.do(Aside(askedDemand(90)))
	x := theDemand(r)
	hidden := func() bool {
		o := newOpened(r.c.clone())
		o.Rules = r.know.Rules
		for _, s := range r.all {
			o.Events = append(o.Events, s.Event)
		}
		o.Reads = []access.Row{{Purpose: access.ForDemand, At: r.clock.Now()}, {Purpose: access.ForWork, At: r.clock.Now()}}
		o.through(r.b(), r.clock.Now())
		told := slices.ContainsFunc(o.Events, func(e casefile.Event) bool {
			return slices.Contains([]casefile.Kind{"demand", "answer_demand", "tell_demand"}, e.Kind)
		})
		if (len(o.Case.Demands) == 0) == told || told != (len(o.Reads) == 2) {
			t.Errorf("told %v, %d demands, %d readings", told, len(o.Case.Demands), len(o.Reads))
		}
		by := access.Actor{Kind: access.Resident, Case: r.c.ID, Party: r.b()}
		if mayOpen(by, &r.c, vault.Scope{Kind: vault.Register, Of: x.ID}) != told {
			t.Errorf("the party opens the demand: %v", !told)
		}
		return !told
	}
	asOfficer(r).do(Aside(casefile.AnswerDemand{Demand: x.ID, Answer: casefile.Refuses, Reason: "too_wide", Text: "超出文书。"}))
	if !hidden() || !r.c.Held() {
		t.Error("the party is told before its time, or the file is free before it is")
	}
	r.by = casefile.System
	r.clock.Add(x.Silent.Sub(r.clock.Now()) - time.Second)
	r.refused("demand.guard.silence_runs", Aside(casefile.TellDemand{Demand: x.ID}))
	r.clock.Add(time.Second)
	r.do(Aside(casefile.TellDemand{Demand: x.ID}))
	if hidden() || r.c.Held() {
		t.Error("after ninety days the party knows nothing, or the file is still held")
	}
	r.refused("demand.guard.demand_told", Aside(casefile.TellDemand{Demand: x.ID}))
	sameOnReplay(t, r)
}

// Erasure under legal hold: nothing is erased while a demand runs, its clock stands still meanwhile, the hold ends by itself
// unless it is confirmed, and never lasts longer than a year.
func TestErasureUnderLegalHold(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.do(Withdraw{r.b()})
	end := func() time.Time { all := r.c.Endings(r.know.Rules); return all[len(all)-1].At }
	was := end()
	r.as(r.ids.New(), access.Lead)
	r.clock.Add(was.Sub(r.clock.Now()) - 24*time.Hour) // the day before its end
	r.do(Aside(askedDemand(0)))
	x := theDemand(r)
	r.by = casefile.System
	r.clock.Add(48 * time.Hour)
	r.refused("demand.guard.held", Erase{})
	r.refused("demand.guard.held", Shred{Party: r.b()})
	r.refused("demand.guard.demand_open", Aside(casefile.EndDemand{Demand: x.ID}))
	r.do(Minimise{}) // how the parties are reached is outside every demand
	for range 4 {
		asOfficer(r).do(Aside(casefile.KeepHold{Demand: x.ID}))
		r.clock.Add(80 * 24 * time.Hour)
	}
	asOfficer(r).do(Aside(casefile.KeepHold{Demand: x.ID}))
	if last := theDemand(r).Until; !last.Equal(x.Asked.AddDate(0, 0, 365)) {
		t.Errorf("held until %v", last)
	}
	r.clock.Add(theDemand(r).Until.Sub(r.clock.Now()))
	asOfficer(r).refused("demand.guard.hold_most", Aside(casefile.KeepHold{Demand: x.ID}))
	r.by = casefile.System
	r.do(Aside(casefile.EndDemand{Demand: x.ID}))
	if theDemand(r).State() != "ended" || end().Sub(was) != theDemand(r).Ended.Sub(x.Asked) {
		t.Errorf("%s, the end moved by %v of %v", theDemand(r).State(), end().Sub(was), theDemand(r).Ended.Sub(x.Asked))
	}
	r.refused("mediation.guard.retention_runs", Erase{})
	r.clock.Add(end().Sub(r.clock.Now()))
	r.do(Erase{})
	if len(r.c.Demands) != 0 {
		t.Error("what is gone still tells of a demand")
	}
	r.as(r.ids.New(), access.Lead).refused("mediation.guard.erased", Aside(askedDemand(0)))
	sameOnReplay(t, r)
}

// Two demands at a time stop the clock once.
func TestTwoDemandsHoldTheFileOnce(t *testing.T) {
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	c := Case{Demanded: casefile.Demanded{Demands: []casefile.Demand{{ID: id.ID{1}, Asked: day, Ended: day.AddDate(0, 0, 10)}, {ID: id.ID{2}, Asked: day.AddDate(0, 0, 5), Ended: day.AddDate(0, 0, 8)},
		{ID: id.ID{3}, Asked: day.AddDate(0, 0, 20), Ended: day.AddDate(0, 0, 21)}}}}
	for since, want := range map[int]int{-5: 11, 0: 11, 4: 7, 10: 1, 30: 0} {
		if got := c.Paused(day.AddDate(0, 0, since)); got != time.Duration(want)*24*time.Hour {
			t.Errorf("from day %d it stood still for %v, want %d days", since, got, want)
		}
	}
}
