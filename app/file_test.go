package app_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"linli/app"
	"linli/platform/fault"
)

// A file that is being written stays with its run: another one neither takes it away nor puts its own half under the name.
func TestTwoRunsDoNotWriteOneFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cases")
	if err := os.WriteFile(file+".part", []byte("half of a killed run"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := app.SaveFile(file, func(out io.Writer) error {
		if err := app.SaveFile(file, func(io.Writer) error { return errors.New("begun") }); fault.Of(err).Key != app.ErrFileExists.Key {
			t.Errorf("the second run: %v", err)
		}
		_, err := io.WriteString(out, "whole")
		return err
	})
	if got, read := os.ReadFile(file); err != nil || read != nil || string(got) != "whole" {
		t.Errorf("the file holds %q, %v %v", got, err, read)
	}
}
