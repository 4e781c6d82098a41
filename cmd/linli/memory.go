package main

import "runtime/debug"

// What an office keeps in memory is little: some 3 MB, and some 10 under load. With Go's own setting the collector therefore
// runs every few requests, and takes a tenth of the machine (docs/decisions/0024).
const (
	garbage   = 300       // in percent of what is in use; Go's own is 100
	memoryTop = 512 << 20 // bytes from which on the collector works harder, so that a large import does not take four times its size
)

// collect says how much garbage may lie about before it is collected, unless whoever runs the machine has said so.
func collect(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryTop)
	}
}
