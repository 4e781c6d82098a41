package mediation

import (
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Acts of sessions and notes.

func laySchedule(s *sheet) []any {
	modes, hint := mediation.Modes, ""
	if s.Opened != nil && s.Opened.SeparateOnly() {
		modes, hint = []string{"separate", "phone", "writing"}, "safety.schedule_hint"
	}
	out := []any{
		s.radios("mode", "staff.schedule.mode", s.codes("mediation.mode.", modes...), with{hint: hint}),
		s.boxes("with", "staff.schedule.with", s.partyItems(nil), with{hint: "staff.schedule.with_hint"}),
		s.day("start", "staff.schedule.day", with{}),
		s.input("start_time", "staff.schedule.time", with{hint: "staff.schedule.time_hint", kind: "time"}),
		s.input("place", "staff.schedule.place", with{hint: "staff.schedule.place_hint"}),
		s.boxes("agreed", "offer.mode.agreed", s.partyItems(func(p mediation.Party) bool { return p.Consent.Stands() }), with{hint: "offer.mode.agreed_hint"}),
		s.day("until", "offer.mode.until", with{hint: "offer.mode.until_hint"}),
		s.input("third_persons", "staff.schedule.third", with{hint: "staff.schedule.third_hint", kind: "number"}),
		s.box("third_persons_consented", "staff.schedule.third_consented", with{}),
	}
	if s.Form.Wrong("anyway") || s.yes("anyway") { // asked only where somebody said not to be there
		out = append(out, s.box("anyway", "staff.schedule.anyway", with{}))
	}
	return out
}

func readSchedule(s *sheet) mediation.Command {
	until := ""
	if day := s.Form.Date("until", s.zone()); !day.IsZero() {
		until = day.Format(time.DateOnly)
	}
	return mediation.Schedule{Agreed: s.all("agreed"), Until: until, Mode: s.Form.Value("mode"), With: s.all("with"), Start: s.when("start"), Place: s.Form.Value("place"),
		ThirdPersons: int(s.Form.Number("third_persons")), ThirdPersonsConsented: s.yes("third_persons_consented"), Anyway: s.yes("anyway")}
}

func layPlanned(s *sheet) []any {
	return []any{s.radios("session", "staff.field.session", s.sessionItems(mediation.Session.Planned), with{})}
}

func layRecord(s *sheet) []any {
	return []any{
		s.radios("session", "staff.field.session", s.sessionItems(func(x mediation.Session) bool { return !x.Begun.IsZero() }), with{}),
		s.input("minutes", "staff.record.minutes", with{kind: "number"}),
		s.boxes("present", "staff.record.present", s.partyItems(nil), with{}),
		s.boxes("called", "offer.mode.called", s.partyItems(nil), with{hint: "offer.mode.called_hint"}),
		s.area("text", "staff.record.words", with{hint: "staff.record.words_hint", rows: 10}),
	}
}

func readRecord(s *sheet) mediation.Command {
	return mediation.Record{Session: s.chosen("session"), Minutes: int(s.Form.Number("minutes")), Present: s.all("present"), Called: s.all("called"), Text: s.Form.Value("text")}
}

func layNote(s *sheet) []any {
	scopes := []page.Item{{Value: mediation.NoteJoint, Text: s.t("mediation.scope.joint")}}
	for _, p := range s.Case.Parties {
		scopes = append(scopes, page.Item{Value: mediation.NoteOfParty + ":" + p.ID.String(), Text: s.t("staff.note.of_party", "party", s.party(p.ID))})
	}
	if s.Case.EngagementOf(s.actor.Account) != nil {
		scopes = append(scopes, page.Item{Value: mediation.NoteOfMediator, Text: s.t("mediation.scope.mediator")})
	}
	sessions := s.sessionItems(func(mediation.Session) bool { return true })
	out := []any{s.radios("scope", "staff.note.scope", scopes, with{hint: "staff.note.scope_hint"}), s.area("text", "staff.note.words", with{rows: 8})}
	if len(sessions) > 0 {
		items := append([]page.Item{{Value: "", Text: s.t("staff.note.no_session")}}, sessions...)
		out = append(out, &page.Select{Field: s.field("session", "staff.note.session", with{}), Items: items})
	}
	return out
}

func readNote(s *sheet) mediation.Command {
	n := mediation.WriteNote{Scope: s.Form.Value("scope"), Text: s.Form.Value("text")}
	if len(n.Scope) > len(mediation.NoteOfParty) && n.Scope[:len(mediation.NoteOfParty)+1] == mediation.NoteOfParty+":" {
		party, err := id.Parse(n.Scope[len(mediation.NoteOfParty)+1:])
		if err != nil {
			s.Form.Add("scope", "form.choose")
		}
		n.Scope, n.Party = mediation.NoteOfParty, party
	}
	if n.Scope == "" {
		s.Form.Add("scope", "form.choose")
	}
	if s.Form.Value("session") != "" {
		n.Session = s.chosen("session")
	}
	return n
}

func layInvestigate(s *sheet) []any {
	scopes := []page.Item{{Value: mediation.NoteJoint, Text: s.t("mediation.scope.joint")}, {Value: mediation.NoteOfMediator, Text: s.t("mediation.scope.mediator")}}
	return []any{
		s.radios("way", "staff.investigation.way", s.codes("mediation.investigation.way.", mediation.InvestigationWays...), with{}),
		s.input("place", "staff.investigation.place", with{}),
		s.input("whom", "staff.investigation.whom", with{hint: "staff.investigation.whom_hint"}),
		s.box("consented", "staff.investigation.consented", with{}),
		s.area("text", "staff.investigation.words", with{hint: "staff.investigation.words_hint", rows: 10}),
		s.radios("scope", "staff.investigation.scope", scopes, with{hint: "staff.investigation.scope_hint"}),
	}
}

func readInvestigate(s *sheet) mediation.Command {
	return mediation.Investigate{Scope: s.Form.Value("scope"), Way: s.Form.Value("way"), Place: s.Form.Value("place"), Whom: s.Form.Value("whom"), Text: s.Form.Value("text"), Consented: s.yes("consented")}
}
