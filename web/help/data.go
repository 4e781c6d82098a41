package help

import (
	"encoding/json"
	"net/http"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/promise"
	"linli/referral"
	"linli/web/aside"
	"linli/web/page"
)

// copied is everything that the office holds of a request for help, for the person who made it: beside what every copy has, what was
// needed, to whom it was told and by which consent. Guardians are a number.
type copied struct {
	casefile.Copy
	Needs     string            `json:"needs"`
	Asked     string            `json:"asked"`
	Name      string            `json:"name,omitempty"`
	Language  string            `json:"language,omitempty"`
	Contact   string            `json:"contact,omitempty"`
	Guardians int               `json:"guardians,omitempty"`
	Services  []copiedReferral  `json:"services,omitempty"`
	Consents  []consent.Receipt `json:"consents,omitempty"`
}

type copiedReferral struct {
	Service   string    `json:"service"`
	Need      string    `json:"need"`
	State     string    `json:"state"`
	Lines     []string  `json:"lines,omitempty"` // what it was told
	Words     string    `json:"words,omitempty"`
	Health    string    `json:"health,omitempty"`
	Safety    string    `json:"safety,omitempty"`
	Sent      time.Time `json:"sent,omitzero"`
	TakenBack time.Time `json:"taken_back,omitzero"`
	Erased    time.Time `json:"erased_there,omitzero"` // when it said that it had deleted everything
	Why       string    `json:"why,omitempty"`
}

// copyPage is the copy to be read and printed.
type copyPage struct {
	*receiptPage
	Copy copied
}

// copyOf is the copy of the one case whose code was opened.
func (p *Pages) copyOf(r *http.Request) (*copyPage, error) {
	receipts, err := p.receiptsOf(r)
	if err != nil {
		return nil, err
	}
	m := receipts.minePage
	c := copied{Copy: casefile.Copy{Code: m.Code, Made: p.Clock.Now().Truncate(time.Second), Unit: m.Unit, State: m.Tag().Text, Received: m.Case.Received, Ended: m.Case.Ended,
		Erasure: m.Case.Erasure}, Needs: m.Title(), Asked: m.Asked, Name: m.Who.Name, Language: m.Who.Language, Contact: m.Contact, Guardians: len(m.Case.Guardians)}
	for _, e := range m.Events {
		if text := m.Written[e.ID]; text != "" {
			c.Said = append(c.Said, casefile.CopyLine{At: e.At, By: m.Text("rights.copy.by."+string(e.By.Kind), nil), Text: text})
		}
	}
	for _, x := range m.Referred {
		w := m.Words[x.ID]
		c.Services = append(c.Services, copiedReferral{x.Name, x.Need, x.Stands.Text, x.Told, w.Words, w.Health, w.Safety, x.Requested, x.TakenBack, x.DidErase, x.Why})
	}
	for _, x := range receipts.Receipts {
		c.Consents = append(c.Consents, x.Receipt)
	}
	c.Demands = aside.CopyOf(m.Demanded(), func(key string) string { return m.Text(key, nil) })
	for _, x := range m.Reads {
		reader, why := x.Words()
		if x.Kind == access.Resident {
			reader = "rights.copy.by.resident"
		}
		c.Reads = append(c.Reads, casefile.CopyRead{At: x.Quarter, Reader: m.Text(reader, nil), Purpose: m.Text(why, nil)})
	}
	for _, x := range owedOf(m.Promises, m.Rules, m.lang) {
		state := x.State
		if state == "" {
			state = promise.Running
		}
		c.Promises = append(c.Promises, casefile.CopyPromise{Promise: x.Title, Due: x.Due, State: m.Text("promise.state."+string(state), nil)})
	}
	return &copyPage{receipts, c}, nil
}

// myData shows the copy. It is there at once: nobody at the office has to make it.
func (p *Pages) myData(w http.ResponseWriter, r *http.Request) error {
	data, err := p.copyOf(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	p.Render.Render(w, r, http.StatusOK, "help/data", data)
	return nil
}

// myDataFile is the same for programs.
func (p *Pages) myDataFile(w http.ResponseWriter, r *http.Request) error {
	data, err := p.copyOf(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	body, err := json.MarshalIndent(data.Copy, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: referral.Capability + ".json", Type: "application/json", Bytes: body})
}
