package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"linli/casefile"
	"linli/platform/fault"
)

// FuzzDecode: whatever is sent as the input of an event is a command of that event or refused with a sentence, never a failure.
func FuzzDecode(f *testing.F) {
	for _, event := range Events() {
		f.Add(string(event), []byte(`{}`))
	}
	for _, body := range []string{"", "null", "[]", `{"party":1}`, `{"party":"x"}`, `{"unknown":1}`, `{} {}`, strings.Repeat(`{"a":`, 20_000), `{"text":"\u0000\ud800"}`, "\xff", `{"amount":{"minor":1e400}}`, `{"terms":[null]}`} {
		f.Add("draft", []byte(body))
		f.Add("statement", []byte(body))
		f.Add("no_such_event", []byte(body))
	}
	f.Fuzz(func(t *testing.T, event string, body []byte) {
		cmd, err := Commands.Decode(casefile.Kind(event), body)
		if err != nil {
			x := fault.Of(err)
			if known := slices.Contains(Events(), casefile.Kind(event)); x.Code != fault.Invalid && (known || x.Code != fault.NotFound) || x.Key == "" {
				t.Errorf("%s of %q: %v", event, body, err)
			}
			return
		}
		if string(cmd.Kind()) != event {
			t.Errorf("%s is read as %s", event, cmd.Kind())
		}
		if _, err := json.Marshal(cmd); err != nil {
			t.Errorf("%s of %q cannot be written: %v", event, body, err)
		}
	})
}
