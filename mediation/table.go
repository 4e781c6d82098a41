package mediation

import "linli/platform/vault"

// Fields are the rows of the field table for mediations: the clear columns of their tables, and every sealed field with
// the kind of section whose key seals it as a rule. What is told in a separate talk is sealed in that party's private
// section, and what a mediator notes for itself in its engagement's, whatever the row says.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	out := vault.Columns("mediation", tenant,
		vault.Needed{Name: "id", Why: "names the case"},
		vault.Needed{Name: "unit_id", Why: "the unit whose case it is: lists are by unit"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "state", Why: "where it stands; lists are by state"},
		vault.Needed{Name: "type", Why: "type of dispute, a code of the rulebook"},
		vault.Needed{Name: "received_at", Why: "when it reached the office"},
		vault.Needed{Name: "due_at", Why: "what the office owes next"},
		vault.Needed{Name: "year", Why: "of the case number"},
		vault.Needed{Name: "number", Why: "of the case number"},
		vault.Needed{Name: "ref", Why: "number in the register that it was brought in from"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids, dates, codes and counts; no words"})
	out = append(out, vault.Columns("mediation_ref", tenant,
		vault.Needed{Name: "unit_id", Why: "whose register"},
		vault.Needed{Name: "ref", Why: "number of the case in that register"},
		vault.Needed{Name: "case_id", Why: "the case that was brought in"},
		vault.Needed{Name: "run_id", Why: "the run to undo it by"},
		vault.Needed{Name: "fingerprint", Why: "hash of type, source, dates and outcome: reading again changes nothing"})...)
	out = append(out, vault.Columns("diary", tenant,
		vault.Needed{Name: "account_id", Why: "the mediator, a member of staff"},
		vault.Needed{Name: "n", Why: "counts its bookings: of two at once one waits for the other"})...)
	out = append(out, vault.Columns("booking", tenant,
		vault.Needed{Name: "account_id", Why: "the mediator, a member of staff, who is taken"},
		vault.Needed{Name: "session_id", Why: "by which session"},
		vault.Needed{Name: "case_id", Why: "of which open case; the row goes when the session is recorded or the case is closed"},
		vault.Needed{Name: "starts_at", Why: "from when"},
		vault.Needed{Name: "ends_at", Why: "until when"})...)
	out = append(out, vault.Columns("nickname", tenant,
		vault.Needed{Name: "account_id", Why: "the member of staff who calls the case something"},
		vault.Needed{Name: "case_id", Why: "which case; the row goes with it"},
		vault.Needed{Name: "key_id", Why: "the key, one of the case's, that seals the word"},
		vault.Needed{Name: "version", Why: "how often it was changed"},
		vault.Needed{Name: "body", Why: "the word, sealed; nobody else opens it"})...)
	out = append(out, vault.Columns("register_entry", tenant,
		vault.Needed{Name: "kind", Why: "which register of the office: demands of courts, urgent accesses, files that leave"},
		vault.Needed{Name: "id", Why: "names the entry; random, with its time"},
		vault.Needed{Name: "case_id", Why: "the one case that it concerns"},
		vault.Needed{Name: "unit_id", Why: "the unit of the case: who keeps the register of it"},
		vault.Needed{Name: "state", Why: "how it stands: open, given or refused; asked, running or checked; approved or taken; ended"},
		vault.Needed{Name: "at", Why: "when it was entered"},
		vault.Needed{Name: "capability", Why: "whether the case is a mediation, a report or a request for help"},
		vault.Needed{Name: "ended_at", Why: "when it ended"})...)
	out = append(out, vault.Columns("import_run", tenant,
		vault.Needed{Name: "id", Why: "names the run"},
		vault.Needed{Name: "kind", Why: "what was brought in"},
		vault.Needed{Name: "unit_id", Why: "for which unit"},
		vault.Needed{Name: "started_at", Why: "when it began"},
		vault.Needed{Name: "ended_at", Why: "when it ended"},
		vault.Needed{Name: "row_count", Why: "cases read"},
		vault.Needed{Name: "accepted", Why: "cases new"},
		vault.Needed{Name: "unchanged", Why: "cases known"},
		vault.Needed{Name: "rejected", Why: "cases refused"},
		vault.Needed{Name: "undone_at", Why: "when it was undone"})...)
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldApplication, vault.Joint, "what the dispute is about: summary, claims, amount"},
		{FieldLetter, vault.Letter, "which body sent the dispute here and the number of its letter, which the reply names"},
		{FieldDemand, vault.Register, "which court asks for papers, under which order and law, and what for: the register, and what the parties are told"},
		{FieldDemandScan, vault.Register, "the scan of a court's order, for whoever decides on the demand"},
		{FieldDemandAnswer, vault.Register, "why a demand was refused or what it was given for"},
		{FieldExportTo, vault.Register, "the key of whoever receives a file, for those who approve that it leaves"},
		{FieldUrgent, vault.Register, "what happened that somebody asked for an urgent access, for whoever checks it"},
		{FieldUrgentChecked, vault.Register, "what the check of an urgent access found"},
		{FieldReason, vault.Joint, "the words of a closing or a suspension, owed in writing"},
		{FieldDisclosure, vault.Joint, "a mediator's declared tie, which the parties may accept"},
		{FieldPlace, vault.Joint, "where a session is held"},
		{FieldRecord, vault.Joint, "the record of a session"},
		{FieldNote, vault.Joint, "notes, each behind the wall of its scope"},
		{FieldFindings, vault.Joint, "whom an investigation asked, where, and what it found; or a mediator's own"},
		{FieldAgreement, vault.Joint, "the text that the parties sign"},
		{FieldProof, vault.Joint, "what a passkey signed, so that the signature can be checked again; no make of a device"},
		{FieldCourt, vault.Joint, "the court that the parties ask to confirm the agreement"},
		{FieldPerformance, vault.Joint, "what was given in place of money"},
		{FieldFollowUp, vault.Private, "what a party said when it was asked whether the agreement is performed"},
		{FieldStatutory, vault.Statutory, "what is reported to a body outside because the law demands it, to whom and on which ground, and why"},
		{FieldStatutoryReason, vault.Statutory, "why a second person approved a report, or did not, and why the person was not told yet"},
		{FieldOnward, vault.Private, "to whom a party lets itself be referred, and what it wants to have said there"},
		{FieldStatement, vault.Private, "a party's own account"},
		{FieldCall, vault.Private, "what was said on the telephone with a party, and what was promised back"},
		{FieldUndone, vault.Joint, "what an entry said that was taken back; those at work on the case read it, no party does"},
		{FieldCorrected, vault.Joint, "what an application or a party's name said before it was put right; the latter under the party's own key"},
		{FieldMessage, vault.Private, "what the office and one party write to each other"},
		{FieldOffer, vault.Private, "what a party lets the mediator carry to the other side, and the copy that left with who received it"},
		{FieldIdentity, vault.Identity, "who a party is: name and language"},
		{FieldContact, vault.Contact, "how a party is reached without danger"},
		{FieldFormer, vault.Contact, "an e-mail address that a party took out, until it was told so once"},
		{FieldTalk, vault.Private, "what a party told alone, and whether it fears the other side"},
		{FieldBefore, vault.Private, "what a party answered when it was offered a support person, advice, reading aloud and time before it signs"},
		{FieldRepresentative, vault.Identity, "the name of one who acts for the party: guardian, agent, head, representative of a group"},
		{FieldInterpreters, vault.Joint, "who interpreted, for whom and into which language: in a session, for one party alone, or where it signed"},
		{FieldNickname, vault.Own, "what one account calls the case, so that it finds it in a list without names; nobody else reads it"},
		{FieldOriginal, vault.Joint, "where in the office's paper file the original of a document lies"},
		{FieldFileName, vault.Attachment, "the name of a file"},
		{FieldFileContent, vault.Attachment, "a file that a party or the office adds: evidence, a signed paper"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
