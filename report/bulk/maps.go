package bulk

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/tabular"
)

//go:embed maps/*.yaml
var shipped embed.FS

// Standing is how a request stood in the register it comes from.
type Standing string

// The standings.
const (
	Open      Standing = "open"
	Closed    Standing = "closed"
	Cancelled Standing = "cancelled" // by whoever reported it, or because it was none
	Elsewhere Standing = "elsewhere" // passed on to another office
)

var standings = []Standing{Open, Closed, Cancelled, Elsewhere}

// Names are one column's name, or several of which the first that is not empty counts.
type Names []string

// UnmarshalYAML reads one name or a list.
func (n *Names) UnmarshalYAML(node *yaml.Node) error {
	var one string
	if node.Decode(&one) == nil {
		*n = Names{one}
		return nil
	}
	return node.Decode((*[]string)(n))
}

// Map says what a file's columns and words mean; see the package's comment.
type Map struct {
	Name    string   `yaml:"name"`
	Header  []string `yaml:"header"`
	Columns Columns  `yaml:"columns"`
	Dates   []string `yaml:"dates"`
	Datum   geo.Datum
	Nowhere bool                `yaml:"nowhere"`
	Status  map[string]Standing `yaml:"status"`
	Types   map[string][]string `yaml:"types"`
	Other   []string            `yaml:"other"`

	layouts []string            // of Dates, as package time has them
	types   map[string][]string // by the folded type
	status  map[string]Standing
}

// Columns says which column is what.
type Columns struct {
	Ref         Names `yaml:"ref"`
	Requested   Names `yaml:"requested"`
	Updated     Names `yaml:"updated"`
	Closed      Names `yaml:"closed"`
	Status      Names `yaml:"status"`
	Type        Names `yaml:"type"`
	Description Names `yaml:"description"`
	Notes       Names `yaml:"notes"`
	Address     Names `yaml:"address"`
	Lat         Names `yaml:"lat"`
	Long        Names `yaml:"long"`
	Point       Names `yaml:"point"` // both numbers in one cell: "(34.07, -118.26)"
}

// maxMap bounds a map in bytes.
const maxMap = 1 << 20

// LoadMap reads a map. Errors: faults with a key import.map.…
func LoadMap(r io.Reader) (*Map, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxMap+1))
	if err != nil || len(text) > maxMap {
		return nil, fault.Wrap(fault.Invalid, "import.map.unreadable", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	m := &Map{}
	if err := d.Decode(m); err != nil {
		return nil, fault.Wrap(fault.Invalid, "import.map.unreadable", err)
	}
	return m, m.ready()
}

func (m *Map) ready() error {
	refuse := func(field string) error {
		return fault.New(fault.Invalid, "import.map.field").With(fault.Args{"field": field})
	}
	for field, names := range map[string]Names{"columns.ref": m.Columns.Ref, "columns.requested": m.Columns.Requested, "columns.type": m.Columns.Type, "other": m.Other} {
		if len(names) == 0 {
			return refuse(field)
		}
	}
	if m.Datum != "" && !slices.Contains(geo.Datums, m.Datum) {
		return refuse("datum")
	}
	m.types, m.status = map[string][]string{}, map[string]Standing{}
	for name, codes := range m.Types {
		m.types[tabular.Fold(name)] = codes
	}
	for name, s := range m.Status {
		if !slices.Contains(standings, s) {
			return refuse("status." + name)
		}
		m.status[tabular.Fold(name)] = s
	}
	for _, d := range m.Dates {
		m.layouts = append(m.layouts, layout(d))
	}
	return nil
}

// layout turns a pattern of a date, as people write it, into one of package time.
func layout(pattern string) string {
	return strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "M", "1", "DD", "02", "D", "2", "HH", "15", "hh", "03", "h", "3", "mm", "04",
		"ss", "05", "AM", "PM").Replace(pattern)
}

var loaded = sync.OnceValues(func() ([]*Map, error) {
	files, err := shipped.ReadDir("maps")
	if err != nil {
		return nil, err
	}
	var out []*Map
	for _, e := range files {
		f, err := shipped.Open(path.Join("maps", e.Name()))
		if err != nil {
			return nil, err
		}
		m, err := LoadMap(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
})

// Maps are the shipped maps, by their names.
func Maps() ([]*Map, error) { return loaded() }

// Named is the shipped map of a name, or nil.
func Named(name string) (*Map, error) {
	maps, err := loaded()
	if err != nil {
		return nil, err
	}
	for _, m := range maps {
		if m.Name == name {
			return m, nil
		}
	}
	return nil, nil //nolint:nilnil // the caller takes the name for a file then
}

// recognise is the shipped map whose columns a header has; of several, the one that asks for most.
func recognise(header []string) (*Map, error) {
	maps, err := loaded()
	if err != nil {
		return nil, err
	}
	var best *Map
	for _, m := range maps {
		if (best == nil || len(m.Header) > len(best.Header)) && !slices.ContainsFunc(m.Header, func(name string) bool { return index(header, name) < 0 }) {
			best = m
		}
	}
	if best == nil {
		return nil, fault.New(fault.Invalid, "import.map.unknown")
	}
	return best, nil
}

// index finds a column by its name, however it is spaced and capitalised.
func index(header []string, name string) int {
	folded := tabular.Fold(name)
	return slices.IndexFunc(header, func(h string) bool { return tabular.Fold(h) == folded })
}

// category is the rulebook's code for a type, and whether the map names it.
func (m *Map) category(kind string, known func(string) bool) (code string, named bool) {
	codes, named := m.types[tabular.Fold(kind)]
	for _, c := range slices.Concat(codes, m.Other) {
		if known(c) {
			return c, named && slices.Contains(codes, c)
		}
	}
	return "", false
}
