package notify

import (
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"linli/platform/i18n"
)

// TestNewsAreStoppedInOneStep: every mail to somebody who follows has the one click of RFC 8058 in its head, leads to this office's own
// pages alone, and says in its head nothing of what is followed.
func TestNewsAreStoppedInOneStep(t *testing.T) {
	for name, x := range map[string]struct {
		edit func(*News)
		sent bool
	}{
		"the question":   {func(n *News) { n.Items = nil }, true},
		"news":           {func(*News) {}, true},
		"a foreign page": {func(n *News) { n.Items[0].Link = "https://example.com/reported/1" }, false},
		"a foreign end":  {func(n *News) { n.Page = "https://example.com/stop" }, false},
		"two addresses":  {func(n *News) { n.To = "a@example.org, b@example.org" }, false},
	} {
		server := serve(t, nil)
		m := mailer(t, config(server))
		n := News{ID: number(1), To: "follower@example.org", Language: i18n.English, Of: "Street lighting", Page: m.config.Origin + "/reported/follow/CODE",
			Items: []Item{{"Street lighting · V1", m.config.Origin + "/reported/7"}}, More: m.config.Origin + "/reported"}
		x.edit(&n)
		err := m.SendNews(t.Context(), n)
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
		for _, want := range []string{"List-Unsubscribe: <" + n.Page + ">", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"} {
			if !strings.Contains(head, want) {
				t.Errorf("%s: the head lacks %q:\n%s", name, want, head)
			}
		}
		if strings.Contains(head, "Street") || !strings.Contains(string(text), "Street lighting") || !strings.Contains(string(text), n.Page) {
			t.Errorf("%s: it says\n%s\n%s", name, head, text)
		}
	}
}
