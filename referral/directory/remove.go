package directory

import (
	"context"

	"linli/platform/access"
	"linli/platform/id"
)

// Remove takes a service out of the directory, with what belongs to it alone: hours, areas, telephones. While somebody is being
// referred to it, it is not removed but closed ([Sheet.Status]), so that no referral loses its service without a word. It needs the
// right directory.edit. Errors: Forbidden, ErrNotFound, ErrMoved, and what [Service.InUse] says.
func (s *Service) Remove(ctx context.Context, a access.Actor, service id.ID, version int64) (err error) {
	defer wrap(&err, "remove")
	o, err := s.Open(ctx, a, service)
	if err != nil {
		return err
	}
	if o.Version != version {
		return ErrMoved
	}
	if err := s.inUse(ctx, a.Tenant, service); err != nil {
		return err
	}
	linked, err := s.Repo.Linked(ctx, a.Tenant, []id.ID{service})
	if err != nil {
		return err
	}
	writes := []Write{{Before: &Kept{Object: o.Object, Version: o.Version}}}
	for _, x := range linked[service] {
		kept, err := s.Repo.Objects(ctx, a.Tenant, x.Kind, []id.ID{x.ID})
		if err != nil {
			return err
		}
		for i := range kept {
			writes = append(writes, Write{Before: &kept[i]})
		}
	}
	if err := s.Repo.Write(ctx, a.Tenant, s.Clock.Now(), writes); err != nil {
		return err
	}
	return s.dropLost(ctx, a.Tenant)
}

func (s *Service) inUse(ctx context.Context, tenant, service id.ID) error {
	if s.InUse == nil {
		return nil
	}
	return s.InUse(ctx, tenant, service)
}
