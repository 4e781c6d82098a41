package house_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	reports "linli/report"
)

// TestAReporterIsToldThatSomethingWaits: an address is confirmed by digits before anything else goes there, hears that something waits and
// neither what nor of which report, is read by nobody who handles it, ends in one step and with the contact, and with a mailbox that is not
// there, of which the handler learns.
func TestAReporterIsToldThatSomethingWaits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		s, handler := a.Report, w.Handler()
		c, author := w.Submit(w.Issue())
		slips, err := s.Repo.Slips(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		told := func(to string) (letters []string, says []notify.Kind) {
			t.Helper()
			w.Clock.Add(time.Minute)
			due(t, w, a)
			for _, raw := range box.got() {
				at, kind := letterOf(t, w, raw)
				if at != to || strings.Contains(raw, string(slips[0].Code)) || strings.Contains(raw, c.ID.String()) {
					t.Errorf("a mail goes to %s, or says which report it is about: %s", at, raw)
				}
				says = append(says, kind)
			}
			return box.taken(t, to), says
		}
		hears := func(to string, want ...notify.Kind) []string {
			t.Helper()
			letters, says := told(to)
			if len(says) != len(want) || len(want) > 0 && says[0] != want[0] {
				t.Fatalf("%s hears %v, not %v", to, says, want)
			}
			return letters
		}
		w.Answer(author, c, reports.TellByMail{Address: firstAddress, Language: "zh-Hans"})
		letter := hears(firstAddress, notify.Address)[0]
		w.Answer(handler, c, reports.Take{}, reports.Accept{})
		hears(firstAddress)

		digits := sixDigits.FindString(letter)
		wrong := "000000"
		if digits == wrong {
			wrong = "000001"
		}
		if err := s.ConfirmMail(w.Ctx, author, wrong); fault.Of(err).Key != "issue.guard.mail_digits" {
			t.Errorf("wrong digits: %v", err)
		}
		if err := s.ConfirmMail(w.Ctx, handler, digits); err == nil {
			t.Error("the handler confirms the reporter's address")
		}
		if err := s.ConfirmMail(w.Ctx, author, digits); err != nil {
			t.Fatal(err)
		}
		w.Answer(handler, c, reports.Start{})
		hears(firstAddress, notify.Waits)
		w.Answer(author, c, reports.Reply{Text: "谢谢"})
		hears(firstAddress)
		o, err := s.Open(w.Ctx, handler, c.ID)
		if err != nil || o.Mail.To != "" {
			t.Errorf("the handler reads the address: %q, %v", o.Mail.To, err)
		}
		if o, err = s.Open(w.Ctx, author, c.ID); err != nil || o.Mail.To != firstAddress {
			t.Errorf("the reporter does not read its own address: %q, %v", o.Mail.To, err)
		}

		w.Answer(handler, c, reports.Write{Text: "明天来"})
		w.Answer(author, c, reports.StopMail{})
		hears(firstAddress) // what waited in the queue is not sent either
		w.Answer(author, c, reports.TellByMail{Address: goneAddress, Language: "zh-Hans"})
		w.Clock.Add(time.Minute)
		due(t, w, a)
		back, err := s.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil || back.Told.Refused.IsZero() || !back.Told.Section.IsZero() {
			t.Errorf("a mailbox that is not there: %+v, %v", back.Told, err)
		}
		notices, err := a.Queue.OfAccount(w.Ctx, w.Tenant(), handler.Account, id.ID{}, 50)
		if err != nil || !slices.ContainsFunc(notices, func(n notify.Notice) bool { return n.Case == c.ID && n.Key == "issue.notice.mail_refused" }) {
			t.Errorf("the handler does not hear of it: %v, %v", notices, err)
		}

		w.Answer(author, c, reports.TellByMail{Address: secondAddress, Language: "zh-Hans"})
		letter = hears(secondAddress, notify.Address)[0]
		for n := range 5 {
			err := s.ConfirmMail(w.Ctx, author, wrong)
			if n < 5 && err == nil {
				t.Error("wrong digits confirm it")
			}
		}
		if err := s.ConfirmMail(w.Ctx, author, sixDigits.FindString(letter)); err == nil {
			t.Error("the digits can be tried for ever")
		}
		w.Answer(author, c, reports.TellByMail{Address: secondAddress, Language: "zh-Hans"})
		letter = hears(secondAddress, notify.Address)[0]
		if err := s.ConfirmMail(w.Ctx, author, sixDigits.FindString(letter)); err != nil {
			t.Fatal(err)
		}
		w.Answer(author, c, reports.ForgetContact{})
		w.Answer(handler, c, reports.Write{Text: "后天来"})
		hears(secondAddress)
		if o, err = s.Open(w.Ctx, author, c.ID); err != nil || o.Mail.To != "" {
			t.Errorf("the address outlives the contact: %q, %v", o.Mail.To, err)
		}
		w.Answer(author, c, reports.TellByMail{Address: firstAddress, Language: "zh-Hant"})
		if l, err := s.Letter(w.Ctx, w.Tenant(), c.ID, true); err != nil || l.Language != "zh-Hant" {
			t.Errorf("the language is not kept: %+v, %v", l, err)
		}
		complaint, complains := w.Complain(w.Complaint())
		if _, err := s.Act(w.Ctx, complains, complaint.ID, reports.TellByMail{Address: firstAddress, Language: "zh-Hans"}, nil); err == nil {
			t.Error("an address can be left with a complaint")
		}
	})
}
