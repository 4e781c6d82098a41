package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

const runLength = 4096 // hashes in one run of a source

// LeavesFile is the name of the file of leaf hashes in an exported folder: 32 bytes each, in order, nothing else.
const LeavesFile = "leaves.bin"

// StoreSource audits a tenant's rows.
func StoreSource(s Store, tenant id.ID) Source { return &storeSource{s, tenant} }

type storeSource struct {
	store  Store
	tenant id.ID
}

func (s *storeSource) Checkpoints(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		newest, err := s.store.Newest(ctx, s.tenant)
		if errors.Is(err, ErrNoCheckpoint) {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for after := int64(-1); after < newest.Size; {
			page, err := s.store.Checkpoints(ctx, s.tenant, after, 500)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, c := range page {
				if c.Size > newest.Size || !yield(c.Note, nil) {
					return
				}
				after = c.Size
			}
			if len(page) == 0 { // the newest is gone meanwhile
				return
			}
		}
	}
}

func (s *storeSource) Leaves(ctx context.Context) iter.Seq2[[]tlog.Hash, error] {
	return s.each(ctx, s.store.EachLeaf, func(st State) int64 { return st.Size })
}

func (s *storeSource) Nodes(ctx context.Context) iter.Seq2[[]tlog.Hash, error] {
	return s.each(ctx, s.store.EachNode, func(st State) int64 { return NodeCount(st.Size) })
}

var errStop = errors.New("ledger: the reader wants no more")

type eachHash func(ctx context.Context, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error

// each reads a table of hashes in pages, so that no query outlives a page.
func (s *storeSource) each(ctx context.Context, read eachHash, count func(State) int64) iter.Seq2[[]tlog.Hash, error] {
	return func(yield func([]tlog.Hash, error) bool) {
		st, err := s.store.State(ctx, s.tenant)
		if err != nil {
			yield(nil, err)
			return
		}
		end := count(st)
		for from := int64(0); from < end; {
			to, page := min(end, from+runLength), make([]tlog.Hash, 0, runLength)
			err := read(ctx, s.tenant, from, to, func(index int64, h tlog.Hash) error {
				if index != from+int64(len(page)) {
					return errStop
				}
				page = append(page, h)
				return nil
			})
			if err != nil && !errors.Is(err, errStop) {
				yield(nil, err)
				return
			}
			if len(page) > 0 && !yield(page, nil) {
				return
			}
			if from += int64(len(page)); from < to {
				yield(nil, &Gap{from})
				return
			}
		}
	}
}

// DirSource audits an exported folder: *.checkpoint files, of whatever name, and LeavesFile. Checkpoints from elsewhere
// (a newspaper, a witness, an old export) may be put beside the exported ones.
func DirSource(dir string) (Source, error) {
	names, err := checkpointFiles(dir)
	if err != nil {
		return nil, err
	}
	var notes []sizedNote
	for _, n := range names {
		data, err := readLimited(filepath.Join(dir, n), maxCheckpoint)
		if err != nil {
			return nil, err
		}
		notes = append(notes, sized(data))
	}
	sortNotes(notes)
	return &dirSource{dir, notes}, nil
}

type dirSource struct {
	dir   string
	notes []sizedNote
}

func (d *dirSource) Checkpoints(context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, n := range d.notes {
			if !yield(n.note, nil) {
				return
			}
		}
	}
}

func (d *dirSource) Leaves(context.Context) iter.Seq2[[]tlog.Hash, error] {
	return func(yield func([]tlog.Hash, error) bool) {
		f, err := os.Open(filepath.Join(d.dir, LeavesFile))
		if err != nil {
			yield(nil, fmt.Errorf("opening the leaves: %w", err))
			return
		}
		defer f.Close()
		for hashes, err := range readHashes(f) {
			if !yield(hashes, err) {
				return
			}
		}
	}
}

func (d *dirSource) Nodes(context.Context) iter.Seq2[[]tlog.Hash, error] { return nil }

// readHashes reads 32-byte hashes to the end; a last one cut short is left out.
func readHashes(r io.Reader) iter.Seq2[[]tlog.Hash, error] {
	return func(yield func([]tlog.Hash, error) bool) {
		buf := make([]byte, runLength*tlog.HashSize)
		for {
			n, err := io.ReadFull(r, buf)
			page := make([]tlog.Hash, n/tlog.HashSize)
			for i := range page {
				page[i] = tlog.Hash(buf[i*tlog.HashSize:])
			}
			if len(page) > 0 && !yield(page, nil) {
				return
			}
			switch {
			case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
				return
			case err != nil:
				yield(nil, fmt.Errorf("reading leaves: %w", err))
				return
			}
		}
	}
}

func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading a checkpoint: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return nil, fmt.Errorf("reading a checkpoint: %w", err)
	}
	return data, nil
}
