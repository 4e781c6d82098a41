package mediation_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/notify"
)

// noticed are the lines of the notices' block, empty where the page has none.
var noticed = regexp.MustCompile(`(?s)<section aria-label="[^"]*">.*?</section>`)

func TestNoticesAreReadAndMarked(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		hides(t, s.as("mediator").page("/due"), "Notices")
		c := s.To(mediation.InSession)
		s.Act(s.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "底线是三百元"})
		s.Apply() // and nobody takes it up
		s.Clock.Add(50 * 24 * time.Hour)
		s.must(s.App.Tick(s.Ctx))

		at := `href="/mediations/` + c.ID.String() + `"`
		for lang, texts := range map[i18n.Language][]string{
			i18n.English: {"Notices", "A party has added a statement.", "柳树村人调字〔2026〕第1号", "Mark as read"},
			i18n.Hans:    {"通知", "一方当事人添加了陈述。", "标为已读"},
			i18n.Hant:    {"通知", "一方當事人新增了陳述。", "標示為已讀"},
		} {
			body := noticed.FindString(s.as("mediator").in(lang).page("/due"))
			for _, text := range append(texts, at) {
				says(t, body, text)
			}
			hides(t, body, "底线是三百元")
		}
		// The lead learns what is late; the lead of the unit above learns the unit, and finds no way into the case.
		body := noticed.FindString(s.as("lead").page("/due"))
		says(t, body, "Late: The session&#39;s record within 3 working days")
		says(t, body, at)
		for lang, late := range map[i18n.Language]string{i18n.English: "Late: Screening opened within 3 working days", i18n.Hans: "已逾期：3 个工作日内开始了解情况", i18n.Hant: "已逾期：3 個工作日內開始了解情況"} {
			body = noticed.FindString(s.as("upper.lead").in(lang).page("/due"))
			says(t, body, late)
			says(t, body, "柳树村")
			hides(t, body, "/mediations/")
			hides(t, body, "第1号")
		}

		// Whoever is not on the case any more keeps the line, and has no way in.
		s.must(s.App.Mediation.Repo.Tell(s.Ctx, s.Tenant(), nil, []notify.Notice{{Tenant: s.Tenant(), ID: s.App.IDs.New(),
			Account: s.Hired("other.mediator").Account, Case: c.ID, Key: "mediation.notice.statement", At: s.Clock.Now()}}))
		for lang, text := range map[i18n.Language]string{i18n.English: "A case that you do not work on", i18n.Hans: "不由您经办的案件", i18n.Hant: "不由您承辦的案件"} {
			body = noticed.FindString(s.as("other.mediator").in(lang).page("/due"))
			says(t, body, text)
			hides(t, body, "/mediations/")
		}

		// Another account's notices are not one's own to mark.
		mine := s.signIn("mediator")
		read := mine.form(mine.page("/due"), "/due/notices")
		clerk := s.as("clerk")
		clerk.page("/due")
		other := clerk.form(clerk.page("/due"), "/due/notices")
		other.values["notice"] = read.values["notice"]
		other.goes("")
		says(t, mine.page("/due"), "A party has added a statement.")
		if status, _ := mine.post("/due/notices", url.Values{"notice": read.values["notice"]}); status != http.StatusForbidden {
			t.Errorf("a form without its token: %d", status)
		}
		if to := read.goes(""); to != "/due" {
			t.Errorf("after marking it goes to %s", to)
		}
		body = mine.page("/due")
		says(t, body, "The notices are marked as read.")
		if left := noticed.FindString(body); left != "" {
			t.Errorf("marked as read, and still there: %s", left)
		}
		if missing := s.App.Texts.Missing(); len(missing) > 0 {
			t.Errorf("texts are missing: %v", missing)
		}
	})
}

func TestOnlyNoticesThatWereShownAreMarked(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		for range 12 {
			s.Act(s.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "底线是三百元"})
		}
		v := s.as("mediator")
		for _, want := range []struct {
			lines int
			more  bool
		}{{10, true}, {2, false}, {0, false}} {
			body := v.page("/due")
			block := noticed.FindString(body)
			if n := strings.Count(block, "A party has added a statement."); n != want.lines {
				t.Errorf("%d notices are shown, want %d", n, want.lines)
			}
			if more := strings.Contains(block, "These are the newest."); more != want.more {
				t.Errorf("of %d notices: more follow: %v", want.lines, more)
			}
			if want.lines > 0 {
				v.form(body, "/due/notices").goes("")
			}
		}
	})
}
