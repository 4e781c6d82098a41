package aside

import (
	"net/http"
	"slices"
	"time"

	"linli/platform/i18n"
	"linli/report"
	"linli/web/page"
)

// readPage is what an urgent access opens: what was said and is behind no wall, and nothing to do with it.
type readPage struct {
	Form             *page.Form
	Kind, Back, Name string
	Until            time.Time
	Parts            []Part
	Nameless         bool // who spoke stays closed: no life and no child is in danger
}

// read opens the case to whoever has an urgent access to it now.
func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	x, err := p.urgent(r)
	if err != nil {
		return err
	}
	now := x.Running(actor(r).Account, x.Now)
	if now == nil {
		return errNone
	}
	l := p.locale(r, x.rules)
	d := readPage{Form: page.NewForm(nil), Kind: x.Kind, Back: x.Action, Name: x.Name, Until: now.Until}
	who := Part{Title: l.Text("urgent.who", nil)}
	add := func(what, text string) {
		if text != "" {
			who.Lines = append(who.Lines, Line{What: l.Text("urgent.who."+what, nil), Text: text})
		}
	}
	if x.Kind == report.Capability {
		o, err := p.Report.ForUrgent(r.Context(), actor(r), x.of.ID)
		if err != nil {
			return none(err)
		}
		add("name", o.Name)
		add("contact", o.Contact)
		d.Parts, d.Nameless = OfReport(o, l), !now.InDanger()
	} else if d.Parts, err = p.ofHelp(r, &x, l, add); err != nil {
		return none(err)
	}
	for _, part := range d.Parts {
		for i := range part.Lines {
			if part.Lines[i].At.Equal(x.of.Received) { // the heading says when it came
				part.Lines[i].At = time.Time{}
			}
		}
	}
	if len(who.Lines) > 0 {
		d.Parts = append([]Part{who}, d.Parts...)
	}
	p.Render.Render(w, r, http.StatusOK, "urgent/read", d)
	return nil
}

func (p *Pages) ofHelp(r *http.Request, x *urgent, l i18n.Locale, add func(what, text string)) ([]Part, error) {
	o, err := p.Referral.ForUrgent(r.Context(), actor(r), x.of.ID)
	if err != nil {
		return nil, err
	}
	add("name", o.Who.Name)
	add("language", o.Who.Language)
	add("contact", o.Contact)
	for _, g := range o.Case.Guardians {
		if g.Ended.IsZero() {
			add("guardian", o.Names[g.ID])
		}
	}
	parts, err := OfReferral(r.Context(), p.Referral, o, l)
	if err != nil {
		return nil, err
	}
	// which services know of the person, and what they answered, stays closed: the name of one can tell more than was asked for
	return slices.DeleteFunc(parts, func(x Part) bool { return x.ID == "services" }), nil
}
