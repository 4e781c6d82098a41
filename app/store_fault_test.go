package app_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/vault"
	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
	"linli/testkit/postgres"
)

// sentence is what a person reads of an error.
func sentence(t *testing.T, w *apptest.World, lang i18n.Language, err error) string {
	t.Helper()
	f := fault.Of(err)
	if f == nil {
		return ""
	}
	return w.App.Texts.For(lang, time.UTC).Text(f.Key, f.Args)
}

// reads checks that somebody who meets an error reads exactly these sentences.
func sentences(t *testing.T, w *apptest.World, err error, want map[i18n.Language]string) {
	t.Helper()
	for lang, text := range want {
		if got := sentence(t, w, lang, err); got != text {
			t.Errorf("%s: %q, want %q (%v)", lang, got, text, err)
		}
	}
}

// onServer is an office on a PostgreSQL server of its own, to be stopped and started.
func onServer(t *testing.T) (*postgres.Cluster, *apptest.World) {
	t.Helper()
	postgres.SkipIfMissing(t)
	c, err := postgres.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	p := testkit.Place{Engine: dialect.Postgres, URL: c.URL("postgres")}
	db, err := dialect.Open(t.Context(), p.URL, dialect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context(), db, migrations.Cases); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return c, apptest.New(t, p)
}

func TestPostgresStoppedAndStartedAgainUnderTheOffice(t *testing.T) {
	c, w := onServer(t)
	clerk := w.As("clerk")
	before := w.Apply()
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	for _, try := range []func() error{
		func() error {
			_, _, err := w.App.Mediation.Create(w.Ctx, clerk, w.Application(), mediation.Ask{})
			return err
		},
		func() error {
			_, _, err := w.App.Mediation.Act(w.Ctx, clerk, before.ID, mediation.Screen{}, mediation.Ask{})
			return err
		},
		func() error { _, err := w.App.Mediation.Open(w.Ctx, clerk, before.ID, access.ForWork); return err },
		func() error { _, err := w.App.Mediation.List(w.Ctx, clerk, mediation.Filter{}); return err },
		func() error { return w.App.Tick(w.Ctx) },
	} {
		sentences(t, w, try(), unreachable)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	after := w.Act(clerk, before, mediation.Screen{})
	if after.State != mediation.Screening || len(w.Events(after)) != 2 {
		t.Errorf("%s with %d events: something of what failed was kept", after.State, len(w.Events(after)))
	}
	if page, err := w.App.Mediation.List(w.Ctx, clerk, mediation.Filter{}); err != nil || len(page.Rows) != 1 {
		t.Errorf("%d cases, %v", len(page.Rows), err)
	}
}

// TestPostgresKilledUnderTheOffice: a server that crashes says no word to whoever is connected. The very first page asked
// of it is told as what it is, and with the server back nobody sees the connections that ended.
func TestPostgresKilledUnderTheOffice(t *testing.T) {
	c, w := onServer(t)
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	get := func(lang i18n.Language) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "http://localhost:8080/?lang="+string(lang), nil)
		r.RemoteAddr = "127.0.0.1:50000"
		r.Header.Set("Accept", "text/html")
		out := httptest.NewRecorder()
		site.Handler.ServeHTTP(out, r)
		return out
	}
	if got := get(i18n.English); got.Code != 200 {
		t.Fatalf("before: %d", got.Code)
	}
	if err := c.Kill(); err != nil {
		t.Fatal(err)
	}
	for lang, want := range unreachable {
		if got := get(lang); got.Code != 503 || !strings.Contains(got.Body.String(), want) {
			t.Errorf("%s: %d, without %q", lang, got.Code, want)
		}
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if got := get(i18n.English); got.Code != 200 {
		t.Errorf("after: %d", got.Code)
	}
}

// unreachable is what a person reads while the database is away.
var unreachable = map[i18n.Language]string{
	i18n.Hans:    "暂时无法连接数据库，本次内容未保存。请稍后再试。",
	i18n.Hant:    "目前無法連線到資料庫，這次的內容沒有存檔。請稍後再試。",
	i18n.English: "The records cannot be reached at the moment. Nothing was saved. Please try again shortly.",
}

// TestNoRoomLeft fills the disk as SQLite sees it, and has PostgreSQL answer as it does on a full one: the sentence is said, nothing is
// half done, and with room made the same act works.
func TestNoRoomLeft(t *testing.T) {
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		w := apptest.New(t, p)
		clerk, c := w.As("clerk"), w.Apply()
		says := func(sql ...string) {
			for _, s := range sql {
				if err := w.App.Stores.Cases.Play(w.Ctx, []dialect.Statement{{SQL: s, Rows: dialect.AnyRows}}); err != nil {
					t.Fatal(err)
				}
			}
		}
		full, room := []string{"pragma max_page_count = 1"}, "pragma max_page_count = 1073741824" // SQLite makes of a number that is too small the present size
		if p.Engine == dialect.Postgres {
			full = []string{"create function no_room() returns trigger language plpgsql as 'begin raise exception using errcode = ''disk_full''; end'",
				"create trigger no_room before insert on sealed for each row execute function no_room()"}
			room = "drop trigger no_room on sealed"
		}
		says(full...)
		_, _, err := w.App.Mediation.Act(w.Ctx, clerk, c.ID, mediation.Screen{}, mediation.Ask{})
		for err == nil { // until the last free page is used up
			_, _, err = w.App.Mediation.Create(w.Ctx, clerk, w.Application(), mediation.Ask{})
		}
		sentences(t, w, err, map[i18n.Language]string{
			i18n.Hans:    "存储空间已满，本次内容未保存。请告知管理员。",
			i18n.Hant:    "儲存空間已滿，這次的內容沒有存檔。請通知系統管理員。",
			i18n.English: "There is no room left to save this. Nothing was saved. Please tell the administrator.",
		})
		whole(t, w)
		says(room)
		if _, _, err := w.App.Mediation.Create(w.Ctx, clerk, w.Application(), mediation.Ask{}); err != nil {
			t.Errorf("with room made: %v", err)
		}
		whole(t, w)
	})
}

// whole fails the test where a case is half there.
func whole(t *testing.T, w *apptest.World) {
	t.Helper()
	cases := idsOf(t, w, "select id from mediation")
	for _, table := range []string{"case_event", "case_key", "sealed", "slip"} {
		if got := idsOf(t, w, "select distinct case_id from "+table); len(got) != len(cases) {
			t.Errorf("%s has rows of %d cases, and there are %d", table, len(got), len(cases))
		}
	}
	for _, x := range cases {
		c, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), x)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := mediation.Replay(w.Tenant(), w.Events(c)); err != nil {
			t.Error(err)
		}
	}
}

// TestCancelAndPanicInMidBatch gives up half of many requests while they run: each is wholly there or not at all, the
// others never notice, and a panic in what answers a request costs that request alone.
func TestCancelAndPanicInMidBatch(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk := w.As("clerk")
		const many = 32
		var group sync.WaitGroup
		failed := make([]error, many)
		panicked := make([]bool, many)
		for i := range many {
			group.Go(func() {
				defer func() { panicked[i] = recover() != nil }()
				ctx, cancel := context.WithCancel(w.Ctx)
				defer cancel()
				ask := mediation.Ask{}
				switch i % 4 {
				case 1:
					cancel() // before it begins
				case 2:
					time.AfterFunc(time.Duration(i)*time.Millisecond/4, cancel) // somewhere in it
				case 3:
					ask.Answer = answerPanics
				}
				_, _, failed[i] = w.App.Mediation.Create(ctx, clerk, w.Application(), ask)
			})
		}
		group.Wait()
		done := 0
		for i := range many {
			switch i % 4 {
			case 0:
				if failed[i] != nil {
					t.Errorf("request %d failed beside others: %v", i, failed[i])
				}
				done++
			case 1:
				if !errors.Is(failed[i], context.Canceled) {
					t.Errorf("request %d was given up before it began: %v", i, failed[i])
				}
			case 2:
				if failed[i] == nil {
					done++
				} else if !errors.Is(failed[i], context.Canceled) {
					t.Errorf("request %d: %v", i, failed[i])
				}
			case 3:
				if !panicked[i] {
					t.Errorf("request %d did not panic", i)
				}
			}
		}
		if got := idsOf(t, w, "select id from mediation"); len(got) != done {
			t.Errorf("%d cases, and %d were acknowledged", len(got), done)
		}
		whole(t, w)
		w.Apply()
	})
}

// answerPanics is a defect in what makes an answer.
func answerPanics(mediation.Case, []casefile.Slip) []byte { panic("a defect") }

// TestWithdrawalWinsOverAcceptance: of a withdrawal and an acceptance at the same moment the withdrawal always holds;
// the acceptor either came before it, or is refused.
func TestWithdrawalWinsOverAcceptance(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk := w.As("clerk")
		for range 5 {
			c := w.To(mediation.Invited)
			a, b := c.Parties[0].ID, c.Parties[1].ID
			c = w.Act(clerk, c, mediation.Inform{Party: b, Language: "zh-Hans", How: "read_out"})
			c = w.Act(clerk, c, mediation.Talk{Party: b, Concern: mediation.NoConcernTold})
			c = w.Act(clerk, c, mediation.GiveConsent{Party: a, How: consent.Written, Language: "zh-Hans", Age: 40})
			c = w.Act(clerk, c, mediation.GiveConsent{Party: b, How: consent.Written, Language: "zh-Hans", Age: 40})
			party := w.Party(c, 1)
			var both sync.WaitGroup
			var withdrew, accepted error
			start := make(chan struct{})
			both.Go(func() {
				<-start
				_, _, withdrew = w.App.Mediation.Act(w.Ctx, party, c.ID, mediation.Withdraw{Party: b}, mediation.Ask{})
			})
			both.Go(func() {
				<-start
				_, _, accepted = w.App.Mediation.Act(w.Ctx, clerk, c.ID, mediation.Accept{}, mediation.Ask{})
			})
			close(start)
			both.Wait()
			if withdrew != nil {
				t.Errorf("the withdrawal was refused: %v", withdrew)
			}
			if f := fault.Of(accepted); accepted != nil && f.Code != fault.Guard {
				t.Errorf("the acceptance: %v", accepted)
			}
			stored, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			events := w.Events(stored)
			if stored.State != mediation.Terminated || events[len(events)-1].Kind != "withdraw" {
				t.Errorf("%s after %s", stored.State, events[len(events)-1].Kind)
			}
			records, err := w.App.Mediation.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				if r.Subject == b && r.Valid(w.Clock.Now()) {
					t.Error("the consent still stands")
				}
			}
		}
	})
}

func TestAnotherOperatorKeyIsRefused(t *testing.T) {
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("the key is the same file")
		}
		w := apptest.New(t, p)
		c := w.Apply()
		dir := t.TempDir()
		key, err := vault.CreateOperatorKey(t.Context(), filepath.Join(dir, "operator.key"), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		stores := *w.App.Stores
		stores.Operator = key
		other, err := app.New(w.Ctx, w.App.Config, &stores, w.Options())
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		_, err = other.Mediation.Open(w.Ctx, w.As("clerk"), c.ID, access.ForWork)
		if f := fault.Of(err); err == nil || f.Key != vault.ErrOperatorOther.Key {
			t.Errorf("reading: %v", err)
		}
		if _, _, err = other.Mediation.Create(w.Ctx, w.As("clerk"), w.Application(), mediation.Ask{}); err == nil {
			t.Error("a case was sealed under a tenant key that cannot be opened")
		}
		for lang := range map[i18n.Language]bool{i18n.Hans: true, i18n.Hant: true, i18n.English: true} {
			if text := sentence(t, w, lang, err); text == "" || strings.Contains(text, "vault.") {
				t.Errorf("%s: %q", lang, text)
			}
		}
		if err := os.Chmod(filepath.Join(dir, "operator.key"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.OpenOperatorKey(t.Context(), filepath.Join(dir, "operator.key"), vault.Locks{}); err == nil {
			t.Error("a key that others can read was opened")
		}
	})
}

func TestAStaleSchemaIsRefused(t *testing.T) {
	testkit.EachPlace(t, "", func(t *testing.T, p testkit.Place) {
		dir := t.TempDir()
		c := app.Config{Data: dir, Keys: dir + "/keys", Operator: dir + "/keys/operator.key", Database: p.URL}
		stores, err := app.OpenStores(t.Context(), c, true, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer stores.Close()
		err = stores.Check(t.Context())
		if f := fault.Of(err); !errors.Is(err, migrations.ErrStale) || f.Args["have"] != "0" {
			t.Fatalf("an empty database: %v", err)
		}
		if _, err := stores.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := stores.Check(t.Context()); err != nil {
			t.Errorf("a migrated one: %v", err)
		}
		texts, err := i18n.Open()
		if err != nil {
			t.Fatal(err)
		}
		stale := migrations.ErrStale.With(fault.Args{"set": "cases", "have": 3, "want": 8})
		for lang, want := range map[i18n.Language]string{
			i18n.Hans:    "cases 数据库的版本为 3，本程序需要版本 8。请运行：linli migrate",
			i18n.Hant:    "cases 資料庫的版本是 3，本程式需要版本 8。請執行：linli migrate",
			i18n.English: "The cases database is at version 3; this program needs version 8. Run: linli migrate",
		} {
			if got := texts.For(lang, time.UTC).Text(stale.Key, stale.Args); got != want {
				t.Errorf("%s: %q", lang, got)
			}
		}
	})
}
