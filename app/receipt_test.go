package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/ledger"
)

func TestAReceiptIsProvenOnceTheCheckpointIsSigned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		slips, err := w.App.Mediation.Repo.Slips(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(slips) != 1 {
			t.Fatal(err, len(slips))
		}
		applied := w.Events(c)[0]
		early, err := w.App.Receipt(w.Ctx, w.Tenant(), slips[0].Code, applied)
		if err != nil {
			t.Fatal(err)
		}
		if early.Proof != nil {
			t.Error("a proof before any checkpoint")
		}
		if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
			t.Fatal(err)
		}
		proven, err := w.App.Receipt(w.Ctx, w.Tenant(), slips[0].Code, applied)
		if err != nil {
			t.Fatal(err)
		}
		for name, r := range map[string]ledger.Receipt{"early": early, "proven": proven} {
			got, err := w.App.Ledger.Verify(w.Ctx, w.Tenant(), &r)
			if err != nil || !got.Proven {
				t.Errorf("%s receipt: %+v, %v", name, got, err)
			}
		}
		forged := proven
		forged.Event = early.Event[:60] + "0000"
		if got, err := w.App.Ledger.Verify(w.Ctx, w.Tenant(), &forged); err == nil && got.Proven {
			t.Error("a forged receipt is proven")
		}
	})
}
