package app

import (
	"os"
	"strings"

	"linli/platform/fault"
)

// inFile begins a setting that stands in a file, such as file:/run/credentials/linli.service/database.
const inFile = "file:"

// fromFile replaces a setting that names a file by what the file holds: a password in the environment can be read by
// whoever may look at the process, and in a unit by everybody (ASVS 5.0 V13.3.1). Others than the file's owner and group
// must have no right to it; a group has one where systemd hands a credential to the service.
func fromFile(setting *string) error {
	name, ok := strings.CutPrefix(*setting, inFile)
	if !ok {
		return nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return fault.Wrap(fault.Invalid, "cli.config.secret_file", err).With(fault.Args{"value": name})
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o007 != 0 {
		return wrong("cli.config.secret_open", name)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return fault.Wrap(fault.Invalid, "cli.config.secret_file", err).With(fault.Args{"value": name})
	}
	*setting = strings.TrimSpace(string(b))
	if *setting == "" {
		return wrong("cli.config.secret_file", name)
	}
	return nil
}
