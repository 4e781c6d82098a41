package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/referral"
	"linli/report"
)

// TestTheArchivistIsRemindedOfAnErasure: once its person asked to erase a file, the archivist alone can answer, and is the one whom linli
// reminds: whoever worked on it before cannot open it any more.
func TestTheArchivistIsRemindedOfAnErasure(t *testing.T) {
	for name, asked := range map[string]func(w *apptest.World) (c id.ID, worker access.Actor, key string){
		"a report": func(w *apptest.World) (id.ID, access.Actor, string) {
			handler := w.Handler()
			c, person := w.Submit(w.Issue())
			c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Fix{Text: "换了灯泡"})
			c = w.Answer(person, c, report.Close{}, report.AskErasure{})
			return c.ID, handler, "issue.notice.due"
		},
		"a request for help": func(w *apptest.World) (id.ID, access.Actor, string) {
			c, person := w.Ask(w.Request())
			c = w.Help(w.Worker(), c, referral.Take{Apart: true}, referral.Close{})
			c = w.Help(person, c, referral.AskErasure{})
			return c.ID, w.Worker(), "referral.notice.due"
		},
	} {
		apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
			c, worker, key := asked(w)
			w.Clock.Add(18 * 24 * time.Hour)
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			reminded := func(account id.ID) bool {
				all, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), account, 50)
				if err != nil {
					t.Fatal(err)
				}
				return slices.ContainsFunc(all, func(n notify.Notice) bool { return n.Case == c && n.Key == key })
			}
			if !reminded(w.Hired("records").Account) {
				t.Errorf("%s: the archivist is not reminded", name)
			}
			if reminded(worker.Account) {
				t.Errorf("%s: whoever cannot answer is reminded", name)
			}
		})
	}
}
