// Package fault is the one error type that reaches a person.
//
// Every refusal carries a code (what kind of refusal), a message key (the sentence, in the reader's language, looked up
// in package i18n) and, where there is one, the field that the reader has to mend. The domain returns faults; one place
// at the edge (web or api) turns a fault into a page or an RFC 9457 problem document.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Code says what kind of refusal a fault is. The edge maps each code to one HTTP status.
type Code string

// The codes. A new one needs a status in [Code.Status].
const (
	Invalid         Code = "invalid"         // the request is malformed or a field is wrong
	Unauthenticated Code = "unauthenticated" // nobody is signed in
	Forbidden       Code = "forbidden"       // signed in, without the right
	NotFound        Code = "not_found"       // no such thing, or none that this reader may know of
	Conflict        Code = "conflict"        // the thing moved meanwhile, or a request with this key still runs
	Guard           Code = "guard"           // a rule of the state machine refuses the event
	Reused          Code = "reused"          // an idempotency key came back with another body
	TooLarge        Code = "too_large"       // over a size limit
	TooMany         Code = "too_many"        // over a rate limit
	Unavailable     Code = "unavailable"     // the store cannot be reached or has no room
	Internal        Code = "internal"        // a defect of linli
)

// Status is the HTTP status (RFC 9110) of the code.
func (c Code) Status() int {
	switch c {
	case Invalid:
		return 400
	case Unauthenticated:
		return 401
	case Forbidden:
		return 403
	case NotFound:
		return 404
	case Conflict:
		return 409
	case Guard, Reused:
		return 422
	case TooLarge:
		return 413
	case TooMany:
		return 429
	case Unavailable:
		return 503
	default:
		return 500
	}
}

// Args fill the placeholders of a message, by name.
type Args map[string]any

// Text is an argument that is itself a message key: the reader sees its sentence, not the key.
type Text string

// Day is an argument that is a day of the office's calendar: the reader sees it as people write days, without the hour.
type Day time.Time

// Label is an argument in several languages, by language tag.
type Label map[string]string

// Rule is the law and article that a refusal keeps.
type Rule struct {
	Law     Label  // empty: the office bound itself
	Article string // as the source numbers it
}

// Error is a refusal or a failure.
type Error struct {
	Code  Code
	Key   string // message key in the translations, such as "mediation.guard.consents_missing"
	Field string // the field to mend, as the form or the JSON names it; empty where there is none
	Args  Args   // values for the message's placeholders; never personal data, because errors are logged
	Rule  *Rule  // the rule that is kept, which the reader is told; may be nil
	Err   error  // what lay beneath, for the log only; never shown
}

// New returns a fault with a code and a message key.
func New(code Code, key string) *Error { return &Error{Code: code, Key: key} }

// Field returns an Invalid fault for one field.
func Field(field, key string) *Error { return &Error{Code: Invalid, Key: key, Field: field} }

// Wrap returns a fault over a cause that only the log shows.
func Wrap(code Code, key string, err error) *Error { return &Error{Code: code, Key: key, Err: err} }

// With returns a copy that carries the values of the message's placeholders.
func (e *Error) With(args Args) *Error {
	c := *e
	c.Args = args
	return &c
}

// By returns a copy that names the rule which is kept.
func (e *Error) By(law Label, article string) *Error {
	c := *e
	c.Rule = &Rule{law, article}
	return &c
}

// At returns a copy that names a field.
func (e *Error) At(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Key
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		s += fmt.Sprintf(" %s=%v", k, e.Args[k])
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is a fault with the same code and key, so that errors.Is works with sentinel faults.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Key == e.Key
}

// Of returns the fault in err's chain, or an Internal fault that wraps err. It returns nil for nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return Wrap(Internal, "fault.internal", err)
}

// List is several faults of one form, in the order of its fields.
type List []*Error

// Text checks what somebody typed: limit is in characters, not bytes.
func (l *List) Text(field, s string, limit int, required bool) {
	switch n := utf8.RuneCountInString(s); {
	case required && strings.TrimSpace(s) == "":
		l.Add(field, "form.required")
	case n > limit:
		*l = append(*l, Field(field, "form.too_long").With(Args{"max": limit, "length": n}))
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		l.Add(field, "form.not_text")
	}
}

// Add appends a fault for a field.
func (l *List) Add(field, key string) { *l = append(*l, Field(field, key)) }

// Err returns the list as an error, or nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

func (l List) Error() string {
	s := ""
	for i, e := range l {
		if i > 0 {
			s += "; "
		}
		s += e.Error()
	}
	return s
}

// Unwrap lets errors.Is and errors.As see each fault of the list.
func (l List) Unwrap() []error {
	out := make([]error, len(l))
	for i, e := range l {
		out[i] = e
	}
	return out
}
