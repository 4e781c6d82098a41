// Package settle has whoever sends photographs of places look at them before any is kept 照片核对: what looks like a face or a plate is
// black already, the person takes away and adds, and says of each whether it is kept.
//
//	files of a form ──Take──▶ held aside (blob.Aside), shown with proposals ──Again──▶ what was said ──Kept──▶ the case takes them in, covered
//	                                                                                             └─▶ [Desk.Forget]
//
// Nothing unsettled is kept: what is held aside is sealed under a key that stands on the page alone, and is gone in an hour or two.
// What was found stands on the page as ticked squares, and nowhere else (docs/decisions/0111).
package settle

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"strconv"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/redact/picture"
	"linli/web/page"
)

const (
	most   = 6    // files are settled at once: each picture is looked at, for about a second
	shown  = 1024 // pixels of the longer side of a picture on the page
	field  = "file"
	keep   = "keep"
	leave  = "leave"
	manyOf = "settle.many"
)

// Desk settles files.
type Desk struct{ blob.Aside }

// Take cleans the files of a form and holds them aside for one account's work on one case, with what is proposed to be covered ticked
// in the form. Errors: those of package blob at "file", "settle.many".
func (d Desk) Take(ctx context.Context, a access.Actor, of id.ID, form *page.Form) (*page.Settle, error) {
	heads := form.Files(field)
	if len(heads) == 0 {
		return nil, fault.Field(field, "form.required")
	}
	if len(heads) > most {
		return nil, fault.Field(field, manyOf).With(fault.Args{"max": most})
	}
	out := &page.Settle{}
	var tokens []string
	for _, head := range heads {
		held, err := d.hold(ctx, a, of, head)
		if err != nil {
			return nil, at(err)
		}
		file, err := d.lay(ctx, len(out.Files)+1, held)
		if err != nil {
			return nil, err
		}
		out.Files, tokens = append(out.Files, file), append(tokens, held.Token)
		if file.Cover == nil {
			continue
		}
		areas, err := picture.Propose(ctx, d.Cleaner, held.Bytes)
		if err != nil {
			file.Cover.Unseen = true
		}
		form.Cover(file.Cover.Name, areas)
	}
	form.SetAll(page.AsideField, tokens) // they go along when the reader switches the language
	return out, ctx.Err()
}

func (d Desk) hold(ctx context.Context, a access.Actor, of id.ID, head *multipart.FileHeader) (blob.Held, error) {
	r, err := head.Open()
	if err != nil {
		return blob.Held{}, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	defer r.Close()
	return d.Put(ctx, a.Tenant, a.Account, of, r, head.Filename)
}

// lay is a file as the page shows it.
func (d Desk) lay(ctx context.Context, n int, held blob.Held) (page.SettleFile, error) {
	if bytes.HasPrefix(held.Bytes, []byte("%PDF-")) {
		return page.NewSettleFile(n, held.Name, held.Token, nil), nil
	}
	drawn, err := d.Cleaner.Preview(ctx, held.Bytes, shown)
	return page.NewSettleFile(n, held.Name, held.Token, drawn), err
}

// File is one file as it is to be kept.
type File struct {
	Held blob.Held
	Said blob.Prints
}

// Reader reads the file.
func (f File) Reader() io.Reader { return bytes.NewReader(f.Held.Bytes) }

// Settled are files of which everything was said.
type Settled struct {
	Kept []File
	All  []blob.Held
}

// Done is what is said when it is over: a key for files that are kept, or that nothing is.
func (s *Settled) Done(kept string) string {
	if len(s.Kept) == 0 {
		return "settle.nothing"
	}
	return kept
}

// Again lays the files that a form tells of once more, with what was said of them. The answer is nil while something is missing, which is
// noted in the form. Errors: blob.ErrNotHeld at "file", those of package blob.
func (d Desk) Again(ctx context.Context, a access.Actor, of id.ID, form *page.Form) (*page.Settle, *Settled, error) {
	tokens := form.Values(page.AsideField)
	if len(tokens) > most {
		return nil, nil, fault.Field(field, manyOf).With(fault.Args{"max": most})
	}
	out, said := &page.Settle{}, &Settled{}
	for i, token := range tokens {
		held, err := d.Get(ctx, a.Tenant, a.Account, of, token)
		if err != nil {
			return nil, nil, at(err)
		}
		said.All = append(said.All, held)
		file := page.NewSettleFile(i+1, held.Name, token, nil)
		cover, err := form.Covered("cover_" + strconv.Itoa(i+1))
		if err != nil {
			return nil, nil, at(err)
		}
		switch form.Value(file.Field()) {
		case keep:
			said.Kept = append(said.Kept, File{held, blob.Prints{None: len(cover) == 0, At: cover}})
		case leave:
		default:
			form.Add(file.Field(), "settle.say")
		}
	}
	if !form.Faulty() && !form.Looking() {
		return nil, said, nil
	}
	for i, held := range said.All {
		file, err := d.lay(ctx, i+1, held)
		if err != nil {
			return nil, nil, err
		}
		out.Files = append(out.Files, file)
	}
	return out, nil, nil
}

// Forget ends the holding of files that were settled.
func (d Desk) Forget(ctx context.Context, a access.Actor, s *Settled) error {
	for _, held := range s.All {
		if err := d.Delete(ctx, a.Tenant, held); err != nil {
			return err
		}
	}
	return nil
}

// Proposed is a photograph that came without a page to look at: what its sender marked and what linli proposes are covered alike. Errors:
// those of package blob.
func (d Desk) Proposed(ctx context.Context, name string, r io.Reader, said blob.Prints) (File, error) {
	f, err := d.Cleaner.Clean(ctx, r, name)
	if err != nil || f.Type == blob.PDF {
		return File{blob.Held{Name: f.Name, Bytes: f.Bytes}, said}, err
	}
	areas, err := picture.Propose(ctx, d.Cleaner, f.Bytes)
	if err != nil {
		return File{}, err
	}
	said.At = append(said.At, areas...)
	said.At = said.At[:min(len(said.At), blob.MaxAreas)]
	said.None = said.None && len(said.At) == 0
	return File{blob.Held{Name: f.Name, Bytes: f.Bytes}, said}, nil
}

// at puts what is wrong with a file to the field in which it was chosen.
func at(err error) error {
	if x := fault.Of(err); x != nil && x.Field == "" && x.Code != fault.NotFound && x.Code != fault.Forbidden && x.Code != fault.Unavailable {
		return x.At(field)
	}
	return err
}
