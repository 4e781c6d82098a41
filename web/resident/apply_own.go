package resident

import (
	"linli/mediation"
	"linli/office"
	"linli/rulebook"
)

// ownDispute reports whether the applicant says that the office itself is a side of the dispute. It then mediates nothing:
// the application stops before anybody is named, and nothing of it is stored.
func (a *application) ownDispute() bool { return a.Form.Value("own") == "yes" }

// Here is the unit to which the application would go: the one that was chosen, or the only one.
func (a *application) Here() string {
	if name := a.Unit(); name != "" {
		return name
	}
	return a.Units[0].Name
}

// Above is the unit above the chosen one, which can take the case where it is no side of it; nil where there is none.
func (a *application) Above() *office.Unit {
	here := a.Units[max(a.chosen("unit"), 0)]
	for _, u := range a.Units {
		if u.ID == here.Parent {
			return &u.Unit
		}
	}
	return nil
}

// Elsewhere reports whether another unit can be asked.
func (a *application) Elsewhere() bool { return len(a.Units) > 1 }

// OwnText is the rulebook's text for a dispute of the office itself.
func (a *application) OwnText() []string {
	reason, _ := a.Rules.Mediation.Reason(mediation.OwnDispute)
	return paragraphs(a.Rules.Text(string(a.lang), reason.Text))
}

// Routes are the other ways to settle a dispute.
func (a *application) Routes() []rulebook.Route { return a.Rules.Mediation.Routes }

// Lang is the reader's language, for the rulebook's labels.
func (a *application) Lang() string { return string(a.lang) }
