package mediation

import "testing"

// TestTheOfficeRefusesItsOwnDispute: it is asked, never found by comparing names; nothing of the application is looked at
// or kept, and a case that is found to be such later ends on that ground.
func TestTheOfficeRefusesItsOwnDispute(t *testing.T) {
	r := newRoad(t)
	own := application(r.unit)
	own.OwnDispute, own.Parties, own.Summary = true, nil, "" // whatever else is wrong with it
	r.refused("mediation.guard.own_dispute", own)
	if len(r.all) > 0 {
		t.Errorf("%d steps of an application that was refused", len(r.all))
	}
	named := application(r.unit)
	named.Parties[1].Name = "本镇调解中心"
	r.do(named, Screen{}, NotAccept{Reason: OwnDispute})
	if r.c.State != NotAccepted || r.c.Reason != OwnDispute {
		t.Errorf("found before acceptance: %s, %s", r.c.State, r.c.Reason)
	}
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		r := newRoadUnder(t, book).to(InSession)
		r.do(Terminate{Reason: OwnDispute})
		if r.c.State != Terminated || r.c.Reason != OwnDispute {
			t.Errorf("%s, found in session: %s, %s", rules, r.c.State, r.c.Reason)
		}
		reason, _ := book.Mediation.Reason(OwnDispute)
		for _, l := range book.Languages {
			if book.Text(l, reason.Text) == "" {
				t.Errorf("%s says in %s nothing to somebody whose dispute is with the office", rules, l)
			}
		}
	}
}
