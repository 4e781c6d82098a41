package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/report"
	"linli/report/inspection"
)

// TestTheListedPlacesOfAUnitGoToItsHeir: with their kind, keeper and operator, and those that are only named; what has left the register stays,
// and the register still says where each stood before. Who leads the heir is told once of all that came together.
func TestTheListedPlacesOfAUnitGoToItsHeir(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		market := w.Inspectors()
		put := func(name string) inspection.Place {
			p, err := w.App.Inspect.PutPlace(w.Ctx, w.As("inspector"), inspection.Place{KnownPlace: report.KnownPlace{Unit: w.Unit("V1"), Name: name}, Kind: "square", Keeper: access.Inspector}, "")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		gone := put("旧戏台")
		if err := w.App.Inspect.EndPlace(w.Ctx, w.As("inspector"), gone.ID); err != nil {
			t.Fatal(err)
		}
		named, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "老槐树"})
		if err != nil {
			t.Fatal(err)
		}
		before := w.Clock.Now()
		w.Clock.Add(time.Hour)
		w.Hire("other.lead", "V2", access.Lead)
		if err := w.App.Office.CloseUnit(w.Ctx, w.As("admin"), w.Unit("V1"), w.Clock.Now(), w.Unit("V2")); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Minute)
		for range 2 {
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range []struct {
			place   id.ID
			unit    string
			version int64
		}{{market.ID, "V2", market.Version + 1}, {gone.ID, "V1", gone.Version + 1}, {named.ID, "V2", 0}} {
			p, err := w.App.Inspect.Repo.Place(w.Ctx, w.Tenant(), x.place)
			if err != nil || p.Unit != w.Unit(x.unit) || p.Version != x.version {
				t.Errorf("%s is in %v, version %d, %v", p.Name, p.Unit, p.Version, err)
			}
			if x.place == market.ID && (p.Kind != market.Kind || p.Keeper != market.Keeper || p.Operator != market.Operator || !p.HasContact || p.Key != market.Key) {
				t.Errorf("%+v", p)
			}
		}
		for login, lines := range map[string]int{"other.lead": 1, "lead": 0} {
			told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.As(login).Account, 10)
			told = slices.DeleteFunc(told, func(n notify.Notice) bool { return n.Key != inspection.NoticeInherit })
			if err != nil || len(told) != lines || lines > 0 && told[0].Args["unit"] != w.Unit("V2").String() {
				t.Errorf("%s reads %+v, %v", login, told, err)
			}
		}
		for at, unit := range map[time.Time]string{before: "V1", w.Clock.Now(): "V2"} {
			stood, err := w.App.Inspect.Repo.Stood(w.Ctx, w.Tenant(), at)
			if err != nil || len(stood) != 1 || stood[0].ID != market.ID || stood[0].Unit != w.Unit(unit) {
				t.Errorf("the register said %+v, %v", stood, err)
			}
		}
	})
}
