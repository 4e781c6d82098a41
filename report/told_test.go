package report

import (
	"testing"
	"time"

	"linli/platform/id"
)

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
