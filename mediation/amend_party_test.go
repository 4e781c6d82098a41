package mediation

import (
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// 别人看得到的姓名，本人不能自己改写：否则一方的话不经调解员就到了另一方面前。
func TestANameThatOthersReadIsPutRightAtTheOffice(t *testing.T) {
	r := newRoad(t).to(Submitted)
	say := func(party id.ID, name, language string) CorrectParty {
		r.know.Identity = Identity{"原名", "zh-Hans"}
		r.by = casefile.By{Kind: access.Resident, Party: party}
		return CorrectParty{Party: party, Why: "said_so", Name: name, Language: language}
	}
	r.do(say(r.a(), "甲甲", "zh-Hans"))
	r.refused("mediation.guard.name_at_office", say(r.b(), "我知道你住哪里", "zh-Hans")) // who applied reads it
	r.do(say(r.b(), "原名", "ug"))
	r = newRoad(t).to(InSession)
	r.refused("mediation.guard.name_at_office", say(r.a(), "我知道你住哪里", "zh-Hans"))
	right := say(r.a(), "甲甲", "zh-Hans")
	r.as(r.clerk, access.Clerk).do(right)
}

// Who was asked to join is told by mail of what concerns it, and not of what the others do.
func TestNoMailTellsWhoIsOutsideWhatTheOthersDo(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.do(third())
	c := r.newest().ID
	mailed := func() (n int) {
		t.Helper()
		for i := range r.c.Parties {
			r.c.Parties[i].Mail = r.c.Parties[i].ID == c
		}
		jobs, err := (&Service{Service: &casefile.Service{IDs: r.ids}}).mails(&Change{Change: casefile.Change{Tenant: r.c.Tenant}, Case: r.c}, r.last().Event, r.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return len(jobs)
	}
	r.know.Application = Application{Summary: "x"}
	if r.do(r.correction()); mailed() != 0 {
		t.Error("it is told that something moved among the others")
	}
	refused := *r
	refused.do(Refuse{c, "oral"}, Withdraw{refused.a()})
	r.do(Withdraw{r.a()})
	if mailed() != 1 {
		t.Error("it is not told that there is nothing to join any more")
	}
	if *r = refused; mailed() != 0 {
		t.Error("who said no is told how the others ended")
	}
}
