package document

import (
	"strings"
	"unicode"
)

// Where a line may end follows 行首行尾禁则 (GB/T 15834-2011, 5.1; W3C Requirements for Chinese Text Layout, 3.1.4): a line
// starts with no mark that closes, ends with no mark that opens; dashes and ellipses of two are one mark; a Latin word and a
// figure with its unit stay whole.
const (
	closing = "，。、；：？！）》〉」』】〕〗”’…·～〜々ー％‰℃°,.;:?!)]}%"
	opening = "（《〈「『【〔〖“‘([{￥¥＄$£€№§"
	units   = "元角分年月日时時点點分秒号號条條款项項天个個人名次期份页頁岁歲米里亩畝斤克吨噸层層楼樓室户戶栋棟万萬亿億折倍届屆周週"
)

func closes(r rune) bool { return strings.ContainsRune(closing, r) }
func opens(r rune) bool  { return strings.ContainsRune(opening, r) }

// mayBreak reports whether a line may end between two neighbours, neither of them a space.
func mayBreak(a, b rune) bool {
	switch {
	case closes(b) || opens(a):
		return false
	case a == b && (a == '—' || a == '…' || a == '─'):
		return false
	case unicode.IsDigit(a) && strings.ContainsRune(units, b):
		return false
	case a == '第' && unicode.IsDigit(b):
		return false
	case a == '\u00a0' || b == '\u00a0' || unicode.Is(unicode.Mn, b) || joins(b):
		return false
	case !wide(a) && !wide(b) && !boxed(a) && !boxed(b):
		return a == '-' && unicode.IsLetter(b) || closes(a) && opens(b)
	}
	return true
}

// boxed are marks that behave like a Chinese character without being one.
func boxed(r rune) bool { return r == '□' || r == '■' || r == '●' || r == '○' || r == '—' }

func joins(r rune) bool {
	return r == '\u200c' || r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

// blankAfter is how much of a full-width mark is empty on its right, in ems, and blankBefore on its left. Traditional
// type centres its stops, Simplified type sets them in the corner.
func blankAfter(r rune, language string) float64 {
	switch {
	case strings.ContainsRune("）》〉」』】〕〗", r):
		return 0.5
	case language != "en" && strings.ContainsRune("”’", r):
		return 0.5
	case language != "zh-Hant" && strings.ContainsRune("，。、；：", r):
		return 0.5
	}
	return 0
}

func blankBefore(r rune, language string) float64 {
	if strings.ContainsRune("（《〈「『【〔〖", r) || language != "en" && strings.ContainsRune("“‘", r) {
		return 0.5
	}
	return 0
}

// squeeze is what two marks that stand together give up, in ems: "）。" and "》（" would else tear a hole into the line.
func squeeze(a, b rune, language string) (after, before float64) {
	if after = blankAfter(a, language); after > 0 && (blankAfter(b, language) > 0 || blankBefore(b, language) > 0) {
		return after, 0
	}
	if a == '—' && b == '—' {
		return 0.1, 0 // the two halves of a dash touch
	}
	if before = blankBefore(b, language); before > 0 && blankBefore(a, language) > 0 {
		return 0, before
	}
	return 0, 0
}

// meets reports whether Chinese and Latin text touch here; a hair of space belongs between them.
func meets(a, b rune) bool {
	return han(a) && figure(b) || figure(a) && han(b)
}

func han(r rune) bool { return wide(r) && !unicode.IsPunct(r) && !(r >= 0xff00 && r <= 0xffef) }
func figure(r rune) bool {
	return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '¥' || r == '$' || r == '%'
}
