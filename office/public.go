package office

import (
	"context"

	"linli/platform/id"
)

// OpenUnits lists the units of a tenant that work at present, each with its depth in the tree, as anybody may know them:
// somebody who applies chooses one. A guest is none of them.
func (s *Service) OpenUnits(ctx context.Context, tenant id.ID) ([]Row, error) {
	tree, err := s.tree(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Row
	now := s.clock.Now()
	for _, r := range tree.Rows() {
		if r.Open(now) && !r.Guest() {
			out = append(out, r)
		}
	}
	return out, nil
}
