package resident

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"

	"linli/mediation"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/web/page"
)

// step is one page of the application.
type step struct {
	name   string
	fields []string
	check  func(*application)
}

// steps are the pages in their order. What was answered is carried from page to page in the form itself: linli stores
// nothing of an application before it is sent.
var steps = []step{
	{"where", []string{"town"}, (*application).checkTown},
	{"village", []string{"unit"}, (*application).checkUnit},
	{"kind", []string{"own", "type"}, (*application).checkKind},
	{"what", []string{"summary", "claims", "amount", "currency"}, (*application).checkWhat},
	{"you", []string{"you_kind", "you_name", "you_contact", "you_safe", "you_email", "you_language", "you_other_language"}, (*application).checkYou},
	{"other", []string{"other_kind", "other_name", "other_contact"}, (*application).checkOther},
	{name: "check"},
}

// application is an application on its way through the pages.
type application struct {
	Form   *page.Form
	Step   string
	Number int // of the page, from 1
	Of     int
	Units  []office.Row
	Rules  *rulebook.Rulebook
	Change bool   // the page was opened from the last one, and leads back there
	Other  string // "another language" in the reader's

	lang   i18n.Language
	locale i18n.Locale
	texts  *i18n.Bundle
	amount mediation.Money
}

type carried struct{ Name, Value string }

// attemptForm is what rand.Text makes; anything else is replaced.
var attemptForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// attempt is the idempotency key of the whole application: sent twice, from whichever page, it is one case.
const attempt = "attempt"

func (p *Pages) application(r *http.Request, form *page.Form) (*application, error) {
	v := visitorOf(r)
	a := &application{Form: form, lang: page.Of(r).Language, locale: p.locale(r), texts: p.Texts, Other: p.locale(r).Text("resident.apply.you.another", nil)}
	if !attemptForm.MatchString(form.Value(attempt)) {
		form.Set(attempt, rand.Text())
	}
	var err error
	if a.Units, err = p.Office.OpenUnits(r.Context(), v.tenant.ID); err != nil {
		return nil, err
	}
	if a.Rules, err = p.Mediation.Office.Rulebook(r.Context(), v.tenant.ID, p.Clock.Now()); err != nil {
		return nil, err
	}
	if !a.Rules.Mediates() {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	a.place()
	return a, nil
}

// asked are the pages of this application: where there is one unit only, nobody is asked for it, and where nothing is
// below the place that was chosen, nobody is asked where in it.
func (a *application) asked() []step {
	switch {
	case len(a.Units) == 1:
		return steps[2:]
	case len(a.villages()) == 0:
		return append(slices.Clone(steps[:1]), steps[2:]...)
	}
	return steps
}

func (a *application) at(name string) int {
	return slices.IndexFunc(a.asked(), func(s step) bool { return s.name == name })
}

// Carried are the answers that the present page does not ask for.
func (a *application) Carried() []carried {
	out := []carried{{attempt, a.Form.Value(attempt)}}
	for _, s := range steps {
		if s.name == a.Step {
			continue
		}
		for _, f := range s.fields {
			if v := a.Form.Value(f); v != "" {
				out = append(out, carried{f, v})
			}
		}
	}
	return out
}

func (p *Pages) applyStart(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	for _, field := range []string{"unit", "type"} { // where a general invitation has said them already
		form.Set(field, r.URL.Query().Get(field))
	}
	a, err := p.application(r, form)
	if err != nil {
		return err
	}
	return p.show(w, r, nil, "apply_start", a)
}

// applyStep takes one page and shows another. Going back checks nothing and loses nothing.
func (p *Pages) applyStep(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.application(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		return p.look(w, r, a)
	}
	asked := a.asked()
	now, to := a.at(form.Value("at")), form.Value("go")
	switch {
	case to == "back" && now <= 0:
		form.Set("at", "")
		return p.show(w, r, nil, "apply_start", a)
	case to == "back":
		return p.showStep(w, r, a, now-1)
	case a.at(to) >= 0:
		a.Change = true
		return p.showStep(w, r, a, a.at(to))
	case now < 0:
		return p.showStep(w, r, a, 0)
	}
	a.Change = form.Checked("change")
	if a.ownDispute() && asked[now].name == "kind" {
		return p.show(w, r, nil, "apply_own", a)
	}
	if s := asked[now]; s.check != nil {
		if s.check(a); form.Faulty() {
			return p.showStep(w, r, a, now)
		}
	}
	asked = a.asked() // the place that was chosen may ask where in it
	if next := now + 1; (!a.Change || asked[next].name == "village") && next < len(asked)-1 {
		return p.showStep(w, r, a, next)
	}
	if n := a.faulty(); n >= 0 {
		return p.showStep(w, r, a, n)
	}
	return p.showStep(w, r, a, len(asked)-1)
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, a *application, n int) error {
	asked := a.asked()
	a.Step, a.Number, a.Of = asked[n].name, n+1, len(asked)
	if v := a.at("village"); v >= 0 { // the two pages of the place are one step
		a.Of--
		if n >= v {
			a.Number--
		}
	}
	name := "apply"
	if a.Step == "check" {
		a.Change, name = false, "apply_check"
	}
	a.Form.Set("at", a.Step)
	a.Form.Set("change", map[bool]string{true: "yes"}[a.Change])
	return p.show(w, r, a.Form, name, a)
}

// look shows the page again that was sent for another language. It checks nothing.
func (p *Pages) look(w http.ResponseWriter, r *http.Request, a *application) error {
	a.Change = a.Form.Checked("change")
	if now := a.at(a.Form.Value("at")); now >= 0 {
		return p.showStep(w, r, a, now)
	}
	return p.show(w, r, nil, "apply_start", a)
}

// Type is the label of the chosen kind of dispute, or empty.
func (a *application) Type() string {
	t, _ := a.Rules.Mediation.DisputeType(a.Form.Value("type"))
	return t.Label.In(string(a.lang))
}

// Label is a text of the rulebook in the reader's language.
func (a *application) Label(l rulebook.Label) string { return l.In(string(a.lang)) }

// Notice is the notice of rights and duties.
func (a *application) Notice() []string {
	return paragraphs(a.Rules.Text(string(a.lang), a.Rules.Mediation.Notice.Text))
}

// Help is what the rulebook says to somebody who is afraid.
func (a *application) Help() []string {
	return paragraphs(a.Rules.Text(string(a.lang), a.Rules.Mediation.Safety.Text))
}

// Languages are those of linli; for any other, there is a field.
func (a *application) Languages() []i18n.Language { return a.texts.Languages() }
