package ledger

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const checkpointSuffix = ".checkpoint"

// checkpointFile names the file of a checkpoint so that names sort as sizes do.
func checkpointFile(size int64) string { return fmt.Sprintf("%016d%s", size, checkpointSuffix) }

// checkpointFiles are the names of a folder's checkpoints, sorted.
func checkpointFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading a folder of checkpoints: %w", err)
	}
	var names []string
	for _, e := range entries { // ReadDir sorts by name
		if !e.IsDir() && strings.HasSuffix(e.Name(), checkpointSuffix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// writeFile writes a file whole or not at all, and waits until it is on the disk.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once renamed, as it should
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
