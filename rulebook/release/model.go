package release

import (
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
)

// State is how far a version has come.
type State string

// The states.
const (
	Draft     State = "draft"
	Proposed  State = "proposed"
	Released  State = "released" // published; in effect from its day on
	Withdrawn State = "withdrawn"
)

// Version is one version of an office's rulebook that was written here, without its files.
type Version struct {
	ID    id.ID `json:"-"`
	Row   int64 `json:"-"` // counts the changes of it: each is decided on one
	State State `json:"-"`

	Book string `json:"book"` // id of the rulebook
	Name string `json:"name"` // its version, such as "2026.2"
	From string `json:"from"` // the version from which it was written
	Hash string `json:"hash"` // of its files, SHA-256 in hex: what was proposed, or released; empty while it has mistakes

	Begun     time.Time     `json:"begun"`
	BegunBy   id.ID         `json:"begun_by"`
	Writers   []id.ID       `json:"writers,omitempty"` // who changed a file of it
	Proposed  time.Time     `json:"proposed,omitzero"`
	Proposer  id.ID         `json:"proposer,omitzero"`
	Published time.Time     `json:"published,omitzero"`
	Releaser  id.ID         `json:"releaser,omitzero"`
	Effective calendar.Date `json:"effective,omitzero"` // the first day on which new cases begin under it
	Withdrawn time.Time     `json:"withdrawn,omitzero"`
	// Turn counts the releases of an office, from 1: each is decided on all before it. 0: it was never released.
	Turn int64 `json:"-"`
	// Brought is the hash under which a version came that nobody wrote here: with the program, or in a folder of the operator's. What
	// stands here is its text without the built-in rulebook that it stood on, so that Hash differs.
	Brought string `json:"brought,omitempty"`
}

// Open reports whether it can still become a version of the office.
func (v Version) Open() bool { return v.State == Draft || v.State == Proposed }

// turnOf is the next release's.
func turnOf(all []Version) (turn int64) {
	for _, v := range all {
		turn = max(turn, v.Turn)
	}
	return turn + 1
}

// wrote reports whether an account had a hand in the text or proposed it.
func (v Version) wrote(account id.ID) bool {
	return account == v.BegunBy || account == v.Proposer || slices.Contains(v.Writers, account)
}

// noticeDays are the whole days that lie between the day of publication and the day on which a version takes effect.
const noticeDays = 14

// takesEffect is the first day of a version that is published at an instant: its own, where that leaves people time enough.
func takesEffect(own calendar.Date, published time.Time, zone *time.Location) calendar.Date {
	earliest := calendar.DateOf(published, zone).AddDays(noticeDays + 1)
	if own.After(earliest) {
		return own
	}
	return earliest
}

// Change is one step of a version, all or nothing.
type Change struct {
	Version Version
	Files   []byte // a zip file of all of them; nil: as they were; empty: they are dropped
	Record  Record
	Notices []notify.Notice
}

// Record is the line that a step leaves in the office's record.
type Record struct {
	ID   id.ID
	At   time.Time
	Kind string // "rulebook.proposed", …
	By   id.ID
	Unit id.ID  // the top unit
	Name string // of the version
}

// Fields are the rows of the field table for versions of rulebooks. No resident stands in them.
func Fields() []vault.Field {
	return vault.Columns("rulebook_version",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the version"},
		vault.Needed{Name: "version", Why: "a change is decided on one version of the row"},
		vault.Needed{Name: "state", Why: "draft, proposed, released or withdrawn"},
		vault.Needed{Name: "effective", Why: "the day on which it takes effect: no two on one"},
		vault.Needed{Name: "body", Why: "name and hash of the version, its days, and the accounts of staff that wrote, proposed and released it"},
		vault.Needed{Name: "turn", Why: "counts the releases: each is decided on all before it"},
		vault.Needed{Name: "files", Why: "the text of the rules: what the office owes, and templates of its papers"})
}
