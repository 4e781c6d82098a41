package office

import "linli/platform/vault"

// Fields are the rows of the field table for the office itself: units, posts and staff accounts. Of residents nothing
// stands in these tables.
func Fields() []vault.Field {
	tenant := vault.Needed{Name: "tenant_id", Why: "whose row it is"}
	hash := vault.Needed{Name: "hash", Why: "hash of the secret that the browser, program or letter holds"}
	account := vault.Needed{Name: "account_id", Why: "the staff account"}
	ends := vault.Needed{Name: "ends_at", Why: "when it stops opening anything"}
	var out []vault.Field
	table := func(name string, columns ...vault.Needed) { out = append(out, vault.Columns(name, columns...)...) }

	table("tenant_tag",
		vault.Needed{Name: "tag", Why: "stands in front of codes and tokens, or in addresses: finds the tenant"},
		vault.Needed{Name: "kind", Why: "tag or slug"},
		vault.Needed{Name: "tenant_id", Why: "whose it is"})
	table("tenant", tenant,
		vault.Needed{Name: "slug", Why: "name in public addresses"},
		vault.Needed{Name: "tag", Why: "random mark in front of codes"},
		vault.Needed{Name: "name", Why: "name of the office, public"},
		vault.Needed{Name: "zone", Why: "time zone of its deadlines"},
		vault.Needed{Name: "languages", Why: "languages of its pages"},
		vault.Needed{Name: "rulebook", Why: "the rulebook that it works under"},
		vault.Needed{Name: "rooms", Why: "address of its own video server; the rooms themselves are sealed with their sessions"},
		vault.Needed{Name: "created_at", Why: "when it was founded"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"})
	table("tenant_rulebook", tenant,
		vault.Needed{Name: "book", Why: "a rulebook that cases began under"},
		vault.Needed{Name: "version", Why: "its version"},
		vault.Needed{Name: "hash", Why: "of its files: a version that cases keep is not changed"},
		vault.Needed{Name: "since", Why: "when the first of them could begin"})
	table("unit", tenant,
		vault.Needed{Name: "id", Why: "names the unit"},
		vault.Needed{Name: "parent_id", Why: "the unit above"},
		vault.Needed{Name: "level", Why: "county, township or village: a unit's place in the tree"},
		vault.Needed{Name: "code", Why: "short name in case numbers"},
		vault.Needed{Name: "name", Why: "name of the unit, public"},
		vault.Needed{Name: "address", Why: "where the unit receives people, public"},
		vault.Needed{Name: "phone", Why: "the unit's telephone, public"},
		vault.Needed{Name: "hours", Why: "when the unit receives people, public"},
		vault.Needed{Name: "closed_at", Why: "when it was closed"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"})
	table("account", tenant,
		vault.Needed{Name: "id", Why: "names the account"},
		vault.Needed{Name: "unit_id", Why: "the unit that looks after it"},
		vault.Needed{Name: "organisation_id", Why: "the organisation of the directory for which it answers referrals; empty of staff"},
		vault.Needed{Name: "login", Why: "the login name of a member of staff"},
		vault.Needed{Name: "name", Why: "the name of a member of staff, shown to those whose case it works on"},
		vault.Needed{Name: "language", Why: "language of the pages"},
		vault.Needed{Name: "password", Why: "Argon2id of the password"},
		vault.Needed{Name: "totp", Why: "second factor, sealed under the tenant's key"},
		vault.Needed{Name: "totp_step", Why: "a code counts once"},
		vault.Needed{Name: "closed_at", Why: "when it was closed"},
		vault.Needed{Name: "created_at", Why: "when it was opened"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"})
	table("post", tenant,
		vault.Needed{Name: "id", Why: "names the post"},
		vault.Needed{Name: "unit_id", Why: "where it is held"},
		account,
		vault.Needed{Name: "kind", Why: "what it allows"},
		vault.Needed{Name: "from_at", Why: "since when"},
		vault.Needed{Name: "to_at", Why: "until when"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"})
	table("signin_session", tenant, hash,
		vault.Needed{Name: "id", Why: "names the session, so that it can be ended"},
		account,
		vault.Needed{Name: "door", Why: "web or api"},
		vault.Needed{Name: "method", Why: "how the account signed in"},
		vault.Needed{Name: "created_at", Why: "since when"},
		vault.Needed{Name: "seen_at", Why: "ends an idle session; to the minute"},
		ends)
	table("signin_step", tenant, hash,
		vault.Needed{Name: "kind", Why: "which half-done step"},
		account,
		vault.Needed{Name: "body", Why: "what the second half needs; sealed where it is secret"},
		ends)
	table("enrolment", tenant, hash, account, ends,
		vault.Needed{Name: "by_id", Why: "the account that had the code made"},
		vault.Needed{Name: "approver_id", Why: "the second account, which approved it"})
	table("passkey", tenant,
		vault.Needed{Name: "credential", Why: "the device's own name for the key"},
		account,
		vault.Needed{Name: "name", Why: "what the account calls it"},
		vault.Needed{Name: "body", Why: "public key and counter"},
		vault.Needed{Name: "created_at", Why: "since when"},
		vault.Needed{Name: "used_at", Why: "when it was used last, so that a lost one is noticed"})
	table("signin_link", tenant,
		vault.Needed{Name: "subject", Why: "who it is at the office's identity provider: a hash, no name"},
		account,
		vault.Needed{Name: "created_at", Why: "since when"},
		vault.Needed{Name: "used_at", Why: "when it was used last"})
	table("program", tenant,
		vault.Needed{Name: "id", Why: "names the program of another organisation; the reports that it filed name it"},
		vault.Needed{Name: "name", Why: "what the administrator calls the program; never a person"},
		vault.Needed{Name: "made_at", Why: "when it was entered"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"})
	table("program_key", tenant, hash,
		vault.Needed{Name: "program_id", Why: "whose key it is"},
		vault.Needed{Name: "made_at", Why: "since when"},
		vault.Needed{Name: "seen_at", Why: "when it was last used, to the hour, so that whoever changes a key sees that the program has"},
		ends)
	table("unit_heir", tenant,
		vault.Needed{Name: "unit_id", Why: "a unit that was closed"},
		vault.Needed{Name: "heir_id", Why: "a unit to which its work went"},
		vault.Needed{Name: "place", Why: "among those: the first has what nobody handed to another"})
	table("office_event", tenant,
		vault.Needed{Name: "id", Why: "names the event"},
		vault.Needed{Name: "at", Why: "when"},
		vault.Needed{Name: "kind", Why: "what changed in the office"},
		vault.Needed{Name: "by_id", Why: "the account that changed it"},
		vault.Needed{Name: "unit_id", Why: "in which unit"},
		account,
		vault.Needed{Name: "detail", Why: "the codes and names that changed, of units and staff"})
	return out
}
