package inspection

import "linli/platform/vault"

// The sealed fields of an inspection. [Fields] tells what each is needed for.
const (
	FieldWords    = "inspection.written"   // joint: what was found, ordered and found again; who gets the order
	FieldFileName = "inspection.file.name" // attachment: what its sender calls a file
	FieldFile     = "inspection.file"      // attachment: the file itself, kept as a blob
	FieldContact  = "place.contact"        // contact: how the organisation that runs a place is reached
)

// Fields are the rows of the field table for inspections, the register of places and rounds.
func Fields() []vault.Field {
	out := vault.Columns("inspection",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the case"},
		vault.Needed{Name: "unit_id", Why: "the unit that inspects: lists are by unit"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "place_id", Why: "the public place that is looked at"},
		vault.Needed{Name: "kind", Why: "the kind of public place, a word of the code: for the filter of a list"},
		vault.Needed{Name: "state", Why: "where it stands, a word of the machine"},
		vault.Needed{Name: "open", Why: "whether the office still has something to do"},
		vault.Needed{Name: "due_at", Why: "what the office owes next"},
		vault.Needed{Name: "begun_at", Why: "when somebody began to look"},
		vault.Needed{Name: "recorded_at", Why: "when the place was looked at: coverage is counted by it"},
		vault.Needed{Name: "published_at", Why: "since when everybody may read that the place is supervised"},
		vault.Needed{Name: "words", Why: "what everybody may read of a supervised place, written anew without names"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids, dates, codes and the name of the public place; no words"})
	out = append(out, vault.Columns("inspection_place",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "the listed place that it belongs to"},
		vault.Needed{Name: "version", Why: "number of its changes: a change is decided on one version"},
		vault.Needed{Name: "kind", Why: "which kind of public place, a word of the code: never a dwelling, never a place of belief"},
		vault.Needed{Name: "area", Why: "in which part of the town it is, as the office calls it"},
		vault.Needed{Name: "keeper", Why: "which post of the office answers for it"},
		vault.Needed{Name: "operator", Why: "the organisation that runs it and gets an order; only in kinds in which somebody does, and never a person"},
		vault.Needed{Name: "contact_key", Why: "the data key of the sealed contact of that organisation"},
		vault.Needed{Name: "run_id", Why: "the import that wrote it last, to be taken back by"},
		vault.Needed{Name: "former", Why: "what the register held before that import; empty where it was new"})...)
	out = append(out, vault.Columns("inspection_listed",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "the listed place that changed"},
		vault.Needed{Name: "version", Why: "number of the change"},
		vault.Needed{Name: "at", Why: "when: coverage is counted over the register as it stood"},
		vault.Needed{Name: "unit_id", Why: "whose place it was from then on"},
		vault.Needed{Name: "kind", Why: "which kind of public place it was from then on, a word of the code"},
		vault.Needed{Name: "ended", Why: "whether it left the register"})...)
	out = append(out, vault.Columns("inspection_visit",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "unit_id", Why: "whose round it was"},
		vault.Needed{Name: "day", Why: "on which day: a round is counted by month"},
		vault.Needed{Name: "id", Why: "names the visit"},
		vault.Needed{Name: "place_id", Why: "the public place that was visited; never a dwelling"},
		vault.Needed{Name: "at", Why: "when linli recorded it"},
		vault.Needed{Name: "account_id", Why: "the account that was there for the office: who answers for it"},
		vault.Needed{Name: "body", Why: "the checklist with its ticks, and whether a report or an inspection follows; no words"})...)
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldWords, vault.Joint, "what was found at a public place, what was ordered and what became of it; the organisation that gets the order"},
		{FieldFileName, vault.Attachment, "what its sender calls a file"},
		{FieldFile, vault.Attachment, "a photograph without people and plates, or a paper, cleaned and encoded anew, kept as a blob"},
		{FieldContact, vault.Contact, "how the organisation that runs a place is reached, where it gets orders"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
