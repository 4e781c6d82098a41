package promise_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// anyRule draws a rule of any clock.
func anyRule(t *rapid.T) rulebook.PromiseRule {
	r := rule(rapid.SampledFrom([]string{"1 day", "5 days", "1 month", "3 months", "4 working days", "1 working day", "6 working hours"}).Draw(t, "clock"))
	r.NextWorkingDay = rapid.Bool().Draw(t, "next working day") && r.Clock.Unit != rulebook.WorkingHours
	r.Per = rapid.SampledFrom([]string{"case", "party"}).Draw(t, "per")
	r.Extension = &rulebook.Extension{By: []string{"parties"}, EveryParty: true}
	r.Warn = []rulebook.Length{{N: 1, Unit: rulebook.WorkingDays}}
	r.Chain = []rulebook.Step{{Post: "lead", After: rulebook.Length{N: 1, Unit: rulebook.WorkingDays}}}
	return r
}

// anyEvents draws a history: kinds in any order, at instants that never fall.
func anyEvents(t *rapid.T) []promise.Event {
	at := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
	var out []promise.Event
	for i := range rapid.IntRange(1, 14).Draw(t, "events") {
		at = at.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "minutes")) * time.Minute)
		e := promise.Event{ID: id.ID{15: byte(i + 1)}, At: at,
			Kind: rapid.SampledFrom([]string{"ask", "ask", "answer", "withdraw", "suspend", "resume", "resume", "extend", "note"}).Draw(t, "kind")}
		if s := rapid.IntRange(0, 2).Draw(t, "subject"); s > 0 {
			e.Subject = id.ID{byte(s)}
		}
		if e.Kind == "extend" {
			e.Extend = &promise.Extension{Rule: "answer", Length: rulebook.Length{N: rapid.IntRange(-1, 20).Draw(t, "length"), Unit: rulebook.Days},
				By: "parties", Consents: rapid.IntRange(1, 2).Draw(t, "consents"), Parties: 2}
		}
		out = append(out, e)
	}
	return out
}

func TestComputeProperties(t *testing.T) {
	cal := office(t)
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Asia/Shanghai", "America/New_York", "Africa/Casablanca"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		rules, events := []rulebook.PromiseRule{anyRule(t)}, anyEvents(t)
		last := events[len(events)-1].At
		now := last.Add(time.Duration(rapid.IntRange(0, 400*24).Draw(t, "hours")) * time.Hour)
		compute := func(events []promise.Event, now time.Time) []promise.Promise {
			return promise.Compute(rules, cal, zone, events, now)
		}
		got := compute(events, now)

		if again := compute(events, now); !reflect.DeepEqual(got, again) {
			t.Fatalf("a replay gives another answer:\n%+v\n%+v", got, again)
		}
		for i, p := range got {
			if p.Due.Before(p.Start) {
				t.Fatalf("due before it starts: %+v", p)
			}
			if i > 0 && p.Key == got[i-1].Key {
				t.Fatalf("two promises have one key: %s", p.Key)
			}
			switch p.State {
			case promise.Running, promise.Paused:
				if !p.Open() || p.State == promise.Running && now.After(p.Due) {
					t.Fatalf("%s, but ended or past its due instant: %+v", p.State, p)
				}
			case promise.Late:
				if p.Open() && !now.After(p.Due) || !p.Open() && !p.End.After(p.Due) {
					t.Fatalf("late before its due instant: %+v", p)
				}
			default:
				if p.Open() {
					t.Fatalf("%s, but open: %+v", p.State, p)
				}
			}
		}
		// The instant of computing moves nothing but running to late.
		for i, p := range compute(events, now.AddDate(5, 0, 0)) {
			if p.State == promise.Late && got[i].State == promise.Running {
				p.State = promise.Running
			}
			if !reflect.DeepEqual(p, got[i]) {
				t.Fatalf("five years later:\n%+v\nwas\n%+v", p, got[i])
			}
		}
		// History does not change: what had ended, or was late, before the last event still is.
		before := map[string]promise.Promise{}
		for _, p := range compute(events[:len(events)-1], last) {
			before[p.Key] = p
		}
		for _, p := range compute(events, last) {
			was, known := before[p.Key]
			delete(before, p.Key)
			if known && !was.Open() && !reflect.DeepEqual(was, p) {
				t.Fatalf("an ended promise changed:\n%+v\n%+v", was, p)
			}
			if known && was.State == promise.Late && p.State != promise.Late {
				t.Fatalf("late became %s by %+v", p.State, events[len(events)-1])
			}
			if known && p.Due.Before(was.Due) && was.State != promise.Paused {
				t.Fatalf("an event brought the due instant forward:\n%+v\n%+v", was, p)
			}
		}
		if len(before) != 0 {
			t.Fatalf("promises vanished: %+v", before)
		}
		// Promises of one rule do not depend on the others.
		other := rule("2 days")
		other.ID = "other"
		both := promise.Compute([]rulebook.PromiseRule{other, rules[0]}, cal, zone, events, now)
		if mine := both[len(both)-len(got):]; len(got) > 0 && !reflect.DeepEqual(mine, got) {
			t.Fatalf("another rule changed the promises:\n%+v\n%+v", mine, got)
		}
	})
}

func TestALaterStartIsNeverDueEarlier(t *testing.T) {
	cal := office(t)
	rapid.Check(t, func(t *rapid.T) {
		rules := []rulebook.PromiseRule{anyRule(t)}
		zone := time.UTC
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 100*24*60).Draw(t, "minute")) * time.Minute)
		later := at.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "later")) * time.Minute)
		due := func(start time.Time) time.Time {
			return promise.Compute(rules, cal, zone, []promise.Event{{ID: id.ID{1}, Kind: "ask", At: start}}, start)[0].Due
		}
		if due(later).Before(due(at)) {
			t.Fatalf("asked at %v due %v, asked at %v due %v", at, due(at), later, due(later))
		}
	})
}
