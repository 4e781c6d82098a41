//go:build linux || darwin

package main

import (
	"os"
	"syscall"
)

// lock takes a file for this process until it is closed; it reports whether another process has it.
func lock(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return true, nil
	}
	return false, err
}
