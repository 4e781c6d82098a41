package release

import (
	"bytes"
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Write puts a file into a draft, or another text into one that it has. Mistakes of the text may stand in a draft; what is no text
// of a rulebook at all is refused with its place, and nothing is written. row is the change of the version that the writer saw. It
// needs rulebook.edit. Errors: ErrMoved; ErrNotFound where it is no draft.
func (s *Service) Write(ctx context.Context, a access.Actor, of id.ID, row int64, name string, text []byte) (wrong []rulebook.Finding, err error) {
	defer wrap(&err, "write")
	if Workbook(name) {
		return []rulebook.Finding{{File: name, Line: 1, Col: 1, Reason: "a workbook is no text: it comes with the whole folder"}}, s.may(ctx, a, "rulebook.edit")
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) // as a form sends lines (HTML, form submission)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	if finding, ok := fits(name, text); !ok {
		return []rulebook.Finding{finding}, s.may(ctx, a, "rulebook.edit")
	}
	return s.change(ctx, a, of, row, func(f Folder) (Folder, []rulebook.Finding) {
		f[name] = text
		return f, nil
	})
}

// Remove takes a file out of a draft. Rights and errors are those of [Service.Write].
func (s *Service) Remove(ctx context.Context, a access.Actor, of id.ID, row int64, name string) (err error) {
	defer wrap(&err, "remove")
	_, err = s.change(ctx, a, of, row, func(f Folder) (Folder, []rulebook.Finding) {
		delete(f, name)
		return f, nil
	})
	return err
}

// Replace puts the files of a zip file in the place of all that a draft has. Rights and errors are those of [Service.Write].
func (s *Service) Replace(ctx context.Context, a access.Actor, of id.ID, row int64, archive []byte) (wrong []rulebook.Finding, err error) {
	defer wrap(&err, "replace")
	return s.change(ctx, a, of, row, func(Folder) (Folder, []rulebook.Finding) { return Read(archive) })
}

func (s *Service) change(ctx context.Context, a access.Actor, of id.ID, row int64, with func(Folder) (Folder, []rulebook.Finding)) ([]rulebook.Finding, error) {
	if err := s.may(ctx, a, "rulebook.edit"); err != nil {
		return nil, err
	}
	v, folder, err := s.open(ctx, a.Tenant, of)
	if err != nil {
		return nil, err
	}
	if _, fits := find(v.State, "edit"); !fits {
		return nil, guard("no_draft")
	}
	if v.Row != row {
		return nil, ErrMoved
	}
	folder, wrong := with(folder)
	if len(wrong) > 0 {
		return wrong, nil
	}
	packed, err := folder.Archive()
	if err != nil {
		return nil, err
	}
	if _, wrong := Read(packed); len(wrong) > 0 { // all files together pass a bound
		return wrong, nil
	}
	if !slices.Contains(v.Writers, a.Account) {
		v.Writers = append(slices.Clone(v.Writers), a.Account)
	}
	return nil, s.play(ctx, a, Change{Version: v, Files: packed}, "edited")
}
