package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// line is one entry as JSON, one a line. The names are read by the restore of later versions: add, never change.
type line struct {
	Version int       `json:"v"`
	Tenant  id.ID     `json:"tenant"`
	Journal id.ID     `json:"journal"`
	Key     id.ID     `json:"key"`
	At      time.Time `json:"at"`
}

const maxLine = 1024

// WriteJournal copies the whole erasure journal of the key store, finished or not, as one JSON object a line.
func (v *Vault) WriteJournal(ctx context.Context, w io.Writer) error {
	tenants, err := v.store.Tenants(ctx)
	if err != nil {
		return unavailable("listing tenants", err)
	}
	for _, tenant := range tenants {
		var after id.ID
		for {
			entries, err := v.store.Entries(ctx, tenant, after, pageSize)
			if err != nil {
				return unavailable("reading the erasure journal", err)
			}
			if len(entries) == 0 {
				break
			}
			if err := writeEntries(w, entries); err != nil {
				return fmt.Errorf("copying the erasure journal: %w", err)
			}
			after = entries[len(entries)-1].Key
		}
	}
	return nil
}

// ReadJournal reads what [Vault.WriteJournal] or a [JournalFile] wrote. A last line that a power cut left unfinished is
// passed over, because its erasure had not begun to destroy anything; any other damage is [ErrJournal] with the line's
// number, since an erasure that is missed brings a case back.
func ReadJournal(r io.Reader) ([]Entry, error) {
	var entries []Entry
	lines := bufio.NewReaderSize(r, maxLine)
	for n := 1; ; n++ {
		text, err := lines.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, badLine(n, err)
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, badLine(n, err)
		}
		if l.Version != 1 || l.Tenant.IsZero() || l.Journal.IsZero() || l.Key.IsZero() {
			return nil, badLine(n, errors.New("an entry of another version, or without its ids"))
		}
		entries = append(entries, Entry{Tenant: l.Tenant, Journal: l.Journal, Key: l.Key, At: l.At})
	}
}

func badLine(n int, err error) error {
	return fault.Wrap(ErrJournal.Code, ErrJournal.Key, err).With(fault.Args{"line": n})
}

func writeEntries(w io.Writer, entries []Entry) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	for _, e := range entries {
		if err := enc.Encode(line{1, e.Tenant, e.Journal, e.Key, e.At.UTC()}); err != nil {
			return err
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// JournalFile is a [Mirror] in a file that only grows; several processes may append to it. Keep it, or a copy, on another
// disk than the key store and its backups, and give it to `linli restore`: it then corrects a key backup of any age.
type JournalFile struct {
	mu   sync.Mutex
	file *os.File
}

// OpenJournalFile opens a journal file for appending, making it with mode 0600 when it is not there. A last line that
// a power cut left unfinished is ended, so that what follows stays readable.
func OpenJournalFile(path string) (*JournalFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the erasure journal's mirror: %w", err)
	}
	if err := cutUnfinished(f); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the erasure journal's mirror: %w", err), f.Close())
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the erasure journal's mirror: %w", err), f.Close())
	}
	return &JournalFile{file: f}, nil
}

// cutUnfinished removes what follows the last line's end. Another process may be writing its line right now.
func cutUnfinished(f *os.File) (err error) {
	if err := lockFile(f); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlockFile(f)) }()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	tail := make([]byte, min(size, maxLine))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return err
	}
	end := bytes.LastIndexByte(tail, '\n') + 1
	if end == 0 && size > maxLine {
		return errors.New("the file is not an erasure journal")
	}
	return f.Truncate(size - int64(len(tail)) + int64(end))
}

// Append writes entries and returns when they are on the disk.
func (j *JournalFile) Append(_ context.Context, entries []Entry) (err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := lockFile(j.file); err != nil {
		return fmt.Errorf("appending to the erasure journal's mirror: %w", err)
	}
	defer func() { err = errors.Join(err, unlockFile(j.file)) }()
	size, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("appending to the erasure journal's mirror: %w", err)
	}
	if err := writeEntries(j.file, entries); err != nil {
		// Half a line would spoil the one that follows.
		return fmt.Errorf("appending to the erasure journal's mirror: %w", errors.Join(err, j.file.Truncate(size)))
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("appending to the erasure journal's mirror: %w", err)
	}
	return nil
}

// Close closes the file.
func (j *JournalFile) Close() error { return j.file.Close() }
