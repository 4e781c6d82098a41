package duty

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Seen is an occurrence without what its evidence says: state, promises, and what the reader may do now.
type Seen struct {
	Case     Case
	Rules    *rulebook.Rulebook
	Rule     rulebook.DutyRule
	Promises []casefile.PromiseRow
	Next     []casefile.Kind // the events that the reader may ask for now
	Reads    bool            // the reader may open the evidence
	Places   []Look          // that are to be looked at: as they stand, or as they were when it was said to be done
}

// Opened is an occurrence with everything that its evidence says.
type Opened struct {
	Seen
	Words   map[id.ID]string // by the version of evidence, the event of an agenda, or the occurrence for a task's own words
	Sheets  map[id.ID]Sheet
	Notices map[id.ID]Notified
	Files   map[id.ID]FileName
	Proofs  map[id.ID]signing.Proof // of statements signed by passkey
	Events  []casefile.Event
}

// See returns an occurrence without its evidence. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ *Seen, err error) {
	defer wrap(&err, "see")
	v, facts, err := s.seen(ctx, a, caseID)
	if err != nil {
		return nil, err
	}
	return v, s.Access.Check(a, "duty.see", facts)
}

// May returns nil where the actor may ask for an event on an occurrence; whether it may happen now is the machine's to say.
func (s *Service) May(ctx context.Context, a access.Actor, c Case, event casefile.Kind) error {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return err
	}
	return s.Access.Check(a, "duty."+string(event), facts)
}

func (s *Service) seen(ctx context.Context, a access.Actor, caseID id.ID) (*Seen, access.Facts, error) {
	c, rules, err := s.load(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, access.Facts{}, err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return nil, facts, err
	}
	v := &Seen{Case: c, Rules: rules, Rule: rule, Reads: s.Access.Check(a, "duty.read", facts) == nil}
	if v.Promises, err = s.Repo.Promises(ctx, a.Tenant, caseID); err != nil {
		return nil, facts, err
	}
	v.Places = c.Places
	if c.State == Due || c.State == Missed {
		if v.Places, err = s.places(ctx, &c, rule, calendar.DateOf(s.Clock.Now(), rules.Zone)); err != nil {
			return nil, facts, err
		}
	}
	v.Next = s.next(a, &c, rule, rules, facts, v.Places)
	return v, facts, nil
}

// Next are the events that the actor may ask for on an occurrence as it stands.
func (s *Service) Next(ctx context.Context, a access.Actor, c Case) ([]casefile.Kind, error) {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return nil, err
	}
	places, err := s.places(ctx, &c, rule, calendar.DateOf(s.Clock.Now(), rules.Zone))
	return s.next(a, &c, rule, rules, facts, places), err
}

// OfPeople are the events that a person asks for, in the order in which a page offers them.
var OfPeople = []casefile.Kind{"check", "send_back", "sign_up", "take_over", "offer", "step_back", "agenda", "sign", "evidence", "do", "miss", "void"}

// next are the events that the reader may ask for and that the machine would not refuse for what it knows already.
func (s *Service) next(a access.Actor, c *Case, rule rulebook.DutyRule, rules *rulebook.Rulebook, f access.Facts, places []Look) []casefile.Kind {
	d := &decision{Knowledge: Knowledge{Rule: rule, Zone: rules.Zone, Calendar: rules.Calendar, Places: places}, c: c.clone(), by: by(a, f), now: s.Clock.Now()}
	var out []casefile.Kind
	for _, event := range OfPeople {
		row := find(event, c.State)
		if row == nil || s.Access.Check(a, "duty."+string(event), f) != nil {
			continue
		}
		fits := event != "take_over" || len(c.Offered) > 0 && !slices.Contains(c.Offered, a.Account)
		for _, g := range row.Guards {
			fits = fits && g.Holds(d)
		}
		if event == "offer" && slices.Contains(c.Offered, a.Account) {
			fits = false
		}
		if fits {
			out = append(out, event)
		}
	}
	return out
}

// Open reads an occurrence with its evidence. The access row is committed before anything is unsealed. Errors: those of
// [access.Engine.Open], and ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open")
	o, _, err := s.opened(ctx, a, caseID, access.ForWork)
	return o, err
}

func (s *Service) opened(ctx context.Context, a access.Actor, caseID id.ID, why access.Purpose) (*Opened, access.Grant, error) {
	seen, facts, err := s.seen(ctx, a, caseID)
	if err != nil {
		return nil, access.Grant{}, err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, why)
	if err != nil {
		return nil, grant, err
	}
	o := &Opened{Seen: *seen, Words: map[id.ID]string{}, Sheets: map[id.ID]Sheet{}, Notices: map[id.ID]Notified{}, Files: map[id.ID]FileName{}, Proofs: map[id.ID]signing.Proof{}}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID); err != nil {
		return nil, grant, err
	}
	fields, err := s.Repo.Sealed(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, grant, err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return nil, grant, err
	}
	for i, text := range texts {
		if err := o.put(fields[i].Field, fields[i].Owner, text); err != nil {
			return nil, grant, fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	return o, grant, nil
}

func (o *Opened) put(field string, owner id.ID, text []byte) (err error) {
	switch field {
	case FieldSheet:
		var x Sheet
		err = json.Unmarshal(text, &x)
		o.Sheets[owner] = x
	case FieldNotice:
		var x Notified
		err = json.Unmarshal(text, &x)
		o.Notices[owner] = x
	case FieldProof:
		var x signing.Proof
		err = json.Unmarshal(text, &x)
		o.Proofs[owner] = x
	case FieldFileName:
		var x FileName
		err = json.Unmarshal(text, &x)
		o.Files[owner] = x
	default:
		var words string
		err = json.Unmarshal(text, &words)
		o.Words[owner] = words
	}
	return err
}
