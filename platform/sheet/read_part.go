package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"

	"linli/platform/fault"
)

// reading is one part that is read from its beginning to its end, in constant memory.
type reading struct {
	name   string
	file   io.ReadCloser
	meter  *meter
	in     *xml.Decoder
	within []string // the elements that are open, the innermost last
	closes bool     // the innermost of them ends with the token that was given
}

func (b *Workbook) read(part string) (*reading, error) {
	f := b.parts[part]
	if f == nil {
		return nil, ErrBroken.With(fault.Args{"part": part})
	}
	body, err := f.Open()
	if err != nil {
		return nil, unreadable(part, err)
	}
	p := &reading{name: part, file: body, meter: &meter{in: body}}
	p.in = xml.NewDecoder(p.meter)
	return p, nil
}

func (p *reading) close() { _ = p.file.Close() } // it was only read

// next is the next mark or words, or io.EOF at the end of the part, which is whole then: what its archive says of it was checked.
func (p *reading) next() (xml.Token, error) {
	if p.closes {
		p.within, p.closes = p.within[:len(p.within)-1], false
	}
	t, err := p.in.RawToken()
	p.meter.since = 0
	if errors.Is(err, io.EOF) {
		if len(p.within) > 0 {
			return nil, ErrBroken.With(fault.Args{"part": p.name})
		}
		return nil, io.EOF
	}
	if err != nil {
		return nil, unreadable(p.name, err)
	}
	switch x := t.(type) {
	case xml.StartElement:
		if len(p.within) == maxDepth {
			return nil, ErrBroken.With(fault.Args{"part": p.name})
		}
		p.within = append(p.within, x.Name.Local)
	case xml.EndElement:
		if len(p.within) == 0 || p.within[len(p.within)-1] != x.Name.Local {
			return nil, ErrBroken.With(fault.Args{"part": p.name})
		}
		p.closes = true
	case xml.Directive: // a document type can name other files
		return nil, ErrBroken.With(fault.Args{"part": p.name})
	}
	return t, nil
}

// up is the element so many levels around what was told last.
func up(within []string, n int) string {
	if i := len(within) - 1 - n; i >= 0 {
		return within[i]
	}
	return ""
}

// meter bounds what is unpacked, in all and for one token, whatever the archive says of its own sizes.
type meter struct {
	in           io.Reader
	total, since int
}

var errMeter = errors.New("sheet: beyond the bounds")

func (m *meter) Read(p []byte) (int, error) {
	if m.total > maxUnpacked || m.since > maxToken {
		return 0, errMeter
	}
	n, err := m.in.Read(p)
	m.total, m.since = m.total+n, m.since+n
	return n, err
}

// unreadable says why a part cannot be read; a failure of the disk stays one.
func unreadable(part string, err error) error {
	switch {
	case errors.Is(err, errMeter):
		return ErrLarge.With(fault.Args{"part": part})
	case damaged(err):
		return ErrBroken.With(fault.Args{"part": part})
	}
	return err
}

// damaged reports whether the file is wrong, and not the disk that it lies on.
func damaged(err error) bool {
	var disk *fs.PathError
	return err != nil && !errors.As(err, &disk)
}
