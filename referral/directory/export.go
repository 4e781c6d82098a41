package directory

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrExportName: the name of an export says neither .zip nor .json.
var ErrExportName = fault.New(fault.Invalid, "directory.export.name")

// Export writes what is public of the directory as a stream: to a name that ends with .zip the whole as the tabular package
// of HSDS, to one that ends with .json the services with what is nested in them. What is redacted is in neither. It returns
// how many objects it wrote. It needs the right directory.import. Errors: Forbidden, ErrExportName, the store's and out's.
func (s *Service) Export(ctx context.Context, a access.Actor, name string, out io.Writer) (n int, err error) {
	defer wrap(&err, "export")
	if err := s.check(a, "directory.import"); err != nil {
		return 0, err
	}
	switch {
	case strings.HasSuffix(name, ".zip"):
		return s.exportTables(ctx, a.Tenant, out)
	case strings.HasSuffix(name, ".json"):
		return s.exportServices(ctx, a.Tenant, out)
	}
	return 0, ErrExportName
}

func (s *Service) exportServices(ctx context.Context, tenant id.ID, out io.Writer) (n int, err error) {
	w := bufio.NewWriter(out)
	_, _ = w.WriteString("[") // a bufio.Writer keeps its first error for Flush
	err = s.pages(ctx, tenant, KindService, func(page []Kept) error {
		ids := make([]id.ID, len(page))
		for i := range page {
			ids[i] = page[i].ID
		}
		trees, err := s.Trees(ctx, tenant, KindService, ids, Whole)
		if err != nil {
			return err
		}
		for _, t := range trees {
			b, err := json.Marshal(t)
			if err != nil {
				return fmt.Errorf("encode a service: %w", err)
			}
			if n > 0 {
				_, _ = w.WriteString(",\n")
			}
			_, _ = w.Write(b)
			n++
		}
		return nil
	})
	_, _ = w.WriteString("]\n")
	return n, errors.Join(err, w.Flush())
}

func (s *Service) pages(ctx context.Context, tenant id.ID, kind Kind, do func([]Kept) error) error {
	for after := (id.ID{}); ; {
		page, err := s.Repo.Following(ctx, tenant, kind, after, batch)
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ID
		if err := do(page); err != nil {
			return err
		}
	}
}

// resource is one table as datapackage.json lists it (Frictionless Data Package).
type resource struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Schema struct {
		Fields     []column `json:"fields"`
		PrimaryKey string   `json:"primaryKey"`
	} `json:"schema"`
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

func (s *Service) exportTables(ctx context.Context, tenant id.ID, out io.Writer) (n int, err error) {
	archive := zip.NewWriter(out)
	var list []resource
	for _, shape := range Kinds() {
		wrote, err := s.exportTable(ctx, tenant, shape, archive)
		if err != nil {
			return n, err
		}
		if wrote > 0 || !shape.Later {
			list = append(list, shape.resource())
		}
		n += wrote
	}
	w, err := archive.Create("datapackage.json")
	if err != nil {
		return n, err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	err = e.Encode(map[string]any{"name": "human_services_data", "resources": list})
	return n, errors.Join(err, archive.Close())
}

func (s *Shape) resource() resource {
	r := resource{Name: string(s.Kind), Path: s.File}
	r.Schema.PrimaryKey = "id"
	for i := range s.Fields {
		f := &s.Fields[i]
		if !f.Value() {
			continue
		}
		kind := "string"
		switch {
		case f.Number:
			kind = "number"
		case f.Format == "date" || f.Format == "time" || f.Format == "datetime":
			kind = f.Format
		}
		r.Schema.Fields = append(r.Schema.Fields, column{f.Name, kind})
	}
	return r
}

func (s *Service) exportTable(ctx context.Context, tenant id.ID, shape *Shape, archive *zip.Writer) (n int, err error) {
	var w *csv.Writer
	begin := func() error {
		f, err := archive.Create(shape.File)
		if err != nil {
			return err
		}
		w = csv.NewWriter(f)
		return w.Write(shape.columns())
	}
	if !shape.Later {
		if err := begin(); err != nil {
			return 0, err
		}
	}
	err = s.pages(ctx, tenant, shape.Kind, func(page []Kept) error {
		objects, err := s.shown(ctx, tenant, page)
		if err != nil {
			return err
		}
		for _, o := range objects {
			if w == nil {
				if err := begin(); err != nil {
					return err
				}
			}
			var cells []string
			for _, name := range shape.columns() {
				cells = append(cells, safeCell(o.Body.Text(name)))
			}
			if err := w.Write(cells); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err == nil && w != nil {
		w.Flush()
		err = w.Error()
	}
	return n, err
}

func (s *Shape) columns() []string {
	var out []string
	for i := range s.Fields {
		if s.Fields[i].Value() {
			out = append(out, s.Fields[i].Name)
		}
	}
	return out
}

// shown are the objects of a page as they may be shown. What is said of an address of a shelter, or of its telephone, names
// neither: it is looked for up to the location.
func (s *Service) shown(ctx context.Context, tenant id.ID, page []Kept) ([]*Object, error) {
	var all, next []*Object
	for i := range page {
		next = append(next, &page[i].Object)
	}
	owners := map[id.ID]*Object{}
	for range 4 {
		all = append(all, next...)
		var err error
		if next, err = s.ownersOf(ctx, tenant, next, owners); err != nil {
			return nil, err
		}
	}
	h, err := s.hidingOf(ctx, tenant, all)
	if err != nil {
		return nil, err
	}
	// An owner that cannot be shown takes along what belongs to it alone.
	for range 4 {
		for _, o := range owners {
			if h.public(o) == nil {
				h.locations[o.ID] = true
			}
		}
	}
	var out []*Object
	for i := range page {
		if o := h.public(&page[i].Object); o != nil {
			out = append(out, o)
		}
	}
	return out, nil
}

// ownersOf reads what attributes, metadata, languages and telephones belong to, as far as it is not known yet.
func (s *Service) ownersOf(ctx context.Context, tenant id.ID, objects []*Object, known map[id.ID]*Object) ([]*Object, error) {
	ask := map[Kind][]id.ID{}
	for _, o := range objects {
		shape := ShapeOf(o.Kind)
		for i := range shape.Fields {
			f := &shape.Fields[i]
			u := o.Body.ID(f.Name)
			if f.Link == "" || u.IsZero() || known[u] != nil {
				continue
			}
			for _, k := range Kinds() {
				secret := k.Kind == KindLocation || k.index["location_id"] > 0 || k.index["contact_id"] > 0 || k.index["phone_id"] > 0 || k.index["link_id"] > 0
				if f.Link == k.Kind && secret || f.Link == "*" && secret {
					ask[k.Kind] = append(ask[k.Kind], u)
				}
			}
		}
	}
	var out []*Object
	for kind, ids := range ask {
		found, err := s.Repo.Objects(ctx, tenant, kind, ids)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if known[found[i].ID] == nil {
				known[found[i].ID] = &found[i].Object
				out = append(out, &found[i].Object)
			}
		}
	}
	return out, nil
}

// safeCell keeps a spreadsheet from reading a text as a formula. A telephone number or any other number stays as it is; an
// import takes the apostrophe off again.
func safeCell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r'＝＋－＠", []rune(s)[0]) {
		return s
	}
	if (s[0] == '+' || s[0] == '-') && strings.Trim(s[1:], "0123456789 ().-/") == "" {
		return s
	}
	return "'" + s
}

// plainCell is the text of a cell that safeCell wrote.
func plainCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r'＝＋－＠", []rune(s)[1]) {
		return s[1:]
	}
	return s
}
