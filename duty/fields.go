package duty

import "linli/platform/vault"

// The sealed fields of an occurrence. None has room for a resident: minutes and tasks name none, by declaration and by the
// checker's eye, and a sheet has no free text.
const (
	FieldWords    = "duty.words"     // minutes, an agenda, a task, what a paper says in short
	FieldSheet    = "duty.sheet"     // a checklist as it was filled in
	FieldNotice   = "duty.notice"    // what a serious incident was: where, how many were hurt, what the office did
	FieldFileName = "duty.file_name" // what a photograph or a paper is called
	FieldFile     = "duty.file"      // a photograph, a paper or a drawn signature, kept as a blob
	FieldProof    = "duty.proof"     // what a passkey signed of a statement
)

// Fields are the rows of the field table for duties.
func Fields() []vault.Field {
	out := vault.Columns("duty",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the occurrence"},
		vault.Needed{Name: "unit_id", Why: "the unit that owes it now"},
		vault.Needed{Name: "home_id", Why: "the unit that owed it first: with rule and period it is there once"},
		vault.Needed{Name: "rule", Why: "the duty, an id of the rulebook"},
		vault.Needed{Name: "period", Why: "of the calendar, or the event upon which it is owed"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "waits", Why: "whether it is to be done or to be checked"},
		vault.Needed{Name: "last_at", Why: "the last instant at which it is in time"},
		vault.Needed{Name: "next_at", Why: "when what it waits for falls due"},
		vault.Needed{Name: "of_id", Why: "the occurrence that made it owed: the meeting of a task, the incident of a review"},
		vault.Needed{Name: "updated_at", Why: "when it last moved"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids of accounts, dates, codes, numbers of what the office did; no words"})
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldWords, vault.Joint, "minutes, an agenda, a task: what the office decided, naming no resident"},
		{FieldSheet, vault.Joint, "answers to the questions of a checklist, and codes of reports"},
		{FieldNotice, vault.Joint, "of a serious incident: the place, numbers without names, and what the office did"},
		{FieldFileName, vault.Joint, "what a photograph, a paper or a drawn signature is called"},
		{FieldProof, vault.Joint, "what the passkey of an account signed of a statement, so that the signature can be checked again; no make of a device"},
		{FieldFile, vault.Attachment, "a photograph or a paper of the office, or a drawn signature under a statement, cleaned and encoded anew, kept as a blob"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
