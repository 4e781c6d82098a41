package breach

import "linli/platform/vault"

// Fields are the rows of the field table for the register of breaches. It names cases, and nobody in them.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	return append(vault.Columns("breach", tenant,
		vault.Needed{Name: "id", Why: "names the entry"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "closed_at", Why: "three years later the entry is destroyed"},
		vault.Needed{Name: "body", Why: "kinds of data, cause, instants and the accounts that did something; what was written of it is sealed in it under the tenant's key"}),
		vault.Columns("breach_case", tenant,
			vault.Needed{Name: "breach_id", Why: "the entry"},
			vault.Needed{Name: "case_id", Why: "a case that it touched: whose parties have to be told (PIPL art. 57, GDPR art. 34)"},
			vault.Needed{Name: "unit_id", Why: "the unit of the case, to name it by its code"},
			vault.Needed{Name: "capability", Why: "whether it is a mediation, a report or a request for help: how its people are told"},
			vault.Needed{Name: "told_at", Why: "whether its parties were told, so that each is told once"},
			vault.Needed{Name: "mailed", Why: "how many of its parties hear of it by mail: the others are told by telephone or letter"})...)
}
