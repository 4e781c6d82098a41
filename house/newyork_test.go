package house_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/testkit"
)

// languageNames are how the Chinese languages call themselves, in the switch on every page and where a person says what it
// speaks: the only Chinese in an office that has no Chinese rulebook.
var languageNames = strings.NewReplacer("简体中文", "", "繁體中文", "")

// chinese is the first Chinese passage of a text, or empty.
func chinese(s string) string {
	s = languageNames.Replace(s)
	i := strings.IndexFunc(s, func(r rune) bool {
		return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、；：「」《》（）￥", r)
	})
	if i < 0 {
		return ""
	}
	from := max(0, i-60)
	return strings.ToValidUTF8(s[from:min(len(s), i+60)], "")
}

// ofChina are its things in English words: they come from a rulebook, or from nowhere.
var ofChina = regexp.MustCompile(`¥|\b(yuan|CNY|Shanghai|Civil Code|12345|12348|12338|12368)\b|(?i:people['’]s (mediation|court|republic)|judicial confirmation)`)

// newYorkCases are as far along as cases get: refused for a felony charge, declined, in session, ended, in force, not kept, and
// kept in full with a party that was asked.
func newYorkCases(w *apptest.World) []mediation.Case {
	clerk, mediator := w.As("clerk"), w.As("mediator")
	refused := w.Act(clerk, w.To(mediation.Screening), mediation.NotAccept{Reason: "felony_charge"})
	declined := w.To(mediation.Invited)
	declined = w.Act(clerk, declined, mediation.Refuse{Party: declined.Parties[1].ID, How: consent.Written})
	ended := w.To(mediation.InSession)
	ended = w.Act(mediator, ended, mediation.Investigate{Scope: "joint", Way: "inspect", Place: "The yard", Text: "The awning is torn"})
	ended = w.Act(mediator, ended, mediation.Withdraw{Party: ended.Parties[0].ID})
	kept := w.After(mediation.Effective)
	a := kept.Parties[0].ID
	kept = w.Act(mediator, kept, mediation.AgreeFollowUp{Party: a, How: consent.Written, Language: "en"})
	kept = w.Act(mediator, kept, mediation.AskFollowUp{Party: a, Mode: mediation.FollowUpModes[0], Outcome: mediation.FollowUpOutcomes[0], Text: "All is well"})
	due := kept.Agreement.Instalments[0]
	kept = w.Act(mediator, kept, mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount})
	return []mediation.Case{w.To(mediation.Submitted), refused, declined, w.To(mediation.Signing), ended, w.After(mediation.Breached), kept}
}

// amongAll is China's currency where a sum can be in any: one of all, and not the one that was chosen.
const amongAll = `<option value="CNY">CNY</option>`

// An office of New York is founded, takes cases along their whole road, prints each paper and shows each page: nothing in
// it is Chinese.
func TestNothingIsChineseInAnOfficeOfNewYork(t *testing.T) {
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		w := apptest.NewIn(t, p, apptest.Origin, apptest.NewYork())
		s := newSite(t, w, newYorkCases(w)...)
		s.language = "en"
		pages, papers := 0, 0
		s.walk(t, "GET", nil, func(v visit) {
			text := strings.ReplaceAll(string(v.body), amongAll, "")
			switch kind := v.header.Get("Content-Type"); {
			case kind == "application/pdf":
				papers++
				text = readable(t, v.body)
				if size := pageSize(t, v.body); !strings.Contains(v.at.path, "/slip") && size != "612 x 792 pts (letter)" {
					t.Errorf("%s as %s is printed on %s", v.at.label, v.who.name, size)
				}
			case strings.HasPrefix(kind, "text/html"), strings.HasPrefix(kind, "application/json"):
				pages++
			default:
				return // scripts, styles and pictures are the same everywhere
			}
			if strings.Contains(v.at.path, "openapi") {
				return // describes the program, not the office
			}
			if found := chinese(text); found != "" {
				t.Errorf("%s as %s: %q", v.at.label, v.who.name, found)
			}
			if at := ofChina.FindStringIndex(text); at != nil {
				t.Errorf("%s as %s: %q", v.at.label, v.who.name, text[max(0, at[0]-60):min(len(text), at[1]+60)])
			}
		})
		if pages < 400 || papers < 30 {
			t.Errorf("only %d pages and %d papers were looked at", pages, papers)
		}
	})
}

func inFile(t *testing.T, pdf []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// readable is what a person reads in a PDF, with what its properties say.
func readable(t *testing.T, pdf []byte) string {
	t.Helper()
	text, err := exec.Command("pdftotext", inFile(t, pdf), "-").Output() // #nosec G204 -- the test's own file
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func pageSize(t *testing.T, pdf []byte) string {
	t.Helper()
	out, err := exec.Command("pdfinfo", inFile(t, pdf)).Output() // #nosec G204 -- the test's own file
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(out) {
		if size, ok := bytes.CutPrefix(line, []byte("Page size:")); ok {
			return string(bytes.TrimSpace(size))
		}
	}
	return ""
}

// What New York has not cannot be done there, and the refusal names its own law.
func TestNoCourtConfirmsInNewYork(t *testing.T) {
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		w := apptest.NewIn(t, p, apptest.Origin, apptest.NewYork())
		mediator := w.As("mediator")
		c := w.After(mediation.Effective)
		_, _, err := w.App.Mediation.Act(w.Ctx, mediator, c.ID, mediation.PrepareConfirmation{Court: "County Court", Venue: "office_place"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.confirmation_unknown")
		open := w.To(mediation.InSession)
		a, b := open.Parties[0].ID, open.Parties[1].ID
		open = w.Act(mediator, open, mediation.Record{Session: open.Sessions[0].ID, Minutes: 50, Present: []id.ID{a, b}, Text: "Both spoke calmly"})
		w.Clock.Add(time.Minute)
		_, _, err = w.App.Mediation.Act(w.Ctx, mediator, open.ID, mediation.Oral{Language: "en", Parties: []id.ID{a, b}, Performed: true, NoWaiver: true,
			Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "apology", Text: "An apology", Delivery: "On the spot"}}}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.writing_demanded")
		if said := w.App.Texts.For("en", w.Clock.Now().Location()).Fault(fault.Of(err), ""); !strings.Contains(said, "Judiciary Law of New York") || !strings.Contains(said, "§ 849-b (4) (d)") || strings.Contains(said, "article §") {
			t.Errorf("the refusal says %q", said)
		}
	})
}
