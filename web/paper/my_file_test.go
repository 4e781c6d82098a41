package paper_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// TestAPartyTakesItsFile: a party that asks for its file gets its own and the joint papers, what it said itself and who read
// its case, with their hashes; nothing that the other side said alone, no way to reach it, and no id of another code.
func TestAPartyTakesItsFile(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		m := w.As("mediator")
		c = w.Act(m, c, mediation.WriteNote{Scope: "party", Party: c.Parties[0].ID, Text: "甲方底线三百元"})
		c = w.Act(m, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: "调解员自己的想法"})
		c = w.Act(w.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "甲方只告诉办公室"})
		c = w.Act(w.Party(c, 0), c, mediation.ChangeContact{Party: c.Parties[0].ID, Reach: mediation.ReachAny, Contact: "13900001111", SafeContact: "只在白天打给姐姐"})
		c = w.Act(w.Party(c, 1), c, mediation.ChangeContact{Party: c.Parties[1].ID, Reach: mediation.ReachAny, Contact: "13700002222"})
		c = w.Act(w.Party(c, 1), c, mediation.Statement{Party: c.Parties[1].ID, Text: "乙方只告诉办公室"})
		c = w.Act(w.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "甲方说给大家听", Share: true})
		other := w.To(mediation.InSession)
		s := newSite(t, w)
		code := func(c mediation.Case, i int) string {
			x, _, err := w.App.Mediation.IssueSlip(w.Ctx, w.Party(c, i), c.ID, c.Parties[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			return "/r/" + x.String() + "/my-file"
		}
		at := code(c, 1)
		says(t, s.browser(t, w.Party(c, 1)).get(at), http.StatusOK, "下载我的案卷（ZIP）")
		got := s.browser(t, w.Party(c, 1)).post(at, nil)
		if got.Code != http.StatusOK || got.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d: %s", got.Code, got.Body)
		}
		entries := unzip(t, got.Body.Bytes())
		all := &strings.Builder{}
		for name, b := range entries {
			if strings.HasSuffix(name, ".pdf") && !bytes.HasPrefix(b, []byte("%PDF")) {
				t.Errorf("%s is no PDF", name)
			}
			all.WriteString(name + "\n")
			all.Write(b)
		}
		for _, want := range []string{"index.html", "record.json", "consents.json", "SHA256SUMS"} {
			if len(entries[want]) == 0 {
				t.Errorf("%s is missing", want)
			}
		}
		for _, want := range []string{"乙方只告诉办公室", "甲方说给大家听", "13700002222", "阳台花盆坠落", "慕容雪松", "阿依古丽欧阳", "papers/"} {
			if !strings.Contains(all.String(), want) {
				t.Errorf("its file lacks %s", want)
			}
		}
		for _, never := range []string{"甲方底线三百元", "调解员自己的想法", "甲方只告诉办公室", "13900001111", "只在白天打给姐姐", "怕对方报复", other.ID.String(), c.Parties[0].ID.String()} {
			if strings.Contains(all.String(), never) {
				t.Errorf("its file says %s", never)
			}
		}
		var record struct {
			Readings []struct{ Reader string } `json:"readings"`
			You      struct{ Name string }     `json:"you"`
		}
		if err := json.Unmarshal(entries["record.json"], &record); err != nil || record.You.Name != "慕容雪松" || len(record.Readings) == 0 {
			t.Errorf("the record says %+v, %v", record, err)
		}
		for line := range strings.Lines(string(entries["SHA256SUMS"])) {
			sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			if got := sha256.Sum256(entries[name]); hex.EncodeToString(got[:]) != sum {
				t.Errorf("%s is not what its hash says", name)
			}
		}
		invited := w.To(mediation.Invited)
		for _, x := range []*httptest.ResponseRecorder{s.browser(t, w.Party(invited, 1)).get(code(invited, 1)), s.browser(t, w.Party(invited, 1)).post(code(invited, 1), nil)} {
			if x.Code != http.StatusNotFound {
				t.Errorf("who was only invited gets %d", x.Code)
			}
		}
	})
}

func unzip(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		if path.IsAbs(f.Name) || strings.Contains(f.Name, "..") {
			t.Errorf("a name leads out: %s", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return out
}
