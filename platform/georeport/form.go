package georeport

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
	"unicode/utf8"

	"linli/platform/fault"
)

// Limits bound a form.
type Limits struct {
	Text  int64 // bytes of all fields together
	File  int64 // bytes of one file
	Files int
}

// Form is what was sent, fields and files apart.
type Form struct {
	Values url.Values
	Files  []File
}

// File is one file of a multipart form. Its name is the sender's and means nothing.
type File struct {
	Name string
	Body []byte
}

const maxFields = 500

// ReadForm reads a body of application/x-www-form-urlencoded or multipart/form-data. Of files, only those called "media" are
// kept. Errors: open311.form_type, form_large (fault.TooLarge), form, form_text.
func ReadForm(contentType string, body io.Reader, l Limits) (Form, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return Form{}, fault.New(fault.Invalid, "open311.form_type")
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return Form{}, fault.New(fault.Invalid, "open311.form_text")
	}
	switch media {
	case "application/x-www-form-urlencoded":
		text, err := all(body, l.Text)
		if err != nil {
			return Form{}, err
		}
		values, err := url.ParseQuery(string(text))
		if err != nil {
			return Form{}, fault.Wrap(fault.Invalid, "open311.form", err)
		}
		return Form{Values: values}, check(values)
	case "multipart/form-data":
		return readParts(multipart.NewReader(body, params["boundary"]), l)
	}
	return Form{}, fault.New(fault.Invalid, "open311.form_type")
}

func all(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "open311.form", err)
	}
	if int64(len(b)) > limit {
		return nil, fault.New(fault.TooLarge, "open311.form_large")
	}
	return b, nil
}

func readParts(r *multipart.Reader, l Limits) (Form, error) {
	f := Form{Values: url.Values{}}
	left := l.Text
	for range maxFields {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return f, check(f.Values)
		}
		if err != nil {
			return Form{}, fault.Wrap(fault.Invalid, "open311.form", err)
		}
		name := strings.TrimSuffix(p.FormName(), "[]")
		switch {
		case p.FileName() == "":
			text, err := all(p, left)
			if err != nil {
				return Form{}, err
			}
			left -= int64(len(text))
			f.Values.Add(p.FormName(), string(text))
		case name == "media":
			if len(f.Files) == l.Files {
				return Form{}, fault.Field("media", "open311.media_many").With(fault.Args{"max": l.Files})
			}
			content, err := all(p, l.File)
			if err != nil {
				return Form{}, fault.Of(err).At("media")
			}
			f.Files = append(f.Files, File{Name: p.FileName(), Body: content})
		}
	}
	return Form{}, fault.New(fault.TooLarge, "open311.form_large")
}

// check refuses text that is none.
func check(values url.Values) error {
	n := 0
	for name, list := range values {
		for _, s := range list {
			if n++; n > maxFields {
				return fault.New(fault.TooLarge, "open311.form_large")
			}
			if !utf8.ValidString(s) || !utf8.ValidString(name) || strings.ContainsRune(s, 0) {
				return fault.New(fault.Invalid, "open311.form_text")
			}
		}
	}
	return nil
}
