package release

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/rulebook"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "rulebook.not_found")
	// ErrMoved says that somebody else changed it meanwhile.
	ErrMoved = fault.New(fault.Conflict, "rulebook.moved_meanwhile")
)

// maxOpen is how many drafts an office has at most.
const maxOpen = 5

// NoticeProposed tells those who can release a version that one waits for them.
const NoticeProposed = "rulebook.notice.proposed"

// Repo keeps versions. Every method is bounded to one tenant.
type Repo interface {
	// Versions returns all of a tenant, the newest first, without their files.
	Versions(ctx context.Context, tenant id.ID) ([]Version, error)
	// Files returns the zip file of a version; ErrNotFound where it was dropped.
	Files(ctx context.Context, tenant, of id.ID) ([]byte, error)
	// Play writes a change, all or nothing. ErrMoved where the row is no longer the one before, another version takes effect on the
	// same day, or another was released in the same turn.
	Play(ctx context.Context, tenant id.ID, c Change) error
	// Owed returns promises of a capability that are open after one of them (zero: from the first), in the order of their cases.
	Owed(ctx context.Context, tenant id.ID, capability string, after Owed, limit int) ([]Owed, error)
}

// Office is what versions need to know of the office.
type Office interface {
	Top(ctx context.Context, tenant id.ID) (id.ID, error)
	Zone(ctx context.Context, tenant id.ID) (*time.Location, error)
	// Rulebook is the version under which cases begin at the instant.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// Versions are all versions of that rulebook under which the office's cases begin, began or will begin.
	Versions(ctx context.Context, tenant id.ID, book string) ([]*rulebook.Rulebook, error)
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Latest is the latest instant that the office is known to have lived through; zero where there is none.
	Latest(ctx context.Context, tenant id.ID) (time.Time, error)
}

// Service is the one way in to new versions.
type Service struct {
	Repo   Repo
	Office Office
	Access *access.Engine
	Clock  clock.Clock
	IDs    *id.Source
	// Read reads a whole rulebook with its papers; with findings there is none.
	Read func(fs.FS) (*rulebook.Rulebook, []rulebook.Finding, error)
	// Try runs the rulebook's own examples.
	Try func(fs.FS) (ran int, _ []rulebook.Finding, _ error)
	// Due is the last instant of a promise that began at an instant, by a calendar.
	Due func(rule rulebook.PromiseRule, by *calendar.Calendar, zone *time.Location, start time.Time) time.Time
	// Released is told when the versions of an office have changed.
	Released func(tenant id.ID)
}

// see is the right to look: of whoever writes, and of whoever releases.
func (s *Service) see(ctx context.Context, a access.Actor) error {
	if err := s.may(ctx, a, "rulebook.release"); err == nil || fault.Of(err).Code == fault.Internal {
		return err
	}
	return s.may(ctx, a, "rulebook.edit")
}

func (s *Service) may(ctx context.Context, a access.Actor, action string) error {
	top, err := s.Office.Top(ctx, a.Tenant)
	if err != nil {
		return err
	}
	return s.Access.Check(a, action, access.Facts{Tenant: a.Tenant, Unit: top})
}

// Writes reports whether the actor may write versions, and Releases whether it may release one that others wrote.
func (s *Service) Writes(ctx context.Context, a access.Actor) bool {
	return s.may(ctx, a, "rulebook.edit") == nil
}

// Releases is described at [Service.Writes].
func (s *Service) Releases(ctx context.Context, a access.Actor) bool {
	return s.may(ctx, a, "rulebook.release") == nil
}

// List returns the versions, the newest first, and the one in effect. It needs rulebook.edit or rulebook.release.
func (s *Service) List(ctx context.Context, a access.Actor) (_ []Version, now *rulebook.Rulebook, err error) {
	defer wrap(&err, "list")
	if err := s.see(ctx, a); err != nil {
		return nil, nil, err
	}
	if now, err = s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now()); err != nil {
		return nil, nil, err
	}
	all, err := s.Repo.Versions(ctx, a.Tenant)
	return all, now, err
}

// Show returns one version with its files, which are nil where they were dropped. It needs what [Service.List] needs.
func (s *Service) Show(ctx context.Context, a access.Actor, of id.ID) (_ Version, _ Folder, err error) {
	defer wrap(&err, "show")
	if err := s.see(ctx, a); err != nil {
		return Version{}, nil, err
	}
	return s.open(ctx, a.Tenant, of)
}

func (s *Service) find(ctx context.Context, tenant, of id.ID) (Version, []Version, error) {
	all, err := s.Repo.Versions(ctx, tenant)
	if err != nil {
		return Version{}, nil, err
	}
	i := slices.IndexFunc(all, func(v Version) bool { return v.ID == of })
	if i < 0 {
		return Version{}, nil, ErrNotFound
	}
	v := all[i]
	return v, slices.Delete(all, i, i+1), nil
}

func (s *Service) open(ctx context.Context, tenant, of id.ID) (Version, Folder, error) {
	v, _, err := s.find(ctx, tenant, of)
	if err != nil {
		return v, nil, err
	}
	if v.State == Withdrawn {
		return v, nil, nil
	}
	packed, err := s.Repo.Files(ctx, tenant, of)
	if err != nil {
		return v, nil, err
	}
	folder, err := unpack(packed)
	return v, folder, err
}

var nameForm = regexp.MustCompile(`^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$`)

// Begin makes a draft of the version in effect, under a name of its own. It needs rulebook.edit. Errors: Invalid at name.
func (s *Service) Begin(ctx context.Context, a access.Actor, name string) (_ Version, err error) {
	defer wrap(&err, "begin")
	if err := s.may(ctx, a, "rulebook.edit"); err != nil {
		return Version{}, err
	}
	now := s.Clock.Now()
	from, err := s.Office.Rulebook(ctx, a.Tenant, now)
	if err != nil {
		return Version{}, err
	}
	taken, open, err := s.names(ctx, a.Tenant, from.ID, id.ID{})
	if err != nil {
		return Version{}, err
	}
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return Version{}, fault.Field("name", "form.required")
	case len(name) > 32 || !nameForm.MatchString(name):
		return Version{}, fault.Field("name", "rulebook.field.name")
	case slices.Contains(taken, name):
		return Version{}, fault.Field("name", "rulebook.field.taken")
	case open >= maxOpen:
		return Version{}, fault.Field("name", "rulebook.field.many")
	}
	files, err := rulebook.Whole(from.Files(), name)
	if err != nil {
		return Version{}, err
	}
	packed, err := Folder(files).Archive()
	if err != nil {
		return Version{}, err
	}
	v := Version{ID: s.IDs.New(), State: Draft, Book: from.ID, Name: name, From: from.Version, Begun: now, BegunBy: a.Account}
	return v, s.play(ctx, a, Change{Version: v, Files: packed}, "begun")
}

// names are the versions of a rulebook that there are, drafts and proposals among them, without one; and how many of those are open.
func (s *Service) names(ctx context.Context, tenant id.ID, book string, without id.ID) (taken []string, open int, err error) {
	there, err := s.Office.Versions(ctx, tenant, book)
	if err != nil {
		return nil, 0, err
	}
	for _, b := range there {
		taken = append(taken, b.Version)
	}
	all, err := s.Repo.Versions(ctx, tenant)
	for _, v := range all {
		if v.Open() && v.ID != without {
			taken, open = append(taken, v.Name), open+1
		}
	}
	return taken, open, err
}

// play writes a step with its line in the office's record.
func (s *Service) play(ctx context.Context, a access.Actor, c Change, kind string) error {
	top, err := s.Office.Top(ctx, a.Tenant)
	if err != nil {
		return err
	}
	c.Version.Row++
	c.Record = Record{ID: s.IDs.New(), At: s.Clock.Now(), Kind: "rulebook." + kind, By: a.Account, Unit: top, Name: c.Version.Name}
	if err := s.Repo.Play(ctx, a.Tenant, c); err != nil {
		return err
	}
	if s.Released != nil {
		s.Released(a.Tenant)
	}
	return nil
}

// askSecond tells those who can release a version that it waits.
func (s *Service) askSecond(ctx context.Context, a access.Actor, v Version) ([]notify.Notice, error) {
	top, err := s.Office.Top(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []notify.Notice
	for _, post := range []access.PostKind{access.Lead, access.Administrator} {
		holders, err := s.Office.Holders(ctx, a.Tenant, top, post, false)
		if err != nil {
			return nil, err
		}
		for _, x := range holders {
			if !v.wrote(x) && !slices.ContainsFunc(out, func(n notify.Notice) bool { return n.Account == x }) {
				out = append(out, notify.Notice{Tenant: a.Tenant, ID: s.IDs.New(), Account: x, Key: NoticeProposed, Args: job.Payload{"version": v.ID.String()}, At: s.Clock.Now()})
			}
		}
	}
	return out, nil
}

// wrap names what was being done in front of an error that nobody reads on a page.
func wrap(err *error, what string) {
	var told *fault.Error
	if *err != nil && !errors.As(*err, &told) && !errors.As(*err, new(fault.List)) {
		*err = fmt.Errorf("rulebook version: %s: %w", what, *err)
	}
}
