package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// docs/ledger.md tells a resident's lawyer how to check a receipt with the tools of any machine. Its commands are run here
// as they stand.
func TestTheCommandsInTheDocumentation(t *testing.T) {
	for _, tool := range []string{"sh", "jq", "xxd", "openssl", "sha256sum", "base64"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("LINLI_TEST_REQUIRE") == "1" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	text, err := os.ReadFile("../../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## By hand\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var script strings.Builder
	for line := range strings.Lines(section) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			script.WriteString(command)
		}
	}
	script.WriteString("echo sn $sn\n")
	d := open(t)
	head, _, _, ok := parseCheckpoint(string(d.checkpoints[1].Note))
	if !ok || strings.Count(script.String(), "\n") < 15 {
		t.Fatalf("too little to run:\n%s", &script)
	}
	good := string(d.json(d.receipt))
	root := strings.Split(string(d.checkpoints[1].Note), "\n")[2]
	for name, c := range map[string]struct {
		receipt                string
		verified, roots, leafs int // how often the right answer appears
	}{
		"good":               {good, 2, 2, 1},
		"an edited time":     {strings.Replace(good, ".123456Z", ".123457Z", 1), 1, 2, 1},
		"another leaf":       {strings.Replace(good, `"leaf": "`+d.receipt.Leaf[:4], `"leaf": "0000`, 1), 1, 1, 1},
		"another path":       {strings.Replace(good, `"hashes": [`+"\n      \"", `"hashes": [`+"\n      \"0000", 1), 2, 1, 1},
		"another event":      {strings.Replace(good, `"event": "`+d.receipt.Event[:4], `"event": "0000`, 1), 1, 2, 0},
		"an edited own size": {strings.Replace(good, `\n128\n`, `\n129\n`, 1), 1, 2, 1},
	} {
		d.file("receipt.json", []byte(c.receipt))
		cmd := exec.Command("sh", "-c", script.String())
		cmd.Dir = d.dir
		cmd.Env = append(os.Environ(), "KEY="+d.key)
		out, _ := cmd.CombinedOutput() // a wrong signature ends a command with an error: it is the answer that counts
		got := string(out)
		if n := strings.Count(got, "Signature Verified Successfully"); n != c.verified {
			t.Errorf("%s: %d signatures hold, want %d\n%s", name, n, c.verified, got)
		}
		if n := strings.Count(got, root); n != c.roots {
			t.Errorf("%s: the root appears %d times, want %d\n%s", name, n, c.roots, got)
		}
		if n := strings.Count(got, d.receipt.Leaf); n != c.leafs {
			t.Errorf("%s: the leaf appears %d times, want %d\n%s", name, n, c.leafs, got)
		}
	}
	if head.size != 128 {
		t.Errorf("the receipt's checkpoint has size %d", head.size)
	}
}
