// Package referral helps somebody to a service 求助转介: what is needed, a service that can give it, what that service is told,
// and whether the help came.
//
// Words: need 需求 (of the rulebook's list: what somebody needs, never what somebody is) · person 求助人 (whoever asks; a random
// number of this case) · worker 转介员 (the account that has taken the case and reads it) · service 服务 (of package directory) ·
// line 一行 (one thing that a service would be told) · link 答复链接 (by which a service answers, one referral and no more) ·
// to take back 收回同意 · to ask to erase 要求删除.
//
// The case ([Machine]):
//
//	ask ─▶ asked ─take▶ working ─close (worker), leave (person)▶ closed
//
// Inside it any number of referrals, each on the road of FHIR's Task as social care uses it ([Loop]; HL7 SDOH Clinical Care):
//
//	refer ─▶ draft ─request▶ requested ─┬─accept▶ accepted ─begin▶ in-progress ◀─begin──┐
//	          │                         ├─reject▶ rejected   │         │   └──hold▶ on-hold
//	          │                         │                    └────┬────┴────────────────┘
//	          └── cancel ───────────────┴─cancel▶ cancelled       ├─complete▶ completed
//	                                                              └─fail▶ failed      (any ─enter_error▶ entered-in-error)
//
// A referral is requested only with consents that are valid at that moment, line by line: one record for the ordinary lines and
// one apart for the sensitive ones, for this service alone. Taking them back is one act of the person, open in every state: in
// the same transaction the referral is cancelled, its link tells nothing any more, the service is asked to erase, and its
// answer becomes a promise. Nothing else in the case moves. A command that was decided on the case before it is decided
// again, so that an answer that came at the same moment is refused and opens nothing.
//
// A silence past the promise gives the referral back to the worker, with other services for the same need. What counts is the
// person's own word whether the help was received.
//
// A person's cases have nothing in common: no field, row or index leads from one to another, and none is found by anything but
// its code, its unit and its date.
package referral
