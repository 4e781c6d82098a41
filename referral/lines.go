package referral

import (
	"slices"
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Status is where a referral stands: the states of FHIR R4's Task that the SDOH guide uses, under their FHIR names.
type Status string

// The states of a referral.
const (
	Draft      Status = "draft"
	Requested  Status = "requested"
	Accepted   Status = "accepted"
	Rejected   Status = "rejected"
	InProgress Status = "in-progress"
	OnHold     Status = "on-hold"
	Completed  Status = "completed"
	Failed     Status = "failed"
	Cancelled  Status = "cancelled"
	InError    Status = "entered-in-error"
)

// Statuses lists the states of a referral in the order of the road.
var Statuses = []Status{Draft, Requested, Accepted, Rejected, InProgress, OnHold, Completed, Failed, Cancelled, InError}

// Reasons for which a referral ends before help was given.
const (
	DeclinedCapacity = "declined-capacity"
	Ineligible       = "ineligible"
	ConsentWithdrawn = "consent-withdrawn"
	ConsentOver      = "consent-over" // its term is over, or the person acts alone now
	MissedThere      = "no-show"      // of an appointment there; an event, never a trait
	AgencyClosed     = "agency-closed"
	ChoseOther       = "person-chose-other"
	NoAnswer         = "no-answer" // the service was silent, and the worker went on
	ByMistake        = "entered-by-mistake"
)

// Why of the provider's and the office's acts: which reasons each may give.
var (
	ReasonsToReject = []string{DeclinedCapacity, Ineligible}
	ReasonsToFail   = []string{MissedThere, DeclinedCapacity, Ineligible, AgencyClosed}
	ReasonsToCancel = []string{ChoseOther, NoAnswer, AgencyClosed, MissedThere}
)

// Referral is one request to one service for one need.
type Referral struct {
	ID      id.ID    `json:"id"`
	Need    string   `json:"need"`
	Service id.ID    `json:"service"` // of the directory; its name at that time is sealed with the words
	Status  Status   `json:"status"`
	Offered []string `json:"offered"`           // what the worker proposes to tell, of [Lines]
	Lines   []string `json:"lines,omitempty"`   // what the person agreed to, line by line
	Records []id.ID  `json:"records,omitempty"` // consents: ordinary and sensitive lines apart

	Drafted   time.Time `json:"drafted"`
	Declined  time.Time `json:"declined,omitzero"` // the person said no to the question
	Requested time.Time `json:"requested,omitzero"`
	Answered  time.Time `json:"answered,omitzero"` // the service's first answer
	Silent    time.Time `json:"silent,omitzero"`   // it said nothing in time: back with the worker
	Ended     time.Time `json:"ended,omitzero"`
	Reason    string    `json:"reason,omitempty"`
	Outcome   string    `json:"outcome,omitempty"` // a code of the rulebook, where it was completed

	Told     time.Time `json:"told,omitzero"`      // when the person said whether the help came
	Own      bool      `json:"own,omitempty"`      // it said so itself; else a worker wrote it down
	Received bool      `json:"received,omitempty"` // what the person said

	TakenBack  time.Time `json:"taken_back,omitzero"`
	AskedErase time.Time `json:"asked_erase,omitzero"`
	DidErase   time.Time `json:"did_erase,omitzero"`

	// Organisation of the directory to which the service belonged when the person said yes: once it is asked, its accounts come in without the link.
	Organisation id.ID `json:"organisation,omitzero"`
	Link         Link  `json:"link,omitzero"`
}

// Link is the way in of one service to one referral: a code in the address, and a key that stands after its #. The key is a random
// number of 128 bits, so that a plain hash of it gives nothing away.
type Link struct {
	Code    id.Code   `json:"code,omitempty"`
	Hash    string    `json:"hash,omitempty"` // SHA-256 of the key, hexadecimal
	Expires time.Time `json:"expires,omitzero"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// Opens reports whether the link is good at an instant.
func (l Link) Opens(now time.Time) bool {
	return l.Hash != "" && l.Revoked.IsZero() && now.Before(l.Expires)
}

// Over reports whether nothing more happens on the road of the referral.
func (s Status) Over() bool {
	return slices.Contains([]Status{Rejected, Completed, Failed, Cancelled, InError}, s)
}

// Tells reports whether the service may read what it was told: the referral is on its road, and no consent was taken back.
func (r *Referral) Tells() bool {
	return r.TakenBack.IsZero() && slices.Contains([]Status{Requested, Accepted, InProgress, OnHold, Completed}, r.Status)
}

// Answers reports whether the link leads anywhere: to what the service was told, or to the request to erase it.
func (r *Referral) Answers() bool { return r.Tells() || !r.AskedErase.IsZero() }

// Stands reports whether an account of the organisation finds the referral at an instant: while there is something to answer, of a completed
// one as long as its link would open it, and of one that was taken back until it is said to be deleted. Whoever closes the link closes this too.
func (r *Referral) Stands(now time.Time) bool {
	switch {
	case r.Organisation.IsZero() || r.Link.Hash == "" || !r.Link.Revoked.IsZero():
		return false
	case !r.AskedErase.IsZero():
		return r.DidErase.IsZero()
	case r.Status.Over():
		return r.Status == Completed && r.Link.Opens(now)
	}
	return true
}

// OpenTo is the organisation that has the referral on its list, as long as it has something to answer or to delete; zero where none has.
func (r *Referral) OpenTo() id.ID {
	if r.Link.Hash == "" || !r.DidErase.IsZero() || r.Status.Over() && r.AskedErase.IsZero() {
		return id.ID{}
	}
	return r.Organisation
}

// Sensitive reports whether a line is asked apart, for a need.
func Sensitive(line string, need rulebook.Need) bool {
	return line == LineHealth || line == LineSafety || line == LineNeed && need.Sensitive
}

// The lines that a service can be told, each apart.
const (
	LineName     = "name"
	LineContact  = "contact"
	LineLanguage = "language"
	LineNeed     = "need"
	LineWords    = "words"  // what the person wants to have said, in its words
	LineHealth   = "health" // what the service has to know of health or disability
	LineSafety   = "safety" // what it has to know for the person's safety
)

// Lines are all lines, in the order in which they are asked and told. None of them tells what the case says besides.
var Lines = []string{LineName, LineContact, LineLanguage, LineNeed, LineWords, LineHealth, LineSafety}

// lineData are the fields that a line hands over, as a consent names them.
var lineData = map[string]consent.Datum{
	LineName:     {Field: FieldName, Kind: string(vault.Identity)},
	LineContact:  {Field: FieldContact, Kind: string(vault.Contact)},
	LineLanguage: {Field: "referral.language", Kind: string(vault.Identity)},
	LineNeed:     {Field: "referral.need", Kind: "clear"},
	LineWords:    {Field: "referral.words", Kind: string(vault.Private)},
	LineHealth:   {Field: "referral.health", Kind: string(vault.Private)},
	LineSafety:   {Field: "referral.safety", Kind: string(vault.Private)},
}

// known are lines in their order, each once; ok is false where one is none.
func known(lines []string) (out []string, ok bool) {
	for _, line := range Lines {
		if slices.Contains(lines, line) {
			out = append(out, line)
		}
	}
	return out, !slices.ContainsFunc(lines, func(l string) bool { return !slices.Contains(Lines, l) })
}

// apart splits lines into the ordinary and the sensitive ones.
func apart(lines []string, need rulebook.Need) (ordinary, sensitive []string) {
	for _, l := range lines {
		if Sensitive(l, need) {
			sensitive = append(sensitive, l)
		} else {
			ordinary = append(ordinary, l)
		}
	}
	return ordinary, sensitive
}

// LineOf is the line that hands a field over, as a consent names the field; empty where none does.
func LineOf(field string) string {
	i := slices.IndexFunc(Lines, func(l string) bool { return lineData[l].Field == field })
	if i < 0 {
		return ""
	}
	return Lines[i]
}
