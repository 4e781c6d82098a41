package help

import (
	"slices"

	"linli/referral"
	"linli/web/page"
)

// question is what somebody is asked before a service is told anything: line by line, sensitive lines apart, nothing ticked.
type question struct {
	Service   string
	Need      string
	Notice    []string
	Ordinary  []page.Item
	Apart     []string // the notice of the sensitive lines
	Sensitive []page.Item
}

func (w words) question(o *referral.Opened, r *referral.Referral) question {
	need, _ := o.Rules.Help.Need(r.Need)
	q := question{Service: o.Words[r.ID].Service, Need: need.Label.In(w.lang), Notice: paragraphs(o.Rules.Text(w.lang, o.Rules.Help.Notice.Text)),
		Apart: paragraphs(o.Rules.Text(w.lang, o.Rules.Help.Sensitive.Text))}
	said := o.Words[r.ID]
	values := map[string]string{referral.LineName: o.Who.Name, referral.LineContact: o.Contact, referral.LineLanguage: o.Who.Language, referral.LineNeed: q.Need,
		referral.LineWords: said.Words, referral.LineHealth: said.Health, referral.LineSafety: said.Safety}
	for _, line := range r.Offered {
		item := page.Item{Value: line, Text: w.Text("help.line."+line, nil), Hint: page.Text{Text: values[line]}}
		if referral.Sensitive(line, need) {
			q.Sensitive = append(q.Sensitive, item)
		} else {
			q.Ordinary = append(q.Ordinary, item)
		}
	}
	return q
}

// lines are what was ticked on the form, of both parts.
func lines(form *page.Form) []string {
	return slices.Concat(form.Values("lines"), form.Values("sensitive"))
}

// reasons are reasons as a form offers them.
func (w words) reasons(of []string) (out []page.Item) {
	for _, r := range of {
		out = append(out, page.Item{Value: r, Text: w.Text("help.reason."+r, nil)})
	}
	return out
}
