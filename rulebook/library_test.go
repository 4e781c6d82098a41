package rulebook_test

import (
	"slices"
	"testing"

	"linli/platform/calendar"
	"linli/rulebook"
)

func TestLibraryKeepsVersions(t *testing.T) {
	old := load(t, small(t))
	f := small(t)
	change(t, f, "rulebook.yaml", `version: "1"`, `version: "2"`)
	change(t, f, "rulebook.yaml", "effective: 2026-01-01", "effective: 2026-07-01")
	change(t, f, "calendars.yaml", "published_until: 2026-12-31", "published_until: 2027-12-31")
	f["calendars.yaml"].Data = append(f["calendars.yaml"].Data, []byte("      - year: 2027\n        source: {law: act, article: \"1\", confirmed: true}\n        holidays:\n"+
		"          - {id: new_year, title: {en: New Year, zh-Hans: 元旦}, from: 2027-01-01, to: 2027-01-01}\n")...)
	next := load(t, f)

	l, err := rulebook.NewLibrary(next, old)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := l.Get("small", "1"); !ok || b != old {
		t.Error("a case cannot find the version it began under")
	}
	if _, ok := l.Get("small", "3"); ok {
		t.Error("there is a version 3")
	}
	for day, want := range map[string]*rulebook.Rulebook{"2025-12-31": nil, "2026-01-01": old, "2026-06-30": old, "2026-07-01": next, "2030-01-01": next} {
		d, _ := calendar.ParseDate(day)
		if got, ok := l.Current("small", d); got != want || ok != (want != nil) {
			t.Errorf("on %s the version is %v", day, got)
		}
	}
	year := calendar.Date{Year: 2027, Month: 1, Day: 1}
	if old.Calendar.Working(year) == l.Counted(old).Calendar.Working(year) || l.Counted(old).Calendar.Provisional(year) {
		t.Error("the old version does not count by the newest holidays")
	}
	if len(l.Versions("small")) != 2 || l.Versions("small")[0] != old || len(l.IDs()) != 1 {
		t.Error("the versions are not in order")
	}
	if _, err := rulebook.NewLibrary(old, old); err == nil {
		t.Error("one version stands in a library twice")
	}
}

// TestTablesFollowEachOther: a table may be corrected, once and again; each counts from its day, in every calendar of every version, and
// one that knows less than the one before does not count.
func TestTablesFollowEachOther(t *testing.T) {
	version := func(name, from, festival, work, until string) *rulebook.Rulebook {
		f := small(t)
		change(t, f, "rulebook.yaml", `version: "1"`, `version: "`+name+`"`)
		change(t, f, "rulebook.yaml", "effective: 2026-01-01", "effective: "+from)
		change(t, f, "promises.yaml", "clock: 5 working days", "calendar: office\n    clock: 5 working days")
		if festival != "" {
			change(t, f, "calendars.yaml", "from: 2026-02-15\n            to: 2026-02-23\n            work: [2026-02-14]", "from: "+festival+"\n            to: "+festival+"\n            work: ["+work+"]")
		}
		if until != "" {
			change(t, f, "calendars.yaml", "published_until: 2026-12-31", "published_until: "+until)
		}
		return load(t, f)
	}
	first := version("1", "2026-01-01", "", "", "")
	l, err := rulebook.NewLibrary(first, version("2", "2026-02-17", "2026-03-05", "2026-03-07", ""), version("3", "2026-03-01", "2026-03-06", "2026-03-08", ""),
		version("4", "2026-04-01", "2026-05-04", "2026-05-09", "2026-06-30"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"1", "3"} {
		b, _ := l.Get("small", name)
		b = l.Counted(b)
		for day, works := range map[string]bool{
			"2026-02-14": true, "2026-02-16": false, "2026-02-18": true, // the second moved the festival while it lasted
			"2026-03-05": true, "2026-03-06": false, "2026-03-07": false, "2026-03-08": true, // the third's
			"2026-05-04": true, "2026-05-09": false,
		} {
			d, _ := calendar.ParseDate(day)
			if b.Calendar.Working(d) != works || b.Promises("mediation")[0].Own.Working(d) != works {
				t.Errorf("by version %s %s is a working day: %v, by the rule's own calendar: %v", name, day, b.Calendar.Working(d), b.Promises("mediation")[0].Own.Working(d))
			}
		}
	}
	if first.Calendar.Working(calendar.Date{Year: 2026, Month: 2, Day: 18}) {
		t.Error("a version was changed")
	}
}

func TestParseLength(t *testing.T) {
	for s, want := range map[string]string{"30 days": "30 days", "1 day": "1 day", "1 month": "1 month", " 3  working days": "3 working days", "4 working hours": "4 working hours", "at once": "at once", "0 days": "0 days"} {
		if l, err := rulebook.ParseLength(s); err != nil || l.String() != want {
			t.Errorf("ParseLength(%q) = %v, %v", s, l, err)
		}
	}
	for s, want := range map[string]string{"1 day": "rulebook.length.day", "2 working days": "rulebook.length.working_days", "at once": "rulebook.length.at_once"} {
		if l, _ := rulebook.ParseLength(s); l.Key() != want {
			t.Errorf("the key of %q is %q, want %q", s, l.Key(), want)
		}
	}
	for _, s := range []string{"", "days", "30", "1.5 days", "-1 days", "99999 days", "3 weeks", "３ days", "1e3 days"} {
		if l, err := rulebook.ParseLength(s); err == nil {
			t.Errorf("ParseLength(%q) = %v", s, l)
		}
	}
}

// TestAClockForOpenCasesComesFromLaterVersions: of each rule the clocks of later versions that say so, in their order; a version's own key says
// nothing of the cases that begin under it.
func TestAClockForOpenCasesComesFromLaterVersions(t *testing.T) {
	version := func(name, from, clock string) *rulebook.Rulebook {
		f := small(t)
		change(t, f, "rulebook.yaml", `version: "1"`, `version: "`+name+`"`)
		change(t, f, "rulebook.yaml", "effective: 2026-01-01", "effective: "+from)
		change(t, f, "promises.yaml", "clock: 5 working days", clock)
		return load(t, f)
	}
	all := []*rulebook.Rulebook{version("1", "2026-01-01", "clock: 5 working days"), version("2", "2026-02-01", "clock: 7 days\n    open_cases: true"),
		version("3", "2026-03-01", "clock: 9 days"), version("4", "2026-04-01", "clock: 11 days\n    open_cases: true")}
	l, err := rulebook.NewLibrary(all...)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]int64{{7, 11}, {11}, {11}, {}} {
		var got []int64
		for _, p := range l.Counted(all[i]).Promises("mediation") {
			for _, a := range p.Amended {
				got = append(got, int64(a.Clock.N))
			}
		}
		if len(got) != len(want) || len(got) > 0 && !slices.Equal(got, want) {
			t.Errorf("version %d: %v, want %v", i+1, got, want)
		}
	}
}
