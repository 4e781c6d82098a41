package mediation

import (
	"net/url"
	"slices"
	"strings"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// What an application says is put right, and a party is added that it did not name.

// stated is what the case says of the dispute now: what the form of a correction begins with.
func (v *view) stated() url.Values {
	out := url.Values{"type": {v.Case.Type}}
	if v.Opened == nil {
		return out
	}
	a := v.Opened.Application
	out.Set("summary", a.Summary)
	out.Set("claims", a.Claims)
	if a.Amount.Minor > 0 {
		setSum(out, "", a.Amount)
	}
	return out
}

func layCorrect(s *sheet) []any {
	var types []page.Item
	for _, t := range s.rules.Mediation.DisputeTypes {
		types = append(types, page.Item{Value: t.Code, Text: s.in(t.Label)})
	}
	return []any{
		&page.Select{Field: s.field("type", "staff.case.type", with{hint: "staff.correct.type_hint"}), Items: types},
		s.area("summary", "staff.new.summary", with{rows: 6}),
		s.area("claims", "staff.new.claims", with{hint: "staff.correct.claims_hint", rows: 3}),
		s.sum("", "staff.new.amount", "staff.new.amount_hint"),
		s.radios("why", "staff.correct.why", s.codes("mediation.correct.why.", mediation.CorrectReasons...), with{}),
	}
}

func readCorrect(s *sheet) mediation.Command {
	return mediation.CorrectApplication{Why: s.Form.Value("why"), Type: s.Form.Value("type"), Summary: s.Form.Value("summary"), Claims: s.Form.Value("claims"), Amount: s.money(s.Form, "")}
}

func layCorrectParty(s *sheet) []any {
	out := []any{
		s.radios("party", "staff.correct.whom", s.partyItems(nil), with{}),
		s.input("name", "staff.correct.name", with{hint: "staff.correct.name_hint"}),
		s.spoken("language", "staff.correct.language_hint"),
	}
	if slices.ContainsFunc(s.Case.Parties, func(p mediation.Party) bool { return p.Members > 1 }) {
		out = append(out, s.input("members", "staff.party.members", with{hint: "staff.correct.members_hint", kind: "number"}))
	}
	return append(out, s.radios("why", "staff.correct.why", s.codes("mediation.correct.why.", partyReasons()...), with{}))
}

// partyReasons are the reasons that fit what is written of a person.
func partyReasons() []string {
	return slices.DeleteFunc(slices.Clone(mediation.CorrectReasons), func(r string) bool { return r == "other_type" })
}

// readCorrectParty leaves as it is what nobody typed.
func readCorrectParty(s *sheet) mediation.Command {
	x := mediation.CorrectParty{Party: s.chosen("party"), Why: s.Form.Value("why"), Name: s.Form.Value("name"), Language: s.pages.Texts.TagOf(s.Form.Value("language")), Members: int(s.Form.Number("members"))}
	if x.Name == "" && s.Opened != nil {
		x.Name = s.Opened.Identity[x.Party].Name
	}
	return x
}

func layAddParty(s *sheet) []any {
	out := []any{
		s.radios("own_dispute", "staff.add_party.own", s.yesNo(), with{hint: "staff.new.own_hint", inline: true}),
		s.radios("role", "staff.new.role", s.codes("mediation.role.", string(mediation.Applicant), string(mediation.Respondent)), with{inline: true}),
		s.radios("as", "staff.new.kind", s.codes("mediation.kind.", "person", "organisation"), with{inline: true}),
		s.input("name", "staff.new.name", with{hint: "staff.new.name_hint"}),
		s.input("contact", "staff.party.contact", with{hint: "staff.new.contact_hint"}),
		s.area("safe_contact", "staff.party.safe_contact", with{hint: "staff.party.safe_contact_hint", rows: 2}),
		s.spoken("language", "staff.party.language_hint"),
		s.input("members", "staff.party.members", with{hint: "staff.add_party.members_hint", kind: "number"}),
	}
	if s.Case.Mediated {
		out = append(out, s.boxes("agreed", "staff.add_party.agreed", s.partyItems(takesPart), with{hint: "staff.add_party.agreed_hint"}))
	}
	return out
}

func readAddParty(s *sheet) mediation.Command {
	return mediation.AddParty{OwnDispute: s.yes("own_dispute"), Role: mediation.Role(s.Form.Value("role")), As: s.Form.Value("as"), Name: s.Form.Value("name"), Contact: s.Form.Value("contact"),
		SafeContact: s.Form.Value("safe_contact"), Language: s.pages.Texts.TagOf(s.Form.Value("language")), Members: int(s.Form.Number("members")), Agreed: s.all("agreed")}
}

// mayAmend reports whether nothing states the facts yet that a correction would change.
func (v *view) mayAmend() bool {
	return v.Opened != nil && v.Case.Agreement == nil && v.Case.Standing == nil
}

// correction is what an event put right and why, and what stood there before where the reader may know it.
func (v *view) correction(e casefile.Event) (why, before string) {
	x := mediation.CorrectionOf(e)
	if x.Why == "" {
		return "", ""
	}
	was := v.Opened.Corrected[e.ID]
	var lines []string
	line := func(label, value string) {
		if value != "" {
			lines = append(lines, v.t("staff.correct.was", "what", v.t(label), "words", value))
		}
	}
	for _, what := range x.What {
		switch a := was.Application; {
		case what == "type":
			t, _ := v.rules.Mediation.DisputeType(x.Was)
			line("staff.case.type", v.in(t.Label))
		case what == "summary" && a != nil:
			line("staff.new.summary", a.Summary)
		case what == "claims" && a != nil:
			line("staff.new.claims", a.Claims)
		case what == "amount" && a != nil && a.Amount.Minor > 0:
			line("staff.new.amount", v.Money(a.Amount.Minor, a.Amount.Currency))
		}
	}
	if p := was.Party; p != nil {
		line("staff.new.name", p.Name)
		line("staff.party.language", v.NameOf(p.Language))
	}
	return v.t("mediation.correct.why." + x.Why), strings.Join(lines, "\n")
}

// owing is the engagement of the reader that owes a declaration since a party was added; zero: none does.
func (v *view) owing() id.ID {
	for _, e := range v.Case.Engagements {
		if e.Working() && !e.Owes.IsZero() && e.Account == v.actor.Account {
			return e.ID
		}
	}
	return id.ID{}
}
