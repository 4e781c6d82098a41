// Package report offers reports to programs of the office: the same commands and the same walls as on its pages.
package report

import (
	"linli/api/route"
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
		{Method: "GET", Path: path, Name: "list-reports", Area: "report", Summary: "List the reports in the queues of the account's units, the next due first",
			Detail: "Clear facts of reports about a place or a service: no word, no name and no tracking code. Reports about a unit are not listed here; what is owed on one stands among the promises of whoever may know of it.",
			Acts:   []string{"report.queue"}, Query: route.ListQuery(append(route.InDays, route.OfUnit, route.InState("a state of the machine; without it, those in which something is to be done", report.IssueStates),
				route.Parameter{Name: "category", Doc: "a category, a code of the rulebook"},
				route.Parameter{Name: "kind", Doc: "a kind of report", Choice: rulebook.Kinds()[:6]})...), Result: route.Type[ReportList](), Status: 200, Handle: d.list},
		{Method: "GET", Path: path + "/{id}", Name: "show-report", Area: "report", Summary: "Read a report",
			Detail: "Whoever handles the report reads its content, and that reading is written down and shown to the reporter. Whoever may only see it gets " +
				"its state and promises: content is null, and withheld says why.",
			Acts: []string{"report.see"}, Within: within, Result: route.Type[Report](), Status: 200, Handle: d.show},
		{Method: "POST", Path: path + "/{id}/slip", Name: "issue-report-slip", Area: "report", Summary: "Give whoever reported it the passphrase of its code",
			Detail: "Once, within a quarter of an hour of writing the report down, for whoever holds its code. The passphrase is told in this answer alone and kept nowhere.",
			Acts:   []string{"report.enter"}, Within: within, Body: route.Type[route.CodeOrder](), Result: route.Type[route.Slip](), Status: 201, Handle: d.slip},
		{Method: "POST", Path: path + "/{id}/files", Name: "add-report-file", Area: "report", Summary: "Add a photograph or a paper to a report",
			Detail: "JPEG, PNG, WebP or PDF, 10 MiB at most. It is made harmless and stripped of place, device and time, as on the pages, and sealed under a key of its own.",
			Acts:   []string{"report.attach"}, Within: within, Body: route.Type[route.NewAttachment](), Large: true, Result: route.Type[report.Attachment](), Status: 201, Handle: d.addFile},
	}
	machine := route.Machine[report.Command]{Area: "report", Path: path, Within: within, Commands: report.Commands, Result: route.Type[ReportStanding](), Act: d.act}
	return append(all, machine.Routes()...)
}
