package dialect

import (
	"strconv"
	"strings"
)

// statement is a SQL text understood once.
type statement struct {
	postgres string // as written
	sqlite   string // $n written as ?n
	counted  string // PostgreSQL: the text wrapped so that it fails unless it changes as many rows as its last parameter says
	params   int    // the highest placeholder
}

func (db *DB) parse(text string) *statement {
	if s, ok := db.texts.Load(text); ok {
		return s.(*statement)
	}
	rewritten, params := rewrite(text)
	s := &statement{postgres: text, sqlite: rewritten, params: params, counted: countRows(text, params)}
	db.texts.Store(text, s)
	return s
}

// form is the text as an engine is sent it.
func (s *statement) form(e Engine) string {
	if e == Postgres {
		return s.postgres
	}
	return s.sqlite
}

// rewrite turns $n into SQLite's ?n, outside quotes and comments, and returns the highest n.
func rewrite(text string) (string, int) {
	var b strings.Builder
	b.Grow(len(text))
	highest := 0
	for i := 0; i < len(text); {
		if end := skipQuoted(text, i); end > i {
			b.WriteString(text[i:end])
			i = end
			continue
		}
		if n := digits(text, i+1); text[i] == '$' && n > 0 {
			k, _ := strconv.Atoi(text[i+1 : i+1+n])
			highest = max(highest, k)
			b.WriteByte('?')
			i++
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String(), highest
}

// skipQuoted returns the end of the quoted text or comment that begins at i, or i when none does.
func skipQuoted(text string, i int) int {
	rest := text[i:]
	var closing string
	switch {
	case rest[0] == '\'' || rest[0] == '"':
		closing = rest[:1] // a doubled quote ends one quoted text and begins the next
	case strings.HasPrefix(rest, "--"):
		closing = "\n"
	case strings.HasPrefix(rest, "/*"):
		closing = "*/"
	default:
		return i
	}
	end := strings.Index(rest[1:], closing)
	if end < 0 {
		return len(text)
	}
	return i + 1 + end + len(closing)
}

func digits(text string, i int) int {
	n := 0
	for i+n < len(text) && text[i+n] >= '0' && text[i+n] <= '9' {
		n++
	}
	return n
}

// changes reports whether the statement changes rows, so that it may be counted.
func (s *statement) changes() bool {
	verb, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s.postgres)), " ")
	return verb == "insert" || verb == "update" || verb == "delete"
}
