package report

import (
	"context"
	"slices"
	"time"

	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// takers are the other offices that a report can still be sent to.
func (p *Pages) takers(ctx context.Context, c *report.Case) ([]report.Recipient, error) {
	all, err := p.Report.Relay.Recipients(ctx, c.Tenant, c.Category)
	return slices.DeleteFunc(all, func(r report.Recipient) bool {
		return slices.ContainsFunc(c.Sent, func(s report.Sent) bool { return s.To == r.ID })
	}), err
}

// Sent is how a report stands at another office, and what that office got.
type Sent struct {
	Name, Key, Number string
	At                time.Time // of what Key says
	Text, Place       string
	Chosen            []string // answers that were chosen from a list
}

// Sent is how the report stands at each of the offices that it was sent to.
func (v *issue) Sent() []Sent {
	if v.Opened == nil {
		return nil
	}
	return SentOf(v.Opened, string(v.words.Language))
}

// SentOf is how a report stands at each of the offices that it was sent to, for both of its sides. Their names are those under
// which it was sent; what was chosen is told in a language.
func SentOf(o *report.Opened, lang string) (out []Sent) {
	category, _ := o.Rules.Report.Category(o.Case.Category)
	for _, s := range o.Case.Sent {
		what := o.Answers[s.Text]
		x := Sent{Name: what.Right, Key: "issue.sent.waiting", Number: s.Remote, At: s.Asked, Text: what.Text, Place: what.Place}
		switch {
		case !s.Given.IsZero():
			x.Key, x.At = "issue.sent.given_up", s.Given
		case s.Status != "":
			x.Key, x.At = "issue.sent."+s.Status, s.As
		case !s.Arrived.IsZero():
			x.Key, x.At = "issue.sent.arrived", s.Arrived
		}
		for _, given := range what.Given {
			x.Chosen = append(x.Chosen, chosenWords(category, given, lang)...)
		}
		out = append(out, x)
	}
	return out
}

// prefill puts what can be sent into the form: what everybody may read of it, else what the reporter wrote and let be
// passed on, without what seems to point at somebody.
func (p *Pages) prefill(ctx context.Context, v *issue) error {
	words, place := v.proposed()
	if !v.Case.Published.IsZero() { // the same words as everybody reads; without the reporter's leave these alone
		shown, err := p.Report.PublicView(ctx, v.Case.Tenant, v.Case.PublicID)
		if err != nil {
			return err
		}
		words, place = shown.Text, shown.Place
	}
	v.Form = page.NewForm(map[string][]string{"text": {words}, "place": {place}})
	return nil
}

// PointHint says that the point is sent too, where there is one.
func (v *issue) PointHint() string {
	if v.Case.Place.Point.IsZero() {
		return ""
	}
	return v.words.Text("issue.office.forward_point", nil)
}

// chosenWords is what was chosen, in a language.
func chosenWords(category rulebook.Category, given report.Choice, lang string) (out []string) {
	for _, q := range category.Questions {
		for _, value := range q.Values {
			if q.Code == given.Question && slices.Contains(given.Values, value.Code) {
				out = append(out, value.Label.In(lang))
			}
		}
	}
	return out
}

// chosen are the reporter's answers that were chosen from a list; none where nothing but what is published may be sent.
func (v *issue) chosen() (out []report.Choice) {
	if !v.Case.MayPass {
		return nil
	}
	for _, q := range v.Category.Questions {
		if given := v.Opened.Account.Answers[q.Code]; report.Chosen(q) && len(given) > 0 {
			out = append(out, report.Choice{Question: q.Code, Values: given})
		}
	}
	return out
}
