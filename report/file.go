package report

import (
	"encoding/json"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Limits of what a person can type, in characters, not bytes.
const (
	maxName    = 100
	maxContact = 300
	maxNumber  = 60
	maxText    = 4000
)

// The sealed fields of a complaint. [Fields] tells what each is needed for.
const (
	FieldAccount  = "report.account"   // private: what the author complains of
	FieldIdentity = "report.identity"  // identity: the author's name, apart from what it wrote
	FieldContact  = "report.contact"   // contact: how to reach the author
	FieldWritten  = "report.written"   // private: messages, words for the unit, why a review is asked for
	FieldAnswer   = "report.answer"    // joint: answers, and why one takes longer
	FieldNote     = "report.note"      // private to those who handle it: notes among themselves
	FieldFileName = "report.file.name" // attachment: what its sender calls a file
	FieldFile     = "report.file"      // attachment: the file itself, kept as a blob
	FieldTakeOut  = "report.take_out"  // private to one proposal: the words that are to be taken out, until that is decided
)

// File complains of a mediator, or of the office: the author itself, or somebody of another unit who writes down what a
// person says.
type File struct {
	Unit     id.ID  // the unit complained of
	Mediator id.ID  // the account complained of; zero: none, or one that the author does not choose from the list
	Category string // a code of the rulebook
	Text     string
	Number   string // of a mediation, as the author writes it; nothing looks it up
	Name     string // empty: nobody gets a name
	Contact  string
	Heard    string // of a clerk: AtCounter or ByTelephone
}

// Account is what the author says, sealed.
type Account struct {
	Text    string              `json:"text"`
	Number  string              `json:"number,omitempty"`
	Address string              `json:"address,omitempty"` // where it is, as the reporter types it
	Point   geo.Point           `json:"point,omitzero"`    // where it is, in a category that is never published
	Answers map[string][]string `json:"answers,omitempty"` // to the category's questions, by their codes
}

type filed struct {
	Category string        `json:"category"`
	Sort     rulebook.Kind `json:"sort"`
	About    []id.ID       `json:"about"`
	Mediator id.ID         `json:"mediator,omitzero"`
	Desk     Desk          `json:"desk"`
	Author   id.ID         `json:"author"`
	Named    bool          `json:"named,omitempty"`
	Reached  bool          `json:"reached,omitempty"`
	Numbered bool          `json:"numbered,omitempty"`
	Heard
	Rulebook        string `json:"rulebook"`
	RulebookVersion string `json:"rulebook_version"`
}

// Kind is the machine's event.
func (File) Kind() casefile.Kind { return "file" }

func (f File) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	category, ok := d.Rules.Report.Category(f.Category)
	if !ok || !category.Kind.AboutUnit() {
		l.Add("category", "form.choose")
	}
	text(&l, "text", f.Text, maxText, true)
	text(&l, "number", f.Number, maxNumber, false)
	text(&l, "name", f.Name, maxName, false)
	text(&l, "contact", f.Contact, maxContact, false)
	how := heard(&l, d, f.Heard)
	if err := l.Err(); err != nil {
		return nil, err
	}
	d.c.ID = s.Event.ID
	b := filed{Category: f.Category, Sort: category.Kind, About: []id.ID{f.Unit}, Mediator: f.Mediator, Desk: d.Desk, Author: d.ids.New(), Named: f.Name != "",
		Reached: f.Contact != "", Numbered: f.Number != "", Heard: how, Rulebook: d.Rules.ID, RulebookVersion: d.Rules.Version}
	for _, u := range d.About {
		if !slices.Contains(b.About, u) {
			b.About = append(b.About, u)
		}
	}
	s.seal(vault.Private, b.Author, d.c.ID, FieldAccount, Account{Text: f.Text, Number: f.Number})
	if b.Named {
		s.seal(vault.Identity, b.Author, b.Author, FieldIdentity, f.Name)
	}
	if b.Reached {
		s.seal(vault.Contact, b.Author, b.Author, FieldContact, f.Contact)
	}
	s.New = true
	return b, nil
}

func foldFile(c *Case, e casefile.Event, b filed) {
	c.ID, c.Received, c.Category, c.Sort, c.About, c.Mediator = e.ID, e.At, b.Category, b.Sort, b.About, b.Mediator
	c.Desk, c.Author, c.Named, c.Reached, c.Numbered, c.Heard = b.Desk, b.Author, b.Named, b.Reached, b.Numbered, b.Heard
	c.Rulebook, c.RulebookVersion, c.SlipBy = b.Rulebook, b.RulebookVersion, e.By.Account
}

// seal adds a value for the vault to the step.
func (s *Step) seal(kind vault.Kind, of, owner id.ID, field string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic("report: a sealed value that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings and structs of them
	}
	s.Secrets = append(s.Secrets, casefile.Secret{Scope: vault.Scope{Kind: kind, Of: of}, Owner: owner, Field: field, Text: b})
}

func text(l *fault.List, field, s string, limit int, required bool) {
	l.Text(field, s, limit, required)
}
