package rulebook

import (
	"maps"
	"slices"
)

// Report is what the rulebook says of what people tell the office 报事.
type Report struct {
	Categories []Category `rb:"categories"`
	// NotAccepted are the reasons for which the office does not take a report on. With each, the right office is named.
	NotAccepted []Code `rb:"not_accepted"`
	// ReviewWithin is how long the author may ask for a review of an answer. The term is the author's, so it is no promise.
	ReviewWithin Term `rb:"review_within"`
	// Kept is for how many days a report is kept after its last act; then every word of it is destroyed.
	Kept Limit `rb:"kept_days"`
	// Elsewhere is the key of the text that names who outside the office can be turned to instead.
	Elsewhere string `rb:"elsewhere"`
}

// Category is what a report is about.
type Category struct {
	Code  string `rb:"code,key"` // one of [Categories]
	Label Label  `rb:"label"`
}

// Categories are the categories that the program handles: complaints about a mediator and about the office itself.
func Categories() []string { return []string{"complaint_mediator", "complaint_office"} }

// Category is the category with the code.
func (r *Report) Category(code string) (Category, bool) {
	for _, c := range r.Categories {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}

// impossible are what no report is refused for: they judge whoever speaks, and how often, in place of what is said.
var impossible = byFirst(`
	repeat vexatious abnormal frivolous querulous malicious habitual nuisance unreasonable
	重复 反复 多次 无理 异常 非正常 不正常 缠 滥 恶意
`)

func (d *draft) checkReport() {
	const file = "report.yaml"
	r := d.reports
	for i, c := range r.Categories {
		d.oneOf(file, pathf("categories[%d].code", i), "category", c.Code, Categories())
	}
	if _, ok := r.Category("complaint_mediator"); !ok && len(r.Categories) > 0 {
		d.at(file, "categories", "no category is complaint_mediator: a complaint about a mediator always has a way")
	}
	for i, c := range r.NotAccepted {
		path := pathf("not_accepted[%d]", i)
		d.checkID(file, path+".code", c.Code)
		for _, text := range append(slices.Sorted(maps.Values(c.Label)), c.Code) {
			if word := within(folded(text), impossible); word != "" {
				d.at(file, path, "%q judges whoever complains (%q): no report is refused for who speaks, how, or how often", text, word)
				break
			}
		}
	}
	if l := r.ReviewWithin.Length; l.Unit == AtOnce || l.Unit == WorkingHours || l.Unit != "" && l.N == 0 {
		d.at(file, "review_within.length", "the author needs time to ask for a review: at least 1 day")
	}
	if r.Kept.N > longestRetention {
		d.at(file, "kept_days.n", "%d days are more than sixty years: nothing is kept for ever", r.Kept.N)
	}
	d.checkSource(file, "review_within.source", r.ReviewWithin.Source)
	d.checkSource(file, "kept_days.source", r.Kept.Source)
	d.checkTextKey(file, "elsewhere", r.Elsewhere)
}
