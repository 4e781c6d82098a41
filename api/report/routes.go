// Package report offers reports to programs of the office: the same commands and the same walls as on its pages.
package report

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"linli/api/route"
	"linli/casefile"
	"linli/platform/fault"
	"linli/report"
	"linli/rulebook"
)

const path = route.Prefix + "/reports"

// Desk answers the routes of reports.
type Desk struct {
	Service *report.Service
}

var within = []route.Parameter{{Name: "id", Doc: "id of the report", Format: "uuid"}}

// Routes are the routes of reports: one for each event of the machines beside those for opening, listing and reading.
func (d *Desk) Routes() []*route.Route {
	all := []*route.Route{
		{Method: "POST", Path: path, Name: "create-report", Area: "report", Summary: "Write down what somebody reports",
			Detail: "A report about a unit (a grievance, a complaint) goes to a desk outside that unit; whoever works in it gets 403 here and finds nothing afterwards.",
			Acts:   []string{"report.enter"}, Body: route.Type[NewReport](), Result: route.Type[ReportCreated](), Status: 201, Handle: d.create},
		{Method: "GET", Path: path, Name: "list-reports", Area: "report", Summary: "ReportList the reports in the queues of the account's units, the next due first",
			Detail: "Clear facts of reports about a place or a service: no word, no name and no tracking code. Reports about a unit stand in no list of this interface.",
			Acts:   []string{"report.queue"}, Query: listQuery(), Result: route.Type[ReportList](), Status: 200, Handle: d.list},
		{Method: "GET", Path: path + "/{id}", Name: "show-report", Area: "report", Summary: "Read a report",
			Detail: "Whoever handles the report reads its content, and that reading is written down and shown to the reporter. Whoever may only see it gets " +
				"its state and promises: content is null, and withheld says why.",
			Acts: []string{"report.see"}, Within: within, Result: route.Type[Report](), Status: 200, Handle: d.show},
	}
	for _, event := range report.Events() {
		all = append(all, d.event(event))
	}
	return all
}

// event is the route of one event.
func (d *Desk) event(event casefile.Kind) *route.Route {
	return &route.Route{Method: "POST", Path: path + "/{id}/" + string(event), Name: strings.ReplaceAll(string(event), "_", "-") + "-report",
		Area: "report", Summary: "Ask for the event " + string(event), Acts: []string{"report." + string(event)}, Within: within,
		Body: body(event), Empty: true, Result: route.Type[ReportStanding](), Status: 200,
		Handle: func(ctx context.Context, c *route.Call) (route.Answer, error) { return d.act(ctx, c, event) }}
}

func listQuery() []route.Parameter {
	states := make([]string, len(report.IssueStates))
	for i, s := range report.IssueStates {
		states[i] = string(s)
	}
	return []route.Parameter{
		{Name: "unit", Doc: "id or code of a unit"},
		{Name: "state", Doc: "a state of the machine", Choice: states},
		{Name: "category", Doc: "a category, a code of the rulebook"},
		{Name: "kind", Doc: "a kind of report", Choice: rulebook.Kinds()[:6]},
		{Name: "after", Doc: "next of the page before"},
		{Name: "limit", Doc: "reports on a page, 1 to 100; 25 where it is not given", Format: "integer"}}
}

// encode is for answers that are made while a change is decided, where nothing can be refused any more.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("api: an answer that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are structs of strings, numbers and ids
	}
	return b
}

// cursor is a place in a list. It is opaque: its form may change from version to version.
func cursor(place report.Cursor) string { return base64.RawURLEncoding.EncodeToString(encode(place)) }

// place reads the parameter after into the place that [cursor] wrote.
func place(c *route.Call) (at report.Cursor, err error) {
	given := c.Text("after")
	if given == "" {
		return at, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(given)
	if err == nil {
		err = json.Unmarshal(b, &at)
	}
	if err != nil {
		return at, fault.Field("after", "api.query.after")
	}
	return at, nil
}
