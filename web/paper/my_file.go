package paper

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/web/page"
)

type myFilePage struct {
	Form   *page.Form
	Base   string
	Papers int
	Files  int
}

// insider opens the case of a party that takes part or took part: whoever was only invited has no file yet.
func (p *Pages) insider(r *http.Request, who reader) (*mediation.Opened, error) {
	o, err := p.Mediation.Open(r.Context(), who.Actor, who.Of, access.ForParty)
	if err != nil {
		return nil, err
	}
	if me := o.Case.Party(who.Own); me == nil || !o.Case.Asks(me) && me.Consent.Given.IsZero() {
		return nil, mediation.ErrNotFound
	}
	return o, nil
}

// myFileForm says what a party takes away with its file, and what is not in it.
func (p *Pages) myFileForm(w http.ResponseWriter, r *http.Request, who reader) error {
	o, err := p.insider(r, who)
	if err != nil {
		return err
	}
	if err := p.frame(r, who, o); err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "paper/party_my_file", myFilePage{page.NewForm(nil), who.Base, len(paper.List(o, who.Own)), len(p.filesOf(r, o, who.Own))})
	return nil
}

// myFile hands a party its own and the joint papers as one ZIP. It is written as it is sent: nothing of it is kept, in
// memory no more than one paper or file at a time. What breaks off on the way leaves a file that does not open.
func (p *Pages) myFile(w http.ResponseWriter, r *http.Request, who reader) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	o, err := p.insider(r, who)
	if err != nil {
		return err
	}
	order, err := p.order(r, o)
	if err != nil {
		return err
	}
	code := r.PathValue("code")
	l := p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
	b := &bundle{pages: p, r: r, who: who, o: o, l: l, order: order}
	if err := b.beside(code); err != nil { // what can fail does so before the first byte
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "linli-" + code + ".zip"}))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	b.zip = zip.NewWriter(w)
	if err := b.write(); err != nil {
		panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's own way to break off an answer that has begun
	}
	return nil
}

// bundle is a party's file while it is being written.
type bundle struct {
	pages *Pages
	r     *http.Request
	who   reader
	o     *mediation.Opened
	l     i18n.Locale
	order paper.Order
	zip   *zip.Writer
	parts []part

	receipt, consents []byte
}

// part is one entry of the ZIP, as the index names it.
type part struct {
	Name, Title, Hash string // Hash is the SHA-256 in hexadecimal; empty: it was destroyed since
	Bytes             int
}

func (b *bundle) t(key string, pairs ...any) string {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return b.l.Text(key, args)
}

// add writes one entry, of the time of the export.
func (b *bundle) add(name, title string, body []byte) error {
	f, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.order.At})
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if _, err := f.Write(body); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	sum := sha256.Sum256(body)
	b.parts = append(b.parts, part{name, title, hex.EncodeToString(sum[:]), len(body)})
	return nil
}

func (b *bundle) write() error {
	for i, one := range paper.List(b.o, b.who.Own) {
		made, err := b.pages.Press.PDF(b.order, one)
		if err != nil {
			return err
		}
		if err := b.add(fmt.Sprintf("papers/%02d-%s.pdf", i+1, one.ID), b.pages.Press.Title(b.o, one, b.l.Language), made.Bytes); err != nil {
			return err
		}
	}
	if err := b.files(); err != nil {
		return err
	}
	if b.receipt != nil {
		if err := b.add("receipt.json", b.t("my.receipt"), b.receipt); err != nil {
			return err
		}
	}
	if err := b.add("consents.json", b.t("my.consents"), b.consents); err != nil {
		return err
	}
	record := b.record()
	body, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	if err := b.add("record.json", b.t("my.record"), append(body, '\n')); err != nil {
		return err
	}
	index := &strings.Builder{}
	if err := indexPage.Execute(index, b.index(record)); err != nil {
		return err
	}
	if err := b.add("index.html", b.t("my.index"), []byte(index.String())); err != nil {
		return err
	}
	sums := &strings.Builder{}
	for _, x := range b.parts {
		if x.Hash != "" {
			fmt.Fprintf(sums, "%s  %s\n", x.Hash, x.Name)
		}
	}
	if err := b.add("SHA256SUMS", "", []byte(sums.String())); err != nil {
		return err
	}
	return b.zip.Close()
}

// files are the party's own and those that are shared, each read by itself. A name is a number and the kind of file: what
// its giver called it stands in the index.
func (b *bundle) files() error {
	for i, f := range b.pages.filesOf(b.r, b.o, b.who.Own) {
		name := fmt.Sprintf("files/%02d%s", i+1, endings[f.Type])
		d, err := b.pages.Mediation.Download(b.r.Context(), b.who.Actor, b.who.Of, f.ID)
		if errors.Is(err, blob.ErrMissing) || errors.Is(err, vault.ErrShredded) {
			b.parts = append(b.parts, part{Name: name, Title: f.Name})
			continue
		}
		if err != nil {
			return err
		}
		if err := b.add(name, f.Name, d.Bytes); err != nil {
			return err
		}
	}
	return nil
}

// endings are the endings of the names of files, by media type after cleaning.
var endings = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}

// beside makes what stands beside the papers: the receipt and what the party agreed to.
func (b *bundle) beside(typed string) error {
	code, err := id.ParseCode(typed)
	if err != nil {
		return mediation.ErrNotFound
	}
	if b.pages.Receipt != nil && len(b.o.Events) > 0 {
		receipt, err := b.pages.Receipt(b.r.Context(), b.who.Tenant, code, b.o.Events[0])
		if err != nil {
			return err
		}
		if b.receipt, err = receipt.JSON(); err != nil {
			return err
		}
	}
	mine, err := b.pages.Mediation.ConsentsOf(b.r.Context(), b.who.Actor)
	if err != nil {
		return err
	}
	b.consents, err = json.MarshalIndent(mine, "", "  ")
	return err
}
