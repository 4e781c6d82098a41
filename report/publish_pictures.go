package report

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/redact/picture"
)

// maxShown is how many pictures of a report everybody sees at most.
const maxShown = 6

// ShowPicture is what a person decided of one photograph of a report that is published.
type ShowPicture struct {
	File  id.ID
	Cover []blob.Area // what is painted over: faces, plates, doors
	Clear bool        // that person says: nobody's face and no plate can be read on it, with what is covered
}

// Publish lets everybody read a report, with copies of its photographs. Of each the thumbnail is drawn anew with what is covered,
// and that copy is what everybody sees; the looking is written down like every other. Errors: as [Service.Act] and
// [Service.Download]; fault.Field "clear_N" for the Nth picture of which nobody said that it is clear, "pictures" for too many,
// those of package blob.
func (s *Service) Publish(ctx context.Context, a access.Actor, caseID id.ID, cmd Publish, show []ShowPicture, r *casefile.Request) (_ Case, err error) {
	defer wrap(&err, "publish")
	var l fault.List
	for i, x := range show {
		if !x.Clear {
			l.Add(fmt.Sprintf("clear_%d", i+1), "issue.field.picture_clear")
		}
	}
	if len(show) > maxShown {
		l = append(l, fault.Field("pictures", "issue.field.pictures").With(fault.Args{"max": maxShown}))
	}
	if err := l.Err(); err != nil {
		return Case{}, err
	}
	for _, x := range show {
		file, err := s.Download(ctx, a, caseID, x.File)
		if err != nil {
			return Case{}, err
		}
		if len(file.Small) == 0 {
			return Case{}, ErrNotFound
		}
		drawn, err := s.Cleaner.CleanMasked(ctx, bytes.NewReader(file.Small), "", x.Cover)
		if err != nil {
			return Case{}, err
		}
		cmd.pictures = append(cmd.pictures, Picture{x.File, drawn.Bytes})
	}
	return s.Act(ctx, a, caseID, cmd, r)
}

// ProposeCovers says of each photograph of a report where a face or a plate seems to be on the copy that everybody would see. It is
// computed for whoever is about to decide and kept nowhere; the looking is written down like every other. A photograph that cannot
// be looked at is missing. Errors: those of access, ctx's.
func (s *Service) ProposeCovers(ctx context.Context, a access.Actor, c *Case) (_ map[id.ID][]blob.Area, err error) {
	defer wrap(&err, "propose covers")
	out := map[id.ID][]blob.Area{}
	if !slices.ContainsFunc(c.Files, Attachment.Picture) {
		return out, nil
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return nil, err
	}
	for _, f := range c.Files {
		if !f.Picture() {
			continue
		}
		file, err := s.fileOf(ctx, grant, c, f.ID)
		if err != nil { // destroyed, or not to be had: nothing to look at
			continue
		}
		if areas, err := picture.Propose(ctx, s.Cleaner, file.Small); err == nil {
			out[f.ID] = areas
		}
	}
	return out, ctx.Err()
}

// PublishedPicture is the copy of a photograph that everybody sees, a JPEG, by its place from 0. Error: ErrNotPublished.
func (s *Service) PublishedPicture(ctx context.Context, tenant, publicID id.ID, n int) ([]byte, error) {
	if _, err := s.PublishedView(ctx, tenant, publicID); err != nil {
		return nil, err
	}
	return s.Repo.PublicPicture(ctx, tenant, publicID, n)
}
