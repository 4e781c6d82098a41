// Package report takes what people tell the office 报事: hazards, defects, requests, questions, suggestions and praise about a
// place or a service, and grievances and complaints about a unit of the office or somebody who works there.
//
// Words: category 类别 (of the rulebook, with its kind, questions and promises) · reporter 报事人, author 提出人 (whoever tells it;
// may stay without a name, and does unless it gives one) · queue 待办 (of the unit that handles a report) · handler 经办人 (an
// account that has taken it, or was given it, and reads it) · desk 经办岗位 (outside the unit that a report is about) ·
// re-inspection 复查(现场) · review 复核, of a grievance first 复查 and then 复核 · words for the unit 转告的话 (what the
// complained of are told, once the author lets it).
//
// About a place or a service ([Issues]):
//
//	submit ─▶ received ─accept▶ accepted ─assign▶ assigned ─start▶ working ─answer▶ answered ─┬─close▶ closed
//	            │  │                                          │  └──fix──▶ fixed ─recheck▶ rechecked ─┘
//	            │  └─join▶ joined ─part▶ (as before)          ◀─reopen, recheck_failed─┘
//	            ├─not_accept▶ not_accepted ─ask_review▶ reviewing ─┬─decide_review▶ reviewed
//	            └─withdraw▶ withdrawn                              └─send_back▶ accepted
//
// Fixed, looked at again and closed are three facts. Whoever reported it says within the rulebook's time that it is not fixed.
// A report goes to the queue of the unit in which the thing is, or of the next above in which somebody works one; it is
// transferred with a reason, and never closed as "not ours": who is responsible is named, and it is passed on where the
// reporter allowed that. One that is handled with another of the same thing is told what is said there, says that it is not fixed and
// asks for a review as the other does ([Service.Joined]). Everybody who works in the unit sees state and promises; what it says opens for those who handle it.
// What may be public is written anew by a person ([Publish]); nothing else of it is read without a passphrase.
//
// About a unit ([Machine]):
//
//	file ─▶ received ─accept▶ accepted ─answer▶ answered ─close▶ closed
//	            │                │                 │
//	            ├─not_accept▶ not_accepted ────────┴─ask_review▶ reviewing ─decide_review▶ reviewed
//	            └─withdraw───────┴───────▶ withdrawn ◀───────withdraw┘  ◀─ask_second_review (of a grievance)─┘
//
// It never stays in the unit that it is about: it goes to whoever leads the next unit above, and where nobody there can act, to
// the privacy officer of the whole office ([Service.desk]). Whoever holds a post in the unit complained of, and the mediator
// complained of, does not learn that there is one. They get the words that the author let the handler pass on, outside linli. Where
// everybody at its desk is barred by now it goes to the next above by itself ([Climb]). A
// review goes one unit further, or to another officer than the one who answered. It is never published, suggested as a
// duplicate or counted by place.
//
// A report is a case of its own. No event, row or field leads from it to a mediation, and none back: who wants to name the
// number of a mediation writes it into the report, sealed, and nothing looks it up.
//
// Whoever reported something has it put right, objects, and once it is over asks to be erased ([casefile.Rights]): then it is
// restricted, which whoever has it looked at again takes back.
//
// A command ([Command]) is decided against the case as it stands by one table; what it decides is one event. The case is the
// fold of its events, so that a replay gives the same case. For other interfaces: [Service.Submit], [Service.File],
// [Service.Categories], [Service.PublicView], [Service.PublicList], [Commands].
package report
