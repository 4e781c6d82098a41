// Package paper makes the papers of an inspection: the on-site record 现场检查记录, the rectification order 责令限期整改通知书 and the
// re-inspection opinion 复查意见书, from the templates of the rulebook. A paper says what was found at a place and names nobody but
// those who were there for the office.
package paper

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/rulebook"
)

// The papers, as the rulebook calls them.
const (
	Record  = "inspection-record"
	Order   = "rectification-order"
	Opinion = "reinspection-opinion"
)

// ErrNone says that there is no such paper, or none yet.
var ErrNone = fault.New(fault.NotFound, "paper.none")

// List are the papers that there are by now, in the order in which they come.
func List(c *inspection.Case) []string {
	var out []string
	if !c.Recorded.IsZero() {
		out = append(out, Record)
	}
	if c.Order() != nil {
		out = append(out, Order)
	}
	if r := c.Recheck(); r != nil && !r.Approved.IsZero() && c.Order() != nil {
		out = append(out, Opinion)
	}
	return out
}

// Names are what a paper says of the office and of those who were there for it; the case holds their ids only.
type Names struct {
	Office Office
	People map[id.ID]string
}

// Office is the office as its papers name it. What is empty is left open for handwriting.
type Office struct{ Name, Address, Phone, Hours string }

// open is the place that is left for handwriting in the middle of a sentence.
const open = "＿＿＿＿＿＿＿＿"

// Press makes papers. It is safe for concurrent use: templates are read once.
type Press struct {
	Texts *i18n.Bundle
	sets  sync.Map // hash of a rulebook → *document.Set
}

// Make fills a paper in a language, or in the rulebook's first where it has none in it. Errors: ErrNone, those of
// document.Template.Execute.
func (p *Press) Make(o *inspection.Opened, n Names, kind string, lang i18n.Language) (*document.Doc, error) {
	if !slices.Contains(List(&o.Case), kind) {
		return nil, ErrNone
	}
	set, err := p.set(o.Rules)
	if err != nil {
		return nil, err
	}
	if lang = p.Texts.Whole(lang); !slices.Contains(set.Languages(kind), string(lang)) {
		lang = i18n.Language(o.Rules.Languages[0])
	}
	l := p.Texts.For(lang, o.Rules.Zone)
	doc, err := set.Execute(kind, string(lang), l, data(o, n, kind, l))
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", kind, err)
	}
	return doc, nil
}

func (p *Press) set(rules *rulebook.Rulebook) (*document.Set, error) {
	if s, ok := p.sets.Load(rules.Hash); ok {
		return s.(*document.Set), nil //nolint:forcetypeassert // nothing else is kept there
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
	return kept.(*document.Set), nil //nolint:forcetypeassert // as above
}

// What the templates ask for, named as docs/documents.md names it.
type site struct{ Name, Kind, Area, Operator string }

type looked struct{ Question, Answer string }

type found struct {
	N                      int
	Question, Text, Result string
}

type fields struct {
	Office              Office
	Site                site
	At, Until           time.Time
	OrderedAt           time.Time
	Inspector, Approver string
	Checklist           string
	Photographs, Days   int
	Looks               []looked
	Findings, Results   []found
	Text                string
	Whole               bool
}

func data(o *inspection.Opened, n Names, which string, l i18n.Locale) fields {
	c := &o.Case
	in := func(label rulebook.Label) string { return label.In(string(l.Language)) }
	kind, _ := o.Rules.Duties.PlaceKind(c.Spot.Kind)
	list, _ := o.Rules.Duties.Checklist(c.Checklist)
	for _, s := range []*string{&n.Office.Name, &n.Office.Address, &n.Office.Phone, &n.Office.Hours} {
		*s = cmp.Or(*s, open)
	}
	record := fields{Office: n.Office, Site: site{Name: c.Spot.Name, Kind: in(kind.Label), Area: c.Spot.Area}, At: c.Recorded, Inspector: n.People[c.RecordedBy],
		Checklist: in(list.Label), Text: o.Words[c.Record].Text}
	if !c.Said.IsZero() {
		record.At = c.Said
	}
	for _, f := range c.Files {
		if f.Picture() {
			record.Photographs++
		}
	}
	questions := map[string]string{}
	for _, q := range list.Questions {
		questions[q.ID] = in(q.Text)
		record.Looks = append(record.Looks, looked{in(q.Text), l.Text("inspection.answer."+c.Answers[q.ID], nil)})
	}
	for _, f := range c.Findings {
		record.Findings = append(record.Findings, found{N: f.N, Question: questions[f.Question], Text: o.Words[c.Record].Items[f.N]})
	}
	if which == Record {
		return record
	}
	order := c.Order()
	out := record
	out.Site.Operator, out.Findings = cmp.Or(o.Words[order.ID].Recipient, open), nil
	for _, f := range record.Findings {
		if slices.Contains(order.Findings, f.N) {
			out.Findings = append(out.Findings, f)
		}
	}
	out.At, out.OrderedAt, out.Until, out.Days = order.At, order.At, order.Until.Start(o.Rules.Zone), order.Days+order.More
	out.Inspector, out.Text = n.People[order.By], o.Words[order.ID].Text
	if which == Opinion {
		opinion(&out, o, n, l)
	}
	return out
}

// opinion adds what was found again.
func opinion(out *fields, o *inspection.Opened, n Names, l i18n.Locale) {
	r := o.Case.Recheck()
	out.At, out.Inspector, out.Approver, out.Text, out.Whole = r.At, n.People[r.By], n.People[r.ApprovedBy], o.Words[r.ID].Text, len(o.Case.Left()) == 0
	for _, f := range out.Findings {
		f.Result = l.Text("inspection.result.left", nil)
		if slices.Contains(r.Mended, f.N) {
			f.Result = l.Text("inspection.result.mended", nil)
		}
		out.Results = append(out.Results, f)
	}
}

// Accounts are those that the papers of an inspection name.
func Accounts(c *inspection.Case) []id.ID {
	out := []id.ID{c.RecordedBy}
	for _, o := range c.Orders {
		out = append(out, o.By)
	}
	for _, r := range c.Rechecks {
		out = append(out, r.By, r.ApprovedBy)
	}
	slices.SortFunc(out, func(a, b id.ID) int { return cmp.Compare(a.String(), b.String()) })
	return slices.DeleteFunc(slices.Compact(out), id.ID.IsZero)
}
