package inspection

import (
	"context"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Stands is how the record of an inspection stands, as a number that says nothing. Photographs are not in it: everybody may add
// one meanwhile.
func (c *Case) Stands() string {
	return casefile.Stands(struct {
		State    State
		Recorded id.ID
	}{c.State, c.Record})
}

// ArriveRecord writes down a record that was made on the spot without a line: once, with the time at which it was looked at beside
// the server's own, and not at all where somebody else has recorded it meanwhile. Errors: those of [Service.Act] and of
// [casefile.Offline.Claimed], casefile.ErrOutOfOrder, casefile.ErrOvertaken.
func (s *Service) ArriveRecord(ctx context.Context, a access.Actor, caseID id.ID, cmd Record, f casefile.Arrival) (_ Case, err error) {
	defer wrap(&err, "arrive")
	c, err := s.See(ctx, a, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := f.InTurn(ctx, s.Repo, a.Tenant); err != nil {
		return Case{}, err
	}
	if cmd.Claimed, err = f.Claimed(s.Clock.Now(), c.Begun); err != nil {
		if x := fault.Of(err); x.Key == "offline.said_early" {
			err = fault.Field(x.Field, "offline.inspect.said_early").With(fault.Args{"from": c.Begun})
		}
		return Case{}, err
	}
	if c.State == Inspecting && f.Stood != c.Stands() {
		return Case{}, casefile.ErrOvertaken
	}
	after, err := s.Act(ctx, a, caseID, cmd, f.Request())
	if x := fault.Of(err); x == nil || x.Code != fault.Guard {
		return after, err
	}
	if c, seen := s.See(ctx, a, caseID); seen != nil || c.Stands() == f.Stood {
		return Case{}, err
	}
	return Case{}, casefile.ErrOvertaken
}
