package duty

import (
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/rulebooks"
)

// allowed are the states in which each event happens, written by hand from the design.
var allowed = map[casefile.Kind]string{
	"open": "", "evidence": "due done checked", "do": "due", "check": "done", "send_back": "done", "miss": "due", "move": "due done", "void": "due", "count": "due done checked missed",
	"agenda": "due", "sign": "due", "sign_up": "due", "step_back": "due", "offer": "due", "take_over": "due", "erase": "done checked missed void",
}

func TestTheMachineIsTheTable(t *testing.T) {
	for event, in := range allowed {
		for _, s := range append([]State{""}, States...) {
			want := s == "" && in == "" || s != "" && slices.Contains(strings.Fields(in), string(s))
			if got := find(event, s) != nil; got != want {
				t.Errorf("%s in %q: %v", event, s, got)
			}
		}
	}
	for _, row := range Machine {
		if _, ok := allowed[row.Event]; !ok {
			t.Errorf("the table of this test lacks %s", row.Event)
		}
	}
}

func TestEveryRefusalIsASentence(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"duty.guard.state", "duty.claimed.before", "duty.claimed.future", "duty.number.wrong", "duty.names_nobody.required",
		"duty.gap.nobody_does", "duty.gap.nobody_checks", "duty.gap.nobody_else",
		"duty.gap.nobody_signed_up", "duty.text.long", "duty.listed.wrong", "duty.amount.wrong", "duty.reports.wrong", "duty.files.many", "duty.guard.unproven", "duty.sign.scan", "duty.sign.other_text", "duty.task.long", "duty.last.wrong",
		"duty.not_found", "duty.moved", "duty.planned"}
	for _, row := range Machine {
		for _, g := range row.Guards {
			keys = append(keys, "duty.guard."+g.Name)
		}
	}
	for _, s := range States {
		keys = append(keys, "duty.state."+string(s))
	}
	for _, r := range Reasons() {
		keys = append(keys, "duty.reason."+r)
	}
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}

func town(t testing.TB) *rulebook.Rulebook {
	t.Helper()
	files, err := fs.Sub(rulebooks.FS, "cn-town")
	if err != nil {
		t.Fatal(err)
	}
	book, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	return book
}

var (
	township, village = id.ID{1, 1}, id.ID{1, 2}
	holder            = casefile.By{Kind: access.Staff, Account: id.ID{2, 1}, Post: "clerk"}
	checker           = casefile.By{Kind: access.Staff, Account: id.ID{2, 2}, Post: access.Lead}
)

// road is an occurrence on its way.
type road struct {
	t      *testing.T
	book   *rulebook.Rulebook
	rule   rulebook.DutyRule
	c      Case
	events []casefile.Event
	by     casefile.By
	unit   id.ID
	places []Look
	clock  *clock.Manual
	ids    *id.Source
}

// begin opens the occurrence of a duty of which the last day is given, at nine in the morning of a day.
func begin(t *testing.T, duty string, unit id.ID, opened, last string) *road {
	t.Helper()
	book := town(t)
	r := &road{t: t, book: book, by: casefile.System, clock: clock.NewManual(at(t, opened+" 09:00"))}
	r.ids = id.NewSource(r.clock, nil)
	r.rule, _ = book.Duty(duty)
	day, err := calendar.ParseDate(last)
	if err != nil {
		t.Fatal(err)
	}
	all := Plan(book, book.Calendar, []Unit{{ID: unit, Kind: r.rule.Units[0], Opened: calendar.Date{Year: 2020, Month: 1, Day: 1}}}, day, day)
	i := slices.IndexFunc(all, func(o Occurrence) bool { return o.Duty == duty })
	if i < 0 {
		t.Fatalf("%s does not fall due on %s", duty, last)
	}
	return r.do(Open{all[i]})
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return v.UTC()
}

func (r *road) know() Knowledge {
	return Knowledge{Unit: r.unit, Places: r.places}.under(r.book, r.rule)
}

func (r *road) do(cmds ...Command) *road {
	r.t.Helper()
	for _, cmd := range cmds {
		d, err := Decide(r.c, cmd, r.by, r.clock.Now(), r.know(), r.ids)
		if err != nil {
			r.t.Fatalf("%s in %s: %v", cmd.Kind(), r.c.State, err)
		}
		r.c, r.events = d.Case, append(r.events, d.Event)
		r.clock.Add(time.Minute)
	}
	again, err := Replay(r.c.Tenant, r.events)
	a, _ := json.Marshal(again)
	b, _ := json.Marshal(r.c)
	if err != nil || string(a) != string(b) {
		r.t.Fatalf("a replay gives\n%s, not\n%s (%v)", a, b, err)
	}
	return r
}

func (r *road) as(by casefile.By) *road { r.by = by; return r }

func (r *road) on(when string) *road { r.clock.Set(at(r.t, when)); return r }

func (r *road) refused(key string, cmd Command) {
	r.t.Helper()
	_, err := Decide(r.c, cmd, r.by, r.clock.Now(), r.know(), r.ids)
	if f := fault.Of(err); f == nil || f.Key != key {
		r.t.Errorf("%s: got %v, want %s", cmd.Kind(), err, key)
	}
}

func (r *road) owed() promise.Promise {
	return Owed(r.c, r.rule, r.book.Zone, r.book.Calendar, r.clock.Now())
}

// TestDoneBeforeItIsDue: within its period, with its evidence, and checked by another person.
func TestDoneBeforeItIsDue(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-02-20", "2026-03-23").as(holder)
	r.refused("duty.guard.not_begun", Do{})
	r.on("2026-03-02 10:00").refused("duty.guard.no_evidence", Do{})
	r.refused("form.choose", AddEvidence{Sort: "minutes", Number: 1})
	r.do(AddEvidence{Sort: "copies", Number: 1})
	r.refused("form.choose", Do{Reason: "weather"})
	r.do(Do{})
	if p := r.owed(); p.State != promise.Kept || !p.Due.Equal(at(t, "2026-03-24 00:00").Add(-time.Microsecond)) || r.c.Late {
		t.Errorf("%+v", p)
	}
	r.refused("duty.guard.own_work", Check{})
	r.refused("duty.guard.own_work", SendBack{})
	r.as(checker).do(Check{})
	if r.c.State != Checked || r.c.CheckedBy != checker.Account {
		t.Errorf("%+v", r.c)
	}
	r.refused("duty.guard.state", Do{})
}

// TestNothingIsBackDated: the claimed time stands beside the recorded one and saves nothing from being late.
func TestNothingIsBackDated(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder).do(AddEvidence{Sort: "copies", Number: 1}).on("2026-03-24 00:00")
	claimed := at(t, "2026-03-20 16:00")
	r.refused("form.choose", Do{Claimed: claimed})
	r.refused("form.choose", Do{Claimed: claimed, Reason: "the_resident"})
	r.refused("duty.claimed.future", Do{Claimed: at(t, "2026-03-25 10:00"), Reason: "late_entry"})
	r.refused("duty.claimed.before", Do{Claimed: at(t, "2026-02-28 10:00"), Reason: "late_entry"})
	r.do(Do{Claimed: claimed, Reason: "late_entry"})
	if a := r.c.Acts[0]; !r.c.Late || !a.Claimed.Equal(claimed) || !a.At.Equal(at(t, "2026-03-24 00:00")) || r.owed().State != promise.Late {
		t.Errorf("%+v, %+v", r.c, r.owed())
	}
}

// TestTheLastMinuteIsInTime: the microsecond before midnight counts, midnight does not.
func TestTheLastMinuteIsInTime(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder).do(AddEvidence{Sort: "copies", Number: 1})
	r.clock.Set(at(t, "2026-03-24 00:00").Add(-time.Microsecond))
	r.refused("duty.guard.not_late", Miss{"overlooked"})
	if r.do(Do{}); r.c.Late || r.owed().State != promise.Kept {
		t.Errorf("%+v", r.owed())
	}
}

// TestEvidenceSwappedAfterwardsIsSeen: the old version stays, and what was checked has to be checked again.
func TestEvidenceSwappedAfterwardsIsSeen(t *testing.T) {
	r := begin(t, "leaders_meeting", township, "2026-03-02", "2026-03-31").as(holder)
	r.refused("duty.names_nobody.required", AddEvidence{Sort: "minutes"})
	r.refused("duty.number.wrong", AddEvidence{Sort: "attendance", Number: -1})
	r.do(AddEvidence{Sort: "minutes", NamesNobody: true}, AddEvidence{Sort: "attendance", Number: 1})
	r.refused("duty.guard.no_evidence", Do{}) // two people at least make a meeting
	r.do(AddEvidence{Sort: "attendance", Number: 7, Replaces: r.c.Evidence[1].ID}, Do{}).as(checker).do(Check{})
	r.as(holder).refused("form.choose", AddEvidence{Sort: "minutes", NamesNobody: true})
	r.refused("form.choose", AddEvidence{Sort: "attendance", Number: 9, Replaces: r.c.Evidence[1].ID}) // that one is replaced already
	first := r.c.Evidence[0]
	r.do(AddEvidence{Sort: "minutes", NamesNobody: true, Replaces: first.ID})
	if r.c.State != Done || !r.c.CheckedAt.IsZero() || len(r.c.Evidence) != 4 || r.c.Evidence[0].Replaced.IsZero() || len(r.c.Standing("minutes")) != 1 {
		t.Errorf("%+v", r.c)
	}
	if r.owed().State != promise.Kept {
		t.Errorf("a later version of the minutes makes a meeting late: %+v", r.owed())
	}
	r.as(checker).do(Check{})
}

// TestWhatWasSentBackWasNotDone: it is due as it was, and late once its day has passed.
func TestWhatWasSentBackWasNotDone(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder).do(AddEvidence{Sort: "copies", Number: 1}, Do{}).as(checker).do(SendBack{})
	if r.c.State != Due || !r.owed().Open() || !r.c.Doer().IsZero() {
		t.Errorf("%+v", r.owed())
	}
	r.as(holder).on("2026-03-26 09:00").do(Do{Reason: "overlooked"})
	if r.owed().State != promise.Late || len(r.c.Acts) != 2 {
		t.Errorf("%+v", r.owed())
	}
}

// TestMissedStaysLate: saying why ends the occurrence, and takes nothing back.
func TestMissedStaysLate(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder)
	r.refused("duty.guard.not_late", Miss{"absence"})
	r.on("2026-03-24 09:00").refused("form.choose", Miss{})
	r.do(Miss{"nobody_held_the_post"})
	if r.owed().State != promise.Late || r.c.State != Missed {
		t.Errorf("%+v", r.owed())
	}
}

// TestAnIncidentIsNotifiedWithinADayAndANight from when it was recorded.
func TestAnIncidentIsNotifiedWithinADayAndANight(t *testing.T) {
	book := town(t)
	r := &road{t: t, book: book, by: holder, clock: clock.NewManual(at(t, "2026-02-14 17:30"))} // the day before the Spring Festival
	r.ids = id.NewSource(r.clock, nil)
	r.rule, _ = book.Duty("incident_notice")
	r.do(Open{Upon(book, "incident_notice", village, id.ID{7}, calendar.Date{Year: 2026, Month: 2, Day: 14})})
	if p := r.owed(); !p.Due.Equal(at(t, "2026-02-15 17:30")) || len(p.Warn) != 1 || len(p.Escalate) != 1 {
		t.Errorf("%+v", p)
	}
	fire := Notified{Place: "市场仓库", Injured: 2, Action: "已疏散，已报警"}
	for field, n := range map[string]Notified{"place": {Action: "已疏散"}, "action": {Place: "市场仓库"}, "dead": {Place: "市场仓库", Action: "已疏散", Dead: -1}, "missing": {Place: "市场仓库", Action: "已疏散", Missing: 100_001}} {
		_, err := Decide(r.c, AddEvidence{Sort: "notice", NamesNobody: true, Notice: n}, r.by, r.clock.Now(), r.know(), r.ids)
		var wrong fault.List
		if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%+v: %v, want %s", n, err, field)
		}
	}
	home, phone, named := fire, fire, fire
	home.Place, phone.Action = "三号楼宿舍", "伤者电话 13800138000"
	r.refused("duty.place.none", AddEvidence{Sort: "notice", NamesNobody: true, Notice: home})
	r.refused("duty.place.number", AddEvidence{Sort: "notice", NamesNobody: true, Notice: phone})
	r.refused("duty.names_nobody.required", AddEvidence{Sort: "notice", Notice: named})
	r.refused("duty.guard.no_evidence", Do{})
	r.do(AddEvidence{Sort: "notice", NamesNobody: true, Notice: fire}).on("2026-02-15 17:30").do(Do{})
	if r.owed().State != promise.Kept {
		t.Errorf("on the last minute: %+v", r.owed())
	}
}

// TestAUnitThatWasMergedKeepsItsHistory: the occurrence goes on in the other unit, and its way stays written.
func TestAUnitThatWasMergedKeepsItsHistory(t *testing.T) {
	r := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").as(holder).do(AddEvidence{Sort: "copies", Number: 1}).as(casefile.System)
	r.unit = village
	r.refused("duty.guard.same_unit", Move{})
	r.unit = id.ID{1, 3}
	r.do(Move{}).as(holder).do(Do{})
	if r.c.Unit != r.unit || !slices.Equal(r.c.Units, []id.ID{village}) || r.owed().State != promise.Kept {
		t.Errorf("%+v", r.c)
	}
	gone := begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").do(Cancel{})
	if gone.owed().State != promise.Void || gone.c.State != Void {
		t.Errorf("%+v", gone.owed())
	}
}
