package i18n

import (
	"cmp"
	"net/http"
	"strings"

	"golang.org/x/text/language"
)

// Language is a language in which linli speaks, as a BCP 47 tag: one in which it is whole, or one of an office's packs.
type Language string

// The languages in which linli is whole. English stands in where a text is missing in production.
const (
	Hans    Language = "zh-Hans"
	Hant    Language = "zh-Hant"
	English Language = "en"
)

// LanguageCookie and LanguageParameter carry a reader's own choice.
const (
	LanguageCookie    = "lang"
	LanguageParameter = "lang"
)

// Languages returns those in which linli is whole, papers too, in the order in which a reader is offered them; what an office
// added is in [Bundle.Languages].
func Languages() []Language { return []Language{Hans, Hant, English} }

// Parse returns the language with exactly this tag, where linli is whole in it.
func Parse(tag string) (Language, bool) {
	switch l := Language(tag); l {
	case Hans, Hant, English:
		return l, true
	default:
		return English, false
	}
}

// TagOf is the tag of a language in which linli is whole, where somebody wrote its own name; any other wording stays as it is.
func TagOf(written string) string {
	for _, l := range Languages() {
		if strings.EqualFold(written, l.Name()) {
			return string(l)
		}
	}
	return written
}

// Name is the language's name in itself, for the language switch.
func (l Language) Name() string {
	switch l {
	case Hans:
		return "简体中文"
	case Hant:
		return "繁體中文"
	default:
		return "English"
	}
}

// acceptLimit is the longest Accept-Language header that is read, in bytes; browsers send less than 200.
const acceptLimit = 512

// TagOf is [TagOf], of a pack's language too.
func (b *Bundle) TagOf(written string) string {
	written = strings.TrimSpace(written)
	for _, l := range b.Languages() {
		if strings.EqualFold(written, b.Name(l)) {
			return string(l)
		}
	}
	return written
}

// Accept chooses a language from an Accept-Language header (RFC 9110, section 12.5.4): the language of a pack where the header
// names it or a form of it; zh-TW, zh-HK, zh-MO and zh-Hant read traditional characters, every other Chinese reads simplified
// ones, everybody else English.
func (b *Bundle) Accept(header string) Language {
	if l, ok := b.accepted(header); ok {
		return l
	}
	return English
}

// accepted is the first of the bundle's languages that a header names, and whether it names one.
func (b *Bundle) accepted(header string) (Language, bool) {
	if len(header) > acceptLimit {
		return "", false
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return "", false
	}
	for _, tag := range tags {
		for form := tag; !form.IsRoot(); form = form.Parent() {
			if p, ok := b.pack(Language(form.String())); ok {
				return p.Language, true
			}
		}
		base, _ := tag.Base()
		switch base.String() {
		case "zh", "yue":
			if script, _ := tag.Script(); script.String() == "Hant" {
				return Hant, true
			}
			return Hans, true
		case "en":
			return English, true
		}
	}
	return "", false
}

// Choose takes the first of what a reader said that names a language: the parameter of the address, because they just
// clicked on it; the cookie of an earlier choice; what the browser asks for. Empty strings say nothing; who says nothing
// reads the office's own language, and English where that is nil.
func (b *Bundle) Choose(parameter, cookie, accept string, own func() Language) Language {
	for _, tag := range []string{parameter, cookie} {
		if l, ok := b.Parse(tag); ok {
			return l
		}
	}
	if l, ok := b.accepted(accept); ok || own == nil {
		return cmp.Or(l, English)
	}
	return own()
}

// Negotiate chooses the language of a request without a cookie, where no edge stood before the handler, of those in which
// linli is whole.
func Negotiate(r *http.Request) Language {
	var none *Bundle
	return none.Choose(r.URL.Query().Get(LanguageParameter), "", r.Header.Get("Accept-Language"), nil)
}
