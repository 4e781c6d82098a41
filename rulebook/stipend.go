package rulebook

import (
	"maps"
	"slices"
	"strings"

	"linli/platform/i18n"
)

// Stipends say what the mediators of a case are paid for their work 以案定补. They are equal whatever the outcome: a grade
// is reached by work done, and neither its conditions nor its name can speak of how a case ended.
type Stipends struct {
	Currency string         `rb:"currency"` // ISO 4217
	Grades   []StipendGrade `rb:"grades"`   // each asks for more work than the one before it, and pays more
	Reviews  []string       `rb:"reviews"`  // the posts that look at a claim one after the other, of [StipendReviewers]
	Source   Source         `rb:"source"`
}

// StipendGrade is what is paid for the work of one case.
type StipendGrade struct {
	Code   string    `rb:"code,key"`
	Label  Label     `rb:"label"`
	Amount int       `rb:"amount,positive"` // in minor units of the currency, for all mediators of the case together
	Work   []WorkBar `rb:"work,optional"`   // all of them; none: any case that was mediated
}

// WorkBar is how much of something has to be done.
type WorkBar struct {
	Of      string `rb:"of"` // one of [WorkMeasures]
	AtLeast int    `rb:"at_least,positive"`
}

// WorkMeasures are the kinds of work that a grade can ask for: sessions that were held and recorded, their minutes, the
// parties at the table, and investigations.
func WorkMeasures() []string { return []string{"sessions", "minutes", "parties", "investigations"} }

// StipendReviewers are the posts that can look at a claim: the lead of the case's unit, and the lead above, who answers for
// the money. Each step is another person's.
func StipendReviewers() []string { return []string{"lead", "parent.lead"} }

// outcomes are words for how a case ended, as they stand in codes and labels.
var outcomes = strings.Fields(`agree settle success outcome result signed effective oral confirm perform breach void terminat withdraw impasse satisf
	成功 失败 达成 协议 口头 书面 履行 确认 签署 签订 撤回 终止 满意 结果 失敗 達成 協議 口頭 書面 確認 簽署 簽訂 終止 滿意 結果`)

// ended is the word for an outcome in a text, or empty.
func ended(text string) string {
	text = strings.ToLower(text)
	if i := slices.IndexFunc(outcomes, func(o string) bool { return strings.Contains(text, o) }); i >= 0 {
		return outcomes[i]
	}
	return ""
}

// Grade is the highest grade that the work reaches; zero where there is none.
func (s *Stipends) Grade(work map[string]int) StipendGrade {
	var reached StipendGrade
	for _, g := range s.Grades {
		if !slices.ContainsFunc(g.Work, func(b WorkBar) bool { return work[b.Of] < b.AtLeast }) {
			reached = g
		}
	}
	return reached
}

// Label is the name of a grade in a language; its code where the rulebook does not know it any more.
func (s *Stipends) Label(grade, lang string) string {
	if s != nil {
		for _, g := range s.Grades {
			if g.Code == grade {
				return g.Label.In(lang)
			}
		}
	}
	return grade
}

func (d *draft) checkStipends(file string, s *Stipends) {
	if s == nil {
		return
	}
	d.checkSource(file, "stipends.source", s.Source)
	if s.Currency != "" && !i18n.KnownCurrency(s.Currency) {
		d.at(file, "stipends.currency", "%q is no ISO 4217 currency; write for instance CNY", s.Currency)
	}
	if len(s.Grades) == 0 {
		d.at(file, "stipends", "a stipend needs a grade")
	}
	if len(s.Reviews) < 2 {
		d.at(file, "stipends", "two people look at a claim before it is paid: name two reviews")
	}
	for i, post := range s.Reviews {
		d.oneOf(file, pathf("stipends.reviews[%d]", i), "reviewer", post, StipendReviewers())
	}
	for i, g := range s.Grades {
		d.checkGrade(file, pathf("stipends.grades[%d]", i), g)
		if i == 0 && len(g.Work) > 0 {
			d.at(file, "stipends.grades[0].work", "the first grade is for any case that was mediated: it asks for nothing more")
		}
		if i > 0 && (g.Amount <= s.Grades[i-1].Amount || len(g.Work) == 0) {
			d.at(file, pathf("stipends.grades[%d].amount", i), "a grade asks for more work than the one before it, and pays more")
		}
	}
}

func (d *draft) checkGrade(file, path string, g StipendGrade) {
	const why = "a stipend is equal whatever the outcome: %q says how a case ended"
	d.checkID(file, path+".code", g.Code)
	if w := ended(g.Code); w != "" {
		d.at(file, path+".code", why, w)
	}
	for _, lang := range slices.Sorted(maps.Keys(g.Label)) {
		if w := ended(g.Label[lang]); w != "" {
			d.at(file, path+".label", why, w)
			break
		}
	}
	for j, b := range g.Work {
		at := pathf("%s.work[%d].of", path, j)
		if w := ended(b.Of); w != "" {
			d.at(file, at, why+"; known here: %s", w, strings.Join(WorkMeasures(), ", "))
			continue
		}
		d.oneOf(file, at, "kind of work", b.Of, WorkMeasures())
	}
}
