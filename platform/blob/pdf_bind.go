package blob

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Bound is a page of a PDF that is drawn on a page of another one.
type Bound struct {
	On    int // page of the other one, from 1
	Of    *Sheets
	Sheet int     // page of Of, from 0
	X, Y  float64 // lower left corner, in points from that of the page
	Width float64 // in points; the height follows
}

// Bind draws pages of other PDFs on pages of a PDF that linli made. It copies what they are drawn with and nothing else:
// no link, no field, no action and no property.
func Bind(made []byte, all []Bound) ([]byte, error) {
	f, err := openPDF(made)
	if err != nil {
		return nil, fmt.Errorf("binding: %w", err)
	}
	pages, _, err := f.pages()
	if err != nil {
		return nil, fmt.Errorf("binding: %w", err)
	}
	b := &binder{made: f, last: slices.Max(slices.Collect(maps.Keys(f.entries))), changed: map[int]any{}, numbers: map[*pdfFile]map[int]int{}}
	for i, one := range all {
		if one.On < 1 || one.On > len(pages) || pages[one.On-1].number == 0 {
			return nil, errors.New("binding: there is no such page")
		}
		if err := b.draw(pages[one.On-1], one, fmt.Sprintf("Sheet%d", i+1)); err != nil {
			return nil, fmt.Errorf("binding: %w", err)
		}
	}
	if err := b.fetch(); err != nil {
		return nil, fmt.Errorf("binding: %w", err)
	}
	return b.write()
}

// binder puts new objects behind those of the file.
type binder struct {
	made    *pdfFile
	last    int         // number of its last object
	changed map[int]any // objects of it that are written otherwise
	fresh   []any       // the objects from last+1 on
	numbers map[*pdfFile]map[int]int
	queue   []foreign
}

// foreign is an object of another file that is still to be copied.
type foreign struct {
	file   *pdfFile
	number int // there
	as     int // index in fresh
}

func (b *binder) add(o any) pdfRef {
	b.fresh = append(b.fresh, o)
	return pdfRef{b.last + len(b.fresh), 0}
}

// draw adds one page to a page. What the page drew until then is closed off, so that nothing of its state is left.
func (b *binder) draw(on pdfPage, one Bound, name string) error {
	form, err := one.Of.form(one.Sheet)
	if err != nil {
		return err
	}
	copied, err := b.copy(one.Of.file, form, 0)
	if err != nil {
		return err
	}
	ref := b.add(copied)
	page := maps.Clone(on.dict)
	if o, ok := b.changed[on.number]; ok {
		page = o.(pdfDict)
	}
	resources, err := b.clone(page["Resources"])
	if err != nil {
		return err
	}
	forms, err := b.clone(resources["XObject"])
	if err != nil {
		return err
	}
	forms[pdfName(name)] = ref
	resources["XObject"], page["Resources"] = forms, resources
	before, err := b.made.resolve(page["Contents"])
	if err != nil {
		return err
	}
	contents, ok := before.(pdfArray)
	if !ok {
		contents = pdfArray{page["Contents"]}
	}
	var at strings.Builder
	for _, v := range one.Of.matrix(one.Sheet, one.X, one.Y, one.Width) {
		at.WriteString(string(point(v)) + " ")
	}
	open := b.add(pdfStream{pdfDict{}, []byte("q\n")})
	end := b.add(pdfStream{pdfDict{}, []byte("\nQ q " + at.String() + "cm /" + name + " Do Q\n")})
	page["Contents"] = slices.Concat(pdfArray{open}, contents, pdfArray{end})
	b.changed[on.number] = page
	return nil
}

// clone is a dictionary of the file that can be changed for one page alone.
func (b *binder) clone(o any) (pdfDict, error) {
	o, err := b.made.resolve(o)
	if d, ok := o.(pdfDict); ok {
		return maps.Clone(d), err
	}
	return pdfDict{}, err
}

// copy is an object of another file with the numbers that its references get here. A page that something refers to is left
// behind: it would bring its whole file along.
func (b *binder) copy(from *pdfFile, o any, depth int) (any, error) {
	if depth > 2*maxDepth {
		return nil, errors.New("objects nested too deep")
	}
	switch o := o.(type) {
	case pdfRef:
		return b.reference(from, o), nil
	case pdfArray:
		out := make(pdfArray, len(o))
		for i := range o {
			var err error
			if out[i], err = b.copy(from, o[i], depth+1); err != nil {
				return nil, err
			}
		}
		return out, nil
	case pdfDict:
		if t := o["Type"]; t == pdfName("Page") || t == pdfName("Pages") || t == pdfName("Catalog") || t == pdfName("Annot") {
			return nil, nil
		}
		out := pdfDict{}
		for _, k := range slices.Sorted(maps.Keys(o)) { // in order, so that the same files give the same one
			var err error
			if out[k], err = b.copy(from, o[k], depth+1); err != nil {
				return nil, err
			}
		}
		return out, nil
	case pdfStream:
		d, err := b.copy(from, o.dict, depth+1)
		if err != nil {
			return nil, err
		}
		dict, ok := d.(pdfDict)
		if !ok {
			return nil, nil
		}
		delete(dict, "Length")
		return pdfStream{dict, o.data}, nil
	}
	return o, nil
}

func (b *binder) reference(from *pdfFile, r pdfRef) pdfRef {
	if b.numbers[from] == nil {
		b.numbers[from] = map[int]int{}
	}
	n, ok := b.numbers[from][r.number]
	if !ok {
		n = b.add(nil).number
		b.numbers[from][r.number] = n
		b.queue = append(b.queue, foreign{from, r.number, len(b.fresh) - 1})
	}
	return pdfRef{n, 0}
}

// fetch copies what was referred to, until nothing new is.
func (b *binder) fetch() error {
	for len(b.queue) > 0 {
		one := b.queue[0]
		b.queue = b.queue[1:]
		o, err := one.file.get(one.number)
		if err != nil {
			return err
		}
		if b.fresh[one.as], err = b.copy(one.file, o, 0); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) write() ([]byte, error) {
	w := newPDFWriter()
	for n := 1; n <= b.last; n++ {
		o, ok := b.changed[n]
		if !ok {
			var err error
			if o, err = b.made.get(n); err != nil {
				return nil, fmt.Errorf("binding: %w", err)
			}
		}
		w.object(n, o)
	}
	for i, o := range b.fresh {
		w.object(b.last+1+i, o)
	}
	trailer := pdfDict{"Root": b.made.root}
	if b.made.properties != nil {
		trailer["Info"] = b.made.properties
	}
	return w.finish(trailer), nil
}
