package mediation

import (
	"context"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

// words turn the codes of cases into what one reader reads: labels of the rulebook, names of units, case numbers.
type words struct {
	i18n.Locale
	rules *rulebook.Rulebook
	units map[id.ID]string
}

// words are those of the rulebook in force today, for lists; a case page takes its own rulebook's.
func (p *Pages) words(ctx context.Context, a access.Actor, l i18n.Locale) (*words, error) {
	rules, err := p.Mediation.Office.Rulebook(ctx, a.Tenant, p.Mediation.Clock.Now())
	if err != nil {
		return nil, err
	}
	units, err := p.Office.UnitNames(ctx, a.Tenant)
	return &words{l, rules, units}, err
}

// t is a text with its arguments as name and value.
func (w *words) t(key string, pairs ...any) string {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return w.Text(key, args)
}

func (w *words) in(l rulebook.Label) string { return l.In(string(w.Language)) }

// kind is the label of a dispute type; a type that the rulebook no longer knows keeps its code.
func (w *words) kind(code string) string {
	if t, ok := w.rules.Mediation.DisputeType(code); ok {
		return w.in(t.Label)
	}
	return code
}

func (w *words) source(code string) string {
	for _, s := range w.rules.Mediation.Sources {
		if s.Code == code {
			return w.in(s.Label)
		}
	}
	return code
}

func (w *words) reason(code string) string {
	if r, ok := w.rules.Mediation.Reason(code); ok {
		return w.in(r.Label)
	}
	return code
}

// ended says why a mediator's work on a case ended: linli's own words for what parties and declarations bring about, the
// rulebook's for a recusal.
func (w *words) ended(code string) string {
	switch code {
	case "conflict", "declined", "closed":
		return w.t("mediation.ended." + code)
	}
	return w.reason(code)
}

func (w *words) promise(rule string) string {
	if p, ok := w.rules.Promise(rule); ok {
		return w.in(p.Title)
	}
	return rule
}

// name is what a case is called where no name may stand: its number, or its type and when it came in.
func (w *words) name(unit id.ID, year, number int, ref, kind string, received time.Time) string {
	switch {
	case number > 0:
		return w.rules.Mediation.Number.Format(w.units[unit], year, number)
	case ref != "":
		return ref
	case received.IsZero():
		return w.kind(kind)
	}
	return w.t("staff.case.unnumbered", "type", w.kind(kind), "day", w.DateTime(received))
}

// told is the name of a case with what tells it from others: a number alone says nothing of what it is about.
func (w *words) told(unit id.ID, year, number int, ref, kind string, received time.Time) string {
	name := w.name(unit, year, number, ref, kind, received)
	if number == 0 || received.IsZero() {
		return name
	}
	return w.t("staff.case.numbered", "number", name, "type", w.kind(kind), "day", w.Date(received))
}

func (w *words) caseName(c *mediation.Case) string {
	return w.name(c.Unit, c.Year, c.Number, c.Ref, c.Type, c.Received)
}

// state is the state as a tag. Colours help the eye; the words say it all.
func (w *words) state(s mediation.State) page.Tag {
	colour := "govuk-tag--blue"
	switch s {
	case mediation.Submitted, mediation.Screening, mediation.Invited:
		colour = "govuk-tag--yellow"
	case mediation.Effective, mediation.Confirmed, mediation.Performing, mediation.Performed:
		colour = "govuk-tag--green"
	case mediation.Rejected, mediation.Withdrawn, mediation.Breached:
		colour = "govuk-tag--orange"
	case mediation.Suspended, mediation.NotAccepted, mediation.Declined, mediation.Terminated, mediation.Voided, mediation.Archived:
		colour = "govuk-tag--grey"
	}
	return page.Tag{Text: w.t("mediation.state." + string(s)), Classes: colour}
}

// left is the time left to an instant, as a tag: red once it is over.
func (w *words) left(due, now time.Time) page.Tag {
	switch left := due.Sub(now); {
	case left < 0:
		return page.Tag{Text: w.Left(due, now), Classes: "govuk-tag--red"}
	case left < 48*time.Hour:
		return page.Tag{Text: w.Left(due, now), Classes: "govuk-tag--orange"}
	}
	return page.Tag{Text: w.Left(due, now), Classes: "govuk-tag--grey"}
}
