package directory

import "testing"

// TestNoFormulaInTheExportOfServices: what an organisation wrote is no formula to whoever opens the table; a telephone number
// stays one.
func TestNoFormulaInTheExportOfServices(t *testing.T) {
	for typed, want := range map[string]string{
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+cmd|x": "'+cmd|x", "-1+cmd": "'-1+cmd", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"＝HYPERLINK(1)": "'＝HYPERLINK(1)", "＠x": "'＠x", "'x": "''x", "+86 10 5555-0100": "+86 10 5555-0100", "-3.5": "-3.5", "": "", "律师": "律师", "a=b": "a=b",
	} {
		if got := safeCell(typed); got != want {
			t.Errorf("%q is written as %q, not %q", typed, got, want)
		}
	}
}
