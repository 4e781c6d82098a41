package mediation

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Suggestion is a mediator whom the lead may propose, with the reasons for its place in the list. There is no number and no
// rating: the list is in the order of the reasons, the lead decides, and the parties accept or not.
type Suggestion struct {
	Account id.ID
	Reasons []Why
}

// Why is one reason; its words are the message mediation.why.KEY.
type Why struct {
	Key  string
	Args fault.Args
}

// candidate is what the order of the list goes by.
type candidate struct {
	roster.Entry
	speaks, knows, near, away bool
	open                      int // open cases
	next                      time.Time
}

// daysAhead is how far linli looks for a day on which a mediator is there.
const daysAhead = 14

// Suggest lists those whom the actor may propose as mediators of a case, in an order that the reasons explain: who speaks
// every language that was asked for, knows the kind of dispute, is there, has its post in the unit, and has the fewest open
// cases. Who is engaged, or has declared a conflict, is not in it.
//
// languages are those that the parties asked for, as BCP 47 tags. They are sealed: a reader who has opened the case hands
// them in, for one without that right there are none, and nothing that comes of them is kept. Errors: those of access.
func (s *Service) Suggest(ctx context.Context, a access.Actor, caseID id.ID, languages []string) (_ []Suggestion, err error) {
	defer wrap(&err, "suggest")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	accounts, err := s.Candidates(ctx, a, caseID)
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(slices.Clone(accounts), func(account id.ID) bool {
		return slices.ContainsFunc(c.Engagements, func(e Engagement) bool {
			return e.Account == account && (e.To.IsZero() || e.Conflict == Disqualifying)
		})
	})
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	entries, err := s.Roster.Of(ctx, a.Tenant, accounts)
	if err != nil {
		return nil, err
	}
	all := make([]candidate, 0, len(entries))
	for _, e := range entries {
		x := candidate{Entry: e, speaks: speaksAll(e, languages), knows: slices.Contains(e.Types, c.Type), next: there(e, s.Clock.Now(), rules.Zone)}
		x.away = x.next.IsZero()
		load, err := s.Load(ctx, a.Tenant, e.Account, time.Time{}, time.Time{})
		if err != nil {
			return nil, err
		}
		x.open = load.Open
		units, err := s.Office.MediatesIn(ctx, a.Tenant, e.Account)
		if err != nil {
			return nil, err
		}
		x.near = slices.Contains(units, c.Unit) && e.Serves(c.Unit)
		all = append(all, x)
	}
	slices.SortFunc(all, inOrder)
	return explained(all), nil
}

func speaksAll(e roster.Entry, languages []string) bool {
	return len(languages) > 0 && !slices.ContainsFunc(languages, func(tag string) bool { return !e.Speaks(tag) })
}

// there is the next day on which a mediator is there, today included; zero where there is none within two weeks.
func there(e roster.Entry, now time.Time, zone *time.Location) time.Time {
	today := now.In(zone)
	for i := range daysAhead {
		day := time.Date(today.Year(), today.Month(), today.Day()+i, 0, 0, 0, 0, zone)
		works := len(e.Hours) == 0 || slices.ContainsFunc(e.Hours, func(h roster.Hours) bool { return h.Day == day.Weekday() })
		if works && e.Away(day, 0, zone) != roster.OnLeave {
			return day
		}
	}
	return time.Time{}
}

// inOrder is the order of the list. It looks at the work to be done and at what mediators say of themselves, never at how a
// case of theirs went.
func inOrder(a, b candidate) int {
	first := func(x, y bool) int {
		switch {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	}
	return cmp.Or(first(a.speaks, b.speaks), first(!a.away, !b.away), first(a.knows, b.knows), first(a.near, b.near), cmp.Compare(a.open, b.open), bytes.Compare(a.Account[:], b.Account[:]))
}

// explained gives each its reasons.
func explained(all []candidate) []Suggestion {
	least := 0
	for i, x := range all {
		if i == 0 || x.open < least {
			least = x.open
		}
	}
	out := make([]Suggestion, 0, len(all))
	for _, x := range all {
		s := Suggestion{Account: x.Account}
		say := func(key string, args fault.Args) { s.Reasons = append(s.Reasons, Why{key, args}) }
		if x.speaks {
			say("speaks", nil)
		}
		if x.knows {
			say("knows", nil)
		}
		if x.near {
			say("near", nil)
		}
		switch {
		case x.away:
			say("away", nil)
		case len(x.Hours) > 0:
			say("there", fault.Args{"day": fault.Day(x.next)})
		default:
			say("hours_unsaid", nil)
		}
		switch x.open {
		case 0:
			say("no_case", nil)
		case least:
			say("few_cases", nil)
		default:
			say("more_cases", nil)
		}
		say("no_conflict", nil)
		out = append(out, s)
	}
	return out
}
