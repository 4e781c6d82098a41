package mediation

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// Content is what the reader may read of a case: the opened sections. What lies behind a wall for this reader is absent.
type Content struct {
	Application *mediation.Application `json:"application,omitempty"`
	Parties     []Party                `json:"parties" nullable:"false"`
	Sessions    []Session              `json:"sessions" nullable:"false"`
	Acting      []Representative       `json:"acting" nullable:"false" doc:"who acts for a party"`
	Agreement   *mediation.Text        `json:"agreement,omitempty"`
	Extension   *mediation.Extension   `json:"extension,omitempty"`
	Files       []mediation.Attachment `json:"files" nullable:"false"`
	Texts       []Passage              `json:"texts" nullable:"false" doc:"records, notes, statements, reasons, places and names of files"`
	Events      []Event                `json:"events" nullable:"false"`
	Reads       []Read                 `json:"reads" nullable:"false" doc:"who opened the case, the newest first, as its parties are told"`
}

// Party is a party with what the reader may know of it.
type Party struct {
	ID       id.ID                     `json:"id"`
	Role     mediation.Role            `json:"role"`
	Kind     string                    `json:"kind" enum:"person,organisation"`
	Members  int                       `json:"members,omitempty" doc:"of a group, as a number"`
	Identity *mediation.Identity       `json:"identity,omitempty"`
	Contact  *mediation.ContactDetails `json:"contact,omitempty"`
	Talk     *mediation.PrivateTalk    `json:"talk,omitempty" doc:"what it said in its private talk"`
	Heard    time.Time                 `json:"heard,omitzero" doc:"when a child was heard alone on what its guardian decides"`
	Informed time.Time                 `json:"informed,omitzero" doc:"when it was told its rights and duties"`
	Talked   time.Time                 `json:"talked,omitzero"`
	Invited  time.Time                 `json:"invited,omitzero"`
	Consent  mediation.Consent         `json:"consent,omitzero"`
	Paper    bool                      `json:"paper,omitempty" doc:"it is said to have agreed on paper, which linli has not seen; a consent that it gave since stands under consent"`
}

// Representative is one who acts for a party, with the name where the reader may know it.
type Representative struct {
	mediation.Representative
	Name string `json:"name,omitempty"`
}

// Session is one session with what is written of it.
type Session struct {
	ID      id.ID     `json:"id"`
	Mode    string    `json:"mode"`
	With    []id.ID   `json:"with" nullable:"false"`
	Start   time.Time `json:"start"`
	Begun   time.Time `json:"begun,omitzero"`
	Minutes int       `json:"minutes,omitempty"`
	Present []id.ID   `json:"present" nullable:"false"`
	Off     string    `json:"off,omitempty" doc:"cancelled or no_show"`
}

// Passage is one text with what it belongs to.
type Passage struct {
	Of    id.ID  `json:"of" doc:"the session, note, event, party or file that the text belongs to"`
	Field string `json:"field"`
	Text  string `json:"text"`
}

// Event is one thing that happened.
type Event struct {
	Seq     int64           `json:"seq"`
	ID      id.ID           `json:"id"`
	Kind    string          `json:"kind" doc:"the event, as the machine names it"`
	At      time.Time       `json:"at" doc:"when linli recorded it"`
	Claimed time.Time       `json:"claimed,omitzero" doc:"when it happened, where that was before"`
	By      casefile.By     `json:"by"`
	Reason  string          `json:"reason,omitempty" doc:"a code of the rulebook"`
	Body    json.RawMessage `json:"body" doc:"clear facts: ids, dates, codes and numbers of things"`
}

// Read says that somebody opened the case: the role and the purpose, in a quarter of an hour.
type Read struct {
	At      time.Time       `json:"at"`
	Post    access.PostKind `json:"post,omitempty"`
	Purpose access.Purpose  `json:"purpose"`
}

func contentOf(o *mediation.Opened) *Content {
	k := &o.Case
	out := &Content{Agreement: o.Agreement, Extension: k.Extension, Parties: []Party{}, Sessions: []Session{}, Acting: []Representative{}, Files: route.OrEmpty(k.Attachments),
		Texts: make([]Passage, 0, len(o.Texts)), Events: make([]Event, 0, len(o.Events)), Reads: make([]Read, 0, len(o.Reads))}
	if o.Application.Summary != "" {
		out.Application = &o.Application
	}
	for _, p := range k.Parties {
		x := Party{ID: p.ID, Role: p.Role, Kind: p.Kind, Members: p.Members, Heard: p.Heard, Informed: p.Informed, Talked: p.Talked,
			Invited: p.Invited, Consent: p.Consent, Paper: p.Paper, Identity: entry(o.Identity, p.ID), Contact: entry(o.Contact, p.ID), Talk: entry(o.Talk, p.ID)}
		out.Parties = append(out.Parties, x)
	}
	for _, r := range k.Representatives {
		out.Acting = append(out.Acting, Representative{r, o.Acting[r.ID]})
	}
	for _, s := range k.Sessions {
		out.Sessions = append(out.Sessions, Session{s.ID, s.Mode, route.OrEmpty(s.With), s.Start, s.Begun, s.Minutes, route.OrEmpty(s.Present), s.Off})
	}
	for of, p := range o.Texts {
		out.Texts = append(out.Texts, Passage{of, p.Field, p.Text})
	}
	slices.SortFunc(out.Texts, func(a, b Passage) int { return bytes.Compare(a.Of[:], b.Of[:]) })
	for _, e := range o.Events {
		body := e.Body
		if len(body) == 0 {
			body = json.RawMessage("null")
		}
		out.Events = append(out.Events, Event{e.Seq, e.ID, string(e.Kind), e.At, e.Claimed, e.By, e.Reason, body})
	}
	for _, r := range o.Reads {
		out.Reads = append(out.Reads, Read{r.At, r.Post, r.Purpose})
	}
	return out
}

func entry[T any](m map[id.ID]T, of id.ID) *T {
	if v, ok := m[of]; ok {
		return &v
	}
	return nil
}
