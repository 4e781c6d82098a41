package tabular

import "strings"

// Reason says why a row was rejected: a short word, or the key of a fault. Its sentence in the reader's language is under
// [Reason.Key].
type Reason string

// The reasons that every table has.
const (
	ReasonQuote    Reason = "bad_quote"      // a quotation mark that opens or closes nothing
	ReasonEncoding Reason = "bad_encoding"   // bytes that are no character
	ReasonNul      Reason = "nul_byte"       // a NUL among the text
	ReasonTooLong  Reason = "too_long"       // a line above 64 KiB
	ReasonMissing  Reason = "field_missing"  // fewer fields than the header has, or an empty one
	ReasonTooMany  Reason = "field_too_many" // more fields than the header has
	ReasonNumber   Reason = "number_invalid" // not a case number
	ReasonPerson   Reason = "person_number"  // an identity card or a mobile telephone in the place of a case number
	ReasonDate     Reason = "date_invalid"   // no day of the calendar, before 1900 or after the day of the import
)

// Key is the message key of the reason.
func (r Reason) Key() string {
	if strings.Contains(string(r), ".") {
		return string(r)
	}
	return "import.reason." + string(r)
}

// Reason is that of a record in trouble.
func (t Trouble) Reason() Reason {
	switch t {
	case BadQuote:
		return ReasonQuote
	case BadText:
		return ReasonEncoding
	case NulByte:
		return ReasonNul
	case TooLong:
		return ReasonTooLong
	}
	return ""
}

// Rejection is a row that was not taken. Where nothing of a row can be read, the field is empty.
type Rejection struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Reason Reason `json:"reason"`
}

// Mapping is a cell that was taken otherwise than it is written.
type Mapping struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}
