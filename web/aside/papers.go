package aside

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

//go:embed paper/*.md
var given embed.FS

// Part is a paper that a demand can be given.
type Part struct {
	ID    string
	Title string
	Lines []Line
}

// Line is one thing that was said in it, and what it is.
type Line struct {
	At         time.Time
	What, Text string
}

func newPart(l i18n.Locale, id string, lines []Line) Part {
	return Part{id, l.Text("demand.paper."+id, nil), slices.DeleteFunc(lines, func(x Line) bool { return x.Text == "" })}
}

// having leaves the papers of which there is something to give.
func having(parts ...Part) []Part {
	return slices.DeleteFunc(parts, func(x Part) bool { return len(x.Lines) == 0 })
}

// OfReport are the papers of a report that was opened: what is not opened is in none.
func OfReport(o *report.Opened, l i18n.Locale) []Part {
	c := &o.Case
	category, _ := o.Rules.Report.Category(c.Category)
	reported := []Line{{c.Received, category.Label.In(string(l.Language)), o.Account.Text}, {c.Received, l.Text("issue.form.where.title", nil), o.Account.Address}}
	if !o.Account.Point.IsZero() {
		reported = append(reported, Line{c.Received, l.Text("issue.form.where.title", nil), o.Account.Point.String()})
	}
	for _, q := range category.Questions {
		for _, answer := range o.Account.Answers[q.Code] {
			for _, x := range q.Values {
				if x.Code == answer {
					answer = x.Label.In(string(l.Language))
				}
			}
			reported = append(reported, Line{c.Received, q.Label.In(string(l.Language)), answer})
		}
	}
	var told, letters []Line
	for _, e := range o.Events {
		what := l.Text("dossier.event."+string(e.Kind), nil)
		told = append(told, Line{e.Happened(), what, strings.TrimPrefix(o.Answers[e.ID].Right+"\n"+o.Answers[e.ID].Text, "\n")})
		if e.Kind != (report.ProposeWords{}).Kind() {
			letters = append(letters, Line{e.Happened(), what, o.Written[e.ID]})
		}
	}
	return having(newPart(l, "reported", reported), newPart(l, "told", told), newPart(l, "letters", letters))
}

// OfReferral are those of a request for help.
func OfReferral(ctx context.Context, s *referral.Service, o *referral.Opened, l i18n.Locale) ([]Part, error) {
	c, lang := &o.Case, string(l.Language)
	need := func(code string) string { n, _ := o.Rules.Help.Need(code); return n.Label.In(lang) }
	var needs []string
	for _, code := range c.Needs {
		needs = append(needs, need(code))
	}
	asked := []Line{{c.Received, l.Text("help.copy.needs", nil), l.List(needs)}, {c.Received, l.Text("help.case.asked", nil), o.Asked}}
	var plan, services []Line
	for _, x := range c.Steps {
		plan = append(plan, Line{x.At, l.Text("help.case.plan", nil), o.Written[x.ID]})
	}
	for _, x := range c.Appointments {
		plan = append(plan, Line{x.At, l.Text("help.case.appointments", nil), o.Written[x.ID]})
	}
	for i := range c.Referrals {
		x := &c.Referrals[i]
		if x.Requested.IsZero() {
			continue
		}
		name, err := s.ServiceName(ctx, c.Tenant, x)
		if err != nil {
			return nil, err
		}
		services = append(services, Line{x.Requested, need(x.Need), strings.TrimPrefix(name+" · "+l.Text("referral.loop.state."+string(x.Status), nil), " · ")})
	}
	return having(newPart(l, "asked", asked), newPart(l, "plan", plan), newPart(l, "services", services)), nil
}

// papers prints what a demand was given. Every page says to whom it was given, under which order and when, so that a copy of it tells where it
// came from.
func (p *Pages) papers(w http.ResponseWriter, r *http.Request) error {
	x, err := p.demand(r)
	if err != nil {
		return err
	}
	if len(x.Papers) == 0 {
		return errNone
	}
	l := p.Texts.For(p.Render.PaperLanguage(r), x.rules.Zone)
	text, _, parts, err := p.open(r, &x, l)
	if err != nil {
		return err
	}
	_, unit, err := p.named(r, &x.kind)
	if err != nil {
		return err
	}
	out, err := Print(p.Fonts, l, Printed{Parts: parts, Papers: x.Papers, Of: Name(l, x.of.Facts.Kind, unit, x.of.Received), Office: unit, Rules: x.rules, At: x.Answered,
		Stamp: l.Text("paper.given", fault.Args{"body": text.Body, "order": text.Order, "day": l.Date(x.Answered)})})
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "papers.pdf", Type: "application/pdf", Bytes: out})
}

// Printed is what is printed of a case: of its parts those that are given.
type Printed struct {
	Parts      []Part
	Papers     []string // which of them
	Of, Office string
	Rules      *rulebook.Rulebook
	At         time.Time
	Stamp      string // stands on every page
}

// Print prints papers of a case. Error: fault.NotFound where there is nothing to print; those of document.PDF.
func Print(fonts *document.Fonts, l i18n.Locale, x Printed) ([]byte, error) {
	name := "paper/" + string(l.Language) + ".md"
	source, err := given.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("what was given in %s: %w", l.Language, err)
	}
	template, err := document.Parse(name, source)
	if err != nil {
		return nil, err
	}
	var docs []*document.Doc
	for _, one := range x.Parts {
		if !slices.Contains(x.Papers, one.ID) {
			continue
		}
		doc, err := template.Execute(l, map[string]any{"Title": one.Title, "Of": x.Of, "Lines": one.Lines})
		if err != nil {
			return nil, err
		}
		doc.Paper = document.Sheet(x.Rules.Jurisdiction())
		docs = append(docs, doc)
	}
	if len(docs) == 0 {
		return nil, errNone
	}
	out, err := document.PDF(fonts, docs, document.Options{Office: x.Office, At: x.At, Locale: l, Stamp: x.Stamp})
	return out.Bytes, err
}
