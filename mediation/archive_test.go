package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
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
	archivist(r).refused("mediation.guard.still_due", Archive{})
	r.as(r.mediator, access.Mediator).do(ConfirmPerformance{Party: r.a(), Instalment: due.ID, Amount: due.Amount})
	if r.c.State != Performed {
		t.Fatalf("state %s", r.c.State)
	}
	err := archivist(r).try(Archive{})
	if key(err) != "mediation.guard.papers_missing" {
		t.Fatalf("an incomplete file: %v", err)
	}
	lacks := fault.Of(err).Args["papers"].(fault.Label)
	for lang, want := range map[string]string{"zh-Hans": "身份证明、人民调解记录、签名盖章的协议书原件（或者写明原件存放处）", "zh-Hant": "身分證明、人民調解記錄、簽名蓋章的協議書正本（或載明正本存放處）",
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

// complete files what an agreement's file must hold besides what linli prints.
func (r *road) complete() *road {
	r.do(Record{Session: r.c.Sessions[0].ID, Minutes: 30, Present: []id.ID{r.a(), r.b()}, Text: "谈妥"})
	return r.do(FileAs{Document: "identity", Place: "纸质卷宗第 3 页"}, FileAs{Document: "agreement", Place: "纸质卷宗第 9 页"})
}

// TestAFileInForceIsArchived: nobody has to say that everything came. From the rulebook's days after the last due day on, or
// once the payees know the other routes, the file is put away; retention runs from the last due day as before.
func TestAFileInForceIsArchived(t *testing.T) {
	for name, x := range map[string]struct {
		reach func(r *road)
		days  int // after the last due day on which it can be archived first; -1: at once
		last  State
	}{
		"effective": {func(*road) {}, 31, Effective},
		"confirmed": {func(r *road) {
			r.do(PrepareConfirmation{Court: "某法院", Venue: "office_place", Excluded: NothingExcluded}, JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, Confirm{})
		}, 31, Confirmed},
		"not confirmed": {func(r *road) {
			r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, RejectConfirmation{})
		}, 31, Rejected},
		"application taken back": {func(r *road) {
			r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, WithdrawConfirmation{Party: r.a()})
		}, 31, Withdrawn},
		"partly performed": {func(r *road) {
			due := r.c.Agreement.Instalments[0]
			r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{due.Amount.Minor / 2, due.Amount.Currency}})
		}, 31, Performing},
		"breached": {func(r *road) {
			due := r.c.Agreement.Instalments[0]
			r.until(due.Due, 1)
			r.do(NotPerformed{Party: due.Obligee, Instalment: due.ID})
		}, 31, Breached},
		"breached, routes told": {func(r *road) {
			due := r.c.Agreement.Instalments[0]
			r.until(due.Due, 1)
			r.do(NotPerformed{Party: due.Obligee, Instalment: due.ID}, Urge{}, TellRoutes{})
		}, -1, Breached},
	} {
		r := newRoad(t).to(Effective)
		r.complete()
		x.reach(r)
		last := r.c.Agreement.LastDue()
		if x.days >= 0 {
			archivist(r).refused("mediation.guard.still_due", Archive{})
			r.until(last, x.days)
			r.clock.Add(-time.Second)
			r.refused("mediation.guard.still_due", Archive{})
			r.clock.Add(time.Second)
		}
		keep := r.c.keptFrom(r.know.Rules.Zone)
		archivist(r).do(Archive{})
		if r.c.State != Archived || r.c.LastState() != x.last || !r.c.keptFrom(r.know.Rules.Zone).Equal(keep) || keep.In(r.know.Rules.Zone).Format(time.DateOnly) < last {
			t.Errorf("%s: %s, ended as %s, kept from %v", name, r.c.State, r.c.LastState(), keep)
		}
		if e := r.c.Endings(r.know.Rules); len(e) != 2 || !e[1].At.Equal(keep.AddDate(0, 0, e[1].Rule.Days)) {
			t.Errorf("%s: %+v", name, e)
		}
		sameOnReplay(t, r)
	}
}

// TestAnAgreementArchivedInForceStands: who meets again over it keeps it until there is another, with what did not come, and
// the figures go on to count it.
func TestAnAgreementArchivedInForceStands(t *testing.T) {
	for _, breached := range []bool{false, true} {
		r := newRoad(t).to(Effective)
		r.complete()
		due := r.c.Agreement.Instalments[0]
		r.until(due.Due, 40)
		if breached {
			r.do(NotPerformed{Party: due.Obligee, Instalment: due.ID})
		}
		old := r.c.Agreement.ID
		archivist(r).do(Archive{})
		r.as(r.ids.New(), access.Lead).do(Reopen{Text: "又有新情况"})
		n := len(r.all)
		for _, p := range []id.ID{r.a(), r.b()} {
			r.do(AgreeReopen{Party: p, Yes: true, How: consent.Oral, Language: "zh-Hans"})
		}
		if r.c.State != InSession || r.c.Standing == nil || r.c.Standing.Agreement.ID != old || len(r.c.Former) != 0 || (r.c.Standing.Breach != nil) != breached {
			t.Fatalf("breached %v: %s, standing %+v, former %+v", breached, r.c.State, r.c.Standing, r.c.Former)
		}
		for _, s := range r.all[n:] {
			if len(s.Tallies) > 0 {
				t.Errorf("%s counts %+v", s.Event.Kind, s.Tallies)
			}
		}
		r.as(r.mediator, access.Mediator).do(Impasse{Reason: "impasse"})
		want := Performing
		if breached {
			want = Breached
		}
		if r.c.State != want || r.c.Agreement == nil || r.c.Agreement.ID != old {
			t.Errorf("after a meeting without result: %s, want %s", r.c.State, want)
		}
		sameOnReplay(t, r)
	}
}

// until goes to the first instant of a day, so many days after another.
func (r *road) until(from string, days int) {
	r.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, from, r.know.Rules.Zone)
	if err != nil {
		r.t.Fatal(err)
	}
	r.clock.Add(at.AddDate(0, 0, days).Sub(r.clock.Now()))
}
