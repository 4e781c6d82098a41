package api_test

import (
	"encoding/json"
	"testing"
)

// decodeLoosely reads the fields that a test asks about and no others.
func decodeLoosely(t testing.TB, body []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
}
