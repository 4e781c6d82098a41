package paper_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/web/edge"
)

func contextWith(ctx context.Context, a access.Actor) context.Context {
	return context.WithValue(ctx, partyKey{}, a)
}

func onSQLite(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) { test(t, newSite(t, w)) })
}

func TestPapersOnTheScreenAndAsPDF(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Effective)
		base := "/mediations/" + c.ID.String()
		staff := s.browser(t, s.As("mediator"))
		for _, lang := range i18n.Languages() {
			staff.lang = lang
			list := staff.get(base + "/papers")
			says(t, list, http.StatusOK, "慕容雪松")
			all := links(list)
			if len(all) < 20 {
				t.Errorf("%s: %d links: %v", lang, len(all), all)
			}
			for _, to := range all {
				got := staff.get(to)
				if got.Code != http.StatusOK {
					t.Errorf("%s: %d %s", to, got.Code, got.Body)
				}
				if strings.Contains(to, ".pdf") && (!strings.HasPrefix(got.Body.String(), "%PDF-") || got.Header().Get("Content-Type") != "application/pdf") {
					t.Errorf("%s is no PDF", to)
				}
			}
		}
		staff.lang = i18n.Hans
		h := staff.get(base + "/papers/agreement.pdf").Header()
		name := h.Get("Content-Disposition")
		if !strings.HasPrefix(name, "inline;") || !strings.Contains(name, "%E6%9F%B3%E6%A0%91%E6%9D%91%E4%BA%BA%E8%B0%83%E5%AD%97%E3%80%942026%E3%80%95%E7%AC%AC1%E5%8F%B7-agreement.pdf") {
			t.Errorf("the file is called %s", name)
		}
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("headers %v", h)
		}
		says(t, staff.get(base+"/papers/agreement?paper=en"), http.StatusOK, "People’s Mediation Agreement", "the Simplified Chinese text prevails")
		says(t, staff.get(base+"/papers/agreement"), http.StatusOK, "class=\"document document-agreement\"", "生效日期")

		first, second := s.browser(t, s.Party(c, 0)), s.browser(t, s.Party(c, 1))
		says(t, first.get("/r/X/papers/rights"), http.StatusOK, "阿依古丽欧阳")
		says(t, first.get("/r/X/papers/agreement.pdf"), http.StatusOK)
		says(t, second.get("/r/X/papers/file.pdf"), http.StatusOK)
		for _, not := range []string{"rights-2", "acceptance", "consent-2.pdf", "invitation-2", "nothing", "..%2Fagreement"} {
			says(t, first.get("/r/X/papers/"+not), http.StatusNotFound)
		}
		says(t, s.browser(t, s.As("lead")).get(base+"/papers/agreement.pdf"), http.StatusForbidden)
		says(t, s.browser(t, s.As("other.clerk")).get(base+"/papers/agreement.pdf"), http.StatusNotFound)
		says(t, staff.get(base+"/papers/agreement?party=9"), http.StatusNotFound)
		public := s.browser(t, access.Actor{})
		if got := public.get("/r/X/papers/agreement"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/r/X" {
			t.Errorf("without a slip: %d %s", got.Code, got.Header().Get("Location"))
		}
		if got := public.get(base + "/papers"); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/sign-in") {
			t.Errorf("without signing in: %d %s", got.Code, got.Header().Get("Location"))
		}
		keep(t, "list.html", staff.get(base+"/papers").Body.String())
		keep(t, "agreement.html", staff.get(base+"/papers/agreement").Body.String())
	})
}

// keep writes a page to LINLI_SAMPLES, for eyes.
func keep(t *testing.T, name, body string) {
	t.Helper()
	if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesGoInAndComeOut(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		base := "/mediations/" + c.ID.String()
		staff, first, second := s.browser(t, s.As("clerk")), s.browser(t, s.Party(c, 0)), s.browser(t, s.Party(c, 1))
		if got := first.post("/r/X/files", map[string]string{"shared": "yes", "prints": "none"}, "file", "雨棚.png", picture(t), "file", "收据.png", picture(t)); got.Code != http.StatusSeeOther || len(s.told) != 1 {
			t.Fatalf("%d %v", got.Code, s.told)
		}
		if got := second.post("/r/X/files", map[string]string{"prints": "none"}, "file", "只给办公室.png", picture(t)); got.Code != http.StatusSeeOther {
			t.Fatal(got.Code)
		}
		if got := staff.post(base+"/files", map[string]string{"party": c.Parties[1].ID.String(), "shared": "no", "prints": "none"}, "file", "代交.png", picture(t)); got.Code != http.StatusSeeOther {
			t.Fatal(got.Code, got.Body)
		}
		says(t, first.get("/r/X/files"), http.StatusOK, "雨棚.png", "收据.png", "各方可见")
		if strings.Contains(first.get("/r/X/files").Body.String(), "只给办公室") {
			t.Error("the other party's own file is on the list")
		}
		list := second.get("/r/X/files")
		says(t, list, http.StatusOK, "雨棚.png", "只给办公室.png", "代交.png", "阿依古丽欧阳")
		for i, to := range links(list) {
			got := second.get(to)
			h := got.Header()
			if got.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") ||
				!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" {
				t.Errorf("file %d: %d %v", i+1, got.Code, h)
			}
			if strings.Contains(to, "-") {
				t.Errorf("%s tells a party when it was made", to)
			}
		}
		for _, not := range []string{"0", "3", "x", now(t, s, c).Attachments[0].ID.String()} {
			says(t, first.get("/r/X/files/"+not), http.StatusNotFound)
		}
		says(t, staff.get(base+"/papers"), http.StatusOK, "只给办公室.png", "代交.png")
		for _, to := range links(staff.get(base + "/papers")) {
			says(t, staff.get(to), http.StatusOK)
		}
		before := len(now(t, s, c).Attachments)
		says(t, first.post("/r/X/files", map[string]string{"prints": "none"}, "file", "a.svg", `<svg onload="x()">`), http.StatusBadRequest)
		says(t, first.post("/r/X/files", nil), http.StatusBadRequest, "请选择要添加的文件。")
		says(t, staff.post(base+"/files", map[string]string{"party": "nobody"}, "file", "a.png", picture(t)), http.StatusNotFound)
		if len(now(t, s, c).Attachments) != before {
			t.Error("a refused file stayed")
		}
		keep(t, "files.html", list.Body.String())
	})
}

func TestSigning(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		base := "/mediations/" + c.ID.String()
		mediator := s.browser(t, s.As("mediator"))
		first := s.browser(t, s.Party(c, 0))
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		drawn := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte(picture(t)))
		text := c.Agreement.Text
		says(t, mediator.get(base+"/papers"), http.StatusOK, base+"/signature/party-2", "还需要的签署")
		form := first.get("/r/" + string(code) + "/signature")
		says(t, form, http.StatusOK, "<canvas", text, "/signature.js", "您自己决定")
		keep(t, "sign.html", form.Body.String())
		keep(t, "sign_staff.html", mediator.get(base+"/signature/party-2").Body.String())

		at := "/r/" + string(code) + "/signature"
		screen := func(digits, picture, hash string) map[string]string {
			return map[string]string{"method": "screen", "one_time_code": digits, "drawing": picture, "text": hash}
		}
		says(t, first.post(at, screen("000000", drawn, text)), http.StatusBadRequest, "请向调解员要一个")
		digits := s.codeFor(t, mediator, base+"/signature/party-1")
		others := s.codeFor(t, mediator, base+"/signature/party-2")
		says(t, first.post(at, screen(others, drawn, text)), http.StatusBadRequest, "数字不对，还可以再试 4 次")
		says(t, first.post(at, screen("12345", drawn, text)), http.StatusBadRequest, "请填写调解员告诉您的 6 位数字")
		says(t, first.post(at, screen(digits, "", text)), http.StatusBadRequest, "请先在框内签名")
		says(t, first.post(at, screen(digits, "data:image/png;base64,PHN2Zz4=", text)), http.StatusBadRequest)
		says(t, first.post(at, screen(digits, drawn, strings.Repeat("0", 64))), http.StatusBadRequest)
		says(t, first.post(at, map[string]string{"method": "paper", "text": text}), http.StatusNotFound)
		if got := now(t, s, c); len(got.Agreement.Acts) != 0 || len(got.Attachments) != 0 {
			t.Fatalf("a refused signature left %d acts and %d files", len(got.Agreement.Acts), len(got.Attachments))
		}
		// With the passphrase alone, as it once was, nobody signs.
		old := screen("", drawn, text)
		old["passphrase"] = passphrase
		says(t, first.post(at, old), http.StatusBadRequest, "请填写调解员告诉您的 6 位数字")

		if got := first.post(at, screen(digits, drawn, text)); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		c = now(t, s, c)
		act := c.Agreement.Acts[0]
		if act.Method != "screen" || act.Of != c.Parties[0].ID || act.Scan != c.Attachments[0].ID || c.Attachments[0].Owner != c.Parties[0].ID || c.Attachments[0].Shared {
			t.Errorf("%+v with %+v", act, c.Attachments[0])
		}
		says(t, first.get(at), http.StatusOK, "已经签署")

		// On paper, two days ago by the date on it, with a scan.
		s.Clock.Add(48 * time.Hour)
		if got := mediator.post(base+"/signature/party-2", map[string]string{"method": "paper", "text": text,
			"signed-year": "2026", "signed-month": "3", "signed-day": "3", "prints": "some", "print-part": "23"}, "scan", "签好.png", picture(t)); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		c = now(t, s, c)
		act = c.Agreement.Acts[1]
		if day := act.At.In(time.FixedZone("", 8*3600)).Format(time.DateOnly); act.Method != "paper" || day != "2026-03-03" || act.Scan != c.Attachments[1].ID || !c.Attachments[1].Shared {
			t.Errorf("%+v on %s", act, day)
		}
		says(t, mediator.post(base+"/signature/mediator-1", map[string]string{"method": "paper", "text": text, "signed-year": "2026", "signed-month": "3", "signed-day": "1"}), http.StatusBadRequest, "协议文本在那一天还没有写成")

		if got := mediator.post(base+"/signature/mediator-1", map[string]string{"method": "screen", "text": text, "drawing": drawn}); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		lead := s.browser(t, s.As("lead"))
		says(t, lead.get(base+"/signature/seal"), http.StatusOK, "加盖印章")
		says(t, lead.post(base+"/signature/seal", map[string]string{"method": "screen", "text": text, "drawing": drawn}), http.StatusUnprocessableEntity, "印章只能盖在纸上，或者用通行密钥加盖")
		if got := lead.post(base+"/signature/seal", map[string]string{"method": "paper", "text": text}); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		if got := now(t, s, c); got.State != mediation.Effective {
			t.Errorf("after the last act: %s", got.State)
		}
	})
}

var shownCode = regexp.MustCompile(`data-code>(\d{3}) (\d{3})<`)

// codeFor has the mediator make a one-time code and reads it from the page.
func (s *site) codeFor(t *testing.T, mediator *browser, at string) string {
	t.Helper()
	got := mediator.post(at+"/code", nil)
	says(t, got, http.StatusOK, "只能用一次")
	m := shownCode.FindStringSubmatch(got.Body.String())
	if m == nil {
		t.Fatalf("no code in %s", got.Body)
	}
	return m[1] + m[2]
}

// TestTheOfficesDeviceInAPartysHands: the act is the party's own, and nobody draws for a colleague.
func TestTheOfficesDeviceInAPartysHands(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		base := "/mediations/" + c.ID.String()
		mediator := s.browser(t, s.As("mediator"))
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[1].ID)
		if err != nil {
			t.Fatal(err)
		}
		drawn := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte(picture(t)))
		fields := map[string]string{"method": "screen", "text": c.Agreement.Text, "drawing": drawn}
		says(t, mediator.post(base+"/signature/party-2", fields), http.StatusUnauthorized)
		fields["code"], fields["passphrase"] = code.String(), passphrase
		says(t, mediator.post(base+"/signature/party-2", fields), http.StatusBadRequest, "请填写调解员告诉您的 6 位数字")
		fields["one_time_code"] = s.codeFor(t, mediator, base+"/signature/party-2")
		says(t, mediator.post(base+"/signature/party-1", fields), http.StatusUnauthorized)
		if got := mediator.post(base+"/signature/party-2", fields); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		events := s.Events(c)
		last := events[len(events)-1]
		if last.Kind != "sign" || last.By.Kind != access.Resident || last.By.Party != c.Parties[1].ID || !last.By.Account.IsZero() {
			t.Errorf("signed by %+v", last.By)
		}
		clerk := s.browser(t, s.As("clerk"))
		says(t, clerk.post(base+"/signature/mediator-1", fields), http.StatusUnprocessableEntity, "只能由调解员本人签名")
	})
}

// TestWhatTheLawKeepsOnPaper: a type of dispute for which screen signing is barred.
func TestWhatTheLawKeepsOnPaper(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		repo := s.App.Mediation.Repo
		s.App.Mediation.Repo = typed{repo, "inheritance"}
		defer func() { s.App.Mediation.Repo = repo }()
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		first := s.browser(t, s.Party(c, 0))
		form := first.get("/r/" + string(code) + "/signature")
		says(t, form, http.StatusOK, "在纸上签署")
		if strings.Contains(form.Body.String(), "<canvas") {
			t.Error("a frame to draw in, where the law demands paper")
		}
		drawn := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte(picture(t)))
		guard, err := s.App.Texts.Lookup(i18n.Hans, "mediation.guard.paper_only", nil)
		if err != nil {
			t.Fatal(err)
		}
		says(t, first.post("/r/"+string(code)+"/signature", map[string]string{"method": "screen", "passphrase": passphrase, "text": c.Agreement.Text, "drawing": drawn}),
			http.StatusUnprocessableEntity, guard)
		if got := now(t, s, c); len(got.Attachments) != 0 {
			t.Error("the refused signature left its picture")
		}
	})
}

// TestPapersSayWhereTheOfficeIs: nobody has to look for the number that a letter asks to call.
func TestPapersSayWhereTheOfficeIs(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		staff := s.browser(t, s.As("mediator"))
		for _, name := range []string{"invitation-2", "rights-1", "consent-1"} {
			says(t, staff.get("/mediations/"+c.ID.String()+"/papers/"+name), http.StatusOK, apptest.Desk.Address, apptest.Desk.Phone)
		}
		if err := s.App.Office.SetDesk(s.Ctx, s.As("admin"), s.Unit("V1"), office.Desk{Phone: "010-5555 0199"}); err != nil {
			t.Fatal(err)
		}
		own := staff.get("/mediations/" + c.ID.String() + "/papers/invitation-2")
		says(t, own, http.StatusOK, "010-5555 0199", "＿＿＿＿") // the village's number, and nobody else's address
		if strings.Contains(own.Body.String(), apptest.Desk.Address) {
			t.Error("the township's address stands beside the village's telephone")
		}
	})
}

func TestReceiptsOnPaper(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Submitted)
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		isPDF := func(got *httptest.ResponseRecorder) {
			t.Helper()
			if got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), "%PDF-") || got.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v", got.Code, got.Header())
			}
			if name := got.Header().Get("Content-Disposition"); name != `inline; filename=receipt.pdf` {
				t.Errorf("the file is called %s", name)
			}
		}
		at := "/r/" + string(code) + "/receipt.pdf"
		for _, lang := range i18n.Languages() {
			party := s.browser(t, s.Party(c, 0))
			party.lang = lang
			got := party.get(at)
			isPDF(got)
			keep(t, "receipt."+string(lang)+".pdf", got.Body.String())
		}
		clerk, with := s.browser(t, s.As("clerk")), map[string]string{"code": code.String(), "passphrase": passphrase}
		isPDF(clerk.post("/mediations/"+c.ID.String()+"/slip/receipt", with))
		says(t, clerk.post("/mediations/"+s.Apply().ID.String()+"/slip/receipt", with), http.StatusUnauthorized)
		with["passphrase"] = "0000 0000 0000 0000"
		says(t, clerk.post("/mediations/"+c.ID.String()+"/slip/receipt", with), http.StatusUnauthorized)
		if got := s.browser(t, access.Actor{}).get(at); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/r/"+string(code) {
			t.Errorf("without a slip: %d %s", got.Code, got.Header().Get("Location"))
		}
	})
}

func TestSlips(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Submitted)
		base := "/mediations/" + c.ID.String()
		clerk := s.browser(t, s.As("clerk"))
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range document.Slips {
			got := clerk.post(base+"/slip/print", map[string]string{"code": code.String(), "passphrase": passphrase, "size": size})
			if width := map[string]string{"A6": "297.6", "80mm": "226.7", "58mm": "164.4"}[size]; !strings.Contains(got.Body.String(), "/MediaBox [ 0 0 "+width) {
				t.Errorf("%s: the sheet is not %s points wide: %s", size, width, regexp.MustCompile(`/MediaBox[^/]*`).FindString(got.Body.String()))
			}
			if s.kept[edge.SlipPaper] != size {
				t.Errorf("%s: the device keeps %v", size, s.kept)
			}
			if got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), "%PDF-") || strings.Contains(got.Header().Get("Content-Disposition"), string(code)) {
				t.Errorf("%s: %d %v", size, got.Code, got.Header())
			}
			keep(t, "slip."+size+".pdf", got.Body.String())
		}
		s.kept = map[string]string{}
		if wrong := clerk.post(base+"/slip/print", map[string]string{"code": code.String(), "passphrase": passphrase, "size": "A0"}); !strings.HasPrefix(wrong.Body.String(), "%PDF-") || len(s.kept) != 0 {
			t.Errorf("a size that no slip has: %d, the device keeps %v", wrong.Code, s.kept)
		}
		says(t, s.browser(t, access.Actor{}).post("/r/"+string(code)+"/slip/print", map[string]string{"passphrase": passphrase}), http.StatusOK)
		says(t, clerk.post(base+"/slip/print", map[string]string{"code": code.String(), "passphrase": "0000 0000 0000 0000"}), http.StatusUnauthorized)
		other := s.Apply()
		says(t, clerk.post("/mediations/"+other.ID.String()+"/slip/print", map[string]string{"code": code.String(), "passphrase": passphrase}), http.StatusUnauthorized)
	})
}
