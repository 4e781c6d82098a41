package report

import (
	"testing"

	"filippo.io/age"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// A copy leaves by one who asks and two others, once; each rule by its name.
func TestACopyLeavesByTwoOthersAndOnce(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	second := func(n byte) casefile.By {
		return casefile.By{Kind: access.Staff, Account: id.ID{1, n}, Post: access.Lead}
	}
	own := AskExport{Shown: casefile.Shown[0], To: key.Recipient().String()}
	nameless := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{})
	nameless.refused("export.guard.export_nameless", own)
	r := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头", Name: "x"}).as(worker).do(Take{}, Accept{})
	r.know.Here = []id.ID{{1, 21}}
	r.refused("export.guard.export_no_seconds", own)
	r.know.Here = []id.ID{{1, 21}, {1, 22}}
	r.refused("form.required", AskExport{To: own.To})
	r.refused("export.field.to", AskExport{Shown: own.Shown, To: "age1"})
	before := r.c.State
	d, err := Decide(r.c, own, r.by, r.clock.Now(), r.know, r.ids)
	if err != nil {
		t.Fatal(err)
	}
	if s := d.Step.Secrets; len(s) != 1 || s[0].Scope.Kind != vault.Register || s[0].Field != FieldExportTo || d.Step.Event.Visibility != casefile.Office || len(d.Step.Tell) != 2 {
		t.Errorf("the key is kept as %+v", s)
	}
	r.do(own)
	x := r.c.Exports[0].ID
	take := TakeExport{Export: x, What: casefile.ExportResident}
	r.refused("export.guard.export_own", ApproveExport{x})
	r.refused("export.guard.export_unknown", ApproveExport{id.ID{9}})
	r.refused("demand.guard.demand_unknown", AskGiven{Demand: id.ID{9}, To: own.To})
	r.refused("export.guard.export_not_approved", take)
	r.as(second(21)).do(ApproveExport{x}).refused("export.guard.export_twice", ApproveExport{x})
	r.as(second(22)).do(ApproveExport{x})
	r.as(second(23)).refused("export.guard.export_not_waiting", ApproveExport{x})
	r.as(casefile.System).refused("export.guard.export_other", TakeExport{Export: x, What: casefile.ExportCase})
	r.do(take).refused("export.guard.export_used", take)
	r.refused("export.guard.export_used", EndExport{x})
	if r.c.State != before || r.c.Exports[0].State() != "taken" {
		t.Errorf("%s, %+v", r.c.State, r.c.Exports)
	}
	r.as(worker).do(own)
	x = r.c.Exports[1].ID
	r.as(second(21)).do(ApproveExport{x}, EndExport{x}).refused("export.guard.export_ended", EndExport{x})
	r.as(worker).do(own)
	x = r.c.Exports[2].ID
	r.as(second(21)).do(ApproveExport{x}).as(second(22)).do(ApproveExport{x})
	r.clock.Add(casefile.ExportLasts)
	r.as(casefile.System).refused("export.guard.export_over", TakeExport{Export: x, What: casefile.ExportResident})
}
