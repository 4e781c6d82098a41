package e2e_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestBreach has the people of a mediation, of a report and of a request for help told of a breach that touched them, by two people.
func TestBreach(t *testing.T) {
	scene{scenarios: []string{"scenarios/breach.mjs"}, logins: []string{"privacy", "upper.lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(lang i18n.Language) map[string]any {
			c := w.To(mediation.Accepted)
			kept, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			reporter, helped := slipsOf(t, w)
			today := w.Clock.Now().In(time.FixedZone("", 8*3600))
			text := map[i18n.Language]string{i18n.Hans: "一份写有电话号码的名单寄错了地址，已经追回。", i18n.Hant: "一份寫有電話號碼的名單寄錯了地址，已經追回。", i18n.English: "A list with telephone numbers went to a wrong address. It was called back."}
			return map[string]any{"unit": kept.Unit.String(), "code": strconv.Itoa(kept.Year) + "-" + strconv.Itoa(kept.Number), "slip": slipOf(t, w, c, 0), "reporter": reporter, "helped": helped, "text": text[lang],
				"found": map[string]string{"year": today.Format("2006"), "month": today.Format("1"), "day": today.Format("2")}}
		})
	}}.play(t)
}

// slipsOf are the slips of a reporter and of somebody who asks for help.
func slipsOf(t *testing.T, w *apptest.World) (reporter, helped map[string]string) {
	t.Helper()
	w.Handler()
	w.Worker()
	reported, wrong := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), nil, nil)
	asked, failed := w.App.Referral.Ask(w.Ctx, w.Anybody(), w.Request(), nil)
	if err := errors.Join(wrong, failed); err != nil {
		t.Fatal(err)
	}
	first, wrong := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), reported.Code)
	second, failed := w.App.Referral.FirstSlip(w.Ctx, w.Tenant(), asked.Code)
	if err := errors.Join(wrong, failed); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"code": reported.Code.String(), "digits": first}, map[string]string{"code": asked.Code.String(), "digits": second}
}
