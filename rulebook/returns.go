package rulebook

import "slices"

// Return is the form of the statistical return 统计表: which counts an office draws up for each period, along what. It
// classifies disputes, sources and units, never people.
type Return struct {
	ID      string         `rb:"id"`
	Title   Label          `rb:"title"`
	Period  string         `rb:"period"` // one of [ReturnPeriods]
	Tables  []ReturnTable  `rb:"tables"`
	Columns []ReturnColumn `rb:"columns"`
	// Also are longer periods that it is drawn up for, each as the sum of its returns of the shorter one; of [ReturnPeriods].
	Also []string `rb:"also,optional"`
	// Left says which columns of the authority's form the office does not keep, and why; it is printed.
	Left   Label  `rb:"left,optional"`
	Source Source `rb:"source"`
	// Workbook is the layout of its workbook: a file WORKBOOK.LANGUAGE.xlsx of the folder with the names of [Return.Cells] and
	// [Return.Lists] for its cells. Empty: linli lays it out itself.
	Workbook string `rb:"workbook,optional"`
}

// ReturnTable is one table of a return, with a row for each kind, source or unit.
type ReturnTable struct {
	Rows  string `rb:"rows,key"` // one of [ReturnRows]
	Title Label  `rb:"title"`
}

// ReturnColumn is one count of a return, in the month in which it happened.
type ReturnColumn struct {
	Counts string `rb:"counts,key"` // one of [ReturnCounts]
	Label  Label  `rb:"label"`
}

// ReturnPeriods are the periods of a return, the shortest first: each has a whole number of every shorter one.
func ReturnPeriods() []string { return []string{"month", "quarter", "half_year", "year"} }

// Periods are those of the return: its own first, then those for which its returns are added up.
func (r *Return) Periods() []string { return append([]string{r.Period}, r.Also...) }

// checkAlso demands periods that are longer than the return's own.
func (d *draft) checkAlso(file, at string, r Return) {
	for i, p := range r.Also {
		at := pathf("%s.also[%d]", at, i)
		d.oneOf(file, at, "period", p, ReturnPeriods())
		own, longer := slices.Index(ReturnPeriods(), r.Period), slices.Index(ReturnPeriods(), p)
		if own >= 0 && 0 <= longer && longer <= own {
			d.at(file, at, "a %s is no longer than a %s: nothing is added up", p, r.Period)
		}
	}
}

// ReturnRows are along what a return goes.
func ReturnRows() []string { return []string{"type", "source", "unit"} }

// ReturnCounts are what a return can count: applications and referrals in; taken on; closed before that; first sessions;
// agreements that came into force, and of these the oral ones; confirmed by a court; performed to the end; closed without
// an agreement; mediated together with another unit from then on.
func ReturnCounts() []string {
	return []string{"registered", "accepted", "not_begun", "mediated", "settled", "oral", "confirmed", "performed", "ended", "joint"}
}

func (d *draft) checkReturn(file string, m Mediation) {
	r := m.Return
	if r == nil {
		return
	}
	d.checkWorkbook(file, "return.workbook", *r)
	d.checkID(file, "return.id", r.ID)
	d.oneOf(file, "return.period", "period", r.Period, ReturnPeriods())
	d.checkAlso(file, "return", *r)
	d.checkSource(file, "return.source", r.Source)
	for i, t := range r.Tables {
		d.oneOf(file, pathf("return.tables[%d].rows", i), "rows", t.Rows, ReturnRows())
	}
	has := func(counts string) bool {
		return slices.ContainsFunc(r.Columns, func(c ReturnColumn) bool { return c.Counts == counts })
	}
	for i, c := range r.Columns {
		path := pathf("return.columns[%d].counts", i)
		d.oneOf(file, path, "count", c.Counts, ReturnCounts())
		switch {
		case c.Counts == "oral" && !has("settled"):
			d.at(file, path, "oral agreements are a part of the settled: name settled as well")
		case c.Counts == "confirmed" && m.Confirmation == nil:
			d.at(file, path, "confirmed never happens: mediation.yaml has no section confirmation")
		}
	}
	if len(r.Tables) == 0 || len(r.Columns) == 0 {
		d.at(file, "return", "a return has at least one table and one column")
	}
}
