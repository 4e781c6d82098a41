package ledger

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Export writes a source as a folder that DirSource reads: a file for each checkpoint and LeavesFile. The folder holds no
// personal data.
func Export(ctx context.Context, src Source, dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("making the export's folder: %w", err)
	}
	for signed, err := range src.Checkpoints(ctx) {
		if err != nil {
			return fmt.Errorf("reading checkpoints: %w", err)
		}
		head, err := HeadOf(signed)
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, checkpointFile(head.Size)), signed); err != nil {
			return fmt.Errorf("writing a checkpoint: %w", err)
		}
	}
	f, err := os.Create(filepath.Join(dir, LeavesFile))
	if err != nil {
		return fmt.Errorf("writing the leaves: %w", err)
	}
	w := bufio.NewWriter(f)
	for hashes, readErr := range src.Leaves(ctx) {
		for _, h := range hashes {
			_, _ = w.Write(h[:]) // bufio keeps the first error for Flush
		}
		if err = readErr; err != nil {
			break
		}
	}
	if err := errors.Join(err, w.Flush(), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing the leaves: %w", err)
	}
	return nil
}

type sizedNote struct {
	size int64
	note []byte
}

// sized reads the size that a note claims, 0 when it is no checkpoint.
func sized(signed []byte) sizedNote {
	h, _ := HeadOf(signed)
	return sizedNote{h.Size, signed}
}

func sortNotes(notes []sizedNote) {
	slices.SortStableFunc(notes, func(a, b sizedNote) int { return cmp.Compare(a.size, b.size) })
}
