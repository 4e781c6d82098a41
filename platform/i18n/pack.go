package i18n

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// A pack speaks for itself by two keys.
const (
	packName     = "language.name"
	packFallback = "language.fallback"
)

// Pack is a language that an office added: the texts that it translates, over a language in which linli is whole. It is
// immutable.
type Pack struct {
	Language Language
	Name     string   // of the language in itself
	Over     Language // gives what the pack lacks
	texts    map[string]string
	whole    map[string]string // with what it lacks
	// rightward: it is written from right to left
	rightward bool
	// Doubts are what of the pack is not used, or missing: the program was changed since, or the translation is not done.
	Doubts []Finding
}

// Finding is what is wrong with a pack. Line and Col count from 1, in characters.
type Finding struct {
	File      string
	Line, Col int
	Reason    string // in plain English, for the person who writes the pack
}

// String is "FILE:LINE:COL: reason".
func (f Finding) String() string { return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Reason) }

// tagForm are the tags of packs: language, script and region (RFC 5646, section 2.1), without variants and extensions.
var tagForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)

// Packs reads the <area>.<language>.yaml at the top of a folder. With findings there are no packs, not even the sound ones;
// what a sound pack leaves open stands in its doubts. The error is a failure of reading.
func (b *Bundle) Packs(folder fs.FS) ([]*Pack, []Finding, error) {
	r := &packReader{bundle: b, folder: folder, packs: map[Language]*Pack{}, stands: map[Language]map[string]Finding{}}
	if err := r.read(); err != nil {
		return nil, nil, fmt.Errorf("reading the languages: %w", err)
	}
	var all []*Pack
	for _, lang := range slices.Sorted(maps.Keys(r.packs)) {
		r.complete(r.packs[lang])
		all = append(all, r.packs[lang])
	}
	sortFindings(r.findings)
	if len(r.findings) > 0 {
		return nil, r.findings, nil
	}
	return all, nil, nil
}

// complete settles what a pack says of itself, and puts its texts over those of its fallback.
func (r *packReader) complete(p *Pack) {
	at := r.stands[p.Language]
	own := "language." + string(p.Language) + ".yaml"
	for key, into := range map[string]*string{packName: &p.Name, packFallback: (*string)(&p.Over)} {
		if *into = p.texts[key]; *into == "" {
			r.add(own, 1, 1, "%s is missing: every pack says its name in itself and the language that stands in (zh-Hans, zh-Hant or en)", key)
			return
		}
		delete(p.texts, key)
	}
	over, ok := Parse(string(p.Over))
	if !ok {
		f := at[packFallback]
		r.add(f.File, f.Line, f.Col, "%q cannot stand in: write zh-Hans, zh-Hant or en", p.Over)
		return
	}
	under := r.bundle.of(over)
	p.whole = maps.Clone(under)
	for key := range under { // whole or not at all: a plural of two languages is none
		if s := stem(key); s != key && p.has(s) {
			delete(p.whole, key)
		}
	}
	for key, text := range p.texts {
		want, known := r.like(under, key)
		f := at[key]
		switch {
		case !known:
			f.Reason = fmt.Sprintf("the key %q is unknown: linli asks for no such text", key)
		case !fills(key, text, want):
			f.Reason = fmt.Sprintf("the placeholders of %q differ: %s has %s, here stands %s", key, over, braces(want), braces(text))
		default:
			p.whole[key] = text
			continue
		}
		p.Doubts = append(p.Doubts, f)
		delete(p.texts, key)
		for kept, text := range under {
			if stem(kept) == stem(key) {
				p.whole[kept] = text
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(under)) {
		if _, there := p.texts[key]; !there && !p.has(stem(key)) && key != packName {
			area, _, _ := strings.Cut(key, ".")
			p.Doubts = append(p.Doubts, Finding{area + "." + string(p.Language) + ".yaml", 1, 1, fmt.Sprintf("the key %q is missing; its text is %q", key, under[key])})
		}
	}
	sortFindings(p.Doubts)
}

// has reports whether the pack has any form of a plural text.
func (p *Pack) has(stem string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { _, ok := p.texts[stem+e]; return ok })
}

// like is the text that a key of a pack translates: that of the key, or of any form of the same plural.
func (r *packReader) like(under map[string]string, key string) (string, bool) {
	text, ok := under[key]
	if !ok && stem(key) != key {
		text, ok = under[stem(key)+".other"]
	}
	return text, ok && key != packName && key != packFallback
}

// fills reports whether a text has the placeholders of the one that it translates: a form for one may leave the number out,
// and a language says as much of a date as it writes.
func fills(key, text, like string) bool {
	got, want := Placeholders(text), Placeholders(like)
	slices.Sort(got)
	slices.Sort(want)
	if stem(key) != key && !strings.HasSuffix(key, other) || strings.HasPrefix(key, "date.") && stem(key) == key {
		return !slices.ContainsFunc(got, func(name string) bool { return !slices.Contains(want, name) })
	}
	return slices.Equal(got, want)
}

func braces(text string) string {
	names := Placeholders(text)
	if len(names) == 0 {
		return "none"
	}
	return "{" + strings.Join(names, "} {") + "}"
}

func sortFindings(all []Finding) {
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Reason, b.Reason))
	})
}

// With is a bundle that speaks the languages of the packs as well.
func (b *Bundle) With(packs []*Pack) *Bundle {
	out := b.Afresh()
	out.packs, out.readers = map[Language]*Pack{}, maps.Clone(b.readers)
	for _, p := range packs {
		out.packs[p.Language] = p
		out.readers[p.Language] = func() (map[string]string, error) { return p.whole, nil }
	}
	return out
}

// pack is an office's own language; a bundle of nil has none.
func (b *Bundle) pack(l Language) (*Pack, bool) {
	if b == nil {
		return nil, false
	}
	p, ok := b.packs[l]
	return p, ok
}

// Languages returns all languages in which a reader is offered pages: those in which linli is whole, then the packs.
func (b *Bundle) Languages() []Language {
	if b == nil {
		return Languages()
	}
	return append(Languages(), slices.Sorted(maps.Keys(b.packs))...)
}

// Parse returns the language with exactly this tag, of those in which there are pages.
func (b *Bundle) Parse(tag string) (Language, bool) {
	if p, ok := b.pack(Language(tag)); ok {
		return p.Language, true
	}
	return Parse(tag)
}

// Name is the language's name in itself.
func (b *Bundle) Name(l Language) string {
	if p, ok := b.pack(l); ok {
		return p.Name
	}
	return l.Name()
}

// Whole is the language in which linli is whole that stands in for a pack's, and any of its own for itself. Papers are written in
// it: linli has no fonts for others.
func (b *Bundle) Whole(l Language) Language {
	if p, ok := b.pack(l); ok {
		return p.Over
	}
	return l
}

// languageOf is the tag in the name of a file, and what is wrong with it.
func languageOf(name string) (area string, lang Language, wrong string) {
	area, tag, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".yaml"), ".")
	parsed, err := language.Parse(tag)
	if _, whole := Parse(tag); whole {
		return "", "", fmt.Sprintf("%s is built in: a pack is of another language", tag)
	}
	if !tagForm.MatchString(tag) || err != nil || parsed.String() != tag {
		return "", "", fmt.Sprintf("the name is not <area>.<language>.yaml with a language tag such as ug, bo or es-MX: %q", tag)
	}
	return area, Language(tag), ""
}
