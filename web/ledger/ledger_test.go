package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
	web "linli/web/ledger"
)

type site struct {
	*ledgertest.Office
	url     string
	memory  *ledgertest.Memory
	seq     *ledger.Sequencer
	receipt ledger.Receipt
	leaf    string
}

func open(t *testing.T) *site {
	t.Helper()
	m := ledgertest.NewMemory()
	s := &site{Office: ledgertest.Open(t, m, m.Queue), memory: m}
	tenants := func(_ context.Context, name string) (id.ID, error) {
		if name != "demo" {
			return id.ID{}, fault.New(fault.NotFound, "office.tenant.unknown")
		}
		return s.Tenant, nil
	}
	mux := http.NewServeMux()
	web.New(s.Ledger, tenants, func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, fault.Of(err).Key, fault.Of(err).Code.Status())
	}).Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url, s.seq = server.URL, s.Sequencer()
	return s
}

func (s *site) filled() *site {
	for n := range 3 {
		c := s.Event(n)
		s.Steps(s.seq)
		s.Clock.Add(time.Minute)
		if n == 0 {
			s.receipt = s.Receipt(c)
			s.leaf = s.receipt.Leaf
		}
	}
	return s
}

func (s *site) do(method, path string, body io.Reader) (int, string, string) {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), method, s.url+path, body)
	if err != nil {
		s.T.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.T.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(b)
}

func (s *site) verify(body []byte) (proven bool, reason string) {
	s.T.Helper()
	status, _, text := s.do("POST", "/verify", bytes.NewReader(body))
	var got struct {
		Proven bool
		Reason string
	}
	if err := json.Unmarshal([]byte(text), &got); status != 200 || err != nil {
		s.T.Fatalf("%d %s", status, text)
	}
	return got.Proven, got.Reason
}

func TestWhatIsPublished(t *testing.T) {
	s := open(t).filled()
	newest, _ := s.Newest()
	if status, kind, text := s.do("GET", "/ledger/demo/checkpoint", nil); status != 200 || text != string(newest.Note) || !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("checkpoint: %d %s %q", status, kind, text)
	}
	_, _, text := s.do("GET", "/ledger/demo/proof?leaf="+s.leaf, nil)
	var p ledger.Proof
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.Size != newest.Size {
		t.Fatalf("proof: %v %s", err, text)
	}
	if got := ledger.Verify(new(s.receipt.Prove(newest, p)), s.Signer.Verifiers()); !got.Proven {
		t.Error(got)
	}
	if status, kind, text := s.do("GET", "/schema/receipt.json", nil); status != 200 || text != string(ledger.Schema) || kind != "application/schema+json" {
		t.Errorf("schema: %d %s", status, kind)
	}
	src, err := ledger.URLSource(http.DefaultClient, s.url+"/ledger/demo/")
	if err != nil {
		t.Fatal(err)
	}
	if r := s.AuditOf(src); !r.Whole() || r.Checkpoints != 3 || r.Size != newest.Size || r.Leaves != newest.Size {
		t.Errorf("audit over the network: %+v", r)
	}
	s.memory.Tenants[s.Tenant].Leaves[5][0] ^= 1
	if r := s.AuditOf(src); r.Whole() {
		t.Error("an edited leaf is not found over the network")
	}
}

func TestWhatIsNotSignedIsNotShown(t *testing.T) {
	s := open(t).filled()
	c := s.Event(77)
	s.Clock.Add(-time.Minute / 2) // no checkpoint is due
	s.Steps(s.seq)
	leaf := ledger.LeafHash(c)
	hidden, _ := ledger.HexID(leaf).MarshalText()
	if status, _, text := s.do("GET", "/ledger/demo/proof?leaf="+string(hidden), nil); status != 404 || !strings.Contains(text, "ledger.leaf.unknown") {
		t.Errorf("a leaf without a checkpoint: %d %s", status, text)
	}
	newest, _ := s.Newest()
	if _, _, text := s.do("GET", "/ledger/demo/leaves", nil); int64(len(text)) != 32*newest.Size || strings.Contains(text, string(leaf[:])) {
		t.Errorf("%d bytes of leaves for a checkpoint of size %d", len(text), newest.Size)
	}
}

func TestRefusals(t *testing.T) {
	empty, s := open(t), open(t).filled()
	zeros := strings.Repeat("0", 64)
	for path, want := range map[string]struct {
		status int
		key    string
	}{
		"/ledger/other/checkpoint":                      {404, "office.tenant.unknown"},
		"/ledger/demo/proof?leaf=12":                    {400, "ledger.leaf.form"},
		"/ledger/demo/proof":                            {400, "ledger.leaf.form"},
		"/ledger/demo/proof?leaf=" + zeros:              {404, "ledger.leaf.unknown"},
		"/ledger/demo/proof?size=x&leaf=" + zeros:       {400, "ledger.number.form"},
		"/ledger/demo/proof?size=-1&leaf=" + zeros:      {400, "ledger.number.form"},
		"/ledger/demo/proof?size=9999&leaf=" + s.leaf:   {400, "ledger.size.beyond"},
		"/ledger/demo/consistency":                      {400, "ledger.from.beyond"},
		"/ledger/demo/consistency?from=0":               {400, "ledger.from.beyond"},
		"/ledger/demo/consistency?from=9999":            {400, "ledger.from.beyond"},
		"/ledger/demo/consistency?from=1&size=9999":     {400, "ledger.size.beyond"},
		"/ledger/demo/checkpoints?after=1e3":            {400, "ledger.number.form"},
		"/ledger/demo/leaves?from=99999999999999999999": {400, "ledger.number.form"},
	} {
		if status, _, text := s.do("GET", path, nil); status != want.status || strings.TrimSpace(text) != want.key {
			t.Errorf("%s: %d %s, want %v", path, status, text, want)
		}
	}
	if status, _, text := empty.do("GET", "/ledger/demo/checkpoint", nil); status != 404 || !strings.Contains(text, "ledger.checkpoint.none") {
		t.Errorf("no checkpoint yet: %d %s", status, text)
	}
	if status, _, text := s.do("GET", "/ledger/demo/leaves?from="+strconv.Itoa(1<<53), nil); status != 200 || text != "" {
		t.Errorf("leaves beyond the end: %d %q", status, text)
	}
}

func TestVerify(t *testing.T) {
	s := open(t).filled()
	good, err := s.receipt.JSON()
	if err != nil {
		t.Fatal(err)
	}
	bare := s.receipt
	bare.Checkpoint, bare.Proof = nil, nil
	slip, _ := bare.JSON()
	fresh, _ := new(s.Signer.Sign("7KD493MX0ZQ8TWP5", [32]byte{1}, ledgertest.Start)).JSON()
	for name, c := range map[string]struct {
		body   []byte
		reason string
	}{
		"good":                             {good, "proven"},
		"given before there was a proof":   {slip, "proven"},
		"of an event that is not in there": {fresh, "pending"},
		"edited":                           {bytes.Replace(good, []byte(".123456Z"), []byte(".123457Z"), 1), "signature_wrong"},
		"another office's":                 {bytes.Replace(good, []byte(`"demo"`), []byte(`"elsewhere"`), 1), "key_unknown"},
		"version 2":                        {bytes.Replace(good, []byte(`"v": 1`), []byte(`"v": 2`), 1), "version_unknown"},
		"nothing":                          {nil, "malformed"},
		"ten megabytes":                    {bytes.Repeat([]byte("a"), 10<<20), "malformed"},
	} {
		if proven, reason := s.verify(c.body); reason != c.reason || proven != (c.reason == "proven") {
			t.Errorf("%s: %v %s, want %s", name, proven, reason, c.reason)
		}
	}
	// The office rewrites its past and signs the new one: the receipt's own checkpoint is the evidence.
	rows := s.memory.Tenants[s.Tenant]
	other := open(t).filled()
	forged := other.memory.Tenants[other.Tenant]
	forged.KeyRows = rows.KeyRows
	forged.Checkpoints, forged.State = nil, ledger.State{}
	forged.Queue, forged.Leaves, forged.Nodes = nil, nil, nil
	s.memory.Tenants[s.Tenant] = forged
	for n := range 3 {
		s.Event(n + 500)
		s.Clock.Add(time.Minute)
		s.Steps(s.Sequencer())
	}
	if proven, reason := s.verify(good); proven || reason != "forked" {
		t.Errorf("after the past was rewritten: %v %s", proven, reason)
	}
}
