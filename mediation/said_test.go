package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// records are the consent records as the steps so far left them.
func (r *road) records() (out []consent.Record) {
	for _, s := range r.all {
		for _, c := range s.Consents {
			out = append(left(out, func(x consent.Record) bool { return x.ID == c.ID }), c)
		}
	}
	return out
}

// takesBack takes back the newest event of a kind, as the service would ask for it.
func (r *road) takesBack(kind casefile.Kind) error {
	r.t.Helper()
	r.know.Records = r.records()
	return r.undo(kind)
}

// lastSaid is the newest entry where it is a party's word; empty: it is none.
func (r *road) lastSaid() casefile.Kind {
	for _, e := range slices.Backward(r.events()) {
		if e.By.Kind == access.Staff {
			if undoable[e.Kind].word {
				return e.Kind
			}
			return ""
		}
	}
	return ""
}

// stood is a case as it can be held to itself: without the number of its last event.
func stood(t *testing.T, c Case) string {
	t.Helper()
	c.Version = 0
	b, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// saidOn has for each kind of event that the office writes down as a party's word a road on which it does.
var saidOn = map[casefile.Kind]func(*testing.T) (*road, Command){
	"consent": func(t *testing.T) (*road, Command) { r := invitedBoth(t); return r, r.consent(r.b()) },
	"refuse": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Invited)
		return r, Refuse{Party: r.b(), How: consent.Oral}
	},
	"agree_mediator": func(t *testing.T) (*road, Command) { // the last yes assigns the mediator
		r := newRoad(t).to(Accepted)
		r.do(Propose{r.mediator, true})
		e := r.c.Engagements[0].ID
		r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
		return r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: r.a(), Agree: true}), AgreeMediator{Engagement: e, Party: r.b(), Agree: true}
	},
	"wish_mediator": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Accepted)
		return r, WishMediator{Party: r.a(), Account: r.mediator}
	},
	"permit_notes": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		old := r.c.leading().ID
		r.do(r.leaves("party_asks")).succeeds()
		return r, PermitNotes{old, r.a(), true}
	},
	"hear": func(t *testing.T) (*road, Command) {
		r := invitedBoth(t)
		r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "丙"})
		return r, Hear{r.b()}
	},
	"agree_mode": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Assigned)
		r.as(r.mediator, access.Mediator).do(Schedule{Mode: "phone", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
		return r, AgreeMode{r.a(), r.c.Sessions[0].ID, true}
	},
	"agree_joint": func(t *testing.T) (*road, Command) {
		x := jointRoad(t, Accepted).invited()
		return x.as(x.clerk, access.Clerk), x.says(x.a(), true)
	},
	"pause": func(t *testing.T) (*road, Command) { r := newRoad(t).to(Signing); return r, Pause{r.a(), 2} },
	"end_pause": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Signing)
		return r.do(Pause{r.a(), 2}), EndPause{r.a()}
	},
	"refuse_sign": func(t *testing.T) (*road, Command) { r := newRoad(t).to(Signing); return r, RefuseSign{r.a()} },
	"sign": func(t *testing.T) (*road, Command) { // the last of all, after mediator and seal
		r := newRoad(t).to(Signing)
		last := Act{}
		for _, m := range r.c.Missing() {
			if last == (Act{}) && m.As == "party" {
				last = m
				continue
			}
			r.do(r.sign(m.As, m.Of))
		}
		return r, r.sign(last.As, last.Of)
	},
	"agree_oral": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		return r.do(r.oral(), AgreeOral{Party: r.a()}), AgreeOral{Party: r.b()}
	},
	"agree_extension": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		r.know.Due = map[string]time.Time{ruleTerm: r.clock.Now().AddDate(0, 0, 20)}
		return r.do(AskExtension{15}, AgreeExtension{Party: r.a()}), AgreeExtension{Party: r.b()}
	},
	"agree_follow_up": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		return r, AgreeFollowUp{Party: r.a(), How: consent.Oral, Language: r.lang}
	},
	"follow_up": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		return r.do(AgreeFollowUp{Party: r.a(), How: consent.Oral, Language: r.lang}), AskFollowUp{Party: r.a(), Mode: "phone", Outcome: "not_yet", Text: "写错了地方"}
	},
	"report_performance": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		return r, ReportPerformance{Party: r.b(), Instalment: r.c.Agreement.Instalments[0].ID}
	},
	"confirm_performance": func(t *testing.T) (*road, Command) { // twenty thousand for two: the case was performed for good
		r := newRoad(t).to(Effective)
		x := r.c.Agreement.Instalments[0]
		return r, ConfirmPerformance{Party: r.a(), Instalment: x.ID, Amount: x.Amount, Text: "写错了地方"}
	},
	"not_performed": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		r.clock.Set(time.Date(2026, 5, 4, 1, 0, 0, 0, time.UTC))
		return r, NotPerformed{Party: r.a(), Instalment: r.c.Agreement.Instalments[0].ID}
	},
	"join_confirmation": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		return r.do(prepare(), JoinConfirmation{Party: r.a()}), JoinConfirmation{Party: r.b()}
	},
	"withdraw_confirmation": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		return r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}), WithdrawConfirmation{Party: r.b()}
	},
	"choose": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(Effective)
		r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, WithdrawConfirmation{Party: r.b()}, Choose{Party: r.a(), Way: WaySession})
		return r, Choose{Party: r.b(), Way: WaySession}
	},
	"agree_reopen": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		r.do(Terminate{Reason: "unreachable"}, Reopen{"另一方申请重新调解"}, r.reopens(r.a(), true))
		return r, r.reopens(r.b(), true)
	},
	"statement": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		return r, Statement{Party: r.a(), Text: "写错了地方"}
	},
	"reply": func(t *testing.T) (*road, Command) {
		r := newRoad(t).to(InSession)
		return r, Reply{Party: r.a(), Text: "写错了地方"}
	},
}

// TestAWordThatIsTakenBackIsAsIfItHadNotBeenEntered: state, parties, agreement, promises and figures are those of before, whatever
// had followed; the history keeps both, and nothing of the words is read where they stood.
func TestAWordThatIsTakenBackIsAsIfItHadNotBeenEntered(t *testing.T) {
	for kind, u := range undoable {
		if !u.word {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			meets := saidOn[kind]
			if meets == nil {
				t.Fatal("no road on which it is entered")
			}
			r, cmd := meets(t)
			before, counted, owed := stood(t, r.c), r.sums(), r.open()
			r.do(cmd)
			written := r.entryOfLast(kind).Words
			if moved := stood(t, r.c); moved == before && kind != "statement" {
				t.Fatal("it did nothing")
			}
			calls := r.do(LogCall{Party: r.a(), Way: "in", Text: "旁的事"}).c.Calls // what goes on beside it stands in no way
			if err := r.takesBack(kind); err != nil {
				t.Fatal(err)
			}
			step, c := r.last(), r.c
			if len(c.Calls) != len(calls) {
				t.Error("what went on beside it is gone too")
			}
			c.Calls = left(c.Calls, func(x Call) bool { return x.ID == calls[len(calls)-1].ID })
			if d := cmp.Diff(before, stood(t, c)); d != "" {
				t.Errorf("the case is another: %s", d)
			}
			for measure, n := range r.sums() {
				if n != counted[measure] {
					t.Errorf("%s counts %d, and was %d", measure, n, counted[measure])
				}
			}
			if d := cmp.Diff(owed, r.open()); d != "" {
				t.Errorf("what is owed: %s", d)
			}
			for _, x := range r.records() {
				if x.Acts[len(x.Acts)-1].Event == consent.Invalidate != (x.State == consent.Invalidated) || x.Valid(r.clock.Now()) && x.Acts[len(x.Acts)-1].At.Equal(r.know.Entry.Event.At) {
					t.Errorf("a consent still stands that nobody gave: %+v", x)
				}
			}
			if u.field != "" && (len(step.Secrets) != 2 || !strings.Contains(string(step.Secrets[1].Text), string(written.Text)) || string(step.Secrets[0].Text) != `""`) {
				t.Errorf("the words: %+v", step.Secrets)
			}
			sameOnReplay(t, r)
			if err := r.takesBack(kind); key(err) != "mediation.guard.undo_twice" {
				t.Errorf("a second time: %v", err)
			}
			if err := r.try(cmd); err != nil { // what is right can be entered now
				t.Errorf("entered anew: %v", err)
			}
			sameOnReplay(t, r)
		})
	}
}

// open are the promises that wait to be kept, with when they fall due.
func (r *road) open() map[string]time.Time {
	out := map[string]time.Time{}
	for _, p := range Promises(r.c, r.events(), r.know.Rules, r.clock.Now()) {
		if p.Open() {
			out[p.Key] = p.Due
		}
	}
	return out
}

// What rests on a word keeps it, and so does whose word it is.
func TestAWordThatOthersRelyOnStands(t *testing.T) {
	r, cmd := saidOn["refuse"](t)
	r.do(cmd)
	if r.c.State != Declined {
		t.Fatal(r.c.State)
	}
	who := r.by
	r.as(r.ids.New(), access.Clerk)
	if err := r.takesBack("refuse"); key(err) != "mediation.guard.undo_not_yours" {
		t.Errorf("a colleague: %v", err)
	}
	r.as(r.by.Account, access.Lead).know.Leads = true
	if err := r.takesBack("refuse"); err != nil || r.c.State != Invited {
		t.Errorf("the unit's lead: %v, %s", err, r.c.State)
	}
	if tell := r.last().Tell; !slices.Contains(tell, who.Account) || slices.Contains(tell, r.by.Account) {
		t.Errorf("told: %v", tell)
	}
	if !r.last().Event.Visibility.To(r.a()) {
		t.Error("the applicant, who saw the case end, is not told that it goes on")
	}
	r.refused("mediation.guard.still_asked", Shred{Party: r.b()})

	r, cmd = saidOn["reply"](t)
	r.do(cmd)
	r.as(r.ids.New(), access.Lead).know.Leads = true
	if err := r.takesBack("reply"); key(err) != "mediation.guard.undo_not_yours" {
		t.Errorf("the lead opens what a party told the office alone: %v", err)
	}

	r = newRoad(t).to(Invited)
	r.owner(r.b()).do(Refuse{Party: r.b(), How: consent.Screen})
	r.as(r.clerk, access.Clerk)
	if err := r.takesBack("refuse"); key(err) != "mediation.guard.undo_own_word" {
		t.Errorf("its own word: %v", err)
	}

	r = newRoad(t).to(Signing)
	r.do(r.sign("party", r.a()), r.sign("party", r.b()))
	first := r.events()[len(r.all)-2]
	r.know.Entry = entryOf(r.events(), first.ID)
	err := r.try(Undo{Event: first.ID, Why: "wrong_party"})
	if f := faultOf(err); f.Key != "mediation.guard.undo_since" || f.Args["event"] != fault.Text("mediation.event.sign") {
		t.Errorf("another signed since: %v", err)
	}
	if err := r.takesBack("sign"); err != nil {
		t.Fatal(err)
	}
	r.know.Entry = entryOf(r.events(), first.ID)
	if r.do(Undo{Event: first.ID, Why: "wrong_party"}); len(r.c.Agreement.Acts) != 0 { // one after the other
		t.Errorf("%+v", r.c.Agreement.Acts)
	}
	r.signAll()
	if err := r.takesBack("sign"); faultOf(err).Args["why"] != fault.Text("mediation.stands.office") {
		t.Errorf("the seal: %v", err)
	}
	r.know.Entry = &Entry{Event: casefile.Event{ID: r.ids.New(), Kind: "sign", At: r.clock.Now(), By: r.by, Body: json.RawMessage(`{"as":"party","method":"passkey"}`)}}
	if err := r.try(Undo{Event: r.know.Entry.Event.ID, Why: "wrong_party"}); faultOf(err).Args["why"] != fault.Text("mediation.stands.hand") {
		t.Errorf("its own key: %v", err)
	}
}

// A party that had agreed before it was said to refuse is asked anew: an office gives no consent back.
func TestNoConsentIsGivenByTakingARefusalBack(t *testing.T) {
	r := invitedBoth(t)
	r.do(r.consent(r.b()), Refuse{Party: r.b(), How: consent.Oral})
	r.know.Records = r.records()
	if err := r.takesBack("refuse"); err != nil {
		t.Fatal(err)
	}
	if p := r.c.Party(r.b()); r.c.State != Invited || p.Consent != (Consent{}) {
		t.Errorf("%s, %+v", r.c.State, p.Consent)
	}
	sameOnReplay(t, r)
	r.do(r.consent(r.a()))
	r.refused("mediation.guard.consents_missing", Accept{})
	r.do(r.consent(r.b()), Accept{})

	r.do(Withdraw{r.b()})
	if err := r.takesBack("withdraw"); faultOf(err).Args["why"] != fault.Text("mediation.stands.ended") {
		t.Errorf("a withdrawal: %v", err)
	}
}

// Nobody mends a figure by calling an entry wrong: what was late when a word kept it is late without the word, and what a word had
// begun and was late stays so.
func TestWhatWasLateStaysLate(t *testing.T) {
	r := newRoad(t).to(Invited)
	begun := r.owes("invitation")
	if len(begun) != 1 {
		t.Fatal(begun)
	}
	r.clock.Set(begun[0].Due.Add(48 * time.Hour))
	r.do(Refuse{Party: r.b(), How: consent.Oral})
	if p := r.owes("invitation")[0]; p.State != promise.Late || p.Open() {
		t.Fatalf("kept late: %+v", p)
	}
	if err := r.takesBack("refuse"); err != nil {
		t.Fatal(err)
	}
	if p := r.owes("invitation")[0]; p.State != promise.Late || !p.Open() {
		t.Errorf("without it: %+v", p)
	}
	if p := r.owes("erase_refused"); len(p) == 0 || slices.ContainsFunc(p, func(x casefile.PromiseRow) bool { return x.State != promise.Void || x.Open() }) {
		t.Errorf("what only the refusal had begun is owed: %+v", p)
	}
	if p := r.owes("routes_notice"); len(p) != 1 || p[0].State != promise.Void {
		t.Errorf("what it kept by itself counts as kept: %+v", p)
	}
	r.do(Refuse{Party: r.b(), How: consent.Oral})
	if p := r.owes("invitation")[0]; p.State != promise.Late || p.Open() {
		t.Errorf("entered anew it was in time: %+v", p)
	}
}

// TestRandomWordsTakenBack takes entries back wherever a random road leads.
func TestRandomWordsTakenBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newRoad(t)
		r.to(rapid.SampledFrom([]State{Invited, Accepted, Assigned, InSession, Signing, Effective}).Draw(rt, "begin"))
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			r.clock.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "days")) * 24 * time.Hour)
			before := stood(t, r.c)
			r.know.Records = r.records()
			cmd := rapid.SampledFrom(r.offers()).Draw(rt, "act")
			if r.try(cmd) != nil || !undoable[cmd.Kind()].word {
				continue
			}
			entry := r.entryOfLast(cmd.Kind())
			if stays(entry.Event) != "" || !rapid.Bool().Draw(rt, "wrong") {
				continue
			}
			consented := strings.Contains(before, r.c.Parties[1].Consent.Record.String())
			if err := r.takesBack(cmd.Kind()); err != nil {
				rt.Fatalf("%s in %s: %v", cmd.Kind(), r.c.State, err)
			}
			if d := cmp.Diff(before, stood(t, r.c)); d != "" && (cmd.Kind() != "refuse" || !consented) {
				rt.Fatalf("%s: %s", cmd.Kind(), d)
			}
			if again, err := Replay(r.c.Tenant, r.events()); err != nil || stood(t, again) != stood(t, r.c) {
				rt.Fatalf("%s on replay: %v", cmd.Kind(), err)
			}
		}
	})
}
