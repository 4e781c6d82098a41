package duty

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/duty"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

// newPage records an event upon which something is owed: an incident, a notice of review, a finding, or a task of a meeting.
type newPage struct {
	Form *page.Form
	words
	Of     *duty.Seen // the meeting or the incident; nil: nothing came before
	Rule   rulebook.DutyRule
	Duties []page.Item
	Units  []page.Item
	Causes []page.Item
	People []page.Item
}

func (v *view) recordFacts(a access.Actor) access.Facts {
	return access.Facts{Tenant: a.Tenant, Unit: v.Case.Unit, Kind: duty.Capability}
}

func (p *Pages) newPage(r *http.Request, form *page.Form) (*newPage, error) {
	n := &newPage{Form: form}
	var err error
	if n.words, err = p.wordsOf(r); err != nil {
		return nil, err
	}
	a := actor(r)
	if of := r.URL.Query().Get("of"); of != "" {
		return n, p.upon(r, n, of)
	}
	units, err := p.Duty.Records(r.Context(), a)
	if err != nil {
		return nil, err
	}
	if len(units) == 0 {
		return nil, p.Duty.Access.Check(a, "duty.open", access.Facts{Tenant: a.Tenant, Kind: duty.Capability})
	}
	rules, err := p.Duty.Office.Rulebook(r.Context(), a.Tenant, p.Duty.Clock.Now())
	if err != nil {
		return nil, err
	}
	n.Units = n.words.unitItems(units)
	for _, rule := range rules.Duties.Duties {
		if slices.Contains([]string{"incident", "finding"}, rule.Recurs.Upon) {
			n.Duties = append(n.Duties, page.Item{Value: rule.ID, Text: n.in(rule.Label)})
		}
	}
	for _, x := range rules.Duties.Incidents {
		n.Causes = append(n.Causes, page.Item{Value: x.Code, Text: n.in(x.Label)})
	}
	return n, nil
}

// upon prepares the form of what an occurrence leads to.
func (p *Pages) upon(r *http.Request, n *newPage, of string) error {
	caseID, err := id.Parse(of)
	if err != nil {
		return duty.ErrNotFound
	}
	if n.Of, err = p.Duty.See(r.Context(), actor(r), caseID); err != nil {
		return err
	}
	upon := duty.Follows(n.Of.Rule)
	i := slices.IndexFunc(n.Of.Rules.Duties.Duties, func(x rulebook.DutyRule) bool { return upon != "" && x.Recurs.Upon == upon })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	n.Rule = n.Of.Rules.Duties.Duties[i]
	if err := p.Duty.Access.Check(actor(r), "duty.open", access.Facts{Tenant: actor(r).Tenant, Unit: n.Of.Case.Unit, Kind: duty.Capability}); err != nil {
		return err
	}
	workers, err := p.Duty.Workers(r.Context(), actor(r).Tenant, n.Of.Case.Unit)
	if err != nil {
		return err
	}
	for _, account := range workers {
		name, err := p.Office.AccountName(r.Context(), actor(r).Tenant, account)
		if err != nil {
			return err
		}
		n.People = append(n.People, page.Item{Value: account.String(), Text: name})
	}
	return nil
}

// Upon is the event that is recorded, empty where the form asks which.
func (n *newPage) Upon() string { return n.Rule.Recurs.Upon }

// Action is where the form is sent to.
func (n *newPage) Action() string {
	if n.Of == nil {
		return "/duties/new"
	}
	return "/duties/new?of=" + n.Of.Case.ID.String()
}

// Back is where the reader comes from.
func (n *newPage) Back() string {
	if n.Of == nil {
		return "/duties"
	}
	return "/duties/" + n.Of.Case.ID.String()
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	n, err := p.newPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "duty/new", n)
	return nil
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	n, err := p.newPage(r, form)
	if err != nil {
		return err
	}
	cmd := duty.Record{Text: form.Value("text"), NamesNobody: form.Checked("names_nobody"), Happened: claimed(form, n.Zone, p.Duty.Clock.Now())}
	if n.Of != nil {
		cmd.Duty, cmd.Of, cmd.Unit = n.Rule.ID, n.Of.Case.ID, n.Of.Case.Unit
		cmd.Owner = chosen(form, "owner", n.Upon() == "decision")
		if day := form.Date("last", n.Zone); !day.IsZero() {
			cmd.Last = calendar.DateOf(day, n.Zone)
		}
	} else {
		form.Require("duty", "unit")
		cmd.Duty, cmd.Unit, cmd.Cause = form.Value("duty"), chosen(form, "unit", true), form.Value("cause")
	}
	if !form.Looking() && !form.Faulty() {
		sent := url.Values{"duty": {cmd.Duty}, "unit": {cmd.Unit.String()}, "cause": {cmd.Cause}, "text": {cmd.Text}, "owner": {cmd.Owner.String()}, "of": {cmd.Of.String()},
			"last": {cmd.Last.String()}, "happened": {cmd.Happened.Format(time.RFC3339)}}
		ask, err := request(r, form, sent)
		var c duty.Case
		if err == nil {
			c, err = p.Duty.Record(r.Context(), actor(r), cmd, ask)
		}
		if err == nil {
			p.Browser.Notify(w, "duty.done.open")
			to := n.Back()
			if n.Of == nil && !c.ID.IsZero() {
				to = "/duties/" + c.ID.String()
			}
			return seeOther(w, r, to)
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "duty/new", n)
	return nil
}

// chosen reads an id that a form offered.
func chosen(form *page.Form, field string, needed bool) id.ID {
	u, err := id.Parse(form.Value(field))
	if needed && err != nil {
		form.Add(field, "form.choose")
	}
	return u
}

// claimed is when something happened according to who enters it: a day, with or without an hour; zero where none is given.
func claimed(form *page.Form, zone *time.Location, now time.Time) time.Time {
	day := form.Date("claimed", zone)
	hour := form.Value("claimed_hour")
	if day.IsZero() {
		return day
	}
	if hour == "" { // the end of the day, or now where that is still to come
		end := day.AddDate(0, 0, 1).Add(-time.Second)
		if end.After(now) {
			end = now
		}
		return end
	}
	at, err := time.Parse("15:04", hour)
	if err != nil {
		form.Add("claimed_hour", "duty.hour.wrong")
		return day
	}
	return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, zone)
}
