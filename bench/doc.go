// Package bench measures linli beside its floor.
//
// A figure alone says more of the machine than of the program. So each scenario is measured twice in the same run: through
// linli, as a person or a program would use it, and as a bare Go loop on the same driver that puts the same rows into (or
// reads them from) a copy of the same databases, with the same batches to a commit and the same durability. The share that
// linli reaches of the second is the result; shares move little when a machine is busy, figures move much.
//
//	bench.go    the command: which scenarios, on which engines, at which sizes
//	scenario.go what a scenario is, and the list of them
//	result.go   figures, medians, the table and the JSON
//	machine.go  the machine, its disk and its memory
//	place.go    databases to measure on: SQLite files, PostgreSQL databases, and copies of both
//	world.go    a furnished office behind a real server on loopback
//	fill.go     ten thousand cases and more, quickly
//	client.go   a lean HTTP client, so that the load takes little of the machine
//	load.go     a closed loop of several connections
//	trace.go    what a request sends to the database
//	floor.go    the same again, bare
//	create.go act.go list.go open.go page.go mixed.go report.go ledger.go pdf.go insight.go sweep.go recompute.go import.go start.go   the scenarios
//
// bench/README.md keeps the last table and how it was taken.
package bench
