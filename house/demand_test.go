package house_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/id"
)

// said in confidence: a mediator's note, a separate note, a statement to the office alone.
var confided = []string{"底线是三百元钱", "先分别谈一谈看", "只想告诉办公室的话"}

// ordered is a demand of a court of which the law forbids to tell for five days.
var ordered = casefile.AskDemand{DemandText: casefile.DemandText{Body: "法院", Order: "1", Basis: "法", Asks: "协议", Law: "法"}, Days: 5}

// demanded is a case in which both sides and the mediator have said something in confidence, and for which a court asks.
func demanded(w *apptest.World, days int) (mediation.Case, id.ID) {
	c := w.To(mediation.Signing)
	m := w.As("mediator")
	c = w.Act(m, c, mediation.WriteNote{Scope: "party", Party: c.Parties[0].ID, Text: confided[0]})
	c = w.Act(m, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: confided[1]})
	c = w.Act(w.Party(c, 1), c, mediation.Statement{Party: c.Parties[1].ID, Text: confided[2]})
	c = w.Sign(c)
	ask := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "全部谈话笔记和协议"}, Days: days}
	if days > 0 {
		ask.Law = "刑事诉讼法第54条"
	}
	c = w.Act(w.As("lead"), c, mediation.Aside(ask))
	return c, c.Demands[0].ID
}

// TestADemandFromOutsideForNotes: a court gets joint papers, named one by one by another than who entered its demand, and
// no note; the reading is written down, and the parties are told at once.
func TestADemandFromOutsideForNotes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, n := demanded(w, 0)
		officer := w.As("privacy")
		for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "upper.lead", "admin", "statistician", "records"} {
			if _, err := w.App.Mediation.ForDemand(w.Ctx, w.As(login), c.ID, n); err == nil {
				t.Errorf("%s opens a demand", login)
			}
			_, _, err := w.App.Mediation.Act(w.Ctx, w.As(login), c.ID, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses, Reason: "too_wide", Text: "x"}), mediation.Ask{})
			if f := fault.Of(err); err == nil || f.Code != fault.Forbidden && f.Code != fault.NotFound {
				t.Errorf("%s answers a demand: %v", login, err)
			}
		}
		if _, err := w.App.Mediation.Open(w.Ctx, officer, c.ID, access.ForWork); err == nil {
			t.Error("the privacy officer opens the case beside the demand")
		}
		if due, err := w.App.Mediation.OwedHere(w.Ctx, officer); err != nil || len(due) != 1 || due[0].Subject != n || due[0].Rule != "demand_answer" {
			t.Errorf("the privacy officer owes %+v, %v", due, err)
		}
		w.Clock.Add(time.Minute)
		o, err := w.App.Mediation.ForDemand(w.Ctx, officer, c.ID, n)
		if err != nil || o.Demands[n].Asks == "" || o.Application.Summary == "" {
			t.Fatalf("the privacy officer reads %+v, %v", o, err)
		}
		if len(o.Talk)+len(o.Contact)+len(o.Answered) > 0 {
			t.Error("for a demand a talk or a contact is opened")
		}
		for _, text := range o.Texts {
			for _, word := range confided {
				if strings.Contains(text.Text, word) {
					t.Errorf("for a demand %q is opened", word)
				}
			}
		}
		for _, x := range paper.Demandable(o) {
			if x.Private || !x.Party.IsZero() {
				t.Errorf("%s can be given", x.ID)
			}
		}
		if _, _, err := w.App.Mediation.Act(w.Ctx, officer, c.ID, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"talk-1-1"}, Text: "x"}), mediation.Ask{}); err == nil {
			t.Error("a separate talk can be given")
		}
		c = w.Act(officer, c, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"agreement"}, Text: "只提供协议。"}))
		if o, err = w.App.Mediation.ForDemand(w.Ctx, officer, c.ID, n); err != nil {
			t.Fatal(err)
		}
		given(t, w, o, n)
		for i := range c.Parties {
			own, err := w.App.Mediation.Open(w.Ctx, w.Party(c, i), c.ID, access.ForParty)
			if err != nil || len(own.Case.Demands) != 1 || own.Demands[n].Body != "青杉区人民法院" || !own.Case.Demands[0].By.IsZero() {
				t.Fatalf("party %d is told %+v, %v", i, own.Case.Demands, err)
			}
			read := false
			for _, row := range own.Reads {
				read = read || row.Purpose == access.ForDemand && row.Post == access.Privacy
			}
			if !read {
				t.Errorf("party %d is not told who read: %+v", i, own.Reads)
			}
		}
		rows, err := w.App.Mediation.Register(w.Ctx, officer, casefile.RegisterDemand)
		if err != nil || len(rows) != 1 || rows[0].State != casefile.Gives || rows[0].Case != c.ID {
			t.Errorf("the register says %+v, %v", rows, err)
		}
		if rows, err := w.App.Mediation.Register(w.Ctx, w.As("upper.lead"), casefile.RegisterDemand); err != nil || len(rows) != 0 {
			t.Errorf("the lead of the unit above reads %+v, %v", rows, err)
		}
		if _, err := w.App.Mediation.Register(w.Ctx, w.As("clerk"), casefile.RegisterDemand); err == nil {
			t.Error("a clerk reads the register")
		}
		if n, err := w.App.Mediation.Registered(w.Ctx, w.Tenant()); err != nil || n[casefile.RegisterDemand] != 1 {
			t.Errorf("%v are counted for everybody, %v", n, err)
		}
		nowhere(t, w)
	})
}

// given prints what a demand was given: one paper, with whom it was given to on it.
func given(t *testing.T, w *apptest.World, o *mediation.Opened, n id.ID) {
	t.Helper()
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	made, err := paper.NewPress(fonts, w.App.Texts).Given(paper.Order{Opened: o, Language: "zh-Hans"}, n)
	if err != nil {
		t.Fatal(err)
	}
	text := pdfText(made.Bytes)
	if !bytes.Contains(text, []byte("仅提供给青杉区人民法院")) {
		t.Error("the copy does not say to whom it was given")
	}
	for _, word := range confided {
		if bytes.Contains(text, []byte(word)) {
			t.Errorf("the copy says %s", word)
		}
	}
}

// TestSecrecyOfADemandEndsByItself: where the law forbids it the parties are told of nothing, neither by the case nor by the
// readings, and after its days by linli itself.
func TestSecrecyOfADemandEndsByItself(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, n := demanded(w, 30)
		officer := w.As("privacy")
		w.Clock.Add(time.Minute)
		if _, err := w.App.Mediation.ForDemand(w.Ctx, officer, c.ID, n); err != nil {
			t.Fatal(err)
		}
		c = w.Act(officer, c, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses, Reason: "walled", Text: "笔记不能提供。"}))
		seenBy := func(a access.Actor, why access.Purpose) int {
			o, err := w.App.Mediation.Open(w.Ctx, a, c.ID, why)
			if err != nil {
				t.Fatal(err)
			}
			seen := len(o.Case.Demands) + len(o.Demands)
			for _, e := range o.Events {
				if strings.Contains(string(e.Kind), "demand") {
					seen++
				}
			}
			for _, r := range o.Reads {
				if r.Purpose == access.ForDemand {
					seen++
				}
			}
			return seen
		}
		told := func() bool { return seenBy(w.Party(c, 0), access.ForParty) > 0 }
		if pass(t, w, 29*24*time.Hour); told() {
			t.Error("the party is told while the law forbids it")
		}
		if n := seenBy(w.As("mediator"), access.ForWork); n > 0 { // who works on the case meets the parties
			t.Errorf("the mediator reads %d times of a silent demand", n)
		}
		if pass(t, w, 25*time.Hour); !told() {
			t.Error("after its days the party is not told")
		}
		if seenBy(w.As("mediator"), access.ForWork) == 0 {
			t.Error("after its days the mediator reads nothing of it")
		}
		if _, err := w.App.Mediation.CaseOf(w.Ctx, officer, "2026-1", w.Unit("V1"), 2026, 1); err != nil {
			t.Errorf("the case is not found by its number: %v", err)
		}
		for _, wrong := range []int{2, 0} {
			if _, err := w.App.Mediation.CaseOf(w.Ctx, officer, "慕容雪松", w.Unit("V1"), 2026, wrong); err == nil {
				t.Error("a case is found by a name")
			}
		}
		if _, err := w.App.Mediation.CaseOf(w.Ctx, w.As("other.clerk"), "2026-1", w.Unit("V1"), 2026, 1); err == nil {
			t.Error("a clerk finds a case for a demand")
		}
	})
}
