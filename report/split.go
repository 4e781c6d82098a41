package report

import (
	"context"
	"errors"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Split takes a second thing that a report names out of it: it becomes a report of its own, in the queue of those who handle
// things of its category. Name and contact stay where they are; the reporter sees both, each with its own promises.
type Split struct {
	Category string `json:"category"` // of the second thing
	Text     string `json:"text"`     // what of the reporter's words is about it
	Address  string `json:"address,omitempty"`

	part id.ID
}

type splitOff struct {
	Part id.ID `json:"part"`
}

// Kind is the machine's event.
func (Split) Kind() casefile.Kind { return "split" }

func (x Split) decide(*decision, *Step) (any, error) { return splitOff{x.part}, nil }

func foldSplit(c *Case, _ casefile.Event, b splitOff) { c.Parts = append(c.Parts, b.Part) }

// maxParts is how many things are split off one report.
const maxParts = 5

// Split makes a report of the second thing, and then writes into the first that it did. first is the request under which the new
// report is made, r the one of the whole: sent again, both do nothing more, and what was left half done is finished. Errors:
// those of [Service.Submit] for the fields, and of [Service.Act].
func (s *Service) Split(ctx context.Context, a access.Actor, caseID id.ID, cmd Split, first, r *casefile.Request, answer Answering) (_ Case, _ []byte, err error) {
	defer wrap(&err, "split")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "report.split", c.Facts()); err != nil {
		return Case{}, nil, err
	}
	switch {
	case find(c.machine("split"), "split", c.State) == nil:
		return Case{}, nil, c.refuse("state")
	case c.Taking != nil: // what is decided of these words has to reach every half
		return Case{}, nil, c.refuse(noTakingWaits.Name)
	case len(c.Parts) >= maxParts:
		return Case{}, nil, c.refuse(roomForPart.Name)
	}
	part := Submit{Category: cmd.Category, Text: cmd.Text, Address: cmd.Address, Unit: c.Home, Point: c.Place.Point, MayPass: c.MayPass, MayShow: c.MayShow, Look: c.Look, OfPlace: true, partOf: c.ID}
	if known, err := s.Repo.KnownPlace(ctx, a.Tenant, c.Place.Known); err == nil && known.ClosedAt.IsZero() {
		part.Known = known.ID
	} else if err != nil && !errors.Is(err, ErrNotFound) {
		return Case{}, nil, err
	}
	filed, err := s.Submit(ctx, a, part, first, func(k Case, _ id.Code) []byte { return []byte(k.ID.String()) })
	if err != nil {
		return Case{}, nil, err
	}
	if cmd.part, err = id.Parse(string(filed.Body)); err != nil {
		return Case{}, nil, err
	}
	return s.ActOnce(ctx, a, caseID, cmd, r, answer)
}

// parts are the reports that were split off one, as their state shows to whoever has it.
func (s *Service) parts(ctx context.Context, c *Case) (out []Case, err error) {
	for _, part := range c.Parts {
		x, err := s.Repo.Case(ctx, c.Tenant, part)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// PartSlip gives the reporter of a report the code of one that was split off it, and its passphrase, once: an empty passphrase says
// that it was given before. n counts from 1. Error: ErrNotFound.
func (s *Service) PartSlip(ctx context.Context, a access.Actor, caseID id.ID, n int) (code id.Code, passphrase string, err error) {
	defer wrap(&err, "slip of a part")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	if err := s.Access.Check(a, "report.slip", c.Facts()); err != nil {
		return "", "", err
	}
	if n < 1 || n > len(c.Parts) {
		return "", "", ErrNotFound
	}
	part, err := s.Repo.Case(ctx, a.Tenant, c.Parts[n-1])
	if err != nil {
		return "", "", err
	}
	slips, err := s.Repo.Slips(ctx, a.Tenant, part.ID)
	if err != nil {
		return "", "", err
	}
	i := slices.IndexFunc(slips, func(x casefile.Slip) bool { return x.Party == part.Author && x.EndedAt.IsZero() })
	if i < 0 {
		return "", "", ErrNotFound
	}
	passphrase, _, err = s.giveSlip(ctx, &part, slips[i], nil, nil)
	if errors.Is(err, ErrNotFound) {
		return slips[i].Code, "", nil
	}
	return slips[i].Code, passphrase, err
}
