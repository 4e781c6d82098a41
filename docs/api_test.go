package docs_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestTheExamplesAskForPathsThatAreThere: each address in api.md is one of the OpenAPI document's, and so is each query
// parameter.
func TestTheExamplesAskForPathsThatAreThere(t *testing.T) {
	var document struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
		}
	}
	if err := json.Unmarshal([]byte(read(t, "api/openapi.json")), &document); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile(`\$URL(/api/v1/[^\s"?]+)\??([^\s"]*)`).FindAllStringSubmatch(read(t, "docs/api.md"), -1) {
		found++
		path := strings.ReplaceAll(m[1], "$ID", "{id}")
		if rest, ok := strings.CutPrefix(path, "/api/v1/insight/"); ok && rest != "" {
			path = "/api/v1/insight/{id}"
		}
		methods, ok := document.Paths[path]
		if !ok {
			t.Errorf("api.md asks for %s, which is not in the document", path)
			continue
		}
		for _, pair := range strings.Split(m[2], "&") {
			name, _, _ := strings.Cut(pair, "=")
			known := name == ""
			for _, p := range methods["get"].Parameters {
				known = known || p.In == "query" && p.Name == name
			}
			if !known {
				t.Errorf("api.md asks %s with %s, which it does not take", path, name)
			}
		}
	}
	if found < 7 {
		t.Errorf("only %d addresses were found", found)
	}
}
