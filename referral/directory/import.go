package directory

import (
	"context"
	"errors"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// Imported is what became of an import. Rows = Accepted + Unchanged + len(Rejected).
type Imported struct {
	Run       id.ID
	Rows      int
	Accepted  int
	Unchanged int
	Rejected  []Rejection
	Mapped    []Mapping
}

const (
	// batch is how many rows are written together, and how many services are indexed together.
	batch = 256
	// attempts is how often a batch is decided anew when an object moved meanwhile.
	attempts = 4
)

type key struct {
	kind Kind
	id   id.ID
}

// Import brings HSDS from a file or folder into the directory and indexes it. Good rows are kept whatever becomes of others;
// what a file leaves out of an object stays as it is. It needs the right directory.import. Errors: Forbidden, those of
// [Read], and the store's.
func (s *Service) Import(ctx context.Context, a access.Actor, unit id.ID, from string, progress func(total int)) (_ Imported, err error) {
	defer wrap(&err, "import")
	if err := s.check(a, "directory.import"); err != nil {
		return Imported{}, err
	}
	out := Imported{Run: s.IDs.New(), Rejected: []Rejection{}, Mapped: []Mapping{}}
	if err := s.Repo.OpenRun(ctx, a.Tenant, out.Run, unit, s.Clock.Now()); err != nil {
		return Imported{}, err
	}
	waiting := make([]Row, 0, batch)
	flush := func() error {
		rows := waiting
		waiting = waiting[:0]
		return s.bring(ctx, a.Tenant, &out, rows)
	}
	err = Read(from, func(r Row) error {
		out.Rows++
		if r.Reason != "" {
			out.Rejected = append(out.Rejected, Rejection{r.File, r.Line, r.Field, r.Reason})
			return ctx.Err()
		}
		if waiting = append(waiting, r); len(waiting) == batch {
			return flush()
		}
		return nil
	}, func(m Mapping) { out.Mapped = append(out.Mapped, m) }, progress)
	if err == nil {
		err = flush()
	}
	if err == nil {
		err = s.Reindex(ctx, a.Tenant)
	}
	if err != nil {
		return Imported{}, err
	}
	return out, s.Repo.CloseRun(ctx, a.Tenant, out.Run, s.Clock.Now(), out.Rows, out.Accepted, out.Unchanged, len(out.Rejected))
}

// bring writes rows, and says of each what became of it.
func (s *Service) bring(ctx context.Context, tenant id.ID, out *Imported, rows []Row) (err error) {
	for range attempts {
		told := Imported{Run: out.Run}
		var writes []Write
		if writes, err = s.decide(ctx, tenant, &told, rows); err != nil {
			return err
		}
		if err = s.Repo.Write(ctx, tenant, s.Clock.Now(), writes); err == nil {
			out.Accepted += told.Accepted
			out.Unchanged += told.Unchanged
			out.Rejected = append(out.Rejected, told.Rejected...)
			return nil
		}
		if !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}

// decide compares rows with what is kept.
func (s *Service) decide(ctx context.Context, tenant id.ID, told *Imported, rows []Row) ([]Write, error) {
	kept, err := s.keptOf(ctx, tenant, rows)
	if err != nil {
		return nil, err
	}
	now := map[key]*Object{}
	var order []key
	for _, r := range rows {
		at := key{r.Shape.Kind, r.Body.ID("id")}
		o := now[at]
		if o == nil && kept[at] != nil {
			o = &kept[at].Object
		}
		switch {
		case o == nil:
			now[at] = &Object{Kind: at.kind, ID: at.id, Run: told.Run, Body: r.Body}
			order = append(order, at)
			told.Accepted++
			continue
		case o.Run == told.Run && contradicts(r.Shape, o.Body, r.Body) != "":
			told.Rejected = append(told.Rejected, Rejection{r.File, r.Line, contradicts(r.Shape, o.Body, r.Body), Twice})
			continue
		}
		body, changed := overlay(o.Body, r.Body)
		if !changed {
			told.Unchanged++
			continue
		}
		if now[at] == nil {
			order = append(order, at)
		}
		now[at] = &Object{Kind: at.kind, ID: at.id, Run: told.Run, Body: body}
		told.Accepted++
	}
	writes := make([]Write, len(order))
	for i, at := range order {
		before := kept[at]
		writes[i] = Write{Before: before, After: now[at], Undo: before == nil || before.Run != told.Run}
	}
	return writes, nil
}

func (s *Service) keptOf(ctx context.Context, tenant id.ID, rows []Row) (map[key]*Kept, error) {
	ids := map[Kind][]id.ID{}
	for _, r := range rows {
		ids[r.Shape.Kind] = append(ids[r.Shape.Kind], r.Body.ID("id"))
	}
	out := map[key]*Kept{}
	for kind, list := range ids {
		found, err := s.Repo.Objects(ctx, tenant, kind, list)
		if err != nil {
			return nil, err
		}
		for i := range found {
			out[key{kind, found[i].ID}] = &found[i]
		}
	}
	return out, nil
}

// Undo takes an import back: what it brought is removed, what it changed is as it was before. What somebody, or a later
// import, has changed since is kept. Errors: Forbidden, ErrNotFound, ErrUndone.
func (s *Service) Undo(ctx context.Context, a access.Actor, run id.ID) (undone, kept int, err error) {
	defer wrap(&err, "undo")
	if err := s.check(a, "directory.import"); err != nil {
		return 0, 0, err
	}
	before, err := s.Repo.Run(ctx, a.Tenant, run)
	if err != nil {
		return 0, 0, err
	}
	if !before.IsZero() {
		return 0, 0, ErrUndone
	}
	for after := (Former{}); ; {
		page, err := s.Repo.Former(ctx, a.Tenant, run, after, batch)
		if err != nil {
			return undone, kept, err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1]
		n, err := s.takeBack(ctx, a.Tenant, run, page)
		if err != nil {
			return undone, kept, err
		}
		undone, kept = undone+n, kept+len(page)-n
	}
	if err := s.Reindex(ctx, a.Tenant); err != nil {
		return undone, kept, err
	}
	return undone, kept, s.Repo.EndUndo(ctx, a.Tenant, run, s.Clock.Now())
}

func (s *Service) takeBack(ctx context.Context, tenant, run id.ID, page []Former) (undone int, err error) {
	ids := map[Kind][]id.ID{}
	for _, f := range page {
		ids[f.Kind] = append(ids[f.Kind], f.ID)
	}
	now := map[key]*Kept{}
	for kind, list := range ids {
		found, err := s.Repo.Objects(ctx, tenant, kind, list)
		if err != nil {
			return 0, err
		}
		for i := range found {
			now[key{kind, found[i].ID}] = &found[i]
		}
	}
	var writes []Write
	for _, f := range page {
		if k := now[key{f.Kind, f.ID}]; k != nil && k.Run == run {
			if f.Before == nil && f.Kind == KindService && s.inUse(ctx, tenant, f.ID) != nil {
				continue // somebody is being referred to it
			}
			writes = append(writes, Write{Before: k, After: f.Before})
		}
	}
	return len(writes), s.Repo.Write(ctx, tenant, s.Clock.Now(), writes)
}

// day is an instant at a day's beginning; zero where the text is no day.
func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
