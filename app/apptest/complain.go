package apptest

import (
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

// Complaint is an invented complaint about the mediator of V1, full of planted words.
func (w *World) Complaint() report.File {
	w.T.Helper()
	return report.File{Unit: w.Unit("V1"), Mediator: w.Hired("mediator").Account, Category: "complaint_mediator",
		Text:   w.say("阳台花盆坠落的调解偏向对方", "The mediator took the other side about the flower pot"),
		Number: w.say("赔偿伍佰元整一案", "the case about the awning"), Name: w.say("阿依古丽欧阳", "Adele Moreau"), Contact: w.say("13812345678", "212-555-0123")}
}

// Complain files a complaint on the public page and returns it with its author.
func (w *World) Complain(f report.File) (report.Case, access.Actor) {
	w.T.Helper()
	code, err := w.App.Report.File(w.Ctx, w.Anybody(), f, nil)
	w.must(err)
	return w.Complained(code)
}

// Anybody is whoever opens a public page.
func (w *World) Anybody() access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Via: "web", Language: w.Language()}
}

// Complained is the complaint of a code, with its author.
func (w *World) Complained(code id.Code) (report.Case, access.Actor) {
	w.T.Helper()
	slip, err := w.App.Report.Repo.Slip(w.Ctx, w.Tenant(), code)
	w.must(err)
	c, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), slip.Case)
	w.must(err)
	return c, access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Author, Via: "web", Language: w.Language()}
}

// Answer asks for an event of a complaint and fails the test when it is refused.
func (w *World) Answer(a access.Actor, c report.Case, cmds ...report.Command) report.Case {
	w.T.Helper()
	for _, cmd := range cmds {
		w.Clock.Add(time.Minute)
		out, err := w.App.Report.Act(w.Ctx, a, c.ID, cmd, nil)
		if err != nil {
			w.T.Fatalf("%s in %s: %v", cmd.Kind(), c.State, err)
		}
		c = out
	}
	return c
}

// Give gives an account a further post.
func (w *World) Give(login, unit string, kind access.PostKind) {
	w.T.Helper()
	cli := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
	_, err := w.App.Office.AssignPost(w.Ctx, cli, office.AssignPost{Account: w.Hired(login).Account, Unit: w.Unit(unit), Kind: kind})
	w.must(err)
}

// Take ends a post of an account.
func (w *World) Take(login, unit string, kind access.PostKind) {
	w.T.Helper()
	cli := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
	p, err := w.App.Office.AssignPost(w.Ctx, cli, office.AssignPost{Account: w.Hired(login).Account, Unit: w.Unit(unit), Kind: kind})
	w.must(err)
	w.must(w.App.Office.EndPost(w.Ctx, cli, w.Unit(unit), p.ID))
}

// TakeOut has a handler propose to take something out of a report, and somebody else let it.
func (w *World) TakeOut(handler, other access.Actor, c report.Case, cmd report.ProposeTakeOut) report.Case {
	w.T.Helper()
	c = w.Answer(handler, c, cmd)
	return w.Answer(other, c, report.TakeOut{Seen: c.Version})
}
