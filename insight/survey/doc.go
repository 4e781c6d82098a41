// Package survey asks the parties of a mediation that is over, and whoever reported something, how the office's work was 问卷, and keeps
// nothing of an answer but counts.
//
//	offer 发放     a party of a closed case gets a one-time code, on its own page or on a sheet of paper, and a reporter on its
//	              own page alone; the case says that the survey was offered, and no more
//	code 问卷码    random, with a checksum under the office's key, so that it is known without being kept anywhere
//	used 已用      a keyed hash of a code that was answered with, until the code ends; it names no case
//	tally 计数     how often each answer was chosen, by unit and period
//
// It asks the neighbourhood as well, whether it feels safe and is content 安全感和满意度:
//
//	wave 一次调查   planned ──letters──▶ runs ──closed, or past its last day──▶ closed
//	stratum 层     a unit with its letterboxes; letters go into every k-th of them from a random start
//	letter 信      a one-time code and the questions, without name or address; made from the wave's key, kept nowhere
//
// A wave has a key of its own, which is destroyed when it is closed. From then on no code leads to the hash of a used one, in no copy
// of the files: nothing links a letter to its answer. What a closed wave says is estimated from its strata, for everybody at once.
//
// Nobody can tell from what is kept who answered what, or whether somebody of a case answered: there is no row of one answer, no
// instant, no case and no account beside it, the request is not logged, and the same words refuse a code that never was and one
// that was used. A sheet that comes back on paper is entered on the same public page, with its code.
//
// What linli cannot do: whoever watches the running server or its database in the moment in which an answer comes sees it
// come. A sheet that is printed at the counter was seen by who printed it.
//
// Results are shown for periods that are over, of units with at least the rulebook's minimum of answers, and so that no unit
// below it can be had by subtraction. They are never weighed, and never counted by who did the work; they
// stand beside what the office says of itself where the rulebook says so.
package survey
