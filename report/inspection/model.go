package inspection

import (
	"maps"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/rulebook"
)

// Capability is the name under which inspections stand in shared tables.
const Capability = "inspection"

// State is where an inspection stands.
type State string

// The states.
const (
	Inspecting  State = "inspecting"  // 检查中
	Recorded    State = "recorded"    // 已记录
	Ordered     State = "ordered"     // 整改中
	Reinspected State = "reinspected" // 复查意见待批准
	Rechecking  State = "rechecking"  // 重新复查
	Approved    State = "approved"    // 复查意见已批准
	Escalated   State = "escalated"   // 已移送
	Supervised  State = "supervised"  // 挂牌督办
	Closed      State = "closed"      // 已了结
	Cancelled   State = "cancelled"   // 已取消
)

// States lists every state in the order of the road.
var States = []State{Inspecting, Recorded, Ordered, Reinspected, Rechecking, Approved, Escalated, Supervised, Closed, Cancelled}

// Open reports whether the office still has something to do.
func (s State) Open() bool { return s != Closed && s != Cancelled }

// Answers to a question of a checklist.
const (
	Fine    = "fine"     // nothing wrong
	Found   = "found"    // something to put right
	NotHere = "not_here" // the question does not apply to this place
)

// Case is an inspection as its events made it: clear facts only. What was written is in the vault.
type Case struct {
	ID      id.ID `json:"id"`
	Tenant  id.ID `json:"-"`
	Version int64 `json:"-"` // number of events; a change is decided on one version and refused on another
	State   State `json:"state"`

	Unit            id.ID  `json:"unit"` // whose inspection it is
	Place           id.ID  `json:"place"`
	Spot            Spot   `json:"spot"`
	Checklist       string `json:"checklist"` // of the rulebook
	Rulebook        string `json:"rulebook"`
	RulebookVersion string `json:"rulebook_version"`
	InRound         bool   `json:"in_round,omitempty"` // it began from a visit of a round

	Begun      time.Time         `json:"begun"`
	By         id.ID             `json:"by"` // the account that inspects
	Answers    map[string]string `json:"answers,omitempty"`
	Findings   []Finding         `json:"findings,omitempty"`
	Recorded   time.Time         `json:"recorded,omitzero"`
	Said       time.Time         `json:"said,omitzero"` // when it was looked at, where the record came later
	RecordedBy id.ID             `json:"recorded_by,omitzero"`
	Record     id.ID             `json:"record,omitzero"` // owner of the sealed words
	Orders     []Order           `json:"orders,omitempty"`
	Rechecks   []Recheck         `json:"rechecks,omitempty"`
	Handed     []Handed          `json:"handed,omitempty"` // to other bodies
	Supervision
	Ended  time.Time    `json:"ended,omitzero"` // from which retention runs
	Erased time.Time    `json:"erased,omitzero"`
	Files  []Attachment `json:"files,omitempty"`
}

// Spot is the place as it stood in the register when the inspection began.
type Spot struct {
	Name  string    `json:"name"`
	Kind  string    `json:"kind"` // one of [rulebook.PlaceKinds]
	Area  string    `json:"area,omitempty"`
	Point geo.Point `json:"point,omitzero"`
}

// Finding is something that has to be put right, under the question of the checklist that found it.
type Finding struct {
	N        int       `json:"n"` // from 1
	Question string    `json:"question"`
	Mended   time.Time `json:"mended,omitzero"`
}

// Order is one order to put right what was found.
type Order struct {
	ID       id.ID         `json:"id"` // owner of the sealed words
	At       time.Time     `json:"at"`
	By       id.ID         `json:"by"`
	Days     int           `json:"days"`
	Until    calendar.Date `json:"until"` // the last day of the term
	Findings []int         `json:"findings"`
	Asked    id.ID         `json:"asked,omitzero"` // owner of the sealed reason for which more time is asked for
	AskedBy  id.ID         `json:"asked_by,omitzero"`
	AskedAt  time.Time     `json:"asked_at,omitzero"`
	More     int           `json:"more,omitempty"` // days by which the term was extended
	Refused  time.Time     `json:"refused,omitzero"`
}

// Waits reports whether more time was asked for and nobody has answered.
func (o *Order) Waits() bool { return !o.AskedAt.IsZero() && o.More == 0 && o.Refused.IsZero() }

// Recheck is one opinion of whoever looked again.
type Recheck struct {
	ID         id.ID     `json:"id"` // owner of the sealed words
	At         time.Time `json:"at"`
	By         id.ID     `json:"by"`
	Mended     []int     `json:"mended,omitempty"`
	Approved   time.Time `json:"approved,omitzero"`
	ApprovedBy id.ID     `json:"approved_by,omitzero"`
	SentBack   id.ID     `json:"sent_back,omitzero"` // owner of the sealed reason
}

// Handed says that a danger was handed on to a public body.
type Handed struct {
	ID   id.ID     `json:"id"` // owner of the sealed words
	At   time.Time `json:"at"`
	Body string    `json:"body"` // a code of the rulebook
}

// Supervision is what a case has beside once it is supervised in public.
type Supervision struct {
	Since     time.Time     `json:"supervised_since,omitzero"`
	Until     calendar.Date `json:"supervised_until,omitzero"`
	Published time.Time     `json:"published,omitzero"`
}

// Attachment is a photograph or a paper.
type Attachment struct {
	ID   id.ID     `json:"id"`
	Type string    `json:"type"`
	Size int64     `json:"size"`
	At   time.Time `json:"at"`
}

// Picture reports whether it is a picture, which has a thumbnail.
func (a Attachment) Picture() bool { return a.Type != "application/pdf" }

// Order is the one that stands, or nil.
func (c *Case) Order() *Order {
	if len(c.Orders) == 0 {
		return nil
	}
	return &c.Orders[len(c.Orders)-1]
}

// Recheck is the last opinion, or nil.
func (c *Case) Recheck() *Recheck {
	if len(c.Rechecks) == 0 {
		return nil
	}
	return &c.Rechecks[len(c.Rechecks)-1]
}

// Left are the findings that nobody has approved as put right.
func (c *Case) Left() []Finding {
	return slices.DeleteFunc(slices.Clone(c.Findings), func(f Finding) bool { return !f.Mended.IsZero() })
}

// Facts are what the policies need to know of it.
func (c *Case) Facts() access.Facts {
	return access.Facts{Tenant: c.Tenant, Unit: c.Unit, Case: c.ID, Kind: Capability, State: string(c.State), Closed: !c.State.Open()}
}

func (c *Case) clone() Case {
	out := *c
	out.Answers, out.Findings, out.Orders, out.Rechecks = maps.Clone(c.Answers), slices.Clone(c.Findings), slices.Clone(c.Orders), slices.Clone(c.Rechecks)
	out.Handed, out.Files = slices.Clone(c.Handed), slices.Clone(c.Files)
	return out
}

// looks are the questions of the case's checklist.
func looks(rules *rulebook.Rulebook, checklist string) []rulebook.Look {
	list, _ := rules.Duties.Checklist(checklist)
	return list.Questions
}
