package invitation

import "linli/platform/vault"

// Fields are the rows of the field table for general invitations.
func Fields() []vault.Field {
	return vault.Columns("general_invitation",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "a random number; the address of its public page"},
		vault.Needed{Name: "version", Why: "number of its changes: a change is decided on one version"},
		vault.Needed{Name: "body", Why: "what the office says to everybody of a place, in public: unit, types of dispute, texts, days, who of the staff wrote and ended it; it names nobody"})
}
