// Package report takes what people tell the office about itself 报事: today complaints 投诉 about a mediator and about the office.
//
// Words: author 投诉人 (whoever complains; may stay without a name) · complained of 被投诉 (a unit, and where the author names
// one, a mediator) · desk 经办岗位 (the post in the unit that answers) · handler 经办人 (the one account of the desk that has
// taken it and reads it) · words for the unit 转告的话 (what the complained of are told, once the author lets it) · review 复核.
//
//	file ─▶ received ─accept▶ accepted ─answer▶ answered ─close▶ closed
//	            │                │                 │
//	            ├─not_accept▶ not_accepted ────────┴─ask_review▶ reviewing ─decide_review▶ reviewed
//	            └─withdraw───────┴───────▶ withdrawn ◀───────withdraw┘
//
// A complaint never stays in the unit that it is about: it goes to whoever leads the next unit above, and where nobody there
// can act, to the privacy officer of the whole office ([Service.desk]). Whoever holds a post in the unit complained of, and
// the mediator complained of, does not learn that there is one. They get the words that the author let the handler pass on,
// outside linli. A review goes one unit further, or to another officer than the one who answered.
//
// It is a case of its own. No event, row or field leads from it to a mediation, and none back: who wants to name the number
// of a mediation writes it into the complaint, sealed, and nothing looks it up.
//
// A command ([Command]) is decided against the case as it stands by one table ([Machine]); what it decides is one event. The
// case is the fold of its events, so that a replay gives the same case.
package report
