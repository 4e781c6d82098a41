package app

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
)

// The disk is told of before it is full, on large and on small ones.
func TestADiskThatFillsUpIsToldBefore(t *testing.T) {
	const gib = 1 << 30
	for _, x := range []struct {
		free, all uint64
		err       error
		want      string
	}{
		{free: 50 * gib, all: 100 * gib},
		{free: 6 * gib, all: 100 * gib},
		{free: gib, all: 100 * gib},
		{free: gib - 1, all: 100 * gib, want: "cli.doctor.little_room"},
		{free: 900 << 20, all: 4000 * gib, want: "cli.doctor.little_room"},
		{free: 900 << 20, all: 8 * gib, want: "cli.doctor.little_room"},
		{free: 600 << 20, all: gib},
		{free: 0, all: gib, want: "cli.doctor.little_room"},
		{free: 0, all: 0},
		{err: errors.ErrUnsupported},
		{err: fs.ErrNotExist},
		{err: fs.ErrPermission, want: "fault.internal"},
	} {
		got := ""
		if f := fault.Of(checkRoom("/data", func(string) (uint64, uint64, error) { return x.free, x.all, x.err })); f != nil {
			got = f.Key
		}
		if got != x.want {
			t.Errorf("%d of %d (%v): %q, want %q", x.free, x.all, x.err, got, x.want)
		}
	}
	if err := (Config{Data: t.TempDir()}).CheckRoom(); err != nil && fault.Of(err).Key != "cli.doctor.little_room" {
		t.Errorf("this disk: %v", err)
	}
}

func TestAClockThatWasMovedOrDiffersIsTold(t *testing.T) {
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		moved, other time.Duration
		want         string
	}{
		{0, 0, ""},
		{time.Minute, time.Minute, ""},
		{-3 * time.Minute, 0, "cli.doctor.clock_moved"},
		{time.Hour, 0, "cli.doctor.clock_moved"},
		{0, 3 * time.Minute, "cli.doctor.clock_differs"},
		{0, -3 * time.Minute, "cli.doctor.clock_differs"},
	} {
		a := &App{Clock: clock.NewManual(at), machine: machine{moved: func() time.Duration { return x.moved },
			others: []func(context.Context) (time.Time, error){func(context.Context) (time.Time, error) { return at.Add(x.other), nil }}}}
		got := ""
		if f := fault.Of(a.checkClocks(t.Context())); f != nil {
			got = f.Key
		}
		if got != x.want {
			t.Errorf("moved %v, other %v: %q, want %q", x.moved, x.other, got, x.want)
		}
	}
	if m := watchMachine(clock.NewManual(at), &Stores{}); m.moved != nil {
		t.Error("a clock that a test moves is watched")
	}
	if by := watchMachine(clock.System{}, &Stores{}).moved(); by.Abs() > time.Second {
		t.Errorf("a clock that nobody moved was moved by %v", by)
	}
}
