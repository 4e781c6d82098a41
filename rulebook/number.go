package rulebook

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Format writes the number of a case: the unit's short name, the year by the office's calendar, and the sequence number
// within unit and year, from 1.
func (f NumberFormat) Format(unit string, year, seq int) string {
	return strings.NewReplacer("{unit}", unit, "{year}", strconv.Itoa(year), "{seq}", strconv.Itoa(seq),
		"{seq3}", fmt.Sprintf("%03d", seq), "{seq4}", fmt.Sprintf("%04d", seq), "{seq5}", fmt.Sprintf("%05d", seq)).Replace(f.Pattern)
}

func (f NumberFormat) check() error {
	rest := f.Pattern
	for _, group := range [][]string{{"{unit}"}, {"{year}"}, {"{seq}", "{seq3}", "{seq4}", "{seq5}"}} {
		n := 0
		for _, name := range group {
			n += strings.Count(f.Pattern, name)
			rest = strings.ReplaceAll(rest, name, "")
		}
		if n != 1 {
			return fmt.Errorf("a case number has %s exactly once, not %d times", group[0], n)
		}
	}
	if strings.ContainsAny(rest, "{}") {
		return errors.New("a case number has the parts {unit}, {year} and {seq} ({seq4} for four digits), and no others")
	}
	return nil
}

// Legal is how far a person acts alone.
type Legal string

// The degrees of legal capacity 民事行为能力.
const (
	NoCapacity      Legal = "none"    // the guardian acts
	LimitedCapacity Legal = "limited" // with the guardian's consent
	FullCapacity    Legal = "full"
)

// Of is the capacity at an age in completed years. Selfsupporting is what the person declares (民法典 art. 18).
func (c Capacity) Of(age int, selfSupporting bool) Legal {
	switch {
	case age < c.LimitedFrom:
		return NoCapacity
	case age >= c.FullFrom || selfSupporting && age >= c.SelfSupportingFrom:
		return FullCapacity
	}
	return LimitedCapacity
}

// DisputeType is the type with the code.
func (m Mediation) DisputeType(code string) (DisputeType, bool) {
	for _, t := range m.DisputeTypes {
		if t.Code == code {
			return t, true
		}
	}
	return DisputeType{}, false
}

// Reason is the reason with the code.
func (m Mediation) Reason(code string) (Reason, bool) {
	for _, r := range m.Reasons {
		if r.Code == code {
			return r, true
		}
	}
	return Reason{}, false
}

// ReasonsFor are the reasons that an event of the kind may give, in the rulebook's order.
func (m Mediation) ReasonsFor(kind string) []Reason {
	var out []Reason
	for _, r := range m.Reasons {
		for _, k := range r.For {
			if k == kind {
				out = append(out, r)
			}
		}
	}
	return out
}

// Document is the paper with the id.
func (m Mediation) Document(id string) (Document, bool) {
	for _, doc := range m.Documents {
		if doc.ID == id {
			return doc, true
		}
	}
	return Document{}, false
}
