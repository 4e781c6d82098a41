package rulebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Formula is a sum of published measures, written in the Common Expression Language (https://cel.dev) and cut down to what a
// clerk can check by hand: measures, whole numbers, + - * / and brackets. It has no conditions, so that no case can be left
// out of it.
type Formula struct {
	Text     string
	Measures []string // that it reads, each once, in the order of the text
	program  cel.Program
}

// Of evaluates the formula; ok is false where it divides by nothing, or leaves the numbers that there are.
func (f Formula) Of(count func(measure string) int64) (n int64, ok bool) {
	if f.program == nil {
		return 0, false
	}
	in := make(map[string]any, len(f.Measures))
	for _, m := range f.Measures {
		in[m] = count(m)
	}
	out, _, err := f.program.Eval(in)
	if err != nil {
		return 0, false
	}
	whole, ok := out.(types.Int)
	return int64(whole), ok
}

// counting is the language of formulas: every measure is a whole number, and nothing else is known.
var counting = sync.OnceValues(func() (*cel.Env, error) {
	var known []cel.EnvOption
	for _, m := range Measures() {
		known = append(known, cel.Variable(m.Name, cel.IntType))
	}
	return cel.NewCustomEnv(append(known, cel.StdLib(), cel.ClearMacros())...)
})

const longestFormula = 400

// sums are the calls that a formula may make.
var sums = []string{"_+_", "_-_", "_*_", "_/_", "-_"}

// wrong is what is wrong with a formula, and at which character of it, from 1; 0 where the whole is meant.
type wrong struct {
	col    int
	reason string
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to `)
	dotted     = regexp.MustCompile(`^[\w.]+`)
)

// newFormula compiles a formula, or says what is wrong with it.
func newFormula(text string) (Formula, []wrong) {
	env, err := counting()
	if err != nil {
		return Formula{}, []wrong{{0, err.Error()}}
	}
	if len(text) > longestFormula {
		return Formula{}, []wrong{{0, fmt.Sprintf("the formula is longer than %d characters", longestFormula)}}
	}
	tree, issues := env.Compile(text)
	if issues.Err() != nil {
		var out []wrong
		for _, e := range issues.Errors() {
			out = append(out, wrong{e.Location.Column() + 1, plainly(e.Message, text, e.Location.Column())})
		}
		return Formula{}, out
	}
	f := Formula{Text: text}
	var bad []wrong
	native := tree.NativeRep()
	celast.PostOrderVisit(native.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		at := native.SourceInfo().GetStartLocation(e.ID()).Column() + 1
		switch e.Kind() {
		case celast.IdentKind:
			f.read(e.AsIdent())
		case celast.SelectKind:
			if ref := native.ReferenceMap()[e.ID()]; ref != nil {
				f.read(ref.Name)
			}
		case celast.CallKind:
			if name := e.AsCall().FunctionName(); !slices.Contains(sums, name) {
				bad = append(bad, wrong{at, fmt.Sprintf("%s is no sum: a formula adds, subtracts, multiplies and divides measures and whole numbers", name)})
			}
		case celast.LiteralKind:
		default:
			bad = append(bad, wrong{at, "a formula has measures, whole numbers, + - * / and brackets, and nothing else"})
		}
	}))
	switch {
	case len(bad) > 0:
		return Formula{}, bad
	case !tree.OutputType().IsExactType(cel.IntType):
		return Formula{}, []wrong{{0, fmt.Sprintf("the formula gives %s and not a whole number: counts are whole", typeName(tree.OutputType()))}}
	case len(f.Measures) == 0:
		return Formula{}, []wrong{{0, "the formula reads no published measure"}}
	}
	if f.program, err = env.Program(tree); err != nil {
		return Formula{}, []wrong{{0, err.Error()}}
	}
	return f, nil
}

func (f *Formula) read(name string) {
	if _, ok := measures[name]; ok && !slices.Contains(f.Measures, name) {
		f.Measures = append(f.Measures, name)
	}
}

func typeName(t *cel.Type) string {
	switch {
	case t.IsExactType(cel.DoubleType):
		return "a number with a fraction"
	case t.IsExactType(cel.BoolType):
		return "yes or no"
	case t.IsExactType(cel.StringType):
		return "a text"
	}
	return t.String()
}

// plainly puts what the compiler says of a formula, at a character of it from 0, into words for who writes rulebooks.
func plainly(message, text string, at int) string {
	if undeclared.MatchString(message) {
		runes := []rune(text)
		name := dotted.FindString(string(runes[min(max(at, 0), len(runes)):]))
		if near := nearest(name, measureNames()); near != "" {
			return fmt.Sprintf("linli publishes no measure %q; did you mean %q?", name, near)
		}
		return fmt.Sprintf("linli publishes no measure %q (docs/rulebook.md lists them)", name)
	}
	if strings.HasPrefix(message, "found no matching overload") {
		return "this mixes whole numbers with something else: a formula has measures, whole numbers, + - * / and brackets"
	}
	first, _, _ := strings.Cut(message, "\n")
	return "this is no formula: " + strings.TrimPrefix(first, "Syntax error: ")
}
