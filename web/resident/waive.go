package resident

import (
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/page"
)

// waivePage lets a person say that the office need not keep a promise that it made to that person alone.
type waivePage struct {
	Form  *page.Form
	At    string // of the own page
	ActAt string
	Of    owed
}

// waiveAt is where a promise is waived; own is the address of the person's code.
func waiveAt(own, key string) string { return own + "/waive?" + url.Values{"promise": {key}}.Encode() }

// Waives is where a running promise is waived, or empty.
func (o *partyPage) Waives(key string) string { return waives(o.promised(), o.At, key) }

// Waives is where a running promise is waived, or empty.
func (c *complaintPage) Waives(key string) string { return waives(c.promised(), c.At, key) }

func waives(p casefile.Promised, own, key string) string {
	if !p.Waivable()[key] {
		return ""
	}
	return waiveAt(own, key)
}

func (o *partyPage) promised() casefile.Promised {
	return casefile.Promised{Rows: o.MadeTo(o.Me.ID), Rules: o.Rules, Now: o.now}
}

func (c *complaintPage) promised() casefile.Promised {
	if !slices.Contains(c.Case.Next([]casefile.Kind{"waive"}, ""), "waive") {
		return casefile.Promised{}
	}
	return casefile.Promised{Rows: c.Promises, Rules: c.Rules, Now: c.now}
}

// waiving is a case on which a promise is waived, of whatever kind it is.
type waiving struct {
	casefile.Promised
	form *page.Form
	at   string // of the code
	own  string // of the own page
	do   func(casefile.Waive, *casefile.Request) error
}

// waiving opens the case of a visitor.
func (p *Pages) waiving(r *http.Request, v *visitor) (waiving, error) {
	ctx, at := r.Context(), "/r/"+v.code.String()
	switch {
	case v.helped:
		o, err := p.Referral.Open(ctx, v.actor, v.actor.Case)
		if err != nil {
			return waiving{}, err
		}
		rows := casefile.Promised{}
		if slices.Contains(o.Case.Next([]casefile.Kind{"waive"}), "waive") {
			rows = casefile.Promised{Rows: o.Promises, Rules: o.Rules, Now: p.Clock.Now()}
		}
		s := page.Of(r)
		s.Account = &page.Account{Name: p.locale(r).Text("help.mine.page", nil), Href: at + "/help", SignOut: at + "/leave"}
		return waiving{rows, page.NewForm(nil), at, at + "/help", func(x casefile.Waive, ask *casefile.Request) error {
			_, err := p.Referral.Act(ctx, v.actor, v.actor.Case, referral.Waive(x), ask)
			return err
		}}, nil
	case v.complains:
		c, err := p.seeComplaint(r, v)
		if err != nil {
			return waiving{}, err
		}
		return waiving{c.promised(), c.Form, at, c.At, func(x casefile.Waive, ask *casefile.Request) error {
			_, err := p.Report.Act(ctx, v.actor, v.actor.Case, report.Waive(x), ask)
			return err
		}}, nil
	}
	own, err := p.see(r, v)
	if err != nil {
		return waiving{}, err
	}
	return waiving{own.promised(), own.Form, at, own.At, func(x casefile.Waive, ask *casefile.Request) error {
		_, _, err := p.Mediation.Act(ctx, v.actor, v.actor.Case, mediation.Waive{Party: own.Me.ID, Promise: x.Promise, Reason: x.Reason}, mediation.Ask{Request: ask,
			Answer: func(mediation.Case, []casefile.Slip) []byte { return []byte("done") }})
		return err
	}}, nil
}

// waive is the page on which a promise is waived, and takes the word. It has one step, and asks nothing but why, of a few reasons.
func (p *Pages) waive(w http.ResponseWriter, r *http.Request, v *visitor) error {
	of, err := p.waiving(r, v)
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		if of.form, err = page.ReadForm(r); err != nil {
			return err
		}
	}
	key := r.URL.Query().Get("promise")
	if !of.Waivable()[key] {
		return seeOther(w, r, of.own) // it was kept, or its day has passed: the page says so
	}
	rows := []casefile.PromiseRow{*of.Find(key)}
	data := waivePage{of.form, of.own, waiveAt(of.at, key), owedOf(rows, of.Rules, string(page.Of(r).Language), true)[0]}
	if r.Method == http.MethodPost && !of.form.Looking() {
		if of.form.Require("reason"); !of.form.Faulty() {
			err := of.waive(r, v.actor.Party, key)
			if err == nil {
				p.Edge.Notify(w, "waive.done")
				return seeOther(w, r, of.own)
			}
			if !of.form.Take(err) {
				return err
			}
		}
	}
	return p.show(w, r, of.form, "waive", data)
}

// waive sends the word. The key of the form makes sending it again harmless.
func (x waiving) waive(r *http.Request, party id.ID, key string) error {
	reason := x.form.Value("reason")
	ask, err := casefile.NewRequest(party, x.form.Key(), []byte(r.URL.Path+"\n"+url.Values{"promise": {key}, "reason": {reason}}.Encode()))
	if err != nil {
		return err
	}
	return x.do(casefile.Waive{Promise: key, Reason: reason}, ask)
}
