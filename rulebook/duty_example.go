package rulebook

import (
	"fmt"
	"strings"

	"linli/platform/calendar"
)

// DutyExample is one of the rulebook's own tests of a duty: between these days it falls due on exactly these.
type DutyExample struct {
	Name string          `rb:"name,key"`
	Why  string          `rb:"why,optional"`
	Duty string          `rb:"duty"`
	From calendar.Date   `rb:"from"`
	To   calendar.Date   `rb:"to"`
	Due  []calendar.Date `rb:"due"`
	File string          `rb:"-"`
	Line int             `rb:"-"`
	Col  int             `rb:"-"`
}

// RunDuties runs the examples of duties and tells where a duty falls due on other days.
func (r *Rulebook) RunDuties() []Finding {
	var out []Finding
	for _, e := range r.DutyExamples {
		duty, _ := r.Duty(e.Duty) // that there is one was checked
		var got, want []string
		for _, p := range duty.Periods(r.Duties.Terms, r.Calendar, e.From, e.To) {
			got = append(got, p.Due.String())
		}
		for _, d := range e.Due {
			want = append(want, d.String())
		}
		if a, b := strings.Join(got, ", "), strings.Join(want, ", "); a != b {
			out = append(out, Finding{e.File, e.Line, e.Col, fmt.Sprintf("%s: %s falls due on [%s], not on [%s]", e.Name, e.Duty, a, b)})
		}
	}
	return out
}

func (d *draft) checkDutyExample(file, path string, e *DutyExample) {
	var ids []string
	for _, r := range d.duties.Duties {
		ids = append(ids, r.ID)
	}
	d.refers(dutiesFile, file, path+".duty", "duty", e.Duty, ids)
	if e.To.Before(e.From) {
		d.at(file, path+".to", "the last day stands before the first")
	} else if e.From.Until(e.To) > longestAhead {
		d.at(file, path+".to", "an example looks at ten years at most")
	}
}
