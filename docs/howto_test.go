package docs_test

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

var bold = regexp.MustCompile(`\*\*([^*]+)\*\*`)

// TestHowToNamesWhatIsOnTheScreen: in docs/howto, bold words are texts of linli in the page's language, so that a reader
// finds them.
func TestHowToNamesWhatIsOnTheScreen(t *testing.T) {
	found := 0
	for _, name := range files(t, ".md") {
		if path.Dir(name) != "docs/howto" || path.Base(name) == "README.md" {
			continue
		}
		language := "en"
		if parts := strings.Split(path.Base(name), "."); len(parts) == 3 {
			language = parts[1]
		}
		shown := texts(t, language)
		for _, m := range bold.FindAllStringSubmatch(read(t, name), -1) {
			found++
			if !shown[m[1]] {
				t.Errorf("%s: **%s** stands on no page in %s", name, m[1], language)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d words of the screen were found", found)
	}
}

// texts are all texts of linli in a language.
func texts(t *testing.T, language string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, name := range files(t, "."+language+".yaml") {
		if !strings.HasPrefix(name, "platform/i18n/locales/") {
			continue
		}
		var all map[string]string
		if err := yaml.Unmarshal([]byte(read(t, name)), &all); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, text := range all {
			out[text] = true
		}
	}
	return out
}
