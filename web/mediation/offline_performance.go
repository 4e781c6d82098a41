package mediation

import (
	"net/http"
	"slices"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/offline"
)

// offlinePerformance is what a payee says that it received, written down from a slip or a call.
type offlinePerformance struct{ *Pages }

// Name is the form's name.
func (offlinePerformance) Name() string { return "confirm_performance" }

// Labels are the form's questions.
func (offlinePerformance) Labels() map[string]string {
	return map[string]string{"said": "offline.performance.said", "amount": "staff.received.amount", "text": "staff.received.words", "surplus": "staff.received.surplus"}
}

// Things are the open instalments of the cases at which the account is at work.
func (p offlinePerformance) Things(r *http.Request) ([]offline.Thing, error) {
	mine, err := p.Mediation.List(r.Context(), actor(r), mediation.Filter{Mine: true, Limit: 100})
	if err != nil {
		return nil, err
	}
	var out []offline.Thing
	for _, row := range mine.Rows {
		if !row.State.InForce() {
			continue
		}
		v, err := p.seeCase(r, row.ID)
		if err != nil {
			return nil, err
		}
		if v.Case.Agreement == nil || !v.may("confirm_performance") {
			continue
		}
		for n, i := range v.Case.Agreement.Instalments {
			if v.takes(i) {
				out = append(out, v.thing("confirm_performance", i.ID, v.instalment(n, i)))
			}
		}
	}
	return out, nil
}

// open reports whether a payee can still say that something came.
func open(i mediation.Instalment) bool { return i.Fulfilled.IsZero() && i.Superseded.IsZero() }

// takes reports whether a device can take the word on an instalment: it is open, and its payee says so itself. Who speaks for a payee is
// sealed, and no device holds a name.
func (v *view) takes(i mediation.Instalment) bool {
	return open(i) && !slices.ContainsFunc(v.Case.InPlaceOf(i.Obligee), func(p id.ID) bool { return v.Case.SpokenFor("confirm_performance", p) })
}

// instalment is what an instalment is called on a device: its place, its day and its kind, without a name and a sum.
func (v *view) instalment(n int, i mediation.Instalment) string {
	return v.t("offline.instalment", "n", n+1, "kind", v.t("mediation.term."+i.Type), "day", v.dueDay(i))
}

// dueDay is the day of an instalment in words.
func (v *view) dueDay(i mediation.Instalment) string {
	if i.Due == "" {
		return v.t("offline.no_day")
	}
	return v.Date(v.dayOf(i.Due))
}

// Take gives an instalment.
func (p offlinePerformance) Take(r *http.Request, of offline.Thing) (offline.Taken, error) {
	v, err := p.takeable(r, of, "confirm_performance")
	if err != nil {
		return offline.Taken{}, err
	}
	if v.Case.Agreement == nil {
		return offline.Taken{}, noThing
	}
	for n, i := range v.Case.Agreement.Instalments {
		if i.ID == of.Thing && v.takes(i) {
			out := offline.Taken{Thing: v.thing("confirm_performance", i.ID, v.instalment(n, i)), Stood: v.Case.Stands(i.ID)}
			if i.Type == "money" {
				out.Money = v.Currency(i.Amount.Currency)
			}
			return out, nil
		}
	}
	return offline.Taken{}, noThing
}

// Send records what was received.
func (p offlinePerformance) Send(r *http.Request, d offline.Draft) (offline.Answer, error) {
	s, err := p.draftSheet(r, d)
	if err != nil {
		return offline.Answer{}, err
	}
	if s.Case.Agreement.Instalment(d.Thing.Thing) == nil {
		return offline.Answer{}, noThing
	}
	s.Form.Set("instalment", d.Thing.Thing.String())
	cmd, ok := readReceived(s).(mediation.ConfirmPerformance)
	if err := s.Form.Err(); err != nil || !ok {
		return offline.Answer{}, err
	}
	f, err := d.Arrival(actor(r).Account)
	var after mediation.Case
	if err == nil {
		after, err = p.Mediation.Arrive(r.Context(), actor(r), d.Case, cmd, f)
	}
	return p.landed(r, d, after, err, func(v *view) (present, mine []offline.Line) {
		mine = append(v.receivedLines(mediation.Performance{At: d.Said, Amount: cmd.Amount, InKind: cmd.InKind}), v.said(cmd.Text)...)
		if i := v.Case.Agreement.Instalment(d.Thing.Thing); i != nil {
			for _, x := range i.Done {
				present = append(present, v.receivedLines(x)...)
			}
			if !i.Fulfilled.IsZero() {
				present = append(present, v.line("offline.line.whole", v.DateTime(i.Fulfilled)))
			}
		}
		return present, mine
	})
}

func (v *view) receivedLines(x mediation.Performance) []offline.Line {
	out := []offline.Line{v.line("offline.line.received", v.DateTime(x.At))}
	if x.Amount.Minor > 0 {
		out = append(out, v.line("offline.line.amount", v.Money(x.Amount.Minor, x.Amount.Currency)))
	}
	if x.InKind {
		out = append(out, v.line("offline.line.in_kind", v.t("page.yes")))
	}
	return out
}

func (v *view) said(text string) []offline.Line {
	if text == "" {
		return nil
	}
	return []offline.Line{v.line("offline.line.text", text)}
}
