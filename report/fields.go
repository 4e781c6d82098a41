package report

import "linli/platform/vault"

// Fields are the rows of the field table for reports.
func Fields() []vault.Field {
	out := vault.Columns("report",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the case"},
		vault.Needed{Name: "unit_id", Why: "the unit whose desk or queue answers it, never the one that it is about: lists are by desk"},
		vault.Needed{Name: "version", Why: "number of its events: a change is decided on one version"},
		vault.Needed{Name: "lane", Why: "whether a unit handles it itself, or a desk outside the unit that it is about"},
		vault.Needed{Name: "kind", Why: "what sort of thing it is, a word of the code: for the filter of a queue"},
		vault.Needed{Name: "category", Why: "what it is about, a code of the rulebook: a place, a service or the office, never a person"},
		vault.Needed{Name: "state", Why: "where it stands, a word of the machine"},
		vault.Needed{Name: "taken", Why: "whether somebody handles it"},
		vault.Needed{Name: "look", Why: "whether it came in while too much came in, and nobody has looked at it yet: a fact of the hour"},
		vault.Needed{Name: "due_at", Why: "what the office owes next"},
		vault.Needed{Name: "received_at", Why: "when it came"},
		vault.Needed{Name: "updated_at", Why: "when it last moved"},
		vault.Needed{Name: "body", Why: "the fold of its events: ids, dates and codes; no words. Where the thing is, in a category that may be published. Whom of the staff it is about, so that they do not see it"})
	out = append(out, vault.Columns("report_public",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "public_id", Why: "random: names it to everybody, and opens nothing"},
		vault.Needed{Name: "case_id", Why: "whose public face it is; no public page shows it"},
		vault.Needed{Name: "unit_id", Why: "which unit handles it"},
		vault.Needed{Name: "category", Why: "what it is about, a code of the rulebook"},
		vault.Needed{Name: "kind", Why: "what sort of thing it is"},
		vault.Needed{Name: "state", Why: "where it stands"},
		vault.Needed{Name: "open", Why: "whether the office still has something to do"},
		vault.Needed{Name: "published_at", Why: "when a person let its words through"},
		vault.Needed{Name: "received_at", Why: "when it came"},
		vault.Needed{Name: "updated_at", Why: "when it last moved"},
		vault.Needed{Name: "expected_at", Why: "what the office owes next"},
		vault.Needed{Name: "fixed_at", Why: "when it was called fixed"},
		vault.Needed{Name: "closed_at", Why: "when it was closed, which is another fact"},
		vault.Needed{Name: "words", Why: "what a person let everybody read of it, written anew without names or numbers"},
		vault.Needed{Name: "place", Why: "the street or the thing, as a person let it through"},
		vault.Needed{Name: "answer", Why: "what was done about it, as a person let it through"},
		vault.Needed{Name: "lat", Why: "where the thing is, at a listed place or in the middle of a square, once it is published"},
		vault.Needed{Name: "long", Why: "where the thing is, at a listed place or in the middle of a square, once it is published"},
		vault.Needed{Name: "pictures", Why: "of how many photographs a copy is shown"})...)
	out = append(out, vault.Columns("report_update",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "public_id", Why: "the public report that moved"},
		vault.Needed{Name: "seq", Why: "the event by its place among those of the report"},
		vault.Needed{Name: "event_id", Why: "the event; a hash of it names the update to other programs"},
		vault.Needed{Name: "kind", Why: "what happened, a code"},
		vault.Needed{Name: "told_at", Why: "when everybody is told: at once, or at the end of the week where the category could show a home"})...)
	out = append(out, vault.Columns("report_picture",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "public_id", Why: "the public report that shows it"},
		vault.Needed{Name: "n", Why: "its place"},
		vault.Needed{Name: "copy", Why: "a small copy of a photograph, drawn anew with what a person covered, of which that person said that no face and no plate can be read"})...)
	out = append(out, vault.Columns("report_ref",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "unit_id", Why: "whose register"},
		vault.Needed{Name: "ref", Why: "number of the request in the register that it comes from; never one of a person"},
		vault.Needed{Name: "case_id", Why: "the case that was brought in"},
		vault.Needed{Name: "run_id", Why: "the run to undo it by"},
		vault.Needed{Name: "fingerprint", Why: "hash of category, dates, place and how it stood: reading again changes nothing"})...)
	out = append(out, vault.Columns("report_place",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the place"},
		vault.Needed{Name: "unit_id", Why: "which unit looks after it"},
		vault.Needed{Name: "name", Why: "what a public place or thing is called; never a home"},
		vault.Needed{Name: "lat", Why: "where it is"},
		vault.Needed{Name: "long", Why: "where it is"},
		vault.Needed{Name: "closed_at", Why: "since when it is no longer offered"})...)
	out = append(out, vault.Columns("report_area",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "corners", Why: "what the office serves: a point outside is refused"})...)
	out = append(out, vault.Columns("queue_view",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "account_id", Why: "the member of staff who keeps the views"},
		vault.Needed{Name: "key_id", Why: "the key that seals them; it goes with one that is taken out, and with the account"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "body", Why: "names and filters, sealed; nobody else opens them"})...)
	out = append(out, vault.Columns("queue_file",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "unit_id", Why: "whose queue"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "taken", Why: "how often it left linli as a file: counted in public"},
		vault.Needed{Name: "body", Why: "who of the staff asked for it, let it go and took it, when, and how many rows; nothing of a report"})...)
	for _, f := range []struct {
		name string
		kind vault.Kind
		why  string
	}{
		{FieldAccount, vault.Private, "what the author says, the address and the answers to a category's questions, and the number of a mediation where the author names one"},
		{FieldIdentity, vault.Identity, "the author's name, where it gave one"},
		{FieldContact, vault.Contact, "how the author is reached, where it said so"},
		{FieldMail, vault.Contact, "the address at which the author hears by e-mail that something waits, its language, and the digits that confirm it; who handles the report does not read it"},
		{FieldWritten, vault.Private, "what author and handler write to each other, words for the unit, why a review is asked for"},
		{FieldNote, vault.Private, "what those who handle a report write among themselves; its reporter does not read it"},
		{FieldDemand, vault.Register, "which court asks for papers, under which order and law, and what for: the register, and what the author is told"},
		{FieldDemandScan, vault.Register, "the scan of a court's order, for whoever decides on the demand; kept as a blob"},
		{FieldDemandAnswer, vault.Register, "why a demand was refused or what it was given for"},
		{FieldUrgent, vault.Register, "what happened that somebody asked for an urgent access, for whoever checks it"},
		{FieldUrgentChecked, vault.Register, "what the check of an urgent access found"},
		{FieldExportTo, vault.Register, "the key of whoever receives a file, for those who approve that it leaves"},
		{FieldTakeOut, vault.Private, "the words that somebody proposes to take out, until that is decided"},
		{FieldFileName, vault.Attachment, "what its sender calls a file"},
		{FieldFile, vault.Attachment, "a photograph or a paper, cleaned and encoded anew, kept as a blob"},
		{FieldViews, vault.Own, "the sets of filters of a queue that one account keeps, with its names for them; nobody else reads them"},
		{FieldAnswer, vault.Joint, "what the author is told: the answer, why it takes longer, the decision of a review"},
	} {
		out = append(out, vault.Field{Name: f.name, Class: vault.ClassSealed, Kind: f.kind, Why: f.why})
	}
	return out
}
