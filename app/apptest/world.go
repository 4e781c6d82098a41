// Package apptest gives tests a small office on both engines: two villages of a township, one account a post, and an
// invented dispute that can be taken along its road.
package apptest

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/passkey"
	"linli/store/dialect"
	"linli/testkit"
)

// Password is every account's.
const Password = "correct horse battery"

// Noon is when the office opens: a Monday morning in Shanghai.
var Noon = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// Setting is where the office stands: under which rulebook, and how people speak and pay there.
type Setting struct {
	Found    office.Found
	Villages [2]string // names of V1 and V2
	Opens    time.Time
	Currency string
	Packs    string // folder of the languages that the office added; empty: none
}

// Town is the same township under the rulebook cn-town, which has duties.
func Town() Setting {
	s := China()
	s.Found.Rulebook = "cn-town"
	return s
}

// China is a township under the rulebook cn, where people speak Chinese.
func China() Setting {
	return Setting{Found: office.Found{Slug: "test", Name: "测试镇调解中心", Zone: "Asia/Shanghai", Languages: []string{"zh-Hans", "zh-Hant", "en"}, Rulebook: "cn",
		Level: office.Township, Code: "T", Login: "root", Person: "管理员", Desk: Desk}, Villages: [2]string{"柳树村", "石桥村"}, Opens: Noon, Currency: "CNY"}
}

// NewYork is a center under the rulebook us-ny, where people speak English. It opens on a Monday morning.
func NewYork() Setting {
	return Setting{Found: office.Found{Slug: "test", Name: "Willow County Mediation Center", Zone: "America/New_York", Languages: []string{"en"}, Rulebook: "us-ny",
		Level: office.Township, Code: "T", Login: "root", Person: "Administrator", Desk: office.Desk{Address: "1 Center Street, Willow, NY", Phone: "212-555-0100", Hours: "Monday to Friday, 9 a.m. to 5 p.m."}},
		Villages: [2]string{"Willow", "Stonebridge"}, Opens: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), Currency: "USD"}
}

// Anywhere is an office under the rulebook generic, which takes reports and nothing else. It opens on a Monday morning, in a zone that
// is not its rulebook's and a week before its clocks go forward.
func Anywhere() Setting {
	return Setting{Found: office.Found{Slug: "test", Name: "Lindenau Office", Zone: "Europe/Berlin", Languages: []string{"en", "zh-Hans", "zh-Hant"}, Rulebook: "generic",
		Level: office.Township, Code: "T", Login: "root", Person: "Administrator", Desk: office.Desk{Address: "1 Lime Square, Lindenau"}},
		Villages: [2]string{"East", "West"}, Opens: time.Date(2026, 3, 23, 9, 0, 0, 0, time.UTC), Currency: "EUR"}
}

// World is the office.
type World struct {
	Setting
	T      testing.TB
	App    *app.App
	Clock  *clock.Manual
	Place  testkit.Place
	Office *app.Furnished
	Ctx    context.Context
	Log    *Log                   // what the program writes into its log, from the debugging level on
	Tells  func() mediation.Apply // what the next applicant tells; nil: [World.Application]

	next time.Time // from when the mediator is free of the roads' sessions
}

// Log keeps the lines of a log. It is safe for use by many goroutines.
type Log struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write takes lines in.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String is everything that was written.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Each runs a test with the office on SQLite and on PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, w *World)) {
	t.Helper()
	EachOf(t, China(), test)
}

// EachOf is [Each] somewhere else.
func EachOf(t *testing.T, where Setting, test func(t *testing.T, w *World)) {
	t.Helper()
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) { test(t, NewIn(t, p, Origin, where)) })
}

// OnOne runs a test with the office on SQLite alone: what stands on the services, as pages and papers do, is the same on
// both engines, and the services are tested on both.
func OnOne(t *testing.T, test func(t *testing.T, w *World)) {
	t.Helper()
	test(t, New(t, testkit.Embedded(t, "cases")))
}

// Origin is where passkeys are used, unless a test says otherwise.
const Origin = "http://localhost:8080"

// New furnishes the office on one engine.
func New(t testing.TB, p testkit.Place) *World {
	t.Helper()
	return NewAt(t, p, Origin)
}

// NewAt furnishes the office for an origin, at which its passkeys are used.
func NewAt(t testing.TB, p testkit.Place, origin string) *World {
	t.Helper()
	return NewIn(t, p, origin, China())
}

// NewIn furnishes the office somewhere else.
func NewIn(t testing.TB, p testkit.Place, origin string, where Setting) *World {
	t.Helper()
	w := &World{Setting: where, T: t, Clock: clock.NewManual(where.Opens), Place: p, Ctx: context.Background(), Log: &Log{}}
	dir := t.TempDir()
	c := app.Config{Data: dir, Keys: dir + "/keys", Operator: dir + "/keys/operator.key", Journal: dir + "/keys/erasures.jsonl", Database: p.URL, Languages: where.Packs}
	stores, err := app.OpenStoresAt(w.Ctx, c, p.Open(t, dialect.Options{Clock: w.Clock}))
	w.must(err)
	t.Cleanup(func() { w.must(stores.Keys.Close()) })
	keys, err := passkey.New(origin)
	w.must(err)
	o := w.Options()
	o.Log, o.Passkeys = slog.New(slog.NewJSONHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug})), keys
	w.App, err = app.New(w.Ctx, c, stores, o)
	w.must(err)
	t.Cleanup(w.App.Close)
	hire := func(login string, unit string, posts ...access.PostKind) app.Hire {
		return app.Hire{Login: login, Name: login, Password: Password, Language: w.Language(), Unit: unit, Posts: posts}
	}
	w.Office, err = w.App.Furnish(w.Ctx, where.Found,
		[]app.UnitPlan{{Code: "V1", Name: where.Villages[0], Parent: "T", Level: office.Village}, {Code: "V2", Name: where.Villages[1], Parent: "T", Level: office.Village}},
		[]app.Hire{hire("clerk", "V1", access.Clerk), hire("mediator", "V1", access.Mediator), hire("second", "T", access.Mediator),
			hire("lead", "V1", access.Lead), hire("other.clerk", "V2", access.Clerk), hire("other.mediator", "V2", access.Mediator),
			hire("upper.lead", "T", access.Lead), hire("admin", "T", access.Administrator), hire("privacy", "T", access.Privacy),
			hire("statistician", "T", access.Statistician), hire("records", "V1", access.Records)})
	w.must(err)
	return w
}

// shipped is what is built in, read once for all offices of a test's process: nothing changes it.
var shipped = sync.OnceValues(app.ReadShipped)

// Cheap is what the passwords of tests cost: the least that Argon2id takes. They guard nothing.
var Cheap = office.Cost{Memory: 8, Passes: 1}

// Options are those of an app on the world's stores, or on others, by the world's clock and with nobody reading its log.
func (w *World) Options() app.Options {
	w.T.Helper()
	parts, err := shipped()
	w.must(err)
	return app.Options{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Passwords: Cheap, Shipped: parts}
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Desk is where the office receives people; its villages have none of their own.
var Desk = office.Desk{Address: "测试镇中心街 1 号", Phone: "010-5555 0100", Hours: "周一至周五 9:00—17:00"}

// Language is the one that people speak.
func (s Setting) Language() string { return s.Found.Languages[0] }

// say is what people say, in their language.
func (s Setting) say(chinese, english string) string {
	if s.Language() == "en" {
		return english
	}
	return chinese
}

// Tenant is the office's tenant.
func (w *World) Tenant() id.ID { return w.Office.Tenant.ID }

// Unit is the unit of a code.
func (w *World) Unit(code string) id.ID { return w.Office.Units[code] }

// Hired is the account of a login name.
func (w *World) Hired(login string) app.Hired {
	w.T.Helper()
	for _, h := range w.Office.Staff {
		if h.Login == login {
			return h
		}
	}
	w.T.Fatalf("nobody is called %s", login)
	return app.Hired{}
}

// Hire opens one account more in the test office, which signs in as the others do.
func (w *World) Hire(login, unit string, posts ...access.PostKind) {
	w.T.Helper()
	w.must(w.App.Hire(w.Ctx, w.Office, app.Hire{Login: login, Name: login, Password: Password, Language: w.Language(), Unit: unit, Posts: posts}))
}

// LeadOf is the login of a unit's lead.
func (w *World) LeadOf(unit id.ID) string {
	w.T.Helper()
	for _, h := range w.Office.Staff {
		if w.Office.Units[h.Unit] == unit && slices.Contains(h.Posts, access.Lead) {
			return h.Login
		}
	}
	w.T.Fatalf("nobody leads %s", unit)
	return ""
}

// As is a signed-in account, resolved as a request would resolve it.
func (w *World) As(login string) access.Actor {
	w.T.Helper()
	signed, err := w.App.Office.Resolve(w.Ctx, w.Hired(login).Token, office.API)
	w.must(err)
	return signed.Actor
}

// Party is a party of a case, let in by its slip.
func (w *World) Party(c mediation.Case, i int) access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Parties[i].ID, Via: "web", Language: w.Language()}
}

// Refused fails the test unless err is a fault of the key.
func Refused(t testing.TB, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}
