package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/referral"
)

// TestARestrictedFileIsToldToNoService: whoever asks to be erased has the file stored and nothing else, so neither link nor account reads it.
func TestARestrictedFileIsToldToNoService(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		w.Outside("jia", clinic)
		c, person, link := w.Referred(clinic)
		at, err := w.App.Referral.ComeTo(w.Ctx, w.Provider("jia"), c.Referral(link.Party).Link.Code)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Help(link, c, referral.Accept{Referral: link.Party}, referral.Complete{Referral: link.Party, Outcome: "given"})
		c = w.Help(w.Worker(), c, referral.Close{})
		w.Help(person, c, referral.AskErasure{})
		for _, a := range []access.Actor{link, at} {
			if told, err := w.App.Referral.OpenTold(w.Ctx, a); err != nil || len(told.Lines) > 0 {
				t.Errorf("a restricted file is told: %+v, %v", told, err)
			}
		}
	})
}
