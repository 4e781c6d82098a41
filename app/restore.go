package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"linli/platform/archive"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// What a restore refuses.
var (
	// ErrNotEmpty: the place holds something already. Args: place.
	ErrNotEmpty = fault.New(fault.Invalid, "restore.not_empty")
	// ErrUnfinished: a restore stopped half way; nothing else is done there before it is finished. Args: data.
	ErrUnfinished = fault.New(fault.Unavailable, "restore.unfinished")
	// ErrOtherRestore: a restore of other files stopped half way here. Args: data.
	ErrOtherRestore = fault.New(fault.Invalid, "restore.other")
	// ErrPair: the keys are not those of the cases. Args: cases, keys (files).
	ErrPair = fault.New(fault.Invalid, "restore.pair")
	// ErrIdentity: the keys backup is encrypted to somebody whose identity was not given. Args: file.
	ErrIdentity = fault.New(fault.Invalid, "restore.identity")
	// ErrSealedDamaged: an encrypted file was cut or altered; which of the two cannot be told. Args: file.
	ErrSealedDamaged = fault.New(fault.Invalid, "restore.sealed_damaged")
	// ErrNoOperatorKey: the operator key of the backup has to be put in place first. Args: file.
	ErrNoOperatorKey = fault.New(fault.Unavailable, "restore.no_operator_key")
)

// The steps of a restore, in order. It may be killed between any two, and is begun again with the same files.
const (
	StepChecked  = "checked"  // both files are whole and belong together; nothing was written
	StepMarked   = "marked"   // the place is marked as unfinished, and what an earlier attempt left is gone
	StepKeys     = "keys"     // the key store is loaded, without the keys that the journal names
	StepCases    = "cases"    // the database and the files are loaded, without what those keys sealed
	StepErasures = "erasures" // the journal is replayed, in the key store and its mirror
	StepHeld     = "held"     // no key is swept until somebody confirms
	StepDone     = "done"
)

// Restoring is a restore into an empty place.
type Restoring struct {
	Config     Config
	Cases      string         // file of the cases
	Keys       string         // file of the keys
	Journals   []string       // erasure journals that are newer than the keys, besides Config.Journal
	Identities []age.Identity // for keys that were not encrypted to the operator key
	Ask        vault.Passphrase
	Clock      clock.Clock
	Log        *slog.Logger
	Step       func(step string) error // told after each step; an error stops the restore there
}

// Restored is what became of a restore; its JSON is printed by the command line.
type Restored struct {
	Backup  id.ID     `json:"backup"`
	Made    time.Time `json:"made"`
	Keys    id.ID     `json:"keys"`
	KeysOf  time.Time `json:"keys_made"`
	Rows    int64     `json:"rows"`
	Blobs   int       `json:"blobs"`
	Journal int       `json:"erasures"` // keys that the journal names
	Left    int64     `json:"left_out"` // rows and files left out because their key was destroyed
	Missing int       `json:"missing"`  // keys of cases that are newer than the backup of the keys
	Newer   bool      `json:"journal"`  // a journal apart from the backup was there
	Seconds float64   `json:"seconds"`
}

// marker is the file in the data folder that stands while a restore is not finished.
const marker = "RESTORE-UNFINISHED"

type marked struct {
	Cases id.ID `json:"cases"`
	Keys  id.ID `json:"keys"`
}

// Unfinished answers ErrUnfinished where a restore stopped half way.
func (c Config) Unfinished() error {
	if _, err := os.Stat(filepath.Join(c.Data, marker)); !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(ErrUnfinished.Code, ErrUnfinished.Key, err).With(fault.Args{"data": c.Data})
	}
	return nil
}

// Run restores. Both files are read to their end before anything is written. What the erasure journal names is never
// written: neither its keys, nor the text and the files that they sealed. When Run returns nil, the office may be served.
func (r *Restoring) Run(ctx context.Context) (out Restored, err error) {
	defer func() { err = noRoom(r.Config.Data, err) }()
	began := r.Clock.Now()
	locks, err := r.Config.Locks(r.Ask)
	if err != nil {
		return out, err
	}
	operator, err := vault.OpenOperatorKey(ctx, r.Config.Operator, locks)
	if errors.Is(err, fs.ErrNotExist) {
		return out, ErrNoOperatorKey.With(fault.Args{"file": r.Config.Operator})
	}
	if err != nil {
		return out, err
	}
	p, err := r.check(ctx, operator)
	if err != nil {
		return out, err
	}
	out = Restored{Backup: p.cases.ID, Made: p.cases.Made, Keys: p.keys.ID, KeysOf: p.keys.Made, Journal: len(p.dead), Newer: p.newer}
	if err := r.step(StepChecked); err != nil {
		return out, err
	}
	if err := r.begin(ctx, marked{p.cases.ID, p.keys.ID}); err != nil {
		return out, err
	}
	if err := r.step(StepMarked); err != nil {
		return out, err
	}
	err = r.fill(ctx, operator, p, &out)
	if f := fault.Of(err); err != nil && f.Code != fault.Invalid {
		return out, err // it can be begun again with the same files
	}
	if err != nil { // the files themselves were refused after all: nothing of them stays
		return out, errors.Join(err, r.empty(ctx), r.unmark())
	}
	if err := r.unmark(); err != nil {
		return out, fmt.Errorf("ending the restore: %w", err)
	}
	out.Seconds = r.Clock.Now().Sub(began).Seconds()
	return out, r.step(StepDone)
}

func (r *Restoring) unmark() error {
	return errors.Join(os.Remove(filepath.Join(r.Config.Data, marker)), syncFolder(r.Config.Data))
}

func (r *Restoring) step(name string) error {
	if r.Step == nil {
		return nil
	}
	return r.Step(name)
}

// begin marks the place as unfinished. A place that an earlier attempt with the same files left is emptied; any other that
// is not empty is refused.
func (r *Restoring) begin(ctx context.Context, m marked) error {
	path := filepath.Join(r.Config.Data, marker)
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		var there marked
		if json.Unmarshal(text, &there) != nil || there != m {
			return ErrOtherRestore.With(fault.Args{"data": r.Config.Data})
		}
		return r.empty(ctx)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := r.refuseUsed(ctx); err != nil {
		return err
	}
	if err := makeFolders(r.Config); err != nil {
		return err
	}
	if text, err = json.Marshal(m); err != nil {
		return err
	}
	return saveOver(path, text)
}

// saveOver writes a small file that is whole or not there.
func saveOver(path string, text []byte) error {
	part := path + unfinishedFile
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// fileOf is the file that holds a half of the backup.
func fileOf(r *Restoring, k archive.Kind) string {
	if k == archive.Keys {
		return r.Keys
	}
	return r.Cases
}
