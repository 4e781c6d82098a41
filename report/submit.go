package report

import (
	"crypto/rand"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

const (
	maxAddress = 300
	maxAnswer  = 500
)

// Submit reports a hazard, a defect, a request, a question, a suggestion or praise: whoever saw it, a clerk who writes down
// what somebody says, or a program that speaks Open311.
type Submit struct {
	Category string // a code of the rulebook; its kind is about no unit
	Text     string
	Unit     id.ID // where it is, as far as the reporter knows; zero: the office finds out
	Point    geo.Point
	Address  string
	Known    id.ID               // one of the places that the office lists
	Answers  map[string][]string // to the category's questions, by their codes
	Name     string              // empty: nobody gets a name
	Contact  string
	MayPass  bool   // it may be passed on to another office that is responsible
	OfPlace  bool   // its words sound like a person's conduct, and a place or a thing is meant
	Heard    string // of a clerk: AtCounter or ByTelephone
	MayShow  bool   // what it is answered may be published
	Look     bool   // it came in while too much came in: somebody is to look before anything follows from it

	Written  time.Time // when it was put away on a device without a line; zero: it was not
	partOf   id.ID     // the report that it was split off; zero: none
	reserved id.Code   // of the slip that the person left with before the report arrived
	claimed  time.Time // when the person told it, where the form arrived later; zero: now
	Program  id.ID     // the program of another organisation that files it (office.Program); zero: a person does
}

type submitted struct {
	Category string        `json:"category"`
	Sort     rulebook.Kind `json:"sort"`
	Desk     Desk          `json:"desk"`
	Author   id.ID         `json:"author"`
	Named    bool          `json:"named,omitempty"`
	Reached  bool          `json:"reached,omitempty"`
	Place    Place         `json:"place,omitzero"`
	Located  bool          `json:"located,omitempty"`
	MayPass  bool          `json:"may_pass,omitempty"`
	Heard
	MayShow         bool      `json:"may_show,omitempty"`
	Look            bool      `json:"look,omitempty"`
	PartOf          id.ID     `json:"part_of,omitzero"`
	PublicID        id.ID     `json:"public_id,omitzero"`
	Program         id.ID     `json:"program,omitzero"`
	Written         time.Time `json:"written,omitzero"`
	Rulebook        string    `json:"rulebook"`
	RulebookVersion string    `json:"rulebook_version"`
}

// Kind is the machine's event.
func (Submit) Kind() casefile.Kind { return "submit" }

func (f Submit) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	category, ok := d.Rules.Report.Category(f.Category)
	if !ok || category.Kind.AboutUnit() {
		l.Add("category", "form.choose")
	}
	text(&l, "description", f.Text, maxText, category.Kind != rulebook.Defect || len(f.Answers) == 0)
	text(&l, "name", f.Name, maxName, false)
	text(&l, "contact", f.Contact, maxContact, false)
	f.checkPlace(&l, category, d.Area)
	if f.partOf.IsZero() { // else a question was never put to the reporter, and whoever splits does not guess
		checkAnswers(&l, category, f.Answers)
	}
	if !f.OfPlace && OfResident(f.Text) {
		l.Add("description", "issue.field.of_resident")
	}
	if !f.Written.IsZero() {
		if _, err := (casefile.Offline{Said: f.Written, Written: f.Written}).Claimed(d.now, time.Time{}); err != nil {
			f.Written = time.Time{} // it moves no clock, and one of a device that goes wrong keeps no report away
		}
	}
	how := heard(&l, d, f.Heard)
	if !f.partOf.IsZero() {
		how = Heard{}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	d.c.ID, s.Event.Claimed = s.Event.ID, f.claimed
	b := submitted{Category: f.Category, Sort: category.Kind, Desk: d.Desk, Author: d.ids.New(), Named: f.Name != "", Reached: f.Contact != "", MayPass: f.MayPass, Heard: how, MayShow: f.MayShow, Look: f.Look, PartOf: f.partOf, Program: f.Program, Written: f.Written,
		Located: !f.Point.IsZero() || f.Address != "" || !f.Known.IsZero(), Rulebook: d.Rules.ID, RulebookVersion: d.Rules.Version, Place: Place{Known: f.Known}}
	said := Account{Text: f.Text, Address: f.Address, Answers: f.Answers}
	if category.Public { // what is published after a person's decision is looked for in lists; nothing else is
		b.Place.Point, b.PublicID = f.Point, publicID()
	} else {
		said.Point = f.Point
	}
	s.seal(vault.Private, b.Author, d.c.ID, FieldAccount, said)
	if b.Named {
		s.seal(vault.Identity, b.Author, b.Author, FieldIdentity, f.Name)
	}
	if b.Reached {
		s.seal(vault.Contact, b.Author, b.Author, FieldContact, f.Contact)
	}
	s.New = true
	return b, nil
}

// publicID is random: it tells neither when a report came nor how many there are.
func publicID() (u id.ID) {
	_, _ = rand.Read(u[:]) // never fails (Go 1.24)
	return u
}

func (f Submit) checkPlace(l *fault.List, c rulebook.Category, area geo.Area) {
	text(l, "address", f.Address, maxAddress, false)
	if !f.Point.IsZero() {
		if _, err := geo.New(f.Point.Lat, f.Point.Long, geo.WGS84); err != nil {
			*l = append(*l, fault.Of(err))
		} else if err := area.Refuse(f.Point); err != nil {
			*l = append(*l, fault.Of(err))
		}
	}
	if c.Place == "required" && f.Point.IsZero() && f.Address == "" && f.Known.IsZero() {
		l.Add("address", "issue.field.place")
	}
}

func checkAnswers(l *fault.List, c rulebook.Category, answers map[string][]string) {
	for code := range answers {
		if !slices.ContainsFunc(c.Questions, func(q rulebook.AskedWith) bool { return q.Code == code }) {
			l.Add("attribute", "issue.field.question")
			return
		}
	}
	for _, q := range c.Questions {
		given := slices.DeleteFunc(slices.Clone(answers[q.Code]), func(s string) bool { return s == "" })
		if len(given) == 0 {
			if q.Required {
				l.Add("q_"+q.Code, "form.required")
			}
			continue
		}
		if key := wrongAnswer(q, given); key != "" {
			l.Add("q_"+q.Code, key)
		}
	}
}

// wrongAnswer is what is wrong with the answers to a question: the key of a sentence, or "".
func wrongAnswer(q rulebook.AskedWith, given []string) string {
	if q.Datatype != "multivaluelist" && len(given) > 1 {
		return "form.choose"
	}
	for _, a := range given {
		switch q.Datatype {
		case "singlevaluelist", "multivaluelist":
			if !slices.ContainsFunc(q.Values, func(v rulebook.Code) bool { return v.Code == a }) {
				return "form.choose"
			}
		case "number":
			if _, err := strconv.ParseFloat(a, 64); err != nil {
				return "form.not_a_number"
			}
		case "datetime":
			_, day := time.Parse(time.DateOnly, a)
			if _, err := time.Parse(time.RFC3339, a); err != nil && day != nil {
				return "form.not_a_date"
			}
		}
		if utf8.RuneCountInString(a) > maxAnswer || !utf8.ValidString(a) {
			return "issue.field.answer"
		}
	}
	return ""
}

func foldSubmit(c *Case, e casefile.Event, b submitted) {
	c.ID, c.Received, c.Category, c.Sort = e.ID, e.Happened(), b.Category, b.Sort
	c.Desk, c.Home, c.Author, c.Named, c.Reached = b.Desk, b.Desk.Unit, b.Author, b.Named, b.Reached
	c.Place, c.Located, c.MayPass, c.PublicID = b.Place, b.Located, b.MayPass, b.PublicID
	c.Rulebook, c.RulebookVersion, c.SlipBy = b.Rulebook, b.RulebookVersion, e.By.Account
	c.Program, c.Heard, c.PartOf, c.Written = b.Program, b.Heard, b.PartOf, b.Written
	c.MayShow, c.Look = b.MayShow, b.Look
}
