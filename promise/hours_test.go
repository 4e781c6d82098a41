package promise_test

import (
	"testing"
	"time"

	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// TestTwentyFourHoursRunDayAndNight: no weekend and no holiday stops a clock by hours; a pause gives back what it took.
func TestTwentyFourHoursRunDayAndNight(t *testing.T) {
	length, err := rulebook.ParseLength("24 hours")
	if err != nil || length.String() != "24 hours" || length.Key() != "rulebook.length.hours" {
		t.Fatal(length, err)
	}
	rule := rulebook.PromiseRule{ID: "notice", Start: []string{"incident"}, KeptBy: []string{"notify"}, Clock: length, Pause: []string{"suspend"}, Resume: []string{"resume"},
		Warn: []rulebook.Length{{N: 6, Unit: rulebook.Hours}}, Chain: []rulebook.Step{{Post: "lead", After: rulebook.Length{N: 2, Unit: rulebook.Hours}}}}
	friday := time.Date(2026, 2, 13, 9, 30, 0, 0, time.UTC) // 17:30 in Shanghai, before the Spring Festival
	events := []promise.Event{{ID: id.ID{1}, Kind: "incident", At: friday}}
	p := promise.Compute([]rulebook.PromiseRule{rule}, nil, time.UTC, events, friday)[0]
	if !p.Due.Equal(friday.Add(24*time.Hour)) || p.Provisional {
		t.Errorf("due %s, provisional %v", p.Due, p.Provisional)
	}
	if warn := p.Next(time.Time{}); !warn.Equal(friday.Add(18 * time.Hour)) {
		t.Errorf("warned at %s", warn)
	}
	if told := p.Next(p.Due); !told.Equal(friday.Add(26 * time.Hour)) {
		t.Errorf("the lead is told at %s", told)
	}
	events = append(events, promise.Event{ID: id.ID{2}, Kind: "suspend", At: friday.Add(time.Hour)}, promise.Event{ID: id.ID{3}, Kind: "resume", At: friday.Add(4 * time.Hour)})
	if p = promise.Compute([]rulebook.PromiseRule{rule}, nil, time.UTC, events, friday.Add(5*time.Hour))[0]; !p.Due.Equal(friday.Add(27 * time.Hour)) {
		t.Errorf("after a pause of three hours due %s", p.Due)
	}
}
