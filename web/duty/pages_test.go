package duty_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/testkit"
	"linli/web/page"
)

// town is the whole site before an office under cn-town, on SQLite: the engine makes no difference to a page.
type town struct{ *apptest.Site }

func newTown(t *testing.T) *town {
	t.Helper()
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Town())
	if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
		t.Fatal(err)
	}
	return &town{w.OpenSite()}
}

// says asks for a page and demands that it says some texts.
func (o *town) says(login, path string, texts ...string) string {
	o.T.Helper()
	status, body := o.Ask(login, http.MethodGet, path, nil)
	if status != http.StatusOK {
		o.T.Fatalf("%s as %s: %d %.600s", path, login, status, body)
	}
	for _, x := range texts {
		if !strings.Contains(body, x) {
			o.T.Errorf("%s as %s does not say %q", path, login, x)
		}
	}
	return body
}

// sends posts a form and demands where it leads, or what it says.
func (o *town) sends(login, path string, form url.Values, want string) {
	o.T.Helper()
	form.Set(page.KeyField, fmt.Sprintf("%x", sha256.Sum256([]byte(path+form.Encode()+o.Clock.Now().String()))))
	if status, body := o.Ask(login, http.MethodPost, path, form); !strings.Contains(body, want) || strings.HasPrefix(want, "/") != (status == http.StatusSeeOther) {
		_, told, _ := strings.Cut(body, "govuk-error-summary__body")
		o.T.Fatalf("%s by %s: %d, want %q: %.700s", path, login, status, want, told)
	}
	o.Clock.Add(time.Minute)
}

func (o *town) first(unit, rule string) duty.Row {
	o.T.Helper()
	rows, err := o.App.Duty.Repo.Rows(o.Ctx, o.Tenant(), duty.Span{Unit: o.Unit(unit), Limit: 5000})
	i := slices.IndexFunc(rows, func(x duty.Row) bool { return x.Case.Duty == rule })
	if err != nil || i < 0 {
		o.T.Fatalf("%s owes no %s (%v)", unit, rule, err)
	}
	return rows[i]
}

// TestWhereNothingIsRecordedThePageSaysSo: an office whose rules have no duty that somebody begins gets no form of empty choices.
func TestWhereNothingIsRecordedThePageSaysSo(t *testing.T) {
	o := &town{apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.China()).OpenSite()}
	if body := o.says("clerk", "/duties/new", "There is no event here for you to record."); strings.Contains(body, `name="duty"`) {
		t.Error("it asks which")
	}
	if body := newTown(t).says("clerk", "/duties/new", `name="duty"`); strings.Contains(body, "There is no event here") {
		t.Error("where there is one, it says that there is none")
	}
}

// TestADutyGoesItsWayOnThePages: done with evidence, sent back, done again, checked; a wrong entry is said at its field.
func TestADutyGoesItsWayOnThePages(t *testing.T) {
	o := newTown(t)
	due := o.first("V1", "monthly_return")
	o.Clock.Set(due.Last.Add(-3 * 24 * time.Hour))
	at := "/duties/" + due.Case.ID.String()
	o.says("clerk", "/duties", "Monthly return", "Late", "This month")
	o.says("clerk", "/due", "Monthly return")
	o.says("clerk", at, "Monthly return", "Not enough yet.", at+"/evidence?kind=copies")
	o.sends("clerk", at+"/do", url.Values{}, "The evidence is not complete.")
	o.says("clerk", "/duties/"+o.first("V1", "outreach").Case.ID.String()+"/evidence?kind=photographs", "Nothing is kept yet when you send it")
	if body := o.says("clerk", at+"/evidence?kind=copies"); strings.Contains(body, "Nothing is kept yet") {
		t.Error("of a table it is asked whether people can be made out on it")
	}
	o.sends("clerk", at+"/evidence?kind=copies", url.Values{"number": {"-1"}}, "Enter a whole number from 0 to 100,000.")
	o.sends("clerk", at+"/evidence?kind=copies", url.Values{"number": {"1"}}, at)
	o.sends("clerk", at+"/do", url.Values{"claimed-year": {"2026"}, "claimed-month": {"12"}, "claimed-day": {"1"}, "claimed_hour": {"10:00"}}, "The time given has not come yet.")
	o.sends("clerk", at+"/do", url.Values{"claimed-year": {"2026"}, "claimed-month": {"3"}, "claimed-day": {"2"}, "claimed_hour": {"08:15"}}, at)
	o.says("clerk", at, "clerk said that it is done", "as entered")
	o.says("lead", "/due", "To be checked")
	o.sends("lead", at+"/send_back", url.Values{}, at)
	o.sends("clerk", at+"/do", url.Values{}, at)
	o.sends("lead", at+"/check", url.Values{}, at)
	o.says("lead", at, "Checked by lead", "Sent back by the check")
	o.says("lead", "/duties/board", "Duties in 2026", "Nobody holds the post that owes this.", "<svg", "1 done in time and checked")
}

// TestAMeetingIsRecordedOnThePages: agenda, minutes, attendance by posts, and a task with an owner and a date.
func TestAMeetingIsRecordedOnThePages(t *testing.T) {
	o := newTown(t)
	c := o.first("T", "directors_meeting").Case
	at := "/duties/" + c.ID.String()
	o.sends("upper.lead", at+"/agenda", url.Values{"text": {"Spring rounds"}}, "Confirm that no resident is named in it.")
	o.sends("upper.lead", at+"/agenda", url.Values{"text": {"Spring rounds"}, "names_nobody": {"yes"}}, at)
	o.sends("upper.lead", at+"/evidence?kind=minutes", url.Values{"text": {"Rounds a week earlier"}, "names_nobody": {"yes"}}, at)
	o.sends("upper.lead", at+"/evidence?kind=attendance", url.Values{"number": {"5"}, "posts": {"lead", "clerk"}}, at)
	o.says("upper.lead", at, "Spring rounds", "Rounds a week earlier", "5 people")
	task := "/duties/new?of=" + c.ID.String()
	o.sends("upper.lead", task, url.Values{"text": {"New signs"}, "names_nobody": {"yes"}, "owner": {o.Hired("second").Account.String()}}, "Choose a day from today on")
	o.sends("upper.lead", task, url.Values{"text": {"New signs"}, "names_nobody": {"yes"}, "owner": {o.Hired("second").Account.String()}, "last-year": {"2026"}, "last-month": {"3"}, "last-day": {"20"}}, at)
	o.says("upper.lead", at, "Carry out a decision")
	o.says("second", "/due", "Carry out a decision")
}

// TestAnIncidentIsNotifiedOnThePages: it says to whom, takes a place, numbers and what the office did, and is printed once it is written.
func TestAnIncidentIsNotifiedOnThePages(t *testing.T) {
	o := newTown(t)
	c, err := o.App.Duty.Record(o.Ctx, o.As("lead"), duty.Record{Occurrence: duty.Occurrence{Unit: o.Unit("V1"), Duty: "incident_notice", Cause: "fire"}, Happened: o.Clock.Now().Add(-time.Hour)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := "/duties/" + c.ID.String()
	if body := o.says("lead", at, "Fire and rescue service", "<dt>Happened</dt>", "At the latest 3 March 2026, 9:00 am"); strings.Contains(body, "data-print") {
		t.Error("an incident is printed before its notice is written")
	}
	notice := url.Values{"place": {"Row 3, dormitory"}, "dead": {"0"}, "injured": {""}, "missing": {"0"}, "action": {"Cleared the market"}, "names_nobody": {"yes"}}
	o.sends("lead", at+"/evidence?kind=notice", notice, "injured-error")
	notice.Set("injured", "2")
	o.sends("lead", at+"/evidence?kind=notice", notice, "What this speaks of is no public place.")
	notice.Set("place", "Market hall")
	o.sends("lead", at+"/evidence?kind=notice", notice, at)
	o.says("lead", at, "<dt>Injured</dt><dd>2</dd>", "Market hall", "Cleared the market", "data-print")
	if body := o.says("mediator", at, "Fire and rescue service"); strings.Contains(body, "Market hall") || strings.Contains(body, "data-print") {
		t.Error("whoever does not read the evidence reads the notice")
	}
}

// TestMoneyAndSignaturesAreCounted: what was paid of what was planned, in minor units, and how many statements are signed.
func TestMoneyAndSignaturesAreCounted(t *testing.T) {
	o := newTown(t)
	money, signed := o.first("T", "stipends_paid").Case, o.first("T", "venue_statements").Case
	o.Give("upper.lead", "T", access.Handler)
	o.sends("upper.lead", "/duties/"+money.ID.String()+"/evidence?kind=amounts", url.Values{"planned": {"12,000"}, "paid": {"money"}}, "Enter an amount")
	o.sends("upper.lead", "/duties/"+money.ID.String()+"/evidence?kind=amounts", url.Values{"planned": {"12,000"}, "paid": {"9,500.50"}}, "/duties/"+money.ID.String())
	o.sends("upper.lead", "/duties/"+signed.ID.String()+"/evidence?kind=signatures", url.Values{"number": {"9"}, "listed": {"8"}}, "there cannot be more signatures")
	o.sends("upper.lead", "/duties/"+signed.ID.String()+"/evidence?kind=signatures", url.Values{"number": {"6"}, "listed": {"8"}}, "/duties/"+signed.ID.String())
	o.says("upper.lead", "/duties/board?unit="+o.Unit("T").String(), "9,500.50", "12,000.00", "6 of 8 signed (75%)")
}

// TestWhoIsLetInToADuty: the unit sees it, its posts and those on it work on it, the unit above answers for it, nobody else knows of it.
func TestWhoIsLetInToADuty(t *testing.T) {
	o := newTown(t)
	c := o.first("V1", "monthly_return").Case
	at := "/duties/" + c.ID.String()
	for path, in := range map[string]string{
		at: "clerk mediator lead records upper.lead", at + "/evidence?kind=copies": "clerk", at + "/do": "clerk", at + "/miss": "", at + "/check": "", at + "/send_back": "",
		at + "/files/" + c.ID.String(): "",
	} {
		for _, login := range []string{"clerk", "mediator", "second", "lead", "records", "upper.lead", "other.clerk", "other.mediator", "privacy", "admin", "statistician"} {
			status, _ := o.Ask(login, http.MethodGet, path, nil)
			if let := status == http.StatusOK; let != slices.Contains(strings.Fields(in), login) {
				t.Errorf("%s as %s: %d", path, login, status)
			}
		}
		if status, _ := o.Ask("", http.MethodGet, path, nil); status == http.StatusOK {
			t.Errorf("%s lets in who has not signed in", path)
		}
	}
	for _, event := range []string{"do", "check", "send_back", "miss", "void", "evidence?kind=copies", "agenda", "sign_up"} {
		for _, login := range []string{"mediator", "second", "other.clerk", "other.mediator", "privacy", "admin", "statistician"} {
			if status, _ := o.Ask(login, http.MethodPost, at+"/"+event, url.Values{}); status != http.StatusForbidden && status != http.StatusNotFound && !(event == "sign_up" && login == "mediator") {
				t.Errorf("%s by %s: %d", event, login, status)
			}
		}
	}
	if after, err := o.App.Duty.Repo.Case(o.Ctx, o.Tenant(), c.ID); err != nil || after.Version != c.Version {
		t.Errorf("something was written: %+v (%v)", after, err)
	}
}

// TestAFeedShowsWhatAnAccountHasToDo: duties among what else is due, and nothing without its secret.
func TestAFeedShowsWhatAnAccountHasToDo(t *testing.T) {
	o := newTown(t)
	if status, body := o.Ask("clerk", http.MethodGet, "/due.ics", nil); status == http.StatusOK {
		t.Errorf("without a key: %s", body)
	}
	in, err := o.App.Office.Resolve(o.Ctx, o.Hired("clerk").Token, office.API)
	if err != nil {
		t.Fatal(err)
	}
	in.Since, in.Method = o.Clock.Now(), "password"
	key, err := o.App.Office.IssueFeed(o.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	status, body := o.Ask("", http.MethodGet, "/due.ics?key="+url.QueryEscape(key), nil)
	if status != http.StatusOK || !strings.Contains(body, "BEGIN:VEVENT") || !strings.Contains(strings.ReplaceAll(body, "\r\n ", ""), "月报表") || strings.Contains(body, "巡查") {
		t.Errorf("the feed: %d %.600s", status, body)
	}
}

// TestShiftsAreShownBeforeTheyAreEmpty: who is on which, and which have nobody.
func TestShiftsAreShownBeforeTheyAreEmpty(t *testing.T) {
	o := newTown(t)
	at := "/duties/" + o.first("V1", "safety_round").Case.ID.String()
	in := func(list string) string { // within a month, and not this week
		_, rest, _ := strings.Cut(list, "This month")
		rest, _, _ = strings.Cut(rest, "Settled in the last weeks")
		return rest
	}
	if short := in(o.says("mediator", "/duties")); strings.Contains(short, "Volunteer safety round") || !strings.Contains(short, "Monthly return") || !strings.Contains(short, "show=month") {
		t.Errorf("shifts hide what else is owed this month: %s", short)
	}
	if whole := in(o.says("mediator", "/duties?show=month")); !strings.Contains(whole, "Volunteer safety round") {
		t.Errorf("behind \"more\" the shifts of the month are not listed: %s", whole)
	}
	o.says("mediator", "/duties/shifts", "Volunteer safety round", "Nobody yet", "19:00-21:00")
	o.sends("mediator", at+"/sign_up", url.Values{}, at)
	o.sends("mediator", at+"/offer", url.Values{}, at)
	o.says("lead", "/duties/shifts", "Offered for exchange")
	o.sends("lead", at+"/take_over", url.Values{}, "Choose")
	o.sends("lead", at+"/take_over", url.Values{"from": {o.Hired("mediator").Account.String()}}, at)
	o.says("lead", at, "On the shift", "lead")
}

// TestAStatementIsReadAndSignedOnThePages: in the reader's language, which names the authoritative one; with a drawing and the code of the
// authenticator; printed before and after; and who has signed is seen from above.
func TestAStatementIsReadAndSignedOnThePages(t *testing.T) {
	o := newTown(t)
	c := o.first("V1", "unit_statements").Case
	at := "/duties/" + c.ID.String()
	o.says("lead", at, "Sign the statement", "Annual statement of responsibility", at+"/statement.pdf")
	o.says("lead", at+"/sign", "This unit answers for the work named here", "The authoritative text is in", at+"/sign?in=zh-Hans", `lang="en"`, "Code of your authenticator", "Please sign on paper.")
	o.says("lead", at+"/sign?in=zh-Hans", "本单位对下列工作负责", `lang="zh-Hans"`)
	for _, login := range []string{"clerk", "upper.lead", "other.clerk", "admin", "records", ""} {
		if status, _ := o.Ask(login, http.MethodGet, at+"/sign", nil); status == http.StatusOK {
			t.Errorf("%q may sign", login)
		}
	}
	printed := func(login string) int {
		status, body := o.Ask(login, http.MethodGet, at+"/statement.pdf", nil)
		if status == http.StatusOK && !strings.HasPrefix(body, "%PDF-") {
			t.Errorf("%q is printed", body[:20])
		}
		return status
	}
	for login, want := range map[string]int{"lead": http.StatusOK, "clerk": http.StatusOK, "other.clerk": http.StatusNotFound, "admin": http.StatusNotFound} {
		if got := printed(login); got != want {
			t.Errorf("printed as %s: %d, want %d", login, got, want)
		}
	}
	_, rest, _ := strings.Cut(o.says("lead", at+"/sign"), `name="text" value="`)
	text, _, _ := strings.Cut(rest, `"`)
	drawn := "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	o.Clock.Add(time.Minute)
	code := func() string { return office.TOTPCode(o.Hired("lead").Secret, o.Clock.Now()) }
	o.sends("lead", at+"/sign?in=en", url.Values{"text": {text}, "drawing": {""}, "one_time_code": {code()}}, "Write your signature in the frame first.")
	o.sends("lead", at+"/sign?in=en", url.Values{"text": {text}, "drawing": {drawn}, "one_time_code": {"000000"}}, "This code is not right, or was used already.")
	o.sends("lead", at+"/sign?in=zh-Hant", url.Values{"text": {text}, "drawing": {drawn}, "one_time_code": {code()}}, "is not the one that is to be signed")
	o.sends("lead", at+"/sign?in=en", url.Values{"text": {text}, "drawing": {drawn}, "one_time_code": {code()}}, at)
	o.says("lead", at, "Signed by hand on the screen", text[:16])
	if printed("lead") != http.StatusOK || printed("upper.lead") != http.StatusOK {
		t.Error("what was signed is not printed")
	}
	o.says("upper.lead", "/duties/statements", "1 of 2 signed (50%), 1 of them on the screen", "Not signed", at)
	if status, _ := o.Ask("admin", http.MethodGet, "/duties/statements", nil); status != http.StatusForbidden {
		t.Errorf("the administrator sees who has signed: %d", status)
	}
	// On paper, and late: the reason comes first.
	other := o.first("V2", "unit_statements")
	o.Give("lead", "V2", access.Lead)
	o.Clock.Set(other.Last.Add(time.Hour))
	to := "/duties/" + other.Case.ID.String()
	if body := o.says("lead", to+"/sign", "Go on to the signature"); strings.Contains(body, "data-signature=") {
		t.Error("it is signed before somebody says why it is late")
	}
	o.says("lead", to+"/sign?reason=absence", "data-signature", "reason=absence")
	o.sends("lead", to+"/evidence?kind=statement", url.Values{}, "Choose the scan of the signed statement.")
}
