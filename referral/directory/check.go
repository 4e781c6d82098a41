package directory

import (
	"encoding/json"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Reason says why a record was rejected. Its sentence is the message "directory.reason." + the reason.
type Reason string

// The reasons.
const (
	Missing     Reason = "missing"      // a field that must be there is not, or is blank
	NotUUID     Reason = "not_uuid"     // not a UUID
	NotURI      Reason = "not_uri"      // not an address with its scheme
	NotEmail    Reason = "not_email"    // not an e-mail address
	NotDate     Reason = "not_date"     // not a day as YYYY-MM-DD
	NotTime     Reason = "not_time"     // not a time of day as HH:MM
	NotDateTime Reason = "not_datetime" // not an instant of RFC 3339
	NotNumber   Reason = "not_number"   // not a number
	NotText     Reason = "not_text"     // not a text
	NotChoice   Reason = "not_choice"   // none of the words that the field takes
	NotObject   Reason = "not_object"   // not an object, or not a list of objects
	Twice       Reason = "twice"        // one file says two things of one object
	Parent      Reason = "parent"       // what it is nested in was rejected
	TooLong     Reason = "too_long"     // a value above 64 KiB
	BadText     Reason = "bad_text"     // not UTF-8, or a NUL
	BadQuote    Reason = "bad_quote"    // a quotation mark that opens or closes nothing
	FieldCount  Reason = "field_count"  // another number of fields than the header has
	NotJSON     Reason = "not_json"     // the file is not JSON from here on
	UnknownKind Reason = "unknown_kind" // nothing tells which object this is
)

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{Missing, NotUUID, NotURI, NotEmail, NotDate, NotTime, NotDateTime, NotNumber, NotText, NotChoice, NotObject, Twice, Parent,
		TooLong, BadText, BadQuote, FieldCount, NotJSON, UnknownKind}
}

// Key is the message key of the reason.
func (r Reason) Key() string { return "directory.reason." + string(r) }

const maxValue = 64 << 10

// check reads the values of a record into a body, or names the first field that is wrong and why. A value is a string, a
// json.Number or nil. Fields that the kind does not have are left out.
func (s *Shape) check(values map[string]any) (Body, string, Reason) {
	out := Body{}
	for i := range s.Fields {
		if reason := s.Fields[i].into(out, values); reason != "" {
			return nil, s.Fields[i].Name, reason
		}
	}
	return out, "", ""
}

// read reads the values that it can, and names each field that is wrong and why.
func (s *Shape) read(values map[string]any) (Body, fault.List) {
	out, wrong := Body{}, fault.List(nil)
	for i := range s.Fields {
		if reason := s.Fields[i].into(out, values); reason != "" {
			wrong.Add(s.Fields[i].Name, reason.Key())
		}
	}
	return out, wrong
}

// into reads one value of a record into a body, or says what is wrong with it.
func (f *FieldShape) into(out Body, values map[string]any) Reason {
	if !f.Value() {
		return ""
	}
	v := values[f.Name]
	text, isText := v.(string)
	switch missing := v == nil || isText && strings.TrimSpace(text) == "" && !f.Empty; {
	case missing && f.Required:
		return Missing
	case missing:
		return ""
	}
	read, reason := f.read(v)
	if reason == "" {
		out[f.Name] = read
	}
	return reason
}

// read is a value in the form in which it is kept.
func (f *FieldShape) read(v any) (any, Reason) {
	if f.Number {
		return number(v)
	}
	text, ok := v.(string)
	if n, digits := v.(json.Number); digits && f.Format == "" && f.Enum == nil {
		text, ok = n.String(), true // an identifier that somebody wrote without quotation marks
	}
	switch {
	case !ok:
		return nil, NotText
	case len(text) > maxValue:
		return nil, TooLong
	case strings.ContainsRune(text, 0) || !validText(text):
		return nil, BadText
	case text == "":
		return text, "" // one that must be there and may be blank
	case f.Enum != nil && !slices.Contains(f.Enum, text):
		return nil, NotChoice
	}
	return formats[f.Format](text)
}

func validText(s string) bool { return strings.ToValidUTF8(s, "") == s }

func number(v any) (any, Reason) {
	var text string
	switch x := v.(type) {
	case json.Number:
		return x, ""
	case string:
		text = strings.TrimSpace(x)
	}
	if n, err := strconv.ParseFloat(text, 64); err != nil || n != n || n > 1e15 || n < -1e15 || !json.Valid([]byte(text)) {
		return nil, NotNumber
	}
	return json.Number(text), ""
}

// formats check a text and give it the one form in which it is kept.
var formats = map[string]func(string) (any, Reason){
	"": func(s string) (any, Reason) { return s, "" },
	"uuid": func(s string) (any, Reason) {
		u, err := id.Parse(strings.TrimSpace(s))
		if err != nil || u.IsZero() {
			return nil, NotUUID
		}
		return u.String(), ""
	},
	"uri": func(s string) (any, Reason) {
		s = strings.TrimSpace(s)
		u, err := url.Parse(s)
		if err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" && u.Path == "" || strings.ContainsAny(s, " <>\"{}|\\^`") {
			return nil, NotURI
		}
		return s, ""
	},
	"email": func(s string) (any, Reason) {
		s = strings.TrimSpace(s)
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			return nil, NotEmail
		}
		return s, ""
	},
	"date": func(s string) (any, Reason) {
		s = strings.TrimSpace(s)
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return nil, NotDate
		}
		return s, ""
	},
	"datetime": func(s string) (any, Reason) {
		s = strings.TrimSpace(s)
		if _, err := time.Parse(time.RFC3339Nano, s); err != nil {
			return nil, NotDateTime
		}
		return s, ""
	},
	"time": func(s string) (any, Reason) {
		s = strings.TrimSpace(s)
		if _, ok := minutes(s); !ok {
			return nil, NotTime
		}
		return s, ""
	},
}

// minutes reads a time of day as HH:MM or HH:MM:SS, with Z or an offset that is left to the schedule's timezone. 24:00 is
// the end of the day.
func minutes(s string) (int, bool) {
	if len(s) > 8 {
		s = s[:8]
	}
	s = strings.TrimSuffix(s, "Z")
	if strings.HasPrefix(s, "24:00") && strings.Trim(s[5:], ":0") == "" {
		return 24 * 60, true
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// unknown are the fields of a record that its kind does not have, sorted.
func (s *Shape) unknown(names map[string]any) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if _, ok := s.Field(name); !ok {
			out = append(out, name)
		}
	}
	return out
}
