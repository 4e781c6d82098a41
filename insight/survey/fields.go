package survey

import "linli/platform/vault"

// Fields are the rows of the field table for surveys.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	out := vault.Columns("survey_tally", tenant,
		vault.Needed{Name: "form", Why: "which questions"},
		vault.Needed{Name: "period", Why: "in which period they were answered, or in which wave; no instant"},
		vault.Needed{Name: "unit_id", Why: "whose work was asked about, or where the letter was left"},
		vault.Needed{Name: "question", Why: "a code of the rulebook"},
		vault.Needed{Name: "answer", Why: "a code of the rulebook"},
		vault.Needed{Name: "n", Why: "how often it was chosen: a count, and no row of one answer"})
	out = append(out, vault.Columns("survey_wave", tenant,
		vault.Needed{Name: "id", Why: "names a survey of the neighbourhood"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "key_id", Why: "the data key of its secret, which is destroyed when it is closed"},
		vault.Needed{Name: "sealed", Why: "the secret that the codes on its letters are made with, sealed, until it is closed"},
		vault.Needed{Name: "closed_at", Why: "when it was closed"},
		vault.Needed{Name: "body", Why: "its plan: questions, units, numbers of letterboxes and letters, last day. Nobody who is asked stands in it"})...)
	return append(out, vault.Columns("survey_used", tenant,
		vault.Needed{Name: "hash", Why: "keyed hash of a one-time code that was used, so that it counts once; it names no case and no party"},
		vault.Needed{Name: "ends", Why: "day on which all codes of its quarter or its wave end, and the row goes"})...)
}
