package report

import (
	"slices"

	"linli/report"
)

// TakenOut is one line of what was taken out of a report, and never what it was.
type TakenOut struct{ report.TakenOut }

// Key is the sentence that says it.
func (x TakenOut) Key() string {
	switch {
	case x.Words && x.Files > 0:
		return "takeout.line.both"
	case x.Words:
		return "takeout.line.words"
	}
	return "takeout.line.files"
}

// Why is the reason.
func (x TakenOut) Why() string { return "takeout.reason." + x.Reason }

// Notes are the sentences that follow: whose words they were, and who let them go.
func (x TakenOut) Notes() []string {
	of := "takeout.of.author"
	if slices.Contains(x.Of, report.OfTheOffice) {
		if of = "takeout.of.office"; slices.Contains(x.Of, report.OfTheAuthor) {
			of = "takeout.of.both"
		}
	} else if len(x.Of) == 0 {
		of = "takeout.of.notes"
	}
	by := "takeout.by.second"
	if x.ByAuthor {
		by = "takeout.by.author"
	} else if x.Despite {
		by = "takeout.by.despite"
	}
	return []string{of, by}
}

// TakenOutOf are the lines of a report, the newest first; its author and those who handle it read the same.
func TakenOutOf(c *report.Case) []TakenOut {
	var out []TakenOut
	for _, x := range slices.Backward(c.TakenOut) {
		out = append(out, TakenOut{x})
	}
	return out
}

// Waits is what waits to be taken out of this report, or nil.
func (v *view) Waits() *report.Taking { return v.Case.Taking }

// Waits is what waits to be taken out of this report, or nil.
func (v *issue) Waits() *report.Taking { return v.Case.Taking }

// Gone are the lines of this report.
func (v *view) Gone() []TakenOut { return TakenOutOf(&v.Case) }

// Gone are the lines of this report.
func (v *issue) Gone() []TakenOut { return TakenOutOf(&v.Case) }
