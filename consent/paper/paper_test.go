package paper_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/consent"
	"linli/consent/paper"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
)

var (
	now   = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	later = now.Add(30 * 24 * time.Hour)
)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

// paths lead from a new record to each state.
var paths = map[consent.State][]consent.Event{
	consent.Unknown: {}, consent.Requested: {consent.Request}, consent.Given: {consent.Give}, consent.RenewedGiven: {consent.Request, consent.Give, consent.Renew},
	consent.Refused: {consent.Request, consent.Refuse}, consent.Withdrawn: {consent.Give, consent.Withdraw}, consent.Expired: {consent.Give, consent.Expire},
	consent.Terminated: {consent.Give, consent.Terminate}, consent.Invalidated: {consent.Give, consent.Invalidate},
}

func in(t *testing.T, s consent.State) consent.Record {
	t.Helper()
	r, err := consent.New(consent.Record{Tenant: number(90), ID: number(91), Case: number(92), Subject: number(1), Guardian: number(2),
		Notice:  consent.Notice{Version: "2026-1", Hash: consent.HashNotice("text"), Language: "zh-Hans"},
		Purpose: consent.Referral, Data: []consent.Datum{{Field: "referral.health", Kind: "private", Sensitive: true}, {Field: "referral.safety", Kind: "private", Sensitive: true}},
		Recipient: consent.Recipient{Kind: consent.Service, ID: number(93)}, Storage: consent.Storage{Place: "office", Rule: "referral"},
		Withdrawal: "any_time", Jurisdiction: "US-NY"})
	for _, e := range paths[s] {
		a := consent.Act{Event: e, At: now, Until: later, How: consent.Oral, By: consent.ByGuardian, Account: number(5)}
		switch e {
		case consent.Request, consent.Terminate, consent.Invalidate:
			a.By, a.How = consent.ByOffice, ""
			if e != consent.Request {
				a.Reason = "purpose_gone"
			}
		case consent.Expire:
			a = consent.Act{Event: e, At: later, By: consent.BySystem}
		case consent.Give:
			a.Claimed = now.Add(-48 * time.Hour)
		}
		if err == nil {
			r, err = consent.Apply(r, a, nil)
		}
	}
	if err != nil || r.State != s {
		t.Fatalf("the path to %s leads to %s: %v", s, r.State, err)
	}
	return r
}

var spaces = regexp.MustCompile(`\s+`)

// TestThePaperSaysWhatTheFileSays: in every state and language a receipt on paper has each number, name and instant of the receipt for
// programs, the state and each act in words, and no character is left open.
func TestThePaperSaysWhatTheFileSays(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not here: ", err)
	}
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	names := map[i18n.Language][]string{i18n.English: {"Legal aid clinic", "Health", "Safety", "For a year."}, i18n.Hans: {"青石法律援助站", "健康状况", "安全事项", "保存一年。"}, i18n.Hant: {"青石法律扶助站", "健康狀況", "安全事項", "保存一年。"}}
	for _, lang := range i18n.Languages() {
		l := texts.For(lang, time.FixedZone("CST", 8*3600))
		for _, state := range consent.States() {
			x := paper.NewReceipt(in(t, state), consent.Controller{ID: number(94), Name: "Office 柳林", Contact: "0318-0000000", Address: "柳林路 18 号"}, later)
			x.To, x.Lines, x.Kept = names[lang][0], names[lang][1:3], names[lang][3]
			out, err := paper.Print(fonts, l, []paper.Receipt{x}, func(_ []*document.Doc, o *document.Options) error {
				o.VerifyURL, o.Mark = "https://linli.example/verify/7GQ4M2XRD9", "9F2C-41D7-A0B8-5E63"
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(out.Missing) > 0 {
				t.Errorf("%s, %s: no glyph for %q", lang, state, string(out.Missing))
			}
			if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, "receipt-"+string(state)+"."+string(lang)+".pdf"), out.Bytes, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			read := exec.CommandContext(t.Context(), "pdftotext", "-raw", "-", "-")
			read.Stdin = bytes.NewReader(out.Bytes)
			printed, err := read.Output()
			if err != nil {
				t.Fatal(err)
			}
			got := spaces.ReplaceAllString(string(printed), "")
			for _, want := range append(leaves(t, l, x.Receipt), names[lang]...) {
				if !strings.Contains(got, spaces.ReplaceAllString(want, "")) {
					t.Errorf("%s, %s: the paper does not say %q", lang, state, want)
				}
			}
		}
	}
}

// words are the codes of a receipt that its paper says in words.
var words = map[string]string{"purpose": "purpose", "event_state": "state", "event_type": "event", "expressed_by": "voice", "method_of_expression": "how",
	"storage_location": "place", "withdrawal_method": "withdrawal"}

// asNamed are the codes in whose place its capability's own words stand; the language of a notice is said by its name.
var asNamed = map[string]bool{"retention_rule": true, "kind": true, "category": true, "language": true}

// leaves are everything that the receipt for programs says, as a reader reads it.
func leaves(t *testing.T, l i18n.Locale, r consent.Receipt) (out []string) {
	t.Helper()
	body, err := json.Marshal(r)
	var all any
	if err == nil {
		err = json.Unmarshal(body, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(k, x)
			}
		case []any:
			for _, x := range v {
				walk(name, x)
			}
		case string:
			at, err := time.Parse(time.RFC3339Nano, v)
			switch {
			case asNamed[name]:
			case err == nil:
				out = append(out, l.DateTime(at))
			case words[name] != "":
				out = append(out, l.Text("consent."+words[name]+"."+v, nil))
			default:
				out = append(out, v)
			}
		}
	}
	walk("", all)
	return out
}
