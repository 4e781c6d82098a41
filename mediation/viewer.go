package mediation

import (
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// through leaves what one party may know of the case: its own and the joint events, numbered for this reader so that a
// gap tells nothing, the sessions it is asked to, and what follows from these alone. A separate talk with another party
// moves the machine; the state, the counts and the promises that this party reads are reckoned without it.
func (o *Opened) through(party id.ID, now time.Time) {
	var own []casefile.Event
	for _, e := range o.Events {
		// That no session is planned any more follows from the sessions; a word of its own would tell of another's.
		if e.Visibility.To(party) && e.Kind != "unschedule" {
			own = append(own, e)
		}
	}
	own = hideUndone(own)
	c := o.Case.clone()
	own = ofOthers(own, party, &c)
	c.Sessions = slices.DeleteFunc(c.Sessions, func(s Session) bool { return !s.visibility().To(party) })
	for i := range c.Sessions { // who agreed to meet that way, and who was called, is each one's own matter
		s, others := &c.Sessions[i], func(p id.ID) bool { return p != party }
		s.Agreed, s.Called = slices.DeleteFunc(slices.Clone(s.Agreed), others), slices.DeleteFunc(slices.Clone(s.Called), others)
		s.More = slices.Clone(s.More)
		for j := range s.More {
			s.More[j].Called = slices.DeleteFunc(slices.Clone(s.More[j].Called), others)
		}
	}
	ward := c.Ward(party)
	c.Notes = slices.DeleteFunc(c.Notes, func(n Note) bool {
		return !n.Engagement.IsZero() || !n.Party.IsZero() && (n.Party != party || ward) // toldAlone
	})
	c.Found = slices.DeleteFunc(c.Found, func(x Investigation) bool { return !x.Engagement.IsZero() })
	for i := range c.Notes {
		if c.Session(c.Notes[i].Session) == nil {
			c.Notes[i].Session = id.ID{} // a note for everybody may have been written in a talk with one
		}
	}
	c.Attachments = slices.DeleteFunc(c.Attachments, func(f Attachment) bool { return !f.To(party) })
	for i := range c.Attachments {
		if f := &c.Attachments[i]; f.Owner != party && len(f.With) > 0 { // whom else it is shown to is its owner's matter
			f.With = []id.ID{party}
		}
	}
	c.Engagements = slices.DeleteFunc(c.Engagements, func(e Engagement) bool { return e.Conflict == Disqualifying || e.Disclosed.IsZero() })
	for i := range c.Parties {
		c.Parties[i].NoMail, c.Parties[i].Former = false, nil // what a ward said alone is not read off its side
		if p := &c.Parties[i]; p.ID != party {                // when another was spoken to, and whether it refused, was silent or left
			p.Informed, p.Talked, p.Heard, p.FollowUp = time.Time{}, time.Time{}, time.Time{}, time.Time{}
			p.Mail, p.AddressWaits, p.ContactLeft, p.ContactConfirmed = false, false, time.Time{}, time.Time{}
			p.Consent.Refused, p.Consent.Silent, p.Consent.Ended, p.Shredded = time.Time{}, false, time.Time{}, time.Time{}
		}
	}
	if c.Agreement != nil && !c.knows(c.Agreement, party) {
		c.Agreement, o.Agreement, o.Proofs = nil, nil, nil // others' agreement is theirs, with what becomes of it
		c.Confirmation, c.Breach = nil, nil
	}
	if c.Agreement != nil {
		c.Agreement.othersSign(party)
	}
	if c.Standing != nil && !c.knows(&c.Standing.Agreement, party) {
		c.Standing, o.Standing = nil, nil
	}
	c.Asked, c.Sent, c.Onward, c.Joint, c.Originals = id.ID{}, c.Sent.forParty(), c.Letters(party), c.jointOf(party), nil
	c.Statutory = c.Reported(party)
	c.Wishes = slices.DeleteFunc(slices.Clone(c.Wishes), func(w Wish) bool { return w.Party != party })
	c.Erasures = slices.DeleteFunc(slices.Clone(c.Erasures), func(x Erasure) bool { return x.Party != party })
	o.demandsOf(&c)
	c.ToldUrgent()
	c.Exports = nil // that a copy was made stands among the readings
	o.messagesOf(&c, party)
	o.offersOf(&c, party)
	c.Former = slices.DeleteFunc(c.Former, func(a Agreement) bool { return !c.knows(&a, party) })
	c.FollowUps = slices.DeleteFunc(c.FollowUps, func(f FollowUp) bool { return f.Party != party })
	if c.Reopening != nil {
		c.Reopening.Agreed = slices.DeleteFunc(c.Reopening.Agreed, func(p id.ID) bool { return p != party })
	}
	for other, i := range o.Identity {
		if other != party { // its language is its own matter
			o.Identity[other] = Identity{Name: i.Name}
		}
	}
	for _, r := range c.Representatives {
		if r.Party != party { // who acts for another, and that somebody does
			delete(o.Acting, r.ID)
		}
	}
	c.Representatives = slices.DeleteFunc(c.Representatives, func(r Representative) bool { return r.Party != party })
	o.correctedFor(party)
	c.State = seen(own, &c)
	if c.Deposit != nil { // how the case ended is what this reader knows of it
		before := slices.DeleteFunc(slices.Clone(own), func(e casefile.Event) bool { return e.Kind == "archive" })
		c.Deposit = &Deposit{At: c.Deposit.At, From: seen(before, &c)}
	}
	c.Mediated = slices.ContainsFunc(c.Sessions, func(s Session) bool { return !s.Begun.IsZero() })
	c.Version, c.Reason = int64(len(own)), o.shown(c.Reason)
	c.Calls = c.callsOf(party)
	c.Linked = Linked{} // how the office joined two cases is the office's
	o.Case = c
	o.Promises = slices.DeleteFunc(Promises(c, own, o.Rules, now), func(p casefile.PromiseRow) bool {
		return !p.Subject.IsZero() && p.Subject != party && c.Session(p.Subject) == nil && c.Call(p.Subject) == nil
	})
	for i := range own {
		own[i].Seq, own[i].Reason = int64(i+1), o.shown(own[i].Reason)
	}
	o.Events = own
}

// ofOthers leaves out what becomes of an agreement that the party did not sign, with the mediators who come and go
// afterwards, and takes these mediators out of the case.
func ofOthers(events []casefile.Event, party id.ID, c *Case) []casefile.Event {
	in, bound, hidden := true, false, false
	gone := takenBack(events)
	var came, left []id.ID
	events = slices.DeleteFunc(events, func(e casefile.Event) bool {
		var b struct {
			Party      id.ID   `json:"party"`
			Parties    []id.ID `json:"parties"`
			Engagement id.ID   `json:"engagement"`
			Purpose    string  `json:"purpose"`
		}
		_ = json.Unmarshal(e.Body, &b) // a body without these fields has neither
		if hidden && slices.Contains(changing, e.Kind) {
			hidden = e.Kind != "refuse_sign" && e.Kind != "effective" || gone[e.ID]
			return true
		}
		kind := e.Kind
		if kind == "undo" {
			kind = into[undone](e.Body).Did
		}
		if gone[e.ID] || kind != e.Kind { // what counts no more moves nothing, and is as much theirs as it was
			return !in && slices.Contains(afterwards, kind) || hidden && slices.Contains(changing, kind)
		}
		if hidden && endsChange(e.Kind) && b.Party != party {
			return true // their agreement stands as it was
		}
		switch e.Kind {
		case "draft", "oral", "vary":
			in = c.came(party) && slices.ContainsFunc(b.Parties, func(p id.ID) bool { return c.Holds(p, party) })
			hidden = !in && e.Kind == "vary" // how others change their agreement is theirs
		case "effective":
			bound = true
		case "meet_again", "reopened", "reaccepted":
			in, bound = true, false
		case "agreement_stands", "breach_stands":
			in, bound, hidden = c.Binds(party), true, false
		case "propose", "disclose", "assign", "recuse":
			if !bound || in {
				return false
			}
			switch e.Kind {
			case "propose":
				came = append(came, b.Engagement)
			case "recuse":
				left = append(left, b.Engagement)
			}
			return true
		}
		return !in && (slices.Contains(afterwards, e.Kind) || e.Kind == "export" && b.Purpose == ForCourt)
	})
	c.Engagements = slices.DeleteFunc(c.Engagements, func(e Engagement) bool { return slices.Contains(came, e.ID) })
	for i := range c.Engagements {
		e := &c.Engagements[i]
		if slices.Contains(left, e.ID) {
			e.To, e.Ended = time.Time{}, ""
		}
		e.Permitted = slices.DeleteFunc(e.Permitted, func(p id.ID) bool { return p != party })
	}
	return events
}

// changing are the events by which parties change an agreement among themselves.
var changing = []casefile.Kind{"sign", "pause", "refuse_sign", "effective"}

// endsChange reports whether an event ends a mediation, and so what was drafted to change an agreement: the agreement stands.
func endsChange(event casefile.Kind) bool {
	row := find(event, Signing)
	return row != nil && row.To == Terminated
}

// afterwards are the events of an agreement that is in force: a party that did not sign it learns nothing of them.
var afterwards = []casefile.Kind{"report_performance", "confirm_performance", "not_performed", "urge", "tell_routes", "remedied", "performing",
	"performed", "prepare_confirmation", "join_confirmation", "apply_confirmation", "confirm", "reject_confirmation", "withdraw_confirmation",
	"choose", "keep_agreement", "agreement_stands", "breach_stands", "vary"}

// seen is where the case stands for a reader of these events: they go through the machine as all of them would. Where
// the step before one of them was somebody else's alone, it leads where it always leads; and what gave way to a
// suspension or a draft comes back as this reader knew it.
func seen(events []casefile.Event, c *Case) State {
	var s, before State
	for _, e := range counting(events) {
		if e.Kind == "from_paper" { // whose state its words say
			s = into[fromPaper](e.Body).State
			continue
		}
		row := find(e.Kind, s)
		if row == nil {
			row = leading(e.Kind)
		}
		if row == nil || row.To == "" {
			continue
		}
		switch e.Kind {
		case "suspend", "draft", "vary":
			before, s = s, row.To
		case "resume", "refuse_sign":
			s = before
		default:
			s = row.To
		}
	}
	if s == Scheduled && c.nothingPlanned() {
		return Assigned
	}
	return s
}

// leading is the row by which an event moves the state, or nil.
func leading(event casefile.Kind) *Transition {
	i := slices.IndexFunc(Machine, func(t Transition) bool { return t.Event == event && t.To != "" })
	if i < 0 {
		return nil
	}
	return &Machine[i]
}

// shown is a closing reason as a party may know it: a neutral one stays with the office, whose papers say a neutral
// sentence in its place.
func (o *Opened) shown(reason string) string {
	if r, _ := o.Rules.Mediation.Reason(reason); r.Neutral {
		return ""
	}
	return reason
}
