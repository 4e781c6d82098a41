package rulebook

import (
	"slices"
	"strings"
)

// FormRows are along what a return of indicators.yaml goes: units, or categories of reports, which stand for the areas of
// concern. Neither is a person or a place where somebody lives.
func FormRows() []string { return []string{"unit", "category"} }

// checkForms checks the returns beside that of mediation. Each counts published measures; one of them may be public.
func (d *draft) checkForms(f *Figures) {
	const file = indicatorsFile
	var ids []string
	if m := d.mediation.Return; m != nil {
		ids = append(ids, m.ID)
	}
	for i, r := range f.Forms {
		path := pathf("returns[%d]", i)
		d.checkID(file, path+".id", r.ID)
		if slices.Contains(ids, r.ID) && r.ID != "" {
			d.at(file, path+".id", "the return %q stands in this rulebook already", r.ID)
		}
		if r.ID == PublicCard {
			d.at(file, path+".id", "%q is what the scorecard is published as: name the return otherwise", r.ID)
		}
		ids = append(ids, r.ID)
		d.oneOf(file, path+".period", "period", r.Period, ReturnPeriods())
		d.checkAlso(file, path, r)
		d.checkSource(file, path+".source", r.Source)
		d.checkWorkbook(file, path+".workbook", r)
		for j, t := range r.Tables {
			d.oneOf(file, pathf("%s.tables[%d].rows", path, j), "rows", t.Rows, FormRows())
		}
		byCategory := slices.ContainsFunc(r.Tables, func(t ReturnTable) bool { return t.Rows == "category" })
		for j, c := range r.Columns {
			at := pathf("%s.columns[%d].counts", path, j)
			d.oneOf(file, at, "published measure", c.Counts, measureNames())
			of := measures[c.Counts].Of
			switch {
			case byCategory && measures[c.Counts].Name != "" && !strings.HasPrefix(c.Counts, "report."):
				d.at(file, at, "%s is not counted by category: only measures of reports are", c.Counts)
			case of != "" && !slices.ContainsFunc(r.Columns, func(x ReturnColumn) bool { return x.Counts == of }):
				d.at(file, at, "%s is a part of %s: name that as well", c.Counts, of)
			}
		}
		if len(r.Tables) == 0 || len(r.Columns) == 0 {
			d.at(file, path, "a return has at least one table and one column")
		}
	}
	d.oneOf(file, "public", "return", f.Public, ids)
}
