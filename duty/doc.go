// Package duty has what the office owes on its own account 职责: meetings, rounds of public places, inspections, statements,
// rotas, notices of serious incidents, outreach, training, bulletins, drills, studies and funding, as the rulebook lists them.
//
// Words: duty 职责 (a rule of duties.yaml) · occurrence 期次 (one duty of one unit in one period, or upon one event) · evidence
// 佐证 · holder 负责岗位 (the post that owes it) · checker 核对人 (another person, in the post that checks it) · gap 空缺 (a
// post that nobody holds, or that only one person could fill twice).
//
//	open ─▶ due ─do▶ done ─check▶ checked     a statement: ─sign▶ in the place of do
//	         │ ▲       │              │
//	         │ └─send_back─┘          │
//	         │         ▲──evidence────┘
//	         ├─miss▶ missed
//	         └─void▶ void
//
// Nothing is back-dated. Each act has the time at which linli recorded it and, where somebody says that it happened before, the
// time that they claim; both are kept and both are shown, and only the recorded one decides whether it was in time. Evidence is
// never replaced in silence: a new version stands beside the old one, and after a check it has to be checked again.
//
// A meeting has an agenda and minutes, and each decision becomes an occurrence of its own, with an owner and a date. A shift has
// a crew: whoever works in the unit signs up, steps back, or offers the place, which stays theirs until a colleague takes it over.
// A statement is signed by whoever holds the post that owes it: on the screen, which is the doing, or on paper.
// Evidence is destroyed once nothing requires it; who did it, who checked it and when stays.
//
// Which occurrences there are is a pure function of rulebook, units and calendar ([Plan]); what is owed of one, of its events
// ([Owed]). A command ([Command]) is decided against the occurrence as it stands by one table ([Machine]); the occurrence is the
// fold of its events, so that a replay gives the same.
package duty
