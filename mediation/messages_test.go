package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
)

// delivers has linli do what its job does when the time has come.
func (r *road) delivers(m id.ID) error {
	by := r.by
	defer func() { r.by = by }()
	r.by = casefile.System
	return r.try(Deliver{m})
}

// 发错了人：没发出的可以撤回，发出的只有收信人看得到。
func TestAMessageToTheWrongSide(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.do(SendMessage{r.b(), "对方的底线是三百元"})
	wrong, held := r.c.Messages[0].ID, r.c.Messages[0].Held
	r.clock.Set(held.Add(-time.Second))
	if err := r.delivers(wrong); key(err) != "mediation.guard.message_held" {
		t.Errorf("it leaves before its time: %v", err)
	}
	silent := newRoad(t).to(InSession)
	silent.clock.Set(r.clock.Now())
	if got, want := r.asSeen(r.b()), silent.asSeen(silent.b()); got != want {
		t.Errorf("a message that waits is seen by its recipient:\n%s\n%s", got, want)
	}
	r.do(TakeBack{wrong})
	if s := r.all[len(r.all)-1].Secrets; len(s) != 1 || string(s[0].Text) != `""` || s[0].Owner != wrong {
		t.Errorf("the words are kept: %v", s)
	}
	r.refused("mediation.guard.message_left", TakeBack{wrong})
	r.clock.Add(MessageHeld)
	if err := r.delivers(wrong); key(err) != "mediation.guard.message_left" {
		t.Errorf("what was taken back leaves: %v", err)
	}
	silent.clock.Set(r.clock.Now())
	if got, want := r.asSeen(r.b()), silent.asSeen(silent.b()); got != want {
		t.Errorf("a message that was taken back left a trace with its recipient:\n%s\n%s", got, want)
	}
	sameOnReplay(t, r)
}

func TestAMessageIsNothingToTheOtherParty(t *testing.T) {
	with, without := newRoad(t).to(InSession), newRoad(t).to(InSession)
	with.do(SendMessage{with.a(), "请带发票原件"})
	m := with.c.Messages[0].ID
	with.clock.Add(MessageHeld)
	if err := with.delivers(m); err != nil {
		t.Fatal(err)
	}
	with.by = casefile.By{Kind: access.Resident, Party: with.a()}
	with.do(Reply{with.a(), "好的"})
	without.clock.Set(with.clock.Now())
	if a, b := with.asSeen(with.b()), without.asSeen(without.b()); a != b {
		t.Errorf("the other party sees\n%s\ninstead of\n%s", a, b)
	}
	o := &Opened{Case: with.c, Rules: with.know.Rules, Texts: map[id.ID]Passage{}}
	for _, s := range with.all {
		o.Events = append(o.Events, s.Event)
	}
	o.through(with.a(), with.clock.Now())
	if len(o.Case.Messages) != 2 || !slices.ContainsFunc(o.Events, func(e casefile.Event) bool { return e.Kind == "deliver" }) {
		t.Errorf("its own party sees %d messages", len(o.Case.Messages))
	}
	for _, s := range with.all {
		for _, x := range s.Secrets {
			if x.Field == FieldMessage && x.Scope.Of != with.a() {
				t.Errorf("a message is sealed for %v", x.Scope)
			}
		}
	}
	sameOnReplay(t, with)
}

func TestNobodyWritesToAPartyWhoWasNotInvited(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.refused("mediation.guard.party_not_invited", SendMessage{r.b(), "您好"})
	r.refused("form.required", SendMessage{r.a(), ""})
	r.do(SendMessage{r.a(), "您好"})
}

// What a party says in its private talk of how to reach it goes before the e-mail that was asked for.
func TestASafeContactEndsTheMail(t *testing.T) {
	for _, safe := range []string{"", "只在上午打电话"} {
		r := newRoad(t)
		app := application(r.unit)
		app.Parties[0].Email = "a@example.org"
		r.do(app, Screen{})
		r.do(ConfirmContact{r.a(), &signing.Half{}}, Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold, SafeContact: safe})
		if r.c.Party(r.a()).Mail != (safe == "") {
			t.Errorf("with the instruction %q mail is %v", safe, r.c.Party(r.a()).Mail)
		}
	}
}
