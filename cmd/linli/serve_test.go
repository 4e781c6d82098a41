package main_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/store/dialect"
)

var codeForm = regexp.MustCompile(`^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n$`)

func TestOfficeFromInitToServe(t *testing.T) {
	dir := t.TempDir()
	begun := linli(t, dir, "init", "--tenant", "willow", "--name", "柳树镇调解委员会", "--person", "麦小满").want(t, 0, "The office “willow” is open")
	if !codeForm.MatchString(begun.stdout) {
		t.Errorf("standard output is %q, not one enrolment code", begun.stdout)
	}
	again := linli(t, dir, "init", "--tenant", "willow").want(t, 0, "gets a new code")
	if again.stdout == begun.stdout {
		t.Error("the same code twice")
	}
	linli(t, dir, "doctor").want(t, 1, "nobody can administer “willow”")
	linli(t, dir, "migrate").want(t, 0, "have this program's schema")

	s := start(t, dir, "serve", "--listen", "127.0.0.1:0")
	enrol(t, s.url, strings.TrimSpace(again.stdout), strings.TrimSpace(begun.stdout))
	linli(t, dir, "doctor").want(t, 0, "ok       office (willow)")
	linli(t, dir, "init", "--tenant", "willow").want(t, 1, "has an administrator already: admin")
	if rest := s.stop(); rest != "" {
		t.Errorf("standard output goes on: %q", rest)
	}
	recovered := linli(t, dir, "init", "--tenant", "willow", "--recover").want(t, 0, "gets a new code")
	if !codeForm.MatchString(recovered.stdout) {
		t.Errorf("standard output is %q", recovered.stdout)
	}
	linli(t, dir, "doctor").want(t, 1, "nobody can administer “willow”")
}

// enrol sets the first administrator's password and second factor with a code; an older code is void.
func enrol(t *testing.T, url, code, void string) {
	t.Helper()
	b := newBrowser(t, url)
	b.open("/sign-in/enrol")
	b.submit(map[string]string{"code": void})
	if strings.Contains(b.text, `name="password"`) {
		t.Error("a code that was replaced lets in")
	}
	b.open("/sign-in/enrol")
	b.submit(map[string]string{"code": code})
	secret := regexp.MustCompile(`[A-Z2-7 ]{32,}`).FindString(textOf(b.page))
	b.submit(map[string]string{"password": "a long enough password", "repeat": "a long enough password", "code": totp(t, secret)})
	if b.status != 200 || strings.HasPrefix(b.at.Path, "/sign-in") {
		t.Fatalf("enrolment ends at %s with %d: %s", b.at, b.status, textOf(b.page))
	}
}

func TestServeRefuses(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "init").want(t, 0, "is open")
	linli(t, dir, "serve", "--listen", "0.0.0.0:0").want(t, 2, "plain http is not safe there")
	linli(t, dir, "serve", "--listen", "0.0.0.0:0", "--trusted-proxies", "10.0.0.1").want(t, 2, "Set LINLI_URL")
	linli(t, dir, "serve", "--listen", "127.0.0.1:0", "--url", "linli.example.org").want(t, 2, "not an origin")
	linli(t, dir, "serve", "--listen", "127.0.0.1:0", "--trusted-proxies", "everybody").want(t, 2, "everybody is neither an address")
	linli(t, dir, "serve", "--listen", "127.0.0.1:0", "--url", "http://linli.example.org").want(t, 2, "must begin with https://")
	linli(t, dir, "serve", "--listen", "127.0.0.1:0", "--database", "mysql://h/a").want(t, 2, "The database's address must begin with postgres://.")
	linli(t, dir, "serve", "--listen", "foo").want(t, 2, "foo is not an address to listen on. Write for instance --listen 127.0.0.1:8080.")
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	at := taken.Addr().String()
	for _, args := range [][]string{
		{"serve", "--listen", at}, {"serve", "--listen", "127.0.0.1:0", "--metrics", at},
		{"serve", "--listen", "127.0.0.1:0", "--tls-cert", "nope.pem", "--tls-key", "nope.key"},
	} {
		said := "The certificate nope.pem and its key nope.key cannot be used."
		if args[len(args)-1] == at {
			said = "linli cannot listen on " + at + ". Stop what uses it, or choose another address with " + args[len(args)-2] + "."
		}
		if r := linli(t, dir, args...).want(t, 3, said); r.stdout != "" {
			t.Errorf("%v: it says %q before it can serve", args, r.stdout)
		}
	}

	t.Run("an open operator key", func(t *testing.T) {
		key := filepath.Join(dir, "var/linli/keys/operator.key")
		if err := os.Chmod(key, 0o644); err != nil {
			t.Fatal(err)
		}
		linli(t, dir, "serve", "--listen", "127.0.0.1:0").want(t, 3, "Run: chmod 600 var/linli/keys/operator.key")
		if err := os.Chmod(key, 0o600); err != nil {
			t.Fatal(err)
		}
	})

	t.Run("a stale schema", func(t *testing.T) {
		old := filepath.Join(dir, "old")
		if err := os.CopyFS(old, os.DirFS(filepath.Join(dir, "var/linli"))); err != nil {
			t.Fatal(err)
		}
		private(t, old)
		change(t, filepath.Join(old, "linli.db"), "delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)")
		linli(t, dir, "serve", "--data", "old", "--listen", "127.0.0.1:0").want(t, 3, "Run: linli migrate")
		linli(t, dir, "doctor", "--data", "old").want(t, 1, "Run: linli migrate")
		linli(t, dir, "import", "mediation", write(t, tables(1)), "--data", "old").want(t, 3, "Run: linli migrate")
	})
	t.Run("a newer schema", func(t *testing.T) {
		newer := filepath.Join(dir, "newer")
		if err := os.CopyFS(newer, os.DirFS(filepath.Join(dir, "var/linli"))); err != nil {
			t.Fatal(err)
		}
		private(t, newer)
		change(t, filepath.Join(newer, "linli.db"), "insert into goose_db_version (version_id, is_applied) values (90000, 1)")
		linli(t, dir, "serve", "--data", "newer", "--listen", "127.0.0.1:0").want(t, 3, "made by a newer program")
		if r := linli(t, dir, "migrate", "--data", "newer").want(t, 3, "Use the newer program."); strings.Contains(r.stderr, "Applied") {
			t.Errorf("something was applied: %s", r.stderr)
		}
	})
	t.Run("a lost operator key", func(t *testing.T) {
		key := filepath.Join(dir, "var/linli/keys/operator.key")
		if err := os.Rename(key, key+".away"); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate"}, {"init"}} {
			linli(t, dir, args...).want(t, 3, "The operator key var/linli/keys/operator.key is missing")
		}
		if _, err := os.Stat(key); err == nil {
			t.Error("a new operator key was made beside keys that only the old one opens")
		}
		linli(t, dir, "doctor").want(t, 1, "is missing")
	})
}

// TestRefusalsOfTheCommandLineFollowTheLanguage: what is wrong with a setting is told in the operator's language.
func TestRefusalsOfTheCommandLineFollowTheLanguage(t *testing.T) {
	dir := t.TempDir()
	for said, args := range map[string][]string{
		"linli: LINLI_TLS_CERT 和 LINLI_TLS_KEY 要么都设置，要么都不设置。\n": {"serve", "--tls-cert", "x.pem"},
		"linli: 数据库地址必须以 postgres:// 开头；使用 SQLite 时请留空。":        {"doctor", "--database", "mysql://h/a"},
		"不是可以监听的地址。请写成例如 --listen 127.0.0.1:8080。":              {"demo", "--listen", "foo"},
	} {
		cmd := command(t.Context(), dir, args...)
		cmd.Env = append(cmd.Env, "LANG=zh_CN.UTF-8")
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); !strings.Contains(string(out), said) || code != 2 {
			t.Errorf("%v: exit %d, %q, want %q", args, code, out, said)
		}
	}
}

func TestServeEndsTheEncryptionItself(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "init").want(t, 0, "is open")
	roots := certificate(t, dir)
	s := start(t, dir, "serve", "--listen", "127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem")
	if !strings.HasPrefix(s.url, "https://localhost:") {
		t.Fatalf("it is ready at %s", s.url)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/sign-in", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	w, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != 200 || w.TLS == nil || w.TLS.Version < tls.VersionTLS12 {
		t.Errorf("%d", w.StatusCode)
	}
	for _, c := range w.Cookies() {
		if !c.Secure {
			t.Errorf("the cookie %s would go over plain http", c.Name)
		}
	}
}

// certificate makes cert.pem and key.pem for this machine and returns what a reader has to trust.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return pool
}

func TestDoctorSeesAnOpenFolder(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "init").want(t, 0, "is open")
	if err := os.Chmod(filepath.Join(dir, "var/linli"), 0o755); err != nil {
		t.Fatal(err)
	}
	linli(t, dir, "doctor").want(t, 1, "chmod 700 var/linli")
}

func TestLedgerVerifyFindsATouchedEntry(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "import", "mediation", write(t, tables(40))).want(t, 0, "40 taken")
	linli(t, dir, "ledger", "verify").want(t, 0, "default: whole.")
	change(t, filepath.Join(dir, "var/linli/linli.db"), "update ledger_leaf set leaf = zeroblob(32) where idx = 7")
	r := linli(t, dir, "ledger", "verify", "--json").want(t, 1, "")
	reports := value[[]struct {
		Tenant   string
		Findings []map[string]any
	}](t, r)
	if len(reports) != 1 || reports[0].Tenant != "default" || len(reports[0].Findings) == 0 {
		t.Errorf("%+v", reports)
	}
	linli(t, dir, "doctor").want(t, 1, "keep a copy of the data")
}

func TestHealth(t *testing.T) {
	dir := t.TempDir()
	linli(t, dir, "init").want(t, 0, "is open")
	s := start(t, dir, "serve", "--listen", "127.0.0.1:0")
	for _, path := range []string{"/healthz", "/readyz"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		if w.StatusCode != 200 {
			t.Errorf("%s: %d", path, w.StatusCode)
		}
	}
}

// private gives a copied folder the modes of the original.
func private(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// change alters a database behind linli's back.
func change(t testing.TB, file, statement string) {
	t.Helper()
	db, err := dialect.Open(t.Context(), "", dialect.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		done, err := pool.ExecContext(ctx, statement)
		if err == nil {
			if n, _ := done.RowsAffected(); n != 1 {
				t.Errorf("%d rows changed", n)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
