package rulebook

import "slices"

func (d *draft) checkPromise(file, path string, p PromiseRule) {
	d.checkID(file, path+".id", p.ID)
	d.oneOf(file, path+".capability", "capability", p.Capability, Capabilities())
	if p.Subject != "" && !slices.Contains(Subjects(), p.Subject) {
		d.at(file, path+".subject", "a rule is about the office, a public place, a service, a need or a dispute (%v), never about a person, a dwelling or a household; %q is none of them", Subjects(), p.Subject)
	}
	d.oneOf(file, path+".owed_by", "post", string(p.OwedBy), Posts())
	d.oneOf(file, path+".per", "kind of promise", p.Per, []string{"case", "party", "session", "instalment", "demand", "urgent", "referral", "call"})
	d.checkFor(file, path, p)
	d.refers("calendars.yaml", file, path+".calendar", "calendar", p.Calendar, d.calendarIDs())
	for name, kinds := range map[string][]string{"start": p.Start, "kept_by": p.KeptBy, "void_by": p.VoidBy, "pause": p.Pause, "resume": p.Resume} {
		d.checkEvents(file, path+"."+name, p.Capability, kinds)
	}
	if len(p.Start) == 0 || len(p.KeptBy) == 0 {
		d.at(file, path, "a promise needs at least one event under start and one under kept_by")
	}
	for i, kind := range p.VoidBy {
		if slices.Contains(p.KeptBy, kind) {
			d.at(file, pathf("%s.void_by[%d]", path, i), "%q keeps the promise, so it cannot end it unkept", kind)
		}
	}
	if (len(p.Pause) == 0) != (len(p.Resume) == 0) {
		d.at(file, path, "pause and resume go together: a clock that stops must start again")
	}
	d.checkClock(file, path, p)
	d.checkWaiver(file, path+".waiver", p)
	d.checkSource(file, path+".source", p.Source)
}

// checkFor holds a rule for some kinds of report against the kinds and categories that there are.
func (d *draft) checkFor(file, path string, p PromiseRule) {
	if len(p.For) > 0 && p.Capability != "report" {
		d.at(file, path+".for", "only a rule about reports is for some kinds or categories of them")
		return
	}
	known := Kinds()
	for _, c := range d.reports.Categories {
		known = append(known, c.Code)
	}
	for i, x := range p.For {
		d.refers("report.yaml", file, pathf("%s.for[%d]", path, i), "kind or category", x, known)
	}
}

// checkWaiver holds a promise that a person may waive to what is done for that person alone.
func (d *draft) checkWaiver(file, path string, p PromiseRule) {
	if p.Waiver == "" {
		return
	}
	may := Waivable(p.Capability)
	if len(may) == 0 {
		d.at(file, path, "nobody but the office is owed a promise of %q: leave this out", p.Capability)
		return
	}
	for _, kind := range p.KeptBy {
		if !slices.Contains(may, kind) {
			d.at(file, path, "%q keeps this promise, and is owed whatever the person says: only what is kept by %v can be waived", kind, may)
		}
	}
	if p.Capability == "mediation" && p.Per != "party" && p.Per != "call" {
		d.at(file, path, "this is promised to all parties, and none of them can waive it for the others: only a promise per \"party\" or per \"call\" can be waived")
	}
	if p.Capability == "report" && !d.forIssues(p.For) {
		d.at(file, path, "what is promised on a complaint or a grievance is never waived: say under \"for\" which other reports this is for")
	}
	if p.Clock.Unit == AtOnce {
		d.at(file, path, "\"at once\" leaves nothing to waive")
	}
}

// forIssues reports whether a rule is for reports of some kinds or categories, none of which is about a unit of the office.
func (d *draft) forIssues(of []string) bool {
	return len(of) > 0 && !slices.ContainsFunc(of, func(x string) bool {
		return Kind(x).AboutUnit() || slices.ContainsFunc(d.reports.Categories, func(c Category) bool { return c.Code == x && c.Kind.AboutUnit() })
	})
}

func (d *draft) checkClock(file, path string, p PromiseRule) {
	if p.Clock.Unit == AtOnce {
		for _, kind := range p.Start {
			if !slices.Contains(p.KeptBy, kind) {
				d.at(file, path+".clock", "\"at once\" means that %q makes and keeps the promise in one step: name it under kept_by too", kind)
			}
		}
		if p.OpenCases {
			d.at(file, path+".open_cases", "\"at once\" is due as it begins: there is no day of an open case to move")
		}
		if len(p.Pause)+len(p.Warn)+len(p.Escalate) > 0 || p.Extension != nil {
			d.at(file, path+".clock", "\"at once\" leaves no time to pause, warn, escalate or extend")
		}
		return
	}
	if p.Clock.Unit != "" && p.Clock.Unit != SameDay && p.Clock.N == 0 {
		d.at(file, path+".clock", "a clock of 0 is none: write \"at once\", \"same day\", or at least 1")
	}
	byHours := p.Clock.Unit == WorkingHours || p.Clock.Unit == Hours
	if byHours && p.NextWorkingDay {
		d.at(file, path+".next_working_day", "a clock by working hours never ends on a day off: leave this out")
	}
	for i, l := range p.Warn {
		if l.N == 0 || (l.Unit == WorkingHours || l.Unit == Hours) && !byHours {
			d.at(file, pathf("%s.warn_before[%d]", path, i), "%q is no time to warn before: write days or working days, at least 1 (hours or working hours for a clock by hours)", l)
		}
	}
	for i, l := range p.Escalate {
		if l.Unit == AtOnce || l.Unit == SameDay || l.Unit == Months {
			d.at(file, pathf("%s.escalate_after[%d]", path, i), "%q is no time after which to escalate: write days, working days, hours or working hours", l)
		}
	}
	if x := p.Extension; x != nil {
		for i, by := range x.By {
			d.oneOf(file, pathf("%s.extension.by[%d]", path, i), "post", by, append(Posts(), "parties"))
		}
		if len(x.By) == 0 {
			d.at(file, path+".extension.by", "say who may extend the clock")
		}
		if x.Longest != nil && (x.Longest.N == 0 || (x.Longest.Unit == WorkingHours || x.Longest.Unit == Hours) && !byHours) {
			d.at(file, path+".extension.longest", "%q cannot lengthen a clock of %q", x.Longest, p.Clock)
		}
		if x.Longest == nil && x.Times == 0 && !x.EveryParty {
			d.at(file, path+".extension", "without a limit of times or length, every party must consent: otherwise the clock has no end")
		}
	}
}

func (d *draft) checkEvents(file, path, capability string, kinds []string) {
	known := Events(capability)
	if known == nil && slices.Contains(Capabilities(), capability) {
		d.at(file, path, "this linli knows no events of %s", capability)
		return
	}
	if known == nil {
		return // the unknown capability is told already
	}
	for i, kind := range kinds {
		d.oneOf(file, pathf("%s[%d]", path, i), "event", kind, known)
	}
}

func (d *draft) calendarIDs() []string {
	var out []string
	for _, c := range d.calendars.Calendars {
		out = append(out, c.ID)
	}
	return out
}
