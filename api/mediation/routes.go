// Package mediation offers mediations to programs of the office: the same commands and the same walls as on its pages.
package mediation

import (
	"maps"

	"linli/api/route"
	"linli/casefile"
	"linli/mediation"
)

const path = route.Prefix + "/mediations"

// Desk answers the routes of mediations.
type Desk struct {
	Service *mediation.Service
}

var within = []route.Parameter{{Name: "id", Doc: "id of the case", Format: "uuid"}}

// Routes are the routes of mediations: one for each event of the machine beside those for opening, listing and reading.
func (d *Desk) Routes() []*route.Route {
	all := []*route.Route{
		{Method: "POST", Path: path, Name: "create-mediation", Area: "mediation", Summary: "Write down an application for mediation",
			Acts: []string{"mediation.apply"}, Body: route.Type[NewMediation](), Result: route.Type[Created](), Status: 201, Handle: d.create},
		{Method: "POST", Path: path + "/from_paper", Name: "bring-in-mediation", Area: "mediation", Summary: "Bring in an open case that was carried on paper",
			Detail: "The case stands as it does on paper. No consent, signature or session of before is claimed, and no promise that was due is counted: " +
				"each party is asked to agree again before anything goes on that needs it. Every party gets a slip.",
			Acts: []string{"mediation.from_paper"}, Body: route.Type[FromPaper](), Result: route.Type[Created](), Status: 201, Handle: d.fromPaper},
		{Method: "GET", Path: path, Name: "list-mediations", Area: "mediation", Summary: "List cases, the next due first",
			Detail: "The cases of the units that the account works in and those assigned to it: clear facts, no name and no tracking code.",
			Acts:   []string{"mediation.list"}, Query: route.ListQuery(append(route.InDays, route.OfUnit, route.InState("a state of the machine", mediation.States),
				route.Parameter{Name: "type", Doc: "a kind of dispute, a code of the rulebook"},
				route.Parameter{Name: "number", Doc: "the case number as the office writes it or as it was brought in, or a part of the office's with the running number: 17 finds the 17th of each year and unit"})...), Result: route.Type[List](), Status: 200, Handle: d.list},
		{Method: "GET", Path: path + "/{id}", Name: "show-mediation", Area: "mediation", Summary: "Read a case",
			Detail: "Whoever is at work on the case reads its content, and that reading is written down and shown to the parties. Whoever may " +
				"only see the case gets its state and promises: content is null, and withheld says why.",
			Acts: []string{"mediation.see"}, Within: within, Result: route.Type[Case](), Status: 200, Handle: d.show},
		{Method: "POST", Path: path + "/{id}/slip", Name: "issue-slip", Area: "mediation", Summary: "Give a party its passphrase, on a new slip where it has one",
			Detail: "The passphrase is told in this answer alone and kept nowhere. A first slip is given by an account at work on the case. A slip in place of a " +
				"lost one takes two people: one asks with ask_slip, and this call is the approval of another on the same day. The slip of before opens nothing any more.",
			Acts: []string{"mediation.slip"}, Within: within, Body: route.Type[SlipOrder](), Result: route.Type[route.Slip](), Status: 201, Handle: d.slip},
		{Method: "POST", Path: path + "/{id}/files", Name: "add-file", Area: "mediation", Summary: "Add a file to a case",
			Detail: "A letter, a scan, evidence: JPEG, PNG, WebP or PDF, 10 MiB at most. It is made harmless and stripped of what it says of its making, as on the pages, and sealed under a " +
				"key of its own. Where a fingerprint may be on it, bare is false; then it is never used as a signed paper. Fingerprints are painted over on the pages alone.",
			Acts: []string{"mediation.upload"}, Within: within, Body: route.Type[NewFile](), Large: true, Result: route.Type[mediation.Attachment](), Status: 201, Handle: d.addFile},
	}
	events := maps.Clone(mediation.Commands)
	delete(events, "apply") // opens a case; all others act on one
	machine := route.Machine[mediation.Command]{Area: "mediation", Path: path, Within: within, Commands: events, Result: route.Type[Standing](), Claims: true,
		Also: map[casefile.Kind]string{"sign": "mediation.seal"}, Act: d.act}
	return append(all, machine.Routes()...)
}
