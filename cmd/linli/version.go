package main

import (
	"fmt"
	"runtime"
)

// version is that of the coming release.
const version = "0.1.0"

// versionCommand prints the version of the program and of the Go that built it.
type versionCommand struct{}

// Run is called by kong.
func (versionCommand) Run(t *terminal) error {
	_, err := fmt.Fprintf(t.stdout, "linli %s %s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
