package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const witnessTimeout = 10 * time.Second

// Witness remembers checkpoints outside the office's reach and countersigns those that extend what it remembers.
type Witness interface {
	// Name is the name of the witness's key, or of the witness when it has none.
	Name() string
	// Countersign checks a checkpoint and remembers it. prove gives the consistency proof from an older size. The answer is
	// a signature line of a signed note, or empty from a witness that only remembers. ErrForked when the checkpoint does not
	// extend what the witness remembers.
	Countersign(ctx context.Context, c Checkpoint, prove func(ctx context.Context, from int64) (tlog.TreeProof, error)) (line string, err error)
}

// showWitnesses shows each new checkpoint to the witnesses, beside the sequencing, so that a slow witness delays nothing.
func (s *Sequencer) showWitnesses(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-s.signed:
			for _, w := range s.Witnesses {
				if err := s.show(ctx, w, c); err != nil && ctx.Err() == nil {
					s.Alarm(ctx, err)
				}
			}
		}
	}
}

func (s *Sequencer) show(ctx context.Context, w Witness, c Checkpoint) error {
	ctx, cancel := context.WithTimeout(ctx, witnessTimeout)
	defer cancel()
	line, err := w.Countersign(ctx, c, func(ctx context.Context, from int64) (tlog.TreeProof, error) {
		return tlog.ProveTree(c.Size, from, hashReader(ctx, s.Store, s.Tenant))
	})
	if err != nil {
		return fmt.Errorf("witness %s on size %d: %w", w.Name(), c.Size, err)
	}
	if line == "" {
		return nil
	}
	if _, err := AddCosignature(c.Note, line); err != nil {
		return fmt.Errorf("witness %s on size %d: %w", w.Name(), c.Size, err)
	}
	if err := s.Store.Cosign(ctx, s.Tenant, c.Size, w.Name(), line); err != nil {
		return fmt.Errorf("keeping the signature of %s: %w", w.Name(), err)
	}
	return nil
}

// AddCosignature appends a signature line ("— NAME BASE64\n") to a signed note. Whose it is need not be known; its form
// must be right.
func AddCosignature(signed []byte, line string) ([]byte, error) {
	out := append(append([]byte(nil), signed...), line...)
	var unverified *note.UnverifiedNoteError
	if _, err := note.Open(out, nil); !errors.As(err, &unverified) || strings.Count(line, "\n") != 1 {
		return nil, errors.New("ledger: not a signature line")
	}
	return out, nil
}

// CosignatureLine countersigns a signed note and returns the line alone.
func CosignatureLine(signed []byte, by note.Signer) (string, error) {
	text := signed[:strings.LastIndex(string(signed), "\n\n")+1]
	alone, err := note.Sign(&note.Note{Text: string(text)}, by)
	if err != nil {
		return "", fmt.Errorf("countersigning: %w", err)
	}
	return string(alone[len(text)+1:]), nil
}

// FileWitness remembers checkpoints as files in a folder, which may be a mounted disk, a printed newspaper's source or a
// repository that others pull. The folder reads as a source of [Audit] once a file of leaves is put beside them.
type FileWitness struct {
	Dir  string
	Log  []note.Verifier // the office's keys
	Sign note.Signer     // nil for a witness that only remembers
}

// Name is the key's name, or the folder.
func (w *FileWitness) Name() string {
	if w.Sign != nil {
		return w.Sign.Name()
	}
	return w.Dir
}

// Countersign implements Witness.
func (w *FileWitness) Countersign(ctx context.Context, c Checkpoint, prove func(context.Context, int64) (tlog.TreeProof, error)) (string, error) {
	claimed, err := HeadOf(c.Note)
	if err != nil {
		return "", err
	}
	head, _, err := OpenCheckpoint(claimed.Tenant, c.Note, w.Log)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(w.Dir, head.Tenant)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("making the witness's folder: %w", err)
	}
	if err := w.check(ctx, dir, head, prove); err != nil {
		return "", err
	}
	if err := writeFile(filepath.Join(dir, checkpointFile(head.Size)), c.Note); err != nil {
		return "", fmt.Errorf("remembering a checkpoint: %w", err)
	}
	if w.Sign == nil {
		return "", nil
	}
	return CosignatureLine(c.Note, w.Sign)
}

// check compares a checkpoint with the newest one remembered.
func (w *FileWitness) check(ctx context.Context, dir string, head Head, prove func(context.Context, int64) (tlog.TreeProof, error)) error {
	names, err := checkpointFiles(dir)
	if err != nil || len(names) == 0 {
		return err
	}
	data, err := os.ReadFile(filepath.Join(dir, names[len(names)-1]))
	if err != nil {
		return fmt.Errorf("reading what the witness remembers: %w", err)
	}
	last, _, err := OpenCheckpoint(head.Tenant, data, w.Log)
	if err != nil {
		return fmt.Errorf("reading what the witness remembers: %w", err)
	}
	switch {
	case head.Size < last.Size:
		return fmt.Errorf("%w: size %d after %d", ErrForked, head.Size, last.Size)
	case head.Size == last.Size:
		if head.Root != last.Root {
			return fmt.Errorf("%w: two roots of size %d", ErrForked, head.Size)
		}
		return nil
	}
	path, err := prove(ctx, last.Size)
	if err != nil {
		return fmt.Errorf("proving %d within %d: %w", last.Size, head.Size, err)
	}
	if err := tlog.CheckTree(path, head.Size, head.Root, last.Size, last.Root); err != nil {
		return fmt.Errorf("%w: %w", ErrForked, err)
	}
	return nil
}
