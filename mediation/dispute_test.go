package mediation_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/id"
)

// The same dispute is entered three times: a code that a party presents joins them, and nothing else does.
func TestTheSameDisputeEnteredThreeTimes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		first, code, _ := lost(t, w)
		enter := func(presented string) error {
			again := w.Application()
			again.Code = presented
			_, _, err := w.App.Mediation.Create(w.Ctx, w.As("clerk"), again, mediation.Ask{})
			return err
		}
		for _, typed := range []string{code.String(), string(code)} { // as it is printed, and typed in one go
			apptest.Refused(t, enter(typed), "mediation.guard.duplicate")
		}
		apptest.Refused(t, enter(id.NewCode(code.Tag(), nil).String()), "mediation.field.code") // nobody's
		apptest.Refused(t, enter("1234"), "mediation.field.code")
		if err := enter(""); err != nil { // the same names and the same words, without a code: nobody is told of another case
			t.Errorf("without a code: %v", err)
		}
		w.Act(w.Party(first, 0), first, mediation.Withdraw{Party: first.Parties[0].ID})
		if err := enter(code.String()); err != nil {
			t.Errorf("of a case that is over: %v", err)
		}
	})
}
