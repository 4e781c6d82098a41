package cmc

import "linli/platform/tabular"

// Reason says why a row was rejected.
type Reason = tabular.Reason

// The reasons.
const (
	BadQuote      = tabular.ReasonQuote
	BadEncoding   = tabular.ReasonEncoding
	NulByte       = tabular.ReasonNul
	TooLong       = tabular.ReasonTooLong
	FieldMissing  = tabular.ReasonMissing
	FieldTooMany  = tabular.ReasonTooMany
	NumberInvalid = tabular.ReasonNumber
	PersonNumber  = tabular.ReasonPerson
	DateInvalid   = tabular.ReasonDate

	NumberTwice  Reason = "number_twice"  // the case number is twice in one file
	LabelUnknown Reason = "label_unknown" // a label that this table does not have
	CaseMissing  Reason = "case_missing"  // the case is in another file and not in this one
)

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{
		BadQuote, BadEncoding, NulByte, TooLong, FieldMissing, FieldTooMany, NumberInvalid, PersonNumber, NumberTwice,
		DateInvalid, LabelUnknown, CaseMissing,
	}
}

// Rejection is a row that was not read. For a case that a file lacks, the line is 0.
type Rejection = tabular.Rejection

// Mapping is a cell that was understood although it is not written as published; To is the published spelling.
type Mapping = tabular.Mapping

// Report is what a reading found. Rows = cases read + len(Rejected).
type Report struct {
	Registered string `json:"-"` // name of the file of registrations

	Rows     int         `json:"rows"`
	Rejected []Rejection `json:"rejected"` // by file, in the order registered, source, relationship, outcome, then by line
	Mapped   []Mapping   `json:"mapped"`   // labels and days; likewise
	Paired   []Mapping   `json:"paired"`   // case numbers that one file has otherwise than the three others; by line
}
