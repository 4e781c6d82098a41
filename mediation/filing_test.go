package mediation

import (
	"slices"
	"strings"
	"testing"

	"linli/casefile"
	"linli/platform/id"
	"linli/rulebook"
)

func ids(docs []rulebook.Document) []string {
	out := []string{}
	for _, d := range docs {
		out = append(out, d.ID)
	}
	return out
}

// TestWhatAFileLacks is a table: how a case ended, and what its file must hold besides what linli prints.
func TestWhatAFileLacks(t *testing.T) {
	record := func(r *road) *road {
		return r.do(Record{Session: r.c.Sessions[0].ID, Minutes: 30, Present: []id.ID{r.a(), r.b()}, Text: "谈妥"})
	}
	for name, x := range map[string]struct {
		reach func() *road
		end   string
		want  []string
	}{
		"open":             {func() *road { return newRoad(t).to(InSession) }, "", nil},
		"withdrawn early":  {func() *road { r := newRoad(t).to(Invited); return r.do(Withdraw{Party: r.a()}) }, "withdraw", nil},
		"ended in session": {func() *road { return newRoad(t).to(InSession).do(Terminate{Reason: "unreachable"}) }, "terminate", nil},
		"signed":           {func() *road { return record(newRoad(t).to(Effective)) }, "effective", []string{"identity", "agreement"}},
		"no record":        {func() *road { return newRoad(t).to(Effective) }, "effective", []string{"identity", "session", "agreement"}},
		"oral": {func() *road {
			r := record(newRoad(t).to(InSession))
			r.do(Oral{Language: "zh-Hans", Parties: []id.ID{r.a(), r.b()}, Performed: true, NoWaiver: true,
				Terms: []Term{{Obligor: r.b(), Obligee: r.a(), Type: "apology", Text: "当面道歉", Delivery: "当场"}}})
			return r.do(AgreeOral{Party: r.a()}, AgreeOral{Party: r.b()}, RegisterOral{ReadBack: true})
		}, "oral", []string{"oral-register"}},
	} {
		r := x.reach()
		if got := r.c.End(); got != x.end {
			t.Errorf("%s: ended %q, want %q", name, got, x.end)
		}
		if got := ids(r.c.Lacking(r.know.Rules)); !slices.Equal(got, append([]string{}, x.want...)) {
			t.Errorf("%s: lacks %v, want %v", name, got, x.want)
		}
	}
}

func TestAFileIsPutInItsPlace(t *testing.T) {
	r := newRoad(t).to(Effective)
	office, own, shared := r.ids.New(), r.ids.New(), r.ids.New()
	r.do(Attach{Attachment: office, Name: "证件.jpg", Type: "image/jpeg", Size: 9},
		Attach{Attachment: own, Party: r.a(), Name: "底线.jpg", Type: "image/jpeg", Size: 9},
		Attach{Attachment: shared, Party: r.b(), Shared: true, Name: "收条.jpg", Type: "image/jpeg", Size: 9})
	r.refused("mediation.field.document", FileAs{office, "nothing", ""})
	r.refused("mediation.guard.file_private", FileAs{r.ids.New(), "identity", ""})
	r.refused("mediation.guard.file_private", FileAs{own, "evidence", ""}) // only the office was to see it
	if !slices.Contains(ids(r.c.Lacking(r.know.Rules)), "identity") {
		t.Fatal("nothing is lacking")
	}
	r.do(FileAs{office, "identity", ""}, FileAs{shared, "proof", ""})
	if e := r.all[len(r.all)-1].Event; e.Visibility != casefile.Office {
		t.Errorf("%v reads how the office keeps its file", e.Visibility)
	}
	if slices.Contains(ids(r.c.Lacking(r.know.Rules)), "identity") || r.c.Filed(*r.c.attachment(shared)) != "proof" || r.c.Filed(*r.c.attachment(own)) != "" {
		t.Errorf("%+v", r.c.Attachments)
	}
	r.do(FileAs{office, NotFiled, ""})
	if !slices.Contains(ids(r.c.Lacking(r.know.Rules)), "identity") {
		t.Error("what was taken out is still there")
	}
	sameOnReplay(t, r)
}

// TestWhatProvesSomethingHasItsPlace: nobody has to say where the scan of a signed agreement belongs.
func TestWhatProvesSomethingHasItsPlace(t *testing.T) {
	r := newRoad(t).to(Signing)
	scan := r.ids.New()
	r.do(Attach{Attachment: scan, Shared: true, Name: "签好.jpg", Type: "image/jpeg", Size: 9, Bare: true})
	s := r.sign("party", r.a())
	s.Scan = scan
	r.do(s)
	if got := r.c.Filed(*r.c.attachment(scan)); got != "agreement" {
		t.Errorf("filed as %q", got)
	}
}

// TestWhatACourtSaysIsFiled: the ruling that sets an agreement aside and the one that did not confirm it lie with the court's papers,
// also when a new agreement has taken the place of the old one; so do its signed original and what proves a payment.
func TestWhatACourtSaysIsFiled(t *testing.T) {
	r := newRoad(t).to(Signing)
	scan, proof, no, void := r.ids.New(), r.ids.New(), r.ids.New(), r.ids.New()
	for _, f := range []id.ID{scan, proof, no, void} {
		r.do(Attach{Attachment: f, Shared: true, Name: "扫描.pdf", Type: "application/pdf", Size: 9, Bare: true})
	}
	s := r.sign("party", r.a())
	s.Scan = scan
	r.do(s)
	r.signAll()
	due := r.c.Agreement.Instalments[0]
	r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{1, due.Amount.Currency}, Proof: proof})
	r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, RejectConfirmation{Ruling: no})
	places := func(when string, want map[id.ID]string) {
		t.Helper()
		for f, place := range want {
			if got := r.c.Filed(*r.c.attachment(f)); got != place {
				t.Errorf("%s: filed as %q, want %q", when, got, place)
			}
		}
	}
	want := map[id.ID]string{scan: "agreement", proof: "proof", no: "ruling", void: ""}
	places("not confirmed", want)
	r.do(r.change())
	places("being changed", want)
	r.signAll()
	places("changed", want)
	want[void] = "ruling"
	r.do(Void{Ruling: void})
	places("set aside", want)
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []string{"ruling", "authority", "letter", "agreement", "proof"} {
			if _, known := book.Mediation.Document(d); !known {
				t.Errorf("%s has no place for %s", rules, d)
			}
		}
		if _, twice := book.Mediation.Document("referral"); twice {
			t.Errorf("%s names the letter of the body that sent the dispute twice", rules)
		}
	}
	sameOnReplay(t, r)
}

// TestAWrittenAuthorityIsFiled: the paper that says for whom somebody may sign lies where authorities lie, after it was ended too.
func TestAWrittenAuthorityIsFiled(t *testing.T) {
	r := newRoad(t).to(Accepted)
	shared, own := r.ids.New(), r.ids.New()
	r.do(Attach{Attachment: shared, Name: "委托书.pdf", Type: "application/pdf", Size: 9, Bare: true},
		Attach{Attachment: own, Party: r.b(), Name: "委托书.pdf", Type: "application/pdf", Size: 9, Bare: true},
		Appoint{Party: r.a(), As: Agent, Name: "代理人", Scope: Special, Paper: shared}, Appoint{Party: r.b(), As: Agent, Name: "代理人", Scope: Special, Paper: own})
	if got := r.c.Filed(*r.c.attachment(shared)); got != "authority" {
		t.Errorf("filed as %q", got)
	}
	if got := r.c.Filed(*r.c.attachment(own)); got != "" {
		t.Errorf("what a party showed the office alone is filed as %q", got)
	}
	r.do(EndAuthority{Party: r.a(), Representative: r.c.Representatives[0].ID, Why: EndedByParty})
	if got := r.c.Filed(*r.c.attachment(shared)); got != "authority" {
		t.Errorf("after it was ended: filed as %q", got)
	}
}

// TestWhatWasSignedOnPaperIsFiled: a print does not stand for a signed original. A scan does, and so does the remark where
// the paper lies, which can be corrected and taken back.
func TestWhatWasSignedOnPaperIsFiled(t *testing.T) {
	lacks := func(r *road) bool { return slices.Contains(ids(r.c.Lacking(r.know.Rules)), "agreement") }
	r := newRoad(t).to(Effective)
	if !lacks(r) {
		t.Fatal("an agreement signed on paper is complete with its print")
	}
	if d := r.c.Lacking(r.know.Rules); d[len(d)-1].Title["zh-Hans"] != "签名盖章的协议书原件（或者写明原件存放处）" {
		t.Errorf("what is lacking is called %q", d[len(d)-1].Title["zh-Hans"])
	}
	r.refused("form.required", FileAs{Document: "agreement"})
	r.refused("mediation.field.document", FileAs{Document: NotFiled, Place: "档案柜三层"})
	r.refused("form.too_long", FileAs{Document: "agreement", Place: strings.Repeat("柜", 101)})
	r.do(FileAs{Document: "agreement", Place: "档案柜三层"}, FileAs{Document: "agreement", Place: "档案柜四层，第 9 页"})
	if step := r.all[len(r.all)-1]; step.Event.Visibility != casefile.Office || strings.Contains(string(step.Event.Body), "档案柜") || len(step.Secrets) != 1 || step.Secrets[0].Field != FieldOriginal {
		t.Errorf("%v, %s, %v", step.Event.Visibility, step.Event.Body, step.Secrets)
	}
	if lacks(r) || len(r.c.Originals) != 1 {
		t.Errorf("%+v", r.c.Originals)
	}
	sameOnReplay(t, r)
	r.do(FileAs{Document: "agreement"})
	if !lacks(r) {
		t.Error("a remark that was taken back still counts")
	}
	scan := r.ids.New()
	r.do(Attach{Attachment: scan, Name: "签好.jpg", Type: "image/jpeg", Size: 9, Bare: true})
	r.refused("mediation.field.place_scanned", FileAs{Attachment: scan, Document: "agreement", Place: "档案柜三层"})
	r.do(FileAs{Attachment: scan, Document: "agreement"})
	if lacks(r) {
		t.Error("the scan is there")
	}
	for i := range r.c.Agreement.Acts { // nobody signed on paper: what linli keeps is the original
		r.c.Agreement.Acts[i].Method = "screen"
	}
	r.do(FileAs{scan, NotFiled, ""})
	if lacks(r) {
		t.Error("there is no paper original, and one is asked for")
	}
}
