package app

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/casefile/bundle"
	"linli/casefile/signing"
	"linli/duty"
	"linli/insight"
	"linli/insight/survey"
	"linli/mediation"
	"linli/mediation/invitation"
	"linli/mediation/roster"
	"linli/mediation/stipend"
	"linli/office"
	"linli/office/digest"
	"linli/office/webhook"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/ledger"
	"linli/platform/notify"
	"linli/platform/oidc"
	"linli/platform/outbound"
	"linli/platform/passkey"
	"linli/platform/tiles"
	"linli/platform/vault"
	"linli/referral"
	"linli/referral/directory"
	"linli/report"
	"linli/report/inspection"
	"linli/report/recipient"
	"linli/report/subscription"
	"linli/rulebook"
	"linli/rulebook/release"
	cases "linli/store/casefile"
	insights "linli/store/insight"
	jobs "linli/store/job"
	"linli/store/keys"
	ledgers "linli/store/ledger"
	mediations "linli/store/mediation"
	invitations "linli/store/mediation/invitation"
	rosters "linli/store/mediation/roster"
	stipends "linli/store/mediation/stipend"
	offices "linli/store/office"
	referrals "linli/store/referral"
	directories "linli/store/referral/directory"
	reports "linli/store/report"
	inspections "linli/store/report/inspection"
)

// App is linli put together: the services on their stores, without a network.
type App struct {
	Config Config
	Clock  clock.Clock
	IDs    *id.Source
	Log    *slog.Logger
	Stores *Stores

	Texts     *i18n.Bundle
	Library   *rulebook.Library // what is built in and in the folder; an office has its own versions beside: officeOf.Rulebook
	Rights    *access.Engine
	Vault     *vault.Vault
	Blobs     *blob.Folder
	Map       *tiles.Archive // the base map of the data folder, map.pmtiles; nil: there is none
	Office    *office.Service
	Mediation *mediation.Service
	Runs      mediation.Runs
	Brought   report.Runs
	Roster    *roster.Service
	Outreach  *invitation.Service
	Webhooks  *webhook.Service
	Breaches  *breach.Service
	Digest    *digest.Service
	Stipends  *stipend.Service
	Report    *report.Service
	Inspect   *inspection.Service
	Directory *directory.Service
	Duty      *duty.Service
	Referral  *referral.Service
	Insight   *insight.Service
	Survey    *survey.Service
	Ledger    *ledger.Ledger
	Queue     *jobs.Store
	Mailer    *notify.Mailer // nil: no mail server is set

	Recipients *recipient.Service
	Bundles    *bundle.Service // the whole files of cases; what prints them comes with the site

	Follows    *subscription.Service // the public list of reports, by e-mail and to programs
	FollowsOut *outbound.Client      // posts to the latter

	Versions *release.Service // new versions of the offices' rulebooks
	books    books

	keys    *keys.Store
	mirror  *vault.JournalFile // of the erasure journal; nil: none is set
	offices *offices.Store
	ledgers *ledgers.Store
	tallies *insights.Store

	mu         sync.Mutex
	machine    machine
	signers    map[id.ID]*ledger.Signer
	sequencers map[id.ID]*ledger.Sequencer
	warnings   map[id.ID]warned
	forgot     map[id.ID]time.Time // when each tenant was looked through last
	erased     map[id.ID]untilMonth
	keeps      map[id.ID]string // the version of each tenant's rulebook that was written down last
	worker     *job.Worker
	origin     string
}

// ErrJournal: the file that mirrors the erasure journal cannot be written. Args: file.
var ErrJournal = fault.New(fault.Unavailable, "cli.journal_unusable")

// Options are what a caller may set beyond the configuration.
type Options struct {
	Clock    clock.Clock // nil for the machine's
	Log      *slog.Logger
	Passkeys *passkey.Site
	Provider *oidc.Provider // the office's identity provider; nil: none
	// Passwords is what a new password or passphrase costs; zero: [office.Recommended].
	Passwords office.Cost
	// Shipped is what is built in, where several apps of a process share it; nil: it is read.
	Shipped *Shipped
}

// Shipped is what is built into the program and nobody changes: texts, rulebooks, rights. It is safe for concurrent use.
type Shipped struct {
	Texts   *i18n.Bundle
	Library *rulebook.Library
	Rights  *access.Engine
}

// ReadShipped reads what is built in.
func ReadShipped() (*Shipped, error) {
	texts, err := i18n.Open()
	if err != nil {
		return nil, err
	}
	library, err := ShippedRulebooks()
	if err != nil {
		return nil, err
	}
	rights, err := access.NewEngine()
	if err != nil {
		return nil, err
	}
	return &Shipped{texts, library, rights}, nil
}

// New builds the services.
func New(ctx context.Context, c Config, s *Stores, o Options) (*App, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	var err error
	if o.Shipped == nil {
		if o.Shipped, err = ReadShipped(); err != nil {
			return nil, err
		}
	}
	a := &App{Config: c, Clock: o.Clock, machine: watchMachine(o.Clock, s), IDs: id.NewSource(o.Clock, nil), Log: o.Log, Stores: s,
		Texts: o.Shipped.Texts.Afresh(), Library: o.Shipped.Library, Rights: o.Shipped.Rights,
		signers: map[id.ID]*ledger.Signer{}, sequencers: map[id.ID]*ledger.Sequencer{}, keeps: map[id.ID]string{}, warnings: map[id.ID]warned{}}
	if a.Texts, err = withLanguages(a.Texts, c.Languages, o.Log); err != nil {
		return nil, err
	}
	if a.Library, err = withOwn(a.Library, c.Rulebooks); err != nil {
		return nil, err
	}
	if err := a.openVault(); err != nil {
		return nil, err
	}
	if a.Blobs, err = blob.OpenFolder(filepath.Join(c.Data, "blobs")); err != nil {
		return nil, err
	}
	if a.Map, err = tiles.Open(filepath.Join(c.Data, "map.pmtiles")); err != nil {
		return nil, err
	}
	a.offices, a.ledgers, a.Queue = offices.New(s.Cases), ledgers.New(s.Cases), jobs.New(s.Cases)
	a.Ledger = ledger.New(a.ledgers, a.Clock)
	a.Office = office.New(office.Options{Repo: a.offices, Rights: a.Rights, Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs, Log: o.Log, Passkeys: o.Passkeys, Provider: o.Provider,
		Speaks:    func(tag string) bool { _, ok := a.Texts.Parse(tag); return ok },
		Passwords: o.Passwords})
	a.Roster = &roster.Service{Repo: rosters.New(s.Cases), Office: &officeOf{a}, Access: a.Rights, Clock: a.Clock}
	a.Outreach = &invitation.Service{Repo: invitations.New(s.Cases), Office: &officeOf{a}, Access: a.Rights, Clock: a.Clock, IDs: a.IDs}
	store := mediations.New(s.Cases)
	a.Runs = store
	a.Mediation = &mediation.Service{Service: a.service(), Repo: store, Office: &officeOf{a}, Roster: a.Roster, Slips: office.NewHasher(1, o.Passwords), Passkeys: &signing.Passkeys{Site: o.Passkeys, Keys: a.Office, Halves: store, Clock: a.Clock}}
	a.Stipends = &stipend.Service{Repo: stipends.New(s.Cases), Cases: store, Office: &officeOf{a}, Access: a.Rights, Clock: a.Clock}
	reported := reports.New(s.Cases)
	a.Brought = reported
	a.Report = &report.Service{Service: a.service(), Repo: reported, Office: &reportOffice{officeOf{a}}, Slips: office.NewHasher(1, o.Passwords)}
	a.Inspect = &inspection.Service{Service: a.service(), Repo: inspections.New(s.Cases), Office: &reportOffice{officeOf{a}}}
	a.Directory = &directory.Service{Repo: directories.New(s.Cases), Office: &officeOf{a}, Access: a.Rights, Clock: a.Clock, IDs: a.IDs}
	a.openDuties()
	a.Referral = &referral.Service{Service: a.service(), Repo: referrals.New(s.Cases), Office: &reportOffice{officeOf{a}}, Directory: a.Directory,
		Slips: office.NewHasher(1, o.Passwords)}
	a.Directory.InUse = a.Referral.InUse
	a.tallies = insights.New(s.Cases)
	a.Insight = &insight.Service{Tallies: a.tallies, Monthly: a.tallies, Kept: a.tallies, Promises: cases.New(s.Cases), Gate: a.Rights, Clock: a.Clock, Providers: a.providers,
		Rules: func(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error) {
			return (&officeOf{a}).Rulebook(ctx, tenant, a.Clock.Now())
		}, Edition: (&officeOf{a}).RulebookOf}
	a.openWebhooks()
	a.openBreaches()
	a.openDigest()
	a.openRecipients()
	a.openBundles()
	a.openVersions()
	a.openSubscriptions()
	if err := a.openSurvey(); err != nil {
		return nil, err
	}
	if err := a.openMail(); err != nil {
		return nil, err
	}
	if a.worker, err = a.newWorker(); err != nil {
		return nil, err
	}
	return a, nil
}

// service is what a capability shares with the others. Each has its own, so that none waits for the files of another.
func (a *App) service() *casefile.Service {
	return &casefile.Service{Vault: a.Vault, Access: a.Rights, Recorder: a.offices, Reads: a.offices, Clock: a.Clock, IDs: a.IDs, Files: a.Blobs,
		Cleaner: blob.NewCleaner(blob.Limits{}), Queued: a.wake, Rules: a.countedBy}
}

// Close ends what the services do in the background. The stores stay open.
func (a *App) Close() {
	a.Vault.Close()
	if a.Map != nil {
		_ = a.Map.Close() // it was only read
	}
	if a.mirror != nil {
		_ = a.mirror.Close() // each entry was synced when it was written
	}
}

// openVault opens the vault, with the mirror of its erasure journal where one is set.
func (a *App) openVault() (err error) {
	settings := vault.Settings{Fields: FieldTable()}
	if a.Config.Journal != "" {
		if a.mirror, err = vault.OpenJournalFile(a.Config.Journal); err != nil {
			return fault.Wrap(ErrJournal.Code, ErrJournal.Key, err).With(fault.Args{"file": a.Config.Journal})
		}
		settings.Mirror = a.mirror
	}
	a.keys = keys.New(a.Stores.Keys)
	a.Vault, err = vault.New(a.keys, a.Stores.Operator, a.Clock, a.IDs, settings)
	return err
}

func (a *App) zone() *time.Location {
	for _, book := range a.Library.IDs() {
		for _, v := range a.Library.Versions(book) {
			return v.Zone
		}
	}
	return time.UTC
}

// spread draws the jitter of retries.
func spread() float64 { return rand.Float64() } //nolint:gosec // a delay is no secret
