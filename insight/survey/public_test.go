package survey

import (
	"slices"
	"testing"
)

// TestSmallAnswersAreHiddenInPublic: what fewer than twenty chose is not shown, nor what would give it away.
func TestSmallAnswersAreHiddenInPublic(t *testing.T) {
	for name, x := range map[string]struct{ counts, shown []int64 }{
		"all are large":                  {[]int64{20, 40, 60}, []int64{20, 40, 60}},
		"one is small":                   {[]int64{19, 40, 60}, []int64{-1, -1, 60}},
		"two are small and tell too few": {[]int64{3, 4, 60, 80}, []int64{-1, -1, -1, 80}},
		"two are small and tell enough":  {[]int64{12, 60, 11, 80}, []int64{-1, 60, -1, 80}},
		"nobody chose one":               {[]int64{0, 30, 50}, []int64{-1, -1, 50}},
		"one of two":                     {[]int64{5, 45}, []int64{-1, -1}},
	} {
		answers := make([]Share, len(x.counts))
		for i, n := range x.counts {
			answers[i] = Share{N: n}
		}
		hide(answers)
		var got []int64
		for _, a := range answers {
			if a.Hidden {
				a.N = -1
			}
			got = append(got, a.N)
		}
		if !slices.Equal(got, x.shown) {
			t.Errorf("%s: %v, want %v", name, got, x.shown)
		}
	}
}
