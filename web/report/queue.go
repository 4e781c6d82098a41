package report

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

type queuePage struct {
	Form  *page.Form
	Mine  []listRow
	Rows  []listRow
	More  string // address of the next page; empty on the last
	Enter bool   // the reader can write down what somebody reports
	Leads bool   // the reader can give reports to somebody
	Pick  []page.Item
	Given []page.Item // to whom
	Views viewsPart
	Shown []string // what the queue is narrowed to; empty: everything is shown

	states, categories, units []page.Item
}

// StateItems, CategoryItems and UnitItems are what the list can be narrowed to.
func (q *queuePage) StateItems() []page.Item { return q.states }

// UnitItems are the units whose queue the reader works; none where it works one.
func (q *queuePage) UnitItems() []page.Item { return q.units }

// CategoryItems are the categories that wait in a queue.
func (q *queuePage) CategoryItems() []page.Item { return q.categories }

// queue shows what the reader's units have to handle, the next due first. Filters stand in the address; nothing is counted.
func (p *Pages) queue(w http.ResponseWriter, r *http.Request) error {
	return p.showQueue(w, r, page.NewForm(r.URL.Query()))
}

func (p *Pages) showQueue(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := actor(r)
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	asked := viewAsked(form)
	known, err := p.Report.Known(r.Context(), a, asked)
	if err != nil {
		return err
	}
	f := report.QueueFilter{Unit: known.Unit, State: known.State, Category: known.Category, Limit: perPage}
	if f.After, err = cursorAt(r.URL.Query().Get("after")); err != nil {
		return err
	}
	if f.Days, err = days(words, form); err != nil {
		return err
	}
	var rows []report.QueueRow
	var next report.Cursor
	if !form.Wrong("from") && !form.Wrong("to") {
		if rows, next, err = p.Report.Queue(r.Context(), a, f); err != nil {
			return err
		}
	}
	rules, all, err := p.Report.Categories(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	data := &queuePage{Form: form, Enter: p.Report.MayWrite(a), Rows: words.queueRows(rows, rules), Shown: words.shown(f, rules)}
	for _, row := range rows {
		if p.Report.Access.Check(a, "report.assign", access.Facts{Tenant: a.Tenant, Unit: row.Unit, Case: row.ID, Kind: report.Capability, Desk: access.Handler}) == nil {
			data.Pick = append(data.Pick, page.Item{Value: row.ID.String(), Text: words.queueName(row, rules)})
		}
	}
	if data.Leads = len(data.Pick) > 0; data.Leads {
		if data.Given, err = p.workers(r, a); err != nil {
			return err
		}
	}
	mine, err := p.Report.Mine(r.Context(), a, perPage)
	if err != nil {
		return err
	}
	data.Mine = words.queueRows(mine, rules)
	if data.Views, err = p.viewsPart(r, asked, known); err != nil {
		return err
	}
	every := page.Item{Text: words.Text("issue.queue.all", nil)}
	data.states, data.categories = []page.Item{every}, []page.Item{every}
	if queues := p.Report.Queues(a); len(queues) > 1 {
		data.units = []page.Item{every}
		for _, u := range queues {
			data.units = append(data.units, page.Item{Value: u.String(), Text: words.units[u]})
		}
	}
	for _, s := range report.IssueStates {
		data.states = append(data.states, page.Item{Value: string(s), Text: words.Text("issue.state."+string(s), nil)})
	}
	for _, c := range all {
		if !c.Kind.AboutUnit() {
			data.categories = append(data.categories, page.Item{Value: c.Code, Text: c.Label.In(string(words.Language))})
		}
	}
	if !next.ID.IsZero() {
		q := form.Narrows()
		maps.Copy(q, viewQuery(known))
		q.Set("after", cursorText(next))
		data.More = "/reports?" + q.Encode()
	}
	p.Render.Render(w, r, form.Status(), "report/queue", data)
	return nil
}

func (w words) queueName(x report.QueueRow, rules *rulebook.Rulebook) string {
	c, _ := rules.Report.Category(x.Category)
	return w.Text("issue.queue.name", fault.Args{"category": c.Label.In(string(w.Language)), "day": w.Date(x.Received)})
}

func (w words) queueRows(rows []report.QueueRow, rules *rulebook.Rulebook) []listRow {
	var out []listRow
	for _, x := range rows {
		key := "issue.queue.waits"
		if x.Taken {
			key = "issue.queue.taken"
		}
		c, _ := rules.Report.Category(x.Category)
		name := c.Label.In(string(w.Language))
		if x.Look {
			name = w.Text("publish.look", fault.Args{"category": name})
		}
		out = append(out, listRow{Href: "/reports/" + x.ID.String(), Name: name,
			Hint: w.Text(key, fault.Args{"unit": w.units[x.Unit], "day": w.Date(x.Received)}), State: w.issueState(x.State), Due: x.Due})
	}
	return out
}

// issueState is the state of a report about a place or a service as a list shows it.
func (w words) issueState(s report.State) page.Tag {
	tag := page.Tag{Text: w.Text("issue.state."+string(s), nil), Classes: "govuk-tag--grey"}
	if s.Open() {
		tag.Classes = "govuk-tag--blue"
	}
	return tag
}

// workers are the accounts to which the reader can give reports.
func (p *Pages) workers(r *http.Request, a access.Actor) ([]page.Item, error) {
	var out []page.Item
	for _, unit := range p.Report.Queues(a) {
		if p.Report.Access.Check(a, "report.assign", access.Facts{Tenant: a.Tenant, Unit: unit, Case: id.ID{1}, Kind: report.Capability, Desk: access.Handler}) != nil {
			continue
		}
		accounts, err := p.Report.Workers(r.Context(), a, unit)
		if err != nil {
			return nil, err
		}
		for _, account := range accounts {
			item, err := p.worker(r, a.Tenant, account)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(out, func(x page.Item) bool { return x.Value == item.Value }) {
				out = append(out, item)
			}
		}
	}
	return out, nil
}

func (p *Pages) worker(r *http.Request, tenant, account id.ID) (page.Item, error) {
	name, err := p.Office.AccountName(r.Context(), tenant, account)
	return page.Item{Value: account.String(), Text: name}, err
}

// assignMany gives several reports to one account. What cannot be given any more is left out and said.
func (p *Pages) assignMany(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	to, err := id.Parse(form.Value("to"))
	if err != nil {
		form.Add("to", "form.choose")
	}
	if len(form.Values("report")) == 0 {
		form.Add("report", "form.choose")
	}
	if form.Looking() || form.Faulty() {
		return p.showQueue(w, r, form)
	}
	done := "issue.done.assign"
	for _, text := range form.Values("report") {
		caseID, err := id.Parse(text)
		if err != nil {
			return report.ErrNotFound
		}
		ask, err := casefile.NewRequest(actor(r).Account, form.Key()+text, []byte(r.URL.Path+"\n"+url.Values{"to": {to.String()}}.Encode()))
		if err != nil {
			return err
		}
		if _, err := p.Report.Act(r.Context(), actor(r), caseID, report.Assign{To: []id.ID{to}}, ask); err != nil {
			if f := fault.Of(err); f == nil || f.Code != fault.Guard && f.Code != fault.Invalid {
				return err
			}
			done = "issue.done.assign_some"
		}
	}
	p.Browser.Notify(w, done)
	return seeOther(w, r, "/reports")
}
