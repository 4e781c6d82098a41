package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
)

// OfferSurvey writes down that a party of a case that is over was offered the survey: it was given a one-time code. The code
// stands in no event, and nothing ever says whether it was used.
type OfferSurvey struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (OfferSurvey) Kind() casefile.Kind { return "offer_survey" }

func (o OfferSurvey) party() id.ID { return o.Party }

func (o OfferSurvey) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(o.Party)
	return ofParty{o.Party}, nil
}

func foldOfferSurvey(c *Case, e casefile.Event, b ofParty) { c.Party(b.Party).Surveyed = e.At }

// surveyed are the states of a case that is over and in which a party can be asked how it was.
var surveyed = slices.Concat(inForce, []State{Performed, Voided, Terminated})

// MaySurvey reports whether a party can be offered the survey now: it took part, and was not offered it before.
func (c *Case) MaySurvey(party id.ID) bool {
	p := c.Party(party)
	return p != nil && slices.Contains(surveyed, c.State) && !c.Accepted.IsZero() && c.Erased.IsZero() && c.tookPart(party) && p.Surveyed.IsZero()
}

// tookPart reports whether a party agreed to take part and is still there to be asked.
func (c *Case) tookPart(party id.ID) bool {
	p := c.Party(party)
	return !p.Consent.Given.IsZero() && p.Gone.IsZero() && p.Shredded.IsZero()
}

var (
	surveyKnown = Guard{Name: "no_survey", Holds: func(d *decision) bool { return d.Rules.Mediation.Survey != nil }}
	takesPart   = Guard{Name: "no_part", Holds: is(func(d *decision, o OfferSurvey) bool { return d.c.tookPart(o.Party) })}
	surveyOnce  = Guard{Name: "survey_given", Holds: is(func(d *decision, o OfferSurvey) bool { return d.c.Party(o.Party).Surveyed.IsZero() })}
)
