package mediation

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
)

// The jobs that write to a party of how it is reached.
const (
	confirmJob = "mediation.confirm_address"
	formerJob  = "mediation.former_address"
)

// Limits of the digits that confirm an address, and of how often they are sent.
const (
	addressLasts = 24 * time.Hour
	mailPause    = 10 * time.Minute
	halfAddress  = "address"
)

// MailTo is what a job needs to write a mail. An empty address says that nothing is to be written.
type MailTo struct {
	To       string
	Language string
	Digits   string  // to type
	Code     id.Code // of the page that the mail leads to; empty where it leads to none
}

// contactJobs are the jobs that a change of how a party is reached leaves: the new address is asked to be confirmed before
// anything else goes there, and the one that was taken out is told once. A second job destroys an address that could not
// be told.
func (s *Service) contactJobs(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	var out []job.Job
	add := func(kind string, p job.Payload, at time.Time) error {
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		out = append(out, j)
		return err
	}
	for _, p := range ch.Case.Parties {
		if p.AddressWaits && (e.Kind == "apply" || e.Kind == "from_paper" || p.ID == e.By.Party) {
			if err := add(confirmJob, job.Payload{"case": ch.Case.ID.String(), "party": p.ID.String()}, now); err != nil {
				return nil, err
			}
		}
	}
	if p, f := ch.Case.former(e.ID); p != nil {
		payload := job.Payload{"case": ch.Case.ID.String(), "party": p.ID.String(), "section": f.Section.String()}
		for _, at := range []time.Time{now, f.At.Add(formerKept)} {
			if err := add(formerJob, payload, at); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// contactOf reads how the party that asks is reached: its own words, for its own change.
func (s *Service) contactOf(ctx context.Context, a access.Actor, c Case, party id.ID) (ContactDetails, error) {
	o, err := s.Open(ctx, access.Actor{Kind: access.Resident, Tenant: a.Tenant, Case: c.ID, Party: party, Via: a.Via}, c.ID, access.ForParty)
	if err != nil {
		return ContactDetails{}, err
	}
	return o.Contact[party], nil
}

// reached opens for a job how a party is reached. It is written down like every read.
func (s *Service) reached(ctx context.Context, tenant, caseID, party id.ID) (*Opened, error) {
	return s.Open(ctx, access.Actor{Kind: access.System, Tenant: tenant, Party: party, Via: "job"}, caseID, access.ForJob)
}

// AddressToConfirm makes the digits by which a party confirms its e-mail address, and keeps their hash. It is for the job
// "mediation.confirm_address"; digits that were sent before end. Errors: those of access and of the store.
func (s *Service) AddressToConfirm(ctx context.Context, tenant, caseID, party id.ID) (_ MailTo, err error) {
	defer wrap(&err, "confirm an address")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if isNotFound(err) {
		return MailTo{}, nil
	}
	if err != nil {
		return MailTo{}, err
	}
	p := c.Party(party)
	if p == nil || !p.AddressWaits || !p.Gone.IsZero() || !p.Shredded.IsZero() {
		return MailTo{}, nil
	}
	o, err := s.reached(ctx, tenant, caseID, party)
	if err != nil {
		return MailTo{}, err
	}
	to := o.Contact[party]
	if to.Email == "" || !to.Reach.ByMail() {
		return MailTo{}, nil
	}
	digits, err := drawCode()
	if err != nil {
		return MailTo{}, err
	}
	half := signing.Half{Case: caseID, Act: Act{"party", party}.name(), Kind: halfAddress, EndsAt: s.Clock.Now().Add(addressLasts)}
	if half.Body, err = s.Slips.Hash(ctx, addressFor(&c, p, digits)); err != nil {
		return MailTo{}, err
	}
	return MailTo{To: to.Email, Language: o.Identity[party].Language, Digits: digits}, s.Repo.KeepHalfSigned(ctx, tenant, half)
}

// addressFor is what is hashed: the digits with the party and the change that they are for, so that they fit no other.
func addressFor(c *Case, p *Party, digits string) string {
	return strings.Join([]string{digits, c.ID.String(), p.ID.String(), strconv.FormatInt(p.ContactLeft.UnixMicro(), 10)}, "\n")
}

// ConfirmAddress takes the digits that were written to a party's address from its own page. Errors: those of access and of
// the machine; [ErrNoCode], [ErrCodeOver], [ErrCodeTried] and "mediation.code.wrong" for wrong digits.
func (s *Service) ConfirmAddress(ctx context.Context, a access.Actor, typed string) (err error) {
	defer wrap(&err, "confirm an address")
	cmd := ConfirmContact{Party: a.Party, proven: &signing.Half{}}
	c, err := s.wouldDo(ctx, a, a.Case, cmd, time.Time{})
	if err != nil {
		return err
	}
	half, err := s.enterDigits(ctx, &c, Act{"party", a.Party}, halfAddress, typed, func(digits string) string {
		return addressFor(&c, c.Party(a.Party), digits)
	})
	if err != nil {
		return err
	}
	cmd.proven = &half
	_, _, err = s.Act(ctx, a, a.Case, cmd, Ask{})
	return err
}

// AskAddressAgain has the digits sent once more, in place of those before; within ten minutes of the last it does nothing.
func (s *Service) AskAddressAgain(ctx context.Context, a access.Actor) (err error) {
	defer wrap(&err, "send digits again")
	c, err := s.wouldDo(ctx, a, a.Case, ConfirmContact{Party: a.Party, proven: &signing.Half{}}, time.Time{})
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	half, err := s.Repo.HalfSigned(ctx, a.Tenant, c.ID, Act{"party", a.Party}.name(), halfAddress)
	if err == nil && now.Before(half.EndsAt.Add(mailPause-addressLasts)) {
		return nil
	}
	if err != nil && !errors.Is(err, signing.ErrGone) {
		return err
	}
	j, err := job.New(a.Tenant, s.IDs.New(), confirmJob, job.Payload{"case": c.ID.String(), "party": a.Party.String()}, now, now)
	if err != nil {
		return err
	}
	return s.Repo.Queue(ctx, j)
}

// FormerAddress is the address that a party took out, for the one mail that says so. It is for the job
// "mediation.former_address"; empty once it was told, or where its days are over.
func (s *Service) FormerAddress(ctx context.Context, tenant, caseID, party, section id.ID) (_ MailTo, err error) {
	defer wrap(&err, "former address")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if isNotFound(err) {
		return MailTo{}, nil
	}
	if err != nil {
		return MailTo{}, err
	}
	p, f := c.former(section)
	if p == nil || !s.Clock.Now().Before(f.At.Add(formerKept)) || !p.Shredded.IsZero() {
		return MailTo{}, nil
	}
	o, err := s.reached(ctx, tenant, caseID, party)
	if err != nil {
		return MailTo{}, err
	}
	return MailTo{To: o.Passage(FieldFormer, section), Language: o.Identity[party].Language}, nil
}

// ForgetFormer destroys an address that was taken out. One that is gone already is no error.
func (s *Service) ForgetFormer(ctx context.Context, tenant, caseID, section id.ID) error {
	return s.settle(ctx, tenant, caseID, FormerTold{Section: section})
}
