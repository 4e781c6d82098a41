package mediation

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

func letterFor(p id.ID, lang string) ReferOut {
	return ReferOut{Party: p, To: "legal_aid", Body: "安平县法律援助中心", Lines: []string{"words", "name"}, Words: "想咨询拖欠工资怎么办", How: consent.Written, Language: lang}
}

// What a letter tells is chosen line by line, and the consent names exactly these lines, this recipient and this purpose.
func TestALetterTellsWhatWasChosen(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.do(letterFor(r.a(), r.lang))
	step := r.all[len(r.all)-1]
	o := r.c.Onward[0]
	if !slices.Equal(o.Lines, []string{"name", "words"}) || o.Party != r.a() || !step.Event.Visibility.To(r.a()) || step.Event.Visibility.To(r.b()) {
		t.Errorf("the letter is %+v for %v", o, step.Event.Visibility)
	}
	if len(step.Consents) != 1 {
		t.Fatalf("%d consents", len(step.Consents))
	}
	rec := step.Consents[0]
	want := []consent.Datum{{Field: "party.name", Kind: "identity"}, {Field: FieldOnward, Kind: "private"}}
	if rec.Purpose != consent.Referral || rec.Recipient != (consent.Recipient{Kind: consent.Service, ID: o.ID}) || !slices.Equal(rec.Data, want) || !rec.Valid(r.clock.Now()) {
		t.Errorf("the consent is %+v", rec)
	}
	if len(step.Secrets) != 1 || step.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) {
		t.Errorf("what the letter says is sealed in %+v", step.Secrets)
	}
	// a second recipient is a second consent
	two := letterFor(r.a(), r.lang)
	two.To, two.Body = "notary", "安平县公证处"
	r.do(two)
	if again := r.all[len(r.all)-1].Consents[0]; again.ID == rec.ID || again.Recipient == rec.Recipient {
		t.Error("two letters share a consent")
	}
}

func TestALetterIsWrittenInFull(t *testing.T) {
	for _, x := range []struct {
		change     func(*ReferOut)
		field, key string
	}{
		{func(l *ReferOut) { l.To = "police" }, "to", "mediation.field.recipient"},
		{func(l *ReferOut) { l.Body = " " }, "body", "form.required"},
		{func(l *ReferOut) { l.Lines = nil }, "lines", "mediation.field.lines"},
		{func(l *ReferOut) { l.Lines = []string{"name", "summary"} }, "lines", "mediation.field.lines"},
		{func(l *ReferOut) { l.Words = "" }, "words", "form.required"},
		{func(l *ReferOut) { l.Lines = []string{"name"} }, "words", "mediation.field.words_not_chosen"},
	} {
		r := newRoad(t).to(Screening)
		l := letterFor(r.a(), r.lang)
		x.change(&l)
		err := r.try(l)
		var list fault.List
		if !errors.As(err, &list) || list[0].Field != x.field || list[0].Key != x.key {
			t.Errorf("%v, want %s at %s", err, x.key, x.field)
		}
	}
}

// Taking it back takes one step, ends this consent alone and can be done whatever became of the case.
func TestALetterIsTakenBack(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.do(letterFor(r.a(), r.lang), letterFor(r.a(), r.lang))
	first, second := r.c.Onward[0], r.c.Onward[1]
	for _, s := range r.all {
		r.know.Records = append(r.know.Records, s.Consents...)
	}
	r.refused("mediation.guard.letter_over", EndReferral{first.ID, r.b(), consent.Oral}) // another's
	r.do(Withdraw{r.a()}, EndReferral{first.ID, r.a(), consent.Oral})
	got := r.all[len(r.all)-1].Consents
	if len(got) != 1 || got[0].ID != first.Record || got[0].State != consent.Withdrawn {
		t.Errorf("taken back: %+v", got)
	}
	if r.c.Onward[0].Ended.IsZero() || !r.c.onward(second.ID).Ended.IsZero() {
		t.Error("one letter is over, the other runs")
	}
	r.refused("mediation.guard.letter_over", EndReferral{first.ID, r.a(), consent.Oral})
}

// The other parties learn nothing of a letter.
func TestALetterIsTheOnePartysOwn(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.do(letterFor(r.a(), r.lang))
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	o := &Opened{Case: r.c, Rules: r.know.Rules, Events: events, Identity: map[id.ID]Identity{}}
	o.through(r.b(), r.clock.Now().Add(time.Minute))
	if len(o.Case.Onward) != 0 {
		t.Error("the other party sees that there is a letter")
	}
	o = &Opened{Case: r.c, Rules: r.know.Rules, Events: events, Identity: map[id.ID]Identity{}}
	if o.through(r.a(), r.clock.Now().Add(time.Minute)); len(o.Case.Onward) != 1 {
		t.Error("its own party does not")
	}
}
