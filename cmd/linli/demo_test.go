package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// server is a linli that serves.
type server struct {
	url  string
	stop func() (stdout string)
	told *strings.Builder // what it said on standard error; to be read after stop
}

// start runs a serving command until the test stops it, and waits for its one line on standard output.
func start(t testing.TB, dir string, args ...string) server {
	t.Helper()
	cmd := command(context.Background(), dir, args...) // it ends with the test by a signal, not by a kill
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		_ = cmd.Wait()
		t.Fatalf("nothing on standard output; %s", errs.String())
	}
	ready := lines.Text()
	url, ok := strings.CutPrefix(ready, "ready ")
	if !ok {
		t.Fatalf("%q is not the line that says where", ready)
	}
	stopped := false
	s := server{url: url, told: &errs}
	s.stop = func() string {
		if stopped {
			return ""
		}
		stopped = true
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		rest := ""
		for lines.Scan() {
			rest += lines.Text()
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v: %s", err, errs.String())
		}
		return rest
	}
	t.Cleanup(func() { s.stop() })
	return s
}

type logins struct {
	URL, Tenant string
	Accounts    []struct {
		Name, Post, Unit, Password, Token string
		Secret                            string `json:"totp_secret"`
	}
	Residents []struct{ Kind, Code, Passphrase, State string }
	Open311   *string `json:"open311_api_key"`
}

func readLogins(t testing.TB, path string) (l logins) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// TestDemo goes once through what a newcomer does with the demo, because furnishing it takes a while.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir, "demo", "--listen", "127.0.0.1:0")
	if !strings.HasPrefix(first.url, "http://localhost:") {
		t.Errorf("served at %s, where passkeys do not work", first.url)
	}
	file := filepath.Join(dir, "var/demo/logins.json")
	l := readLogins(t, file)
	if l.URL != first.url || l.Tenant != "demo" {
		t.Errorf("logins for %s of %s", l.URL, l.Tenant)
	}
	t.Run("logins", func(t *testing.T) { checkLogins(t, l) })
	t.Run("sign in", func(t *testing.T) { signIn(t, dir, l) })
	t.Run("tokens", func(t *testing.T) { useTokens(t, l) })
	t.Run("residents", func(t *testing.T) { enter(t, l) })
	t.Run("links", func(t *testing.T) { links(t, l) })
	t.Run("import beside it", func(t *testing.T) { importBeside(t, dir) })
	t.Run("ledger", func(t *testing.T) {
		linli(t, dir, "ledger", "verify", "--data", "var/demo").want(t, 0, "demo: whole.")
		linli(t, dir, "ledger", "verify", "--data", "var/demo", "--from", first.url+"/ledger/demo").want(t, 0, "demo: whole.")
		linli(t, dir, "ledger", "verify", "--from", first.url+"/ledger/demo").want(t, 0, "the keys that the ledger itself names")
		linli(t, dir, "ledger", "verify", "--from", first.url+"/ledger/nobody").want(t, 3, "404")
	})
	t.Run("doctor", func(t *testing.T) { linli(t, dir, "doctor", "--data", "var/demo").want(t, 0, "ok       ledger (demo)") })
	t.Run("taken", func(t *testing.T) {
		_, port, _ := strings.Cut(strings.TrimPrefix(first.url, "http://"), ":")
		linli(t, dir, "demo", "--listen", "127.0.0.1:"+port).want(t, 3, "cannot listen on 127.0.0.1:"+port)
		linli(t, dir, "demo", "--listen", "127.0.0.1:0", "--fresh").want(t, 1, "Another linli serves the demo office")
	})
	if rest := first.stop(); rest != "" {
		t.Errorf("standard output goes on: %q", rest)
	}
	if told := first.told.String(); strings.Contains(told, "This text is missing") || strings.Count(told, "\n  /r/") != len(l.Residents) {
		t.Errorf("the residents are not told of as they stand: %s", told)
	}

	second := start(t, dir, "demo", "--listen", "127.0.0.1:0")
	again := readLogins(t, file)
	if again.URL != second.url || again.Accounts[0].Token != l.Accounts[0].Token || again.Residents[0].Code != l.Residents[0].Code {
		t.Error("the second start serves another office")
	}
	useTokens(t, again)
	second.stop()
}

func checkLogins(t *testing.T, l logins) {
	var posts []string
	for _, a := range l.Accounts {
		posts = append(posts, a.Post)
		if a.Name == "" || a.Unit == "" || a.Password == "" || a.Secret == "" || a.Token == "" {
			t.Errorf("%s lacks something", a.Post)
		}
	}
	want := []string{"clerk", "mediator", "handler", "inspector", "referral", "lead", "records", "privacy", "statistician", "administrator"}
	if !slices.Equal(posts, want) {
		t.Errorf("posts %v", posts)
	}
	states, others := map[string]int{}, map[string]int{}
	for _, r := range l.Residents {
		if !slices.Contains([]string{"mediation", "report", "referral"}, r.Kind) || r.Code == "" || r.Passphrase == "" || r.State == "" {
			t.Errorf("a resident lacks something: %+v", r)
		}
		if r.Kind != "mediation" {
			others[r.Kind]++
			continue
		}
		states[r.State]++
	}
	for _, s := range []string{"submitted", "screening", "not_accepted", "invited", "declined", "accepted", "assigned", "scheduled", "in_session", "suspended", "signing",
		"effective", "terminated"} {
		if states[s] == 0 {
			t.Errorf("no resident's case is %s", s)
		}
	}
	if others["report"] < 5 || others["referral"] < 5 {
		t.Errorf("of reports and requests for help %v are listed", others)
	}
	if states["invited"] < 2 || states["effective"] < 2 {
		t.Error("no case has both its sides listed")
	}
}

// signIn signs the clerk in through the pages with password and the code that linli prints.
func signIn(t *testing.T, dir string, l logins) {
	for _, a := range l.Accounts {
		if a.Post != "clerk" && a.Post != "administrator" {
			continue
		}
		b := newBrowser(t, l.URL)
		b.open("/sign-in")
		b.submit(map[string]string{"login": a.Name, "password": a.Password})
		code := strings.TrimSpace(linli(t, dir, "demo-code", a.Name).want(t, 0, "").stdout)
		b.submit(map[string]string{"code": code})
		if b.status != 200 || strings.HasPrefix(b.at.Path, "/sign-in") {
			t.Errorf("%s ends at %s with %d: %.600s", a.Name, b.at, b.status, b.text)
		}
		if a.Post == "clerk" && (b.at.Path != "/due" || !strings.Contains(b.text, "/mediations/")) {
			t.Errorf("the clerk's first page shows nothing that is due: %s", b.at)
		}
	}
}

// useTokens asks the API in the name of each account.
func useTokens(t *testing.T, l logins) {
	for _, a := range l.Accounts {
		r, err := http.NewRequestWithContext(t.Context(), "GET", l.URL+"/api/v1/mediations?unit="+a.Unit, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+a.Token)
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		if w.StatusCode == 401 || w.StatusCode >= 500 || a.Post == "clerk" && w.StatusCode != 200 {
			t.Errorf("the %s's token: %d", a.Post, w.StatusCode)
		}
	}
}

// enter opens a resident's own page with code and passphrase.
func enter(t *testing.T, l logins) {
	for _, r := range []int{0, len(l.Residents) - 1} {
		b := newBrowser(t, l.URL)
		b.open("/r/" + l.Residents[r].Code)
		b.submit(map[string]string{"digits": l.Residents[r].Passphrase})
		if b.status != 200 || !strings.Contains(b.text, l.Residents[r].Code) {
			t.Errorf("%s: %d at %s: %.600s", l.Residents[r].State, b.status, b.at, b.text)
		}
	}
}

// importBeside brings cases into the office while it is being served from the same files.
func importBeside(t *testing.T, dir string) {
	folder := write(t, tables(300))
	got := value[imported](t, linli(t, dir, "import", "mediation", folder, "--data", "var/demo", "--unit", "QS12", "--json").want(t, 0, ""))
	if got.Accepted != 300 {
		t.Errorf("%+v", got)
	}
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--data", "var/demo", "--unit", "QS12", "--json").want(t, 0, ""))
	if f.Denominator == nil || *f.Numerator != 100 || *f.Denominator != 300 {
		t.Errorf("%+v", f)
	}
	all := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--data", "var/demo", "--json").want(t, 0, ""))
	if *all.Denominator <= 300 {
		t.Errorf("the whole office counts %d", *all.Denominator)
	}
	linli(t, dir, "import", "undo", got.Run, "--data", "var/demo").want(t, 0, "300 entries were taken back")
}

// TestDemoFolder: linli removes and fills only what it made itself.
func TestDemoFolder(t *testing.T) {
	dir := write(t, map[string]string{"mine/thesis.txt": "three years of work"})
	for _, fresh := range [][]string{nil, {"--fresh"}} {
		linli(t, dir, append([]string{"demo", "--listen", "127.0.0.1:0", "--data", "mine"}, fresh...)...).want(t, 1, "did not make")
	}
	if _, err := os.Stat(filepath.Join(dir, "mine/thesis.txt")); err != nil {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, "mine")); len(entries) != 1 {
		t.Errorf("the folder has %d entries now", len(entries))
	}
}
