package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

// The program is one whole only if nothing of the server is in it.
func TestTheProgramSharesNoCodeWithTheServer(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(out)); !slices.Equal(got, []string{"linli/cmd/linli-verify"}) {
		t.Errorf("the program consists of %v and the standard library", got)
	}
}

// desk is an office with a receipt, and the other things that the cases need.
type desk struct {
	*ledgertest.Office
	receipt     ledger.Receipt
	fresh       ledger.Receipt // of an event that no checkpoint covers
	key         string
	dir         string
	checkpoints []ledger.Checkpoint
}

func open(t testing.TB) *desk {
	t.Helper()
	m := ledgertest.NewMemory()
	o := ledgertest.Open(t, m, m.Queue)
	seq := o.Sequencer()
	var first [32]byte
	d := &desk{Office: o, key: o.Signer.Keys()[0], dir: t.TempDir()}
	for minute := range 3 {
		for n := range 30 { // with at most 31 dummies before them they fill one step
			c := o.Event(minute*100 + n)
			if minute == 1 && n == 20 {
				first = c
			}
		}
		o.Steps(seq)
		o.Clock.Add(time.Minute)
		if minute == 1 {
			d.receipt = o.Receipt(first)
		}
	}
	d.fresh = o.Signer.Sign("7KD493MX0ZQ8TWP5", o.Event(999), ledgertest.Start)
	var err error
	if d.checkpoints, err = m.Checkpoints(t.Context(), o.Tenant, 0, 10); err != nil || len(d.checkpoints) != 3 {
		t.Fatal(len(d.checkpoints), err)
	}
	return d
}

func (d *desk) file(name string, content []byte) string {
	d.T.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		d.T.Fatal(err)
	}
	return path
}

func (d *desk) json(r ledger.Receipt) []byte {
	d.T.Helper()
	b, err := r.JSON()
	if err != nil {
		d.T.Fatal(err)
	}
	return b
}

func verify(t testing.TB, args ...string) (code int, reason, sentence string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &errs, func(string) string { return "" })
	if code > exitNotProven {
		if out.Len() > 0 {
			t.Errorf("exit %d and yet an answer: %s", code, &out)
		}
		return code, "", errs.String()
	}
	var answer struct {
		Proven bool   `json:"proven"`
		Reason string `json:"reason"`
	}
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&answer); err != nil {
		t.Fatalf("the answer is not JSON: %v", err)
	}
	if answer.Proven != (code == exitProven) {
		t.Errorf("proven is %v and the exit code %d", answer.Proven, code)
	}
	return code, answer.Reason, errs.String()
}

func TestReceipts(t *testing.T) {
	d := open(t)
	good := d.json(d.receipt)
	edit := func(old, new string) []byte {
		t.Helper()
		if strings.Count(string(good), old) == 0 {
			t.Fatalf("%q is not in the receipt", old)
		}
		return []byte(strings.Replace(string(good), old, new, 1))
	}
	other := ledgertest.Open(t, ledgertest.NewMemory(), nil)
	forged := d.receipt
	forged.Proof = &ledger.Proof{Index: forged.Proof.Index ^ 1, Size: forged.Proof.Size, Hashes: forged.Proof.Hashes}
	short := d.receipt
	short.Proof = &ledger.Proof{Index: short.Proof.Index, Size: short.Proof.Size, Hashes: short.Proof.Hashes[1:]}
	resized := d.receipt
	resized.Proof = &ledger.Proof{Index: resized.Proof.Index, Size: resized.Proof.Size + 1, Hashes: resized.Proof.Hashes}
	mixed := d.receipt
	text := string(d.checkpoints[0].Note)
	mixed.Checkpoint = &text
	flip := func(s string) string { // another character of the same alphabet
		if s[0] == 'b' {
			return "a" + s[1:]
		}
		return "b" + s[1:]
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"good":                         {good, "proven"},
		"not yet included":             {d.json(d.fresh), "pending"},
		"edited event":                 {edit(`"event": "`+d.receipt.Event, `"event": "`+flip(d.receipt.Event)), "leaf_differs"},
		"edited leaf":                  {edit(`"leaf": "`+d.receipt.Leaf, `"leaf": "`+flip(d.receipt.Leaf)), "leaf_differs"},
		"edited time":                  {edit(".123456Z", ".123457Z"), "signature_wrong"},
		"edited code":                  {edit("7KD493MX0ZQ8TWP5", "7KD493MX0ZQ8TWP6"), "signature_wrong"},
		"edited tenant":                {edit(`"demo"`, `"demon"`), "key_unknown"},
		"edited checkpoint":            {edit(`linli/demo\n`+"128", `linli/demo\n`+"129"), "checkpoint_unsigned"},
		"checkpoint of another office": {edit(`"linli/demo\n`, `"linli/dema\n`), "checkpoint_other_tenant"},
		"checkpoint that is none":      {edit(`"linli/demo\n`, `"hello/demo\n`), "checkpoint_malformed"},
		"proof at another index":       {d.json(forged), "proof_wrong"},
		"proof cut short":              {d.json(short), "proof_wrong"},
		"proof of another size":        {d.json(resized), "proof_wrong"},
		"proof of another checkpoint":  {d.json(mixed), "proof_wrong"},
		"cut JSON":                     {good[:len(good)/2], "malformed"},
		"no JSON":                      {[]byte("回执"), "malformed"},
		"empty":                        {nil, "malformed"},
		"two receipts":                 {append(slices.Clone(good), good...), "malformed"},
		"unknown field":                {edit(`"v": 1,`, `"v": 1, "x": 1,`), "malformed"},
		"a field twice":                {edit(`"v": 1,`, `"v": 1, "v": 1,`), "malformed"},
		"a field in capitals":          {edit(`"time"`, `"TIME"`), "malformed"},
		"a field left out":             {edit(`"v": 1,`, ``), "malformed"},
		"a proof without a checkpoint": {edit(`"checkpoint": "`, `"checkpoint": null, "x": "`), "malformed"},
		"version 2":                    {edit(`"v": 1`, `"v": 2`), "version_unknown"},
		"version 2 with other fields":  {[]byte(`{"v":2,"tenant":"demo","seal":[]}`), "version_unknown"},
		"version 1.0":                  {edit(`"v": 1`, `"v": 1.0`), "malformed"},
		"ten megabytes":                {bytes.Repeat([]byte("[1,"), 10<<20/3), "malformed"},
		"a receipt and ten megabytes":  {append(slices.Clone(good), bytes.Repeat([]byte(" "), 10<<20)...), "malformed"},
	} {
		path := d.file("receipt.json", c.data)
		code, reason, _ := verify(t, path, "--key", d.key)
		want := exitNotProven
		if c.want == "proven" {
			want = exitProven
		}
		if reason != c.want || code != want {
			t.Errorf("%s: %s (exit %d), want %s", name, reason, code, c.want)
		}
		if server := ledger.VerifyJSON(c.data, d.Signer.Verifiers()); string(server.Reason) != reason {
			t.Errorf("%s: the server says %s, the program %s", name, server.Reason, reason)
		}
	}
	path := d.file("receipt.json", good)
	if _, reason, _ := verify(t, "--key="+other.Signer.Keys()[0], path); reason != "signature_wrong" {
		t.Errorf("another office's key of the same name: %s", reason)
	}
	if _, reason, _ := verify(t, path); reason != "proven_own_key" {
		t.Errorf("without any key: %s", reason)
	}
	if _, reason, _ := verify(t, d.file("fresh.json", d.json(d.fresh))); reason != "pending" {
		t.Errorf("not yet included, without any key: %s", reason)
	}
}

func TestCheckpointsFromElsewhere(t *testing.T) {
	d := open(t)
	path := d.file("receipt.json", d.json(d.receipt))
	older, same, newer := d.checkpoints[0], d.checkpoints[1], d.checkpoints[2]
	link, err := d.Ledger.Consistency(t.Context(), d.Tenant, same.Size, newer.Size)
	if err != nil {
		t.Fatal(err)
	}
	linkJSON, _ := json.Marshal(link)
	link.Hashes[0][0] ^= 1
	brokenJSON, _ := json.Marshal(link)
	alien := ledgertest.Open(t, ledgertest.NewMemory(), nil)
	alienText := strings.Replace(string(same.Note[:bytes.LastIndex(same.Note, []byte("\n\n"))+1]), "linli/demo\n", "linli/other\n", 1)
	signer, _ := ledgertest.Key(t, "linli/other")
	alienNote, err := note.Sign(&note.Note{Text: alienText}, signer)
	if err != nil {
		t.Fatal(err)
	}
	// Two ledgers of one size under one key: a fork.
	m := ledgertest.NewMemory()
	fork := ledgertest.Open(t, m, m.Queue)
	fork.Signer = d.Signer
	forkSeq := fork.Sequencer()
	for minute := range 2 {
		for n := range 30 {
			fork.Event(5000 + 100*minute + n)
		}
		fork.Steps(forkSeq)
		fork.Clock.Add(time.Minute)
	}
	forked, _ := fork.Newest()
	for name, c := range map[string]struct {
		checkpoint  []byte
		consistency []byte
		want        string
	}{
		"the receipt's own":            {same.Note, nil, "proven"},
		"older":                        {older.Note, nil, "checkpoint_older"},
		"newer":                        {newer.Note, nil, "consistency_needed"},
		"newer with its proof":         {newer.Note, linkJSON, "proven"},
		"newer with a broken proof":    {newer.Note, brokenJSON, "consistency_wrong"},
		"newer with a proof cut short": {newer.Note, linkJSON[:20], "consistency_wrong"},
		"another office's":             {alienNote, nil, "checkpoint_other_tenant"},
		"cut short":                    {same.Note[:len(same.Note)-10], nil, "checkpoint_malformed"},
		"altered":                      {bytes.Replace(same.Note, []byte("\ntime 2"), []byte("\ntime 3"), 1), nil, "checkpoint_unsigned"},
		"garbage":                      {bytes.Repeat([]byte{0xff}, 10<<20), nil, "checkpoint_malformed"},
		"forked":                       {forked.Note, nil, "forked"},
	} {
		if c.want == "forked" && forked.Size != same.Size {
			t.Fatalf("the forked ledger has size %d, not %d", forked.Size, same.Size)
		}
		args := []string{path, "--checkpoint", d.file("checkpoint", c.checkpoint)}
		if c.consistency != nil {
			args = append(args, "--consistency", d.file("consistency", c.consistency))
		}
		if _, reason, _ := verify(t, args...); reason != c.want {
			t.Errorf("%s, trusted by itself: %s, want %s", name, reason, c.want)
		}
		if _, reason, _ := verify(t, append(args, "--key", d.key)...); reason != c.want {
			t.Errorf("%s, with the key: %s, want %s", name, reason, c.want)
		}
	}
	// A receipt that somebody else signed does not become true by a checkpoint of the office.
	stranger := alien.Signer.Sign("7KD493MX0ZQ8TWP5", [32]byte{1}, ledgertest.Start).Prove(same, *d.receipt.Proof)
	if _, reason, _ := verify(t, d.file("stranger.json", d.json(stranger)), "--checkpoint", d.file("checkpoint", same.Note)); reason != "signature_wrong" {
		t.Errorf("a stranger's receipt: %s", reason)
	}
}

func TestUsage(t *testing.T) {
	d := open(t)
	path := d.file("receipt.json", d.json(d.receipt))
	for _, args := range [][]string{{}, {path, path}, {path, "--what"}, {path, "--key"}, {path, "--key", "linli/demo+1+x"}, {path, "--checkpoint="}, {path, "--consistency", path}, {""}} {
		if code, _, _ := verify(t, args...); code != exitUsage {
			t.Errorf("%q: exit %d", args, code)
		}
	}
	if code, _, _ := verify(t, filepath.Join(d.dir, "nothing.json")); code != exitSystem {
		t.Errorf("a file that is not there: exit %d", code)
	}
	if code, _, _ := verify(t, path, "--checkpoint", d.dir); code != exitSystem {
		t.Errorf("a folder as checkpoint: exit %d", code)
	}
	var out, errs bytes.Buffer
	if code := run([]string{"-", "--key", d.key}, bytes.NewReader(d.json(d.receipt)), &out, &errs, os.Getenv); code != exitProven {
		t.Errorf("from standard input: exit %d, %s", code, &errs)
	}
}

func TestLanguages(t *testing.T) {
	for env, want := range map[string]string{
		"": english, "C": english, "de_DE.UTF-8": english, "zh_CN.UTF-8": simplified, "zh_SG": simplified, "zh": simplified,
		"zh_TW.UTF-8": traditional, "zh_HK": traditional, "zh-Hant": traditional,
	} {
		if got := languageOf(func(name string) string { return map[string]string{"LANG": env}[name] }); got != want {
			t.Errorf("LANG=%s: %s, want %s", env, got, want)
		}
	}
	all := map[string]string{"LC_ALL": "zh_TW", "LANG": "en_US"}
	if got := languageOf(func(name string) string { return all[name] }); got != traditional {
		t.Errorf("LC_ALL does not come first: %s", got)
	}
	reasons := []string{provenOwnKey}
	for _, r := range ledger.Reasons() {
		reasons = append(reasons, string(r))
	}
	if len(reasons) != len(sentences) {
		t.Errorf("%d sentences for %d reasons", len(sentences), len(reasons))
	}
	for _, r := range reasons {
		for _, l := range []string{english, simplified, traditional} {
			if sentence(l, r) == "" {
				t.Errorf("no sentence for %s in %s", r, l)
			}
		}
	}
}
