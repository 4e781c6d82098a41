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
	// Answers are texts that whoever answers begins with, and changes before sending.
	Answers []AnswerText `rb:"answers,optional"`
	// ReviewWithin is how long the author may ask for a review of an answer. The term is the author's, so it is no promise.
	ReviewWithin Term `rb:"review_within"`
	// ReopenWithin is how long after the office called a thing fixed or closed its reporter may say that it is not.
	ReopenWithin Term `rb:"reopen_within"`
	// Kept is for how many days a report is kept after its last act; then every word of it is destroyed.
	Kept Limit `rb:"kept_days"`
	// Elsewhere is the key of the text that names who outside the office can be turned to instead.
	Elsewhere string `rb:"elsewhere"`
	// Emergency is the key of the text that says whom to call where somebody is in danger at this moment.
	Emergency string `rb:"emergency"`
	// Survey is what a reporter is asked when its report is over; nil where nobody is asked.
	Survey *Survey `rb:"survey,optional"`
}

// Kind is what sort of thing a report is. The list is closed in code, see [Kinds].
type Kind string

// The kinds. The first six are about a place, a service or a thing; the others about a unit of the office or its people, and
// those never stay in the unit that they are about.
const (
	Hazard            Kind = "hazard"             // 隐患: somebody could be hurt
	Defect            Kind = "defect"             // 损坏: something of the public's does not work
	Request           Kind = "request"            // 求助服务
	Inquiry           Kind = "question"           // 咨询
	Suggestion        Kind = "suggestion"         // 建议
	Praise            Kind = "praise"             // 表扬
	Grievance         Kind = "grievance"          // 信访事项: about what a unit did, with a right to review and a second review
	ComplaintMediator Kind = "complaint_mediator" // 投诉调解员
	ComplaintOffice   Kind = "complaint_office"   // 投诉办公室
)

// Kinds are the kinds of report that the program handles.
func Kinds() []string {
	return []string{string(Hazard), string(Defect), string(Request), string(Inquiry), string(Suggestion), string(Praise), string(Grievance),
		string(ComplaintMediator), string(ComplaintOffice)}
}

// AboutUnit reports whether a report of the kind is about a unit of the office or somebody who works there.
func (k Kind) AboutUnit() bool {
	return k == Grievance || k == ComplaintMediator || k == ComplaintOffice
}

// Mended reports whether what a report of the kind asks for is done at a place, and can be called fixed.
func (k Kind) Mended() bool { return k == Hazard || k == Defect || k == Request }

// Category is what a report is about: a place, a service, a thing or the office itself; never what a resident does, believes,
// where one lives or with whom one meets.
type Category struct {
	Code  string `rb:"code,key"`
	Kind  Kind   `rb:"kind"`
	Label Label  `rb:"label"`
	// Hint says in plain words what belongs here.
	Hint Label `rb:"hint,optional"`
	// Group puts the categories of one concern together in a list.
	Group Label `rb:"group,optional"`
	// HandledBy is the unit that handles it: "unit" (the one in which it is; the default), "above" (the next above) or "root"
	// (the office's own).
	HandledBy string `rb:"handled_by,optional"`
	// Place says whether a report names where: "required", "optional" (the default) or "none".
	Place string `rb:"place,optional"`
	// Public says that a person may publish it once it is redacted. A category about a unit never is.
	Public bool `rb:"public,optional"`
	// Round is to how many metres, 100 to 5000, a place is rounded where it is published. Without it a place is published as the nearest that the
	// office lists within 50 metres, and rounded to 100 where none is so near. A place that could show a home needs it.
	Round int `rb:"round_metres,optional"`
	// Review says that whoever is told an answer may ask for a review of it.
	Review bool `rb:"review,optional"`
	// Checklist is what whoever handles it looks at, at the place or of the service, before calling it fixed; never of a person.
	Checklist []Code `rb:"checklist,optional"`
	// Questions are asked with a report of the category (Open311's attributes).
	Questions []AskedWith `rb:"questions,optional"`
}

// AskedWith is a question that goes with a category (Open311 GeoReport v2, service definition). It asks about the thing that
// is reported, never about whoever reports.
type AskedWith struct {
	Code  string `rb:"code,key"`
	Label Label  `rb:"label"`
	// Datatype is "string", "number", "datetime", "text", "singlevaluelist" or "multivaluelist".
	Datatype string `rb:"datatype"`
	Required bool   `rb:"required,optional"`
	Help     Label  `rb:"help,optional"`
	// Values are the answers that a list offers.
	Values []Code `rb:"values,optional"`
}

// Datatypes are those of a question.
func Datatypes() []string {
	return []string{"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
}

// Category is the category with the code.
func (r *Report) Category(code string) (Category, bool) {
	for _, c := range r.Categories {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}

// ReportPromises are the rules about reports of a category, in the rulebook's order.
func (r *Rulebook) ReportPromises(code string) []PromiseRule {
	c, _ := r.Report.Category(code)
	return slices.DeleteFunc(r.Promises("report"), func(p PromiseRule) bool {
		return len(p.For) > 0 && !slices.Contains(p.For, code) && !slices.Contains(p.For, string(c.Kind))
	})
}

// impossible are what no report is refused for: they judge whoever speaks, and how often, in place of what is said.
var impossible = byFirst(`
	repeat vexatious abnormal frivolous querulous malicious habitual nuisance unreasonable
	重复 反复 多次 无理 异常 非正常 不正常 缠 滥 恶意
`)

func (d *draft) checkReport() {
	const file = "report.yaml"
	r := d.reports
	var complains, keeps bool
	for i, c := range r.Categories {
		d.checkCategory(pathf("categories[%d]", i), c)
		complains = complains || c.Kind == ComplaintMediator
		keeps = keeps || c.Kind == ComplaintOffice
	}
	if mediates := d.folder.trees["mediation.yaml"] != nil; (!complains && mediates || !keeps) && len(r.Categories) > 0 {
		d.at(file, "categories", "no category is of the kind complaint_office, or, where there is mediation, none of complaint_mediator: a complaint always has a way")
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
	for name, l := range map[string]Length{"review_within": r.ReviewWithin.Length, "reopen_within": r.ReopenWithin.Length} {
		if l.Unit == AtOnce || l.Unit == SameDay || l.Unit == Hours || l.Unit == WorkingHours || l.Unit != "" && l.N == 0 {
			d.at(file, name+".length", "the author needs time to say so: at least 1 day")
		}
	}
	if r.Kept.N > longestRetention {
		d.at(file, "kept_days.n", "%d days are more than sixty years: nothing is kept for ever", r.Kept.N)
	}
	d.checkAnswers()
	d.checkSource(file, "review_within.source", r.ReviewWithin.Source)
	d.checkSource(file, "reopen_within.source", r.ReopenWithin.Source)
	d.checkSource(file, "kept_days.source", r.Kept.Source)
	d.checkTextKey(file, "elsewhere", r.Elsewhere)
	d.checkTextKey(file, "emergency", r.Emergency)
}
