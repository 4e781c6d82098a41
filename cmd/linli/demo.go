package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"linli/app"
	"linli/mediation"
	"linli/office"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/referral"
	"linli/report"
)

// demoMarker stands in every folder that linli made for a demo office, and in no other: a folder without it is never
// removed and never written into.
const demoMarker = "LINLI-DEMO"

// demoCommand serves a furnished office. The second start serves the same one.
type demoCommand struct {
	Fresh  bool   `help:"Remove the demo office that is there and furnish a new one."`
	Listen string `env:"LINLI_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on, on this machine."`
	Data   string `env:"LINLI_DATA" default:"var/demo" help:"Folder of the demo office."`
}

// Run is called by kong.
func (c *demoCommand) Run(ctx context.Context, t *terminal) (err error) {
	l, err := t.listen(ctx, c.Listen, "--listen") // before anything is removed: whoever holds the address may be serving this office
	if err != nil {
		return err
	}
	defer l.Close()
	if at, err := netip.ParseAddrPort(l.Addr().String()); err != nil || !at.Addr().Unmap().IsLoopback() {
		return fault.New(fault.Invalid, "cli.demo.loopback").At("listen").With(fault.Args{"address": l.Addr().String()})
	}
	config, err := app.Config{Data: c.Data, Listen: c.Listen, Demo: true}.Complete()
	if err != nil {
		return err
	}
	marker, furnished, err := takeDemo(c.Data, c.Fresh)
	if err != nil {
		return err
	}
	defer marker.Close()
	url := "http://localhost:" + port(l)
	if furnished {
		err = app.MoveDemo(c.Data, url)
	} else {
		err = t.furnish(ctx, config, marker, url)
	}
	if err != nil {
		return err
	}
	s, err := app.OpenStores(ctx, config, false, t.passphrase)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := t.migrate(ctx, s); err != nil {
		return err
	}
	logins, err := app.ReadLogins(c.Data)
	if err != nil {
		return err
	}
	t.sayLogins(logins, c.Data)
	return t.serve(ctx, config, s, l)
}

// furnish makes the office and marks it whole.
func (t *terminal) furnish(ctx context.Context, c app.Config, marker *os.File, url string) error {
	t.say("demo.furnishing", fault.Args{"data": c.Data})
	began := clock.System{}.Now()
	if err := app.FurnishDemo(ctx, c, app.DemoOptions{Now: began, URL: url, Progress: t.bar().step}); err != nil {
		return err
	}
	if _, err := marker.WriteString("furnished " + began.Format(time.RFC3339) + "\n"); err != nil {
		return err
	}
	t.say("demo.furnished", fault.Args{"seconds": int(clock.System{}.Now().Sub(began).Seconds() + 0.5)})
	return marker.Sync()
}

// takeDemo opens the marker of a demo folder for this process, making the folder where it is missing. It says whether the office
// is furnished; one that is not whole is removed, because nobody has used it.
func takeDemo(dir string, fresh bool) (marker *os.File, furnished bool, err error) {
	path := filepath.Join(dir, demoMarker)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	if len(entries) > 0 && !isFile(path) {
		return nil, false, fault.New(fault.Conflict, "demo.not_ours").With(fault.Args{"data": dir})
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, err
	}
	if marker, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, false, err
	}
	taken, err := lock(marker)
	if taken {
		err = fault.New(fault.Conflict, "demo.taken").With(fault.Args{"data": dir})
	}
	if err != nil {
		return nil, false, errors.Join(err, marker.Close())
	}
	text, err := os.ReadFile(path)
	if furnished = err == nil && len(text) > 0; furnished && !fresh {
		return marker, true, nil
	}
	return marker, false, errors.Join(emptyDemo(dir), marker.Truncate(0))
}

// emptyDemo removes everything in a demo folder but the marker, which this process holds.
func emptyDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == demoMarker {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// stateTexts is how the texts of a case's states begin.
var stateTexts = map[string]string{mediation.Capability: "mediation.state.", report.Capability: "issue.state.", referral.Capability: "referral.state."}

// sayLogins tells what to open and how to sign in.
func (t *terminal) sayLogins(l app.Logins, dir string) {
	t.say("demo.open", fault.Args{"url": l.URL})
	t.say("demo.staff", fault.Args{"url": l.URL + "/sign-in"})
	for _, a := range l.Accounts {
		fmt.Fprintf(t.stderr, "  %-14s %-20s %s  %s\n", a.Name, a.Password, a.Secret, a.Person)
	}
	t.say("demo.code", nil)
	t.say("demo.residents", fault.Args{"url": l.URL})
	for _, r := range l.Residents {
		fmt.Fprintf(t.stderr, "  /r/%s  %s  %s\n", r.Code, r.Passphrase, t.words.Text(stateTexts[r.Kind]+r.State, nil))
	}
	t.say("demo.more", fault.Args{"file": filepath.Join(dir, app.LoginsFile)})
}

// demoCodeCommand stands in for an authenticator: it prints the present one-time code of a demo login.
type demoCodeCommand struct {
	Name string `arg:"" help:"Login name, such as clerk."`
	Data string `env:"LINLI_DATA" default:"var/demo" help:"Folder of the demo office."`
}

// Run is called by kong.
func (c *demoCodeCommand) Run(t *terminal) error {
	l, err := app.ReadLogins(c.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoOffice.With(fault.Args{"data": c.Data})
	}
	if err != nil {
		return err
	}
	for _, a := range l.Accounts {
		if a.Name == office.Login(c.Name) {
			secret, err := a.Key()
			if err != nil {
				return err
			}
			fmt.Fprintln(t.stdout, office.TOTPCode(secret, clock.System{}.Now()))
			return nil
		}
	}
	return fault.New(fault.Invalid, "demo.no_login").With(fault.Args{"name": c.Name})
}
