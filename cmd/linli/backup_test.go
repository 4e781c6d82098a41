package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// place makes a folder for a restore, with the operator key of another.
func place(t *testing.T, dir, from, to string) {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(dir, from, "keys/operator.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, to, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, to, "keys/operator.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBackUpAndRestoreFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "import", "mediation", write(t, tables(40))).want(t, 0, "40 taken")
	linli(t, dir, "doctor").want(t, 1, "no backup of the cases was made here")
	s := start(t, dir, "serve", "--listen", "127.0.0.1:0") // both halves are taken while it serves
	saved := value[struct {
		Kind, File string
		Rows       int
	}](t, linli(t, dir, "backup", "cases", "--json").want(t, 0, ""))
	if saved.Kind != "cases" || saved.File != "cases" || saved.Rows < 40 {
		t.Errorf("%+v", saved)
	}
	linli(t, dir, "keys", "backup", "keys").want(t, 0, "Destroy it within days")
	s.stop()
	linli(t, dir, "backup", "cases").want(t, 2, "cases is there already and is never written over.")
	linli(t, dir, "backup", "nowhere/cases").want(t, 2, "nowhere/cases cannot be opened.")
	linli(t, dir, "keys", "backup", "k2", "--to", "everybody").want(t, 2, "everybody is not an age recipient")
	linli(t, dir, "doctor").want(t, 1, "last backup of the keys: ")

	linli(t, dir, "restore", "cases", "--data", "new").want(t, 2, "missing flags: --keys=FILE")
	linli(t, dir, "restore", "cases", "--keys", "keys", "--data", "new").want(t, 3, "The operator key new/keys/operator.key is missing.")
	place(t, dir, "var/linli", "new")
	linli(t, dir, "restore", "keys", "--keys", "keys", "--data", "new").want(t, 2, "keys is not a backup that linli wrote.")
	r := linli(t, dir, "restore", "cases", "--keys", "keys", "--data", "new", "--json").want(t, 0, "No erasure journal was found apart from the backup of the keys")
	var restored map[string]any
	if err := json.Unmarshal([]byte(r.stdout), &restored); err != nil || restored["rows"].(float64) < 40 || restored["missing"] != 0.0 {
		t.Errorf("%v, %v", restored, err)
	}
	linli(t, dir, "restore", "cases", "--keys", "keys", "--data", "new").want(t, 2, "is not empty. A restore goes into an empty place; name another one.")
	linli(t, dir, "ledger", "verify", "--data", "new").want(t, 0, "default: whole.")
	linli(t, dir, "doctor", "--data", "new").want(t, 1, "sweep waits until a restore is confirmed")
	linli(t, dir, "keys", "confirm", "--data", "new").want(t, 0, "counts as complete")
	linli(t, dir, "keys", "confirm", "--data", "new").want(t, 0, "Nothing waits to be confirmed.")
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--json", "--data", "new").want(t, 0, ""))
	if *f.Denominator != 40 {
		t.Errorf("%d cases after the restore", *f.Denominator)
	}
}

func TestEraseDue(t *testing.T) { eachEngine(t, eraseDue) }

func eraseDue(t *testing.T, dir string) {
	if _, ok := databases.Load(dir); !ok {
		linli(t, dir, "init").want(t, 0, "is open")
	}
	linli(t, dir, "erase").want(t, 2, "missing flags: --due")
	done := value[map[string]int](t, linli(t, dir, "erase", "--due", "--json").want(t, 0, ""))
	for _, name := range []string{"cases", "contacts", "parties", "keys", "orphans", "files", "failed", "held"} {
		if n, ok := done[name]; !ok || n != 0 {
			t.Errorf("%s: %d, %v", name, n, ok)
		}
	}
	linli(t, dir, "erase", "--due").want(t, 0, "Erased: 0 cases")
	if _, err := os.Stat(filepath.Join(dir, "var/linli/keys/erasures.jsonl")); err != nil {
		t.Error(err)
	}
	linli(t, dir, "erase", "--due", "--erasure-journal", "nowhere/x.jsonl").want(t, 3, "The mirror of the erasure journal nowhere/x.jsonl cannot be written")
}

func TestRotateFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "import", "mediation", write(t, tables(6))).want(t, 0, "6 taken")
	linli(t, dir, "ledger", "verify").want(t, 0, "whole")
	state := func() (operator string, generation int) {
		t.Helper()
		all := value[[]struct {
			Tenant, Operator, Problem  string
			Generation, Former, Opened int
		}](t, linli(t, dir, "keys", "check", "--json").want(t, 0, ""))
		if len(all) != 1 || all[0].Tenant != "default" || all[0].Opened == 0 || all[0].Former != 0 || all[0].Problem != "" {
			t.Fatalf("%+v", all)
		}
		return all[0].Operator, all[0].Generation
	}
	operator, generation := state()
	linli(t, dir, "keys", "rotate").want(t, 0, "New tenant keys: 1.")
	if o, g := state(); o != operator || g != generation+1 {
		t.Errorf("operator %s, generation %d", o, g)
	}
	linli(t, dir, "keys", "rotate", "operator").want(t, 0, "var/linli/keys/operator.key is the new operator key")
	if o, g := state(); o == operator || g != generation+1 {
		t.Errorf("operator %s, generation %d", o, g)
	}
	linli(t, dir, "keys", "rotate", "operator").want(t, 1, "operator.key.former is the operator key from before the last rotation.")
	linli(t, dir, "doctor", "--operator-key", "var/linli/keys/operator.key.former").want(t, 1, "The key store belongs to operator key ")
	linli(t, dir, "keys", "rotate", "everything").want(t, 2, `must be one of "tenants","operator"`)
	change(t, filepath.Join(dir, "var/linli/keys/keys.db"), "update wrapped_key set wrapped = zeroblob(73) where key_id = (select min(key_id) from wrapped_key)")
	r := linli(t, dir, "keys", "check").want(t, 1, "problem: This text is damaged")
	if strings.Contains(r.stdout, "AGE") {
		t.Error(r.stdout)
	}
}
