package mediation

import (
	"testing"
	"time"

	"linli/platform/id"
)

func TestTwoOfThreeActsAreNoAgreement(t *testing.T) {
	r := newRoad(t).to(Signing)
	missing := r.c.Missing()
	if len(missing) != 4 {
		t.Fatalf("%d acts are needed, want two parties, a mediator and the seal", len(missing))
	}
	for _, m := range missing[:3] {
		r.do(r.sign(m.As, m.Of))
	}
	if r.c.State != Signing || !r.c.Agreement.Effective.IsZero() {
		t.Errorf("%s, in force from %v", r.c.State, r.c.Agreement.Effective)
	}
	r.refused("mediation.guard.signature_not_needed", r.sign("party", r.a()))
	// The seal comes five days after the signatures: the agreement is in force from that day (人民调解法 art. 29).
	r.clock.Add(5 * 24 * time.Hour)
	at := r.clock.Now()
	r.do(r.sign("seal", id.ID{}))
	if r.c.State != Effective || !r.c.Agreement.Effective.Equal(at) {
		t.Errorf("%s, in force from %v, want %v", r.c.State, r.c.Agreement.Effective, at)
	}
}

func TestPaperSignedBeforeItWasEntered(t *testing.T) {
	r := newRoad(t).to(Signing)
	signed := r.clock.Now().Add(-time.Minute)
	r.clock.Add(3 * 24 * time.Hour)
	for _, m := range r.c.Missing() {
		if err := r.tryAt(r.sign(m.As, m.Of), signed); err != nil {
			t.Fatal(err)
		}
	}
	if !r.c.Agreement.Effective.Equal(signed) {
		t.Errorf("in force from %v, want the day on the paper %v", r.c.Agreement.Effective, signed)
	}
	last := r.all[len(r.all)-1].Event
	if !last.Claimed.Equal(signed) || !last.At.After(signed) {
		t.Errorf("claimed %v, recorded %v: both must be kept", last.Claimed, last.At)
	}
}

func TestNobodyIsBoundByARefusedDraft(t *testing.T) {
	r := newRoad(t).to(Signing)
	r.do(r.sign("party", r.a()), RefuseSign{r.b()})
	if r.c.State != InSession || r.c.Agreement != nil {
		t.Errorf("%s, agreement %v", r.c.State, r.c.Agreement)
	}
	smaller := r.draft()
	smaller.Partial = true
	r.do(smaller)
}

func TestSigningGuards(t *testing.T) {
	r := newRoad(t).to(Signing)
	other := r.sign("party", r.a())
	other.Text = "00"
	r.refused("mediation.field.other_text", other)
	scan := r.sign("party", r.a())
	scan.Scan = r.ids.New()
	r.refused("mediation.guard.scan_unknown", scan)
	r.do(Pause{r.a(), 3})
	r.refused("mediation.guard.paused", r.sign("party", r.b()))
	r.clock.Add(3 * 24 * time.Hour)
	r.do(r.sign("party", r.b()))

	family := newRoad(t)
	for _, x := range family.know.Rules.Mediation.DisputeTypes {
		if x.ScreenSigningBarred {
			family.to(Signing)
			family.c.Type = x.Code
			screen := family.sign("party", family.a())
			screen.Method = "screen"
			family.refused("mediation.guard.paper_only", screen)
			return
		}
	}
	t.Error("the rulebook bars screen signing for no type")
}

func TestDraftFields(t *testing.T) {
	r := newRoad(t).to(InSession)
	for field, change := range map[string]func(*Draft){
		"facts":            func(d *Draft) { d.Facts = "" },
		"issues":           func(d *Draft) { d.Issues = " " },
		"terms":            func(d *Draft) { d.Terms = nil },
		"terms[0].text":    func(d *Draft) { d.Terms[0].Text = "" },
		"terms[0].amount":  func(d *Draft) { d.Terms[0].Amount.Minor = -5 },
		"terms[0].due":     func(d *Draft) { d.Terms[0].Due = "2026-02-30" },
		"terms[0].obligee": func(d *Draft) { d.Terms[0].Obligee = d.Terms[0].Obligor },
		"language":         func(d *Draft) { d.Language = "xx" },
	} {
		d := r.draft()
		change(&d)
		if f := faultOf(r.try(d)); f.Field != field {
			t.Errorf("%s: %v", field, f)
		}
	}
	d := r.draft()
	d.NoWaiver = false
	r.refused("mediation.guard.waiver_undeclared", d)
	d = r.draft()
	d.Parties = []id.ID{r.a()}
	d.Terms[0].Obligee = r.a()
	r.refused("mediation.guard.signers", d)
}

func TestATermCannotGiveUpARight(t *testing.T) {
	r := newRoad(t).to(InSession)
	for _, words := range []string{
		"甲方不得再上访", "双方承诺不再向任何部门投诉", "甲方自愿放弃起诉的权利", "乙方放弃低保待遇", "甲方不得向公安机关报案",
		"甲方不得再 上 访", "Party A shall not file any complaint with any authority.", "甲方不得再上訪",
	} {
		d := r.draft()
		d.Terms[0].Text = words
		f := faultOf(r.try(d))
		if f.Field != "terms[0].text" || len(f.Key) < 23 || f.Key[:23] != "mediation.field.waiver_" {
			t.Errorf("%q: %v", words, f)
		}
	}
	for _, words := range []string{"乙方于四月三十日前修好屋顶", "如有违约，甲方可以向人民法院起诉", "双方今后和睦相处"} {
		fresh := newRoad(t).to(InSession)
		d := fresh.draft()
		d.Terms[0].Text = words
		if err := fresh.try(d); err != nil {
			t.Errorf("%q is refused: %v", words, err)
		}
	}
}

func TestTheTermAndItsExtension(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.know.Due[ruleTerm] = r.clock.Now().Add(time.Hour)
	r.refused("mediation.guard.extension_not_asked", AgreeExtension{Party: r.a()})
	r.refused("mediation.guard.term_runs", Expire{})
	r.do(AskExtension{30}, AgreeExtension{Party: r.a()})
	if !r.c.Extension.Granted.IsZero() {
		t.Error("one party alone extends the term")
	}
	r.clock.Add(2 * time.Hour)
	r.refused("mediation.guard.term_over", AgreeExtension{Party: r.b()})
	r.do(Expire{})
	if r.c.State != Terminated || r.c.Reason != "time_over" {
		t.Errorf("%s %s", r.c.State, r.c.Reason)
	}

	r = newRoad(t).to(Assigned)
	r.know.Due[ruleTerm] = r.clock.Now().Add(time.Hour)
	r.do(AskExtension{30}, AgreeExtension{Party: r.a()}, AgreeExtension{Party: r.b()})
	if r.c.Extension.Granted.IsZero() || r.all[len(r.all)-1].Event.Kind != "extend" {
		t.Error("every party agreed, and the term was not extended")
	}
}

// TestMoneyIsInACurrency: three letters that name no currency are refused, in an application and in a term.
func TestMoneyIsInACurrency(t *testing.T) {
	for _, code := range []string{"zzz", "ZZZ", "cny", "XTS", ""} {
		r := newRoad(t).to(InSession)
		d := r.draft()
		d.Terms[0].Amount.Currency = code
		r.refused("mediation.field.currency", d)
	}
}
