package roster

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

// change does what the pressed button of an entry says.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a := officepages.Actor(r.Context())
	who, err := account(r)
	if err != nil {
		return err
	}
	do, value, _ := strings.Cut(form.Value("do"), ":")
	err = p.do(r, a, who, form, do, value)
	if err == nil {
		err = form.Err()
	}
	if err == nil {
		p.Browser.Notify(w, "roster.done."+do)
		http.Redirect(w, r, "/roster/"+who.String(), http.StatusSeeOther) //nolint:gosec // a page of this site
		return nil
	}
	if !form.Faulty() && !form.Take(err) {
		return err
	}
	return p.showEntry(w, r, form)
}

func (p *Pages) do(r *http.Request, a access.Actor, who id.ID, form *page.Form, do, value string) error {
	ctx := r.Context()
	switch do {
	case "save":
		profile := read(form)
		if form.Faulty() {
			return nil
		}
		return p.Roster.Describe(ctx, a, who, profile)
	case "leave":
		return p.Roster.TakeLeave(ctx, a, who, roster.Leave{From: day(form, "leave_from"), Until: day(form, "leave_until")})
	case "unleave":
		from, until, _ := strings.Cut(value, "_")
		return p.Roster.EndLeave(ctx, a, who, roster.Leave{From: from, Until: until})
	case "train":
		return p.Roster.AddTraining(ctx, a, who, roster.Training{Day: day(form, "training"), Topic: form.Value("topic"), Minutes: int(form.Number("minutes"))})
	case "untrain":
		return p.untrain(r, a, who, value)
	case "confirm":
		version, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return fault.New(fault.Invalid, "form.unreadable")
		}
		return p.Roster.Confirm(ctx, a, who, version)
	}
	return fault.New(fault.Invalid, "form.unreadable")
}

// untrain removes the training that stands at a place of the list that the reader saw.
func (p *Pages) untrain(r *http.Request, a access.Actor, who id.ID, value string) error {
	e, _, err := p.Roster.Show(r.Context(), a, who)
	if err != nil {
		return err
	}
	for i, t := range e.Training {
		if value == strconv.Itoa(i) {
			return p.Roster.RemoveTraining(r.Context(), a, who, t)
		}
	}
	return roster.ErrMoved
}

// day is a day of the form as YYYY-MM-DD; empty where it is none.
func day(form *page.Form, name string) string {
	at := form.Date(name, time.UTC)
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

// read takes the profile out of the form.
func read(form *page.Form) roster.Profile {
	p := roster.Profile{Types: form.Values("types"), Languages: form.Values("languages"), Listed: form.Checked("listed")}
	for _, v := range form.Values("units") {
		u, err := id.Parse(v)
		if err != nil {
			form.Add("units", "form.choose")
		}
		p.Units = append(p.Units, u)
	}
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		name := fmt.Sprintf("d%d_", d)
		if form.Value(name+"from") == "" && form.Value(name+"until") == "" {
			continue
		}
		from, ok := minutes(form.Value(name + "from"))
		until, fine := minutes(form.Value(name + "until"))
		if !ok || !fine || from >= until {
			form.Add(name+"from", "roster.field.hours")
			continue
		}
		p.Hours = append(p.Hours, roster.Hours{Day: d, From: from, Until: until})
	}
	return p
}

// minutes reads a time of day, 24:00 included.
func minutes(s string) (int, bool) {
	hour, minute, ok := strings.Cut(strings.ReplaceAll(s, "：", ":"), ":")
	h, err := strconv.Atoi(hour)
	m, wrong := strconv.Atoi(minute)
	return h*60 + m, ok && err == nil && wrong == nil && h >= 0 && m >= 0 && m < 60 && h*60+m <= 24*60
}
