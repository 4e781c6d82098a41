package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/i18n"
	"linli/referral"
)

// TestProvider has an organisation get an account that a second person approves, answer with it, and lose what a person takes back.
func TestProvider(t *testing.T) {
	scene{scenarios: []string{"scenarios/provider.mjs"}, logins: []string{"admin", "lead", "upper.lead", "qingshi"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		clinic := w.Clinic("青石法律援助站")
		w.Outside("qingshi", clinic)
		return each(func(i18n.Language) map[string]string {
			c, _, link := w.Referred(clinic)
			d, person, back := w.Referred(clinic)
			w.Help(person, d, referral.TakeBack{Referral: back.Party})
			return map[string]string{"at": "/provider/" + c.Referral(link.Party).Link.Code.String(), "kept": "/provider/" + d.Referral(back.Party).Link.Code.String(), "name": w.Request().Name}
		})
	}}.play(t)
}
