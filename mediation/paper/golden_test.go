package paper_test

import (
	"bytes"
	"flag"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"

	"linli/mediation/paper"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenFile prints the whole file of a case in force, in each language, and reads it as a person would.
func TestGoldenFile(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := sign(t, w, whole(t, w))
		p := press(t, w)
		scans := []paper.Scan{
			{Document: "agreement", At: w.Clock.Now(), Picture: photograph(t), Hash: strings.Repeat("a1", 32)},
			{Document: "authority", At: w.Clock.Now(), Pages: 3, Hash: strings.Repeat("0f", 32)},
		}
		o := opened(t, w, w.As("mediator"), c)
		for _, lang := range i18n.Languages() {
			made := order(t, w, o, lang)
			result, err := p.File(made, scans, untold)
			if err != nil {
				t.Fatal(err)
			}
			again, err := p.File(made, scans, untold)
			if err != nil || !bytes.Equal(result.Bytes, again.Bytes) {
				t.Errorf("%s: equal input gives other bytes (%v)", lang, err)
			}
			if !slices.Contains(result.Missing, '𠮷') {
				t.Errorf("%s: 𠮷 has no glyph and is not reported: %q", lang, string(result.Missing))
			}
			if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, "file."+string(lang)+".pdf"), result.Bytes, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			golden(t, "file."+string(lang)+".txt", text(t, result.Bytes))
		}
	})
}

// TestGoldenLife prints what follows an agreement: an oral one in the register; the parties' joint application, what a payee
// received and what a party said when it was asked.
func TestGoldenLife(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c, mediator := sign(t, w, whole(t, w)), w.As("mediator")
		a, b := c.Parties[0].ID, c.Parties[1].ID
		act := func(cmd mediation.Command) { c = w.Act(mediator, c, cmd) }
		act(mediation.PrepareConfirmation{Court: "安平县人民法院", Venue: "party_residence", Excluded: mediation.NothingExcluded})
		due := c.Agreement.Instalments[0]
		act(mediation.ConfirmPerformance{Party: a, Instalment: due.ID, Amount: mediation.Money{Minor: 20000, Currency: "CNY"}})
		w.Clock.Add(24 * time.Hour)
		act(mediation.ConfirmPerformance{Party: a, Instalment: due.ID, Amount: mediation.Money{Minor: 10000, Currency: "CNY"}, InKind: true, Part: true, Text: "送来雨棚支架两套"})
		act(mediation.ConfirmPerformance{Party: a, Instalment: c.Agreement.Instalments[1].ID})
		act(mediation.AgreeFollowUp{Party: b, How: consent.Oral, Language: "zh-Hans"})
		act(mediation.AskFollowUp{Party: b, Mode: "phone", Outcome: "part", Text: "余款月底付，手头松一些了"})
		life := opened(t, w, mediator, c)
		asked := w.Act(mediator, w.To(mediation.InSession), mediation.Investigate{Scope: "mediator", Way: "inspect", Place: "三单元楼顶", Text: "护栏已经锈断，先不告诉双方"})
		asked = w.Act(mediator, asked, mediation.Investigate{Scope: "joint", Way: "ask", Place: "物业值班室", Whom: "值班员老郑", Consented: true,
			Text: "调解员：花盆掉下来时您在吗？\n老郑：在，那天风很大，花盆是从六楼掉下来的。"})
		found := opened(t, w, mediator, asked)
		oral := opened(t, w, mediator, w.After(mediation.OralAgreed))
		p := press(t, w)
		for _, lang := range i18n.Languages() {
			for name, o := range map[string]*mediation.Opened{"performance": life, "confirmation": life, "follow-up-2-1": life, "closing": life, "investigation-1": found, "own-investigation-1": found, "oral-register": oral} {
				result, err := p.PDF(order(t, w, o, lang), find(t, o, name))
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
					if err := os.WriteFile(filepath.Join(dir, name+"."+string(lang)+".pdf"), result.Bytes, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				golden(t, name+"."+string(lang)+".txt", text(t, result.Bytes))
			}
		}
		for who, o := range map[string]*mediation.Opened{"clerk": opened(t, w, w.As("clerk"), asked), "applicant": opened(t, w, w.Party(asked, 0), asked), "respondent": opened(t, w, w.Party(asked, 1), asked)} {
			if _, err := paper.Find(o, id.ID{}, "own-investigation-1"); err == nil || len(paper.List(o, id.ID{})) == 0 {
				t.Errorf("%s finds what a mediator wrote for itself", who)
			}
			if _, err := paper.Find(o, id.ID{}, "investigation-1"); err != nil {
				t.Errorf("%s does not find what everybody may read: %v", who, err)
			}
		}
		// What a party said when it was asked is that party's and the office's.
		if _, err := paper.Find(life, a, "follow-up-2-1"); err == nil {
			t.Error("what the office prints for party 1 holds the follow-up of party 2")
		}
		for i, o := range []*mediation.Opened{opened(t, w, w.Party(c, 0), c), opened(t, w, w.Party(c, 1), c)} {
			_, err := paper.Find(o, c.Parties[i].ID, "follow-up-2-1")
			if (err == nil) != (i == 1) {
				t.Errorf("party %d finds the follow-up of party 2: %v", i+1, err)
			}
			for _, x := range paper.List(o, c.Parties[i].ID) {
				r, err := p.PDF(order(t, w, o, i18n.Hans), x)
				if err != nil {
					t.Fatal(err)
				}
				if i == 0 && strings.Contains(text(t, r.Bytes), "手头松") {
					t.Errorf("%s tells party 1 what party 2 said", x.ID)
				}
			}
		}
	})
}

// photograph is a scan as a telephone takes it.
func photograph(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 850)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden text; look at it with -update\n%s", name, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}
