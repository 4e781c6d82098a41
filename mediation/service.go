package mediation

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/passkey"
	"linli/platform/vault"
	"linli/rulebook"
)

// Vault is what the service needs of the vault.
type Vault interface {
	Take(ctx context.Context, tenant id.ID) (id.ID, error)
	Seal(ctx context.Context, tenant id.ID, s vault.Sealed) (vault.Sealed, error)
	OpenAll(ctx context.Context, g access.Grant, fields []vault.Sealed) ([][]byte, error)
	Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error
}

// Office is what the service needs to know of the office.
type Office interface {
	// Tag is the tenant's random tag, with which its codes begin.
	Tag(ctx context.Context, tenant id.ID) (string, error)
	// Rulebook is the rulebook that new cases of the tenant begin under.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// RulebookOf is the version that a case keeps.
	RulebookOf(id, version string) (*rulebook.Rulebook, error)
	// Mediators are the accounts that hold a mediator's post in the unit or above it.
	Mediators(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// MediatorsWithin are the accounts that hold a mediator's post in a unit or in one below it.
	MediatorsWithin(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// UnitsOf are the open units of the tenant.
	UnitsOf(ctx context.Context, tenant id.ID) ([]id.ID, error)
	// Leads are the accounts that lead the unit now.
	Leads(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Above is the next unit above in which somebody leads, with those accounts; zero where there is none.
	Above(ctx context.Context, tenant, unit id.ID) (Above, error)
	// Colleagues are the accounts that do intake in the unit: clerks and leads.
	Colleagues(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Clerks are the accounts that hold a clerk's post in the unit now.
	Clerks(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Seconds are the accounts that do intake or lead in the unit, who may approve a new slip at its counter; where that
	// is one person, also those of the next unit above in which somebody does, with that unit, else the zero ID.
	Seconds(ctx context.Context, tenant, unit id.ID) (people []id.ID, above id.ID, err error)
	// Holders are the accounts that hold the post in the unit, or with above set in the unit above it; where nobody does,
	// those of the next unit above in which somebody does.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Rooms is the address of the office's own video server, with [RoomMark] where the name of a room goes; empty: none.
	Rooms(ctx context.Context, tenant id.ID) (string, error)
	// MediatesIn are the units in which an account holds a mediator's post now.
	MediatesIn(ctx context.Context, tenant, account id.ID) ([]id.ID, error)
	// PersonName is the name of an account as colleagues and parties see it.
	PersonName(ctx context.Context, tenant, account id.ID) (string, error)
	// UnitName is the name of a unit.
	UnitName(ctx context.Context, tenant, unit id.ID) (string, error)
	// SigningKeys are the passkeys of an account, and none of a closed one.
	SigningKeys(ctx context.Context, tenant, account id.ID) ([]passkey.Key, error)
	// KeyUsed writes down that a passkey of an account has signed.
	KeyUsed(ctx context.Context, tenant, account id.ID, key passkey.Key) error
}

// Passphrases keeps residents' passphrases: Argon2id (RFC 9106) behind a semaphore, in PHC form.
type Passphrases interface {
	Hash(ctx context.Context, passphrase string) (string, error)
	// Check takes the same time whether or not there is a hash: an empty one fits nothing.
	Check(ctx context.Context, hash, passphrase string) (bool, error)
}

// Service is the one way in to mediations: it checks access, lets the machine decide and plays the change.
type Service struct {
	Repo     Repo
	Vault    Vault
	Office   Office
	Roster   Roster
	Access   *access.Engine
	Recorder access.Recorder
	Reads    ReadLog
	Clock    clock.Clock
	IDs      *id.Source
	Slips    Passphrases
	Queued   func(tenant id.ID) // told after commit that leaves wait for the ledger
	Files    blob.Store         // sealed attachments
	Cleaner  *blob.Cleaner
	Passkeys *passkey.Site // nil: nobody signs by passkey at this origin

	running casefile.Running
	strays  strays
}

// attempts is how often a command is decided anew when its case moved meanwhile.
const attempts = 4

// Ask says how a command is asked for.
type Ask struct {
	Claimed time.Time         // when it happened, where that was before now
	Request *casefile.Request // the idempotency key with what was asked; nil where the caller has none
	Answer  func(Case, []casefile.Slip) []byte
}

// Create opens a new case.
func (s *Service) Create(ctx context.Context, a access.Actor, cmd Apply, ask Ask) (_ Case, answer []byte, err error) {
	defer wrap(&err, "create")
	if err := s.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: cmd.Unit, Kind: Capability}); err != nil {
		return Case{}, nil, err
	}
	return s.once(ctx, a.Tenant, ask.Request, func() (Case, []byte, error) { return s.create(ctx, a, cmd, ask) })
}

func (s *Service) create(ctx context.Context, a access.Actor, cmd Apply, ask Ask) (Case, []byte, error) {
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Case{}, nil, err
	}
	know := Knowledge{Rules: rules}
	if cmd.Code != "" {
		if know.Duplicate, err = s.knownDispute(ctx, a.Tenant, cmd.Code); err != nil {
			return Case{}, nil, err
		}
	}
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, Case{Unit: cmd.Unit}), s.Clock.Now(), ask.Claimed, know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	return s.play(ctx, a.Tenant, Case{}, decided, rules, ask)
}

// knownDispute reports whether the code that a party presents opens a case that is still open. Nothing else tells
// that two applications are one dispute: names are never compared.
func (s *Service) knownDispute(ctx context.Context, tenant id.ID, typed string) (bool, error) {
	code, err := id.ParseCode(typed)
	if err != nil {
		return false, fault.Field("code", "mediation.field.code")
	}
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if isNotFound(err) {
		return false, fault.Field("code", "mediation.field.code")
	}
	if err != nil {
		return false, err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	return err == nil && c.State.Open(), err
}

// Act asks for an event on a case. It returns the case after it. Errors: those of access (a case that the actor may
// not know of is ErrNotFound), of the machine (fault.Guard, fault.Invalid), Conflict "mediation.moved" when others kept
// moving the case, and the store's.
func (s *Service) Act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, ask Ask) (_ Case, answer []byte, err error) {
	defer wrap(&err, string(cmd.Kind()))
	return s.once(ctx, a.Tenant, ask.Request, func() (c Case, answer []byte, err error) {
		for range attempts {
			if c, answer, err = s.act(ctx, a, caseID, cmd, ask); !errors.Is(err, ErrMoved) {
				break
			}
		}
		return c, answer, err
	})
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, ask Ask) (Case, []byte, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	facts := c.FactsAt(s.Clock.Now())
	if give, ok := cmd.(GiveSlip); ok && give.Second {
		if facts, _, _, err = s.facts(ctx, c); err != nil {
			return Case{}, nil, err
		}
	}
	if _, second := cmd.(ApproveUrgent); second {
		if facts, _, _, err = s.facts(ctx, c); err != nil {
			return Case{}, nil, err
		}
	}
	if err := s.Access.Check(a, action(cmd), facts); err != nil {
		return Case{}, nil, err
	}
	if p, ok := cmd.(forParty); ok && a.Kind == access.Resident && p.party() != a.Party {
		return Case{}, nil, ErrNotFound // a resident speaks for one party only, and learns of no other
	}
	know, rules, err := s.know(ctx, a, c, cmd)
	if err != nil {
		return Case{}, nil, err
	}
	decided, err := Decide(c, cmd, by(a, c), s.Clock.Now(), ask.Claimed, know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	return s.play(ctx, a.Tenant, c, decided, rules, ask)
}

// action is the name under which the access policies know a command. Setting the office's seal is an act of its own.
func action(cmd Command) string {
	switch cmd := cmd.(type) {
	case Sign:
		if cmd.As == "seal" {
			return "mediation.seal"
		}
	case Attach:
		return "mediation.upload"
	case GiveSlip:
		if cmd.Second {
			return "mediation.approve_slip"
		}
	}
	return "mediation." + string(cmd.Kind())
}

// by says who acts: a party for itself, or an account in the post that it holds for the case.
func by(a access.Actor, c Case) casefile.By {
	switch a.Kind {
	case access.Staff:
		b := casefile.By{Kind: a.Kind, Account: a.Account}
		for _, kind := range []access.PostKind{access.Mediator, access.Clerk, access.Lead, access.Records} {
			if a.Holds(kind, c.Unit) {
				b.Post = kind
				break
			}
		}
		if b.Post == "" && officer(a, c.Unit) {
			b.Post = access.Privacy
		}
		if b.Post == "" && (asksAbove(a, &c) || len(leadsOf(a, &c)) > 0) {
			b.Post = access.Lead
		}
		if e := c.EngagementOf(a.Account); e != nil {
			b.Post = access.Mediator
		}
		return b
	case access.System:
		return casefile.System
	default:
		return casefile.By{Kind: access.Resident, Party: a.Party}
	}
}

// officer reports whether the actor is the privacy officer of a unit.
func officer(a access.Actor, unit id.ID) bool {
	return slices.ContainsFunc(a.Posts, func(p access.Post) bool {
		return p.Kind == access.Privacy && (p.Unit == unit || slices.Contains(p.Below, unit))
	})
}

// asksAbove reports whether the actor leads the unit above that was asked for a mediator.
func asksAbove(a access.Actor, c *Case) bool {
	return !c.Asked.IsZero() && a.Holds(access.Lead, c.Asked)
}

// know loads what the machine needs to decide the command, and no more.
func (s *Service) know(ctx context.Context, a access.Actor, c Case, cmd Command) (k Knowledge, rules *rulebook.Rulebook, err error) {
	if rules, err = s.Office.RulebookOf(c.Rulebook, c.RulebookVersion); err != nil {
		return k, nil, err
	}
	k.Rules, k.Leading, k.For = rules, leadsOf(a, &c), forUnit(a, &c)
	switch cmd := cmd.(type) {
	case Propose:
		k.Mediators, err = s.candidates(ctx, a, c)
	case AskAbove:
		if k.Mediators, err = s.Office.Mediators(ctx, c.Tenant, c.Unit); err == nil {
			k.Above, err = s.Office.Above(ctx, c.Tenant, c.Unit)
		}
	case ChangeContact:
		k.Contact, err = s.contactOf(ctx, a, c, cmd.Party)
	case InviteJoint:
		k.Other, err = s.other(ctx, c.Tenant, cmd.Unit)
	case AgreeJoint:
		if j := c.JointUnit(cmd.Joint); j != nil {
			k.Other, err = s.other(ctx, c.Tenant, j.Unit)
		}
		if err == nil {
			k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID)
		}
	case Withdraw, Refuse, StopFollowUp, EndAuthority, EndReferral:
		k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID)
	case Expire, AskExtension, AgreeExtension:
		k.Due, err = s.due(ctx, c)
	case Invite, Accept:
		k.Concern, err = s.concerns(ctx, c)
	case Begin:
		if x := c.Session(cmd.Session); x != nil && len(x.With) > 1 { // as of an appointment
			k.Concern, err = s.concerns(ctx, c)
		}
	case Schedule:
		if len(cmd.With) > 1 { // a talk with one party asks nothing of the others, and leaves no trace of a reading with them
			if k.Concern, err = s.concerns(ctx, c); err != nil {
				return k, nil, err
			}
		}
		if err == nil && cmd.Mode == "video" {
			k.Room, err = s.room(ctx, c.Tenant)
		}
		if err == nil {
			err = s.free(ctx, a, c, cmd, rules, &k)
		}
	case AskUrgent, ApproveUrgent:
		if k.Seconds, _, _, err = s.counter(ctx, c); err == nil {
			k.Colleagues, err = s.Office.Colleagues(ctx, c.Tenant, c.Unit)
		}
		if err == nil {
			k.Officers, err = s.Office.Holders(ctx, c.Tenant, c.Unit, access.Privacy, false)
		}
	case AskDemand:
		k.Officers, err = s.Office.Holders(ctx, c.Tenant, c.Unit, access.Privacy, false)
	case AskStatutory:
		k.Seconds, err = s.statutorySeconds(ctx, c, a.Account)
	case ReleaseOffer:
		k.Words, err = s.offerWords(ctx, a, c, cmd.Offer)
	case Shred, Erase, PartyEnded:
		k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID)
	case AskSlip, GiveSlip:
		if k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID); err == nil {
			k.Seconds, k.Askers, _, err = s.counter(ctx, c)
		}
	case HandOver:
		k.Leads = a.Holds(access.Lead, c.Unit)
		k.Colleagues, err = s.Office.Colleagues(ctx, c.Tenant, c.Unit)
	case Draft, Oral, Vary:
		k.Names, err = s.names(ctx, a, c)
	}
	return k, rules, err
}

// candidates are the accounts that the actor may propose: mediators of the unit and above it, and for the lead above who
// was asked, those of the other units too.
func (s *Service) candidates(ctx context.Context, a access.Actor, c Case) ([]id.ID, error) {
	if asksAbove(a, &c) {
		return s.Office.MediatorsWithin(ctx, c.Tenant, c.Asked)
	}
	if u := forUnit(a, &c); !u.IsZero() {
		return s.Office.MediatorsWithin(ctx, c.Tenant, u)
	}
	return s.Office.Mediators(ctx, c.Tenant, c.Unit)
}

// Candidates are the accounts that the actor may propose as mediators of a case. Errors: those of access.
func (s *Service) Candidates(ctx context.Context, a access.Actor, caseID id.ID) (_ []id.ID, err error) {
	defer wrap(&err, "candidates")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.propose", c.Facts()); err != nil {
		return nil, err
	}
	return s.candidates(ctx, a, c)
}

func (s *Service) due(ctx context.Context, c Case) (map[string]time.Time, error) {
	rows, err := s.Repo.Promises(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	due := map[string]time.Time{}
	for _, p := range rows {
		if p.Open() && p.PausedSince.IsZero() {
			due[p.Rule] = p.Due
		}
	}
	return due, nil
}

// concerns reads what the parties said in their private talks, for the guards alone: linli reads it, not the person who
// asks, who may be a lead without a right to the content.
func (s *Service) concerns(ctx context.Context, c Case) (map[id.ID]Concern, error) {
	told := map[id.ID]Concern{}
	self := access.Actor{Kind: access.System, Tenant: c.Tenant, Via: "job"}
	return told, each(ctx, s, self, c, FieldTalk, func(party id.ID, t PrivateTalk) { told[party] = t.Concern })
}

// names reads the parties' names, which an agreement states.
func (s *Service) names(ctx context.Context, a access.Actor, c Case) (map[id.ID]string, error) {
	names := map[id.ID]string{}
	return names, each(ctx, s, a, c, FieldIdentity, func(party id.ID, i Identity) { names[party] = i.Name })
}

// each opens one field of every owner. It is a read like any other: it needs the right, and it is written down.
func each[T any](ctx context.Context, s *Service, a access.Actor, c Case, field string, yield func(owner id.ID, v T)) error {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID, true)
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Field != field })
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return err
	}
	for i, t := range texts {
		var v T
		if err := json.Unmarshal(t, &v); err != nil {
			return fmt.Errorf("read %s: %w", field, err)
		}
		yield(fields[i].Owner, v)
	}
	return nil
}

func salt() (out [16]byte) {
	if _, err := rand.Read(out[:]); err != nil {
		panic("mediation: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	return out
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("mediation: %s: %w", doing, *err)
	}
}
