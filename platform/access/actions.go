package access

import "slices"

// mediationEvents are the kinds of event that the machine of mediation knows.
var mediationEvents = [...]string{
	"answer_sender", "reply_due", "refer_out", "end_referral", "invite_joint", "agree_joint", "answer_joint", "leave_joint", "ask_statutory", "answer_statutory", "review_statutory",
	"apply", "from_paper", "screen", "talk", "inform", "not_accept", "invite", "consent", "refuse", "silence", "accept",
	"propose", "disclose", "agree_mediator", "recuse", "schedule", "cancel_session", "no_show", "begin", "record", "note", "investigate", "file_as", "show_file",
	"suspend", "resume", "draft", "offer_support", "pause", "end_pause", "sign", "sign_code", "seal", "refuse_sign", "ask_extension", "agree_extension",
	"withdraw", "impasse", "expire", "terminate", "statement", "appoint", "end_authority", "hear", "party_ended", "succeed", "hand_over", "shred", "minimise", "erase", "archive", "ask_erasure", "answer_erasure",
	"oral", "agree_oral", "register_oral", "agree_follow_up", "stop_follow_up", "follow_up", "report_performance",
	"confirm_performance", "not_performed", "urge", "tell_routes", "prepare_confirmation", "join_confirmation", "confirm",
	"reject_confirmation", "withdraw_confirmation", "choose", "void", "begin_anew", "reopen", "agree_reopen",
	"offer", "release_offer", "call_back_offer", "read_offer", "answer_offer", "agree_mode", "vary",
	"ask_above", "permit_notes", "wish_mediator", "message", "take_back", "deliver", "reply", "waive", "reach", "confirm_contact", "former_told", "slip_mail", "offer_survey",
	"call", "call_back", "undo", "strike_party", "correct_application", "correct_party", "add_party", "transfer", "take", "inherit",
	"demand", "answer_demand", "keep_hold", "end_demand", "tell_demand",
	"ask_urgent", "approve_urgent", "end_urgent", "check_urgent",
	"ask_export", "ask_given", "approve_export", "end_export", "export",
}

// reportEvents are the kinds of event that the machine of reports about a unit knows, and the ways of looking at one.
var reportEvents = [...]string{
	"file", "enter", "slip", "list", "see", "read", "take", "accept", "not_accept", "extend", "answer", "ask_review", "decide_review",
	"propose_words", "release_words", "refuse_words", "message", "reply", "withdraw", "close", "erase", "propose_take_out", "take_out", "take_out_too", "refuse_take_out",
	"ask_change", "answer_change", "ask_erasure", "answer_erasure",
}

// issueEvents are what the machine of reports about a place or a service knows beside, and the ways of looking at its queue.
var issueEvents = [...]string{
	"waive", "import", "queue", "release_queue", "places", "assign", "transfer", "start", "interim", "fix", "recheck", "recheck_failed", "reopen", "ask_second_review", "send_back",
	"join", "part", "joined_by", "tell_too", "split", "note", "attach", "publish", "unpublish", "forget_contact", "tell_by_mail", "confirm_mail", "try_mail", "stop_mail", "mail_refused", "inherit", "climb", "offer_survey", "forward", "delivered", "undelivered", "heard",
}

// dutyEvents are the kinds of event that the machine of duties knows, and the ways of looking at one.
var dutyEvents = [...]string{
	"open", "agenda", "evidence", "do", "sign", "check", "send_back", "miss", "move", "void", "sign_up", "step_back", "offer", "take_over", "erase", "count",
	"list", "see", "read",
}

// demandEvents are what reports and requests for help know of a court's demands, and the way of looking at one.
var demandEvents = [...]string{"demand", "answer_demand", "keep_hold", "end_demand", "tell_demand", "see_demand"}

// urgentEvents are what reports and requests for help know of urgent access, and the way of looking at it.
var urgentEvents = [...]string{"ask_urgent", "approve_urgent", "end_urgent", "check_urgent", "see_urgent"}

// exportEvents are what reports and requests for help know of copies that leave.
var exportEvents = [...]string{"ask_export", "ask_given", "approve_export", "end_export", "export"}

// referralEvents are the kinds of event that the machine of requests for help knows, and the ways of looking.
var referralEvents = [...]string{
	"ask", "enter", "slip", "list", "see", "read", "take", "step", "step_done", "appoint", "appointment", "message", "reply", "waive", "guardian", "guardian_ends", "close", "leave", "erase",
	"refer", "agree", "decline", "request", "link", "revoke_link", "accept", "reject", "begin", "hold", "complete", "fail", "cancel", "silence", "agency_closed", "inherit", "enter_error",
	"take_back", "consent_over", "acknowledge", "received", "not_received", "ask_change", "answer_change", "ask_erasure", "answer_erasure",
}

// inspectionEvents are what the machine of inspections knows, and the ways of looking at them, at the register of places and at rounds.
var inspectionEvents = [...]string{
	"list", "see", "read", "places", "visit", "begin", "attach", "record", "pass", "order", "ask_extension", "extend", "refuse_extension", "reinspect",
	"approve", "send_back", "close", "escalate", "supervise", "publish", "cancel", "erase",
}

// otherActions are the ways of looking, and what concerns the office as a whole.
var otherActions = [...]string{
	"mediation.list", "mediation.see", "mediation.read", "mediation.print", "mediation.upload", "mediation.slip",
	"mediation.ask_slip", "mediation.approve_slip", "report.ask_slip", "report.approve_slip", "referral.ask_slip", "referral.approve_slip", "mediation.see_demand", "mediation.see_urgent",
	"mediation.import", "roster.see", "roster.edit", "roster.confirm", "outreach.write", "stipend.claim",
	"directory.edit", "directory.import",
	"breach.keep", "breach.name", "breach.release",
	"rulebook.edit", "rulebook.release",
	"stipend.review", "stipend.batch", "stipend.voided", "insight.show", "insight.late", "insight.freeze", "insight.survey", "office.manage",
	"office.approve", "office.audit", "ledger.verify",
}

// Actions are the names of all acts that a policy may speak of, sorted. An act that is not among them is a defect of the
// caller, not a refusal.
func Actions() []string {
	all := slices.Clone(otherActions[:])
	for _, e := range mediationEvents {
		all = append(all, "mediation."+e)
	}
	for _, e := range reportEvents {
		all = append(all, "report."+e)
	}
	for _, e := range issueEvents {
		all = append(all, "report."+e)
	}
	for _, e := range dutyEvents {
		all = append(all, "duty."+e)
	}
	for _, e := range referralEvents {
		all = append(all, "referral."+e)
	}
	for _, e := range slices.Concat(demandEvents[:], urgentEvents[:], exportEvents[:]) {
		all = append(all, "report."+e, "referral."+e)
	}
	for _, e := range inspectionEvents {
		all = append(all, "inspection."+e)
	}
	slices.Sort(all)
	return all
}

// isList reports whether an action is asked of a whole list, and so must be expressible as a [Scope].
func isList(action string) bool { return action == "mediation.list" }
