package report

import (
	"cmp"

	"linli/casefile"
	"linli/platform/id"
)

// OfferSurvey is the author's: it takes the one-time code of the survey, on its own page. The code stands in no event, nobody is
// told that it was taken, and nothing ever says whether it was used.
type OfferSurvey struct{}

// Kind is the machine's event.
func (OfferSurvey) Kind() casefile.Kind { return "offer_survey" }

func (OfferSurvey) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(d.c.Author)
	return nil, nil
}

func foldOfferSurvey(c *Case, e casefile.Event, _ struct{}) { c.Surveyed = e.At }

// surveyed are the states in which a report is over and its author can say how it was. One that was withdrawn was not served to its end.
var surveyed = []State{NotAccepted, Reviewed, Closed}

var (
	surveyKnown = Guard{"no_survey", func(d *decision) bool { return d.Rules.Report.Survey != nil }}
	surveyOnce  = Guard{"survey_given", func(d *decision) bool { return d.c.Surveyed.IsZero() }}
)

// CountsIn is the unit in which a report counts: that in which it came, or that which answers; the end of a unit moves no count.
func (c *Case) CountsIn() id.ID { return c.Moves.CountsIn(cmp.Or(c.Home, c.Desk.Unit)) }
