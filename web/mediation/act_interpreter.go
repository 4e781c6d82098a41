package mediation

import (
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// interpreted are the acts at which somebody may interpret.
var interpreted = []casefile.Kind{"talk", "inform", "consent", "begin", "sign", "agree_oral"}

// interpreting is what is said before an act where a party named another language; empty where none did.
func (v *view) interpreting() (title, text string) {
	if v.Opened == nil {
		return "", ""
	}
	var who []string
	for _, p := range v.Case.Parties {
		if p.Gone.IsZero() && v.Opened.SpeaksOther(p.ID) {
			who = append(who, v.t("page.labelled", "label", v.party(p.ID), "value", v.NameOf(v.Opened.Identity[p.ID].Language)))
		}
	}
	if len(who) == 0 {
		return "", ""
	}
	return v.t("fair.interpreter.heading"), v.t("fair.interpreter.offer", "who", v.List(who))
}

// layInterpreter asks who interprets, at an act at which somebody may. An interpreter is free, and nobody's. Of a session it is
// asked for whom; elsewhere the act is about one party.
func (s *sheet) layInterpreter(event casefile.Kind) *interpreterFields {
	if !slices.Contains(interpreted, event) {
		return nil
	}
	out := &interpreterFields{Hint: s.t("fair.interpreter.kept." + string(event))}
	if title, _ := s.interpreting(); title != "" {
		out.Open = true
	}
	for _, name := range []string{"interpreter", "interpreter_name", "interpreter_language", "interpreter_unbound", "interpreter_consented"} {
		out.Open = out.Open || s.Form.Wrong(name) || s.Form.Value(name) != "" && s.Form.Value(name) != "none"
	}
	if event == "begin" {
		parties := append([]page.Item{{Value: "none", Text: s.t("fair.interpreter.none")}}, s.partyItems(nil)...)
		out.Fields = []any{s.radios("interpreter", "fair.interpreter.whose", parties, with{value: "none"})}
	}
	out.Fields = append(out.Fields,
		s.input("interpreter_name", "fair.interpreter.name", with{hint: "fair.interpreter.name_hint"}),
		s.input("interpreter_language", "fair.interpreter.language", with{hint: "fair.interpreter.language_hint"}),
		s.box("interpreter_unbound", "fair.interpreter.unbound", with{}),
		s.box("interpreter_consented", "fair.interpreter.consented", with{}))
	return out
}

// spoken asks which language somebody reads: any, since an interpreter is free.
func (s *sheet) spoken(name, hint string) any {
	return s.input(name, "staff.party.language", with{hint: hint})
}

type interpreterFields struct {
	Hint   string
	Open   bool
	Fields []any
}

// interpreter reads who interprets for a party; nobody where neither a name nor a language was given. Where the language is not
// said it is the party's own.
func (s *sheet) interpreter(party id.ID) *mediation.Interpreting {
	i := &mediation.Interpreting{Name: s.Form.Value("interpreter_name"), Language: s.Form.Value("interpreter_language"),
		Unbound: s.yes("interpreter_unbound"), Consented: s.yes("interpreter_consented")}
	if *i == (mediation.Interpreting{}) {
		return nil
	}
	if i.Language == "" && s.Opened != nil {
		i.Language = s.Opened.Identity[party].Language
	}
	return i
}

func readBegin(s *sheet) mediation.Command {
	b := mediation.Begin{Session: s.chosen("session")}
	of := s.Form.Value("interpreter")
	if of == "" || of == "none" {
		if s.interpreter(id.ID{}) != nil { // named, and for nobody
			s.Form.Add("interpreter", "form.choose")
		}
		return b
	}
	party, err := id.Parse(of)
	if err != nil {
		s.Form.Add("interpreter", "form.choose")
	}
	i := mediation.Interpreter{Party: party}
	if named := s.interpreter(party); named != nil {
		i.Interpreting = *named
	}
	b.Interpreters = []mediation.Interpreter{i}
	return b
}

// interpreters are who interpreted in a session or at an act, in a line.
func (v *view) interpreters(of id.ID) string {
	var out []string
	for _, i := range v.Opened.Interpreted[of] {
		out = append(out, v.t("fair.interpreter.row", "name", i.Name, "party", v.party(i.Party), "language", v.NameOf(i.Language)))
	}
	return v.List(out)
}
