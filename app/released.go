package app

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/rulebook/release"
	releases "linli/store/rulebook/release"
)

// ErrRulebookUnread: a version that the office released cannot be read by this program. Args: book, version, finding.
var ErrRulebookUnread = fault.New(fault.Unavailable, "cli.rulebooks.unread")

// openVersions builds the way of new versions.
func (a *App) openVersions() {
	a.Versions = &release.Service{Repo: releases.New(a.Stores.Cases), Office: versionOffice{tops{a}, &officeOf{a}}, Access: a.Rights, Clock: a.Clock, IDs: a.IDs,
		Read: ReadRulebook, Try: promise.TestRulebook, Due: dueOf, Released: a.books.forget}
}

// dueOf is the last instant of a promise that began at an instant, were it neither paused nor extended.
func dueOf(rule rulebook.PromiseRule, by *calendar.Calendar, zone *time.Location, start time.Time) time.Time {
	all := promise.Compute([]rulebook.PromiseRule{rule}, by, zone, []promise.Event{{Kind: rule.Start[0], At: start}}, start)
	return all[0].Due
}

// seenFor is how long what another process released may go unseen here.
const seenFor = time.Second

// books are the rulebooks of each office: those that the process has, and the versions that the office released itself. Several
// processes before one database each read what is released from its one row, whole.
type books struct {
	mu      sync.Mutex
	offices map[id.ID]*officeBooks
	closed  map[id.ID]error // why an office is not served while others are
}

type officeBooks struct {
	library *rulebook.Library
	inForce *rulebook.Library                         // without what is published and waits for its day
	counted map[*rulebook.Rulebook]*rulebook.Rulebook // the versions of library by the holidays of those in force
	own     map[id.ID]*rulebook.Rulebook              // released, by the version's id
	zone    *time.Location                            // the office's
	brought []*rulebook.Rulebook                      // that the process has and the office has not published yet
	until   time.Time
}

// forget has the versions of an office looked for anew with the next question.
func (b *books) forget(tenant id.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known := b.offices[tenant]; known != nil {
		known.until = time.Time{}
	}
}

// library are the rulebooks of an office. Errors: ErrRulebookUnread, ErrRulebookChanged, ErrRulebookTwice; ErrRulebookGone of an office
// that was not opened for it.
func (a *App) library(ctx context.Context, tenant id.ID) (*officeBooks, error) {
	now := a.Clock.Now()
	a.books.mu.Lock()
	defer a.books.mu.Unlock()
	if err := a.books.closed[tenant]; err != nil {
		return nil, err
	}
	known := a.books.offices[tenant]
	if known != nil && now.Before(known.until) && known.until.Sub(now) <= seenFor { // a clock that was set back makes nothing last
		return known, nil
	}
	next, err := a.readBooks(ctx, tenant, known)
	if err != nil {
		return nil, err
	}
	next.until = now.Add(seenFor)
	if a.books.offices == nil {
		a.books.offices = map[id.ID]*officeBooks{}
	}
	a.books.offices[tenant] = next
	return next, nil
}

// readBooks looks at which versions are released, and reads those that this process has not read yet.
func (a *App) readBooks(ctx context.Context, tenant id.ID, known *officeBooks) (*officeBooks, error) {
	all, err := a.Versions.Repo.Versions(ctx, tenant)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v release.Version) bool { return v.State != release.Released })
	kept, err := a.offices.KeptRulebooks(ctx, tenant)
	if err != nil {
		return nil, err
	}
	if known == nil {
		known = &officeBooks{}
	}
	next := &officeBooks{own: map[id.ID]*rulebook.Rulebook{}}
	var released, begun []*rulebook.Rulebook
	for _, v := range all {
		b := known.own[v.ID]
		if b == nil {
			if b, err = a.readReleased(ctx, tenant, v); err != nil {
				return nil, err
			}
		}
		next.own[v.ID] = b
		// What cases began under is in effect, also once the clock is set back.
		began := slices.ContainsFunc(kept, func(k office.KeptRulebook) bool { return k.Book == b.ID && k.Version == b.Version })
		if released = append(released, b); began || !b.Effective.After(calendar.DateOf(a.Clock.Now(), b.Zone)) {
			begun = append(begun, b)
		}
	}
	var given []*rulebook.Rulebook
	for _, book := range a.Library.IDs() {
		for _, b := range a.Library.Versions(book) {
			i := slices.IndexFunc(all, func(v release.Version) bool { return v.Book == b.ID && v.Name == b.Version })
			switch {
			case i >= 0 && all[i].Brought != b.Hash:
				return nil, ErrRulebookChanged.With(fault.Args{"book": b.ID, "version": b.Version})
			case i >= 0: // published here, and read from its row
			case unpublished(b, kept, slices.Concat(released, a.Library.Versions(book))):
				next.brought = append(next.brought, b)
			default:
				given = append(given, b)
			}
		}
	}
	if next.library, err = rulebook.NewLibrary(slices.Concat(given, released)...); err == nil {
		next.inForce, err = rulebook.NewLibrary(slices.Concat(given, begun)...)
	}
	if err != nil {
		return nil, ErrRulebookTwice.With(fault.Args{"why": err.Error()})
	}
	if next.zone, err = (&officeOf{a}).Zone(ctx, tenant); err != nil {
		return nil, err
	}
	// Holidays are facts, and no version of the rules. Those of a version that the office wrote count from its day on: what moves the last
	// day of open promises is read by everybody before.
	next.counted = map[*rulebook.Rulebook]*rulebook.Rulebook{}
	for _, book := range next.library.IDs() {
		for _, b := range next.library.Versions(book) {
			counted := next.inForce.Counted(b)
			counted.Zone = next.zone // days are the office's own, wherever its rules were written
			next.counted[b] = counted
		}
	}
	return next, nil
}

// unpublished reports whether a version that the process has came after those under which the office's cases began: it is published
// first. The first of all, and those before it, are there as the office begins.
func unpublished(b *rulebook.Rulebook, kept []office.KeptRulebook, all []*rulebook.Rulebook) bool {
	began := false
	for _, k := range kept {
		if k.Book != b.ID {
			continue
		}
		began = true
		i := slices.IndexFunc(all, func(x *rulebook.Rulebook) bool { return x.ID == k.Book && x.Version == k.Version })
		if k.Version == b.Version || i >= 0 && !b.Effective.After(all[i].Effective) {
			return false
		}
	}
	return began
}

// publishBrought publishes what came with the program or in the folder since: one version at a time, the earliest first.
func (a *App) publishBrought(ctx context.Context, tenant id.ID) error {
	t, err := a.Office.TenantByID(ctx, tenant)
	if err != nil {
		return err
	}
	books, err := a.library(ctx, tenant)
	if err != nil {
		return err
	}
	for _, b := range books.brought {
		if b.ID == t.Rulebook {
			return a.Versions.Bring(ctx, tenant, b)
		}
	}
	return nil
}

// readReleased reads one version whole, and holds it against the hash under which it was released.
func (a *App) readReleased(ctx context.Context, tenant id.ID, v release.Version) (*rulebook.Rulebook, error) {
	args := fault.Args{"book": v.Book, "version": v.Name}
	packed, err := a.Versions.Repo.Files(ctx, tenant, v.ID)
	if err != nil {
		return nil, fmt.Errorf("reading the version %s of %s: %w", v.Name, v.Book, err)
	}
	files, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, ErrRulebookChanged.With(args)
	}
	b, findings, err := ReadRulebook(files)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the version %s of %s: %w", v.Name, v.Book, err)
	case len(findings) > 0:
		return nil, ErrRulebookUnread.With(fault.Args{"book": v.Book, "version": v.Name, "finding": findings[0].String()})
	case b.Hash != v.Hash:
		return nil, ErrRulebookChanged.With(args)
	}
	taking := *b
	taking.Effective = v.Effective // the day that was published; the text may name an earlier one
	return &taking, nil
}

// Zone is the office's time zone.
func (o *officeOf) Zone(ctx context.Context, tenant id.ID) (*time.Location, error) {
	t, err := o.app.Office.TenantByID(ctx, tenant)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(t.Zone)
	if err != nil {
		return nil, fmt.Errorf("the tenant's zone: %w", err)
	}
	return zone, nil
}

// Rulebook is the version under which a case begins at the instant.
func (o *officeOf) Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error) {
	t, err := o.app.Office.TenantByID(ctx, tenant)
	if err != nil {
		return nil, err
	}
	books, err := o.app.library(ctx, tenant)
	if err != nil {
		return nil, err
	}
	if b, ok := books.library.Current(t.Rulebook, calendar.DateOf(at, books.zone)); ok {
		return books.counted[b], nil
	}
	return nil, fmt.Errorf("no version of the rulebook %s is in effect on %s", t.Rulebook, at.In(books.zone).Format(time.DateOnly))
}

// RulebookOf is the version that a case keeps.
func (o *officeOf) RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error) {
	for range 2 {
		books, err := o.app.library(ctx, tenant)
		if err != nil {
			return nil, err
		}
		if b, ok := books.library.Get(book, version); ok {
			return books.counted[b], nil
		}
		o.app.books.forget(tenant) // another process may have released it a moment ago
	}
	return nil, fmt.Errorf("version %s of the rulebook %s is not in this program", version, book)
}

// countedBy is a hash of the rules and holidays by which the promises of an office are counted now.
func (a *App) countedBy(ctx context.Context, tenant id.ID) (string, error) {
	books, err := a.library(ctx, tenant)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, book := range books.inForce.IDs() {
		for _, b := range books.inForce.Versions(book) {
			_, _ = fmt.Fprintln(h, b.ID, b.Version, b.Effective, b.Hash, books.zone)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// versionOffice is what new versions need to know of the office.
type versionOffice struct {
	tops
	*officeOf
}

// Versions are all versions of a rulebook that the office has.
func (o versionOffice) Versions(ctx context.Context, tenant id.ID, book string) ([]*rulebook.Rulebook, error) {
	books, err := o.officeOf.app.library(ctx, tenant)
	if err != nil {
		return nil, err
	}
	return books.library.Versions(book), nil
}

// Latest is the latest instant that the office signed, or at which it wrote down that cases begin under a version.
func (o versionOffice) Latest(ctx context.Context, tenant id.ID) (time.Time, error) {
	kept, err := o.officeOf.app.offices.KeptRulebooks(ctx, tenant)
	if err != nil {
		return time.Time{}, err
	}
	state, err := o.officeOf.app.ledgers.State(ctx, tenant)
	latest := state.CheckpointAt
	for _, k := range kept {
		if k.Since.After(latest) {
			latest = k.Since
		}
	}
	return latest, err
}

// Holders are the accounts that hold a post.
func (o versionOffice) Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error) {
	return o.officeOf.Holders(ctx, tenant, unit, post, above)
}
