package mediation

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrSlip is the one answer to a wrong code, a wrong passphrase and a slip that was replaced.
var ErrSlip = fault.New(fault.Unauthenticated, "mediation.slip_wrong")

// firstIssue is how long after an application its own browser may ask for the passphrase.
const firstIssue = 15 * time.Minute

// Enter lets a resident in with code and passphrase. Every wrong answer is ErrSlip and takes the same time.
func (s *Service) Enter(ctx context.Context, tenant id.ID, code, passphrase string) (_ access.Actor, err error) {
	defer wrap(&err, "enter")
	c, codeErr := id.ParseCode(code)
	p, passErr := id.ParsePassphrase(passphrase)
	var slip casefile.Slip
	if codeErr == nil {
		if slip, err = s.Repo.Slip(ctx, tenant, c); err != nil && !isNotFound(err) {
			return access.Actor{}, err
		}
	}
	fits, err := s.Slips.Check(ctx, slip.Hash, p)
	if err != nil {
		return access.Actor{}, err
	}
	if codeErr != nil || passErr != nil || !fits || !slip.EndedAt.IsZero() {
		return access.Actor{}, ErrSlip
	}
	return access.Actor{Kind: access.Resident, Tenant: tenant, Case: slip.Case, Party: slip.Party}, nil
}

// Leave ends every session that was opened with a slip, in this browser and wherever else its token was copied. It writes
// neither a row nor a time: the slip gets another random number in place of the one that those sessions carry.
func (s *Service) Leave(ctx context.Context, a access.Actor, code id.Code) (err error) {
	defer wrap(&err, "leave")
	slip, err := s.Repo.Slip(ctx, a.Tenant, code)
	if err != nil {
		return err
	}
	if a.Kind != access.Resident || slip.Case != a.Case || slip.Party != a.Party {
		return ErrNotFound
	}
	return s.Repo.EndSessions(ctx, a.Tenant, code, casefile.SessionNumber())
}

// IssueSlip gives a party its passphrase: for a slip that has none yet, else a new slip in place of a lost one. It is
// a step of its own because hashing takes time that an application does not wait for. The passphrase is returned this
// once and kept nowhere.
func (s *Service) IssueSlip(ctx context.Context, a access.Actor, caseID, party id.ID) (_ id.Code, passphrase string, err error) {
	defer wrap(&err, "issue slip")
	fresh, err := s.freshSlip(ctx, a, caseID, party, nil)
	if err != nil {
		return "", "", err
	}
	if _, _, err = s.Act(ctx, a, caseID, fresh.give, Ask{}); err != nil {
		return "", "", err
	}
	return fresh.code, fresh.passphrase, nil
}

// IssueSlipOnce is [Service.IssueSlip] for a request that can be repeated: what answer makes of code and passphrase is
// kept for a day, sealed under a key that only the request's own key gives. It reports whether the answer was there.
func (s *Service) IssueSlipOnce(ctx context.Context, a access.Actor, caseID, party id.ID, r *casefile.Request, answer func(id.Code, string) []byte) (_ []byte, replayed bool, err error) {
	defer wrap(&err, "issue slip once")
	if stored, err := s.stored(ctx, a.Tenant, r); err == nil || !isNotFound(err) { // hashing is dear; of two that hash side by side, Act lets one write
		return stored, true, err
	}
	fresh, err := s.freshSlip(ctx, a, caseID, party, nil)
	if err != nil { // whoever sent the same at once may have been given it meanwhile, and a second slip takes two people
		if stored, known := s.stored(ctx, a.Tenant, r); known == nil || errors.Is(known, casefile.ErrKeyReused) {
			return stored, true, known
		}
		return nil, false, err
	}
	after, body, err := s.Act(ctx, a, caseID, fresh.give, Ask{Request: r, Answer: func(Case, []casefile.Slip) []byte {
		return answer(fresh.code, fresh.passphrase)
	}})
	return body, after.ID.IsZero(), err
}

// freshSlip is a slip that waits to be given.
type freshSlip struct {
	code       id.Code
	passphrase string
	give       GiveSlip
}

func (s *Service) freshSlip(ctx context.Context, a access.Actor, caseID, party id.ID, mail *signing.Half) (freshSlip, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return freshSlip{}, err
	}
	all, err := s.Repo.Slips(ctx, a.Tenant, caseID)
	if err != nil {
		return freshSlip{}, err
	}
	give := GiveSlip{Party: party, ByMail: mail != nil, mail: mail, Second: a.Kind == access.Staff && given(all, party)}
	if err := s.mayGive(ctx, a, c, give); err != nil { // before any work: hashing is dear
		return freshSlip{}, err
	}
	live, there := casefile.SlipOf(all, party)
	if !there {
		return freshSlip{}, refuse("party_not_invited")
	}
	passphrase := id.NewPassphrase(nil)
	hash, err := s.Slips.Hash(ctx, passphrase)
	if err != nil {
		return freshSlip{}, err
	}
	give.slips = live.Issue(hash, s.Clock.Now())
	return freshSlip{give.slips[len(give.slips)-1].Code, passphrase, give}, nil
}

// given reports whether a party has a slip with a passphrase.
func given(slips []casefile.Slip, party id.ID) bool {
	return slices.ContainsFunc(slips, func(x casefile.Slip) bool { return x.Party == party && x.EndedAt.IsZero() && x.Hash != "" })
}

// mayGive asks who may give this slip: the first one is given by an account at work on the case, for a slip opens what it
// reads; a lost one is replaced by whoever approves what another has asked for; a party replaces its own.
func (s *Service) mayGive(ctx context.Context, a access.Actor, c Case, give GiveSlip) error {
	if !give.Second {
		if err := s.Access.Check(a, action(give), c.Facts()); err != nil {
			return err
		}
		if a.Kind == access.Staff && !slices.Contains(c.Assigned(), a.Account) {
			return fault.New(fault.Forbidden, "access.refused.mediation.slip")
		}
		return nil
	}
	facts, seconds, askers, err := s.facts(ctx, c)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, action(give), facts); err != nil {
		return err
	}
	d := &decision{Knowledge: Knowledge{Seconds: seconds, Askers: askers}, c: c, cmd: give, by: by(a, c), now: s.Clock.Now()}
	if rule := d.replacing(give.Party).Refused(); rule != "" {
		return refuse(rule)
	}
	return nil
}

// FirstSlip gives the passphrase to whoever has just applied and knows the new code: once, and only for a quarter of
// an hour.
func (s *Service) FirstSlip(ctx context.Context, tenant id.ID, code id.Code) (_ string, err error) {
	defer wrap(&err, "first slip")
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return "", err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	if err != nil {
		return "", err
	}
	if slip.Hash != "" || s.Clock.Now().Sub(c.Received) > firstIssue {
		return "", ErrNotFound
	}
	_, passphrase, err := s.IssueSlip(ctx, access.Actor{Kind: access.Resident, Tenant: tenant, Case: slip.Case, Party: slip.Party, Via: "web"}, slip.Case, slip.Party)
	return passphrase, err
}
