package rulebook

import "slices"

func (d *draft) checkPromise(path string, p PromiseRule) {
	const file = "promises.yaml"
	d.checkID(file, path+".id", p.ID)
	d.oneOf(file, path+".capability", "capability", p.Capability, Capabilities())
	if p.Subject != "" && !slices.Contains(Subjects(), p.Subject) {
		d.at(file, path+".subject", "a rule is about the office, a public place, a service, a need or a dispute (%v), never about a person, a dwelling or a household; %q is none of them", Subjects(), p.Subject)
	}
	d.oneOf(file, path+".owed_by", "post", string(p.OwedBy), Posts())
	d.oneOf(file, path+".per", "kind of promise", p.Per, []string{"case", "party", "session", "instalment"})
	d.refers("calendars.yaml", file, path+".calendar", "calendar", p.Calendar, d.calendarIDs())
