package house_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// secretWords are told on the road below, besides those that the application plants.
var secretWords = []string{"底线是三百元", "丈夫喝醉后摔东西", "先分开谈为好", "双方心平气和", "怕对方报复", "村委会一楼调解室", "我愿意先道歉", "表妹嫁给了乙方的堂兄", "微信转账", "雨棚由谁修"}

// wholeRoad takes a case from application to agreement with everything that people can say on the way.
func wholeRoad(w *apptest.World) mediation.Case {
	c := w.To(mediation.InSession)
	mediator, a, b := w.As("mediator"), c.Parties[0].ID, c.Parties[1].ID
	c = w.Act(mediator, c, mediation.WriteNote{Scope: mediation.NoteOfParty, Party: a, Text: "底线是三百元"})
	c = w.Act(mediator, c, mediation.WriteNote{Scope: mediation.NoteOfParty, Party: b, Text: "丈夫喝醉后摔东西"})
	c = w.Act(mediator, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: "先分开谈为好"})
	c = w.Act(mediator, c, mediation.WriteNote{Scope: mediation.NoteJoint, Text: "双方心平气和"})
	c = w.Act(w.Party(c, 1), c, mediation.Statement{Party: b, Text: "我愿意先道歉"})
	c = w.Act(mediator, c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{a, b}, Text: "双方心平气和"})
	c = w.Act(mediator, c, mediation.Draft{Language: "zh-Hans", Parties: []id.ID{a, b}, Facts: "阳台花盆坠落", Issues: "雨棚由谁修", Responsibility: "乙方修", NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "money", Text: "赔偿伍佰元整", Amount: mediation.Money{Minor: 50000, Currency: "CNY"}, Due: "2026-05-31", Delivery: "微信转账"}}})
	c = w.Offered(c)
	for _, m := range c.Missing() {
		sign := mediation.Sign{As: m.As, Method: "paper", Text: c.Agreement.Text}
		who := mediator
		switch m.As {
		case "party":
			sign.Party = m.Of
		case "mediator":
			sign.Engagement = m.Of
		case "seal":
			who = w.As("lead")
		}
		c = w.Act(who, c, sign)
	}
	if c.State != mediation.Effective {
		w.T.Fatalf("state %s", c.State)
	}
	return c
}

func TestNoPlantedWordStandsInARawFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := wholeRoad(w)
		o, err := w.App.Mediation.Open(w.Ctx, w.As("mediator"), c.ID, access.ForWork)
		if err != nil || o.Name(c.Parties[0].ID) != apptest.Planted[0] {
			t.Fatalf("what was planted is not there to be found: %v", err)
		}
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		for _, found := range whereIs(t, w, slices.Concat(apptest.Planted, secretWords)) {
			t.Error(found)
		}
	})
}

// grant is the proof that a reading is written down, for tests that ask the vault itself.
func grant(t *testing.T, w *apptest.World, a access.Actor, c mediation.Case) access.Grant {
	t.Helper()
	g, err := w.App.Rights.Open(w.Ctx, w.App.Mediation.Recorder, w.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestANoteOpensUnderItsOwnKeyAlone takes each note of a separate talk and gives it every other key, owner, case and
// version: whoever stole the store, or wrote a wrong query, reads nothing.
func TestANoteOpensUnderItsOwnKeyAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := wholeRoad(w)
		other := w.To(mediation.InSession)
		store := w.App.Mediation.Repo
		keys, err := store.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := store.Sealed(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := store.Keys(w.Ctx, w.Tenant(), other.ID)
		if err != nil {
			t.Fatal(err)
		}
		g := grant(t, w, w.As("mediator"), c)
		tried := 0
		for _, s := range sealed {
			if _, err := w.App.Vault.Open(w.Ctx, g, s); err != nil {
				t.Fatalf("%s does not open at all: %v", s.Field, err)
			}
			wrong := func(what string, change func(*vault.Sealed)) {
				x := s
				change(&x)
				text, err := w.App.Vault.Open(w.Ctx, g, x)
				if err == nil || text != nil || !errors.Is(err, vault.ErrDamaged) && !errors.Is(err, vault.ErrRefused) {
					t.Errorf("%s with %s: %q, %v", s.Field, what, text, err)
				}
				tried++
			}
			for _, k := range slices.Concat(keys, foreign) {
				if k.ID != s.Key {
					wrong("the key of "+string(k.Scope.Kind), func(x *vault.Sealed) { x.Key = k.ID })
				}
			}
			for _, p := range c.Parties {
				if p.ID != s.Owner {
					wrong("another owner", func(x *vault.Sealed) { x.Owner = p.ID })
				}
			}
			wrong("another case", func(x *vault.Sealed) { x.Case = other.ID })
			wrong("another field", func(x *vault.Sealed) { x.Field = mediation.FieldReason })
			wrong("an older version", func(x *vault.Sealed) { x.Version++ })
		}
		if tried < 100 {
			t.Errorf("only %d wrong ways were tried", tried)
		}
	})
}

// TestEachSectionHasAKeyOfItsOwn: the wall stands in the keys, so that a mistake in code cannot take it down.
func TestEachSectionHasAKeyOfItsOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := wholeRoad(w)
		keys, err := w.App.Mediation.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		section := map[id.ID]vault.Scope{}
		for _, k := range keys {
			if _, ok := section[k.ID]; ok {
				t.Errorf("two sections share the key of %v", k.Scope)
			}
			section[k.ID] = k.Scope
		}
		sealed, err := w.App.Mediation.Repo.Sealed(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		notes := map[id.ID]vault.Scope{}
		for _, s := range sealed {
			if s.Field == mediation.FieldNote {
				notes[s.Owner] = section[s.Key]
			}
		}
		for _, n := range c.Notes {
			want := vault.Scope{Kind: vault.Joint}
			switch {
			case !n.Party.IsZero():
				want = vault.Scope{Kind: vault.Private, Of: n.Party}
			case !n.Engagement.IsZero():
				want = vault.Scope{Kind: vault.Engagement, Of: n.Engagement}
			}
			if notes[n.ID] != want {
				t.Errorf("a note of %v is sealed for %v", want, notes[n.ID])
			}
		}
		if len(notes) != 4 {
			t.Errorf("%d notes", len(notes))
		}
	})
}

// TestASuccessorReadsNoNotesOfTheFormer: a mediator who leaves loses access at once, and the notes stay shut.
func TestASuccessorReadsNoNotesOfTheFormer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		mediator, clerk := w.As("mediator"), w.As("clerk")
		c = w.Act(mediator, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: "先分开谈为好"})
		reasons := recusals(t, w, c)
		c = w.Act(mediator, c, mediation.Recuse{Engagement: c.Engagements[0].ID, Reason: reasons})
		if _, err := w.App.Mediation.Open(w.Ctx, mediator, c.ID, access.ForWork); err == nil {
			t.Error("the former mediator still reads")
		}
		second := w.Hired("second").Account
		c = w.Act(clerk, c, mediation.Propose{Account: second, Lead: true})
		e := c.Engagements[len(c.Engagements)-1].ID
		c = w.Act(w.As("second"), c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
		for _, p := range c.Parties {
			c = w.Act(clerk, c, mediation.AgreeMediator{Engagement: e, Party: p.ID, Agree: true})
		}
		w.Clock.Add(time.Minute)
		o, err := w.App.Mediation.Open(w.Ctx, w.As("second"), c.ID, access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range o.Texts {
			if p.Text == "先分开谈为好" {
				t.Error("the successor reads the former mediator's own note")
			}
		}
		if o.Name(c.Parties[0].ID) == "" {
			t.Error("the successor does not read the case")
		}
	})
}

func recusals(t *testing.T, w *apptest.World, c mediation.Case) string {
	t.Helper()
	r, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		t.Fatal(err)
	}
	list := r.Mediation.ReasonsFor("recuse")
	if len(list) == 0 {
		t.Fatal("the rulebook has no reason for a recusal")
	}
	return list[0].Code
}
