package inspection

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"linli/casefile"
	"linli/platform/blob"
	"linli/report/inspection"
	"linli/web/page"
	"linli/web/settle"
)

func number(n int) string { return strconv.Itoa(n) }

// writing are the acts that need words.
var writing = []casefile.Kind{"order", "ask_extension", "refuse_extension", "reinspect", "send_back", "escalate", "supervise", "publish"}

// Writes reports whether the act needs words.
func (v *view) Writes() bool { return slices.Contains(writing, v.Act) }

// AnswerItems are the answers to a question of a checklist.
func (w words) AnswerItems() []page.Item {
	var out []page.Item
	for _, a := range []string{inspection.Fine, inspection.Found, inspection.NotHere} {
		out = append(out, page.Item{Value: a, Text: w.Text("inspection.answer."+a, nil)})
	}
	return out
}

// BodyItems are the public bodies to which a danger can be handed on.
func (v *view) BodyItems() []page.Item {
	var out []page.Item
	for _, b := range v.rules.Inspection.Bodies {
		out = append(out, page.Item{Value: b.Code, Text: v.in(b.Label)})
	}
	return out
}

// Accept are the attributes of the field for photographs.
func (*view) Accept() page.Attributes { return page.Uploads() }

// Most is the longest term that can be given now, in days.
func (v *view) Most() int {
	if v.Act == "extend" {
		return v.rules.Inspection.Extension.N
	}
	return v.rules.Inspection.Term.N
}

func (p *Pages) actView(r *http.Request) (*view, error) {
	v, err := p.view(r)
	if err != nil {
		return nil, err
	}
	v.Act = casefile.Kind(r.PathValue("event"))
	if v.Act != "attach" && !slices.Contains(inspection.OfOffice, v.Act) {
		return nil, noAct
	}
	return v, p.Inspect.Access.Check(actor(r), "inspection."+string(v.Act), v.Case.Facts())
}

func (p *Pages) actForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.actView(r)
	if err != nil {
		return err
	}
	if v.Act == "attach" && !v.Attach || v.Act != "attach" && !slices.Contains(v.Next, v.Act) {
		return seeOther(w, r, v.Href()) // it has moved on, and its page says so
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/act", v)
	return nil
}

// act reads the form of an act and asks the service for it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.actView(r)
	if err != nil {
		return err
	}
	v.Form = form
	if form.Looking() && v.Act != "attach" {
		p.Render.Render(w, r, http.StatusOK, "inspection/act", v)
		return nil
	}
	done := "inspection.done." + string(v.Act)
	if v.Act == "attach" {
		done, err = p.upload(r, v)
	} else {
		cmd, sent := v.command()
		if !form.Faulty() {
			var ask *casefile.Request
			if ask, err = request(r, form, sent); err == nil {
				_, err = p.Inspect.Act(r.Context(), actor(r), v.Case.ID, cmd, ask)
			}
		}
	}
	if err == nil && !form.Faulty() && done != "" {
		p.Browser.Notify(w, done)
		return seeOther(w, r, v.Href())
	}
	if err != nil && !form.Take(err) {
		return err
	}
	p.Render.Render(w, r, form.Status(), "inspection/act", v)
	return nil
}

// upload holds the files that were sent aside and shows them, or keeps those that were settled, each without what was covered on it. It
// returns what is to be said of it; empty: there is something to show.
func (p *Pages) upload(r *http.Request, v *view) (done string, err error) {
	ctx, a, desk := r.Context(), actor(r), p.desk()
	if len(v.Form.Values(page.AsideField)) == 0 {
		if !v.Form.Looking() {
			v.Settle, err = desk.Take(ctx, a, v.Case.ID, v.Form)
		}
		return "", err
	}
	var said *settle.Settled
	if v.Settle, said, err = desk.Again(ctx, a, v.Case.ID, v.Form); err != nil || said == nil {
		return "", err
	}
	for _, f := range said.Kept {
		if _, err := p.Inspect.Upload(ctx, a, v.Case.ID, f.Held.Name, f.Said, f.Reader()); err != nil {
			return "", err
		}
	}
	return said.Done("inspection.done.attach"), desk.Forget(ctx, a, said)
}

func (p *Pages) desk() settle.Desk {
	return settle.Desk{Aside: blob.Aside{Files: p.Inspect.Files, IDs: p.Inspect.IDs, Cleaner: p.Inspect.Cleaner}}
}

// command is what the form asks for, with what was sent of it.
func (v *view) command() (inspection.Command, url.Values) {
	form, text := v.Form, v.Form.Value("text")
	if v.Writes() {
		form.Require("text")
	}
	days, nobody := int(form.Number("days")), form.Checked("names_nobody")
	sent := url.Values{"text": {text}, "days": {number(days)}, "body": {form.Value("body")}, "mended": form.Values("mended")}
	switch v.Act {
	case "record":
		c := inspection.Record{Answers: map[string]string{}, Found: map[string]string{}, Text: text, NamesNobody: nobody}
		for _, q := range v.Looks() {
			c.Answers[q.ID], c.Found[q.ID] = form.Value("answer-"+q.ID), form.Value("found-"+q.ID)
			sent.Set("answer-"+q.ID, c.Answers[q.ID])
			sent.Set("found-"+q.ID, c.Found[q.ID])
		}
		return c, sent
	case "reinspect":
		c := inspection.Reinspect{Text: text}
		for _, s := range form.Values("mended") {
			n, err := strconv.Atoi(s)
			if err != nil {
				form.Add("mended", "form.choose")
			}
			c.Mended = append(c.Mended, n)
		}
		return c, sent
	case "publish":
		return inspection.Publish{Text: text, NamesNobody: nobody}, sent
	}
	return map[casefile.Kind]inspection.Command{"pass": inspection.Pass{}, "order": inspection.GiveOrder{Days: days, Text: text}, "ask_extension": inspection.AskExtension{Text: text},
		"extend": inspection.Extend{Days: days}, "refuse_extension": inspection.RefuseExtension{Text: text}, "approve": inspection.Approve{},
		"send_back": inspection.SendBack{Text: text}, "close": inspection.Close{}, "escalate": inspection.Escalate{Body: form.Value("body"), Text: text},
		"supervise": inspection.Supervise{Days: days, Text: text}, "cancel": inspection.Cancel{}}[v.Act], sent
}
