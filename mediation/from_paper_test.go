package mediation

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// onPaper is a case as it stands on paper on 2 March 2026.
func onPaper(r *road, state State) FromPaper {
	a := application(r.unit)
	a.Type = r.kind
	f := FromPaper{Apply: a, State: state, Number: "青调（2026）7号", Received: "2026-02-10"}
	if state != Invited {
		f.Accepted = "2026-02-12"
	}
	if state.InForce() {
		f.Effective = "2026-02-20"
		f.Terms = []OnPaper{{Obligor: 2, Obligee: 1, Type: "money", Text: "赔偿维修费的余款", Amount: Money{90000, r.know.Rules.Currency},
			Instalments: []Part{{Money{30000, r.know.Rules.Currency}, "2026-02-28"}, {Money{30000, r.know.Rules.Currency}, "2026-03-31"}, {Money{30000, r.know.Rules.Currency}, "2026-04-30"}}}}
	}
	return f
}

func (r *road) events() []casefile.Event {
	var out []casefile.Event
	for _, s := range r.all {
		out = append(out, s.Event)
	}
	return out
}

// counted are the counts of all steps together, by measure and day.
func (r *road) counted() map[Count]int64 {
	got := map[Count]int64{}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			n := m.N
			if m.N = 0; m.Day == "" {
				m.Day = day(r.c.Received, r.know.Rules.Zone)
			}
			if got[m] += n; got[m] == 0 {
				delete(got, m)
			}
		}
	}
	return got
}

// TestACaseComesFromPaperAsItStands brings a case in in each state: it stands there, claims no consent, and is counted as a recount
// has it.
func TestACaseComesFromPaperAsItStands(t *testing.T) {
	for _, state := range PaperStates {
		r := newRoad(t)
		r.do(onPaper(r, state))
		if r.c.State != state || r.c.Ref != "青调（2026）7号" || r.c.Number != 0 || len(r.c.Workers) != 1 {
			t.Errorf("%s: in %s as %q", state, r.c.State, r.c.Ref)
		}
		for _, p := range r.c.Parties {
			if !p.Consent.Given.IsZero() || p.Paper == (state == Invited) {
				t.Errorf("%s: consent %+v, on paper %v", state, p.Consent, p.Paper)
			}
		}
		if got := r.all[0]; len(got.Slips) != 2 || len(got.Consents) != 0 {
			t.Errorf("%s: %d slips, %d consents", state, len(got.Slips), len(got.Consents))
		}
		again, err := Replay(r.c.Tenant, r.events())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r.c, again); d != "" {
			t.Errorf("%s replayed: %s", state, d)
		}
		want := map[Count]int64{}
		for _, m := range Recount(r.c, r.know.Rules) {
			n := m.N
			m.N = 0
			want[m] += n
		}
		if d := cmp.Diff(want, r.counted()); d != "" {
			t.Errorf("%s counted: %s", state, d)
		}
	}
}

// TestNothingIsPromisedInRetrospect: what was due on paper is neither kept nor broken here, and what lies ahead has its true day.
func TestNothingIsPromisedInRetrospect(t *testing.T) {
	due := func(r *road) map[string]string {
		out := map[string]string{}
		for _, p := range Promises(r.c, r.events(), r.know.Rules, r.clock.Now()) {
			out[p.Rule] = string(p.State) + " " + day(p.Due, r.know.Rules.Zone)
		}
		return out
	}
	r := newRoad(t).do0(InSession, "2026-02-12")
	if d := cmp.Diff(map[string]string{"conclude": string(promise.Running) + " 2026-03-12"}, due(r)); d != "" {
		t.Error("the term is ahead: ", d)
	}
	for _, state := range []State{Accepted, Assigned, InSession} {
		if got := due(newRoad(t).do0(state, "2025-12-01")); len(got) != 0 {
			t.Errorf("%s, long past: %v", state, got)
		}
	}
	if got := due(newRoad(t).do0(Performing, "2026-02-12")); len(got) != 0 {
		t.Errorf("of an agreement that was made on paper: %v", got)
	}
	if got := due(newRoad(t).do0(Invited, "")); len(got) != 1 || got["invitation"] == "" {
		t.Errorf("who is asked is asked from now on: %v", got)
	}
}

// do0 brings a case in that was accepted on a day.
func (r *road) do0(state State, accepted string) *road {
	f := onPaper(r, state)
	f.Received, f.Accepted = "2025-11-20", accepted
	return r.do(f)
}

// TestNothingGoesOnWithoutAConsentThatWasSeen: what needs the parties waits until each has said again that it takes part, and each
// can end it at once.
func TestNothingGoesOnWithoutAConsentThatWasSeen(t *testing.T) {
	r := newRoad(t)
	r.do(onPaper(r, InSession)).do(Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
	meet := Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)}
	r.refused("mediation.guard.paper_unconfirmed", meet)
	r.refused("mediation.guard.paper_unconfirmed", r.draft())
	r.as(r.clerk, access.Clerk).refused("mediation.guard.paper_unconfirmed", AgreeMediator{Engagement: e, Party: r.a(), Agree: true})
	r.refused("mediation.guard.party_not_informed", r.consent(r.a()))
	if err := r.tryAt(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, r.clock.Now().AddDate(0, 0, -5)); key(err) != "mediation.field.claimed_before_paper" {
		t.Errorf("an act of before: %v", err)
	}
	for _, p := range []id.ID{r.a(), r.b()} {
		r.do(Inform{Party: p, Language: r.lang, How: "read_out"}, Talk{Party: p, Concern: NoConcernTold}, r.consent(p), AgreeMediator{Engagement: e, Party: p, Agree: true})
	}
	if r.c.State != InSession || !r.c.Engagements[0].Working() {
		t.Fatalf("%s, %+v", r.c.State, r.c.Engagements)
	}
	r.as(r.mediator, access.Mediator).do(r.draft())
	if r.c.State != Signing || r.c.SignedOnPaper() {
		t.Errorf("%s", r.c.State)
	}

	r = newRoad(t)
	r.do(onPaper(r, Accepted)).do(Withdraw{Party: r.b()})
	if r.c.State != Terminated {
		t.Errorf("withdrawn: %s", r.c.State)
	}
}

// TestAnAgreementOnPaperIsPerformedHere: what is still owed is asked for and confirmed, and no paper of linli takes the place of the
// one that was signed.
func TestAnAgreementOnPaperIsPerformedHere(t *testing.T) {
	r := newRoad(t)
	r.do(onPaper(r, Performing))
	if !r.c.SignedOnPaper() || len(r.c.Agreement.Acts) != 0 || r.c.Agreement.Instalments[0].Due != "2026-02-28" {
		t.Fatalf("%+v", r.c.Agreement)
	}
	for _, x := range r.c.Agreement.Instalments {
		r.do(ConfirmPerformance{Party: r.a(), Instalment: x.ID, Amount: x.Amount})
	}
	if r.c.State != Performed {
		t.Fatalf("%s", r.c.State)
	}
	for _, document := range []string{"application", "acceptance", "agreement"} {
		if r.c.holds(document) {
			t.Errorf("linli prints %s, which it has not seen", document)
		}
	}
	want := map[Count]int64{}
	for _, m := range Recount(r.c, r.know.Rules) {
		n := m.N
		m.N = 0
		want[m] += n
	}
	if d := cmp.Diff(want, r.counted()); d != "" {
		t.Error(d)
	}
	if r.c.Agreement.Performed.IsZero() || want[Count{Measure: "mediation.performed", Day: "2026-04-30"}] != 1 {
		t.Errorf("%v", want)
	}
}

// TestWhatWasBroughtInByMistakeCountsNowhere takes a case back: its words go, its slips end, its promises are void, and no figure
// knows it. Once anything rests on it, it is ended like any other.
func TestWhatWasBroughtInByMistakeCountsNowhere(t *testing.T) {
	r := newRoad(t)
	r.do(onPaper(r, InSession))
	entry := r.all[0].Event
	r.know.Entry = entryOf(append(r.events(), casefile.Event{ID: r.ids.New(), Kind: "slip"}), entry.ID)
	r.know.Slips = []casefile.Slip{{Party: r.a()}, {Party: r.b()}}
	r.do(Undo{Event: entry.ID, Why: "wrong_case"})
	last := r.all[len(r.all)-1]
	if last.Drop == nil || len(last.Issued) != 2 || r.c.State != Terminated || r.c.Erased.IsZero() || len(r.counted()) != 0 || len(Recount(r.c, r.know.Rules)) != 0 {
		t.Errorf("%s, %d slips end, counted %v", r.c.State, len(last.Issued), r.counted())
	}
	for _, p := range Promises(r.c, r.events(), r.know.Rules, r.clock.Now()) {
		if p.State != promise.Void {
			t.Errorf("%s is %s", p.Rule, p.State)
		}
	}
	again, err := Replay(r.c.Tenant, r.events())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r.c, again); d != "" {
		t.Errorf("replayed: %s", d)
	}

	r = newRoad(t)
	r.do(onPaper(r, InSession)).do(Statement{Party: r.a(), Text: "还漏"})
	r.know.Entry = entryOf(r.events(), r.all[0].Event.ID)
	r.refused("mediation.guard.undo_rests", Undo{Event: r.all[0].Event.ID, Why: "wrong_case"})
}

// TestWhatStandsOnPaperIsChecked names the field of each entry that cannot be.
func TestWhatStandsOnPaperIsChecked(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*road, *FromPaper)
		field  string
		key    string
	}{
		"no number":            {func(_ *road, f *FromPaper) { f.Number = " " }, "number", "form.required"},
		"number of another":    {func(r *road, _ *FromPaper) { r.know.NumberTaken = true }, "number", "mediation.field.number_taken"},
		"no such state":        {func(_ *road, f *FromPaper) { f.State = Performed }, "state", "form.choose"},
		"no day":               {func(_ *road, f *FromPaper) { f.Accepted = "" }, "accepted", "form.date"},
		"tomorrow":             {func(_ *road, f *FromPaper) { f.Received, f.Accepted = "2026-03-03", "2026-03-03" }, "received", "mediation.field.claimed_future"},
		"accepted before":      {func(_ *road, f *FromPaper) { f.Accepted = "2026-02-01" }, "accepted", "mediation.field.paper_order"},
		"an agreement too":     {func(_ *road, f *FromPaper) { f.Effective = "2026-02-20" }, "effective", "mediation.field.paper_not_yet"},
		"nobody else":          {func(_ *road, f *FromPaper) { f.Parties = f.Parties[:1] }, "parties", "mediation.field.paper_respondent"},
		"nothing owed":         {func(_ *road, f *FromPaper) { f.State, f.Effective = Effective, "2026-02-20" }, "terms", "form.required"},
		"owed by nobody":       {func(r *road, f *FromPaper) { *f = onPaper(r, Effective); f.Terms[0].Obligor = 3 }, "terms[0].obligor", "mediation.field.term_party"},
		"31 February":          {func(r *road, f *FromPaper) { *f = onPaper(r, Effective); f.Terms[0].Instalments[0].Due = "2026-02-31" }, "terms[0].instalments[0].due", "form.date"},
		"a waiver in the text": {func(r *road, f *FromPaper) { *f = onPaper(r, Effective); f.Terms[0].Text = "不得再上访" }, "terms[0].text", "mediation.field.waiver_petition"},
	} {
		r := newRoad(t)
		f := onPaper(r, InSession)
		x.change(r, &f)
		err := r.try(f)
		found := false
		if list := faultsOf(err); list != nil {
			for _, e := range list {
				found = found || e.Field == x.field && e.Key == x.key
			}
		}
		if !found {
			t.Errorf("%s: %v, want %s at %s", name, err, x.key, x.field)
		}
	}
	r := newRoad(t)
	f := onPaper(r, Accepted)
	f.OwnDispute = true
	r.refused("mediation.guard.own_dispute", f)
	f.OwnDispute, f.Parties = false, f.Parties[1:]
	r.refused("mediation.guard.applicant_missing", f)
}

// TestANumberIsReadAsTheRulebookWritesIt: a number on paper that linli gave to another case is found, whatever the form of both.
func TestANumberIsReadAsTheRulebookWritesIt(t *testing.T) {
	as := newRoad(t).know.Rules.Mediation.Number
	year, seq, ok := numbered(as.Format("青杉村3组", 2026, 14), "青杉村3组", as)
	if !ok || year != 2026 || seq != 14 {
		t.Errorf("%d %d %v", year, seq, ok)
	}
	if _, _, ok := numbered("民调字14号", "青杉村3组", as); ok {
		t.Error("a number of another form was read")
	}
}

func faultsOf(err error) fault.List {
	var list fault.List
	errors.As(err, &list)
	return list
}
