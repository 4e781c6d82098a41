package consent

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// State is the state of a consent, in the words of ISO/IEC TS 27560.
type State string

// The states. [Given] and [RenewedGiven] are valid; in every other nothing may be done under the record.
const (
	Unknown      State = "unknown"       // asked or given once, without proof: a paper case that was brought in
	Requested    State = "requested"     // asked, not answered
	Given        State = "given"         // agreed
	RenewedGiven State = "renewed_given" // agreed again before it ended
	Refused      State = "refused"       // said no
	Withdrawn    State = "withdrawn"     // took the yes back
	Expired      State = "expired"       // the term or the time to answer is over
	Terminated   State = "terminated"    // the office ended it: the purpose is gone, or the person acts without its guardian now
	Invalidated  State = "invalidated"   // found never to have been a free and informed yes
)

// States are all states.
func States() []State {
	return []State{Unknown, Requested, Given, RenewedGiven, Refused, Withdrawn, Expired, Terminated, Invalidated}
}

// Event is what an act does.
type Event string

// The events.
const (
	Request    Event = "request"
	Give       Event = "give"
	Refuse     Event = "refuse"
	Renew      Event = "renew"
	Withdraw   Event = "withdraw"
	Expire     Event = "expire"
	Terminate  Event = "terminate"
	Invalidate Event = "invalidate"
)

// Events are all events.
func Events() []Event {
	return []Event{Request, Give, Refuse, Renew, Withdraw, Expire, Terminate, Invalidate}
}

// How says how an act was expressed.
type How string

// The ways. Oral and thumbprint need the account of the clerk who wrote it down; a thumbprint stays on paper.
const (
	Written    How = "written"
	Oral       How = "oral"
	Screen     How = "screen"
	Thumbprint How = "thumbprint"
)

// Voice says whose word an act is.
type Voice string

// The voices.
const (
	BySubject  Voice = "subject"  // the person
	ByGuardian Voice = "guardian" // the record's guardian
	ByOffice   Voice = "office"   // an account of the office
	BySystem   Voice = "system"   // linli, when a term is over
)

// Act is one entry of a record's history (ISO/IEC TS 27560 "event").
type Act struct {
	Event   Event
	State   State     // the state it led to; filled by [Apply]
	At      time.Time // when it was recorded
	Claimed time.Time // when it was done, where that was earlier (a paper form entered later); else zero
	Until   time.Time // how long it holds: of a request the time to answer, of a yes its term; zero: until the case closes
	How     How
	By      Voice
	Account id.ID  // the clerk who wrote it down, or the account that acted for the office; zero on screen
	Reason  string // code, for terminate and invalidate; nobody is asked a reason for a refusal or a withdrawal
}

// row is one transition.
type row struct {
	from   State
	event  Event
	to     State
	guards []guard
}

// table is the machine: a row a transition. What is not here is refused.
var table = []row{
	{Unknown, Request, Requested, []guard{officeAsks}},
	{Unknown, Give, Given, []guard{ownWord, expressed, guardianSpeaks, guardianFree, termAhead}},
	{Unknown, Refuse, Refused, []guard{ownWord, expressed}},
	{Unknown, Withdraw, Withdrawn, []guard{ownWord, expressed}},

	{Requested, Give, Given, []guard{ownWord, expressed, guardianSpeaks, guardianFree, inTime, termAhead}},
	{Requested, Refuse, Refused, []guard{ownWord, expressed}},
	{Requested, Expire, Expired, []guard{bySystem, due}},
	{Requested, Terminate, Terminated, []guard{byOffice, reasonGiven}},

	{Given, Renew, RenewedGiven, []guard{ownWord, expressed, guardianSpeaks, guardianFree, inTime, termAhead}},
	{Given, Withdraw, Withdrawn, []guard{ownWord, expressed}},
	{Given, Expire, Expired, []guard{bySystem, due}},
	{Given, Terminate, Terminated, []guard{byOffice, reasonGiven}},
	{Given, Invalidate, Invalidated, []guard{byOffice, reasonGiven}},

	{RenewedGiven, Renew, RenewedGiven, []guard{ownWord, expressed, guardianSpeaks, guardianFree, inTime, termAhead}},
	{RenewedGiven, Withdraw, Withdrawn, []guard{ownWord, expressed}},
	{RenewedGiven, Expire, Expired, []guard{bySystem, due}},
	{RenewedGiven, Terminate, Terminated, []guard{byOffice, reasonGiven}},
	{RenewedGiven, Invalidate, Invalidated, []guard{byOffice, reasonGiven}},

	// Whoever takes a yes back is never told that something else ended it a moment before.
	{Expired, Withdraw, Withdrawn, []guard{ownWord, expressed}},
	{Terminated, Withdraw, Withdrawn, []guard{ownWord, expressed}},
	{Invalidated, Withdraw, Withdrawn, []guard{ownWord, expressed}},
}

// Apply returns the record after the act. opponents are the parties on the other side: none of them may speak as the
// guardian. Codes: Guard where the machine or a guard refuses, with key "consent.guard.…"; Invalid where the act is
// malformed. The given record stays as it was.
func Apply(r Record, a Act, opponents []id.ID) (Record, error) {
	if err := a.check(); err != nil {
		return Record{}, err
	}
	i := slices.IndexFunc(table, func(t row) bool { return t.from == r.State && t.event == a.Event })
	if i < 0 {
		return Record{}, fault.New(fault.Guard, "consent.guard.from_"+string(r.State))
	}
	for _, g := range table[i].guards {
		if key := g(r, a, opponents); key != "" {
			return Record{}, fault.New(fault.Guard, key)
		}
	}
	out := r.clone()
	a.State = table[i].to
	out.State = a.State
	out.Until = time.Time{}
	if a.State == Requested || a.State == Given || a.State == RenewedGiven {
		out.Until = a.Until
	}
	out.Acts = append(out.Acts, a)
	return out, nil
}

// Replay folds the history over a record without acts: what it returns is the state that the store must hold.
func Replay(r Record) State {
	state := Unknown
	for _, a := range r.Acts {
		state = a.State
	}
	return state
}
