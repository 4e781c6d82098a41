package rulebook

import (
	"slices"
	"strings"
)

// dutiesFile is the file of the duties.
const dutiesFile = "duties.yaml"

// closed reports a word that is not in a list that is closed in code. Where the word itself aims at what no duty is about,
// the walk over all words has said so ([draft.checkAim]).
func (d *draft) closed(path, what, word string, list []string) {
	d.closedIn(dutiesFile, path, what, word, list)
}

func (d *draft) closedIn(file, path, what, word string, list []string) {
	if a, _ := aimedAt(word); a != nil || banned(word, true) != "" {
		return
	}
	d.oneOf(file, path, what, word, list)
}

func (d *draft) checkDuties() {
	x := &d.duties
	for i, l := range x.Laws {
		d.checkID(dutiesFile, pathf("laws[%d].id", i), l.ID)
	}
	for i, t := range x.Terms {
		d.checkTerm(pathf("terms[%d]", i), t)
	}
	for i, p := range x.Places {
		d.closed(pathf("places[%d].code", i), "kind of public place", p.Code, PlaceKinds())
	}
	for i, n := range x.Incidents {
		d.closed(pathf("incidents[%d].code", i), "kind of serious incident", n.Code, IncidentKinds())
	}
	for i, c := range x.Checklists {
		d.checkChecklist(pathf("checklists[%d]", i), c)
	}
	for i, s := range x.Statements {
		d.checkStatement(pathf("statements[%d]", i), s)
	}
	for i, r := range x.Duties {
		d.checkDuty(pathf("duties[%d]", i), r)
	}
}

func (d *draft) checkTerm(path string, t SchoolTerm) {
	d.checkID(dutiesFile, path+".id", t.ID)
	for name, day := range map[string]string{"from": t.From, "to": t.To} {
		if _, _, err := monthDay(day); day != "" && err != nil {
			d.at(dutiesFile, path+"."+name, "%q is no day of the year: write month and day, for instance \"09-01\"", day)
		}
	}
	d.checkSource(dutiesFile, path+".source", t.Source)
}

func (d *draft) checkChecklist(path string, c Checklist) {
	d.checkID(dutiesFile, path+".id", c.ID)
	d.closed(path+".subject", "subject of a checklist", c.Subject, DutySubjects())
	d.checkPlaces(path, c.Places)
	if len(c.Questions) == 0 {
		d.at(dutiesFile, path, "a checklist needs at least one question")
	}
	for i, q := range c.Questions {
		d.checkID(dutiesFile, pathf("%s.questions[%d].id", path, i), q.ID)
	}
	d.checkSource(dutiesFile, path+".source", c.Source)
}

func (d *draft) checkPlaces(path string, places []string) {
	var known []string
	for _, p := range d.duties.Places {
		if !slices.Contains(PlaceKinds(), p.Code) {
			return // that one is told; which of the others it was meant to be is anybody's guess
		}
		known = append(known, p.Code)
	}
	for i, p := range places {
		d.closed(pathf("%s.places[%d]", path, i), "kind of public place in this rulebook", p, known)
	}
}

func (d *draft) checkDuty(path string, r DutyRule) {
	d.checkID(dutiesFile, path+".id", r.ID)
	d.closed(path+".kind", "kind of duty", r.Kind, DutyKinds())
	d.checkSubject(path, r)
	if len(r.Units) == 0 && d.places[dutiesFile+"#"+path+".units"] != (place{}) {
		d.at(dutiesFile, path+".units", "say which units owe it: %s", strings.Join(UnitLevels(), ", "))
	}
	for i, u := range r.Units {
		d.closed(pathf("%s.units[%d]", path, i), "kind of unit", u, UnitLevels())
	}
	d.checkHolders(path, r)
	d.checkRecurs(path+".recurs", r)
	d.checkEvidence(path, r)
	d.checkPlaces(path, r.Places)
	if r.Checklist != "" {
		var known []string
		for _, c := range d.duties.Checklists {
			known = append(known, c.ID)
		}
		d.closed(path+".checklist", "checklist", r.Checklist, known)
	}
	d.checkSigned(path, r)
	if r.Kept.N > longestRetention {
		d.at(dutiesFile, path+".kept_days.n", "%d days are more than sixty years: nothing is kept for ever", r.Kept.N)
	}
	d.checkSource(dutiesFile, path+".kept_days.source", r.Kept.Source)
	d.checkSource(dutiesFile, path+".source", r.Source)
}

// checkHolders demands two posts, and somebody to tell at each step of an escalation.
func (d *draft) checkHolders(path string, r DutyRule) {
	d.oneOf(dutiesFile, path+".owed_by", "post", string(r.OwedBy), Posts())
	d.oneOf(dutiesFile, path+".checked_by", "post", string(r.CheckedBy), Posts())
	if r.OwedBy != "" && r.OwedBy == r.CheckedBy {
		d.at(dutiesFile, path+".checked_by", "%s would check its own work: name another post, or parent.lead", r.OwedBy)
	}
	if strings.HasPrefix(string(r.OwedBy), "parent.") {
		d.at(dutiesFile, path+".owed_by", "the unit itself owes it: name a post of the unit")
	}
	for i, l := range r.Warn {
		if l.Unit == AtOnce || l.N == 0 || l.Unit == WorkingHours || l.Unit == Months || l.Unit == Hours && r.Recurs.Within.Unit != Hours {
			d.at(dutiesFile, pathf("%s.warn_before[%d]", path, i), "%q is no time to warn before: write days or working days, at least 1 (hours for a term by hours)", l)
		}
	}
	if l := r.CheckWithin; l != (Length{}) && (l.N == 0 || l.Unit != Days && l.Unit != WorkingDays) {
		d.at(dutiesFile, path+".check_within", "%q is no time to check in: write days or working days, at least 1", l)
	}
	for i, l := range r.Escalate {
		if l.Unit == AtOnce || l.Unit == Months || l.Unit == WorkingHours {
			d.at(dutiesFile, pathf("%s.escalate_after[%d]", path, i), "%q is no time after which to escalate: write days or working days", l)
		}
	}
	if chain := d.chain(string(r.OwedBy)); d.isSound("posts.yaml") && len(r.Escalate) > len(chain) && slices.Contains(Posts(), string(r.OwedBy)) {
		d.at(dutiesFile, pathf("%s.escalate_after[%d]", path, len(chain)),
			"the chain of %s has %d further posts (posts.yaml), so there is nobody to tell here", r.OwedBy, len(chain))
	}
}

// checkRecurs demands exactly one way in which a duty falls due.
func (d *draft) checkRecurs(path string, r DutyRule) {
	c := r.Recurs
	if ways := count(c.Every != "", c.Shifts != "", c.Upon != ""); ways != 1 && d.places[dutiesFile+"#"+path] != (place{}) {
		d.at(dutiesFile, path, "say exactly one of every, shifts and upon, not %d", ways)
		return
	}
	switch {
	case c.Every != "":
		d.oneOf(dutiesFile, path+".every", "rhythm", c.Every, Rhythms())
		if c.Day > 31 || c.Day > 0 && slices.Contains([]string{"working_day", "week", "term"}, c.Every) {
			d.at(dutiesFile, path+".day", "there is no day %d of a %s", c.Day, strings.ReplaceAll(c.Every, "_", " "))
		}
		if c.Month > 12 || c.Month > 0 && c.Every != "year" {
			d.at(dutiesFile, path+".month", "only a year ends its time in a month, from 1 to 12")
		}
		if c.Every == "term" && len(d.duties.Terms) == 0 {
			d.at(dutiesFile, path+".every", "this rulebook has no terms: write when they begin and end under terms")
		}
	case c.Shifts != "":
		if err := checkShifts(c.Shifts); err != nil {
			d.at(dutiesFile, path+".shifts", "%q is no rule of shifts: %s", c.Shifts, err)
		}
		if c.Since.IsZero() || c.Since.Exact {
			d.at(dutiesFile, path, "a rule of shifts is counted from a day: write since, for instance 2026-01-01")
		}
	case c.Upon != "":
		d.closed(path+".upon", "event", c.Upon, Occasions())
		if c.Within.N == 0 || c.Within.Unit == AtOnce || c.Within.Unit == WorkingHours {
			d.at(dutiesFile, path, "say within how long after it: hours, days, working days or months, at least 1")
		}
	}
	if _, _, err := shiftHours(c.Hours); c.Hours != "" && err != nil {
		d.at(dutiesFile, path+".hours", "%q are no hours of a shift; write for instance \"07:10-08:10\"", c.Hours)
	}
	if r.Kind == "rota" && c.Hours == "" && c.Upon == "" {
		d.at(dutiesFile, path, "a shift has hours; write for instance hours: \"07:10-08:10\"")
	}
	if r.Kind != "rota" && (c.Shifts != "" || c.Hours != "") {
		d.at(dutiesFile, path, "only a rota has shifts and hours")
	}
}

func count(all ...bool) (n int) {
	for _, b := range all {
		if b {
			n++
		}
	}
	return n
}

// needed is the evidence without which a duty of a kind could not be told from one that was only ticked.
var needed = map[string][]string{"meeting": {"minutes", "attendance"}, "round": {"checklist"}, "inspection": {"checklist", "photographs"}, "rota": {"checklist"},
	"statement": {"paper", "signatures"}, "training": {"hours"}, "bulletin": {"copies"}, "funding": {"paper", "amounts"}, "incident": {"paper"}, "study": {"paper"}}

func (d *draft) checkEvidence(path string, r DutyRule) {
	var kinds []string
	for i, e := range r.Evidence {
		d.closed(pathf("%s.evidence[%d].kind", path, i), "kind of evidence", e.Kind, EvidenceKinds())
		kinds = append(kinds, e.Kind)
		if e.Least > 0 && slices.Contains([]string{"minutes", "checklist", "paper", "amounts", "coverage", "notice", "statement"}, e.Kind) {
			d.at(dutiesFile, pathf("%s.evidence[%d].least", path, i), "%s are there or not: nothing is counted here", e.Kind)
		}
	}
	if len(kinds) == 0 && d.places[dutiesFile+"#"+path+".evidence"] != (place{}) {
		d.at(dutiesFile, path+".evidence", "a duty without evidence cannot be told from one that was only ticked: name at least one of %s", strings.Join(EvidenceKinds(), ", "))
	}
	unknown := slices.ContainsFunc(kinds, func(k string) bool { return !slices.Contains(EvidenceKinds(), k) })
	must := needed[r.Kind]
	if r.Recurs.Upon == "incident" {
		must = []string{"notice"}
	} else if slices.Contains(kinds, "notice") {
		d.at(dutiesFile, path+".evidence", "a notice is of a serious incident: the duty is owed upon an incident")
	}
	for _, k := range must {
		if r.Recurs.Upon == "decision" || r.Covers() || r.Signs() { // what a meeting decided is not a meeting; what was inspected or signed has its evidence
			break
		}
		if len(kinds) > 0 && !unknown && !slices.Contains(kinds, k) {
			d.at(dutiesFile, path+".evidence", "a duty of the kind %s needs %s as evidence", r.Kind, k)
		}
	}
	if r.Covers() {
		d.checkCoverage(path, r)
	}
	if slices.Contains(kinds, "checklist") && r.Checklist == "" {
		d.at(dutiesFile, path+".evidence", "the evidence is a checklist: name which, under checklist")
	}
	if slices.Contains([]string{"round", "inspection"}, r.Kind) && len(r.Places) == 0 {
		d.at(dutiesFile, path, "say to which kinds of public places it goes, under places")
	}
}

// checkCoverage demands that the places can be looked at within the period, and that nothing is written down twice.
func (d *draft) checkCoverage(path string, r DutyRule) {
	switch {
	case !slices.Contains([]string{"round", "inspection"}, r.Kind) || r.Recurs.Every == "":
		d.at(dutiesFile, path+".evidence", "coverage is of the places of a round or an inspection in a period: its kind is round or inspection, and it recurs every so often")
	case len(r.Evidence) > 1:
		d.at(dutiesFile, path+".evidence", "coverage is what the inspections and visits show: nothing of them is put there a second time")
	case r.NextWorkingDay || r.Recurs.Day > 0:
		d.at(dutiesFile, path+".recurs", "coverage is counted at the end of the period: leave out day and next_working_day")
	}
	for i, kind := range r.Places {
		lists := d.duties.ChecklistsOf(kind)
		if !slices.ContainsFunc(lists, func(c Checklist) bool { return r.Checklist == "" || c.ID == r.Checklist }) {
			d.at(dutiesFile, pathf("%s.places[%d]", path, i), "no place of the kind %s could be looked at: the checklist is not for it", kind)
		}
	}
}
