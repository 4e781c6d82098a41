package report

import "linli/platform/vault"

// Fields are the rows of the field table for complaints.
func Fields() []vault.Field {
	out := vault.Columns("report",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the case"},
		vault.Needed{Name: "unit_id", Why: "the unit whose desk answers it, never the one that it is about: lists are by desk"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "due_at", Why: "what the office owes next"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids, dates and codes; no words. Whom of the staff it is about, so that they do not see it"})
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldAccount, vault.Private, "what the author complains of, and the number of a mediation where the author names one"},
		{FieldIdentity, vault.Identity, "the author's name, where it gave one"},
		{FieldContact, vault.Contact, "how the author is reached, where it said so"},
		{FieldWritten, vault.Private, "what author and handler write to each other, words for the unit, why a review is asked for"},
		{FieldAnswer, vault.Joint, "what the author is told: the answer, why it takes longer, the decision of a review"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
