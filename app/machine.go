package app

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/store/dialect"
)

// leastRoom is below how many bytes an office is told of its disk, before it is full: nothing is refused yet, and months of its work
// still have room. What share of the disk that is says nothing: a twentieth of a large one is far more than an office ever needs.
const leastRoom = 1 << 30

// scarce reports whether a disk has little room left.
func scarce(free, all uint64) bool {
	return free < leastRoom && free < all/2 // a small disk that is half empty is not full
}

// checkRoom warns of a data folder whose disk is nearly full. Where the system does not tell, or the folder is not there, there
// is nothing to say.
func checkRoom(dir string, measure func(string) (free, all uint64, err error)) error {
	free, all, err := measure(dir)
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if scarce(free, all) {
		return fault.New(fault.Unavailable, "cli.doctor.little_room").With(fault.Args{"mib": free >> 20, "percent": free * 100 / max(all, 1)})
	}
	return nil
}

// CheckRoom looks at the disk of the data folder.
func (c Config) CheckRoom() error { return checkRoom(c.Data, room) }

// machine is what the program knows of the clocks around it.
type machine struct {
	moved  func() time.Duration                       // by how much the clock was moved since the start
	others []func(context.Context) (time.Time, error) // clocks of the databases' machines
}

// watchMachine begins to watch the machine's clock; any other clock is a test's or a demonstration's, and there is nothing to watch.
func watchMachine(c clock.Clock, s *Stores) machine {
	if _, own := c.(clock.System); !own {
		return machine{}
	}
	m := machine{moved: clock.Watch()}
	for _, db := range []*dialect.DB{s.Cases, s.Keys} {
		if db != nil && db.Engine() == dialect.Postgres {
			m.others = append(m.others, db.Time)
		}
	}
	return m
}

// checkClocks tells of a clock that was moved while linli ran, which another clock has measured, and of one that differs from
// that of a database's machine.
func (a *App) checkClocks(ctx context.Context) error {
	if a.machine.moved != nil {
		if by := a.machine.moved(); by.Abs() > clockSlack {
			return fault.New(fault.Internal, "cli.doctor.clock_moved").With(fault.Args{"by": by.Round(time.Second).String()})
		}
	}
	for _, other := range a.machine.others {
		at, err := other(ctx)
		if err != nil {
			return err
		}
		if by := a.Clock.Now().Sub(at); by.Abs() > clockSlack {
			return fault.New(fault.Internal, "cli.doctor.clock_differs").With(fault.Args{"by": by.Round(time.Second).String()})
		}
	}
	return nil
}
