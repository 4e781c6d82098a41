// Package referral offers requests for help and their referrals to programs of the office: the same commands and the same walls as
// on the pages of those who help. A service answers by its link and a person on its own page, and neither through here.
package referral

import (
	"slices"

	"linli/api/route"
	"linli/casefile"
	"linli/referral"
)

const path = route.Prefix + "/referrals"

// Desk answers the routes of requests for help.
type Desk struct {
	Service *referral.Service
}

var within = []route.Parameter{{Name: "id", Doc: "id of the request for help", Format: "uuid"}}

// Routes are the routes of requests for help: one for each event that a worker asks for, beside those for opening, listing and reading.
func (d *Desk) Routes() []*route.Route {
	all := []*route.Route{
		{Method: "POST", Path: path, Name: "create-referral", Area: "referral", Summary: "Write down what somebody asks for at the counter",
			Detail: "Whoever writes it down does not read it afterwards: that is for the one who takes it.",
			Acts:   []string{"referral.enter"}, Body: route.Type[NewReferral](), Result: route.Type[ReferralCreated](), Status: 201, Handle: d.create},
		{Method: "GET", Path: path, Name: "list-referrals", Area: "referral", Summary: "List the requests for help of the account's units, the next due first",
			Detail: "Clear facts: what is needed, and nobody who needs it; no word and no tracking code.",
			Acts:   []string{"referral.list"}, Query: route.ListQuery(append(route.InDays, route.OfUnit, route.InState("a state of the machine; without it, those that are open", referral.States),
				route.Parameter{Name: "need", Doc: "one of what is needed, a code of the rulebook"})...),
			Result: route.Type[ReferralList](), Status: 200, Handle: d.list},
		{Method: "GET", Path: path + "/{id}", Name: "show-referral", Area: "referral", Summary: "Read a request for help",
			Detail: "Whoever has taken it reads its content, and that reading is written down and shown to the person. Whoever may only see it gets its state and promises, and withheld says why.",
			Acts:   []string{"referral.see"}, Within: within, Result: route.Type[Referral](), Status: 200, Handle: d.show},
		{Method: "POST", Path: path + "/{id}/slip", Name: "issue-referral-slip", Area: "referral", Summary: "Give whoever asked for help the passphrase of its code",
			Detail: "Once, within a quarter of an hour of writing the request down, for whoever holds its code. The passphrase is told in this answer alone and kept nowhere.",
			Acts:   []string{"referral.enter"}, Within: within, Body: route.Type[route.CodeOrder](), Result: route.Type[route.Slip](), Status: 201, Handle: d.slip},
		{Method: "POST", Path: path + "/{id}/request", Name: "request-referral", Area: "referral", Summary: "Send a referral, and get the link with which the service answers",
			Detail: "It needs the person's valid consent for each line. The key of the link is told in this answer alone: whoever sends the referral hands it over.",
			Acts:   []string{"referral.request"}, Within: within, Body: route.Type[LinkOrder](), Result: route.Type[ReferralSent](), Status: 200, Handle: d.request},
		{Method: "POST", Path: path + "/{id}/link", Name: "link-referral", Area: "referral", Summary: "Make another link for the service of a referral",
			Detail: "The one before opens nothing any more.",
			Acts:   []string{"referral.link"}, Within: within, Body: route.Type[LinkOrder](), Result: route.Type[ReferralSent](), Status: 200, Handle: d.renew},
	}
	machine := route.Machine[referral.Command]{Area: "referral", Path: path, Within: within, Commands: ofWorker(), Result: route.Type[ReferralStanding](), Act: d.act}
	return append(all, machine.Routes()...)
}

// ofWorker are the commands of those who help. What a service or a person says has its own door.
func ofWorker() casefile.Commands[referral.Command] {
	out := casefile.Commands[referral.Command]{}
	for _, event := range slices.Concat(referral.OfWorker, referral.OfWorkerReferral, []casefile.Kind{"refer", "step_done", "appointment", "guardian_ends"}) {
		if cmd, ok := referral.Commands[event]; ok {
			out[event] = cmd
		}
	}
	return out
}
