package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"linli/platform/fault"
	"linli/platform/id"
)

// maxEntry bounds one entry: a chunk of rows or a blob is far smaller, a manifest of ten million entries is not larger.
const maxEntry = 1 << 30

// maxRest bounds what may follow the end of a tar: the rest of a record of 20 blocks.
const maxRest = 20 * 512

// sparse begins the names of what tar says of a file with holes. linli writes none, and a few bytes of one can stand for any
// number of zeros.
const sparse = "GNU.sparse."

// Contents is what a whole archive told of itself.
type Contents struct {
	Header
	Sum   []byte           // of the manifest
	Seals map[id.ID][]byte // by tenant
}

// Read goes through an archive, gives visit every entry in order, and returns when the last byte was compared with the
// manifest. What visit is given before that is not yet known to be whole: go through a file once with nothing done, and only
// then again. Errors: the faults of this package, those of visit, and those of reading r.
func Read(r io.Reader, kind Kind, visit func(h Header, name string, body []byte) error) (*Contents, error) {
	from := &disk{Reader: r}
	c, err := unpack(from, kind, visit)
	if from.failed != nil && err != nil {
		return nil, fmt.Errorf("reading the archive: %w", from.failed)
	}
	return c, err
}

// disk is where an archive is read from. It remembers its own failure, which says nothing of the archive.
type disk struct {
	io.Reader
	failed error
}

func (d *disk) Read(b []byte) (int, error) {
	n, err := d.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		d.failed = err
	}
	return n, err
}

func unpack(r io.Reader, kind Kind, visit func(h Header, name string, body []byte) error) (*Contents, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	gz, err := gzip.NewReader(in)
	if err != nil {
		return nil, opening(err)
	}
	gz.Multistream(false)
	x := &reader{tar: tar.NewReader(gz)}
	c, err := x.read(kind, visit)
	if err != nil {
		return nil, err
	}
	// Behind the end of the tar there are at most the zeros of its last record.
	if n, err := io.Copy(io.Discard, io.LimitReader(gz, maxRest+1)); err != nil {
		return nil, explain(err, sealsName)
	} else if n > maxRest {
		return nil, damaged(sealsName, errors.New("something follows the end"))
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, damaged(sealsName, errors.Join(errors.New("something follows the end"), err))
	}
	return c, nil
}

type reader struct {
	tar *tar.Reader
	all manifest
}

func (x *reader) read(kind Kind, visit func(h Header, name string, body []byte) error) (*Contents, error) {
	c := &Contents{}
	if err := x.header(c, kind); err != nil {
		return nil, err
	}
	for {
		name, body, err := x.next()
		if err != nil {
			return nil, err
		}
		if name == manifestName {
			if err := x.compare(body); err != nil {
				return nil, err
			}
			sum := sha256.Sum256(body)
			c.Sum = sum[:]
			return c, x.seals(c)
		}
		x.count(name, body)
		if err := visit(c.Header, name, body); err != nil {
			return nil, err
		}
	}
}

func (x *reader) header(c *Contents, kind Kind) error {
	name, body, err := x.next()
	if err != nil {
		return err
	}
	if name != headerName {
		return fault.Wrap(ErrForeign.Code, ErrForeign.Key, fmt.Errorf("the first entry is %q", name))
	}
	if err := json.Unmarshal(body, &c.Header); err != nil {
		return damaged(name, err)
	}
	switch {
	case c.Format < 1:
		return damaged(name, fmt.Errorf("format %d", c.Format))
	case c.Format > Format:
		return ErrNewer.With(fault.Args{"format": c.Format, "known": Format})
	case c.Kind != kind:
		return ErrKind.With(fault.Args{"kind": string(c.Kind), "want": string(kind)})
	}
	x.count(name, body)
	return nil
}

// next reads an entry.
func (x *reader) next() (name string, body []byte, err error) {
	h, err := x.tar.Next()
	if errors.Is(err, io.EOF) {
		return "", nil, fault.Wrap(ErrTorn.Code, ErrTorn.Key, errors.New("there is no manifest"))
	}
	if err != nil {
		return "", nil, explain(err, x.last())
	}
	holes := slices.ContainsFunc(slices.Collect(maps.Keys(h.PAXRecords)), func(k string) bool { return strings.HasPrefix(k, sparse) })
	if h.Typeflag != tar.TypeReg || h.Size > maxEntry || holes {
		return "", nil, damaged(h.Name, errors.New("no entry as linli writes them"))
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, x.tar); err != nil {
		return "", nil, explain(err, h.Name)
	}
	return h.Name, out.Bytes(), nil
}

func (x *reader) count(name string, body []byte) {
	sum := sha256.Sum256(body)
	x.all.Entries = append(x.all.Entries, entry{name, int64(len(body)), hex.EncodeToString(sum[:])})
}

func (x *reader) last() string {
	if len(x.all.Entries) == 0 {
		return headerName
	}
	return x.all.Entries[len(x.all.Entries)-1].Name
}

// compare holds what was read against the manifest.
func (x *reader) compare(text []byte) error {
	var want manifest
	if err := json.Unmarshal(text, &want); err != nil {
		return damaged(manifestName, err)
	}
	for i, e := range x.all.Entries {
		if i >= len(want.Entries) || want.Entries[i] != e {
			return damaged(e.Name, errors.New("it is not what the manifest names"))
		}
	}
	if len(want.Entries) != len(x.all.Entries) {
		return damaged(want.Entries[len(x.all.Entries)].Name, errors.New("the manifest names it, and it is not there"))
	}
	return nil
}

func (x *reader) seals(c *Contents) error {
	name, body, err := x.next()
	if err != nil {
		return err
	}
	var seals map[string][]byte
	if err := json.Unmarshal(body, &seals); err != nil || name != sealsName {
		return damaged(sealsName, err)
	}
	c.Seals = map[id.ID][]byte{}
	for _, t := range c.Tenants {
		seal, ok := seals[t.String()]
		if !ok {
			return damaged(sealsName, fmt.Errorf("no seal of tenant %s", t))
		}
		c.Seals[t] = seal
	}
	if _, err := x.tar.Next(); !errors.Is(err, io.EOF) {
		if err != nil {
			return explain(err, sealsName)
		}
		return damaged(sealsName, errors.New("an entry follows the seals"))
	}
	return nil
}

func damaged(entry string, err error) error {
	return fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, err).With(fault.Args{"entry": entry})
}

// explain tells a file that was cut from one that was altered.
func explain(err error, entry string) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fault.Wrap(ErrTorn.Code, ErrTorn.Key, err)
	}
	return damaged(entry, err)
}

// opening is explain for the first bytes: a file that does not even begin as one was none.
func opening(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.Wrap(ErrTorn.Code, ErrTorn.Key, err)
	}
	return fault.Wrap(ErrForeign.Code, ErrForeign.Key, err)
}
