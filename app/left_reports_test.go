package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/referral"
	"linli/report"
)

// heirHas: a report and a request for help that V1 left are V2's, by one event that those who answer are told of; nothing is promised anew,
// and what was counted stays where it was counted. A complaint stays at its desk, whose unit works.
func heirHas(t *testing.T, w *apptest.World, issue report.Case, help referral.Case, grievance report.Case) {
	t.Helper()
	told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), w.As("other.lead").Account, id.ID{}, 50)
	for _, key := range []string{"issue.notice.inherit", "referral.notice.inherit"} {
		if n := len(slices.DeleteFunc(slices.Clone(told), func(x notify.Notice) bool { return x.Key != key })); err != nil || n != 1 {
			t.Errorf("the heir is told %s %d times: %v", key, n, err)
		}
	}
	owed := func(kept interface {
		casefile.Kept
	}, c id.ID) {
		t.Helper()
		rows, err := kept.Promises(w.Ctx, w.Tenant(), c)
		if err != nil || len(rows) == 0 || slices.ContainsFunc(rows, func(p casefile.PromiseRow) bool { return p.Unit != w.Unit("V1") }) {
			t.Errorf("what was promised in the unit counts elsewhere: %+v %v", rows, err)
		}
	}
	got, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), issue.ID)
	if err != nil || got.Desk.Unit != w.Unit("V2") || got.Home != w.Unit("V2") || got.CountsIn() != w.Unit("V1") || got.Version != issue.Version+1 || got.State != issue.State || len(got.Moves) != 1 || !got.Moves[0].Ended {
		t.Errorf("the report is %+v (%v)", got, err)
	}
	owed(w.App.Report.Repo, got.ID)
	events, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), got.ID)
	if replayed, err2 := report.Replay(w.Tenant(), events); err != nil || err2 != nil || cmp.Diff(got, replayed) != "" {
		t.Errorf("replayed it is another: %v %v %s", err, err2, cmp.Diff(got, replayed))
	}
	asked, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), help.ID)
	if err != nil || asked.Unit != w.Unit("V2") || asked.CountsIn() != w.Unit("V1") || asked.Version != help.Version+1 || asked.State != help.State {
		t.Errorf("the request for help is %+v (%v)", asked, err)
	}
	owed(w.App.Referral.Repo, asked.ID)
	events, err = w.App.Referral.Repo.Events(w.Ctx, w.Tenant(), asked.ID)
	replayed, err2 := referral.Replay(w.Tenant(), events)
	replayed.Counted = asked.Counted // no event says in which edition of the measures it counts
	if err != nil || err2 != nil || cmp.Diff(asked, replayed) != "" {
		t.Errorf("replayed it is another: %v %v %s", err, err2, cmp.Diff(asked, replayed))
	}
	stays, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), grievance.ID)
	if err != nil || stays.Version != grievance.Version || stays.Desk != grievance.Desk {
		t.Errorf("the complaint is %+v (%v)", stays, err)
	}
	for unit, n := range map[string]int{"V1": 0, "V2": 1} {
		if left, err := w.App.Report.Repo.OpenIn(w.Ctx, w.Tenant(), w.Unit(unit), 10); err != nil || len(left) != n {
			t.Errorf("%s has %v, %v", unit, left, err)
		}
		if left, err := w.App.Referral.Repo.OpenIn(w.Ctx, w.Tenant(), w.Unit(unit), 10); err != nil || len(left) != n {
			t.Errorf("%s helps %v, %v", unit, left, err)
		}
	}
	if _, err := w.App.Referral.Act(w.Ctx, w.As("other.lead"), help.ID, referral.Take{Apart: true}, nil); err != nil {
		t.Errorf("the heir does not take it: %v", err)
	}
	if _, err := w.App.Referral.Act(w.Ctx, casefile.Itself(w.Tenant()), help.ID, referral.Inherit{}, nil); fault.Of(err) == nil || fault.Of(err).Key != "referral.guard.unit_works" {
		t.Errorf("the unit works: %v", err)
	}
}
