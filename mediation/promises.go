package mediation

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// promises computes the case's promises from all its events: those that are new or changed, the instant at which the next one
// of all falls due, and what the published counts of promises and entries gain or lose. A change that moves none leaves them as
// they are kept, and reads neither them nor what happened to the case before.
func (s *Service) promises(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook) error {
	if ch.Case.imported() {
		return nil // no promises in retrospect
	}
	if before.Version > 0 && before.Type == ch.Case.Type && !moves(ch, rules) { // each is counted as it was
		count(ch, before.Type, nil, nil, rules)
		ch.Still = true
		return nil
	}
	events, old, err := casefile.History(ctx, s.Repo, before.Tenant, before.ID, before.Version)
	if err != nil {
		return err
	}
	events = append(events, ch.Events...)
	now := s.Clock.Now()
	all := Promises(ch.Case, events, rules, now)
	count(ch, before.Type, old, all, rules)
	ch.Promises, ch.Due = casefile.Owed(old, all, now)
	return nil
}

// count puts into a change what the published counts gain or lose. What a case counted outlives it.
func count(ch *Change, of string, old, all []casefile.PromiseRow, rules *rulebook.Rulebook) {
	if !ch.Erased {
		ch.Tallies = append(ch.Tallies, promised(&ch.Case, of, old, all, ch.Events, rules)...)
	}
}

// moves reports whether a change can move a promise; one without an event counts them anew. Whom a rule runs for each of does not
// change: a successor takes the place of a party.
func moves(ch *Change, rules *rulebook.Rulebook) bool {
	heard := rules.Heard(Capability)
	return len(ch.Events) == 0 || slices.ContainsFunc(ch.Events, func(e casefile.Event) bool {
		return heard[string(e.Kind)] || slices.Contains([]casefile.Kind{"extend", "waive", "undo", "recuse", "add_party", "strike_party", "silence"}, e.Kind)
	})
}

// CountAgain counts the promises of a case by the rules and holidays that hold now.
func (s *Service) CountAgain(ctx context.Context, tenant, caseID id.ID) error {
	return casefile.CountAgain(ctx, s.Service, s.Repo, tenant, caseID, ErrMoved, ErrNotFound, func(c Case) (Change, bool, error) {
		rules, err := s.Office.RulebookOf(ctx, tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return Change{}, false, err
		}
		ch := Change{Change: casefile.Change{Tenant: tenant}, Case: c, From: c.Version}
		err = s.promises(ctx, c, &ch, rules)
		return ch, len(ch.Promises) > 0, err
	})
}

// promised are the steps of the published counts of promises and of entries. A promise counts by the kind of dispute, which was
// of until then.
func promised(c *Case, of string, old, all []casefile.PromiseRow, events []casefile.Event, rules *rulebook.Rulebook) []casefile.Tally {
	was, now := casefile.Cells{}, casefile.Cells{}
	was.Promised(old, of, rules.Zone)
	now.Promised(casefile.Standing(old, all), c.Type, rules.Zone)
	now.Entered(c.Unit, events, rules.Zone)
	return casefile.Counted(c.ID, was, now)
}

// Promises computes what the office owes in a case, from its events and the rulebook: replaying gives the same.
func Promises(c Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	return unsaid(c, events, rules, promisesOf(c, counting(events), rules, now))
}

// promisesOf computes them from the events that count.
func promisesOf(c Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	var whole, each []promise.Event
	waits, joins, dates := false, joiners{}, dates{}
	heard := rules.Heard(Capability)
	for _, e := range events {
		if e.At.After(now) {
			now = e.At
		}
		p := promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At}
		switch e.Kind {
		case "apply", "accept": // entered later, the office's clock runs from the true day; that is never in the office's favour
			p.At = e.Happened()
		case "extend":
			var b extended
			if json.Unmarshal(e.Body, &b) == nil {
				p.Extend = &promise.Extension{Rule: ruleTerm, Length: rulebook.Length{N: b.Days, Unit: rulebook.Days}, By: "parties",
					Consents: b.Agreed, Parties: c.atFirst()}
			}
		case "call":
			var b called
			if _ = json.Unmarshal(e.Body, &b); !b.Owed {
				continue
			}
			p.Day, _ = calendar.ParseDate(b.Back) // none: the rulebook's time
		case "call_back":
			var b calledBack
			if _ = json.Unmarshal(e.Body, &b); !b.Reached {
				continue
			}
		case "waive":
			p.Waive = into[waived](e.Body).Waiver()
		case "from_paper":
			b := into[fromPaper](e.Body)
			p = b.began(e)
		case "undo":
			var b undone
			_ = json.Unmarshal(e.Body, &b)
			p.Undoes = b.Event
		case "strike_party":
			p.Undoes = joins.entered[into[ofParty](e.Body).Party]
		case "party_ended", "succeed":
			var b struct {
				Waits bool `json:"waits"`
			}
			if _ = json.Unmarshal(e.Body, &b); !b.Waits { // before a mediation and after its end nothing waits
				continue
			}
			waits = true
		case "go_on":
			waits = false
		}
		each = append(append(each, joins.of(e, p)...), dates.of(e, p)...)
		if heard[p.Kind] || p.Extend != nil || p.Waive != nil || !p.Undoes.IsZero() { // a statement or a paper moves no promise, and most events are such
			if p.Subject = subject(e); p.Waive != nil {
				p.Subject = into[waived](e.Body).Subject
			}
			whole = append(whole, p)
			each = append(each, ofEach(c, p)...)
		}
		if waits && (e.Kind == "recuse" || e.Kind == "assign") { // the clock that a mediator's leaving or coming sets going still waits for successors
			still := promise.Event{ID: e.ID, Kind: "party_ended", At: p.At}
			whole, each = append(whole, still), append(each, still)
		}
	}
	var out []casefile.PromiseRow
	for _, rule := range rules.Promises(Capability) {
		in := whole
		if rule.Per == "party" {
			in = each
		}
		for _, p := range promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, c.ahead(rule, rules, in), now) {
			out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: p})
		}
	}
	return out
}

// atFirst is how many parties the case had when it was accepted.
func (c Case) atFirst() int {
	n := 0
	for _, p := range c.Parties {
		if p.Succeeds.IsZero() && !p.Joins {
			n++
		}
	}
	return n
}

// ofEach is the event as the rules that run for each party see it: an invitation and its end concern each respondent, the waiting for
// a successor everybody.
func ofEach(c Case, e promise.Event) []promise.Event {
	switch e.Kind {
	case "schedule", "begin", "cancel_session", "no_show":
		return nil // they concern those who are to come: see [dates]
	case "party_ended", "succeed":
		e.Subject = id.ID{}
	}
	if e.Kind == "refuse" {
		if p := c.Party(e.Subject); p != nil && p.Role == Applicant && !p.Joins {
			return nil // the end of the invitation follows, and concerns the respondents
		}
	}
	if e.Kind != "invite" && e.Kind != "decline" {
		return []promise.Event{e}
	}
	var out []promise.Event
	for _, p := range c.Parties {
		if (p.Role == Respondent || e.Kind == "decline" && c.Sent != nil) && p.Succeeds.IsZero() { // whom a letter named asked for nothing
			if e.Kind == "invite" && p.Added.After(e.At) || p.Joins {
				continue // its own invitation, and what became of it: see [joiners]
			}
			x := e
			x.ID, x.Subject = p.ID, p.ID
			out = append(out, x)
		}
	}
	return out
}

// subject is the party, session or instalment that an event concerns, for promises that run for each of them.
func subject(e casefile.Event) id.ID {
	if e.Kind == "withdraw" {
		return id.ID{} // one party's withdrawal ends the case for everybody
	}
	var b struct {
		Party      id.ID `json:"party"`
		Session    id.ID `json:"session"`
		Instalment id.ID `json:"instalment"`
		Demand     id.ID `json:"demand"`
		Urgent     id.ID `json:"urgent"`
		Call       id.ID `json:"call"`
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return id.ID{}
	}
	if !b.Instalment.IsZero() {
		return b.Instalment
	}
	if !b.Call.IsZero() {
		return b.Call
	}
	if !b.Urgent.IsZero() {
		return b.Urgent
	}
	if !b.Demand.IsZero() {
		return b.Demand
	}
	if !b.Session.IsZero() {
		return b.Session
	}
	return b.Party
}
