package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Found opens a tenant with its root unit and its first administrator.
type Found struct {
	Slug      string
	Name      string
	Zone      string // IANA name
	Languages []string
	Rulebook  string
	Level     Level // of the root unit, which bears the tenant's name
	Code      string
	Login     string // of the first administrator
	Person    string // the administrator's name
	Desk      Desk   // of the root unit
}

// Founded is a tenant that has just been opened.
type Founded struct {
	Tenant  Tenant
	Root    Unit
	Account Colleague
	Code    id.Code // the first administrator's enrolment code, to be printed once
}

// Found is for the command line (linli init, linli demo): the actor must be the system, through "cli". Errors: Forbidden
// for anyone else; Invalid for the fields; [ErrTaken] where the slug is taken.
func (s *Service) Found(ctx context.Context, a access.Actor, c Found) (Founded, error) {
	a.Tenant = s.ids.New()
	rootID := s.ids.New()
	if a.Kind != access.System {
		return Founded{}, fault.New(fault.Forbidden, "access.refused.office.manage")
	}
	if err := s.manage(a, rootID); err != nil {
		return Founded{}, err
	}
	c.Name, c.Code = strings.TrimSpace(c.Name), strings.ToUpper(strings.TrimSpace(c.Code))
	c.Desk = c.Desk.tidy()
	if err := c.check(); err != nil {
		return Founded{}, err
	}
	now := s.clock.Now()
	t := Tenant{ID: a.Tenant, Slug: c.Slug, Tag: id.NewTag(), Name: c.Name, Zone: c.Zone, Languages: c.Languages,
		Rulebook: c.Rulebook, CreatedAt: now, Version: 1}
	root := Unit{Tenant: t.ID, ID: rootID, Level: c.Level, Code: c.Code, Name: c.Name, Desk: c.Desk, Version: 1}
	account, err := s.newAccount(t.ID, CreateAccount{Unit: rootID, Login: c.Login, Name: c.Person, Language: c.Languages[0]})
	if err != nil {
		return Founded{}, err
	}
	post := Post{Tenant: t.ID, ID: s.ids.New(), Unit: rootID, Account: account.ID, Kind: access.Administrator, From: now, Version: 1}
	code, enrolment := s.newEnrolment(t, account.ID, a.Account)
	err = s.repo.Play(ctx, Change{Tenant: t.ID, Tenants: []Tenant{t}, Units: []Unit{root}, Accounts: []Account{account}, Posts: []Post{post},
		Enrolments: []Enrolment{enrolment}, Events: []Event{s.event(a, "tenant.founded", rootID, account.ID, c.Code)}})
	if err != nil {
		return Founded{}, takenAt(err, "slug")
	}
	return Founded{Tenant: t, Root: root, Account: account.colleague(), Code: code}, nil
}

func (c Found) check() error {
	var l fault.List
	checkName(&l, c.Name)
	c.Desk.check(&l)
	if !slugForm.MatchString(c.Slug) {
		l.Add("slug", "office.slug.unfit")
	}
	if !codeForm.MatchString(c.Code) {
		l.Add("code", "office.code.unfit")
	}
	if !slices.Contains(Levels(), c.Level) {
		l.Add("level", "office.level.unknown")
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" || c.Zone == "Local" {
		l.Add("zone", "office.zone.unknown")
	}
	if c.Rulebook == "" {
		l.Add("rulebook", "office.rulebook.missing")
	}
	for _, lang := range c.Languages {
		if _, ok := i18n.Parse(lang); !ok {
			l.Add("languages", "office.language.unknown")
		}
	}
	if len(c.Languages) == 0 {
		l.Add("languages", "office.language.unknown")
	}
	return l.Err()
}

// Furnish gives an account its password and second factor without an enrolment, for the demo office and for tests.
type Furnish struct {
	Account  id.ID
	Password string
	Secret   []byte // of the second factor
}

// Furnish is for the command line only. It returns an API token of the account; one of an organisation has none. It spends the
// account's enrolments.
func (s *Service) Furnish(ctx context.Context, a access.Actor, c Furnish) (string, error) {
	if a.Kind != access.System {
		return "", fault.New(fault.Forbidden, "access.refused.office.manage")
	}
	account, _, err := s.managed(ctx, a, c.Account)
	if err != nil {
		return "", err
	}
	t, err := s.repo.Tenant(ctx, a.Tenant)
	if err != nil {
		return "", err
	}
	if account.Password, err = s.hasher.Hash(ctx, c.Password); err != nil {
		return "", err
	}
	if account.TOTP, err = s.seal.Seal(ctx, t.ID, sealTOTP(account.ID), c.Secret); err != nil {
		return "", err
	}
	account.TOTPStep = max(account.TOTPStep, 1) // as an enrolment leaves it
	account.Version++
	ch := Change{Tenant: t.ID, Accounts: []Account{account}, SpendAll: []id.ID{account.ID}}
	if !account.Organisation.IsZero() {
		return "", s.repo.Play(ctx, ch)
	}
	token, session, err := s.newSession(t, account.ID, API, "token")
	if err != nil {
		return "", err
	}
	ch.Sessions = []Session{session}
	return token, s.repo.Play(ctx, ch)
}

// TenantOf returns the tenant of a slug or tag. Error: [ErrNotFound].
func (s *Service) TenantOf(ctx context.Context, tagOrSlug string) (Tenant, error) {
	type key struct{ tagOrSlug string }
	return recall(s.known, key{tagOrSlug}, func() (Tenant, error) {
		t, err := s.repo.TenantOf(ctx, tagOrSlug)
		if err != nil {
			return Tenant{}, err
		}
		return s.repo.Tenant(ctx, t)
	})
}

// TenantByID returns the tenant. Error: [ErrNotFound].
func (s *Service) TenantByID(ctx context.Context, tenant id.ID) (Tenant, error) {
	type key struct{ tenant id.ID }
	return recall(s.known, key{tenant}, func() (Tenant, error) { return s.repo.Tenant(ctx, tenant) })
}

// Tenants lists all tenants, for tickers, which loop over them, and for whoever names none: of a program that asks for no language the
// first one's is taken.
func (s *Service) Tenants(ctx context.Context) ([]Tenant, error) {
	type key struct{}
	return recall(s.known, key{}, func() ([]Tenant, error) { return s.tenants(ctx) })
}

func (s *Service) tenants(ctx context.Context) ([]Tenant, error) {
	ids, err := s.repo.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Tenant, 0, len(ids))
	for _, tenant := range ids {
		t, err := s.repo.Tenant(ctx, tenant)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}
