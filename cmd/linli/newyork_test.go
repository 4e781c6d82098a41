package main_test

import (
	"path/filepath"
	"testing"
)

// An office of New York is opened with its rulebook's zone, or with the one that is named; a rulebook that there is not is
// refused before anything is made.
func TestAnOfficeOfNewYorkIsOpened(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "init", "--tenant", "mars", "--rulebook", "mars").want(t, 2, "There is no rulebook “mars”. Known: cn, cn-town, generic, us-ny.")
	begun := linli(t, dir, "init", "--tenant", "willow", "--rulebook", "us-ny", "--zone", "America/New_York").want(t, 0, "The office “willow” is open")
	if !codeForm.MatchString(begun.stdout) {
		t.Errorf("standard output is %q, not one enrolment code", begun.stdout)
	}
	linli(t, t.TempDir(), "init", "--rulebook", "us-ny").want(t, 0, "is open")
}

func TestTheRulebookOfNewYorkIsSound(t *testing.T) {
	dir := t.TempDir()
	shipped, err := filepath.Abs("../../rulebooks/us-ny")
	if err != nil {
		t.Fatal(err)
	}
	linli(t, dir, "rulebook", "check", shipped).want(t, 0, "Rulebook us-ny, version 2026.1: no mistake found.")
	linli(t, dir, "rulebook", "test", shipped).want(t, 0, "examples ran; each gave what it should.")
}

// The rulebook that shows the format is sound, and of no office: its law is invented.
func TestTheImaginedRulebookIsSoundAndOfNoOffice(t *testing.T) {
	dir := t.TempDir()
	shipped, err := filepath.Abs("../../rulebooks/demo")
	if err != nil {
		t.Fatal(err)
	}
	linli(t, dir, "rulebook", "check", shipped).want(t, 0, "Rulebook demo, version 2026.1: no mistake found.")
	linli(t, dir, "rulebook", "test", shipped).want(t, 0, "examples ran; each gave what it should.")
	linli(t, dir, "init", "--rulebook", "demo").want(t, 2, "its law is invented")
}
