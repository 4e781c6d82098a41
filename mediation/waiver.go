package mediation

import (
	"strings"

	"linli/platform/fault"
	"linli/rulebook"
)

// gap is how many characters may stand where a pattern of the rulebook says "…".
const gap = 24

// forbid refuses words that would give up a right that nobody can give up: complaint, petition, suit, benefit or the
// reporting of a crime (人民调解法 art. 3, 32). The rulebook lists the phrases; the mediator declares the rest.
func forbid(l *fault.List, rules *rulebook.Rulebook, field, words string) {
	words = plain(words)
	for _, f := range rules.Mediation.Forbidden {
		if phrase := waiver(f, words); phrase != "" {
			*l = append(*l, fault.Field(field, "mediation.field.waiver_"+f.Right).With(fault.Args{"phrase": phrase}))
			return
		}
	}
}

// waiver is the phrase of the rulebook that the words contain, in any language, or empty. A mixed text is read in all.
func waiver(f rulebook.Forbidden, words string) string {
	for _, phrases := range f.Phrases {
		for _, p := range phrases {
			if strings.Contains(words, plain(p)) {
				return p
			}
		}
	}
	for _, patterns := range f.Patterns {
		for _, p := range patterns {
			if matches(words, strings.Split(plain(p), "…")) {
				return p
			}
		}
	}
	return ""
}

// matches reports whether the parts follow one another within a sentence, with at most gap characters between them.
func matches(words string, parts []string) bool {
	for _, sentence := range strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune("。！？.!?;；\n", r) }) {
		for from := 0; ; {
			i := strings.Index(sentence[from:], parts[0])
			if i < 0 {
				break
			}
			if follows(sentence[from+i+len(parts[0]):], parts[1:]) {
				return true
			}
			from += i + len(parts[0])
		}
	}
	return false
}

func follows(rest string, parts []string) bool {
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 || len([]rune(rest[:i])) > gap {
			return false
		}
		rest = rest[i+len(p):]
	}
	return true
}

// plain folds what changes the look of words and not their meaning: case, full width, spaces within Chinese.
func plain(s string) string {
	s = strings.ToLower(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '！' && r <= '～' && r != '！' && r != '？' && r != '；' && r != '，':
			r -= '！' - '!'
		case r == '\u3000':
			r = ' '
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff':
			continue
		}
		b.WriteRune(r)
	}
	fields := strings.Fields(b.String())
	out := ""
	for i, f := range fields {
		if i > 0 && !(wide(out) || wideFirst(f)) {
			out += " "
		}
		out += f
	}
	return out
}

func wide(s string) bool {
	r := []rune(s)
	return len(r) > 0 && r[len(r)-1] >= 0x2e80
}

func wideFirst(s string) bool {
	for _, r := range s {
		return r >= 0x2e80
	}
	return false
}
