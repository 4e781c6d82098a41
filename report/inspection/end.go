package inspection

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/rulebook"
)

// Close closes an inspection of which everything was put right.
type Close struct{}

// Kind is the machine's event.
func (Close) Kind() casefile.Kind { return "close" }

func (Close) decide(*decision, *Step) (any, error) { return nil, nil }

// Escalate hands a danger on to the public body that can have it removed. The office goes on looking.
type Escalate struct {
	Body string `json:"body"` // a code of the rulebook
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Escalate) Kind() casefile.Kind { return "escalate" }

func (x Escalate) decide(d *decision, s *Step) (any, error) {
	if !slices.ContainsFunc(d.Rules.Inspection.Bodies, func(c rulebook.Code) bool { return c.Code == x.Body }) {
		return nil, fault.Field("body", "form.choose")
	}
	return Handed{ID: s.Event.ID, At: d.now, Body: x.Body}, written(s, x.Text)
}

func foldEscalate(c *Case, _ casefile.Event, b Handed) { c.Handed = append(c.Handed, b) }

// Supervise has a danger that was not removed supervised in public 挂牌督办, until a day.
type Supervise struct {
	Days int    `json:"days"`
	Text string `json:"text"` // why; for the office alone
}

// Kind is the machine's event.
func (Supervise) Kind() casefile.Kind { return "supervise" }

func (x Supervise) decide(d *decision, s *Step) (any, error) {
	if most := d.Rules.Inspection.Term.N; x.Days < 1 || x.Days > most {
		return nil, fault.Field("days", "inspection.days.wrong").With(fault.Args{"max": most})
	}
	return Supervision{Since: d.now, Until: d.today().AddDays(x.Days)}, written(s, x.Text)
}

func foldSupervise(c *Case, _ casefile.Event, b Supervision) { c.Supervision = b }

// Publish lets everybody read that a place is supervised, and what for, in words written anew.
type Publish struct {
	Text string `json:"text"`
	// NamesNobody is the declaration that the words name nobody.
	NamesNobody bool `json:"names_nobody"`
}

// Kind is the machine's event.
func (Publish) Kind() casefile.Kind { return "publish" }

func (p Publish) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", p.Text, maxText, true)
	if !p.NamesNobody {
		l.Add("names_nobody", "inspection.names_nobody.required")
	}
	s.Public = p.Text
	return nil, l.Err()
}

func foldPublish(c *Case, e casefile.Event, _ struct{}) { c.Published = e.At }
