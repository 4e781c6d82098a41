package document

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// HTML renders the paper for the screen: an article with headings, tables and lists, every text escaped. It holds no style
// and no script; the classes start with "document".
func (d *Doc) HTML(locale Locale) (template.HTML, error) {
	w := &htmlWriter{locale: locale}
	fmt.Fprintf(&w.b, "<article class=\"document document-%s\" lang=\"%s\">\n", esc(d.ID), esc(d.Language))
	w.blocks(d.blocks)
	w.b.WriteString("</article>\n")
	if w.err != nil {
		return "", fmt.Errorf("rendering %s: %w", d.ID, w.err)
	}
	return template.HTML(w.b.String()), nil // #nosec G203 -- every text went through esc
}

type htmlWriter struct {
	b      strings.Builder
	locale Locale
	err    error
}

func esc(text string) string { return template.HTMLEscapeString(text) }

func (w *htmlWriter) blocks(blocks []block) {
	for _, b := range blocks {
		w.block(b)
	}
}

func (w *htmlWriter) block(b block) {
	switch b := b.(type) {
	case heading:
		fmt.Fprintf(&w.b, "<h%d>%s</h%d>\n", b.level, inlineHTML(b.text), b.level)
	case paragraph:
		fmt.Fprintf(&w.b, "<p>%s</p>\n", inlineHTML(b.text))
	case rule:
		w.b.WriteString("<hr>\n")
	case page:
		w.b.WriteString("<hr class=\"document-page\">\n")
	case aside:
		fmt.Fprintf(&w.b, "<div class=\"document-%s\">", b.manner)
		for _, line := range b.lines {
			fmt.Fprintf(&w.b, "<p>%s</p>", inlineHTML(line))
		}
		w.b.WriteString("</div>\n")
	case listing:
		w.list(b)
	case table:
		w.table(b)
	case form:
		w.form(b)
	case sign:
		w.sign(b)
	case space:
		fmt.Fprintf(&w.b, "<div class=\"document-blank\" aria-label=\"%s\">%s</div>\n",
			esc(w.locale.Text("document.handwriting", nil)), strings.Repeat("<br>", b.lines))
	case code:
		w.code(b.content)
	}
}

func (w *htmlWriter) list(l listing) {
	tag, open := "ul", "<ul>"
	if l.ordered {
		tag, open = "ol", "<ol>"
		if l.start > 1 {
			open = fmt.Sprintf("<ol start=\"%d\">", l.start)
		}
	}
	w.b.WriteString(open + "\n")
	for _, item := range l.items {
		w.b.WriteString("<li>")
		if p, single := only(item); single {
			w.b.WriteString(inlineHTML(p.text))
		} else {
			w.blocks(item)
		}
		w.b.WriteString("</li>\n")
	}
	w.b.WriteString("</" + tag + ">\n")
}

func only(blocks []block) (paragraph, bool) {
	if len(blocks) != 1 {
		return paragraph{}, false
	}
	p, ok := blocks[0].(paragraph)
	return p, ok
}

func (w *htmlWriter) table(t table) {
	class := [...]string{left: "", centre: " class=\"document-centre\"", right: " class=\"document-right-cell\""}
	w.b.WriteString("<table class=\"document-table\"><thead><tr>")
	for i, cell := range t.head {
		fmt.Fprintf(&w.b, "<th scope=\"col\"%s>%s</th>", class[t.aligns[i]], inlineHTML(cell))
	}
	w.b.WriteString("</tr></thead><tbody>\n")
	for _, row := range t.rows {
		w.b.WriteString("<tr>")
		for i, cell := range row {
			fmt.Fprintf(&w.b, "<td%s>%s</td>", class[t.aligns[i]], inlineHTML(cell))
		}
		w.b.WriteString("</tr>\n")
	}
	w.b.WriteString("</tbody></table>\n")
}

func (w *htmlWriter) form(f form) {
	w.b.WriteString("<table class=\"document-form\"><tbody>\n")
	for _, row := range f.rows {
		w.b.WriteString("<tr>")
		span := ""
		if len(row) == 1 {
			span = " colspan=\"3\""
		}
		for _, p := range row {
			value := inlineHTML(p.value)
			if value == "" {
				value = strings.Repeat("<br>", max(1, p.lines))
			}
			fmt.Fprintf(&w.b, "<th scope=\"row\">%s</th><td%s>%s</td>", inlineHTML(p.label), span, value)
		}
		w.b.WriteString("</tr>\n")
	}
	w.b.WriteString("</tbody></table>\n")
}

func (w *htmlWriter) sign(s sign) {
	w.b.WriteString("<div class=\"document-sign\">\n")
	for _, f := range s.fields {
		fmt.Fprintf(&w.b, "<div class=\"document-signature\"><p>%s</p>", inlineHTML(f.label))
		for _, place := range f.places {
			fmt.Fprintf(&w.b, "<span class=\"document-place document-place-%s\">%s</span>", place, esc(w.locale.Text("document.place."+place, nil)))
		}
		w.b.WriteString("</div>\n")
	}
	w.b.WriteString("</div>\n")
}

// code draws the QR code as a vector image without script or style; its content stands beside it as text.
func (w *htmlWriter) code(content string) {
	c, err := qr.Encode(content, qr.M)
	if err != nil {
		w.err = fmt.Errorf("the content of a code is too long: %w", err)
		return
	}
	fmt.Fprintf(&w.b, "<figure class=\"document-code\"><svg role=\"img\" aria-label=\"%s\" viewBox=\"-4 -4 %d %d\" width=\"180\" height=\"180\"><path fill=\"#fff\" d=\"M-4-4h%dv%dh-%dz\"/><path d=\"",
		esc(w.locale.Text("document.code", nil)), c.Size+8, c.Size+8, c.Size+8, c.Size+8, c.Size+8)
	bars(c, func(x, y, n int) { fmt.Fprintf(&w.b, "M%d %dh%dv1h-%dz", x, y, n, n) })
	w.b.WriteString("\"/></svg></figure>\n")
}

// bars calls draw for each unbroken horizontal run of black squares.
func bars(c *qr.Code, draw func(x, y, n int)) {
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			n := 0
			for x+n < c.Size && c.Black(x+n, y) {
				n++
			}
			if n > 0 {
				draw(x, y, n)
				x += n
			}
		}
	}
}

func inlineHTML(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		t := strings.ReplaceAll(esc(s.text), "\n", "<br>")
		if s.strong {
			t = "<strong>" + t + "</strong>"
		}
		b.WriteString(t)
	}
	return b.String()
}
