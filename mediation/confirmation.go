package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// Confirmation is the parties' joint application that a court confirms the agreement 司法确认 (人民调解法 art. 33, 民事诉讼法
// art. 205-206). The office helps; the parties apply.
type Confirmation struct {
	Prepared time.Time `json:"prepared"`
	Venue    string    `json:"venue"` // why this court, a code of the rulebook
	Joined   []id.ID   `json:"joined,omitempty"`
	Applied  time.Time `json:"applied,omitzero"` // when the last party joined
	Decided  time.Time `json:"decided,omitzero"` // the court's answer, or the withdrawal
	Result   string    `json:"result,omitempty"` // confirmed, rejected or withdrawn
	Ruling   id.ID     `json:"ruling,omitzero"`  // attachment with the court's paper
	Choices  []Choice  `json:"choices,omitempty"`
}

// Choice is how one party wants to go on after a court did not confirm.
type Choice struct {
	Party id.ID  `json:"party"`
	Way   string `json:"way"` // session, perform or end
}

// PrepareConfirmation gets the joint application ready: which court, and why that one. Who prepares it declares that the
// agreement is about nothing that a court does not confirm.
type PrepareConfirmation struct {
	Court    string `json:"court"`
	Venue    string `json:"venue"`
	Excluded string `json:"excluded"` // what the court would not confirm, a code of the rulebook, or [NothingExcluded]
}

// NothingExcluded declares that an agreement is about nothing that a court does not confirm. It has to be said: what was left
// out is no declaration.
const NothingExcluded = "none"

// Kind is the machine's event.
func (PrepareConfirmation) Kind() casefile.Kind { return "prepare_confirmation" }

type prepared struct {
	Venue string `json:"venue"`
}

func (p PrepareConfirmation) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "court", p.Court, maxName, true)
	if !hasCode(d.Rules.Mediation.Confirms().Venues, p.Venue) {
		l.Add("venue", "mediation.field.venue")
	}
	if p.Excluded != NothingExcluded {
		l.Add("excluded", "form.choose")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, d.c.ID, FieldCourt, p.Court))
	return prepared{p.Venue}, nil
}

func foldPrepareConfirmation(c *Case, e casefile.Event, b prepared) {
	c.EndExports(ForCourt, e.At)
	c.Confirmation = &Confirmation{Prepared: e.Happened(), Venue: b.Venue}
}

// JoinConfirmation is one party's part in the joint application. When the last one joins, the application is made.
type JoinConfirmation struct {
	Party id.ID `json:"party"`
	By    id.ID `json:"by,omitzero"` // the representative who joins for it; zero: the party itself
}

// Kind is the machine's event.
func (JoinConfirmation) Kind() casefile.Kind { return "join_confirmation" }

func (j JoinConfirmation) party() id.ID { return j.Party }

func (j JoinConfirmation) speaker() id.ID { return j.By }

func (j JoinConfirmation) decide(*decision, *Step) (any, error) { return ofParty{j.Party}, nil }

func foldJoinConfirmation(c *Case, _ casefile.Event, b ofParty) {
	if !slices.Contains(c.Confirmation.Joined, b.Party) {
		c.Confirmation.Joined = append(c.Confirmation.Joined, b.Party)
	}
}

// jointlyApplied reports whether every party of the agreement joined the application.
func (c *Case) jointlyApplied() bool {
	return c.Confirmation != nil && c.Confirmation.Applied.IsZero() && c.Agreement != nil && len(c.Binding(c.Agreement)) > 0 &&
		!slices.ContainsFunc(c.Binding(c.Agreement), func(p id.ID) bool { return !slices.Contains(c.Confirmation.Joined, p) })
}

func foldApplyConfirmation(c *Case, e casefile.Event, _ struct{}) {
	c.Confirmation.Applied = e.Happened()
}

// ConfirmationEnds is the last instant at which the parties can apply. ok is false where no agreement is in force, and where
// the legal order knows no confirmation, or none of such a dispute.
func (c *Case) ConfirmationEnds(rules *rulebook.Rulebook) (end time.Time, ok bool) {
	term := rules.Mediation.Confirmation
	if term == nil || c.notConfirmed(rules) != nil || c.Agreement == nil || c.Agreement.Effective.IsZero() {
		return end, false
	}
	rule := rulebook.PromiseRule{ID: "confirmation", Start: []string{"effective"}, Clock: term.Within, NextWorkingDay: term.NextWorkingDay}
	at := c.Agreement.Effective
	p := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{{Kind: "effective", At: at}}, at)
	return p[0].Due, true
}

// notConfirmed is the rule under which courts confirm no agreement in a dispute of this type, or nil.
func (c *Case) notConfirmed(rules *rulebook.Rulebook) *rulebook.Source {
	kind, _ := rules.Mediation.DisputeType(c.Type)
	return kind.NotConfirmed
}

// courtConfirms reports whether a court confirms agreements in a dispute of this type at all.
func (c *Case) courtConfirms(rules *rulebook.Rulebook) bool {
	return rules.Mediation.Confirmation != nil && c.notConfirmed(rules) == nil
}

// Confirm enters that the court confirmed the agreement: it can be enforced now.
type Confirm struct {
	Ruling id.ID `json:"ruling,omitzero"` // attachment with the court's paper
}

// Kind is the machine's event.
func (Confirm) Kind() casefile.Kind { return "confirm" }

func (x Confirm) proof() id.ID { return x.Ruling }

func (x Confirm) decide(*decision, *Step) (any, error) { return ruling{x.Ruling}, nil }

type ruling struct {
	Ruling id.ID `json:"ruling,omitzero"`
}

func foldConfirm(c *Case, e casefile.Event, b ruling) { c.answered("confirmed", e, b.Ruling) }

// answered ends the application, with the court's paper where there is one.
func (c *Case) answered(result string, e casefile.Event, paper id.ID) {
	c.Confirmation.Result, c.Confirmation.Decided, c.Confirmation.Ruling = result, e.Happened(), paper
	c.Agreement.rules(paper)
}

// RejectConfirmation enters that the court did not confirm. The agreement goes on to bind as it is (人民调解法 art. 31): what
// falls due under it is owed, and the parties can choose another way.
type RejectConfirmation struct {
	Text   string `json:"text,omitempty"` // the court's reason
	Ruling id.ID  `json:"ruling,omitzero"`
}

// Kind is the machine's event.
func (RejectConfirmation) Kind() casefile.Kind { return "reject_confirmation" }

func (x RejectConfirmation) proof() id.ID { return x.Ruling }

func (x RejectConfirmation) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, false)
	if x.Text != "" {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldReason, x.Text))
	}
	return ruling{x.Ruling}, l.Err()
}

func foldRejectConfirmation(c *Case, e casefile.Event, b ruling) {
	c.answered("rejected", e, b.Ruling)
}

// WithdrawConfirmation takes the application back. It is a joint one: any party's word is enough, and no reason is asked. It
// takes nothing from the agreement, and nobody gains time by it.
type WithdrawConfirmation struct {
	Party id.ID `json:"party"`
	By    id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (WithdrawConfirmation) Kind() casefile.Kind { return "withdraw_confirmation" }

func (w WithdrawConfirmation) party() id.ID { return w.Party }

func (w WithdrawConfirmation) speaker() id.ID { return w.By }

func (w WithdrawConfirmation) decide(*decision, *Step) (any, error) { return ofParty{w.Party}, nil }

// foldLeaveConfirmation takes a party out of an application that is not made yet.
func foldLeaveConfirmation(c *Case, _ casefile.Event, b ofParty) {
	c.Confirmation.Joined = left(c.Confirmation.Joined, func(p id.ID) bool { return p == b.Party })
}

func foldWithdrawConfirmation(c *Case, e casefile.Event, _ ofParty) {
	c.answered("withdrawn", e, id.ID{})
}

// The ways on after a court did not confirm.
const (
	WaySession = "session" // meet again, for a new agreement
	WayPerform = "perform" // keep to the agreement as it is
	WayEnd     = "end"     // end the mediation; court and arbitration stay open
)

// Choose is one party's wish how to go on. What all wish, happens.
type Choose struct {
	Party id.ID  `json:"party"`
	Way   string `json:"way"`
	By    id.ID  `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (Choose) Kind() casefile.Kind { return "choose" }

func (x Choose) party() id.ID { return x.Party }

func (x Choose) speaker() id.ID { return x.By }

func (x Choose) decide(*decision, *Step) (any, error) {
	if !slices.Contains([]string{WaySession, WayPerform, WayEnd}, x.Way) {
		return nil, fault.Field("way", "mediation.field.way")
	}
	return Choice{x.Party, x.Way}, nil
}

func foldChoose(c *Case, _ casefile.Event, b Choice) {
	c.Confirmation.Choices = append(slices.DeleteFunc(c.Confirmation.Choices, func(x Choice) bool { return x.Party == b.Party }), b)
}

// Unconfirmed reports whether a court did not confirm the agreement, or is no longer asked to.
func (c *Case) Unconfirmed() bool {
	return c.Confirmation != nil && (c.Confirmation.Result == "rejected" || c.Confirmation.Result == "withdrawn")
}

// unchosen is the application without what its parties chose: who meets again has had its wish.
func (c *Confirmation) unchosen() *Confirmation {
	if c == nil {
		return nil
	}
	out := *c
	out.Choices = nil
	return &out
}

// allChose makes a condition: every party of the agreement chose this way.
func allChose(way string) func(*Case) bool {
	return func(c *Case) bool {
		return c.Unconfirmed() && c.Agreement != nil && !slices.ContainsFunc(c.Binding(c.Agreement), func(p id.ID) bool {
			return !slices.Contains(c.Confirmation.Choices, Choice{p, way})
		})
	}
}
