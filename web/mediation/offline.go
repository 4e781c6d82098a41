package mediation

import (
	"errors"
	"net/http"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/offline"
	"linli/web/page"
)

// Offline are the forms of a mediation that can be filled in without a line.
func (p *Pages) Offline() []offline.Form {
	return []offline.Form{offlineRecord{p}, offlinePerformance{p}, offlineApply{p}}
}

// thing is what a form is about, as it can be taken along: named by the case's number, never by a party.
func (v *view) thing(form string, of id.ID, when string) offline.Thing {
	return offline.Thing{Form: form, Case: v.Case.ID, Thing: of, Name: v.Title(), When: when}
}

// placed are parties by side and place, whoever reads it.
func (v *view) placed(all []id.ID) []offline.Party {
	var out []offline.Party
	for _, p := range all {
		out = append(out, offline.Party{ID: p, Name: v.side(v.Case.Parties, p)})
	}
	return out
}

// noThing is the answer where there is no such thing, or none that the account may fill in the form for.
var noThing = fault.New(fault.NotFound, "offline.gone")

// takeable is the case of a thing whose form the account may fill in, opened: the reading is written down.
func (p *Pages) takeable(r *http.Request, of offline.Thing, act string) (*view, error) {
	v, err := p.seeCase(r, of.Case)
	if err != nil {
		return nil, err
	}
	if !v.may(act) {
		return nil, noThing
	}
	return p.openView(r, v)
}

// draftSheet is a draft as the form that is filled in on the case page, so that both are read and refused alike.
func (p *Pages) draftSheet(r *http.Request, d offline.Draft) (*sheet, error) {
	v, err := p.seeCase(r, d.Case)
	if err != nil {
		return nil, err
	}
	return &sheet{view: v, Form: page.NewForm(d.Fields), r: r}, nil
}

// landed is the answer to a draft: sent, with how the thing stands after it; or how it stands now beside what the draft says,
// where it has changed.
func (p *Pages) landed(r *http.Request, d offline.Draft, after mediation.Case, err error, lines func(*view) (present, mine []offline.Line)) (offline.Answer, error) {
	if err == nil {
		return offline.Answer{Outcome: offline.Sent, Stood: after.Stands(d.Thing.Thing)}, nil
	}
	if !errors.Is(err, casefile.ErrOvertaken) {
		return offline.Answer{}, err
	}
	v, seen := p.seeCase(r, d.Case)
	if seen == nil {
		v, seen = p.openView(r, v)
	}
	if seen != nil {
		return offline.Answer{}, seen
	}
	out := offline.Answer{Outcome: offline.Moved, Reason: v.Fault(casefile.ErrOvertaken, ""), Stood: v.Case.Stands(d.Thing.Thing)}
	out.Present, out.Mine = lines(v)
	return out, nil
}

func (v *view) line(label, text string) offline.Line {
	return offline.Line{Label: v.t(label), Text: text}
}
