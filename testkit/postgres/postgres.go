// Package postgres runs a private PostgreSQL server for tests.
//
// The server belongs to the test process: it listens on a free port of 127.0.0.1, keeps its files in a folder of its own
// and ends with the process, however that ends. It runs with fsync, as a real one does, and on the disk unless it is started in
// [Memory]. PostgreSQL refuses to run as root; a test that is root runs it as the user postgres, or nobody.
package postgres

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Require is the environment variable that turns a missing PostgreSQL from a skipped test into a failed one.
const Require = "LINLI_TEST_REQUIRE"

// Cluster is one server.
type Cluster struct {
	bin, dir string
	port     int
	account  *syscall.Credential // nil when the test is not root

	mu     sync.Mutex
	keeper *exec.Cmd
	order  io.WriteCloser // what the keeper does next; its end means "stop and remove"
}

// room is how much a folder in memory must have for the databases of two test processes and their log.
const room = 2 << 30

// Memory is a folder that the system keeps in memory, for tests that end no server, or empty where none has room. A database is some
// seven hundred small files: making and dropping one takes a twentieth of a second of the processor there, and half of one on a disk.
func Memory() string {
	const folder = "/dev/shm"
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bavail*uint64(s.Bsize) < room { //nolint:gosec // a size is not negative
		return ""
	}
	return folder
}

// keeper is the shell script that owns the server. It reads one word; when the test process dies its input ends, and then
// it stops the server and removes the folder.
const keeper = `bin=$1 dir=$2 port=$3
trap '' INT TERM HUP
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "-p $port" start >"$dir/pg_ctl" 2>&1 </dev/null || { tail -n 5 "$dir/log" "$dir/pg_ctl"; exit 1; }
echo ready
read -r word
case $word in
	kill) "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop ;;
	stop) "$bin/pg_ctl" -D "$dir/data" -m fast -w stop ;;
	*) "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop; rm -rf "$dir" ;;
esac >/dev/null 2>&1 </dev/null`

// Missing says why no server can be started, or is empty.
func Missing() string {
	if _, err := binaries(); err != nil {
		return err.Error()
	}
	return ""
}

// SkipIfMissing skips the test when PostgreSQL is not installed, or fails it when LINLI_TEST_REQUIRE=1. The short tests
// leave PostgreSQL out.
func SkipIfMissing(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("the short tests leave PostgreSQL out")
	}
	why := Missing()
	switch {
	case why == "":
	case os.Getenv(Require) == "1":
		t.Fatal(why)
	default:
		t.Skip(why)
	}
}

// Start makes and starts a server on the disk.
func Start(ctx context.Context) (*Cluster, error) { return StartIn(ctx, "") }

// StartIn makes and starts a server whose files lie in a folder; empty: that of temporary files.
func StartIn(ctx context.Context, folder string) (_ *Cluster, err error) {
	c := &Cluster{}
	if c.bin, err = binaries(); err != nil {
		return nil, err
	}
	if c.dir, err = os.MkdirTemp(folder, "linli-postgres-"); err != nil {
		return nil, err
	}
	if os.Geteuid() == 0 {
		if c.account, err = servant(); err != nil {
			return nil, err
		}
		if err := os.Chown(c.dir, int(c.account.Uid), int(c.account.Gid)); err != nil {
			return nil, err
		}
	}
	initdb := c.command(ctx, filepath.Join(c.bin, "initdb"), "-D", filepath.Join(c.dir, "data"), "-U", "linli", "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("making a PostgreSQL cluster: %w: %s", err, out)
	}
	settings := "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 100\nshared_buffers = 64MB\n" +
		"max_wal_size = 256MB\ndeadlock_timeout = '20ms'\n" // a test that deadlocks need not wait for a second
	if err := os.WriteFile(filepath.Join(c.dir, "data", "postgresql.auto.conf"), []byte(settings), 0o600); err != nil {
		return nil, err
	}
	for range 3 { // another program may take the free port first
		if c.port, err = freePort(ctx); err != nil {
			return nil, err
		}
		if err = c.Start(); err == nil {
			return c, nil
		}
	}
	return nil, err
}

// Start starts a server that was stopped or killed, on the same port.
func (c *Cluster) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	cmd := c.command(context.Background(), "/bin/sh", "-c", keeper, "keeper", c.bin, c.dir, strconv.Itoa(c.port))
	cmd.SysProcAttr.Setpgid = true // an interrupt at the terminal reaches the tests alone
	order, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	answer, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	said := bufio.NewReader(answer)
	if word, err := said.ReadString('\n'); err != nil || word != "ready\n" {
		rest, _ := io.ReadAll(said)
		_ = cmd.Wait()
		return fmt.Errorf("starting PostgreSQL: %s%s", word, rest)
	}
	c.keeper, c.order = cmd, order
	return nil
}

// Stop ends the server as its administrator would, keeping its files.
func (c *Cluster) Stop() error { return c.end("stop\n") }

// Kill ends the server without warning, keeping its files.
func (c *Cluster) Kill() error { return c.end("kill\n") }

// Close ends the server and removes its files.
func (c *Cluster) Close() error { return c.end("") }

func (c *Cluster) end(word string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keeper == nil {
		return nil
	}
	if _, err := io.WriteString(c.order, word); err != nil {
		return err
	}
	if err := c.order.Close(); err != nil {
		return err
	}
	err := c.keeper.Wait()
	c.keeper = nil
	return err
}

// URL is the address of a database of the server; the user has every right.
func (c *Cluster) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("linli"), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

// Create makes a database, as a copy of the template when one is named, and returns its URL.
func (c *Cluster) Create(ctx context.Context, name, template string) (string, error) {
	text := "create database " + pgx.Identifier{name}.Sanitize()
	if template != "" {
		text += " template " + pgx.Identifier{template}.Sanitize()
	}
	return c.URL(name), c.run(ctx, text)
}

// Drop removes a database and ends the connections to it.
func (c *Cluster) Drop(ctx context.Context, name string) error {
	return c.run(ctx, "drop database if exists "+pgx.Identifier{name}.Sanitize()+" with (force)")
}

func (c *Cluster) run(ctx context.Context, text string) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, text)
	if e := conn.Close(ctx); err == nil {
		err = e
	}
	return err
}

func (c *Cluster) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+c.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.account}
	return cmd
}

// binaries is the folder of the newest installed server's programs.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		if p, err := exec.LookPath("initdb"); err == nil {
			return filepath.Dir(p), nil
		}
		return "", fmt.Errorf("PostgreSQL is not installed: `make test` installs it, or: apt-get install postgresql")
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return release(a) - release(b) })
	return filepath.Dir(newest), nil
}

func release(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4])
	return n
}

// servant is the account that the server runs under when the test is root.
func servant() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
}

func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
