package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"linli/app"
	"linli/platform/fault"
)

// TestSecretsStandInFiles: an address with a password need not stand in the environment, and a file that everybody can read
// is refused.
func TestSecretsStandInFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "secret")
	const address = "postgres://linli:quince@localhost/linli"
	if err := os.WriteFile(file, []byte(address+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := app.Config{Data: dir, Database: "file:" + file, SMTP: "file:" + file, Secret: "file:" + file}.Complete()
	if err != nil || c.Database != address || c.SMTP != address || c.Secret != address {
		t.Errorf("%+v %v", c, err)
	}
	for name, want := range map[string]string{file: "cli.config.secret_open", file + "-none": "cli.config.secret_file", dir: "cli.config.secret_open"} {
		if name == file {
			if err := os.Chmod(file, 0o604); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := (app.Config{Data: dir, Keys: "file:" + name}).Complete(); err == nil || fault.Of(err).Key != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
