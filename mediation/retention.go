package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"linli/rulebook"
)

// Shred destroys what the office holds of a party that refused or did not answer, when the rulebook's days are over.
type Shred struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (Shred) Kind() casefile.Kind { return "shred" }

func (s Shred) party() id.ID { return s.Party }

func (s Shred) decide(d *decision, step *Step) (any, error) {
	step.Event.Visibility = casefile.Only(s.Party)
	goes := map[id.ID]bool{}
	for _, f := range d.c.Party(s.Party).Former {
		goes[f.Section] = true
	}
	for _, f := range d.c.Attachments {
		goes[f.ID] = f.concerns(s.Party)
	}
	reported := d.c.dropsStatutory(s.Party)
	joins := d.c.Party(s.Party).Joins      // of a mediation that others go on with
	step.Drop = func(x vault.Scope) bool { // the applicant's account of the dispute is about this party too
		return reported(x) || x.Kind == vault.Joint && !joins || x.Of == s.Party || goes[x.Of]
	}
	step.Issued = d.ended(s.Party)
	return ofParty{s.Party}, nil
}

// ended are a party's slips, ended now; of every party for the zero ID. What is gone needs no door.
func (d *decision) ended(party id.ID) []casefile.Slip {
	var out []casefile.Slip
	for _, x := range d.Slips {
		if x.EndedAt.IsZero() && (party.IsZero() || x.Party == party) {
			x.EndedAt = d.now
			out = append(out, x)
		}
	}
	return out
}

func foldShred(c *Case, e casefile.Event, b ofParty) {
	c.Party(b.Party).Shredded, c.Party(b.Party).Former = e.At, nil
	c.Attachments = slices.DeleteFunc(c.Attachments, func(f Attachment) bool { return f.concerns(b.Party) })
	c.Statutory = without(c.Statutory, b.Party)
	c.Calls = left(c.Calls, func(x Call) bool { return x.Party == b.Party })
	c.Onward = slices.DeleteFunc(c.Onward, func(o Onward) bool { return o.Party == b.Party })
}

// Minimise destroys what the end of a case leaves without a purpose first: how its parties can be reached.
type Minimise struct{}

// Kind is the machine's event.
func (Minimise) Kind() casefile.Kind { return "minimise" }

func (Minimise) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Drop = func(x vault.Scope) bool { return x.Kind == vault.Contact }
	return nil, nil
}

func foldMinimise(c *Case, e casefile.Event, _ struct{}) { c.Minimised = e.At }

// Erase destroys every section of a case when its retention is over. State, dates and counts remain; no word does.
type Erase struct{}

// Kind is the machine's event.
func (Erase) Kind() casefile.Kind { return "erase" }

func (Erase) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Issued = d.ended(id.ID{})
	s.Drop = casefile.Every
	return nil, nil
}

func foldErase(c *Case, e casefile.Event, _ struct{}) {
	c.Erased = e.At
	c.Notes, c.Found, c.Attachments, c.Messages, c.Offers, c.Erasures, c.Onward = nil, nil, nil, nil, nil, nil, nil
	c.Demands, c.Statutory, c.Urgent, c.Exports, c.Originals, c.Wishes = nil, nil, nil, nil, nil, nil
	c.Linked, c.Telephone = Linked{}, Telephone{}
	for i := range c.Parties {
		c.Parties[i].Shredded, c.Parties[i].Former = e.At, nil
	}
}

// refusedInvitation is the retention rule that concerns one party of a case, not the case: see [Shred].
const refusedInvitation = "refused_invitation"

// ends are the events after which a case may have nothing more to do.
var ends = []casefile.Kind{"not_accept", "decline", "withdraw", "impasse", "expire", "terminate", "effective", "performed", "void", "end_agreement", "bring_in", "from_paper", "confirm_performance"}

// retention are the jobs that a case's end leaves for the day on which the rulebook's retention is over. Where the case
// goes on after all, the job of that day is refused by its guard, and a later end leaves later ones.
func (s *Service) retention(ch *Change, e casefile.Event, rules *rulebook.Rulebook, now time.Time) ([]job.Job, error) {
	if !slices.Contains(ends, e.Kind) {
		return s.released(ch, e, rules, now)
	}
	var out []job.Job
	for _, r := range rules.Mediation.Retention {
		if !keeps(r, &ch.Case) {
			continue
		}
		kind := "mediation.erase"
		if r.Then == "minimise" {
			kind = "mediation.minimise"
		}
		at := ch.Case.keptFrom(rules.Zone)
		if at.Before(e.At) {
			at = e.At
		}
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, job.Payload{"case": ch.Case.ID.String()}, now, at.AddDate(0, 0, r.Days))
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// keeps reports whether a rule of retention says how long this case is kept.
func keeps(r rulebook.Retention, c *Case) bool {
	return r.ID != refusedInvitation && slices.Contains(closed, c.LastState()) && slices.Contains(r.From, endKind(c))
}

// keptFrom is when the last thing happened, or is due, for which the file is needed: the term of retention runs from then.
func (c *Case) keptFrom(zone *time.Location) time.Time {
	last := c.Received
	later := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	later(c.Ended)
	all := c.Former
	if c.Agreement != nil {
		all = append(slices.Clone(all), *c.Agreement)
	}
	if c.Standing != nil {
		all = append(slices.Clone(all), c.Standing.Agreement)
	}
	for _, a := range all {
		later(a.Effective)
		later(a.Voided)
		for _, i := range a.Instalments {
			later(i.Fulfilled)
			if due, err := time.ParseInLocation(time.DateOnly, i.Due, zone); err == nil {
				later(due)
			}
		}
	}
	return last
}

// keptUntil is when a rule of retention brings its end. A demand stops the clock of what it can be given; how a party is
// reached is outside every demand, and goes on its day.
func (c *Case) keptUntil(r rulebook.Retention, zone *time.Location) time.Time {
	from := c.keptFrom(zone)
	until := from.AddDate(0, 0, r.Days)
	if r.Then == "erase" {
		until = until.Add(c.Paused(from))
	}
	return until
}

// retentionOver reports whether what the command ends is no longer kept by any rule.
func (d *decision) retentionOver() bool {
	then := "erase"
	if d.cmd.Kind() == "minimise" {
		then = "minimise"
	}
	return slices.ContainsFunc(d.Rules.Mediation.Retention, func(r rulebook.Retention) bool {
		return r.Then == then && keeps(r, &d.c) && !d.now.Before(d.c.keptUntil(r, d.Rules.Zone))
	})
}

// endKind is how the rulebook's retention calls the end of a case: an application that was never taken on is kept for
// less time than a file.
func endKind(c *Case) string {
	switch state := c.LastState(); {
	case state.InForce() || state == Performed:
		return "effective"
	case !c.Accepted.IsZero():
		return "terminate"
	case state == NotAccepted:
		return "not_accept"
	case state == Declined:
		return "decline"
	}
	return "withdraw"
}
