package archive

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"linli/platform/id"
)

// Format is the version of the form that this program writes.
const Format = 1

// The names that the form itself takes.
const (
	headerName   = "linli.json"
	manifestName = "manifest.json"
	sealsName    = "seals.json"
)

// Kind is what a backup holds.
type Kind string

// The two halves of a backup; neither opens anything without the other.
const (
	Cases Kind = "cases" // the database and the files, without keys
	Keys  Kind = "keys"  // the wrapped keys and the erasure journal, without cases
)

// Header says what a file is.
type Header struct {
	Format  int       `json:"format"`
	Kind    Kind      `json:"kind"`
	ID      id.ID     `json:"id"`
	Made    time.Time `json:"made"`    // UTC, when the state was read
	Tenants []id.ID   `json:"tenants"` // whose records it holds
}

type entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type manifest struct {
	Entries []entry `json:"entries"`
}

// Seal seals the hash of a manifest under a tenant's own key.
type Seal func(tenant id.ID, sum []byte) ([]byte, error)

// Writer writes an archive.
type Writer struct {
	header Header
	gz     *gzip.Writer
	tar    *tar.Writer
	all    manifest
}

// NewWriter begins an archive. Errors are those of w.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	h.Format = Format
	gz, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	x := &Writer{header: h, gz: gz, tar: tar.NewWriter(gz)}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("writing an archive: %w", err)
	}
	return x, x.Add(headerName, text)
}

// Add writes an entry.
func (x *Writer) Add(name string, body []byte) error {
	sum := sha256.Sum256(body)
	x.all.Entries = append(x.all.Entries, entry{name, int64(len(body)), hex.EncodeToString(sum[:])})
	return x.put(name, body)
}

func (x *Writer) put(name string, body []byte) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(body)), Mode: 0o600, ModTime: x.header.Made, Format: tar.FormatPAX}
	if err := x.tar.WriteHeader(h); err != nil {
		return fmt.Errorf("writing %s into the archive: %w", name, err)
	}
	if _, err := x.tar.Write(body); err != nil {
		return fmt.Errorf("writing %s into the archive: %w", name, err)
	}
	return nil
}

// Close ends the archive with its manifest and the seals. It does not close what it was written to.
func (x *Writer) Close(seal Seal) error {
	text, err := json.Marshal(x.all)
	if err != nil {
		return fmt.Errorf("ending an archive: %w", err)
	}
	if err := x.put(manifestName, text); err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	seals := map[string][]byte{}
	for _, t := range x.header.Tenants {
		if seals[t.String()], err = seal(t, sum[:]); err != nil {
			return fmt.Errorf("sealing an archive: %w", err)
		}
	}
	if text, err = json.Marshal(seals); err != nil {
		return fmt.Errorf("ending an archive: %w", err)
	}
	if err := x.put(sealsName, text); err != nil {
		return err
	}
	if err := x.tar.Close(); err != nil {
		return fmt.Errorf("ending an archive: %w", err)
	}
	return x.gz.Close()
}
