package vault

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Class says how a field is kept.
type Class string

// The classes of the field table.
const (
	ClassClear  Class = "clear"                  // readable in the store: dates, codes, states, ids of things
	ClassSealed Class = "sealed"                 // under a data key
	ClassPublic Class = "public-after-redaction" // sealed as written; its redacted form is published in a column
)

// Field is one row of the field table.
type Field struct {
	Name  string // dotted, lower case, as [Sealed.Field] has it: "mediation.party.name"; for a clear field its own name
	Class Class
	Kind  Kind // the section whose key seals it; empty for clear fields
	// Column is "table.column": where a clear field stands, or the redacted form of a public one; empty for sealed fields.
	Column string
	Why    string // one sentence: what the field is needed for
}

// Column is one column of a schema.
type Column struct{ Table, Name string }

func (c Column) String() string { return c.Table + "." + c.Name }

// Table is the field table: it says of every field whether it is clear, sealed or public after redaction. Capabilities
// add their rows at wiring; the vault refuses to seal what is not in it, and a test compares it with the schema.
type Table struct {
	rows   []Field
	byName map[string]int
}

// NewTable returns a table with rows.
func NewTable(rows ...Field) *Table {
	t := &Table{byName: make(map[string]int)}
	t.Add(rows...)
	return t
}

// Add appends rows. Mistakes are found by [Table.Validate].
func (t *Table) Add(rows ...Field) {
	for _, f := range rows {
		if _, ok := t.byName[f.Name]; !ok {
			t.byName[f.Name] = len(t.rows)
		}
		t.rows = append(t.rows, f)
	}
}

// Lookup finds a field by name.
func (t *Table) Lookup(name string) (Field, bool) {
	i, ok := t.byName[name]
	if !ok {
		return Field{}, false
	}
	return t.rows[i], true
}

// Fields returns the rows in order of name.
func (t *Table) Fields() []Field {
	return slices.SortedFunc(slices.Values(t.rows), func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
}

var (
	fieldName  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$`)
	columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)
)

// Validate returns every mistake of the table: double or ill-formed names, a missing reason, a sealed field without
// kind or with a column, a clear field without column or with a kind, one column named twice.
func (t *Table) Validate() error {
	var wrong []error
	say := func(f Field, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("field table: %s: %s", f.Name, fmt.Sprintf(format, args...)))
	}
	columns := make(map[string]string)
	for i, f := range t.rows {
		if !fieldName.MatchString(f.Name) {
			say(f, "the name is not dotted lower case")
		}
		if t.byName[f.Name] != i {
			say(f, "named twice")
		}
		if strings.TrimSpace(f.Why) == "" {
			say(f, "no reason given")
		}
		sealed, stored := f.Class != ClassClear, f.Class != ClassSealed
		switch {
		case f.Class != ClassClear && f.Class != ClassSealed && f.Class != ClassPublic:
			say(f, "unknown class %q", f.Class)
			continue
		case sealed && !f.Kind.Valid():
			say(f, "%s without a kind of section", f.Class)
		case !sealed && f.Kind != "":
			say(f, "clear, with the kind %q", f.Kind)
		}
		switch {
		case stored && !columnName.MatchString(f.Column):
			say(f, "%s without table.column", f.Class)
		case !stored && f.Column != "":
			say(f, "sealed, with the column %s", f.Column)
		}
		if other, ok := columns[f.Column]; ok && stored {
			say(f, "column %s is already that of %s", f.Column, other)
		}
		columns[f.Column] = f.Name
	}
	return errors.Join(wrong...)
}

// Compare lists what differs between the table and a schema, sorted: columns that the table does not name, and clear or
// public fields whose column is not in the schema. Empty means equal.
func (t *Table) Compare(schema []Column) []string {
	var differ []string
	there := make(map[string]bool, len(schema))
	for _, c := range schema {
		there[c.String()] = true
	}
	named := make(map[string]bool, len(t.rows))
	for _, f := range t.rows {
		if f.Column == "" {
			continue
		}
		named[f.Column] = true
		if !there[f.Column] {
			differ = append(differ, fmt.Sprintf("field %s: the schema has no column %s", f.Name, f.Column))
		}
	}
	for _, c := range schema {
		if !named[c.String()] {
			differ = append(differ, fmt.Sprintf("column %s: not in the field table", c))
		}
	}
	slices.Sort(differ)
	return differ
}

// Markdown renders the table for docs/security/fields.md.
func (t *Table) Markdown() string {
	var b strings.Builder
	b.WriteString("| field | kept | section | column | needed for |\n|---|---|---|---|---|\n")
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for _, f := range t.Fields() {
		column := f.Column
		if column != "" {
			column = "`" + column + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", f.Name, f.Class, f.Kind, column, cell.Replace(f.Why))
	}
	return b.String()
}
