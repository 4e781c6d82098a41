package cmc

// Reason says why a row was rejected. Its sentence in the reader's language is under [Reason.Key].
type Reason string

// The reasons.
const (
	BadQuote      Reason = "bad_quote"      // a quotation mark that opens or closes nothing
	BadEncoding   Reason = "bad_encoding"   // bytes that are no character
	NulByte       Reason = "nul_byte"       // a NUL among the text
	TooLong       Reason = "too_long"       // a line above 64 KiB
	FieldMissing  Reason = "field_missing"  // fewer fields than the header has, or an empty one
	FieldTooMany  Reason = "field_too_many" // more fields than the header has
	NumberInvalid Reason = "number_invalid" // not a case number
	PersonNumber  Reason = "person_number"  // an identity card or a mobile telephone in the place of a case number
	NumberTwice   Reason = "number_twice"   // the case number is twice in one file
	DateInvalid   Reason = "date_invalid"   // no day of the calendar, before 1900 or after the day of the import
	LabelUnknown  Reason = "label_unknown"  // a label that this table does not have
	CaseMissing   Reason = "case_missing"   // the case is in another file and not in this one
)

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{
		BadQuote, BadEncoding, NulByte, TooLong, FieldMissing, FieldTooMany, NumberInvalid, PersonNumber, NumberTwice,
		DateInvalid, LabelUnknown, CaseMissing,
	}
}

// Key is the message key of the reason.
func (r Reason) Key() string { return "import.reason." + string(r) }

// Rejection is a row that was not read. For a case that a file lacks, the line is 0.
type Rejection struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Reason Reason `json:"reason"`
}

// Mapping is a cell that was understood although it is not written as published.
type Mapping struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"` // the published spelling
}

// Report is what a reading found. Rows = cases read + len(Rejected).
type Report struct {
	Registered string `json:"-"` // name of the file of registrations

	Rows     int         `json:"rows"`
	Rejected []Rejection `json:"rejected"` // by file, in the order registered, source, relationship, outcome, then by line
	Mapped   []Mapping   `json:"mapped"`   // labels and days; likewise
	Paired   []Mapping   `json:"paired"`   // case numbers that one file has otherwise than the three others; by line
}
