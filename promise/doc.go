// Package promise computes what the office owes: 时限承诺, deadlines as a function of a case's events and a rulebook's rules.
//
// Nothing here is stored knowledge: the same events and rules give the same promises, so a case can be replayed and a
// receipt checked. Only one thing depends on the present instant: an open promise turns late when its due instant has
// passed.
//
//	start event ──> running ──kept_by, in time──────> kept
//	                 │   ^
//	            pause│   │resume (due moves by what was left)
//	                 v   │
//	                paused ──kept_by────────────────> kept
//	running ──due passed──> late (open) ──kept_by or void_by──> late (ended)
//	running, paused ──void_by──> void      running, paused ──waiver──> waived
//
// What is late stays late: no extension, pause, waiver or void event after the due instant takes it back.
//
// Terms by day run from the day after the start event and end with the last microsecond of the last day in the office's
// zone (民法典 art. 201, 203); terms by working hours run from the start instant.
package promise
