package report

import (
	"linli/casefile"
	"linli/platform/access"
	"linli/report"
	"linli/web/aside"
)

// Corrections are those of this report.
func (v *view) Corrections() []casefile.Corrected { return v.Opened.Case.Corrected(v.Opened.Written) }

// Corrections are those of this report.
func (v *issue) Corrections() []casefile.Corrected { return v.Opened.Case.Corrected(v.Opened.Written) }

// opens reports whether the reader reads the report: whoever handles it, and once it is restricted whoever keeps it.
func (p *Pages) opens(a access.Actor, c *report.Case) bool {
	if c.Restricted() {
		return p.Report.Access.Check(a, "report.read", c.Facts()) == nil
	}
	return c.Handles(a.Account)
}

// Given is a question of the category with what the reporter answered.
type Given struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// GivenOf are the answers to the category's questions, in a language.
func GivenOf(o *report.Opened, lang string) (out []Given) {
	category, _ := o.Rules.Report.Category(o.Case.Category)
	for _, q := range category.Questions {
		for _, given := range o.Account.Answers[q.Code] {
			for _, x := range q.Values {
				if x.Code == given {
					given = x.Label.In(lang)
				}
			}
			out = append(out, Given{q.Label.In(lang), given})
		}
	}
	return out
}

// mayDemand reports whether the reader can enter a demand of a court for papers of the report.
func (p *Pages) mayDemand(a access.Actor, c *report.Case) bool {
	return c.Erased.IsZero() && p.Report.Access.Check(a, "report.demand", c.Facts()) == nil
}

// urgentAt is where urgent access to a report is asked for, approved and checked: empty where there is none and the reader asks for none.
func (p *Pages) urgentAt(a access.Actor, c *report.Case, opened bool) string {
	if !c.Erased.IsZero() || p.Report.Access.Check(a, "report.see_urgent", c.Facts()) != nil || opened && len(c.Urgent) == 0 {
		return ""
	}
	return aside.UrgentAt(c.ID)
}

// exportAt is where it is asked that a copy of a report leaves as a file: empty for whoever does not ask and has none to approve.
func (p *Pages) exportAt(a access.Actor, c *report.Case) string {
	may := func(act string) bool { return p.Report.Access.Check(a, "report."+act, c.Facts()) == nil }
	if c.Erased.IsZero() && may("ask_export") || may("approve_export") && len(c.Exports) > 0 {
		return aside.ExportsAt(c.ID)
	}
	return ""
}
