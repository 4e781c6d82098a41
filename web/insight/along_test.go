package insight

import (
	"testing"
	"time"

	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/web/chart"
)

func TestTimeHasItsTrueLength(t *testing.T) {
	own, err := i18n.Sources()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Read(own)
	if err != nil {
		t.Fatal(err)
	}
	a := along{Lines: []line{{month: calendar.Date{Year: 2025, Month: 11, Day: 1}}, {month: calendar.Date{Year: 2026, Month: 2, Day: 1}}, {month: calendar.Date{Year: 2026, Month: 3, Day: 1}}}}
	shown := chart.Row{Shown: true}
	got := a.everyMonth([]chart.Row{shown, shown, shown}, texts.For(i18n.English, time.UTC))
	if len(got) != 5 {
		t.Fatalf("%d rows from November to March, want one a month", len(got))
	}
	for i, want := range []bool{true, false, false, true, true} {
		if got[i].Shown != want {
			t.Errorf("month %d is shown: %v, want %v", i+1, got[i].Shown, want)
		}
	}
	if got[2].Name != "January 2026" {
		t.Errorf("the month between is called %q", got[2].Name)
	}
}
