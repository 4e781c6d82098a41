package mediation

import (
	"fmt"
	"slices"
	"strings"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldInterpreters is the sealed field of who interpreted: in a session, under the key of that session's section; for one party
// alone, under its own; where a party signs or gives its word with the agreement, on which it is printed. Nothing of it is clear: that somebody speaks
// another language is no filter and no figure.
const FieldInterpreters = "mediation.interpreters"

// Interpreting 翻译 speaks one party's words, for nothing, and decides nothing. Whether the interpreter is free is
// what the interpreter declares; nobody compares people to find it.
type Interpreting struct {
	Name      string `json:"name"`
	Language  string `json:"language"`  // into which; also a sign language
	Unbound   bool   `json:"unbound"`   // declares to be no relative of a party, no party or agent, and not of the police
	Consented bool   `json:"consented"` // the parties who are there agree to the third person
}

// Interpreter is one who interprets for one of several parties.
type Interpreter struct {
	Party id.ID `json:"party"`
	Interpreting
}

// Interpreted is an interpreter as it is kept.
type Interpreted struct {
	Party    id.ID  `json:"party"`
	Name     string `json:"name"`
	Language string `json:"language,omitempty"`
}

// interpretable is an act at which somebody may interpret.
type interpretable interface{ interpreting() []Interpreting }

func (t Talk) interpreting() []Interpreting        { return t.Interpreter.alone() }
func (i Inform) interpreting() []Interpreting      { return i.Interpreter.alone() }
func (g GiveConsent) interpreting() []Interpreting { return g.Interpreter.alone() }
func (x Sign) interpreting() []Interpreting        { return x.Interpreter.alone() }
func (g GiveCode) interpreting() []Interpreting    { return g.Interpreter.alone() }
func (a AgreeOral) interpreting() []Interpreting   { return a.Interpreter.alone() }

func (b Begin) interpreting() []Interpreting {
	var out []Interpreting
	for _, i := range b.Interpreters {
		out = append(out, i.Interpreting)
	}
	return out
}

func (i *Interpreting) alone() []Interpreting {
	if i == nil {
		return nil
	}
	return []Interpreting{*i}
}

// An interpreter.
var (
	interpreterUnbound = Guard{Name: "interpreter_bound", Holds: allInterpreters(func(i Interpreting) bool { return i.Unbound })}
	interpreterWanted  = Guard{Name: "interpreter_unwanted", Holds: allInterpreters(func(i Interpreting) bool { return i.Consented })}
)

func allInterpreters(holds func(Interpreting) bool) func(*decision) bool {
	return func(d *decision) bool {
		x, ok := d.cmd.(interpretable)
		return !ok || !slices.ContainsFunc(x.interpreting(), func(i Interpreting) bool { return !holds(i) })
	}
}

// check is who is kept. A language that linli speaks is kept as its tag, any other as it was said.
func (i Interpreting) check(l *fault.List, at string, party id.ID) Interpreted {
	text(l, at+"name", i.Name, maxName, true)
	text(l, at+"language", i.Language, maxName, true)
	return Interpreted{party, i.Name, tongue(i.Language)}
}

// interpreted seals who interprets in a session. A session has an interpreter of a party who comes, and at most one of each.
func (b Begin) interpreted(session *Session, s *Step) error {
	if len(b.Interpreters) == 0 {
		return nil
	}
	var l fault.List
	var who []Interpreted
	for n, i := range b.Interpreters {
		at := fmt.Sprintf("interpreters[%d].", n)
		if !slices.Contains(session.With, i.Party) || slices.ContainsFunc(who, func(x Interpreted) bool { return x.Party == i.Party }) {
			l.Add(at+"party", "mediation.field.interpreter_party")
		}
		who = append(who, i.check(&l, at, i.Party))
	}
	if err := l.Err(); err != nil {
		return err
	}
	scope, of := vault.Joint, session.visibility().Party()
	if !of.IsZero() {
		scope = vault.Private
	}
	s.Secrets = append(s.Secrets, secret(scope, of, session.ID, FieldInterpreters, who))
	return nil
}

// interpreted seals who interprets what is said to one party, or what it signs. The office names an interpreter, who has declared
// to it; nobody does on a screen of one's own.
func (d *decision) interpreted(s *Step, i *Interpreting, party id.ID, scope vault.Kind) error {
	if i == nil {
		return nil
	}
	var l fault.List
	if d.by.Account.IsZero() || party.IsZero() {
		l.Add("interpreter.name", "mediation.field.interpreter_party")
	}
	who := i.check(&l, "interpreter.", party)
	if err := l.Err(); err != nil {
		return err
	}
	of := party
	if scope == vault.Joint {
		of = id.ID{}
	}
	s.Secrets = append(s.Secrets, secret(scope, of, s.Event.ID, FieldInterpreters, []Interpreted{who}))
	return nil
}

// tongue is a language in the one form in which it is kept: the tag of one that linli speaks, any other as it was said.
func tongue(language string) string { return i18n.TagOf(strings.TrimSpace(language)) }

// identityOf is who a party is, as it is kept.
func identityOf(name, language string) Identity { return Identity{name, tongue(language)} }

// SpeaksOther reports whether a party named a language in which the rulebook has no texts: it is offered an interpreter.
func (o *Opened) SpeaksOther(party id.ID) bool {
	l := o.Identity[party].Language
	return l != "" && !slices.Contains(o.Rules.Languages, l)
}

// ReadOut is who read the words out to a party that signed, or gave its word; empty where nobody did.
func (o *Opened) ReadOut(s Signature) Interpreted {
	switch s.Method {
	case "screen", "passkey":
		if all := o.Interpreted[s.Code]; len(all) > 0 {
			return all[0]
		}
	case "paper":
		return o.InterpretedFor(s.Of, "sign")
	case "oral":
		return o.InterpretedFor(s.Of, "agree_oral")
	}
	return Interpreted{}
}

// InterpretedFor is who interpreted for a party when something was done last, such as the notice of its rights; empty where
// nobody did.
func (o *Opened) InterpretedFor(party id.ID, kind string) Interpreted {
	gone := map[id.ID]bool{}
	for _, e := range slices.Backward(o.Events) {
		if of, _, _ := UndoneBy(e); !of.IsZero() {
			gone[of] = true
		}
		if string(e.Kind) != kind || gone[e.ID] {
			continue
		}
		for _, i := range o.Interpreted[e.ID] {
			if i.Party == party {
				return i
			}
		}
		if of := into[struct{ Party, Of id.ID }](e.Body); of.Party == party || of.Of == party { // it was done anew without
			return Interpreted{}
		}
	}
	return Interpreted{}
}
