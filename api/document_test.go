package api_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"linli/api"
	"linli/insight"
	"linli/mediation"
	"linli/report"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

func document(t testing.TB) []byte {
	t.Helper()
	return api.New(api.Options{Mediation: &mediation.Service{}, Report: &report.Service{}, Insight: &insight.Service{}}).Document()
}

func TestTheCommittedDocumentIsTheServedOne(t *testing.T) {
	got := document(t)
	if *update {
		if err := os.WriteFile("openapi.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, got) {
		t.Error("openapi.json is not what the code describes; look at the difference and run: go test ./api -update")
	}
}

func TestTheDocumentIsValid(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(document(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.EnableSchemaPatternValidation()); err != nil {
		t.Error(err)
	}
	for _, event := range mediation.Events() {
		if event != "apply" && doc.Paths.Value("/api/v1/mediations/{id}/"+string(event)) == nil {
			t.Errorf("the event %s has no path", event)
		}
	}
}

// The words of the document are held by the ban list of package house; here it is that nothing is asked for by person.
func TestNothingIsAskedForByPerson(t *testing.T) {
	loaded, err := openapi3.NewLoader().LoadFromData(document(t))
	if err != nil {
		t.Fatal(err)
	}
	person := regexp.MustCompile(`(?i)person|party|name|contact|phone|account|mediator|resident|birth|gender|address`)
	event := strings.NewReplacer("agree_mediator", "", "wish_mediator", "", "party_ended", "", "strike_party", "", "correct_party", "", "add_party", "") // events of a case, which its id names
	for path, item := range loaded.Paths.Map() {
		if person.MatchString(event.Replace(path)) {
			t.Errorf("the path %s is by person", path)
		}
		for method, op := range item.Operations() {
			for _, p := range op.Parameters {
				if (p.Value.In == "query" || p.Value.In == "path") && person.MatchString(p.Value.Name) {
					t.Errorf("%s %s has the parameter %s", method, path, p.Value.Name)
				}
			}
		}
	}
}
