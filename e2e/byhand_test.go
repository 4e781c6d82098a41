package e2e_test

import (
	"os"
	"strings"
	"testing"
)

// byHand are ten things that a person would do by hand to see whether the office can work with linli, each with the
// scenario that does it in a browser. Those marked are done on a telephone, 320 pixels wide, as the runner plays every
// scenario that names no widths of its own, in Simplified Chinese.
var byHand = []struct {
	what, file, step string
	phone            bool
}{
	{"apply from home and take the slip down", "../web/resident/scenarios/apply.mjs", "/apply/slip", false},
	{"come to the counter without a telephone, leave with a slip, and read the agreement in force with it", "scenarios/road.mjs", "/mediations/{id}/slip", true},
	{"open the own page with a slip, read the notice, consent, and end the mediation", "../web/resident/scenarios/party.mjs", "/r/{code}/withdraw", true},
	{"propose a mediator, declare ties, draft, sign and seal", "scenarios/road.mjs", "/mediations/{id}/sign", true},
	{"sign on the screen and on the office's device in a party's hands", "scenarios/rest.mjs", "/r/{code}/signature", true},
	{"sign by passkey", "scenarios/passkeys.mjs", "WebAuthn", false},
	{"say that nothing came, and that it came after all; join the court's application and take it back", "scenarios/life.mjs", "/r/{code}/dues/{n}/missing", true},
	{"replace a lost slip by two people", "scenarios/rest.mjs", "/mediations/{id}/lost", true},
	{"write to the wrong party and take it back", "scenarios/mediators.mjs", "/mediations/{id}/take_back", true},
	{"keep an offer, release it, have it countered, and agree to a session by video", "scenarios/carried.mjs", "/r/{code}/offers/{offer}", true},
}

// TestTenThingsAreDoneByHand fails where one of the ten has lost its scenario or, of those on a telephone, its width.
func TestTenThingsAreDoneByHand(t *testing.T) {
	runner, err := os.ReadFile("runner.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(runner), `"zh-Hans": 320`) {
		t.Error("who acts in Simplified Chinese does not hold a telephone")
	}
	phones := 0
	for _, x := range byHand {
		text, err := os.ReadFile(x.file)
		if err != nil {
			t.Errorf("%s: %v", x.what, err)
			continue
		}
		if !strings.Contains(string(text), x.step) {
			t.Errorf("%s: %s does not go to %s", x.what, x.file, x.step)
		}
		if x.phone {
			phones++
			if strings.Contains(string(text), "widths:") && !strings.Contains(string(text), "widths: [320]") {
				t.Errorf("%s: %s is not done on a telephone", x.what, x.file)
			}
		}
	}
	if len(byHand) != 10 || phones < 2 {
		t.Errorf("%d things, %d on a telephone", len(byHand), phones)
	}
}
