package survey

import "linli/platform/vault"

// Fields are the rows of the field table for surveys.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	out := vault.Columns("survey_tally", tenant,
		vault.Needed{Name: "form", Why: "which questions"},
		vault.Needed{Name: "period", Why: "in which period they were answered, no instant"},
		vault.Needed{Name: "unit_id", Why: "whose work was asked about"},
		vault.Needed{Name: "question", Why: "a code of the rulebook"},
		vault.Needed{Name: "answer", Why: "a code of the rulebook"},
		vault.Needed{Name: "n", Why: "how often it was chosen: a count, and no row of one answer"})
	return append(out, vault.Columns("survey_used", tenant,
		vault.Needed{Name: "hash", Why: "keyed hash of a one-time code that was used, so that it counts once; it names no case and no party"},
		vault.Needed{Name: "ends", Why: "day on which all codes of its quarter end, and the row goes"})...)
}
