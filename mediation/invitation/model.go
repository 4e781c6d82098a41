package invitation

import (
	"time"

	"linli/platform/id"
)

// Text is what an invitation says in one language.
type Text struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Invitation is one general invitation. It is written once and not changed: who wants other words ends it and writes another.
type Invitation struct {
	ID      id.ID           `json:"-"`
	Unit    id.ID           `json:"unit"`
	Version int64           `json:"-"`
	Types   []string        `json:"types"` // of disputes, codes of the rulebook
	Texts   map[string]Text `json:"texts"` // by language
	From    string          `json:"from"`  // days on which it is shown, both inclusive, YYYY-MM-DD in the office's zone
	Until   string          `json:"until"`
	By      id.ID           `json:"by"` // the account that wrote it and declared that it is about nobody
	Written time.Time       `json:"written"`
	Ended   time.Time       `json:"ended,omitzero"` // before its last day
	EndedBy id.ID           `json:"ended_by,omitzero"`
}

// Status is where an invitation stands on a day.
type Status string

// The statuses.
const (
	Waits Status = "waits" // its first day is to come
	Shown Status = "shown"
	Over  Status = "over"
)

// On is the status on a day, YYYY-MM-DD.
func (i Invitation) On(day string) Status {
	switch {
	case !i.Ended.IsZero() || day > i.Until:
		return Over
	case day < i.From:
		return Waits
	}
	return Shown
}

// In is the text in the first of the languages that it has, with that language.
func (i Invitation) In(languages ...string) (string, Text) {
	for _, l := range languages {
		if t, ok := i.Texts[l]; ok {
			return l, t
		}
	}
	return "", Text{}
}
