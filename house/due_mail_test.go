package house_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

// TestWhoOwesIsRemindedAndWhoReceivesIsAsked lets the days of an instalment pass and looks at what leaves: one mail for who
// owes it three days before, one for who receives it the day after, and none once it is fulfilled, voided, changed, or the
// party has said that it wants no mail.
func TestWhoOwesIsRemindedAndWhoReceivesIsAsked(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if w.Place.Engine != dialect.SQLite {
			t.Skip("what is written to whom does not depend on the engine")
		}
		for _, x := range []struct {
			name          string
			do            func(c mediation.Case, due mediation.Instalment) // once the agreement is in force
			owes, receive int                                              // mails
		}{
			{"nothing happens", nil, 1, 1},
			{"the obligor says that it is done", func(c mediation.Case, due mediation.Instalment) {
				w.Act(partyOf(w, c, due.Obligor), c, mediation.ReportPerformance{Party: due.Obligor, Instalment: due.ID})
			}, 0, 1},
			{"the payee has it", func(c mediation.Case, due mediation.Instalment) {
				w.Act(partyOf(w, c, due.Obligee), c, mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount})
			}, 0, 0},
			{"the payee has a part", func(c mediation.Case, due mediation.Instalment) {
				part := mediation.Money{Minor: due.Amount.Minor / 2, Currency: due.Amount.Currency}
				w.Act(partyOf(w, c, due.Obligee), c, mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: part})
			}, 1, 1},
			{"a court voids it", func(c mediation.Case, _ mediation.Instalment) { w.Act(w.As("mediator"), c, mediation.Void{}) }, 0, 0},
			{"it is changed", func(c mediation.Case, _ mediation.Instalment) {
				w.Sign(w.Act(w.As("mediator"), c, mediation.Vary(w.Draft(c, w.Clock.Now().AddDate(0, 6, 0).Format(time.DateOnly)))))
			}, 0, 0},
			{"a change waits to be signed", func(c mediation.Case, _ mediation.Instalment) {
				w.Act(w.As("mediator"), c, mediation.Vary(w.Draft(c, w.Clock.Now().AddDate(0, 6, 0).Format(time.DateOnly))))
			}, 1, 0},
			{"both want no mail any more", func(c mediation.Case, _ mediation.Instalment) {
				for i, p := range c.Parties {
					c = w.Act(w.Party(c, i), c, mediation.ChangeContact{Party: p.ID, Reach: mediation.ReachPhone, Contact: "13800000000"})
				}
			}, 0, 0},
		} {
			box := newLetterbox(t)
			a, _ := mailing(t, w, box)
			c := w.After(mediation.Effective)
			due1 := c.Agreement.Instalments[0]
			day, err := time.ParseInLocation(time.DateOnly, due1.Due, time.FixedZone("CST", 8*3600))
			if err != nil {
				t.Fatal(err)
			}
			address := map[id.ID]string{due1.Obligor: firstAddress, due1.Obligee: secondAddress}
			for i, p := range c.Parties {
				c = reaches(t, w, a, box, c, i, address[p.ID])
			}
			if x.do != nil {
				x.do(c, due1)
			}
			due(t, w, a)
			left := func(at time.Time) (owes, receive int) {
				t.Helper()
				w.Clock.Add(at.Sub(w.Clock.Now()))
				due(t, w, a)
				due(t, w, a)
				return len(box.taken(t, firstAddress)), len(box.taken(t, secondAddress))
			}
			left(w.Clock.Now()) // what the acts themselves brought
			if a, b := left(day.AddDate(0, 0, -3).Add(8 * time.Hour)); a+b > 0 {
				t.Errorf("%s: %d mails leave before the morning three days before", x.name, a+b)
			}
			if a, b := left(day.AddDate(0, 0, -3).Add(9 * time.Hour)); a != x.owes || b != 0 {
				t.Errorf("%s: three days before, %d mails leave for who owes it and %d for who receives it; want %d and none", x.name, a, b, x.owes)
			}
			if a, b := left(day.AddDate(0, 0, 1).Add(9 * time.Hour)); a != 0 || b != x.receive {
				t.Errorf("%s: the day after, %d mails leave for who owes it and %d for who receives it; want none and %d", x.name, a, b, x.receive)
			}
		}
	})
}

// partyOf is a party of a case by its id.
func partyOf(w *apptest.World, c mediation.Case, p id.ID) access.Actor {
	return w.Party(c, slices.IndexFunc(c.Parties, func(x mediation.Party) bool { return x.ID == p }))
}
