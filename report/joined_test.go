package report

import (
	"reflect"
	"slices"
	"testing"

	"linli/casefile"
	"linli/platform/id"
)

// owedNow is what the office owes on a report now.
func owedNow(r *road) (out []casefile.PromiseRow) {
	return slices.DeleteFunc(Promises(r.c, r.events, r.know.Rules, r.clock.Now()), func(p casefile.PromiseRow) bool { return !p.Open() })
}

func TestJoiningIsUndone(t *testing.T) {
	first := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"})
	r := newIssue(t, Submit{Category: "waste", Text: "桥头垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{})
	r.refused("issue.guard.no_such_report", Join{first.c.ID})
	other := first.c
	other.Home = id.ID{9, 9}
	r.know.Into = &other
	r.refused("issue.guard.no_such_report", Join{first.c.ID})
	r.know.Into = &first.c
	owed := owedNow(r)
	if len(owed) == 0 {
		t.Error("nothing is owed at first")
	}
	r.do(Join{first.c.ID})
	if got := owedNow(r); len(got) > 0 {
		t.Errorf("joined, it is owed %+v", got)
	}
	if r.c.State != Joined || r.c.Into != first.c.ID {
		t.Errorf("%+v", r.c.Issue)
	}
	r.do(Part{})
	if r.c.State != Accepted || !r.c.Into.IsZero() || !r.c.Ended.IsZero() {
		t.Errorf("%+v", r.c)
	}
	if got := owedNow(r); !reflect.DeepEqual(got, owed) {
		t.Errorf("parted, it is owed %+v, before it was joined %+v", got, owed)
	}
}

// TestTwiceToldIsRefused: that a report is handled with another is written down once, and so is each thing that is told there.
func TestTwiceToldIsRefused(t *testing.T) {
	lead := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"})
	r := newIssue(t, Submit{Category: "waste", Text: "桥头垃圾", Address: "桥头"})
	lead.as(casefile.System).do(JoinedBy{r.c.ID}).refused("issue.guard.joined_before", JoinedBy{r.c.ID})
	r.know.Into = &lead.c
	r.as(worker).do(Take{}, Accept{}, Join{lead.c.ID})
	r.as(author).refused("issue.guard.with_at_work", Reopen{"还是有"})
	told := TellToo{telling{lead.c.ID, id.ID{7}, "fix", worker.Account}, Answer{Text: "清运了"}}
	r.as(casefile.System).do(told).refused("issue.guard.told_before", told)
	r.as(author).refused("issue.guard.with_at_work", Reopen{"还是有"})
	lead.as(worker).do(Accept{}, Fix{Text: "清运了"})
	r.as(author).do(Reopen{"还是有"})
	if r.c.State != Working || !r.c.Into.IsZero() || len(owedNow(r)) == 0 {
		t.Errorf("%+v", r.c)
	}
}
