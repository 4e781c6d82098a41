package mediation

// The sealed fields of a mediation, by the section whose key seals them. [Fields] tells what each is needed for.
const (
	FieldApplication  = "mediation.application"   // joint: summary, claims, amount
	FieldLetter       = "mediation.letter"        // letter: which body sent the dispute here, under which number
	FieldDemand       = "mediation.demand"        // demand: who asks for papers, under which order and law, and what for
	FieldDemandAnswer = "mediation.demand_answer" // demand: why it was given or refused
	FieldDemandScan   = "mediation.demand_scan"   // demand: the scan of its order; kept as a blob, not in the table of sealed fields
	FieldReason       = "mediation.reason_text"   // joint: the words of a closing or a suspension
	FieldDisclosure   = "mediation.disclosure"    // joint: a mediator's declared tie
	FieldPlace        = "mediation.place"         // joint, or private where the session is with one party
	FieldRecord       = "mediation.record"
	FieldNote         = "mediation.note"           // joint, private or engagement
	FieldFindings     = "mediation.findings"       // joint or engagement: whom an investigation asked, and what it found
	FieldAgreement    = "mediation.agreement"      // joint
	FieldProof        = "mediation.proof"          // joint: what is kept of a signature by passkey
	FieldCourt        = "mediation.court"          // joint: the court that the parties apply to
	FieldPerformance  = "mediation.performance"    // joint: what was given in place of money
	FieldFollowUp     = "mediation.follow_up"      // private: what a party said when it was asked later
	FieldOnward       = "mediation.onward"         // private: to whom a party is referred, and what it wants to have said there
	FieldStatement    = "mediation.statement"      // private, or joint where the party shares it
	FieldMessage      = "mediation.message"        // private: what the office and one party wrote to each other
	FieldOffer        = "mediation.offer"          // private: what a party lets be carried to the other side, and each copy with who received it
	FieldStatutory    = "mediation.statutory"      // statutory: a report that the law demands, with the ground and why
	FieldIdentity     = "mediation.identity"       // identity: name, language
	FieldContact      = "mediation.contact"        // contact: how to reach the party without danger
	FieldFormer       = "mediation.former_address" // contact, in a section of its own: an address that was taken out, until it was told so
	FieldTalk         = "mediation.talk"           // private: the private talk
	FieldFileName     = "mediation.file_name"      // attachment
	FieldOriginal     = "mediation.original"       // joint: where the paper original of a document lies
	FieldFileContent  = "mediation.file_content"   // attachment; kept as a blob, not in the table of sealed fields
	// FieldStatutoryReason is sealed with the report: the second person's reason, and that of each look at a silence.
	FieldStatutoryReason = "mediation.statutory_reason"
)
