package referral

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// firstIssue is how long after asking its own browser, or the counter, may ask for the passphrase.
const firstIssue = 15 * time.Minute

// GiveSlip gives the person the passphrase of its code, once; or, by the second of two people, a new slip in place of a lost one.
type GiveSlip struct {
	slips  []casefile.Slip // the one that ends, where one does, and the one that opens from now on
	second bool
	above  id.ID // the unit above whose people stand in
}

// Kind is the machine's event.
func (GiveSlip) Kind() casefile.Kind { return "slip" }

func (g GiveSlip) decide(_ *decision, s *Step) (any, error) {
	s.Issued = g.slips
	return nil, nil
}

// FirstSlip gives the passphrase to whoever has just asked and knows the new code: once, and only for a quarter of an hour.
// Error: ErrNotFound where it was given before.
func (s *Service) FirstSlip(ctx context.Context, tenant id.ID, code id.Code) (passphrase string, err error) {
	defer wrap(&err, "first slip")
	_, slip, err := s.justAsked(ctx, tenant, code)
	if err != nil {
		return "", err
	}
	_, err = s.giveSlip(ctx, tenant, slip, nil, func(told string) []byte {
		passphrase = told
		return nil
	})
	if err != nil {
		return "", err
	}
	return passphrase, nil
}

// FirstSlipOnce is [Service.FirstSlip] for an account that has just written a request down and names it beside its code; a request that
// is sent again gets the stored answer.
func (s *Service) FirstSlipOnce(ctx context.Context, a access.Actor, caseID id.ID, code id.Code, r *casefile.Request, answer func(passphrase string) []byte) (body []byte, replayed bool, err error) {
	defer wrap(&err, "first slip")
	replayed = true
	body, err = s.Retry(ctx, a.Tenant, r, s.Repo, ErrMoved, func() (body []byte, err error) {
		c, slip, err := s.justAsked(ctx, a.Tenant, code)
		if err != nil {
			return nil, err
		}
		if c.ID != caseID {
			return nil, ErrNotFound
		}
		if err := s.Access.Check(a, "referral.enter", c.Facts()); err != nil {
			return nil, err
		}
		body, err = s.giveSlip(ctx, a.Tenant, slip, r, answer)
		replayed = err != nil
		return body, err
	})
	return body, replayed, err
}

// justAsked is the case of a code that was given in the last quarter of an hour.
func (s *Service) justAsked(ctx context.Context, tenant id.ID, code id.Code) (Case, casefile.Slip, error) {
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return Case{}, slip, err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	if err == nil && s.Clock.Now().Sub(c.Received) > firstIssue {
		err = ErrNotFound
	}
	return c, slip, err
}

// giveSlip makes the passphrase of a code, and the answer that is stored for a request. Error: ErrNotFound where it was given before.
func (s *Service) giveSlip(ctx context.Context, tenant id.ID, slip casefile.Slip, r *casefile.Request, answer func(passphrase string) []byte) ([]byte, error) {
	if slip.Hash != "" {
		return nil, ErrNotFound
	}
	passphrase := id.NewPassphrase(nil)
	hash, err := s.Slips.Hash(ctx, passphrase)
	if err != nil {
		return nil, err
	}
	person := access.Actor{Kind: access.Resident, Tenant: tenant, Case: slip.Case, Party: slip.Party, Via: "web"}
	_, body, err := s.act(ctx, person, slip.Case, GiveSlip{slips: slip.Issue(hash, s.Clock.Now())}, r, func(Case, id.Code) []byte { return answer(passphrase) })
	if f := fault.Of(err); f != nil && f.Code == fault.Guard {
		return nil, ErrNotFound
	}
	return body, err
}

// Key is the secret half of a link, shown once and kept nowhere.
type Key string

// newLink makes the door of a referral, with the key that opens it.
func (s *Service) newLink(ctx context.Context, tenant id.ID, days int) (Link, Key, error) {
	tag, err := s.Office.Tag(ctx, tenant)
	key := Key(rand.Text())
	return Link{Code: id.NewCode(tag, nil), Hash: key.hash(), Expires: s.Clock.Now().AddDate(0, 0, days)}, key, err
}

func (k Key) hash() string {
	sum := sha256.Sum256([]byte(k))
	return hex.EncodeToString(sum[:])
}

// Request sends a referral and returns the key of its link, which nobody can show again: it is handed to the service. Errors:
// those of [Service.Act].
func (s *Service) Request(ctx context.Context, a access.Actor, caseID, referral id.ID) (link Link, key Key, err error) {
	if _, _, err = s.RequestOnce(ctx, a, caseID, referral, nil, shown(&link, &key)); err != nil {
		return Link{}, "", err
	}
	return link, key, nil
}

// RequestOnce is [Service.Request] with the answer that is stored for a request that is sent again.
func (s *Service) RequestOnce(ctx context.Context, a access.Actor, caseID, referral id.ID, r *casefile.Request, answer func(Case, Link, Key) []byte) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "request")
	return s.giveLink(ctx, a, caseID, func(l Link) Command { return Request{referral, l} }, r, answer)
}

// RenewLink makes another key; the one before opens nothing any more. Errors: those of [Service.Act].
func (s *Service) RenewLink(ctx context.Context, a access.Actor, caseID, referral id.ID) (link Link, key Key, err error) {
	if _, _, err = s.RenewLinkOnce(ctx, a, caseID, referral, nil, shown(&link, &key)); err != nil {
		return Link{}, "", err
	}
	return link, key, nil
}

// RenewLinkOnce is [Service.RenewLink] with the answer that is stored for a request that is sent again.
func (s *Service) RenewLinkOnce(ctx context.Context, a access.Actor, caseID, referral id.ID, r *casefile.Request, answer func(Case, Link, Key) []byte) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "renew a link")
	return s.giveLink(ctx, a, caseID, func(l Link) Command { return RenewLink{referral, l} }, r, answer)
}

// shown hands link and key to whoever shows them; nothing of them is stored.
func shown(link *Link, key *Key) func(Case, Link, Key) []byte {
	return func(_ Case, l Link, k Key) []byte {
		*link, *key = l, k
		return nil
	}
}

func (s *Service) giveLink(ctx context.Context, a access.Actor, caseID id.ID, with func(Link) Command, r *casefile.Request, answer func(Case, Link, Key) []byte) ([]byte, bool, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, false, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, false, err
	}
	link, key, err := s.newLink(ctx, a.Tenant, rules.Help.Link.N)
	if err != nil {
		return nil, false, err
	}
	after, body, err := s.ActOnce(ctx, a, caseID, with(link), r, func(c Case, _ id.Code) []byte { return answer(c, link, key) })
	return body, after.ID.IsZero(), err
}

// Enter lets a service in by its link and key. Every wrong answer is ErrLink.
func (s *Service) Enter(ctx context.Context, tenant id.ID, code id.Code, key Key) (_ access.Actor, err error) {
	defer wrap(&err, "enter")
	caseID, referral, err := s.Repo.Linked(ctx, tenant, code)
	if errors.Is(err, ErrNotFound) {
		return access.Actor{}, ErrLink
	}
	if err != nil {
		return access.Actor{}, err
	}
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if err != nil {
		return access.Actor{}, err
	}
	r := c.Referral(referral)
	if r == nil || r.Link.Code != code || !r.Link.Opens(s.Clock.Now()) || subtle.ConstantTimeCompare([]byte(r.Link.Hash), []byte(key.hash())) != 1 {
		return access.Actor{}, ErrLink
	}
	return access.Actor{Kind: access.Provider, Tenant: tenant, Case: caseID, Party: referral, Via: "link"}, nil
}
