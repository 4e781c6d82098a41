package app

import (
	"bufio"
	"errors"
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
// on the disk; what a killed run left beside it is written over, and what another run is writing is not. Errors: ErrFileExists,
// ErrNoRoom, those of write.
func SaveFile(path string, write func(w io.Writer) error) (err error) {
	if err := unwritten(path); err != nil {
		return err
	}
	part := path + unfinishedFile
	f, err := begin(part)
	if errors.Is(err, ErrFileExists) {
		return err
	}
	if err != nil {
		return fault.Wrap(ErrNoFile.Code, ErrNoFile.Key, err).With(fault.Args{"file": path})
	}
	defer func() {
		if err != nil {
			err = noRoom(path, errors.Join(err, os.Remove(part), f.Close()))
		}
	}()
	if err := unwritten(path); err != nil { // another run may have ended in between
		return err
	}
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
	if err := finish(f, part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// unwritten returns ErrFileExists where something stands under a name.
func unwritten(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(ErrFileExists.Code, ErrFileExists.Key, err).With(fault.Args{"file": path})
	}
	return nil
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
