package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// TakeOut takes words that lead to a person out of everything that is written in a report, and photographs and papers as a whole.
// What stays is sealed anew and the keys of what was are destroyed, so that the words can be read nowhere any more, in no backup
// either. It takes out and puts nothing in: nobody gets words into another's mouth.
type TakeOut struct {
	Words  []string `json:"words,omitempty"` // as they stand in the texts
	Files  []id.ID  `json:"files,omitempty"`
	Reason string   `json:"reason"` // one of [TakeOutReasons]
}

// TakenOut says that something was taken out, and never what.
type TakenOut struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	Words  bool      `json:"words,omitempty"`
	Files  int       `json:"files,omitempty"`
}

type takenOut struct {
	Words bool    `json:"words,omitempty"`
	Files []id.ID `json:"files,omitempty"`
}

// TakeOutReasons are why words or files are taken out: they lead to somebody else, to their author, or say of a person what nobody
// needs for this report.
var TakeOutReasons = []string{"somebody", "author", "needless"}

const (
	maxTakenOut = 50 // words of one act
	// Blank stands in a text where words were taken out; it does not tell how long they were.
	Blank = "[…]"
)

// Kind is the machine's event.
func (TakeOut) Kind() casefile.Kind { return "take_out" }

func (t TakeOut) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	words := t.words()
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
	if p := d.Public; p != nil && (len(t.Files) > 0 && p.Copies > 0 || slices.ContainsFunc(words, p.says)) {
		l.Add("words", "takeout.field.public")
	}
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
	gone := func(of vault.Scope) bool { return of.Kind == vault.Attachment && slices.Contains(t.Files, of.Of) }
	fresh := map[vault.Scope]bool{}
	for i, x := range d.Texts {
		if without, changed := leaveOut(x, category, words); changed && !gone(x.Scope) {
			fresh[x.Scope], d.Texts[i].Text = true, without
		}
	}
	for _, x := range d.Texts {
		if fresh[x.Scope] {
			s.Secrets = append(s.Secrets, x)
		}
	}
	for _, f := range d.Renamed { // a file is under the key of its name
		if of := (vault.Scope{Kind: vault.Attachment, Of: f.Owner}); fresh[of] {
			s.Keys, s.Elsewhere = append(s.Keys, vault.Key{Scope: of, ID: f.Key}), append(s.Elsewhere, f)
		}
	}
	s.Event.Reason = t.Reason
	s.Fresh, s.Drop = slices.Collect(maps.Keys(fresh)), gone
	return takenOut{len(words) > 0, t.Files}, nil
}

func foldTakeOut(c *Case, e casefile.Event, b takenOut) {
	c.Files = slices.DeleteFunc(c.Files, func(f Attachment) bool { return slices.Contains(b.Files, f.ID) })
	c.TakenOut = append(c.TakenOut, TakenOut{e.At, e.Reason, b.Words, len(b.Files)})
}

// words are those to take out, the longest first: a name in a longer one does not leave the rest of it.
func (t TakeOut) words() []string {
	var out []string
	for _, w := range t.Words {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// Without is a text after the words were taken out.
func (t TakeOut) Without(text string) string {
	for _, w := range t.words() {
		text = strings.ReplaceAll(text, w, Blank)
	}
	return text
}

// leaveOut takes words out of whatever somebody typed in a sealed value, and reports whether one stood there. What was chosen from a
// list stays: its codes lead to nobody, and are no words of the text that the handler saw.
func leaveOut(x casefile.Secret, of rulebook.Category, words []string) (out []byte, changed bool) {
	t := TakeOut{Words: words}
	leave := func(all ...*string) {
		for _, typed := range all {
			without := t.Without(*typed)
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

// texts opens everything that is written in a report for whoever takes words out of it; the reading is written down before. Files
// whose names hold the words are sealed anew as well, and their blobs come first, as with [Service.Upload].
func (s *Service) texts(ctx context.Context, a access.Actor, c *Case, t TakeOut, k *Knowledge) error {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return err
	}
	if !c.Published.IsZero() {
		p, err := s.Repo.Public(ctx, c.Tenant, c.PublicID)
		if err != nil {
			return err
		}
		k.Public = &p
	}
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Field == FieldIdentity || f.Field == FieldContact })
	opened, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return movedOn(err)
	}
	for i, f := range fields {
		at := slices.IndexFunc(keys, func(x vault.Key) bool { return x.ID == f.Key })
		if at < 0 {
			return ErrMoved
		}
		x := casefile.Secret{Scope: keys[at].Scope, Owner: f.Owner, Field: f.Field, Text: opened[i]}
		k.Texts = append(k.Texts, x)
		if _, named := leaveOut(x, rulebook.Category{}, t.words()); f.Field == FieldFileName && named && !slices.Contains(t.Files, f.Owner) {
			again, err := s.sealFileAgain(ctx, grant, vault.Sealed{Case: c.ID, Owner: f.Owner, Field: FieldFile, Key: f.Key, Version: 1})
			if err != nil {
				return err
			}
			k.Renamed = append(k.Renamed, again)
		}
	}
	return nil
}

// movedOn says of a key that was destroyed while a command was decided that the case moved meanwhile: its words are under another.
func movedOn(err error) error {
	if errors.Is(err, vault.ErrShredded) {
		return fmt.Errorf("%w: %w", ErrMoved, err)
	}
	return err
}
