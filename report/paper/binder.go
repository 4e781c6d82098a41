package paper

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"linli/casefile/bundle"
	"linli/office"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report"
)

//go:embed templates/*.md
var files embed.FS

// What one file holds of photographs and papers, in bytes and in pages of PDFs: the rest is named with its fingerprint and lies apart.
const (
	maxPictures = 32 << 20
	maxSheets   = 400
)

// Binder prints the whole files of reports, for package bundle.
type Binder struct {
	Report *report.Service
	Office *office.Service
	Fonts  *document.Fonts
	Texts  *i18n.Bundle
	Clock  clock.Clock
	// Prove writes the code that stands on every page, and its fingerprint, into the options.
	Prove func(tenant, c id.ID, docs []*document.Doc, opts *document.Options) error
}

var _ bundle.Binder = (*Binder)(nil)

// May implements [bundle.Binder]: whoever reads a report may print its file.
func (b *Binder) May(ctx context.Context, a access.Actor, c id.ID) (access.Facts, error) {
	return b.Report.MayPrint(ctx, a, c)
}

// Name implements [bundle.Binder]: the day on which it came, and nobody's name.
func (b *Binder) Name(ctx context.Context, tenant, c id.ID) (string, error) {
	x, err := b.Report.Repo.Case(ctx, tenant, c)
	if err != nil {
		return "", err
	}
	rules, err := b.Report.Office.RulebookOf(ctx, tenant, x.Rulebook, x.RulebookVersion)
	if err != nil {
		return "", err
	}
	return "report-" + x.Received.In(rules.Zone).Format("2006-01-02"), nil
}

// Bind implements [bundle.Binder]. Words are one reading, photographs and papers another; each is written down before it is opened.
func (b *Binder) Bind(ctx context.Context, a access.Actor, x bundle.Bundle, tell func(done, of int) error) ([]byte, error) {
	o, err := b.Report.Print(ctx, a, x.Case)
	if err != nil {
		return nil, err
	}
	folder, err := fs.Sub(files, "templates")
	if err != nil {
		return nil, err
	}
	set, err := document.ReadSet(folder)
	if err != nil {
		return nil, fmt.Errorf("the templates of a report's file: %w", err)
	}
	lang := b.Texts.Whole(i18n.Language(x.Language))
	f := &file{o: o, set: set, l: b.Texts.For(lang, o.Rules.Zone), names: map[id.ID]string{}, docs: make([]*document.Doc, 1), tell: tell}
	if err := b.look(ctx, f); err != nil {
		return nil, err
	}
	if err := f.gather(); err != nil {
		return nil, err
	}
	if err := b.Report.Pictures(ctx, a, x.Case, f.picture); err != nil {
		return nil, err
	}
	now := b.Clock.Now()
	if f.docs[0], err = set.Execute("cover", string(lang), f.l, f.cover(now)); err != nil {
		return nil, err
	}
	opts := document.Options{Office: f.units[o.Case.Desk.Unit] + " · " + f.name(), Title: f.docs[0].Title, At: now, Locale: f.l, Contents: &document.Contents{After: 1, Lines: f.lines}}
	for _, d := range f.docs {
		d.Paper = document.Sheet(o.Rules.Jurisdiction())
	}
	if err := b.Prove(a.Tenant, x.Case, f.docs, &opts); err != nil {
		return nil, err
	}
	out, err := document.PDF(b.Fonts, f.docs, opts)
	return out.Bytes, err
}

// look finds the names of units, of the office's own people and of a listed place, which a report holds as ids.
func (b *Binder) look(ctx context.Context, f *file) (err error) {
	c := &f.o.Case
	if f.units, err = b.Office.UnitNames(ctx, c.Tenant); err != nil {
		return err
	}
	of := append([]id.ID{c.Handler, c.Mediator}, c.With...)
	for _, e := range f.o.Events {
		of = append(of, e.By.Account)
	}
	for _, account := range of {
		if account.IsZero() || f.names[account] != "" {
			continue
		}
		if f.names[account], err = b.Office.AccountName(ctx, c.Tenant, account); err != nil {
			return err
		}
	}
	if !c.Place.Known.IsZero() {
		place, err := b.Report.Repo.KnownPlace(ctx, c.Tenant, c.Place.Known)
		if err != nil {
			return err
		}
		f.place = place.Name
	}
	return nil
}

// picture puts a photograph or a paper into the file; what cannot be bound in is named with its fingerprint.
func (f *file) picture(x report.Attachment, content []byte) error {
	f.pictures++
	who := "dossier.who.reporter"
	if x.Ours {
		who = "dossier.who.office"
	}
	title := f.l.Text("dossier.picture", fault.Args{"n": f.pictures})
	if !x.Picture() {
		title = f.l.Text("dossier.paper", fault.Args{"n": f.pictures})
	}
	from := f.l.Text("dossier.from", fault.Args{"who": f.l.Text(who, nil), "day": f.l.Date(x.At)})
	caption := title + " · " + from
	switch {
	case f.taken+len(content) > maxPictures:
	case x.Picture():
		doc, err := document.Picture(title, string(f.l.Language), caption, content)
		if err != nil {
			return err
		}
		f.taken += len(content)
		return f.add(doc, from)
	default:
		sheets, err := blob.ReadSheets(content)
		if err == nil && f.bound+sheets.Len() <= maxSheets {
			f.taken, f.bound = f.taken+len(content), f.bound+sheets.Len()
			return f.add(document.Sheets(title, string(f.l.Language), caption, sheets), from)
		}
	}
	sum := sha256.Sum256(content)
	var groups []string
	for part := range slices.Chunk([]byte(hex.EncodeToString(sum[:])), 16) {
		groups = append(groups, string(part))
	}
	f.apart++
	f.lines = append(f.lines, document.Entry{Title: title, Doc: -1, Note: f.l.Text("dossier.apart", fault.Args{"hash": strings.Join(groups, " ")})})
	return nil
}
