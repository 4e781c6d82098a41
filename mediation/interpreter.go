package mediation

import (
	"fmt"
	"slices"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldInterpreters is the sealed field of who interpreted in a session, under the key of that session's section. Nothing
// of it is clear: that somebody speaks another language is no filter and no figure.
const FieldInterpreters = "mediation.interpreters"

// Interpreter 翻译 speaks one party's words in a session, for nothing, and decides nothing. Whether the interpreter is free is
// what the interpreter declares; nobody compares people to find it.
type Interpreter struct {
	Party     id.ID  `json:"party"`
	Name      string `json:"name"`
	Unbound   bool   `json:"unbound"`   // declares to be no relative of a party, no party or agent, and not of the police
	Consented bool   `json:"consented"` // the parties who are there agree to the third person
}

// Interpreted is an interpreter as the session's section keeps it.
type Interpreted struct {
	Party id.ID  `json:"party"`
	Name  string `json:"name"`
}

// An interpreter.
var (
	interpreterUnbound = Guard{Name: "interpreter_bound", Holds: is(func(_ *decision, c Begin) bool {
		return !slices.ContainsFunc(c.Interpreters, func(i Interpreter) bool { return !i.Unbound })
	})}
	interpreterWanted = Guard{Name: "third_persons", Holds: is(func(_ *decision, c Begin) bool {
		return !slices.ContainsFunc(c.Interpreters, func(i Interpreter) bool { return !i.Consented })
	})}
)

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
		text(&l, at+"name", i.Name, maxName, true)
		who = append(who, Interpreted{i.Party, i.Name})
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

// SpeaksOther reports whether a party named a language in which the rulebook has no texts: it is offered an interpreter.
func (o *Opened) SpeaksOther(party id.ID) bool {
	l := o.Identity[party].Language
	return l != "" && !slices.Contains(o.Rules.Languages, l)
}
