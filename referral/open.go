package referral

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// maxReads is how many of the latest readings a page shows.
const maxReads = 200

// Opened is a case with everything that its worker and the person read: they read the same.
type Opened struct {
	Case     Case
	Rules    *rulebook.Rulebook
	Asked    string
	Who      Who
	Contact  string
	Words    map[id.ID]Words  // of referrals
	Written  map[id.ID]string // by event: steps, appointments, messages, answers of services
	Names    map[id.ID]string // of guardians
	Records  []consent.Record
	Events   []casefile.Event
	Promises []casefile.PromiseRow
	Reads    []access.Row
	Demands  map[id.ID]casefile.DemandText // of courts, of which the person was told; for the person alone
}

// Open reads a case, for its worker and for the person. The access row is committed before anything is unsealed. Errors: those of
// [access.Engine.Open], and ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID) (*Opened, error) {
	why := access.ForWork
	if a.Kind == access.Resident {
		why = access.ForParty
	}
	return s.OpenFor(ctx, a, caseID, why)
}

// OpenFor is [Service.Open] for another purpose, as which the person reads it: a file that leaves the office is an export.
func (s *Service) OpenFor(ctx context.Context, a access.Actor, caseID id.ID, why access.Purpose) (_ *Opened, err error) {
	defer wrap(&err, "open")
	if a.Kind == access.Provider {
		return nil, access.ErrNotFound // a service has a view of its own
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), why)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Demands: map[id.ID]casefile.DemandText{}, Words: map[id.ID]Words{}, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	if o.Case.Unsaid(&c.Demanded); a.Kind == access.Resident {
		o.Case.ToldExports(&c.Demanded)
		o.Case.ToldUrgent()
	}
	o.Case.ToldOf()
	open := func(f vault.Sealed) bool {
		return f.Field != FieldExportTo && !asideFields.Urgents.Seals(f) && !asideFields.Demands.Seals(f) || asideFields.Demands.Seals(f) && a.Kind == access.Resident && o.Case.Demand(f.Owner) != nil
	}
	if err := s.unseal(ctx, grant, open, o.put); err != nil {
		return nil, err
	}
	if o.Records, err = s.Repo.Consents(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	o.Events = slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.Kind.Aside() }) // they stand in o.Case.Demands, o.Case.Urgent and o.Case.Exports
	if o.Promises, err = s.Repo.Promises(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	o.Reads, err = s.readings(ctx, &c)
	o.Reads = c.Unread(o.Reads)
	return o, err
}

// readings are who read the case, services among them.
func (s *Service) readings(ctx context.Context, c *Case) ([]access.Row, error) {
	out, err := s.Reads.Readings(ctx, c.Tenant, c.ID, c.Person, time.Time{}, maxReads)
	if err != nil {
		return nil, err
	}
	for _, r := range c.Referrals {
		if r.Requested.IsZero() {
			continue
		}
		rows, err := s.Reads.Readings(ctx, c.Tenant, c.ID, r.ID, time.Time{}, maxReads)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(rows, func(x access.Row) bool { return x.Kind != access.Provider })...)
	}
	slices.SortStableFunc(out, func(x, y access.Row) int { return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.Kind, y.Kind)) })
	return out[:min(len(out), maxReads)], nil
}

// unseal opens those of a case's fields that are wanted, and puts each where it belongs.
func (s *Service) unseal(ctx context.Context, g access.Grant, wanted func(vault.Sealed) bool, put func(string, id.ID, []byte) error) error {
	fields, err := s.Repo.Sealed(ctx, g.Tenant(), g.Case())
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return !wanted(f) })
	if len(fields) == 0 {
		return nil
	}
	texts, err := s.Vault.OpenAll(ctx, g, fields)
	if err != nil {
		return err
	}
	for i, t := range texts {
		if err := put(fields[i].Field, fields[i].Owner, t); err != nil {
			return fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	return nil
}

func (o *Opened) put(field string, owner id.ID, text []byte) error {
	words := ""
	switch field {
	case FieldName:
		return json.Unmarshal(text, &o.Who)
	case FieldDemand:
		var x casefile.DemandText
		err := json.Unmarshal(text, &x)
		o.Demands[owner] = x
		return err
	case FieldWords:
		var w Words
		err := json.Unmarshal(text, &w)
		o.Words[owner] = w
		return err
	}
	err := json.Unmarshal(text, &words)
	switch field {
	case FieldAsked:
		o.Asked = words
	case FieldContact:
		o.Contact = words
	case FieldGuardian:
		o.Names[owner] = words
	default:
		o.Written[owner] = words
	}
	return err
}

// Said is a line with what it tells.
type Said struct {
	Line string
	Text string // of the need: its code
}

// Told is what one service reads of its own referral: the lines that the person agreed to, and nothing else of the case.
type Told struct {
	Tenant   id.ID
	Referral Referral
	Rules    *rulebook.Rulebook
	Service  string
	Lines    []Said          // none where nothing may be told any more
	Next     []casefile.Kind // what the service can answer now
	Written  []string        // its own words, the oldest first
	Records  []consent.Record
	Moved    *casefile.Move // the unit that asked has ended, and another has the case; nil: it works
	unit     id.ID
}

// OpenTold reads what one service was told. The access row is committed before anything is unsealed; consent is asked at that moment,
// line by line. Errors: those of [Service.enters] and of [access.Engine.Open].
func (s *Service) OpenTold(ctx context.Context, a access.Actor) (_ *Told, err error) {
	defer wrap(&err, "open what is told")
	c, err := s.Repo.Case(ctx, a.Tenant, a.Case)
	if err != nil {
		return nil, err
	}
	r := c.Referral(a.Party)
	if err := s.enters(ctx, a, r); err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "referral.read", c.Facts()); err != nil {
		return nil, ErrLink // what has ended is as if it had never been
	}
	t := &Told{Tenant: a.Tenant, Referral: *r}
	if t.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	records, err := s.Repo.Consents(ctx, a.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	t.Next, t.unit = c.NextOf(r, OfProvider, records, t.Rules), c.Unit
	if m := c.Moves; len(m) > 0 && !r.Status.Over() && !r.Requested.After(m[len(m)-1].At) {
		t.Moved = &m[len(m)-1]
	}
	t.Records = slices.DeleteFunc(records, func(x consent.Record) bool { return !slices.Contains(r.Records, x.ID) })
	d := &decision{c: c, r: r, now: s.Clock.Now(), Knowledge: Knowledge{Records: t.Records}}
	if !r.Tells() || c.Restricted() || !d.allowed() {
		return t, nil
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return nil, err
	}
	o := &Opened{Words: map[id.ID]Words{}, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	own, err := s.ownWords(ctx, &c, r)
	if err != nil {
		return nil, err
	}
	if err := s.unseal(ctx, grant, func(f vault.Sealed) bool { return r.tells(f, own) }, o.put); err != nil {
		return nil, err
	}
	// What was read is shown only if nobody took it back meanwhile.
	if now, err := s.Repo.Case(ctx, a.Tenant, a.Case); err != nil || now.Version != c.Version {
		if err == nil {
			err = ErrOver
		}
		return nil, err
	}
	t.Service, t.Lines = o.Words[r.ID].Service, o.said(r)
	for _, e := range own {
		if o.Written[e] != "" {
			t.Written = append(t.Written, o.Written[e])
		}
	}
	return t, nil
}

// MayTell are the lines of a referral that may be told at an instant: none where it was not sent, or a consent does not hold.
func (o *Opened) MayTell(r *Referral, now time.Time) (out []Said) {
	d := &decision{c: o.Case, r: r, now: now, Knowledge: Knowledge{Records: o.Records}}
	if !r.Tells() || !d.allowed() {
		return nil
	}
	return o.said(r)
}

// said are the lines that the person agreed to, with what they tell.
func (o *Opened) said(r *Referral) (out []Said) {
	w := o.Words[r.ID]
	values := map[string]string{LineName: o.Who.Name, LineLanguage: o.Who.Language, LineContact: o.Contact, LineNeed: r.Need, LineWords: w.Words, LineHealth: w.Health, LineSafety: w.Safety}
	for _, line := range r.Lines {
		out = append(out, Said{line, values[line]})
	}
	return out
}

// tells reports whether a sealed field, or a part of it, is told to the service.
func (r *Referral) tells(f vault.Sealed, own []id.ID) bool {
	has := func(lines ...string) bool {
		return slices.ContainsFunc(lines, func(l string) bool { return slices.Contains(r.Lines, l) })
	}
	switch f.Field {
	case FieldName:
		return has(LineName, LineLanguage)
	case FieldContact:
		return has(LineContact)
	case FieldWords:
		return f.Owner == r.ID
	case FieldWritten:
		return slices.Contains(own, f.Owner)
	}
	return false
}

// ownWords are the events with which the service answered.
func (s *Service) ownWords(ctx context.Context, c *Case, r *Referral) ([]id.ID, error) {
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	var out []id.ID
	for _, e := range events {
		if e.By.Kind == access.Provider && e.By.Party == r.ID {
			out = append(out, e.ID)
		}
	}
	return out, err
}

// See returns a case without its content: state, promises. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, _ []casefile.PromiseRow, err error) {
	defer wrap(&err, "see")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "referral.see", c.Facts()); err != nil {
		return Case{}, nil, err
	}
	if s.Access.Check(a, "referral.see_demand", c.Facts()) != nil {
		c.Unsaid(&c.Demanded)
		c.ToldOf()
	}
	p, err := s.Repo.Promises(ctx, a.Tenant, caseID)
	return c, p, err
}
