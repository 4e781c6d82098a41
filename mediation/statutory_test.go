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

func danger(party id.ID) AskStatutory {
	return AskStatutory{Party: party, Ground: "danger_to_life", To: "police", Body: "安平县公安局", Text: "今晚有人声称要点燃燃气罐。", Reason: "当事人单独说了时间和办法"}
}

// reported is a road on which the mediator has asked for a report, and the lead who may be the second person.
func reported(t *testing.T, change func(*AskStatutory)) (r *road, lead id.ID) {
	t.Helper()
	r = newRoad(t).to(InSession)
	lead = r.ids.New()
	r.know.Seconds = []id.ID{lead}
	x := danger(r.a())
	if change != nil {
		change(&x)
	}
	r.as(r.mediator, access.Mediator).do(x)
	return r, lead
}

func (r *road) kinds() []casefile.Kind {
	var out []casefile.Kind
	for _, s := range r.all {
		out = append(out, s.Event.Kind)
	}
	return out
}

// Two people report what the law demands; the person learns of it at once, on its own page, and nobody else does.
func TestAStatutoryReportByTwoIsToldToThePerson(t *testing.T) {
	r, lead := reported(t, nil)
	asked := r.last()
	report := r.c.Statutory[0].ID
	if asked.Event.Visibility != casefile.Office || asked.Secrets[0].Scope != (vault.Scope{Kind: vault.Statutory, Of: report}) {
		t.Errorf("a report that is asked for is seen by %s, in %v", asked.Event.Visibility, asked.Secrets[0].Scope)
	}
	if body := string(asked.Event.Body); strings.Contains(body, "danger") || strings.Contains(body, "police") || strings.Contains(body, "公安") {
		t.Errorf("the clear event tells it: %s", body)
	}
	if len(asked.Tell) != 1 || asked.Tell[0] != lead {
		t.Errorf("%v wait for it, want %s", asked.Tell, lead)
	}
	if len(r.c.Reported(r.a())) > 0 {
		t.Error("told before it was decided")
	}
	r.refused("mediation.guard.statutory_own", AnswerStatutory{Report: report, Approve: true, Reason: "自己批准"})
	r.as(lead, access.Lead)
	r.refused("form.required", AnswerStatutory{Report: report, Approve: true})
	r.refused("mediation.field.statutory_silence", AnswerStatutory{Report: report, Approve: true, Silence: true, Reason: "没有人要求"})
	r.do(AnswerStatutory{Report: report, Approve: true, Reason: "危险迫在眉睫"})
	if got := r.kinds(); !slices.Equal(got[len(got)-2:], []casefile.Kind{"answer_statutory", "tell_statutory"}) {
		t.Errorf("what follows is %v", got)
	}
	told := r.last()
	if told.Event.Visibility != casefile.Only(r.a()) || len(r.c.Reported(r.a())) != 1 || len(r.c.Reported(r.b())) != 0 {
		t.Errorf("told to %s, and %d, %d", told.Event.Visibility, len(r.c.Reported(r.a())), len(r.c.Reported(r.b())))
	}
	r.refused("mediation.guard.statutory_not_waiting", AnswerStatutory{Report: report, Approve: true, Reason: "再批一次"})
	if count := r.all[len(r.all)-2].Counted; count != (Counted{StatutoryCount, 2026}) {
		t.Errorf("counted as %+v", count)
	}
}

// The grounds are closed in code: nothing else is a reason to break somebody's confidence.
func TestStatutoryGroundsAreClosed(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.know.Seconds = []id.ID{r.ids.New()}
	r.as(r.mediator, access.Mediator)
	for _, ground := range []string{"", "petition", "stability", "debt", "court_order", "danger", "theft", "public_order"} {
		x := danger(r.a())
		x.Ground = ground
		r.refused("mediation.field.statutory_ground", x)
	}
	for _, to := range []string{"", "petition_office", "employer", "family", "media"} {
		x := danger(r.a())
		x.To = to
		r.refused("mediation.field.statutory_to", x)
	}
	for name, change := range map[string]func(*AskStatutory){
		"form.required": func(x *AskStatutory) { x.Reason = "" }, "form.too_long": func(x *AskStatutory) { x.Text = strings.Repeat("长", maxStatutory+1) },
	} {
		x := danger(r.a())
		change(&x)
		r.refused(name, x)
	}
	x := danger(r.a())
	x.Silence = true
	r.refused("form.required", x) // nobody is kept in the dark without a word on whom telling would endanger
	r.know.Seconds = []id.ID{r.mediator}
	r.refused("mediation.guard.statutory_no_second", danger(r.a()))
}

// No silence lasts for ever: the office owes another look at it, and another, until the person is told.
func TestASilenceIsLookedAtAgain(t *testing.T) {
	r, lead := reported(t, func(x *AskStatutory) { x.Silence, x.Endangers = true, "告诉他会危及孩子" })
	report := r.c.Statutory[0].ID
	r.refused("mediation.guard.statutory_not_silent", ReviewStatutory{Report: report, Tell: true, Reason: "还没有批准"})
	r.as(lead, access.Lead).do(AnswerStatutory{Report: report, Approve: true, Silence: true, Reason: "孩子还在家里"})
	owed := func() (open int, kept int) {
		var events []casefile.Event
		for _, s := range r.all {
			events = append(events, s.Event)
		}
		for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
			if p.Rule == "silence_review" {
				if p.Open() {
					open++
				} else {
					kept++
				}
			}
		}
		return open, kept
	}
	if open, _ := owed(); open != 1 || len(r.c.Reported(r.a())) != 0 || r.last().Event.Visibility != casefile.Office {
		t.Fatalf("%d looks are owed, and the party knows of %d", open, len(r.c.Reported(r.a())))
	}
	r.clock.Add(20 * 24 * time.Hour)
	r.as(r.mediator, access.Mediator).refused("mediation.guard.statutory_own", ReviewStatutory{Report: report, Tell: true, Reason: "自己复查"})
	r.as(lead, access.Lead).do(ReviewStatutory{Report: report, Reason: "孩子仍在家里"})
	if open, kept := owed(); open != 1 || kept != 1 {
		t.Errorf("after a look %d are owed, %d kept", open, kept)
	}
	r.do(ReviewStatutory{Report: report, Tell: true, Reason: "孩子已安全"})
	if open, _ := owed(); open != 0 || len(r.c.Reported(r.a())) != 1 || r.last().Event.Visibility != casefile.Only(r.a()) {
		t.Errorf("after the person was told %d are owed, and the party knows of %d", open, len(r.c.Reported(r.a())))
	}
	r.refused("mediation.guard.statutory_not_silent", ReviewStatutory{Report: report, Tell: true, Reason: "再告知"})
}

// A refused report goes nowhere and is not kept; what somebody asked for who works on the case no more is void.
func TestARefusedReportIsNotKept(t *testing.T) {
	r, lead := reported(t, nil)
	report := r.c.Statutory[0].ID
	r.as(lead, access.Lead).do(AnswerStatutory{Report: report, Reason: "危险不紧迫"})
	if got := r.last(); got.Event.Kind != "answer_statutory" || !slices.Contains(got.Fresh, vault.Scope{Kind: vault.Statutory, Of: report}) || got.Counted != (Counted{}) {
		t.Errorf("%s ends %v, counts %v", got.Event.Kind, got.Fresh, got.Counted)
	}
	gone, lead := reported(t, nil)
	report = gone.c.Statutory[0].ID
	gone.c.Engagements[0].To = gone.clock.Now() // another mediates from now on
	gone.as(lead, access.Lead).refused("mediation.guard.statutory_asker_gone", AnswerStatutory{Report: report, Approve: true, Reason: "他走了"})
}

// A guardian may hold the slip of its ward, and may be whom the report is about: nothing of it stands on that page.
func TestAGuardianReadsNothingOfAReport(t *testing.T) {
	r := newRoad(t).to(InSession)
	lead := r.ids.New()
	r.know.Seconds = []id.ID{lead}
	r.c.Representatives = append(r.c.Representatives, Representative{ID: r.ids.New(), Party: r.a(), Kind: Guardian})
	r.as(r.mediator, access.Mediator)
	x := danger(r.a())
	x.Ground = "child_abuse"
	r.refused("mediation.field.statutory_ward", x)
	x.Silence, x.Endangers = true, "监护人会看到"
	r.do(x)
	report := r.c.Statutory[0].ID
	r.as(lead, access.Lead).refused("mediation.field.statutory_ward", AnswerStatutory{Report: report, Approve: true, Reason: "应当告知"})
	r.do(AnswerStatutory{Report: report, Approve: true, Silence: true, Reason: "不能在页面上告知"})
	r.refused("mediation.field.statutory_ward", ReviewStatutory{Report: report, Tell: true, Reason: "告知"})
}
