package page

import (
	"slices"
	"strconv"
	"strings"

	"linli/platform/blob"
	"linli/platform/fault"
)

// Names of the question about fingerprints and of the two ways to say where they are.
const (
	printsField = "prints"      // "none" or "some"
	partsField  = "print-part"  // numbers of parts of the picture, from 1
	framesField = "print-frame" // "file:x,y,w,h" in thousandths of the picture, with ";" between them; the first file is 1
)

// The picture in parts, for whoever draws no frames.
const (
	printColumns = 4
	printRows    = 6
)

// Prints asks of files that are sent along whether fingerprints can be seen on them, and where; [Form.Prints] reads the
// answer. It stands in the form of the [FileUpload]. Without a script the places are numbered parts of the picture; with one,
// frames on the picture, which is shown before it is sent.
type Prints struct {
	Radios
	Of    string      `json:"of"` // what is looked for: empty for fingerprints, "mask" for people and number plates
	Cells []PrintCell `json:"-"`
	Some  bool        `json:"-"`
}

// PrintCell is one part of the picture.
type PrintCell struct {
	N  int // from 1, by rows from the upper left
	On bool
}

func (*Prints) template() string { return "prints" }

func (f *Prints) prepare(p *press) {
	if f.Name = printsField; f.Of == "" {
		f.Of = printsField
	}
	f.Fieldset = &Fieldset{Legend: Text{Text: p.say(f.Of + ".title"), Classes: "govuk-fieldset__legend--s"}}
	f.Hint = Text{Text: p.say(f.Of + ".hint")}
	f.Items = []Item{{Value: "none", Text: p.say(f.Of + ".none")},
		{Value: "some", Text: p.say(f.Of + ".some"), Attributes: Attributes{"data-aria-controls": "conditional-" + printsField}}}
	f.Radios.prepare(p)
	f.Some = f.Items[1].On
	for n := 1; n <= printColumns*printRows; n++ {
		f.Cells = append(f.Cells, PrintCell{n, slices.Contains(p.form.Values(partsField), strconv.Itoa(n))})
	}
}

// Prints reads what was said of the fingerprints on so many files, an answer each. Errors at the question: "prints.say",
// "prints.both", "prints.where", "blob.mask", "blob.masks".
func (f *Form) Prints(files int) ([]blob.Prints, error) { return f.marked(printsField, files) }

// Masks is [Form.Prints] of people and number plates: the question is [Prints] of "mask". Errors: "mask.say", "mask.both",
// "mask.where", and those of the marks.
func (f *Form) Masks(files int) ([]blob.Prints, error) { return f.marked("mask", files) }

func (f *Form) marked(of string, files int) ([]blob.Prints, error) {
	out := make([]blob.Prints, files)
	if err := f.printMarks(out); err != nil {
		return nil, err.At(printsField)
	}
	said := f.Value(printsField)
	for i := range out {
		marked := len(out[i].At) > 0
		switch {
		case said != "none" && said != "some":
			return nil, fault.Field(printsField, of+".say")
		case said == "none" && marked:
			return nil, fault.Field(printsField, of+".both")
		case said == "some" && !marked:
			return nil, fault.Field(printsField, of+".where")
		}
		out[i].None = said == "none"
	}
	return out, nil
}

// printMarks adds the places that were marked: frames to the file that they were drawn on, parts to every file.
func (f *Form) printMarks(to []blob.Prints) *fault.Error {
	mark := func(file int, a blob.Area) *fault.Error {
		if to[file].At = append(to[file].At, a); len(to[file].At) > blob.MaxAreas {
			return blob.ErrMasks.With(fault.Args{"max": blob.MaxAreas})
		}
		return nil
	}
	for frame := range strings.SplitSeq(f.Value(framesField), ";") {
		if frame == "" {
			continue
		}
		number, rest, _ := strings.Cut(frame, ":")
		file, a := whole(number), strings.Split(rest, ",")
		if file < 1 || file > len(to) || len(a) != 4 {
			return blob.ErrMask
		}
		if err := mark(file-1, blob.Area{X: whole(a[0]), Y: whole(a[1]), W: whole(a[2]), H: whole(a[3])}); err != nil {
			return err
		}
	}
	for _, part := range f.Values(partsField) {
		n := whole(part) - 1
		if n < 0 || n >= printColumns*printRows {
			return blob.ErrMask
		}
		for file := range to {
			if err := mark(file, cell(n, printColumns, printRows)); err != nil {
				return err
			}
		}
	}
	return nil
}

// cell is the part of a picture with a number from 0, by rows, of so many columns and rows; neighbours meet without a gap.
func cell(n, columns, rows int) blob.Area {
	column, row := n%columns, n/columns
	x, y := column*1000/columns, row*1000/rows
	return blob.Area{X: x, Y: y, W: ((column+1)*1000+columns-1)/columns - x, H: ((row+1)*1000+rows-1)/rows - y}
}

// whole reads a number of up to four digits; -1 where something else stands there.
func whole(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}
