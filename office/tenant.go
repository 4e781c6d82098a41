package office

import (
	"regexp"
	"slices"
	"time"
	_ "time/tzdata" // the office's zone must exist on a machine without a zone database
	"unicode/utf8"

	"linli/platform/fault"
	"linli/platform/id"
)

// Tenant is one organisation's deployment boundary 机构.
type Tenant struct {
	ID        id.ID
	Slug      string // in addresses, such as "demo"
	Tag       string // random; the first characters of all that arrives without a tenant
	Name      string // as the public reads it
	Zone      string // IANA name, such as "Asia/Shanghai"
	Languages []string
	Rulebook  string // id of the rulebook, such as "cn"
	Rooms     string // address of its own video server with {room} for the name of a room; empty: it has none
	CreatedAt time.Time
	Version   int64
}

// KeptRulebook is a version of a rulebook under which cases of the tenant began.
type KeptRulebook struct {
	Book    string // id of the rulebook
	Version string
	Hash    string // of its files, SHA-256 in hex
	Since   time.Time
}

// Level is a unit's place in the tree.
type Level string

// The levels, from the top.
const (
	County   Level = "county"
	Township Level = "township"
	Village  Level = "village"
)

// Levels are the levels of the office's own units, from the top. [Guest] is none of them.
func Levels() []Level { return []Level{County, Township, Village} }

// Below reports whether it is a lower level than another.
func (l Level) Below(other Level) bool { return l.depth() > other.depth() }

// depth is 0 for the highest level and -1 for an unknown one; a guest stands below every other.
func (l Level) depth() int { return slices.Index(append(Levels(), Guest), l) }

// Unit is a node of the tenant's tree 单位.
type Unit struct {
	Tenant, ID, Parent id.ID // a zero Parent: the root
	Level              Level
	Code               string // short, unique in the tenant, printed in case numbers
	Name               string
	Desk               Desk      // where it receives people
	ClosedAt           time.Time // zero: open
	Heirs              []id.ID   // of a closed unit: where its work went. One: it was merged into that unit; several: it was split
	Version            int64
}

// Open reports whether the unit works at t.
func (u Unit) Open(t time.Time) bool { return u.ClosedAt.IsZero() || t.Before(u.ClosedAt) }

var (
	slugForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	codeForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,15}$`)
)

const maxName = 60 // characters

func checkName(l *fault.List, name string) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		l.Add("name", "office.name.missing")
	case n > maxName || !printable(name):
		l.Add("name", "office.name.unfit")
	case OnlyWrites(name):
		l.Add("name", "office.name.sender")
	}
}
