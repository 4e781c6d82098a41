package mediation

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/rulebooks"
)

func TestNobodyLetsThemselvesOntoACase(t *testing.T) {
	r := newRoad(t).to(Accepted)
	stranger, colleague := r.ids.New(), r.ids.New()
	r.know.Colleagues = []id.ID{stranger, colleague}
	r.as(stranger, access.Clerk).refused("mediation.guard.not_on_case", HandOver{To: stranger})
	r.as(stranger, access.Lead).refused("mediation.guard.not_on_case", HandOver{To: stranger})
	r.as(stranger, access.Lead).refused("mediation.guard.not_on_case", HandOver{To: colleague})
	r.as(stranger, access.Lead).refused("mediation.guard.not_on_case", HandOver{From: r.clerk, To: stranger})
	r.as(stranger, access.Clerk).refused("mediation.guard.not_on_case", HandOver{From: r.clerk, To: colleague})
	r.know.Leads = true
	r.as(stranger, access.Clerk).do(HandOver{From: r.clerk, To: colleague}) // a lead who is clerk as well
	r.know.Leads = false
	if got := r.c.Assigned(); len(got) != 1 || got[0] != colleague {
		t.Errorf("a lead passed the clerk's place on; on the case: %v", got)
	}
	r.as(colleague, access.Clerk).refused("mediation.guard.nobody_left", HandOver{})
}

// TestWhoDeclaredAConflictIsHandedNothing: the desk's work opens the case as a mediator's does.
func TestWhoDeclaredAConflictIsHandedNothing(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.know.Colleagues = []id.ID{r.mediator}
	r.do(Propose{r.mediator, true})
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: r.c.Engagements[0].ID, Conflict: Disqualifying})
	r.as(r.clerk, access.Clerk).refused("mediation.guard.declared_conflict", HandOver{To: r.mediator})
	r.do(Propose{r.mediator, true}) // it was declared by mistake
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: r.c.Engagements[1].ID, Conflict: NoConflict})
	r.as(r.clerk, access.Clerk).do(HandOver{To: r.mediator})
}

func TestTheTermIsExtendedAsOftenAsTheRulebookSays(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.know.Due[ruleTerm] = r.clock.Now().Add(time.Hour)
	for range 3 { // the shipped rulebook sets no limit
		r.do(AskExtension{30}, AgreeExtension{Party: r.a()}, AgreeExtension{Party: r.b()})
	}
	r.know.Rules = altered(t, "times: 0", "times: 3")
	r.refused("mediation.guard.no_extension_left", AskExtension{10})
	r.know.Rules = altered(t, "times: 0", "times: 4\n      longest: 1 month")
	r.refused("mediation.field.extension_days", AskExtension{29}) // a month may have twenty-eight days
	r.do(AskExtension{28})
	sameOnReplay(t, r)
}

// altered is the shipped rulebook with other words in its promises.
func altered(t *testing.T, old, changed string) *rulebook.Rulebook {
	t.Helper()
	files := fstest.MapFS{}
	sub, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(sub, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(sub, path)
		if path == "promises.yaml" {
			if !bytes.Contains(b, []byte(old)) {
				t.Fatalf("the rulebook does not say %q", old)
			}
			b = bytes.Replace(b, []byte(old), []byte(changed), 1)
		}
		files[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rules, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	return rules
}

// A refusal names the rule that it keeps, in the words of the rulebook.
func TestARefusalNamesItsRule(t *testing.T) {
	r := newRoad(t).to(Signing)
	r.c.Type = "inheritance"
	screen := r.sign("party", r.a())
	screen.Method = "screen"
	err := fault.Of(r.try(screen))
	if err.Rule == nil || err.Rule.Article != "3" || err.Rule.Law["zh-Hans"] == "" {
		t.Errorf("%+v", err)
	}
	if err := fault.Of(r.try(Accept{})); err.Args["event"] != fault.Text("mediation.event.accept") || err.Args["state"] != fault.Text("mediation.state.signing") {
		t.Errorf("%+v", err.Args)
	}
}

func TestOnScreenEverybodySignsWithTheOwnHand(t *testing.T) {
	r := newRoad(t).to(Signing)
	screen := r.sign("party", r.a())
	screen.Method = "screen"
	r.refused("mediation.guard.not_own_hand", screen)
	r.as(r.mediator, access.Mediator).refused("mediation.guard.not_own_hand", screen)
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.refused("mediation.guard.not_own_hand", screen)
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.refused("mediation.guard.not_proven", screen) // saying that it was drawn is not drawing it
	screen.proven = true
	r.do(screen)
	seal := r.sign("seal", id.ID{})
	seal.Method = "screen"
	r.as(r.mediator, access.Lead).refused("mediation.guard.not_own_hand", seal)
	seal.Method = "passkey"
	r.refused("mediation.guard.not_proven", seal)
	seal.Method = "telephone"
	r.refused("mediation.guard.not_own_hand", seal)
}

func TestAPauseIsNotCutShort(t *testing.T) {
	r := newRoad(t).to(Signing)
	r.do(Pause{r.a(), 7})
	until := r.c.Agreement.PausedUntil()
	r.do(Pause{r.b(), 1})
	if !r.c.Agreement.PausedUntil().Equal(until) {
		t.Errorf("signing is possible from %v, want %v", r.c.Agreement.PausedUntil(), until)
	}
}

func TestClaimedDaysHaveAFloor(t *testing.T) {
	r := newRoad(t).to(Signing)
	if err := r.tryAt(r.sign("party", r.a()), r.c.Agreement.Drafted.Add(-time.Minute)); key(err) != "mediation.field.claimed_too_early" {
		t.Errorf("signed before there was a text: %v", err)
	}
	r = newRoad(t).to(Invited)
	r.do(Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.a()), r.consent(r.b()))
	if err := r.tryAt(Accept{}, r.c.Received); key(err) != "mediation.field.claimed_too_early" {
		t.Errorf("accepted before the last consent: %v", err)
	}
}

func TestSilenceIsEveryPartys(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.do(Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.b()))
	r.clock.Add(30 * 24 * time.Hour)
	r.by = casefile.System
	r.do(Silence{})
	if r.c.State != Declined {
		t.Errorf("an applicant who never consented leaves the case %s", r.c.State)
	}
}

func TestTheTermRunsOnThroughRefusedDraftAndRecusal(t *testing.T) {
	r := newRoad(t).to(Signing)
	r.do(RefuseSign{r.b()}, Suspend{Reason: firstReason(r, "suspend")}, Recuse{Engagement: r.c.Engagements[0].ID, Reason: firstReason(r, "recuse")})
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		if p.Rule == ruleTerm && p.State == promise.Running {
			return
		}
	}
	t.Error("the term does not run although the case is open")
}

func TestATieDeclaredLaterNeedsEverybodysWordAgain(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.do(Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
	r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: r.a(), Agree: true})
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: Tie, Text: "与乙方同村"})
	r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
	if r.c.State != Accepted {
		t.Errorf("assigned (%s) although one party agreed before it knew of the tie", r.c.State)
	}
}
