package rulebook

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// AnswerText is a text that whoever answers a report begins with. What stands in braces is filled from what lists show of the
// report anyway; nothing that somebody wrote ever is.
type AnswerText struct {
	Code  string   `rb:"code,key"`
	Acts  []string `rb:"acts"`         // in which it is offered, see [AnswerActs]
	For   []string `rb:"for,optional"` // categories or kinds; none: all
	Label Label    `rb:"label"`
	Text  Label    `rb:"text"`
}

// AnswerActs are the acts in which a text is told to a reporter.
func AnswerActs() []string {
	return []string{"interim", "extend", "answer", "fix", "not_accept", "transfer", "message"}
}

// AnswerParts are what a text can hold in braces: what the report is about, the day on which it came, the unit that handles it, and
// the day by which the office owes the next.
func AnswerParts() []string { return []string{"category", "received", "unit", "due"} }

var inBraces = regexp.MustCompile(`\{([^}]*)\}`)

// AnswersFor are the texts that an act on a report of a category can begin with, in the rulebook's order.
func (r *Report) AnswersFor(act string, c Category) []AnswerText {
	return slices.DeleteFunc(slices.Clone(r.Answers), func(a AnswerText) bool {
		return !slices.Contains(a.Acts, act) || len(a.For) > 0 && !slices.Contains(a.For, c.Code) && !slices.Contains(a.For, string(c.Kind))
	})
}

// Fill is the text in a language with its parts; one that is not known stays as it is, for a person to write over.
func (a AnswerText) Fill(lang string, parts map[string]string) string {
	return inBraces.ReplaceAllStringFunc(a.Text.In(lang), func(name string) string {
		if part := parts[strings.Trim(name, "{}")]; part != "" {
			return part
		}
		return name
	})
}

func (d *draft) checkAnswers() {
	const file = "report.yaml"
	for i, a := range d.reports.Answers {
		path := pathf("answers[%d]", i)
		d.checkID(file, path+".code", a.Code)
		if len(a.Acts) == 0 {
			d.at(file, path+".acts", "it is offered nowhere: name at least one of %s", strings.Join(AnswerActs(), ", "))
		}
		for j, act := range a.Acts {
			d.oneOf(file, pathf("%s.acts[%d]", path, j), "act", act, AnswerActs())
		}
		for j, name := range a.For {
			if _, ok := d.reports.Category(name); !ok && !slices.Contains(Kinds(), name) {
				d.at(file, pathf("%s.for[%d]", path, j), "there is no category and no kind %q", name)
			}
		}
		for _, text := range slices.Sorted(maps.Values(a.Text)) {
			for _, m := range inBraces.FindAllStringSubmatch(text, -1) {
				d.oneOf(file, path+".text", "part", m[1], AnswerParts())
			}
		}
	}
}
