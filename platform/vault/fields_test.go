package vault_test

import (
	"slices"
	"strings"
	"testing"

	"linli/platform/id"
	"linli/platform/vault"
)

func table() *vault.Table {
	return vault.NewTable(
		vault.Field{Name: "mediation.party.name", Class: vault.ClassSealed, Kind: vault.Identity, Why: "to address the party | in writing"},
		vault.Field{Name: "mediation.state", Class: vault.ClassClear, Column: "mediation.state", Why: "to know what may follow"},
		vault.Field{Name: "report.answer", Class: vault.ClassPublic, Kind: vault.Joint, Column: "report.answer_public", Why: "answers are published"})
}

func TestTableFindsItsMistakes(t *testing.T) {
	if err := table().Validate(); err != nil {
		t.Fatal(err)
	}
	for want, f := range map[string]vault.Field{
		"named twice":            {Name: "mediation.state", Class: vault.ClassClear, Column: "mediation.other", Why: "x"},
		"not dotted lower case":  {Name: "Name", Class: vault.ClassSealed, Kind: vault.Joint, Why: "x"},
		"no reason":              {Name: "a.b", Class: vault.ClassSealed, Kind: vault.Joint},
		"unknown class":          {Name: "a.b", Class: "secret", Kind: vault.Joint, Why: "x"},
		"without a kind":         {Name: "a.b", Class: vault.ClassSealed, Why: "x"},
		"clear, with the kind":   {Name: "a.b", Class: vault.ClassClear, Kind: vault.Joint, Column: "a.b", Why: "x"},
		"without table.column":   {Name: "a.b", Class: vault.ClassClear, Why: "x"},
		"sealed, with the col":   {Name: "a.b", Class: vault.ClassSealed, Kind: vault.Joint, Column: "a.b", Why: "x"},
		"already that of":        {Name: "a.b", Class: vault.ClassClear, Column: "mediation.state", Why: "x"},
		"public-after-redaction": {Name: "a.b", Class: vault.ClassPublic, Kind: vault.Joint, Why: "x"},
	} {
		c := table()
		c.Add(f)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestTableComparesWithASchema(t *testing.T) {
	schema := []vault.Column{{Table: "mediation", Name: "state"}, {Table: "report", Name: "answer_public"}}
	if got := table().Compare(schema); len(got) != 0 {
		t.Errorf("equal, but %v", got)
	}
	got := table().Compare([]vault.Column{schema[0], {Table: "mediation", Name: "nickname"}})
	want := []string{"column mediation.nickname: not in the field table", "field report.answer: the schema has no column report.answer_public"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTableAsMarkdown(t *testing.T) {
	want := "| field | kept | section | column | needed for |\n|---|---|---|---|---|\n" +
		"| `mediation.party.name` | sealed | identity |  | to address the party \\| in writing |\n" +
		"| `mediation.state` | clear |  | `mediation.state` | to know what may follow |\n" +
		"| `report.answer` | public-after-redaction | joint | `report.answer_public` | answers are published |\n"
	if got := table().Markdown(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestScopes(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	party, key := w.ids.New(), w.ids.New()
	for _, k := range vault.Kinds() {
		owned := vault.Scope{Kind: k, Of: party}.Validate() == nil
		if bare := (vault.Scope{Kind: k}).Validate() == nil; bare == owned || bare != (k == vault.Joint) {
			t.Errorf("%s: valid with owner %v, without %v", k, owned, bare)
		}
	}
	if (vault.Scope{Kind: "caucus", Of: party}).Validate() == nil {
		t.Error("an unknown kind is taken")
	}
	keys := []vault.Key{{Scope: vault.Scope{Kind: vault.Joint}, ID: w.ids.New()}, {Scope: vault.Scope{Kind: vault.Private, Of: party}, ID: key}}
	if got, ok := vault.Find(keys, vault.Scope{Kind: vault.Private, Of: party}); !ok || got != key {
		t.Errorf("Find = %v, %v", got, ok)
	}
	if got, ok := vault.Find(keys, vault.Scope{Kind: vault.Private, Of: w.ids.New()}); ok || got != (id.ID{}) {
		t.Errorf("the private section of another party has the key %v", got)
	}
}
