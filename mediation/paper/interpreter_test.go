package paper_test

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestWhoReadItOutStandsOnThePaper: the notice of rights, the receipt for a consent and the agreement name the interpreter and
// the language, each to those who get the paper; the record of a session as well.
func TestWhoReadItOutStandsOnThePaper(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Invited)
		a, b := c.Parties[0].ID, c.Parties[1].ID
		clerk, mediator := w.As("clerk"), w.As("mediator")
		who := &mediation.Interpreting{Name: "译者丙", Language: "彝语", Unbound: true, Consented: true}
		for _, p := range c.Parties {
			i := who
			if p.ID == a {
				i = nil
			} else {
				c = w.Act(clerk, c, mediation.Inform{Party: p.ID, Language: "zh-Hans", How: "read_out", Interpreter: i})
				c = w.Act(clerk, c, mediation.Talk{Party: p.ID, Concern: mediation.NoConcernTold, Interpreter: i})
			}
			c = w.Act(clerk, c, mediation.GiveConsent{Party: p.ID, How: consent.Oral, Language: "zh-Hans", Age: 40, Interpreter: i})
		}
		c = w.Act(clerk, c, mediation.Accept{})
		c = w.Act(clerk, c, mediation.Propose{Account: w.Hired("mediator").Account, Lead: true})
		c = w.Act(mediator, c, mediation.Disclose{Engagement: c.Engagements[0].ID, Conflict: mediation.NoConflict})
		for _, p := range c.Parties {
			c = w.Act(clerk, c, mediation.AgreeMediator{Engagement: c.Engagements[0].ID, Party: p.ID, Agree: true})
		}
		c = w.Act(mediator, c, mediation.Schedule{Mode: "joint", With: []id.ID{a, b}, Start: w.Free()})
		c = w.Act(mediator, c, mediation.Begin{Session: c.Sessions[0].ID, Interpreters: []mediation.Interpreter{{Party: b, Interpreting: *who}}})
		c = w.Act(mediator, c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{a, b}, Text: "双方心平气和"})
		c = w.Act(mediator, c, w.Draft(c, "2026-05-31"))
		c = w.Offered(c)
		c = w.Act(mediator, c, mediation.Sign{As: "party", Party: b, Method: "paper", Text: c.Agreement.Text, Interpreter: who})

		press := press(t, w)
		read := func(o *mediation.Opened, kind string, party int, lang i18n.Language) string {
			var of id.ID
			if party >= 0 {
				of = c.Parties[party].ID
			}
			all := paper.List(o, id.ID{})
			n := slices.IndexFunc(all, func(x paper.Paper) bool { return x.Kind == kind && x.Party == of })
			if n < 0 {
				t.Fatalf("there is no %s", kind)
			}
			which := all[n]
			made, err := press.PDF(order(t, w, o, lang), which)
			if err != nil {
				t.Fatal(kind, err)
			}
			return strings.Join(strings.Fields(text(t, made.Bytes)), "")
		}
		o := opened(t, w, mediator, c)
		for _, x := range []struct {
			kind  string
			party int
			lang  i18n.Language
			says  string
		}{
			{"rights", 1, i18n.Hans, "本告知书由翻译译者丙译成彝语，向本人宣读。"},
			{"consent", 1, i18n.Hant, "通譯译者丙已將告知內容譯成彝语向您宣讀"}, {"consent", 1, i18n.English, "theinterpreter译者丙readthenoticeouttoyouin彝语"},
			{"agreement", -1, i18n.Hans, "本协议由翻译译者丙译成彝语，向被申请人：慕容雪松宣读。"},
		} {
			if got := read(o, x.kind, x.party, x.lang); !strings.Contains(got, x.says) {
				t.Errorf("%s in %s does not say %q:\n%s", x.kind, x.lang, x.says, got)
			}
		}
		for _, kind := range []string{"rights", "consent"} {
			if got := read(o, kind, 0, i18n.Hans); strings.Contains(got, "译者丙") {
				t.Errorf("the %s of a party that needed nobody names an interpreter", kind)
			}
		}
		// The other party reads who interpreted where it reads the paper itself, and nowhere else.
		own := opened(t, w, w.Party(c, 0), c)
		if got := read(own, "agreement", -1, i18n.Hans); !strings.Contains(got, "译者丙") {
			t.Error("the other party's copy of the agreement does not name the interpreter")
		}
		if len(own.Interpreted) != 2 {
			t.Errorf("the other party reads more than the session and the signature: %v", own.Interpreted)
		}
	})
}

// TestWhoReadItOutOnTheScreenAndOrally: who signs on the screen had it read out when the office gave the code, and who gave its word
// orally when it did; the agreement and the register name the interpreter, to each of their parties.
func TestWhoReadItOutOnTheScreenAndOrally(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		who := &mediation.Interpreting{Name: "译者丙", Language: "彝语", Unbound: true, Consented: true}
		mediator, press := w.As("mediator"), press(t, w)
		says := func(c mediation.Case, kind string, want map[i18n.Language]string) {
			t.Helper()
			for lang, says := range want {
				for _, o := range []*mediation.Opened{opened(t, w, mediator, c), opened(t, w, w.Party(c, 0), c)} {
					one, err := paper.Find(o, id.ID{}, kind)
					if err != nil {
						t.Fatal(err)
					}
					made, err := press.PDF(order(t, w, o, lang), one)
					if err != nil {
						t.Fatal(err)
					}
					if got := strings.Join(strings.Fields(text(t, made.Bytes)), ""); !strings.Contains(got, says) || says == "" && strings.Contains(got, "译者丙") {
						t.Errorf("%s in %s does not say %q:\n%s", kind, lang, says, got)
					}
				}
			}
		}
		c := w.To(mediation.Signing)
		b := c.Parties[1].ID
		code, _, err := w.App.Mediation.GiveCode(w.Ctx, mediator, c.ID, mediation.GiveCode{Party: b, Interpreter: who})
		if err != nil {
			t.Fatal(err)
		}
		says(c, "agreement", map[i18n.Language]string{i18n.Hans: ""}) // not signed yet
		var drawn bytes.Buffer
		if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 60, 20))); err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Mediation.SignDrawn(w.Ctx, w.Party(c, 1), c.ID, mediation.Sign{As: "party", Party: b, Text: c.Agreement.Text}, code,
			mediation.UploadInput{Party: b, Name: "signature.png", Reader: &drawn}); err != nil {
			t.Fatal(err)
		}
		says(c, "agreement", map[i18n.Language]string{i18n.Hans: "本协议由翻译译者丙译成彝语，向被申请人：慕容雪松宣读。"})

		c = w.To(mediation.InSession)
		c = w.Act(mediator, c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: "双方心平气和"})
		d := w.Draft(c, "2026-05-31")
		c = w.Act(mediator, c, mediation.Oral{Language: d.Language, Parties: d.Parties, Terms: d.Terms, NoWaiver: true, Performed: true})
		c = w.Act(mediator, c, mediation.AgreeOral{Party: c.Parties[0].ID})
		c = w.Act(mediator, c, mediation.AgreeOral{Party: c.Parties[1].ID, Interpreter: who})
		says(c, "oral-register", map[i18n.Language]string{i18n.Hans: "以上内容由翻译译者丙译成彝语，向被申请人：慕容雪松宣读。", i18n.Hant: "以上內容由通譯译者丙譯成彝语", i18n.English: "Theinterpreter译者丙readthisoutin彝语to"})
	})
}
