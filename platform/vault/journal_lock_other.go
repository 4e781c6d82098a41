//go:build !linux && !darwin

package vault

import "os"

func lockFile(*os.File) error { return nil }

func unlockFile(*os.File) error { return nil }
