package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// Erasure 删除请求 is a party's request that the office erase what it holds of it. While a term runs for which the file has to
// be kept, the file is restricted: stored, and opened by nobody of the office but the archivist (个人信息保护法 art. 47).
type Erasure struct {
	Party    id.ID     `json:"party"`
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
}

// AskErasure is a party's request. It takes effect at once: the file is restricted before anybody has answered.
type AskErasure struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (AskErasure) Kind() casefile.Kind { return "ask_erasure" }

func (x AskErasure) party() id.ID { return x.Party }

func (x AskErasure) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party) // the other side reads its own and the joint papers as before, and learns nothing of it
	return ofParty{x.Party}, nil
}

func foldAskErasure(c *Case, e casefile.Event, b ofParty) {
	c.Erasures = append(slices.Clone(c.Erasures), Erasure{Party: b.Party, Asked: e.At})
}

// AnswerErasure is the archivist's answer. What is the party's alone and no part of the file is destroyed with it: how it is
// reached, what it told the office alone, and files that it did not share. The file stays restricted until the rulebook's
// term is over, and is then erased by itself.
type AnswerErasure struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (AnswerErasure) Kind() casefile.Kind { return "answer_erasure" }

func (x AnswerErasure) party() id.ID { return x.Party }

func (x AnswerErasure) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	goes := map[id.ID]bool{}
	for _, f := range d.c.Attachments {
		goes[f.ID] = f.Owner == x.Party && !f.shown()
	}
	s.Drop = func(k vault.Scope) bool {
		return (k.Kind == vault.Contact || k.Kind == vault.Private) && k.Of == x.Party || k.Kind == vault.Attachment && goes[k.Of]
	}
	return ofParty{x.Party}, nil
}

func foldAnswerErasure(c *Case, e casefile.Event, b ofParty) {
	c.Erasures = slices.Clone(c.Erasures)
	c.erasure(b.Party).Answered = e.At
	c.Party(b.Party).Mail = false
	c.Attachments = slices.DeleteFunc(c.Attachments, func(f Attachment) bool { return f.Owner == b.Party && !f.shown() })
	c.Notes = slices.DeleteFunc(c.Notes, func(n Note) bool { return n.Party == b.Party && n.Engagement.IsZero() })
	c.Messages = slices.DeleteFunc(c.Messages, func(m Message) bool { return m.Party == b.Party })
}

func (c *Case) erasure(party id.ID) *Erasure {
	for i := range c.Erasures {
		if c.Erasures[i].Party == party {
			return &c.Erasures[i]
		}
	}
	return nil
}

// Erasure is a party's request to be erased, or nil.
func (c *Case) Erasure(party id.ID) *Erasure { return c.erasure(party) }

// Restricted reports whether the file is stored and nothing else.
func (c *Case) Restricted() bool { return len(c.Erasures) > 0 }

// erasable are the states in which a party can ask to be erased: an open mediation is withdrawn from first, and an agreement
// in force is kept for those who perform it.
var erasable = append(slices.Clone(archivable), Archived)

var (
	erasureOnce  = Guard{Name: "erasure_asked", Holds: func(d *decision) bool { return d.c.erasure(d.thisParty().ID) == nil }}
	erasureWaits = Guard{Name: "erasure_not_asked", Holds: func(d *decision) bool {
		x := d.c.erasure(d.thisParty().ID)
		return x != nil && x.Answered.IsZero()
	}}
	// The minutes of a session are owed to its parties; they are part of the file.
	recordsThere = Guard{Name: "record_missing", Holds: func(d *decision) bool {
		return !slices.ContainsFunc(d.c.Sessions, func(s Session) bool { return !s.Begun.IsZero() && s.Minutes == 0 })
	}}
)

// Owed returns what the archivist of a unit owes: requests of parties, the next due first. Errors: those of access.
func (s *Service) Owed(ctx context.Context, a access.Actor, unit id.ID) (_ []DueRow, err error) {
	defer wrap(&err, "owed by the archive")
	if err := s.Access.Check(a, "mediation.archive", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability, Closed: true}); err != nil {
		return nil, err
	}
	return s.Repo.OwedBy(ctx, a.Tenant, unit, access.Records, maxPage)
}
