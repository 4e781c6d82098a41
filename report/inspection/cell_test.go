package inspection

import "testing"

// TestNoFormulaInTheExportOfPlaces: the name of a place is no formula to whoever opens the table.
func TestNoFormulaInTheExportOfPlaces(t *testing.T) {
	for typed, want := range map[string]string{
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+cmd|x": "'+cmd|x", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1",
		"＝HYPERLINK(1)": "'＝HYPERLINK(1)", "＋1": "'＋1", "'x": "''x", "": "", "第三小学": "第三小学", "a=b": "a=b",
	} {
		if got := plain(typed); got != want {
			t.Errorf("%q is written as %q, not %q", typed, got, want)
		}
	}
}
