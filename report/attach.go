package report

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/platform/vault"
)

// maxFiles is how many photographs and papers a report takes in.
const maxFiles = 20

// Attach adds a file that was cleaned and sealed before. Its name and content are under a key of its own.
type Attach struct {
	id      id.ID
	name    string
	kind    string
	size    int64
	ours    bool
	content vault.Sealed // kept as a blob under the name of its key
}

type attached struct {
	File id.ID  `json:"file"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	Ours bool   `json:"ours,omitempty"`
}

// Kind is the machine's event.
func (Attach) Kind() casefile.Kind { return "attach" }

func (a Attach) decide(_ *decision, s *Step) (any, error) {
	scope := vault.Scope{Kind: vault.Attachment, Of: a.id}
	s.Keys = append(s.Keys, vault.Key{Scope: scope, ID: a.content.Key})
	s.Elsewhere = append(s.Elsewhere, a.content)
	s.seal(scope.Kind, scope.Of, a.id, FieldFileName, a.name)
	return attached{a.id, a.kind, a.size, a.ours}, nil
}

func foldAttach(c *Case, e casefile.Event, b attached) {
	c.Files = append(c.Files, Attachment{ID: b.File, Type: b.Type, Size: b.Size, Ours: b.Ours, At: e.At})
}

// Upload takes a photograph or a paper in: it is made harmless and anonymous (turned upright, encoded anew, without place,
// device or time), sealed under a key of its own, kept as a blob, and then written into the report. The blob comes first, so
// that no report names a file that is not there. Errors: those of access, of the machine, the faults of package blob.
func (s *Service) Upload(ctx context.Context, a access.Actor, caseID id.ID, name string, r io.Reader) (out Attachment, err error) {
	_, _, err = s.UploadOnce(ctx, a, caseID, name, r, nil, func(f Attachment) []byte {
		out = f
		return nil
	})
	return out, err
}

// UploadOnce is [Service.Upload] for a request that may come again: then it returns the stored answer, and nothing is added. The
// blob that a repeated request brings is swept like any that no report names.
func (s *Service) UploadOnce(ctx context.Context, a access.Actor, caseID id.ID, name string, r io.Reader, q *casefile.Request, answer func(Attachment) []byte) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "upload")
	cmd, err := s.takeIn(ctx, a, caseID, name, r)
	if err != nil {
		return nil, false, err
	}
	after, body, err := s.ActOnce(ctx, a, caseID, cmd, q, func(k Case, _ id.Code) []byte { return answer(k.Files[len(k.Files)-1]) })
	return body, after.ID.IsZero(), err // after a failure the commit may have happened all the same, so the blob stays until the sweep has asked
}

// takeIn makes a file harmless, seals it and keeps it as a blob, for a report that has room for it.
func (s *Service) takeIn(ctx context.Context, a access.Actor, caseID id.ID, name string, r io.Reader) (cmd Attach, err error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return cmd, err
	}
	if err := s.Access.Check(a, "report.attach", c.Facts()); err != nil { // before a byte is read
		return cmd, err
	}
	if find(c.machine("attach"), "attach", c.State) == nil {
		return cmd, c.refuse("state")
	}
	if len(c.Files) >= maxFiles {
		return cmd, c.refuse(roomForFile.Name)
	}
	file, err := s.Cleaner.CleanMasked(ctx, r, name, nil)
	if err != nil {
		return cmd, err
	}
	cmd = Attach{id: s.IDs.New(), name: file.Name, kind: file.Type, size: int64(len(file.Bytes)), ours: a.Kind == access.Staff}
	key, err := s.Vault.Take(ctx, a.Tenant)
	if err != nil {
		return cmd, err
	}
	cmd.content, err = s.Vault.Seal(ctx, a.Tenant, vault.Sealed{Case: caseID, Owner: cmd.id, Field: FieldFile, Key: key, Version: 1, Body: file.Packed()})
	if err != nil {
		return cmd, err
	}
	return cmd, s.Files.Put(ctx, a.Tenant, key, cmd.content.Body)
}

// Download is a file on its way out.
type Download struct {
	Attachment
	Name  string
	Bytes []byte
	Small []byte // the thumbnail of a picture, JPEG; empty for a paper
}

// Download opens one file for the reporter or a handler; the reading is written down before. Errors: as [Service.Open];
// blob.ErrMissing and vault.ErrShredded where nothing is left.
func (s *Service) Download(ctx context.Context, a access.Actor, caseID, file id.ID) (_ Download, err error) {
	defer wrap(&err, "download")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	facts, why := c.Facts(), access.ForPrint
	if a.Kind == access.Resident {
		why = access.ForParty
	} else if c.Taking != nil && slices.Contains(c.Taking.Files, file) { // who lets it be taken out looks at it before
		if facts, err = s.reading(ctx, a, &c); err != nil {
			return Download{}, err
		}
		if facts.Waits {
			why = access.ForSecond
		}
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, why)
	if err != nil {
		return Download{}, err
	}
	return s.fileOf(ctx, grant, &c, file)
}

// fileOf opens one file of a report for whom it was granted. Errors: as [Service.Download].
func (s *Service) fileOf(ctx context.Context, grant access.Grant, c *Case, file id.ID) (Download, error) {
	i := slices.IndexFunc(c.Files, func(f Attachment) bool { return f.ID == file })
	if i < 0 {
		return Download{}, ErrNotFound
	}
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return Download{}, err
	}
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: file})
	if !ok {
		return Download{}, ErrNotFound
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return Download{}, err
	}
	at := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == FieldFileName && f.Owner == file })
	if at < 0 {
		return Download{}, ErrNotFound
	}
	body, err := s.Files.Get(ctx, c.Tenant, key)
	if err != nil {
		return Download{}, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{fields[at], {Case: c.ID, Owner: file, Field: FieldFile, Key: key, Version: 1, Body: body}})
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

// sealFileAgain keeps a file a second time, under another key.
func (s *Service) sealFileAgain(ctx context.Context, g access.Grant, f vault.Sealed) (vault.Sealed, error) {
	var err error
	if f.Body, err = s.Files.Get(ctx, g.Tenant(), f.Key); err != nil {
		return f, err
	}
	content, err := s.Vault.OpenAll(ctx, g, []vault.Sealed{f})
	if err != nil {
		return f, movedOn(err)
	}
	if f.Key, err = s.Vault.Take(ctx, g.Tenant()); err != nil {
		return f, err
	}
	f.Body = content[0]
	if f, err = s.Vault.Seal(ctx, g.Tenant(), f); err != nil {
		return f, err
	}
	if err := s.Files.Put(ctx, g.Tenant(), f.Key, f.Body); err != nil {
		return f, fmt.Errorf("keep a file anew: %w", err)
	}
	return f, nil
}
