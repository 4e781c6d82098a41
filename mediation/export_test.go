package mediation

import (
	"slices"
	"testing"

	"filippo.io/age"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// exportRoad is a case with two who may approve that papers of it leave, and a key that they leave for.
func exportRoad(t *testing.T, s State) (r *road, seconds []id.ID, to string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r = newRoad(t).to(s)
	seconds = []id.ID{r.ids.New(), r.ids.New()}
	r.know.Aside.Approvers = seconds
	return r, seconds, key.Recipient().String()
}

// theExport is the request that was made last.
func theExport(r *road) *casefile.Export { return &r.c.Exports[len(r.c.Exports)-1] }

// Self-approval, one approval, the same person twice, a request used twice, one that expired and one that was taken back.
func TestPapersLeaveByTwoOthersAndOnce(t *testing.T) {
	r, seconds, to := exportRoad(t, InSession)
	asker := r.by
	own := casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: r.a(), Shown: casefile.Shown[0], To: to}
	for _, wrong := range []casefile.AskExport{{Purpose: "transfer", To: to}, {Purpose: casefile.ForOrder, To: to}, {To: to}, {Purpose: casefile.ForOwnCopy, Party: r.a(), To: to},
		{Purpose: casefile.ForOwnCopy, Party: r.a(), Shown: own.Shown}, {Purpose: casefile.ForOwnCopy, Party: r.a(), Shown: own.Shown, To: "age1"}} {
		if r.try(Aside(wrong)) == nil {
			t.Errorf("asked for as %+v", wrong)
		}
	}
	r.know.Aside.Approvers = seconds[:1]
	r.refused("export.guard.export_no_seconds", Aside(own))
	r.know.Aside.Approvers = seconds
	r.do(Aside(own))
	x := theExport(r).ID
	if s := r.last().Secrets; len(s) != 1 || s[0].Scope != (vault.Scope{Kind: vault.Register, Of: x}) || r.last().Event.Visibility != casefile.Office {
		t.Errorf("the key is kept as %+v", s)
	}
	take := Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident})
	r.refused("export.guard.export_unknown", Aside(casefile.ApproveExport{Export: r.ids.New()}))
	r.refused("export.guard.export_own", Aside(casefile.ApproveExport{Export: x}))
	r.refused("export.guard.export_not_approved", take)
	r.as(seconds[0], access.Lead).do(Aside(casefile.ApproveExport{Export: x}))
	r.refused("export.guard.export_twice", Aside(casefile.ApproveExport{Export: x}))
	r.refused("export.guard.export_not_approved", take)
	r.as(seconds[1], access.Records).do(Aside(casefile.ApproveExport{Export: x}))
	r.as(r.ids.New(), access.Lead).refused("export.guard.export_not_waiting", Aside(casefile.ApproveExport{Export: x}))
	r.by = casefile.System
	r.refused("export.guard.export_other", Aside(casefile.TakeExport{Export: x, What: casefile.ExportCase}))
	r.do(take)
	if e := r.last().Event; !e.Visibility.To(r.a()) || e.Visibility.To(r.b()) {
		t.Error("another party than the one whose copy it is reads of it, or that one does not")
	}
	r.refused("export.guard.export_used", take)
	r.refused("export.guard.export_used", Aside(casefile.EndExport{Export: x}))
	sameOnReplay(t, r)

	r.by = asker
	r.do(Aside(own))
	x = theExport(r).ID
	r.as(seconds[0], access.Lead).do(Aside(casefile.ApproveExport{Export: x}), Aside(casefile.EndExport{Export: x}))
	r.refused("export.guard.export_ended", Aside(casefile.EndExport{Export: x}))
	r.as(seconds[1], access.Records).refused("export.guard.export_not_waiting", Aside(casefile.ApproveExport{Export: x}))
	r.by = casefile.System
	r.refused("export.guard.export_ended", Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident}))

	r.by = asker
	r.do(Aside(own))
	x = theExport(r).ID
	r.clock.Add(casefile.ExportLasts)
	r.as(seconds[0], access.Lead).refused("export.guard.export_not_waiting", Aside(casefile.ApproveExport{Export: x}))
	r.by = asker
	r.do(Aside(own))
	x = theExport(r).ID
	for _, second := range seconds {
		r.as(second, access.Lead).do(Aside(casefile.ApproveExport{Export: x}))
	}
	r.clock.Add(casefile.ExportLasts)
	r.by = casefile.System
	r.refused("export.guard.export_over", Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident}))
	sameOnReplay(t, r)
}

// Whoever was only invited has no copy of its own.
func TestWhoIsOnlyInvitedHasNoCopy(t *testing.T) {
	r, _, to := exportRoad(t, Invited)
	r.refused("mediation.guard.export_party", Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: r.b(), Shown: casefile.Shown[0], To: to}))
}

// A party that died has no copy: nobody asks for it in the party's place, and what was approved before is not handed out.
func TestNobodyHasTheCopyOfOneWhoDied(t *testing.T) {
	r, seconds, to := exportRoad(t, InSession)
	asker, own := r.by, casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: r.b(), Shown: casefile.Shown[0], To: to}
	r.do(Aside(own))
	x := theExport(r).ID
	for _, second := range seconds {
		r.as(second, access.Lead).do(Aside(casefile.ApproveExport{Export: x}))
	}
	r.by = asker
	r.do(PartyEnded{r.b(), Died})
	r.refused("mediation.guard.export_party", Aside(own))
	if slices.ContainsFunc(r.c.Copies(), func(p Party) bool { return p.ID == r.b() }) {
		t.Error("the copy of one who died can be asked for")
	}
	r.by = casefile.System
	r.refused("mediation.guard.export_party", Aside(casefile.TakeExport{Export: x, What: casefile.ExportResident}))
}

// The court gets papers while all parties apply to it, and no longer once one of them withdraws.
func TestTheCourtGetsPapersWhileAllPartiesApply(t *testing.T) {
	r, seconds, to := exportRoad(t, Effective)
	court := Aside(casefile.AskExport{Purpose: ForCourt, To: to})
	r.as(r.mediator, access.Mediator).do(PrepareConfirmation{Court: "青杉区人民法院", Venue: r.know.Rules.Mediation.Confirmation.Venues[0].Code, Excluded: NothingExcluded}, JoinConfirmation{Party: r.a()})
	r.refused("mediation.guard.export_court", court) // the other has not joined
	r.do(JoinConfirmation{Party: r.b()}, court)
	x := theExport(r).ID
	for _, second := range seconds {
		r.as(second, access.Lead).do(Aside(casefile.ApproveExport{Export: x}))
	}
	r.as(r.mediator, access.Mediator).do(WithdrawConfirmation{Party: r.b()})
	r.by = casefile.System
	r.refused("mediation.guard.export_court", Aside(casefile.TakeExport{Export: x, What: casefile.ExportCase}))
	// They meet again and apply with what they agree to then: it is another application than the one that was approved.
	r.as(r.mediator, access.Mediator).do(Choose{Party: r.a(), Way: WaySession}, Choose{Party: r.b(), Way: WaySession}, r.draft())
	r.signAll()
	again := PrepareConfirmation{Court: "白石区人民法院", Venue: r.know.Rules.Mediation.Confirmation.Venues[0].Code, Excluded: NothingExcluded}
	r.do(again, JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
	r.by = casefile.System
	r.refused("export.guard.export_ended", Aside(casefile.TakeExport{Export: x, What: casefile.ExportCase}))
	sameOnReplay(t, r)
}

// What a demand was given leaves while the demand runs; nothing leaves for one that was refused, and nobody learns of a silent one by it.
func TestWhatADemandWasGivenLeavesWhileItRuns(t *testing.T) {
	r, seconds, to := exportRoad(t, Effective)
	r.as(r.ids.New(), access.Lead).do(Aside(askedDemand(30)))
	n := theDemand(r).ID
	asOfficer(r).refused("export.guard.export_order", Aside(casefile.AskGiven{Demand: n, To: to}))
	r.refused("demand.guard.demand_unknown", Aside(casefile.AskGiven{Demand: r.ids.New(), To: to}))
	r.do(Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"agreement"}, Text: "只提供协议。"}), Aside(casefile.AskGiven{Demand: n, To: to}))
	officer, x := r.by, theExport(r).ID
	for _, second := range seconds {
		r.as(second, access.Lead).do(Aside(casefile.ApproveExport{Export: x}))
	}
	r.by = casefile.System
	r.do(Aside(casefile.TakeExport{Export: x, What: casefile.ExportCase}))
	if e := r.last().Event; e.Visibility != casefile.Office {
		t.Error("the parties read of a demand of which the law forbids to tell them")
	}
	r.by = officer
	r.do(Aside(casefile.AskGiven{Demand: n, To: to}), Aside(casefile.EndDemand{Demand: n}))
	r.as(seconds[0], access.Lead).refused("export.guard.export_order", Aside(casefile.ApproveExport{Export: theExport(r).ID}))
	sameOnReplay(t, r)
}

// A party that did not sign the agreement learns nothing of the court that others ask to confirm theirs.
func TestThePapersForACourtAreThePartiesOfTheAgreement(t *testing.T) {
	for _, purpose := range []string{ForCourt, casefile.ForOrder} {
		c := Case{Parties: []Party{{ID: id.ID{1}}, {ID: id.ID{2}}, {ID: id.ID{3}}}}
		events := []casefile.Event{{Kind: "draft", Body: []byte(`{"parties":["01000000-0000-0000-0000-000000000000"]}`)}, {Kind: "export", Body: []byte(`{"purpose":"` + purpose + `"}`)}}
		told := slices.ContainsFunc(ofOthers(events, id.ID{3}, &c), func(e casefile.Event) bool { return e.Kind == "export" })
		if told != (purpose == casefile.ForOrder) {
			t.Errorf("%s: the third party is told: %v", purpose, told)
		}
	}
}
