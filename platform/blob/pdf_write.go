package blob

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// pdfWriter writes objects with a plain cross-reference table (ISO 32000-1, section 7.5).
type pdfWriter struct {
	out     bytes.Buffer
	offsets []int
}

func newPDFWriter() *pdfWriter {
	w := &pdfWriter{}
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return w
}

// object writes the next object; numbers come in order from 1.
func (w *pdfWriter) object(number int, o any) {
	w.offsets = append(w.offsets, w.out.Len())
	fmt.Fprintf(&w.out, "%d 0 obj\n", number)
	if s, ok := o.(pdfStream); ok {
		d := maps.Clone(s.dict)
		d["Length"] = pdfWord(fmt.Sprint(len(s.data)))
		w.value(d)
		w.out.WriteString("\nstream\n")
		w.out.Write(s.data)
		w.out.WriteString("\nendstream")
	} else {
		w.value(o)
	}
	w.out.WriteString("\nendobj\n")
}

// end writes table and trailer and returns the file.
func (w *pdfWriter) end(root int) []byte { return w.finish(pdfDict{"Root": pdfRef{root, 0}}) }

// finish is end with a trailer of one's own.
func (w *pdfWriter) finish(trailer pdfDict) []byte {
	at := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", offset)
	}
	trailer["Size"] = pdfWord(fmt.Sprint(len(w.offsets) + 1))
	w.out.WriteString("trailer\n")
	w.value(trailer)
	fmt.Fprintf(&w.out, "\nstartxref\n%d\n%%%%EOF\n", at)
	return w.out.Bytes()
}

func (w *pdfWriter) value(o any) {
	switch o := o.(type) {
	case nil:
		w.out.WriteString("null")
	case pdfWord:
		w.out.WriteString(string(o))
	case pdfName:
		w.name(o)
	case pdfString: // in hexadecimal digits: nothing in it can be taken for something else
		fmt.Fprintf(&w.out, "<%s>", hex.EncodeToString(o))
	case pdfRef:
		fmt.Fprintf(&w.out, "%d %d R", o.number, o.generation)
	case pdfArray:
		w.out.WriteByte('[')
		for i, v := range o {
			if i > 0 {
				w.out.WriteByte(' ')
			}
			w.value(v)
		}
		w.out.WriteByte(']')
	case pdfDict:
		w.out.WriteString("<<")
		for _, k := range slices.Sorted(maps.Keys(o)) {
			w.name(k)
			w.out.WriteByte(' ')
			w.value(o[k])
		}
		w.out.WriteString(">>")
	}
}

func (w *pdfWriter) name(n pdfName) {
	w.out.WriteByte('/')
	for _, b := range []byte(n) {
		if b <= ' ' || b >= 0x7f || b == '#' || isDelimiter(b) {
			fmt.Fprintf(&w.out, "#%02X", b)
		} else {
			w.out.WriteByte(b)
		}
	}
}
