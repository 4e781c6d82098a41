package house_test

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	reports "linli/report"
)

// queues are what an account lists and owes in every capability, each row where it stands.
func queues(t testing.TB, w *apptest.World, a access.Actor) (out []string) {
	t.Helper()
	soon := promise.Filter{Until: w.Clock.Now().AddDate(0, 3, 0), Limit: 50}
	mediations, err := w.App.Mediation.List(w.Ctx, a, mediation.Filter{})
	say(t, &out, "a list of mediations", mediations.Rows, err)
	sessions, err := w.App.Mediation.Due(w.Ctx, a, promise.Filter{})
	say(t, &out, "mediations due", sessions, err)
	queue, _, err := w.App.Report.Queue(w.Ctx, a, reports.QueueFilter{Limit: 50})
	say(t, &out, "a list of reports", queue, err)
	desk, _, err := w.App.Report.List(w.Ctx, a, reports.QueueFilter{Limit: 50})
	say(t, &out, "a list of complaints", desk, err)
	answers, err := w.App.Report.Due(w.Ctx, a, soon)
	say(t, &out, "reports due", answers, err)
	help, _, err := w.App.Referral.List(w.Ctx, a, referral.Filter{Limit: 50})
	say(t, &out, "a list of requests for help", help, err)
	steps, err := w.App.Referral.Due(w.Ctx, a, soon)
	say(t, &out, "requests for help due", steps, err)
	for i, x := range out {
		out[i] = a.Account.String() + ": " + x
	}
	return out
}

// say adds the rows of a list; whoever may not see it has none.
func say[T any](t testing.TB, out *[]string, what string, rows []T, err error) {
	t.Helper()
	if f := fault.Of(err); err != nil && f.Code != fault.Forbidden && f.Code != fault.NotFound {
		t.Fatal(err)
	}
	for _, r := range rows {
		*out = append(*out, fmt.Sprintf("%s: %+v", what, r))
	}
}

// TestWhoEndsOneMatterLosesNothingInAnother is refusal R5 for reports, complaints and requests for help: of two of each that one person has
// with us the first is taken back, left or told to another; every row, date, promise and place in a queue of the others stays as it was.
func TestWhoEndsOneMatterLosesNothingInAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.To(mediation.Accepted)
		var firsts []matter
		for range 2 {
			all := []matter{issued(t, w, planted, "street_light"), complained(t, w, planted, "grievance"), complained(t, w, planted, "complaint_mediator"), seeking(t, w, planted), seeking(t, w, planted)}
			if firsts == nil {
				firsts = all
			}
		}
		report := func(m matter, cmd reports.Command) func() {
			return func() {
				c, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), m.id)
				if err != nil {
					t.Fatal(err)
				}
				w.Answer(m.person, c, cmd)
			}
		}
		help := func(m matter, cmd referral.Command) func() {
			return func() {
				c, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), m.id)
				if err != nil {
					t.Fatal(err)
				}
				w.Help(m.person, c, cmd)
			}
		}
		for _, x := range []struct {
			of  matter
			end func()
		}{{firsts[0], report(firsts[0], reports.Withdraw{})}, {firsts[1], report(firsts[1], reports.Withdraw{})}, {firsts[2], report(firsts[2], reports.Withdraw{})},
			{firsts[3], help(firsts[3], referral.TakeBack{Referral: firsts[3].referral})}, {firsts[4], help(firsts[4], referral.Leave{})}} {
			before := others(t, w, x.of.id)
			if len(before.rows) < 8 || len(before.places) < 10 {
				t.Fatalf("%d tables and %d places are compared", len(before.rows), len(before.places))
			}
			x.end()
			for _, found := range touched(before, others(t, w, x.of.id)) {
				t.Errorf("%s: %s", x.of.name, found)
			}
		}
		last := firsts[4].id
		before := others(t, w, last)
		for _, x := range [][2]string{
			{"a promise of another report moves", "update promise set due_at = due_at + 60000000 where case_id in (select id from report) and case_id <> "},
			{"another report moves in the queue", "update report set received_at = received_at + 60000000 where id <> "},
			{"another request for help is handed on", "update referral set updated_at = updated_at + 1 where id <> "},
			{"a consent of another request ends", "delete from consent where case_id <> "},
		} {
			broken(t, w, x[1], last)
			now := others(t, w, last)
			if len(touched(before, now)) == 0 {
				t.Errorf("%s, and nothing was found", x[0])
			}
			before = now
		}
	})
}

// strangers lists the rows that came, went or changed between two looks and are none of one case: they name neither it nor anything of it.
// The counts are of its category alone.
func strangers(before, after map[string][]row, of id.ID) (found []string) {
	names := [][]byte{of[:]}
	for table, all := range after {
		for _, r := range all {
			if own, _ := r["id"].([]byte); len(own) == 16 && caseOf(table, r) == hex.EncodeToString(of[:]) {
				names = append(names, own) // of an event, a job, a notice
			}
		}
	}
	own := func(table string, r row) bool {
		for _, v := range r {
			switch v := v.(type) {
			case []byte:
				if slices.ContainsFunc(names, func(x []byte) bool { return slices.Equal(x, v) }) {
					return true
				}
			case string:
				if strings.Contains(v, of.String()) || table == "count_month" && v == "grievance" {
					return true
				}
			}
		}
		return false
	}
	look := func(a, b map[string][]row, how string) {
		for table, all := range b {
			if strings.HasPrefix(table, "keys.") { // written ahead for whatever comes next
				continue
			}
			for _, r := range all {
				if !own(table, r) && !slices.ContainsFunc(a[table], func(x row) bool { return reflect.DeepEqual(x, r) }) {
					found = append(found, fmt.Sprintf("%s %s: %.300v", table, how, r))
				}
			}
		}
	}
	look(before, after, "has a new row")
	look(after, before, "has lost a row")
	return found
}

// TestAGrievanceTouchesItsOwnRowsAlone is refusal R4 and a sentence of the design: filing a grievance changes its own case's rows, jobs and
// tallies, and nothing else that any table holds, though the same person has other matters with us and has complained before.
func TestAGrievanceTouchesItsOwnRowsAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.To(mediation.Accepted)
		issued(t, w, planted, "street_light")
		complained(t, w, planted, "grievance")
		seeking(t, w, planted)
		before := left(t, w)
		f := w.Complaint()
		f.Category, f.Mediator = "grievance", id.ID{}
		c, _ := w.Complain(f)
		after := left(t, w)
		for _, x := range strangers(before, after, c.ID) {
			t.Error(x)
		}
		for _, x := range [][2]string{
			{"filing marks the other reports", "update report set look = look + 1 where id <> "},
			{"filing leaves a job about another case", "update job set wake_at = wake_at + 1 where payload not like '%" + c.ID.String() + "%' and tenant_id <> "},
			{"filing counts what is of another category", "update count_month set n = n + 1 where code <> 'grievance' and tenant_id <> "},
			{"filing tells somebody of another case", "update notice set at = at + 1 where case_id <> "},
		} {
			broken(t, w, x[1], c.ID)
			now := left(t, w)
			if len(strangers(after, now, c.ID)) == 0 {
				t.Errorf("%s, and nothing was found", x[0])
			}
			after = now
		}
	})
}
