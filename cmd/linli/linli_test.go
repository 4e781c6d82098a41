package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/store/dialect"
	"linli/testkit"
)

// program is the built binary that these tests run, as a person would.
var program string

func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "linli")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "linli")
	cmd := exec.Command("go", "build", "-o", program, "linli/cmd/linli")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 1
	}
	return m.Run()
}

// ran is what a command left behind.
type ran struct {
	code           int
	stdout, stderr string
}

// linli runs a command in dir, in English, with the environment of the test but for linli's own variables.
func linli(t testing.TB, dir string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := command(t.Context(), dir, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// databases are the PostgreSQL databases of the offices in some folders; an office in any other folder is on SQLite.
var databases sync.Map // folder → URL

// eachEngine runs a test with an empty folder for an office, on SQLite and on PostgreSQL.
func eachEngine(t *testing.T, test func(t *testing.T, dir string)) {
	t.Helper()
	testkit.EachPlace(t, "", func(t *testing.T, p testkit.Place) {
		dir := t.TempDir()
		if p.Engine == dialect.Postgres {
			databases.Store(dir, p.URL)
			t.Cleanup(func() { databases.Delete(dir) })
			linli(t, dir, "init").want(t, 0, "is open") // on a server nothing is made without being asked for
		}
		test(t, dir)
	})
}

func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	if url, ok := databases.Load(dir); ok {
		cmd.Env = append(cmd.Env, "LINLI_DATABASE="+url.(string))
	}
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "LINLI_") && !strings.HasPrefix(e, "LC_") && !strings.HasPrefix(e, "LANG=") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	return cmd
}

// want fails the test unless the command ended so and said so.
func (r ran) want(t testing.TB, code int, said string) ran {
	t.Helper()
	if r.code != code || !strings.Contains(r.stdout+r.stderr, said) {
		t.Fatalf("exit %d, want %d and %q\nstdout: %s\nstderr: %s", r.code, code, said, r.stdout, r.stderr)
	}
	return r
}

// value reads standard output, which has to be exactly one JSON value.
func value[T any](t testing.TB, r ran) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(r.stdout))
	if err := d.Decode(&v); err != nil {
		t.Fatalf("standard output is not JSON: %v\n%s\n%s", err, r.stdout, r.stderr)
	}
	if d.More() {
		t.Fatalf("standard output has more than one value:\n%s", r.stdout)
	}
	return v
}

// write makes a folder of files.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		code int
		said string
	}{
		"nothing":           {nil, 2, "Usage: linli <command>"},
		"no such command":   {[]string{"surveil"}, 2, "unexpected argument surveil"},
		"no such flag":      {[]string{"serve", "--everything"}, 2, "unknown flag --everything"},
		"help":              {[]string{"--help"}, 0, "Usage: linli <command>"},
		"help of a command": {[]string{"import", "mediation", "--help"}, 0, "$LINLI_DATA"},
		"version":           {[]string{"version"}, 0, "linli 0."},
		"no such scenario":  {[]string{"bench", "teleport"}, 2, "no scenario is called"},
		"certificate alone": {[]string{"serve", "--tls-cert", "x.pem"}, 2, "belong together"},
		"keys in the cases": {[]string{"serve", "--database", "postgres://h/a", "--keys", "postgres://h/a", "--operator-key", "k"}, 2, "another database"},
		"no office":         {[]string{"serve"}, 3, "There is no office in var/linli yet. Run `linli init`"},
		"no figures":        {[]string{"insight", "show", "mediation.uptake"}, 3, "There is no office"},
		"no demo":           {[]string{"demo-code", "clerk"}, 3, "There is no office in var/demo"},
		"demo beyond":       {[]string{"demo", "--listen", "0.0.0.0:0"}, 2, "A demo is for this machine"},
	} {
		t.Run(name, func(t *testing.T) {
			r := linli(t, dir, c.args...).want(t, c.code, c.said)
			if c.code != 0 && name != "nothing" && strings.Contains(r.stdout, c.said) {
				t.Errorf("a refusal is on standard output: %s", r.stdout)
			}
		})
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("refused commands left %v behind", entries)
	}
}

func TestSentencesFollowTheLanguage(t *testing.T) {
	for lang, said := range map[string]string{"zh_CN.UTF-8": "还没有办公室", "zh_TW.UTF-8": "還沒有辦公室", "zh_HK": "還沒有辦公室", "de_DE.UTF-8": "There is no office"} {
		cmd := command(t.Context(), t.TempDir(), "doctor", "--data", "x")
		cmd.Env = append(cmd.Env, "LANG="+lang)
		out, _ := cmd.CombinedOutput()
		if !strings.Contains(string(out), said) {
			t.Errorf("%s: %s", lang, out)
		}
	}
}

var findingForm = regexp.MustCompile(`^\S+\.yaml:\d+:\d+: .+$`)

func TestRulebook(t *testing.T) {
	shipped, err := filepath.Abs("../../rulebooks/cn")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if r := linli(t, dir, "rulebook", "check", shipped).want(t, 0, "no mistake found"); r.stdout != "" {
		t.Errorf("nothing was found, and yet: %s", r.stdout)
	}
	linli(t, dir, "rulebook", "test", shipped).want(t, 0, "examples ran")
	linli(t, dir, "rulebook", "check", "nowhere").want(t, 2, "not a folder")

	broken := filepath.Join(dir, "broken")
	if err := os.CopyFS(broken, os.DirFS(shipped)); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(broken, "promises.yaml"), "owed_by: clerk", "owed_by: nobody\n    colour: red")
	r := linli(t, dir, "rulebook", "check", "broken").want(t, 1, "broken/promises.yaml:")
	for line := range strings.Lines(r.stdout) {
		if !findingForm.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("not FILE:LINE:COL: reason: %s", line)
		}
	}
	wrong := filepath.Join(dir, "wrong")
	if err := os.CopyFS(wrong, os.DirFS(shipped)); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(wrong, "promises.yaml"), "clock: 3 working days", "clock: 4 working days")
	linli(t, dir, "rulebook", "check", "wrong").want(t, 0, "no mistake")
	linli(t, dir, "rulebook", "test", "wrong").want(t, 1, "wrong/tests/")

	linli(t, dir, "rulebook", "diff", shipped, "broken").want(t, 1, "broken/promises.yaml:")
	linli(t, dir, "rulebook", "diff", shipped, "nowhere").want(t, 2, "not a folder")
	linli(t, dir, "rulebook", "diff", shipped, filepath.Join(filepath.Dir(shipped), "us-ny")).want(t, 2, "two rulebooks")
	if r := linli(t, dir, "rulebook", "diff", shipped, shipped).want(t, 0, "0 differences"); r.stdout != "" {
		t.Errorf("a rulebook differs from itself: %s", r.stdout)
	}
	r = linli(t, dir, "rulebook", "diff", shipped, "wrong").want(t, 0, "1 difference.")
	if !regexp.MustCompile(`^wrong/promises\.yaml:\d+:\d+: promises\[screening\]\.clock: 3 working days → 4 working days\n$`).MatchString(r.stdout) {
		t.Errorf("the difference: %s", r.stdout)
	}
}

// TestRulebookPapers: a template's mistakes are named with their place, and one paper is printed to be looked at.
func TestRulebookPapers(t *testing.T) {
	shipped, err := filepath.Abs("../../rulebooks/cn")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken")
	if err := os.CopyFS(broken, os.DirFS(shipped)); err != nil {
		t.Fatal(err)
	}
	agreement := filepath.Join(broken, "documents", "agreement.zh-Hans.md")
	edit(t, agreement, "{{.Facts}}", "{{.Fact}}")
	linli(t, dir, "rulebook", "check", "broken").want(t, 1, "broken/documents/agreement.zh-Hans.md:55:")
	linli(t, dir, "rulebook", "preview", "broken", "--document", "agreement", "--out", "x.pdf").want(t, 1, "agreement.zh-Hans.md:55:")
	edit(t, agreement, "{{.Fact}}", "{{Facts}}")
	linli(t, dir, "rulebook", "check", "broken").want(t, 1, "broken/documents/agreement.zh-Hans.md:55:")

	linli(t, dir, "rulebook", "preview", shipped, "--document", "nothing", "--out", "x.pdf").want(t, 2, "There is no paper")
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		linli(t, dir, "rulebook", "preview", shipped, "--document", "closing", "--language", lang, "--out", lang+".pdf").want(t, 0, "with an invented case")
		if pdf, err := os.ReadFile(filepath.Join(dir, lang+".pdf")); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

// edit replaces the first place of a text in a file.
func edit(t testing.TB, path, old, new string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		t.Fatalf("%s has no %q", path, old)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(old), []byte(new), 1), 0o600); err != nil {
		t.Fatal(err)
	}
}
