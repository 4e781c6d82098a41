package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/blob"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Export prints what leaves by an approved request, as one file: the papers that its purpose covers with the originals behind them. Every
// page says for what it left and by which request. Errors: ErrNone where there is nothing; those of document.PDF.
func (b *Binder) Export(ctx context.Context, l *mediation.Leaving, lang i18n.Language) (Order, []byte, error) {
	lang = b.Press.texts.Whole(lang)
	order, err := b.Desk.Order(ctx, l.Opened, lang)
	if err != nil {
		return Order{}, nil, err
	}
	words := b.Press.texts.For(lang, l.Rules.Zone)
	order.Stamp = words.Text("paper.exported."+l.Export.Purpose, fault.Args{"request": l.Export.ID.String(), "order": l.Demands[l.Export.Demand].Order})
	var scans scanned
	if err := b.Mediation.EachLeaving(ctx, l, func(document string, f mediation.Attachment, content []byte) error {
		return scans.add(ctx, document, f, content)
	}); err != nil {
		return Order{}, nil, err
	}
	result, err := b.Press.leaving(order, l, scans.all)
	return order, result.Bytes, err
}

// covered are the papers that leave for a purpose: a party's own, what the joint application hands in, or what a demand was given.
func covered(l *mediation.Leaving) []Paper {
	x := &l.Export
	switch x.Purpose {
	case casefile.ForOwnCopy:
		return List(l.Opened, x.Party)
	case mediation.ForCourt:
		return slices.DeleteFunc(List(l.Opened, id.ID{}), func(p Paper) bool { return p.Private || !slices.Contains(mediation.CourtPapers, p.Kind) })
	}
	given := l.Case.Demand(x.Demand).Papers
	return slices.DeleteFunc(Demandable(l.Opened), func(p Paper) bool { return !slices.Contains(given, p.ID) })
}

// leaving prints the papers and the originals into one PDF; a file that cannot be bound in is named with its fingerprint.
func (p *Press) leaving(o Order, l *mediation.Leaving, scans []Scan) (document.Result, error) {
	b := &binder{press: p, order: o, lang: o.Language, l: p.texts.For(o.Language, l.Rules.Zone)}
	for _, x := range covered(l) {
		doc, err := p.Make(o, x)
		if err != nil {
			return document.Result{}, err
		}
		doc.Title = p.title(l.Opened, x, o.Language, false)
		b.add(doc, "")
	}
	if len(b.docs) == 0 {
		return document.Result{}, ErrNone
	}
	for i, s := range scans {
		if err := b.scan(s, b.l.Text("paper.exported.file", fault.Args{"n": i + 1})); err != nil {
			return document.Result{}, err
		}
	}
	for _, d := range b.docs {
		if d.ID == "scan" { // an original lies on paper of the size of the others
			d.Paper = b.docs[0].Paper
		}
	}
	opts := document.Options{Number: Number(l.Opened, o.Names.Unit), VerifyURL: o.Verify, Office: o.head(b.l), Title: b.l.Text("paper.exported.title", nil), At: o.At, Locale: b.l,
		Stamp: o.Stamp, Contents: &document.Contents{Lines: b.lines}}
	if err := p.prove(o, "", b.docs, &opts); err != nil {
		return document.Result{}, err
	}
	return document.PDF(p.fonts, b.docs, opts)
}

// scanned are originals on their way into a file, as many as it takes; each is read by itself, and what is too large is named with
// its fingerprint and let go of.
type scanned struct {
	all   []Scan
	taken int
}

func (x *scanned) add(ctx context.Context, document string, f mediation.Attachment, content []byte) (err error) {
	sum := sha256.Sum256(content)
	s := Scan{Document: document, At: f.At, Hash: hex.EncodeToString(sum[:])}
	switch image := path.Dir(f.Type) == "image"; {
	case image && len(content) <= Room(x.taken):
		s.Picture, x.taken = content, x.taken+len(content)
	case !image:
		if s.Pages, err = blob.Pages(content); err != nil {
			return err
		}
		if len(content) <= Room(x.taken) {
			s.PDF, x.taken = content, x.taken+len(content)
		}
	}
	x.all = append(x.all, s)
	return ctx.Err()
}
