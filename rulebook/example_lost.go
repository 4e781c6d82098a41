package rulebook

import (
	"reflect"
	"slices"
)

// LostExample is an example of a rulebook that a later version does not have any more, or that expects something else there.
type LostExample struct {
	Name string
	Gone bool
}

// LostExamples are the examples that a version drops or changes: what held of the rules and is no longer held to them.
func LostExamples(was, now *Rulebook) []LostExample {
	out := lost(was.Examples, now.Examples, func(e *Example) *string {
		e.Why, e.File, e.Line, e.Col = "", "", 0, 0
		e.Promises = slices.Clone(e.Promises)
		for i := range e.Promises {
			e.Promises[i].Line, e.Promises[i].Col = 0, 0
		}
		return &e.Name
	})
	return append(out, lost(was.DutyExamples, now.DutyExamples, func(e *DutyExample) *string {
		e.Why, e.File, e.Line, e.Col = "", "", 0, 0
		return &e.Name
	})...)
}

// lost compares what examples say; bare takes away where it stands and why, and points to the name, by which a mere new name is told
// from a loss.
func lost[E any](was, now []E, bare func(*E) *string) (out []LostExample) {
	names := map[string]bool{}
	var said []E
	for _, e := range now {
		name := bare(&e)
		names[*name], *name = true, ""
		said = append(said, e)
	}
	for _, e := range was {
		at := bare(&e)
		name := *at
		*at = ""
		if !slices.ContainsFunc(said, func(x E) bool { return reflect.DeepEqual(x, e) }) {
			out = append(out, LostExample{name, !names[name]})
		}
	}
	return out
}
