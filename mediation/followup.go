package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FollowUp is one question to one party whether the agreement is performed 回访. It is asked by message or at the office,
// never at a dwelling, and only of a party that agreed to be asked.
type FollowUp struct {
	Party   id.ID     `json:"party"`
	At      time.Time `json:"at"`
	Mode    string    `json:"mode"`
	Outcome string    `json:"outcome"`
}

// FollowUpModes are the ways of asking. There is no visit to a dwelling.
var FollowUpModes = []string{"message", "phone", "office"}

// FollowUpOutcomes are what the party answers.
var FollowUpOutcomes = []string{"performed", "part", "not_yet", "no_answer"}

// AgreeFollowUp is a party's wish to be asked later.
type AgreeFollowUp struct {
	Party    id.ID       `json:"party"`
	How      consent.How `json:"how"`
	Language string      `json:"language"` // in which the notice was read

	By id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

func (a AgreeFollowUp) speaker() id.ID { return a.By }

// Kind is the machine's event.
func (AgreeFollowUp) Kind() casefile.Kind { return "agree_follow_up" }

func (a AgreeFollowUp) party() id.ID { return a.Party }

func (a AgreeFollowUp) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(a.Party)
	_, err := d.give(s, consent.FollowUp, d.notice(a.Language, d.Rules.Mediation.FollowUp.Text), a.How, a.Party, a.By)
	return ofParty{a.Party}, err
}

func foldAgreeFollowUp(c *Case, e casefile.Event, b ofParty) {
	c.Party(b.Party).FollowUp = e.Happened()
}

// StopFollowUp is a party's wish not to be asked any more. It takes one step, as saying yes did.
type StopFollowUp struct {
	Party id.ID       `json:"party"`
	How   consent.How `json:"how"`
}

// Kind is the machine's event.
func (StopFollowUp) Kind() casefile.Kind { return "stop_follow_up" }

func (x StopFollowUp) party() id.ID { return x.Party }

func (x StopFollowUp) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	return ofParty{x.Party}, d.takeBack(s, x.Party, consent.FollowUp, x.How)
}

func foldStopFollowUp(c *Case, _ casefile.Event, b ofParty) { c.Party(b.Party).FollowUp = time.Time{} }

// AskFollowUp records that a party was asked, and what it answered.
type AskFollowUp struct {
	Party   id.ID  `json:"party"`
	Mode    string `json:"mode"`
	Outcome string `json:"outcome"`
	Text    string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (AskFollowUp) Kind() casefile.Kind { return "follow_up" }

func (f AskFollowUp) party() id.ID { return f.Party }

type followedUp struct {
	Party   id.ID  `json:"party"`
	Mode    string `json:"mode"`
	Outcome string `json:"outcome"`
}

func (f AskFollowUp) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(FollowUpModes, f.Mode) {
		l.Add("mode", "mediation.field.follow_up_mode")
	}
	if !slices.Contains(FollowUpOutcomes, f.Outcome) {
		l.Add("outcome", "mediation.field.follow_up_outcome")
	}
	text(&l, "text", f.Text, maxText, false)
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(f.Party)
	if f.Text != "" {
		s.Secrets = append(s.Secrets, secret(vault.Private, f.Party, s.Event.ID, FieldFollowUp, f.Text))
	}
	return followedUp{f.Party, f.Mode, f.Outcome}, nil
}

func foldFollowUp(c *Case, e casefile.Event, b followedUp) {
	c.FollowUps = append(c.FollowUps, FollowUp{b.Party, e.Happened(), b.Mode, b.Outcome})
}
