package release

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Look reads a version whole: what is wrong with it, whether its own examples hold, and what it says otherwise than the version
// in effect. It needs rulebook.edit or rulebook.release.
func (s *Service) Look(ctx context.Context, a access.Actor, of id.ID) (_ Look, err error) {
	defer wrap(&err, "look")
	if err := s.see(ctx, a); err != nil {
		return Look{}, err
	}
	v, _, err := s.find(ctx, a.Tenant, of)
	if err != nil || v.State == Withdrawn {
		return Look{}, err
	}
	return s.look(ctx, a.Tenant, v)
}

func (s *Service) look(ctx context.Context, tenant id.ID, v Version) (l Look, err error) {
	_, folder, err := s.open(ctx, tenant, v.ID)
	if err != nil {
		return l, err
	}
	files, err := folder.FS()
	if err != nil {
		return l, err
	}
	now, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return l, err
	}
	if f, stands := rulebook.InHeader(folder["rulebook.yaml"], "extends", "a version that is released here is whole and stands on no other: take this away"); stands {
		l.Findings = []rulebook.Finding{f}
		return l, nil
	}
	if l.Book, l.Findings, err = s.Read(files); err != nil || len(l.Findings) > 0 {
		return l, err
	}
	if l.Examples, l.Findings, err = s.Try(files); err != nil || len(l.Findings) > 0 {
		return l, err
	}
	if l.Findings, err = s.same(ctx, tenant, v, l.Book, folder["rulebook.yaml"]); err != nil || len(l.Findings) > 0 {
		return l, err
	}
	l.Lost = rulebook.LostExamples(now, l.Book)
	l.Differences, err = differences(now, l.Book)
	return l, err
}

// same: it goes on with the cases of the same rulebook, under a name that no other version has.
func (s *Service) same(ctx context.Context, tenant id.ID, v Version, b *rulebook.Rulebook, body []byte) (out []rulebook.Finding, err error) {
	if b.ID != v.Book {
		f, _ := rulebook.InHeader(body, "id", "the rulebook of this office is "+v.Book+": its versions keep the id")
		out = append(out, f)
	}
	if v.State == Released {
		return out, nil
	}
	taken, _, err := s.names(ctx, tenant, v.Book, v.ID)
	if slices.Contains(taken, b.Version) {
		f, _ := rulebook.InHeader(body, "version", "there is a version "+b.Version+" already: give this one another name")
		out = append(out, f)
	}
	return out, err
}

// differences are those of what the rules say; that a version has another name and other days says nothing.
func differences(was, now *rulebook.Rulebook) ([]rulebook.Difference, error) {
	all, err := rulebook.Diff(was.Files(), now.Files())
	return slices.DeleteFunc(all, func(d rulebook.Difference) bool {
		return d.File == "rulebook.yaml" && slices.ContainsFunc([]string{"version:", "effective:", "extends:"}, func(key string) bool { return strings.HasPrefix(d.Reason, key) })
	}), err
}

// WouldTakeEffect is the first day of a version, were it released now.
func (s *Service) WouldTakeEffect(ctx context.Context, tenant id.ID, b *rulebook.Rulebook) (calendar.Date, error) {
	now, zone, err := s.now(ctx, tenant)
	if err != nil {
		return calendar.Date{}, err
	}
	return takesEffect(b.Effective, now, zone), nil
}

// Standing is what everybody reads: the version in effect, and the next one with its day and what it says otherwise.
type Standing struct {
	Now         *rulebook.Rulebook
	Next        *rulebook.Rulebook // nil: none is published
	Published   time.Time
	Effective   calendar.Date
	Hash        string
	Differences []rulebook.Difference
}

// Standing is for everybody.
func (s *Service) Standing(ctx context.Context, tenant id.ID) (x Standing, err error) {
	defer wrap(&err, "tell everybody")
	at := s.Clock.Now()
	if x.Now, err = s.Office.Rulebook(ctx, tenant, at); err != nil {
		return x, err
	}
	zone, err := s.Office.Zone(ctx, tenant)
	if err != nil {
		return x, err
	}
	all, err := s.Repo.Versions(ctx, tenant)
	if err != nil {
		return x, err
	}
	next := waiting(all, calendar.DateOf(at, zone))
	if next == nil {
		return x, nil
	}
	books, err := s.Office.Versions(ctx, tenant, next.Book)
	if err != nil {
		return x, err
	}
	i := slices.IndexFunc(books, func(b *rulebook.Rulebook) bool { return b.Version == next.Name })
	if i < 0 {
		return x, nil // it was stopped in this moment
	}
	x.Next, x.Published, x.Effective, x.Hash = books[i], next.Published, next.Effective, next.Hash
	x.Differences, err = differences(x.Now, x.Next)
	return x, err
}
