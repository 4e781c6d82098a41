package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

func archivist(r *road) *road { return r.as(r.ids.New(), access.Records) }

// A file that lacks a mandatory paper does not go into the archive, and each that lacks is named in each language.
func TestAFileIsArchivedWhenItsPapersAreThere(t *testing.T) {
	r := newRoad(t).to(Effective)
	due := r.c.Agreement.Instalments[0]
	archivist(r).refused("mediation.guard.state", Archive{})
	r.as(r.mediator, access.Mediator).do(ConfirmPerformance{Party: r.a(), Instalment: due.ID, Amount: due.Amount})
	if r.c.State != Performed {
		t.Fatalf("state %s", r.c.State)
	}
	err := archivist(r).try(Archive{})
	if key(err) != "mediation.guard.papers_missing" {
		t.Fatalf("an incomplete file: %v", err)
	}
	lacks := fault.Of(err).Args["papers"].(fault.Label)
	for lang, want := range map[string]string{"zh-Hans": "身份证明、人民调解笔录、签名盖章的协议书原件（或者写明原件存放处）", "zh-Hant": "身分證明、人民調解筆錄、簽名蓋章的協議書正本（或載明正本存放處）",
		"en": "Proof of identity, Session record, Signed original of the agreement (or where it is kept)"} {
		if lacks[lang] != want {
			t.Errorf("%s: %q, want %q", lang, lacks[lang], want)
		}
	}

	r = newRoad(t).to(InSession)
	session := r.c.Sessions[0].ID
	unrecorded := *newRoad(t).to(InSession)
	unrecorded.do(Withdraw{unrecorded.b()})
	archivist(&unrecorded).refused("mediation.guard.record_missing", Archive{})
	r.do(Record{Session: session, Minutes: 40, Present: []id.ID{r.a(), r.b()}, Text: "谈了两次"})
	r.do(Withdraw{r.b()})
	kept := r.c.KeptDays(r.know.Rules)
	archivist(r).do(Archive{})
	if r.c.State != Archived || r.c.LastState() != Terminated || r.c.End() != "terminate" || r.c.KeptDays(r.know.Rules) != kept || kept == 0 {
		t.Errorf("%s, ended as %s, %s, kept %d days", r.c.State, r.c.LastState(), r.c.End(), r.c.KeptDays(r.know.Rules))
	}
	if f := r.c.Facts(); !f.Archived || !f.Closed {
		t.Errorf("facts %+v", f)
	}
	r.refused("mediation.guard.state", Archive{})
	sameOnReplay(t, r)
}

// Retention runs on in the archive and ends a file there.
func TestAnArchivedFileIsMinimisedAndErased(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.do(Withdraw{r.b()})
	archivist(r).do(Archive{})
	endings := r.c.Endings(r.know.Rules)
	if len(endings) != 2 || endings[0].Rule.Then != "minimise" || endings[1].Rule.Then != "erase" || !endings[1].At.Equal(r.c.Ended.AddDate(0, 0, endings[1].Rule.Days)) {
		t.Fatalf("%+v", endings)
	}
	r.by = casefile.System
	r.refused("mediation.guard.retention_runs", Minimise{})
	r.clock.Add(endings[0].At.Sub(r.clock.Now()))
	r.do(Minimise{})
	r.refused("mediation.guard.minimised", Minimise{})
	if now := r.c.Endings(r.know.Rules); !now[0].Done || now[1].Done {
		t.Errorf("%+v", now)
	}
	r.clock.Add(endings[1].At.Sub(r.clock.Now()))
	r.do(Erase{})
	if len(r.c.Endings(r.know.Rules)) != 0 || r.c.State != Archived {
		t.Errorf("%s, still to come: %+v", r.c.State, r.c.Endings(r.know.Rules))
	}
	sameOnReplay(t, r)
	archivist(r)
	r.by.Post = access.Lead
	r.refused("mediation.guard.erased", Reopen{Text: "又有新情况"})
}

// A late session on a closed case: an archived file is taken up again with the lead's reason and everybody's consent, and
// the office's clock begins anew.
func TestAnArchivedCaseIsTakenUpAgain(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.do(Withdraw{r.b()})
	archivist(r).do(Archive{})
	r.as(r.ids.New(), access.Lead).refused("mediation.guard.state", Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
	r.do(Reopen{Text: "双方又愿意谈"})
	archived := r.c
	r.do(AgreeReopen{Party: r.a(), Yes: true, How: "oral", Language: "zh-Hans"}, AgreeReopen{Party: r.b(), How: "oral", Language: "zh-Hans"})
	if r.c.State != Archived || r.c.Reopening != nil || *r.c.Deposit != *archived.Deposit {
		t.Errorf("after a no: %s, %+v", r.c.State, r.c.Reopening)
	}
	r.do(Reopen{Text: "再问一次"}, AgreeReopen{Party: r.a(), Yes: true, How: "oral", Language: "zh-Hans"}, AgreeReopen{Party: r.b(), Yes: true, How: "oral", Language: "zh-Hans"})
	if r.c.State != InSession || r.c.Deposit != nil || !r.c.Ended.IsZero() {
		t.Errorf("after every yes: %s, %+v, ended %v", r.c.State, r.c.Deposit, r.c.Ended)
	}
	if !r.c.Party(r.b()).Consent.Stands() {
		t.Error("who had withdrawn has given no new consent")
	}
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	runs := slices.ContainsFunc(Promises(r.c, events, r.know.Rules, r.clock.Now()), func(p casefile.PromiseRow) bool { return p.Rule == ruleTerm && p.Open() })
	if !runs {
		t.Error("the clock of the mediation does not run")
	}
	sameOnReplay(t, r)
}

// The archivist opens what lies in the file, and neither what was told alone nor how anybody is reached.
func TestTheArchivistReadsTheFileAndNothingBesides(t *testing.T) {
	c := Case{ID: id.ID{1}, Unit: id.ID{2}, State: Archived, Deposit: &Deposit{From: Terminated}, Parties: []Party{{ID: id.ID{3}, Role: Applicant}},
		Attachments: []Attachment{{ID: id.ID{4}, Document: "evidence"}, {ID: id.ID{5}, Owner: id.ID{3}}}, Engagements: []Engagement{{ID: id.ID{6}}}}
	a := access.Actor{Kind: access.Staff, Account: id.ID{9}, Posts: []access.Post{{Kind: access.Records, Unit: c.Unit}}}
	reads := map[bool][]vault.Scope{
		true:  {{Kind: vault.Joint}, {Kind: vault.Identity, Of: id.ID{3}}, {Kind: vault.Attachment, Of: id.ID{4}}},
		false: {{Kind: vault.Private, Of: id.ID{3}}, {Kind: vault.Contact, Of: id.ID{3}}, {Kind: vault.Engagement, Of: id.ID{6}}, {Kind: vault.Attachment, Of: id.ID{5}}},
	}
	for want, all := range reads {
		for _, s := range all {
			if got := mayOpen(a, &c, s); got != want {
				t.Errorf("the archivist reads %s %v: %v", s.Kind, s.Of, got)
			}
		}
	}
}
