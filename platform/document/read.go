package document

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads the blocks of CommonMark that a paper needs, and tables. Raw HTML, links and images have no reader here, so
// they stay the text that they are.
func markdown() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
}

func readBlocks(executed string) ([]block, error) {
	r := reader{source: []byte(executed)}
	return r.children(markdown().Parse(text.NewReader(r.source)), 0)
}

type reader struct{ source []byte }

func (r reader) children(parent ast.Node, depth int) ([]block, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("lists are nested deeper than %d", maxNesting)
	}
	var blocks []block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b, err := r.block(n, depth)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func (r reader) block(n ast.Node, depth int) (block, error) {
	switch n := n.(type) {
	case *ast.Heading:
		return heading{min(n.Level, 3), r.inline(n)}, nil
	case *ast.Paragraph, *ast.TextBlock:
		return paragraph{r.inline(n)}, nil
	case *ast.ThematicBreak:
		return rule{}, nil
	case *ast.Blockquote:
		a := aside{manner: "note"}
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			a.lines = append(a.lines, r.inline(child))
		}
		return a, nil
	case *ast.List:
		l := listing{ordered: n.IsOrdered(), start: n.Start}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			blocks, err := r.children(item, depth+1)
			if err != nil {
				return nil, err
			}
			l.items = append(l.items, blocks)
		}
		return l, nil
	case *extast.Table:
		return r.table(n), nil
	case *ast.FencedCodeBlock:
		return r.fence(n)
	}
	return nil, fmt.Errorf("a paper has no %s", n.Kind())
}

func (r reader) table(n *extast.Table) block {
	t := table{}
	for _, a := range n.Alignments {
		t.aligns = append(t.aligns, map[extast.Alignment]align{extast.AlignCenter: centre, extast.AlignRight: right}[a])
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.inline(cell))
		}
		if _, isHead := row.(*extast.TableHeader); isHead {
			t.head = cells
		} else {
			t.rows = append(t.rows, cells)
		}
	}
	return t
}

// inline joins the text under n. A line of the source that ends between two Chinese characters joins without a space.
func (r reader) inline(n ast.Node) []span {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		t, isText := child.(*ast.Text)
		if !isText {
			continue
		}
		b.Write(t.Segment.Value(r.source))
		switch next := t.NextSibling().(type) {
		case *ast.Text:
			if t.HardLineBreak() {
				b.WriteByte('\n')
			} else if t.SoftLineBreak() && !(wideEnd(t.Segment.Value(r.source)) && wideStart(next.Segment.Value(r.source))) {
				b.WriteByte(' ')
			}
		}
	}
	return spans(b.String())
}

func wideEnd(b []byte) bool {
	runes := []rune(string(b))
	return len(runes) > 0 && wide(runes[len(runes)-1])
}

func wideStart(b []byte) bool {
	runes := []rune(string(b))
	return len(runes) > 0 && wide(runes[0])
}

// spans reads ** and backslashes. goldmark's own emphasis is not used: by CommonMark's rule it does not close in
// **注意：**请, where no space follows the punctuation, and Chinese has no such spaces.
func spans(text string) []span {
	var all []span
	var b strings.Builder
	strong := false
	flush := func() {
		if b.Len() > 0 {
			all = append(all, span{reveal(b.String()), strong})
			b.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && util.IsPunct(text[i+1]):
			i++
			b.WriteByte(text[i])
		case strings.HasPrefix(text[i:], "**"):
			flush()
			strong = !strong
			i++
		default:
			b.WriteByte(text[i])
		}
	}
	flush()
	return all
}

// fence reads one of linli's own blocks; package source has checked the form of what the author wrote.
func (r reader) fence(n *ast.FencedCodeBlock) (block, error) {
	var info string
	if n.Info != nil {
		info = strings.TrimSpace(string(n.Info.Segment.Value(r.source)))
	}
	name, args, _ := strings.Cut(info, " ")
	var lines []string
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		if line := strings.TrimSpace(string(at.Value(r.source))); line != "" {
			lines = append(lines, line)
		}
	}
	switch name {
	case "page":
		return page{}, nil
	case "space":
		count, err := strconv.Atoi(reveal(strings.TrimSpace(args)))
		if err != nil || count < 1 || count > 60 {
			count = 1
		}
		return space{count}, nil
	case "code":
		return code{reveal(strings.Join(lines, ""))}, nil
	case "form":
		return readForm(lines), nil
	case "sign":
		s := sign{}
		for _, line := range lines {
			label, wanted, _ := strings.Cut(line, "|")
			s.fields = append(s.fields, signature{spans(strings.TrimSpace(label)), strings.Fields(wanted)})
		}
		return s, nil
	case "right", "centre", "big":
		a := aside{manner: name}
		for _, line := range lines {
			a.lines = append(a.lines, spans(line))
		}
		return a, nil
	}
	return nil, fmt.Errorf("unknown block %q", info)
}

func readForm(lines []string) form {
	f := form{}
	for _, line := range lines {
		cells := strings.Split(line, "|")
		var row []pair
		for i := 0; i+1 < len(cells); i += 2 {
			value := strings.TrimSpace(cells[i+1])
			rest := strings.TrimLeft(value, "_")
			row = append(row, pair{
				label: spans(strings.TrimSpace(cells[i])), value: spans(strings.TrimSpace(rest)),
				lines: min(len(value)-len(rest), 40),
			})
		}
		f.rows = append(f.rows, row)
	}
	return f
}

func knownPlaces(text string) bool {
	fields := strings.Fields(text)
	for _, f := range fields {
		if !places[f] {
			return false
		}
	}
	return len(fields) > 0
}

// wide reports whether r is set in a full em: Chinese characters, kana, hangul and full-width punctuation.
func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe4f || r >= 0xff01 && r <= 0xff60 || r >= 0x20000 && r < 0x40000 || unicode.Is(unicode.Han, r)
}
