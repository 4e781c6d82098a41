package mediation

// The sealed fields of a mediation, by the section whose key seals them. [Fields] tells what each is needed for.
const (
	FieldApplication = "mediation.application" // joint: summary, claims, amount
	FieldReason      = "mediation.reason_text" // joint: the words of a closing or a suspension
	FieldDisclosure  = "mediation.disclosure"  // joint: a mediator's declared tie
	FieldPlace       = "mediation.place"       // joint, or private where the session is with one party
	FieldRecord      = "mediation.record"
	FieldNote        = "mediation.note"         // joint, private or engagement
	FieldAgreement   = "mediation.agreement"    // joint
	FieldCourt       = "mediation.court"        // joint: the court that the parties apply to
	FieldPerformance = "mediation.performance"  // joint: what was given in place of money
	FieldFollowUp    = "mediation.follow_up"    // private: what a party said when it was asked later
