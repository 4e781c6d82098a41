package promise_test

import (
	"errors"
	"testing"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// office is a calendar with one long holiday, worked on the Saturday before it, known until the end of 2026.
func office(t interface{ Fatal(...any) }) *calendar.Calendar {
	table := calendar.Table{ID: "office", Rest: []time.Weekday{time.Saturday, time.Sunday}, Holidays: map[calendar.Date]string{}, Moved: map[calendar.Date]string{},
		Hours: []calendar.Hours{{From: 9 * 60, To: 17 * 60}}, PublishedUntil: calendar.Date{Year: 2026, Month: 12, Day: 31}}
	for d := 15; d <= 23; d++ {
		table.Holidays[calendar.Date{Year: 2026, Month: 2, Day: d}] = "festival"
	}
	table.Moved[calendar.Date{Year: 2026, Month: 2, Day: 14}] = "festival"
	c, err := calendar.New(table)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rule(clock string) rulebook.PromiseRule {
	l, err := rulebook.ParseLength(clock)
	if err != nil {
		panic(err)
	}
	return rulebook.PromiseRule{ID: "answer", OwedBy: "clerk", Start: []string{"ask"}, KeptBy: []string{"answer"}, VoidBy: []string{"withdraw"},
		Pause: []string{"suspend"}, Resume: []string{"resume"}, Clock: l, Waiver: rulebook.ByPerson}
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// when reads a moment of the zone.
func when(t testing.TB, z *time.Location, s string) time.Time {
	t.Helper()
	m, err := rulebook.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	return m.In(z)
}

// line is "2026-01-05 10:00 ask".
func events(t testing.TB, z *time.Location, lines ...string) []promise.Event {
	t.Helper()
	var out []promise.Event
	for i, line := range lines {
		out = append(out, promise.Event{ID: id.ID{15: byte(i + 1)}, At: when(t, z, line[:16]), Kind: line[17:]})
	}
	return out
}

func TestDueInstants(t *testing.T) {
	next := func(r rulebook.PromiseRule) rulebook.PromiseRule { r.NextWorkingDay = true; return r }
	for _, c := range []struct {
		name        string
		rule        rulebook.PromiseRule
		zone        string
		events      []string
		due         string
		provisional bool
	}{
		{"the day of the start does not count", rule("3 days"), "Asia/Shanghai", []string{"2026-03-02 00:00 ask"}, "2026-03-05 23:59:59.999999", false},
		{"leap day", rule("1 day"), "Asia/Shanghai", []string{"2024-02-28 23:59 ask"}, "2024-02-29 23:59:59.999999", false},
		{"month end", rule("1 month"), "Asia/Shanghai", []string{"2025-01-31 08:00 ask"}, "2025-02-28 23:59:59.999999", false},
		{"month end in a leap year", rule("1 month"), "Asia/Shanghai", []string{"2024-01-31 08:00 ask"}, "2024-02-29 23:59:59.999999", false},
		{"twelve months after a leap day", rule("12 months"), "Asia/Shanghai", []string{"2024-02-29 08:00 ask"}, "2025-02-28 23:59:59.999999", false},
		{"ends on a holiday and stays", rule("5 days"), "Asia/Shanghai", []string{"2026-02-13 08:00 ask"}, "2026-02-18 23:59:59.999999", false},
		{"ends on a holiday and moves", next(rule("5 days")), "Asia/Shanghai", []string{"2026-02-13 08:00 ask"}, "2026-02-24 23:59:59.999999", false},
		{"worked Saturday counts", rule("1 working day"), "Asia/Shanghai", []string{"2026-02-13 08:00 ask"}, "2026-02-14 23:59:59.999999", false},
		{"ends on a worked Saturday", next(rule("1 day")), "Asia/Shanghai", []string{"2026-02-13 08:00 ask"}, "2026-02-14 23:59:59.999999", false},
		{"asked on a holiday", rule("2 working days"), "Asia/Shanghai", []string{"2026-02-20 08:00 ask"}, "2026-02-25 23:59:59.999999", false},
		{"working hours over the holiday", rule("4 working hours"), "Asia/Shanghai", []string{"2026-02-14 16:00 ask"}, "2026-02-24 12:00", false},
		{"beyond the table", rule("1 working day"), "Asia/Shanghai", []string{"2026-12-31 08:00 ask"}, "2027-01-01 23:59:59.999999", true},
		{"beyond the table, but holidays do not matter", rule("1 day"), "Asia/Shanghai", []string{"2026-12-31 08:00 ask"}, "2027-01-01 23:59:59.999999", false},
		{"a day of 23 hours", rule("1 day"), "America/New_York", []string{"2025-03-08 12:00 ask"}, "2025-03-09 23:59:59.999999", false},
		{"a day of 25 hours", rule("1 day"), "America/New_York", []string{"2025-11-01 12:00 ask"}, "2025-11-02 23:59:59.999999", false},
		{"a day that was left out", rule("1 day"), "Pacific/Apia", []string{"2011-12-29 12:00 ask"}, "2011-12-29 23:59:59.999999", false},
		{"pause within a day costs nothing", rule("5 days"), "Asia/Shanghai",
			[]string{"2026-03-02 08:00 ask", "2026-03-03 09:00 suspend", "2026-03-03 17:00 resume"}, "2026-03-07 23:59:59.999999", false},
		{"pause longer than the term", rule("5 days"), "Asia/Shanghai",
			[]string{"2026-03-02 08:00 ask", "2026-03-04 09:00 suspend", "2026-08-01 09:00 resume"}, "2026-08-04 23:59:59.999999", false},
		{"pause of working days over the holiday", rule("5 working days"), "Asia/Shanghai",
			[]string{"2026-02-12 08:00 ask", "2026-02-13 09:00 suspend", "2026-02-20 09:00 resume"}, "2026-02-27 23:59:59.999999", false},
		{"paused on the due day, resumed on a Sunday", rule("1 working day"), "Asia/Shanghai",
			[]string{"2026-03-04 08:00 ask", "2026-03-05 09:00 suspend", "2026-03-08 09:00 resume"}, "2026-03-09 23:59:59.999999", false},
		{"paused between the last day and the moved one", next(rule("1 day")), "Asia/Shanghai",
			[]string{"2026-03-06 08:00 ask", "2026-03-08 09:00 suspend", "2026-03-11 09:00 resume"}, "2026-03-11 23:59:59.999999", false},
		{"two pauses", rule("10 days"), "Asia/Shanghai",
			[]string{"2026-03-02 08:00 ask", "2026-03-03 09:00 suspend", "2026-03-05 09:00 resume", "2026-03-10 09:00 suspend", "2026-03-13 09:00 resume"},
			"2026-03-17 23:59:59.999999", false},
		{"a second pause inside a pause", rule("10 days"), "Asia/Shanghai",
			[]string{"2026-03-02 08:00 ask", "2026-03-03 09:00 suspend", "2026-03-04 09:00 suspend", "2026-03-05 09:00 resume", "2026-03-09 09:00 resume"},
			"2026-03-14 23:59:59.999999", false},
		{"pause of working hours", rule("4 working hours"), "Asia/Shanghai",
			[]string{"2026-03-02 09:00 ask", "2026-03-02 10:00 suspend", "2026-03-03 16:00 resume"}, "2026-03-04 11:00", false},
		{"pause before the start", rule("1 day"), "Asia/Shanghai",
			[]string{"2026-03-01 08:00 suspend", "2026-03-02 08:00 ask", "2026-03-03 08:00 resume"}, "2026-03-03 23:59:59.999999", false},
		{"asked again while open", rule("5 days"), "Asia/Shanghai",
			[]string{"2026-03-02 08:00 ask", "2026-03-04 08:00 ask"}, "2026-03-07 23:59:59.999999", false},
	} {
		z := location(t, c.zone)
		list := events(t, z, c.events...)
		got := promise.Compute([]rulebook.PromiseRule{c.rule}, office(t), z, list, list[len(list)-1].At)
		if len(got) != 1 {
			t.Errorf("%s: %d promises", c.name, len(got))
			continue
		}
		if want := when(t, z, c.due); !got[0].Due.Equal(want) || got[0].Provisional != c.provisional {
			t.Errorf("%s: due %v (provisional %v), want %v (%v)", c.name, got[0].Due.In(z), got[0].Provisional, want.In(z), c.provisional)
		}
	}
}

func TestStates(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	for _, c := range []struct {
		name   string
		events []string
		now    string
		want   promise.State
		open   bool
	}{
		{"just asked", []string{"2026-03-02 08:00 ask"}, "2026-03-02 08:00", promise.Running, true},
		{"the last microsecond", []string{"2026-03-02 08:00 ask"}, "2026-03-05 23:59:59.999999", promise.Running, true},
		{"the next instant", []string{"2026-03-02 08:00 ask"}, "2026-03-06 00:00", promise.Late, true},
		{"answered in time", []string{"2026-03-02 08:00 ask", "2026-03-05 23:59 answer"}, "2026-04-01", promise.Kept, false},
		{"answered late", []string{"2026-03-02 08:00 ask", "2026-03-06 00:00 answer"}, "2026-04-01", promise.Late, false},
		{"withdrawn in time", []string{"2026-03-02 08:00 ask", "2026-03-03 00:00 withdraw"}, "2026-04-01", promise.Void, false},
		{"withdrawn when late stays late", []string{"2026-03-02 08:00 ask", "2026-03-06 00:00 withdraw"}, "2026-04-01", promise.Late, false},
		{"paused for a year", []string{"2026-03-02 08:00 ask", "2026-03-03 08:00 suspend"}, "2027-03-01", promise.Paused, true},
		{"answered while paused", []string{"2026-03-02 08:00 ask", "2026-03-03 08:00 suspend", "2026-06-01 08:00 answer"}, "2026-07-01", promise.Kept, false},
		{"paused when late stays late", []string{"2026-03-02 08:00 ask", "2026-03-06 08:00 suspend"}, "2026-03-07", promise.Late, true},
		{"the server's clock was moved back", []string{"2026-03-02 08:00 ask", "2026-03-09 08:00 note"}, "2026-03-03", promise.Late, true},
	} {
		got := promise.Compute([]rulebook.PromiseRule{rule("3 days")}, office(t), z, events(t, z, c.events...), when(t, z, c.now))
		if len(got) != 1 || got[0].State != c.want || got[0].Open() != c.open {
			t.Errorf("%s: %+v, want %s, open %v", c.name, got, c.want, c.open)
		}
	}
}

func TestWaiver(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	nobody, each := rule("3 days"), rule("3 days")
	nobody.Waiver, each.Per = "", "party"
	for _, c := range []struct {
		name, at, of, subject string
		rule                  rulebook.PromiseRule
		want                  promise.State
	}{
		{"in time", "2026-03-03 08:00", "answer", "", rule("3 days"), promise.Waived},
		{"at the last microsecond but one", "2026-03-05 23:59", "answer", "", rule("3 days"), promise.Waived},
		{"what is late cannot be waived away", "2026-03-06 00:00", "answer", "", rule("3 days"), promise.Late},
		{"nobody may", "2026-03-03 08:00", "answer", "", nobody, promise.Running},
		{"another rule's", "2026-03-03 08:00", "other", "", rule("3 days"), promise.Running},
		{"another party's", "2026-03-03 08:00", "answer", "b", each, promise.Running},
		{"the party's own", "2026-03-03 08:00", "answer", "a", each, promise.Waived},
	} {
		list := events(t, z, "2026-03-02 08:00 ask", c.at+" waive")
		list[0].Subject = id.ID{'a'}
		list[1].Waive = &promise.Waiver{Rule: c.of}
		if c.subject != "" {
			list[1].Subject = id.ID{c.subject[0]}
		}
		got := promise.Compute([]rulebook.PromiseRule{c.rule}, office(t), z, list, list[1].At)[0]
		if got.State != c.want || (c.want == promise.Waived) != (got.Ended == list[1].ID && !got.End.IsZero()) {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
		// It stands: what would have kept the promise, or its day, moves nothing of it any more.
		list = append(list, events(t, z, "2026-03-20 08:00 answer")...)
		if after := promise.Compute([]rulebook.PromiseRule{c.rule}, office(t), z, list, list[2].At)[0]; c.want == promise.Waived && after.State != promise.Waived {
			t.Errorf("%s: it is %s afterwards", c.name, after.State)
		}
	}
}

func TestExtension(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	r := rule("1 month")
	longest := rulebook.Length{N: 30, Unit: rulebook.Days}
	r.Extension = &rulebook.Extension{By: []string{"parties", "lead"}, Times: 1, Longest: &longest, EveryParty: true}
	days := func(n int) rulebook.Length { return rulebook.Length{N: n, Unit: rulebook.Days} }
	whole := promise.Extension{Rule: "answer", Length: days(30), By: "parties", Consents: 3, Parties: 3}
	with := func(change func(*promise.Extension)) promise.Extension { x := whole; change(&x); return x }
	for _, c := range []struct {
		name string
		x    promise.Extension
		at   string
		want error
		due  string
	}{
		{"on the last microsecond", whole, "2025-02-28 23:59:59.999999", nil, "2025-03-30"},
		{"one microsecond late", whole, "2025-03-01 00:00", promise.ErrExtendLate, "2025-02-28"},
		{"one party silent", with(func(x *promise.Extension) { x.Consents = 2 }), "2025-02-10 10:00", promise.ErrExtendConsents, "2025-02-28"},
		{"no parties known", with(func(x *promise.Extension) { x.Consents, x.Parties = 0, 0 }), "2025-02-10 10:00", promise.ErrExtendConsents, "2025-02-28"},
		{"by the mediator", with(func(x *promise.Extension) { x.By = "mediator" }), "2025-02-10 10:00", promise.ErrExtendBy, "2025-02-28"},
		{"too long", with(func(x *promise.Extension) { x.Length = days(31) }), "2025-02-10 10:00", promise.ErrExtendLong, "2025-02-28"},
		{"of nothing", with(func(x *promise.Extension) { x.Length = days(0) }), "2025-02-10 10:00", promise.ErrExtendEmpty, "2025-02-28"},
		{"backwards", with(func(x *promise.Extension) { x.Length = days(-5) }), "2025-02-10 10:00", promise.ErrExtendEmpty, "2025-02-28"},
		{"by hours", with(func(x *promise.Extension) { x.Length.Unit = rulebook.WorkingHours }), "2025-02-10 10:00", promise.ErrExtendEmpty, "2025-02-28"},
		{"of another rule", with(func(x *promise.Extension) { x.Rule = "other" }), "2025-02-10 10:00", promise.ErrNoPromise, "2025-02-28"},
	} {
		list := events(t, z, "2025-01-31 08:00 ask")
		at := when(t, z, c.at)
		err := promise.CheckExtension([]rulebook.PromiseRule{r}, office(t), z, list, c.x, at)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		list = append(list, promise.Event{ID: id.ID{15: 9}, Kind: "extend", At: at, Extend: &c.x})
		got := promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list, at)[0]
		if day := calendar.DateOf(got.Due, z).String(); day != c.due || (got.Extended == 1) != (c.want == nil) {
			t.Errorf("%s: due %s, extended %d times, want %s", c.name, day, got.Extended, c.due)
		}
	}
	list := append(events(t, z, "2025-01-31 08:00 ask"), promise.Event{ID: id.ID{15: 8}, Kind: "extend", At: when(t, z, "2025-02-10 10:00"), Extend: &whole})
	if err := promise.CheckExtension([]rulebook.PromiseRule{r}, office(t), z, list, whole, when(t, z, "2025-03-10 10:00")); !errors.Is(err, promise.ErrExtendTimes) {
		t.Errorf("a second time: %v", err)
	}
	r.Extension = nil
	if err := promise.CheckExtension([]rulebook.PromiseRule{r}, office(t), z, list, whole, when(t, z, "2025-02-10 10:00")); !errors.Is(err, promise.ErrNotExtendable) {
		t.Errorf("a rule without extension: %v", err)
	}
}

func TestPerPartyPromisesEndApart(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	r := rule("3 days")
	r.Per = "party"
	a, b := id.ID{1}, id.ID{2}
	list := events(t, z, "2026-03-02 08:00 ask", "2026-03-02 09:00 ask", "2026-03-03 08:00 answer", "2026-03-03 09:00 suspend", "2026-03-04 09:00 withdraw")
	list[0].Subject, list[1].Subject, list[2].Subject = a, b, a
	got := promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list[:4], list[3].At)
	if len(got) != 2 || got[0].Subject != a || got[0].State != promise.Kept || got[1].State != promise.Paused {
		t.Fatalf("got %+v: the first is answered, the pause concerns the whole case", got)
	}
	if got = promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list, list[4].At); got[0].State != promise.Kept || got[1].State != promise.Void {
		t.Errorf("got %+v: the withdrawal ends what is still open", got)
	}
}

func TestAtOnceIsKeptByItsOwnStep(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	r := rule("at once")
	r.KeptBy = []string{"ask"}
	list := events(t, z, "2026-02-17 03:00 ask", "2026-03-01 08:00 ask")
	got := promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list, list[1].At)
	if len(got) != 2 || got[0].State != promise.Kept || !got[0].Due.Equal(list[0].At) || got[0].Key == got[1].Key {
		t.Errorf("got %+v", got)
	}
}

func TestWarningsAndEscalations(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	r := rule("5 working days")
	r.Warn = []rulebook.Length{{N: 1, Unit: rulebook.WorkingDays}, {N: 3, Unit: rulebook.Days}, {N: 60, Unit: rulebook.Days}}
	r.Chain = []rulebook.Step{{Post: "lead", After: rulebook.Length{Unit: rulebook.Days}}, {Post: "lead", Parent: true, After: rulebook.Length{N: 1, Unit: rulebook.WorkingDays}}}
	list := events(t, z, "2026-03-02 08:00 ask") // due on Monday 9 March
	got := promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list, when(t, z, "2026-03-20"))
	steps := []struct {
		since, now string
		want       []string
	}{
		{"2026-03-02 08:00", "2026-03-06 08:59", nil},
		{"2026-03-06 08:59", "2026-03-06 09:00", []string{"2026-03-06 09:00 clerk"}}, // both reminders fall on the Friday
		{"2026-03-06 09:00", "2026-03-09 23:59", nil},
		{"2026-03-09 23:59", "2026-03-10 00:00", []string{"2026-03-09 23:59 lead"}},
		{"2026-03-10 00:00", "2026-03-10 09:00", []string{"2026-03-10 09:00 parent lead"}},
		{"2026-03-10 09:00", "2026-12-31", nil},
	}
	for _, s := range steps {
		var said []string
		for _, n := range promise.Notices(got, when(t, z, s.since), when(t, z, s.now)) {
			who := string(n.Post)
			if n.Parent {
				who = "parent " + who
			}
			said = append(said, n.At.In(z).Format("2006-01-02 15:04 ")+who)
		}
		if len(said) != len(s.want) || len(said) > 0 && said[0] != s.want[0] {
			t.Errorf("from %s to %s: %q, want %q", s.since, s.now, said, s.want)
		}
	}
	for _, next := range []struct{ told, want string }{
		{"", "2026-03-06 09:00"},
		{"2026-03-06 08:59", "2026-03-06 09:00"},
		{"2026-03-06 09:00", "2026-03-09 23:59:59.999999"},
		{"2026-03-09 23:59:59.999999", "2026-03-09 23:59:59.999999"}, // in the last instant it is not late yet
		{"2026-03-10 00:00", "2026-03-10 09:00"},
		{"2026-03-10 09:00", ""},
	} {
		var told, want time.Time
		if next.told != "" {
			told = when(t, z, next.told)
		}
		if next.want != "" {
			want = when(t, z, next.want)
		}
		if got := got[0].Next(told); !got.Equal(want) {
			t.Errorf("told by %q: next at %v, want %q", next.told, got.In(z), next.want)
		}
	}
	list = append(list, promise.Event{ID: id.ID{15: 2}, Kind: "answer", At: when(t, z, "2026-03-03 08:00")})
	ended := promise.Compute([]rulebook.PromiseRule{r}, office(t), z, list, list[1].At)
	if n := promise.Notices(ended, time.Time{}, when(t, z, "2027-01-01")); len(n) != 0 {
		t.Errorf("a kept promise still speaks: %+v", n)
	}
	if next := ended[0].Next(time.Time{}); !next.IsZero() {
		t.Errorf("a kept promise is next told of at %v", next)
	}
}

func TestDiff(t *testing.T) {
	z := location(t, "Asia/Shanghai")
	compute := func(r rulebook.PromiseRule, now string, lines ...string) []promise.Promise {
		return promise.Compute([]rulebook.PromiseRule{r}, office(t), z, events(t, z, lines...), when(t, z, now))
	}
	asked := compute(rule("3 days"), "2026-03-02 08:00", "2026-03-02 08:00 ask")
	for _, c := range []struct {
		name     string
		old, now []promise.Promise
		want     promise.What
	}{
		{"opened", nil, asked, promise.Opened},
		{"same", asked, compute(rule("3 days"), "2026-03-03 08:00", "2026-03-02 08:00 ask"), ""},
		{"settled", asked, compute(rule("3 days"), "2026-03-03 08:00", "2026-03-02 08:00 ask", "2026-03-03 08:00 answer"), promise.Settled},
		{"turned late", asked, compute(rule("3 days"), "2026-03-09 08:00", "2026-03-02 08:00 ask"), promise.Turned},
		{"another rulebook version", asked, compute(rule("5 days"), "2026-03-02 08:00", "2026-03-02 08:00 ask"), promise.Moved},
		{"the rule is gone", asked, nil, promise.Gone},
	} {
		got := promise.Diff(c.old, c.now)
		if c.want == "" && len(got) == 0 || len(got) == 1 && got[0].What == c.want && got[0].Key == asked[0].Key {
			continue
		}
		t.Errorf("%s: %+v, want %q", c.name, got, c.want)
	}
}

func TestAnOfficeThatChangesItsZone(t *testing.T) {
	shanghai, urumqi := location(t, "Asia/Shanghai"), location(t, "Asia/Urumqi")
	list := events(t, shanghai, "2026-03-02 08:00 ask")
	rules := []rulebook.PromiseRule{rule("3 days")}
	before := promise.Compute(rules, office(t), shanghai, list, list[0].At)
	after := promise.Compute(rules, office(t), urumqi, list, list[0].At)
	if d := promise.Diff(before, after); len(d) != 1 || d[0].What != promise.Moved || d[0].New.Due.Sub(d[0].Old.Due) != 2*time.Hour {
		t.Errorf("the day ends two hours later in Urumqi: %+v", d)
	}
}

// TestATableThatComesLater: holidays count from the day on which their table took effect. A pause that spans them costs and gains
// nothing, whether the table comes before, within or after it; and what was over by then stays as it was.
func TestATableThatComesLater(t *testing.T) {
	zone := location(t, "Asia/Shanghai")
	before := office(t)
	table := calendar.Table{ID: "office", Rest: []time.Weekday{time.Saturday, time.Sunday}, Holidays: map[calendar.Date]string{}, Moved: map[calendar.Date]string{},
		Hours: []calendar.Hours{{From: 9 * 60, To: 17 * 60}}, PublishedUntil: calendar.Date{Year: 2026, Month: 12, Day: 31}}
	for d := 10; d <= 13; d++ {
		table.Holidays[calendar.Date{Year: 2026, Month: 3, Day: d}] = "thanks"
	}
	table.Moved[calendar.Date{Year: 2026, Month: 3, Day: 22}] = "thanks"
	next, err := calendar.New(table)
	if err != nil {
		t.Fatal(err)
	}
	march := func(d int) calendar.Date { return calendar.Date{Year: 2026, Month: 3, Day: d} }
	for _, c := range []struct {
		name, clock string
		from        calendar.Date
		lines       []string
		due         string
	}{
		{"it runs", "10 working days", march(9), []string{"2026-03-02 10:00 ask"}, "2026-03-20"},
		{"it is over", "5 working days", march(10), []string{"2026-03-02 10:00 ask"}, "2026-03-09"},
		{"it came too late", "7 working days", march(12), []string{"2026-03-02 10:00 ask"}, "2026-03-11"},
		{"a pause spans them", "10 working days", march(9), []string{"2026-03-02 10:00 ask", "2026-03-05 10:00 suspend", "2026-03-16 10:00 resume"}, "2026-03-24"},
		{"the pause still lasts", "10 working days", march(9), []string{"2026-03-02 10:00 ask", "2026-03-05 10:00 suspend"}, "2026-03-20"},
		{"the pause was before", "5 working days", march(9), []string{"2026-03-02 10:00 ask", "2026-03-03 10:00 suspend", "2026-03-05 10:00 resume"}, "2026-03-17"},
		{"a worked Sunday brings it nearer", "5 working days", march(16), []string{"2026-03-17 10:00 ask"}, "2026-03-23"},
	} {
		p := promise.Compute([]rulebook.PromiseRule{rule(c.clock)}, next.Since(c.from, before), zone, events(t, zone, c.lines...), when(t, zone, "2026-03-05 11:00"))[0]
		if got := p.Due.In(zone).Format(time.DateOnly); got != c.due {
			t.Errorf("%s: it is due on %s, want %s", c.name, got, c.due)
		}
	}
}
