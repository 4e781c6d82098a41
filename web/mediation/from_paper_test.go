package mediation_test

import (
	"strings"
	"testing"

	"linli/mediation"
)

// TestAClerkBringsACaseInFromPaper goes through the form: what is missing is named at its field, the answers are checked before
// anything is saved, and the case page says what was not seen.
func TestAClerkBringsACaseInFromPaper(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		says(t, clerk.page("/mediations"), `href="/mediations/paper"`)
		body := clerk.page("/mediations/paper")
		_, body = clerk.form(body, "/mediations/paper").fill("own_dispute", "no", "type", "neighbour", "summary", "阳台花盆坠落", "state", "in_session",
			"received-year", "2026", "received-month", "2", "received-day", "10", "parties[0].name", "阿依古丽欧阳", "parties[1].name", "慕容雪松").press("check")
		says(t, body, `href="#number"`)
		says(t, body, `href="#accepted`)
		_, body = clerk.form(body, "/mediations/paper").fill("number", "青调7号", "accepted-year", "2026", "accepted-month", "2", "accepted-day", "20").press("check")
		says(t, body, "Sessions were held")
		says(t, body, "青调7号")
		_, to := clerk.form(body, "/mediations/paper").press("save")
		body = clerk.page(to)
		says(t, body, "Print a slip for every party")
		if n := strings.Count(body, `name="party"`); n != 2 {
			t.Errorf("%d slips are offered", n)
		}
		body = clerk.page(strings.TrimSuffix(to, "/created"))
		says(t, body, "青调7号")
		says(t, body, "Said to have agreed on paper, not seen by linli")
		says(t, body, "linli saw no consent, no signature and no session of before")
		says(t, body, "Take back")
		if status, _ := s.as("lead").get("/mediations/paper"); status < 400 {
			t.Errorf("a lead is let in: %d", status)
		}
	})
}

// TestWhatIsOwedOnPaperIsAskedFor enters an agreement with what is left of it, in parts.
func TestWhatIsOwedOnPaperIsAskedFor(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		body := clerk.page("/mediations/paper")
		options := strings.Split(body[strings.Index(body, `name="terms[0].obligor"`):], `value="`)
		first, second := options[2][:36], options[3][:36]
		_, body = clerk.form(body, "/mediations/paper").fill("own_dispute", "no", "type", "neighbour", "summary", "阳台花盆坠落", "state", string(mediation.Performing), "number", "青调9号",
			"received-year", "2025", "received-month", "11", "received-day", "10", "accepted-year", "2025", "accepted-month", "11", "accepted-day", "12",
			"effective-year", "2025", "effective-month", "12", "effective-day", "1", "parties[0].name", "阿依古丽欧阳", "parties[1].name", "慕容雪松",
			"terms[0].kind", "money", "terms[0].text", "赔偿余款", "terms[0].amount", "600", "terms[0].parts", "3", "terms[0].first-year", "2026",
			"terms[0].first-month", "4", "terms[0].first-day", "30").press("parts:0")
		_, body = clerk.form(body, "/mediations/paper").press("check")
		says(t, body, `href="#terms-0-obligor"`)
		_, body = clerk.form(body, "/mediations/paper").fill("terms[0].obligor", second, "terms[0].obligee", first).press("check")
		_, body = clerk.form(body, "/mediations/paper").press("change")
		_, body = clerk.form(body, "/mediations/paper").press("check")
		says(t, body, "赔偿余款")
		_, to := clerk.form(body, "/mediations/paper").press("save")
		body = clerk.page(strings.TrimSuffix(to, "/created"))
		says(t, body, "赔偿余款")
		if n := strings.Count(body, "200.00"); n < 3 {
			t.Errorf("%d of three parts are shown", n)
		}
		says(t, body, "The agreement was made on paper")
		hides(t, body, "/papers/agreement")
	})
}
