package resident_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// fresh is what every answer has anew: tokens of forms, and the number of a page's style.
var fresh = regexp.MustCompile(`name="(_csrf|_key)" value="[^"]*"|nonce="[^"]*"`)

// looks is everything that a party can look at, by address.
func (b *browser) looks(at string) map[string]string {
	b.t.Helper()
	out := map[string]string{}
	for _, path := range []string{"", "/offers", "/statement", "/messages", "/papers", "/reads", "/receipt", "/receipt.json", "/appointment.ics", "/withdraw", "/slip", "/consent/receipt"} {
		status, body := b.get(at + path)
		out[path] = http.StatusText(status) + fresh.ReplaceAllString(body, "")
	}
	return out
}

// An offer that was not released leaves no trace with the other side: byte for byte its pages stay what they are.
func TestAnOfferThatWasNotReleasedLeavesNoTrace(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Scheduled)
		owner, other := s.browser(t), s.browser(t)
		at, _ := owner.in(c, 0)
		there, _ := other.in(c, 1)
		other.looks(there) // its own reading is the first of this quarter of an hour
		before := other.looks(there)
		same := func(after string) {
			t.Helper()
			for path, body := range other.looks(there) {
				if body != before[path] {
					t.Errorf("after %s the other side's page %q is another:\n%s\nbefore\n%s", after, path, visible(body), visible(before[path]))
				}
			}
		}
		owner.get(at + "/offers")
		if status, where := owner.post(at+"/offers", "text", "最低两百元"); status != http.StatusSeeOther {
			t.Fatalf("writing: %d %s", status, visible(where))
		}
		same("writing")
		_, list := owner.get(at + "/offers")
		says(t, list, "最低两百元", "You and the mediator see this. The other side does not.")
		offer := at + regexp.MustCompile(`/offers/[0-9a-f-]{36}`).FindString(list)
		owner.get(offer)
		if status, where := owner.post(offer, "do", "back"); status != http.StatusSeeOther {
			t.Fatalf("taking it back: %d %s", status, visible(where))
		}
		same("taking it back")
		_, list = owner.get(at + "/offers")
		silent(t, list, "最低两百元")
	})
}

func TestAnOfferGoesToTheOtherSideAndIsAnswered(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		owner, other := s.browser(t), s.browser(t)
		at, _ := owner.in(c, 0)
		there, _ := other.in(c, 1)
		link := regexp.MustCompile(`/offers/[0-9a-f-]{36}`)
		owner.get(at + "/offers")
		if status, body := owner.post(at + "/offers"); status != http.StatusBadRequest {
			t.Errorf("nothing written: %d %s", status, visible(body))
		}
		owner.get(at + "/offers")
		owner.post(at+"/offers", "text", "最低两百元")
		_, list := owner.get(at + "/offers")
		offer := at + link.FindString(list)
		_, one := owner.get(offer)
		says(t, one, "Release to the other side")
		owner.post(offer, "do", "release")
		_, one = owner.get(offer)
		says(t, one, "Call it back")

		_, home := other.get(there)
		says(t, home, "Waits for you")
		_, list = other.get(there + "/offers")
		silent(t, list, "最低两百元")
		got := there + link.FindString(list)
		_, one = other.get(got)
		says(t, one, "the other side sees that it has been read")
		silent(t, one, "最低两百元")
		_, where := other.post(got, "do", "open")
		if where != got {
			t.Errorf("opening leads to %s", where)
		}
		_, one = other.get(got)
		says(t, one, "最低两百元")
		if status, body := other.post(got, "do", "answer", "answer", "counter"); status != http.StatusBadRequest {
			t.Errorf("a counter-offer without words: %d %s", status, visible(body))
		}
		other.get(got)
		if status, where := other.post(got, "do", "answer", "answer", "no", "text", "太多了"); status != http.StatusSeeOther {
			t.Fatalf("answering: %d %s", status, visible(where))
		}
		_, list = owner.get(at + "/offers")
		says(t, list, "The other side answered: No", "太多了")
		owner.get(offer)
		owner.post(offer, "do", "back") // too late: nothing happens
		_, one = owner.get(offer)
		says(t, one, "It cannot be called back any more")
		if status, where := other.get(there + "/offers/" + c.ID.String()); status != http.StatusSeeOther || where != there+"/offers" {
			t.Errorf("an offer that is none: %d %s", status, where)
		}
	})
}

// The owner sees at once what a mediator recorded in its name.
func TestTheOwnerSeesWhatTheMediatorReleased(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		mediator := s.As("mediator")
		c = s.Act(mediator, c, mediation.WriteOffer{Party: c.Parties[0].ID, Text: "最低两百元"})
		c = s.Act(mediator, c, mediation.ReleaseOffer{Party: c.Parties[0].ID, Offer: c.Offers[0].ID, Confirmed: true})
		o, err := s.App.Mediation.Open(s.Ctx, s.Party(c, 1), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Case.Offers) != 1 || o.Passage(mediation.FieldOffer, o.Case.Offers[0].ID) != "" {
			t.Errorf("before it is opened: %+v", o.Texts)
		}
		owner := s.browser(t)
		at, _ := owner.in(c, 0)
		_, home := owner.get(at)
		says(t, home, "Waits for you")
		offer := at + "/offers/" + c.Offers[0].ID.String()
		_, one := owner.get(offer)
		says(t, one, "recorded your yes", "Call it back")
		owner.post(offer, "do", "back")
		if o, err = s.App.Mediation.Open(s.Ctx, s.Party(c, 1), c.ID, access.ForParty); err != nil || len(o.Case.Offers) != 0 {
			t.Errorf("after it was called back: %+v, %v", o.Case.Offers, err)
		}
	})
}

// A party says on its own page whether it wants to meet by video, and finds the room there.
func TestAPartyAgreesToAVideoRoom(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		if err := s.App.Office.SetRooms(s.Ctx, s.As("admin"), s.Unit("T"), "https://meet.example.org/r/{room}"); err != nil {
			t.Fatal(err)
		}
		c := s.To(mediation.Assigned)
		both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
		c = s.Act(s.As("mediator"), c, mediation.Schedule{Mode: "video", With: both, Start: s.Clock.Now().Add(48 * time.Hour), Agreed: both[:1]})
		b := s.browser(t)
		at, _ := b.in(c, 1)
		_, home := b.get(at)
		says(t, home, "Open this address at the time of the session")
		room := regexp.MustCompile(`https://meet\.example\.org/r/([a-z2-7]{26})"`).FindStringSubmatch(home)
		if room == nil {
			t.Fatalf("the room: %s", visible(home))
		}
		mode := at + "/mode/" + c.Sessions[0].ID.String()
		_, ask := b.get(mode)
		says(t, ask, "Do you agree to meet this way?")
		if status, body := b.post(mode); status != http.StatusBadRequest {
			t.Errorf("no answer: %d %s", status, visible(body))
		}
		b.get(mode)
		b.post(mode, "answer", "yes")
		after, _, err := s.App.Mediation.See(s.Ctx, s.As("mediator"), c.ID)
		if err != nil || !slices.Contains(after.Sessions[0].Agreed, both[1]) {
			t.Errorf("%+v, %v", after.Sessions, err)
		}
	})
}
