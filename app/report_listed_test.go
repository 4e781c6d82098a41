package app_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/id"
	"linli/report"
)

// TestARequestIsKnownAfterARestart: the answer to a request is kept beside the report, so that a program that starts anew, and knows
// nothing of what was running, files it once all the same.
func TestARequestIsKnownAfterARestart(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		ask := func() *casefile.Request {
			r, err := casefile.NewRequest(id.ID{}, "submit:before", []byte("lamp"))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		first, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), ask(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := w.App.Report
		anew := &report.Service{Service: &casefile.Service{Vault: r.Vault, Access: r.Access, Clock: r.Clock, IDs: r.IDs}, Repo: r.Repo, Office: r.Office, Slips: r.Slips}
		again, err := anew.Submit(w.Ctx, w.Anybody(), w.Issue(), ask(), nil)
		if err != nil || !again.Replayed || again.Code != first.Code {
			t.Errorf("%+v, %v", again, err)
		}
		if rows, _, err := anew.Queue(w.Ctx, w.As("clerk"), report.QueueFilter{}); err != nil || len(rows) != 1 {
			t.Errorf("%d reports: %v", len(rows), err)
		}
	})
}

// TestNoFormulaInWhatIsExported: what people wrote begins no formula in a spreadsheet, in whatever width the sign is written.
func TestNoFormulaInWhatIsExported(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} { // white space before a text is not kept
			if strings.ContainsAny(sign, "@＠") {
				continue // an address of e-mail is never published
			}
			f := w.Issue()
			f.MayShow = true
			c, _ := w.Submit(f)
			w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: sign + "HYPERLINK(x)", Place: sign + "cmd|x", Answer: sign + "1+1"})
		}
		var out bytes.Buffer
		n, err := w.App.ExportReports(w.Ctx, w.Office.Tenant, &out)
		if err != nil || n != 6 {
			t.Fatalf("%d, %v", n, err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
					t.Errorf("a cell begins with %q", cell)
				}
			}
			if !slices.ContainsFunc(row, func(s string) bool { return strings.HasPrefix(s, "'") && strings.HasSuffix(s, "HYPERLINK(x)") }) {
				t.Errorf("the words are gone: %q", row)
			}
		}
	})
}

// TestReportsOfOneInstantPageWithoutGapOrRepeat: equal instants are told apart by their ids, and what comes in between moves nobody
// from one page to another; the queue of the office pages alike.
func TestReportsOfOneInstantPageWithoutGapOrRepeat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		want := map[id.ID]int{}
		for range 7 {
			c, _ := w.Submit(w.Issue())
			want[c.ID] = 0
		}
		f, between := report.PublicFilter{Limit: 2}, 0
		for {
			rows, next, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range rows {
				if _, first := want[x.Case]; first {
					want[x.Case]++
				}
			}
			if f.After = next; next.ID.IsZero() {
				break
			}
			if between++; between > 20 {
				t.Fatal("it never ends")
			}
			w.Submit(w.Issue()) // at the same instant
		}
		seen := map[id.ID]int{}
		q := report.QueueFilter{Limit: 3}
		for {
			rows, next, err := w.App.Report.Queue(w.Ctx, w.As("clerk"), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range rows {
				seen[x.ID]++
			}
			if q.After = next; next.ID.IsZero() {
				break
			}
		}
		for c, n := range want {
			if n != 1 {
				t.Errorf("%v was listed %d times", c, n)
			}
			if seen[c] != 1 {
				t.Errorf("%v stands %d times in the queue", c, seen[c])
			}
		}
	})
}

// TestAGuessedReceiptOpensNothing: a wrong code, a code that there is not and a wrong passphrase are answered alike, a wrong word
// ends nothing for whoever has the right one, and the public id of a report is no code.
func TestAGuessedReceiptOpensNothing(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		filed, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		passphrase, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		none := id.NewCode(filed.Code.Tag(), nil).String()
		for _, x := range [][2]string{{filed.Code.String(), strings.Repeat("0", 16)}, {none, passphrase}, {filed.Case.PublicID.String(), passphrase}, {filed.Code.String(), ""}, {filed.Code.String(), "' or 1=1 --"}} {
			_, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), x[0], x[1])
			apptest.Refused(t, err, "mediation.slip_wrong")
		}
		if a, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), filed.Code.String(), passphrase); err != nil || a.Case != filed.Case.ID {
			t.Errorf("the right word: %v", err)
		}
	})
}
