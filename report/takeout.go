package report

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// ProposeTakeOut proposes to take words that lead to a person out of everything that is written in a report, and photographs and
// papers as a whole. Nothing is gone before the author, or a second person, has seen what would go and lets it ([TakeOut]).
type ProposeTakeOut struct {
	Words  []string `json:"words,omitempty"` // as they stand in the texts
	Files  []id.ID  `json:"files,omitempty"`
	Reason string   `json:"reason"` // one of [TakeOutReasons]
}

// Taking is what waits to be taken out. Its id owns the sealed words.
type Taking struct {
	ID     id.ID     `json:"id"`
	By     id.ID     `json:"by"` // the account that proposed it
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	Words  bool      `json:"words,omitempty"`
	Files  []id.ID   `json:"files,omitempty"`
}

type proposed struct {
	Words bool    `json:"words,omitempty"`
	Files []id.ID `json:"files,omitempty"`
}

// Danger is the reason for which two people of the office may take out what the author wants kept.
const Danger = "danger"

// TakeOutReasons are why words or files are taken out: they lead to somebody else, to their author, say of a person what nobody
// needs for this report, or put somebody in danger.
var TakeOutReasons = []string{"somebody", "author", "needless", Danger}

const (
	maxTakenOut = 50 // words of one act
	// Blank stands in a text where words were taken out; it does not tell how long they were.
	Blank = "[…]"
)

// Kind is the machine's event.
func (ProposeTakeOut) Kind() casefile.Kind { return "propose_take_out" }

func (t ProposeTakeOut) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	words := longestFirst(t.Words)
	if !slices.Contains(TakeOutReasons, t.Reason) {
		l.Add("reason", "form.choose")
	}
	if len(words)+len(t.Files) == 0 || len(words) > maxTakenOut {
		l.Add("words", "takeout.field.words")
	}
	for _, f := range t.Files {
		if !slices.ContainsFunc(d.c.Files, func(x Attachment) bool { return x.ID == f }) {
			l.Add("files", "form.choose")
		}
	}
	d.stillPublic(&l, words, t.Files)
	category, _ := d.Rules.Report.Category(d.c.Category)
	for _, w := range words {
		stands := func(x casefile.Secret) bool {
			_, found := leaveOut(x, category, []string{w})
			return found
		}
		if !slices.ContainsFunc(d.Texts, stands) {
			l = append(l, fault.Field("words", "takeout.field.absent").With(fault.Args{"words": w}))
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Reason, s.Tell = t.Reason, d.Counter.Others(d.by.Account)
	if len(words) > 0 {
		s.seal(vault.Private, s.Event.ID, s.Event.ID, FieldTakeOut, words) // a section of its own, which ends with the proposal
	}
	return proposed{len(words) > 0, t.Files}, nil
}

func foldProposeTakeOut(c *Case, e casefile.Event, b proposed) {
	c.Taking = &Taking{e.ID, e.By.Account, e.At, e.Reason, b.Words, b.Files}
}

// stillPublic refuses what everybody reads at the moment: that is taken back first.
func (d *decision) stillPublic(l *fault.List, words []string, files []id.ID) {
	if p := d.Public; p != nil && (len(files) > 0 && p.Copies > 0 || slices.ContainsFunc(words, p.says)) {
		l.Add("words", "takeout.field.public")
	}
}

// longestFirst are words to take out: a name in a longer one does not leave the rest of it.
func longestFirst(words []string) []string {
	var out []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// Without is a text after words were taken out.
func Without(text string, words []string) string {
	for _, w := range longestFirst(words) {
		text = strings.ReplaceAll(text, w, Blank)
	}
	return text
}

// leaveOut takes words out of whatever somebody typed in a sealed value, and reports whether one stood there. What was chosen from a
// list stays: its codes lead to nobody, and are no words of the text that the handler saw.
func leaveOut(x casefile.Secret, of rulebook.Category, words []string) (out []byte, changed bool) {
	leave := func(all ...*string) {
		for _, typed := range all {
			without := Without(*typed, words)
			changed, *typed = changed || without != *typed, without
		}
	}
	var account Account
	var answer Answer
	var text string
	var v any = &text
	switch x.Field {
	case FieldAccount:
		v = &account
	case FieldAnswer:
		v = &answer
	}
	if err := json.Unmarshal(x.Text, v); err != nil {
		panic("report: what was sealed as JSON is none: " + err.Error()) //nolint:forbidigo // see Step.seal
	}
	leave(&text, &account.Text, &account.Number, &account.Address, &answer.Text, &answer.Right, &answer.Place)
	for code, given := range account.Answers {
		if i := slices.IndexFunc(of.Questions, func(q rulebook.AskedWith) bool { return q.Code == code }); i >= 0 && Chosen(of.Questions[i]) {
			continue
		}
		for i := range given {
			leave(&given[i])
		}
	}
	out, err := json.Marshal(v)
	if err != nil {
		panic("report: a sealed value that JSON cannot hold: " + err.Error()) //nolint:forbidigo // it came from JSON
	}
	return out, changed
}

// says reports whether everybody reads a word.
func (p *Public) says(word string) bool {
	return strings.Contains(p.Text, word) || strings.Contains(p.Place, word) || strings.Contains(p.Answer, word)
}
