package mediation

import (
	"context"
	"net/http"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/page"
)

// slips are the cases of one capability whose lost slips are replaced at the counter.
type slips interface {
	FindAtCounter(ctx context.Context, a access.Actor, unit id.ID, kind string, day calendar.Date, zone *time.Location) ([]casefile.AtCounter, error)
	LostSlip(ctx context.Context, a access.Actor, caseID id.ID) (casefile.AtCounter, error)
	AskSlip(ctx context.Context, a access.Actor, caseID id.ID, shown string) error
	ReplaceSlip(ctx context.Context, a access.Actor, caseID id.ID) (code id.Code, passphrase string, err error)
}

// counterAt is where a lost slip of another capability is replaced.
const counterAt = "/counter/"

// slipsOf are the cases behind a part of an address; nil where there are none.
func (p *Pages) slipsOf(of string) slips {
	switch {
	case of == report.Capability:
		return p.Report
	case of == referral.Capability && p.Help != nil:
		return p.Help
	}
	return nil
}

// askIn are the units at whose counter an account may ask for a new slip of a capability's case.
func (p *Pages) askIn(a access.Actor, of string) (out []id.ID) {
	for _, post := range a.Posts {
		if p.Mediation.Access.Check(a, of+".ask_slip", access.Facts{Tenant: a.Tenant, Unit: post.Unit, Kind: of}) == nil {
			out = append(out, post.Unit)
		}
	}
	return out
}

// kindOf names what a report or a request for help is about.
func (w *words) kindOf(of, code string) string {
	if of == referral.Capability {
		need, _ := w.rules.Help.Need(code)
		return w.t("counter.help", "need", w.in(need.Label))
	}
	category, _ := w.rules.Report.Category(code)
	return w.t("counter.report", "category", w.in(category.Label))
}

// lostKinds are the kinds of case whose slips the reader may replace.
func (w *words) lostKinds(asks map[string]bool) (out []page.Item) {
	if asks[mediation.Capability] {
		for _, t := range w.rules.Mediation.DisputeTypes {
			out = append(out, page.Item{Value: t.Code, Text: w.in(t.Label)})
		}
	}
	if asks[referral.Capability] {
		for _, n := range w.rules.Help.Needs {
			out = append(out, page.Item{Value: referral.Capability + "/" + n.Code, Text: w.kindOf(referral.Capability, n.Code)})
		}
	}
	if asks[report.Capability] {
		for _, c := range w.rules.Report.Categories {
			out = append(out, page.Item{Value: report.Capability + "/" + c.Code, Text: w.kindOf(report.Capability, c.Code)})
		}
	}
	return out
}

// elsewhereFound are the reports or requests for help of a day.
func (p *Pages) elsewhereFound(r *http.Request, words *words, of, kind string, unit id.ID, day calendar.Date) (out []listRow, err error) {
	found, err := p.slipsOf(of).FindAtCounter(r.Context(), actor(r), unit, kind, day, words.rules.Zone)
	for _, x := range found {
		out = append(out, listRow{Href: counterAt + of + "/" + x.Case.String(), Name: words.kindOf(of, x.Kinds[0]), Hint: words.DateTime(x.Received)})
	}
	return out, err
}

func (p *Pages) slipView(r *http.Request) (d lostPage, s slips, at casefile.AtCounter, err error) {
	of := r.PathValue("of")
	c, err := id.Parse(r.PathValue("case"))
	if s = p.slipsOf(of); s == nil || err != nil {
		return d, nil, at, fault.New(fault.NotFound, "fault.not_found")
	}
	if at, err = s.LostSlip(r.Context(), actor(r), c); err != nil {
		return d, s, at, err
	}
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return d, s, at, err
	}
	d = lostPage{Form: page.NewForm(nil), Action: r.URL.Path, Unit: words.units[at.Unit], May: at.May, Waits: at.Ask != nil,
		Name: words.kindOf(of, at.Kinds[0]) + " · " + words.DateTime(at.Received)}
	if at.Ask == nil {
		if at.MayAsk {
			for _, shown := range casefile.Shown {
				d.ShownItems = append(d.ShownItems, page.Item{Value: shown, Text: words.t("mediation.shown." + shown)})
			}
		}
		return d, s, at, nil
	}
	d.Shown, d.Until = words.t("mediation.shown."+at.Ask.Shown), at.Ask.Until
	d.Asker, err = p.Office.AccountName(r.Context(), actor(r).Tenant, at.Ask.Account)
	return d, s, at, err
}

// otherSlip is where a lost slip of a report or a request for help is asked for, and approved.
func (p *Pages) otherSlip(w http.ResponseWriter, r *http.Request) error {
	d, _, _, err := p.slipView(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/lost", d)
	return nil
}

// replaceSlip asks for a new slip, or, where one was asked for, makes it, ends the old one and shows it, this once.
func (p *Pages) replaceSlip(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, s, at, err := p.slipView(r)
	if err != nil {
		return err
	}
	if form.Value("do") == "ask" {
		d.Form = form
		form.Require("shown")
		if !form.Faulty() {
			if err = s.AskSlip(r.Context(), actor(r), at.Case, form.Value("shown")); err == nil {
				return seeOther(w, r, r.URL.Path)
			}
			if !form.Take(err) {
				return err
			}
		}
		p.Render.Render(w, r, form.Status(), "mediation/lost", d)
		return nil
	}
	code, passphrase, err := s.ReplaceSlip(r.Context(), actor(r), at.Case)
	if err != nil {
		return err
	}
	return p.Slip(w, r, code, passphrase, "resident.slip.by_hand")
}
