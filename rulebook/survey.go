package rulebook

import (
	"slices"
	"strings"
)

// Survey is what the parties of a mediation and whoever reported something are asked when it is over, or the neighbourhood now and then
// 问卷: fixed answers, about the office's work and about safety around. There is no room for own words, which could name somebody. What is asked is never weighed,
// and never counted by mediator.
type Survey struct {
	// ID names this set of questions in the counts. Questions that change get another one.
	ID     string `rb:"id"`
	Title  Label  `rb:"title"`
	Period string `rb:"period,optional"` // after a case: one of [ReturnPeriods], in which answers are counted; one of the neighbourhood has a last day instead
	// Minimum is how many answers a unit needs in a period before anything of them is shown, at least [SurveyMinimum].
	Minimum   int              `rb:"minimum,positive"`
	Questions []SurveyQuestion `rb:"questions"`
	Source    Source           `rb:"source"`
}

// SurveyQuestion is one question with the answers that one chooses from.
type SurveyQuestion struct {
	Code    string `rb:"code,key"`
	Label   Label  `rb:"label"`
	Answers []Code `rb:"answers"`
}

// SurveyMinimum is the least number of answers that a rulebook may show.
const SurveyMinimum = 20

// Bounds of a survey: it fits on one sheet.
const (
	maxQuestions = 8
	maxAnswers   = 6
)

// Answer is the answer of a code to a question; ok is false where there is none.
func (q SurveyQuestion) Answer(code string) (a Code, ok bool) {
	for _, x := range q.Answers {
		if x.Code == code {
			return x, true
		}
	}
	return a, false
}

// Surveyed are the capabilities whose people an office asks when a case is over.
func Surveyed() []string { return []string{"mediation", "report"} }

// SurveyOf is what the people of a capability are asked; nil where nobody is.
func (r *Rulebook) SurveyOf(capability string) *Survey {
	switch capability {
	case "mediation":
		return r.Mediation.Survey
	case "report":
		return r.Report.Survey
	}
	return nil
}

// Question is the question that "SURVEY.QUESTION" names, with the capability whose people are asked it; ok is false where there is none.
func (r *Rulebook) Question(name string) (capability string, q SurveyQuestion, ok bool) {
	survey, code, _ := strings.Cut(name, ".")
	for _, capability = range Surveyed() {
		s := r.SurveyOf(capability)
		if s == nil || s.ID != survey {
			continue
		}
		if i := slices.IndexFunc(s.Questions, func(q SurveyQuestion) bool { return q.Code == code }); i >= 0 {
			return capability, s.Questions[i], true
		}
	}
	return "", q, false
}

// checkSurveys holds that each survey's answers are counted apart.
func (d *draft) checkSurveys() {
	seen := map[string]string{}
	for _, x := range []struct {
		file string
		s    *Survey
	}{{"mediation.yaml", d.mediation.Survey}, {"report.yaml", d.reports.Survey}, {indicatorsFile, d.figures.Survey}} {
		d.checkSurvey(x.file, x.s)
		if x.s == nil || x.s.ID == "" {
			continue
		}
		if other := seen[x.s.ID]; other != "" {
			d.at(x.file, "survey.id", "the survey of %s has the id %q, too: their answers would be counted together", other, x.s.ID)
		}
		seen[x.s.ID] = x.file
	}
}

func (d *draft) checkSurvey(file string, s *Survey) {
	if s == nil {
		return
	}
	d.checkID(file, "survey.id", s.ID)
	if file == indicatorsFile {
		if s.Period != "" {
			d.at(file, "survey.period", "a survey of the neighbourhood has no period: it has a last day, which is set when it begins")
		}
	} else {
		d.oneOf(file, "survey.period", "period", s.Period, ReturnPeriods())
	}
	d.checkSource(file, "survey.source", s.Source)
	if s.Minimum > 0 && s.Minimum < SurveyMinimum {
		d.at(file, "survey.minimum", "%d answers show too much of each: the least is %d", s.Minimum, SurveyMinimum)
	}
	if n := len(s.Questions); n == 0 || n > maxQuestions {
		d.at(file, "survey", "a survey has 1 to %d questions", maxQuestions)
	}
	for i, q := range s.Questions {
		d.checkID(file, pathf("survey.questions[%d].code", i), q.Code)
		if n := len(q.Answers); n < 2 || n > maxAnswers {
			d.at(file, pathf("survey.questions[%d]", i), "a question has 2 to %d answers to choose from, and no free text", maxAnswers)
		}
		for j, a := range q.Answers {
			d.checkID(file, pathf("survey.questions[%d].answers[%d].code", i, j), a.Code)
		}
	}
}
