//go:build linux || darwin

package vault

import (
	"os"
	"syscall"
)

// lockFile keeps other processes that append to the same journal waiting until unlockFile.
func lockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

func unlockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
