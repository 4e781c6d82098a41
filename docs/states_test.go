package docs_test

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"linli/duty"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
)

// machines are those of the program. from and to are the fields of a row with the states before and after it.
var machines = []struct {
	title, area  string
	states, rows any
	from, to     string
}{
	{"### Mediation", "mediation", mediation.States, mediation.Machine, "From", "To"},
	{"### Complaints", "report", report.States, report.Machine, "From", "To"},
	{"### Inspections", "inspection", inspection.States, inspection.Machine, "From", "To"},
	{"### Requests for help", "referral", referral.States, referral.Machine, "From", "To"},
	{"Each referral of a request:", "referral.loop", referral.Statuses, referral.Loop, "At", "Leads"},
	{"### Duties", "duty", duty.States, duty.Machine, "From", "To"},
}

// TestTheStatesAreTheCodes writes the tables of the machines, every row with its guards and with what follows by itself, into
// docs/states.md: the page is the golden of the machines, so that a row that changes is seen by whoever reads the change.
func TestTheStatesAreTheCodes(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, x := range machines {
		b.WriteString(x.title + "\n\n")
		states := strs(reflect.ValueOf(x.states))
		writeStates(t, &b, texts, x.area, states)
		writeRows(&b, reflect.ValueOf(x.rows), x.from, x.to, len(states))
		b.WriteString("\n")
	}
	const page, start, end = "docs/states.md", "<!-- tables, written by go test ./docs -update -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(read(t, page), start)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s: the marks of the tables are gone", page)
	}
	same(t, page, before+start+"\n"+b.String()+end+after)
}

// writeStates lists the states with their words.
func writeStates(t *testing.T, b *strings.Builder, texts *i18n.Bundle, area string, states []string) {
	t.Helper()
	b.WriteString("| state |")
	for _, lang := range i18n.Languages() {
		fmt.Fprintf(b, " %s |", lang)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(i18n.Languages())) + "\n")
	for _, s := range states {
		fmt.Fprintf(b, "| `%s` |", s)
		for _, lang := range i18n.Languages() {
			key := area + ".state." + s
			if !texts.Has(lang, key) {
				t.Errorf("%s has no word for the state %s", lang, key)
			}
			fmt.Fprintf(b, " %s |", texts.Text(lang, key, nil))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

// writeRows writes a row of the table for each of a machine. What follows by itself and what it counts only mediation has.
func writeRows(b *strings.Builder, rows reflect.Value, from, to string, states int) {
	head := "| event | from | to | guards, in their order |"
	_, more := rows.Type().Elem().FieldByName("Follow")
	if more {
		head += " by itself once | counts |"
	}
	b.WriteString(head + "\n|" + strings.Repeat("---|", strings.Count(head, "|")-1) + "\n")
	for i := range rows.Len() {
		x := rows.Index(i)
		before := strings.Join(strs(x.FieldByName(from)), ", ")
		if x.FieldByName(from).Len() == states {
			before = "*every state*"
		}
		after := cmp.Or(x.FieldByName(to).String(), "*stays*")
		var guards []string
		for g := range x.FieldByName("Guards").Len() {
			guards = append(guards, x.FieldByName("Guards").Index(g).FieldByName("Name").String())
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |", x.FieldByName("Event"), before, after, strings.Join(guards, ", "))
		if more {
			fmt.Fprintf(b, " %s | %s |", function(x.FieldByName("Follow")), function(x.FieldByName("Counts")))
		}
		b.WriteString("\n")
	}
}

// strs are names of states; the one before the first has none.
func strs(v reflect.Value) (out []string) {
	for i := range v.Len() {
		out = append(out, cmp.Or(v.Index(i).String(), "–"))
	}
	return out
}

var closure = regexp.MustCompile(`(\.func\d+|-fm)+$`)

// function is the name of a function of a row; empty for none.
func function(v reflect.Value) string {
	if v.IsNil() {
		return ""
	}
	name := closure.ReplaceAllString(runtime.FuncForPC(v.Pointer()).Name(), "")
	return name[strings.LastIndex(name, ".")+1:]
}
