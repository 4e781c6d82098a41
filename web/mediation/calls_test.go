package mediation_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
)

// A call is written down, promised, answered; a wrong note is taken back and says why. Only its own party sees the call, and
// nobody outside the office reads what was taken back.
func TestCallsAndWrongEntriesOnThePage(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		at := "/mediations/" + c.ID.String()
		mediator := s.as("mediator")
		a, b := c.Parties[0].ID.String(), c.Parties[1].ID.String()
		mediator.act(at, "call", func(f *filled) {
			f.fill("party", a, "way", "in", "text", "孩子发烧，明天来不了", "promised", "问能否改期", "back-day", "20", "back-month", "3", "back-year", "2026")
		})
		body := mediator.page(at)
		for _, words := range []string{"called", "孩子发烧，明天来不了", "Promised to call back by", "20 March 2026", "问能否改期", "Write down that you called back"} {
			says(t, body, words)
		}
		open := func(i int) *mediation.Opened {
			t.Helper()
			o, err := s.App.Mediation.Open(s.Ctx, s.Party(c, i), c.ID, access.ForParty)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		if o := open(0); len(o.Case.Calls) != 1 || o.Case.Calls[0].Back != "2026-03-20" || !slices.ContainsFunc(o.Promises, func(p casefile.PromiseRow) bool { return p.Rule == "call_back" }) {
			t.Errorf("its party sees %+v", o.Case.Calls)
		}
		if o := open(1); len(o.Case.Calls)+len(o.Calls) != 0 || slices.ContainsFunc(o.Promises, func(p casefile.PromiseRow) bool { return p.Rule == "call_back" }) {
			t.Errorf("the other party sees %+v", o.Case.Calls)
		}
		after, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		mediator.act(at, "call_back", func(f *filled) { f.fill("call", after.Calls[0].ID.String(), "reached", "yes", "text", "改到周四") })
		says(t, mediator.page(at), "Called back on")

		mediator.act(at, "note", func(f *filled) { f.fill("scope", "party:"+b, "text", "这是甲方说的底线") })
		if texts := open(1).Texts; len(texts) == 0 {
			t.Fatal("the party does not read its own note")
		}
		body = mediator.page(at)
		says(t, body, "Take back")
		events := s.Events(c)
		last := events[len(events)-1]
		mediator.act(at, "undo", func(f *filled) { f.fill("event", last.ID.String(), "why", "wrong_party") })
		body = mediator.page(at)
		for _, words := range []string{"Taken back since", "It concerns another party", "这是甲方说的底线"} {
			says(t, body, words)
		}
		o := open(1)
		for _, x := range o.Texts {
			if strings.Contains(x.Text, "底线") {
				t.Errorf("the party reads what was taken back: %+v", x)
			}
		}
		if len(o.Undone) != 0 || len(o.Case.Notes) != 0 {
			t.Errorf("the party sees %v and %v", o.Undone, o.Case.Notes)
		}
		status, again := mediator.post(at+"/undo", map[string][]string{"_key": {"once-more-0001"}, "event": {last.ID.String()}, "why": {"twice"}})
		if status != http.StatusConflict && status != http.StatusUnprocessableEntity && status != http.StatusBadRequest || !strings.Contains(again, "This entry has been taken back already.") {
			t.Errorf("taken back twice: %d %s", status, summary(again))
		}
		s.Clock.Add(mediation.UndoWithin)
		first := s.Events(c)[len(events)-2]
		if _, late := mediator.post(at+"/undo", map[string][]string{"_key": {"too-late-0001"}, "event": {first.ID.String()}, "why": {"not_so"}}); !strings.Contains(late, "An entry can be taken back for 60 minutes. Write down now what is right; both stay in the history.") {
			t.Errorf("an hour later: %s", summary(late))
		}
	})
}

// summary is what the page says is wrong.
func summary(body string) string {
	_, rest, _ := strings.Cut(body, "govuk-error-summary")
	return rest[:min(len(rest), 900)]
}
