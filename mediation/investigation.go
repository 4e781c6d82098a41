package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Investigation says that somebody was asked about the dispute, or a place looked at 调查 (人民调解若干规定 art. 29). Who it was
// and what was found is sealed; nobody who was asked becomes a party of the case.
type Investigation struct {
	ID         id.ID     `json:"id"`
	Way        string    `json:"way"`
	Account    id.ID     `json:"account"`             // who asked or looked
	Engagement id.ID     `json:"engagement,omitzero"` // the mediator's own: nobody else reads it
	At         time.Time `json:"at"`
}

// InvestigationWays are the ways to find out: to ask a person, or to look at a place.
var InvestigationWays = []string{"ask", "inspect"}

// Findings are the words of an investigation.
type Findings struct {
	Place string `json:"place"`
	Whom  string `json:"whom,omitempty"` // who was asked, or was there
	Text  string `json:"text"`
}

// Investigate is the record of an investigation. It is everybody's in the case, or the mediator's own. Whoever is asked learns of
// the dispute, so that the parties agree to it beforehand.
type Investigate struct {
	Scope     string `json:"scope"` // joint or mediator
	Way       string `json:"way"`
	Place     string `json:"place"`
	Whom      string `json:"whom,omitempty"`
	Text      string `json:"text"`
	Consented bool   `json:"consented,omitempty"` // every party agreed that this person is asked
}

// Kind is the machine's event.
func (Investigate) Kind() casefile.Kind { return "investigate" }

type investigated struct {
	Way        string `json:"way"`
	Engagement id.ID  `json:"engagement,omitzero"`
}

func (x Investigate) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(InvestigationWays, x.Way) {
		l.Add("way", "mediation.field.investigation_way")
	}
	text(&l, "place", x.Place, maxContact, true)
	text(&l, "whom", x.Whom, maxName, x.Way == "ask")
	text(&l, "text", x.Text, maxText, true)
	b, scope := investigated{Way: x.Way}, vault.Scope{Kind: vault.Joint}
	switch x.Scope {
	case NoteJoint:
	case NoteOfMediator:
		b.Engagement = d.c.EngagementOf(d.by.Account).ID
		scope = vault.Scope{Kind: vault.Engagement, Of: b.Engagement}
		s.Event.Visibility = casefile.Office
	default:
		l.Add("scope", "mediation.field.investigation_scope")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(scope.Kind, scope.Of, s.Event.ID, FieldFindings, Findings{x.Place, x.Whom, x.Text}))
	return b, nil
}

func foldInvestigate(c *Case, e casefile.Event, b investigated) {
	c.Found = append(c.Found, Investigation{ID: e.ID, Way: b.Way, Account: e.By.Account, Engagement: b.Engagement, At: e.Happened()})
}

var (
	investigator    = Guard{Name: "investigator", Holds: is(func(d *decision, _ Investigate) bool { return d.c.EngagementOf(d.by.Account) != nil })}
	personConsented = Guard{Name: "person_asked", Holds: is(func(_ *decision, c Investigate) bool { return c.Way != "ask" || c.Consented })}
)
