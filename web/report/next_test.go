package report

import (
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
)

// TestTheNextStepOfAReport: of everything that the machine allows, the button is the step that takes the report on.
func TestTheNextStepOfAReport(t *testing.T) {
	me, other := id.ID{1}, id.ID{2}
	issue := func(sort rulebook.Kind, state report.State, handler id.ID) report.Case {
		return report.Case{Sort: sort, State: state, Handler: handler}
	}
	for _, x := range []struct {
		c    report.Case
		want casefile.Kind
	}{
		{issue(rulebook.Defect, report.Received, id.ID{}), "take"},
		{issue(rulebook.Defect, report.Received, me), "accept"},
		{issue(rulebook.Defect, report.Accepted, me), "start"},
		{issue(rulebook.Defect, report.Assigned, me), "start"},
		{issue(rulebook.Defect, report.Working, me), "fix"},
		{issue(rulebook.Defect, report.Fixed, me), "close"},
		{issue(rulebook.Hazard, report.Fixed, me), "recheck"},
		{issue(rulebook.Hazard, report.Rechecked, me), "close"},
		{issue(rulebook.Inquiry, report.Accepted, me), "answer"},
		{issue(rulebook.Inquiry, report.Answered, me), "close"},
		{issue(rulebook.Defect, report.Reviewing, id.ID{}), "take"},
		{issue(rulebook.Defect, report.Reviewing, me), "decide_review"},
		{issue(rulebook.Defect, report.Joined, me), ""},
		{issue(rulebook.Defect, report.Closed, me), ""},
		{issue(rulebook.Defect, report.Withdrawn, me), ""},
	} {
		may := x.c.Next(report.IssueOfOffice, access.Staff)
		if x.c.Handler.IsZero() {
			may = []casefile.Kind{"take"} // what else there is belongs to whoever has taken it
		}
		if got := nextAct(&x.c, may, me); got != x.want {
			t.Errorf("%s %s of %v: %q, want %q", x.c.Sort, x.c.State, x.c.Handler, got, x.want)
		}
	}
	unread := issue(rulebook.Defect, report.Received, id.ID{})
	if got := nextAct(&unread, []casefile.Kind{"assign"}, me); got != "assign" {
		t.Errorf("a lead's next step is %q", got)
	}
	theirs := issue(rulebook.Defect, report.Accepted, other)
	if got := nextAct(&theirs, []casefile.Kind{"take", "assign"}, me); got != "" {
		t.Errorf("what somebody else handles asks for %q", got)
	}
	grievance := issue(rulebook.Grievance, report.Accepted, me)
	if got := nextAct(&grievance, grievance.Next(report.OfOffice, access.Staff), me); got != "answer" {
		t.Errorf("an accepted grievance asks for %q", got)
	}
}
