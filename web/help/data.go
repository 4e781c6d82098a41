package help

import (
	"encoding/json"
	"net/http"
	"time"

	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	"linli/web/page"
)

// copied is everything that the office holds of a request for help, for the person who made it: what was said, to whom it was told, by
// which consent, who read it, and what was promised. Other people are left out of it: accounts are their posts, guardians are a number. It is
// made of one code; where somebody has several, each is asked for by itself.
type copied struct {
	Code      id.Code           `json:"code"`
	Made      time.Time         `json:"made"`
	Unit      string            `json:"unit"`
	State     string            `json:"state"`
	Received  time.Time         `json:"received"`
	Ended     time.Time         `json:"ended,omitzero"`
	Needs     string            `json:"needs"`
	Asked     string            `json:"asked"`
	Name      string            `json:"name,omitempty"`
	Language  string            `json:"language,omitempty"`
	Contact   string            `json:"contact,omitempty"`
	Guardians int               `json:"guardians,omitempty"`
	Said      []saidLine        `json:"said,omitempty"`
	Services  []copiedReferral  `json:"services,omitempty"`
	Consents  []consent.Receipt `json:"consents,omitempty"`
	Reads     []copiedRead      `json:"reads,omitempty"`
	Promises  []copiedPromise   `json:"promises,omitempty"`
	Erasure   *referral.Erasure `json:"erasure,omitempty"` // that was asked for
}

// saidLine is something that was written on the case.
type saidLine struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
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

type copiedRead struct {
	At      time.Time `json:"at"`
	Reader  string    `json:"reader"`
	Purpose string    `json:"purpose"`
}

type copiedPromise struct {
	Promise string    `json:"promise"`
	Due     time.Time `json:"due"`
	State   string    `json:"state"`
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
	c := copied{Code: m.Code, Made: p.Clock.Now().Truncate(time.Second), Unit: m.Unit, State: m.Tag().Text, Received: m.Case.Received, Ended: m.Case.Ended, Needs: m.Title(), Asked: m.Asked,
		Name: m.Who.Name, Language: m.Who.Language, Contact: m.Contact, Guardians: len(m.Case.Guardians), Erasure: m.Case.Erasure}
	for _, e := range m.Events {
		if text := m.Written[e.ID]; text != "" {
			c.Said = append(c.Said, saidLine{e.At, m.Text("help.copy.by."+string(e.By.Kind), nil), text})
		}
	}
	for _, x := range m.Referred {
		w := m.Words[x.ID]
		c.Services = append(c.Services, copiedReferral{x.Name, x.Need, x.Stands.Text, x.Told, w.Words, w.Health, w.Safety, x.Requested, x.TakenBack, x.DidErase, x.Why})
	}
	for _, x := range receipts.Receipts {
		c.Consents = append(c.Consents, x.Receipt)
	}
	for _, x := range m.Reads {
		reader, why := x.Words()
		if x.Kind == access.Resident {
			reader = "help.copy.by.resident"
		}
		c.Reads = append(c.Reads, copiedRead{x.Quarter, m.Text(reader, nil), m.Text(why, nil)})
	}
	for _, x := range owedOf(m.Promises, m.Rules, m.lang) {
		state := x.State
		if state == "" {
			state = promise.Running
		}
		c.Promises = append(c.Promises, copiedPromise{x.Title, x.Due, m.Text("promise.state."+string(state), nil)})
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
