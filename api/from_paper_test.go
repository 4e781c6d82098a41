package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestAProgramBringsACaseInFromPaper: every party gets a code, sent again it is one case, and its number is refused another.
func TestAProgramBringsACaseInFromPaper(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		body := strings.Replace(application, "{", `{"state":"accepted","number":"青调7号","received":"2026-02-10","accepted":"2026-02-20",`, 1)
		send := func(key string) answer {
			q := c.request("", http.MethodPost, "/api/v1/mediations/from_paper", []byte(body))
			q.Header.Set("Idempotency-Key", key)
			q.Header.Set("Authorization", "Bearer "+c.Hired("clerk").Token)
			return c.send(q)
		}
		first, again, other := send("one"), send("one"), send("two")
		if first.Status != http.StatusCreated || strings.Count(string(first.Body), `"code":""`) > 0 || !strings.Contains(string(first.Body), `"state":"accepted"`) {
			t.Fatalf("%d %s", first.Status, first.Body)
		}
		if again.Status != http.StatusCreated || string(again.Body) != string(first.Body) {
			t.Errorf("sent again: %d %s", again.Status, again.Body)
		}
		if other.Status != http.StatusBadRequest || !strings.Contains(string(other.Body), "mediation.field.number_taken") {
			t.Errorf("the same number: %d %s", other.Status, other.Body)
		}
	})
}
