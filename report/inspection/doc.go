// Package inspection has the office look at public places 检查: the register of places, what was found on the spot, the order to put
// it right and what became of it, and the monthly rounds.
//
// Words: place 场所 (public, of one of the rulebook's kinds; never a dwelling, never a place of belief) · operator 经营管理单位 (the
// organisation that runs a place and gets the order; never a person) · checklist 检查表 · finding 问题 · on-site record 现场检查记录 ·
// rectification order 责令限期整改通知书 · re-inspection opinion 复查意见书 · hand on 移送 · supervise 挂牌督办 · round 巡查 · visit 到访.
//
//	begin ─▶ inspecting ─record▶ recorded ─┬─pass▶ closed
//	             │                         ├─escalate▶ escalated ──┐
//	          cancel▶ cancelled            └─order▶ ordered ───────┤
//	                                            (extend)           │
//	  closed ◀close─ approved ◀approve─ reinspected ◀──reinspect───┤
//	                    │                   └─send_back▶ rechecking┤
//	                    ├─order▶ ordered, escalate▶ escalated      │
//	                    └─supervise▶ supervised ───────────────────┘
//
// An inspection is a case of its own, and a case of the reports: what an inspector finds runs the road of a hazard, only that
// nobody has reported it, so that there is no author to protect and no code (docs/decisions/0041). It is decided by one table
// ([Machine]), one event a command, and is the fold of its events.
//
// A round is no case: a unit goes once a month to the public places in its list, and a visit ([Visit]) says when, to which place
// and what the checklist said. It writes down no person. A finding goes on as a report or as an inspection.
//
// For other capabilities: [Service.Looked] says which listed places a unit looked at in a span of days, and [Service.Saw] is told when it did
// (docs/decisions/0088).
package inspection
