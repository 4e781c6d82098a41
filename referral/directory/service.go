package directory

import (
	"context"
	"fmt"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/rulebook"
)

// Capability is the name under which rights speak of the directory.
const Capability = "directory"

// Office is what the directory needs to know of the office.
type Office interface {
	// Rulebook is the rulebook in force at an instant.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
}

// Service is the one way in to the directory. What is public of it anybody may read: those methods ask nobody's right.
type Service struct {
	Repo   Repo
	Office Office
	Access *access.Engine
	Clock  clock.Clock
	IDs    *id.Source
	// InUse says why a service cannot be removed: somebody is being referred to it. Nil: nobody ever is.
	InUse func(ctx context.Context, tenant id.ID, services ...id.ID) error
}

func (s *Service) check(a access.Actor, action string) error {
	return s.Access.Check(a, action, access.Facts{Tenant: a.Tenant, Kind: Capability})
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("directory: %s: %w", doing, *err)
	}
}
