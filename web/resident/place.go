package resident

import (
	"slices"

	"linli/office"
	"linli/platform/id"
	"linli/web/page"
)

// The place of an application is asked in two pages: a town, then where in it. A list of every village would be long, and
// nobody has to know which one is right: the first choice leaves it to the office, or to the town.

// place puts together what a form says of the place: a unit alone names its town as well, and a unit that is not in the
// town that was chosen since is dropped.
func (a *application) place() {
	if len(a.Units) == 1 {
		a.Form.Set("town", a.Units[0].ID.String())
		a.Form.Set("unit", a.Units[0].ID.String())
		return
	}
	town, unit := a.chosen("town"), a.chosen("unit")
	switch {
	case town < 0 && unit >= 0:
		town = a.townOf(unit)
		a.Form.Set("town", a.Units[town].ID.String())
	case town >= 0 && unit >= 0 && a.townOf(unit) != town:
		a.Form.Set("unit", "")
	}
	if town >= 0 && len(a.villages()) == 0 {
		a.Form.Set("unit", a.Units[town].ID.String())
	}
}

// chosen is the row of the unit in a field, or -1.
func (a *application) chosen(field string) int {
	u, err := id.Parse(a.Form.Value(field))
	if err != nil {
		return -1
	}
	return slices.IndexFunc(a.Units, func(row office.Row) bool { return row.ID == u })
}

// townOf is the row of the town that a unit is in; the office and a town are their own. Rows stand below their parents.
func (a *application) townOf(i int) int {
	for ; i > 0 && a.Units[i].Depth > 1; i-- {
	}
	return i
}

// villages are the rows below the town that was chosen; the office itself has none: who chooses it leaves it to the office.
func (a *application) villages() []office.Row {
	town := a.chosen("town")
	if town < 0 || a.Units[town].Depth != 1 {
		return nil
	}
	end := town + 1
	for end < len(a.Units) && a.Units[end].Depth > 1 {
		end++
	}
	return a.Units[town+1 : end]
}

func (a *application) checkTown() {
	if t := a.chosen("town"); t < 0 || a.Units[t].Depth > 1 {
		a.Form.Add("town", "resident.apply.where.pick")
	}
}

func (a *application) checkUnit() {
	if a.chosen("unit") < 0 {
		a.Form.Add("unit", "resident.apply.village.pick")
	}
}

// Town is the name of the chosen town, or empty.
func (a *application) Town() string { return a.nameOf(a.chosen("town")) }

// Unit is the name of the chosen unit, or empty.
func (a *application) Unit() string { return a.nameOf(a.chosen("unit")) }

func (a *application) nameOf(row int) string {
	if row < 0 {
		return ""
	}
	return a.Units[row].Name
}

// TownItems are the office itself, which then decides, and the towns.
func (a *application) TownItems(unsure string) []page.Item {
	var out []page.Item
	for _, u := range a.Units {
		switch u.Depth {
		case 0:
			out = append(out, page.Item{Value: u.ID.String(), Text: unsure})
		case 1:
			out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
		}
	}
	return out
}

// VillageItems are the town itself, which then decides, and what is below it.
func (a *application) VillageItems(unsure string) []page.Item {
	out := []page.Item{{Value: a.Form.Value("town"), Text: unsure}}
	for _, u := range a.villages() {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}
