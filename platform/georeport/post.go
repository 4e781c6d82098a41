package georeport

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/plain"
)

// MaxDescription is how long a description may be, in characters.
const MaxDescription = 4000

// maxShort bounds every other text, in characters.
const maxShort = 500

// Post is a request that somebody makes. device_id and account_id are not in it.
type Post struct {
	ServiceCode string
	Place       geo.Point // zero: only an address was given
	Address     string
	AddressID   string
	Contact     Contact
	Description string
	MediaURL    []string // kept as text; never fetched
	Media       []File
	Answers     map[string][]string // by attribute; see [Definition.Answers]
}

// Contact is what the person who reports gave of itself, each part or none.
type Contact struct{ FirstName, LastName, Email, Phone string }

// IsZero reports whether nothing was given.
func (c Contact) IsZero() bool { return c == Contact{} }

// ReadPost reads a form as a request. datum is how the sender declares its coordinates; empty: WGS 84, as the specification has it.
// Errors: a fault.List, each naming its parameter.
func ReadPost(f Form) (Post, error) {
	var wrong fault.List
	one := func(name string) string { return single(f, name, maxShort, &wrong) }
	p := Post{ServiceCode: one("service_code"), Address: plain.Line(one("address_string")), AddressID: plain.Line(one("address_id")), Media: f.Files,
		Contact:     Contact{plain.Line(one("first_name")), plain.Line(one("last_name")), plain.Line(one("email")), plain.Line(one("phone"))},
		Description: single(f, "description", MaxDescription, &wrong), Answers: map[string][]string{}}
	if p.ServiceCode == "" {
		wrong.Add("service_code", "open311.service_missing")
	}
	lat, long := one("lat"), one("long")
	switch {
	case lat != "" || long != "":
		at, err := geo.Read(lat, long, geo.Datum(strings.ToLower(one("datum"))))
		if err != nil {
			wrong = append(wrong, fault.Of(err))
		}
		p.Place = at
	case p.Address == "" && p.AddressID == "":
		wrong.Add("lat", "open311.place_missing")
	}
	p.MediaURL = mediaURLs(f)
	for name, values := range f.Values {
		if code, ok := attribute(name); ok {
			p.Answers[code] = append(p.Answers[code], values...)
		}
	}
	return p, wrong.Err()
}

// mediaURLs are the addresses of pictures that a form names, ten at most.
func mediaURLs(f Form) (out []string) {
	for _, u := range slices.Concat(f.Values["media_url"], f.Values["media_url[]"]) {
		if u = plain.Line(u); u != "" && utf8.RuneCountInString(u) <= maxShort && len(out) < 10 {
			out = append(out, u)
		}
	}
	return out
}

// attribute is the code in "attribute[CODE]" and "attribute[CODE][]".
func attribute(name string) (string, bool) {
	inner, ok := strings.CutPrefix(strings.TrimSuffix(name, "[]"), "attribute[")
	if !ok {
		return "", false
	}
	code, ok := strings.CutSuffix(inner, "]")
	return code, ok && code != "" && !strings.ContainsAny(code, "[]")
}

// single is the one value of a parameter as it is kept. A second one of another content is refused: nobody could say which
// was meant.
func single(f Form, name string, most int, wrong *fault.List) string {
	values := f.Values[name]
	if len(values) == 0 {
		return ""
	}
	for _, v := range values[1:] {
		if v != values[0] {
			wrong.Add(name, "open311.twice")
			return ""
		}
	}
	s := plain.Text(values[0])
	if utf8.RuneCountInString(s) > most {
		*wrong = append(*wrong, fault.Field(name, "open311.long").With(fault.Args{"max": most}))
		return ""
	}
	return s
}

// PostedUpdate is an update that another system sends. Who wrote it is not in it.
type PostedUpdate struct {
	Update
	MediaURLs []string // kept as text; never fetched
	Media     []File
}

// ReadPostedUpdate reads a form as mySociety's clients send it. Errors: a fault.List.
func ReadPostedUpdate(f Form) (PostedUpdate, error) {
	var wrong fault.List
	one := func(name, missing string) string {
		s := single(f, name, maxShort, &wrong)
		if s == "" && missing != "" {
			wrong.Add(name, missing)
		}
		return s
	}
	u := PostedUpdate{Update: Update{RequestID: one("service_request_id", "open311.request_missing")}, MediaURLs: mediaURLs(f), Media: f.Files}
	u.ID = one("update_id", "")
	if u.ID == "" { // as older clients call it
		u.ID = one("update_id_ext", "open311.update_missing")
	}
	status, known := ReadStatus(one("status", ""))
	if !known {
		wrong.Add("status", "open311.update_status")
	}
	u.Status = status
	at, err := ReadInstant("updated_datetime", one("updated_datetime", ""))
	if err != nil {
		wrong = append(wrong, fault.Of(err))
	}
	u.Updated = at
	u.Description = single(f, "description", MaxDescription, &wrong)
	return u, wrong.Err()
}

// Fresh reports whether an update may count for where a request stands: it is not older than the last that did.
func (u Update) Fresh(last time.Time) bool { return !u.Updated.Before(last) }
