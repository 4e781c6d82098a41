package page

import (
	"slices"
	"testing"

	"linli/platform/blob"
)

// TestProposedAreasTickTheirParts: every part that what was found reaches into, and none that only the margin around it does.
func TestProposedAreasTickTheirParts(t *testing.T) {
	for name, x := range map[string]struct {
		at   blob.Area
		want []string
	}{
		"within one":                  {blob.Area{X: 130, Y: 10, W: 80, H: 60}, []string{"2"}},
		"a tiny one":                  {blob.Area{X: 999, Y: 999, W: 1, H: 1}, []string{"64"}},
		"across a border":             {blob.Area{X: 100, Y: 10, W: 50, H: 50}, []string{"1", "2"}},
		"its margin reaches the next": {blob.Area{X: 120, Y: 10, W: 100, H: 50}, []string{"2"}},
	} {
		f := NewForm(nil)
		f.Cover("cover", []blob.Area{x.at})
		if got := f.Values("cover"); !slices.Equal(got, x.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	f := NewForm(nil)
	if f.Cover("cover", []blob.Area{{W: 1000, H: 1000}}); len(f.Values("cover")) != 64 {
		t.Errorf("the whole picture: %q", f.Values("cover"))
	}
	if f.Cover("cover", nil); len(f.Values("cover")) != 0 {
		t.Errorf("nothing: %q", f.Values("cover"))
	}
}
