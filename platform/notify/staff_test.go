package notify

import (
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"linli/platform/i18n"
)

// TestStaffHearNumbers: a mail to staff carries counts and numbers of cases; anything else in their place is refused.
func TestStaffHearNumbers(t *testing.T) {
	good := Staff{ID: number(1), To: "lead@example.org", Language: i18n.English, Link: "https://office.example.org/due", Late: 2, Today: 3, Week: 5, Sessions: 1, Codes: []string{"2026-17"}}
	for name, x := range map[string]struct {
		edit func(*Staff)
		sent bool
	}{
		"as it is":      {func(*Staff) {}, true},
		"a name":        {func(s *Staff) { s.Codes = []string{"Wang Wei"} }, false},
		"a header":      {func(s *Staff) { s.To = "lead@example.org\r\nBcc: x@example.org" }, false},
		"another site":  {func(s *Staff) { s.Link = "https://example.com/due" }, false},
		"no digits":     {func(s *Staff) { s.Digits = "12345" }, false},
		"without an id": {func(s *Staff) { s.ID = number(0) }, number(0) != number(1) && !number(0).IsZero()},
	} {
		server := serve(t, nil)
		c := config(server)
		m := mailer(t, c)
		s := good
		s.Link = strings.Replace(s.Link, "https://office.example.org", m.config.Origin, 1)
		x.edit(&s)
		err := m.SendStaff(t.Context(), s)
		_, letters := server.got()
		if (err == nil) != x.sent || len(letters) > 0 != x.sent {
			t.Errorf("%s: %v, %d letters", name, err, len(letters))
		}
		if len(letters) == 0 {
			continue
		}
		head, body, _ := strings.Cut(letters[0], "\r\n\r\n")
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"Late: 2.", "Due today: 3.", "Due within a week: 5.", "evening: 1.", "2026-17"} {
			if !strings.Contains(string(text), part) || strings.Contains(head, part) {
				t.Errorf("%q is not where it belongs:\n%s\n%s", part, head, text)
			}
		}
	}
}
