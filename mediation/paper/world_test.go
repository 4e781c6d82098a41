package paper_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
)

var shippedFonts = sync.OnceValues(func() (*document.Fonts, error) { return document.LoadFonts(document.Shipped()) })

func press(t testing.TB, w *apptest.World) *paper.Press {
	t.Helper()
	f, err := shippedFonts()
	if err != nil {
		t.Fatal(err)
	}
	return paper.NewPress(f, w.App.Texts)
}

// onSQLite runs a test where the engine makes no difference: papers are made of what was read.
func onSQLite(t *testing.T, test func(t *testing.T, w *apptest.World)) {
	t.Helper()
	apptest.OnOne(t, test)
}

func opened(t testing.TB, w *apptest.World, a access.Actor, c mediation.Case) *mediation.Opened {
	t.Helper()
	o, err := w.App.Mediation.Print(w.Ctx, a, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func order(t testing.TB, w *apptest.World, o *mediation.Opened, lang i18n.Language) paper.Order {
	t.Helper()
	n := paper.Names{Office: paper.Office{Name: "柳树村人民调解委员会", Address: "柳树村 1 号", Phone: "0318-0000000", Hours: "9:00—17:00"}, Unit: "柳树村", People: map[id.ID]string{}}
	for _, a := range paper.Accounts(o) {
		name, err := w.App.Office.AccountName(w.Ctx, w.Tenant(), a)
		if err != nil {
			t.Fatal(err)
		}
		n.People[a] = name
	}
	return paper.Order{Opened: o, Names: n, Language: lang, Verify: "https://linli.example/verify", At: time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)}
}

// text is what a person reads in a PDF.
func text(t testing.TB, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("pdftotext is missing; install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output() // #nosec G204 -- the test's own file
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// whole is a case in force with every kind of session: a joint one with a place and a separate talk with the respondent.
func whole(t testing.TB, w *apptest.World) mediation.Case {
	t.Helper()
	mediator := w.As("mediator")
	c := w.To(mediation.InSession)
	a, b := c.Parties[0].ID, c.Parties[1].ID
	act := func(cmd mediation.Command) { c = w.Act(mediator, c, cmd) }
	act(mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{a, b}, Text: "阿依古丽欧阳：雨棚坏了。\n慕容雪松：愿意修，钱要商量。"})
	act(mediation.Schedule{Mode: "separate", With: []id.ID{b}, Start: w.Clock.Now().Add(time.Hour), Place: "调解室里间"})
	w.Clock.Add(time.Hour)
	act(mediation.Begin{Session: c.Sessions[1].ID})
	act(mediation.Record{Session: c.Sessions[1].ID, Minutes: 20, Present: []id.ID{b}, Text: "手头紧，最多先付三百元"})
	act(mediation.Schedule{Mode: "joint", With: []id.ID{a, b}, Start: w.Clock.Now().Add(time.Hour)})
	w.Clock.Add(time.Hour)
	act(mediation.Begin{Session: c.Sessions[2].ID})
	act(mediation.Record{Session: c.Sessions[2].ID, Minutes: 40, Present: []id.ID{a, b}, Text: "双方心平气和，谈妥了。"})
	act(mediation.Draft{Language: "zh-Hans", Parties: []id.ID{a, b}, Facts: "二月十日刮大风，阳台花盆坠落，砸坏楼下雨棚，𠮷家作证。",
		Issues: "雨棚由谁修\n赔多少", Responsibility: "花盆没有固定，由被申请人负责。", NoWaiver: true,
		Terms: []mediation.Term{
			{Obligor: b, Obligee: a, Type: "money", Text: "赔偿雨棚损失。", Amount: mediation.Money{Minor: 50000, Currency: "CNY"}, Due: "2026-05-31", Delivery: "微信转账"},
			{Obligor: b, Obligee: a, Type: "act", Text: "把阳台花盆固定好。", Due: "2026-03-20", Delivery: "自行完成，申请人到场查看"}}})
	return c
}

// sign brings the agreement into force, a day later.
func sign(t testing.TB, w *apptest.World, c mediation.Case) mediation.Case {
	t.Helper()
	w.Clock.Add(24 * time.Hour)
	c = w.Offered(c)
	for _, m := range c.Missing() {
		s := mediation.Sign{As: m.As, Method: "paper", Text: c.Agreement.Text}
		who := w.As("mediator")
		switch m.As {
		case "party":
			s.Party = m.Of
		case "mediator":
			s.Engagement = m.Of
		case "seal":
			who = w.As("lead")
		}
		c = w.Act(who, c, s)
	}
	return c
}

// untold is nobody who waits for a file.
func untold(int, int) error { return nil }
