package report

import (
	"slices"

	"linli/platform/fault"
	"linli/rulebook"
)

// goneThrough is what somebody looked at, of the category's checklist, before calling a thing fixed.
type goneThrough struct {
	Checked []string `json:"checked,omitempty"`
}

// knows notes what is not on the category's checklist, or stands there twice.
func (d *decision) knows(l *fault.List, checked []string) {
	category, _ := d.Rules.Report.Category(d.c.Category)
	for i, code := range checked {
		if slices.Contains(checked[:i], code) || !slices.ContainsFunc(category.Checklist, func(c rulebook.Code) bool { return c.Code == code }) {
			l.Add("checked", "form.choose")
			return
		}
	}
}

func (d *decision) checked(s *Step, checked []string, words string) (any, error) {
	var l fault.List
	d.knows(&l, checked)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if _, err := answered(s, words); err != nil {
		return nil, err
	}
	return goneThrough{checked}, nil
}
