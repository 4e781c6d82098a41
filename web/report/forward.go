package report

import (
	"context"
	"slices"

	"linli/platform/redact"
	"linli/report"
	"linli/web/page"
)

// takers are the other offices that a report can still be sent to.
func (p *Pages) takers(ctx context.Context, c *report.Case) ([]report.Recipient, error) {
	all, err := p.Report.Relay.Recipients(ctx, c.Tenant, c.Category)
	return slices.DeleteFunc(all, func(r report.Recipient) bool {
		return slices.ContainsFunc(c.Sent, func(s report.Sent) bool { return s.To == r.ID })
	}), err
}

// sentLine is how a report stands at another office.
type sentLine struct{ Name, Key, Number string }

// Sent is how the report stands at each of the offices that it was sent to. Their names are those under which it was sent.
func (v *issue) Sent() (out []sentLine) {
	if v.Opened == nil {
		return nil
	}
	for _, s := range v.Case.Sent {
		x := sentLine{Name: v.Opened.Answers[s.Text].Right, Key: "issue.sent.waiting", Number: s.Remote}
		switch {
		case !s.Given.IsZero():
			x.Key = "issue.sent.given_up"
		case s.Status != "":
			x.Key = "issue.sent." + s.Status
		case !s.Arrived.IsZero():
			x.Key = "issue.sent.arrived"
		}
		out = append(out, x)
	}
	return out
}

// prefill puts what can be sent into the form: what everybody may read of it, else what the reporter wrote and let be
// passed on, without what seems to point at somebody.
func (p *Pages) prefill(ctx context.Context, v *issue) error {
	words := redact.Rewrite(v.Opened.Account.Text, func(k redact.Kind) string { return v.words.Text("publish.instead."+string(k), nil) })
	place := v.Place
	if place == "" {
		place = redact.Rewrite(v.Opened.Account.Address, func(redact.Kind) string { return "" })
	}
	if !v.Case.Published.IsZero() {
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

// chosen are the reporter's answers that were chosen from a list.
func (v *issue) chosen() (out []report.Choice) {
	for _, q := range v.Category.Questions {
		if given := v.Opened.Account.Answers[q.Code]; report.Chosen(q) && len(given) > 0 {
			out = append(out, report.Choice{Question: q.Code, Values: given})
		}
	}
	return out
}
