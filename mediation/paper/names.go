package paper

import (
	"encoding/json"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
)

// Names are what a paper says of the office and of those who work there; the case holds their ids only.
type Names struct {
	Office Office
	Unit   string           // the unit's short name in the case number
	Joint  map[id.ID]string // the other units that mediate the case, by name
	People map[id.ID]string // the accounts of [Accounts] by name
}

// Office is the office as its papers name it. What is empty is left open for handwriting.
type Office struct {
	Name    string
	Address string
	Phone   string
	Hours   string
}

// open is the place that is left for handwriting in the middle of a sentence.
const open = "＿＿＿＿＿＿＿＿"

func (o Office) orOpen() Office {
	for _, s := range []*string{&o.Name, &o.Address, &o.Phone, &o.Hours} {
		*s = orOpen(*s)
	}
	return o
}

func orOpen(s string) string {
	if s == "" {
		return open
	}
	return s
}

// Accounts are the accounts that the papers of a case name: who wrote the application down, accepted the case, mediated,
// kept the records and asked afterwards.
func Accounts(o *mediation.Opened) []id.ID {
	var out []id.ID
	add := func(account id.ID) {
		if !account.IsZero() && !slices.Contains(out, account) {
			out = append(out, account)
		}
	}
	for _, e := range o.Events {
		if slices.Contains([]casefile.Kind{"apply", "accept", "record", "investigate", "follow_up"}, e.Kind) {
			add(e.By.Account)
		}
	}
	for _, e := range o.Case.Engagements {
		if !e.From.IsZero() {
			add(e.Account)
		}
	}
	return out
}

// by is the account that the last event of a kind is from; with a session, of that session.
func by(o *mediation.Opened, kind casefile.Kind, session id.ID) id.ID {
	for _, e := range slices.Backward(o.Events) {
		if e.Kind != kind {
			continue
		}
		var body struct {
			Session id.ID `json:"session"`
		}
		if session.IsZero() || json.Unmarshal(e.Body, &body) == nil && body.Session == session {
			return e.By.Account
		}
	}
	return id.ID{}
}
