package survey_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight/survey"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/store/dialect"
)

var reported = map[string]string{"told": "yes", "in_time": "partly", "solved": "no", "service": "little"}

var content = map[string]string{"heard": "yes", "fair": "partly", "free": "yes", "service": "very"}

// code gives out a code for a party in a unit.
func code(t *testing.T, w *apptest.World, unit string) string {
	t.Helper()
	return codeOf(t, w, mediation.Capability, w.Unit(unit))
}

// codeOf gives out a code for the people of a capability.
func codeOf(t *testing.T, w *apptest.World, of string, unit id.ID) string {
	t.Helper()
	c, _, _, err := w.App.Survey.Issue(w.Ctx, w.Tenant(), of, unit)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answer answers n times for a unit.
func answer(t *testing.T, w *apptest.World, unit string, n int) {
	t.Helper()
	for range n {
		if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), code(t, w, unit), content); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Survey
		c := code(t, w, "V1")
		if _, err := s.Ask(w.Ctx, w.Tenant(), strings.ToLower(survey.Show(c))); err != nil {
			t.Errorf("as it is typed: %v", err)
		}
		for name, x := range map[string]map[string]string{"none": {}, "one is missing": {"heard": "yes", "fair": "yes", "free": "yes"},
			"a foreign answer": {"heard": "yes", "fair": "yes", "free": "yes", "service": "the mediator was late"}} {
			if err := s.Answer(w.Ctx, w.Tenant(), c, x); err == nil {
				t.Errorf("%s: it is counted", name)
			}
		}
		if err := s.Answer(w.Ctx, w.Tenant(), c, content); err != nil {
			t.Fatal(err)
		}
		// One answer to a code that was used, that was mistyped and that never was: trying tells nobody that a party answered.
		mistyped := []byte(c)
		if mistyped[10]++; mistyped[10] > 'Z' || mistyped[10] == ':' {
			mistyped[10] = '0'
		}
		for name, x := range map[string]string{"used": c, "mistyped": string(mistyped), "short": c[:19], "none": "", "invented": c[:4] + "0123456789ABCDEF"} {
			if err := s.Answer(w.Ctx, w.Tenant(), x, content); !errors.Is(err, survey.ErrCode) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := s.Ask(w.Ctx, w.Tenant(), x); !errors.Is(err, survey.ErrCode) {
				t.Errorf("%s is asked: %v", name, err)
			}
		}
		// A code ends with the quarter after the one in which it was given, and what was kept of used ones goes.
		late := code(t, w, "V1")
		w.Clock.Set(time.Date(2026, 6, 30, 15, 0, 0, 0, time.UTC)) // 23:00 in Shanghai
		if _, err := s.Ask(w.Ctx, w.Tenant(), late); err != nil {
			t.Errorf("on its last day: %v", err)
		}
		w.Clock.Add(2 * time.Hour)
		if _, err := s.Ask(w.Ctx, w.Tenant(), late); !errors.Is(err, survey.ErrCode) {
			t.Errorf("after its last day: %v", err)
		}
		if err := s.Forget(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		if rest := dump(t, w)["survey_used"]; rest != "" {
			t.Errorf("kept of a used code: %s", rest)
		}
	})
}

// dump is every row of every table as text.
func dump(t *testing.T, w *apptest.World) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := w.App.Stores.Cases.Administer(w.Ctx, func(ctx context.Context, pool *sql.DB) error {
		list := `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'goose%'`
		if w.App.Stores.Cases.Engine() == dialect.Postgres {
			list = `select table_name from information_schema.tables where table_schema = current_schema() and table_name not like 'goose%'`
		}
		names, err := pool.QueryContext(ctx, list)
		if err != nil {
			return err
		}
		defer names.Close()
		var tables []string
		for names.Next() {
			var name string
			if err := names.Scan(&name); err != nil {
				return err
			}
			tables = append(tables, name)
		}
		for _, table := range tables {
			if out[table], err = text(ctx, pool, table); err != nil {
				return err
			}
		}
		return names.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(ctx context.Context, pool *sql.DB, table string) (string, error) {
	rows, err := pool.QueryContext(ctx, "select * from "+table)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		for i, v := range values {
			if raw, ok := v.([]byte); ok {
				v = fmt.Sprintf("%x", raw)
			}
			fmt.Fprintf(&b, "%s=%v ", columns[i], v)
		}
		b.WriteByte('\n')
	}
	return b.String(), rows.Err()
}

// TestNobodyCanTellWhichReporterAnswered: a report that is over, of either kind, gives its author one code; nobody is told of it, in public
// nothing moves, and no event holds the code. What an answer changes is a count and a hash that lead to no report.
func TestNobodyCanTellWhichReporterAnswered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		issue, reporter := w.Submit(w.Issue())
		issue = w.Answer(w.Handler(), issue, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "换了灯泡"}, report.Close{})
		complaint, author := w.Complain(w.Complaint())
		lead := w.As("upper.lead")
		complaint = w.Answer(lead, complaint, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "已经说明"})
		complaint = w.Answer(author, complaint, report.Close{})
		for _, x := range []struct {
			name            string
			c               report.Case
			author, handler access.Actor
		}{{"a report", issue, reporter, w.Handler()}, {"a complaint", complaint, author, lead}} {
			c := x.c
			start := dump(t, w)
			code := codeOf(t, w, report.Capability, c.CountsIn())
			if _, err := w.App.Report.Act(w.Ctx, x.handler, c.ID, report.OfferSurvey{}, nil); err == nil {
				t.Errorf("%s: who handles it takes the code", x.name)
			}
			c = w.Answer(x.author, c, report.OfferSurvey{})
			if rows := dump(t, w); rows["report_public"] != start["report_public"] || rows["notice"] != start["notice"] {
				t.Errorf("%s: that the code was taken stands in public, or is told", x.name)
			}
			o, err := w.App.Report.Open(w.Ctx, x.handler, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range o.Events {
				if e.Kind == "offer_survey" && string(e.Body) != "{}" {
					t.Errorf("%s: the event says more than that the code was taken: %s", x.name, e.Body)
				}
			}
			before := dump(t, w)
			w.Clock.Add(time.Hour)
			if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), code, reported); err != nil {
				t.Fatal(err)
			}
			after := dump(t, w)
			for table, rows := range after {
				if table != "survey_tally" && table != "survey_used" && rows != before[table] {
					t.Errorf("%s: an answer changes %s", x.name, table)
				}
				for _, secret := range []string{code, survey.Show(code), fmt.Sprintf("%x", code)} {
					if strings.Contains(rows, secret) {
						t.Errorf("%s: %s holds a code", x.name, table)
					}
				}
			}
			for _, table := range []string{"survey_tally", "survey_used"} {
				for _, of := range []id.ID{c.ID, c.Author, c.PublicID, c.Handler} {
					if !of.IsZero() && strings.Contains(after[table], fmt.Sprintf("%x", of[:])) {
						t.Errorf("%s: %s names the report, its author or who handled it", x.name, table)
					}
				}
				if strings.Contains(after[table], c.Category) || strings.Contains(after[table], "2026-03") {
					t.Errorf("%s: %s tells its category or a day", x.name, table)
				}
			}
			if strings.Contains(w.Log.String(), code) || strings.Contains(w.Log.String(), "survey") {
				t.Errorf("%s: the log speaks of an answer", x.name)
			}
		}
		// The two surveys are counted apart, and a code of one is none of the other.
		if n := strings.Count(dump(t, w)["survey_tally"], "form=reported"); n == 0 || strings.Contains(dump(t, w)["survey_tally"], "form=after") {
			t.Errorf("%d counts of reports", n)
		}
	})
}

// TestNobodyCanTellWhoAnswered compares two offices that differ in nothing but in which of two parties answered, and looks at
// all that an answer changes: a count, and a hash that names nobody.
func TestNobodyCanTellWhoAnswered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.After(mediation.Performed)
		codes := make([]string, 2)
		for i := range codes {
			codes[i] = code(t, w, "V1")
			c = w.Act(w.Party(c, i), c, mediation.OfferSurvey{Party: c.Parties[i].ID})
		}
		// Offered once: a second code would be a second voice.
		_, _, err := w.App.Mediation.Act(w.Ctx, w.Party(c, 0), c.ID, mediation.OfferSurvey{Party: c.Parties[0].ID}, mediation.Ask{})
		if f := fault.Of(err); f == nil || f.Key != "mediation.guard.survey_given" {
			t.Errorf("offered twice: %v", err)
		}
		if _, _, err := w.App.Mediation.Act(w.Ctx, w.Party(c, 0), c.ID, mediation.OfferSurvey{Party: c.Parties[1].ID}, mediation.Ask{}); err == nil {
			t.Error("a party takes the code of another")
		}
		before := dump(t, w)
		w.Clock.Add(time.Hour)
		if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), codes[0], content); err != nil {
			t.Fatal(err)
		}
		after := dump(t, w)
		for table, rows := range after {
			switch {
			case table == "survey_tally":
				if strings.Count(rows, "\n") != 4 || strings.Contains(rows, "2026-03") {
					t.Errorf("the counts: %s", rows)
				}
			case table == "survey_used":
				if strings.Count(rows, "\n") != 1 || strings.Contains(rows, "ends=20260630") == false {
					t.Errorf("the used codes: %s", rows)
				}
			case rows != before[table]:
				t.Errorf("an answer changes %s", table)
			}
			for _, secret := range []string{codes[0], survey.Show(codes[0]), fmt.Sprintf("%x", codes[0])} {
				if strings.Contains(rows, secret) {
					t.Errorf("%s holds a code", table)
				}
			}
		}
		for _, table := range []string{"survey_tally", "survey_used"} {
			for _, x := range []id.ID{c.ID, c.Parties[0].ID, c.Parties[1].ID} {
				if strings.Contains(after[table], fmt.Sprintf("%x", x[:])) {
					t.Errorf("%s names a case or a party", table)
				}
			}
		}
		if strings.Contains(w.Log.String(), codes[0]) || strings.Contains(w.Log.String(), "survey") {
			t.Error("the log speaks of an answer")
		}
		// The event says that it was offered to a party, to that party and to those at work, and no more.
		for _, e := range w.Events(c) {
			if e.Kind == "offer_survey" && (strings.Contains(string(e.Body), codes[0]) || strings.Contains(string(e.Body), codes[1])) {
				t.Error("an event holds a code")
			}
		}
		other, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 1), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range other.Events {
			if e.Kind == "offer_survey" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("a party sees %d offers, its own is one", n)
		}
	})
}

func TestTooFewAnswersAreNotShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, lead := w.App.Survey, w.As("upper.lead")
		for _, login := range []string{"clerk", "mediator", "admin"} {
			if _, err := s.Results(w.Ctx, w.As(login), mediation.Capability, w.Unit("V1"), "2025-Q4"); fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s sees answers: %v", login, err)
			}
		}
		answer(t, w, "V1", 24)
		answer(t, w, "V2", 19)
		const period = "2026-Q1"
		if _, err := s.Results(w.Ctx, lead, mediation.Capability, w.Unit("T"), period); fault.Of(err).Code != fault.NotFound {
			t.Errorf("a period that runs is shown: %v", err)
		}
		w.Clock.Set(time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC))
		look := func(unit string) survey.Result {
			t.Helper()
			r, err := s.Results(w.Ctx, lead, mediation.Capability, w.Unit(unit), period)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := look("T"); !r.Shown || r.N != 43 || r.Answers["heard"][0].N != 43 || r.Answers["heard"][0].Low > 0.93 || r.Answers["heard"][0].High != 1 || len(r.Answers["service"]) != 4 {
			t.Errorf("the township: %+v", r)
		}
		if r := look("V2"); r.Shown || r.N != 0 || len(r.Answers) != 0 {
			t.Errorf("19 answers are shown: %+v", r)
		}
		if r := look("V1"); r.Shown || r.N != 0 { // or the 19 could be had by subtraction
			t.Errorf("24 answers beside 19 are shown: %+v", r)
		}
		// In the next quarter there are enough in both.
		answer(t, w, "V1", 20)
		answer(t, w, "V2", 20)
		w.Clock.Set(time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC))
		for _, unit := range []string{"V1", "V2"} {
			if r, err := s.Results(w.Ctx, lead, mediation.Capability, w.Unit(unit), "2026-Q2"); err != nil || !r.Shown || r.N != 20 {
				t.Errorf("20 answers of %s: %+v %v", unit, r, err)
			}
		}
		if r := look("T"); r.N != 43 { // a period that is over does not move
			t.Errorf("the first quarter has become %d", r.N)
		}
	})
}
