// Package job does what can wait: mail, notices, papers. A job is a row that the Change which causes it inserts, so that
// it is neither lost nor done for something that never happened.
//
//	waiting ──lease──▶ running ──done──▶ (the row is gone)
//	   ▲                 │ ├──error──▶ waiting, later each time
//	   │                 │ └──error after the last attempt, or a permanent one──▶ dead
//	   └──lease ran out──┘                                   dead ──retry──▶ waiting; dead ──discard──▶ (gone)
//
// A job runs at least once: a worker that dies in the middle leaves a lease that ends, and another worker takes the job
// again. At one moment only one worker holds it: leasing is a compare-and-swap on the row's lease number, and every later
// act of the holder names that number. A handler is therefore written so that doing it twice does no harm, or ends the
// job in its own Change and returns [ErrEnded].
//
// The payload holds ids and codes and never anything of a person, because rows of this table are shown to the
// administrator and lie in backups. What a handler needs it reads, by the ids, at the moment it runs.
package job
