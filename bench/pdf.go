package bench

import (
	"context"
	"fmt"
	"html"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/signintech/gopdf"

	"linli/app"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/rulebook"
)

// press prints papers of the shipped rulebook.
type press struct {
	fonts  *document.Fonts
	locale i18n.Locale
	papers map[string]*document.Template
	bare   *gopdf.FontContainer
}

const bareFont = "bare"

// wholeFile is the complete file of a case that was confirmed by a court, without its contents page and its back cover.
var wholeFile = []string{"cover", "application", "acceptance", "rights", "consent", "investigation", "session", "agreement", "performance", "follow-up", "confirmation", "closing"}

// markup is what is not text in a paper on the screen.
var markup = regexp.MustCompile(`<[^>]*>|\s+`)

// pdfs prints an agreement and a case file of twelve papers, with ordinary words and with 1,400 different characters. The
// floor is gopdf alone: the same characters of one paper after the other, in lines of forty, without layout, frames,
// bookmarks or reading fonts anew.
func pdfs(ctx context.Context, r *runner) error {
	p, err := newPress()
	if err != nil {
		return err
	}
	for _, name := range append(wholeFile, "back") {
		if p.papers[name] == nil {
			return fmt.Errorf("the rulebook has no paper %s, which a case file holds", name)
		}
	}
	for _, c := range []struct {
		name   string
		papers []string
		dense  bool
	}{{"pdf.agreement", []string{"agreement"}, false}, {"pdf.file", wholeFile, false}, {"pdf.dense", []string{"agreement"}, true}, {"pdf.dense_file", wholeFile, true}} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.measure(r, c.name, c.papers, c.dense); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

func newPress() (*press, error) {
	library, err := app.ShippedRulebooks()
	if err != nil {
		return nil, err
	}
	var book *rulebook.Rulebook
	for _, v := range library.Versions("cn") {
		book = v
	}
	texts, err := i18n.Open()
	if err != nil {
		return nil, err
	}
	p := &press{locale: texts.For("zh-Hans", book.Zone), papers: map[string]*document.Template{}, bare: &gopdf.FontContainer{}}
	if p.fonts, err = document.LoadFonts(document.Shipped()); err != nil {
		return nil, err
	}
	names, err := fs.Glob(book.Files(), "documents/*.zh-Hans.md")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		src, err := fs.ReadFile(book.Files(), name)
		if err != nil {
			return nil, err
		}
		id, _, _ := strings.Cut(path.Base(name), ".")
		if p.papers[id], err = document.Parse(name, src); err != nil {
			return nil, err
		}
	}
	font, err := p.fonts.File("NotoSansSC-Regular")
	if err != nil {
		return nil, err
	}
	return p, p.bare.AddTTFFontData(bareFont, font)
}

func (p *press) measure(r *runner, name string, papers []string, dense bool) error {
	data := sample(dense)
	var f figures
	characters := map[rune]bool{}
	for turn := range r.repeats + 1 { // the first unpacks the fonts
		began := time.Now()
		var docs []*document.Doc
		for _, id := range papers {
			d, err := p.papers[id].Execute(p.locale, data)
			if err != nil {
				return err
			}
			docs = append(docs, d)
		}
		opts := document.Options{Number: "柳林人调字〔2026〕第12号", VerifyURL: "https://linli.example/v/7GQ4M2XRD9",
			Office: "清河镇柳林社区人民调解委员会", At: began.UTC(), Locale: p.locale}
		if len(docs) > 1 {
			opts.Contents = &document.Contents{After: 1}
			opts.Last = func(pages int) (*document.Doc, error) {
				data["Pages"] = pages
				return p.papers["back"].Execute(p.locale, data)
			}
		}
		if _, err := document.PDF(p.fonts, docs, opts); err != nil {
			return err
		}
		took := time.Since(began)
		bare, err := p.floor(docs, characters)
		if err != nil {
			return err
		}
		if turn > 0 {
			f.add(ms(took), ms(bare), []time.Duration{took})
		}
	}
	result := f.result(name, nil, milliseconds)
	result.N = len(characters)
	r.report(result)
	return nil
}

// floor writes the characters of the papers with gopdf alone.
func (p *press) floor(docs []*document.Doc, characters map[rune]bool) (time.Duration, error) {
	var texts [][]rune
	for _, d := range docs {
		page, err := d.HTML(p.locale)
		if err != nil {
			return 0, err
		}
		texts = append(texts, []rune(html.UnescapeString(markup.ReplaceAllString(string(page), ""))))
	}
	began := time.Now()
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	if err := pdf.AddTTFFontFromFontContainer(bareFont, p.bare); err != nil {
		return 0, err
	}
	if err := pdf.SetFont(bareFont, "", 10.5); err != nil {
		return 0, err
	}
	for _, text := range texts {
		for i := 0; i < len(text); i += 40 {
			if i%2000 == 0 {
				pdf.AddPage()
			}
			line := text[i:min(i+40, len(text))]
			for _, c := range line {
				characters[c] = true
			}
			pdf.SetXY(60, 60+15*float64(i%2000/40))
			if err := pdf.Text(string(line)); err != nil {
				return 0, err
			}
		}
	}
	_, err := pdf.WriteTo(io.Discard)
	return time.Since(began), err
}
