package duty

import (
	"testing"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// signer holds the post that owes the statement, and neighbour has another one.
var (
	signer    = casefile.By{Kind: access.Staff, Account: id.ID{2, 1}, Post: access.Lead}
	neighbour = casefile.By{Kind: access.Staff, Account: id.ID{2, 3}, Post: access.Clerk}
	above     = casefile.By{Kind: access.Staff, Account: id.ID{2, 4}, Post: access.Lead}
)

func statementOf(t *testing.T) (*road, Sign) {
	t.Helper()
	r := begin(t, "unit_statements", village, "2026-02-20", "2026-03-31").as(signer)
	text, ok := r.book.Duties.Statement(r.rule.Statement)
	if !ok {
		t.Fatal("there is nothing to sign")
	}
	return r, Sign{Text: text.Hash("zh-Hant"), Language: "zh-Hant", means: Drawn}
}

// TestAStatementIsSignedOnTheScreen: by whoever holds the post, the text that it read, and with that it is done; another person looks at it.
func TestAStatementIsSignedOnTheScreen(t *testing.T) {
	r, sign := statementOf(t)
	r.refused("duty.guard.no_evidence", Do{})
	unproven, other, foreign, late := sign, sign, sign, sign
	unproven.means, other.Text, foreign.Language, late.Reason = "", "00", "de", "overlooked"
	r.refused("duty.guard.unproven", unproven)
	r.refused("duty.sign.other_text", other)
	r.refused("duty.sign.other_text", foreign)
	r.refused("form.choose", late)
	r.as(neighbour).refused("duty.guard.not_the_post", sign)
	r.as(casefile.System).refused("duty.guard.not_the_post", sign)
	r.as(signer).do(sign)
	e := r.c.Evidence[0]
	if r.c.State != Done || r.owed().State != promise.Kept || e.By != signer.Account || e.At != r.c.Acts[0].At || *e.Signed != (Signed{Drawn, "lead", sign.Text, "zh-Hant"}) {
		t.Errorf("%+v, %+v", r.c, e.Signed)
	}
	if n := r.c.Signatures(r.rule); n != (Signatures{1, 1, 1}) {
		t.Errorf("counted %+v", n)
	}
	r.refused("duty.guard.state", sign)
	r.refused("duty.guard.own_work", Check{})
	r.as(above).do(SendBack{})
	if n := r.c.Signatures(r.rule); n != (Signatures{Owed: 1}) {
		t.Errorf("sent back, and counted %+v", n)
	}
	r.as(signer).do(sign).as(above).do(Check{})
	if len(r.c.Evidence) != 2 || r.c.Evidence[0].Replaced.IsZero() || r.c.Evidence[1].Replaces != r.c.Evidence[0].ID || len(r.c.Standing("statement")) != 1 {
		t.Errorf("what was signed first does not stand beside it: %+v", r.c.Evidence)
	}
	r.as(casefile.System).clock.Add(1200 * 24 * 3600 * 1e9)
	r.do(Erase{})
	if n := r.c.Signatures(r.rule); n != (Signatures{1, 1, 1}) || len(r.c.Evidence) > 0 {
		t.Errorf("after its evidence was destroyed it counts %+v", n)
	}
}

// TestAStatementIsSignedLate: says why, and stays late.
func TestAStatementIsSignedLate(t *testing.T) {
	r, sign := statementOf(t)
	r.on("2026-04-02 09:00").refused("form.choose", sign)
	sign.Reason = "absence"
	r.do(sign)
	if !r.c.Late || r.c.Reason != "absence" || r.owed().State != promise.Late {
		t.Errorf("%+v", r.c)
	}
	r.as(above).do(SendBack{}).as(signer).do(sign)
	if len(r.c.Acts) != 2 {
		t.Errorf("%+v", r.c.Acts)
	}
}

// TestAStatementIsSignedOnPaper: the scan is the evidence, one at a time, and it is no signature on the screen.
func TestAStatementIsSignedOnPaper(t *testing.T) {
	r, sign := statementOf(t)
	r.refused("duty.sign.scan", AddEvidence{Sort: "statement"})
	scan := AddEvidence{Sort: "statement", file: &sealedFile{id: id.ID{9}, name: "scan.jpg", kind: "image/jpeg", size: 7}}
	r.do(scan).refused("form.choose", scan)
	r.do(Do{})
	if n := r.c.Signatures(r.rule); n != (Signatures{1, 1, 0}) || r.c.Evidence[0].Signed.Means != OnPaper {
		t.Errorf("counted %+v", n)
	}
	r.refused("duty.guard.own_work", Check{})
	r.as(above).do(SendBack{}).as(signer).do(sign) // what was sent back is signed on the screen after all
	if n := r.c.Signatures(r.rule); n != (Signatures{1, 1, 1}) {
		t.Errorf("counted %+v", n)
	}
}

// TestOnlyAStatementIsSigned: nothing else has a text, and statements with venues are counted as their evidence says.
func TestOnlyAStatementIsSigned(t *testing.T) {
	begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder).refused("duty.guard.no_statement", Sign{means: Drawn})
	r := begin(t, "venue_statements", township, "2026-02-20", "2026-03-31").as(holder)
	r.refused("duty.guard.no_statement", Sign{means: Drawn})
	r.do(AddEvidence{Sort: "signatures", Number: 22, Listed: 24}, AddEvidence{Sort: "paper", NamesNobody: true})
	if n := r.c.Signatures(r.rule); n != (Signatures{Owed: 24, Signed: 22}) {
		t.Errorf("before it is done %+v", n)
	}
	r.do(Do{})
	if n := r.c.Signatures(r.rule); n != (Signatures{Owed: 24, Signed: 22}) {
		t.Errorf("once it is done %+v", n)
	}
	cells := Cells(&r.c, nil, nil, r.book)
	for measure, n := range map[string]int64{"duty.statements_owed": 24, "duty.statements_signed": 22, "duty.statements_screen": 0} {
		if got := cells[casefile.Cell{Unit: township, Measure: measure, Day: r.c.Last}]; got != n {
			t.Errorf("%s: %d, want %d", measure, got, n)
		}
	}
	if gone := begin(t, "unit_statements", village, "2026-02-20", "2026-03-31").do(Cancel{}); gone.c.Signatures(gone.rule) != (Signatures{}) {
		t.Error("a unit that is no more owes a statement")
	}
}

// TestAProofIsOfItsOwnText: a signature that is moved to another account, text or occurrence is broken.
func TestAProofIsOfItsOwnText(t *testing.T) {
	r, sign := statementOf(t)
	sign.means, sign.proof = ByPasskey, &signing.Proof{Account: signer.Account}
	r.do(sign)
	o := Opened{Seen: Seen{Case: r.c, Rules: r.book, Rule: r.rule}, Proofs: map[id.ID]signing.Proof{r.c.Evidence[0].ID: *sign.proof}}
	if o.Check(r.c.Evidence[0]) != signing.CheckBroken { // it signed nothing
		t.Error("an empty proof holds")
	}
	if o.Check(Evidence{ID: id.ID{5}}) != signing.NotChecked {
		t.Error("what has no proof is checked")
	}
	words := r.c.words(*r.c.Evidence[0].Signed, signer.Account)
	for name, other := range map[string]string{
		"account":    r.c.words(*r.c.Evidence[0].Signed, above.Account),
		"text":       r.c.words(Signed{ByPasskey, "lead", "00", "zh-Hant"}, signer.Account),
		"post":       r.c.words(Signed{ByPasskey, rulebook.Post("clerk"), sign.Text, "zh-Hant"}, signer.Account),
		"occurrence": func() string { c := r.c; c.ID = id.ID{8}; return c.words(*r.c.Evidence[0].Signed, signer.Account) }(),
		"version": func() string {
			c := r.c
			c.RulebookVersion = "2027.1"
			return c.words(*r.c.Evidence[0].Signed, signer.Account)
		}(),
	} {
		if other == words {
			t.Errorf("another %s has the same words", name)
		}
	}
}
