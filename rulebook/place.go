package rulebook

import "slices"

// everyday are English words that stand in the names of public places, though by themselves they speak of a dwelling or of people.
var everyday = []string{"home", "house", "houses", "flat", "flats", "march", "identity", "people", "children", "youth", "pupil", "pupils", "student", "students", "guest", "visitor", "visitors"}

// NoPlace says what the name of a place gives away that no list of public places holds: a dwelling, a household, a place of
// belief, an assembly. It is empty for every other name.
func NoPlace(name string) string {
	a, word := aimedAt(name)
	if a == nil || slices.Contains(everyday, word) || !slices.Contains([]string{"dwellings", "households", "belief", "assembly", "petitions"}, a.name) {
		return ""
	}
	return a.name
}
