package docs_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"linli/rulebook"
)

// rulebookFiles are the files of a rulebook with the struct that each is read into.
var rulebookFiles = [][2]string{
	{"rulebook.yaml", "header"}, {"laws.yaml", "lawsFile"}, {"posts.yaml", "postsFile"}, {"calendars.yaml", "calendarsFile"},
	{"promises.yaml", "promisesFile"}, {"mediation.yaml", "Mediation"}, {"report.yaml", "Report"}, {"inspection.yaml", "Inspection"}, {"needs.yaml", "Help"}, {"duties.yaml", "Duties"}, {"indicators.yaml", "Figures"}, {"tests/*.yaml", "testsFile"},
}

// TestTheRulebookReferenceIsTheCodes writes the reference from the structs that a rulebook is decoded into: their tags name
// the keys, their comments tell what they mean.
func TestTheRulebookReferenceIsTheCodes(t *testing.T) {
	r := readFormat(t)
	var b strings.Builder
	for _, f := range rulebookFiles {
		fmt.Fprintf(&b, "### %s\n\n", f[0])
		r.write(&b, f[1])
	}
	for _, list := range []struct {
		title, of string
		values    []string
	}{
		{"Capabilities", "Capabilities", rulebook.Capabilities()},
		{"Subjects", "Subjects", rulebook.Subjects()},
		{"Posts that can be named", "Posts", rulebook.Posts()},
		{"Events of mediation", "Events", rulebook.Events("mediation")},
		{"Events of report", "Events", rulebook.Events("report")},
		{"Kinds of duty", "DutyKinds", rulebook.DutyKinds()},
		{"Subjects of a duty or a checklist", "DutySubjects", rulebook.DutySubjects()},
		{"Subjects of a responsibility statement", "StatementSubjects", rulebook.StatementSubjects()},
		{"Levels of units", "UnitLevels", rulebook.UnitLevels()},
		{"Rhythms of a duty", "Rhythms", rulebook.Rhythms()},
		{"Events upon which a duty is owed", "Occasions", rulebook.Occasions()},
		{"Evidence", "EvidenceKinds", rulebook.EvidenceKinds()},
		{"Kinds of public places", "PlaceKinds", rulebook.PlaceKinds()},
		{"Kinds of serious incidents", "IncidentKinds", rulebook.IncidentKinds()},
		{"Published measures", "Measures", measures()},
		{"Conduct that is weighed", "Conducts", rulebook.Conducts()},
		{"Periods of an indicator", "Grains", rulebook.Grains()},
		{"Directions of an indicator", "Directions", rulebook.Directions()},
		{"Kinds of report", "Kinds", rulebook.Kinds()},
		{"Datatypes of a question", "Datatypes", rulebook.Datatypes()},
		{"Fields of an agreement", "AgreementFields", rulebook.AgreementFields()},
		{"Rights that no agreement gives up", "ForbiddenRights", rulebook.ForbiddenRights()},
	} {
		if len(list.values) == 0 {
			t.Errorf("%s is empty", list.of)
		}
		fmt.Fprintf(&b, "### %s\n\n`%s`\n\n", list.title, strings.Join(list.values, "` `"))
	}
	if missing := r.unwritten(); len(missing) > 0 {
		t.Errorf("structs with rb tags that no file of the reference leads to: %v", missing)
	}
	const page, start, end = "docs/rulebook.md", "<!-- reference, written by go test ./docs -update -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(read(t, page), start)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s: the marks of the reference are gone", page)
	}
	same(t, page, before+start+"\n"+b.String()+end+after)
}

// measures are the names of the published measures, each with what it may be used for.
func measures() []string {
	var out []string
	for _, m := range rulebook.Measures() {
		if m.Weighs != "" {
			out = append(out, m.Name+" ("+m.Weighs+")")
		} else {
			out = append(out, m.Name)
		}
	}
	return out
}

// format is what the source says of the structs with rb tags.
type format struct {
	structs map[string]*ast.StructType
	docs    map[string]string
	written map[string]bool
}

func readFormat(t *testing.T) *format {
	t.Helper()
	r := &format{structs: map[string]*ast.StructType{}, docs: map[string]string{}, written: map[string]bool{}}
	for _, name := range files(t, ".go") {
		if filepath.Dir(name) != "rulebook" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if body, ok := spec.Type.(*ast.StructType); ok && tagged(body) {
					r.structs[spec.Name.Name] = body
					doc := spec.Doc
					if doc == nil {
						doc = g.Doc
					}
					r.docs[spec.Name.Name] = said(spec.Name.Name, doc)
				}
			}
		}
	}
	return r
}

func tagged(s *ast.StructType) bool {
	for _, f := range s.Fields.List {
		if name, _ := key(f); name != "" {
			return true
		}
	}
	return false
}

// key is the key of a field and its options; empty if it is none of the file's.
func key(f *ast.Field) (name, options string) {
	if f.Tag == nil {
		return "", ""
	}
	name, options, _ = strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("rb"), ",")
	if name == "-" {
		return "", ""
	}
	return name, options
}

// write writes one struct as a table, and then those that it leads to.
func (r *format) write(b *strings.Builder, name string) {
	r.written[name] = true
	var next []string
	b.WriteString("| key | value | |\n|---|---|---|\n")
	for _, f := range r.structs[name].Fields.List {
		k, options := key(f)
		if k == "" {
			continue
		}
		value, to := r.value(f.Type)
		if to != "" && !r.written[to] {
			r.written[to] = true
			next = append(next, to)
		}
		var notes []string
		if strings.Contains(options, "optional") {
			notes = append(notes, "*Optional.*")
		}
		if strings.Contains(options, "key") {
			notes = append(notes, "*Differs in each.*")
		}
		if strings.Contains(options, "positive") {
			notes = append(notes, "*At least 1.*")
		}
		if about := meaning(f); about != "" {
			notes = append(notes, about)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", k, value, r.linked(strings.Join(notes, " ")))
	}
	b.WriteString("\n")
	for _, to := range next {
		fmt.Fprintf(b, "#### %s\n\n", words(to))
		if doc := r.docs[to]; doc != "" {
			b.WriteString(r.linked(doc) + "\n\n")
		}
		r.write(b, to)
	}
}

// value says what a field holds, and the struct that it leads to.
func (r *format) value(e ast.Expr) (text, to string) {
	switch x := e.(type) {
	case *ast.StarExpr:
		return r.value(x.X)
	case *ast.ArrayType:
		text, to = r.value(x.Elt)
		return "list: " + text, to
	case *ast.MapType:
		text, to = r.value(x.Value)
		return "for each language: " + text, to
	case *ast.SelectorExpr:
		if x.Sel.Name == "Date" {
			return "day, `2026-01-31`", ""
		}
	case *ast.Ident:
		switch x.Name {
		case "string", "Post":
			return "text", ""
		case "int":
			return "whole number", ""
		case "bool":
			return "`true` or `false`", ""
		case "Label":
			return "text in each language", ""
		case "Length":
			return "length, `3 working days`", ""
		case "Moment":
			return "day or moment, `\"2026-01-31 17:30\"`", ""
		}
		if r.structs[x.Name] != nil {
			return "[" + words(x.Name) + "](#" + anchor(words(x.Name)) + ")", x.Name
		}
	}
	return fmt.Sprintf("%T", e), ""
}

// meaning is a field's comment, above it or behind it.
func meaning(f *ast.Field) string {
	name := ""
	if len(f.Names) > 0 {
		name = f.Names[0].Name
	}
	parts := []string{said(name, f.Doc), said(name, f.Comment)}
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(parts, " "), "|", `\|`))
}

var opening = regexp.MustCompile(`^(is|are|says|lists|marks|demands|moves|classifies|writes|bounds) `)

// said is a comment as a sentence of its own: without the Go name that it begins with.
func said(name string, c *ast.CommentGroup) string {
	text := strings.Join(strings.Fields(c.Text()), " ")
	rest, ok := strings.CutPrefix(text, name+" ")
	if !ok || name == "" {
		return first(text)
	}
	switch verb := opening.FindString(rest); verb {
	case "":
		return text
	case "is ", "are ":
		rest = strings.TrimPrefix(rest, verb)
	}
	return first(rest)
}

// first begins a sentence with a capital, unless it begins with something quoted or named.
func first(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

var reference = regexp.MustCompile(`\[([A-Z][A-Za-z]+)\]([^(]|$)`)

// lists are the closed lists at the end of the reference, by the function that gives them.
var lists = map[string]string{
	"Subjects": "subjects", "AgreementFields": "fields-of-an-agreement", "ForbiddenRights": "rights-that-no-agreement-gives-up", "Posts": "posts-that-can-be-named",
}

// linked turns the doc links of a comment into links of the page.
func (r *format) linked(s string) string {
	return reference.ReplaceAllStringFunc(s, func(m string) string {
		x := reference.FindStringSubmatch(m)
		switch to := lists[x[1]]; {
		case to != "":
			return "[this list](#" + to + ")" + x[2]
		case r.structs[x[1]] != nil:
			return "[" + words(x[1]) + "](#" + anchor(words(x[1])) + ")" + x[2]
		}
		return x[1] + x[2]
	})
}

// words is a Go name as words: PromiseRule, promise rule.
func words(name string) string {
	name = strings.TrimSuffix(name, "Entry")
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(name, "$1 $2"))
}

func (r *format) unwritten() []string {
	var out []string
	for name := range r.structs {
		if !r.written[name] {
			out = append(out, name)
		}
	}
	return out
}
