package e2e_test

import "testing"

// TestPaper brings a case in from its paper file through the clerk's form, and lets the other party end it with its slip.
func TestPaper(t *testing.T) {
	scene{scenarios: []string{"scenarios/paper.mjs"}, logins: []string{"clerk"}}.play(t)
}
