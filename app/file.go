package app

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"linli/platform/fault"
	"linli/store/dialect"
)

// What keeps a backup or a restore from writing. Args: file.
var (
	ErrFileExists = fault.New(fault.Invalid, "backup.exists")
	ErrNoRoom     = fault.New(fault.Unavailable, "backup.no_room")
	ErrNoFile     = fault.New(fault.Invalid, "backup.no_file")
)

// unfinishedFile ends the name of a file that is still being written.
const unfinishedFile = ".part"

// SaveFile writes a file that must not exist, readable by its owner alone. It stands under its name only when it is whole and
// on the disk; what a killed run left beside it is written over. Errors: ErrFileExists, ErrNoRoom, those of write.
func SaveFile(path string, write func(w io.Writer) error) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(ErrFileExists.Code, ErrFileExists.Key, err).With(fault.Args{"file": path})
	}
	part := path + unfinishedFile
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("making %s: %w", path, err)
	}
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(ErrNoFile.Code, ErrNoFile.Key, err).With(fault.Args{"file": path})
	}
	defer func() {
		if err != nil {
			err = noRoom(path, errors.Join(err, f.Close(), os.Remove(part)))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	if err := write(out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// noRoom turns a full disk into the fault that says so.
func noRoom(path string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, dialect.ErrFull) {
		return fault.Wrap(ErrNoRoom.Code, ErrNoRoom.Key, err).With(fault.Args{"file": path})
	}
	return err
}

// syncFolder makes a folder's entries survive a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
