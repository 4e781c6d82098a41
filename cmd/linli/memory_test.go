package main

import (
	"runtime/debug"
	"testing"
)

// TestWhoRunsTheMachineHasTheLastWord: what the environment says of memory is left as it is.
func TestWhoRunsTheMachineHasTheLastWord(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(1<<40)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	now := func() (int, int64) {
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return percent, debug.SetMemoryLimit(-1)
	}
	collect(func(name string) string { return map[string]string{"GOGC": "50", "GOMEMLIMIT": "1GiB"}[name] })
	if percent, limit := now(); percent != 100 || limit != 1<<40 {
		t.Errorf("%d %%, %d bytes against the environment", percent, limit)
	}
	collect(func(string) string { return "" })
	if percent, limit := now(); percent != garbage || limit != memoryTop {
		t.Errorf("%d %%, %d bytes", percent, limit)
	}
}
