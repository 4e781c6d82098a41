package mediation

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/aside"
	"linli/web/page"
)

// target is the one case of a demand that is entered; name is what one of another kind than a mediation is called.
type target struct {
	in   *casefile.Asides
	of   id.ID
	name string
}

// targetOf is a case on which the reader may enter a demand, or else is taken for a mediation, whose rights are asked with the demand.
func (p *Pages) targetOf(r *http.Request, words *words, of id.ID) (target, error) {
	for _, s := range p.beside() {
		x, err := s.MayDemand(r.Context(), actor(r), of)
		if err == nil {
			return target{s.Asides, of, words.aside(x)}, nil
		}
		if fault.Of(err).Code != fault.NotFound {
			return target{}, err
		}
	}
	return target{p.Mediation.Asides(), of, ""}, nil
}

// notFound makes nothing of an error that says that there is no such case.
func notFound(err error) error {
	if err != nil && fault.Of(err).Code == fault.NotFound {
		return nil
	}
	return err
}

// demandedName is what the case of an address is called, on which the reader may enter a demand.
func (p *Pages) demandedName(r *http.Request, of id.ID) (string, error) {
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return "", err
	}
	x, err := p.targetOf(r, words, of)
	if err != nil || x.name != "" {
		return x.name, err
	}
	c, _, err := p.Mediation.See(r.Context(), actor(r), of)
	return words.caseName(&c), err
}

// demandedCase is the one case that a demand names: by its tracking code, by the unit and number on its papers, or by the page from which
// its reader comes.
func (p *Pages) demandedCase(r *http.Request, typed *page.Form) (target, error) {
	ctx, a := r.Context(), actor(r)
	words, err := p.words(ctx, a, p.locale(r))
	if err != nil {
		return target{}, err
	}
	of, wrong := id.Parse(typed.Value("case"))
	here := wrong == nil && !of.IsZero()
	if code, wrong := id.ParseCode(typed.Value("code")); !here && wrong == nil {
		slip, err := p.Mediation.Repo.Slip(ctx, a.Tenant, code)
		if err := notFound(err); err != nil {
			return target{}, err
		}
		of = slip.Case
	}
	if !of.IsZero() {
		if x, err := p.targetOf(r, words, of); err != nil || here || x.name != "" {
			return x, err
		}
	}
	unit, err := id.Parse(typed.Value("unit"))
	if err != nil {
		unit = id.ID{}
	}
	year, number := casefile.ReadNumber(typed.Value("code"))
	c, err := p.Mediation.CaseOf(ctx, a, typed.Value("code"), unit, year, number)
	if err != nil && fault.Of(err).Code == fault.NotFound {
		err = fault.Field("code", "demand.case_unknown")
	}
	return target{p.Mediation.Asides(), c, ""}, err
}

// takeDemand enters the demand of a form, with the scan of its order where one was chosen, and returns where it stands.
func (p *Pages) takeDemand(r *http.Request, typed *page.Form) (at string, err error) {
	x, err := p.demandedCase(r, typed)
	if err != nil {
		return "", err
	}
	cmd := casefile.AskDemand{DemandText: casefile.DemandText{Body: typed.Value("body"), Order: typed.Value("order"), Basis: typed.Value("basis"),
		Asks: typed.Value("asks"), Law: typed.Value("silent_law")}}
	if s := typed.Value("silent_days"); s != "" {
		if cmd.Days, err = strconv.Atoi(s); err != nil {
			cmd.Days = -1
		}
	}
	ask, err := request(r, typed)
	if err != nil {
		return "", err
	}
	var file *casefile.ScanFile
	if files := typed.Files("file"); len(files) > 0 {
		prints, err := typed.Prints(len(files))
		if err != nil {
			return "", err
		}
		f, err := files[0].Open()
		if err != nil {
			return "", err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		file = &casefile.ScanFile{Name: files[0].Filename, Prints: prints[0], Reader: f}
	}
	at, err = p.enterDemand(r, x, cmd, file, ask)
	if f := fault.Of(err); f != nil && strings.HasPrefix(f.Key, "blob.") {
		err = f.At("file")
	}
	return at, err
}

func (p *Pages) enterDemand(r *http.Request, x target, cmd casefile.AskDemand, file *casefile.ScanFile, ask *casefile.Request) (at string, err error) {
	after, err := x.in.Demand(r.Context(), actor(r), x.of, cmd, file, ask)
	switch n := len(after.Demands); {
	case err != nil:
		return "", err
	case n == 0: // sent twice: it stands
		return "/demands", nil
	case x.name == "":
		return demandAt(x.of, after.Demands[n-1].ID), nil
	default:
		return aside.DemandAt(after.Demands[n-1].ID), nil
	}
}
