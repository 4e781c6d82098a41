package bench

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"
)

// Result is one figure beside its floor.
type Result struct {
	Scenario   string  `json:"scenario"`
	Engine     string  `json:"engine"` // sqlite, postgres or none
	N          int     `json:"n"`      // cases (ledger: leaves, pdf: different characters) that it was measured with
	Value      float64 `json:"value"`  // median of the repeats
	Unit       string  `json:"unit"`   // "/s", "ms", "MB" or "kB"
	Floor      float64 `json:"floor"`  // median of the same rows by a bare loop, same unit; 0 where there is none
	Ratio      float64 `json:"ratio"`  // how much of the floor's speed is reached: 1 is all of it; 0 without a floor
	P50        float64 `json:"p50_ms"` // of single requests, over all repeats; 0 where only the whole is timed
	P95        float64 `json:"p95_ms"`
	P99        float64 `json:"p99_ms"`
	RSS        float64 `json:"rss_mb"`     // resident memory of the measured process afterwards
	Durability string  `json:"durability"` // what a commit waits for
	Spread     float64 `json:"spread"`     // (largest − smallest) ÷ median of the repeats
	Database   float64 `json:"database"`   // PostgreSQL's share of the processor time that it, linli and, in one process, the clients took; 0 elsewhere
}

// figures are the repeats of one measurement.
type figures struct {
	values, floors []float64
	each           []time.Duration
	database       []float64 // shares of the processor time
}

func (f *figures) add(value, floor float64, each []time.Duration) {
	f.values, f.floors = append(f.values, value), append(f.floors, floor)
	f.each = append(f.each, each...)
}

// result is the figures as a Result. A rate is better when larger, a time when smaller.
func (f *figures) result(scenario string, w *world, unit string) Result {
	r := Result{Scenario: scenario, Engine: "none", Unit: unit, Value: median(f.values), Floor: median(f.floors), RSS: resident("self"), Database: median(f.database),
		P50: quantile(f.each, 0.5), P95: quantile(f.each, 0.95), P99: quantile(f.each, 0.99)}
	if w != nil {
		r.Engine, r.N, r.Durability = string(w.place.engine), w.size, w.place.durability()
	}
	if r.Value > 0 {
		r.Spread = (slices.Max(f.values) - slices.Min(f.values)) / r.Value
	}
	switch {
	case r.Floor == 0 || r.Value == 0:
	case unit == perSecond:
		r.Ratio = r.Value / r.Floor
	default:
		r.Ratio = r.Floor / r.Value
	}
	return r.rounded()
}

const (
	perSecond    = "/s"
	milliseconds = "ms"
	megabytes    = "MB"
	kilobytes    = "kB" // of 1,000 bytes
)

func (r Result) rounded() Result {
	for _, x := range []*float64{&r.Value, &r.Floor, &r.Ratio, &r.P50, &r.P95, &r.P99, &r.RSS, &r.Spread, &r.Database} {
		*x = significant(*x)
	}
	return r
}

// significant keeps four digits: more would pretend.
func significant(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*scale) / scale
}

func (r *runner) report(results ...Result) {
	r.results = append(r.results, results...)
}

func median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(xs))
	if len(s)%2 == 1 {
		return s[len(s)/2]
	}
	return (s[len(s)/2-1] + s[len(s)/2]) / 2
}

// quantile of durations, in milliseconds.
func quantile(ds []time.Duration, q float64) float64 {
	if len(ds) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(ds))
	return ms(s[min(int(q*float64(len(s))), len(s)-1)])
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// growth is the exponent b of cost ~ n^b between two sizes: 0 does not grow, 1 grows with the cases.
func growth(small, large Result) float64 {
	cost := func(r Result) float64 {
		if r.Unit == perSecond {
			return 1 / r.Value
		}
		return r.Value
	}
	return math.Log(cost(large)/cost(small)) / math.Log(float64(large.N)/float64(small.N))
}

// table prints the results for people, with the growth where a scenario was measured at two sizes.
func table(out io.Writer, results []Result) {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "scenario\tengine\tn\tvalue\tunit\tfloor\tratio\tp50 ms\tp95 ms\tp99 ms\tRSS MB\tspread\tDB CPU\tgrowth\t")
	for i, r := range results {
		grows := ""
		before := slices.IndexFunc(results[:i], func(o Result) bool { return o.Scenario == r.Scenario && o.Engine == r.Engine && o.N < r.N })
		if before >= 0 && r.Value > 0 && results[before].Value > 0 {
			grows = fmt.Sprintf("%.2f", growth(results[before], r))
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%v\t%s\t%v\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f%%\t%.0f%%\t%s\t\n", r.Scenario, r.Engine, r.N, r.Value, r.Unit,
			r.Floor, r.Ratio, r.P50, r.P95, r.P99, r.RSS, 100*r.Spread, 100*r.Database, grows)
	}
	_ = t.Flush() // a terminal that is gone needs no table
}
