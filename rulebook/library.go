package rulebook

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"linli/platform/calendar"
)

// Library holds several rulebooks, each in several versions. It is immutable and safe for concurrent use.
//
// A case keeps the version under which it began, with two exceptions ([Library.Counted]), each from the day on which a version took
// effect: holidays are facts, published late in the year, so every version counts by the newest table of its rulebook; and a rule that
// says so gives its clock to open cases.
type Library struct {
	books map[string][]*Rulebook // by id, oldest effective day first
}

// NewLibrary returns a library. It refuses two versions of one rulebook with the same name or the same effective day.
func NewLibrary(books ...*Rulebook) (*Library, error) {
	l := &Library{books: map[string][]*Rulebook{}}
	for _, b := range books {
		for _, other := range l.books[b.ID] {
			if other.Version == b.Version || other.Effective == b.Effective {
				return nil, fmt.Errorf("rulebook: %s has the versions %s (from %s) and %s (from %s): version and day must differ",
					b.ID, other.Version, other.Effective, b.Version, b.Effective)
			}
		}
		l.books[b.ID] = append(l.books[b.ID], b)
	}
	for _, versions := range l.books {
		slices.SortFunc(versions, func(a, b *Rulebook) int { return a.Effective.Compare(b.Effective) })
	}
	return l, nil
}

// Get is one version of a rulebook: the one that a case began under.
func (l *Library) Get(id, version string) (*Rulebook, bool) {
	for _, b := range l.books[id] {
		if b.Version == version {
			return b, true
		}
	}
	return nil, false
}

// Current is the version under which a case begins on the day: the newest that is in effect by then.
func (l *Library) Current(id string, day calendar.Date) (*Rulebook, bool) {
	var found *Rulebook
	for _, b := range l.books[id] {
		if !b.Effective.After(day) {
			found = b
		}
	}
	return found, found != nil
}

// Counted is a version with the holidays as far as any version of its rulebook knows them: in each of its calendars the tables follow
// each other, each from the day on which its version took effect. One that reaches as far as the one before corrects it; one that
// reaches less far forgot what is known and does not count. So a due day that was provisional becomes firm when a later version
// publishes its year, and no table changes a day that was over when it took effect: nothing that was late is in time by it, and
// nothing that was in time is late. So it is with the clock of a rule for open cases ([PromiseRule.OpenCases]).
func (l *Library) Counted(b *Rulebook) *Rulebook {
	counted := *b
	counted.calendars = map[string]*calendar.Calendar{}
	for name, own := range b.calendars {
		counted.calendars[name] = cmp.Or(l.tables(b.ID, name), own)
	}
	counted.Calendar = counted.calendars[b.Calendar.ID()]
	counted.promises = slices.Clone(b.promises)
	for i, rule := range counted.promises {
		if rule.Own != nil {
			counted.promises[i].Own = counted.calendars[rule.Own.ID()]
		}
		counted.promises[i].Amended = l.amended(b, rule.ID)
	}
	return &counted
}

// amended are the clocks that versions after one give a rule of it for open cases.
func (l *Library) amended(b *Rulebook, rule string) (out []Amendment) {
	for _, next := range l.books[b.ID] {
		if p, ok := next.Promise(rule); ok && p.OpenCases && next.Effective.After(b.Effective) {
			if p.Own != nil {
				p.Own = l.tables(b.ID, p.Own.ID())
			}
			out = append(out, p.Amendment(next.Effective))
		}
	}
	return out
}

// tables are those of one calendar, each from its day; nil where no version has any.
func (l *Library) tables(book, name string) (all *calendar.Calendar) {
	for _, b := range l.books[book] {
		next := b.calendars[name]
		switch {
		case next == nil || all != nil && next.PublishedUntil().Before(all.PublishedUntil()):
		case all == nil:
			all = next
		default:
			all = next.Since(b.Effective, all)
		}
	}
	return all
}

// IDs are the rulebooks of the library, sorted.
func (l *Library) IDs() []string { return slices.SortedFunc(maps.Keys(l.books), strings.Compare) }

// Versions are the versions of a rulebook, the oldest first.
func (l *Library) Versions(id string) []*Rulebook { return slices.Clone(l.books[id]) }
