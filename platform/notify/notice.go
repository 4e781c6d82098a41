package notify

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"linli/platform/id"
	"linli/platform/job"
)

// Notice is a line shown on the pages of one account, or on the page of one party of one case.
type Notice struct {
	Tenant  id.ID
	ID      id.ID
	Account id.ID // staff; zero for a party
	Case    id.ID // the case it is about; may be zero for staff
	Party   id.ID // resident; zero for staff
	Key     string
	Args    job.Payload // ids and codes for the text's placeholders; never anything of a person
	At      time.Time
	ReadAt  time.Time // zero while unread
}

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,5}$`)

// Check reports whether the notice has one addressee, a message key, and arguments without anything of a person.
func (n Notice) Check() error {
	staff, resident := !n.Account.IsZero(), !n.Party.IsZero()
	switch {
	case n.Tenant.IsZero() || n.ID.IsZero() || n.At.IsZero():
		return errors.New("notify: a notice needs its tenant, an id and a time")
	case staff == resident:
		return errors.New("notify: a notice goes to an account or to a party")
	case resident && n.Case.IsZero():
		return errors.New("notify: a party's notice needs its case")
	case !keyPattern.MatchString(n.Key) || len(n.Key) > 96:
		return fmt.Errorf("notify: %q is not a message key", n.Key)
	}
	return n.Args.Check()
}
