package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// ErrFormerKey: the former operator key of an earlier rotation is still there; it is destroyed before another one. Args: file.
var ErrFormerKey = fault.New(fault.Conflict, "cli.keys.former_there")

// The files of a rotation, beside the operator key.
const (
	nextKey   = ".next"   // made, and perhaps in use for some tenant keys already
	formerKey = ".former" // what opened the key store before
)

// RotateTenants gives every tenant a new key and wraps its data keys with it; sealed text is not touched, and the office works
// on. Interrupted, it goes on when it is called again. It returns how many tenants it rotated.
func (a *App) RotateTenants(ctx context.Context) (int, error) {
	tenants, err := a.Vault.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	for i, t := range tenants {
		if err := a.Vault.RotateTenant(ctx, t); err != nil {
			return i, fmt.Errorf("rotating the key of tenant %s: %w", t, err)
		}
	}
	return len(tenants), nil
}

// RotatedOperator says which operator key replaced which.
type RotatedOperator struct {
	Former string `json:"former"`
	Now    string `json:"now"`
	File   string `json:"file"`   // the new key
	Beside string `json:"beside"` // the former one, to be destroyed once it is no longer needed
}

// RotateOperator makes a new operator key, wraps the tenant keys with it and puts it in the former one's place. Servers are
// stopped meanwhile. Killed anywhere, it goes on when it is called again: the new key stands beside the former one from before
// its first use until it has taken its place, and the former one is kept.
func (a *App) RotateOperator(ctx context.Context, passphrase string) (out RotatedOperator, err error) {
	file := a.Config.Operator
	next, former := file+nextKey, file+formerKey
	out = RotatedOperator{Former: a.Stores.Operator.ID(), File: file, Beside: former}
	if _, err := os.Lstat(former); err == nil { // either left from an earlier rotation, or linked by this one before it was killed
		if same, err := sameFile(file, former); err != nil || !same {
			return out, errors.Join(ErrFormerKey.With(fault.Args{"file": former}), err)
		}
	}
	locks, err := a.Config.Locks(func() (string, error) { return passphrase, nil })
	if err != nil {
		return out, err
	}
	key, err := vault.OpenOperatorKey(ctx, next, locks)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = vault.CreateOperatorKey(ctx, next, passphrase, locks.Service)
	}
	if err != nil {
		return out, err
	}
	out.Now = key.ID()
	if err := a.Vault.RotateOperator(ctx, key); err != nil {
		return out, err
	}
	if err := a.Vault.Check(ctx); err != nil {
		return out, err
	}
	if err := os.Link(file, former); err != nil && !errors.Is(err, fs.ErrExist) {
		return out, fmt.Errorf("keeping the former operator key: %w", err)
	}
	if err := os.Rename(next, file); err != nil { // at no moment is there no key in the place
		return out, fmt.Errorf("putting the operator key in its place: %w", err)
	}
	return out, syncFolder(filepath.Dir(file))
}

func sameFile(a, b string) (bool, error) {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	if err := errors.Join(err, err2); err != nil {
		return false, err
	}
	return os.SameFile(x, y), nil
}

// KeyState is what the key store holds of a tenant; its JSON is printed by the command line.
type KeyState struct {
	Tenant      string    `json:"tenant"`     // public name; the id where the cases do not know it
	Operator    string    `json:"operator"`   // id of the operator key that wraps the tenant's key
	Generation  int64     `json:"generation"` // counts the tenant's keys
	Since       time.Time `json:"since"`      // when the current one was made
	Former      int       `json:"former"`     // older generations: a rotation that was interrupted
	Fresh       int64     `json:"fresh"`      // data keys written ahead, of which nobody has asked whether a case uses them
	Used        int64     `json:"used"`
	Marked      int64     `json:"marked"`  // orphans that the next sweep destroys
	Opened      int       `json:"opened"`  // data keys that were unwrapped: all there are
	Erasing     int       `json:"erasing"` // erasures that are not finished
	Held        bool      `json:"held"`    // the sweep waits until a restore is confirmed
	Problem     error     `json:"-"`       // why a key does not open
	ProblemText string    `json:"problem"` // its message key, or empty
}

// mostUnfinished bounds how many unfinished erasures are counted.
const mostUnfinished = 10000

// KeyStates tells of every tenant what the key store holds, and opens each key once.
func (a *App) KeyStates(ctx context.Context) ([]KeyState, error) {
	tenants, err := a.Vault.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]KeyState, 0, len(tenants))
	for _, t := range tenants {
		s, err := a.keyState(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (a *App) keyState(ctx context.Context, tenant id.ID) (KeyState, error) {
	s := KeyState{Tenant: tenant.String()}
	if t, err := a.Office.TenantByID(ctx, tenant); err == nil {
		s.Tenant = t.Slug
	}
	rows, err := a.keys.TenantKeys(ctx, tenant)
	if err != nil {
		return s, err
	}
	s.Former = len(rows) - 1
	for _, r := range rows {
		s.Operator, s.Generation, s.Since = r.Operator, r.Generation, r.MadeAt
	}
	counts, err := a.keys.Count(ctx, tenant)
	if err != nil {
		return s, err
	}
	s.Fresh, s.Used, s.Marked = counts[vault.Fresh], counts[vault.Used], counts[vault.Marked]
	open, err := a.keys.Unfinished(ctx, tenant, mostUnfinished)
	if err != nil {
		return s, err
	}
	s.Erasing = len(open)
	if s.Held, err = a.held(ctx, tenant); err != nil {
		return s, err
	}
	if s.Opened, s.Problem = a.Vault.CheckData(ctx, tenant); s.Problem != nil {
		s.ProblemText = fault.Of(s.Problem).Key
	}
	return s, nil
}
