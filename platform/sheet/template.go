package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of a template. A form of an authority is a hundredth of them.
const (
	maxTemplate = 512 << 10 // bytes of the file
	maxPart     = 2 << 20   // bytes of one part, unpacked
	maxParts    = 100
	maxSheets   = 10
	maxFormRows = 2000
	maxFormCols = 200
	maxSlots    = 20_000
)

// Template is a workbook that somebody else laid out, with names for the cells that are to be filled. What it takes over is what
// stands in the cells and how they look; of a part that runs, reaches out or hides something there is nothing to take over, and a
// file that has one is no template.
type Template struct {
	forms         []form
	names         map[string]spot
	styles, theme []byte
}

// form is one sheet of a template.
type form struct {
	name   string
	looks  sheetPart
	rows   []line
	merges []area
}

type line struct {
	at    int // from 0
	attrs []xml.Attr
	slots []slot
}

// slot is a cell with its look, by its place in the styles of the template.
type slot struct {
	column, style int
	cell          Cell
	raw           string // a number as the template has it
}

type spot struct{ form, row, column int }

type area struct{ from, to spot }

type attributes struct {
	All []xml.Attr `xml:",any,attr"`
}

type sheetPart struct {
	Fit    attributes   `xml:"sheetPr>pageSetUpPr"`
	Format attributes   `xml:"sheetFormatPr"`
	Cols   []attributes `xml:"cols>col"`
	Rows   []struct {
		attributes
		Cells []cellPart `xml:"c"`
	} `xml:"sheetData>row"`
	Merges []struct {
		Ref string `xml:"ref,attr"`
	} `xml:"mergeCells>mergeCell"`
	Margins attributes `xml:"pageMargins"`
	Setup   attributes `xml:"pageSetup"`
	Rest    []struct {
		XMLName xml.Name
	} `xml:",any"`
}

type cellPart struct {
	Place   string    `xml:"r,attr"`
	Style   int       `xml:"s,attr"`
	Type    string    `xml:"t,attr"`
	Value   string    `xml:"v"`
	Inline  richText  `xml:"is"`
	Formula *struct{} `xml:"f"`
}

// richText is words in one piece or in several that look otherwise (ISO/IEC 29500-1, 18.4.8); how each looks is not taken over.
type richText struct {
	Text string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

func (r richText) words() string { return r.Text + strings.Join(r.Runs, "") }

// taken are the parts of a workbook that a template may have, and passed the elements of a sheet that are passed over.
var (
	taken = regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/[A-Za-z]+\.xml|customXml/.*|xl/(workbook|styles|sharedStrings|metadata|calcChain)\.xml|xl/theme/theme\d+\.xml|` +
		`xl/worksheets/sheet\d+\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/printerSettings/.*)$`)
	passed = []string{"sheetPr", "dimension", "sheetViews", "phoneticPr", "printOptions", "headerFooter", "ignoredErrors", "extLst", "rowBreaks", "sheetProtection"}
)

// ReadTemplate reads a workbook as a template. Its errors are reasons for whoever laid it out.
func ReadTemplate(body []byte) (*Template, error) {
	if len(body) > maxTemplate {
		return nil, fmt.Errorf("the workbook is larger than %d KiB", maxTemplate>>10)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, errors.New("this is no workbook (xlsx)")
	}
	parts, err := unpacked(z)
	if err != nil {
		return nil, err
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name string `xml:"name,attr"`
			At   string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
	}
	var targets struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	var shared struct {
		All []richText `xml:"si"`
	}
	if parts["xl/workbook.xml"] == nil || parts["xl/styles.xml"] == nil {
		return nil, errors.New("this is no workbook (xlsx)")
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &targets, "xl/sharedStrings.xml": &shared} {
		if parts[name] != nil {
			if err := xml.Unmarshal(parts[name], into); err != nil {
				return nil, fmt.Errorf("its part %s cannot be read", name)
			}
		}
	}
	if len(book.Sheets) == 0 || len(book.Sheets) > maxSheets {
		return nil, fmt.Errorf("a template has one to %d sheets", maxSheets)
	}
	t := &Template{names: map[string]spot{}, styles: parts["xl/styles.xml"], theme: parts["xl/theme/theme1.xml"]}
	for _, s := range book.Sheets {
		f := form{name: s.Name}
		for _, to := range targets.All {
			if to.ID != s.ID {
				continue
			}
			if err := xml.Unmarshal(parts["xl/"+strings.TrimPrefix(to.Target, "/xl/")], &f.looks); err != nil {
				return nil, fmt.Errorf("the sheet %q cannot be read", s.Name)
			}
		}
		if err := f.read(shared.All); err != nil {
			return nil, fmt.Errorf("the sheet %q: %w", s.Name, err)
		}
		t.forms = append(t.forms, f)
	}
	for _, n := range book.Names {
		if strings.HasPrefix(n.Name, "_xlnm.") { // what is printed, and the like
			continue
		}
		at, ok := t.spot(n.At)
		if _, twice := t.names[n.Name]; twice || !ok {
			return nil, fmt.Errorf("the name %s is to stand for one cell, and stands for %q", n.Name, n.At)
		}
		t.names[n.Name] = at
	}
	return t, nil
}

// unpacked are the parts by their names. What an archive says of its own sizes is not believed.
func unpacked(z *zip.Reader) (map[string][]byte, error) {
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("it has more than %d parts", maxParts)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		if !taken.MatchString(f.Name) {
			return nil, fmt.Errorf("it holds %s: macros, links to other files, pictures and what is embedded are not taken", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("its part %s cannot be read", f.Name)
		}
		body, err := io.ReadAll(io.LimitReader(r, maxPart+1))
		if _ = r.Close(); err != nil { // it was only read
			return nil, fmt.Errorf("its part %s cannot be read", f.Name)
		}
		if len(body) > maxPart {
			return nil, fmt.Errorf("its part %s is larger than %d MiB", f.Name, maxPart>>20)
		}
		if strings.HasSuffix(f.Name, ".rels") && bytes.Contains(body, []byte(`"External"`)) {
			return nil, errors.New("it links to something outside of itself")
		}
		parts[f.Name] = body
	}
	return parts, nil
}

// read takes over the cells of a sheet.
func (f *form) read(shared []richText) error {
	for _, x := range f.looks.Rest {
		if !slices.Contains(passed, x.XMLName.Local) {
			return fmt.Errorf("%s is not taken: words, numbers and looks are", x.XMLName.Local)
		}
	}
	count, next := 0, 0
	for _, r := range f.looks.Rows {
		row := line{at: next}
		for _, a := range r.All {
			switch a.Name.Local {
			case "r":
				n, err := strconv.Atoi(a.Value)
				if err != nil || n <= row.at || n > maxFormRows {
					return fmt.Errorf("it has a row %s: a template has at most %d, in order", a.Value, maxFormRows)
				}
				row.at = n - 1
			case "ht", "customHeight", "s", "customFormat", "hidden":
				row.attrs = append(row.attrs, a)
			}
		}
		next = row.at + 1
		for _, c := range r.Cells {
			x, err := c.slot(row, shared)
			if count++; err == nil && count > maxSlots {
				err = fmt.Errorf("it has more than %d cells", maxSlots)
			}
			if err != nil {
				return err
			}
			row.slots = append(row.slots, x)
		}
		f.rows = append(f.rows, row)
	}
	for _, m := range f.looks.Merges {
		from, to, _ := strings.Cut(m.Ref, ":")
		a, ok := placed(from)
		b, ok2 := placed(to)
		if !ok || !ok2 {
			return fmt.Errorf("the joined cells %s cannot be read", m.Ref)
		}
		f.merges = append(f.merges, area{a, b})
	}
	return nil
}

func (c cellPart) slot(row line, shared []richText) (slot, error) {
	x := slot{style: max(c.Style, 0), column: len(row.slots)}
	if n := len(row.slots); n > 0 {
		x.column = row.slots[n-1].column + 1
	}
	if c.Place != "" {
		at, ok := placed(c.Place)
		if !ok || at.row != row.at || at.column < x.column && len(row.slots) > 0 {
			return x, fmt.Errorf("the cell %s stands in no place", c.Place)
		}
		x.column = at.column
	}
	if c.Formula != nil {
		return x, fmt.Errorf("the cell %s holds a formula: linli counts, the template does not", place(row.at, x.column))
	}
	switch c.Type {
	case "s":
		i, err := strconv.Atoi(c.Value)
		if err != nil || i < 0 || i >= len(shared) {
			return x, fmt.Errorf("the words of the cell %s are missing", place(row.at, x.column))
		}
		x.cell = Text(shared[i].words())
	case "inlineStr":
		x.cell = Text(c.Inline.words())
	case "", "n":
		if c.Value != "" {
			if _, err := strconv.ParseFloat(c.Value, 64); err != nil {
				return x, fmt.Errorf("the number of the cell %s cannot be read", place(row.at, x.column))
			}
			x.raw = c.Value
		}
	default:
		return x, fmt.Errorf("the cell %s holds neither words nor a number", place(row.at, x.column))
	}
	return x, nil
}

// spot is the cell for which a name stands: Sheet!$A$1, or 'A sheet'!$A$1.
func (t *Template) spot(text string) (spot, bool) {
	i := strings.LastIndex(text, "!")
	if i < 0 {
		return spot{}, false
	}
	name := text[:i]
	if quoted, ok := strings.CutPrefix(name, "'"); ok {
		name = strings.ReplaceAll(strings.TrimSuffix(quoted, "'"), "''", "'")
	}
	at, ok := placed(strings.ReplaceAll(text[i+1:], "$", ""))
	at.form = slices.IndexFunc(t.forms, func(f form) bool { return f.name == name })
	return at, ok && at.form >= 0
}

var placeForm = regexp.MustCompile(`^([A-Z]{1,3})([1-9][0-9]{0,6})$`)

// placed reads A1 as row 0, column 0.
func placed(s string) (at spot, ok bool) {
	at, ok = located(s)
	return at, ok && at.row < maxFormRows && at.column < maxFormCols
}

// located is a cell's place in any sheet.
func located(s string) (at spot, ok bool) {
	m := placeForm.FindStringSubmatch(s)
	if m == nil {
		return at, false
	}
	for _, c := range m[1] {
		at.column = at.column*26 + int(c-'A') + 1
	}
	at.column--
	at.row, _ = strconv.Atoi(m[2])
	at.row--
	return at, at.row < maxRows && at.column < maxColumns
}
