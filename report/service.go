package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Office is what the service needs to know of the office.
type Office interface {
	// Tag is the tenant's random tag, with which its codes begin.
	Tag(ctx context.Context, tenant id.ID) (string, error)
	// Rulebook is the rulebook that new cases of the tenant begin under.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// RulebookOf is the version that a case keeps.
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	// Root is the office's own unit.
	Root(ctx context.Context, tenant id.ID) (id.ID, error)
	// Now is the unit that has the work of a unit: itself while it is open.
	Now(ctx context.Context, tenant, unit id.ID) (id.ID, error)
	casefile.Heirs
	// UnitsOf are the office's own open units.
	UnitsOf(ctx context.Context, tenant id.ID) ([]id.ID, error)
	// Left are the units that have ended and whose work the unit has.
	Left(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
	Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Holding are the accounts that hold the post in the unit now, each with all its posts.
	Holding(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]access.Actor, error)
	// Staffed is another text than before once other units work, or other accounts hold posts in them.
	Staffed(ctx context.Context, tenant id.ID) (string, error)
	// At are the accounts that hold one of the posts in the unit now, in the order of the posts.
	At(ctx context.Context, tenant, unit id.ID, posts ...access.PostKind) ([]id.ID, error)
	// Holders are the accounts that hold the post in the unit, or with above set in the unit above it; where nobody does, those of the
	// next unit above.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Account is an account with the posts that it holds now; a closed one holds none.
	Account(ctx context.Context, tenant, account id.ID) (access.Actor, error)
	// Mediators are the accounts that hold a mediator's post in the unit or above it.
	Mediators(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// MediatesIn are the units in which an account holds a mediator's post now.
	MediatesIn(ctx context.Context, tenant, account id.ID) ([]id.ID, error)
}

// Passphrases keeps authors' passphrases.
type Passphrases interface {
	Hash(ctx context.Context, passphrase string) (string, error)
}

// Service is the one way in to complaints: it checks access, lets the machine decide and plays the change.
type Service struct {
	*casefile.Service
	Repo   Repo
	Office Office
	Slips  Passphrases
	Relay  Relay
	// Opens is told after commit that a report was published, by the id that everybody reads; nil: nobody is.
	Opens func(ctx context.Context, tenant, publicID id.ID)

	mu      sync.Mutex
	climbed map[id.ID]string // on what day, and with whom in which post, what waits at each tenant's desks was looked at last
}

// File opens a complaint. It returns the author's code; the passphrase is given in a step of its own ([Service.FirstSlip]).
// Errors: fault.Field "unit" and "mediator" for a choice that the form did not offer, the guard "nobody_answers" where nobody in the office may
// have it, those of access, and the store's.
func (s *Service) File(ctx context.Context, a access.Actor, cmd File, r *casefile.Request) (code id.Code, err error) {
	defer wrap(&err, "file")
	filed, err := s.FileAnswering(ctx, a, cmd, r, nil)
	return filed.Code, err
}

// FileAnswering is [Service.File] with the answer that is stored for a request that is sent again.
func (s *Service) FileAnswering(ctx context.Context, a access.Actor, cmd File, r *casefile.Request, answer Answering) (Filed, error) {
	return s.filed(ctx, a.Tenant, r, answer, func(answer Answering) ([]byte, error) { return s.file(ctx, a, cmd, r, answer) })
}

func (s *Service) file(ctx context.Context, a access.Actor, cmd File, r *casefile.Request, answer Answering) ([]byte, error) {
	c := Case{Tenant: a.Tenant, About: []id.ID{cmd.Unit}, Mediator: cmd.Mediator, Received: s.Clock.Now()}
	know := Knowledge{}
	var err error
	if know.Rules, err = s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now()); err != nil {
		return nil, err
	}
	if err := s.about(ctx, &c); err != nil {
		return nil, err
	}
	know.About = c.About
	if know.Desk, err = s.desk(ctx, &c); err != nil {
		return nil, err
	}
	act := "report.file"
	if a.Kind == access.Staff {
		act = "report.enter"
	}
	facts := access.Facts{Tenant: a.Tenant, Unit: know.Desk.Unit, Kind: Capability, Desk: know.Desk.Post, About: c.About, Since: recently(c.Received), Barred: c.Barred()}
	if err := s.Access.Check(a, act, facts); err != nil {
		return nil, err
	}
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, &c), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return nil, err
	}
	decided.answer = answer
	_, body, err := s.play(ctx, Case{Tenant: a.Tenant}, decided, know.Rules, r)
	return body, err
}

// about checks the choice of unit and mediator, and adds to the case the other units in which the mediator mediates, and those that have
// ended and whose work one of them has, of which the author may be speaking: none of them has to do with the complaint.
func (s *Service) about(ctx context.Context, c *Case) error {
	line, err := s.Office.Line(ctx, c.Tenant, c.About[0])
	if err != nil {
		return err
	}
	if len(line) == 0 {
		return fault.Field("unit", "form.choose")
	}
	var more []id.ID
	if !c.Mediator.IsZero() {
		mediators, err := s.Office.Mediators(ctx, c.Tenant, c.About[0])
		if err != nil {
			return err
		}
		if !slices.Contains(mediators, c.Mediator) {
			return fault.Field("mediator", "form.choose")
		}
		if more, err = s.Office.MediatesIn(ctx, c.Tenant, c.Mediator); err != nil {
			return err
		}
	}
	for _, u := range append(c.About, more...) {
		left, err := s.Office.Left(ctx, c.Tenant, u)
		if err != nil {
			return err
		}
		more = append(more, left...)
	}
	for _, u := range more {
		if !slices.Contains(c.About, u) {
			c.About = append(c.About, u)
		}
	}
	return nil
}

// Act asks for an event on a complaint. It returns the case after it. Errors: those of access (a case that the actor may
// not know of is ErrNotFound), of the machine (fault.Guard, fault.Invalid), Conflict "report.moved" when others kept moving
// the case, and the store's.
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
	return c, body, err
}

// tries is [Service.ActOnce] within a request that was claimed before.
func (s *Service) tries(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (c Case, body []byte, err error) {
	body, err = s.Retry(ctx, a.Tenant, nil, s.Repo, ErrMoved, func() (body []byte, err error) {
		c, body, err = s.act(ctx, a, caseID, cmd, r, answer)
		return body, err
	})
	return c, body, err
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (Case, []byte, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if cmd, err = s.lent(ctx, a, &c, cmd); err != nil {
		return Case{}, nil, err
	}
	facts := c.factsFor(cmd, s.Clock.Now())
	if x, ok := cmd.(aside); ok {
		if facts, err = s.Asides().FactsFor(ctx, facts, &c.Exported, c.Version, x.AsideAct, ErrMoved); err != nil {
			return Case{}, nil, err
		}
	}
	if err := s.Access.Check(a, action(cmd), facts); err != nil {
		return Case{}, nil, err
	}
	know, err := s.know(ctx, a, c, cmd)
	if err != nil {
		return Case{}, nil, err
	}
	who := by(a, &c)
	lets := know.lets(who.Kind, &c) // deciding leaves the words out of the texts
	decided, err := Decide(c, cmd, who, s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	decided.answer = answer
	if _, takes := cmd.(TakeOut); takes {
		last := decided.Case.TakenOut[len(decided.Case.TakenOut)-1]
		if err := s.takeOutOfTwins(ctx, &c, who, takeOutToo{words: lets, reason: last.Reason, despite: last.Despite}); err != nil {
			return Case{}, nil, err
		}
	}
	return s.play(ctx, c, decided, know.Rules, r)
}

// know loads what the machine needs to decide the command, and no more.
func (s *Service) know(ctx context.Context, a access.Actor, c Case, cmd Command) (k Knowledge, err error) {
	if k.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return k, err
	}
	switch cmd.Kind() {
	case "reopen", "offer_survey":
		err = s.knowWith(ctx, &c, &k)
	case "ask_review":
		if err = s.knowWith(ctx, &c, &k); err != nil {
			return k, err
		}
		if last := c.final(); c.State == Joined && last != nil {
			c.AnsweredBy = last.By
		}
		c.Review = c.ID // whoever answered does not review: from here on as if it had been asked
		k.Desk, err = s.desk(ctx, &c)
	case "ask_second_review":
		c.Second = c.ID
		k.Desk, err = s.desk(ctx, &c)
	case "publish":
		k.Listed, err = s.Repo.Places(ctx, c.Tenant)
	case "assign":
		k.Here, err = s.here(ctx, c.Tenant, c.Desk.Unit)
	case "transfer":
		category, _ := k.Rules.Report.Category(c.Category)
		category.HandledBy = ""
		k.Desk, err = s.queue(ctx, c.Tenant, cmd.(Transfer).Unit, category)
	case "climb":
		err = s.climbing(ctx, c, &k)
	case "inherit":
		err = s.inheriting(ctx, c, &k)
	case "join":
		var into Case
		if into, err = s.Repo.Case(ctx, c.Tenant, cmd.(Join).Into); err == nil && s.Access.Check(a, "report.see", into.Facts()) == nil {
			k.Into = &into
		}
		if errors.Is(err, ErrNotFound) {
			err = nil
		}
	case "forward":
		if k.Recipients, err = s.Relay.Recipients(ctx, c.Tenant, c.Category); err == nil && !c.MayPass {
			var p Public
			p, err = s.Repo.Public(ctx, c.Tenant, c.PublicID)
			k.Read = p.Shown
		}
		if errors.Is(err, ErrNotFound) { // nothing of it is public: the guard says so
			err = nil
		}
	case "demand", "ask_urgent", "approve_urgent", "ask_export", "ask_given":
		k.Aside, err = s.Asides().Known(ctx, a, c.Facts(), cmd.Kind())
	case "ask_erasure":
		k.Here, err = s.keepers(ctx, &c)
	case "waive":
		k.Promised = casefile.Promised{Rules: k.Rules, Now: s.Clock.Now()}
		k.Promised.Rows, err = s.Repo.Promises(ctx, c.Tenant, c.ID)
	case "extend":
		var events []casefile.Event
		if events, err = s.Repo.Happened(ctx, c.Tenant, c.ID); err == nil {
			k.Extends = extends(&c, events, k.Rules, s.Clock.Now())
		}
	case "propose_take_out":
		if k.Counter, err = s.seconds(ctx, &c); err == nil {
			_, err = s.texts(ctx, a, &c, c.Facts(), &k)
		}
	case "refuse_take_out":
		k.Counter, err = s.seconds(ctx, &c)
	case "take_out":
		if k.Counter, err = s.seconds(ctx, &c); err == nil && c.Taking != nil {
			var grant access.Grant
			if grant, err = s.texts(ctx, a, &c, c.factsFor(cmd, s.Clock.Now()), &k); err == nil {
				err = s.renamed(ctx, grant, &c, cmd, by(a, &c), &k)
			}
		}
	case "slip", "ask_slip", "erase":
		if k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID); err == nil && cmd.Kind() != "erase" {
			k.Counter, err = s.counter(ctx, &c)
		}
	}
	return k, err
}

// by says who acts: the author, or an account in the post in which it answers.
func by(a access.Actor, c *Case) casefile.By {
	switch a.Kind {
	case access.Staff:
		b := casefile.By{Kind: a.Kind, Account: a.Account}
		posts := append([]access.PostKind{c.Desk.Post}, atCounter...)
		if c.InQueue() {
			posts = ofQueue
		}
		posts = slices.Concat(posts, ofArchive, []access.PostKind{access.Lead})
		for _, post := range posts {
			if a.Holds(post, c.Desk.Unit) && b.Post == "" {
				b.Post = post
			}
		}
		return b
	case access.System:
		return casefile.System
	default:
		return casefile.By{Kind: access.Resident, Party: a.Party}
	}
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("report: %s: %w", doing, *err)
	}
}
