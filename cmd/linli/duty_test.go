package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestADutyAimedAtPeopleIsRefusedAtTheTerminal runs the check over a folder whose round of parks became one of newcomers, and
// over the shipped rulebook of a town.
func TestADutyAimedAtPeopleIsRefusedAtTheTerminal(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../rulebook/testdata/small")); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile("../../rulebook/testdata/aimed/01-visit-newcomers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "duties.yaml")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	got := linli(t, t.TempDir(), "rulebook", "check", dir)
	got.want(t, 1, "")
	_, finding, _ := strings.Cut(string(body), "# finding: duties.yaml")
	finding, _, _ = strings.Cut(finding, "\n")
	if want := file + finding; strings.TrimSpace(got.stdout) != want {
		t.Errorf("printed %q, want %q", got.stdout, want)
	}
	town, err := filepath.Abs("../../rulebooks/cn-town")
	if err != nil {
		t.Fatal(err)
	}
	linli(t, t.TempDir(), "rulebook", "check", town).want(t, 0, "Rulebook cn-town, version 2026.1: no mistake found.")
	linli(t, t.TempDir(), "rulebook", "test", town).want(t, 0, "")
	linli(t, t.TempDir(), "init", "--rulebook", "cn-town").want(t, 0, "is open")
}
