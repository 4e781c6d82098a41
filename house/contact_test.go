package house_test

import (
	"io"
	"mime/quotedprintable"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

// The addresses that a party leaves, one after the other.
const (
	goneAddress   = "nobody.there@example.org" // no such mailbox
	firstAddress  = "ouyang.first@example.org"
	secondAddress = "ouyang.second@example.org"
)

var (
	sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)
	wayDigits = regexp.MustCompile(`\b([0-9]{4}-){3}[0-9]{4}\b`)
	wayLink   = regexp.MustCompile(`/r/again#([0-9A-Z]{16})\.([0-9]{16})\b`)
)

// taken takes all letters to an address out of the box, as they read.
func (b *letterbox) taken(t *testing.T, to string) (out []string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letters = slices.DeleteFunc(b.letters, func(l string) bool {
		if !strings.Contains(l, "To: <"+to+">") {
			return false
		}
		_, coded, _ := strings.Cut(l, "\r\n\r\n")
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(coded)))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
		return true
	})
	return out
}

// due does what is due.
func due(t *testing.T, w *apptest.World, a *app.App) {
	t.Helper()
	if _, err := a.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
}

// reaches has a party of a case confirm a new address, by what is written there.
func reaches(t *testing.T, w *apptest.World, a *app.App, box *letterbox, c mediation.Case, i int, address string) mediation.Case {
	t.Helper()
	c = w.Act(w.Party(c, i), c, mediation.ChangeContact{Party: c.Parties[i].ID, Reach: mediation.ReachAny, Email: address})
	due(t, w, a)
	got := box.taken(t, address)
	if len(got) != 1 {
		t.Fatalf("%d letters to %s, others %q; jobs %v", len(got), address, box.got(), jobsOf(t, w, "mediation.confirm_address"))
	}
	if err := a.Mediation.ConfirmAddress(w.Ctx, w.Party(c, i), sixDigits.FindString(got[0])); err != nil {
		t.Fatal(err)
	}
	c, err := a.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAChangedContactIsDestroyed: the party's own word ends the key of what stood there; the address that it took out is
// told once, read by nobody at work on the case, and its key ends, too.
func TestAChangedContactIsDestroyed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		c := w.To(mediation.Accepted)
		me := w.Party(c, 0)
		ofMe := func(s vault.Scope) bool { return s.Kind == vault.Contact && s.Of == me.Party }
		before := backUp(t, w, c)
		c = reaches(t, w, a, box, c, 0, firstAddress)
		before.gone(t, w, c, ofMe)

		before = backUp(t, w, c)
		c = w.Act(me, c, mediation.ChangeContact{Party: me.Party, Reach: mediation.ReachAny, Email: secondAddress})
		waiting := backUp(t, w, c)
		section := c.Party(me.Party).Former[0].Section
		for who, why := range map[access.Purpose]access.Actor{access.ForWork: w.As("clerk"), access.ForParty: me} {
			o, err := w.App.Mediation.Open(w.Ctx, why, c.ID, who)
			if err != nil || o.Passage(mediation.FieldFormer, section) != "" || o.Contact[me.Party].Email != secondAddress {
				t.Errorf("%s: %+v, the former address %q, %v", who, o.Contact[me.Party], o.Passage(mediation.FieldFormer, section), err)
			}
		}
		due(t, w, a)
		before.gone(t, w, c, ofMe)
		waiting.gone(t, w, c, func(s vault.Scope) bool { return s == vault.Scope{Kind: vault.Contact, Of: section} })
		if told := box.taken(t, firstAddress); len(told) != 1 || sixDigits.MatchString(strings.ReplaceAll(told[0], "-", "x")) || strings.Contains(told[0], "/r/") {
			t.Errorf("the old address gets %q", told)
		}
		asked := box.taken(t, secondAddress)
		if len(asked) != 1 || len(box.got()) > 0 {
			t.Errorf("the new address gets %q, others %q", asked, box.got())
		}
		w.Clock.Add(73 * time.Hour)
		due(t, w, a)
		if more := box.got(); len(more) > 0 {
			t.Errorf("days later: %q", more)
		}
		for _, word := range []string{firstAddress, secondAddress, sixDigits.FindString(asked[0])} {
			saysNowhere(t, w, word)
		}
	})
}

// saysNowhere fails the test where a word stands in clear in a row or in the log.
func saysNowhere(t *testing.T, w *apptest.World, word string) {
	t.Helper()
	for table, all := range rows(t, w.App.Stores.Cases) {
		for _, r := range all {
			for column, v := range r {
				text, _ := v.(string)
				if b, ok := v.([]byte); ok {
					text = string(b)
				}
				if strings.Contains(text, word) {
					t.Errorf("%s.%s says %s", table, column, word)
				}
			}
		}
	}
	if strings.Contains(w.Log.String(), word) {
		t.Errorf("the log says %s", word)
	}
}

// TestALostSlipFromHome: whatever is asked, one job is queued that says nothing; the way back reaches the confirmed address
// alone, opens once and for half an hour, and ends the old slip; without room for the access row nothing is written.
func TestALostSlipFromHome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if w.Place.Engine != dialect.SQLite {
			t.Skip("nothing of it differs between the engines")
		}
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		c := w.To(mediation.Accepted)
		code, _, err := a.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		other, _, err := a.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[1].ID)
		if err != nil {
			t.Fatal(err)
		}
		c = reaches(t, w, a, box, c, 0, firstAddress)
		ask := func(typed string) {
			t.Helper()
			before := len(jobsOf(t, w, "mediation.again"))
			if err := a.Mediation.AskAgain(w.Ctx, w.Tenant(), typed); err != nil {
				t.Fatal(err)
			}
			if n := len(jobsOf(t, w, "mediation.again")); n != before+1 {
				t.Errorf("%q leaves %d jobs", typed, n-before)
			}
		}
		for _, typed := range []string{string(other), string(id.NewCode(code.Tag(), nil)), "阿依古丽欧阳", code.String()} {
			ask(typed)
		}
		saysNowhere(t, w, "阿依古丽欧阳")
		made := full(t, w)
		due(t, w, a)
		if got := box.got(); len(got) > 0 {
			t.Errorf("without an access row %d letters are written", len(got))
		}
		made()
		w.Clock.Add(time.Hour)
		due(t, w, a)
		got := box.taken(t, firstAddress)
		if len(got) != 1 || len(box.got()) > 0 || !wayLink.MatchString(got[0]) {
			t.Fatalf("the way back: %q; others %q", got, box.got())
		}
		link := wayLink.FindStringSubmatch(got[0])
		if digits := strings.ReplaceAll(wayDigits.FindString(got[0]), "-", ""); digits != link[2] || link[1] != string(code) {
			t.Errorf("the link says %v, the text %s", link, digits)
		}
		saysNowhere(t, w, link[2])
		ask(string(code)) // within ten minutes of the last
		due(t, w, a)
		if more := box.got(); len(more) > 0 {
			t.Errorf("a second letter: %q", more)
		}
		again := func(code, digits string) error {
			_, _, err := a.Mediation.Again(w.Ctx, w.Tenant(), code, digits)
			return err
		}
		for _, wrong := range [][2]string{{string(other), link[2]}, {link[1], "0000-0000-0000-0000"}, {"", ""}, {string(id.NewCode(code.Tag(), nil)), link[2]}} {
			apptest.Refused(t, again(wrong[0], wrong[1]), "mediation.again_wrong")
		}
		fresh, passphrase, err := a.Mediation.Again(w.Ctx, w.Tenant(), link[1], link[2])
		if err != nil {
			t.Fatal(err)
		}
		if in, err := a.Mediation.Enter(w.Ctx, w.Tenant(), string(fresh), passphrase); err != nil || in.Party != c.Parties[0].ID {
			t.Errorf("the new slip lets in %v, %v", in, err)
		}
		slip, err := a.Mediation.Repo.Slip(w.Ctx, w.Tenant(), code)
		if err != nil || slip.EndedAt.IsZero() {
			t.Errorf("the old slip goes on: %v", err)
		}
		apptest.Refused(t, again(link[1], link[2]), "mediation.again_wrong")
		last := w.Events(c)[len(w.Events(c))-1]
		if last.Kind != "slip_mail" || last.Visibility.Party() != c.Parties[0].ID {
			t.Errorf("the last event is %s, seen by %s", last.Kind, last.Visibility)
		}
		if notices, err := a.Queue.OfAccount(w.Ctx, w.Tenant(), w.Hired("clerk").Account, id.ID{}, 5); err != nil || notices[0].Key != "mediation.notice.slip_mail" {
			t.Errorf("the office is told %+v, %v", notices, err)
		}
		ask(string(fresh))
		due(t, w, a)
		w.Clock.Add(31 * time.Minute)
		late := wayLink.FindStringSubmatch(box.taken(t, firstAddress)[0])
		apptest.Refused(t, again(late[1], late[2]), "mediation.again_wrong")
	})
}
