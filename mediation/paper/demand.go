package paper

import (
	"slices"
	"strconv"
	"strings"

	"linli/mediation"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/id"
)

// Demandable are the papers of a case that a demand of a court can be given: joint papers alone.
func Demandable(o *mediation.Opened) []Paper {
	return slices.DeleteFunc(List(o, id.ID{}), func(p Paper) bool {
		return p.Private || p.No > 0 || !p.Party.IsZero() || !mediation.Demandable(p.ID)
	})
}

// Given prints what a demand was given into one file. Every page says to whom it was given, under which order and when, so
// that a copy of it tells where it came from. Errors: ErrNone where nothing was given; those of document.PDF.
func (p *Press) Given(o Order, demand id.ID) (document.Result, error) {
	x := o.Opened.Case.Demand(demand)
	if x == nil || len(x.Papers) == 0 {
		return document.Result{}, ErrNone
	}
	which := slices.DeleteFunc(Demandable(o.Opened), func(p Paper) bool { return !slices.Contains(x.Papers, p.ID) })
	text := o.Opened.Demands[demand]
	l := p.texts.For(o.Language, o.Opened.Rules.Zone)
	o.Stamp = l.Text("paper.given", fault.Args{"body": text.Body, "order": text.Order, "day": l.Date(x.Answered)})
	o.At = x.Answered // the same file whenever it is printed
	return p.PDF(o, which...)
}

// Named is the document and the number that the id of a joint paper says.
func Named(paper string) (document string, nth int) {
	kind := strings.TrimRight(paper, "0123456789")
	if kind == paper {
		return paper, 0
	}
	nth, _ = strconv.Atoi(paper[len(kind):])
	return strings.TrimSuffix(kind, "-"), nth
}
