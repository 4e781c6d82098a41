package survey

import (
	"context"
	"crypto/rand"
	"math/big"
	"slices"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// ActionRun is to plan a survey of the neighbourhood, to print its letters and to close it.
const ActionRun = "insight.survey"

// Faults of a wave.
var (
	ErrNotFound = fault.New(fault.NotFound, "fault.not_found")
	ErrMoved    = fault.New(fault.Conflict, "fault.conflict")
	ErrClosed   = fault.New(fault.Guard, "survey.wave.over")
)

// Wave is one survey of the neighbourhood: which questions, whom they reach, and until when.
type Wave struct {
	ID      id.ID
	Version int64
	Key     id.ID  // the data key that seals Sealed; zero once it is destroyed
	Sealed  []byte // what its codes are made with; empty once it is closed
	Plan    Plan
	Closed  time.Time // zero while it runs
}

// Plan is what was decided when a wave began. It is never changed: what was asked of whom stands beside what was answered.
type Plan struct {
	Form     rulebook.Survey `json:"form"` // the questions as they were asked
	Begun    time.Time       `json:"begun"`
	Last     calendar.Date   `json:"last"`     // the last day on which it can be answered
	Margin   float64         `json:"margin"`   // aimed at, of an estimate for the whole office
	Expected float64         `json:"expected"` // which share of the letters is hoped to come back
	Strata   []Stratum       `json:"strata"`
}

// Stratum is one of the units into which the letterboxes are divided. Letters bear no name and no address: they are put into every
// Step-th letterbox, beginning with the Start-th (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 8.1).
type Stratum struct {
	Unit    id.ID  `json:"unit"`
	Name    string `json:"name"` // as the unit was called then
	Boxes   int64  `json:"boxes"`
	Letters int64  `json:"letters"`
	Step    int64  `json:"step"`
	Start   int64  `json:"start"`
}

// Asked is what a plan is made of.
type Asked struct {
	Boxes    map[id.ID]int64 // letterboxes by unit; the units do not overlap
	Margin   float64
	Expected float64
	Last     calendar.Date
}

// Bounds of a wave.
const (
	maxStrata  = 40
	maxBoxes   = 1_000_000
	maxLetters = 5000
	maxDays    = 120
)

// Margins and Expectations are what a plan can choose.
var (
	Margins      = []float64{0.03, 0.05, 0.08}
	Expectations = []float64{0.15, 0.3, 0.5}
)

// asks is the office's rulebook with the questions for the neighbourhood. Errors: ErrNone.
func (s *Service) asks(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, *rulebook.Survey, calendar.Date, error) {
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return nil, nil, calendar.Date{}, err
	}
	if rules.Figures.Survey == nil {
		return nil, nil, calendar.Date{}, ErrNone
	}
	return rules, rules.Figures.Survey, calendar.DateOf(s.Clock.Now(), rules.Zone), nil
}

// root checks a right on the whole office, and returns its tree.
func (s *Service) root(ctx context.Context, a access.Actor, action string) (office.Tree, office.Unit, error) {
	tree, err := s.Tree(ctx, a.Tenant)
	if err != nil {
		return tree, office.Unit{}, err
	}
	root, _ := tree.Root()
	return tree, root, s.Gate.Check(a, action, access.Facts{Tenant: a.Tenant, Unit: root.ID, Kind: "insight"})
}

// Begins plans a wave and makes what its codes come from. It needs insight.survey on the whole office. Errors: Forbidden, ErrNone,
// Invalid "boxes", "margin", "expected", "last".
func (s *Service) Begins(ctx context.Context, a access.Actor, x Asked) (w Wave, err error) {
	tree, root, err := s.root(ctx, a, ActionRun)
	if err != nil {
		return w, err
	}
	_, form, today, err := s.asks(ctx, a.Tenant)
	if err != nil {
		return w, err
	}
	var l fault.List
	strata := x.strata(&l, tree, int64(form.Minimum))
	if !slices.Contains(Margins, x.Margin) {
		l.Add("margin", "form.choose")
	}
	if !slices.Contains(Expectations, x.Expected) {
		l.Add("expected", "form.choose")
	}
	if x.Last.Before(today.AddDays(1)) || today.AddDays(maxDays).Before(x.Last) {
		l.Add("last", "survey.wave.last_bounds")
	}
	if err := l.Err(); err != nil {
		return w, err
	}
	w = Wave{ID: s.IDs.New(), Version: 1, Plan: Plan{Form: *form, Begun: s.Clock.Now(), Last: x.Last, Margin: x.Margin, Expected: x.Expected, Strata: strata}}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // crypto/rand never fails (Go 1.24)
	if w.Key, err = s.Secrets.Fresh(ctx, a.Tenant); err != nil {
		return w, err
	}
	if w.Sealed, err = s.Secrets.Under(w.Key).Seal(ctx, a.Tenant, purpose(w.ID), secret); err != nil {
		return w, err
	}
	return w, s.Repo.Write(ctx, a.Tenant, w, s.event(a, root.ID, "survey.begun", w))
}

func purpose(wave id.ID) string { return "survey/" + wave.String() }

func (s *Service) event(a access.Actor, unit id.ID, kind string, w Wave) office.Event {
	return office.Event{Tenant: a.Tenant, ID: s.IDs.New(), At: s.Clock.Now(), Kind: kind, By: a.Account, Unit: unit, Detail: w.Plan.Begun.Format(time.DateOnly)}
}

// strata divides the letters: in proportion to the letterboxes, and so many in each that the least number of answers that can be shown
// is hoped to come back.
func (x Asked) strata(l *fault.List, tree office.Tree, minimum int64) []Stratum {
	var out []Stratum
	var all int64
	for _, r := range tree.Rows() {
		n, ok := x.Boxes[r.ID]
		if !ok {
			continue
		}
		for _, below := range tree.Below(r.ID)[1:] {
			if _, twice := x.Boxes[below]; twice {
				l.Add("boxes", "survey.wave.overlap")
				return nil
			}
		}
		if n < 1 || n > maxBoxes {
			l.Add("boxes", "survey.wave.boxes_bounds")
			return nil
		}
		out, all = append(out, Stratum{Unit: r.ID, Name: r.Name, Boxes: n}), all+n
	}
	if len(out) == 0 || len(out) > maxStrata || len(out) != len(x.Boxes) {
		l.Add("boxes", "survey.wave.boxes_none")
		return nil
	}
	if x.Margin <= 0 || x.Expected <= 0 {
		return nil
	}
	need, letters := insight.SampleSize(all, x.Margin), int64(0)
	for i := range out {
		y := &out[i]
		answers := max(minimum, (need*y.Boxes+all-1)/all)
		y.Letters = min(y.Boxes, int64(float64(answers)/x.Expected+0.999999))
		y.Step = y.Boxes / y.Letters
		start, _ := rand.Int(rand.Reader, big.NewInt(y.Step))
		y.Start = start.Int64() + 1
		letters += y.Letters
	}
	if letters > maxLetters {
		l.Add("margin", "survey.wave.too_many")
	}
	return out
}

// Waves are all waves of an office, the latest first. It needs insight.show on the whole office.
func (s *Service) Waves(ctx context.Context, a access.Actor) ([]Wave, error) {
	if _, _, err := s.root(ctx, a, insight.ActionShow); err != nil {
		return nil, err
	}
	return s.Repo.Waves(ctx, a.Tenant)
}

// Wave is one wave, with how many have answered it. It needs insight.show on the whole office.
func (s *Service) Wave(ctx context.Context, a access.Actor, wave id.ID) (w Wave, answered int64, err error) {
	if _, _, err := s.root(ctx, a, insight.ActionShow); err != nil {
		return w, 0, err
	}
	if w, err = s.wave(ctx, a.Tenant, wave); err != nil {
		return w, 0, err
	}
	counts, err := s.Repo.Counts(ctx, a.Tenant, w.Plan.Form.ID, w.period())
	for _, c := range counts {
		if c.Question == w.Plan.Form.Questions[0].Code {
			answered += c.N
		}
	}
	return w, answered, err
}

func (s *Service) wave(ctx context.Context, tenant, wave id.ID) (Wave, error) {
	all, err := s.Repo.Waves(ctx, tenant)
	if err != nil {
		return Wave{}, err
	}
	for _, w := range all {
		if w.ID == wave {
			return w, nil
		}
	}
	return Wave{}, ErrNotFound
}

// period is what the counts of a wave are kept under.
func (w Wave) period() string { return w.ID.String() }

// Close ends a wave for good. It needs insight.survey on the whole office. Errors: Forbidden, NotFound, ErrClosed.
func (s *Service) Close(ctx context.Context, a access.Actor, wave id.ID) error {
	_, root, err := s.root(ctx, a, ActionRun)
	if err != nil {
		return err
	}
	w, err := s.wave(ctx, a.Tenant, wave)
	if err != nil {
		return err
	}
	if !w.Closed.IsZero() {
		return ErrClosed
	}
	return s.close(ctx, a.Tenant, w, s.event(a, root.ID, "survey.closed", w))
}

// close ends a wave: from then on no code of it is good, and its key is destroyed, so that a code that somebody kept leads to nothing
// any more, in no copy of the files. Destroying is taken up by [Service.Forget] where it was cut short.
func (s *Service) close(ctx context.Context, tenant id.ID, w Wave, e office.Event) error {
	if w.Closed.IsZero() {
		w.Closed, w.Sealed = s.Clock.Now(), nil
		w.Version++
		if err := s.Repo.Write(ctx, tenant, w, e); err != nil {
			return err
		}
	}
	return s.destroy(ctx, tenant, w)
}

func (s *Service) destroy(ctx context.Context, tenant id.ID, w Wave) error {
	if err := s.Shred(ctx, tenant, []id.ID{w.Key}, w.ID); err != nil {
		return err
	}
	w.Key = id.ID{}
	w.Version++
	return s.Repo.Write(ctx, tenant, w)
}

// forgetWaves closes what is past its last day, and destroys the keys of what is closed.
func (s *Service) forgetWaves(ctx context.Context, tenant id.ID, today calendar.Date) error {
	all, err := s.Repo.Waves(ctx, tenant)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Key.IsZero() || w.Closed.IsZero() && !w.Plan.Last.Before(today) {
			continue
		}
		tree, err := s.Tree(ctx, tenant)
		if err != nil {
			return err
		}
		root, _ := tree.Root()
		if err := s.close(ctx, tenant, w, s.event(access.Actor{Tenant: tenant}, root.ID, "survey.closed", w)); err != nil {
			return err
		}
	}
	return nil
}
