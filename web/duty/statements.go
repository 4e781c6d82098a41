package duty

import (
	"net/http"
	"strconv"

	"linli/duty"
	"linli/platform/fault"
	"linli/web/page"
)

// statementsPage tells which units have signed what they owe in a year.
type statementsPage struct {
	Year          int
	Before, After string
	Duties        []statementLines
}

type statementLines struct {
	Name, Share string
	Units       []listRow
}

// statements shows a year of all units that the reader sees: about units alone.
func (p *Pages) statements(w http.ResponseWriter, r *http.Request) error {
	words, err := p.wordsOf(r)
	if err != nil {
		return err
	}
	now := p.Duty.Clock.Now()
	year := now.In(words.Zone).Year()
	if given := r.URL.Query().Get("year"); given != "" {
		if year, err = strconv.Atoi(given); err != nil || year < 2000 || year > 2100 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
	}
	all, err := p.Duty.Statements(r.Context(), actor(r), year)
	if err != nil {
		return err
	}
	at := func(year int) string { return "/duties/statements?year=" + strconv.Itoa(year) }
	d := statementsPage{Year: year, Before: at(year - 1), After: at(year + 1)}
	for _, x := range all {
		line := statementLines{Name: words.in(x.Rule.Label)}
		if x.Owed > 0 {
			line.Share = words.t("duty.statements.share", "n", x.Signed, "of", x.Owed, "share", words.Percent(float64(x.Signed)/float64(x.Owed), 0), "screen", x.Screen)
		}
		for _, row := range x.Rows {
			n := row.Case.Signatures(x.Rule)
			unit := listRow{Href: "/duties/" + row.Case.ID.String(), Name: words.units[row.Case.Unit], State: words.state(&row.Case, row.Last, now), Hint: words.LongDate(lastDay(row.Last))}
			if !x.Rule.Signs() && n.Owed > 0 {
				unit.Hint = words.t("duty.board.signed", "n", n.Signed, "of", n.Owed, "share", words.Percent(float64(n.Signed)/float64(n.Owed), 0))
			}
			if x.Rule.Signs() && n.Signed == 0 && row.Case.State == duty.Due && !now.After(row.Last) {
				unit.State = page.Tag{Text: words.t("duty.statements.unsigned"), Classes: "govuk-tag--blue"}
			}
			line.Units = append(line.Units, unit)
		}
		d.Duties = append(d.Duties, line)
	}
	p.Render.Render(w, r, http.StatusOK, "duty/statements", d)
	return nil
}
