package rulebook_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"linli/platform/calendar"
	"linli/rulebook"
	"linli/rulebooks"
)

func newYork(t testing.TB) fstest.MapFS {
	t.Helper()
	sub, err := fs.Sub(rulebooks.FS, "us-ny")
	if err != nil {
		t.Fatal(err)
	}
	return folder(t, sub)
}

// nth is the nth weekday of a month, the last one for n 0.
func nth(year int, month time.Month, day time.Weekday, n int) time.Time {
	if n == 0 {
		d := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
		return d.AddDate(0, 0, -int(d.Weekday()-day+7)%7)
	}
	d := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return d.AddDate(0, 0, int(day-d.Weekday()+7)%7+7*(n-1))
}

// General Construction Law § 24, and a holiday on a Sunday makes the next day one.
func newYorkHolidays(year int) map[string]bool {
	fixed := func(month time.Month, day int) time.Time { return time.Date(year, month, day, 0, 0, 0, 0, time.UTC) }
	out := map[string]bool{}
	for _, d := range []time.Time{
		fixed(1, 1), nth(year, 1, time.Monday, 3), fixed(2, 12), nth(year, 2, time.Monday, 3), nth(year, 5, time.Monday, 0), fixed(6, 19), fixed(7, 4),
		nth(year, 9, time.Monday, 1), nth(year, 10, time.Monday, 2), nth(year, 11, time.Monday, 1).AddDate(0, 0, 1), fixed(11, 11),
		nth(year, 11, time.Thursday, 4), fixed(12, 25),
	} {
		if d.Weekday() == time.Sunday {
			out[d.AddDate(0, 0, 1).Format(time.DateOnly)] = true
		}
		out[d.Format(time.DateOnly)] = true
	}
	return out
}

func TestHolidaysOfNewYorkFollowTheirRule(t *testing.T) {
	c := load(t, newYork(t)).Calendar
	for year := 2024; year <= 2027; year++ {
		want := newYorkHolidays(year)
		for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
			off := want[d.Format(time.DateOnly)] || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			if got := c.Working(calendar.DateOf(d, time.UTC)); got == off {
				t.Errorf("%s, a %s, is worked: %t", d.Format(time.DateOnly), d.Weekday(), got)
			}
		}
	}
	for day, name := range map[string]string{"2024-11-05": "election", "2027-07-05": "independence", "2025-06-19": "juneteenth", "2026-11-26": "thanksgiving"} {
		d, err := calendar.ParseDate(day)
		if err != nil || c.Working(d) || c.Holiday(d) != name {
			t.Errorf("%s is %q, not %s (%v)", day, c.Holiday(d), name, err)
		}
	}
}

func TestTheRulebookOfNewYork(t *testing.T) {
	f := newYork(t)
	b := load(t, f)
	m := b.Mediation
	if m.Confirmation != nil || m.Oral.Allowed || b.Currency != "USD" || b.Zone.String() != "America/New_York" || !slices.Equal(b.Languages, []string{"en"}) {
		t.Errorf("a mark of the legal order changed: %+v, %s, %s, %v", m.Oral, b.Currency, b.Zone, b.Languages)
	}
	for _, r := range m.Retention {
		if r.ID == "case_file" && (r.Days < 6*365+1 || r.Then != "erase" || !r.Source.Confirmed) {
			t.Errorf("22 NYCRR 116.8 keeps the agreement and the summary six years: %+v", r)
		}
	}
	if x, ok := m.Reason("felony_charge"); !ok || !slices.Contains(x.For, "not_accept") || x.Source == nil || x.Source.Law != "nycrr116" {
		t.Errorf("a felony charge is no reason: %+v", x)
	}
	if got := m.Number.Format("BX", 2026, 17); got != "BX-2026-0017" {
		t.Errorf("the number is %q", got)
	}
	for name, file := range f {
		if i := strings.IndexFunc(string(file.Data), func(r rune) bool { return unicode.Is(unicode.Han, r) }); i >= 0 {
			t.Errorf("%s holds a Chinese character: %.30q", name, file.Data[i:])
		}
	}
	for _, doc := range m.Documents {
		if body, lang := b.Template(doc.ID, "zh-Hans"); doc.Template != "" && (lang != "en" || len(body) == 0 || !strings.Contains(string(body), "paper: ")) {
			t.Errorf("the template of %s: %d bytes in %q", doc.ID, len(body), lang)
		}
	}
}

func TestWaiversInNewYork(t *testing.T) {
	m := load(t, newYork(t)).Mediation
	for text, right := range map[string]string{
		"Mr. B will not call code enforcement about the porch.":                                            "complaint",
		"Neither of them shall ever speak against this at a town board; A shall not go to the town board.": "petition",
		"A agrees to never sue B.":                         "suit",
		"B will not file in housing court again.":          "suit",
		"A shall not ask for an order of protection.":      "suit",
		"B waives workers’ compensation for the fall.":     "benefit",
		"A will drop the charges when B has paid.":         "crime_report",
		"B will not talk to the district attorney.":        "crime_report",
		"A agrees not to call 911 because of the music.":   "crime_report",
		"A will withdraw all complaints against the shop.": "complaint",
	} {
		got := m.Waivers(text)
		if !slices.ContainsFunc(got, func(w rulebook.Waiver) bool { return w.Right == right }) {
			t.Errorf("%q gives up %+v, want %s", text, got, right)
		}
	}
	for _, text := range []string{
		"B pays A $500.00 by May 31, 2026. A accepts this as full payment for the awning.", "If it is not kept, either side may go to court.",
		"B turns the music down after 10 p.m.; A knocks first.", "The court may see this agreement.",
	} {
		if got := m.Waivers(text); len(got) != 0 {
			t.Errorf("%q is refused: %+v (%q)", text, got, text[got[0].Start:got[0].End])
		}
	}
}

func TestWithoutConfirmationNothingSpeaksOfOne(t *testing.T) {
	for _, x := range []struct{ file, old, now, want string }{
		{"mediation.yaml", "{id: proof,", "{id: confirmation,", "the paper has no use: this rulebook has no section confirmation"},
		{"promises.yaml", "start: [effective]\n    kept_by: [effective]", "start: [effective]\n    kept_by: [effective, prepare_confirmation]", `"prepare_confirmation" never happens`},
	} {
		f := newYork(t)
		change(t, f, x.file, x.old, x.now)
		_, findings, err := rulebook.Load(f)
		if err != nil || len(findings) != 1 || !strings.Contains(findings[0].String(), x.want) {
			t.Errorf("%s: %v (%v), want %q", x.file, findings, err, x.want)
		}
	}
}
