package duty

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/duty"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// perPage is how many occurrences a page of one stretch shows.
const perPage = 40

type listPage struct {
	Form   *page.Form
	Unit   string
	Units  []page.Item
	Name   string
	Groups []group
	Record bool // the reader can record an event upon which something is owed
	Rota   bool // the unit has shifts
}

type group struct {
	Key  string // late, check, week, month or recent; wrong: of a cell of the board
	Rows []listRow
	More string
}

type listRow struct {
	Href, Name, Hint string
	State            page.Tag
	Due              time.Time // zero where nothing waits
	shift            bool
}

// stretches are the groups of the list in its order: what is promised stands before what was done.
var stretches = []string{"late", "check", "week", "month", "recent"}

// list shows what a unit owes: late, to be checked, this week, this month, and what was settled of late.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	words, unit, units, err := p.unit(r)
	if err != nil {
		return err
	}
	data := listPage{Form: page.NewForm(r.URL.Query()), Unit: unit.ID.String(), Name: words.units[unit.ID]}
	data.Units = words.unitItems(units)
	show := r.URL.Query().Get("show")
	if show != "" && !slices.Contains(stretches, show) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if r.URL.Query().Has("duty") {
		g, err := p.wrong(r, words, unit.ID)
		if err != nil {
			return err
		}
		data.Groups, show = []group{g}, "wrong"
	}
	for _, key := range stretches {
		if show != "" && show != key {
			continue
		}
		g, err := p.stretch(r, words, unit.ID, key, show == "")
		if err != nil {
			return err
		}
		data.Groups = append(data.Groups, g)
	}
	may, err := p.Duty.Records(r.Context(), actor(r))
	if err != nil {
		return err
	}
	data.Record = slices.ContainsFunc(may, func(u duty.Unit) bool { return u.ID == unit.ID })
	rows, _, err := p.Duty.Shifts(r.Context(), actor(r), unit.ID, 7)
	if err != nil {
		return err
	}
	data.Rota = len(rows) > 0
	p.Render.Render(w, r, http.StatusOK, "duty/list", data)
	return nil
}

// unit is the unit that the address names, the reader's own where it names none, with all that the reader sees.
func (p *Pages) unit(r *http.Request) (words, duty.Unit, []duty.Unit, error) {
	words, err := p.wordsOf(r)
	if err != nil {
		return words, duty.Unit{}, nil, err
	}
	a := actor(r)
	units, err := p.Duty.Units(r.Context(), a)
	if err != nil {
		return words, duty.Unit{}, nil, err
	}
	if len(units) == 0 {
		return words, duty.Unit{}, nil, p.Duty.Access.Check(a, "duty.list", access.Facts{Tenant: a.Tenant, Kind: duty.Capability})
	}
	i := slices.IndexFunc(units, func(u duty.Unit) bool {
		return slices.ContainsFunc(a.Posts, func(x access.Post) bool { return x.Unit == u.ID })
	})
	if named := r.URL.Query().Get("unit"); named != "" {
		if i = slices.IndexFunc(units, func(u duty.Unit) bool { return u.ID.String() == named }); i < 0 {
			return words, duty.Unit{}, nil, fault.New(fault.NotFound, "fault.not_found")
		}
	}
	return words, units[max(i, 0)], units, nil
}

func (w words) unitItems(units []duty.Unit) []page.Item {
	var out []page.Item
	for _, u := range units {
		out = append(out, page.Item{Value: u.ID.String(), Text: w.units[u.ID]})
	}
	return out
}

// stretch are the occurrences of a group, the next due first; of what was settled, the newest first. In short, the shifts of every
// day do not hide what else is owed after this week or was settled: they stand on the page of shifts, and behind "more".
func (p *Pages) stretch(r *http.Request, words words, unit id.ID, key string, short bool) (group, error) {
	now, a := p.Duty.Clock.Now(), actor(r)
	day := now.In(words.Zone)
	midnight := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, words.Zone)
	fold := short && (key == "month" || key == "recent")
	span := duty.Span{Unit: unit, Waits: duty.ToDo, Limit: perPage + 1}
	switch key {
	case "late":
		span.Until = now
	case "check":
		span.Waits = duty.ToCheck
	case "week":
		span.From, span.Until = now, midnight.AddDate(0, 0, 6)
	case "month":
		span.From, span.Until = midnight.AddDate(0, 0, 6), midnight.AddDate(0, 0, 31)
		if fold {
			span.Limit = 500
		}
	case "recent":
		span.Waits, span.From, span.Until, span.Limit = "", now.AddDate(0, 0, -45), now.AddDate(0, 0, 1), 500
	}
	after, err := placeAt(r.URL.Query().Get("after"))
	if err != nil {
		return group{}, err
	}
	span.After = after
	rows, err := p.Duty.List(r.Context(), a, span)
	if err != nil {
		return group{}, err
	}
	g := group{Key: key}
	if key == "recent" {
		rows = slices.DeleteFunc(rows, func(x duty.Row) bool { return x.Case.Waits() != "" || x.Case.State == duty.Void })
		slices.Reverse(rows)
	}
	all := "/duties?unit=" + unit.String() + "&show=" + key
	for i, x := range rows {
		row, err := p.row(r.Context(), words, x)
		if err != nil {
			return g, err
		}
		full := len(g.Rows) == perPage
		switch {
		case fold && (full || row.shift):
			g.More = all
		case !full:
			g.Rows = append(g.Rows, row)
		case key != "recent":
			g.More = all + "&after=" + place(rows[i-1])
			return g, nil
		}
	}
	return g, nil
}

// wrong are the occurrences that a cell of the board shows as not done in time.
func (p *Pages) wrong(r *http.Request, words words, unit id.ID) (group, error) {
	month, err := calendar.ParseDate(r.URL.Query().Get("month") + "-01")
	if err != nil {
		return group{}, fault.New(fault.NotFound, "fault.not_found")
	}
	rows, err := p.Duty.Wrong(r.Context(), actor(r), unit, r.URL.Query().Get("duty"), month)
	g := group{Key: "wrong"}
	for _, x := range rows {
		row, err := p.row(r.Context(), words, x)
		if err != nil {
			return g, err
		}
		g.Rows = append(g.Rows, row)
	}
	return g, err
}

func (p *Pages) row(ctx context.Context, words words, x duty.Row) (listRow, error) {
	now := p.Duty.Clock.Now()
	rules, err := p.Duty.Office.RulebookOf(ctx, x.Case.Tenant, x.Case.Rulebook, x.Case.RulebookVersion)
	if err != nil {
		return listRow{}, err
	}
	rule, _ := rules.Duty(x.Case.Duty)
	row := listRow{Href: "/duties/" + x.Case.ID.String(), Name: words.in(rule.Label), State: words.state(&x.Case, x.Last, now), Due: x.Next,
		Hint: words.t("duty.list.hint", "day", words.LongDate(lastDay(x.Last)), "post", words.post(rule.OwedBy))}
	if x.Case.State == duty.Done {
		row.Hint = words.t("duty.list.check_hint", "day", words.LongDate(x.Case.Acts[len(x.Case.Acts)-1].At), "post", words.post(rule.CheckedBy))
	}
	if row.shift = rule.Kind == "rota"; row.shift {
		row.Hint = words.t("duty.list.shift_hint", "day", words.LongDate(lastDay(x.Last)), "hours", rule.Recurs.Hours, "n", len(x.Case.Crew))
	}
	return row, nil
}

// place writes where a page of a list ends, and placeAt reads it.
func place(x duty.Row) string {
	at := x.Next
	if at.IsZero() {
		at = x.Last
	}
	return strconv.FormatInt(clock.Micros(at), 36) + "~" + x.Case.ID.String()
}

func placeAt(s string) (duty.Row, error) {
	var x duty.Row
	if s == "" {
		return x, nil
	}
	wrong := fault.New(fault.NotFound, "fault.not_found")
	micros, rest, ok := strings.Cut(s, "~")
	n, err := strconv.ParseInt(micros, 36, 64)
	if !ok || err != nil || n < 0 {
		return x, wrong
	}
	if x.Case.ID, err = id.Parse(rest); err != nil {
		return x, wrong
	}
	x.Next, x.Last = clock.FromMicros(n), clock.FromMicros(n)
	return x, nil
}
