package inspection

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Begin begins an inspection of a listed place with one of the checklists for its kind.
type Begin struct {
	Unit      id.ID  `json:"unit"` // whose inspection it is
	Place     id.ID  `json:"place"`
	Checklist string `json:"checklist"`
	InRound   bool   `json:"in_round,omitempty"`
}

// Kind is the machine's event.
func (Begin) Kind() casefile.Kind { return "begin" }

type begun struct {
	Begin
	Spot            Spot   `json:"spot"`
	Rulebook        string `json:"rulebook"`
	RulebookVersion string `json:"rulebook_version"`
}

func (b Begin) decide(d *decision, s *Step) (any, error) {
	if !slices.ContainsFunc(d.Rules.Duties.ChecklistsOf(d.Place.Kind), func(c rulebook.Checklist) bool { return c.ID == b.Checklist }) {
		return nil, fault.Field("checklist", "form.choose")
	}
	d.c.ID = s.Event.ID
	return begun{b, Spot{d.Place.Name, d.Place.Kind, d.Place.Area, d.Place.Point}, d.Rules.ID, d.Rules.Version}, nil
}

func foldBegin(c *Case, e casefile.Event, b begun) {
	c.ID, c.Unit, c.Place, c.Checklist, c.InRound, c.Spot = e.ID, b.Unit, b.Place, b.Checklist, b.InRound, b.Spot
	c.Rulebook, c.RulebookVersion, c.Begun, c.By = b.Rulebook, b.RulebookVersion, e.At, e.By.Account
}

// Cancel ends an inspection that was begun by mistake, or could not be held.
type Cancel struct{}

// Kind is the machine's event.
func (Cancel) Kind() casefile.Kind { return "cancel" }

func (Cancel) decide(*decision, *Step) (any, error) { return nil, nil }

// maxFiles is how many photographs and papers an inspection takes in.
const maxFiles = 40

// Attach adds a file that was cleaned, masked and sealed before. Its name and content are under a key of its own.
type Attach struct {
	id      id.ID
	name    []byte // JSON
	kind    string
	size    int64
	content vault.Sealed // kept as a blob under the name of its key
}

type attached struct {
	File id.ID  `json:"file"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Kind is the machine's event.
func (Attach) Kind() casefile.Kind { return "attach" }

func (a Attach) decide(_ *decision, s *Step) (any, error) {
	scope := vault.Scope{Kind: vault.Attachment, Of: a.id}
	s.Keys = append(s.Keys, vault.Key{Scope: scope, ID: a.content.Key})
	s.Elsewhere = append(s.Elsewhere, a.content)
	s.Secrets = append(s.Secrets, casefile.Secret{Scope: scope, Owner: a.id, Field: FieldFileName, Text: a.name})
	return attached{a.id, a.kind, a.size}, nil
}

func foldAttach(c *Case, e casefile.Event, b attached) {
	c.Files = append(c.Files, Attachment{ID: b.File, Type: b.Type, Size: b.Size, At: e.At})
}

// Record writes down on the spot what the checklist said, and of each finding what has to be put right.
type Record struct {
	Answers map[string]string `json:"answers"` // by question: [Fine], [Found] or [NotHere]
	Found   map[string]string `json:"found"`   // by question, in words: what is wrong
	Text    string            `json:"text"`    // anything else about the place
	// NamesNobody is the declaration that the record is about the place and names nobody.
	NamesNobody bool      `json:"names_nobody"`
	Claimed     time.Time `json:"claimed,omitzero"` // when it was looked at, where the form came later; zero: now
}

// Kind is the machine's event.
func (Record) Kind() casefile.Kind { return "record" }

type recorded struct {
	Answers map[string]string `json:"answers"`
	Found   []string          `json:"found,omitempty"` // questions, in the order of the checklist
}

func (r Record) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	b, words := recorded{Answers: map[string]string{}}, Words{Text: r.Text, Items: map[int]string{}}
	for _, q := range looks(d.Rules, d.c.Checklist) {
		switch answer := r.Answers[q.ID]; answer {
		case Found:
			text(&l, "found-"+q.ID, r.Found[q.ID], maxText, true)
			b.Found = append(b.Found, q.ID)
			words.Items[len(b.Found)] = r.Found[q.ID]
			b.Answers[q.ID] = answer
		case Fine, NotHere:
			b.Answers[q.ID] = answer
		default:
			l.Add("answer-"+q.ID, "form.choose")
		}
	}
	text(&l, "text", r.Text, maxText, false)
	if r.Claimed.After(d.now) {
		l.Add("claimed", "inspection.claimed.future")
	}
	if !r.NamesNobody {
		l.Add("names_nobody", "inspection.names_nobody.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Claimed = r.Claimed
	s.seal(words)
	return b, nil
}

func foldRecord(c *Case, e casefile.Event, b recorded) {
	c.Recorded, c.Said, c.RecordedBy, c.Record, c.Answers = e.At, e.Claimed, e.By.Account, e.ID, b.Answers
	for i, q := range b.Found {
		c.Findings = append(c.Findings, Finding{N: i + 1, Question: q})
	}
}

// Pass concludes an inspection that found nothing.
type Pass struct{}

// Kind is the machine's event.
func (Pass) Kind() casefile.Kind { return "pass" }

func (Pass) decide(*decision, *Step) (any, error) { return nil, nil }

// Erase destroys what was written, once it is no longer kept. linli does it by itself.
type Erase struct{}

// Kind is the machine's event.
func (Erase) Kind() casefile.Kind { return "erase" }

func (Erase) decide(_ *decision, s *Step) (any, error) {
	s.Drop = casefile.Every
	return nil, nil
}

func foldErase(c *Case, e casefile.Event, _ struct{}) { c.Erased, c.Files = e.At, nil }
