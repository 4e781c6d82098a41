package offline

import (
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Form is one form that can be filled in without a line.
type Form interface {
	// Name is what a device calls the form; the page has a part of this name.
	Name() string
	// Labels are the message keys of the questions that a refusal names, by field.
	Labels() map[string]string
	// Things are what the asking account can take along now. It opens nothing and writes no row.
	Things(r *http.Request) ([]Thing, error)
	// Take gives a thing to a device: what the form has to show, and no name. It writes the reading down first. Error: a
	// fault.NotFound for what the account may not take.
	Take(r *http.Request, of Thing) (Taken, error)
	// Send does what a filled-in form asks. Errors are told to whoever wrote it, who keeps the form.
	Send(r *http.Request, d Draft) (Answer, error)
}

// Thing is a case with what a form is about, in words that hold no name.
type Thing struct {
	Form  string `json:"form"`
	Case  id.ID  `json:"case"`
	Thing id.ID  `json:"thing"`
	Name  string `json:"name,omitempty"` // of the case: its number, and what kind of dispute
	When  string `json:"when,omitempty"` // of the thing
}

// Taken is a thing as a device keeps it.
type Taken struct {
	Thing
	Stood   string    `json:"stood"`             // how it stands now
	Place   string    `json:"place,omitempty"`   // where a session is held
	Start   time.Time `json:"start,omitzero"`    // what the form suggests for when it happened
	Parties []Party   `json:"parties,omitempty"` // by side and place
	Money   string    `json:"money,omitempty"`   // the currency of an instalment of money
	Asks    []Ask     `json:"asks,omitempty"`    // questions that the form asks beside its own

	Options map[string][]Option `json:"options,omitempty"` // what the form's lists offer, by field
	Slip    *Slip               `json:"slip,omitempty"`    // reserved for somebody who comes without a case
}

// Option is one answer that a list offers.
type Option struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

// Ask is a question of a rulebook: of a category, or of a checklist.
type Ask struct {
	Name     string   `json:"name"`
	Of       string   `json:"of,omitempty"` // the category to which it belongs; empty: it is always asked
	Type     string   `json:"type"`         // as Open311 names it: string, text, number, datetime, singlevaluelist, multivaluelist
	Label    string   `json:"label"`
	Hint     string   `json:"hint,omitempty"`
	Required bool     `json:"required,omitempty"`
	Options  []Option `json:"options,omitempty"`
}

// Slip is a slip that a person can leave with before there is a line.
type Slip struct {
	Code       string `json:"code"`       // in fours; the draft brings it back
	Passphrase string `json:"passphrase"` // in fours; never sent back
	Address    string `json:"address"`    // where both are typed
	Picture    string `json:"picture"`    // the QR code, as a data URL
}

// Party is a party as a device names it: its side and its place on that side.
type Party struct {
	ID   id.ID  `json:"id"`
	Name string `json:"name"`
}

// Draft is a form that was filled in on a device.
type Draft struct {
	Thing
	Key     string     `json:"key"`             // made when it was put away; sending it again under this key does nothing more
	After   string     `json:"after,omitempty"` // key of the form on the same case that was put away before it
	Stood   string     `json:"stood"`
	Said    time.Time  `json:"said"`
	Written time.Time  `json:"written"`
	Fields  url.Values `json:"fields"`
	Code    string     `json:"code,omitempty"`  // of the slip that was given with it
	Files   int        `json:"files,omitempty"` // how many photographs are sent after it
}

// MaxFiles is how many photographs a form without a line has: they lie sealed on the device and cross a poor line.
const MaxFiles = 5

// Photographed is a form after which photographs can be sent.
type Photographed interface {
	// Photograph takes the n-th photograph of a form, from 1: once, however often it is sent.
	Photograph(r *http.Request, d Draft, n int, file *multipart.FileHeader) error
}

// Once is the request of the n-th photograph of a draft.
func (d Draft) Once(account id.ID, n int, file *multipart.FileHeader) (*casefile.Request, error) {
	asked, err := casefile.NewRequest(account, d.Key+" file "+strconv.Itoa(n), []byte(file.Filename+" "+strconv.FormatInt(file.Size, 10)))
	if err != nil {
		return nil, err
	}
	return casefile.Arrival{Asked: asked}.Request(), nil
}

// Arrival is the draft as its form arrives from an account.
func (d Draft) Arrival(account id.ID) (casefile.Arrival, error) {
	body := d.Form + "\n" + d.Case.String() + "\n" + d.Thing.Thing.String() + "\n" + d.Said.UTC().Format(time.RFC3339) + "\n" + d.Fields.Encode()
	asked, err := casefile.NewRequest(account, d.Key, []byte(body))
	return casefile.Arrival{Offline: casefile.Offline{Key: d.Key, After: d.After, Said: d.Said, Written: d.Written}, Stood: d.Stood, Asked: asked}, err
}

// Outcomes of a draft.
const (
	Sent    = "sent"
	Refused = "refused" // it stays on the device, with the reason, to be mended
	Waits   = "waits"   // it stays and is sent again
	Moved   = "moved"   // the thing has changed: both versions are shown, and nothing is written
)

// Answer is what a device learns of a draft.
type Answer struct {
	Outcome string  `json:"outcome"`
	Reason  string  `json:"reason,omitempty"`
	Field   string  `json:"field,omitempty"`
	Present []Line  `json:"present,omitempty"` // how the thing stands now, beside what the draft says; never kept on the device
	Mine    []Line  `json:"mine,omitempty"`    // what the draft says, in the same words
	Stood   string  `json:"stood,omitempty"`   // how the thing stands: with it the draft can be sent beside what is there, if somebody decides so; and what was written after it on the same device
	Wrong   []Wrong `json:"wrong,omitempty"`   // each field that is wrong, where fields are
}

// Line is one fact of a version.
type Line struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Wrong is what is wrong with one field.
type Wrong struct {
	Field  string `json:"field,omitempty"`
	Reason string `json:"reason"`
}
