package mediation

import (
	"strings"
	"testing"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

var interpreterC = Interpreting{Name: "译者丙", Language: "彝语", Unbound: true, Consented: true}

// TestAnInterpreterIsNamedForEveryAct: for the notice, the talk, the consent, the signing on paper or on the screen, and a word given orally, as for a session: by the office, after
// the interpreter's own declaration and with a yes of whoever is there; sealed with what it was said with, and nothing of it clear.
func TestAnInterpreterIsNamedForEveryAct(t *testing.T) {
	invited := func(t *testing.T) *road { return newRoad(t).to(Invited) }
	for name, x := range map[string]struct {
		at    func(*testing.T) *road
		cmd   func(*road, *Interpreting) Command
		scope vault.Kind
	}{
		"notice": {invited, func(r *road, i *Interpreting) Command {
			return Inform{Party: r.b(), Language: "zh-Hans", How: "read_out", Interpreter: i}
		}, vault.Private},
		"talk": {invited, func(r *road, i *Interpreting) Command {
			return Talk{Party: r.b(), Concern: NoConcernTold, Interpreter: i}
		}, vault.Private},
		"consent": {func(t *testing.T) *road {
			r := invited(t)
			r.do(Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold})
			return r
		}, func(r *road, i *Interpreting) Command {
			return GiveConsent{Party: r.b(), How: consent.Oral, Language: "zh-Hans", Age: 40, Interpreter: i}
		}, vault.Private},
		"signing": {func(t *testing.T) *road {
			r := newRoad(t).to(Signing)
			return r
		}, func(r *road, i *Interpreting) Command {
			s := r.sign("party", r.b())
			s.Interpreter = i
			return s
		}, vault.Joint},
		"a code to sign with on the screen": {func(t *testing.T) *road { return newRoad(t).to(Signing) }, func(r *road, i *Interpreting) Command {
			return GiveCode{Party: r.b(), Interpreter: i}
		}, vault.Joint},
		"oral agreement": {func(t *testing.T) *road {
			r := newRoad(t).to(InSession)
			return r.do(r.oral())
		}, func(r *road, i *Interpreting) Command {
			return AgreeOral{Party: r.b(), Interpreter: i}
		}, vault.Joint},
	} {
		t.Run(name, func(t *testing.T) {
			r := x.at(t)
			with := func(change func(*Interpreting)) Command {
				i := interpreterC
				change(&i)
				return x.cmd(r, &i)
			}
			r.refused("mediation.guard.interpreter_bound", with(func(i *Interpreting) { i.Unbound = false }))
			r.refused("mediation.guard.interpreter_unwanted", with(func(i *Interpreting) { i.Consented = false }))
			r.refused("form.required", with(func(i *Interpreting) { i.Name = "" }))
			r.refused("form.required", with(func(i *Interpreting) { i.Language = " " }))
			by := r.by
			r.by = casefile.By{Kind: access.Resident, Party: r.b()}
			if err := r.try(with(func(*Interpreting) {})); err == nil {
				t.Error("a party names an interpreter on a screen of its own")
			}
			r.by = by
			r.do(with(func(i *Interpreting) { i.Language = " english " }))
			step := r.last()
			var kept []casefile.Secret
			for _, s := range step.Secrets {
				if s.Field == FieldInterpreters {
					kept = append(kept, s)
				}
			}
			want := vault.Scope{Kind: x.scope, Of: r.b()}
			if x.scope == vault.Joint {
				want.Of = id.ID{}
			}
			if len(kept) != 1 || kept[0].Scope != want || kept[0].Owner != step.Event.ID {
				t.Fatalf("the interpreter lies in %+v", kept)
			}
			if !strings.Contains(string(kept[0].Text), `"language":"en"`) {
				t.Errorf("a language that linli speaks is kept as %s", kept[0].Text)
			}
			if strings.Contains(string(step.Event.Body), interpreterC.Name) || strings.Contains(string(step.Event.Body), "interpret") {
				t.Errorf("the clear event tells of an interpreter: %s", step.Event.Body)
			}
		})
	}
}

// TestALanguageIsKeptInOneForm: whoever enters a party, its language is kept the same way.
func TestALanguageIsKeptInOneForm(t *testing.T) {
	for said, want := range map[string]string{"English": "en", " 繁體中文 ": "zh-Hant", "彝语": "彝语", "": "", "zh-Hans": "zh-Hans"} {
		if got := identityOf("甲", said).Language; got != want {
			t.Errorf("%q is kept as %q", said, got)
		}
	}
	r := newRoad(t).to(Screening)
	r.refused("form.too_long", AddParty{Role: Respondent, As: "person", Name: "丁", Language: strings.Repeat("长", maxName+1)})
}

// TestWhoInterpretedIsFoundAgain: for the paper of what was done last, and not of what was taken back.
func TestWhoInterpretedIsFoundAgain(t *testing.T) {
	a, first, second, undo := id.ID{1}, id.ID{2}, id.ID{3}, id.ID{4}
	of := []byte(`{"party":"` + a.String() + `"}`)
	o := &Opened{Interpreted: map[id.ID][]Interpreted{first: {{a, "译者丙", "彝语"}}},
		Events: []casefile.Event{{ID: first, Kind: "inform", Body: of}}}
	if got := o.InterpretedFor(a, "inform"); got.Name != "译者丙" {
		t.Errorf("nobody interpreted: %+v", got)
	}
	if got := o.InterpretedFor(a, "consent"); got.Name != "" {
		t.Errorf("somebody interpreted at another act: %+v", got)
	}
	o.Events = append(o.Events, casefile.Event{ID: second, Kind: "inform", Body: of})
	if got := o.InterpretedFor(a, "inform"); got.Name != "" {
		t.Errorf("it was done anew without, and the paper names %+v", got)
	}
	o.Events = append(o.Events, casefile.Event{ID: undo, Kind: "undo", Body: []byte(`{"event":"` + second.String() + `","did":"inform","why":"twice"}`)})
	if got := o.InterpretedFor(a, "inform"); got.Name != "译者丙" {
		t.Errorf("what was done anew was taken back, and the paper names %+v", got)
	}
}
