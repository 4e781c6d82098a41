package insight

import (
	"net/http"

	"linli/insight"
	"linli/platform/calendar"
	"linli/rulebook"
)

// askedLine is what the people say beside what the office says of itself: the answers to one question of a survey after a case.
type askedLine struct {
	Question, Period string
	N                int64 // 0: too few answers, or another unit's could be had by subtraction
	Answers          []resultLine
}

// asked are the answers that the rulebook sets beside an indicator, of the unit of the page and of the latest period of the survey that
// had begun when the indicator's ended; nil where none is over.
func (p *Pages) asked(r *http.Request, s span, in *rulebook.Indicator) (*askedLine, error) {
	of, q, ok := s.rules.Question(in.Survey)
	if !ok {
		return nil, nil //nolint:nilnil // nothing stands beside it
	}
	_, last, err := insight.PeriodDays(s.q.Kind, s.q.Period)
	if err != nil {
		return nil, err
	}
	period, err := p.askedIn(r, s, of, last)
	if err != nil || period == "" {
		return nil, err
	}
	result, err := p.Survey.Results(r.Context(), s.a, of, s.unit.ID, period)
	if err != nil {
		return nil, err
	}
	out := &askedLine{Question: q.Label.In(string(s.l.Language)), Period: spanName(result.Form.Period, period, s.l)}
	for _, t := range tables(result, s.l) {
		if t.Code == q.Code {
			out.N, out.Answers = result.N, t.Answers
		}
	}
	return out, nil
}

// askedIn is the latest period of a survey that is over and had begun by a day; empty where there is none.
func (p *Pages) askedIn(r *http.Request, s span, of string, last calendar.Date) (string, error) {
	periods, err := p.Survey.Periods(r.Context(), s.a.Tenant, of)
	if err != nil {
		return "", err
	}
	for _, x := range periods {
		first, _, err := insight.PeriodDays(s.rules.SurveyOf(of).Period, x)
		if err != nil {
			return "", err
		}
		if !last.Before(first) {
			return x, nil
		}
	}
	return "", nil
}
