package report

import (
	"testing"
	"time"

	"linli/platform/geo"
	"linli/platform/id"
	"linli/rulebook"
)

// TestWhereAThingIsInPublic: a tapped point is never told as it was tapped.
func TestWhereAThingIsInPublic(t *testing.T) {
	tapped := geo.Point{Lat: 31.2304, Long: 121.4737}
	away := func(metres float64) geo.Point { return geo.Point{Lat: tapped.Lat + metres/111195, Long: tapped.Long} }
	square100, square500 := tapped.Coarse(100), tapped.Coarse(500)
	far, near, nearer, shut, nowhere := KnownPlace{ID: id.ID{1}, Point: away(60)}, KnownPlace{ID: id.ID{2}, Point: away(-40)}, KnownPlace{ID: id.ID{3}, Point: away(20)},
		KnownPlace{ID: id.ID{4}, Point: away(1), ClosedAt: time.Unix(1, 0)}, KnownPlace{ID: id.ID{5}}
	for what, x := range map[string]struct {
		at     Place
		round  int
		listed []KnownPlace
		want   geo.Point
	}{
		"no place is listed":            {Place{Point: tapped}, 0, nil, square100},
		"none is so near":               {Place{Point: tapped}, 0, []KnownPlace{far, nowhere}, square100},
		"the nearest stands for it":     {Place{Point: tapped}, 0, []KnownPlace{far, near, nearer, near}, nearer.Point},
		"one that is closed does not":   {Place{Point: tapped}, 0, []KnownPlace{shut, near}, near.Point},
		"the chosen one does":           {Place{Point: tapped, Known: far.ID}, 0, []KnownPlace{nearer, far}, far.Point},
		"also once it is closed":        {Place{Point: tapped, Known: shut.ID}, 0, []KnownPlace{nearer, shut}, shut.Point},
		"one without a point does not":  {Place{Point: tapped, Known: nowhere.ID}, 0, []KnownPlace{nowhere}, square100},
		"the category rounds":           {Place{Point: tapped}, 500, []KnownPlace{nearer}, square500},
		"and rounds a listed place too": {Place{Point: nearer.Point, Known: nearer.ID}, 500, []KnownPlace{nearer}, nearer.Point.Coarse(500)},
		"there is no point":             {Place{}, 0, []KnownPlace{nearer, nowhere}, geo.Point{}},
	} {
		if got := x.at.inPublic(rulebook.Category{Round: x.round}, x.listed); got != x.want || got == tapped {
			t.Errorf("%s: %v, not %v", what, got, x.want)
		}
	}
}
