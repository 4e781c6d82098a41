package digest

import "linli/platform/vault"

// Fields are the rows of the field table for the daily mail to those who work here.
func Fields() []vault.Field {
	return vault.Columns("digest",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "account_id", Why: "the account that wants the mail: somebody who works here"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "next_at", Why: "when the next mail is due"},
		vault.Needed{Name: "body", Why: "whether the address is confirmed; the address itself is sealed in it under the tenant's key"})
}
