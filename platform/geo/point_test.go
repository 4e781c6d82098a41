package geo_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"linli/platform/geo"
	"linli/platform/i18n"
)

var people = geo.Point{Lat: 31.2304, Long: 121.4737} // People's Square, Shanghai

// TestAPlaceThatIsNone: what forms, phones and programs send in the place of a place, and what each is answered.
func TestAPlaceThatIsNone(t *testing.T) {
	words, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, lat, long, field, zhHans, zhHant, en string }{
		{"missing", "", " ", "lat", "请说明地点：在地图上点选、填写地址，或从地点列表中选择。", "請說明地點：在地圖上點選、填寫地址，或從地點清單中選擇。",
			"Where is it? Choose a point on the map, write an address, or choose a place from the list."},
		{"latitude without longitude", "31.23", "", "long", "有纬度而没有经度。", "有緯度而沒有經度。", "There is a latitude without a longitude."},
		{"longitude without latitude", "", "121.47", "lat", "有经度而没有纬度。", "有經度而沒有緯度。", "There is a longitude without a latitude."},
		{"swapped", "121.4737", "31.2304", "lat", "纬度和经度好像写反了。", "緯度和經度好像寫反了。", "Latitude and longitude seem to be swapped."},
		{"NaN", "NaN", "121.47", "lat", "这不是度数。请写作 31.2304。", "這不是度數。請寫成 31.2304。", "This is not a number of degrees. Please write it like 31.2304."},
		{"infinite", "31.23", "-Inf", "long", "这不是度数。请写作 31.2304。", "這不是度數。請寫成 31.2304。", "This is not a number of degrees. Please write it like 31.2304."},
		{"hexadecimal", "0x1p4", "121.47", "lat", "这不是度数。请写作 31.2304。", "這不是度數。請寫成 31.2304。", "This is not a number of degrees. Please write it like 31.2304."},
		{"beyond a float", "1e400", "121.47", "lat", "纬度在 -90 到 90 之间。", "緯度在 -90 到 90 之間。", "A latitude lies between -90 and 90."},
		{"with a comma", "31,23", "121.47", "lat", "度数里有逗号。小数点请用“.”，如 31.23；纬度和经度分别填写。", "度數裡有逗號。小數點請用「.」，例如 31.23；緯度和經度分開填寫。",
			"There is a comma in this number. Please write degrees with a point, like 31.23, and latitude and longitude each in its own field."},
		{"latitude out of range", "-91", "121.47", "lat", "纬度在 -90 到 90 之间。", "緯度在 -90 到 90 之間。", "A latitude lies between -90 and 90."},
		{"longitude out of range", "31.23", "180.5", "long", "经度在 -180 到 180 之间。", "經度在 -180 到 180 之間。", "A longitude lies between -180 and 180."},
		{"nought", "0", "-0.0000001", "lat", "0, 0 在大西洋上，说明设备不知道自己在哪里。请在地图上点选，或填写地址。", "0, 0 在大西洋上，表示裝置不知道自己在哪裡。請在地圖上點選，或填寫地址。",
			"0, 0 lies in the Atlantic: the device did not know where it was. Please choose a point on the map or write an address."},
	} {
		t.Run(x.name, func(t *testing.T) {
			p, err := geo.Read(x.lat, x.long, geo.WGS84)
			if err == nil {
				t.Fatalf("taken as %v", p)
			}
			for lang, want := range map[i18n.Language]string{i18n.Hans: x.zhHans, i18n.Hant: x.zhHant, i18n.English: x.en} {
				f := asFault(t, err)
				if got := words.For(lang, nil).Text(f.Key, f.Args); f.Field != x.field || got != want {
					t.Errorf("%s: %s: %s\nwant %s: %s", lang, f.Field, got, x.field, want)
				}
			}
		})
	}
}

func TestAPlaceIsRead(t *testing.T) {
	for _, x := range []struct {
		lat, long string
		want      geo.Point
	}{
		{"31.2304", "121.4737", people},
		{" +31.2304 ", "1.214737e2", people},
		{"31.23040004", "121.47369996", people},
		{"-90", "180", geo.Point{Lat: -90, Long: 180}},
		{"0", "9.5", geo.Point{Long: 9.5}},
		{".5", "1.", geo.Point{Lat: .5, Long: 1}},
	} {
		if got, err := geo.Read(x.lat, x.long, ""); err != nil || got != x.want {
			t.Errorf("%s %s: %v, %v", x.lat, x.long, got, err)
		}
	}
	if _, err := geo.Read("1", "2", "mars"); !errors.Is(err, geo.ErrDatum) {
		t.Errorf("an unknown datum: %v", err)
	}
	if got := (geo.Point{Lat: 1e-6, Long: -0.00001}).String(); got != "0.000001,-0.00001" {
		t.Errorf("%s", got)
	}
}

// TestTheShiftOfChineseMaps compares with pairs that others published in their tests: eviltransform, coordtransform and gcoord.
// Their way back from BD-09 is a formula that is a metre off.
func TestTheShiftOfChineseMaps(t *testing.T) {
	for _, x := range []struct {
		name   string
		datum  geo.Datum
		shown  geo.Point
		wgs    geo.Point
		within float64 // metres, from the map
	}{
		{"Shanghai", geo.GCJ02, geo.Point{Lat: 31.17530398364597, Long: 121.531541859215}, geo.Point{Lat: 31.1774276, Long: 121.5272106}, .2},
		{"Shenzhen", geo.GCJ02, geo.Point{Lat: 22.540796131694766, Long: 113.9171764808363}, geo.Point{Lat: 22.543847, Long: 113.912316}, .2},
		{"Beijing", geo.GCJ02, geo.Point{Lat: 39.91334545536069, Long: 116.38404722455657}, geo.Point{Lat: 39.911954, Long: 116.377817}, .2},
		{"in the middle of Beijing", geo.GCJ02, geo.Point{Lat: 39.91640428150164, Long: 116.41024449916938}, geo.Point{Lat: 39.915, Long: 116.404}, .2},
		{"Jilin", geo.BD09, geo.Point{Lat: 45, Long: 123}, geo.Point{Lat: 44.99171540, Long: 122.98762210}, 2},
		{"Los Angeles", geo.GCJ02, geo.Point{Lat: 34.073216, Long: -118.266861}, geo.Point{Lat: 34.073216, Long: -118.266861}, 0},
		{"London", geo.BD09, geo.Point{Lat: 51.5, Long: -.12}, geo.Point{Lat: 51.5, Long: -.12}, 0},
	} {
		got, err := geo.New(x.shown.Lat, x.shown.Long, x.datum)
		if d := geo.Distance(got, x.wgs); err != nil || d > x.within {
			t.Errorf("%s: %v, %.2f m from %v (%v)", x.name, got, d, x.wgs, err)
		}
		lat, long, err := x.wgs.In(x.datum)
		if d := geo.Distance(geo.Point{Lat: lat, Long: long}, x.shown); err != nil || d > x.within {
			t.Errorf("%s the other way: %.2f m from %v (%v)", x.name, d, x.shown, err)
		}
	}
	lat, long, err := people.In(geo.GCJ02)
	if d := geo.Distance(people, geo.Point{Lat: lat, Long: long}); err != nil || d < 300 || d > 700 {
		t.Errorf("a map of Shanghai is shifted by %.0f m", d)
	}
	bd := geo.Point{Lat: 39.92133699351021, Long: 116.41036949371029} // of 39.915, 116.404 in GCJ-02
	a, _ := geo.New(39.915, 116.404, geo.GCJ02)
	b, _ := geo.New(bd.Lat, bd.Long, geo.BD09)
	if geo.Distance(a, b) > .2 {
		t.Errorf("%v by GCJ-02, %v by BD-09", a, b)
	}
}

// TestThereAndBack: a point that a map shows comes back as the point that it was, to a metre, anywhere.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anywhere(t)
		for _, d := range geo.Datums {
			lat, long, err := p.In(d)
			if err != nil {
				t.Fatal(err)
			}
			back, err := geo.New(lat, long, d)
			if err != nil {
				t.Fatalf("%v in %s: %v", p, d, err)
			}
			if !onTheRim(p) && geo.Distance(p, back) > 1 {
				t.Fatalf("%v in %s comes back as %v, %.2f m away", p, d, back, geo.Distance(p, back))
			}
		}
	})
}

// onTheRim: within a kilometre or so of the rectangle's edge a shifted point cannot be told from one that was not.
func onTheRim(p geo.Point) bool {
	const near = .02
	in := func(x, a, b float64) bool { return x > a-near && x < b+near }
	edge := math.Abs(p.Long-72.004) < near || math.Abs(p.Long-137.8347) < near || math.Abs(p.Lat-.8293) < near || math.Abs(p.Lat-55.8271) < near
	return edge && in(p.Long, 72.004, 137.8347) && in(p.Lat, .8293, 55.8271)
}

func anywhere(t *rapid.T) geo.Point {
	p := geo.Point{Lat: rapid.Float64Range(-89.9, 89.9).Draw(t, "lat"), Long: rapid.Float64Range(-179.9, 179.9).Draw(t, "long")}
	if rapid.Bool().Draw(t, "in China") {
		p = geo.Point{Lat: rapid.Float64Range(18, 53).Draw(t, "lat in China"), Long: rapid.Float64Range(74, 135).Draw(t, "long in China")}
	}
	if math.Abs(p.Lat) < .1 {
		p.Lat = 1 // 0, 0 is refused
	}
	return p
}

func TestDistance(t *testing.T) {
	shanghai, beijing := geo.Point{Lat: 31.17530398364597, Long: 121.531541859215}, geo.Point{Lat: 39.91334545536069, Long: 116.38404722455657}
	if d := geo.Distance(shanghai, beijing); math.Abs(d-1078164) > 1500 {
		t.Errorf("%.0f m from Shanghai to Beijing", d)
	}
	if d := geo.Distance(people, geo.Point{Lat: people.Lat + .001, Long: people.Long}); math.Abs(d-111.195) > .01 {
		t.Errorf("a thousandth of a degree is %.3f m", d)
	}
	if d := geo.Distance(people, people); d != 0 {
		t.Errorf("%f m from a point to itself", d)
	}
	if d := geo.Distance(geo.Point{Lat: 10, Long: -179.9}, geo.Point{Lat: 10, Long: 179.9}); d > 22000 {
		t.Errorf("%.0f m across the line where the date changes", d)
	}
}

// TestWhatIsPublishedIsCoarse: a place in public is the middle of its cell and nothing finer.
func TestWhatIsPublishedIsCoarse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, metres := anywhere(t), rapid.Float64Range(10, 5000).Draw(t, "metres")
		c := p.Coarse(metres)
		if d := geo.Distance(p, c); d > metres*.8+1 && math.Abs(p.Lat) < 85 {
			t.Fatalf("%v moved by %.0f m in a grid of %.0f m", p, d, metres)
		}
		if again := c.Coarse(metres); again != c {
			t.Fatalf("the middle %v of a cell moves to %v", c, again)
		}
	})
	a, b := geo.Point{Lat: 31.2304, Long: 121.4737}, geo.Point{Lat: 31.2306, Long: 121.4735}
	if a.Coarse(500) != b.Coarse(500) || a.Coarse(500) == a {
		t.Errorf("neighbours of one cell: %v and %v", a.Coarse(500), b.Coarse(500))
	}
	if a.Coarse(0) != a || a.Coarse(math.NaN()) != a {
		t.Error("without a size a point moves")
	}
	if got := a.Coarse(500); got != (geo.Point{Lat: 31.231327, Long: 121.473312}) {
		t.Errorf("the grid has moved: %v", got)
	}
}

func TestTheAreaOfAnOffice(t *testing.T) {
	box := geo.Box(geo.Point{Lat: 31, Long: 121}, geo.Point{Lat: 32, Long: 122})
	l := geo.Area{{Lat: 10, Long: 10}, {Lat: 10, Long: 14}, {Lat: 11, Long: 14}, {Lat: 11, Long: 11}, {Lat: 14, Long: 11}, {Lat: 14, Long: 10}}
	for _, x := range []struct {
		name string
		area geo.Area
		p    geo.Point
		want error
	}{
		{"inside", box, people, nil},
		{"on the edge", box, geo.Point{Lat: 31, Long: 121.5}, nil},
		{"a corner", box, geo.Point{Lat: 32, Long: 122}, nil},
		{"outside", box, geo.Point{Lat: 39.9, Long: 116.4}, geo.ErrOutside},
		{"no area", nil, geo.Point{Lat: 39.9, Long: 116.4}, nil},
		{"in the foot of an L", l, geo.Point{Lat: 10.5, Long: 13}, nil},
		{"in the notch of an L", l, geo.Point{Lat: 13, Long: 13}, geo.ErrOutside},
		{"swapped", l, geo.Point{Lat: 13.5, Long: 10.5}, nil},
		{"swapped, outside", geo.Box(geo.Point{Lat: 10, Long: 40}, geo.Point{Lat: 11, Long: 41}), geo.Point{Lat: 40.5, Long: 10.5}, geo.ErrSwapped},
	} {
		if err := x.area.Refuse(x.p); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	for _, a := range []geo.Area{{people, {Lat: 1, Long: 1}}, {{Lat: 1, Long: -170}, {Lat: 2, Long: 170}, {Lat: 3, Long: 0}}} {
		if err := a.Check(); !errors.Is(err, geo.ErrArea) {
			t.Errorf("%v: %v", a, err)
		}
	}
	if err := errors.Join(box.Check(), geo.Area(nil).Check()); err != nil {
		t.Error(err)
	}
	if err := (geo.Area{{Lat: 91}, {Lat: 1, Long: 1}, {Lat: 2, Long: 1}}).Check(); !errors.Is(err, geo.ErrSwapped) {
		t.Errorf("a corner that is no place: %v", err)
	}
}
