package main_test

import (
	"os"
	"path/filepath"
	"testing"
)

// The drills of docs/operation.md are played here command by command, so that they work on the day they are needed.

// backed is an office with cases, saved in both halves.
func backed(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	linli(t, dir, "import", "mediation", write(t, tables(40))).want(t, 0, "40 taken")
	linli(t, dir, "backup", "cases").want(t, 0, "")
	linli(t, dir, "keys", "backup", "keys").want(t, 0, "")
	return dir
}

// known asks for the number of cases that the figures know in a data folder.
func known(t *testing.T, dir, data string, want int64) {
	t.Helper()
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--json", "--data", data).want(t, 0, ""))
	if *f.Denominator != want {
		t.Errorf("%s: %d cases, want %d", data, *f.Denominator, want)
	}
}

func TestTheDrillOfALostOperatorKey(t *testing.T) {
	dir := backed(t)
	place(t, dir, "var/linli", "copy")
	linli(t, dir, "restore", "cases", "--keys", "keys", "--data", "copy").want(t, 0, "")
	key := filepath.Join(dir, "copy/keys/operator.key")
	away := filepath.Join(dir, "operator.key.away")
	if err := os.Rename(key, away); err != nil {
		t.Fatal(err)
	}

	said := "The operator key copy/keys/operator.key is missing"
	linli(t, dir, "serve", "--data", "copy", "--listen", "127.0.0.1:0").want(t, 3, said)
	linli(t, dir, "keys", "check", "--data", "copy").want(t, 3, said)
	linli(t, dir, "doctor", "--data", "copy").want(t, 1, "is missing")
	linli(t, dir, "restore", "cases", "--keys", "keys", "--data", "elsewhere").want(t, 3, "The operator key elsewhere/keys/operator.key is missing")
	if _, err := os.Stat(key); err == nil {
		t.Fatal("a new operator key was made beside keys that only the old one opens")
	}

	// The two people bring another office's key by mistake, and then the right one.
	linli(t, dir, "init", "--data", "another").want(t, 0, "is open")
	wrong, err := os.ReadFile(filepath.Join(dir, "another/keys/operator.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, wrong, 0o600); err != nil {
		t.Fatal(err)
	}
	linli(t, dir, "doctor", "--data", "copy").want(t, 1, "The key store belongs to operator key ")
	if err := os.Rename(away, key); err != nil {
		t.Fatal(err)
	}
	if all := value[[]struct{ Problem string }](t, linli(t, dir, "keys", "check", "--data", "copy", "--json").want(t, 0, "")); len(all) != 1 || all[0].Problem != "" {
		t.Errorf("with the key back: %+v", all)
	}
	known(t, dir, "copy", 40)
}

func TestAnUpgradeIsRolledBack(t *testing.T) {
	dir := backed(t)
	// What a newer program leaves: a schema that this one does not know.
	change(t, filepath.Join(dir, "var/linli/linli.db"), "insert into goose_db_version (version_id, is_applied) values (90000, 1)")
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate"}} {
		linli(t, dir, args...).want(t, 3, "newer program")
	}
	linli(t, dir, "doctor").want(t, 1, "newer program")

	if err := os.Rename(filepath.Join(dir, "var/linli"), filepath.Join(dir, "var/linli.newer")); err != nil {
		t.Fatal(err)
	}
	place(t, dir, "var/linli.newer", "var/linli")
	linli(t, dir, "restore", "cases", "--keys", "keys", "--journal", "var/linli.newer/keys/erasures.jsonl").want(t, 0, "")
	linli(t, dir, "migrate").want(t, 0, "have this program's schema")
	linli(t, dir, "ledger", "verify").want(t, 0, "default: whole.")
	s := start(t, dir, "serve", "--listen", "127.0.0.1:0")
	s.stop()
	known(t, dir, "var/linli", 40)
}
