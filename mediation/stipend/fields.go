package stipend

import "linli/platform/vault"

// Fields are the rows of the field table for stipends.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	unit := vault.Needed{Name: "unit_id", Why: "the unit that pays"}
	version := vault.Needed{Name: "version", Why: "number of its changes: a change is decided on one version"}
	out := vault.Columns("stipend_claim", tenant, unit, version,
		vault.Needed{Name: "case_id", Why: "the case: one is claimed once"},
		vault.Needed{Name: "year", Why: "of the budget that pays it"},
		vault.Needed{Name: "state", Why: "where the claim stands"},
		vault.Needed{Name: "batch", Why: "month of the batch that it is paid with"},
		vault.Needed{Name: "body", Why: "case number, work in counts, amount, shares of members of staff, words of the reviewers in codes; nothing of a party"})
	out = append(out, vault.Columns("stipend_share", tenant,
		vault.Needed{Name: "account_id", Why: "the mediator, a member of staff, in whose own list the claim stands"},
		vault.Needed{Name: "year", Why: "of the claim"},
		vault.Needed{Name: "case_id", Why: "the claim"})...)
	out = append(out, vault.Columns("stipend_batch", tenant, unit, version,
		vault.Needed{Name: "month", Why: "which batch of the unit"},
		vault.Needed{Name: "taken", Why: "how often its list left linli: counted in public"},
		vault.Needed{Name: "body", Why: "who of the staff made, released and paid it, and when; the voucher"})...)
	return append(out, vault.Columns("stipend_budget", tenant, unit, version,
		vault.Needed{Name: "year", Why: "of which year"},
		vault.Needed{Name: "planned", Why: "what the unit may spend, in minor units"})...)
}
