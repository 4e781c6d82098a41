package docs_test

import (
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

// TestTheStatesAreTheCodes writes the tables of both machines, every row with its guards and with what follows by itself, into
// docs/states.md: the page is the golden of the machines, so that a row that changes is seen by whoever reads the change.
func TestTheStatesAreTheCodes(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("### Mediation\n\n")
	writeStates(t, &b, texts, "mediation", mediation.States)
	b.WriteString("| event | from | to | guards, in their order | by itself once | counts |\n|---|---|---|---|---|---|\n")
	for _, x := range mediation.Machine {
		var guards []string
		for _, g := range x.Guards {
			guards = append(guards, g.Name)
		}
		writeRow(&b, string(x.Event), in(x.From, mediation.States), string(x.To), guards, function(x.Follow), function(x.Counts))
	}
	b.WriteString("\n### Complaints\n\n")
	writeStates(t, &b, texts, "report", report.States)
	b.WriteString("| event | from | to | guards, in their order |\n|---|---|---|---|\n")
	for _, x := range report.Machine {
		var guards []string
		for _, g := range x.Guards {
			guards = append(guards, g.Name)
		}
		writeRow(&b, string(x.Event), in(x.From, report.States), string(x.To), guards)
	}
	b.WriteString("\n### Inspections\n\n")
	writeStates(t, &b, texts, "inspection", inspection.States)
	b.WriteString("| event | from | to | guards, in their order |\n|---|---|---|---|\n")
	for _, x := range inspection.Machine {
		var guards []string
		for _, g := range x.Guards {
			guards = append(guards, g.Name)
		}
		writeRow(&b, string(x.Event), in(x.From, inspection.States), string(x.To), guards)
	}
	b.WriteString("\n### Requests for help\n\n")
	writeStates(t, &b, texts, "referral", referral.States)
	b.WriteString("| event | from | to | guards, in their order |\n|---|---|---|---|\n")
	for _, x := range referral.Machine {
		writeRow(&b, string(x.Event), in(x.From, referral.States), string(x.To), referralGuards(x))
	}
	b.WriteString("\nEach referral of a request:\n\n")
	writeStates(t, &b, texts, "referral.loop", referral.Statuses)
	b.WriteString("| event | from | to | guards, in their order |\n|---|---|---|---|\n")
	for _, x := range referral.Loop {
		writeRow(&b, string(x.Event), in(x.At, referral.Statuses), string(x.Leads), referralGuards(x))
	}
	b.WriteString("\n### Duties\n\n")
	writeStates(t, &b, texts, "duty", duty.States)
	b.WriteString("| event | from | to | guards, in their order |\n|---|---|---|---|\n")
	for _, x := range duty.Machine {
		var guards []string
		for _, g := range x.Guards {
			guards = append(guards, g.Name)
		}
		writeRow(&b, string(x.Event), in(x.From, duty.States), string(x.To), guards)
	}
	b.WriteString("\n")
	const page, start, end = "docs/states.md", "<!-- tables, written by go test ./docs -update -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(read(t, page), start)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s: the marks of the tables are gone", page)
	}
	same(t, page, before+start+"\n"+b.String()+end+after)
}

func referralGuards(x referral.Transition) (out []string) {
	for _, g := range x.Guards {
		out = append(out, g.Name)
	}
	return out
}

// writeStates lists the states with their words.
func writeStates[S ~string](t *testing.T, b *strings.Builder, texts *i18n.Bundle, area string, states []S) {
	t.Helper()
	b.WriteString("| state |")
	for _, lang := range i18n.Languages() {
		fmt.Fprintf(b, " %s |", lang)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(i18n.Languages())) + "\n")
	for _, s := range states {
		fmt.Fprintf(b, "| `%s` |", s)
		for _, lang := range i18n.Languages() {
			key := area + ".state." + string(s)
			if !texts.Has(lang, key) {
				t.Errorf("%s has no word for the state %s", lang, key)
			}
			fmt.Fprintf(b, " %s |", texts.Text(lang, key, nil))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

// in is a list of states, said short where it is all of them.
func in[S ~string](from, all []S) []string {
	var out []string
	for _, s := range from {
		switch {
		case s == "":
			out = append(out, "–")
		default:
			out = append(out, string(s))
		}
	}
	if len(out) == len(all) {
		return []string{"*every state*"}
	}
	return out
}

// writeRow writes cells: the first and the third are names alone.
func writeRow(b *strings.Builder, event string, from []string, to string, guards []string, more ...string) {
	if to == "" {
		to = "*stays*"
	}
	fmt.Fprintf(b, "| `%s` | %s | %s | %s |", event, strings.Join(from, ", "), to, strings.Join(guards, ", "))
	for _, m := range more {
		fmt.Fprintf(b, " %s |", m)
	}
	b.WriteString("\n")
}

var closure = regexp.MustCompile(`(\.func\d+|-fm)+$`)

// function is the name of a function of a row; empty for none.
func function(f any) string {
	v := reflect.ValueOf(f)
	if v.IsNil() {
		return ""
	}
	name := closure.ReplaceAllString(runtime.FuncForPC(v.Pointer()).Name(), "")
	return name[strings.LastIndex(name, ".")+1:]
}
