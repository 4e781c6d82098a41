package mediation

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Limits of what a case takes in.
const (
	maxFiles        = 200 // of a case
	maxFilesOfParty = 40
)

// Attach adds a file that was cleaned and sealed before. Its name and content are under a key of its own.
type Attach struct {
	Attachment id.ID  `json:"attachment"`
	Party      id.ID  `json:"party,omitzero"` // who gave it; zero for the office
	Shared     bool   `json:"shared"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	Size       int64  `json:"size"`
	Bare       bool   `json:"bare,omitempty"` // no fingerprint can be seen on it

	With []id.ID `json:"with,omitempty"` // the parties to whom it is shown, where that is not every one

	content vault.Sealed // kept as a blob under the name of its key
}

// Kind is the machine's event.
func (Attach) Kind() casefile.Kind { return "attach" }

func (a Attach) party() id.ID { return a.Party }

type attached struct {
	Attachment id.ID  `json:"attachment"`
	Party      id.ID  `json:"party,omitzero"`
	Shared     bool   `json:"shared"`
	Type       string `json:"type"`
	Size       int64  `json:"size"`
	Bare       bool   `json:"bare,omitempty"`

	With []id.ID `json:"with,omitempty"`
}

func (a Attach) decide(d *decision, s *Step) (any, error) {
	if !a.Party.IsZero() && d.c.Party(a.Party) == nil {
		return nil, fault.Field("party", "mediation.guard.party_unknown")
	}
	if err := d.c.roomFor(a.Party); err != nil {
		return nil, err
	}
	if err := d.c.canBeShown(a.Party, a.With, a.Shared); err != nil {
		return nil, err
	}
	if !a.Shared {
		s.Event.Visibility = casefile.Only(Attachment{Owner: a.Party, With: a.With}.Sees()...)
	}
	if !a.content.Key.IsZero() {
		s.Keys = append(s.Keys, vault.Key{Scope: vault.Scope{Kind: vault.Attachment, Of: a.Attachment}, ID: a.content.Key})
		s.Elsewhere = append(s.Elsewhere, a.content)
	}
	s.Secrets = append(s.Secrets, secret(vault.Attachment, a.Attachment, a.Attachment, FieldFileName, a.Name))
	return attached{a.Attachment, a.Party, a.Shared, a.Type, a.Size, a.Bare, a.With}, nil
}

// canBeShown refuses a file that is shown to everybody and to somebody in particular, to its owner, or to one who takes no part.
func (c *Case) canBeShown(owner id.ID, with []id.ID, all bool) error {
	for i, party := range with {
		if p := c.Party(party); p == nil || party == owner || all || p.Outside() || !p.Gone.IsZero() || slices.Contains(with[:i], party) {
			return fault.Field("with", "attach.with")
		}
	}
	return nil
}

// Sees are the parties who see a file that not every one sees: who gave it, and those to whom it is shown.
func (f Attachment) Sees() []id.ID {
	if f.Shared || f.Owner.IsZero() {
		return f.With
	}
	return append([]id.ID{f.Owner}, f.With...)
}

// To reports whether a file is a party's own or is shown to it.
func (f Attachment) To(party id.ID) bool { return f.Shared || slices.Contains(f.Sees(), party) }

// roomFor refuses more files than anybody reads.
func (c *Case) roomFor(party id.ID) error {
	own := 0
	for _, f := range c.Attachments {
		if f.Owner == party {
			own++
		}
	}
	if !party.IsZero() && own >= maxFilesOfParty {
		return fault.New(fault.Guard, "attach.too_many").With(fault.Args{"max": maxFilesOfParty})
	}
	if len(c.Attachments) >= maxFiles {
		return fault.New(fault.Guard, "attach.too_many").With(fault.Args{"max": maxFiles})
	}
	return nil
}

func foldAttach(c *Case, e casefile.Event, b attached) {
	c.Attachments = append(c.Attachments, Attachment{ID: b.Attachment, Owner: b.Party, Shared: b.Shared, With: b.With, Size: b.Size, Type: b.Type, Bare: b.Bare, At: e.At})
	if x := c.Sent; x != nil && x.Letter.IsZero() && b.Party.IsZero() { // what the office files first is the letter, before which nothing begins
		y := *x
		y.Letter = b.Attachment
		c.Sent = &y
	}
}

// UploadInput is a file on its way in.
//
// Whoever sends it says that no fingerprint can be seen on it, or where they are; those places are painted over before
// the picture is sealed, and neither they nor the picture without them are kept. Where nothing is said, the file may bear a
// fingerprint: it is taken in for those who may see it, and is never used as a signed paper ([Attachment.Bare]).
type UploadInput struct {
	Party  id.ID       // who gives it; zero for the office. A party gives its own and no other.
	Shared bool        // every party that consents may see it
	With   []id.ID     // or these, once they consent, and no other
	Name   string      // as its sender calls it
	Prints blob.Prints // what the sender says of fingerprints, which stay on paper: see below
	Reader io.Reader   // the bytes as they came: nothing of them is kept but what blob.Cleaner leaves
}

// Upload takes a file in: it is made harmless, sealed under a key of its own, kept as a blob, and then written into the
// case. The blob comes first, so that no case names a file that is not there; a blob that no case came to name is swept
// by [Service.TidyFiles]. Errors: those of access, of the machine, the faults of package blob, "attach.too_many".
func (s *Service) Upload(ctx context.Context, a access.Actor, caseID id.ID, in UploadInput) (out Attachment, err error) {
	_, _, err = s.UploadOnce(ctx, a, caseID, in, nil, func(f Attachment) []byte {
		out = f
		return nil
	})
	return out, err
}

// UploadOnce is [Service.Upload] for a request that may come again: then it returns the stored answer, and nothing is added. The
// blob that a repeated request brings is swept like any that no case names.
func (s *Service) UploadOnce(ctx context.Context, a access.Actor, caseID id.ID, in UploadInput, r *casefile.Request, answer func(Attachment) []byte) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "upload")
	cmd, err := s.takeIn(ctx, a, caseID, in)
	if err != nil {
		return nil, false, err
	}
	after, body, err := s.Act(ctx, a, caseID, cmd, Ask{Request: r, Answer: func(k Case, _ []casefile.Slip) []byte { return answer(*k.attachment(cmd.Attachment)) }})
	return body, after.ID.IsZero(), err // after a failure the commit may have happened all the same, so the blob stays until the sweep has asked
}

// takeIn makes a file harmless, seals it and keeps it as a blob, for a case that has room for it.
func (s *Service) takeIn(ctx context.Context, a access.Actor, caseID id.ID, in UploadInput) (cmd Attach, err error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return cmd, err
	}
	if err := s.Access.Check(a, "mediation.upload", c.Facts()); err != nil { // before a byte is read
		return cmd, err
	}
	if a.Kind == access.Resident && in.Party != a.Party {
		return cmd, ErrNotFound
	}
	if find("attach", c.State) == nil {
		return cmd, refuse("state").With(fault.Args{"event": fault.Text("mediation.event.attach"), "state": fault.Text("mediation.state." + string(c.State))})
	}
	if err := c.roomFor(in.Party); err != nil {
		return cmd, err
	}
	file, err := s.Cleaner.CleanMasked(ctx, in.Reader, in.Name, in.Prints.At)
	if err != nil {
		return cmd, err
	}
	cmd = Attach{Attachment: s.IDs.New(), Party: in.Party, Shared: in.Shared, With: in.With, Name: file.Name, Type: file.Type, Size: int64(len(file.Bytes)), Bare: in.Prints.Said()}
	cmd.content, err = s.keep(ctx, a.Tenant, vault.Sealed{Case: caseID, Owner: cmd.Attachment, Field: FieldFileContent, Body: file.Packed()})
	return cmd, err
}

// keep seals what package blob has cleaned under a key that it takes, and keeps it as a blob of that name.
func (s *Service) keep(ctx context.Context, tenant id.ID, x vault.Sealed) (_ vault.Sealed, err error) {
	if x.Key, err = s.Vault.Take(ctx, tenant); err != nil {
		return x, err
	}
	x.Version = contentVersion
	if x, err = s.Vault.Seal(ctx, tenant, x); err != nil {
		return x, err
	}
	return x, s.Files.Put(ctx, tenant, x.Key, x.Body)
}

// contentVersion is the only version of a file's content: a file is never changed, only added.
const contentVersion = 1

// Download is a file on its way out.
type Download struct {
	Attachment
	Name  string
	Bytes []byte
}

// Download opens one file for a reader on whose side of the walls it is; the reading is written down before. To anybody
// else the file does not exist. Errors: as [Service.Open]; blob.ErrMissing and vault.ErrShredded where nothing is left.
func (s *Service) Download(ctx context.Context, a access.Actor, caseID, attachment id.ID) (_ Download, err error) {
	defer wrap(&err, "download")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Download{}, err
	}
	if err := s.Access.Check(a, "mediation.print", c.Facts()); err != nil {
		return Download{}, err
	}
	file, packed, name, err := s.content(ctx, a, &c, attachment, access.ForPrint)
	if err != nil {
		return Download{}, err
	}
	out := Download{Attachment: file}
	if out.Bytes, _, err = blob.Unpack(packed); err != nil {
		return Download{}, err
	}
	if err := json.Unmarshal(name, &out.Name); err != nil {
		return Download{}, fmt.Errorf("read %s: %w", FieldFileName, err)
	}
	return out, nil
}

// Thumbnail is a small JPEG of a picture, for a reader who reads its name on a page. It is a look at the case, no paper, and
// is written down as one. Errors: as [Service.Download]; [ErrNotFound] also for a file that is no picture.
func (s *Service) Thumbnail(ctx context.Context, a access.Actor, caseID, attachment id.ID) (_ []byte, err error) {
	defer wrap(&err, "thumbnail")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	why := access.ForWork
	if a.Kind == access.Resident {
		why = access.ForParty
	}
	_, packed, _, err := s.content(ctx, a, &c, attachment, why)
	if err != nil {
		return nil, err
	}
	_, small, err := blob.Unpack(packed)
	if err == nil && len(small) == 0 {
		err = ErrNotFound
	}
	return small, err
}

// content opens a file as it was sealed, and its name, once the reading is written down.
func (s *Service) content(ctx context.Context, a access.Actor, c *Case, attachment id.ID, why access.Purpose) (file Attachment, packed, name []byte, err error) {
	found := c.attachment(attachment)
	if found == nil || !mayOpen(a, c, vault.Scope{Kind: vault.Attachment, Of: attachment}) {
		return Attachment{}, nil, nil, ErrNotFound
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.FactsAt(s.Clock.Now()), why)
	if err != nil {
		return Attachment{}, nil, nil, err
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, c.ID)
	if err != nil {
		return Attachment{}, nil, nil, err
	}
	fields, err := s.Repo.Sealed(ctx, a.Tenant, c.ID)
	if err != nil {
		return Attachment{}, nil, nil, err
	}
	packed, name, err = s.opened(ctx, grant, c, keys, fields, attachment)
	return *found, packed, name, err
}

// opened is the content of a file and its name.
func (s *Service) opened(ctx context.Context, g access.Grant, c *Case, keys []vault.Key, fields []vault.Sealed, attachment id.ID) (packed, name []byte, err error) {
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: attachment})
	at := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == FieldFileName && f.Owner == attachment })
	if !ok || at < 0 {
		return nil, nil, ErrNotFound
	}
	body, err := s.Files.Get(ctx, c.Tenant, key)
	if err != nil {
		return nil, nil, err
	}
	whole := vault.Sealed{Case: c.ID, Owner: attachment, Field: FieldFileContent, Key: key, Version: contentVersion, Body: body}
	texts, err := s.Vault.OpenAll(ctx, g, []vault.Sealed{fields[at], whole})
	if err != nil {
		return nil, nil, err
	}
	return texts[1], texts[0], nil
}

func (c *Case) attachment(f id.ID) *Attachment {
	i := slices.IndexFunc(c.Attachments, func(x Attachment) bool { return x.ID == f })
	if i < 0 {
		return nil
	}
	return &c.Attachments[i]
}

// shown reports whether a file was shown to another party than who gave it.
func (f Attachment) shown() bool { return f.Shared || len(f.With) > 0 }

// concerns reports whether a file goes when what the office holds of a party goes: the party's own, and what every party
// or the office alone has, which may be about it.
func (f Attachment) concerns(party id.ID) bool {
	return f.Owner == party || f.Owner.IsZero() || f.Shared
}

// strayAge is how long a blob without a case is left alone: no upload takes as long.
const strayAge = time.Hour

// strays remembers which blobs had no case when they were last looked at. The zero value is ready.
type strays struct {
	mu    sync.Mutex
	found map[id.ID]map[id.ID]time.Time // tenant → blob → first seen without a case
}

// TidyFiles removes a tenant's blobs that no case names: those of uploads that were cut short, and those of shredded
// files that could not be deleted at once. It works in two steps at least an hour apart, so that an upload under way is
// never taken for one; referenced tells which keys seal a section of a case. It returns how many it removed.
func (s *Service) TidyFiles(ctx context.Context, tenant id.ID, referenced vault.Referenced) (n int, err error) {
	defer wrap(&err, "tidy files")
	names, err := s.Files.Names(ctx, tenant)
	if err != nil {
		return 0, err
	}
	used, err := referenced(ctx, tenant, names)
	if err != nil {
		return 0, err
	}
	for _, name := range s.strays.old(tenant, names, used, s.Clock.Now()) {
		if err := s.Files.Delete(ctx, tenant, name); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// old notes the blobs without a case and returns those that were without one long ago already.
func (x *strays) old(tenant id.ID, names []id.ID, used map[id.ID]bool, now time.Time) []id.ID {
	x.mu.Lock()
	defer x.mu.Unlock()
	seen := map[id.ID]time.Time{}
	var out []id.ID
	for _, name := range names {
		if used[name] {
			continue
		}
		first, ok := x.found[tenant][name]
		if !ok {
			first = now
		}
		if now.Sub(first) >= strayAge {
			out = append(out, name)
			continue
		}
		seen[name] = first
	}
	if x.found == nil {
		x.found = map[id.ID]map[id.ID]time.Time{}
	}
	x.found[tenant] = seen
	return out
}
