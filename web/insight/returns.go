package insight

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	officepages "linli/web/office"
	"linli/web/page"
)

// periodsListed is how many closed periods the list of returns goes back, and how many where they are added up: whatever longer period is
// in the list, all months of it are.
const periodsListed, addedUpListed = 12, 24

// sumsListed is how many closed periods of each length the list has of those that are added up.
var sumsListed = map[string]int{"quarter": 4, "half_year": 2, "year": 1}

type returnsPage struct {
	Form  *page.Form
	Units []choice
	Forms []choice
	Named string // id of the form
	Unit  office.Row
	Title string
	Kinds []returnsOf
}

// returnsOf are the returns of one length of period, the latest first.
type returnsOf struct {
	Kind  string // one of [rulebook.ReturnPeriods]
	Lines []returnLine
}

type returnLine struct {
	Period, Name string
	Waits        string // how many of the returns that it is the sum of are frozen; empty where all are
	Version      int    // 0: not frozen
	Frozen       time.Time
	Reason       string // message key, or empty
}

type returnPage struct {
	Form     *page.Form
	Named    string // id of the form
	Unit     office.Row
	Period   string
	Printed  insight.Printed
	Version  int
	Versions []int
	Sum      bool      // of returns of shorter periods
	Restated string    // those of them that were restated, in words
	Changed  []changed // since the version before
	Before   int
	Moved    bool // the counts have changed since the last version was frozen
	MayDo    bool // freeze, or restate
	Query    string
	Reasons  []string
	Print    page.Attributes
}

// changed is one count that a restatement changed, in words.
type changed struct{ Where, Column, From, To string }

// seat is for whom a return is shown, and of what.
type seat struct {
	a     access.Actor
	tree  office.Tree
	unit  office.Row
	units []office.Row
	rules *rulebook.Rulebook
	form  *rulebook.Return
	l     i18n.Locale
}

func (p *Pages) seat(r *http.Request, unit, form string) (seat, error) {
	s := seat{a: officepages.Actor(r.Context())}
	var err error
	if s.tree, err = p.Office.Tree(r.Context(), s.a.Tenant); err != nil {
		return s, err
	}
	if s.units, err = p.entitled(s.a, s.tree); err != nil {
		return s, err
	}
	if s.unit, err = chosen(s.units, unit); err != nil {
		return s, err
	}
	if s.rules, err = p.Insight.Rules(r.Context(), s.a.Tenant); err != nil {
		return s, err
	}
	if s.form = s.rules.Form(form); s.form == nil {
		return s, insight.ErrNoReturn
	}
	s.l = p.Texts.For(page.Of(r).Language, s.rules.Zone)
	return s, nil
}

// asked is the return of the unit and a period: its own cases, and those of each unit below.
func (s seat) asked(period string) insight.Asked {
	unit := s.unit.Unit
	q := insight.Asked{Tenant: s.a.Tenant, Form: s.form.ID, Unit: unit.ID, Name: unit.Name, Rows: below(s.tree, unit.ID), Names: map[id.ID]string{}, Period: period,
		Whole: s.tree.IsRoot(unit.ID)}
	for _, r := range q.Rows {
		x, _ := s.tree.Unit(r.Unit)
		q.Names[r.Unit] = x.Name
	}
	return q
}

// returns lists the closed periods of a unit, and which of them are frozen.
func (p *Pages) returns(w http.ResponseWriter, r *http.Request) error {
	s, err := p.seat(r, r.URL.Query().Get("unit"), r.URL.Query().Get("form"))
	if err != nil {
		return err
	}
	form := s.form
	data := returnsPage{Named: form.ID, Form: page.NewForm(nil), Unit: s.unit, Title: form.Title.In(string(s.l.Language)), Units: unitChoices(s)}
	for _, x := range s.rules.Returns() {
		data.Forms = append(data.Forms, choice{x.ID, x.Title.In(string(s.l.Language)), x == form})
	}
	last, err := p.Insight.Latest(r.Context(), s.a, s.asked(""))
	if err != nil {
		return err
	}
	today := calendar.DateOf(p.Insight.Clock.Now(), s.rules.Zone)
	for _, kind := range form.Periods() {
		of, n := returnsOf{Kind: kind}, sumsListed[kind]
		if kind == form.Period {
			n = periodsListed
			if len(form.Also) > 0 {
				n = addedUpListed
			}
		}
		for _, period := range insight.Closed(kind, today, n) {
			line := returnLine{Period: period, Name: periodName(kind, period, s.l)}
			if kept, ok := last[period]; ok {
				line.Version, line.Frozen = kept.Version, kept.Frozen
				if kept.Reason != "" {
					line.Reason = "insight.restated." + kept.Reason
				}
			} else if kind != form.Period {
				line.Waits = s.waits(kind, period, last)
			}
			of.Lines = append(of.Lines, line)
		}
		data.Kinds = append(data.Kinds, of)
	}
	p.Render.Render(w, r, http.StatusOK, "insight/returns", data)
	return nil
}

// waits says how many of the returns that one is the sum of are frozen, unless all are.
func (s seat) waits(kind, period string, last map[string]insight.Return) string {
	from, to, err := insight.PeriodDays(kind, period)
	if err != nil {
		return ""
	}
	all, there := insight.Summands(s.form, from, to), 0
	for _, x := range all {
		if _, ok := last[x]; ok {
			there++
		}
	}
	if there == len(all) {
		return ""
	}
	return s.l.Text("insight.returns.waits", fault.Args{"n": there, "of": len(all)})
}

func unitChoices(s seat) []choice {
	var out []choice
	for _, x := range s.units {
		out = append(out, choice{x.ID.String(), x.Name, x.ID == s.unit.ID})
	}
	return out
}

// periodName is a period in words.
func periodName(kind, period string, l i18n.Locale) string {
	if kind == "half_year" {
		return l.Text("insight.half_year."+period[6:], fault.Args{"year": period[:4]})
	}
	return spanName(kind, period, l)
}

// statReturn shows one return: a version of it, or its counts as they are known now.
func (p *Pages) statReturn(w http.ResponseWriter, r *http.Request) error {
	return p.showReturn(w, r, r.URL.Query(), page.NewForm(nil))
}

func (p *Pages) showReturn(w http.ResponseWriter, r *http.Request, q url.Values, form *page.Form) error {
	s, err := p.seat(r, q.Get("unit"), q.Get("form"))
	if err != nil {
		return err
	}
	one, versions, err := p.version(r, s, q)
	if err != nil {
		return err
	}
	data := returnPage{Form: form, Named: s.form.ID, Unit: s.unit, Period: q.Get("period"), Version: one.Version, Reasons: insight.Reasons(),
		Print: page.Attributes{"data-print": true, "hidden": true}, Sum: len(one.Body.Sums) > 0, Restated: insight.Addends(one.Body.Restated(), s.l)}
	data.Printed = insight.Print(one, s.rules, s.l)
	if x := one.Body.Layout; x != nil { // everybody else gets no workbook
		layout := s.l.Text("insight.return.layout_of", fault.Args{"edition": x.Edition, "hash": x.Hash})
		data.Printed.Facts = append(data.Printed.Facts, [2]string{s.l.Text("insight.return.layout", nil), layout})
	}
	for _, v := range versions {
		data.Versions = append(data.Versions, v.Version)
	}
	if n := len(versions); n > 0 {
		live, err := p.Insight.Reckon(r.Context(), s.a, s.asked(data.Period))
		if err != nil {
			return err
		}
		data.Moved = insight.Moved(versions[n-1], live)
		if one.Version > 1 {
			data.Before = one.Version - 1
			data.Changed = changes(versions[one.Version-2], one, s, data.Printed)
		}
	}
	data.MayDo = p.Insight.Gate.Check(s.a, insight.ActionFreeze, access.Facts{Tenant: s.a.Tenant, Unit: s.unit.ID, Kind: "insight"}) == nil &&
		(one.Version == 0 || data.Moved && one.Version == len(versions))
	data.Query = url.Values{"unit": {s.unit.ID.String()}, "form": {s.form.ID}, "period": {data.Period}, "version": {strconv.Itoa(one.Version)}}.Encode()
	p.Render.Render(w, r, form.Status(), "insight/return", data)
	return nil
}

// version is the version that an address names; without one the last, and without any the counts as they are known now.
func (p *Pages) version(r *http.Request, s seat, q url.Values) (insight.Return, []insight.Return, error) {
	ask := s.asked(q.Get("period"))
	versions, err := p.Insight.Versions(r.Context(), s.a, ask)
	if err != nil {
		return insight.Return{}, nil, err
	}
	given := cmp.Or(q.Get("version"), strconv.Itoa(len(versions)))
	if given == "0" && len(versions) == 0 {
		one, err := p.Insight.Reckon(r.Context(), s.a, ask)
		return one, nil, err
	}
	i := slices.IndexFunc(versions, func(v insight.Return) bool { return strconv.Itoa(v.Version) == given })
	if i < 0 {
		return insight.Return{}, nil, access.ErrNotFound
	}
	return versions[i], versions, nil
}

func changes(from, to insight.Return, s seat, printed insight.Printed) []changed {
	say := func(n *int64) string {
		if n == nil {
			return s.l.Text("insight.return.hidden", nil)
		}
		return s.l.Number(*n)
	}
	var out []changed
	for _, c := range insight.Changes(from, to) {
		where := s.l.Text("insight.page.total", nil)
		if c.Rows != "" {
			where = insight.RowName(c.Rows, insight.Line{Of: c.Of, Name: c.Name}, to.Body, s.rules, s.l)
		}
		out = append(out, changed{where, printed.Heads[c.Column], say(c.From), say(c.To)})
	}
	return out
}

// freeze freezes a return, or restates it.
func (p *Pages) freeze(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	s, err := p.seat(r, form.Value("unit"), form.Value("form"))
	if err != nil {
		return err
	}
	q := url.Values{"unit": {s.unit.ID.String()}, "form": {s.form.ID}, "period": {form.Value("period")}}
	_, err = p.Insight.Freeze(r.Context(), s.a, s.asked(form.Value("period")), form.Value("reason"))
	if err != nil {
		if f := fault.Of(err); (f.Field == "reason" || f.Code == fault.Conflict) && form.Take(err) {
			return p.showReturn(w, r, q, form)
		}
		return err
	}
	http.Redirect(w, r, "/figures/return?"+q.Encode(), http.StatusSeeOther)
	return nil
}

// download sends a return as a workbook or as CSV.
func (p *Pages) download(csv bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := p.seat(r, r.URL.Query().Get("unit"), r.URL.Query().Get("form"))
		if err != nil {
			return err
		}
		one, _, err := p.version(r, s, r.URL.Query())
		if err != nil {
			return err
		}
		if !csv {
			return p.sendWorkbook(w, r, s, one)
		}
		return send(w, one, insight.Print(one, s.rules, s.l), s.l)
	}
}
