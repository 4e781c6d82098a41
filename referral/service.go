package referral

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/rulebook"
)

// Office is what the service needs to know of the office.
type Office interface {
	// Tag is the tenant's random tag, with which its codes begin.
	Tag(ctx context.Context, tenant id.ID) (string, error)
	// Rulebook is the rulebook that new cases of the tenant begin under; RulebookOf the version that a case keeps.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	casefile.Heirs
	// Root is the office's own unit.
	Root(ctx context.Context, tenant id.ID) (id.ID, error)
	// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
	Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Holding are the accounts that hold the post in the unit now, each with all its posts.
	Holding(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]access.Actor, error)
	// Account is an account with the posts that it holds now; a closed one holds none.
	Account(ctx context.Context, tenant, account id.ID) (access.Actor, error)
	// At are the accounts that hold one of the posts in the unit now, in the order of the posts.
	At(ctx context.Context, tenant, unit id.ID, posts ...access.PostKind) ([]id.ID, error)
	// Holders are the accounts that hold the post in the unit, or in the one above.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
}

// Directory is what the service needs of the directory of services.
type Directory interface {
	Cards(ctx context.Context, tenant id.ID, kind directory.Kind, ids []id.ID) ([]directory.Entry, error)
	Show(ctx context.Context, tenant, service id.ID) (directory.HelpService, error)
	// Owners are the organisations to which services belong now.
	Owners(ctx context.Context, tenant id.ID, services []id.ID) (map[id.ID]id.ID, error)
	Find(ctx context.Context, tenant id.ID, q directory.Query, after id.ID, limit int) (directory.Found, error)
}

// Passphrases keeps people's passphrases.
type Passphrases interface {
	Hash(ctx context.Context, passphrase string) (string, error)
}

// Service is the one way in to requests for help: it checks access, lets the machine decide and plays the change.
type Service struct {
	*casefile.Service
	Repo      Repo
	Office    Office
	Directory Directory
	Slips     Passphrases
}

// ErrLink is the one answer to a wrong link, a wrong key, and a link that is over.
var ErrLink = fault.New(fault.Unauthenticated, "referral.link_wrong")

// ErrOver answers a service that acts on a referral which has ended meanwhile: it learns that, and nothing else.
var ErrOver = fault.New(fault.Conflict, "referral.link_over")

// Act asks for an event on a case. It returns the case after it. Errors: those of access (a case that the actor may not know of is
// ErrNotFound), of the machine (fault.Guard, fault.Invalid; for a service ErrOver and ErrLink), Conflict "referral.moved" when
// others kept moving the case, and the store's.
func (s *Service) Act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request) (Case, error) {
	c, _, err := s.ActOnce(ctx, a, caseID, cmd, r, nil)
	return c, err
}

// ActOnce is [Service.Act] with the answer that is stored for a request that is sent again; then the case is the zero value.
func (s *Service) ActOnce(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (c Case, body []byte, err error) {
	defer wrap(&err, string(cmd.Kind()))
	body, err = s.Retry(ctx, a.Tenant, r, s.Repo, ErrMoved, func() (body []byte, err error) {
		c, body, err = s.act(ctx, a, caseID, cmd, r, answer)
		return body, err
	})
	if f := fault.Of(err); err != nil && a.Kind == access.Provider && f != nil && f.Code == fault.Guard {
		return Case{}, nil, ErrOver
	}
	return c, body, err
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (Case, []byte, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.may(ctx, a, &c, cmd); err != nil {
		return Case{}, nil, err
	}
	know, err := s.know(ctx, a, c, cmd)
	if err != nil {
		return Case{}, nil, err
	}
	decided, err := Decide(c, cmd, by(a, &c), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	decided.answer = answer
	return s.play(ctx, c, decided, know, r)
}

// may asks the policies, and of a service whether it has come to the referral that it speaks of, and still may.
func (s *Service) may(ctx context.Context, a access.Actor, c *Case, cmd Command) error {
	if a.Kind == access.Provider {
		of, ok := cmd.(ofReferral)
		if !ok || of.referral() != a.Party {
			return ErrLink
		}
		if err := s.enters(ctx, a, c.Referral(a.Party)); err != nil {
			return err
		}
	}
	if give, ok := cmd.(GiveSlip); ok && give.second {
		return s.Access.Check(a, "referral.approve_slip", c.factsAbove(give.above))
	}
	facts := c.FactsAt(s.Clock.Now())
	if x, ok := cmd.(aside); ok {
		var err error
		if facts, err = s.Asides().FactsFor(ctx, facts, &c.Exported, c.Version, x.AsideAct, ErrMoved); err != nil {
			return err
		}
	}
	return s.Access.Check(a, Capability+"."+string(cmd.Kind()), facts)
}

// know loads what the machine needs to decide the command, and no more.
func (s *Service) know(ctx context.Context, a access.Actor, c Case, cmd Command) (k Knowledge, err error) {
	if k.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return k, err
	}
	if k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID); err != nil {
		return k, err
	}
	switch x := cmd.(type) {
	case aside:
		k.Aside, err = s.Asides().Known(ctx, a, c.Facts(), cmd.Kind())
	case Waive:
		k.Promised = casefile.Promised{Rules: k.Rules, Now: s.Clock.Now()}
		k.Promised.Rows, err = s.Repo.Promises(ctx, c.Tenant, c.ID)
	case Refer:
		err = s.listed(ctx, c.Tenant, x.Service, &k)
	case Agree:
		if r := c.Referral(x.Referral); r != nil {
			var owners map[id.ID]id.ID
			owners, err = s.Directory.Owners(ctx, c.Tenant, []id.ID{r.Service})
			k.Organisation = owners[r.Service]
		}
	case Request:
		if r := c.Referral(x.Referral); r != nil {
			err = s.listed(ctx, c.Tenant, r.Service, &k)
		}
	case Inherit:
		err = s.inheriting(ctx, &c, &k)
	case GiveSlip, AskSlip, Erase:
		if k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID); err == nil && cmd.Kind() != (Erase{}).Kind() {
			k.Counter, err = s.counter(ctx, &c)
		}
	}
	return k, err
}

// listed looks a service up in the directory.
func (s *Service) listed(ctx context.Context, tenant, service id.ID, k *Knowledge) error {
	cards, err := s.Directory.Cards(ctx, tenant, directory.KindService, []id.ID{service})
	if err != nil || len(cards) == 0 {
		return err
	}
	k.Listed, k.Service = cards[0].Listed, cards[0].Card.Name
	return nil
}

// Asked is what asking for help gives.
type AskedFor struct {
	Case Case
	Code id.Code // the person's
}

// Ask opens a case. It returns the person's code; the passphrase is given in a step of its own ([Service.FirstSlip]). Errors:
// fault.Field for what is wrong with the fields ("needs", "text", "name", "language", "contact", "unit"), the guard
// "nobody_helps", those of access, and the store's.
func (s *Service) Ask(ctx context.Context, a access.Actor, cmd Ask, r *casefile.Request) (out AskedFor, err error) {
	defer wrap(&err, "ask")
	body, err := s.Once(ctx, a.Tenant, r, s.Repo, func() (body []byte, err error) {
		out.Case, body, err = s.ask(ctx, a, cmd, r, nil)
		return body, err
	})
	if err == nil {
		out.Code = id.Code(body)
	}
	return out, err
}

// AskOnce is [Service.Ask] with the answer that is stored for a request that is sent again.
func (s *Service) AskOnce(ctx context.Context, a access.Actor, cmd Ask, r *casefile.Request, answer Answering) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "ask")
	var c Case
	body, err := s.Once(ctx, a.Tenant, r, s.Repo, func() (body []byte, err error) {
		c, body, err = s.ask(ctx, a, cmd, r, answer)
		return body, err
	})
	return body, c.ID.IsZero(), err
}

func (s *Service) ask(ctx context.Context, a access.Actor, cmd Ask, r *casefile.Request, answer Answering) (Case, []byte, error) {
	know := Knowledge{}
	var err error
	if know.Rules, err = s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now()); err != nil {
		return Case{}, nil, err
	}
	if know.Unit, err = s.where(ctx, a, cmd.Unit); err != nil {
		return Case{}, nil, err
	}
	act := "referral.ask"
	if a.Kind == access.Staff {
		act = "referral.enter"
	}
	if err := s.Access.Check(a, act, access.Facts{Tenant: a.Tenant, Unit: know.Unit, Kind: Capability}); err != nil {
		return Case{}, nil, err
	}
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, &Case{Unit: know.Unit}), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	decided.answer = answer
	return s.play(ctx, Case{Tenant: a.Tenant}, decided, know, r)
}

// where is the unit whose workers help: that of the counter or the one that the person named, or the next above in which somebody
// does. It is zero where nobody does.
func (s *Service) where(ctx context.Context, a access.Actor, unit id.ID) (id.ID, error) {
	if unit.IsZero() {
		var err error
		if unit, err = s.Office.Root(ctx, a.Tenant); err != nil {
			return id.ID{}, err
		}
	}
	line, err := s.Office.Line(ctx, a.Tenant, unit)
	if err != nil {
		return id.ID{}, err
	}
	if len(line) == 0 {
		return id.ID{}, fault.Field("unit", "form.choose")
	}
	for _, u := range line {
		people, err := s.Office.At(ctx, a.Tenant, u, access.Referral)
		if err != nil || len(people) > 0 {
			return u, err
		}
	}
	return id.ID{}, nil
}

// by says who acts: the person, a service, or an account in the post in which it helps.
func by(a access.Actor, c *Case) casefile.By {
	switch a.Kind {
	case access.Staff:
		b := casefile.By{Kind: a.Kind, Account: a.Account}
		for _, post := range []access.PostKind{access.Referral, access.Clerk, access.Lead} {
			if b.Post == "" && slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == post && (p.Unit == c.Unit || post == access.Clerk) }) {
				b.Post = post
			}
		}
		return b
	case access.System:
		return casefile.System
	case access.Provider:
		return casefile.By{Kind: access.Provider, Account: a.Account, Party: a.Party}
	default:
		return casefile.By{Kind: access.Resident, Party: a.Party}
	}
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("referral: %s: %w", doing, *err)
	}
}
