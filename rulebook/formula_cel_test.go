package rulebook

import (
	"math"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"pgregory.net/rapid"
)

// TestAFormulaGivesWhatCELGives holds the reader of formulas to the language that they are a part of: every text that is a
// formula is one in CEL and has the same value there, or none. The texts are sums, and sums with a sign too many.
func TestAFormulaGivesWhatCELGives(t *testing.T) {
	variables := []cel.EnvOption{cel.StdLib(), cel.ClearMacros()}
	for _, m := range Measures() {
		variables = append(variables, cel.Variable(m.Name, cel.IntType))
	}
	env, err := cel.NewCustomEnv(variables...)
	if err != nil {
		t.Fatal(err)
	}
	numbers := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64}))
	sums := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			if asInCEL(t, env, numbers) {
				sums++
			}
		}
	})
	if sums < 100 {
		t.Errorf("only %d of the texts were formulas", sums)
	}
}

// asInCEL draws a text, and says whether it is a formula.
func asInCEL(t *rapid.T, env *cel.Env, numbers *rapid.Generator[int64]) bool {
	text := aSum(t, 3)
	if rapid.IntRange(0, 3).Draw(t, "broken") == 0 {
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		text = text[:at] + rapid.SampledFrom([]string{" ", "-", "+", "(", ")", ".", "7", "1.5", "x", "'", "%", "<", "\n"}).Draw(t, "sign") + text[at:]
	}
	f, bad := newFormula(text)
	tree, issues := env.Compile(text)
	if bad != nil {
		return false
	}
	if issues.Err() != nil {
		t.Fatalf("%q is a formula, and nothing in CEL: %v", text, issues.Err())
	}
	program, err := env.Program(tree)
	if err != nil {
		t.Fatal(err)
	}
	in, counts := map[string]any{}, map[string]int64{}
	for _, m := range f.Measures {
		counts[m] = numbers.Draw(t, m)
		in[m] = counts[m]
	}
	n, ok := f.Of(func(m string) int64 { return counts[m] })
	out, _, err := program.Eval(in)
	if ok != (err == nil) || ok && out != types.Int(n) {
		t.Fatalf("%q of %v is %d, %v; in CEL %v, %v", text, counts, n, ok, out, err)
	}
	return true
}

func aSum(t *rapid.T, depth int) string {
	switch kind := rapid.IntRange(0, 7).Draw(t, "kind"); {
	case depth == 0 || kind == 0:
		return rapid.SampledFrom([]string{"report.received", "report.fixed", "mediation.month.settled", "entry.late"}).Draw(t, "measure")
	case kind == 1:
		return rapid.SampledFrom([]string{"0", "1", "007", "100", "9223372036854775807", "-9223372036854775808"}).Draw(t, "number")
	case kind == 2:
		return "(" + aSum(t, depth-1) + ")"
	case kind == 3:
		return "-" + strings.TrimLeft(aSum(t, depth-1), "-")
	default:
		return aSum(t, depth-1) + rapid.SampledFrom([]string{" + ", " - ", " * ", " / ", "-", "*"}).Draw(t, "operator") + aSum(t, depth-1)
	}
}
