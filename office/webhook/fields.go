package webhook

import "linli/platform/vault"

// Fields are the rows of the field table for webhooks. No person stands in them.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	version := vault.Needed{Name: "version", Why: "a change is decided on one version"}
	return append(vault.Columns("webhook", tenant,
		vault.Needed{Name: "id", Why: "names the address"}, version,
		vault.Needed{Name: "body", Why: "the address of a program of the office, the events that it hears of, and its secrets, which are sealed under the tenant's key"}),
		vault.Columns("webhook_delivery", tenant,
			vault.Needed{Name: "id", Why: "names the message; whoever receives it twice knows it by that"}, version,
			vault.Needed{Name: "hook_id", Why: "the address that it goes to"},
			vault.Needed{Name: "made_at", Why: "when it happened; after a month the row is removed"},
			vault.Needed{Name: "body", Why: "the event, the id that it carries, and how the last attempt ended: never what was answered"})...)
}
