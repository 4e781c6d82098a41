package insight

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// ActionFreeze is the action that the access policies know the freezing of a return by.
const ActionFreeze = "insight.freeze"

// Faults of returns.
var (
	ErrNoReturn    = fault.New(fault.NotFound, "insight.return.none")          // the rulebook has no form, or nothing is frozen
	ErrOpenPeriod  = fault.New(fault.Conflict, "insight.return.open")          // the period is not over
	ErrParts       = fault.New(fault.Conflict, "insight.return.parts")         // a period that it is the sum of is not frozen
	ErrUnchanged   = fault.New(fault.Conflict, "insight.return.unchanged")     // there is nothing to restate
	ErrFrozen      = fault.New(fault.Conflict, "insight.return.frozen")        // somebody froze it meanwhile
	ErrOverlaps    = fault.New(fault.Conflict, "insight.return.overlaps")      // another period with some of these days is published
	ErrBroken      = fault.New(fault.Unavailable, "insight.return.broken")     // what is kept does not fit its hash
	errNeedsReason = fault.Field("reason", "insight.field.restatement_reason") // one of [Reasons]
)

// Reasons are why a return is restated. There are no free words: they could name somebody.
func Reasons() []string { return []string{"late_entry", "voided", "taken_back", "reopened"} }

// Return is one version of a return. Body is what is frozen; Hash is its SHA-256 in hex, of a masked one that of its own.
type Return struct {
	Version int       `json:"version"` // from 1; 0: not frozen yet
	Frozen  time.Time `json:"frozen,omitzero"`
	By      id.ID     `json:"-"`                // the account that froze it; zero: the command line
	Reason  string    `json:"reason,omitempty"` // of [Reasons]; empty for the first
	Hash    string    `json:"hash"`
	Body    Body      `json:"body"`
}

// Body is a return's counts as they were known when it was reckoned.
type Body struct {
	Form     string        `json:"form"`
	Rulebook string        `json:"rulebook"`
	Edition  string        `json:"edition"` // version of the rulebook
	Unit     id.ID         `json:"unit"`
	Name     string        `json:"name"` // of the unit, as it was called then
	Period   string        `json:"period"`
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"`
	Minimum  int64         `json:"minimum"`
	Columns  []string      `json:"columns"`
	Total    Line          `json:"total"`
	Tables   []Table       `json:"tables"`
	// Sums are the returns that it is the sum of; nil for the form's own period, which is counted.
	Sums []Summed `json:"sums,omitempty"`
	// Layout is the template of its workbook; nil where linli lays it out itself. A restatement keeps that of the first version.
	Layout *Layout `json:"layout,omitempty"`
}

// Layout is a template as it stood when a return was frozen.
type Layout struct {
	Edition string `json:"edition"` // version of the rulebook that it is from
	Hash    string `json:"hash"`    // of its files in all languages, SHA-256 in hex
}

// Table is one table of a return.
type Table struct {
	Rows  string `json:"rows"` // type, source or unit
	Lines []Line `json:"lines"`
}

// Line is one row: its counts, and which of them are not shown.
type Line struct {
	Of     string  `json:"of,omitempty"` // a code of the rulebook, or the id of a unit
	Name   string  `json:"name,omitempty"`
	N      []int64 `json:"n"`
	Hidden []bool  `json:"hidden"`
}

// Shown is a count for printing; nil where it is not shown.
func (l Line) Shown(column int) *int64 {
	if l.Hidden[column] {
		return nil
	}
	return &l.N[column]
}

// Masked is the return without the counts that are not shown: what leaves the office's database. Its hash is over what is left:
// that of the whole would give the hidden counts away, since each is one of a few numbers and all others are known.
func (r Return) Masked() Return {
	mask := func(l Line) Line {
		l.N = slices.Clone(l.N)
		for i := range l.N {
			if l.Hidden[i] {
				l.N[i] = 0
			}
		}
		return l
	}
	r.Body.Total = mask(r.Body.Total)
	tables := make([]Table, len(r.Body.Tables))
	for i, t := range r.Body.Tables {
		tables[i].Rows = t.Rows
		for _, l := range t.Lines {
			tables[i].Lines = append(tables[i].Lines, mask(l))
		}
	}
	r.Body.Tables = tables
	if text, err := json.Marshal(r.Body); err == nil { // numbers, texts and days always encode
		r.Hash = hash(text)
	}
	return r
}

// Returns keeps frozen returns.
type Returns interface {
	// Keep stores a version; ErrFrozen where that version is there already.
	Keep(ctx context.Context, tenant id.ID, r Return, body []byte) error
	// Kept lists the versions of a unit's form, of one period or, where it is empty, of all, oldest period and version first,
	// with their bodies.
	Kept(ctx context.Context, tenant, unit id.ID, form, period string) ([]Return, [][]byte, error)
}

// Asked names a return.
type Asked struct {
	Tenant id.ID
	Form   string // id of the rulebook's form; empty: that of mediation, or the first
	Unit   id.ID
	Name   string // of the unit
	Rows   []Row  // the unit itself and each next unit with all below it
	Names  map[id.ID]string
	Period string
	Whole  bool // the rows are all units of the tenant: its sums are read instead of each unit's
}

// Reckon draws up a return of a closed period as its counts are known now, without freezing it. Where versions are frozen,
// what was not shown in one of them is not shown here either. Codes: those of the gate; ErrNoReturn, ErrOpenPeriod;
// Invalid for a period that there is not.
func (s *Service) Reckon(ctx context.Context, a access.Actor, q Asked) (Return, error) {
	rules, form, err := s.form(ctx, a, q, ActionShow)
	if err != nil {
		return Return{}, err
	}
	before, err := s.versions(ctx, q, rules, form)
	if err != nil {
		return Return{}, err
	}
	return s.reckon(ctx, q, rules, form, before)
}

// Freeze freezes a return: its first version, or one that restates it for a reason. The first versions of the root are what
// the public sees. Codes: those of [Service.Reckon]; ErrUnchanged, ErrFrozen; Invalid for a reason that there is not.
func (s *Service) Freeze(ctx context.Context, a access.Actor, q Asked, reason string) (Return, error) {
	rules, form, err := s.form(ctx, a, q, ActionFreeze)
	if err != nil {
		return Return{}, err
	}
	before, err := s.versions(ctx, q, rules, form)
	if err != nil {
		return Return{}, err
	}
	r, err := s.reckon(ctx, q, rules, form, before)
	if err != nil {
		return Return{}, err
	}
	if n := len(before); n > 0 {
		if before[n-1].Hash == r.Hash || !Moved(before[n-1], r) {
			return Return{}, ErrUnchanged
		}
		if !slices.Contains(Reasons(), reason) {
			return Return{}, errNeedsReason
		}
		r.Reason = reason
	}
	if err := s.apart(ctx, q, rules, form, r.Body); err != nil {
		return Return{}, err
	}
	r.Version, r.Frozen, r.By = len(before)+1, s.cutoff(rules.Zone), a.Account
	body, err := json.Marshal(r.Body)
	if err != nil {
		return Return{}, fmt.Errorf("encoding a return: %w", err)
	}
	if err := s.Kept.Keep(ctx, q.Tenant, r, body); err != nil {
		return r, err
	}
	if s.Froze != nil {
		s.Froze(ctx, q.Tenant, q.Unit)
	}
	return r, nil
}

// Versions lists the frozen versions of one period, oldest first.
func (s *Service) Versions(ctx context.Context, a access.Actor, q Asked) ([]Return, error) {
	rules, form, err := s.form(ctx, a, q, ActionShow)
	if err != nil {
		return nil, err
	}
	return s.versions(ctx, q, rules, form)
}

// Latest are the last versions of all periods of a unit, by period.
func (s *Service) Latest(ctx context.Context, a access.Actor, q Asked) (map[string]Return, error) {
	rules, form, err := s.form(ctx, a, q, ActionShow)
	if err != nil {
		return nil, err
	}
	all, err := s.kept(ctx, q.Tenant, q.Unit, rules, form, "")
	if err != nil {
		return nil, err
	}
	return latest(all), nil
}

// latest are the last versions of returns of one unit and form, by period.
func latest(all []Return) map[string]Return {
	out := map[string]Return{}
	for _, r := range all { // the oldest version first
		out[r.Body.Period] = r
	}
	return out
}

// Published are the first versions of a unit's returns of one form, the latest period first, and how often each was restated
// since. Anybody may see them: of the form of mediation, of the one that the rulebook makes public, of the scorecard, and of no other.
func (s *Service) Published(ctx context.Context, tenant, unit id.ID, name string) ([]Return, map[string]int, error) {
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return nil, nil, err
	}
	form := formOf(rules, name)
	if form == nil || !slices.Contains(append(public(rules), rulebook.PublicCard), form.ID) {
		return nil, nil, ErrNoReturn
	}
	all, err := s.kept(ctx, tenant, unit, rules, form, "")
	if err != nil {
		return nil, nil, err
	}
	var out []Return
	restated := map[string]int{}
	for _, r := range all {
		if len(r.Body.Sums) > 0 { // the public adds up for itself
			continue
		}
		if r.Version == 1 {
			out = append(out, r)
		} else {
			restated[r.Body.Period]++
		}
	}
	slices.Reverse(out)
	return out, restated, nil
}

// form is the office's rulebook with its form, where the actor may do this.
func (s *Service) form(ctx context.Context, a access.Actor, q Asked, action string) (*rulebook.Rulebook, *rulebook.Return, error) {
	if err := s.Gate.Check(a, action, access.Facts{Tenant: q.Tenant, Unit: q.Unit, Kind: "insight"}); err != nil {
		return nil, nil, err
	}
	rules, err := s.Rules(ctx, q.Tenant)
	if err != nil {
		return nil, nil, err
	}
	form := formOf(rules, q.Form)
	if form == nil {
		return nil, nil, ErrNoReturn
	}
	return rules, form, nil
}

func (s *Service) versions(ctx context.Context, q Asked, rules *rulebook.Rulebook, form *rulebook.Return) ([]Return, error) {
	return s.kept(ctx, q.Tenant, q.Unit, rules, form, q.Period)
}

// kept reads every frozen version of a unit, of one period or of all, and holds each to its hash.
func (s *Service) kept(ctx context.Context, tenant, unit id.ID, rules *rulebook.Rulebook, form *rulebook.Return, period string) ([]Return, error) {
	all, bodies, err := s.Kept.Kept(ctx, tenant, unit, form.ID, period)
	if err != nil {
		return nil, fmt.Errorf("reading returns: %w", err)
	}
	for i, body := range bodies {
		if hash(body) != all[i].Hash {
			return nil, ErrBroken
		}
		if err := json.Unmarshal(body, &all[i].Body); err != nil {
			return nil, errors.Join(ErrBroken, err)
		}
		all[i].Frozen = all[i].Frozen.In(rules.Zone)
	}
	return all, nil
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
