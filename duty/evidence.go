package duty

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/tabular"
	"linli/platform/vault"
	"linli/rulebook"
)

// Limits of what a person can type, in characters, and of what one occurrence takes in.
const (
	maxText     = 8000
	maxEvidence = 60
	maxReports  = 20
	maxPlace    = 60
	maxAction   = 2000
	maxHurt     = 100_000
	maxMoney    = 1_000_000_000_000 // minor units
)

// AddEvidence puts one piece of evidence there, or a new version of one.
type AddEvidence struct {
	Sort     string    `json:"kind"`              // one of the kinds that the rule asks for
	Number   int       `json:"number,omitempty"`  // people in the room, photographs, hours, copies, signatures
	Replaces id.ID     `json:"replaces,omitzero"` // the version before; zero: it is the first
	Claimed  time.Time `json:"claimed,omitzero"`  // when it was made, according to who enters it; zero: now
	// NamesNobody is the declaration that minutes and logs name no resident.
	NamesNobody bool `json:"names_nobody,omitempty"`

	Text    string   `json:"text,omitempty"`    // of minutes, and of what a paper says in short
	Sheet   Sheet    `json:"sheet,omitzero"`    // of a checklist
	Notice  Notified `json:"notice,omitzero"`   // of a serious incident
	Listed  int      `json:"listed,omitempty"`  // of signatures: how many there should be
	Planned int64    `json:"planned,omitempty"` // of amounts, in minor units
	Paid    int64    `json:"paid,omitempty"`    // the same
	Posts   []string `json:"posts,omitempty"`   // of attendance: which posts were in the room

	file *sealedFile // cleaned and sealed before
}

// Sheet is a checklist as it was filled in: an answer to each question, and the codes of what was reported. There is no room in
// it for free text.
type Sheet struct {
	Answers map[string]string `json:"answers,omitempty"` // id of a question → one of [Answers]
	Reports []string          `json:"reports,omitempty"` // tracking codes of reports, without spaces
}

// Notified is what the competent body is told of a serious incident: where, how many, and what the office did. It names nobody, and no
// dwelling: of a fire in one it says the part of the town.
type Notified struct {
	Place   string `json:"place"`
	Dead    int    `json:"dead"`
	Injured int    `json:"injured"`
	Missing int    `json:"missing"`
	Action  string `json:"action"` // what the office did
}

// check looks at every field of a notice. Its counts are those of people, and each has to be said: 0 where there are none.
func (n *Notified) check(l *fault.List) {
	l.Text("place", n.Place, maxPlace, true)
	switch {
	case rulebook.NoPlace(n.Place) != "":
		l.Add("place", "duty.place.none")
	case tabular.OfPerson(n.Place):
		l.Add("place", "duty.place.number")
	}
	for _, hurt := range []struct {
		field string
		n     int
	}{{"dead", n.Dead}, {"injured", n.Injured}, {"missing", n.Missing}} {
		if hurt.n < 0 || hurt.n > maxHurt {
			l.Add(hurt.field, "duty.number.wrong")
		}
	}
	l.Text("action", n.Action, maxAction, true)
	if tabular.OfPerson(n.Action) {
		l.Add("action", "duty.place.number")
	}
}

// Answers are what a question of a checklist is answered with.
func Answers() []string { return []string{"yes", "no", "not_here"} }

// sealedFile is a file on its way in.
type sealedFile struct {
	id      id.ID
	name    string
	kind    string
	size    int64
	content vault.Sealed // kept as a blob under the name of its key
}

// Kind is the machine's event.
func (AddEvidence) Kind() casefile.Kind { return "evidence" }

// written are the kinds of evidence in which a name could stand.
var written = []string{"minutes", "paper", "checklist", "notice"}

func (a AddEvidence) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	if a.Sort == "coverage" || !slices.ContainsFunc(d.Rule.Evidence, func(p rulebook.Proof) bool { return p.Kind == a.Sort }) || len(d.c.Evidence) >= maxEvidence {
		l.Add("kind", "form.choose")
	}
	if a.Number < 0 || a.Number > 100_000 {
		l.Add("number", "duty.number.wrong")
	}
	if slices.Contains(written, a.Sort) && !a.NamesNobody {
		l.Add("names_nobody", "duty.names_nobody.required")
	}
	old := slices.IndexFunc(d.c.Evidence, func(x Evidence) bool { return x.ID == a.Replaces })
	switch {
	case a.Replaces.IsZero() && (d.c.State == Checked || a.Sort == "statement" && len(d.c.Standing(a.Sort)) > 0), !a.Replaces.IsZero() && (old < 0 || d.c.Evidence[old].Kind != a.Sort || !d.c.Evidence[old].Replaced.IsZero()):
		l.Add("replaces", "form.choose")
	}
	a.check(&l, d)
	d.checkClaim(&l, a.Claimed)
	e.Claimed = a.Claimed
	if err := l.Err(); err != nil {
		return nil, err
	}
	if err := a.keep(d, e.ID); err != nil {
		return nil, err
	}
	out := Evidence{ID: e.ID, Kind: a.Sort, Number: a.Number, At: d.now, Claimed: a.Claimed, By: d.by.Account, Replaces: a.Replaces,
		Listed: a.Listed, Planned: a.Planned, Paid: a.Paid, Posts: a.Posts}
	if a.file != nil {
		out.Type, out.Size = a.file.kind, a.file.size
	}
	if a.Sort == "statement" {
		out.Signed = &Signed{Means: OnPaper}
	}
	return out, nil
}

// check looks at what belongs to one kind of evidence alone.
func (a AddEvidence) check(l *fault.List, d *decision) {
	if utf8.RuneCountInString(a.Text) > maxText {
		l.Add("text", "duty.text.long")
	}
	for _, p := range a.Posts {
		if !slices.Contains(access.PostKinds(), access.PostKind(p)) {
			l.Add("posts", "form.choose")
			break
		}
	}
	switch a.Sort {
	case "signatures":
		if a.Listed < 1 || a.Listed > 100_000 || a.Number > a.Listed {
			l.Add("listed", "duty.listed.wrong")
		}
	case "amounts":
		if a.Planned < 0 || a.Planned > maxMoney || a.Paid < 0 || a.Paid > maxMoney {
			l.Add("paid", "duty.amount.wrong")
		}
	case "notice":
		a.Notice.check(l)
	case "statement":
		if a.file == nil {
			l.Add("file", "duty.sign.scan")
		}
	case "checklist":
		for _, q := range d.Looks {
			if !slices.Contains(Answers(), a.Sheet.Answers[q]) {
				l.Add("q_"+q, "form.choose")
			}
		}
		for q := range a.Sheet.Answers {
			if !slices.Contains(d.Looks, q) { // nobody is written down as a question
				l.Add("kind", "form.choose")
				break
			}
		}
		wrong := len(a.Sheet.Reports) > maxReports
		for _, r := range a.Sheet.Reports {
			_, err := id.ParseCode(r)
			wrong = wrong || err != nil
		}
		if wrong {
			l.Add("reports", "duty.reports.wrong")
		}
	}
}

// keep seals what a person wrote, under the id of the version: an older text stays beside the newer.
func (a AddEvidence) keep(d *decision, version id.ID) error {
	if text := strings.TrimSpace(a.Text); text != "" {
		if err := d.seal(version, FieldWords, text); err != nil {
			return err
		}
	}
	if a.Sort == "notice" {
		if err := d.seal(version, FieldNotice, a.Notice); err != nil {
			return err
		}
	}
	if a.Sort == "checklist" && len(a.Sheet.Answers) > 0 {
		if err := d.seal(version, FieldSheet, a.Sheet); err != nil {
			return err
		}
	}
	if a.file != nil {
		return d.keepFile(version, a.file)
	}
	return nil
}

// keepFile keeps a file under the id of the version that it belongs to.
func (d *decision) keepFile(version id.ID, f *sealedFile) error {
	d.Keys = append(d.Keys, vault.Key{Scope: vault.Scope{Kind: vault.Attachment, Of: f.id}, ID: f.content.Key})
	d.Elsewhere = append(d.Elsewhere, f.content)
	return d.seal(version, FieldFileName, FileName{f.id, f.name})
}

// FileName is what a file is called, and under which key it is kept.
type FileName struct {
	File id.ID  `json:"file"`
	Name string `json:"name"`
}

func foldEvidence(c *Case, e casefile.Event, b Evidence) {
	for i := range c.Evidence {
		if c.Evidence[i].ID == b.Replaces && !b.Replaces.IsZero() {
			c.Evidence[i].Replaced = e.At
		}
	}
	c.Evidence = append(c.Evidence, b)
	c.CheckedBy, c.CheckedAt, c.Ended = id.ID{}, time.Time{}, time.Time{}
}

// Erase destroys the evidence of an occurrence once nothing requires it any more. Who did it, who checked it and when stays.
type Erase struct{}

// Kind is the machine's event.
func (Erase) Kind() casefile.Kind { return "erase" }

func (Erase) decide(d *decision, _ *casefile.Event) (any, error) {
	d.Drop = casefile.Every
	if d.Rule.Kind == "statement" {
		n := d.c.Signatures(d.Rule)
		return erased{&n}, nil
	}
	return nil, nil
}

// erased is what stays counted of what is destroyed.
type erased struct {
	Counted *Signatures `json:"counted,omitempty"`
}

func foldErase(c *Case, e casefile.Event, b erased) {
	c.Evidence, c.Places, c.Crew, c.Offered, c.Agenda, c.Erased, c.Counted = nil, nil, nil, nil, id.ID{}, e.At, b.Counted
}
