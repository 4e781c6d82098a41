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
	own := casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: key.Recipient().String()}
	nameless := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{})
	nameless.refused("export.guard.export_nameless", Aside(own))
	r := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头", Name: "x"}).as(worker).do(Take{}, Accept{})
	r.know.Aside.Approvers = []id.ID{{1, 21}}
	r.refused("export.guard.export_no_seconds", Aside(own))
	r.know.Aside.Approvers = []id.ID{{1, 21}, {1, 22}}
	r.refused("form.required", Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, To: own.To}))
	r.refused("export.field.to", Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: own.Shown, To: "age1"}))
	before := r.c.State
	d, err := Decide(r.c, Aside(own), r.by, r.clock.Now(), r.know, r.ids)
	if err != nil {
		t.Fatal(err)
	}
	if s := d.Step.Secrets; len(s) != 1 || s[0].Scope.Kind != vault.Register || s[0].Field != FieldExportTo || d.Step.Event.Visibility != casefile.Office || len(d.Step.Tell) != 2 {
		t.Errorf("the key is kept as %+v", s)
	}
	r.do(Aside(own))
	x := r.c.Exports[0].ID
	take := Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident})
	r.refused("export.guard.export_own", Aside(casefile.ApproveExport{Export: x}))
	r.refused("export.guard.export_unknown", Aside(casefile.ApproveExport{Export: id.ID{9}}))
	r.refused("demand.guard.demand_unknown", Aside(casefile.AskGiven{Demand: id.ID{9}, To: own.To}))
	r.refused("export.guard.export_not_approved", take)
	r.as(second(21)).do(Aside(casefile.ApproveExport{Export: x})).refused("export.guard.export_twice", Aside(casefile.ApproveExport{Export: x}))
	r.as(second(22)).do(Aside(casefile.ApproveExport{Export: x}))
	r.as(second(23)).refused("export.guard.export_not_waiting", Aside(casefile.ApproveExport{Export: x}))
	r.as(casefile.System).refused("export.guard.export_other", Aside(casefile.TakeExport{Export: x, What: casefile.ExportCase}))
	r.do(take).refused("export.guard.export_used", take)
	r.refused("export.guard.export_used", Aside(casefile.EndExport{Export: x}))
	if r.c.State != before || r.c.Exports[0].State() != "taken" {
		t.Errorf("%s, %+v", r.c.State, r.c.Exports)
	}
	r.as(worker).do(Aside(own))
	x = r.c.Exports[1].ID
	r.as(second(21)).do(Aside(casefile.ApproveExport{Export: x}), Aside(casefile.EndExport{Export: x})).refused("export.guard.export_ended", Aside(casefile.EndExport{Export: x}))
	r.as(worker).do(Aside(own))
	x = r.c.Exports[2].ID
	r.as(second(21)).do(Aside(casefile.ApproveExport{Export: x})).as(second(22)).do(Aside(casefile.ApproveExport{Export: x}))
	r.clock.Add(casefile.ExportLasts)
	r.as(casefile.System).refused("export.guard.export_over", Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident}))
}
