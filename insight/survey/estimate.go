package survey

import (
	"context"
	"math"
	"slices"

	"linli/insight"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Estimates are what a closed wave says of the neighbourhood. They are made of counts that cannot change any more.
type Estimates struct {
	Wave    Wave
	Shown   bool  // else fewer than the minimum answered, and nothing is said
	N       int64 // answers
	Boxes   int64
	Letters int64
	Groups  []Group          // of which the whole is made up; none where it is one, or where an answer of one is small
	Answers map[string][]Row // by question: the groups in their order, then the whole
}

// Group is a stratum with enough answers, or all others together.
type Group struct {
	Unit                id.ID // zero: the others together
	Name                string
	Boxes, Letters, N   int64
	strata              []int
	counts              map[string]map[string]int64
	weight, notAnswered float64
}

// Row is how a group, or the whole, answered one question.
type Row []Estimate

// Estimate is the share of an answer with its 95 % interval.
type Estimate struct {
	Share, Low, High float64
	Hidden           bool
	n                int64
}

// Estimated returns what a closed wave was answered. It needs insight.show on the whole office. Errors: Forbidden, NotFound.
func (s *Service) Estimated(ctx context.Context, a access.Actor, wave id.ID) (Estimates, error) {
	if _, _, err := s.root(ctx, a, insight.ActionShow); err != nil {
		return Estimates{}, err
	}
	w, err := s.wave(ctx, a.Tenant, wave)
	if err != nil {
		return Estimates{}, err
	}
	return s.estimates(ctx, a.Tenant, w)
}

// PublishedWaves are what everybody reads of the closed waves, the latest first: the same that the office reads.
func (s *Service) PublishedWaves(ctx context.Context, tenant id.ID) ([]Estimates, error) {
	all, err := s.Repo.Waves(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Estimates
	for _, w := range all {
		if w.Closed.IsZero() {
			continue
		}
		e, err := s.estimates(ctx, tenant, w)
		if err != nil {
			return nil, err
		}
		if e.Shown {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s *Service) estimates(ctx context.Context, tenant id.ID, w Wave) (Estimates, error) {
	e := Estimates{Wave: w, Answers: map[string][]Row{}}
	if w.Closed.IsZero() {
		return e, ErrNotFound
	}
	counts, err := s.Repo.Counts(ctx, tenant, w.Plan.Form.ID, w.period())
	if err != nil {
		return e, err
	}
	e.reckon(counts)
	return e, nil
}

// reckon forms the groups, estimates every share and hides what is small.
func (e *Estimates) reckon(counts []Count) {
	plan := e.Wave.Plan
	minimum := int64(max(plan.Form.Minimum, rulebook.SurveyMinimum))
	first := plan.Form.Questions[0].Code
	answered := make([]int64, len(plan.Strata))
	for _, c := range counts {
		if i := slices.IndexFunc(plan.Strata, func(x Stratum) bool { return x.Unit == c.Unit }); i >= 0 && c.Question == first {
			answered[i] += c.N
			e.N += c.N
		}
	}
	for _, x := range plan.Strata {
		e.Boxes, e.Letters = e.Boxes+x.Boxes, e.Letters+x.Letters
	}
	if e.Shown = e.N >= minimum; !e.Shown {
		e.N = 0
		return
	}
	e.Groups = groups(plan, answered, minimum)
	for i := range e.Groups {
		g := &e.Groups[i]
		g.weight, g.notAnswered = float64(g.Boxes)/float64(e.Boxes), 1-float64(g.N)/float64(g.Boxes)
		g.counts = map[string]map[string]int64{}
		for _, c := range counts {
			if slices.ContainsFunc(g.strata, func(k int) bool { return plan.Strata[k].Unit == c.Unit }) {
				if g.counts[c.Question] == nil {
					g.counts[c.Question] = map[string]int64{}
				}
				g.counts[c.Question][c.Answer] += c.N
			}
		}
	}
	apart := len(e.Groups) > 1 && !slices.ContainsFunc(plan.Form.Questions, func(q rulebook.SurveyQuestion) bool { return e.small(q, minimum) })
	for _, q := range plan.Form.Questions {
		e.Answers[q.Code] = e.rows(q, apart, minimum)
	}
	if !apart {
		e.Groups = nil
	}
}

// small reports whether fewer than the minimum of a group chose an answer.
func (e *Estimates) small(q rulebook.SurveyQuestion, minimum int64) bool {
	for _, g := range e.Groups {
		for _, x := range q.Answers {
			if g.counts[q.Code][x.Code] < minimum {
				return true
			}
		}
	}
	return false
}

// groups are the strata with enough answers, and the others together: so many that together they have enough, and are at least two.
// No stratum below the minimum can be had by subtraction then.
func groups(plan Plan, answered []int64, minimum int64) []Group {
	var alone, others []int
	for i := range plan.Strata {
		alone = append(alone, i)
	}
	slices.SortStableFunc(alone, func(a, b int) int { return int(answered[a] - answered[b]) })
	var together int64
	for len(alone) > 0 && (answered[alone[0]] < minimum || len(others) > 0 && (len(others) < 2 || together < minimum)) {
		together += answered[alone[0]]
		others, alone = append(others, alone[0]), alone[1:]
	}
	slices.Sort(alone)
	var out []Group
	for _, i := range alone {
		x := plan.Strata[i]
		out = append(out, Group{Unit: x.Unit, Name: x.Name, Boxes: x.Boxes, Letters: x.Letters, N: answered[i], strata: []int{i}})
	}
	if len(others) > 0 {
		g := Group{N: together, strata: others}
		for _, i := range others {
			g.Boxes, g.Letters = g.Boxes+plan.Strata[i].Boxes, g.Letters+plan.Strata[i].Letters
		}
		out = append(out, g)
	}
	return out
}

// rows are the estimates of one question: of each group, where they are shown apart, and last of the whole. Groups stand beside the
// whole only where no answer of any group is small: people are whole numbers, and of the shares of several rows with their weights
// few tables remain that show the same, often one.
func (e *Estimates) rows(q rulebook.SurveyQuestion, apart bool, minimum int64) []Row {
	var out []Row
	whole := make(Row, len(q.Answers))
	for _, g := range e.Groups {
		row := make(Row, len(q.Answers))
		for i, x := range q.Answers {
			n := g.counts[q.Code][x.Code]
			share := float64(n) / float64(g.N)
			row[i] = Estimate{Share: share, n: n}
			row[i].Low, row[i].High = insight.WilsonOf(share, float64(g.N))
			row[i].round()
			whole[i].n += n
		}
		if apart {
			out = append(out, row)
		}
	}
	for i, x := range q.Answers {
		whole[i].estimate(e.Groups, q.Code, x.Code)
		whole[i].round()
	}
	conceal(whole, minimum)
	return append(out, whole)
}

// round keeps whole percents. With more of them the number of those who chose an answer could be had from its share, and then what is
// hidden beside it.
func (x *Estimate) round() {
	for _, f := range []*float64{&x.Share, &x.Low, &x.High} {
		*f = math.Round(100**f) / 100
	}
}

// estimate is the share of an answer in the whole: each group's share by its weight, and its variance
// v = ΣW²(1−f)p(1−p)/(n−1), with f the share of the letterboxes that answered (Cochran 1977, 5.52 to 5.57). The interval is Wilson's for
// as many answers as would be as exact without strata, p(1−p)/v, and never for more than there are (E. L. Korn and B. I. Graubard,
// Survey Methodology 24, 1998); where all groups are of one mind v is 0, and the answers count by the weights alone, 1/ΣW²/n (L. Kish,
// Survey Sampling, 1965, 11.7).
func (x *Estimate) estimate(groups []Group, question, answer string) {
	var variance, kish, all float64
	for _, g := range groups {
		n := float64(g.N)
		p := float64(g.counts[question][answer]) / n
		x.Share += g.weight * p
		variance += g.weight * g.weight * g.notAnswered * p * (1 - p) / (n - 1)
		kish += g.weight * g.weight / n
		all += n
	}
	if x.n == 0 {
		x.Share = 0
	} else if x.n == int64(all) {
		x.Share = 1 // exactly, where the sum leaves dust
	}
	size := 1 / kish
	if variance > 0 {
		size = min(all, x.Share*(1-x.Share)/variance)
	}
	x.Low, x.High = insight.WilsonOf(x.Share, size)
}
