package mediation

import (
	"encoding/json"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// ruleTerm is the promise that the machine itself asks about: how long the mediation may last.
const ruleTerm = "conclude"

// EndingText is the key of the sentence that every party gets when a mediation is ended: that of the neutral ending.
func EndingText(r *rulebook.Rulebook) string {
	neutral, _ := r.Mediation.Reason(r.Mediation.Safety.Closure)
	return neutral.Text
}

func hasCode(codes []rulebook.Code, code string) bool {
	return slices.ContainsFunc(codes, func(c rulebook.Code) bool { return c.Code == code })
}

// reason checks a reason code against the rulebook's list for an event.
func reason(d *decision, event casefile.Kind, code string) error {
	if code == "" {
		return fault.Field("reason", "form.required")
	}
	if slices.ContainsFunc(d.Rules.Mediation.ReasonsFor(string(event)), func(r rulebook.Reason) bool { return r.Code == code }) {
		return nil
	}
	return fault.Field("reason", "mediation.field.reason")
}

// secret makes plain text for the vault out of a value.
func secret(kind vault.Kind, of, owner id.ID, field string, v any) casefile.Secret {
	b, err := json.Marshal(v)
	if err != nil {
		panic("mediation: a sealed value that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are structs of strings and numbers
	}
	return casefile.Secret{Scope: vault.Scope{Kind: kind, Of: of}, Owner: owner, Field: field, Text: b}
}

func isNotFound(err error) bool { return err != nil && fault.Of(err).Code == fault.NotFound }
