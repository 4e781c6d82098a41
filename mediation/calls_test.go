package mediation

import (
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
)

func (r *road) owes(rule string) []casefile.PromiseRow {
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	var out []casefile.PromiseRow
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		if p.Rule == rule {
			out = append(out, p)
		}
	}
	return out
}

func (r *road) b2() id.ID { return r.c.Parties[2].ID }

// 当事人来电：说了什么只记在这一方名下；答应回电的按说定的日子回。
func TestATelephoneCallIsWrittenDown(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.do(LogCall{Party: r.a(), Way: "in", Text: "孩子发烧，明天来不了"})
	if got := r.owes("call_back"); len(got) != 0 {
		t.Errorf("nothing was promised, and is owed: %v", got)
	}
	r.do(LogCall{Party: r.a(), Way: "in", Text: "问调解员能否改期", Promised: "问过调解员后回电", Back: "2026-03-20"})
	last := r.all[len(r.all)-1]
	if last.Event.Visibility != casefile.Only(r.a()) || len(last.Secrets) != 1 || last.Secrets[0].Scope.Of != r.a() || strings.Contains(string(last.Event.Body), "改期") {
		t.Errorf("the words are not behind the wall of their party: %+v", last)
	}
	owed := r.owes("call_back")
	if len(owed) != 1 || owed[0].Due.In(r.know.Rules.Zone).Format(time.DateOnly) != "2026-03-20" || owed[0].State != promise.Running {
		t.Fatalf("the day that was named does not hold: %+v", owed)
	}
	call := r.c.Calls[1].ID
	r.do(CallBack{Call: call})
	if r.owes("call_back")[0].State != promise.Running || r.c.Call(call).Missed != 1 {
		t.Error("nobody answered, and the promise counts as kept")
	}
	r.refused("form.required", CallBack{Call: call, Reached: true})
	r.do(CallBack{Call: call, Reached: true, Text: "改到周四"})
	if got := r.owes("call_back")[0]; got.State != promise.Kept {
		t.Errorf("called back: %+v", got)
	}
	r.refused("mediation.guard.call_not_owed", CallBack{Call: call, Reached: true, Text: "x"})
	r.refused("mediation.guard.call_not_owed", CallBack{Call: r.c.Calls[0].ID, Reached: true, Text: "x"})
	sameOnReplay(t, r)
}

func TestACallIsNothingToTheOtherParty(t *testing.T) {
	with, without := newRoad(t).to(InSession), newRoad(t).to(InSession)
	with.do(LogCall{Party: with.a(), Way: "in", Text: "x", Promised: "y"})
	with.do(CallBack{Call: with.c.Calls[0].ID})
	without.clock.Set(with.clock.Now())
	if a, b := with.asSeen(with.b()), without.asSeen(without.b()); a != b {
		t.Errorf("the other party sees\n%s\ninstead of\n%s", a, b)
	}
	o := &Opened{Case: with.c, Rules: with.know.Rules, Texts: map[id.ID]Passage{}}
	for _, s := range with.all {
		o.Events = append(o.Events, s.Event)
	}
	o.through(with.a(), with.clock.Now())
	if len(o.Case.Calls) != 1 || !o.Case.Calls[0].By.IsZero() {
		t.Errorf("its own party sees %+v", o.Case.Calls)
	}
	owed := 0
	for _, p := range o.Promises {
		if p.Rule == "call_back" {
			owed++
		}
	}
	if owed != 1 {
		t.Errorf("the party sees %d promises to call back", owed)
	}
}

// A guardian may hold the ward's slip: that the child called alone is the office's.
func TestACallOfAWardIsTheOffices(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.c.Representatives = append(r.c.Representatives, Representative{ID: r.ids.New(), Party: r.a(), Kind: Guardian})
	r.do(LogCall{Party: r.a(), Way: "in", Text: "我怕回家"})
	if got := r.all[len(r.all)-1].Event.Visibility; got != casefile.Office {
		t.Errorf("seen by %v", got)
	}
	if r.c.callsOf(r.a()) != nil {
		t.Error("the call is shown on the ward's side")
	}
}

func TestWrongCallsAreNamedByField(t *testing.T) {
	r := newRoad(t).to(InSession)
	for want, cmd := range map[string]LogCall{
		"form.choose":                   {Party: r.a(), Way: "sideways", Text: "x"},
		"form.required":                 {Party: r.a(), Way: "in"},
		"mediation.field.call_back":     {Party: r.a(), Way: "in", Text: "x", Promised: "y", Back: "2026-03-01"},
		"mediation.guard.party_unknown": {Party: r.unit, Way: "in", Text: "x"},
	} {
		r.refused(want, cmd)
	}
	r.refused("form.required", LogCall{Party: r.a(), Way: "in", Text: "x", Back: "2026-03-05"}) // a day without anything promised
	r.refused("mediation.field.call_back", LogCall{Party: r.a(), Way: "in", Text: "x", Promised: "y", Back: "2026-06-05"})
	r.refused("mediation.field.call_back", LogCall{Party: r.a(), Way: "in", Text: "x", Promised: "y", Back: "31.3."})
}

// 误登的一方在谈话之前可以去掉，姓名随即销毁；至少各留一方。
func TestAPartyEnteredWronglyIsTakenOut(t *testing.T) {
	r := newRoad(t)
	a := application(r.unit)
	a.Parties = append(a.Parties, NewParty{Role: Respondent, Kind: "person", Name: "丙"})
	r.do(a, Screen{})
	wrong := r.c.Parties[2].ID
	r.refused("form.choose", StrikeParty{Party: wrong, Why: "mood"})
	r.do(StrikeParty{Party: wrong, Why: "somebody_else"})
	last := r.all[len(r.all)-1]
	for _, s := range r.all {
		for _, x := range s.Secrets {
			if last.Drop(x.Scope) != (x.Scope.Of == wrong) {
				t.Errorf("%v: destroyed = %v", x.Scope, last.Drop(x.Scope))
			}
		}
	}
	if len(r.c.Parties) != 2 || r.c.Party(wrong) != nil {
		t.Errorf("the parties are %v", r.c.Parties)
	}
	r.refused("mediation.guard.party_last", StrikeParty{Party: r.b(), Why: "no_part"})
	sameOnReplay(t, r)

	spoken := newRoad(t)
	spoken.do(a, Screen{})
	spoken.do(Inform{Party: spoken.b2(), Language: "zh-Hans", How: "read_out"})
	spoken.refused("mediation.guard.party_touched", StrikeParty{Party: spoken.b2(), Why: "no_part"})
	invited := newRoad(t)
	invited.do(a, Screen{})
	invited.do(Inform{Party: invited.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: invited.a(), Concern: NoConcernTold}, Invite{})
	invited.refused("mediation.guard.party_touched", StrikeParty{Party: invited.b2(), Why: "no_part"})
}
