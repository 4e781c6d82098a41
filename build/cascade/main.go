// Command cascade brings what faces are found with into the Go tree, as platform/redact/picture/cascade/facefinder, from the folder of
// the module github.com/esimov/pigo as go.sum pins it. Run from the project's root: go run ./build/cascade
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	module = "github.com/esimov/pigo"
	to     = "platform/redact/picture/cascade"
)

// files are where each file stands in the module, and what it is called here.
var files = [][2]string{{"cascade/facefinder", "facefinder"}, {"LICENSE", "LICENSE"}}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("cascade: ", err)
	}
}

func run() error {
	if out, err := exec.Command("go", "mod", "download", module).CombinedOutput(); err != nil {
		return fmt.Errorf("bringing %s: %w\n%s", module, err, out)
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return fmt.Errorf("asking where %s stands: %w", module, err)
	}
	from := strings.TrimSpace(string(out))
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(from, f[0]))
		if err != nil {
			return fmt.Errorf("reading the cascade: %w", err)
		}
		if err := os.WriteFile(filepath.Join(to, f[1]), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
