package directory

import "linli/platform/vault"

// Fields are the rows of the field table for the directory: organisations and their services, for everybody to read. What
// is kept of people is how the office of an organisation is reached, as it publishes it; nobody is found by it.
func Fields() []vault.Field {
	var out []vault.Field
	for table, columns := range map[string][][2]string{
		"directory": {{"tenant_id", "whose row it is"}, {"kind", "which object of HSDS it is"}, {"id", "names the object"}, {"version", "number of its changes: a change is decided on one version"},
			{"run_id", "the import that wrote it last, to be taken back by"}, {"changed_at", "when it changed last"},
			{"body", "what an organisation says of itself and its services; with contacts, the names and numbers of its own office. No search leads to a contact"}},
		"directory_link": {{"tenant_id", "whose row it is"}, {"named_id", "the object that is named"}, {"kind", "which object names it"}, {"id", "the object that names it"}},
		"directory_before": {{"tenant_id", "whose row it is"}, {"run_id", "the import that changed it"}, {"kind", "which object of HSDS it is"}, {"id", "the object that was changed"},
			{"before_run", "the import that had written it before"}, {"body", "what it was before; empty where it was new"}},
		"directory_entry": {{"tenant_id", "whose row it is"}, {"kind", "which object of HSDS it is"}, {"id", "the object that is listed"}, {"listed", "people can go there now or later"},
			{"changed_at", "when what is listed changed last"}, {"confirmed_at", "when somebody last said that it is true"}, {"body", "what a list shows of a service"},
			{"words", "words of public text by which it is found, to be removed with it"}, {"places", "public places of it, to be removed with it"}},
		"directory_word": {{"tenant_id", "whose row it is"}, {"kind", "which object of HSDS it is"}, {"word", "a word, need, area or language of a service, never of a contact"}, {"id", "the object that has it"}},
		"directory_place": {{"tenant_id", "whose row it is"}, {"kind", "which object of HSDS it is"}, {"north", "where a service is: latitude in millionths of a degree; never a redacted place"},
			{"east", "where a service is: longitude in millionths of a degree; never a redacted place"}, {"id", "the object that is there"}},
		"directory_change": {{"tenant_id", "whose row it is"}, {"named_id", "the object in whose history it stands"}, {"id", "names the change"}, {"at", "when it was made"},
			{"account_id", "the member of staff who made it"}, {"kind", "which object of HSDS was changed"}, {"object_id", "the object that was changed"},
			{"body", "which fields of the entry of an organisation or service changed, from what to what; of a contact neither value"}},
	} {
		var rows []vault.Needed
		for _, c := range columns {
			rows = append(rows, vault.Needed{Name: c[0], Why: c[1]})
		}
		out = append(out, vault.Columns(table, rows...)...)
	}
	return out
}
