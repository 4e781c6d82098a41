package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"linli/mediation/paper"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// What can be wrong with the rulebooks of an office.
var (
	// ErrRulebooks: the folder of the office's own rulebooks cannot be read. Args: dir.
	ErrRulebooks = fault.New(fault.Invalid, "cli.rulebooks.folder")
	// ErrRulebookWrong: a rulebook of that folder has mistakes. Args: dir, n, and the first of them as finding.
	ErrRulebookWrong = fault.New(fault.Invalid, "cli.rulebooks.wrong")
	// ErrRulebookTwice: two folders hold the same version, or two versions of one day. Args: why.
	ErrRulebookTwice = fault.New(fault.Invalid, "cli.rulebooks.twice")
	// ErrRulebookGone: cases keep a version that is in no folder. Args: book, version.
	ErrRulebookGone = fault.New(fault.Unavailable, "cli.rulebooks.gone")
	// ErrRulebookChanged: a version that cases keep no longer says what it said when they began. Args: book, version.
	ErrRulebookChanged = fault.New(fault.Unavailable, "cli.rulebooks.changed")
)

// ShippedRulebooks reads the rulebooks that are built in. One with a finding is a defect of the program.
func ShippedRulebooks() (*rulebook.Library, error) {
	folders, err := fs.ReadDir(rulebooks.FS, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the shipped rulebooks: %w", err)
	}
	books, failed := make([]*rulebook.Rulebook, len(folders)), make([]error, len(folders))
	var all sync.WaitGroup
	for i, f := range folders {
		all.Go(func() { books[i], failed[i] = shipped(f.Name()) })
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	return rulebook.NewLibrary(books...)
}

func shipped(folder string) (*rulebook.Rulebook, error) {
	files, err := fs.Sub(rulebooks.FS, folder)
	if err != nil {
		return nil, err
	}
	b, findings, err := rulebook.Load(files)
	if err != nil {
		return nil, fmt.Errorf("reading the rulebook %s: %w", folder, err)
	}
	var wrong []error
	for _, f := range findings {
		wrong = append(wrong, fmt.Errorf("the shipped rulebook %s: %s", folder, f))
	}
	return b, errors.Join(wrong...)
}

// withOwn adds the office's own rulebooks, one in each folder of dir, to those that are built in; an empty dir adds none.
// Each is one version of one rulebook: a new version of a built-in one has its id, with a version and a day of its own. A
// rulebook with one mistake, in a template too, is refused with all others: an office never works under half of its rules.
func withOwn(builtIn *rulebook.Library, dir string) (*rulebook.Library, error) {
	if dir == "" {
		return builtIn, nil
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, fault.Wrap(ErrRulebooks.Code, ErrRulebooks.Key, err).With(fault.Args{"dir": dir})
	}
	var books []*rulebook.Rulebook
	for _, known := range builtIn.IDs() {
		books = append(books, builtIn.Versions(known)...)
	}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		at := filepath.Join(dir, f.Name())
		b, findings, err := ReadRulebook(os.DirFS(at))
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", at, err)
		}
		if len(findings) > 0 {
			first := findings[0]
			first.File = filepath.Join(at, first.File)
			return nil, ErrRulebookWrong.With(fault.Args{"dir": at, "n": len(findings), "finding": first.String()})
		}
		books = append(books, b)
	}
	all, err := rulebook.NewLibrary(books...)
	if err != nil {
		return nil, ErrRulebookTwice.With(fault.Args{"why": err.Error()})
	}
	return all, nil
}

// ReadRulebook reads a rulebook with the templates of its papers, each filled with the invented case. With findings there
// is no rulebook.
func ReadRulebook(folder fs.FS) (*rulebook.Rulebook, []rulebook.Finding, error) {
	b, findings, err := rulebook.Load(folder)
	if err != nil || len(findings) > 0 {
		return nil, findings, err
	}
	findings, err = paper.Check(b.Files(), b.Languages[0])
	if err != nil || len(findings) > 0 {
		return nil, findings, err
	}
	return b, nil, nil
}

// keepRulebook writes down the version under which an office's cases begin now. From then on this text of it belongs to
// them: [App.CheckRulebooks] finds when it is gone or says something else.
func (a *App) keepRulebook(ctx context.Context, tenant id.ID) error {
	now := a.Clock.Now()
	b, err := (&officeOf{a}).Rulebook(ctx, tenant, now)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keeps[tenant] == b.Version {
		return nil
	}
	if err := a.offices.KeepRulebook(ctx, tenant, office.KeptRulebook{Book: b.ID, Version: b.Version, Hash: b.Hash, Since: now}); err != nil {
		return err
	}
	a.keeps[tenant] = b.Version
	a.books.forget(tenant) // what comes from now on is no first version
	return nil
}

// CheckRulebooks holds the versions that an office's cases keep against those that are there. Whoever changes the text of
// such a version would change what was promised in open cases, without a trace: a new text is a new version. Errors:
// ErrRulebookGone, ErrRulebookChanged.
func (a *App) CheckRulebooks(ctx context.Context, t office.Tenant) error {
	kept, err := a.offices.KeptRulebooks(ctx, t.ID)
	if err != nil {
		return err
	}
	books, err := a.library(ctx, t.ID)
	if err != nil {
		return err
	}
	for _, k := range kept {
		args := fault.Args{"book": k.Book, "version": k.Version}
		switch b, there := books.library.Get(k.Book, k.Version); {
		case !there:
			return ErrRulebookGone.With(args)
		case b.Hash != k.Hash:
			return ErrRulebookChanged.With(args)
		}
	}
	return nil
}

// rulebooksStand refuses to serve an office whose rulebooks are not what its cases began under, keeps those of today, and publishes those
// that are new. Where others stand they are served all the same. A furnished office with invented cases is nobody's: it goes on under
// the rulebooks of the program that serves it.
func (a *App) rulebooksStand(ctx context.Context) error {
	if a.Config.Demo {
		return nil
	}
	tenants, err := a.Office.Tenants(ctx)
	if err != nil {
		return err
	}
	closed := map[id.ID]error{}
	var all error
	for _, t := range tenants {
		err := a.CheckRulebooks(ctx, t)
		if err == nil {
			err = errors.Join(a.keepRulebook(ctx, t.ID), a.publishBrought(ctx, t.ID))
		}
		if err != nil {
			closed[t.ID], all = err, errors.Join(all, err)
		}
	}
	if len(closed) == len(tenants) {
		return all
	}
	for t, err := range closed {
		a.Log.Error("an office is not served: its rulebooks", "tenant", t, "error", err)
	}
	a.books.mu.Lock()
	defer a.books.mu.Unlock()
	a.books.closed = closed
	return nil
}
