package mediation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// owner acts as a party itself.
func (r *road) owner(party id.ID) *road {
	r.by = casefile.By{Kind: access.Resident, Party: party}
	return r
}

// keptOffer is an offer that the first party wrote down and that has not left.
func keptOffer(t *testing.T) (*road, id.ID) {
	r := newRoad(t).to(InSession)
	r.owner(r.a()).do(WriteOffer{Party: r.a(), Text: "最低两百元"})
	return r, r.c.Offers[0].ID
}

// 背对背：没有放行的提议，对方什么都不知道。
func TestAnOfferThatWasNotReleasedIsNothingToTheOtherSide(t *testing.T) {
	with, without := newRoad(t).to(InSession), newRoad(t).to(InSession)
	by := with.by
	with.do(WriteOffer{Party: with.a(), Text: "最低两百元"})
	with.owner(with.a()).do(WriteOffer{Party: with.a(), Text: "或者三百元分两次"}, CallBackOffer{with.a(), with.c.Offers[0].ID})
	with.by = by
	without.clock.Set(with.clock.Now())
	if a, b := with.asSeen(with.b()), without.asSeen(without.b()); a != b {
		t.Errorf("the other side sees\n%s\ninstead of\n%s", a, b)
	}
	for _, s := range with.all {
		for _, x := range s.Secrets {
			if x.Field == FieldOffer && x.Scope != (vault.Scope{Kind: vault.Private, Of: with.a()}) {
				t.Errorf("an offer that was kept is sealed in %v", x.Scope)
			}
		}
	}
	sameOnReplay(t, with)
}

func TestAnOfferLeavesWhenItsOwnerReleasesIt(t *testing.T) {
	r, offer := keptOffer(t)
	r.know.Words = []byte(`"最低两百元"`)
	r.owner(r.b()).refused("mediation.guard.offer_unknown", ReleaseOffer{Party: r.b(), Offer: offer}) // another's
	r.as(r.mediator, access.Mediator).refused("mediation.field.offer_confirmed", ReleaseOffer{Party: r.a(), Offer: offer})
	r.owner(r.a()).do(ReleaseOffer{Party: r.a(), Offer: offer})
	sent := r.last()
	if len(sent.Secrets) != 1 || sent.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.b()}) || string(sent.Secrets[0].Text) != `"最低两百元"` {
		t.Errorf("what left: %+v", sent.Secrets)
	}
	if sent.Event.Visibility != casefile.Only(r.a()) {
		t.Errorf("the release is seen by %s", sent.Event.Visibility)
	}
	r.refused("mediation.guard.offer_released", ReleaseOffer{Party: r.a(), Offer: offer})
	got := r.c.Offers[0].Copies[0].ID
	r.owner(r.b()).refused("mediation.guard.offer_not_opened", AnswerOffer{Party: r.b(), Copy: got, Answer: AcceptsOffer})
	r.owner(r.a()).refused("mediation.guard.offer_unknown", ReadOffer{Party: r.a(), Copy: got})
	r.owner(r.b()).do(ReadOffer{Party: r.b(), Copy: got})
	r.refused("mediation.guard.offer_opened", ReadOffer{Party: r.b(), Copy: got})
	r.owner(r.a()).refused("mediation.guard.offer_read", CallBackOffer{r.a(), offer})
	r.owner(r.b()).refused("mediation.field.offer_answer", AnswerOffer{Party: r.b(), Copy: got, Answer: "perhaps"})
	r.refused("form.required", AnswerOffer{Party: r.b(), Copy: got, Answer: CountersOffer})
	r.as(r.mediator, access.Mediator).refused("mediation.field.offer_confirmed", AnswerOffer{Party: r.b(), Copy: got, Answer: DeclinesOffer})
	r.owner(r.b()).do(AnswerOffer{Party: r.b(), Copy: got, Answer: CountersOffer, Text: "一百五十元"})
	r.refused("mediation.guard.offer_answered", AnswerOffer{Party: r.b(), Copy: got, Answer: DeclinesOffer})
	counter := r.c.Offers[1]
	if counter.Party != r.b() || counter.Counters != got || counter.Copies[0].To != r.a() || counter.Released.IsZero() || !counter.Recallable() {
		t.Errorf("the counter-offer is %+v", counter)
	}
	r.owner(r.a()).do(ReadOffer{Party: r.a(), Copy: counter.Copies[0].ID}, AnswerOffer{Party: r.a(), Copy: counter.Copies[0].ID, Answer: AcceptsOffer, Text: "好"})
	if r.c.State != InSession || r.c.Agreement != nil {
		t.Error("an answer has made an agreement")
	}
	for _, x := range r.last().Secrets {
		if x.Scope.Kind != vault.Private {
			t.Errorf("an answer is sealed in %v", x.Scope)
		}
	}
	sameOnReplay(t, r)
}

// A mediator who says that the owner said yes does it before the owner's eyes, and the owner undoes it.
func TestAMediatorReleasesNothingUnseen(t *testing.T) {
	r, offer := keptOffer(t)
	r.as(r.mediator, access.Mediator).do(ReleaseOffer{Party: r.a(), Offer: offer, Confirmed: true})
	o := r.c.Offer(offer)
	if o.Through != r.mediator || !r.last().Event.Visibility.To(r.a()) {
		t.Errorf("the owner does not see that the mediator recorded its yes: %+v", o)
	}
	if !slices.Contains(told, casefile.Kind("release_offer")) || !slices.Contains(r.c.carriedTo(r.last().Event), r.b()) {
		t.Error("neither owner nor the other side is told that something waits")
	}
	look := func(party id.ID, texts map[id.ID]Passage) Opened {
		o := Opened{Case: r.c, Rules: r.know.Rules, Texts: texts}
		o.through(party, r.clock.Now())
		return o
	}
	got := o.Copies[0].ID
	words := map[id.ID]Passage{got: {FieldOffer, "最低两百元"}}
	if seen := look(r.b(), words); len(seen.Case.Offers) != 1 || seen.Case.Offers[0].ID != got || len(words) != 0 || !seen.Case.Offers[0].Through.IsZero() {
		t.Errorf("before it is opened the other side reads %+v, %v", seen.Case.Offers, words)
	}
	r.owner(r.a()).do(CallBackOffer{r.a(), offer})
	gone := map[id.ID]string{}
	for _, x := range r.last().Secrets {
		gone[x.Owner] = string(x.Text)
	}
	if gone[offer] != `""` || gone[got] != `""` {
		t.Errorf("the words are kept: %v", gone)
	}
	if seen := look(r.b(), nil); len(seen.Case.Offers) != 0 {
		t.Errorf("the other side still has %+v", seen.Case.Offers)
	}
	r.owner(r.b()).refused("mediation.guard.offer_unknown", ReadOffer{Party: r.b(), Copy: got})
	r.owner(r.a()).refused("mediation.guard.offer_unknown", ReleaseOffer{Party: r.a(), Offer: offer})
	sameOnReplay(t, r)
}

// 书面调解：每一轮有期限，意见先到调解员，再由调解员转给对方。
func TestAnExchangeInWriting(t *testing.T) {
	r := newRoad(t).to(Assigned).as(newRoad(t).mediator, access.Mediator)
	both := []id.ID{r.a(), r.b()}
	start := r.clock.Now().Add(time.Hour)
	r.refused("form.required", Schedule{Mode: "writing", With: both, Start: start})
	r.refused("form.date", Schedule{Mode: "writing", With: both, Start: start, Until: "2026-02-31"})
	r.refused("mediation.field.round_until", Schedule{Mode: "writing", With: both, Start: start, Until: "2026-03-01"})
	r.do(Schedule{Mode: "writing", With: both, Start: start, Until: "2026-03-09", Agreed: both})
	round := r.c.Sessions[0].ID
	r.refused("mediation.guard.round_not_open", WriteOffer{Party: r.a(), As: AStatement, Session: round, Text: "漏水从二月开始"})
	r.do(Begin{Session: round}).owner(r.a()).do(WriteOffer{Party: r.a(), As: AStatement, Session: round, Text: "漏水从二月开始"})
	said := r.c.Offers[0].ID
	r.refused("mediation.guard.statement_by_mediator", ReleaseOffer{Party: r.a(), Offer: said})
	r.refused("mediation.guard.round_not_open", WriteOffer{Party: r.a(), Session: round, Text: "两百元"}) // an offer belongs to no round
	r.as(r.mediator, access.Mediator).do(ReleaseOffer{Party: r.a(), Offer: said})
	got := r.c.Offers[0].Copies[0].ID
	r.owner(r.b()).do(ReadOffer{Party: r.b(), Copy: got}).refused("mediation.guard.statement_no_answer", AnswerOffer{Party: r.b(), Copy: got, Answer: AcceptsOffer})
	r.as(r.mediator, access.Mediator).do(Schedule{Mode: "writing", With: both, Start: r.clock.Now().Add(time.Hour), Until: "2026-03-20"})
	if n := r.c.Round(r.c.Sessions[1]); n != 2 || r.c.Round(r.c.Sessions[0]) != 1 {
		t.Errorf("the second round is round %d", n)
	}
	sameOnReplay(t, r)
}

func TestEachPartyAgreesToMeetFromAfar(t *testing.T) {
	r := newRoad(t).to(Assigned).as(newRoad(t).mediator, access.Mediator)
	both := []id.ID{r.a(), r.b()}
	r.refused("mediation.field.room", Schedule{Mode: "video", With: both, Start: r.clock.Now().Add(time.Hour)})
	r.know.Room = "https://meet.example.org/abcdef"
	r.refused("mediation.field.mode_agreed", Schedule{Mode: "video", With: both[:1], Agreed: both, Start: r.clock.Now().Add(time.Hour)})
	r.do(Schedule{Mode: "video", With: both, Start: r.clock.Now().Add(time.Hour), Agreed: both[:1]})
	if s := r.last().Secrets; len(s) != 1 || s[0].Field != FieldPlace || string(s[0].Text) != `"https://meet.example.org/abcdef"` || strings.Contains(string(r.last().Event.Body), "meet") {
		t.Errorf("the room is sealed as %+v", s)
	}
	session := r.c.Sessions[0].ID
	r.refused("mediation.guard.mode_not_agreed", Begin{Session: session})
	r.owner(r.b()).do(AgreeMode{r.b(), session, true})
	r.owner(r.a()).do(AgreeMode{r.a(), session, false}) // a mind can change until it begins
	if v := r.last().Event.Visibility; v != casefile.Only(r.a()) {
		t.Errorf("who said no is seen by %s", v)
	}
	r.as(r.mediator, access.Mediator).refused("mediation.guard.mode_not_agreed", Begin{Session: session})
	r.do(AgreeMode{r.a(), session, true}, Begin{Session: session})
	r.refused("mediation.field.called", Record{Session: session, Minutes: 40, Present: both, Called: both, Text: "双方同意再约"})

	r = newRoad(t).to(Assigned).as(newRoad(t).mediator, access.Mediator)
	both = []id.ID{r.a(), r.b()}
	r.do(Schedule{Mode: "phone", With: both, Start: r.clock.Now().Add(time.Hour), Agreed: both})
	r.do(Begin{Session: r.c.Sessions[0].ID})
	r.do(Record{Session: r.c.Sessions[0].ID, Minutes: 40, Present: both, Called: both[:1], Text: "双方同意再约"})
	if got := r.c.Sessions[0].Called; !slices.Equal(got, both[:1]) {
		t.Errorf("called back: %v", got)
	}
	o := Opened{Case: r.c, Rules: r.know.Rules}
	o.through(r.b(), r.clock.Now())
	if s := o.Case.Sessions[0]; len(s.Called) != 0 || !slices.Equal(s.Agreed, both[1:]) {
		t.Errorf("the other party learns who was called and who agreed: %+v", s)
	}
	sameOnReplay(t, r)
}
