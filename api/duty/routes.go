// Package duty offers the office's own duties to programs of the office: the same commands and the same walls as on its pages.
package duty

import (
	"linli/api/route"
	"linli/duty"
)

const path = route.Prefix + "/duties"

// Desk answers the routes of duties.
type Desk struct {
	Service *duty.Service
}

var within = []route.Parameter{{Name: "id", Doc: "id of the occurrence", Format: "uuid"}}

// Routes are the routes of duties: one for each event of the machine that a person asks for, beside those for recording, listing and reading.
func (d *Desk) Routes() []*route.Route {
	all := []*route.Route{
		{Method: "GET", Path: path, Name: "list-duties", Area: "duty", Summary: "List what the account's units owe on their own account, the first due first",
			Detail: "Occurrences of duties, those of earlier years too: clear facts, and no word of the evidence.",
			Acts:   []string{"duty.list"}, Query: route.ListQuery(route.OfUnit, route.InState("a state of the machine", duty.States)), Result: route.Type[DutyList](), Status: 200, Handle: d.list},
		{Method: "GET", Path: path + "/{id}", Name: "show-duty", Area: "duty", Summary: "Read an occurrence of a duty",
			Detail: "Whoever does it, checks it or answers for it reads its evidence, and that reading is written down. Whoever may only see it gets its state and promises: content is null, and withheld says why.",
			Acts:   []string{"duty.see"}, Within: within, Result: route.Type[Duty](), Status: 200, Handle: d.show},
		{Method: "GET", Path: path + "/{id}/statement", Name: "show-duty-statement", Area: "duty", Summary: "Read the statement that a duty has signed",
			Detail: "The text under the version of the rulebook that the occurrence keeps, in its authoritative language or another. A person signs it, on the pages or on paper; no program does.",
			Acts:   []string{"duty.see"}, Within: within, Query: []route.Parameter{{Name: "in", Doc: "the language in which it is read; the authoritative one where none is given"}}, Result: route.Type[DutyStatement](), Status: 200, Handle: d.statement},
		{Method: "POST", Path: path, Name: "create-duty", Area: "duty", Summary: "Write down an event upon which something is owed",
			Detail: "A serious incident or a finding, with its unit; a decision of a meeting, which becomes a task with its owner and its day, or the notice that an incident is reviewed, with the occurrence that they are of.",
			Acts:   []string{"duty.open"}, Body: route.Type[NewDuty](), Result: route.Type[DutyStanding](), Status: 201, Handle: d.record},
		{Method: "POST", Path: path + "/{id}/files", Name: "add-duty-file", Area: "duty", Summary: "Add a photograph or a paper as evidence",
			Detail: "JPEG, PNG, WebP or PDF, 10 MiB at most. It is made harmless and stripped of place, device and time, as on the pages, and sealed under a key of its own. Evidence without a file is the event evidence.",
			Acts:   []string{"duty.evidence"}, Within: within, Body: route.Type[NewDutyFile](), Large: true, Result: route.Type[DutyStanding](), Status: 201, Handle: d.addFile},
	}
	machine := route.Machine[duty.Command]{Area: "duty", Path: path, Within: within, Commands: duty.Commands, Result: route.Type[DutyStanding](), Act: d.act}
	return append(all, machine.Routes()...)
}
