package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/platform/i18n"
)

var boldWords = regexp.MustCompile(`\*\*([^*]+)\*\*`)

// TestTheHowToOffersOnlyWhatThePoliciesAllow: where the pages of docs/howto tell a post to do an act of the mediation, by
// the words on its button, the policies let that post do it.
func TestTheHowToOffersOnlyWhatThePoliciesAllow(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	locale, table := texts.For(i18n.English, time.UTC), policyTable(t)
	acts := map[string][]string{} // words → actions
	for _, key := range texts.Keys(i18n.English) {
		if event, ok := strings.CutPrefix(key, "mediation.event."); ok && table["mediation."+event] != nil {
			words := locale.Text(key, nil)
			acts[words] = append(acts[words], "mediation."+event)
		}
	}
	sign := locale.Text("mediation.event.sign", nil)
	acts[sign] = append(acts[sign], "mediation.seal") // the seal is recorded as a signature, by its own right
	found := 0
	for _, post := range []string{"clerk", "mediator", "lead"} {
		text, err := os.ReadFile(filepath.Join(root, "docs", "howto", post+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range boldWords.FindAllStringSubmatch(string(text), -1) {
			if len(acts[m[1]]) == 0 {
				continue
			}
			found++
			may := false
			for _, action := range acts[m[1]] {
				for _, answer := range table[action][post] {
					may = may || answer == "yes"
				}
			}
			if !may {
				t.Errorf("docs/howto/%s.md tells to do **%s**, and the policies refuse it to that post", post, m[1])
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d acts were found in the pages", found)
	}
}

// TestEveryRefusalIsASentence: whatever the policies refuse to somebody who may know of the case is told in words.
func TestEveryRefusalIsASentence(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for action, rows := range policyTable(t) {
		no := false
		for _, row := range rows {
			for _, answer := range row {
				no = no || answer == "no"
			}
		}
		if !no {
			continue
		}
		refused++
		key := "access.refused." + action
		for _, lang := range i18n.Languages() {
			text, err := texts.Lookup(lang, key, nil)
			if err != nil || strings.Contains(text, action) || !strings.ContainsAny(text, ".。") {
				t.Errorf("%s: the refusal of %s is told as %q (%v)", lang, action, text, err)
			}
		}
	}
	for lang, want := range map[i18n.Language]string{
		i18n.English: "Your post does not let you issue a slip for this case.", i18n.Hans: "您的岗位无权受理本案。",
	} {
		key := map[i18n.Language]string{i18n.English: "access.refused.mediation.slip", i18n.Hans: "access.refused.mediation.accept"}[lang]
		if got := texts.For(lang, time.UTC).Text(key, nil); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if refused < 30 {
		t.Errorf("only %d actions are refused to anybody", refused)
	}
}
