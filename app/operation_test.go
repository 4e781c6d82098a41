package app

import (
	"testing"

	"linli/casefile"
	"linli/duty"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
)

// TestEveryJobHasAName: what failed is told in words.
func TestEveryJobHasAName(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	same := &casefile.Service{}
	kinds := (&App{Mediation: &mediation.Service{Service: same}, Report: &report.Service{Service: same}, Inspect: &inspection.Service{Service: same},
		Referral: &referral.Service{Service: same}, Duty: &duty.Service{Service: same}}).handlers()
	if len(kinds) < 6 {
		t.Fatalf("%d kinds of jobs", len(kinds))
	}
	for kind := range kinds {
		for _, lang := range i18n.Languages() {
			if !texts.Has(lang, "office.job."+kind) {
				t.Errorf("%s has no name for %s", lang, kind)
			}
		}
	}
}
