package access

import (
	"context"
	"time"

	"linli/platform/id"
)

// Purpose says why sealed content is opened.
type Purpose string

const (
	ForWork      Purpose = "work"      // by an account assigned to the case
	ForParty     Purpose = "party"     // by the party itself
	ForPrint     Purpose = "print"     // onto paper
	ForExport    Purpose = "export"    // out of linli, two persons
	ForDemand    Purpose = "demand"    // to decide on a demand of a court, and to give what was decided
	ForSecond    Purpose = "second"    // to let or refuse as the second of two that something is taken out
	ForCheck     Purpose = "check"     // to check an urgent access
	ForEmergency Purpose = "emergency" // emergency access, at most 60 minutes
	ForJob       Purpose = "job"       // by linli, for a message or a document that was asked for
)

// Quarter is the length of time that one access row covers.
const Quarter = 15 * time.Minute

// Row says that somebody opened a case. There is one for each account (or party), case, purpose and quarter of an hour.
type Row struct {
	Tenant, Case, Account, Party id.ID
	Kind                         ActorKind
	Purpose                      Purpose
	Post                         PostKind  // the role in which the account read; empty for residents and the system
	Quarter                      time.Time // UTC, truncated to 15 minutes
	At                           time.Time // the first read in that quarter
}

// Recorder keeps access rows.
type Recorder interface {
	// Record returns nil only after the row is committed. A row that is there already counts as recorded.
	Record(ctx context.Context, r Row) error
}

// Grant is the proof that an access row is committed. The vault opens nothing without one. The zero Grant opens nothing.
type Grant struct {
	tenant, kase id.ID
	row          Row
}

// Case is the one case that the grant opens.
func (g Grant) Case() id.ID { return g.kase }

// Tenant is the case's tenant.
func (g Grant) Tenant() id.ID { return g.tenant }

// Valid reports whether the grant came from [Engine.Open].
func (g Grant) Valid() bool { return !g.kase.IsZero() && !g.tenant.IsZero() }

// Row is the access row that stands behind the grant.
func (g Grant) Row() Row { return g.row }
