package paper

import (
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strconv"
	"sync"
	"time"

	"linli/mediation"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
)

// Press makes papers. It is safe for concurrent use: fonts and templates are read once.
type Press struct {
	fonts *document.Fonts
	texts *i18n.Bundle
	sets  sync.Map      // hash of a rulebook → *document.Set
	gate  chan struct{} // complete files in the making: two at most
}

// NewPress returns a press with the fonts that print and the words between the data.
func NewPress(fonts *document.Fonts, texts *i18n.Bundle) *Press {
	return &Press{fonts: fonts, texts: texts, gate: make(chan struct{}, 2)}
}

// Order says for what case, in what language and with which names papers are made. Equal orders make equal papers.
type Order struct {
	Opened   *mediation.Opened
	Names    Names
	Language i18n.Language // of the paper; the rulebook's first where it has no template in it
	Verify   string        // address under which the code on every page is read
	Prover   *Prover       // writes the code; nil: it opens the address alone
	Stamp    string        // what every page says of where the copy went; empty: nothing
	At       time.Time     // time of making, in the file's properties
}

// Make fills one paper. Errors: those of document.Template.Execute.
func (p *Press) Make(o Order, which Paper) (*document.Doc, error) {
	set, err := p.set(o.Opened.Rules)
	if err != nil {
		return nil, err
	}
	lang := p.language(o, set, which.Kind)
	l := p.texts.For(lang, o.Opened.Rules.Zone)
	data, err := fill{o: o.Opened, names: o.Names, l: l, lang: string(lang), paper: which}.data()
	if err != nil {
		return nil, err
	}
	doc, err := set.Execute(which.Kind, string(lang), l, data)
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", which.ID, err)
	}
	return doc, nil
}

// HTML is one paper for the screen.
func (p *Press) HTML(o Order, which Paper) (template.HTML, error) {
	doc, err := p.Make(o, which)
	if err != nil {
		return "", err
	}
	return doc.HTML(p.texts.For(i18n.Language(doc.Language), o.Opened.Rules.Zone))
}

// PDF prints papers into one file with continuous page numbers; several get a contents page. Characters that no font has
// are reported and left open for handwriting, never refused. Errors: those of document.PDF.
func (p *Press) PDF(o Order, which ...Paper) (document.Result, error) {
	if len(which) == 0 {
		return document.Result{}, ErrNone
	}
	docs := make([]*document.Doc, len(which))
	for i, w := range which {
		var err error
		if docs[i], err = p.Make(o, w); err != nil {
			return document.Result{}, err
		}
		if len(which) > 1 { // the contents tell which party's paper it is, by its side; bookmarks are no place for names
			docs[i].Title = p.title(o.Opened, w, i18n.Language(docs[i].Language), false)
		}
	}
	lang := i18n.Language(docs[0].Language)
	l := p.texts.For(lang, o.Opened.Rules.Zone)
	opts := document.Options{Number: Number(o.Opened, o.Names.Unit), VerifyURL: o.Verify, Office: o.head(l), At: o.At, Locale: l, Stamp: o.Stamp}
	if unmarked(which) {
		opts.Number, opts.Office = "", o.Names.Office.Name
	}
	if len(which) == 1 && which[0].Kind == "reply" { // nor does it tell when somebody was at work on it
		opts.At = o.Opened.Case.Sent.Due
	}
	if len(docs) > 1 {
		opts.Title, opts.Contents = l.Text("paper.file", nil), &document.Contents{}
	}
	if !unmarked(which) { // a paper that leaves the office leads to no case
		kind := which[0].Kind
		if len(which) > 1 {
			kind = ""
		}
		if err := p.prove(o, kind, docs, &opts); err != nil {
			return document.Result{}, err
		}
	}
	return document.PDF(p.fonts, docs, opts)
}

// Title is what a list of papers calls one: the rulebook's title, and which of several it is.
func (p *Press) Title(o *mediation.Opened, which Paper, lang i18n.Language) string {
	return p.title(o, which, lang, true)
}

func (p *Press) title(o *mediation.Opened, which Paper, lang i18n.Language, byName bool) string {
	d, _ := o.Rules.Mediation.Document(which.Kind)
	f := fill{o: o, l: p.texts.For(lang, o.Rules.Zone)}
	args := fault.Args{"title": d.Title.In(string(lang)), "n": strconv.Itoa(which.Nth)}
	if which.No > 0 {
		party := o.Case.Parties[which.No-1]
		args["party"] = f.role(party.Role) + " " + strconv.Itoa(which.No)
		if byName {
			args["party"] = cmp.Or(f.name(party), f.role(party.Role))
		}
	}
	switch {
	case which.No > 0 && !which.Session.IsZero():
		return f.l.Text("paper.title.talk", args)
	case which.No > 0 && which.Nth > 0:
		return f.l.Text("paper.title.again", args)
	case which.No > 0:
		return f.l.Text("paper.title.party", args)
	case which.Private && which.No == 0:
		return f.l.Text("paper.title.own", args)
	case which.Nth > 0:
		return f.l.Text("paper.title.session", args)
	}
	return d.Title.In(string(lang))
}

// Languages are those in which a paper can be had.
func (p *Press) Languages(o *mediation.Opened, which Paper) ([]string, error) {
	set, err := p.set(o.Rules)
	if err != nil {
		return nil, err
	}
	return set.Languages(which.Kind), nil
}

func (p *Press) language(o Order, set *document.Set, kind string) i18n.Language {
	return p.written(o.Opened.Rules, set, o.Language, kind)
}

// written is the language of a paper of a kind for who reads lang: never that of a pack, whose letters no font of linli has.
func (p *Press) written(rules *rulebook.Rulebook, set *document.Set, lang i18n.Language, kind string) i18n.Language {
	lang = p.texts.Whole(lang)
	if slices.Contains(set.Languages(kind), string(lang)) || len(rules.Languages) == 0 {
		return lang
	}
	return i18n.Language(rules.Languages[0])
}

func (p *Press) set(rules *rulebook.Rulebook) (*document.Set, error) {
	if s, ok := p.sets.Load(rules.Hash); ok {
		return s.(*document.Set), nil
	}
	folder, err := fs.Sub(rules.Files(), "documents")
	if err != nil {
		return nil, fmt.Errorf("the papers of the rulebook %s: %w", rules.ID, err)
	}
	s, err := document.ReadSet(folder)
	if err != nil {
		return nil, fmt.Errorf("the papers of the rulebook %s: %w", rules.ID, err)
	}
	kept, _ := p.sets.LoadOrStore(rules.Hash, s)
	return kept.(*document.Set), nil
}
