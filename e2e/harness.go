// Package e2e drives a real browser through linli as people use it.
//
// A scenario is a JavaScript file whose default export is an async function of the page and a context (see
// runner.mjs). It is played in each language; on every page it checks, at the width of a phone and of a desk, axe-core
// must find nothing and nothing may scroll sideways, and the browser may report no error and no breach of the
// Content-Security-Policy. With LINLI_SHOTS set, pictures are kept in that folder.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Play is what the browser is to do.
type Play struct {
	Handler   http.Handler   // served on loopback while the scenarios run; nil if URL is set
	Listener  net.Listener   // where to serve it, for a handler that has to know its own address; nil: anywhere
	URL       string         // a server that runs already
	Scenarios []string       // files, from the folder of the test
	Data      map[string]any // handed to the scenarios as ctx.data
}

// result is one line of the runner's output: a scenario in one variant.
type result struct {
	Name    string   `json:"name"`
	Seconds float64  `json:"seconds"`
	Checks  int      `json:"checks"`
	Faults  []string `json:"faults"`
}

// limit is how long all scenarios of one play may take.
const limit = 12 * time.Minute

// Run plays the scenarios, each variant as a subtest. Without Node.js, Chromium or the npm packages it skips, and fails
// where LINLI_TEST_REQUIRE=1 says that they must be there.
func Run(t *testing.T, p Play) {
	t.Helper()
	chromium := need(t, "node_modules/playwright-core", "node_modules/axe-core")
	url := p.URL
	if p.Handler != nil {
		url = Serve(t, p.Handler, p.Listener)
	}
	shots := os.Getenv("LINLI_SHOTS")
	keep := shots != "" // a picture of a whole page costs more than checking it
	if !keep {
		shots = t.TempDir()
	}
	config, err := json.Marshal(map[string]any{
		"url": url, "chromium": chromium, "root": os.Geteuid() == 0, "shots": absolute(t, shots), "keep": keep,
		"scenarios": absolutes(t, p.Scenarios), "data": p.Data,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	runner := exec.CommandContext(ctx, "node", filepath.Join(here(), "runner.mjs")) // fixed program
	runner.Stdin = strings.NewReader(string(config))
	runner.Stderr = os.Stderr
	out, err := runner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := runner.Start(); err != nil {
		t.Fatal(err)
	}
	played := 0
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Errorf("the runner said %q", lines.Text())
			continue
		}
		played++
		t.Run(r.Name, func(t *testing.T) {
			if r.Checks == 0 {
				t.Error("the scenario checked no page")
			}
			for _, f := range r.Faults {
				t.Error(f)
			}
			t.Logf("%d pages checked in %.1f s", r.Checks, r.Seconds)
		})
	}
	if err := runner.Wait(); err != nil {
		t.Errorf("the runner failed: %v", err)
	}
	if played == 0 {
		t.Error("no scenario was played")
	}
}

// need returns the browser. Without it, Node.js or an npm package the test skips, and fails where LINLI_TEST_REQUIRE=1 says that
// they must be there.
func need(t *testing.T, packages ...string) (chromium string) {
	t.Helper()
	chromium, missing := browser(packages)
	switch {
	case missing == "":
	case os.Getenv("LINLI_TEST_REQUIRE") == "1":
		t.Fatal("browser tests cannot run: " + missing)
	default:
		t.Skip("browser tests skipped: " + missing)
	}
	return chromium
}

// Serve has a handler answer until the test ends, and returns where. A nil listener lets it answer anywhere.
func Serve(t *testing.T, h http.Handler, l net.Listener) (url string) {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	if l != nil {
		_ = server.Listener.Close()
		server.Listener = l
	}
	server.Start()
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// browser finds the browser and the npm packages, each by its folder, or says what is missing.
func browser(packages []string) (chromium, missing string) {
	if _, err := exec.LookPath("node"); err != nil {
		return "", "Node.js is not installed (apt-get install nodejs)"
	}
	for _, folder := range packages {
		if _, err := os.Stat(filepath.Join(here(), "..", folder)); err != nil {
			return "", folder + " is not installed (make tools assets)"
		}
	}
	places := []string{"/usr/bin/chromium-headless-shell", "/usr/bin/chromium"} // the first has no windows to manage, and takes half the time
	if own := os.Getenv("CHROMIUM"); own != "" {
		places = []string{own}
	}
	for _, chromium := range places {
		if _, err := os.Stat(chromium); err == nil {
			return chromium, ""
		}
	}
	return "", "there is no browser at " + strings.Join(places, " or ") + " (apt-get install chromium-headless-shell, or set CHROMIUM)"
}

// here is this package's folder. A test runs in its own package's folder, below the module's; the paths that the compiler
// knows are trimmed and lead nowhere.
func here() string {
	at, err := os.Getwd()
	if err != nil {
		return "."
	}
	for dir := at; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "e2e")
		}
		if dir == filepath.Dir(dir) {
			return at
		}
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	a, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func absolutes(t *testing.T, paths []string) []string {
	t.Helper()
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = absolute(t, p)
	}
	return out
}
