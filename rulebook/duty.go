package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Duties is what the rulebook says of the office's own duties 职责: what it owes to nobody in particular, when, with what
// evidence, who answers and who else looks at it.
type Duties struct {
	// Laws are laws and local rules that duties cite, beside those of laws.yaml.
	Laws       []Law        `rb:"laws,optional"`
	Terms      []SchoolTerm `rb:"terms,optional"`
	Places     []PlaceKind  `rb:"places,optional"`
	Incidents  []Incident   `rb:"incidents,optional"`
	Checklists []Checklist  `rb:"checklists,optional"`
	Statements []Statement  `rb:"statements,optional"`
	Duties     []DutyRule   `rb:"duties"`
}

// SchoolTerm is a term 学期 that comes each year.
type SchoolTerm struct {
	ID     string `rb:"id,key"`
	Label  Label  `rb:"label"`
	From   string `rb:"from"` // its first day in each year, month and day: "02-16"
	To     string `rb:"to"`   // its last day; before From in the year where the term runs over the end of a year
	Source Source `rb:"source"`
}

// PlaceKind is a kind of public place that the office looks at.
type PlaceKind struct {
	Code  string `rb:"code,key"` // one of [PlaceKinds]
	Label Label  `rb:"label"`
}

// Incident is a kind of serious incident that the office has to notify.
type Incident struct {
	Code  string `rb:"code,key"` // one of [IncidentKinds]
	Label Label  `rb:"label"`
	// Notify is the competent public body that is notified of it.
	Notify Label `rb:"notify,optional"`
}

// Checklist is what an inspection or a round looks at in a public place.
type Checklist struct {
	ID        string   `rb:"id,key"`
	Label     Label    `rb:"label"`
	Subject   string   `rb:"subject"` // one of [DutySubjects]
	Places    []string `rb:"places"`  // kinds of places that it is for
	Questions []Look   `rb:"questions"`
	Source    Source   `rb:"source"`
}

// Look is one question of a checklist. It is answered with yes, no, or does not apply.
type Look struct {
	ID   string `rb:"id,key"`
	Text Label  `rb:"text"`
}

// Statement is the text of a responsibility statement 责任书: what the office, its units or public venues take upon themselves. Whoever signs
// it signs these words. They are held to the same refusals as every duty, and nobody binds themselves to anything about people.
type Statement struct {
	ID    string `rb:"id,key"`
	Title Label  `rb:"title"`
	// Text is its paragraphs, in the order in which they are read. The rulebook's first language is the authoritative one.
	Text   []Label `rb:"text"`
	Source Source  `rb:"source"`
}

// In is the whole text in a language, or in the nearest that there is: what is read, signed and hashed.
func (s *Statement) In(lang string) string {
	parts := []string{s.Title.In(lang)}
	for _, p := range s.Text {
		parts = append(parts, p.In(lang))
	}
	return strings.Join(parts, "\n\n")
}

// Hash is the SHA-256 of the text in a language, in hex.
func (s *Statement) Hash(lang string) string {
	sum := sha256.Sum256([]byte(s.In(lang)))
	return hex.EncodeToString(sum[:])
}

// DutyRule is one duty.
type DutyRule struct {
	ID   string `rb:"id,key"`
	Kind string `rb:"kind"` // one of [DutyKinds]
	// Label names it, short.
	Label   Label  `rb:"label"`
	Subject string `rb:"subject,optional"` // one of [DutySubjects], of a statement one of [StatementSubjects]; empty means the office itself
	// Units are the levels of the units that owe it, each for itself: one of [UnitLevels].
	Units []string `rb:"units"`
	// OwedBy is the post in the unit that answers; CheckedBy is another post, which looks at what was done.
	OwedBy    Post       `rb:"owed_by"`
	CheckedBy Post       `rb:"checked_by"`
	Recurs    Recurrence `rb:"recurs"`
	// NextWorkingDay moves a last day that is not worked to the next working day.
	NextWorkingDay bool     `rb:"next_working_day,optional"`
	Warn           []Length `rb:"warn_before,optional"`
	// CheckWithin is how long the post that checks it has, from when it was recorded as done.
	CheckWithin Length `rb:"check_within,optional"`
	// Escalate says how long after the last day each next post of posts.yaml is told.
	Escalate []Length `rb:"escalate_after,optional"`
	Chain    []Step   `rb:"-"`
	Evidence []Proof  `rb:"evidence"`
	// Places are the kinds of public places that a round or an inspection goes to.
	Places []string `rb:"places,optional"`
	// Checklist is the id of a [Checklist]. Where the evidence is coverage, it says with which one the places are looked at; empty: with any
	// that there is for the place.
	Checklist string `rb:"checklist,optional"`
	// Statement is the id of the [Statement] that is signed. Where the evidence is statement each unit signs it for itself, on the screen or on
	// paper, and only paper otherwise.
	Statement string `rb:"statement,optional"`
	// Kept is for how many days evidence is kept after the occurrence has ended.
	Kept   Limit  `rb:"kept_days"`
	Source Source `rb:"source"`
}

// Recurrence says when a duty falls due: every period, by a rule of shifts, or upon an event.
type Recurrence struct {
	Every string `rb:"every,optional"` // one of [Rhythms]
	// Day is the last day, counted in the period's last month: 22 is "by the 22nd". Without it, the period's last day. A month
	// that has no such day ends on its last.
	Day int `rb:"day,optional"`
	// Month is the last month of a year in which there is time, 6 for the end of June; 0 is December.
	Month int `rb:"month,optional"`
	// Shifts is a recurrence rule of RFC 5545 by days, such as "FREQ=WEEKLY;BYDAY=SA,SU".
	Shifts string `rb:"shifts,optional"`
	Since  Moment `rb:"since,optional"` // the day from which the rule of shifts is counted
	Hours  string `rb:"hours,optional"` // of each shift, by the office's clock: "07:10-08:10"
	// Upon is the event that makes it owed, one of [Occasions].
	Upon   string `rb:"upon,optional"`
	Within Length `rb:"within,optional"` // how long there is after that event
}

// Proof is one kind of evidence 佐证 without which a duty is not done.
type Proof struct {
	Kind string `rb:"kind,key"` // one of [EvidenceKinds]
	// Least is the smallest number: of people in the room, of photographs, of hours, of copies, of signatures. It counts what the
	// office did. Amounts are what was planned and what was paid, and count nothing.
	Least int `rb:"least,optional"`
}

// DutySubjects are what a duty or a checklist may be about. The list is closed: no person, no dwelling, no household.
func DutySubjects() []string { return []string{"office", "public_place", "service", "need"} }

// StatementSubjects are what a responsibility statement 责任书 may be about: what the office's units, and public venues, do for their part.
// No resident signs one.
func StatementSubjects() []string { return []string{"office", "public_place"} }

// DutyKinds are the kinds of duty that the program knows.
func DutyKinds() []string {
	return []string{"meeting", "round", "inspection", "statement", "rota", "incident", "outreach", "training", "bulletin", "drill", "study", "funding"}
}

// UnitLevels are the levels of the tree of units, the highest first.
func UnitLevels() []string { return []string{"county", "township", "village"} }

// Rhythms are the periods in which a duty can come back.
func Rhythms() []string {
	return []string{"working_day", "week", "month", "two_months", "quarter", "half_year", "year", "term"}
}

// Occasions are the events upon which a duty can be owed.
func Occasions() []string { return []string{"incident", "review_notice", "decision", "finding"} }

// Covers reports whether its evidence is that every listed place of its kinds was looked at in the period: the inspections, and of a
// round the visits, are that evidence.
func (r *DutyRule) Covers() bool {
	return slices.ContainsFunc(r.Evidence, func(p Proof) bool { return p.Kind == "coverage" })
}

// Signs reports whether its evidence is that the post that owes it has signed a statement.
func (r *DutyRule) Signs() bool {
	return slices.ContainsFunc(r.Evidence, func(p Proof) bool { return p.Kind == "statement" })
}

// EvidenceKinds are what shows that a duty was done. Coverage is counted by linli from the inspections and rounds themselves, over the
// register of places; a notice says of a serious incident where it was, how many were hurt, as numbers, and what the office did; a statement
// is the one that the unit has signed, on the screen or on paper; all but coverage somebody puts there.
func EvidenceKinds() []string {
	return []string{"minutes", "attendance", "photographs", "checklist", "paper", "hours", "copies", "signatures", "amounts", "coverage", "notice", "statement"}
}

// PlaceKinds are the kinds of public places. There is no dwelling among them, and no place of belief.
func PlaceKinds() []string {
	return []string{"office", "square", "street", "park", "market", "shop", "venue", "restaurant", "school", "school_gate", "construction_site", "rail_crossing",
		"bridge", "waterside", "bus_stop", "car_park", "factory", "warehouse", "fire_point", "clinic", "library"}
}

// IncidentKinds are the kinds of serious incident: never an assembly, a petition, what somebody said or believes.
func IncidentKinds() []string {
	return []string{"death", "injury", "fire", "collapse", "flood", "data_breach", "office_misconduct"}
}

// Duty is the duty with the id.
func (r *Rulebook) Duty(id string) (DutyRule, bool) {
	for _, d := range r.Duties.Duties {
		if d.ID == id {
			return d, true
		}
	}
	return DutyRule{}, false
}

// Checklist is the checklist with the id.
func (d *Duties) Checklist(id string) (Checklist, bool) {
	for _, c := range d.Checklists {
		if c.ID == id {
			return c, true
		}
	}
	return Checklist{}, false
}

// Statement is the text with the id.
func (d *Duties) Statement(id string) (Statement, bool) {
	for _, x := range d.Statements {
		if x.ID == id {
			return x, true
		}
	}
	return Statement{}, false
}
