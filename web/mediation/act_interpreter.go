package mediation

import (
	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// interpreting is what is said before a session where a party named another language; empty where none did.
func (v *view) interpreting() (title, text string) {
	if v.Opened == nil {
		return "", ""
	}
	var who []string
	for _, p := range v.Case.Parties {
		if p.Gone.IsZero() && v.Opened.SpeaksOther(p.ID) {
			who = append(who, v.t("page.labelled", "label", v.party(p.ID), "value", v.language(v.Opened.Identity[p.ID].Language)))
		}
	}
	if len(who) == 0 {
		return "", ""
	}
	return v.t("fair.interpreter.heading"), v.t("fair.interpreter.offer", "who", v.List(who))
}

// layBegin asks besides who interprets. An interpreter is free, and nobody's.
func layBegin(s *sheet) []any {
	parties := append([]page.Item{{Value: "none", Text: s.t("fair.interpreter.none")}}, s.partyItems(nil)...)
	return append(layPlanned(s),
		s.radios("interpreter", "fair.interpreter.whose", parties, with{hint: "fair.interpreter.hint", value: "none"}),
		s.input("interpreter_name", "fair.interpreter.name", with{hint: "fair.interpreter.name_hint"}),
		s.box("interpreter_unbound", "fair.interpreter.unbound", with{}),
		s.box("interpreter_consented", "fair.interpreter.consented", with{}))
}

func readBegin(s *sheet) mediation.Command {
	b := mediation.Begin{Session: s.chosen("session")}
	if of := s.Form.Value("interpreter"); of != "" && of != "none" {
		party, err := id.Parse(of)
		if err != nil {
			s.Form.Add("interpreter", "form.choose")
		}
		b.Interpreters = []mediation.Interpreter{{Party: party, Name: s.Form.Value("interpreter_name"), Unbound: s.yes("interpreter_unbound"),
			Consented: s.yes("interpreter_consented")}}
	}
	return b
}

// interpreters are who interpreted in a session, in a line.
func (v *view) interpreters(session id.ID) string {
	var out []string
	for _, i := range v.Opened.Interpreted[session] {
		out = append(out, v.t("fair.interpreter.row", "name", i.Name, "party", v.party(i.Party)))
	}
	return v.List(out)
}
