package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// Opened is an inspection with everything that was written about it.
type Opened struct {
	Case     Case
	Rules    *rulebook.Rulebook
	Words    map[id.ID]Words
	Names    map[id.ID]string // of files
	Events   []casefile.Event
	Promises []casefile.PromiseRow
}

// Open reads an inspection. The access row is committed before anything is unsealed. Errors: those of [access.Engine.Open], and
// ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID, why access.Purpose) (_ *Opened, err error) {
	defer wrap(&err, "open")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), why)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Words: map[id.ID]Words{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	fields, err := s.Repo.Sealed(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		if err := o.put(fields[i], t); err != nil {
			return nil, fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	o.Promises, err = s.Repo.Promises(ctx, a.Tenant, caseID)
	return o, err
}

func (o *Opened) put(f vault.Sealed, text []byte) error {
	if f.Field == FieldFileName {
		var name string
		err := json.Unmarshal(text, &name)
		o.Names[f.Owner] = name
		return err
	}
	var w Words
	err := json.Unmarshal(text, &w)
	o.Words[f.Owner] = w
	return err
}

// See returns an inspection without what was written. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "see")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	return c, s.Access.Check(a, "inspection.see", c.Facts())
}

// ErrUnsaid says that nobody has said whether people and number plates can be seen on a picture.
var ErrUnsaid = fault.Field("prints", "mask.say")

// Upload takes a photograph or a paper in: people and number plates are painted over as whoever inspects said, then it is encoded
// anew, without place, device or time, sealed under a key of its own, kept as a blob and written into the inspection. Errors:
// ErrUnsaid where nothing was said, those of access, of the machine, the faults of package blob.
func (s *Service) Upload(ctx context.Context, a access.Actor, caseID id.ID, name string, said blob.Prints, r io.Reader) (_ Attachment, err error) {
	return s.UploadOnce(ctx, a, caseID, name, said, nil, r)
}

// UploadOnce is [Service.Upload] of a file that may be sent again: then it is taken in once, and the attachment is zero.
func (s *Service) UploadOnce(ctx context.Context, a access.Actor, caseID id.ID, name string, said blob.Prints, asked *casefile.Request, r io.Reader) (_ Attachment, err error) {
	defer wrap(&err, "upload")
	if done, err := asked.Done(ctx, s.Repo, a.Tenant); done || err != nil { // before it is cleaned once more
		return Attachment{}, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Attachment{}, err
	}
	if err := s.Access.Check(a, "inspection.attach", c.Facts()); err != nil { // before a byte is read
		return Attachment{}, err
	}
	switch {
	case find("attach", c.State) == nil:
		return Attachment{}, refuse("state")
	case len(c.Files) >= maxFiles:
		return Attachment{}, refuse(roomForFile.Name)
	case !said.Said():
		return Attachment{}, ErrUnsaid
	}
	file, err := s.Cleaner.CleanMasked(ctx, r, name, said.At)
	if err != nil {
		return Attachment{}, err
	}
	cmd := Attach{id: s.IDs.New(), kind: file.Type, size: int64(len(file.Bytes))}
	if cmd.name, err = json.Marshal(file.Name); err != nil {
		return Attachment{}, fmt.Errorf("encode a name: %w", err)
	}
	key, err := s.Vault.Take(ctx, a.Tenant)
	if err != nil {
		return Attachment{}, err
	}
	cmd.content, err = s.Vault.Seal(ctx, a.Tenant, vault.Sealed{Case: caseID, Owner: cmd.id, Field: FieldFile, Key: key, Version: 1, Body: file.Packed()})
	if err != nil {
		return Attachment{}, err
	}
	if err := s.Files.Put(ctx, a.Tenant, key, cmd.content.Body); err != nil {
		return Attachment{}, err
	}
	after, err := s.Act(ctx, a, caseID, cmd, asked)
	if err != nil || len(after.Files) == 0 {
		return Attachment{}, err // the commit may have happened all the same, so the blob stays until the sweep has asked
	}
	return after.Files[len(after.Files)-1], nil
}

// Download is a file on its way out.
type Download struct {
	Attachment
	Name  string
	Bytes []byte
	Small []byte // the thumbnail of a picture, JPEG; empty for a paper
}

// Download opens one file; the reading is written down before. Errors: as [Service.Open]; blob.ErrMissing and vault.ErrShredded
// where nothing is left.
func (s *Service) Download(ctx context.Context, a access.Actor, caseID, file id.ID) (_ Download, err error) {
	defer wrap(&err, "download")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return Download{}, err
	}
	i := slices.IndexFunc(c.Files, func(f Attachment) bool { return f.ID == file })
	keys, err := s.Repo.Keys(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: file})
	fields, err := s.Repo.Sealed(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	at := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == FieldFileName && f.Owner == file })
	if i < 0 || !ok || at < 0 {
		return Download{}, ErrNotFound
	}
	body, err := s.Files.Get(ctx, a.Tenant, key)
	if err != nil {
		return Download{}, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{fields[at], {Case: caseID, Owner: file, Field: FieldFile, Key: key, Version: 1, Body: body}})
	if err != nil {
		return Download{}, err
	}
	out := Download{Attachment: c.Files[i]}
	if out.Bytes, out.Small, err = blob.Unpack(texts[1]); err != nil {
		return Download{}, err
	}
	if err := json.Unmarshal(texts[0], &out.Name); err != nil {
		return Download{}, fmt.Errorf("read %s: %w", FieldFileName, err)
	}
	return out, nil
}

// List returns inspections of a unit with the place from which the next page begins. Errors: those of access, the store's.
func (s *Service) List(ctx context.Context, a access.Actor, f Filter) (_ []Row, next Cursor, err error) {
	defer wrap(&err, "list")
	if err := s.Access.Check(a, "inspection.list", access.Facts{Tenant: a.Tenant, Unit: f.Unit, Kind: Capability}); err != nil {
		return nil, Cursor{}, err
	}
	limit := f.Limit
	f.Limit++
	rows, err := s.Repo.List(ctx, a.Tenant, f)
	if err == nil && len(rows) > limit {
		rows = rows[:limit]
		next = Cursor{rows[limit-1].Due, rows[limit-1].Case.ID}
	}
	return rows, next, err
}

// Due returns what an account's units owe on inspections, the next due first.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (out []DueRow, err error) {
	defer wrap(&err, "due")
	if f.Paused { // none of these ever is
		return nil, nil
	}
	for _, unit := range s.Units(a) {
		if !f.In(unit) {
			continue
		}
		rows, err := s.Repo.Due(ctx, a.Tenant, unit, f)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	slices.SortFunc(out, func(x, y DueRow) int { return x.Place().Compare(y.Place()) })
	return out[:min(len(out), f.Limit)], nil
}

// Supervised is what everybody may read of supervised places, the newest first.
func (s *Service) Supervised(ctx context.Context, tenant id.ID) ([]Notice, error) {
	return s.Repo.Supervised(ctx, tenant, 200)
}
