package apptest

import (
	"time"

	"linli/mediation"
	"linli/platform/id"
)

// After takes a fresh case to a state of its agreement's life: oral_agreed, or one that follows an agreement in force.
func (w *World) After(s mediation.State) mediation.Case {
	w.T.Helper()
	mediator := w.As("mediator")
	if s == mediation.OralAgreed {
		return w.oral()
	}
	c := w.inForce()
	step := func(cmds ...mediation.Command) {
		for _, cmd := range cmds {
			c = w.Act(mediator, c, cmd)
		}
	}
	due := c.Agreement.Instalments[0]
	pay := mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount}
	apply := func() {
		step(mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded}, mediation.JoinConfirmation{Party: c.Parties[0].ID},
			mediation.JoinConfirmation{Party: c.Parties[1].ID})
	}
	switch s {
	case mediation.Performing:
		pay.Amount.Minor /= 2
		step(pay)
	case mediation.Performed:
		step(pay)
	case mediation.Breached:
		w.Clock.Add(10 * 24 * time.Hour)
		step(mediation.NotPerformed{Party: due.Obligee, Instalment: due.ID})
	case mediation.ConfirmationApplied:
		apply()
	case mediation.Confirmed:
		apply()
		step(mediation.Confirm{})
	case mediation.Rejected:
		apply()
		step(mediation.RejectConfirmation{Text: w.say("内容不明确", "The terms are not clear")})
	case mediation.Withdrawn:
		apply()
		step(mediation.WithdrawConfirmation{Party: c.Parties[1].ID})
	case mediation.Voided:
		step(mediation.Void{Text: w.say("损害他人利益", "It harms somebody else")})
	}
	if c.State != s {
		w.T.Fatalf("state %s, want %s", c.State, s)
	}
	return c
}

// inForce is a case with an agreement that was just signed and falls due in a week.
func (w *World) inForce() mediation.Case {
	w.T.Helper()
	c, mediator := w.To(mediation.InSession), w.As("mediator")
	c = w.Act(mediator, c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: w.say("双方心平气和", "Both spoke calmly")})
	return w.Sign(w.Act(mediator, c, w.Draft(c, w.Clock.Now().AddDate(0, 0, 7).Format(time.DateOnly))))
}

func (w *World) oral() mediation.Case {
	c, mediator := w.To(mediation.InSession), w.As("mediator")
	a, b := c.Parties[0].ID, c.Parties[1].ID
	said := mediation.Oral{Language: w.Language(), Parties: []id.ID{a, b}, Performed: true, NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "apology", Text: w.say("当面道歉", "An apology"), Delivery: w.say("当场", "On the spot")}}}
	for _, cmd := range []mediation.Command{said, mediation.AgreeOral{Party: a}, mediation.AgreeOral{Party: b}} {
		c = w.Act(mediator, c, cmd)
	}
	return c
}
