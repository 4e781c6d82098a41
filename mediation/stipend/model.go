package stipend

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "stipend.not_found")
	// ErrMoved says that the claim, batch or budget changed meanwhile: read it again.
	ErrMoved = fault.New(fault.Conflict, "stipend.moved")
	// ErrClaimed says that the case has been claimed: one case, one set of mediators, once.
	ErrClaimed = fault.New(fault.Conflict, "stipend.claimed")
)

// State is where a claim stands.
type State string

// The states of a claim.
const (
	Claimed   State = "claimed"
	SentBack  State = "sent_back" // with a reason; it can be claimed anew
	Approved  State = "approved"
	Batched   State = "batched"
	Paid      State = "paid"
	GivenBack State = "given_back" // paid, and to be given back after the clawback review
	Refused   State = "refused"    // not paid, after the clawback review
)

// Work is what was done in a case. There is no field for how it ended.
type Work struct {
	Sessions       int `json:"sessions"`
	Minutes        int `json:"minutes"`
	Parties        int `json:"parties"`
	Investigations int `json:"investigations"`
}

// workOf counts the work of a case: its sessions that were held and recorded, the parties at the table, its investigations.
func workOf(c *mediation.Case) (w Work, last time.Time) {
	w = Work{Parties: len(c.Parties), Investigations: len(c.Found)}
	for _, s := range c.Sessions {
		if s.Minutes > 0 && s.Off == "" {
			w.Sessions++
			w.Minutes += s.Minutes
			if s.Begun.After(last) {
				last = s.Begun
			}
		}
	}
	return w, last
}

// Measures are the work by the words of the rulebook.
func (w Work) Measures() map[string]int {
	return map[string]int{"sessions": w.Sessions, "minutes": w.Minutes, "parties": w.Parties, "investigations": w.Investigations}
}

// Share is what one mediator of the case gets, in minor units.
type Share struct {
	Account id.ID     `json:"account"`
	Amount  int64     `json:"amount"`
	Agreed  time.Time `json:"agreed,omitzero"` // since when it says yes to its share and that no relative of its own is a party
}

// Word is one person's word on a claim.
type Word struct {
	By     id.ID     `json:"by"`
	At     time.Time `json:"at"`
	Yes    bool      `json:"yes"`
	Reason string    `json:"reason,omitempty"` // of [Reasons] for a no, of [Findings] in a clawback review
}

// Reasons are why a claim is sent back. There are no free words: they could name somebody.
func Reasons() []string { return []string{"papers", "work", "shares", "tie"} }

// ReasonRelative is why linli sends a claim back: a mediator of the case said that a relative is a party.
const ReasonRelative = "relative"

// Findings are what a clawback review can find.
func Findings() []string { return []string{"work_done", "not_mediated", "tie"} }

// Claim is the stipend of one case.
type Claim struct {
	Case    id.ID  `json:"-"`
	Unit    id.ID  `json:"-"`
	Version int64  `json:"-"` // 0: not claimed yet
	State   State  `json:"-"`
	Year    int    `json:"-"` // of the budget: in which it was claimed, the office's calendar
	Batch   string `json:"-"` // month of its batch, YYYY-MM; empty while it is in none

	CaseYear int       `json:"case_year"`
	CaseNo   int       `json:"case_no"`
	Ref      string    `json:"ref,omitempty"`
	Last     time.Time `json:"last"` // when the last session of the case was held
	Grade    string    `json:"grade"`
	Amount   int64     `json:"amount"` // minor units
	Currency string    `json:"currency"`
	Steps    []string  `json:"steps"` // who looks at it one after the other, as the rulebook said when it was claimed
	Work     Work      `json:"work"`
	Claimant id.ID     `json:"claimant"`
	Shares   []Share   `json:"shares"`
	At       time.Time `json:"at"`
	Reviews  []Word    `json:"reviews,omitempty"` // of this claim; a new one begins anew
	Back     *Word     `json:"back,omitempty"`    // the no that sent the former claim back
	Tied     []id.ID   `json:"tied,omitempty"`    // mediators of the case who said that a relative is a party
	Aside    time.Time `json:"aside,omitzero"`    // since when it is known that a court set the agreement aside
	Decided  *Word     `json:"decided,omitempty"` // of the clawback review; Yes: it is not paid, or given back
}

// Of reports whether the account is one of those who are paid.
func (c Claim) Of(account id.ID) bool { return c.share(account) >= 0 }

func (c Claim) share(account id.ID) int {
	return slices.IndexFunc(c.Shares, func(s Share) bool { return s.Account == account })
}

// Share is what an account gets of the claim, in minor units.
func (c Claim) Share(account id.ID) int64 {
	if i := c.share(account); i >= 0 {
		return c.Shares[i].Amount
	}
	return 0
}

// Waits reports whether one of the mediators has not said yes to its share yet.
func (c Claim) Waits() bool {
	return slices.ContainsFunc(c.Shares, func(s Share) bool { return s.Agreed.IsZero() })
}

// Open reports whether a clawback review waits for its decision.
func (c Claim) Open() bool {
	return !c.Aside.IsZero() && c.Decided == nil && !slices.Contains([]State{SentBack, GivenBack, Refused}, c.State)
}

// paid are the accounts that are paid.
func (c Claim) paid() []id.ID {
	var out []id.ID
	for _, s := range c.Shares {
		out = append(out, s.Account)
	}
	return out
}

// Batch is what is paid together: the claims of a unit that were approved when it was made. A unit makes one a month.
type Batch struct {
	Unit     id.ID     `json:"-"`
	Month    string    `json:"-"` // YYYY-MM, the office's calendar
	Version  int64     `json:"-"`
	Taken    int64     `json:"-"` // how often its list left linli; counted in public
	Made     time.Time `json:"made"`
	MadeBy   id.ID     `json:"made_by"`
	Released time.Time `json:"released,omitzero"`
	By       id.ID     `json:"released_by,omitzero"` // another person than who made it
	Paid     string    `json:"paid,omitempty"`       // the day of the payment, YYYY-MM-DD
	Voucher  string    `json:"voucher,omitempty"`    // number of the voucher of the accounts
	PaidBy   id.ID     `json:"paid_by,omitzero"`     // who wrote the payment down
}

// Budget is what a unit may spend on stipends in a year, and what has come of it, in minor units.
type Budget struct {
	Unit     id.ID
	Year     int
	Version  int64
	Planned  int64
	Promised int64 // approved and not paid yet
	Paid     int64 // paid and not given back
	Currency string
}

// split shares an amount out equally; what cannot be divided goes to the first, who led.
func split(amount int64, accounts []id.ID) []Share {
	n := int64(len(accounts))
	out := make([]Share, 0, n)
	for i, a := range accounts {
		part := amount / n
		if i == 0 {
			part += amount % n
		}
		out = append(out, Share{Account: a, Amount: part})
	}
	return out
}

// mediated are the accounts that mediated a case to its end and declared no tie, who led first. Whoever left before, by
// recusal or replacement, is not among them; handing the papers over after the end changes nothing.
func mediated(c *mediation.Case) []id.ID {
	var out []id.ID
	for _, lead := range []bool{true, false} {
		for _, e := range c.Engagements {
			atTheEnd := e.Working() || !e.From.IsZero() && e.Ended == "handed_over"
			if e.Lead == lead && atTheEnd && e.Conflict == mediation.NoConflict && !slices.Contains(out, e.Account) {
				out = append(out, e.Account)
			}
		}
	}
	return out
}

// tied reports whether an account ever declared a tie to the dispute of a case.
func tied(c *mediation.Case, account id.ID) bool {
	return slices.ContainsFunc(c.Engagements, func(e mediation.Engagement) bool {
		return e.Account == account && e.Conflict != "" && e.Conflict != mediation.NoConflict
	})
}

// setAside reports whether a court set an agreement of the case aside.
func setAside(c *mediation.Case) bool {
	voided := func(a mediation.Agreement) bool { return !a.Voided.IsZero() }
	return c.Agreement != nil && voided(*c.Agreement) || slices.ContainsFunc(c.Former, voided)
}
