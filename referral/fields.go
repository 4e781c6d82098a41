package referral

import "linli/platform/vault"

// The sealed fields of a case.
const (
	FieldAsked    = "referral.asked"
	FieldName     = "referral.name"
	FieldContact  = "referral.contact"
	FieldGuardian = "referral.guardian"
	FieldWords    = "referral.told"
	FieldWritten  = "referral.written"
)

// Fields are the rows of the field table for requests for help.
func Fields() []vault.Field {
	out := vault.Columns("referral",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the case"},
		vault.Needed{Name: "unit_id", Why: "the unit whose workers handle it: lists are by unit"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "state", Why: "where it stands, a word of the machine"},
		vault.Needed{Name: "open", Why: "whether the office still has something to do"},
		vault.Needed{Name: "due_at", Why: "what the office owes next"},
		vault.Needed{Name: "received_at", Why: "when it came"},
		vault.Needed{Name: "updated_at", Why: "when it last moved"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids, dates and codes of needs and services; no words, no name"},
		vault.Needed{Name: "needs", Why: "codes of what is needed: a list is narrowed to one"},
		vault.Needed{Name: "counted", Why: "the edition of the published measures that it has counted in"})
	out = append(out, vault.Columns("referral_request",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the referral"},
		vault.Needed{Name: "case_id", Why: "the one case that it belongs to"},
		vault.Needed{Name: "service_id", Why: "the service: it is not removed from the directory while one of them runs"},
		vault.Needed{Name: "open", Why: "whether it still runs"},
		vault.Needed{Name: "link", Why: "random: names the page on which the service answers, and opens nothing without its key"},
		vault.Needed{Name: "organisation_id", Why: "the organisation on whose list it stands while something is to be answered or deleted; empty where it stands on none"})...)
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldDemand, vault.Register, "which court asks for papers, under which order and law, and what for: the register, and what the person is told"},
		{FieldDemandScan, vault.Register, "the scan of a court's order, for whoever decides on the demand; kept as a blob"},
		{FieldDemandAnswer, vault.Register, "why a demand was refused or what it was given for"},
		{FieldUrgent, vault.Register, "what happened that somebody asked for an urgent access, for whoever checks it"},
		{FieldUrgentChecked, vault.Register, "what the check of an urgent access found"},
		{FieldExportTo, vault.Register, "the key of whoever receives a file, for those who approve that it leaves"},
		{FieldAsked, vault.Private, "what the person asks for, in its words"},
		{FieldName, vault.Identity, "the person's name and language, where it gave them"},
		{FieldContact, vault.Contact, "how the person is reached, where it said so"},
		{FieldGuardian, vault.Identity, "the name of a guardian"},
		{FieldWords, vault.Private, "what a service would be told in words, those on health and safety apart, and what it is called"},
		{FieldWritten, vault.Private, "steps, appointments and messages, and what a service answers"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
