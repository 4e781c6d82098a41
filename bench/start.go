package bench

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"linli/store/dialect"
)

// start measures the program as it is installed: how long until a fresh process answers, what it holds in memory idle and
// after a load of creates, and its size. The floor of the start is a process of the same file that prints its version.
func start(ctx context.Context, r *runner, w *world) (err error) {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if !strings.HasPrefix(filepath.Base(program), "linli") {
		fmt.Fprintln(r.log, "start: left out, because this is not the program linli itself")
		return nil
	}
	if err := w.shut(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.open(ctx)) }()
	var starts, idle, loaded figures
	for range r.repeats {
		began := time.Now()
		if err := exec.CommandContext(ctx, program, "version").Run(); err != nil {
			return fmt.Errorf("linli version: %w", err)
		}
		bare := time.Since(began)
		s, err := w.spawn(ctx, program)
		if err != nil {
			return err
		}
		starts.add(ms(s.ready), ms(bare), []time.Duration{s.ready})
		s.settle()
		idle.add(resident(s.pid()), 0, nil)
		err = w.burden(ctx, s.addr, r.ops)
		loaded.add(resident(s.pid()), 0, nil)
		if err := errors.Join(err, s.end()); err != nil {
			return err
		}
	}
	file, err := os.Stat(program)
	if err != nil {
		return err
	}
	binary := figures{values: []float64{float64(file.Size()) / (1 << 20)}, floors: []float64{0}}
	r.report(starts.result("start", w, milliseconds), idle.result("start.idle", w, megabytes), loaded.result("start.load", w, megabytes),
		binary.result("start.binary", w, megabytes))
	return nil
}

// spawned is a server in a process of its own.
type spawned struct {
	command *exec.Cmd
	addr    string
	ready   time.Duration // from the start of the process to the first answer
	dead    atomic.Bool   // killed
}

func (s *spawned) pid() string { return strconv.Itoa(s.command.Process.Pid) }

func (s *spawned) end() error {
	if s.dead.Load() {
		_ = s.command.Wait() // it tells of the kill
		return nil
	}
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return s.command.Wait()
}

// settle waits until the process has done what it does at its start: for a second without work, a minute at most.
func (s *spawned) settle() {
	used := processor(s.pid())
	for range 60 {
		time.Sleep(time.Second)
		now := processor(s.pid())
		if now-used < 20*time.Millisecond {
			return
		}
		used = now
	}
}

// spawn starts `linli serve` on the world's databases.
func (w *world) spawn(ctx context.Context, program string) (*spawned, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &spawned{command: exec.CommandContext(ctx, program, "serve"), addr: addr}
	c := w.config()
	s.command.Env = append(os.Environ(), "LINLI_DATA="+c.Data, "LINLI_OPERATOR_KEY="+c.Operator, "LINLI_LISTEN="+addr, "LINLI_URL=http://"+addr)
	if w.place.engine == dialect.Postgres {
		for i, name := range []string{"LINLI_DATABASE", "LINLI_KEYS"} {
			at, err := w.place.url(w.place.databases()[i])
			if err != nil {
				return nil, err
			}
			s.command.Env = append(s.command.Env, name+"="+at)
		}
	}
	began := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("linli serve: %w", err)
	}
	for time.Since(began) < 30*time.Second {
		if answers(ctx, addr) {
			s.ready = time.Since(began)
			return s, nil
		}
		time.Sleep(time.Millisecond)
	}
	return nil, errors.Join(errors.New("linli serve does not answer"), s.command.Process.Kill(), s.command.Wait())
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func answers(ctx context.Context, addr string) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return false
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /readyz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", addr)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// burden opens cases on a server until it has what it needs in memory.
func (w *world) burden(ctx context.Context, addr string, n int) error {
	body, err := json.Marshal(w.application())
	if err != nil {
		return err
	}
	cs, end, err := clients(ctx, addr, w.auth("clerk"), connections)
	if err != nil {
		return err
	}
	defer end()
	_, err = closed(ctx, connections, n, func(worker, _ int) error {
		err := cs[worker].do(http.MethodPost, mediations, rand.Text(), body, http.StatusCreated)
		return err
	})
	return err
}
