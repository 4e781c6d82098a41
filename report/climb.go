package report

import (
	"context"
	"errors"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Climb is linli's: of the people at the desk every one is barred by now, and the next desk above at which somebody may answer has the report.
// Its promises go on, and its author reads it. A desk at which nobody is at all keeps what it has until it has somebody again.
type Climb struct{}

// Kind is the machine's event.
func (Climb) Kind() casefile.Kind { return "climb" }

func (Climb) decide(d *decision, _ *Step) (any, error) { return transferred{d.Desk}, nil }

func foldClimb(c *Case, e casefile.Event, b transferred) {
	c.Moves = c.Moves.With(casefile.Move{ID: e.ID, From: c.Desk.Unit, To: b.Desk.Unit, At: e.At})
	c.Desk, c.Handler, c.With, c.SlipAsk = b.Desk, id.ID{}, nil, nil
}

// Climbed is when the last desk had nobody left who may answer, and another got it; nil: that never happened.
func (c *Case) Climbed() *casefile.Move {
	if n := len(c.Moves); n > 0 && !c.InQueue() && !c.Moves[n-1].Ended && c.Moves[n-1].To == c.Desk.Unit && c.Moves[n-1].To != c.Home {
		return &c.Moves[n-1]
	}
	return nil
}

var deskBarred = Guard{"desk_answers", func(d *decision) bool { return d.Barred }}

// climbing loads what a desk of which everybody is barred has to know: the next above.
func (s *Service) climbing(ctx context.Context, c Case, k *Knowledge) (err error) {
	if k.Barred, err = s.barred(ctx, &c); err == nil && k.Barred {
		k.Desk, err = s.desk(ctx, &c)
	}
	return err
}

// barred reports whether somebody is at the desk, and nobody who may answer.
func (s *Service) barred(ctx context.Context, c *Case) (bool, error) {
	if c.InQueue() {
		return false, nil
	}
	people, err := s.people(ctx, c, c.Desk)
	if err != nil || len(people) > 0 {
		return false, err
	}
	there, err := s.Office.Holding(ctx, c.Tenant, c.Desk.Unit, c.Desk.Post)
	return len(there) > 0, err
}

// Nobody reports whether nobody in the whole office may answer an open report about a unit, or review one: its author is told who outside
// can be turned to.
func (s *Service) Nobody(ctx context.Context, c *Case) (_ bool, err error) {
	defer wrap(&err, "nobody answers")
	if !c.State.Open() {
		return false, nil
	}
	k := Knowledge{}
	err = s.climbing(ctx, *c, &k)
	return k.Barred && k.Desk.IsZero(), err
}

// Unanswered reports whether a complaint about a unit that came now would find nobody in the whole office who may answer it. It says nothing
// of the complaints that there are: a vacancy is shown to those who are complained of too.
func (s *Service) Unanswered(ctx context.Context, tenant, unit id.ID) (_ bool, err error) {
	defer wrap(&err, "vacancy")
	c := Case{Tenant: tenant, About: []id.ID{unit}, Received: s.Clock.Now()}
	if err := s.about(ctx, &c); err != nil {
		return false, err
	}
	d, err := s.desk(ctx, &c)
	return d.IsZero(), err
}

// climb looks at what waits at desks: once a day, and when somebody else holds a post or a unit has ended. By anything else nobody is barred,
// since a desk is chosen among those who may answer.
func (s *Service) climb(ctx context.Context, tenant id.ID) error {
	staffed, err := s.Office.Staffed(ctx, tenant)
	if err != nil {
		return err
	}
	as := s.Clock.Now().UTC().Format(time.DateOnly) + " " + staffed
	s.mu.Lock()
	known := s.climbed[tenant] == as
	s.mu.Unlock()
	if known {
		return nil
	}
	if err := s.climbAll(ctx, tenant); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.climbed == nil {
		s.climbed = map[id.ID]string{}
	}
	s.climbed[tenant] = as
	return nil
}

func (s *Service) climbAll(ctx context.Context, tenant id.ID) error {
	units, err := s.Office.UnitsOf(ctx, tenant)
	if err != nil {
		return err
	}
	var failed error
	for _, unit := range units {
		cases, err := s.Repo.AtDesk(ctx, tenant, unit, climbBatch)
		failed = errors.Join(failed, err)
		for _, c := range cases {
			stuck, err := s.barred(ctx, &c)
			if failed = errors.Join(failed, err); stuck {
				failed = errors.Join(failed, s.settle(ctx, tenant, c.ID, Climb{}))
			}
		}
	}
	return failed
}

// climbBatch is how many reports of one unit's desk are looked at in a step.
const climbBatch = 500
