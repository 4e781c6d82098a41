package consent

import (
	"regexp"
	"slices"
	"strconv"

	"linli/platform/fault"
)

// Every string of a record matches one of these, so that no name and no sentence fits into one.
var (
	codePattern         = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	fieldPattern        = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$`)
	versionPattern      = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$`)
	hashPattern         = regexp.MustCompile(`^[0-9a-f]{64}$`)
	languagePattern     = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
	jurisdictionPattern = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
)

// maxData bounds the fields of one record; a longer list is not one that a person reads.
const maxData = 64

// New returns a record, in state unknown and without acts, from what was drafted: tenant, ids, notice, purpose, data,
// recipient, storage, withdrawal, jurisdiction and, without full capacity, the guardian. It returns a [fault.List] that names
// each wrong field.
func New(draft Record) (Record, error) {
	r := draft.clone()
	r.Schema, r.State, r.Acts, r.Stored = SchemaVersion, Unknown, nil, 0
	if err := r.Check(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// Check reports what is wrong with a record, field by field.
func (r Record) Check() error {
	var faults fault.List
	for _, f := range []struct {
		field string
		ok    bool
		key   string
	}{
		{"tenant", !r.Tenant.IsZero(), "consent.field.missing"},
		{"id", !r.ID.IsZero(), "consent.field.missing"},
		{"case", !r.Case.IsZero(), "consent.field.missing"},
		{"subject", !r.Subject.IsZero(), "consent.field.missing"},
		{"schema", r.Schema == SchemaVersion, "consent.field.wrong"},
		{"notice.version", versionPattern.MatchString(r.Notice.Version), "consent.field.wrong"},
		{"notice.hash", hashPattern.MatchString(r.Notice.Hash), "consent.field.wrong"},
		{"notice.language", languagePattern.MatchString(r.Notice.Language), "consent.field.wrong"},
		{"purpose", slices.Contains(Purposes(), r.Purpose), "consent.field.wrong"},
		{"storage.place", codePattern.MatchString(r.Storage.Place), "consent.field.wrong"},
		{"storage.rule", codePattern.MatchString(r.Storage.Rule), "consent.field.wrong"},
		{"withdrawal", codePattern.MatchString(r.Withdrawal), "consent.field.wrong"},
		{"jurisdiction", jurisdictionPattern.MatchString(r.Jurisdiction), "consent.field.wrong"},
		{"state", slices.Contains(States(), r.State), "consent.field.wrong"},
	} {
		if !f.ok {
			faults.Add(f.field, f.key)
		}
	}
	r.checkData(&faults)
	r.checkRecipient(&faults)
	if !r.Guardian.IsZero() && r.Guardian == r.Subject {
		faults.Add("guardian", "consent.field.wrong")
	}
	return faults.Err()
}

func (r Record) checkData(faults *fault.List) {
	if len(r.Data) == 0 || len(r.Data) > maxData {
		faults.Add("data", "consent.field.data_count")
	}
	seen := map[string]bool{}
	for i, d := range r.Data {
		at := "data." + strconv.Itoa(i)
		if !fieldPattern.MatchString(d.Field) || !codePattern.MatchString(d.Kind) || seen[d.Field] {
			faults.Add(at, "consent.field.wrong")
		}
		seen[d.Field] = true
		if d.Sensitive != r.Data[0].Sensitive {
			faults.Add(at, "consent.field.bundled")
		}
	}
}

// checkRecipient also keeps publication apart: everyone receives only what was consented to for publication, and
// nothing consented to for publication goes to anyone else.
func (r Record) checkRecipient(faults *fault.List) {
	switch r.Recipient.Kind {
	case Office, Party, Attendee, Mediator, Service:
		if r.Recipient.ID.IsZero() {
			faults.Add("recipient", "consent.field.missing")
		}
	case Public:
		if !r.Recipient.ID.IsZero() {
			faults.Add("recipient", "consent.field.wrong")
		}
	default:
		faults.Add("recipient", "consent.field.wrong")
	}
	if (r.Purpose == Publication) != (r.Recipient.Kind == Public) {
		faults.Add("purpose", "consent.field.publication_apart")
	}
	if r.Recipient.Kind == Party && r.Recipient.ID == r.Subject {
		faults.Add("recipient", "consent.field.wrong")
	}
}

// check reports whether an act is well formed, whatever the state.
func (a Act) check() error {
	if a.At.IsZero() {
		return fault.Field("at", "consent.field.missing")
	}
	if !a.Claimed.IsZero() && a.Claimed.After(a.At) {
		return fault.Field("claimed", "consent.field.claimed_later")
	}
	if a.Reason != "" && !codePattern.MatchString(a.Reason) {
		return fault.Field("reason", "consent.field.wrong")
	}
	if a.Reason != "" && (a.Event == Refuse || a.Event == Withdraw) {
		return fault.Field("reason", "consent.field.no_reason_asked")
	}
	switch a.How {
	case "", Written, Oral, Screen, Thumbprint:
	default:
		return fault.Field("how", "consent.field.wrong")
	}
	return nil
}
