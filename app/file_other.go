//go:build !linux && !darwin

package app

import (
	"errors"
	"io/fs"
	"os"
)

func begin(part string) (*os.File, error) {
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func finish(f *os.File, part, path string) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(part, path)
}
