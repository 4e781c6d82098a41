package queries

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"linli/store/dialect"
	"linli/testkit"
)

func TestUntenanted(t *testing.T) {
	cases := map[string]bool{ // statement → it is in order
		"select a from job where tenant_id = $1": true,
		"select a from job where id = $1":        false,
		"insert into job (tenant_id, id) values ($1, $2) on conflict (tenant_id, id) do update set a = $3": true,
		"insert into job (id) values ($1)":                                                                      false,
		"update job set a = $1 where tenant_id = $2":                                                            true,
		"delete from job where id = $1":                                                                         false,
		"select a from job j join notice n on n.id = j.id where j.tenant_id = $1":                               false,
		"select a from job j join notice n on n.tenant_id = j.tenant_id and n.id = j.id where j.tenant_id = $1": true,
		"with due as (select id from job where tenant_id = $1) select id from due":                              true,
		"select tenant from tenant_tag where tag = $1":                                                          true,
		"select id from tenant":                                                                                 true,
		"select 1":                                                                                              true,
	}
	for text, want := range cases {
		if why := untenanted(text); (why == "") != want {
			t.Errorf("%s: %q", text, why)
		}
	}
}

func TestUnlisted(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.go", "package a\nconst a = `select 1 from job`\nconst b = \"insert into job \" + columns\nfunc f() { g(\"delete from job\", \"select a mediator\", \"update the page\") }\n")
	write("a_test.go", "package a\nconst c = `select 2 from job`\n")
	got := unlisted(t, folder, []string{"insert into job (a) values (1)"})
	want := []string{"select 1 from job", "delete from job", "select a mediator"}
	if !slices.Equal(got, want) {
		t.Errorf("unlisted = %q, want %q", got, want)
	}
}

func TestScans(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		if db.Engine() != dialect.SQLite {
			t.Skip("SQLite's plans tell")
		}
		for text, want := range map[string]int{
			"select kind from job where tenant_id = $1":                                      0,
			"select kind from job where id = $1":                                             1,
			"update job set kind = $1 where state = $2":                                      1,
			"with due as (select id from job where tenant_id = $1) select count(*) from due": 0,
			"insert into job (tenant_id, id, kind, payload, state, run_at, wake_at, lease, attempts, last_error, made_at) values ($1, $2, '', '', '', 0, 0, 0, 0, '', 0)": 0,
		} {
			if got := scans(t.Context(), t, db, text); len(got) != want {
				t.Errorf("%s: %q", text, got)
			}
		}
	})
}
