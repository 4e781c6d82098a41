package office

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/oidc"
	"linli/platform/passkey"
)

// Service holds the office's commands and queries. It is safe for use by many goroutines.
type Service struct {
	repo     Repo
	rights   *access.Engine
	seal     Sealer
	clock    clock.Clock
	ids      *id.Source
	log      *slog.Logger
	speaks   func(tag string) bool
	hasher   *Hasher
	keys     *passkey.Site  // nil: passkeys are off
	provider *oidc.Provider // nil: there is none
	known    *known

	byName, byClient, byAccount, byCode *throttle
}

// Options are what a service needs.
type Options struct {
	Repo   Repo
	Rights *access.Engine
	Seal   Sealer
	Clock  clock.Clock
	IDs    *id.Source
	Log    *slog.Logger // nil: slog's default
	// Hashing is how many passwords are worked on at once; zero: as many as there are cores, less one.
	Hashing int
	// Passwords is what a new one costs; zero: [Recommended].
	Passwords Cost
	// Speaks reports whether there are pages in a language; nil: in those that are built in.
	Speaks func(tag string) bool
	// Passkeys checks passkeys for this origin; nil turns them off (an IP address cannot have any).
	Passkeys *passkey.Site
	// Provider is the office's identity provider; nil: it has none.
	Provider *oidc.Provider
}

// New returns the service.
func New(o Options) *Service {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Hashing == 0 {
		o.Hashing = max(1, runtime.GOMAXPROCS(0)-1)
	}
	if o.Speaks == nil {
		o.Speaks = func(tag string) bool { _, ok := i18n.Parse(tag); return ok }
	}
	k := &known{clock: o.Clock}
	return &Service{
		speaks: o.Speaks,
		repo:   forgetting{o.Repo, k}, known: k, rights: o.Rights, seal: o.Seal, clock: o.Clock, ids: o.IDs, log: o.Log,
		hasher: NewHasher(o.Hashing, o.Passwords), keys: o.Passkeys, provider: o.Provider,
		byName:    newThrottle(5, 20*time.Second), // one client, one name: five at once, then three a minute
		byClient:  newThrottle(60, 2*time.Second), // one client, any name: an office behind one address
		byAccount: newThrottle(5, time.Minute),    // codes after a right password, from anywhere
		byCode:    newThrottle(10, 30*time.Second),
	}
}

// manage is the first line of every administrator's command.
func (s *Service) manage(a access.Actor, unit id.ID) error {
	return s.rights.Check(a, "office.manage", access.Facts{Tenant: a.Tenant, Unit: unit})
}

// retries is how often a command is decided again when a row moved under it.
const retries = 4

// decide runs a command again while it loses races.
func decide(f func() error) error {
	var err error
	for range retries {
		if err = f(); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}

func (s *Service) event(a access.Actor, kind string, unit, account id.ID, detail string) Event {
	return Event{Tenant: a.Tenant, ID: s.ids.New(), At: s.clock.Now(), Kind: kind, By: a.Account, Unit: unit, Account: account, Detail: detail}
}

// tree loads the tenant's units.
func (s *Service) tree(ctx context.Context, tenant id.ID) (Tree, error) {
	units, err := s.repo.Units(ctx, tenant)
	if err != nil {
		return Tree{}, err
	}
	return NewTree(units), nil
}

// guard is a refusal by one of the office's own rules.
func guard(name string) *fault.Error { return fault.New(fault.Guard, "office.guard."+name) }
