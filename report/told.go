package report

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/vault"
)

// FieldMail is the address to which a reporter is told that something waits, with its language and the digits that confirm it.
const FieldMail = "report.mail"

// Told is that a reporter left an e-mail address for one thing: to hear that something waits on its page. The address has a section of its
// own, which ends with it; whoever handles the report reads neither. Nobody leaves one with a report about a unit or its people: whoever
// runs the office's mail would see when its author is written to.
type Told struct {
	Section   id.ID     `json:"section,omitzero"` // of the address; zero: there is none
	At        time.Time `json:"at"`               // when it was left
	Confirmed time.Time `json:"confirmed,omitzero"`
	Tried     int       `json:"tried,omitempty"`  // wrong digits since
	Left      int       `json:"left,omitempty"`   // how often an address was left
	Refused   time.Time `json:"refused,omitzero"` // when a mail server said that there is no such mailbox; the address is destroyed then
}

// Confirm reports whether the address waits to be confirmed.
func (t Told) Confirm() bool { return !t.Section.IsZero() && t.Confirmed.IsZero() }

// Letter is what a mail needs. An empty address says that none is written.
type Letter struct {
	To       string `json:"to"`
	Language string `json:"language"`
	Digits   string `json:"digits,omitempty"`
}

// Limits of an address that is to be confirmed: its digits, and how often one report has a mailbox asked.
const (
	digitsLast  = 24 * time.Hour
	digitsTried = 5
	mailboxes   = 5
)

// TellByMail is the reporter's: it wants to hear by e-mail that something waits. Nothing goes there before it is confirmed but six digits.
type TellByMail struct {
	Address, Language string
}

// Kind is the machine's event.
func (TellByMail) Kind() casefile.Kind { return "tell_by_mail" }

func (x TellByMail) decide(d *decision, s *Step) (any, error) {
	if !notify.Plain(x.Address) {
		return nil, fault.Field("address", "mediation.field.email")
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return nil, fmt.Errorf("drawing digits: %w", err)
	}
	s.Event.Visibility = casefile.Only(d.c.Author)
	s.seal(vault.Contact, s.Event.ID, s.Event.ID, FieldMail, Letter{x.Address, x.Language, fmt.Sprintf("%06d", n)})
	s.Drop = d.c.Told.ends
	return nil, nil
}

func foldTellByMail(c *Case, e casefile.Event, _ struct{}) {
	c.Told = Told{Section: e.ID, At: e.At, Left: c.Told.Left + 1}
}

// ends says that the section of the address ends.
func (t Told) ends(of vault.Scope) bool {
	return !t.Section.IsZero() && of == vault.Scope{Kind: vault.Contact, Of: t.Section}
}

// ConfirmMail is the reporter's proof that the address is its own: the digits that were written there.
type ConfirmMail struct{ proven bool }

// Kind is the machine's event.
func (ConfirmMail) Kind() casefile.Kind { return "confirm_mail" }

func (ConfirmMail) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(d.c.Author)
	return nil, nil
}

func foldConfirmMail(c *Case, e casefile.Event, _ struct{}) { c.Told.Confirmed = e.At }

// TryMail is that wrong digits were typed; with the fifth the address is destroyed.
type TryMail struct{}

// Kind is the machine's event.
func (TryMail) Kind() casefile.Kind { return "try_mail" }

func (TryMail) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(d.c.Author)
	if d.c.Told.Tried+1 >= digitsTried {
		s.Drop = d.c.Told.ends
	}
	return nil, nil
}

func foldTryMail(c *Case, _ casefile.Event, _ struct{}) {
	if c.Told.Tried++; c.Told.Tried >= digitsTried {
		c.Told.Section = id.ID{}
	}
}

// StopMail is the reporter's, in one step: the address is destroyed.
type StopMail struct{}

// Kind is the machine's event.
func (StopMail) Kind() casefile.Kind { return "stop_mail" }

func (StopMail) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(d.c.Author)
	s.Drop = d.c.Told.ends
	return nil, nil
}

func foldStopMail(c *Case, _ casefile.Event, _ struct{}) { c.Told = Told{Left: c.Told.Left} }

// MailRefused is linli's: a mail server said that there is no such mailbox. The address is destroyed, and whoever handles the report learns
// that its reporter is not told any more.
type MailRefused struct{}

// Kind is the machine's event.
func (MailRefused) Kind() casefile.Kind { return "mail_refused" }

func (MailRefused) decide(d *decision, s *Step) (any, error) {
	s.Drop = d.c.Told.ends
	return nil, nil
}

func foldMailRefused(c *Case, e casefile.Event, _ struct{}) {
	c.Told = Told{Left: c.Told.Left, Refused: e.At}
}

// The guards of the address.
var (
	mailLeft    = Guard{"mail_none", func(d *decision) bool { return !d.c.Told.Section.IsZero() }}
	mailWaits   = Guard{"mail_confirmed", func(d *decision) bool { return d.c.Told.Confirm() }}
	mailProven  = Guard{"mail_digits", func(d *decision) bool { return d.cmd.(ConfirmMail).proven }}
	mailInTime  = Guard{"mail_late", func(d *decision) bool { return d.now.Before(d.c.Told.At.Add(digitsLast)) }}
	mailSeldom  = Guard{"mail_often", func(d *decision) bool { return d.c.Told.Left < mailboxes }}
	mailOfIssue = Guard{"mail_part", func(d *decision) bool { return d.c.PartOf.IsZero() }}
)

// mailed are the acts of which a reporter hears that something waits, and never what.
var mailed = []casefile.Kind{"not_accept", "accept", "transfer", "inherit", "climb", "start", "interim", "extend", "answer", "fix", "recheck", "recheck_failed", "decide_review", "send_back", "join", "part", "tell_too",
	"split", "forward", "heard", "message", "publish", "unpublish", "propose_take_out", "take_out", "answer_change", "ask_slip", "demand", "answer_demand", "tell_demand", "ask_urgent", "approve_urgent", "check_urgent"}

// The jobs that write to a reporter.
const (
	mailJob    = "report.mail"         // something waits
	confirmJob = "report.confirm_mail" // the digits that confirm an address
)

// mails are the jobs that tell the reporter. What happens to a part that was split off stands on the page of the whole.
func (c *Case) mails(e casefile.Event, add func(kind string, p job.Payload, at time.Time) error) error {
	of := job.Payload{"case": c.ID.String()}
	switch {
	case e.Kind == (TellByMail{}).Kind():
		return add(confirmJob, of, e.At)
	case !slices.Contains(mailed, e.Kind) || e.By.Kind == access.Resident || e.Visibility == casefile.Office:
		return nil
	case !c.PartOf.IsZero():
		of["case"] = c.PartOf.String()
	case c.Told.Confirmed.IsZero():
		return nil
	}
	return add(mailJob, of, e.At)
}

// Mails are the jobs that tell the reporter of what is no act of the report that something waits on its page: none where it left no
// address, as nobody does with a report about a unit or its people. A part is told of on the page of the whole.
func (s *Service) Mails(ctx context.Context, tenant, caseID id.ID) (_ []job.Job, err error) {
	defer wrap(&err, "mails to the reporter")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	for err == nil && !c.PartOf.IsZero() {
		c, err = s.Repo.Case(ctx, tenant, c.PartOf)
	}
	if errors.Is(err, ErrNotFound) || err == nil && (c.Told.Section.IsZero() || c.Told.Confirm() || c.Restricted() || !c.Erased.IsZero()) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	j, err := job.New(tenant, s.IDs.New(), mailJob, job.Payload{"case": c.ID.String()}, now, now)
	return []job.Job{j}, err
}

// Letter is what a job writes to a reporter: with digits while the address waits to be confirmed, else that something waits. The reading is
// written down before. Nothing else of the report is opened.
func (s *Service) Letter(ctx context.Context, tenant, caseID id.ID, confirms bool) (out Letter, err error) {
	defer wrap(&err, "letter")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if errors.Is(err, ErrNotFound) || err == nil && (c.Told.Section.IsZero() || c.Told.Confirm() != confirms || c.Restricted()) {
		return Letter{}, nil
	}
	if err != nil {
		return Letter{}, err
	}
	if out, err = s.letter(ctx, casefile.Itself(tenant), c, access.ForJob); !confirms {
		out.Digits = ""
	}
	return out, err
}

func (s *Service) letter(ctx context.Context, a access.Actor, c Case, why access.Purpose) (out Letter, err error) {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), why)
	if err != nil {
		return out, err
	}
	fields, err := s.Repo.Sealed(ctx, grant.Tenant(), grant.Case())
	if err != nil {
		return out, err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Field != FieldMail || f.Owner != c.Told.Section })
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if errors.Is(err, vault.ErrShredded) || len(texts) == 0 { // stopped meanwhile
		return out, nil
	}
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(texts[0], &out)
}

// RefusesMail writes down that nothing arrives at the address.
func (s *Service) RefusesMail(ctx context.Context, tenant, caseID id.ID) error {
	return s.settle(ctx, tenant, caseID, MailRefused{})
}

// ConfirmMail takes the digits that were written to the reporter's address. Errors: those of [Service.Act]; the guard "mail_digits" for wrong ones, of which the fifth
// destroys the address.
func (s *Service) ConfirmMail(ctx context.Context, a access.Actor, typed string) (err error) {
	defer wrap(&err, "confirm an address")
	c, err := s.Repo.Case(ctx, a.Tenant, a.Case)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "report.confirm_mail", c.Facts()); err != nil {
		return err
	}
	l, err := s.letter(ctx, a, c, access.ForParty)
	if err != nil {
		return err
	}
	proven := l.Digits != "" && subtle.ConstantTimeCompare([]byte(l.Digits), []byte(typed)) == 1
	_, err = s.Act(ctx, a, a.Case, ConfirmMail{proven}, nil)
	if f := fault.Of(err); f != nil && f.Key == "issue.guard.mail_digits" {
		if _, tried := s.Act(ctx, a, a.Case, TryMail{}, nil); tried != nil {
			return tried
		}
	}
	return err
}
