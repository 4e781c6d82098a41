package rulebook

import "slices"

// Scorecard is what a unit is held to for a period 记分卡. It weighs the office's own conduct and nothing else ([Conducts]);
// what came of cases, how many there were, and what people think of it stand beside, unweighed.
type Scorecard struct {
	ID    string `rb:"id,key"`
	Title Label  `rb:"title"`
	Grain string `rb:"grain"` // one of [Grains]
	// Weighs are the indicators of conduct that add up to the result. Their weights are 100 together.
	Weighs []Weight `rb:"weighs"`
	// Bars are what no result outweighs 一票否决: past one of them there is no result.
	Bars []Bar `rb:"bars,optional"`
	// Shows are indicators that stand beside the result and change nothing of it.
	Shows  []string `rb:"shows,optional"`
	Source Source   `rb:"source"`
}

// Weight is one part of a result.
type Weight struct {
	Indicator string `rb:"indicator,key"`
	Conduct   string `rb:"conduct"` // one of [Conducts]
	Points    int    `rb:"weight,positive"`
	// Threshold is the share, in per cent, at which all points are given; below it, as many as the part of it that is reached.
	// An indicator of which less is better is held to its complement.
	Threshold int `rb:"threshold,positive"`
}

// Bar is a share of an indicator of conduct, in per cent, past which a unit has no result.
type Bar struct {
	Indicator string `rb:"indicator,key"`
	Conduct   string `rb:"conduct"`
	Past      int    `rb:"past"` // more than this where less is better, less than this where more is
}

// PublicCard is the id of the return by which the first scorecard is published. No other return has it.
const PublicCard = "scorecard"

// On are the indicators of a scorecard, in the order of the rulebook: what is weighed with what stands beside it, what bars, and what is
// only shown.
func (f *Figures) On(s *Scorecard) []*Indicator {
	named := map[string]bool{}
	for _, w := range s.Weighs {
		named[w.Indicator] = true
		if in := f.Indicator(w.Indicator); in != nil {
			named[in.Pair] = true
		}
	}
	for _, b := range s.Bars {
		named[b.Indicator] = true
	}
	for _, id := range s.Shows {
		named[id] = true
	}
	var out []*Indicator
	for i := range f.Indicators {
		if named[f.Indicators[i].ID] {
			out = append(out, &f.Indicators[i])
		}
	}
	return out
}

const fullPoints = 100

func (d *draft) checkScorecard(path string, s *Scorecard) {
	const file = indicatorsFile
	d.checkID(file, path+".id", s.ID)
	d.oneOf(file, path+".grain", "grain", s.Grain, Grains())
	d.checkSource(file, path+".source", s.Source)
	sum := 0
	for i, w := range s.Weighs {
		at := pathf("%s.weighs[%d]", path, i)
		sum += w.Points
		d.checkConduct(at, w.Indicator, w.Conduct, s.Grain)
		d.percent(at+".threshold", w.Threshold)
	}
	if sum != fullPoints && len(s.Weighs) > 0 {
		d.at(file, path+".weighs", "the weights are %d together: they must be %d", sum, fullPoints)
	}
	for i, b := range s.Bars {
		at := pathf("%s.bars[%d]", path, i)
		d.checkConduct(at, b.Indicator, b.Conduct, s.Grain)
		d.percent(at+".past", b.Past)
	}
	for i, id := range s.Shows {
		at := pathf("%s.shows[%d]", path, i)
		if d.indicator(at, id) == nil {
			continue
		}
		if slices.ContainsFunc(s.Weighs, func(w Weight) bool { return w.Indicator == id }) {
			d.at(file, at, "%q is weighed already: it stands in the card once", id)
		}
		if slices.ContainsFunc(s.Bars, func(b Bar) bool { return b.Indicator == id }) {
			d.at(file, at, "%q bars already: what is only shown changes nothing of the result", id)
		}
	}
}

func (d *draft) percent(path string, n int) {
	if n > 100 {
		d.at(indicatorsFile, path, "%d per cent is more than all", n)
	}
}

func (d *draft) indicator(path, id string) *Indicator {
	var ids []string
	for _, in := range d.figures.Indicators {
		ids = append(ids, in.ID)
	}
	d.oneOf(indicatorsFile, path, "indicator", id, ids)
	return d.figures.Indicator(id)
}

// checkConduct holds what is weighed to the closed list: an indicator of the office's own conduct, and of the one named.
func (d *draft) checkConduct(path, id, conduct, grain string) {
	const file = indicatorsFile
	if conduct != "" && !slices.Contains(Conducts(), conduct) {
		d.at(file, path+".conduct", "%q is no conduct of the office: only lateness, back_dating, missing_evidence and unread_requests are weighed", conduct)
		return
	}
	in := d.indicator(path+".indicator", id)
	if in == nil || len(in.N.Measures) == 0 || len(in.D.Measures) == 0 {
		return
	}
	shows, name, what := weighable(in.N.Measures, in.D.Measures)
	switch {
	case name != "":
		d.at(file, path+".indicator", "%q reads %s, which shows %s", id, name, what)
	case conduct != "" && shows != conduct:
		d.at(file, path+".conduct", "%q shows %s, not %s", id, shows, conduct)
	case in.Direction == "none":
		d.at(file, path+".indicator", "%q is neither better higher nor lower: it cannot be weighed", id)
	case slices.Index(Grains(), in.Grain) > slices.Index(Grains(), grain):
		d.at(file, path+".indicator", "%q is shown by the %s and not by the %s", id, in.Grain, grain)
	}
}
