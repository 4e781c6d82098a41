package resident

import (
	"encoding/json"
	"net/http"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/promise"
	"linli/report"
	"linli/web/aside"
	"linli/web/page"
	reportpages "linli/web/report"
)

// copied is everything that the office holds of a report, for whoever made it: beside what every copy has, what was told, to whom it was
// passed on and by which consent, what everybody can read and what was taken out. Notes of the staff among themselves, which may speak of
// others, are a number, and so are reports with codes of their own.
type copied struct {
	casefile.Copy
	Category   string              `json:"category"`
	Whom       string              `json:"whom,omitempty"` // the mediator whom the author chose
	Told       string              `json:"told,omitempty"`
	Number     string              `json:"number,omitempty"` // of a mediation, as the author wrote it
	Where      string              `json:"where,omitempty"`
	Asked      []reportpages.Given `json:"asked,omitempty"`
	Name       string              `json:"name,omitempty"`
	Contact    string              `json:"contact,omitempty"`
	Mail       string              `json:"mail,omitempty"`  // where it hears that something waits
	Heard      string              `json:"heard,omitempty"` // that a clerk wrote it down
	Files      []copiedFile        `json:"files,omitempty"`
	Consents   []copiedConsent     `json:"consents,omitempty"`
	Recipients []copiedRecipient   `json:"recipients,omitempty"`
	Public     *copiedPublic       `json:"public,omitempty"`
	TakenOut   []string            `json:"taken_out,omitempty"`
	Kept       time.Time           `json:"kept_until,omitzero"`
	LeftOut    []string            `json:"left_out,omitempty"`
}

type copiedFile struct {
	Name string    `json:"name"`
	Type string    `json:"type"`
	Size int64     `json:"size"` // bytes
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

type copiedConsent struct {
	What  string    `json:"what"`
	Text  string    `json:"text,omitempty"` // the words that it is about
	Given bool      `json:"given"`
	At    time.Time `json:"at"`
}

type copiedRecipient struct {
	Office string    `json:"office"`
	State  string    `json:"state"`
	At     time.Time `json:"at"`
	Number string    `json:"number,omitempty"` // that it has there
	Text   string    `json:"text,omitempty"`
	Place  string    `json:"place,omitempty"`
	Chosen []string  `json:"chosen,omitempty"`
}

type copiedPublic struct {
	Since    time.Time `json:"since"`
	Text     string    `json:"text"`
	Place    string    `json:"place,omitempty"`
	Answer   string    `json:"answer,omitempty"`
	Pictures int       `json:"pictures,omitempty"`
}

// copyPage is the copy to be read and printed.
type copyPage struct {
	*complaintPage
	Copy copied
}

// Print marks the print button; without a script it stays hidden.
func (copyPage) Print() page.Attributes { return page.Attributes{"data-print": true, "hidden": true} }

// copyOf is the copy of the one report whose code was opened.
func (p *Pages) copyOf(r *http.Request, v *visitor) (*copyPage, error) {
	if !v.complains {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	m, err := p.seeComplaint(r, v)
	if err != nil {
		return nil, err
	}
	say := func(key string) string { return p.locale(r).Text(key, nil) }
	k := &m.Case
	c := copied{Copy: casefile.Copy{Code: m.Code, Made: p.Clock.Now().Truncate(time.Second), Unit: m.Unit, State: say(m.Area() + "mine.state." + string(k.State)), Received: k.Received,
		Ended: k.Ended, Erasure: k.Erasure}, Category: m.Category(), Whom: m.mediator, Told: m.Account.Text, Number: m.Account.Number, Where: m.Where(),
		Asked: reportpages.GivenOf(m.Opened, m.lang), Name: m.Name, Contact: m.Contact, Mail: m.Opened.Mail.To}
	if m.HeardKey() != "" {
		c.Heard = say(m.HeardKey())
	}
	if !k.Ended.IsZero() {
		c.Kept = k.KeptUntil(m.Rules)
	}
	for _, e := range m.Events {
		text := m.Written[e.ID]
		if a := m.Answers[e.ID]; a.Text != "" && e.Kind != (report.Forward{}).Kind() { // see Recipients
			text = a.Text
			if a.Right != "" {
				text = a.Right + "\n" + a.Text
			}
		}
		if text != "" {
			c.Said = append(c.Said, casefile.CopyLine{At: e.At, By: say("rights.copy.by." + string(e.By.Kind)), Text: text})
		}
	}
	c.Demands = aside.CopyOf(m.Demanded(), say)
	for _, x := range m.Reads {
		reader, why := x.Words()
		if x.Kind == access.Resident {
			reader = "rights.copy.by.resident"
		}
		c.Reads = append(c.Reads, casefile.CopyRead{At: x.Quarter, Reader: say(reader), Purpose: say(why)})
	}
	for _, x := range append(m.Owed(), m.Settled()...) {
		state := x.State
		if state == "" {
			state = promise.Running
		}
		c.Promises = append(c.Promises, casefile.CopyPromise{Promise: x.Title, Due: x.Due, State: say("promise.state." + string(state))})
	}
	for _, f := range k.Files {
		by := "rights.copy.by.resident"
		if f.Ours {
			by = "rights.copy.by.staff"
		}
		c.Files = append(c.Files, copiedFile{m.Names[f.ID], f.Type, f.Size, say(by), f.At})
	}
	c.Consents = m.consents(say)
	for _, x := range m.Sent() {
		c.Recipients = append(c.Recipients, copiedRecipient{x.Name, say(x.Key), x.At, x.Number, x.Text, x.Place, x.Chosen})
	}
	if !k.Passed.IsZero() {
		c.Recipients = append(c.Recipients, copiedRecipient{Office: m.Answers[k.Answer].Right, State: say("rights.copy.passed"), At: k.Passed})
	}
	if !k.Published.IsZero() {
		x, err := p.Report.PublishedView(r.Context(), v.tenant.ID, k.PublicID)
		if err != nil {
			return nil, err
		}
		c.Public = &copiedPublic{x.Since, x.Text, x.Place, x.Answer, x.Copies}
	}
	for _, x := range m.Gone() {
		line := p.locale(r).Text(x.Key(), fault.Args{"day": p.locale(r).LongDate(x.At), "why": say(x.Why())})
		for _, note := range x.Notes() {
			line += " " + say(note)
		}
		c.TakenOut = append(c.TakenOut, line)
	}
	left := func(key string, n int) {
		if n > 0 {
			c.LeftOut = append(c.LeftOut, p.locale(r).Text(key, fault.Args{"n": n}))
		}
	}
	left("rights.copy.left_notes", m.LeftOut)
	left("rights.copy.left_parts", len(k.Parts))
	if m.With != nil {
		c.LeftOut = append(c.LeftOut, say("rights.copy.left_joined"))
	}
	return &copyPage{m, c}, nil
}

// consents are what the author allowed, and did not.
func (c *complaintPage) consents(say func(string) string) (out []copiedConsent) {
	if c.Case.IsIssue() {
		out = append(out, copiedConsent{say("rights.copy.consent.pass"), "", c.Case.MayPass, c.Case.Received},
			copiedConsent{say("rights.copy.consent.show"), "", c.Case.MayShow, c.Case.Received})
	}
	for _, x := range c.Case.Words {
		at := x.Released
		if at.IsZero() {
			at = x.Refused
		}
		if !at.IsZero() {
			out = append(out, copiedConsent{say("rights.copy.consent.words"), c.Written[x.ID], !x.Released.IsZero(), at})
		}
	}
	return out
}

// data shows the copy. It is there at once: nobody at the office has to make it.
func (p *Pages) data(w http.ResponseWriter, r *http.Request, v *visitor) error {
	c, err := p.copyOf(r, v)
	if err != nil {
		return err
	}
	return p.show(w, r, c.Form, "data", c)
}

// dataFile is the same for programs.
func (p *Pages) dataFile(w http.ResponseWriter, r *http.Request, v *visitor) error {
	c, err := p.copyOf(r, v)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(c.Copy, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: report.Capability + ".json", Type: "application/json", Bytes: body})
}
