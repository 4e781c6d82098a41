package duty

import (
	"context"
	"io"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// maxFiles is how many photographs and papers an occurrence takes in.
const maxFiles = 20

// ErrUnsaid says that nobody has said whether people and number plates can be seen on a photograph.
var ErrUnsaid = fault.Field("prints", "mask.say")

// Attach adds a piece of evidence with a photograph or a paper: it is made harmless and anonymous (turned upright, encoded anew,
// without place, device or time), sealed under a key of its own, kept as a blob, and then written down. The blob comes first, so
// that no occurrence names a file that is not there. Errors: those of access, of the machine, the faults of package blob,
// ErrUnsaid.
func (s *Service) Attach(ctx context.Context, a access.Actor, caseID id.ID, cmd AddEvidence, name string, said blob.Prints, r io.Reader, q *casefile.Request) (Case, error) {
	c, _, err := s.AttachOnce(ctx, a, caseID, cmd, name, said, r, q, nil)
	return c, err
}

// AttachOnce is [Service.Attach] with the answer that is stored for a request that is sent again. The blob that a repeated request
// brings is swept like any that no occurrence names.
func (s *Service) AttachOnce(ctx context.Context, a access.Actor, caseID id.ID, cmd AddEvidence, name string, said blob.Prints, r io.Reader, q *casefile.Request, answer Answering) (_ Case, _ []byte, err error) {
	defer wrap(&err, "attach")
	c, rules, err := s.load(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "duty.evidence", facts); err != nil { // before a byte is read
		return Case{}, nil, err
	}
	files := 0
	for _, e := range c.Evidence {
		if e.Type != "" {
			files++
		}
	}
	switch {
	case find("evidence", c.State) == nil:
		return Case{}, nil, refuse("state")
	case files >= maxFiles:
		return Case{}, nil, fault.Field("file", "duty.files.many")
	case cmd.Sort == "photographs" && !said.Said():
		return Case{}, nil, ErrUnsaid
	}
	if cmd.file, err = s.takeFile(ctx, a.Tenant, caseID, name, said.At, r); err != nil {
		return Case{}, nil, err
	}
	return s.ActOnce(ctx, a, caseID, cmd, q, answer) // whatever it says, the commit may have happened: the sweep of files finds out
}

// takeFile cleans a file, seals it under a key of its own and keeps it as a blob, before an occurrence names it.
func (s *Service) takeFile(ctx context.Context, tenant, caseID id.ID, name string, masks []blob.Area, r io.Reader) (*sealedFile, error) {
	file, err := s.Cleaner.CleanMasked(ctx, r, name, masks)
	if err != nil {
		return nil, err
	}
	key, err := s.Vault.Take(ctx, tenant)
	if err != nil {
		return nil, err
	}
	f := &sealedFile{id: s.IDs.New(), name: file.Name, kind: file.Type, size: int64(len(file.Bytes))}
	f.content, err = s.Vault.Seal(ctx, tenant, vault.Sealed{Case: caseID, Owner: f.id, Field: FieldFile, Key: key, Version: 1, Body: file.Packed()})
	if err != nil {
		return nil, err
	}
	return f, s.Files.Put(ctx, tenant, key, f.content.Body)
}

// Download is a file on its way out.
type Download struct {
	Evidence
	Name  string
	Bytes []byte
	Small []byte // the thumbnail of a picture, JPEG; empty for a paper
}

// Download opens one file; the reading is written down before. Errors: as [Service.Open]; blob.ErrMissing and vault.ErrShredded
// where nothing is left.
func (s *Service) Download(ctx context.Context, a access.Actor, caseID, evidence id.ID) (_ Download, err error) {
	defer wrap(&err, "download")
	o, grant, err := s.opened(ctx, a, caseID, access.ForPrint)
	if err != nil {
		return Download{}, err
	}
	i := slices.IndexFunc(o.Case.Evidence, func(e Evidence) bool { return e.ID == evidence && e.Type != "" })
	file, ok := o.Files[evidence]
	if i < 0 || !ok {
		return Download{}, ErrNotFound
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: file.File})
	if !ok {
		return Download{}, ErrNotFound
	}
	body, err := s.Files.Get(ctx, a.Tenant, key)
	if err != nil {
		return Download{}, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{{Case: caseID, Owner: file.File, Field: FieldFile, Key: key, Version: 1, Body: body}})
	if err != nil {
		return Download{}, err
	}
	out := Download{Evidence: o.Case.Evidence[i], Name: file.Name}
	out.Bytes, out.Small, err = blob.Unpack(texts[0])
	return out, err
}
