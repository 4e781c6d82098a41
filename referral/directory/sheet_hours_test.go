package directory

import (
	"testing"

	"linli/platform/id"
)

// TestTheFormHoldsWhatItCanAndLeavesTheRest: hours that an import brought and the form cannot show survive a save.
func TestTheFormHoldsWhatItCanAndLeavesTheRest(t *testing.T) {
	service := id.ID{7}.String()
	node := func(n byte, body Body) *Node {
		body["id"], body["service_id"] = id.ID{n}.String(), service
		return &Node{Object: Object{Kind: KindSchedule, ID: id.ID{n}, Body: body}}
	}
	there := []*Node{
		node(1, Body{"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00", "timezone": 8}),
		node(2, Body{"freq": "WEEKLY", "byday": "TU,WE", "opens_at": "14:00", "closes_at": "17:00"}), // a second stretch on Tuesday
		node(3, Body{"freq": "MONTHLY", "byday": "2FR", "opens_at": "09:00", "closes_at": "12:00"}),
		node(4, Body{"freq": "WEEKLY", "byday": "SA", "opens_at": "09:00", "closes_at": "12:00", "valid_to": "2027-01-01"}),
		node(5, Body{"description": "whenever the lamp is lit"}),
		node(6, Body{"freq": "WEEKLY", "byday": "SU", "opens_at": "10:00", "closes_at": "11:00"}),
	}
	held, hours := formHours(there)
	if len(held) != 2 || held[0].ID != there[0].ID || held[1].ID != there[5].ID || len(hours) != 3 {
		t.Fatalf("the form holds %d schedules with %v", len(held), hours)
	}
	w := sheetWriter{s: &Service{IDs: id.NewSource(nil, nil)}, owner: service}
	w.parts(Opened{Node: &Node{Object: Object{Kind: KindService, ID: id.ID{7}}, Many: map[string][]*Node{"schedules": there}}}, &Sheet{}, "8")
	gone := map[id.ID]bool{}
	for _, x := range w.writes {
		if x.Before != nil && x.After == nil {
			gone[x.Before.ID] = true
		}
	}
	if len(gone) != 2 || !gone[there[0].ID] || !gone[there[5].ID] {
		t.Errorf("a save with no hours removes %v, want the two that the form showed", gone)
	}
}
