package route

import (
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// Withheld says why a case's content stays closed.
type Withheld struct {
	Key    string `json:"key"`
	Detail string `json:"detail" doc:"in the reader's language"`
}

// Withhold says it in the reader's language.
func (c *Call) Withhold(why *fault.Error) *Withheld {
	return &Withheld{Key: why.Key, Detail: c.Say(why)}
}

// Promise is one promise of a case: what the office owes.
type Promise struct {
	Rule        string    `json:"rule" doc:"the promise, as the rulebook names it"`
	Subject     id.ID     `json:"subject,omitzero" doc:"the party, the session or the referral that it concerns, where it runs for each of them"`
	State       string    `json:"state" doc:"running, paused, kept, late, waived or void"`
	Start       time.Time `json:"start"`
	Due         time.Time `json:"due" doc:"the last instant at which it is kept; while paused, as the pause found it"`
	Provisional bool      `json:"provisional,omitempty" doc:"the holidays of that year are not published yet, so the day may move"`
	End         time.Time `json:"end,omitzero"`
}

// Promises are the promises of a case.
func Promises(rows []casefile.PromiseRow) []Promise {
	out := make([]Promise, len(rows))
	for i, p := range rows {
		out[i] = Promise{Rule: p.Rule, Subject: p.Subject, State: string(p.State), Start: p.Start, Due: p.Due, Provisional: p.Provisional, End: p.End}
	}
	return out
}

// OrEmpty is a list that JSON does not show as null.
func OrEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
