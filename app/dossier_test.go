package app_test

import (
	"bytes"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile/bundle"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/id"
	"linli/report"
)

// dossier has an account ask for the whole file of a report in a language, does what is due and fetches it.
func dossier(t *testing.T, w *apptest.World, who access.Actor, c report.Case, lang string) string {
	t.Helper()
	s := w.App.Bundles
	if err := s.Ask(w.Ctx, who, report.Capability, c.ID, lang); err != nil {
		t.Fatal(err)
	}
	if _, err := w.App.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	pdf, name, err := s.Fetch(w.Ctx, who, report.Capability, c.ID)
	if err != nil || !strings.HasPrefix(name, "report-20") {
		t.Fatalf("%q, %v", name, err)
	}
	file := filepath.Join(t.TempDir(), "file.pdf")
	if to := os.Getenv("LINLI_PDF"); to != "" {
		file = filepath.Join(to, string(c.Sort)+"."+lang+".pdf")
	}
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(w.Ctx, "pdftotext", "-layout", file, "-").Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("pdftotext is not here: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), "")
}

func (d *dossierOf) has(t *testing.T, words ...string) {
	t.Helper()
	for _, x := range words {
		if !strings.Contains(d.text, strings.Join(strings.Fields(x), "")) {
			t.Errorf("%s: nothing of %q stands in the file", d.name, x)
		}
	}
}

func (d *dossierOf) lacks(t *testing.T, words ...string) {
	t.Helper()
	for _, x := range words {
		if strings.Contains(d.text, strings.Join(strings.Fields(x), "")) {
			t.Errorf("%s: %q stands in the file", d.name, x)
		}
	}
}

type dossierOf struct{ name, text string }

// reportedWell is a report that was answered, with photographs of both sides, letters and a note, and its reporter.
func reportedWell(t *testing.T, w *apptest.World) report.Case {
	t.Helper()
	handler := w.Handler()
	c, reporter := w.Submit(w.Issue())
	for _, who := range []access.Actor{reporter, handler} {
		if who.Kind == access.Staff {
			c = w.Answer(who, c, report.Take{}, report.Accept{})
		}
		if _, err := w.App.Report.Upload(w.Ctx, who, c.ID, "三栋门口.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw)); err != nil {
			t.Fatal(err)
		}
	}
	c = w.Answer(handler, c, report.Start{}, report.Write{Text: "灯杆今天去看过，要换灯头"}, report.Note{Text: "备注只给经办人看"}, report.ReplyMeanwhile{Text: "灯头已经下单"})
	c = w.Answer(reporter, c, report.Reply{Text: "晚上九点以后最黑"})
	return w.Answer(handler, c, report.Fix{Text: "换了灯头，当晚试灯"})
}

// TestTheWholeFileOfAReport holds what was reported, told, written and done, with photographs, and neither a name, a contact nor a note.
func TestTheWholeFileOfAReport(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		handler, c := w.Handler(), reportedWell(t, w)
		w.Clock.Add(access.Quarter)
		for lang, own := range map[string][]string{
			"zh-Hans": {"报事卷宗", "报的是什么", "答复和处理", "来往留言", "经过", "照片1", "照片2", "处理完毕", "对报事人的时限承诺"},
			"zh-Hant": {"通報卷宗", "通報內容", "答覆與處理", "往來留言", "照片1", "處理完畢"},
			"en":      {"File of a report", "What was reported", "What was told", "Letters", "What happened", "Photograph 2", "Called fixed"},
		} {
			d := &dossierOf{lang, dossier(t, w, handler, c, lang)}
			d.has(t, append(own, "阳台花盆坠落处的路灯不亮", "桂花巷七号", "灯头已经下单", "晚上九点以后最黑", "换了灯头，当晚试灯", "clerk")...)
			d.lacks(t, "阿依古丽欧阳", "13812345678", "备注只给经办人看", "三栋门口")
		}
		reads, err := w.App.Report.Reads.Readings(w.Ctx, w.Tenant(), c.ID, id.ID{}, time.Time{}, 1)
		if err != nil || len(reads) != 1 || reads[0].Account != handler.Account || reads[0].Purpose != access.ForPrint {
			t.Errorf("the reporter sees: %+v, %v", reads, err)
		}
	})
}

// TestTheFileOfAGrievanceStaysWithItsDesk: the unit that it is about learns of no print, nor does whoever only wrote it down; and what
// takes something out of the report ends the print of it.
func TestTheFileOfAGrievanceStaysWithItsDesk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		desk := w.As("upper.lead")
		f := w.Complaint()
		f.Category = "grievance"
		c, author := w.Complain(f)
		c = w.Answer(desk, c, report.Take{}, report.Accept{}, report.ProposeWords{Text: "请按时开会"})
		c = w.Answer(author, c, report.ReleaseWords{}, report.Reply{Text: "谢谢"})
		c = w.Answer(desk, c, report.GiveAnswer{Text: "已经改正"})
		d := &dossierOf{"grievance", dossier(t, w, desk, c, "zh-Hans")}
		d.has(t, "信访事项", "反映的单位", "柳树村", "请按时开会", "已经改正", "同意转告", apptest.Planted[3], apptest.Planted[4])
		d.lacks(t, apptest.Planted[0], "13812345678")
		s := w.App.Bundles
		for _, login := range []string{"clerk", "mediator", "lead", "other.clerk", "admin", "privacy"} {
			who := w.As(login)
			_, err := s.Latest(w.Ctx, who, report.Capability, c.ID)
			apptest.Refused(t, err, "access.not_found")
			if err := s.Ask(w.Ctx, who, report.Capability, c.ID, "en"); err == nil || errors.Is(err, bundle.ErrNone) {
				t.Errorf("%s asks for the file: %v", login, err)
			}
		}
		if keys, blobs := printed(t, w, c.ID); len(keys) != 1 || blobs != 1 {
			t.Fatalf("%d keys, %d blobs", len(keys), blobs)
		}
		w.TakeOut(desk, author, c, report.ProposeTakeOut{Words: []string{"已经"}, Reason: report.TakeOutReasons[0]})
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if keys, blobs := printed(t, w, c.ID); len(keys) != 0 || blobs != 0 {
			t.Errorf("after words were taken out: %d keys, %d blobs", len(keys), blobs)
		}
	})
}
