package blob

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is the length of a cleaned name in characters, extension included.
const maxName = 120

// CleanName makes a file name fit to be shown and saved again: without folders, control, invisible or direction-changing
// characters and those that some system reserves; normalised (NFC), at most 120 characters, with the extension of the
// content's type. It may still tell a person's name: seal it like any other text.
func CleanName(name, extension string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.Is(unicode.Zs, r):
			return ' '
		case !unicode.IsPrint(r): // Cc, Cf (bidi, zero width), Co, Cs, Zl, Zp
			return -1
		case unicode.Is(unicode.Variation_Selector, r) || r == '\u3164' || r == '\u115f' || r == '\u1160': // blank fillers
			return -1
		}
		return r
	}, name)
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Trim(name, " .")
	if long := []rune(name); len(long) > maxName-len(extension) {
		name = strings.TrimRight(string(long[:maxName-len(extension)]), " .")
	}
	if name == "" {
		name = "attachment"
	}
	return name + extension
}

// extensionOf is the extension of an uploaded name in lower case, "" when it has none; what is not letters and digits
// counts as none, so that it can stand in a message.
func extensionOf(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	e := strings.ToLower(strings.TrimRight(path.Ext(name), " ."))
	if len(e) < 2 || len(e) > 9 || strings.Trim(e[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return e
}
