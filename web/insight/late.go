package insight

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/insight"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/web/page"
)

// Behind is a case behind a figure, in clear facts: no name, and nothing of what it is about.
type Behind struct {
	Href     string
	Number   string // empty where it has none
	Received time.Time
	Promised rulebook.Label
	Answers  bool // an answer keeps the promise
}

type latePage struct {
	Form               *page.Form
	Unit, Period, Name string
	Figure             heldLine
	Complement         int64
	Rows               []lateRow
	Unseen             int
	Back, Next         string
}

type lateRow struct {
	Href, Promised, Case string
	Due, Ended           time.Time // Ended is zero while it is still owed
	Waived               bool
}

// late lists what stands behind an indicator of lateness, of the unit itself and as far as its lead may see it: the case by its number,
// what was promised, when it was due, and what became of it.
func (p *Pages) late(w http.ResponseWriter, r *http.Request) error {
	s, err := p.asks(r, "month", "quarter", "year")
	if err != nil {
		return err
	}
	after, err := lateAfter(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	rows, _ := s.rowsBelow()
	of := r.URL.Query().Get("figure")
	found, err := p.Insight.Late(r.Context(), s.a, s.q, of, rows, after)
	if err != nil {
		return err
	}
	data := latePage{Form: page.NewForm(nil), Unit: s.unit.Name, Period: spanName(s.q.Kind, s.q.Period, s.l), Name: found.Held.Indicator.Title.In(string(s.l.Language)),
		Figure: heldOf(found.Held, s.l), Back: "/figures/indicators?" + s.address().Encode()}
	if f := found.Held.Figure; f.Numerator != nil {
		data.Complement = *f.Denominator - *f.Numerator
	}
	for _, x := range found.Rows {
		b, err := p.Behind(r.Context(), s.a, x)
		switch {
		case unseen(err):
			data.Unseen++
		case err != nil:
			return err
		case b.Answers || !found.Answers:
			data.Rows = append(data.Rows, s.lateRow(b, x))
		}
	}
	if !found.Next.Due.IsZero() {
		next := s.address()
		next.Set("figure", of)
		next.Set("after", lateCursor(found.Next))
		data.Next = "/figures/late?" + next.Encode()
	} else if after.Due.IsZero() { // all of it on one page: what was counted outlives what was erased
		data.Unseen = max(data.Unseen, int(data.Complement)-len(data.Rows))
	}
	p.Render.Render(w, r, http.StatusOK, "insight/late", data)
	return nil
}

// address is the query of the pages of indicators for the same unit and period.
func (s span) address() url.Values {
	return url.Values{"unit": {s.unit.ID.String()}, "period": {s.q.Period}}
}

func (s span) lateRow(b Behind, x casefile.PromiseRow) lateRow {
	row := lateRow{Href: b.Href, Promised: b.Promised.In(string(s.l.Language)), Case: b.Number, Due: x.Due.Add(-time.Microsecond), Ended: x.End, Waived: x.State == promise.Waived}
	if row.Case == "" && !b.Received.IsZero() {
		row.Case = s.l.Text("insight.late.came", fault.Args{"day": s.l.Date(b.Received)})
	}
	return row
}

// unseen reports whether a case is not for this reader: it went to another unit, or is nobody's to see any more.
func unseen(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && slices.Contains([]fault.Code{fault.NotFound, fault.Forbidden}, f.Code)
}

func lateCursor(at promise.Place) string {
	return strconv.FormatInt(clock.Micros(at.Due), 36) + "~" + at.Case.String() + "~" + at.Key
}

func lateAfter(s string) (at promise.Place, err error) {
	if s == "" {
		return at, nil
	}
	parts := append(strings.SplitN(s, "~", 3), "", "")
	micros, err := strconv.ParseInt(parts[0], 36, 64)
	if err == nil {
		at.Case, err = id.Parse(parts[1])
	}
	if err != nil {
		return at, fault.New(fault.NotFound, "fault.not_found")
	}
	at.Due, at.Key = clock.FromMicros(micros), parts[2]
	return at, nil
}

// lists is the address of the list behind an indicator; empty where the reader has none.
func (p *Pages) lists(s span, h insight.Held) string {
	if h.None || !p.Insight.Lists(s.a, s.unit.ID, h.Indicator) {
		return ""
	}
	at := s.address()
	at.Set("figure", h.Indicator.ID)
	return "/figures/late?" + at.Encode()
}
