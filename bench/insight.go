package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
	tallies "linli/store/insight"
)

// What the office of the figures is like: its villages, and for how many months it has worked.
const (
	villages = 40
	worked   = 36
	unfolded = 250 // counts of the last month that wait to be folded, as many as a server leaves
)

// county is an office that has only counts: those of as many cases as it is said to have had, folded but for the last of
// them, with what a recount of the same cases comes to.
type county struct {
	*world
	rules *rulebook.Rulebook
	units []id.ID
	first calendar.Date
	want  map[insight.Dimension]map[insight.GridCell]insight.Counts // by month
	dice  *rand.Rand
}

// insights reads figures of an office at every size: those of one unit, a table of the whole office since it began, the
// return of a month, and the public's page. Before it measures, the tallies are held to a recount.
func insights(ctx context.Context, r *runner, w *world) error {
	c := &county{world: w, dice: rand.New(rand.NewPCG(1, 1))}
	c.want = map[insight.Dimension]map[insight.GridCell]insight.Counts{insight.ByUnit: {}, insight.ByType: {}, insight.BySource: {}}
	if err := c.settle(ctx); err != nil {
		return err
	}
	sizes := r.sizes
	if !r.quick && sizes[len(sizes)-1] == 100_000 { // counts are filled in seconds
		sizes = append(append([]int{}, sizes...), 1_000_000)
	}
	for _, n := range sizes {
		fmt.Fprintf(r.log, "insight: counts of %d cases\n", n)
		if err := c.count(ctx, n); err != nil {
			return fmt.Errorf("counting to %d: %w", n, err)
		}
		if err := w.restart(ctx); err != nil {
			return err
		}
		if err := c.measure(ctx, r); err != nil {
			return fmt.Errorf("insight at %d: %w", n, err)
		}
	}
	return nil
}

// settle opens the villages.
func (c *county) settle(ctx context.Context) (err error) {
	if c.rules, err = c.app.Insight.Rules(ctx, c.tenant); err != nil {
		return err
	}
	tree, err := c.app.Office.Tree(ctx, c.tenant)
	if err != nil {
		return err
	}
	root, _ := tree.Root()
	self := access.Actor{Kind: access.System, Tenant: c.tenant, Via: "cli"}
	for i := range villages {
		u, err := c.app.Office.AddUnit(ctx, self, office.AddUnit{Parent: root.ID, Level: office.Village, Code: fmt.Sprintf("W%02d", i), Name: fmt.Sprintf("第%d村", i+1)})
		if err != nil {
			return err
		}
		c.units = append(c.units, u.ID)
	}
	today := calendar.DateOf(c.clock.Now(), c.rules.Zone)
	c.first = calendar.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(-worked)
	return nil
}

// count adds the counts of cases until there are n, month by month.
func (c *county) count(ctx context.Context, n int) error {
	more := n - c.size
	for month := range worked {
		cases := more / worked
		if month == 0 {
			cases += more % worked
		}
		var deltas []insight.Delta
		for range cases {
			deltas = append(deltas, c.one(c.first.AddMonths(month))...)
		}
		folded := len(deltas)
		if month == worked-1 { // what a server has not folded yet is read beside the sums
			folded = max(0, folded-unfolded)
		}
		sums, err := tallies.Folded(deltas[:folded]...)
		if err != nil {
			return err
		}
		steps, err := tallies.Add(deltas[folded:]...)
		if err != nil {
			return err
		}
		if err := pour(ctx, c.stores.Cases, append(sums, steps...)); err != nil {
			return err
		}
	}
	c.size = n
	for by, want := range c.want {
		got, err := tallies.New(c.stores.Cases).Grid(ctx, c.tenant, by, tallies.Months)
		if err != nil {
			return err
		}
		if !maps.Equal(got, want) {
			return fmt.Errorf("the tallies by %s do not equal a recount of the cases", by)
		}
	}
	return nil
}

// one are the counts of one case that was registered in a month.
func (c *county) one(month calendar.Date) []insight.Delta {
	day := month.AddDays(c.dice.IntN(28))
	at := insight.Delta{Tenant: c.tenant, Unit: c.units[c.dice.IntN(villages)], Shard: c.dice.IntN(insight.Shards), N: 1,
		Type:   c.rules.Mediation.DisputeTypes[c.dice.IntN(len(c.rules.Mediation.DisputeTypes))].Code,
		Source: c.rules.Mediation.Sources[c.dice.IntN(len(c.rules.Mediation.Sources))].Code}
	var out []insight.Delta
	add := func(m insight.Measure, after int) {
		at.Measure, at.Day = m, day.AddDays(after)
		out = append(out, at)
		for by, of := range map[insight.Dimension]string{insight.ByUnit: "", insight.ByType: at.Type, insight.BySource: at.Source} {
			for _, unit := range []id.ID{at.Unit, {}} {
				cell := insight.GridCell{Period: int64(at.Day.Year)*100 + int64(at.Day.Month), Unit: unit, Of: of}
				n := c.want[by][cell]
				n[insight.Column(m)]++
				c.want[by][cell] = n
			}
		}
	}
	add(insight.Registered, 0)
	if c.dice.IntN(10) < 3 {
		add(insight.InMonthNotBegun, 9)
		return out
	}
	add(insight.InMonthAccepted, 3)
	add(insight.Mediated, 0)
	add(insight.InMonthMediated, 8)
	if c.dice.IntN(4) == 0 {
		add(insight.InMonthEnded, 25)
		return out
	}
	add(insight.Settled, 0)
	add(insight.Confirmable, 0)
	add(insight.InMonthSettled, 20)
	add(insight.PerformanceDue, 50)
	if c.dice.IntN(10) < 7 {
		add(insight.Performed, 50)
		add(insight.InMonthPerformed, 48)
	}
	return out
}

// measure reads the figures over eight connections.
func (c *county) measure(ctx context.Context, r *runner) error {
	cs, end, err := clients(ctx, c.addr, c.auth("lead"), connections)
	if err != nil {
		return err
	}
	defer end()
	lead, err := c.as(ctx, "lead")
	if err != nil {
		return err
	}
	tree, err := c.app.Office.Tree(ctx, c.tenant)
	if err != nil {
		return err
	}
	root, _ := tree.Root()
	last := c.first.AddMonths(worked - 1)
	asked, err := c.app.AskedReturn(ctx, c.tenant, "", insight.PeriodOf("month", last))
	if err != nil {
		return err
	}
	if _, err := c.app.Insight.Freeze(ctx, lead, asked, "late_entry"); err != nil && !errors.Is(err, insight.ErrUnchanged) {
		return err
	}
	year := fmt.Sprintf("&from=%s&to=%s", c.first.AddMonths(worked-12), last.AddMonths(1).AddDays(-1))
	for _, x := range []struct {
		name string
		one  func(worker, i int) error
	}{
		{"insight.unit", func(worker, i int) error {
			return cs[worker].do(http.MethodGet, fmt.Sprintf("/api/v1/insight/mediation.settlement?unit=W%02d%s", max(i, -i)%villages, year), "", nil, http.StatusOK)
		}},
		{"insight.table", func(int, int) error {
			_, err := c.app.Insight.Breakdown(ctx, lead, insight.Query{Tenant: c.tenant, Unit: root.ID, Below: tree.Below(root.ID)[1:], Whole: tree.IsRoot(root.ID)}, insight.ByType, nil)
			return err
		}},
		{"insight.return", func(int, int) error {
			_, err := c.app.Insight.Reckon(ctx, lead, asked)
			return err
		}},
		{"insight.public", func(worker, _ int) error {
			return cs[worker].do(http.MethodGet, "/statistics", "", nil, http.StatusOK)
		}},
	} {
		began := time.Now()
		r.measuring = fmt.Sprintf("%s-%d", x.name, c.size)
		f, err := c.beside(ctx, r, max(r.ops/10, 2*connections), theTallies, x.one)
		if err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
		fmt.Fprintf(r.log, "%s: p95 %.1f ms (%s)\n", x.name, quantile(f.each, 0.95), time.Since(began).Round(time.Second))
		r.report(f.result(x.name, c.world, perSecond))
	}
	return nil
}

func theTallies(sql string) bool {
	return strings.Contains(sql, "from tally") || strings.Contains(sql, "from stat_return")
}
