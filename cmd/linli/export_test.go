package main_test

import (
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"linli/platform/id"
)

func TestACaseLeavesByAnApprovedRequestAlone(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "import", "mediation", write(t, tables(2))).want(t, 0, "2 taken")
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	to, request := key.Recipient().String(), id.ID{15: 1}.String()
	for _, what := range []string{"case", "resident"} {
		linli(t, dir, "export", what, "--to", to, "--out", "copy.age").want(t, 2, "missing flags: --request=ID")
		linli(t, dir, "export", what, "--request", "first", "--to", to, "--out", "copy.age").want(t, 2, "first is not the number of a request.")
		linli(t, dir, "export", what, "--request", request, "--to", "everybody", "--out", "copy.age").want(t, 2, "everybody is not an age recipient")
		linli(t, dir, "export", what, "--request", request, "--to", to, "--out", "copy.age").want(t, 1, "There is no such request.")
		linli(t, dir, "export", what, "--request", request, "--to", to, "--out", "var").want(t, 2, "var is there already")
	}
	for _, file := range []string{"copy.age", "copy.age.part"} {
		if _, err := os.Lstat(filepath.Join(dir, file)); !os.IsNotExist(err) {
			t.Errorf("a refusal leaves %s, %v", file, err)
		}
	}
}
