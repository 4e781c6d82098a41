package app

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
)

// LoginsFile is the name of the file in a demo's folder that lists every login, for people and for checks.
const LoginsFile = "logins.json"

// Logins are a demo office's logins. Names in its JSON are only ever added to.
type Logins struct {
	URL       string         `json:"url"`
	Tenant    string         `json:"tenant"`
	Accounts  []DemoAccount  `json:"accounts"`
	Residents []DemoResident `json:"residents"`
	Open311   string         `json:"open311_api_key"` // for programs that file reports at /open311/
	Providers []DemoProvider `json:"providers"`
}

// DemoAccount is one login of the staff, one a post.
type DemoAccount struct {
	Name     string `json:"name"` // as typed at sign-in
	Person   string `json:"person"`
	Post     string `json:"post"`
	Unit     id.ID  `json:"unit"`
	UnitCode string `json:"unit_code"`
	UnitName string `json:"unit_name"`
	Password string `json:"password"`
	Secret   string `json:"totp_secret"` // base 32: SHA-1, six digits, thirty seconds
	Token    string `json:"token"`       // for Authorization: Bearer; has the account's rights
}

// DemoProvider is the login of an organisation that answers referrals. It has no token.
type DemoProvider struct {
	Name         string `json:"name"` // as typed at sign-in
	Person       string `json:"person"`
	Organisation string `json:"organisation"`
	Password     string `json:"password"`
	Secret       string `json:"totp_secret"` // as of [DemoAccount]
}

// Key is the account's second factor as bytes.
func (a DemoAccount) Key() ([]byte, error) {
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(a.Secret)
}

// DemoResident is one party's way into its case, or a reporter's into what it reported.
type DemoResident struct {
	Kind       string `json:"kind"` // "mediation" or "report"
	Code       string `json:"code"`
	Passphrase string `json:"passphrase"`
	State      string `json:"state"`
	Role       string `json:"role"`
	Case       id.ID  `json:"case"`
}

// DemoOptions say how to furnish a demo office.
type DemoOptions struct {
	Now      time.Time       // the office's present; its past lies before
	URL      string          // where it is going to be served
	Progress func(total int) // told after each step; may be nil
}

// FurnishDemo makes an office in the folder of c that has worked for two months: units, accounts and cases in every
// state, all through the services, at the hours at which they are said to have happened. It writes the logins last. The
// same day gives the same office, codes and keys apart.
func FurnishDemo(ctx context.Context, c Config, o DemoOptions) (err error) {
	s, err := OpenStores(ctx, c, true, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	now := clock.NewManual(o.Now)
	a, err := New(ctx, c, s, Options{Clock: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer a.Close()
	d, err := newDemo(a, now, o)
	if err != nil {
		return err
	}
	if err := d.open(ctx); err != nil {
		return err
	}
	if err := d.directory(ctx, 0); err != nil {
		return err
	}
	if err := d.invite(ctx); err != nil {
		return err
	}
	if err := d.listPlaces(ctx); err != nil {
		return err
	}
	if err := d.register(ctx); err != nil {
		return err
	}
	if err := d.recipients(ctx); err != nil {
		return err
	}
	if err := d.walk(ctx); err != nil {
		return err
	}
	if err := d.grow(ctx); err != nil {
		return err
	}
	if err := d.returns(ctx); err != nil {
		return err
	}
	if err := d.stipends(ctx); err != nil {
		return err
	}
	if err := d.surveys(ctx); err != nil {
		return err
	}
	if err := d.complaints(ctx); err != nil {
		return err
	}
	if err := d.services(ctx); err != nil {
		return err
	}
	if err := d.breach(ctx); err != nil {
		return err
	}
	if err := d.help(ctx); err != nil {
		return fmt.Errorf("requests for help: %w", err)
	}
	logins, err := d.logins(ctx)
	if err != nil {
		return err
	}
	if err := a.Integrate(ctx, d.office.Tenant); err != nil {
		return fmt.Errorf("signing the ledger: %w", err)
	}
	return writeLogins(c.Data, logins)
}

// ReadLogins reads the logins of a demo office.
func ReadLogins(dir string) (Logins, error) {
	var l Logins
	text, err := os.ReadFile(filepath.Join(dir, LoginsFile))
	if err != nil {
		return l, fmt.Errorf("reading the demo's logins: %w", err)
	}
	if err := json.Unmarshal(text, &l); err != nil {
		return l, fmt.Errorf("reading the demo's logins: %w", err)
	}
	return l, nil
}

// MoveDemo writes down that a demo office is now served elsewhere.
func MoveDemo(dir, url string) error {
	l, err := ReadLogins(dir)
	if err != nil || l.URL == url {
		return err
	}
	l.URL = url
	return writeLogins(dir, l)
}

// writeLogins replaces the file whole or not at all.
func writeLogins(dir string, l Logins) error {
	text, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, LoginsFile)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("writing the demo's logins: %w", err)
	}
	return os.Rename(path+".new", path)
}
