package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
)

// TestACaseIsFoundByItsNumber: as the papers have it, by what a person types of it, by the number of before linli, and beside what else
// the list is narrowed to; by no other unit, and by nothing that is no number.
func TestACaseIsFoundByItsNumber(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		first, second := w.To(mediation.Accepted), w.To(mediation.Assigned)
		paper, _, err := w.App.Mediation.FromPaper(w.Ctx, w.As("clerk"), onPaper(w, "青调7号", mediation.InSession), mediation.Ask{})
		if err != nil {
			t.Fatal(err)
		}
		w.Apply()
		w.Clock.Add(3 * 24 * time.Hour)
		later := w.To(mediation.Accepted)
		name := map[id.ID]string{first.ID: "first", second.ID: "second", paper.ID: "from paper", later.ID: "later"}
		day := func(from, until int) casefile.Days {
			at := func(n int) time.Time {
				if n == 0 {
					return time.Time{}
				}
				return w.Clock.Now().AddDate(0, 0, n)
			}
			return casefile.Days{From: at(from), Until: at(until)}
		}
		for _, x := range []struct {
			login string
			f     mediation.Filter
			want  []string
		}{
			{"clerk", mediation.Filter{Number: "柳树村人调字〔2026〕第1号"}, []string{"first"}},
			{"clerk", mediation.Filter{Number: "2026-1"}, []string{"first"}},
			{"clerk", mediation.Filter{Number: "２０２６－０００２"}, []string{"second"}},
			{"clerk", mediation.Filter{Number: "1"}, []string{"first"}},
			{"clerk", mediation.Filter{Number: "第3号"}, []string{"later"}},
			{"clerk", mediation.Filter{Number: "3", Days: day(-1, 0)}, []string{"later"}},
			{"clerk", mediation.Filter{Number: "3", Days: day(0, -1)}, nil},
			{"clerk", mediation.Filter{Number: "2025-1"}, nil},
			{"clerk", mediation.Filter{Number: "1", State: mediation.Assigned}, nil},
			{"clerk", mediation.Filter{Number: "2026-1", Type: first.Type}, []string{"first"}},
			{"clerk", mediation.Filter{Number: "2026-1", Type: "other"}, nil},
			{"clerk", mediation.Filter{Number: "青调7号"}, []string{"from paper"}},
			{"clerk", mediation.Filter{Number: "青调8号"}, nil},
			{"clerk", mediation.Filter{Number: "石桥村人调字〔2026〕第1号"}, nil},
			{"clerk", mediation.Filter{Number: "13812345678"}, nil},
			{"clerk", mediation.Filter{Number: "2026-1", Unit: w.Unit("V2")}, nil},
			{"mediator", mediation.Filter{Number: "2", Mine: true}, []string{"second"}},
			{"mediator", mediation.Filter{Number: "1", Mine: true}, nil},
			{"other.clerk", mediation.Filter{Number: "2026-1"}, nil}, // not there and not its own are one
			{"other.clerk", mediation.Filter{Number: "青调7号"}, nil},
			{"other.clerk", mediation.Filter{Number: "2026-99"}, nil},
		} {
			var got []string
			for of := range listed(t, w, x.login, x.f) {
				got = append(got, name[of])
			}
			slices.Sort(got)
			if !slices.Equal(got, x.want) {
				t.Errorf("%s asks for %q: %v, want %v", x.login, x.f.Number, got, x.want)
			}
		}
		if all := listed(t, w, "clerk", mediation.Filter{Days: day(-1, 0)}); len(all) != 1 {
			t.Errorf("%d cases came in the last days", len(all))
		}
		if all := listed(t, w, "clerk", mediation.Filter{Type: first.Type, Days: day(0, -1)}); len(all) != 4 {
			t.Errorf("%d cases of a kind came before", len(all))
		}
		for _, typed := range []string{"阿依古丽", "no number", "〔〕"} {
			if _, err := w.App.Mediation.List(w.Ctx, w.As("clerk"), mediation.Filter{Number: typed}); fault.Of(err) == nil || fault.Of(err).Field != "number" {
				t.Errorf("%q: %v", typed, err)
			}
		}
		row := listed(t, w, "clerk", mediation.Filter{Number: "1"})[first.ID]
		if behind := listed(t, w, "clerk", mediation.Filter{Number: "1", After: mediation.Cursor{Due: row.Due, ID: row.ID}}); len(behind) != 0 {
			t.Errorf("behind the last row stand %v", behind)
		}
	})
}

// TestReportsAndRequestsAreNarrowed to what was received on some days, and to what they are about.
func TestReportsAndRequestsAreNarrowed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		early, _ := w.Submit(w.Issue())
		complaint, _ := w.Complain(w.Complaint())
		x := w.Request()
		legal, _ := w.Ask(x)
		w.Clock.Add(3 * 24 * time.Hour)
		late, _ := w.Submit(w.Issue())
		x.Needs = []string{"rent_arrears", "legal_aid"}
		both, _ := w.Ask(x)
		since := casefile.Days{From: w.Clock.Now().Add(-24 * time.Hour)}
		before := casefile.Days{Until: since.From}
		check := func(what string, got, want []id.ID, err error) {
			t.Helper()
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v (%v)", what, got, want, err)
			}
		}
		for days, want := range map[casefile.Days]id.ID{since: late.ID, before: early.ID} {
			rows, _, err := w.App.Report.Queue(w.Ctx, w.As("clerk"), report.QueueFilter{Days: days})
			var got []id.ID
			for _, r := range rows {
				got = append(got, r.ID)
			}
			check("the queue", got, []id.ID{want}, err)
		}
		desk := func(f report.QueueFilter, want ...id.ID) {
			t.Helper()
			f.Limit = 9
			rows, _, err := w.App.Report.List(w.Ctx, w.As("upper.lead"), f)
			var got []id.ID
			for _, r := range rows {
				got = append(got, r.Case.ID)
			}
			check("the desk", got, want, err)
		}
		desk(report.QueueFilter{Days: before, Category: complaint.Category}, complaint.ID)
		desk(report.QueueFilter{Days: since})
		desk(report.QueueFilter{Category: "street_light"})
		help := func(a access.Actor, f referral.Filter, want ...id.ID) {
			t.Helper()
			f.Limit = 9
			rows, _, err := w.App.Referral.List(w.Ctx, a, f)
			var got []id.ID
			for _, r := range rows {
				got = append(got, r.Case.ID)
			}
			check("requests for help", got, want, err)
		}
		worker := w.Worker()
		help(worker, referral.Filter{Need: "legal_aid"}, legal.ID, both.ID)
		help(worker, referral.Filter{Need: "rent_arrears"}, both.ID)
		help(worker, referral.Filter{Need: "legal"}) // part of a code is none
		help(worker, referral.Filter{Need: "legal_aid", Days: before}, legal.ID)
		help(worker, referral.Filter{State: referral.Working})
		help(worker, referral.Filter{State: referral.Closed, Need: "rent_arrears"})
		help(worker, referral.Filter{Unit: w.Unit("V2")})
	})
}
