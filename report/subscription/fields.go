package subscription

import "linli/platform/vault"

// Fields are the rows of the field table for those who follow the public list by e-mail or with a program.
func Fields() []vault.Field {
	return vault.Columns("subscription",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "the hash of the code that only the mails hold; nothing else leads to the row"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "due_at", Why: "when the next mail is due, or when what nobody confirmed is forgotten"},
		vault.Needed{Name: "body", Why: "what is followed, since when, in which language, and whether by a program; the address is sealed in it under a key of its own, which is destroyed when the mails are stopped"})
}
