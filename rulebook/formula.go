package rulebook

import (
	"fmt"
	"slices"
)

// Formula is a sum of published measures: the part of the Common Expression Language (https://cel.dev) that a clerk can check
// by hand, with measures, whole numbers, + - * / and brackets. It has no conditions, so that no case can be left out of it.
// What it gives is held in tests to what CEL gives; see docs/decisions/0017-written-by-hand.md.
type Formula struct {
	Text     string
	Measures []string // that it reads, each once, in the order of the text
	value    sum
}

// sum is a part of a formula. ok is false where it has no value.
type sum func(count func(measure string) int64) (n int64, ok bool)

// Of evaluates the formula; ok is false where it divides by nothing, or leaves the numbers that there are (64 bits).
func (f Formula) Of(count func(measure string) int64) (n int64, ok bool) {
	if f.value == nil {
		return 0, false
	}
	return f.value(count)
}

const longestFormula = 400

// wrong is what is wrong with a formula, and at which character of its line, from 1; 0 where the whole is meant.
type wrong struct {
	col    int
	reason string
}

// newFormula compiles a formula, or says what is wrong with it.
func newFormula(text string) (Formula, []wrong) {
	r := formulaReader{text: []rune(text)}
	if len(r.text) > longestFormula {
		return Formula{}, []wrong{{0, fmt.Sprintf("the formula is longer than %d characters", longestFormula)}}
	}
	r.next()
	whole := r.chain(0)
	if r.now.kind != ending {
		r.refuse(r.now.at, "this is no formula: %q is not expected here", r.now.text)
	}
	switch {
	case len(r.bad) > 0:
		return Formula{}, r.bad
	case whole.kind != wholeNumber:
		return Formula{}, []wrong{{0, fmt.Sprintf("the formula gives %s and not a whole number: counts are whole", whole.kind)}}
	case len(r.measures) == 0:
		return Formula{}, []wrong{{0, "the formula reads no published measure"}}
	}
	return Formula{Text: text, Measures: r.measures, value: whole.value}, nil
}

// term is a part that was read: what it is, and how it is counted if it is a whole number.
type term struct {
	kind  valueKind
	value sum
}

type valueKind string

const (
	wholeNumber valueKind = "a whole number"
	fraction    valueKind = "a number with a fraction"
	quotation   valueKind = "a text"
	unknown     valueKind = "nothing" // what is wrong with it has been said
)

const (
	notASum = "%s is no sum: a formula adds, subtracts, multiplies and divides measures and whole numbers"
	mixed   = "this mixes whole numbers with something else: a formula has measures, whole numbers, + - * / and brackets"
)

// binding says how strongly an operator holds its operands together; those that are no sum are read to say so.
func binding(operator string) int {
	switch operator {
	case "*", "/", "%":
		return 3
	case "+", "-":
		return 2
	case "<", "<=", ">", ">=", "==", "!=", "in", "&&", "||", "?":
		return 1
	}
	return 0
}

// opposite reads what stands after a minus. As in CEL, the smallest number has its sign with it, and of several signs two make none.
func (r *formulaReader) opposite(sign token) term {
	r.next()
	if r.now.kind == number && r.now.at == sign.at+1 {
		n := r.now
		r.next()
		return r.number(token{number, "-" + n.text, sign.at})
	}
	odd := true
	for r.now.text == "-" && r.now.kind == operator {
		odd = !odd
		r.next()
	}
	inner := r.operand()
	if !odd {
		return inner
	}
	return r.join(sign, term{wholeNumber, func(func(string) int64) (int64, bool) { return 0, true }}, inner)
}

// chain reads operands with operators between them that bind more strongly than above, from left to right.
func (r *formulaReader) chain(above int) term {
	left := r.operand()
	for r.now.kind == operator && binding(r.now.text) > above && !r.stopped {
		op := r.now
		if op.text == "?" {
			r.refuse(op.at, notASum, "_?_:_")
			r.stop()
			break
		}
		r.next()
		right := r.chain(binding(op.text))
		left = r.join(op, left, right)
	}
	return left
}

func (r *formulaReader) join(op token, left, right term) term {
	count, known := arithmetic[op.text]
	switch {
	case !known:
		r.refuse(op.at, notASum, "_"+op.text+"_")
		return term{kind: unknown}
	case left.kind == unknown || right.kind == unknown:
		return term{kind: unknown}
	case left.kind != right.kind:
		r.refuse(op.at, mixed)
		return term{kind: unknown}
	case left.kind != wholeNumber:
		return left
	}
	return term{wholeNumber, func(of func(string) int64) (int64, bool) {
		a, ok := left.value(of)
		if !ok {
			return 0, false
		}
		b, ok := right.value(of)
		if !ok {
			return 0, false
		}
		return count(a, b)
	}}
}

// operand reads a measure, a number, a sum in brackets, or one of them with a minus before it.
func (r *formulaReader) operand() term {
	t := r.now
	switch {
	case t.kind == name:
		return r.measure()
	case t.kind == number:
		r.next()
		return r.number(t)
	case t.kind == quoted:
		r.next()
		return term{kind: quotation}
	case t.text == "-":
		return r.opposite(t)
	case t.text == "(":
		r.next()
		inner := r.chain(0)
		if r.now.text != ")" && !r.stopped {
			r.refuse(r.now.at, "this is no formula: a bracket is not closed")
			r.stop()
		}
		r.next()
		return inner
	case t.text == "!":
		r.refuse(t.at, notASum, "!_")
	case t.text == "[" || t.text == "{":
		r.refuse(t.at, "a formula has measures, whole numbers, + - * / and brackets, and nothing else")
	case t.kind == ending:
		r.refuse(t.at, "this is no formula: it ends where a measure or a number is expected")
	default:
		r.refuse(t.at, "this is no formula: %q stands where a measure or a number is expected", t.text)
	}
	r.stop()
	return term{kind: unknown}
}

func (r *formulaReader) measure() term {
	t := r.now
	r.next()
	if r.now.text == "(" {
		r.refuse(r.now.at, notASum, t.text)
		r.stop()
		return term{kind: unknown}
	}
	if _, known := measures[t.text]; !known {
		if near := nearest(t.text, measureNames()); near != "" {
			r.refuse(t.at, "linli publishes no measure %q; did you mean %q?", t.text, near)
		} else {
			r.refuse(t.at, "linli publishes no measure %q (docs/rulebook.md lists them)", t.text)
		}
		return term{kind: unknown}
	}
	if !slices.Contains(r.measures, t.text) {
		r.measures = append(r.measures, t.text)
	}
	return term{wholeNumber, func(of func(string) int64) (int64, bool) { return of(t.text), true }}
}
