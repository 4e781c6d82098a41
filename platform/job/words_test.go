package job_test

import (
	"testing"

	"linli/platform/i18n"
)

// What the row of a failed job can say has words, and so have the faults of the mail that a job sends.
func TestWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		for _, k := range []string{"job.failed.internal", "job.failed.panic", "job.failed.timeout", "job.failed.crashed", "job.state.open", "job.state.dead",
			"notify.mail.address_invalid", "notify.mail.link_invalid", "notify.mail.refused", "notify.mail.unreachable"} {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}
