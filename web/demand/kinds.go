package demand

import (
	"net/http"
	"path"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

var errNone = fault.New(fault.NotFound, "fault.not_found")

// demanded is one demand with what its pages need of the case.
type demanded struct {
	casefile.Demand
	capability string
	of, unit   id.ID
	received   time.Time
	rules      *rulebook.Rulebook
	officer    bool // the reader decides on it
}

// of finds the demand of an address.
func (p *Pages) of(r *http.Request) (demanded, error) {
	ctx, a := r.Context(), actor(r)
	n, err := id.Parse(r.PathValue("demand"))
	if err != nil || n.IsZero() {
		return demanded{}, errNone
	}
	entry, err := p.Report.Repo.Entry(ctx, a.Tenant, casefile.RegisterDemand, n)
	if err != nil {
		return demanded{}, none(err)
	}
	of := p.asides(entry.Capability)
	if of == nil {
		return demanded{}, errNone
	}
	d, err := of.SeeDemand(ctx, a, entry)
	if err != nil {
		return demanded{}, none(err)
	}
	officer := d.Case.Erased.IsZero() && p.Report.Access.Check(a, entry.Capability+".answer_demand", d.Case.Facts) == nil
	return demanded{d.Demand, entry.Capability, entry.Case, d.Case.Facts.Unit, d.Case.Received, d.Rules, officer}, nil
}

// asides are the registers of a capability; nil for one whose demands stand elsewhere.
func (p *Pages) asides(capability string) *casefile.Registrar {
	switch capability {
	case report.Capability:
		return p.Report.Asides()
	case referral.Capability:
		return p.Referral.Asides()
	}
	return nil
}

// none is the same answer for what is not there and for what the reader may not know of.
func none(err error) error {
	if fault.Of(err).Code == fault.NotFound {
		return errNone
	}
	return err
}

func (p *Pages) locale(r *http.Request, x demanded) i18n.Locale {
	return p.Texts.For(page.Of(r).Language, x.rules.Zone)
}

// open reads what a demand asks for, what was said to it, and what it could be given.
func (p *Pages) open(r *http.Request, x demanded, l i18n.Locale) (text casefile.DemandText, said string, _ []Part, err error) {
	if x.capability == report.Capability {
		o, err := p.Report.ForDemand(r.Context(), actor(r), x.of, x.ID)
		if err != nil {
			return text, "", nil, err
		}
		return o.Demands[x.ID], o.Written[x.ID], OfReport(o, l), nil
	}
	o, err := p.Referral.ForDemand(r.Context(), actor(r), x.of, x.ID)
	if err != nil {
		return text, "", nil, err
	}
	parts, err := OfReferral(r.Context(), p.Referral, o, l)
	return o.Demands[x.ID], o.Written[x.ID], parts, err
}

// do sends the officer's command.
func (p *Pages) do(r *http.Request, x demanded, event casefile.Kind, answer casefile.DemandAnswer, to string, ask *casefile.Request) (err error) {
	answer.Demand = x.ID
	if event == (report.AskGiven{}).Kind() {
		return p.askGiven(r, x, to, ask)
	}
	if x.capability == report.Capability {
		_, err = p.Report.Act(r.Context(), actor(r), x.of, map[casefile.Kind]report.Command{"answer_demand": report.AnswerDemand(answer), "keep_hold": report.KeepHold{Demand: x.ID},
			"end_demand": report.EndDemand{Demand: x.ID}, "tell_demand": report.TellDemand{Demand: x.ID}}[event], ask)
		return err
	}
	_, err = p.Referral.Act(r.Context(), actor(r), x.of, map[casefile.Kind]referral.Command{"answer_demand": referral.AnswerDemand(answer), "keep_hold": referral.KeepHold{Demand: x.ID},
		"end_demand": referral.EndDemand{Demand: x.ID}, "tell_demand": referral.TellDemand{Demand: x.ID}}[event], ask)
	return err
}

// askGiven asks that what a demand was given leaves as a file.
func (p *Pages) askGiven(r *http.Request, x demanded, to string, ask *casefile.Request) (err error) {
	if x.capability == report.Capability {
		_, err = p.Report.Act(r.Context(), actor(r), x.of, report.AskGiven{Demand: x.ID, To: to}, ask)
		return err
	}
	_, err = p.Referral.Act(r.Context(), actor(r), x.of, referral.AskGiven{Demand: x.ID, To: to}, ask)
	return err
}

// order hands out the scan of a demand's order, for whoever decides on demands.
func (p *Pages) order(w http.ResponseWriter, r *http.Request) error {
	x, err := p.of(r)
	if err != nil {
		return err
	}
	kind, body, err := p.asides(x.capability).DemandScan(r.Context(), actor(r), x.of, x.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return page.SendFile(w, r, page.File{Name: "order." + path.Base(kind), Type: kind, Bytes: body})
}
