package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/referral/directory"
)

// TestServices has a referral worker enter a service, and somebody find it on a telephone.
func TestServices(t *testing.T) {
	scene{scenarios: []string{"scenarios/services.mjs"}, logins: []string{"worker"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Hire("worker", "T", access.Referral)
		term := w.App.IDs.New()
		err := w.App.Directory.Repo.Write(w.Ctx, w.Tenant(), w.Clock.Now(), []directory.Write{{After: &directory.Object{Kind: directory.KindTerm, ID: term,
			Body: directory.Body{"id": term.String(), "name": "法律援助", "description": "需要律师帮助"}}}})
		if err == nil {
			err = w.App.Directory.Reindex(w.Ctx, w.Tenant())
		}
		if err == nil {
			_, err = w.App.Directory.Save(w.Ctx, w.As("worker"), id.ID{}, 0, directory.Sheet{NewOrganization: "青石县法律援助中心", Name: "法律咨询与援助", Description: "免费解答法律问题，符合条件的指派律师。",
				Status: "active", Needs: []id.ID{term}, Area: "青石县", Languages: []string{"zh", "ug"}, Phone: "0000-555 0301", Place: "二层窗口", Address: "安和路 12 号", City: "青石县", Cost: "免费",
				Documents: []string{"身份证明", "与纠纷有关的材料"}})
		}
		if err == nil {
			err = stands(w, 31.01, 121)
		}
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{}
	}}.play(t)
}

// stands says where the one place of the directory is.
func stands(w *apptest.World, lat, long float64) error {
	found, err := w.App.Directory.Repo.Following(w.Ctx, w.Tenant(), directory.KindLocation, id.ID{}, 1)
	if err != nil {
		return err
	}
	x := found[0]
	return w.App.Directory.SavePart(w.Ctx, w.As("worker"), x.Kind, x.ID, x.Version, map[string]string{"location_type": "physical", "name": x.Body.Text("name"), "latitude": geo.Degrees(lat), "longitude": geo.Degrees(long)})
}
