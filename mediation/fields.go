package mediation

// The sealed fields of a mediation, by the section whose key seals them. The field table of package store is checked
// against this list, and the list against the table.
const (
	FieldApplication = "application"   // joint: summary, claims, amount
	FieldReason      = "reason_text"   // joint: the words of a closing or a suspension
	FieldDisclosure  = "disclosure"    // joint: a mediator's declared tie
	FieldPlace       = "session_place" // joint, or private where the session is with one party
	FieldRecord      = "session_record"
	FieldNote        = "note"            // joint, private or engagement
	FieldAgreement   = "agreement_text"  // joint
	FieldStatement   = "party_statement" // private, or joint where the party shares it
	FieldIdentity    = "party_identity"  // identity: name, language, agent, representatives
	FieldContact     = "party_contact"   // contact: how to reach the party without danger
	FieldTalk        = "party_talk"      // private: the private talk
	FieldGuardian    = "party_guardian"  // private: the guardian's name
	FieldFileName    = "file_name"       // attachment
)
