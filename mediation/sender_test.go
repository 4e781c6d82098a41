package mediation

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

func sentBy(r *road, kind string) Apply {
	a := application(r.unit)
	a.Source, a.Sent = kind, &NewSender{Body: "石桥镇来函单位", Number: "石函〔2026〕7号", Dated: "2026-03-01"}
	return a
}

// sentTo is a case that a body sent, with its letter in the file, as it is opened at the desk.
func sentTo(t *testing.T, kind string) *road {
	r := newRoad(t)
	return r.do(sentBy(r, kind), Attach{Attachment: r.ids.New(), Name: "letter.pdf", Type: "application/pdf"}, Screen{})
}

// A body sends with a letter, which a clerk enters; whoever applies has none.
func TestWhoSendsHasALetter(t *testing.T) {
	for _, x := range []struct {
		name       string
		change     func(*Apply)
		resident   bool
		field, key string
	}{
		{"no letter", func(a *Apply) { a.Sent = nil }, false, "sent.body", "form.required"},
		{"no number", func(a *Apply) { a.Sent.Number = " " }, false, "sent.number", "form.required"},
		{"no day", func(a *Apply) { a.Sent.Dated = "1 March" }, false, "sent.dated", "mediation.field.sent_dated"},
		{"of tomorrow", func(a *Apply) { a.Sent.Dated = "2026-03-03" }, false, "sent.dated", "mediation.field.sent_future"},
		{"of a party", func(a *Apply) { a.Source = "oral" }, false, "source", "mediation.field.sent_not_asked"},
		{"by a resident", func(*Apply) {}, true, "source", "mediation.field.source"},
	} {
		r := newRoad(t)
		if x.resident {
			r.by = casefile.By{Kind: access.Resident}
		}
		a := sentBy(r, "police")
		x.change(&a)
		err := r.try(a)
		var list fault.List
		errors.As(err, &list)
		if !slices.ContainsFunc(list, func(f *fault.Error) bool { return f.Field == x.field && f.Key == x.key }) {
			t.Errorf("%s: %v, want %s at %s", x.name, err, x.key, x.field)
		}
	}
}

func TestNobodyIsSpokenToBeforeTheLetterIsFiled(t *testing.T) {
	r := newRoad(t)
	r.do(sentBy(r, "agency"))
	r.refused("mediation.guard.letter_missing", Screen{})
	r.do(Attach{Attachment: r.ids.New(), Party: r.a(), Name: "photo.jpg", Type: "image/jpeg"})
	r.refused("mediation.guard.letter_missing", Screen{}) // what a party gives is not the letter
	r.do(Attach{Attachment: r.ids.New(), Name: "letter.pdf", Type: "application/pdf"}, Screen{})
	if got := r.c.Filed(*r.c.attachment(r.c.Sent.Letter)); got != "letter" {
		t.Errorf("the letter is filed as %q", got)
	}
}

// A referral in without consent is not taken on: what the letter says of anybody's will counts for nothing, each is asked
// alone, and what the office holds of all of them goes as of those who refuse. Nobody had asked for anything.
func TestAReferralInWithoutConsent(t *testing.T) {
	invite := func(r *road) {
		r.do(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, r.consent(r.a()), Invite{})
	}
	for _, x := range []struct {
		name string
		do   func(r *road)
		want State
	}{
		{"the first who is asked says no", func(r *road) { r.do(Refuse{r.a(), "oral"}) }, Declined},
		{"the other says no", func(r *road) { invite(r); r.do(Refuse{r.b(), "oral"}) }, Declined},
		{"the other is silent", func(r *road) { invite(r); r.clock.Add(60 * 24 * time.Hour); r.do(Silence{}) }, Declined},
		{"the first takes it back", func(r *road) { invite(r); r.do(Withdraw{r.a()}) }, Terminated},
		{"the office cannot mediate it", func(r *road) { r.do(NotAccept{Reason: "outside_area"}) }, NotAccepted},
	} {
		r := sentTo(t, "petition_office")
		r.refused("mediation.guard.state", Accept{})
		x.do(r)
		if r.c.State != x.want || !r.c.Accepted.IsZero() {
			t.Errorf("%s: %s", x.name, r.c.State)
		}
		if got := r.c.shreds(r.all[len(r.all)-1].Event); !slices.Equal(got, []id.ID{r.a(), r.b()}) {
			t.Errorf("%s: shredded of %d parties, want both", x.name, len(got))
		}
		// what is shredded is everything but which letter the reply answers
		know := &decision{c: r.c}
		var step Step
		if _, err := (Shred{r.a()}).decide(know, &step); err != nil {
			t.Fatal(err)
		}
		for kind, goes := range map[vault.Scope]bool{{Kind: vault.Joint}: true, {Kind: vault.Identity, Of: r.a()}: true,
			{Kind: vault.Attachment, Of: r.c.Sent.Letter}: true, {Kind: vault.Letter, Of: r.c.ID}: false} {
			if step.Drop(kind) != goes {
				t.Errorf("%s: section %s dropped = %v", x.name, kind.Kind, !goes)
			}
		}
	}
	// of somebody who applied, the same refusal destroys only what concerns the one who refused
	r := newRoad(t).to(Invited)
	r.do(Refuse{r.b(), "oral"})
	if got := r.c.shreds(r.all[len(r.all)-1].Event); !slices.Equal(got, []id.ID{r.b()}) {
		t.Errorf("an applicant's own case: %d parties", len(got))
	}
	if r = newRoad(t).to(Screening); !r.c.Asks(&r.c.Parties[0]) {
		t.Error("whoever applied asked")
	}
	r.refused("mediation.guard.applies_alone", Refuse{r.a(), "oral"})
	r.refused("mediation.guard.not_sent", AnswerSender{})
}

// Whom a letter names as applicant wrote nothing: it reads the joint section and the other's name as everybody else does,
// after its consent. The letter itself is nobody's but the office's.
func TestWhomALetterNamesIsNoApplicant(t *testing.T) {
	r := sentTo(t, "police")
	me := access.Actor{Kind: access.Resident, Tenant: r.c.Tenant, Case: r.c.ID, Party: r.a()}
	joint, other, letter := vault.Scope{Kind: vault.Joint}, vault.Scope{Kind: vault.Identity, Of: r.b()}, vault.Scope{Kind: vault.Letter, Of: r.c.ID}
	for _, s := range []vault.Scope{joint, other, letter} {
		if mayOpen(me, &r.c, s) {
			t.Errorf("reads the %s section before its consent", s.Kind)
		}
	}
	r.do(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, r.consent(r.a()))
	if !mayOpen(me, &r.c, joint) || mayOpen(me, &r.c, other) || mayOpen(me, &r.c, letter) {
		t.Error("after its consent it reads the joint section, and nothing else of others")
	}
	if staff := (access.Actor{Kind: access.Staff, Account: r.ids.New()}); mayOpen(staff, &r.c, letter) {
		t.Error("emergency access opens the letter")
	}
}

// A dispute that is already in court is not mediated beside it, unless the court itself asks; then it is told what its rule
// requires.
func TestACourtSendsWhatIsAlreadyThere(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.do(NotAccept{Reason: "pending_elsewhere"})
	if r.c.State != NotAccepted {
		t.Fatal(r.c.State)
	}
	r = sentTo(t, "court")
	r.refused("mediation.guard.reply_not_due", ReplyDue{})
	r.do(NotAccept{Reason: "outside_area"}, ReplyDue{})
	if got := r.c.Told(r.know.Rules); !slices.Equal(got, []Fact{{"held", false}, {"ended", true}, {"settled", false}}) {
		t.Errorf("the court is told %v", got)
	}
	r.do(AnswerSender{})
	r.refused("mediation.guard.replied", AnswerSender{})
}

// Nobody leaves the last place on a case whose sender still waits.
func TestSomebodyStaysUntilTheReplyHasLeft(t *testing.T) {
	r := sentTo(t, "agency")
	r.do(Refuse{r.a(), "oral"})
	r.refused("mediation.guard.nobody_left", HandOver{})
	r.refused("mediation.guard.reply_not_due", AnswerSender{})
	r.refused("mediation.guard.reply_not_due", ReplyDue{})
	r.clock.Add(r.c.Sent.Due.Sub(r.clock.Now()))
	r.do(ReplyDue{}, AnswerSender{}, HandOver{})
}
