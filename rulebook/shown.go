package rulebook

import "slices"

// unshown lists what no example of the rulebook shows: a promise, that its clock can stand still or be extended, a duty. Whoever
// changed such a rule by a slip of the pen would be told by nothing.
func (d *draft) unshown() {
	out := &report{places: d.places}
	promises := func(file string, rules []PromiseRule) {
		for i, rule := range rules {
			for _, what := range rule.unshown(d.book.Examples) {
				out.at(file, pathf("promises[%d]", i), "no example shows %s of the rule %s: write one in tests/", what, rule.ID)
			}
		}
	}
	promises("promises.yaml", d.promises.Promises)
	promises(inspectionFile, d.inspects.Promises)
	for i, duty := range d.duties.Duties {
		if !slices.ContainsFunc(d.book.DutyExamples, func(e DutyExample) bool { return e.Duty == duty.ID }) {
			out.at(dutiesFile, pathf("duties[%d]", i), "no example shows on which days the duty %s falls due: write one in tests/", duty.ID)
		}
	}
	d.book.Unshown = sortFindings(out.findings)
}

// unshown is what the rule can do and no example shows.
func (r PromiseRule) unshown(examples []Example) (out []string) {
	var promise, pause, extension bool
	for _, e := range examples {
		if !slices.ContainsFunc(e.Promises, func(p ExpectedPromise) bool { return p.Rule == r.ID }) {
			continue
		}
		promise = true
		for _, ev := range e.Events {
			pause = pause || slices.Contains(r.Pause, ev.Event)
			extension = extension || ev.Extend != nil && ev.Extend.Rule == r.ID
		}
	}
	if !promise {
		out = append(out, "the promise")
	}
	if len(r.Pause) > 0 && !pause {
		out = append(out, "a pause")
	}
	if r.Extension != nil && !extension {
		out = append(out, "an extension")
	}
	return out
}
