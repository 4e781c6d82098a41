// Package mediation settles disputes that people choose to mediate 调解.
//
// Words: party 当事人 (applicant 申请人, respondent 被申请人) · mediator 调解员, through an engagement (one mediator's work on
// one case) · session 调解会 · separate talk 背对背 (caucus) · agreement 协议 · term 条款 · withdrawal 退出 · other routes 其他途径
// (court, arbitration, administrative) · rights notice 权利义务告知 · representative 代理人、代表人 (who acts for a
// party: guardian 监护人, agent 委托代理人, head 负责人, a group's representative) · authority 授权.
//
// The road of a case, to an agreement in force:
//
//	apply ─▶ submitted ─screen▶ screening ─invite▶ invited ─accept▶ accepted ─assign▶ assigned ─schedule▶ scheduled
//	             │                  │                 │                ▲                 ▲   ▲                │
//	             │             not_accept        decline               └─── recuse ──────┘   └ cancel, no_show ┤
//	             │                  ▼                 ▼                                                      begin
//	             │            not_accepted         declined                                                   ▼
//	             └──────────── withdraw, impasse, expire, terminate ◀─────────── suspended ◀──suspend── in_session ◀─┐
//	                                        ▼                                        └────resume──────▶    │    refuse_sign
//	                                   terminated                                                        draft      │
//	                                                                                                       ▼        │
//	                                                              effective ◀── the last signature ──── signing ────┘
//
// An oral agreement 口头协议 goes in_session ─(every party's word)▶ oral_agreed ─register_oral▶ effective.
//
// What follows an agreement 履行 performance · 司法确认 confirmation · 回访 follow-up · 督促 urging:
//
//	effective ─(a payee received something)▶ performing ─(everything)▶ performed
//	    │  ▲                                  │      ▲
//	    │  │                            not_performed└─ remedied ── breached (urged once for each thing, then other routes)
//	    │  └── a party leaves the joint application
//	    └─(every party joins, within the term)▶ confirmation_applied ─confirm▶ confirmed ─┐
//	                                                   ├─reject_confirmation▶ rejected ───┼▶ performing, breached
//	                                                   └─withdraw_confirmation▶ withdrawn ┘
//
// An agreement that is not confirmed binds as before: what comes and what does not is said while the court thinks and
// afterwards, and nobody has to agree to that. Beside it the parties can choose as long as anything is open: if all want the
// same, they meet again (in_session), go on (performing) or end it (terminated).
//
// A court's ruling voids an agreement (voided); a case that is terminated, performed or voided is taken up again only if
// every party agrees. Instead a clerk at work on a voided case can begin one new case that follows it (begin_anew). The payee's
// word counts, not the obligor's.
//
// A mediator can leave wherever the case stands (recuse): before a draft the case goes back to accepted; from the draft on
// it stays where it is, unless the draft has lost the mediator it needs (set_aside). Parties who meet again after a court did
// not confirm keep their agreement until they have another (agreement_stands). An agreement in force is changed by all whom
// it binds (vary ▶ signing ▶ effective); if one of them does not sign, it stands as it was (agreement_stands, breach_stands). Where every mediator of a unit is out,
// the lead above is asked to propose one (ask_above).
//
// Another unit of the office can mediate with the one that leads (invite_joint): when every party has agreed alone it is asked
// (ask_joint) and answers; from then on it names co-mediators of its own and sets its own seal. It is out at a word of a party
// or of either lead (part_joint), and its people with it.
//
// Where a unit ends its heir has the case as it stands (inherit): the number that was drawn, what was promised and what was counted stay.
//
// Everything starts and goes on by consent: each needed party consents by itself, on a record of its own, and any party
// ends the mediation in one step at any time without a reason. Legal frame of the shipped rulebook: 人民调解法 (2010).
//
// A command ([Command]) is decided against the case as it stands by one table ([Machine]); what it decides are events.
// The case is the fold of its events, so that a replay gives the same case.
package mediation
