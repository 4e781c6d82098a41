package page

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"linli/platform/i18n"
)

//go:embed kit/*.html
var kitFiles embed.FS

//go:embed pages
var pageFiles embed.FS

func ownPages() fs.FS {
	sub, err := fs.Sub(pageFiles, "pages")
	if err != nil {
		panic("page: the built-in pages are gone: " + err.Error()) //nolint:forbidigo // cannot happen: the folder is embedded above
	}
	return sub
}

// A press builds one page at a time. Its templates' functions are bound to it, so a template says {{t "…"}} without
// passing the reader's language along; that is why a press is never shared while it runs.
type press struct {
	renderer *Renderer
	kit      *template.Template            // components and layouts
	pages    map[string]*template.Template // parsed when first asked for

	request *http.Request
	visit   *Visit
	locale  i18n.Locale
	form    *Form
	current *template.Template
	labels  map[string]string // the labels of the fields that the page showed, by field name
	order   []string          // their names in the order of the page
	anchors map[string]string // where the error summary leads, by field name
}

func newPress(r *Renderer) (*press, error) {
	p := &press{renderer: r, pages: map[string]*template.Template{}}
	kit, err := template.New("kit").Option("missingkey=error").Funcs(p.functions()).ParseFS(kitFiles, "kit/*.html")
	if err != nil {
		return nil, fmt.Errorf("parsing the components: %w", err)
	}
	p.kit = kit
	return p, nil
}

// layouts are the frames that a page can choose.
var layouts = []string{"staff", "resident", "public"}

func (p *press) page(name string) (*template.Template, error) {
	if t, ok := p.pages[name]; ok {
		return t, nil
	}
	source, ok := p.renderer.sources[name]
	if !ok {
		return nil, fmt.Errorf("there is no page %q", name)
	}
	t := template.New("content").Option("missingkey=error").Funcs(p.functions())
	for _, text := range append(slices.Clone(p.renderer.shared[path.Dir(name)]), source) { // the page last: what it defines itself is its own
		if _, err := t.Parse(text); err != nil {
			return nil, fmt.Errorf("parsing the page %s: %w", name, err)
		}
	}
	if t.Lookup("title") == nil {
		return nil, fmt.Errorf("the page %s defines no title", name)
	}
	if _, err := layoutOf(t); err != nil {
		return nil, fmt.Errorf("the page %s: %w", name, err)
	}
	p.pages[name] = t
	return t, nil
}

func layoutOf(t *template.Template) (string, error) {
	d := t.Lookup("layout")
	if d == nil || d.Tree == nil || d.Tree.Root == nil {
		return "", errors.New("it defines no layout")
	}
	name := strings.TrimSpace(d.Tree.Root.String())
	for _, l := range layouts {
		if l == name {
			return l, nil
		}
	}
	return "", fmt.Errorf("there is no layout %q", name)
}

// sheet is what a layout shows.
type sheet struct {
	Visit       *Visit
	Title       template.HTML
	Before      template.HTML
	Description template.HTML // the page's own sentence about itself, for programs that find pages
	Errors      template.HTML
	Content     template.HTML
	Faulty      bool
	Languages   []i18n.Language
	Switch      string // address of this page; empty where a switch would lose what was typed
	query       url.Values
	Again       bool // the switch sends what was typed along
	Typed       []Typed
}

// In is the address of this page in another language: all that it was asked for stays.
func (s sheet) In(l i18n.Language) string {
	query := url.Values{"lang": {string(l)}}
	for name, values := range s.query {
		if name != "lang" {
			query[name] = values
		}
	}
	return s.Switch + "?" + query.Encode()
}

func (p *press) run(out io.Writer, req *http.Request, name string, data any) error {
	p.request, p.visit, p.form = req, Of(req), formOf(data)
	p.locale = p.renderer.config.Texts.For(p.visit.Language, p.visit.Zone)
	p.labels, p.anchors, p.order = map[string]string{}, map[string]string{}, nil
	defer func() { p.request, p.visit, p.form, p.current = nil, nil, nil, nil }()

	t, err := p.page(name)
	if err != nil {
		return err
	}
	p.current = t
	s := sheet{Visit: p.visit, Languages: p.renderer.config.Texts.Languages(), Faulty: p.form.Faulty()}
	if req.Method == http.MethodGet || req.Method == http.MethodHead {
		s.Switch, s.query = req.URL.Path, req.URL.Query()
	} else if s.Switch = p.visit.Switch; p.form != nil && p.form.looks {
		s.Again, s.Typed = true, p.form.typed()
	}
	if s.Content, err = p.part("content", data); err != nil {
		return err
	}
	if s.Title, err = p.part("title", data); err != nil {
		return err
	}
	for name, into := range map[string]*template.HTML{"before": &s.Before, "description": &s.Description} {
		if t.Lookup(name) == nil {
			continue
		}
		if *into, err = p.part(name, data); err != nil {
			return err
		}
	}
	if s.Errors, err = p.summary(); err != nil { // after the content, which told the labels
		return err
	}
	layout, err := layoutOf(t)
	if err != nil {
		return err
	}
	return p.kit.ExecuteTemplate(out, layout, s)
}

// part builds a definition of the present page.
func (p *press) part(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := p.current.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil //nolint:gosec // html/template escaped it
}

// show builds a component.
func (p *press) show(c component) (template.HTML, error) {
	c.prepare(p)
	var b bytes.Buffer
	if err := p.kit.ExecuteTemplate(&b, c.template(), c); err != nil {
		return "", err
	}
	return template.HTML(strings.TrimSpace(b.String())), nil //nolint:gosec // html/template escaped it
}
