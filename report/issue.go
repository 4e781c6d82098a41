package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/geo"
	"linli/platform/id"
)

// The states that only a report about a place or a service has.
const (
	Assigned  State = "assigned"  // 已派单
	Working   State = "working"   // 处理中
	Fixed     State = "fixed"     // 已修好
	Rechecked State = "rechecked" // 已复查
	Joined    State = "joined"    // 已并入
)

// IssueStates lists the states of a report about a place or a service in the order of the road.
var IssueStates = []State{Received, Accepted, NotAccepted, Assigned, Working, Answered, Fixed, Rechecked, Reviewing, Reviewed, Joined, Withdrawn, Closed}

// openIssue are those in which the office still has something to do.
var openIssue = []State{Received, Accepted, Assigned, Working, Reviewing}

// Issue is what a report about a place or a service has beside: who is at work, where it is, and that it was fixed, looked at
// again and closed, each a fact of its own.
type Issue struct {
	Home      id.ID          `json:"home,omitzero"`      // the unit that handles it; a review is decided by another
	With      []id.ID        `json:"with,omitempty"`     // the accounts that handle it beside the handler
	Place     Place          `json:"place,omitzero"`     // where it is, as far as that may be read in a list
	Located   bool           `json:"located,omitempty"`  // the reporter said where it is, in whatever way
	MayPass   bool           `json:"may_pass,omitempty"` // the reporter lets it be passed on to another office that is responsible
	Passed    time.Time      `json:"passed,omitzero"`    // when it was
	Started   time.Time      `json:"started,omitzero"`   // when work began, for the last time
	Interim   []id.ID        `json:"interim,omitempty"`  // owners of the sealed interim replies
	Fixed     time.Time      `json:"fixed,omitzero"`     // when the handler called it fixed
	Rechecked time.Time      `json:"rechecked,omitzero"` // when somebody looked again and found it so
	Closed    time.Time      `json:"closed,omitzero"`    // when the office, or the reporter, closed it
	Checked   []string       `json:"checked,omitempty"`  // what was looked at, of the category's checklist, when it was last called fixed
	Parts     []id.ID        `json:"parts,omitempty"`    // reports that were split off it
	PartOf    id.ID          `json:"part_of,omitzero"`   // the report that this one was split off
	Reopened  int            `json:"reopened,omitempty"` // how often its reporter said that it is not fixed
	Moves     casefile.Moves `json:"moves,omitempty"`    // from unit to unit
	Into      id.ID          `json:"into,omitzero"`      // the report of the same thing that it is handled with
	Was       State          `json:"was,omitempty"`      // where it stood before it was joined
	Joins     []id.ID        `json:"joins,omitempty"`    // reports that were joined to this one; some may have been parted since
	Tellings  []Telling      `json:"tellings,omitempty"` // what was told where this one is handled
	PublicID  id.ID          `json:"public_id,omitzero"` // Open311's service_request_id: random, and opens nothing
	Published time.Time      `json:"published,omitzero"` // since when everybody may read what a person let through; zero: nobody may
	Notes     []Message      `json:"notes,omitempty"`    // among those who handle it
	Told      Told           `json:"told,omitzero"`      // how the reporter hears that something waits
	Written   time.Time      `json:"written,omitzero"`   // when the reporter put it away on a device without a line; the office was told when it came
	MayShow   bool           `json:"may_show,omitempty"` // the reporter lets the answer be published
	Looked
	Sent    []Sent `json:"sent,omitempty"`   // to other offices
	Program id.ID  `json:"program,omitzero"` // the program of another organisation that filed it; zero: a person did
}

// Place is where a thing is: a point, or one of the places that the office lists. It belongs to the report alone.
type Place struct {
	Point geo.Point `json:"point,omitzero"`
	Known id.ID     `json:"known,omitzero"`
}

// Attachment is a photograph or a paper; what it is called and what it shows are sealed under a key of its own.
type Attachment struct {
	ID   id.ID     `json:"id"`
	Type string    `json:"type"` // media type after cleaning: blob.JPEG, blob.PNG or blob.PDF
	Size int64     `json:"size"` // bytes
	Ours bool      `json:"ours,omitempty"`
	At   time.Time `json:"at"`
}

// Picture reports whether it has a thumbnail.
func (a Attachment) Picture() bool { return a.Type != blob.PDF }

// IsIssue reports whether it is about a place or a service, and not about a unit of the office.
func (c *Case) IsIssue() bool { return c.Sort != "" && !c.Sort.AboutUnit() }

// InQueue reports whether it waits in the queue of a unit: a report about a unit, and a review, waits at a desk outside it.
func (c *Case) InQueue() bool { return c.Desk.Post == access.Handler }

// Handles reports whether the account handles it.
func (c *Case) Handles(account id.ID) bool {
	return c.Handler == account || slices.Contains(c.With, account)
}

func (i Issue) clone() Issue {
	i.With, i.Interim, i.Notes = slices.Clone(i.With), slices.Clone(i.Interim), slices.Clone(i.Notes)
	i.Checked, i.Parts = slices.Clone(i.Checked), slices.Clone(i.Parts)
	i.Joins, i.Tellings = slices.Clone(i.Joins), slices.Clone(i.Tellings)
	i.Sent = slices.Clone(i.Sent)
	for at := range i.Sent {
		i.Sent[at].Heard = slices.Clone(i.Sent[at].Heard)
	}
	return i
}

// forget takes away what leads to a place or to words that are gone.
func (i *Issue) forget() {
	i.Place, i.Located, i.Notes, i.Interim, i.Sent, i.Published, i.Told = Place{}, false, nil, nil, nil, time.Time{}, Told{}
}
