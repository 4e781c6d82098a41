package document

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"time"
	"unicode/utf8"
)

// Data cannot become markup. While a template runs, every ASCII character that comes out of an action is moved to a private
// code point; the Markdown reader, whose whole syntax is ASCII, sees letters without meaning. After reading, the characters
// are moved back. This holds for any block and any place in it, which backslashes would not.
const opaque = 0xf0000

// conceal is what each action's value passes through, last.
func conceal(value any) (string, error) {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return "", fmt.Errorf("there is no value here; ask first with {{if …}}")
	}
	if k := v.Kind(); k == reflect.Map || k == reflect.Slice || k == reflect.Func || k == reflect.Chan {
		return "", fmt.Errorf("a %s cannot be printed; go through it with {{range …}} or join it with {{list …}}", k)
	}
	if _, isInstant := v.Interface().(time.Time); isInstant {
		return "", fmt.Errorf("an instant is printed with date, datetime or clock")
	}
	var b strings.Builder
	for _, r := range plain(fmt.Sprint(v.Interface())) {
		if r < 0x80 {
			r += opaque
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// plain is a value's text as it may be printed: line ends are \n, and what the eye would not see is named, as [U+202E].
func plain(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(text)
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == utf8.RuneError:
			b.WriteRune('□')
		case r != '\n' && hidden(r):
			fmt.Fprintf(&b, "[%U]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// reveal moves concealed characters back.
func reveal(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= opaque && r < opaque+0x80 {
			return r - opaque
		}
		return r
	}, text)
}

// guard puts conceal at the end of every action of the template, as package html/template does with its escapers, and
// refuses what could run without end.
func (s *source) guard(t *template.Template) {
	for _, one := range t.Templates() {
		if one.Tree == nil {
			continue
		}
		if one.Name() != t.Name() {
			s.report(1, 1, "define and block are not allowed")
			continue
		}
		s.guardNode(one.Tree, one.Tree.Root, 0)
	}
}

// guardNode guards what stands inside so many ranges.
func (s *source) guardNode(tree *parse.Tree, node parse.Node, inside int) {
	branch := func(n *parse.BranchNode, inside int) {
		s.guardPipe(n.Pipe, n.Line)
		s.guardNode(tree, n.List, inside)
		s.guardNode(tree, n.ElseList, inside)
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			s.guardNode(tree, child, inside)
		}
	case *parse.ActionNode:
		s.guardPipe(n.Pipe, n.Line)
		if len(n.Pipe.Decl) == 0 {
			last(tree, n.Pipe, "conceal")
		}
	case *parse.IfNode:
		branch(&n.BranchNode, inside)
	case *parse.WithNode:
		branch(&n.BranchNode, inside)
	case *parse.RangeNode:
		if strings.ContainsAny(n.Pipe.String()[:1], "0123456789") {
			s.report(n.Line, 1, numberedRange)
		}
		if inside == maxNesting {
			s.report(n.Line, 1, "more than %d ranges stand inside each other", maxNesting)
		}
		branch(&n.BranchNode, inside+1)
		last(tree, n.Pipe, "through")
	case *parse.TemplateNode:
		s.report(n.Line, 1, "template is not allowed")
	}
}

// last has a function take what a pipe gives.
func last(tree *parse.Tree, pipe *parse.PipeNode, function string) {
	pipe.Cmds = append(pipe.Cmds, &parse.CommandNode{
		NodeType: parse.NodeCommand, Pos: pipe.Pos,
		Args: []parse.Node{parse.NewIdentifier(function).SetTree(tree).SetPos(pipe.Pos)},
	})
}

// writers are the functions of package text/template that make a text out of others: a few lines of them, each of the line
// before, would fill the machine before a word of the paper is written. A paper writes its values one after the other.
var writers = []string{"print", "printf", "println", "html", "js", "urlquery", "call", "conceal"}

func (s *source) guardPipe(node parse.Node, line int) {
	switch n := node.(type) {
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			for _, arg := range command.Args {
				s.guardPipe(arg, line)
			}
		}
	case *parse.ChainNode:
		s.guardPipe(n.Node, line)
	case *parse.IdentifierNode:
		if slices.Contains(writers, n.Ident) {
			s.report(line, 1, "%s is not allowed", n.Ident)
		}
	}
}

const numberedRange = "range goes through data, not through a number"

// through is what each range goes through: what a number or a function gives would have no end.
func through(value any) (any, error) {
	switch reflect.Indirect(reflect.ValueOf(value)).Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Invalid:
		return value, nil
	}
	return nil, errors.New(numberedRange)
}
