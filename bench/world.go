package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"linli/app"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
)

// lapse is the machine's clock with an offset that can be moved on, to the next quarter of an hour and its next access rows.
type lapse struct{ offset atomic.Int64 }

// Now returns the machine's time and the offset.
func (l *lapse) Now() time.Time {
	return clock.Truncate(time.Now().Add(time.Duration(l.offset.Load())))
}

func (l *lapse) add(d time.Duration) { l.offset.Add(int64(d)) }

// world is a furnished office that answers on loopback, with a floor beside it.
type world struct {
	place *place
	plan  plan
	clock *lapse
	trace *trace
	floor *floor
	bare  bool // nothing that is measured has a floor: the databases, of some gigabytes at a million cases, are not copied
	size  int  // cases of each kind that were asked for

	stores *app.Stores
	app    *app.App
	addr   string
	stop   func() error
	people map[string]app.Hired // by login
	tenant id.ID
	unit   id.ID

	disputes, hazards stock
}

// readBudget is no bound: one account reads here what a whole office would in a year.
const readBudget = 1 << 20

func openWorld(ctx context.Context, p *place, r *runner) (*world, error) {
	w := &world{place: p, plan: r.plan, clock: &lapse{}, trace: &trace{}}
	if err := w.open(ctx); err != nil {
		return nil, err
	}
	if _, err := w.stores.Migrate(ctx); err != nil {
		return nil, err
	}
	w.disputes.open, w.hazards.open = w.dispute, w.lamp
	if err := w.furnish(ctx); err != nil {
		return nil, err
	}
	for range 2 { // the second look counts what is open by the rules that the first one found: nothing of that runs beside what is measured
		if err := w.app.Tick(ctx); err != nil {
			return nil, err
		}
		w.clock.add(time.Minute)
	}
	return w, nil
}

func (w *world) config() app.Config {
	return app.Config{Data: w.place.dir, Keys: filepath.Join(w.place.dir, "keys"), Operator: filepath.Join(w.place.dir, "keys", "operator.key")}
}

// open opens the databases and builds the office on them.
func (w *world) open(ctx context.Context) (err error) {
	s := &app.Stores{}
	if s.Cases, s.Keys, err = w.place.open(ctx, w.trace.watch); err != nil {
		return err
	}
	file := w.config().Operator
	if _, missing := os.Stat(file); missing != nil {
		s.Operator, err = vault.CreateOperatorKey(ctx, file, "", nil)
	} else {
		s.Operator, err = vault.OpenOperatorKey(ctx, file, vault.Locks{})
	}
	if err != nil {
		return err
	}
	w.stores = s
	if w.app, err = app.New(ctx, w.config(), s, app.Options{Clock: w.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		return err
	}
	w.app.Mediation.Access, err = access.NewEngine(access.WithBudget(access.NewBudget(readBudget, nil)))
	w.app.Report.Access, w.app.Referral.Access = w.app.Mediation.Access, w.app.Mediation.Access
	return err
}

func (w *world) furnish(ctx context.Context) error {
	hire := func(login string, posts ...access.PostKind) app.Hire {
		return app.Hire{Login: login, Name: login, Password: rand.Text(), Language: "zh-Hans", Unit: "V1", Posts: posts}
	}
	f, err := w.app.Furnish(ctx,
		office.Found{Slug: "bench", Name: "测试镇调解中心", Zone: "Asia/Shanghai", Languages: []string{"zh-Hans", "zh-Hant", "en"}, Rulebook: "cn",
			Level: office.Township, Code: "T", Login: "root", Person: "管理员"},
		[]app.UnitPlan{{Code: "V1", Name: "柳树村", Parent: "T", Level: office.Village}},
		[]app.Hire{hire("clerk", access.Clerk), hire("reader", access.Clerk), hire("handler", access.Handler), hire("helper", access.Referral), hire("mediator", access.Mediator),
			{Login: "lead", Name: "lead", Password: rand.Text(), Language: "zh-Hans", Unit: "T", Posts: []access.PostKind{access.Lead}}})
	if err != nil {
		return err
	}
	w.tenant, w.unit, w.people = f.Tenant.ID, f.Units["V1"], map[string]app.Hired{}
	for _, h := range f.Staff {
		w.people[h.Login] = h
	}
	return nil
}

// restart closes the office, copies its databases for the floor, and opens it again behind a server.
func (w *world) restart(ctx context.Context) error {
	if err := w.shut(); err != nil {
		return err
	}
	if !w.bare {
		copied, err := w.place.copy(ctx, w.place.dir+"-floor")
		if err != nil {
			return err
		}
		if w.floor, err = openFloor(ctx, copied); err != nil {
			return err
		}
	}
	if err := w.open(ctx); err != nil {
		return err
	}
	return w.serve(ctx)
}

// serve answers on a free port of this machine, as `linli serve` does, with its work beside the requests.
func (w *world) serve(ctx context.Context) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.addr = l.Addr().String()
	origin := &url.URL{Scheme: "http", Host: w.addr}
	ctx, cancel := context.WithCancel(ctx)
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- w.app.Serve(ctx, app.ServeOptions{Listener: l, Origin: origin, Ready: func() { close(ready) }})
	}()
	w.stop = func() error { cancel(); return <-ended }
	select {
	case <-ready:
		return nil
	case err := <-ended:
		cancel()
		w.stop = nil
		return fmt.Errorf("serving: %w", err)
	}
}

// shut ends server, office and databases; the floor goes with them.
func (w *world) shut() error {
	var err error
	if w.stop != nil {
		err = w.stop()
		w.stop = nil
	}
	if w.app != nil {
		w.app.Close()
		err = errors.Join(err, w.stores.Close())
		w.app = nil
	}
	return errors.Join(err, w.dropFloor(context.Background()))
}

func (w *world) close() error { return w.shut() }

// auth is the header with which an account's program asks.
func (w *world) auth(login string) string { return "Authorization: Bearer " + w.people[login].Token }

// as is an account, resolved as a request would resolve it.
func (w *world) as(ctx context.Context, login string) (access.Actor, error) {
	who, err := w.app.Office.Resolve(ctx, w.people[login].Token, office.API)
	return who.Actor, err
}

// application is an ordinary invented dispute.
func (w *world) application() mediation.Apply {
	return mediation.Apply{Unit: w.unit, Type: "neighbour",
		Summary: "2026年8月以来，楼上卫生间防水层老化渗水，致楼下卧室顶棚、衣柜及木地板受损，双方就修复与赔偿多次协商未果。",
		Claims:  "请求被申请人修复防水层，并赔偿顶棚、衣柜和地板的损失。", Amount: mediation.Money{Minor: 468050, Currency: "CNY"},
		Parties: []mediation.NewParty{
			{Role: mediation.Applicant, Kind: "person", Name: "陈晓岚", Contact: "13800000000", Language: "zh-Hans"},
			{Role: mediation.Respondent, Kind: "person", Name: "周大川", Contact: "13900000000", Language: "zh-Hans"}}}
}

// fresh opens cases through the service, several at a time.
func (w *world) fresh(ctx context.Context, n int) ([]mediation.Case, error) {
	clerk, err := w.as(ctx, "clerk")
	if err != nil {
		return nil, err
	}
	out := make([]mediation.Case, n)
	err = parallel(n, 2*connections, func(i int) error {
		var err error
		out[i], _, err = w.app.Mediation.Create(ctx, clerk, w.application(), mediation.Ask{})
		return err
	})
	return out, err
}
