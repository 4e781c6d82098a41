package roster

import "linli/platform/vault"

// Fields are the rows of the field table for the directory.
func Fields() []vault.Field {
	return vault.Columns("roster",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "account_id", Why: "the mediator, a member of staff"},
		vault.Needed{Name: "version", Why: "number of its changes: a change is decided on one version"},
		vault.Needed{Name: "body", Why: "skills, languages, areas, hours, leave and training that a member of staff wrote down"})
}
