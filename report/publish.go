package report

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/redact"
	"linli/rulebook"
)

// Publish lets everybody read a report in the words that a person decided on after reading it: without names, telephone
// numbers, plates and faces. What the reporter wrote stays sealed. What looks like a name, a plate or the number of a house is
// refused until that person says that it stays; a telephone number, a number of a paper and an address of e-mail always.
type Publish struct {
	Text   string `json:"text"`
	Place  string `json:"place,omitempty"`  // the street or the thing, never a door
	Answer string `json:"answer,omitempty"` // what was done about it; whoever reported it has let it be published
	Stays  bool   `json:"stays,omitempty"`  // a person has looked at what seems to point at somebody: it points at nobody

	pictures []Picture // opened, covered and drawn anew before ([Service.Publish])
}

// Picture is the public copy of a photograph: small, drawn anew with what a person covered. The sealed original stays as it is.
type Picture struct {
	Of   id.ID // the file
	JPEG []byte
}

type published struct {
	Pictures []id.ID `json:"pictures,omitempty"` // the files of which a copy is shown
}

// Shown is what everybody may read of a report from now on.
type Shown struct {
	Text, Place, Answer string
	Point               geo.Point // never as it was tapped: [Place.inPublic]
	Pictures            []Picture
}

// Kind is the machine's event.
func (Publish) Kind() casefile.Kind { return "publish" }

func (p Publish) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", p.Text, maxText, true)
	text(&l, "place", p.Place, maxAddress, false)
	text(&l, "answer", p.Answer, maxText, false)
	for field, words := range map[string]string{"text": p.Text, "place": p.Place, "answer": p.Answer} {
		points(&l, field, words, p.Stays)
	}
	if strings.TrimSpace(p.Answer) != "" && !d.c.MayShow && d.c.Program.IsZero() {
		l.Add("answer", "issue.field.may_show")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	category, _ := d.Rules.Report.Category(d.c.Category)
	s.Shown = &Shown{Text: p.Text, Place: p.Place, Answer: p.Answer, Point: d.c.Place.inPublic(category, d.Listed), Pictures: p.pictures}
	var b published
	for _, x := range p.pictures {
		b.Pictures = append(b.Pictures, x.Of)
	}
	return b, nil
}

// points refuses what points at a person in a text that leaves the office: what reaches somebody always, a name, a plate or a house
// until a person has said that it stays.
func points(l *fault.List, field, words string, stays bool) {
	found := redact.Find(words)
	switch {
	case slices.ContainsFunc(found, func(f redact.Found) bool { return f.Kind.Reaches() }):
		l.Add(field, "issue.field.reaches")
	case len(found) > 0 && !stays:
		l.Add(field, "issue.field.points")
	}
}

func foldPublish(c *Case, e casefile.Event, _ struct{}) { c.Published = e.At }

// Unpublish takes it back: what everybody could read is deleted.
type Unpublish struct{}

// Kind is the machine's event.
func (Unpublish) Kind() casefile.Kind { return "unpublish" }

func (Unpublish) decide(_ *decision, s *Step) (any, error) {
	s.Shown = &Shown{}
	return nil, nil
}

func foldUnpublish(c *Case, _ casefile.Event, _ struct{}) { c.Published = time.Time{} }

// Public is what everybody may read of a report whose category may be public. Words and place are there once a person has let
// them through, and not before; a report about a unit has none.
type Public struct {
	Tenant    id.ID
	ID        id.ID // random; Open311's service_request_id. It opens nothing.
	Case      id.ID // for the store; no public page shows it
	Unit      id.ID // that handles it
	Category  string
	Sort      rulebook.Kind
	State     State
	Open      bool // the office still has something to do: Open311's status
	Published bool
	Since     time.Time // when a person let its words through; zero where none has
	Received  time.Time
	Updated   time.Time
	Expected  time.Time // the next promise of the office; zero where none runs
	Fixed     time.Time
	Closed    time.Time
	Copies    int // how many pictures are shown
	Shown
}

// PublicFilter says which reports are listed; zero fields do not filter.
type PublicFilter struct {
	From, Until time.Time // received from, inclusive, and before
	Unit        id.ID
	Categories  []string
	Open        *bool
	Published   bool // only those whose words a person has let through
	After       PublicCursor
	Limit       int // at most 1000
}

// PublicCursor is the place in a public list after which the next page begins.
type PublicCursor struct {
	Received time.Time
	ID       id.ID
}

// public is what everybody may read of a case after a change; nil where its category is never public.
func public(c *Case, due, now time.Time) *Public {
	if c.PublicID.IsZero() || c.Look { // nothing of it is there before somebody has looked
		return nil
	}
	return &Public{Tenant: c.Tenant, ID: c.PublicID, Case: c.ID, Unit: c.Home, Category: c.Category, Sort: c.Sort, State: c.State, Open: c.State.Open(),
		Published: !c.Published.IsZero(), Since: c.Published, Received: c.Received, Updated: now, Expected: due, Fixed: c.Fixed, Closed: c.Closed}
}

// PublicView is one report as everybody may read it, by its public id. Error: ErrNotFound, also for one that was withdrawn or
// whose retention is over.
func (s *Service) PublicView(ctx context.Context, tenant, publicID id.ID) (_ Public, err error) {
	defer wrap(&err, "public view")
	return s.Repo.Public(ctx, tenant, publicID)
}

// PublicList are reports as everybody may read them, the newest first, and the place where the next page begins: zero on the
// last.
func (s *Service) PublicList(ctx context.Context, tenant id.ID, f PublicFilter) (rows []Public, next PublicCursor, err error) {
	defer wrap(&err, "public list")
	if f.Limit <= 0 || f.Limit > 1000 {
		f.Limit = 1000
	}
	want := f.Limit
	f.Limit = want + 1
	if rows, err = s.Repo.PublicList(ctx, tenant, f); err != nil || len(rows) <= want {
		return rows, PublicCursor{}, err
	}
	rows = rows[:want]
	return rows, PublicCursor{rows[want-1].Received, rows[want-1].ID}, nil
}

// Categories are those that somebody can report now, in the order of the office's rulebook: Open311's services are the ones
// that are about no unit.
func (s *Service) Categories(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, []rulebook.Category, error) {
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return nil, nil, err
	}
	return rules, rules.Report.Categories, nil
}
