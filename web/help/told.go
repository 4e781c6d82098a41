package help

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/web/page"
)

// doorPage asks for the key of a link. It is the same for a link that exists and one that does not.
type doorPage struct {
	Form *page.Form
	At   string
}

// toldPage is one referral as its service sees it.
type toldPage struct {
	Form *page.Form
	words
	*referral.Told
	At  string
	Act casefile.Kind // chosen; empty: none yet

	Speak string // whom to speak to, where the unit that asked has ended
}

// door shows the form that a browser fills with the key from behind the #.
func (p *Pages) door(w http.ResponseWriter, r *http.Request) error {
	p.discreet(r)
	p.Render.Render(w, r, http.StatusOK, "help/door", doorPage{page.NewForm(nil), doorAt(r)})
	return nil
}

func doorAt(r *http.Request) string { return "/p/" + url.PathEscape(r.PathValue("link")) }

// told opens the referral with the key in the body of the form, and takes an answer that came with it. Each request asks anew whether
// the link still holds and the person still agrees.
func (p *Pages) told(w http.ResponseWriter, r *http.Request) error {
	p.discreet(r)
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	page.Of(r).Switch = r.URL.Path // a key is typed again, never sent along
	form.Require("link_key")
	who, err := p.come(r, form)
	if err != nil || form.Faulty() {
		return p.refuse(w, r, form, err)
	}
	if form.Value("file") == fhirFile {
		return p.toldFHIR(w, r, who)
	}
	x, err := p.Referral.OpenTold(r.Context(), who)
	if err != nil {
		return p.refuse(w, r, form, err)
	}
	data, err := p.toldPage(r, form, x, doorAt(r))
	if err != nil {
		return err
	}
	done, err := p.answer(r, who, data)
	if done {
		if data.Told, err = p.Referral.OpenTold(r.Context(), who); err == nil {
			data.Act = "done"
		}
	}
	if err != nil {
		return p.refuse(w, r, form, err)
	}
	p.Render.Render(w, r, form.Status(), "help/told", data)
	return nil
}

func (p *Pages) toldPage(r *http.Request, form *page.Form, x *referral.Told, at string) (*toldPage, error) {
	t := &toldPage{Form: form, words: p.words(r), Told: x, At: at, Act: casefile.Kind(form.Value("act"))}
	if !slices.Contains(x.Next, t.Act) {
		t.Act = ""
	}
	if x.Moved == nil {
		return t, nil
	}
	tree, err := p.Office.Tree(r.Context(), x.Tenant)
	if err != nil {
		return nil, err
	}
	unit, _ := tree.Unit(tree.Now(x.Moved.To, p.Clock.Now()))
	t.Speak = strings.TrimSpace(t.Text("help.told.moved", fault.Args{"day": t.LongDate(x.Moved.At), "unit": unit.Name}) + " " + tree.Desk(unit.ID).Line(t.Locale))
	return t, nil
}

// answer takes the answer that came with a page of what is told, if one did. What is wrong with its fields stands in the form.
func (p *Pages) answer(r *http.Request, who access.Actor, t *toldPage) (done bool, err error) {
	if t.Act == "" || t.Form.Value("send") == "" || t.Form.Looking() {
		return false, nil
	}
	cmd := t.command()
	if t.Form.Faulty() {
		return false, nil
	}
	ask, err := request(who.Party, r, t.Form, r.PostForm)
	if err == nil {
		_, err = p.Referral.Act(r.Context(), who, who.Case, cmd, ask)
	}
	if err != nil && t.Form.Take(err) {
		return false, nil
	}
	return err == nil, err
}

// come is who the link and the key let in.
func (p *Pages) come(r *http.Request, form *page.Form) (access.Actor, error) {
	code, err := id.ParseCode(r.PathValue("link"))
	if err != nil {
		return access.Actor{}, referral.ErrLink
	}
	tenant, err := p.Office.TenantOf(r.Context(), code.Tag())
	if err != nil {
		if fault.Of(err).Code == fault.NotFound {
			err = referral.ErrLink
		}
		return access.Actor{}, err
	}
	return p.Referral.Enter(r.Context(), tenant.ID, code, referral.Key(form.Value("link_key")))
}

// refuse asks for the key again where the link does not open, and says no more than that.
func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, form *page.Form, err error) error {
	if err != nil && fault.Of(err).Code != fault.Unauthenticated {
		return err
	}
	status := form.Status()
	if err != nil {
		form.Add("link_key", fault.Of(err).Key)
		status = fault.Unauthenticated.Status()
	}
	form.Set("link_key", "")
	p.Render.Render(w, r, status, "help/door", doorPage{form, doorAt(r)})
	return nil
}

// Lines of the need are codes; a page says them in words.
func (t *toldPage) Say(x referral.Said) string {
	if x.Line == referral.LineNeed {
		return t.needs([]string{x.Text}, t.Rules)
	}
	return x.Text
}

// Tag is where the referral stands.
func (t *toldPage) Tag() page.Tag { return t.status(t.Referral.Status) }

// ActItems are the answers that fit now.
func (t *toldPage) ActItems() (out []page.Item) {
	for _, act := range t.Next {
		out = append(out, page.Item{Value: string(act), Text: t.Text("help.told."+string(act)+".title", nil)})
	}
	return out
}

// ReasonItems are the reasons of the chosen answer; none where it has no reason.
func (t *toldPage) ReasonItems() []page.Item {
	return t.reasons(map[casefile.Kind][]string{"reject": referral.ReasonsToReject, "fail": referral.ReasonsToFail, "cancel": referral.ReasonsToCancel}[t.Act])
}

// OutcomeItems are what can come of a service.
func (t *toldPage) OutcomeItems() (out []page.Item) {
	for _, c := range t.Rules.Help.Outcomes {
		out = append(out, page.Item{Value: c.Code, Text: c.Label.In(t.lang)})
	}
	return out
}

// Writes reports whether the answer takes words.
func (t *toldPage) Writes() bool { return t.Act != "acknowledge" }

func (t *toldPage) command() referral.Command {
	r, text, reason := t.Referral.ID, t.Form.Value("text"), t.Form.Value("reason")
	if len(t.ReasonItems()) > 0 {
		t.Form.Require("reason")
	}
	switch t.Act {
	case "hold":
		t.Form.Require("text")
	case "complete":
		t.Form.Require("outcome")
	}
	return map[casefile.Kind]referral.Command{"accept": referral.Accept{Referral: r, Text: text}, "reject": referral.Reject{Referral: r, Reason: reason, Text: text},
		"begin": referral.Begin{Referral: r, Text: text}, "hold": referral.Hold{Referral: r, Text: text}, "complete": referral.Complete{Referral: r, Outcome: t.Form.Value("outcome"), Text: text},
		"fail": referral.Fail{Referral: r, Reason: reason, Text: text}, "cancel": referral.Cancel{Referral: r, Reason: reason, Text: text}, "acknowledge": referral.Acknowledge{Referral: r}}[t.Act]
}
