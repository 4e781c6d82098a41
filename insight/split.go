package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Split is the declared indicators of referrals along what is needed, or along who was asked to help. A need is of a case and a
// provider is an organisation: nobody is counted apart.
type Split struct {
	By   string // [ByNeed] or [ByProvider]
	Rows []SplitRow
	All  []Held
}

// SplitRow is one row, in the order of the indicators.
type SplitRow struct {
	Of   string // a code of the rulebook, or the id of an organisation; empty for what is in the directory no more
	Name string // of the organisation
	Held []Held
}

// Provider is an organisation of the directory. Two of one name are two.
type Provider struct {
	ID   id.ID
	Name string
}

// Along what an indicator of referrals goes.
const (
	ByNeed     = "need"
	ByProvider = "provider"
)

// splitKind is the one length of period that has these tables: two lengths would be subtracted from each other.
const splitKind = "quarter"

// Splits are the indicators of a quarter that read nothing but measures of referrals, along needs and along providers. What is hidden in
// a row cannot be had from the other rows, from the total, from the other table or from another indicator. None of another period, where
// the rulebook declares none, or where nothing was counted. Codes: those of [Service.Declared].
func (s *Service) Splits(ctx context.Context, a access.Actor, q Span) ([]Split, error) {
	rules, err := s.declaring(ctx, a, q)
	if err != nil || q.Kind != splitKind {
		return nil, err
	}
	from, to, err := PeriodDays(q.Kind, q.Period)
	if err != nil {
		return nil, err
	}
	body := Body{Minimum: int64(rules.MinimumCell), Tables: []Table{{Rows: ByNeed}, {Rows: ByProvider}}}
	var all []*rulebook.Indicator
	for i := range rules.Figures.Indicators {
		in := &rules.Figures.Indicators[i]
		measures := reads(in)
		if len(measures) == 0 || slices.ContainsFunc(measures, func(m string) bool { return !slices.Contains(rulebook.OfReferrals(), m) }) ||
			slices.Index(rulebook.Grains(), in.Grain) > slices.Index(rulebook.Grains(), q.Kind) {
			continue
		}
		all = append(all, in)
		for _, m := range measures {
			if !slices.Contains(body.Columns, m) {
				body.Columns = append(body.Columns, m)
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	counts, err := s.Monthly.Months(ctx, q.Tenant, once(append([]id.ID{q.Unit}, q.Below...)), from, to)
	if err != nil {
		return nil, fmt.Errorf("summing referrals: %w", err)
	}
	needs, services := apart(counts, body.Columns)
	providers, names, err := s.providers(ctx, q.Tenant, services)
	if err != nil || len(needs) == 0 {
		return nil, err
	}
	total := sums{}
	for t, rows := range []map[string]sums{needs, providers} {
		for _, of := range sortedKeys(rows) {
			body.Tables[t].Lines = append(body.Tables[t].Lines, line(of, nil, body.Columns, rows[of]))
			if t == 0 {
				total.plus(rows[of])
			}
		}
	}
	body.Total = line("", nil, body.Columns, total)
	suppressFamilies(&body, all)
	return s.splits(&body, all, rules, names), nil
}

// apart are the counts of referrals by need and by service.
func apart(counts map[MonthCell]int64, columns []string) (needs, services map[string]sums) {
	needs, services = map[string]sums{}, map[string]sums{}
	for c, n := range counts {
		name, along := strings.CutPrefix(string(c.Measure), casefile.ByService)
		into := needs
		if along {
			into = services
		}
		if !slices.Contains(columns, name) {
			continue
		}
		if into[c.Of] == nil {
			into[c.Of] = sums{}
		}
		into[c.Of][Measure(name)] += n
	}
	return needs, services
}

// providers are counts of services by the organisation that has them, as the directory says it now, and the names of those.
func (s *Service) providers(ctx context.Context, tenant id.ID, services map[string]sums) (out map[string]sums, names map[string]string, err error) {
	var ids []id.ID
	for _, of := range sortedKeys(services) {
		if service, err := id.Parse(of); err == nil {
			ids = append(ids, service)
		}
	}
	owners, err := s.Providers(ctx, tenant, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("naming providers: %w", err)
	}
	out, names = map[string]sums{}, map[string]string{}
	for _, service := range ids {
		of := ""
		if x, there := owners[service]; there {
			of = x.ID.String()
			names[of] = x.Name
		}
		if out[of] == nil {
			out[of] = sums{}
		}
		out[of].plus(services[service.String()])
	}
	return out, names, nil
}

// splits are the tables with their indicators: each is hidden where a count is that it reads.
func (s *Service) splits(body *Body, all []*rulebook.Indicator, rules *rulebook.Rulebook, names map[string]string) []Split {
	cutoff := s.cutoff(rules.Zone)
	var out []Split
	for _, t := range body.Tables {
		x := Split{By: t.Rows, All: body.held(body.Total, all, cutoff)}
		for _, l := range t.Lines {
			x.Rows = append(x.Rows, SplitRow{l.Of, names[l.Of], body.held(l, all, cutoff)})
		}
		out = append(out, x)
	}
	return out
}

// held are the indicators of a row, each hidden where a count is that it reads.
func (b *Body) held(l Line, all []*rulebook.Indicator, cutoff time.Time) []Held {
	hidden := map[string]bool{}
	for i, name := range b.Columns {
		hidden[name] = l.Hidden[i]
	}
	var out []Held
	for _, in := range all {
		h := reckoned(in, b.sums(l), b.Minimum, cutoff)
		if slices.ContainsFunc(reads(in), func(m string) bool { return hidden[m] }) {
			h = Held{Indicator: in, Figure: figure(in.ID, Count{}, true, cutoff)}
		}
		out = append(out, h)
	}
	return out
}
