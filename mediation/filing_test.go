package mediation

import (
	"slices"
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
		"signed":           {func() *road { return record(newRoad(t).to(Effective)) }, "effective", []string{"identity"}},
		"no record":        {func() *road { return newRoad(t).to(Effective) }, "effective", []string{"identity", "session"}},
		"oral": {func() *road {
			r := record(newRoad(t).to(InSession))
			r.do(Oral{Language: "zh-Hans", Parties: []id.ID{r.a(), r.b()}, Performed: true, NoWaiver: true,
				Terms: []Term{{Obligor: r.b(), Obligee: r.a(), Type: "apology", Text: "当面道歉", Delivery: "当场"}}})
			return r.do(AgreeOral{Party: r.a()}, AgreeOral{Party: r.b()}, RegisterOral{ReadBack: true})
		}, "oral", nil},
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
	r.refused("mediation.field.document", FileAs{office, "nothing"})
	r.refused("mediation.guard.file_private", FileAs{r.ids.New(), "identity"})
	r.refused("mediation.guard.file_private", FileAs{own, "evidence"}) // only the office was to see it
	if !slices.Contains(ids(r.c.Lacking(r.know.Rules)), "identity") {
		t.Fatal("nothing is lacking")
	}
	r.do(FileAs{office, "identity"}, FileAs{shared, "proof"})
	if e := r.all[len(r.all)-1].Event; e.Visibility != casefile.Office {
		t.Errorf("%v reads how the office keeps its file", e.Visibility)
	}
	if slices.Contains(ids(r.c.Lacking(r.know.Rules)), "identity") || r.c.Filed(*r.c.attachment(shared)) != "proof" || r.c.Filed(*r.c.attachment(own)) != "" {
		t.Errorf("%+v", r.c.Attachments)
	}
	r.do(FileAs{office, NotFiled})
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
