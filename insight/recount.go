package insight

import (
	"cmp"
	"maps"
	"slices"

	"linli/platform/calendar"
	"linli/platform/id"
)

// Case is what a recount needs of a case's own rows.
type Case struct {
	Unit              id.ID
	Registered        calendar.Date // in the office's zone
	Mediated, Settled bool
}

// Cell is one count of the tally, all shards together.
type Cell struct {
	Unit    id.ID
	Measure Measure
	Day     calendar.Date
}

// GridCell is one cell of the counts along a dimension: of a day (yyyymmdd), a month (yyyymm) or a year (yyyy), of a unit
// or, under the zero unit, of the whole office.
type GridCell struct {
	Period int64
	Unit   id.ID
	Of     string // a code, or empty
}

// Recount counts cases anew, from their own rows: what the tally must equal.
func Recount(cases []Case) map[Cell]int64 {
	cells := map[Cell]int64{}
	for _, c := range cases {
		cells[Cell{c.Unit, Registered, c.Registered}]++
		if c.Mediated {
			cells[Cell{c.Unit, Mediated, c.Registered}]++
		}
		if c.Settled {
			cells[Cell{c.Unit, Settled, c.Registered}]++
		}
	}
	return cells
}

// Difference is a cell in which the tally and the recount disagree.
type Difference struct {
	Cell
	Tally, Recount int64
}

// Compare lists where the tally differs from a recount, by day, measure and unit. A cell that is missing counts 0.
func Compare(tally, recount map[Cell]int64) []Difference {
	var out []Difference
	all := map[Cell]int64{}
	maps.Copy(all, recount)
	maps.Copy(all, tally)
	for c := range all {
		if tally[c] != recount[c] {
			out = append(out, Difference{c, tally[c], recount[c]})
		}
	}
	slices.SortFunc(out, func(a, b Difference) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Unit.String(), b.Unit.String()))
	})
	return out
}

// Deltas are the steps by which a case enters the tally, in order; sign is +1, or -1 to take it out again.
func (c Case) Deltas(tenant, caseID id.ID, sign int64) []Delta {
	measures := []Measure{Registered}
	if c.Mediated {
		measures = append(measures, Mediated)
	}
	if c.Settled {
		measures = append(measures, Settled)
	}
	out := make([]Delta, len(measures))
	for i, m := range measures {
		out[i] = Delta{Tenant: tenant, Unit: c.Unit, Measure: m, Day: c.Registered, Shard: ShardOf(caseID), N: sign}
	}
	return out
}
