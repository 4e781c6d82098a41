package mediation

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/ical"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type calendarPage struct {
	Form          *page.Form
	From, Until   time.Time
	Before, After string // addresses of the weeks beside
	Days          []calendarDay
	Away          []string // the reader's own leave within the week
	Leads         bool     // the reader sees the times of the unit's sessions too
	Feed          string   // address of a new feed, shown once
}

type calendarDay struct {
	Day  time.Time
	Rows []calendarRow
}

type calendarRow struct {
	At              time.Time
	Name, Href, How string
	Status          *page.Tag
}

// calendar shows the sessions of a week: the reader's own, and for a lead when others of the unit are held and by whom.
func (p *Pages) calendar(w http.ResponseWriter, r *http.Request) error {
	return p.showCalendar(w, r, page.NewForm(nil), "")
}

func (p *Pages) showCalendar(w http.ResponseWriter, r *http.Request, form *page.Form, feed string) error {
	a := actor(r)
	if p.Mediation.Access.Scope(a, "mediation.list").None {
		return p.Mediation.Access.Check(a, "mediation.list", factsOf(a))
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	from, err := p.week(r.URL.Query().Get("from"), words.Zone)
	if err != nil {
		return err
	}
	data := calendarPage{Form: form, From: from, Until: from.AddDate(0, 0, 6), Feed: feed, Leads: holdsAny(a, access.Lead)}
	data.Before = "/calendar?from=" + from.AddDate(0, 0, -7).Format(time.DateOnly)
	data.After = "/calendar?from=" + from.AddDate(0, 0, 7).Format(time.DateOnly)
	all, err := p.Mediation.Calendar(r.Context(), a, from, from.AddDate(0, 0, 7))
	if err != nil {
		return err
	}
	leave, err := p.leave(r, a, from, from.AddDate(0, 0, 7))
	if err != nil {
		return err
	}
	for _, l := range leave {
		data.Away = append(data.Away, words.t("staff.calendar.leave", "from", words.Date(l.from), "until", words.Date(l.until)))
	}
	for _, x := range all {
		day := x.Session.Start.In(words.Zone)
		day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, words.Zone)
		if n := len(data.Days); n == 0 || !data.Days[n-1].Day.Equal(day) {
			data.Days = append(data.Days, calendarDay{Day: day})
		}
		row, err := p.calendarRow(r, words, x)
		if err != nil {
			return err
		}
		d := &data.Days[len(data.Days)-1]
		d.Rows = append(d.Rows, row)
	}
	p.Render.Render(w, r, form.Status(), "mediation/calendar", data)
	return nil
}

// away is one stretch of the reader's own leave: its first and its last day in the office's zone.
type away struct{ from, until time.Time }

// leave are the reader's own days of leave that overlap with a time, as the directory of mediators has them.
func (p *Pages) leave(r *http.Request, a access.Actor, from, until time.Time) ([]away, error) {
	entries, err := p.Mediation.Roster.Of(r.Context(), a.Tenant, []id.ID{a.Account})
	if err != nil {
		return nil, err
	}
	var out []away
	for _, l := range entries[0].Leave {
		first, err := time.ParseInLocation(time.DateOnly, l.From, from.Location())
		if err != nil {
			return nil, fmt.Errorf("a day of leave: %w", err)
		}
		last, err := time.ParseInLocation(time.DateOnly, l.Until, from.Location())
		if err != nil {
			return nil, fmt.Errorf("a day of leave: %w", err)
		}
		if first.Before(until) && !last.Before(from) {
			out = append(out, away{first, last})
		}
	}
	return out, nil
}

// week is the Monday of the week of a day, YYYY-MM-DD; of today where none is named.
func (p *Pages) week(day string, zone *time.Location) (time.Time, error) {
	at := p.Mediation.Clock.Now().In(zone)
	if day != "" {
		var err error
		if at, err = time.ParseInLocation(time.DateOnly, day, zone); err != nil {
			return at, fault.New(fault.NotFound, "fault.not_found")
		}
	}
	back := (int(at.Weekday()) + 6) % 7
	return time.Date(at.Year(), at.Month(), at.Day()-back, 0, 0, 0, 0, zone), nil
}

func (p *Pages) calendarRow(r *http.Request, words *words, x mediation.Appointment) (calendarRow, error) {
	row := calendarRow{At: x.Session.Start}
	if x.Own {
		row.Name, row.Href = words.name(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received), "/mediations/"+x.ID.String()
		row.How = words.t("mediation.mode." + x.Session.Mode)
	} else {
		var names []string
		for _, m := range x.Mediators {
			name, err := p.Office.AccountName(r.Context(), actor(r).Tenant, m)
			if err != nil {
				return row, err
			}
			names = append(names, name)
		}
		row.Name, row.How = words.units[x.Unit], words.List(names)
	}
	switch {
	case x.Session.Off != "":
		row.Status = &page.Tag{Text: words.t("mediation.off." + x.Session.Off), Classes: "govuk-tag--grey"}
	case x.Clash:
		row.Status = &page.Tag{Text: words.t("staff.calendar.clash"), Classes: "govuk-tag--orange"}
	}
	return row, nil
}

// newFeed makes an address that a calendar program subscribes to. It is shown once; the account page ends it.
func (p *Pages) newFeed(w http.ResponseWriter, r *http.Request) error {
	who, _ := officepages.Signed(r.Context())
	key, err := p.Office.IssueFeed(r.Context(), who)
	if err != nil {
		return err
	}
	return p.showCalendar(w, r, page.NewForm(nil), p.Origin+feedPath+"?key="+url.QueryEscape(key))
}

// feedPath is where calendar programs fetch. The secret stands in the query, which no log keeps.
const feedPath = "/calendar.ics"

// feed is the account's own sessions for a calendar program: their times and the numbers of their cases. What a unit's
// others do is not in it, nor with whom a session is held.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	a, lang := actor(r), page.Of(r).Language
	key := r.URL.Query().Get("key")
	if _, ok := officepages.Signed(r.Context()); !ok && key == "" {
		return access.ErrSignIn
	}
	if key != "" {
		who, err := p.Office.Resolve(r.Context(), key, office.Feed)
		if err != nil {
			return err
		}
		a = who.Actor
		if l, ok := p.Texts.Parse(who.Account.Language); ok {
			lang = l
		}
	}
	if p.Mediation.Access.Scope(a, "mediation.list").None {
		return p.Mediation.Access.Check(a, "mediation.list", factsOf(a))
	}
	words, err := p.words(r.Context(), a, p.Texts.For(lang, time.UTC))
	if err != nil {
		return err
	}
	now := p.Mediation.Clock.Now()
	all, err := p.Mediation.Calendar(r.Context(), a, now.AddDate(0, -1, 0), now.AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	out := ical.Calendar{Name: words.t("staff.calendar.title")}
	for _, x := range all {
		if !x.Own {
			continue
		}
		e := ical.Event{UID: x.Session.ID.String() + "@linli", Stamp: now, Start: x.Session.Start, Length: x.Length(),
			Summary: words.t("staff.calendar.session", "case", words.name(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received))}
		if x.Session.Off != "" {
			e.Sequence, e.Cancelled = 1, true
		}
		out.Events = append(out.Events, e)
	}
	zone := words.rules.Zone
	leave, err := p.leave(r, a, now.AddDate(0, -1, 0).In(zone), now.AddDate(1, 0, 0).In(zone))
	if err != nil {
		return err
	}
	for _, l := range leave {
		end := l.until.AddDate(0, 0, 1)
		out.Events = append(out.Events, ical.Event{UID: l.from.Format("20060102") + "-" + l.until.Format("20060102") + "-" + a.Account.String() + "@linli",
			Stamp: now, Start: l.from, Length: end.Sub(l.from), Summary: words.t("staff.calendar.on_leave")})
	}
	w.Header().Set("Content-Type", ical.MediaType)
	w.Header().Set("Cache-Control", "no-store")
	return out.Write(w)
}
