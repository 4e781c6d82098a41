package i18n

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"linli/platform/fault"
)

// Locale is how one reader reads: a language, and the zone of the office whose dates are shown.
type Locale struct {
	Language Language
	Zone     *time.Location // the office's zone; nil is UTC
	bundle   *Bundle
}

// For returns the locale of a reader.
func (b *Bundle) For(lang Language, zone *time.Location) Locale {
	return Locale{Language: lang, Zone: zone, bundle: b}
}

// NameOf is a language's name in itself, by its tag; what is no tag of a language that linli speaks stays as it was written.
func (l Locale) NameOf(tag string) string {
	if known, ok := l.bundle.Parse(tag); ok {
		return l.bundle.Name(known)
	}
	return tag
}

// Lookup returns the text of a key with its placeholders filled, or a *MissingError.
func (l Locale) Lookup(key string, args fault.Args) (string, error) {
	text, ok := l.bundle.of(l.Language)[key]
	if !ok {
		var reason string
		if text, reason = l.plural(key, args); reason != "" {
			return "", &MissingError{l.Language, key, reason}
		}
	}
	if !strings.Contains(text, "{") {
		return text, nil
	}
	pieces, err := split(text)
	if err != nil {
		return "", &MissingError{l.Language, key, err.Error()}
	}
	var out strings.Builder
	for _, p := range pieces {
		if p.name == "" {
			out.WriteString(p.words)
			continue
		}
		value, ok := args[p.name]
		if !ok {
			return "", &MissingError{l.Language, key, "the argument " + p.name + " is not given"}
		}
		out.WriteString(l.apart(l.value(value)))
	}
	return out.String(), nil
}

// plural chooses the form of the text by the argument n.
func (l Locale) plural(key string, args fault.Args) (text, reason string) {
	texts := l.bundle.of(l.Language)
	usual, ok := texts[key+other]
	if !ok {
		return "", "no such key"
	}
	n, ok := integer(args["n"])
	if !ok {
		return "", "a plural text needs a whole number n"
	}
	if form, ok := texts[key+formOf(l.Language, n)]; ok {
		return form, ""
	}
	return usual, ""
}

// Text is Lookup for places that must show something; see [Bundle.Text].
func (l Locale) Text(key string, args fault.Args) string {
	text, err := l.Lookup(key, args)
	if err == nil {
		return text
	}
	l.bundle.miss(l.Language, key, err)
	inEnglish := l
	inEnglish.Language = English
	if text, err = inEnglish.Lookup(key, args); err == nil {
		return text
	}
	if text, err = l.Lookup("language.text_missing", nil); err == nil {
		return text
	}
	return "…"
}

// Fault is the sentence of a fault for its reader. A text that speaks of the field takes its label as {label}; without a
// label the field's own name stands in.
func (l Locale) Fault(f *fault.Error, label string) string {
	text := l.Text(f.Key, l.FaultArgs(f, label))
	switch {
	case f.Rule == nil:
		return text
	case len(f.Rule.Law) == 0:
		return text + l.Text("fault.rule_own", nil)
	case f.Rule.Article == "":
		return text + l.Text("fault.rule_whole", fault.Args{"law": f.Rule.Law})
	}
	return text + l.Text("fault.rule"+citation(f.Rule.Article), fault.Args{"law": f.Rule.Law, "article": l.articles(f.Rule.Article)})
}

// Cited names a rule of law: a numbered article as the language calls one, any other passage as the law itself does
// ("§ 849-b (4) (d)"). The keys are key, key_several for more than one article, and key_named; all take {law} and {article}.
func (l Locale) Cited(key, law, article string) string {
	return l.Text(key+citation(article), fault.Args{"law": law, "article": l.articles(article)})
}

// articles are the numbers of articles ("31, 35") with the comma that the language has between them.
func (l Locale) articles(numbers string) string {
	if citation(numbers) != "_several" {
		return numbers
	}
	return strings.ReplaceAll(numbers, ", ", l.Text("language.comma", nil))
}

// citation is the end of the key with which a passage is cited.
func citation(article string) string {
	switch {
	case article == "" || article[0] < '0' || article[0] > '9':
		return "_named"
	case strings.Contains(article, ", "):
		return "_several"
	}
	return ""
}

// FaultArgs returns the fault's arguments with the field's label among them.
func (l Locale) FaultArgs(f *fault.Error, label string) fault.Args {
	args := fault.Args{"label": label}
	if label == "" {
		args["label"] = f.Field
	}
	for k, v := range f.Args {
		args[k] = v
	}
	return args
}

// label is the text in the reader's language, or in the nearest that there is.
func (l Locale) label(v fault.Label) string {
	for _, lang := range []Language{l.Language, l.bundle.Whole(l.Language), Hans, Hant, English} {
		if s := v[string(lang)]; s != "" {
			return s
		}
	}
	return ""
}

// value writes an argument as the reader writes such things.
func (l Locale) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return l.DateTime(v)
	case fault.Text:
		return l.Text(string(v), nil)
	case fault.Day:
		return l.Date(time.Time(v))
	case fault.Label:
		return l.label(v)
	case []string:
		return l.List(v)
	case float64:
		return l.Decimal(v, -1)
	case fmt.Stringer:
		return v.String()
	}
	if n, ok := integer(v); ok {
		return l.Number(n)
	}
	return fmt.Sprint(v)
}

func integer(v any) (int64, bool) {
	if v == nil {
		return 0, false
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return r.Int(), true
	case r.CanUint():
		return int64(r.Uint()), true //nolint:gosec // counts on a page are far below 2^63
	default:
		return 0, false
	}
}
