package duty

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/duty"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/web/page"
)

// view is one occurrence as its reader sees it.
type view struct {
	Form *page.Form
	words
	*duty.Seen
	Opened *duty.Opened // nil for whoever does not read the evidence
	Act    casefile.Kind

	now      time.Time
	last     time.Time
	people   map[id.ID]string
	Children []listRow // the tasks of a meeting, the review of an incident
	Parent   *listRow  // what made it owed
	MayAdd   bool      // the reader can record a task or a review
	To       []page.Item
}

type line struct {
	Key, Text string
}

func (p *Pages) view(r *http.Request, read bool) (*view, error) {
	a, ctx := actor(r), r.Context()
	caseID, err := id.Parse(r.PathValue("duty"))
	if err != nil {
		return nil, duty.ErrNotFound
	}
	v := &view{Form: page.NewForm(nil), now: p.Duty.Clock.Now(), people: map[id.ID]string{}}
	if v.words, err = p.wordsOf(r); err != nil {
		return nil, err
	}
	if v.Seen, err = p.Duty.See(ctx, a, caseID); err != nil {
		return nil, err
	}
	if read && v.Reads {
		if v.Opened, err = p.Duty.Open(ctx, a, caseID); err != nil {
			return nil, err
		}
		v.Seen = &v.Opened.Seen
	}
	for _, x := range v.Promises {
		if x.Rule == v.Rule.ID {
			v.last = x.Due
		}
	}
	return v, p.name(r, v)
}

// name looks up the names of everybody who has a part in it. They are all the office's own people.
func (p *Pages) name(r *http.Request, v *view) error {
	c := &v.Case
	all := append(append([]id.ID{c.Owner, c.CheckedBy}, c.Crew...), c.Offered...)
	for _, x := range c.Acts {
		all = append(all, x.By)
	}
	for _, e := range c.Evidence {
		all = append(all, e.By)
	}
	for _, x := range v.Places {
		all = append(all, x.By)
	}
	for _, account := range all {
		if account.IsZero() || v.people[account] != "" {
			continue
		}
		name, err := p.Office.AccountName(r.Context(), actor(r).Tenant, account)
		if err != nil {
			return err
		}
		v.people[account] = name
	}
	return nil
}

// Href is the address of the occurrence, or of one of its pages.
func (v *view) Href(rest ...string) string {
	at := "/duties/" + v.Case.ID.String()
	for _, x := range rest {
		at += "/" + x
	}
	return at
}

// Title is the duty's name.
func (v *view) Title() string { return v.in(v.Rule.Label) }

// Tag is how it stands.
func (v *view) Tag() page.Tag { return v.state(&v.Case, v.last, v.now) }

// Facts are what everybody who sees it knows of it.
func (v *view) Facts() []line {
	c := &v.Case
	out := []line{{"duty.fact.unit", v.units[c.Unit]}, {"duty.fact.last", v.until(v.last, v.LongDate)}}
	if v.Rule.Recurs.Upon != "" {
		if !c.Happened.IsZero() {
			out = append(out, line{"duty.fact.happened", v.DateTime(c.Happened)})
		}
		out = append(out, line{"duty.fact.recorded", v.DateTime(c.Opened)})
	}
	if v.Rule.Kind == "rota" {
		out = append(out, line{"duty.fact.hours", v.Rule.Recurs.Hours}, line{"duty.fact.crew", v.list(c.Crew)})
	}
	if c.Cause != "" {
		for _, x := range v.Rules.Duties.Incidents {
			if x.Code == c.Cause {
				out = append(out, line{"duty.fact.cause", v.in(x.Label)})
				if body := v.Body(); body != "" {
					out = append(out, line{"duty.fact.notify", body})
				}
			}
		}
	}
	if !c.Owner.IsZero() {
		out = append(out, line{"duty.fact.owner", v.people[c.Owner]})
	} else {
		out = append(out, line{"duty.fact.owed_by", v.post(v.Rule.OwedBy)})
	}
	out = append(out, line{"duty.fact.checked_by", v.post(v.Rule.CheckedBy)})
	for i := range c.Units {
		out = append(out, line{"duty.fact.before", v.units[c.Units[i]]})
	}
	if c.Provisional {
		out = append(out, line{"duty.fact.note", v.t("duty.fact.provisional")})
	}
	return out
}

func (v *view) list(accounts []id.ID) string {
	var out []string
	for _, account := range accounts {
		name := v.people[account]
		if slices.Contains(v.Case.Offered, account) {
			name = v.t("duty.fact.offers", "name", name)
		}
		out = append(out, name)
	}
	if len(out) == 0 {
		return v.t("duty.shift.nobody")
	}
	return v.List(out)
}

// Task is what a decision of a meeting says is to be done.
func (v *view) Task() string {
	if v.Opened == nil {
		return ""
	}
	return v.Opened.Words[v.Case.ID]
}

// Agenda is what a meeting is going to speak about.
func (v *view) Agenda() string {
	if v.Opened == nil {
		return ""
	}
	return v.Opened.Words[v.Case.Agenda]
}

// Owed are its promises, with how they stand.
func (v *view) Owed() []owed {
	var out []owed
	for _, x := range v.Promises {
		if x.State != promise.Void {
			key := "duty.promise.do"
			if x.Rule != v.Rule.ID {
				key = "duty.promise.check"
			}
			out = append(out, owed{x.Promise, v.t(key), v.until(x.Due, v.Date)})
		}
	}
	return out
}

type owed struct {
	promise.Promise
	Title, Until string
}

// until is the last day within which something is kept, or its last instant where the duty has a term by hours.
func (v *view) until(due time.Time, day func(time.Time) string) string {
	if v.Rule.Recurs.Within.Unit == rulebook.Hours && due.Equal(v.last) {
		return v.DateTime(due)
	}
	return day(lastDay(due))
}

// Print is the button that prints a serious incident once its notice is written; nil before, and for whoever does not read it.
func (v *view) Print() page.Attributes {
	if v.Opened == nil || len(v.Opened.Notices) == 0 {
		return nil
	}
	return page.Attributes{"data-print": true, "hidden": true}
}

// History is how it was done, the newest first, with both times of each act.
func (v *view) History() []line {
	c := &v.Case
	var out []line
	add := func(at time.Time, key string, pairs ...any) {
		out = append(out, line{v.DateTime(at), v.t(key, pairs...)})
	}
	for _, a := range c.Acts {
		said := v.t("duty.history.covered")
		if !a.By.IsZero() {
			said = v.t("duty.history.do", "name", v.people[a.By])
		}
		if !a.Claimed.IsZero() {
			said += " · " + v.t("duty.claimed_at", "at", v.DateTime(a.Claimed))
		}
		out = append(out, line{v.DateTime(a.At), said})
		if !a.SentBack.IsZero() {
			add(a.SentBack, "duty.history.send_back")
		}
	}
	if !c.CheckedAt.IsZero() {
		add(c.CheckedAt, "duty.history.check", "name", v.people[c.CheckedBy])
	}
	switch c.State {
	case duty.Missed:
		add(c.Ended, "duty.history.miss")
	case duty.Void:
		add(c.Ended, "duty.history.void")
	}
	if !c.Erased.IsZero() {
		add(c.Erased, "duty.history.erase")
	}
	slices.Reverse(out)
	return out
}

// Reason is why it was late or missed.
func (v *view) Reason() string {
	if v.Case.Reason == "" {
		return ""
	}
	return v.t("duty.reason." + v.Case.Reason)
}

// Step is the next step of the road, and Acts the others, with their words. Evidence is added where it is missing.
func (v *view) Step() casefile.Kind {
	for _, act := range []casefile.Kind{"check", "take_over", "sign_up", "do", "sign"} {
		if slices.Contains(v.Next, act) && (act != "sign_up" || len(v.Case.Crew) == 0) {
			return act
		}
	}
	return ""
}

// Acts are what the reader can do beside the next step.
func (v *view) Acts() []page.Link {
	var out []page.Link
	for _, act := range v.Next {
		if act != v.Step() && act != "evidence" {
			out = append(out, page.Link{Text: v.t("duty.act." + string(act) + ".title"), Href: v.Href(string(act))})
		}
	}
	return out
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r, true)
	if err != nil {
		return err
	}
	rows, err := p.Duty.Tasks(r.Context(), actor(r), v.Case)
	if f := fault.Of(err); err != nil && f.Code != fault.Forbidden { // whoever only checks it from above sees no list of the unit
		return err
	}
	for _, x := range rows {
		row, err := p.row(r.Context(), v.words, x)
		if err != nil {
			return err
		}
		v.Children = append(v.Children, row)
	}
	if !v.Case.Of.IsZero() {
		if of, err := p.Duty.See(r.Context(), actor(r), v.Case.Of); err == nil {
			v.Parent = &listRow{Href: "/duties/" + of.Case.ID.String(), Name: v.in(of.Rule.Label)}
		}
	}
	v.MayAdd = duty.Follows(v.Rule) != "" && v.Case.State != duty.Void && p.Duty.Access.Check(actor(r), "duty.open", v.recordFacts(actor(r))) == nil
	p.Render.Render(w, r, http.StatusOK, "duty/show", v)
	return nil
}

// file sends one photograph or paper.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	caseID, err := id.Parse(r.PathValue("duty"))
	if err != nil {
		return duty.ErrNotFound
	}
	of, err := id.Parse(r.PathValue("evidence"))
	if err != nil {
		return duty.ErrNotFound
	}
	file, err := p.Duty.Download(r.Context(), actor(r), caseID, of)
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: file.Name, Type: file.Type, Bytes: file.Bytes, Small: file.Small})
}
