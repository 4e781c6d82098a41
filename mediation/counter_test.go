package mediation_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// lost is a case whose applicant has a slip, and what that slip is.
func lost(t *testing.T, w *apptest.World) (c mediation.Case, code id.Code, digits string) {
	t.Helper()
	c = w.To(mediation.Screening)
	code, digits, err := w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return c, code, digits
}

func replace(w *apptest.World, login string, c mediation.Case) (id.Code, string, error) {
	return w.App.Mediation.IssueSlip(w.Ctx, w.As(login), c.ID, c.Parties[0].ID)
}

func ask(w *apptest.World, login string, c mediation.Case) error {
	_, _, err := w.App.Mediation.Act(w.Ctx, w.As(login), c.ID, mediation.AskSlip{Party: c.Parties[0].ID, Shown: "document"}, mediation.Ask{})
	return err
}

func TestALostSlipTakesTwoPeople(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, old, oldDigits := lost(t, w)
		_, _, err := replace(w, "clerk", c)
		apptest.Refused(t, err, "mediation.guard.slip_not_asked")
		apptest.Refused(t, ask(w, "other.clerk", c), "access.not_found")
		apptest.Refused(t, ask(w, "lead", c), "access.refused.mediation.ask_slip")
		_, _, err = w.App.Mediation.Act(w.Ctx, w.As("clerk"), c.ID, mediation.AskSlip{Party: c.Parties[0].ID, Shown: "copy"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.field.shown")
		_, _, err = w.App.Mediation.Act(w.Ctx, w.As("clerk"), c.ID, mediation.AskSlip{Party: c.Parties[1].ID, Shown: "known"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.slip_not_given")
		if err := ask(w, "clerk", c); err != nil {
			t.Fatal(err)
		}
		waits := func(login string) int {
			n := 0
			all, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 20)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				if x.Key == "mediation.notice.ask_slip" {
					n++
				}
			}
			return n
		}
		if waits("lead") != 1 || waits("clerk") != 0 || waits("upper.lead") != 0 || waits("other.clerk") != 0 {
			t.Errorf("it waits for lead %d, clerk %d, upper lead %d, other clerk %d", waits("lead"), waits("clerk"), waits("upper.lead"), waits("other.clerk"))
		}
		if _, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(old), oldDigits); err != nil {
			t.Errorf("asking alone ends the old slip: %v", err)
		}
		_, _, err = replace(w, "clerk", c)
		apptest.Refused(t, err, "mediation.guard.slip_own_ask")
		for _, login := range []string{"other.clerk", "upper.lead", "admin", "privacy", "second"} {
			if _, _, err = replace(w, login, c); err == nil || fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s: %v", login, err)
			}
		}
		code, digits, err := replace(w, "lead", c)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(old), oldDigits)
		apptest.Refused(t, err, "mediation.slip_wrong")
		party, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(code), digits)
		if err != nil || party.Party != c.Parties[0].ID {
			t.Fatalf("the new slip opens nothing: %v", err)
		}
		_, _, err = replace(w, "lead", c)
		apptest.Refused(t, err, "mediation.guard.slip_not_asked") // an ask is good once
		if _, err = w.App.Mediation.Open(w.Ctx, w.As("lead"), c.ID, access.ForWork); err == nil {
			t.Error("approving opened the case to the lead")
		}
		o, err := w.App.Mediation.Open(w.Ctx, party, c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range o.Events {
			if e.Kind == "ask_slip" || e.Kind == "slip" {
				kinds = append(kinds, string(e.Kind))
			}
		}
		if len(kinds) != 3 || kinds[1] != "ask_slip" || kinds[2] != "slip" {
			t.Errorf("the party sees %v", kinds)
		}
		for _, r := range o.Reads {
			if r.Kind == access.Staff {
				t.Errorf("somebody read the case: %+v", r)
			}
		}
	})
}

func TestAnAskEndsWithItsDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, old, digits := lost(t, w)
		if err := ask(w, "clerk", c); err != nil {
			t.Fatal(err)
		}
		midnight := time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC) // in Shanghai
		w.Clock.Set(midnight)
		_, _, err := replace(w, "lead", c)
		apptest.Refused(t, err, "mediation.guard.slip_ask_over")
		if _, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(old), digits); err != nil {
			t.Errorf("the old slip: %v", err)
		}
		at, err := w.App.Mediation.LostSlip(w.Ctx, w.As("lead"), c.ID)
		if err != nil || at.Ask != nil {
			t.Errorf("it still waits: %+v, %v", at.Ask, err)
		}
	})
}

// Whoever lost the post after the ask approves no more; and where one person is left in the unit, the unit above stands in.
func TestTheUnitAboveStandsInForAUnitOfOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, _, _ := lost(t, w)
		if err := ask(w, "clerk", c); err != nil {
			t.Fatal(err)
		}
		lead := w.As("lead")
		revoke(t, w, "lead", "V1", access.Lead)
		if _, _, err := replace(w, "lead", c); err == nil {
			t.Error("who lost the post approves with a new session")
		}
		_, _, err := w.App.Mediation.IssueSlip(w.Ctx, lead, c.ID, c.Parties[0].ID) // resolved before the post was lost
		apptest.Refused(t, err, "mediation.guard.slip_not_second")
		if at, err := w.App.Mediation.LostSlip(w.Ctx, w.As("upper.lead"), c.ID); err != nil || !at.May {
			t.Fatalf("the unit above: %+v, %v", at, err)
		} else if at.Parties[0].Talked != (time.Time{}) || at.Parties[0].Consent != (mediation.Consent{}) {
			t.Errorf("the counter learns %+v", at.Parties[0])
		}
		if _, _, err := replace(w, "upper.lead", c); err != nil {
			t.Errorf("the unit above approves: %v", err)
		}
		if _, _, err := w.App.Mediation.See(w.Ctx, w.As("upper.lead"), c.ID); err == nil {
			t.Error("approving opened the state to the unit above")
		}
	})
}

// TestAnAskDiesWithThePostOfWhoAsked: a clerk who loses the post, or the account, before a colleague has looked leaves nothing
// that could be approved, not even by somebody whose page showed it a moment before.
func TestAnAskDiesWithThePostOfWhoAsked(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, w *apptest.World){
		"the post": func(t *testing.T, w *apptest.World) { revoke(t, w, "clerk", "V1", access.Clerk) },
		"the post, for one that begins next week": func(t *testing.T, w *apptest.World) {
			revoke(t, w, "clerk", "V1", access.Clerk)
			if _, err := w.App.Office.AssignPost(w.Ctx, w.As("admin"), office.AssignPost{Account: w.Hired("clerk").Account, Unit: w.Unit("V1"), Kind: access.Clerk, From: w.Clock.Now().AddDate(0, 0, 7)}); err != nil {
				t.Fatal(err)
			}
		},
		"the account": func(t *testing.T, w *apptest.World) {
			if err := w.App.Office.CloseAccount(w.Ctx, w.As("admin"), w.Hired("clerk").Account); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, w *apptest.World) {
				c, old, digits := lost(t, w)
				if err := ask(w, "clerk", c); err != nil {
					t.Fatal(err)
				}
				if at, err := w.App.Mediation.LostSlip(w.Ctx, w.As("lead"), c.ID); err != nil || at.Ask == nil {
					t.Fatalf("it does not wait: %+v, %v", at, err)
				}
				lose(t, w)
				if at, err := w.App.Mediation.LostSlip(w.Ctx, w.As("upper.lead"), c.ID); err == nil && (at.Ask != nil || at.May) {
					t.Errorf("it still waits: %+v", at.Ask)
				}
				for _, login := range []string{"lead", "upper.lead"} { // who is left in the unit, and who stands in
					_, _, err := replace(w, login, c)
					if err == nil {
						t.Errorf("%s approves what nobody asks for any more", login)
					}
				}
				_, _, err := replace(w, "lead", c)
				apptest.Refused(t, err, "mediation.guard.slip_asker_gone")
				give := mediation.GiveSlip{Party: c.Parties[0].ID, Second: true} // past the door of the page
				_, _, err = w.App.Mediation.Act(w.Ctx, w.As("lead"), c.ID, give, mediation.Ask{})
				apptest.Refused(t, err, "mediation.guard.slip_asker_gone")
				if _, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(old), digits); err != nil {
					t.Errorf("the old slip: %v", err)
				}
			})
		})
	}
}

func TestTheCounterFindsByDayKindAndUnitOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Submitted)
		w.Clock.Add(24 * time.Hour)
		w.To(mediation.Submitted)
		zone, err := time.LoadLocation("Asia/Shanghai")
		if err != nil {
			t.Fatal(err)
		}
		find := func(login, unit, kind string, day string) ([]mediation.Row, error) {
			d, err := calendar.ParseDate(day)
			if err != nil {
				t.Fatal(err)
			}
			return w.App.Mediation.FindAtCounter(w.Ctx, w.As(login), w.Unit(unit), kind, d, zone)
		}
		rows, err := find("clerk", "V1", "neighbour", "2026-03-02")
		if err != nil || len(rows) != 1 || rows[0].ID != c.ID {
			t.Errorf("%+v, %v", rows, err)
		}
		for _, x := range [][2]string{{"debt", "2026-03-02"}, {"neighbour", "2026-03-01"}} {
			if rows, err := find("clerk", "V1", x[0], x[1]); err != nil || len(rows) != 0 {
				t.Errorf("%v: %+v, %v", x, rows, err)
			}
		}
		for _, login := range []string{"other.clerk", "lead", "upper.lead", "admin"} {
			_, err := find(login, "V1", "neighbour", "2026-03-02")
			apptest.Refused(t, err, "access.refused.mediation.ask_slip")
		}
	})
}

// revoke ends a post as an administrator does.
func revoke(t *testing.T, w *apptest.World, login, unit string, kind access.PostKind) {
	t.Helper()
	posts, err := w.App.Office.PostsIn(w.Ctx, w.As("admin"), w.Unit(unit))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range posts {
		if p.Account == w.Hired(login).Account && p.Kind == kind {
			if err := w.App.Office.EndPost(w.Ctx, w.As("admin"), w.Unit(unit), p.ID); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%s holds no post of a %s", login, kind)
}
