//go:build linux || darwin

package app

import "syscall"

// room is how many bytes the owner of the folder may still write on its disk, and how many the disk holds.
func room(dir string) (free, all uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	block := uint64(s.Bsize) //nolint:gosec // the size of a block is positive
	return s.Bavail * block, s.Blocks * block, nil
}
