package app

import (
	"strings"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/casefile/bundle"
	"linli/duty"
	"linli/insight/survey"
	"linli/mediation"
	"linli/mediation/invitation"
	"linli/mediation/roster"
	"linli/mediation/stipend"
	"linli/office"
	"linli/office/digest"
	"linli/office/webhook"
	"linli/platform/ledger"
	"linli/platform/vault"
	"linli/referral"
	"linli/referral/directory"
	"linli/report"
	"linli/report/inspection"
	"linli/report/recipient"
	"linli/report/subscription"
	"linli/rulebook/release"
)

// FieldTable says of every column and every sealed field of linli how it is kept and what it is needed for. The vault
// seals nothing that is not in it, a test compares it with the schema of both databases, and docs/security/fields.md
// shows it.
func FieldTable() *vault.Table {
	t := vault.NewTable(office.Fields()...)
	t.Add(casefile.Fields()...)
	t.Add(bundle.Fields()...)
	t.Add(mediation.Fields()...)
	t.Add(webhook.Fields()...)
	t.Add(breach.Fields()...)
	t.Add(digest.Fields()...)
	t.Add(invitation.Fields()...)
	t.Add(roster.Fields()...)
	t.Add(stipend.Fields()...)
	t.Add(report.Fields()...)
	t.Add(inspection.Fields()...)
	t.Add(recipient.Fields()...)
	t.Add(subscription.Fields()...)
	t.Add(release.Fields()...)
	t.Add(directory.Fields()...)
	t.Add(duty.Fields()...)
	t.Add(referral.Fields()...)
	t.Add(survey.Fields()...)
	t.Add(vault.KeyFields()...)
	for _, c := range ledger.Columns() {
		table, column, _ := strings.Cut(c[0], ".")
		t.Add(vault.Columns(table, vault.Needed{Name: column, Why: c[1]})...)
	}
	return t
}
