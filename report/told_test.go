package report

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/job"
)

// TestTheSurveyIsOfferedOnceAReportIsOver: never before, once, and only where the rulebook asks.
func TestTheSurveyIsOfferedOnceAReportIsOver(t *testing.T) {
	r := newIssue(t, Submit{Category: "street_light", Text: "灯不亮", Address: "河边路口", Answers: map[string][]string{"fault": {"out"}}}).as(author)
	r.refused("issue.guard.state", OfferSurvey{})
	r.as(worker).do(Take{}, Accept{}, Fix{Text: "换了灯泡"}, Recheck{Text: "亮了"}).as(author).refused("issue.guard.state", OfferSurvey{})
	if len(r.c.Next([]casefile.Kind{"offer_survey"}, "")) > 0 {
		t.Error("it is offered before the report is closed")
	}
	r.as(worker).do(Close{}).as(author)
	asks := *r.know.Rules
	asks.Report.Survey = nil
	rules := r.know.Rules
	r.know.Rules = &asks
	r.refused("issue.guard.no_survey", OfferSurvey{})
	r.know.Rules = rules
	r.do(OfferSurvey{})
	if r.c.Surveyed.IsZero() || len(r.c.Next([]casefile.Kind{"offer_survey"}, "")) > 0 {
		t.Error("it is offered again")
	}
	r.refused("issue.guard.survey_given", OfferSurvey{})
	r.do(Reopen{Text: "又不亮了"}).as(worker).do(Fix{Text: "x"}, Recheck{Text: "x"}, Close{}).as(author).refused("issue.guard.survey_given", OfferSurvey{})
}

// TestWhatIsToldOfAJoinedReportIsMailed: its reporter hears that something waits, once it wants to.
func TestWhatIsToldOfAJoinedReportIsMailed(t *testing.T) {
	c, n := Case{ID: id.ID{1}}, 0
	e := casefile.Event{Kind: TellToo{}.Kind(), By: casefile.System, Visibility: casefile.Joint}
	add := func(kind string, p job.Payload, _ time.Time) error {
		if kind != mailJob || p["case"] != c.ID.String() {
			t.Errorf("%s %v", kind, p)
		}
		n++
		return nil
	}
	if err := c.mails(e, add); err != nil || n != 0 {
		t.Errorf("without an address: %d, %v", n, err)
	}
	c.Told.Confirmed = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	if err := c.mails(e, add); err != nil || n != 1 {
		t.Errorf("with one: %d, %v", n, err)
	}
}

func TestAReporterIsToldByMailAfterItSaidSo(t *testing.T) {
	r := newIssue(t, Submit{Category: "street_light", Text: "灯不亮", Address: "河边路口", Answers: map[string][]string{"fault": {"out"}}}).as(author)
	leave := TellByMail{Address: "a@example.org", Language: "en"}
	r.refused("issue.guard.mail_none", StopMail{})
	for _, wrong := range []string{"", "nobody", "a@example.org, b@example.org", "A <a@example.org>"} {
		r.refused("mediation.field.email", TellByMail{Address: wrong, Language: "en"})
	}
	r.do(leave)
	r.refused("issue.guard.mail_digits", ConfirmMail{})
	first := r.c.Told.At
	r.clock.Set(first.Add(24 * time.Hour))
	r.refused("issue.guard.mail_late", ConfirmMail{true})
	r.clock.Set(first.Add(22 * time.Hour))
	r.do(ConfirmMail{true})
	r.refused("issue.guard.mail_confirmed", ConfirmMail{true})
	r.do(StopMail{}, leave)
	for range 4 {
		r.do(TryMail{})
	}
	if r.c.Told.Section.IsZero() || !r.c.Told.Confirm() {
		t.Error("four wrong tries destroy the address")
	}
	if r.do(TryMail{}); !r.c.Told.Section.IsZero() {
		t.Error("the fifth wrong try leaves the address")
	}
	r.do(leave, leave)
	if r.as(worker).do(Take{}, Accept{}, Fix{Text: "换了灯泡"}, Recheck{Text: "亮了"}, Close{}); !r.c.Told.Section.IsZero() {
		t.Error("the address outlives the report")
	}
	r.as(author).do(leave).refused("issue.guard.mail_often", leave)
	r.c.Told, r.c.PartOf = Told{}, id.ID{1}
	r.refused("issue.guard.mail_part", leave)
}
