package ledger_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(ledger.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("receipt.json", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("receipt.json")
}

func TestReceiptFileIsTheContractsAndTheSchemas(t *testing.T) {
	o, _, seq := grown(t, 2)
	pending := o.Signer.Sign("7KD493MX0ZQ8TWP5", [32]byte{9}, time.Date(2026, 3, 2, 17, 0, 0, 0, time.FixedZone("CST", 8*3600)))
	c := o.Event(900)
	o.Steps(seq)
	full := o.Receipt(c)
	s := schema(t)
	names := regexp.MustCompile(`(?m)^  "(\w+)":`)
	for _, r := range []ledger.Receipt{pending, full} {
		data, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		for _, m := range names.FindAllStringSubmatch(string(data), -1) {
			order = append(order, m[1])
		}
		if got := strings.Join(order, ","); got != "v,tenant,code,event,time,leaf,signature,checkpoint,proof" {
			t.Errorf("fields %s", got)
		}
		if err := validate(s, data); err != nil {
			t.Errorf("the schema refuses it: %v", err)
		}
		back, err := ledger.ParseReceipt(data)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := back.JSON()
		if !bytes.Equal(again, data) {
			t.Errorf("read and written again it is\n%s not\n%s", again, data)
		}
	}
	if pending.Time != "2026-03-02T09:00:00.000000Z" {
		t.Errorf("time %s", pending.Time)
	}
	if full.Proof == nil || len(full.Proof.Hashes) < 6 {
		t.Errorf("proof %+v", full.Proof)
	}
}

func validate(s *jsonschema.Schema, data []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// What the schema refuses the reader refuses too, so that a form checked by the schema is no surprise later.
func TestTheReaderIsAsStrictAsTheSchema(t *testing.T) {
	o, _, seq := grown(t, 1)
	c := o.Event(900)
	o.Steps(seq)
	r := o.Receipt(c)
	if r.Proof == nil {
		t.Fatal("no proof")
	}
	data, _ := r.JSON()
	s := schema(t)
	for _, change := range []func(map[string]any){
		func(m map[string]any) { m["v"] = 2 },
		func(m map[string]any) { m["x"] = 1 },
		func(m map[string]any) { delete(m, "proof") },
		func(m map[string]any) { m["proof"] = nil },
		func(m map[string]any) { m["checkpoint"] = nil },
		func(m map[string]any) { m["checkpoint"] = "" },
		func(m map[string]any) { m["tenant"] = "Demo" },
		func(m map[string]any) { m["tenant"] = "demo\n" },
		func(m map[string]any) { m["code"] = "7KD4-93MX-0ZQ8-TWP5" },
		func(m map[string]any) { m["code"] = "7KD493MX0ZQ8TWPU" },
		func(m map[string]any) { m["event"] = strings.ToUpper(r.Event) + "A" },
		func(m map[string]any) { m["leaf"] = r.Leaf[:63] },
		func(m map[string]any) { m["time"] = "2026-03-02T09:00:00Z" },
		func(m map[string]any) { m["time"] = "2026-13-02T09:00:00.000000Z" },
		func(m map[string]any) { m["time"] = "2026-03-02T09:00:00.000000+08:00" },
		func(m map[string]any) { m["signature"] = strings.TrimRight(r.Signature, "=") },
		func(m map[string]any) { m["signature"] = r.Signature[:85] + "B==" },
		func(m map[string]any) { m["proof"].(map[string]any)["index"] = -1 },
		func(m map[string]any) { m["proof"].(map[string]any)["size"] = 1.5 },
		func(m map[string]any) { m["proof"].(map[string]any)["hashes"] = "x" },
		func(m map[string]any) { m["proof"].(map[string]any)["hashes"] = make([]string, 65) },
		func(m map[string]any) { m["proof"].(map[string]any)["more"] = 1 },
	} {
		var m map[string]any
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		bad, _ := json.Marshal(m)
		if validate(s, bad) == nil {
			t.Errorf("the schema takes %s", bad)
		}
		if _, err := ledger.ParseReceipt(bad); err == nil {
			t.Errorf("the reader takes %s", bad)
		}
	}
}

func TestAnotherTenantsKeyProvesNothing(t *testing.T) {
	o, _, _ := grown(t, 1)
	r := o.Signer.Sign("7KD493MX0ZQ8TWP5", [32]byte{1}, ledgertest.Start)
	r.Tenant = "other"
	if got := ledger.Verify(&r, o.Signer.Verifiers()); got.Signed || got.Reason != ledger.UnknownKey {
		t.Error(got)
	}
	if got := ledger.Verify(&r, nil); got.Signed || got.Reason != ledger.UnknownKey {
		t.Error(got)
	}
}

// Every code that a person may be shown has its sentence in three languages.
func TestSentences(t *testing.T) {
	keys := []string{"ledger.checkpoint.none", "ledger.leaf.unknown", "ledger.leaf.form", "ledger.number.form", "ledger.size.beyond", "ledger.from.beyond"}
	for _, r := range ledger.Reasons() {
		keys = append(keys, r.Key())
	}
	for _, r := range ledger.FindingReasons() {
		keys = append(keys, ledger.Finding{Reason: r}.Key())
	}
	for _, language := range []string{"zh-Hans", "zh-Hant", "en"} {
		text, err := os.ReadFile("../i18n/locales/ledger." + language + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(k) + `: ".+"$`).Match(text) {
				t.Errorf("%s has no %s", language, k)
			}
		}
	}
}

func FuzzParseReceipt(f *testing.F) {
	f.Add([]byte(`{"v":1}`))
	f.Add([]byte(`{"v":1,"tenant":"demo","code":"7KD493MX0ZQ8TWP5","event":"` + strings.Repeat("0", 64) + `","time":"2026-03-02T09:00:00.000000Z","leaf":"` +
		strings.Repeat("0", 64) + `","signature":"` + strings.Repeat("A", 86) + `==","checkpoint":null,"proof":null}`))
	s := schema(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ledger.ParseReceipt(data)
		if err != nil {
			return
		}
		again, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(s, again); err != nil {
			t.Errorf("the reader takes what the schema refuses: %v", err)
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add("linli/demo\n64\n"+strings.Repeat("A", 43)+"=\ntime 2026-03-02T09:00:00.000000Z\n", "— linli/demo AAAAAAA=\n")
	f.Fuzz(func(t *testing.T, text, sigs string) {
		h, err := ledger.HeadOf([]byte(text + "\n" + sigs))
		if err == nil && (h.Size < 0 || h.Size > 1<<53 || strings.Trim(h.Tenant, "abcdefghijklmnopqrstuvwxyz0123456789-") != "") {
			t.Errorf("%+v", h)
		}
	})
}
