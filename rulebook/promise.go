package rulebook

import "linli/platform/calendar"

// PromiseRule is one deadline that the office owes.
type PromiseRule struct {
	ID         string `rb:"id,key"`
	Capability string `rb:"capability"` // of [Capabilities]
	Title      Label  `rb:"title"`
	// Subject is what the rule is about; closed in code, see [Subjects]. Empty means the office itself.
	Subject string `rb:"subject,optional"`
	OwedBy  Post   `rb:"owed_by"`
	// For are the kinds and categories of report that the rule is for, see [Kinds]; empty means all.
	For []string `rb:"for,optional"`
	// Per says how many run at once: "case" (the default; a further start event changes nothing while one is open), or
	// "party", "session", "instalment", "demand", "urgent", "referral", "call": one for each subject of the start event. To a rule "party" the
	// events of a session concern each party that is to come, and that one was cancelled or did not take place each that has no other to come.
	Per string `rb:"per,optional"`

	Start  []string `rb:"start"`            // event kinds that open the promise
	KeptBy []string `rb:"kept_by"`          // event kinds that keep it, when in time
	VoidBy []string `rb:"void_by,optional"` // event kinds after which it is no longer owed

	Clock    Length `rb:"clock"`
	Calendar string `rb:"calendar,optional"` // "" is the office's
	// Own is the calendar that Calendar names; nil for the office's.
	Own *calendar.Calendar `rb:"-"`
	// NextWorkingDay moves a last day that is not worked to the next working day (民法典 art. 203).
	NextWorkingDay bool `rb:"next_working_day,optional"`
	// OpenCases marks a rule whose clock, with its calendar and next_working_day, counts for cases too that began under an earlier version:
	// a law that changes a term for what is pending. It counts from the version's day on and moves no day that is over; of cases that begin
	// under the version it says nothing.
	OpenCases bool `rb:"open_cases,optional"`
	// Amended are the clocks that later versions gave the rule for open cases, the earliest first; see [Library.Counted].
	Amended []Amendment `rb:"-"`
	Pause   []string    `rb:"pause,optional"`
	Resume  []string    `rb:"resume,optional"`

	Extension *Extension `rb:"extension,optional"`
	// Waiver is "person" where whoever the promise was made to may say that it need not be kept; nobody where it is left out. See [Waivable].
	Waiver WaivedBy `rb:"waiver,optional"`

	// Warn says how long before the due instant those at work on the case are told, or the unit's lead where nobody is;
	// same kind of day as the clock.
	Warn []Length `rb:"warn_before,optional"`
	// Escalate says how long after the due instant each next post of the chain is told; the chain is in posts.yaml.
	Escalate []Length `rb:"escalate_after,optional"`
	// Chain is Escalate with the posts resolved; the decoder fills it.
	Chain []Step `rb:"-"`

	Source Source `rb:"source"`
}

// WaivedBy says who may waive a promise. A promise belongs to whom it was made to, so there is one answer and no post of the office among them.
type WaivedBy string

// ByPerson lets the person waive the promise to whom alone it was made.
const ByPerson WaivedBy = "person"

// Waivable are the events by which the promises of a capability are kept that somebody may waive: what is done for that person alone, to hear
// from it or to ask it. A receipt, a notice, an answer and a decision are owed whatever the person says, and so is what others rest on.
func Waivable(capability string) []string {
	switch capability {
	case "mediation":
		return []string{"call_back", "follow_up"}
	case "report":
		return []string{"message", "recheck", "recheck_failed", "reopen", "close"}
	case "referral":
		return []string{"message", "received", "not_received"}
	}
	return nil
}

// Step is one post that is told of a late promise.
type Step struct {
	Post   Post
	Parent bool // the post of the unit above
	After  Length
}

// Extension says how a clock may be lengthened. It is always asked before the due instant.
type Extension struct {
	By    []string `rb:"by"`    // posts that may decide it, or "parties"
	Times int      `rb:"times"` // how often at most; 0 means without limit
	// Longest bounds one extension; nil means that the parties set it.
	Longest *Length `rb:"longest,optional"`
	// EveryParty demands the recorded consent of each party.
	EveryParty bool `rb:"every_party"`
}

// Subjects are what a rule, a category or a checklist may be about. The list is closed: no person, no dwelling, no
// household.
func Subjects() []string { return []string{"office", "public_place", "service", "need", "dispute"} }

// Capabilities are the four jobs of the office, and "privacy": what it owes where something goes wrong with what people told it.
func Capabilities() []string {
	return []string{"mediation", "report", "inspection", "referral", "duty", "privacy"}
}

// Events are the kinds of event that a rule of the capability may name.
func Events(capability string) []string {
	switch capability {
	case "report":
		return []string{"file", "submit", "take", "accept", "not_accept", "assign", "transfer", "inherit", "climb", "start", "interim", "extend", "answer", "fix", "recheck", "recheck_failed",
			"ask_review", "decide_review", "ask_second_review", "send_back", "join", "part", "message", "reopen", "withdraw", "close",
			"ask_change", "answer_change", "ask_erasure", "answer_erasure"}
	case "referral":
		return []string{"ask", "take", "step", "message", "reply", "refer", "agree", "decline", "request", "silence", "accept", "reject", "begin", "hold", "complete", "fail", "cancel",
			"take_back", "consent_over", "ask_erase", "agency_closed", "inherit", "acknowledge", "received", "not_received", "enter_error", "close", "leave",
			"ask_change", "answer_change", "ask_erasure", "answer_erasure"}
	case "privacy":
		return []string{"breach_found", "breach_authority"}
	case "inspection":
		return InspectionEvents()
	case "mediation":
	default:
		return nil
	}
	return []string{
		"apply", "screen", "not_accept", "invite", "consent", "refuse", "accept", "propose", "disclose", "agree_mediator",
		"assign", "recuse", "schedule", "cancel_session", "no_show", "begin", "record", "investigate", "suspend", "resume", "draft", "sign",
		"refuse_sign", "oral_agreed", "effective", "withdraw", "impasse", "expire", "extend", "terminate", "decline",
		"withhold_statutory", "tell_statutory", "review_statutory", "agree_follow_up", "stop_follow_up", "follow_up", "report_performance", "confirm_performance", "not_performed", "urge", "tell_routes", "remedied",
		"performing", "performed", "prepare_confirmation", "apply_confirmation", "confirm", "reject_confirmation", "withdraw_confirmation",
		"meet_again", "end_agreement", "void", "reopen", "reopened", "reaccepted", "shred", "erase",
		"set_aside", "archive", "ask_erasure", "answer_erasure", "agreement_stands", "breach_stands", "vary", "party_ended", "succeed", "go_on", "reply_due", "answer_sender", "offer_survey",
		"ask_joint", "answer_joint", "part_joint", "demand", "answer_demand", "keep_hold", "end_demand", "tell_demand",
		"call", "call_back", "correct_application", "correct_party", "add_party", "transfer", "take", "inherit",
		"ask_urgent", "approve_urgent", "urgent", "end_urgent", "check_urgent",
	}
}

// Amendment is the clock that a later version gives a rule for cases that are open on its day.
type Amendment struct {
	From           calendar.Date // the version's day
	Clock          Length
	NextWorkingDay bool
	Own            *calendar.Calendar // nil for the office's
}

// As is the rule with the clock of an amendment.
func (p PromiseRule) As(a Amendment) PromiseRule {
	p.Clock, p.NextWorkingDay, p.Own, p.Amended = a.Clock, a.NextWorkingDay, a.Own, nil
	return p
}

// Amendment is the clock of the rule for cases that are open on a day.
func (p PromiseRule) Amendment(from calendar.Date) Amendment {
	return Amendment{from, p.Clock, p.NextWorkingDay, p.Own}
}
