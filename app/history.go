package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"linli/platform/archive"
)

// historyFile in the data folder says when each kind of backup was made last, for a check-up.
const historyFile = "backups.json"

// Remember writes down that a backup is whole and in its place.
func (c Config) Remember(s Saved) error {
	last, err := c.LastBackups()
	if err != nil {
		last = map[archive.Kind]time.Time{} // it is a convenience: one that cannot be read is begun anew
	}
	last[s.Kind] = s.Made
	text, err := json.Marshal(last)
	if err != nil {
		return err
	}
	return saveOver(filepath.Join(c.Data, historyFile), text)
}

// LastBackups are the instants of the last backup of each kind that was made here; none where none was.
func (c Config) LastBackups() (map[archive.Kind]time.Time, error) {
	out := map[archive.Kind]time.Time{}
	text, err := os.ReadFile(filepath.Join(c.Data, historyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		return out, fmt.Errorf("reading when backups were made: %w", err)
	}
	return out, nil
}
