package directory_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/testkit"
)

// TestAnAddressIsInTheOfficesCountry: the short form asks for no country, so it writes the one whose law the office works under.
func TestAnAddressIsInTheOfficesCountry(t *testing.T) {
	for country, where := range map[string]apptest.Setting{"CN": apptest.Town(), "US": apptest.NewYork(), "ZZ": apptest.Anywhere()} {
		w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, where)
		service, err := w.App.Directory.Save(w.Ctx, w.Worker(), id.ID{}, 0, directory.Sheet{NewOrganization: "Legal aid", Name: "Advice", Description: "Advice", Status: "active",
			Place: "Office", Address: "1 Center Street", City: "Willow"})
		if err != nil {
			t.Fatal(err)
		}
		shown, err := w.App.Directory.Show(w.Ctx, w.Tenant(), service)
		if err != nil || len(shown.ServiceAtLocations) != 1 || len(shown.ServiceAtLocations[0].Location.Addresses) != 1 {
			t.Fatalf("%+v, %v", shown, err)
		}
		if got := shown.ServiceAtLocations[0].Location.Addresses[0].Country; got != country {
			t.Errorf("under %s it is in %q, not in %q", where.Found.Rulebook, got, country)
		}
	}
}
