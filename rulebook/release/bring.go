package release

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Bring publishes a version that came by another road than these pages, with the program or in a folder of the operator's. People have
// their fourteen days before it all the same, on the same page. It waits while another does. One that somebody stopped stays so, until
// it comes with another text.
func (s *Service) Bring(ctx context.Context, tenant id.ID, b *rulebook.Rulebook) (err error) {
	defer wrap(&err, "bring "+b.Version)
	now, zone, err := s.now(ctx, tenant)
	if err != nil {
		return err
	}
	all, err := s.Repo.Versions(ctx, tenant)
	if err != nil {
		return err
	}
	stopped := func(v Version) bool { return v.State == Withdrawn && v.Brought == b.Hash }
	if waiting(all, calendar.DateOf(now, zone)) != nil || slices.ContainsFunc(all, stopped) {
		return nil
	}
	from, err := s.Office.Rulebook(ctx, tenant, now)
	if err != nil {
		return err
	}
	files, err := rulebook.Whole(b.Files(), b.Version)
	if err != nil {
		return err
	}
	folder := Folder(files)
	maps.DeleteFunc(folder, func(name string, body []byte) bool { // what lies beside the rules is none of them
		_, ok := fits(name, body)
		return !ok
	})
	opened, err := folder.FS()
	if err != nil {
		return err
	}
	whole, findings, err := s.Read(opened)
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return fmt.Errorf("whole it cannot be read: %s", findings[0])
	}
	packed, err := folder.Archive()
	if err != nil {
		return err
	}
	v := Version{ID: s.IDs.New(), State: Released, Book: b.ID, Name: b.Version, From: from.Version, Hash: whole.Hash, Begun: now, Published: now,
		Effective: takesEffect(b.Effective, now, zone), Turn: turnOf(all), Brought: b.Hash}
	err = s.play(ctx, access.Actor{Tenant: tenant}, Change{Version: v, Files: packed}, recorded["release"])
	if errors.Is(err, ErrMoved) { // another process brought it, or another version was released in this moment
		return nil
	}
	return err
}
