package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"linli/platform/id"
	"linli/store/dialect"
)

// held is the part of a core that a process may take where it is held.
const held = 0.5

// several opens cases through one process of `linli serve` and through several in front of the same databases, each held to
// half a core, and then unheld; what a process answered must be there after it is killed. Its floor is the one process.
func several(ctx context.Context, r *runner, w *world) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if w.place.engine != dialect.Postgres || !strings.HasPrefix(filepath.Base(program), "linli") {
		fmt.Fprintln(r.log, "processes: left out: several need PostgreSQL and the program linli itself")
		return nil
	}
	if err := w.shut(); err != nil {
		return err
	}
	answered, err := w.one(ctx, r, program)
	if err := errors.Join(err, w.open(ctx)); err != nil {
		return err
	}
	for _, c := range answered {
		if _, err := w.app.Mediation.Repo.Case(ctx, w.tenant, c); err != nil {
			return fmt.Errorf("case %s was answered and is lost: %w", c, err)
		}
	}
	fmt.Fprintf(r.log, "processes: one of %d was killed; all %d cases that were answered are there\n", max(r.processes, 2), len(answered))
	return nil
}

// one measures one process beside several, and returns what was answered while one of several was killed.
func (w *world) one(ctx context.Context, r *runner, program string) ([]id.ID, error) {
	for _, x := range []struct {
		name string
		held bool
	}{{"processes.held", true}, {"processes", false}} {
		var f figures
		for range r.repeats {
			one, _, err := w.team(ctx, program, 1, x.held, r.ops)
			if err != nil {
				return nil, err
			}
			all, share, err := w.team(ctx, program, r.processes, x.held, r.ops)
			if err != nil {
				return nil, err
			}
			f.add(all.rate(), one.rate(), all.each)
			f.database = append(f.database, share)
		}
		r.report(f.result(x.name, w, perSecond))
	}
	return w.killed(ctx, r, program)
}

// squad is some processes with the connections of their clients.
type squad struct {
	servers []*spawned
	clients []*client
	end     func() error
}

// raise starts processes and, where they are held, sees to it that they are.
func (w *world) raise(ctx context.Context, program string, n int, hold bool) (*squad, error) {
	s := &squad{}
	var ends []func() error
	s.end = func() (err error) {
		for i := len(ends) - 1; i >= 0; i-- {
			err = errors.Join(err, ends[i]())
		}
		return err
	}
	for range n {
		p, err := w.spawn(ctx, program)
		if err != nil {
			return nil, errors.Join(err, s.end())
		}
		ends = append(ends, p.end)
		if hold {
			ends = append(ends, p.hold(held))
		}
		cs, end, err := clients(ctx, p.addr, w.auth("clerk"), connections)
		if err != nil {
			return nil, errors.Join(err, s.end())
		}
		ends = append(ends, func() error { end(); return nil })
		s.servers, s.clients = append(s.servers, p), append(s.clients, cs...)
	}
	return s, nil
}

// team opens cases through n processes at once, eight connections each, and tells the database's share of the time that it
// and they took.
func (w *world) team(ctx context.Context, program string, n int, hold bool, ops int) (l load, share float64, err error) {
	s, err := w.raise(ctx, program, n, hold)
	if err != nil {
		return load{}, 0, err
	}
	defer func() { err = errors.Join(err, s.end()) }()
	body, err := json.Marshal(w.application())
	if err != nil {
		return load{}, 0, err
	}
	one := func(worker, _ int) error {
		return s.clients[worker].do(http.MethodPost, mediations, rand.Text(), body, http.StatusCreated)
	}
	if _, err := closed(ctx, len(s.clients), ops/5, one); err != nil {
		return load{}, 0, err
	}
	var pids []string
	for _, p := range s.servers {
		pids = append(pids, p.pid())
	}
	before, base := processor(pids...), processor(named("postgres")...)
	l, err = closed(ctx, len(s.clients), ops, one)
	return l, shareOf(processor(named("postgres")...)-base, processor(pids...)-before), err
}

// killed kills one of several processes while cases are opened through all, and returns every case that was answered.
func (w *world) killed(ctx context.Context, r *runner, program string) (answered []id.ID, err error) {
	s, err := w.raise(ctx, program, max(r.processes, 2), false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.end()) }()
	body, err := json.Marshal(w.application())
	if err != nil {
		return nil, err
	}
	victim := s.servers[len(s.servers)-1]
	var mu sync.Mutex
	enough := make(chan struct{}) // until it is closed, the clients of the killed one leave the rest of the work to the others
	over := sync.OnceFunc(func() { close(enough) })
	_, err = closed(ctx, len(s.clients), r.ops, func(worker, _ int) error {
		var c struct {
			ID id.ID `json:"id"`
		}
		err := s.clients[worker].do(http.MethodPost, mediations, rand.Text(), body, http.StatusCreated)
		if err == nil {
			err = json.Unmarshal(s.clients[worker].body.Bytes(), &c)
		} else if s.servers[worker/connections] == victim && victim.dead.Load() {
			<-enough
			return nil // nobody was told anything
		}
		if err != nil {
			over()
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		answered = append(answered, c.ID)
		switch len(answered) {
		case r.ops / 3:
			victim.kill()
		case r.ops * 2 / 3:
			over()
		}
		return nil
	})
	if err == nil && !victim.dead.Load() {
		err = errors.New("no process was killed")
	}
	return answered, err
}
