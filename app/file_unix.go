//go:build linux || darwin

package app

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"linli/platform/fault"
)

// begin makes a file that one run alone writes: whoever has the lock of what stands under the name. What a killed run left has none
// any more. Errors: ErrFileExists while another run writes it.
func begin(part string) (*os.File, error) {
	for {
		f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			if hold(f) == nil && stands(f, part) {
				return f, nil
			}
			_ = f.Close() // another run took it for left over in this moment
			continue
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if err := removeLeft(part); err != nil {
			return nil, err
		}
	}
}

// removeLeft takes away what a killed run left.
func removeLeft(part string) error {
	f, err := os.OpenFile(part, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if errors.Is(hold(f), syscall.EWOULDBLOCK) {
		return fault.New(ErrFileExists.Code, ErrFileExists.Key).With(fault.Args{"file": part})
	}
	if !stands(f, part) {
		return nil
	}
	return os.Remove(part)
}

// hold takes the lock of a file until it is closed. A file system without locks gives it to everybody.
func hold(f *os.File) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return err
	}
	return nil
}

// stands reports whether a file is what stands under a name.
func stands(f *os.File, name string) bool {
	there, err := os.Lstat(name)
	if err != nil {
		return false
	}
	own, err := f.Stat()
	return err == nil && os.SameFile(own, there)
}

// finish puts a file under its name, and lets go of it only then.
func finish(f *os.File, part, path string) error {
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return f.Close()
}
