package report

import (
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/report"
	"linli/web/page"
)

// actPage is the page of one act of the desk.
type actPage struct {
	*view
	Act casefile.Kind
}

// Writes reports whether the act needs words.
func (a *actPage) Writes() bool {
	return !slices.Contains([]casefile.Kind{"take", "accept", "answer_erasure"}, a.Act)
}

// ReasonItems are the reasons for which another office is responsible.
func (a *actPage) ReasonItems() []page.Item {
	var out []page.Item
	for _, c := range a.Rules.Report.NotAccepted {
		out = append(out, page.Item{Value: c.Code, Text: c.Label.In(string(a.Language))})
	}
	return out
}

// Asked are the sentences that the author wrote, for whoever answers.
func (a *actPage) Asked() string {
	if a.Opened == nil || !a.Writes() {
		return ""
	}
	return a.Opened.Account.Text
}

func (p *Pages) actPage(r *http.Request, form *page.Form) (*actPage, error) {
	act := casefile.Kind(r.PathValue("event"))
	v, err := p.view(r)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(report.OfOffice, act) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	if err := p.Report.Access.Check(actor(r), "report."+string(act), v.Case.Facts()); err != nil {
		return nil, err
	}
	v.filing.Form = form
	return &actPage{v, act}, nil
}

func (p *Pages) actForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.actPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	if !slices.Contains(a.Next, a.Act) {
		return seeOther(w, r, a.Href()) // the complaint has moved on, and its page says so
	}
	if text := p.fill(r, a.words, a.Rules, &a.Case, a.Act, "", a.Promises); text != "" {
		a.Form.Set("text", text)
	}
	p.Render.Render(w, r, http.StatusOK, "report/act", a)
	return nil
}

// act reads the form of an act and asks the service for it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.actPage(r, form)
	if err != nil {
		return err
	}
	switch {
	case form.Looking():
		p.Render.Render(w, r, http.StatusOK, "report/act", a)
		return nil
	case a.Act == "not_accept":
		form.Require("reason", "right", "text")
	case a.Act == "answer_change":
		form.Require("done", "text")
	case a.Writes():
		form.Require("text")
	}
	if !form.Faulty() {
		sent := url.Values{"text": {form.Value("text")}, "right": {form.Value("right")}, "reason": {form.Value("reason")}, "done": {form.Value("done")}}
		ask, err := request(r, form, sent)
		if err == nil {
			_, err = p.Report.Act(r.Context(), actor(r), a.Case.ID, command(a.Act, form), ask)
		}
		if err == nil {
			p.Browser.Notify(w, "report.done."+string(a.Act))
			return seeOther(w, r, a.Href())
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "report/act", a)
	return nil
}

func command(act casefile.Kind, form *page.Form) report.Command {
	words := form.Value("text")
	return map[casefile.Kind]report.Command{"take": report.Take{}, "accept": report.Accept{}, "message": report.Write{Text: words}, "note": report.Note{Text: words},
		"not_accept":    report.NotAccept{Reason: form.Value("reason"), Right: form.Value("right"), Text: words},
		"propose_words": report.ProposeWords{Text: words}, "extend": report.Extend{Text: words}, "answer": report.GiveAnswer{Text: words},
		"decide_review": report.DecideReview{Text: words}, "answer_erasure": report.AnswerErasure{},
		"answer_change": report.AnswerChange{Done: form.Value("done") == "yes", Text: words}}[act]
}
