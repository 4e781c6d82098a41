package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"linli/platform/fault"
)

// What a file is when it is no workbook that [Open] reads.
var (
	ErrNone      = fault.New(fault.Invalid, "import.sheet.none")      // no workbook in the form of Office Open XML
	ErrEncrypted = fault.New(fault.Invalid, "import.sheet.encrypted") // locked by a password
	ErrOld       = fault.New(fault.Invalid, "import.sheet.old")       // Excel's form before 2007, or its binary one
	ErrBroken    = fault.New(fault.Invalid, "import.sheet.broken")    // a part is missing, or says what it cannot. Args: part.
	ErrLarge     = fault.New(fault.Invalid, "import.sheet.large")     // beyond the bounds of a reading. Args: part.
	ErrUnknown   = fault.New(fault.Invalid, "import.sheet.unknown")   // no sheet has the name. Args: sheet, known.
)

// Bounds of a reading. A year of a large city's requests is a tenth of them.
const (
	maxFile     = 256 << 20 // bytes of the file
	maxUnpacked = 1 << 30   // bytes of one part, unpacked
	maxToken    = 1 << 20   // bytes of one element's mark or words
	maxShared   = 64 << 20  // bytes of the words that cells share
	maxDepth    = 64        // elements within each other
	maxListed   = 4 << 20   // bytes of the list of parts
)

// Workbook is a workbook of which sheets are read, whoever wrote it. What it links to is never followed, and nothing in it runs.
type Workbook struct {
	parts  map[string]*zip.File
	sheets []listed
	shared sharedWords
	dates  []bool // by the style of a cell: whether it shows numbers as days
	from   epoch
}

// listed is a sheet of the workbook with its part.
type listed struct {
	name, part string
	hidden     bool
}

// Open reads what a workbook says of its sheets, and the words that its cells share. Errors: ErrNone, ErrEncrypted, ErrOld, ErrBroken,
// ErrLarge, and the reader's.
func Open(r io.ReaderAt, size int64) (*Workbook, error) {
	if size > maxFile {
		return nil, ErrLarge.With(fault.Args{"part": "xlsx"})
	}
	head := make([]byte, len(compound))
	if n, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	} else if string(head[:n]) == compound {
		return nil, locked(io.NewSectionReader(r, 0, size))
	}
	list := &listing{in: r, left: maxListed}
	z, err := zip.NewReader(list, size)
	switch {
	case errors.Is(err, errMeter):
		return nil, ErrLarge.With(fault.Args{"part": "xlsx"})
	case damaged(err):
		return nil, ErrNone
	case err != nil:
		return nil, err
	}
	list.left = -1
	b := &Workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		b.parts[f.Name] = f
	}
	if b.parts["xl/workbook.bin"] != nil {
		return nil, ErrOld
	}
	if b.parts["_rels/.rels"] == nil || b.parts["[Content_Types].xml"] == nil {
		return nil, ErrNone
	}
	return b, b.open()
}

// open reads the parts beside the sheets.
func (b *Workbook) open() error {
	start := ""
	err := b.related("", func(_, kind, target string) {
		if kind == "officeDocument" {
			start = target
		}
	})
	if err != nil {
		return err
	}
	if b.parts[start] == nil {
		return ErrNone
	}
	sheets, shared, styles := map[string]string{}, "", ""
	err = b.related(start, func(id, kind, target string) {
		switch kind {
		case "worksheet":
			sheets[id] = target
		case "sharedStrings":
			shared = target
		case "styles":
			styles = target
		}
	})
	if err != nil {
		return err
	}
	if err := b.book(start, sheets); err != nil {
		return err
	}
	if styles != "" {
		if err := b.styles(styles); err != nil {
			return err
		}
	}
	if shared != "" {
		return b.words(shared)
	}
	return nil
}

// related tells each what a part names beside itself: its number there, the last word of its kind and its name in the file.
func (b *Workbook) related(part string, each func(id, kind, target string)) error {
	dir, name := path.Split(part)
	return b.walk(dir+"_rels/"+name+".rels", func(t xml.Token, _ []string) error {
		if x, ok := t.(xml.StartElement); ok && x.Name.Local == "Relationship" && of(x, "TargetMode") != "External" {
			target := of(x, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "/" + dir + target
			}
			each(of(x, "Id"), path.Base(of(x, "Type")), strings.TrimPrefix(path.Clean(target), "/"))
		}
		return nil
	})
}

// book reads the list of the sheets. One that is a diagram is none.
func (b *Workbook) book(part string, parts map[string]string) error {
	err := b.walk(part, func(t xml.Token, _ []string) error {
		x, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch x.Name.Local {
		case "workbookPr":
			b.from = epoch(on(of(x, "date1904")))
		case "sheet":
			if at := parts[of(x, "id")]; at != "" {
				b.sheets = append(b.sheets, listed{name: of(x, "name"), part: at, hidden: of(x, "state") != "" && of(x, "state") != "visible"})
			}
		}
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		err = ErrBroken.With(fault.Args{"part": part})
	}
	return err
}

// part is the sheet of a name, however it is capitalised; without a name, the first that is shown.
func (b *Workbook) part(name string) (string, error) {
	var known []string
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) || name == "" && !s.hidden {
			return s.part, nil
		}
		known = append(known, s.name)
	}
	if name == "" {
		return b.sheets[0].part, nil
	}
	return "", ErrUnknown.With(fault.Args{"sheet": name, "known": strings.Join(known, ", ")}).At("sheet")
}

// walk reads a part through and tells each of its marks and words, with the elements within which they stand, the innermost last.
func (b *Workbook) walk(part string, each func(t xml.Token, within []string) error) error {
	p, err := b.read(part)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		t, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(t, p.within)
		}
		if err != nil {
			return err
		}
	}
}

// of is an attribute of an element, whatever its name space: those of the strict and the transitional form differ (ISO/IEC 29500-4).
func of(x xml.StartElement, name string) string {
	if i := slices.IndexFunc(x.Attr, func(a xml.Attr) bool { return a.Name.Local == name }); i >= 0 {
		return x.Attr[i].Value
	}
	return ""
}

func on(value string) bool { return value == "1" || value == "true" }
