package house_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/store/dialect"
)

// built builds the program for a test, which runs it as an operator does.
func built(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "linli")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", file, "linli/cmd/linli")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building linli: %v\n%s", err, out)
	}
	return file
}

// terminal runs the program in a folder of its own, on the office of a test, which stays open beside it.
type terminal struct {
	t            *testing.T
	program, dir string
	env          []string
}

func newTerminal(t *testing.T, w *apptest.World, program string) *terminal {
	t.Helper()
	c := w.App.Config
	if err := os.Chmod(c.Data, 0o700); err != nil { // as `linli init` makes it
		t.Fatal(err)
	}
	x := &terminal{t: t, program: program, dir: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "LANG=en_GB.UTF-8", "TZ=UTC",
		"LINLI_DATA=" + c.Data, "LINLI_KEYS=" + c.Keys, "LINLI_OPERATOR_KEY=" + c.Operator, "LINLI_ERASURE_JOURNAL=" + c.Journal}}
	if w.Place.Engine == dialect.Postgres {
		x.env = append(x.env, "LINLI_DATABASE="+w.Place.URL)
	} else if err := os.Symlink(w.Place.File, filepath.Join(c.Data, "linli.db")); err != nil {
		t.Fatal(err)
	}
	return x
}

// run is what a command prints, with its exit code; first what it writes to standard output, which is what a script reads.
func (x *terminal) run(args ...string) string {
	x.t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(x.t.Context(), x.program, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = x.dir, x.env, &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		x.t.Fatal(err)
	}
	return fmt.Sprintf("%s\n%s\nexit %d", out.String(), errs.String(), cmd.ProcessState.ExitCode())
}

// write makes a folder of files where the program runs.
func (x *terminal) write(folder string, files map[string]string) {
	x.t.Helper()
	if err := os.MkdirAll(filepath.Join(x.dir, folder), 0o700); err != nil {
		x.t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(x.dir, folder, name), []byte(text), 0o600); err != nil {
			x.t.Fatal(err)
		}
	}
}

// cases2021 are tables of cases that were kept before linli, by number: every third was mediated.
func cases2021(n int) map[string]string {
	out := map[string]string{"registered.csv": "date_registered,case_number\n", "source.csv": "case_number,type_of_intake\n",
		"relationship.csv": "case_number,type_of_dispute\n", "outcome.csv": "case_number,outcome_of_cases\n"}
	for i := range n {
		number := fmt.Sprintf("CAS-%05d", i)
		outcome := "Not Mediated"
		if i%3 == 0 {
			outcome = "Mediation With Settlement"
		}
		out["registered.csv"] += fmt.Sprintf("2021-03-%02d,%s\n", 1+i%28, number)
		out["source.csv"] += number + ",Direct Intake\n"
		out["relationship.csv"] += number + ",Neighbour\n"
		out["outcome.csv"] += number + "," + outcome + "\n"
	}
	return out
}

// commands are all that the program can do, as its help lists them.
func (x *terminal) commands() (out []string) {
	x.t.Helper()
	for line := range strings.Lines(x.run("--help")) {
		line, ok := strings.CutPrefix(line, "  ")
		if !ok || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "-") {
			continue
		}
		var words []string
		for _, word := range strings.Fields(line) {
			if strings.HasPrefix(word, "--") { // a flag that has to be there
				continue
			}
			if word[0] == '<' || word[0] == '[' || word[0] >= 'A' && word[0] <= 'Z' {
				break
			}
			words = append(words, word)
		}
		if len(words) > 0 {
			out = append(out, strings.Join(words, " "))
		}
	}
	if len(out) < 15 {
		x.t.Fatalf("the help lists only %v", out)
	}
	return out
}
