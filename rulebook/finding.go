package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Finding is one mistake in a rulebook. Line and Col count from 1, in characters; 0 where the whole file is meant.
type Finding struct {
	File      string
	Line, Col int
	Reason    string // in plain English, for the person who writes the rulebook
}

// String is "FILE:LINE:COL: reason".
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Reason)
}

func sortFindings(all []Finding) []Finding {
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(all)
}

// place is where something stands.
type place struct {
	file      string
	line, col int
}

// report collects findings and remembers where each value of the folder stands, by "FILE#path".
type report struct {
	findings []Finding
	places   map[string]place
}

func (r *report) addf(p place, format string, args ...any) {
	r.findings = append(r.findings, Finding{File: p.file, Line: p.line, Col: p.col, Reason: fmt.Sprintf(format, args...)})
}

// at adds a finding to the value at the path, or to the nearest value around it.
func (r *report) at(file, path, format string, args ...any) {
	r.addf(r.place(file, path), format, args...)
}

func (r *report) place(file, path string) place {
	for {
		if p, ok := r.places[file+"#"+path]; ok {
			return p
		}
		i := max(strings.LastIndexAny(path, ".["), 0)
		if path == "" {
			return place{file: file}
		}
		path = path[:i]
	}
}
