package survey

import (
	"context"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Faults.
var (
	// ErrCode is the one answer to a code that never was, that has ended, and that was used.
	ErrCode = fault.Field("code", "survey.field.code")
	// ErrNone says that the office's rulebook has no survey.
	ErrNone = fault.New(fault.NotFound, "survey.none")
)

// Sheet is one answered survey on its way into the counts. Nothing of it is kept as one.
type Sheet struct {
	Used    []byte        // keyed hash of the code
	Ends    calendar.Date // until when the hash is needed
	Unit    id.ID
	Form    string
	Period  string
	Answers map[string]string // by question
}

// Count is how often an answer was chosen.
type Count struct {
	Unit             id.ID
	Question, Answer string
	N                int64
}

// Repo keeps counts, and hashes of used codes. Every method is bounded to one tenant.
type Repo interface {
	// Used reports whether a code was answered with.
	Used(ctx context.Context, tenant id.ID, hash []byte) (bool, error)
	// Keep counts a sheet and keeps the hash of its code, all or nothing. It returns ErrCode for a hash that is there.
	Keep(ctx context.Context, tenant id.ID, s Sheet) error
	// Counts returns the counts of all units for a form and a period.
	Counts(ctx context.Context, tenant id.ID, form, period string) ([]Count, error)
	// Forget removes the hashes of codes that ended before a day.
	Forget(ctx context.Context, tenant id.ID, before calendar.Date) error
	// Waves returns the waves of the neighbourhood, the latest first.
	Waves(ctx context.Context, tenant id.ID) ([]Wave, error)
	// Write keeps a wave with lines in the office's record, all or nothing. It returns ErrMoved for one that was written meanwhile.
	Write(ctx context.Context, tenant id.ID, w Wave, events ...office.Event) error
	// Record adds a line to the office's record.
	Record(ctx context.Context, e office.Event) error
}

// Service is the one way in to surveys.
type Service struct {
	Repo  Repo
	Gate  insight.Gate
	Clock clock.Clock
	IDs   *id.Source
	Key   []byte                                                  // at least 32 secret bytes, the same in all processes
	Begin func(ctx context.Context, tenant id.ID) (string, error) // the tenant's own first characters of a code
	Tree  func(ctx context.Context, tenant id.ID) (office.Tree, error)
	Rules func(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error)

	Secrets vault.Secrets // what the codes of a wave are made with, under a key of the wave's own
	Shred   func(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error
}

// form is the office's rulebook with the survey of a capability, and the day at the office. Errors: ErrNone.
func (s *Service) form(ctx context.Context, tenant id.ID, of string) (*rulebook.Rulebook, *rulebook.Survey, calendar.Date, error) {
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return nil, nil, calendar.Date{}, err
	}
	form := rules.SurveyOf(of)
	if form == nil {
		return nil, nil, calendar.Date{}, ErrNone
	}
	return rules, form, calendar.DateOf(s.Clock.Now(), rules.Zone), nil
}

// Issue makes a code for somebody of a unit's case, of a capability of [rulebook.Surveyed]. It is returned this once and kept nowhere. It
// asks nobody's right: that one is offered the survey once is the machine's to say. Errors: ErrNone.
func (s *Service) Issue(ctx context.Context, tenant id.ID, of string, unit id.ID) (code string, form *rulebook.Survey, ends time.Time, err error) {
	rules, form, today, err := s.form(ctx, tenant, of)
	if err != nil {
		return "", nil, ends, err
	}
	tag, err := s.Begin(ctx, tenant)
	if err != nil {
		return "", nil, ends, err
	}
	q := quarter(today)
	return s.draw(tag, of, unit, q), form, endsAt(q, rules.Zone), nil
}

func endsAt(q int, zone *time.Location) time.Time { return ends(q).Start(zone) }

// Ask returns the questions for a code that can be answered with. Errors: ErrCode.
func (s *Service) Ask(ctx context.Context, tenant id.ID, code string) (*rulebook.Survey, error) {
	o, err := s.open(ctx, tenant, code)
	return o.form, err
}

// Answer counts the answers that come with a code, by question; each question needs one. Errors: ErrCode, Invalid at the question's
// code.
func (s *Service) Answer(ctx context.Context, tenant id.ID, code string, answers map[string]string) error {
	o, err := s.open(ctx, tenant, code)
	if err != nil {
		return err
	}
	var l fault.List
	sheet := Sheet{Used: o.hash, Ends: o.ends, Unit: o.unit, Form: o.form.ID, Period: o.period, Answers: map[string]string{}}
	for _, q := range o.form.Questions {
		a, ok := q.Answer(answers[q.Code])
		if !ok {
			l.Add(q.Code, "form.choose")
		}
		sheet.Answers[q.Code] = a.Code
	}
	if err := l.Err(); err != nil {
		return err
	}
	return s.Repo.Keep(ctx, tenant, sheet)
}

// Forget removes the hashes of codes that have ended: no code of that time is good any more. It closes waves that are past their last
// day.
func (s *Service) Forget(ctx context.Context, tenant id.ID) error {
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return err
	}
	today := calendar.DateOf(s.Clock.Now(), rules.Zone)
	if err := s.forgetWaves(ctx, tenant, today); err != nil {
		return err
	}
	return s.Repo.Forget(ctx, tenant, today)
}
