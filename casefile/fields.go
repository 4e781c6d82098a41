package casefile

import "linli/platform/vault"

// Fields are the rows of the field table for the tables that every case shares. No column of them holds a word of a
// person: those are in sealed.body, under the names that each capability adds.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	ofCase := vault.Needed{Name: "case_id", Why: "the case that it belongs to"}
	var out []vault.Field
	table := func(name string, columns ...vault.Needed) { out = append(out, vault.Columns(name, columns...)...) }

	table("case_event", tenant, ofCase,
		vault.Needed{Name: "seq", Why: "order within the case, and its version"},
		vault.Needed{Name: "id", Why: "names the event"},
		vault.Needed{Name: "kind", Why: "what happened, a word of the machine"},
		vault.Needed{Name: "at", Why: "when linli recorded it"},
		vault.Needed{Name: "claimed_at", Why: "when it happened, where it was entered later"},
		vault.Needed{Name: "by_kind", Why: "staff, a party or linli itself"},
		vault.Needed{Name: "by_account", Why: "the account that acted: who answers for it"},
		vault.Needed{Name: "by_post", Why: "the post in which the account acted"},
		vault.Needed{Name: "by_party", Why: "the party of this case that acted; a number of this case only"},
		vault.Needed{Name: "visibility", Why: "the wall: everyone, one party, or no party"},
		vault.Needed{Name: "reason", Why: "a reason code of the rulebook"},
		vault.Needed{Name: "body", Why: "ids, dates, codes and counts from which the case is replayed; no words"},
		vault.Needed{Name: "secrets", Why: "hashes of the ciphertexts that the event wrote, which the ledger binds"},
		vault.Needed{Name: "salt", Why: "makes the commitment say nothing once it is destroyed with the case"},
		vault.Needed{Name: "commitment", Why: "what the ledger holds of the event: a salted hash"})
	table("case_key", tenant, ofCase,
		vault.Needed{Name: "kind", Why: "which kind of section the key seals"},
		vault.Needed{Name: "section_of", Why: "the party, engagement or attachment of this case whose section it is"},
		vault.Needed{Name: "key_id", Why: "the data key in the key store"})
	table("sealed", tenant, ofCase,
		vault.Needed{Name: "field", Why: "which field of the field table"},
		vault.Needed{Name: "owner_id", Why: "the party, session, note or file of this case that it belongs to"},
		vault.Needed{Name: "key_id", Why: "the data key in the key store"},
		vault.Needed{Name: "version", Why: "counts corrections, so that an older text does not open as a newer one"},
		vault.Needed{Name: "body", Why: "ciphertext"})
	table("promise", tenant, ofCase,
		vault.Needed{Name: "rule_key", Why: "the promise: its rule and what began it"},
		vault.Needed{Name: "rule", Why: "the rule of the rulebook"},
		vault.Needed{Name: "capability", Why: "where its case is found"},
		vault.Needed{Name: "unit_id", Why: "the unit that owes it: the Due page is by unit"},
		vault.Needed{Name: "subject_id", Why: "the party or session of this case that it concerns"},
		vault.Needed{Name: "owed_by", Why: "the post that owes it"},
		vault.Needed{Name: "start_at", Why: "when it began"},
		vault.Needed{Name: "due_at", Why: "when it falls due"},
		vault.Needed{Name: "provisional", Why: "the calendar of that year is not published yet"},
		vault.Needed{Name: "state", Why: "running, paused, kept, late, waived or void"},
		vault.Needed{Name: "end_at", Why: "when it ended"},
		vault.Needed{Name: "ended_by", Why: "the event that ended it"},
		vault.Needed{Name: "paused_since", Why: "since when the clock stands still"},
		vault.Needed{Name: "extended", Why: "how often it was extended"},
		vault.Needed{Name: "warn_at", Why: "when the office is next to be reminded of it"})
	table("recount", tenant,
		vault.Needed{Name: "capability", Why: "whose promises were counted again"},
		vault.Needed{Name: "rules", Why: "a hash of the rules and holidays by which they are counted"},
		vault.Needed{Name: "found_at", Why: "since when they are: it begins once every process knows them"},
		vault.Needed{Name: "after_case", Why: "the case up to which they are; none once all are"},
		vault.Needed{Name: "missed", Why: "one could not be counted: there will be another round"},
		vault.Needed{Name: "done", Why: "all are counted"})
	table("slip", tenant,
		vault.Needed{Name: "code", Why: "the tracking code by which a resident comes in; random"},
		ofCase,
		vault.Needed{Name: "capability", Why: "where the case is found"},
		vault.Needed{Name: "party_id", Why: "the one party of this case that it lets in"},
		vault.Needed{Name: "hash", Why: "Argon2id of the passphrase"},
		vault.Needed{Name: "issued_at", Why: "when the passphrase was given"},
		vault.Needed{Name: "ended_at", Why: "when the slip stopped opening anything"},
		vault.Needed{Name: "session", Why: "a random number, another after each sign-out: no time and no count of visits"})
	table("reserved_slip", tenant,
		vault.Needed{Name: "account_id", Why: "the account that reserved it for somebody who will come: staff, never a resident"},
		vault.Needed{Name: "code", Why: "the tracking code on the slip; random, and opens nothing yet"},
		vault.Needed{Name: "hash", Why: "Argon2id of the passphrase"},
		vault.Needed{Name: "ends_at", Why: "after three days it is deleted, if no case was opened with it"})
	table("assignment", tenant,
		vault.Needed{Name: "account_id", Why: "the account whose own list it is: staff, never a resident; or the unit that mediates jointly, for its lead"},
		vault.Needed{Name: "unit_id", Why: "the case's unit, whose list shows it already to those who have that list"},
		ofCase,
		vault.Needed{Name: "capability", Why: "where the case is found"},
		vault.Needed{Name: "since", Why: "since when"})
	table("counter", tenant,
		vault.Needed{Name: "unit_id", Why: "case numbers run by unit"},
		vault.Needed{Name: "year", Why: "and year"},
		vault.Needed{Name: "kind", Why: "and kind of case, or what the office counts of itself"},
		vault.Needed{Name: "n", Why: "the last number given, or how many there were"})
	table("answer", tenant,
		vault.Needed{Name: "request", Why: "hash by which a repeated request is known for 24 hours"},
		vault.Needed{Name: "asked", Why: "hash of what was asked, under a key that only its sender has"},
		vault.Needed{Name: "sealed", Why: "the answer, sealed under a key that only the request's sender has"},
		vault.Needed{Name: "expires_at", Why: "when the row is deleted"})
	table("access_row", tenant, ofCase,
		vault.Needed{Name: "reader", Why: "the account, or the party of this case, that read; shown to the parties"},
		vault.Needed{Name: "purpose", Why: "why it was read"},
		vault.Needed{Name: "quarter", Why: "the quarter of an hour: one row for all reading in it"},
		vault.Needed{Name: "kind", Why: "staff, a party or linli itself"},
		vault.Needed{Name: "account_id", Why: "the account that read"},
		vault.Needed{Name: "party_id", Why: "the party of this case that read"},
		vault.Needed{Name: "post", Why: "the post in which the account read"},
		vault.Needed{Name: "at", Why: "the first reading in the quarter"})
	table("consent", tenant, ofCase,
		vault.Needed{Name: "id", Why: "names the record"},
		vault.Needed{Name: "subject_id", Why: "the party of this case that consents"},
		vault.Needed{Name: "schema_version", Why: "form of the record (ISO/IEC TS 27560)"},
		vault.Needed{Name: "notice_version", Why: "version of the notice that was given"},
		vault.Needed{Name: "notice_hash", Why: "hash of the notice's text: what was consented to can be shown"},
		vault.Needed{Name: "notice_language", Why: "language of the notice that was given, a fact of the notice"},
		vault.Needed{Name: "purpose", Why: "what for"},
		vault.Needed{Name: "fields", Why: "which fields, by their names in this table"},
		vault.Needed{Name: "recipient_kind", Why: "who receives"},
		vault.Needed{Name: "recipient_id", Why: "the unit or service that receives"},
		vault.Needed{Name: "storage_place", Why: "where it is kept"},
		vault.Needed{Name: "storage_rule", Why: "how long, a rule of the rulebook"},
		vault.Needed{Name: "withdrawal", Why: "how it is withdrawn"},
		vault.Needed{Name: "jurisdiction", Why: "the legal order"},
		vault.Needed{Name: "guardian_id", Why: "random number of a guardian of this case, or a party of it"},
		vault.Needed{Name: "state", Why: "asked, given, refused, withdrawn, expired"},
		vault.Needed{Name: "until", Why: "until when it holds"},
		vault.Needed{Name: "expires_at", Why: "when linli looks at it next"},
		vault.Needed{Name: "version", Why: "number of its acts"})
	table("consent_act", tenant, ofCase,
		vault.Needed{Name: "consent_id", Why: "the record"},
		vault.Needed{Name: "seq", Why: "order within the record"},
		vault.Needed{Name: "event", Why: "what was said"},
		vault.Needed{Name: "state", Why: "how the record stands after it"},
		vault.Needed{Name: "at", Why: "when it was recorded"},
		vault.Needed{Name: "claimed_at", Why: "when it was said, where that was before"},
		vault.Needed{Name: "until", Why: "until when it holds"},
		vault.Needed{Name: "how", Why: "in writing, by word of mouth, on screen, by thumbprint"},
		vault.Needed{Name: "voice", Why: "the person itself or a guardian"},
		vault.Needed{Name: "account_id", Why: "the account that wrote it down"},
		vault.Needed{Name: "reason", Why: "a reason code"})
	table("job", tenant,
		vault.Needed{Name: "id", Why: "names the job"},
		vault.Needed{Name: "kind", Why: "what is to be done"},
		vault.Needed{Name: "payload", Why: "ids and codes that the work needs; no words"},
		vault.Needed{Name: "state", Why: "open or dead"},
		vault.Needed{Name: "run_at", Why: "not before"},
		vault.Needed{Name: "wake_at", Why: "when a worker may take it"},
		vault.Needed{Name: "lease", Why: "number of the lease that holds it"},
		vault.Needed{Name: "attempts", Why: "how often it was begun"},
		vault.Needed{Name: "last_error", Why: "message key of the last failure, never an error's text"},
		vault.Needed{Name: "made_at", Why: "when it was queued"})
	table("notice", tenant,
		vault.Needed{Name: "id", Why: "names the line"},
		vault.Needed{Name: "account_id", Why: "the account on whose page it stands"},
		ofCase,
		vault.Needed{Name: "party_id", Why: "the party of this case on whose page it stands"},
		vault.Needed{Name: "key", Why: "message key of the text"},
		vault.Needed{Name: "args", Why: "ids and codes in the text; no words"},
		vault.Needed{Name: "at", Why: "when it was written"},
		vault.Needed{Name: "read_at", Why: "when it was read"})
	counted := func(name string, columns ...vault.Needed) {
		table(name, append(append([]vault.Needed{tenant}, columns...), counts()...)...)
	}
	counted("tally_step",
		vault.Needed{Name: "unit_id", Why: "where"},
		vault.Needed{Name: "day", Why: "when"},
		vault.Needed{Name: "type", Why: "the kind of dispute, a code of the rulebook"},
		vault.Needed{Name: "source", Why: "how cases came, a code of the rulebook"},
		vault.Needed{Name: "shard", Why: "spreads writers"})
	counted("tally",
		vault.Needed{Name: "unit_id", Why: "where; zero for the whole office"},
		vault.Needed{Name: "axis", Why: "along what it is counted: all together, kinds or sources"},
		vault.Needed{Name: "grain", Why: "a day, a month or a year"},
		vault.Needed{Name: "period", Why: "which"},
		vault.Needed{Name: "code", Why: "the kind of dispute or the source, a code of the rulebook"})
	table("half_signed", tenant, ofCase,
		vault.Needed{Name: "act", Why: "whose signature, address or new slip in this case it is for"},
		vault.Needed{Name: "kind", Why: "a one-time code or a passkey to sign with, digits that confirm an address, a way back for a lost slip"},
		vault.Needed{Name: "body", Why: "Argon2id of the code with what it is for or the random number of a challenge"},
		vault.Needed{Name: "tries", Why: "how often a code was entered, at most five"},
		vault.Needed{Name: "ends_at", Why: "when it stops being good for anything, after minutes"})
	table("count_month", tenant,
		vault.Needed{Name: "unit_id", Why: "where"},
		vault.Needed{Name: "month", Why: "when, to the month"},
		vault.Needed{Name: "measure", Why: "a published measure, from a list closed in code"},
		vault.Needed{Name: "code", Why: "the category or the kind of dispute, a code of the rulebook"},
		vault.Needed{Name: "shard", Why: "spreads writers"},
		vault.Needed{Name: "n", Why: "a count"})
	table("stat_return", tenant,
		vault.Needed{Name: "unit_id", Why: "the unit whose return it is"},
		vault.Needed{Name: "form", Why: "the rulebook's form"},
		vault.Needed{Name: "period", Why: "the month, quarter or year"},
		vault.Needed{Name: "version", Why: "number of the version"},
		vault.Needed{Name: "frozen_at", Why: "when it was frozen"},
		vault.Needed{Name: "account_id", Why: "the account that froze it"},
		vault.Needed{Name: "reason", Why: "a reason code of the restatement"},
		vault.Needed{Name: "hash", Why: "hash of the body"},
		vault.Needed{Name: "body", Why: "counts by codes and units"})
	return out
}

// counts are the columns of a cell of the tallies.
func counts() []vault.Needed {
	return []vault.Needed{
		{Name: "registered", Why: "count: applications and referrals"},
		{Name: "mediated", Why: "count: of these, mediated"},
		{Name: "settled", Why: "count: of these, with an agreement"},
		{Name: "confirmable", Why: "count: of these, in writing"},
		{Name: "confirmed", Why: "count: of these, confirmed by a court"},
		{Name: "performance_due", Why: "count: agreements by their last due day"},
		{Name: "part_performed", Why: "count: of these, performed in part"},
		{Name: "performed", Why: "count: of these, performed"},
		{Name: "m_accepted", Why: "count: taken on then"},
		{Name: "m_not_begun", Why: "count: closed then before they were taken on"},
		{Name: "m_mediated", Why: "count: first sessions then"},
		{Name: "m_settled", Why: "count: agreements that came into force then"},
		{Name: "m_oral", Why: "count: of these, without paper"},
		{Name: "m_confirmed", Why: "count: confirmed by a court then"},
		{Name: "m_performed", Why: "count: performed to the end then"},
		{Name: "m_ended", Why: "count: closed then without an agreement"},
		{Name: "m_joint", Why: "count: mediated with another unit from then on"}}
}
