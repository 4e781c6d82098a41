package rulebook

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

const indicatorsFile = "indicators.yaml"

// Figures is indicators.yaml: what an office shows of its own work, and what of that it lets weigh.
type Figures struct {
	Indicators []Indicator `rb:"indicators"`
	Cards      []Scorecard `rb:"scorecards,optional"`
	// Forms are further returns beside the one of mediation, each for periods of its own length.
	Forms []Return `rb:"returns,optional"`
	// Public is the id of the return whose first versions everybody sees; empty: nothing but the return of mediation.
	Public string `rb:"public,optional"`
	// Survey is what the neighbourhood is asked, by letters without a name.
	Survey *Survey `rb:"survey,optional"`
}

// Indicator is a quotient of two sums of published measures, of one unit with all below it and one closed period.
type Indicator struct {
	ID          string `rb:"id,key"`
	Title       Label  `rb:"title"`
	About       Label  `rb:"about,optional"`
	Numerator   string `rb:"numerator"`
	Denominator string `rb:"denominator"`
	// CutoffDays is how many days after the end of a period its counts are known: until then what came of them is still open.
	CutoffDays int `rb:"cutoff_days"`
	// Grain is the shortest period that it is shown for: one of [Grains].
	Grain string `rb:"grain"`
	// Direction says which way is better: one of [Directions]. "none" is neither.
	Direction string `rb:"direction"`
	// Minimum is the smallest count that is shown; 0 is the rulebook's, and a smaller one than that is refused.
	Minimum int `rb:"minimum_cell,optional"`
	// Pair is the indicator that stands beside it, so that one cannot be made better at the cost of the other unseen.
	Pair string `rb:"pair,optional"`
	// Survey is the question of a survey after a case whose answers stand beside it, as "SURVEY.QUESTION": what the people say beside what
	// the office says of itself. Answers are no measure, and are never weighed.
	Survey string `rb:"survey,optional"`

	N, D Formula `rb:"-"` // compiled by [Load]
}

// Grains are the periods of indicators and scorecards, the shortest first.
func Grains() []string { return []string{"month", "quarter", "year"} }

// Directions are the ways in which an indicator is better.
func Directions() []string { return []string{"higher", "lower", "none"} }

// Indicator is the indicator with the id, or nil.
func (f *Figures) Indicator(id string) *Indicator {
	for i := range f.Indicators {
		if f.Indicators[i].ID == id {
			return &f.Indicators[i]
		}
	}
	return nil
}

// Form is the return with the id; without one that of mediation, or the first there is. It is nil where there is none.
func (r *Rulebook) Form(id string) *Return {
	if m := r.Mediation.Return; m != nil && (id == "" || id == m.ID) {
		return m
	}
	for i := range r.Figures.Forms {
		if id == "" || r.Figures.Forms[i].ID == id {
			return &r.Figures.Forms[i]
		}
	}
	return nil
}

// Returns are the forms of all returns, that of mediation first.
func (r *Rulebook) Returns() []*Return {
	var out []*Return
	if m := r.Mediation.Return; m != nil {
		out = append(out, m)
	}
	for i := range r.Figures.Forms {
		out = append(out, &r.Figures.Forms[i])
	}
	return out
}

// longestCutoff is two years: what is known later than that tells nobody anything.
const longestCutoff = 731

func (d *draft) checkFigures() {
	const file = indicatorsFile
	f := &d.figures
	var ids []string
	for _, in := range f.Indicators {
		ids = append(ids, in.ID)
	}
	for i := range f.Indicators {
		in, path := &f.Indicators[i], pathf("indicators[%d]", i)
		d.checkID(file, path+".id", in.ID)
		d.oneOf(file, path+".grain", "grain", in.Grain, Grains())
		d.oneOf(file, path+".direction", "direction", in.Direction, Directions())
		if in.Pair == in.ID && in.ID != "" {
			d.at(file, path+".pair", "%q stands beside itself: a pair is another indicator", in.Pair)
		} else {
			d.oneOf(file, path+".pair", "indicator", in.Pair, ids)
		}
		if in.Survey != "" {
			if _, _, ok := d.book.Question(in.Survey); !ok {
				d.at(file, path+".survey", "no survey after a case asks %q: write the id of the survey, a point, and the code of its question", in.Survey)
			}
		}
		if in.CutoffDays > longestCutoff {
			d.at(file, path+".cutoff_days", "%d days are more than two years", in.CutoffDays)
		}
		if least := max(smallestCell, d.header.MinimumCell); in.Minimum > 0 && in.Minimum < least {
			d.at(file, path+".minimum_cell", "%d lets single cases show: the minimum cell is at least the rulebook's, %d", in.Minimum, least)
		}
		in.N = d.formula(path+".numerator", in.Numerator)
		in.D = d.formula(path+".denominator", in.Denominator)
	}
	for i := range f.Cards {
		d.checkScorecard(pathf("scorecards[%d]", i), &f.Cards[i])
	}
	d.checkForms(f)
}

// formula compiles a formula and tells what is wrong with it where it stands.
func (d *draft) formula(path, text string) Formula {
	if text == "" {
		return Formula{}
	}
	f, bad := newFormula(text)
	at := d.place(indicatorsFile, path)
	for _, w := range bad {
		p := at
		if w.col > 0 {
			p.col += w.col - 1 + d.quoted(at)
		}
		d.addf(p, "%s", w.reason)
	}
	return f
}

// quoted is 1 where the value at a place stands in quotation marks, which its column does not count.
func (d *draft) quoted(at place) int {
	var find func(n *yaml.Node) int
	find = func(n *yaml.Node) int {
		if n.Kind == yaml.ScalarNode && n.Line == at.line && n.Column == at.col && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
			return 1
		}
		return slices.Max(append([]int{0}, mapped(n.Content, find)...))
	}
	if tree := d.folder.trees[at.file]; tree != nil {
		return find(tree)
	}
	return 0
}

func mapped[T any](nodes []*yaml.Node, f func(*yaml.Node) T) []T {
	out := make([]T, len(nodes))
	for i, n := range nodes {
		out[i] = f(n)
	}
	return out
}
