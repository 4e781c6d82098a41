package office

import (
	"context"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// CreateAccount opens an account for somebody who works here, or who answers referrals for an organisation of the directory.
type CreateAccount struct {
	Unit         id.ID // the unit that looks after the account
	Login        string
	Name         string
	Language     string
	Organisation id.ID // zero: it is staff
}

// CreateAccount needs office.manage on the unit. It returns the account and an enrolment code, which is shown once and
// handed to the person and works when a second person has approved it ([Service.Approve]), but for what the command line makes and while the
// office is being set up ([Service.Alone]). An account of an organisation is the whole office's. Errors: Invalid for the fields, [ErrTaken] for the login name, Guard "office.guard.unit_closed",
// "office.guard.organisation_top", "office.guard.approval_nobody".
func (s *Service) CreateAccount(ctx context.Context, a access.Actor, c CreateAccount) (Colleague, id.Code, error) {
	if err := s.manage(a, c.Unit); err != nil {
		return Colleague{}, "", err
	}
	account, err := s.newAccount(a.Tenant, c)
	if err != nil {
		return Colleague{}, "", err
	}
	unit, err := s.unit(ctx, a.Tenant, c.Unit)
	if err != nil {
		return Colleague{}, "", err
	}
	switch {
	case !unit.Open(s.clock.Now()):
		return Colleague{}, "", guard("unit_closed")
	case !c.Organisation.IsZero() && !unit.Parent.IsZero():
		return Colleague{}, "", guard("organisation_top")
	}
	t, err := s.repo.Tenant(ctx, a.Tenant)
	if err != nil {
		return Colleague{}, "", err
	}
	code, enrolment := s.newEnrolment(t, account.ID, a.Account)
	created := "account.created"
	if !account.Organisation.IsZero() {
		created = "account.created_outside"
	}
	if !account.Organisation.IsZero() { // that of a colleague can wait for one who approves
		if err := s.haveSecond(ctx, a, account); err != nil {
			return Colleague{}, "", err
		}
	}
	err = s.repo.Play(ctx, Change{Tenant: a.Tenant, Accounts: []Account{account}, Enrolments: []Enrolment{enrolment},
		Events: []Event{s.event(a, created, c.Unit, account.ID, "")}})
	if err != nil {
		return Colleague{}, "", takenAt(err, "login")
	}
	return account.colleague(), code, nil
}

func (s *Service) newAccount(tenant id.ID, c CreateAccount) (Account, error) {
	var l fault.List
	c.Login, c.Name = Login(c.Login), strings.TrimSpace(c.Name)
	checkLogin(&l, "login", c.Login)
	checkName(&l, c.Name)
	s.checkLanguage(&l, "language", c.Language)
	if err := l.Err(); err != nil {
		return Account{}, err
	}
	return Account{Tenant: tenant, ID: s.ids.New(), Unit: c.Unit, Organisation: c.Organisation, Login: c.Login, Name: c.Name, Language: c.Language,
		CreatedAt: s.clock.Now(), Version: 1}, nil
}

// ResetAccount is for a lost phone or a lost last passkey: it ends every session and token, drops the passkeys, makes
// password and second factor void, and returns a new enrolment code. It needs office.manage on the account's unit and on
// the unit of each post that the account holds, so that nobody takes over an account that reaches further than oneself.
// The privacy officer sees by whom. What ends ends at once; the new code works as that of [Service.CreateAccount] does. Guards: "office.guard.own_account", "office.guard.reaches_further", "office.guard.account_closed",
// "office.guard.approval_nobody".
func (s *Service) ResetAccount(ctx context.Context, a access.Actor, account id.ID) (id.Code, error) {
	var code id.Code
	err := decide(func() error {
		x, _, err := s.managed(ctx, a, account)
		if err != nil {
			return err
		}
		if !x.ClosedAt.IsZero() {
			return guard("account_closed")
		}
		t, err := s.repo.Tenant(ctx, a.Tenant)
		if err != nil {
			return err
		}
		if err := s.haveSecond(ctx, a, x); err != nil {
			return err
		}
		var enrolment Enrolment
		code, enrolment = s.newEnrolment(t, x.ID, a.Account)
		x.Password, x.TOTP = "", nil
		x.Version++
		return s.repo.Play(ctx, Change{Tenant: a.Tenant, Accounts: []Account{x}, EndAll: []id.ID{x.ID}, DropAll: []id.ID{x.ID},
			SpendAll: []id.ID{x.ID}, Enrolments: []Enrolment{enrolment}, Events: []Event{s.event(a, "account.reset", x.Unit, x.ID, "")}})
	})
	return code, err
}

// CloseAccount ends an account with its posts and sessions. Its name stays on the papers that bear it.
func (s *Service) CloseAccount(ctx context.Context, a access.Actor, account id.ID) error {
	return decide(func() error {
		x, posts, err := s.managed(ctx, a, account)
		if err != nil || !x.ClosedAt.IsZero() {
			return err
		}
		c := Change{Tenant: a.Tenant, EndAll: []id.ID{x.ID}, DropAll: []id.ID{x.ID}, SpendAll: []id.ID{x.ID},
			Events: []Event{s.event(a, "account.closed", x.Unit, x.ID, "")}}
		if err := s.keepAdministrator(ctx, &c, posts); err != nil {
			return err
		}
		now := s.clock.Now()
		for _, p := range posts {
			p.To = later(now, p.From)
			p.Version++
			c.Posts = append(c.Posts, p)
		}
		x.ClosedAt, x.Password, x.TOTP = now, "", nil
		x.Version++
		c.Accounts = []Account{x}
		return s.repo.Play(ctx, c)
	})
}

// managed loads an account that the actor may administer, with its posts.
func (s *Service) managed(ctx context.Context, a access.Actor, account id.ID) (Account, []Post, error) {
	x, err := s.repo.Account(ctx, a.Tenant, account)
	if err != nil {
		if mayAny := s.managesSomething(a); mayAny != nil {
			return Account{}, nil, mayAny
		}
		return Account{}, nil, err
	}
	if err := s.manage(a, x.Unit); err != nil {
		return Account{}, nil, err
	}
	if x.ID == a.Account {
		return Account{}, nil, guard("own_account")
	}
	posts, err := s.repo.PostsOf(ctx, a.Tenant, account, s.clock.Now())
	if err != nil {
		return Account{}, nil, err
	}
	for _, p := range posts {
		if err := s.manage(a, p.Unit); err != nil {
			return Account{}, nil, guard("reaches_further")
		}
	}
	return x, posts, nil
}

// managesSomething refuses whoever administers nothing, before it could learn which accounts exist.
func (s *Service) managesSomething(a access.Actor) error {
	refused := s.manage(a, id.ID{})
	for _, p := range a.Posts {
		if s.manage(a, p.Unit) == nil {
			return nil
		}
	}
	return refused
}

// Accounts lists the accounts that a unit looks after.
func (s *Service) Accounts(ctx context.Context, a access.Actor, unit id.ID) ([]Colleague, error) {
	if err := s.manage(a, unit); err != nil {
		return nil, err
	}
	accounts, err := s.repo.Accounts(ctx, a.Tenant, unit)
	out := make([]Colleague, 0, len(accounts))
	for _, x := range accounts {
		out = append(out, x.colleague())
	}
	return out, err
}

// AccountName is the name that colleagues and parties see; empty for an account that is not there.
func (s *Service) AccountName(ctx context.Context, tenant, account id.ID) (string, error) {
	x, err := s.repo.Account(ctx, tenant, account)
	if err != nil {
		return "", err
	}
	return x.Name, nil
}

// Record lists who changed what in the units that the actor audits, newest first.
func (s *Service) Record(ctx context.Context, a access.Actor, before id.ID, limit int) ([]Event, error) {
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	var units []id.ID
	var refused error
	for _, r := range tree.Rows() {
		if err := s.rights.Check(a, "office.audit", access.Facts{Tenant: a.Tenant, Unit: r.ID}); err != nil {
			refused = err
			continue
		}
		units = append(units, r.ID)
	}
	if len(units) == 0 {
		return nil, refused
	}
	return s.repo.Events(ctx, a.Tenant, units, before, min(max(limit, 1), 200))
}
