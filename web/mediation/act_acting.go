package mediation

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Who acts for a party: the acts that enter and end it, and the choice of who speaks in other acts.

// today is the office's day.
func (v *view) today() string {
	zone := v.Zone
	if zone == nil {
		zone = time.UTC
	}
	return v.pages.Mediation.Clock.Now().In(zone).Format(time.DateOnly)
}

// actingName is what one who acts for a party is called: by name where the reader may know it.
func (v *view) actingName(r mediation.Representative) string {
	as := v.t("mediation.as." + r.Kind)
	if v.Opened != nil && v.Opened.Acting[r.ID] != "" {
		as = v.t("page.noted", "text", v.Opened.Acting[r.ID], "note", as)
	}
	return v.t("staff.acting.for", "who", as, "party", v.party(r.Party))
}

// actingItems offers those who act for a party.
func (s *sheet) actingItems(fits func(mediation.Representative) bool) []page.Item {
	var out []page.Item
	for _, r := range s.Case.Representatives {
		if fits(r) {
			out = append(out, page.Item{Value: r.ID.String(), Text: s.actingName(r)})
		}
	}
	return out
}

// speakers asks who does the act: the party itself, or one who acts for it. Where nobody acts for anybody, it is not asked
// unless always is set.
func (s *sheet) speakers(always bool) any {
	today := s.today()
	items := s.actingItems(func(r mediation.Representative) bool { return r.InForce(today) })
	if len(items) == 0 && !always {
		return nil
	}
	items = append([]page.Item{{Value: "", Text: s.t("staff.by.self")}}, items...)
	return &page.Select{Field: s.field("by", "staff.by", with{hint: "staff.by_hint"}), Items: items}
}

// by reads who speaks; zero is the party itself.
func (s *sheet) by() id.ID { return s.file("by") }

// actingRow is one who acts for a party, as a case page shows it.
type actingRow struct{ As, Text string }

func (v *view) actingRows(party id.ID) []actingRow {
	var out []actingRow
	for _, r := range v.Case.Representatives {
		if r.Party != party {
			continue
		}
		scope := v.t("staff.acting.by_law")
		if r.Kind == mediation.Agent || r.Kind == mediation.ForGroup {
			scope = v.t("mediation.authority." + r.Scope)
		}
		text := v.t("staff.acting.line", "name", v.Opened.Acting[r.ID], "scope", scope)
		if !r.Paper.IsZero() {
			text = v.t("staff.acting.written", "text", text)
		}
		if !r.Consented.IsZero() {
			text = v.t("staff.acting.consented", "text", text)
		}
		if r.Until != "" {
			text = v.t("staff.acting.until", "text", text, "day", r.Until)
		}
		if !r.Ended.IsZero() {
			text = v.t("staff.acting.ended", "text", text, "day", v.Date(r.Ended))
		}
		out = append(out, actingRow{v.t("mediation.as." + r.Kind), text})
	}
	return out
}

func layAppoint(s *sheet) []any {
	known := []page.Item{{Value: "", Text: s.t("staff.appoint.known_none")}}
	known = append(known, s.partyItems(nil)...)
	known = append(known, s.actingItems(func(mediation.Representative) bool { return true })...)
	out := []any{s.partyRadios(nil)}
	if entered := s.actingItems(func(r mediation.Representative) bool { return r.Ended.IsZero() }); len(entered) > 0 {
		entered = append([]page.Item{{Value: "", Text: s.t("staff.appoint.new")}}, entered...)
		out = append(out, &page.Select{Field: s.field("representative", "staff.appoint.who", with{}), Items: entered})
	}
	out = append(out,
		s.input("name", "staff.appoint.name", with{hint: "staff.appoint.name_hint"}),
		s.radios("as", "staff.appoint.as", s.codes("mediation.as.", mediation.Representations...), with{}),
		s.radios("scope", "staff.appoint.scope", s.codes("mediation.authority.", mediation.General, mediation.Special), with{hint: "staff.appoint.scope_hint", value: mediation.General}),
		&page.Select{Field: s.field("known", "staff.appoint.known", with{}), Items: known},
		s.box("tie", "staff.appoint.tie", with{}))
	out = append(out, s.fileChoice("paper", "staff.appoint.paper", "staff.appoint.paper_hint", "staff.appoint.paper_none")...)
	return append(out, s.day("until", "staff.appoint.until", with{hint: "staff.appoint.until_hint"}))
}

func readAppoint(s *sheet) mediation.Command {
	a := mediation.Appoint{Party: s.chosen("party"), Representative: s.file("representative"), As: s.Form.Value("as"), Name: s.Form.Value("name"), Scope: s.Form.Value("scope"),
		Known: s.file("known"), Tie: s.yes("tie"), Paper: s.file("paper")}
	if until := s.Form.Date("until", s.zone()); !until.IsZero() {
		a.Until = until.Format(time.DateOnly)
	}
	return a
}

func layEndAuthority(s *sheet) []any {
	return []any{
		s.radios("representative", "staff.end_authority.who", s.actingItems(func(r mediation.Representative) bool { return r.Ended.IsZero() }), with{}),
		s.radios("why", "staff.end_authority.why", s.codes("mediation.authority_end.", mediation.EndsOfAuthority...), with{}),
	}
}

func readEndAuthority(s *sheet) mediation.Command {
	e := mediation.EndAuthority{Representative: s.chosen("representative"), Why: s.Form.Value("why")}
	if r := s.Case.Representative(e.Representative); r != nil {
		e.Party = r.Party
	}
	return e
}

// toHear reports whether a guardian acts for a party that was not heard alone yet.
func (v *view) toHear(p mediation.Party) bool {
	return p.Heard.IsZero() && slices.ContainsFunc(v.Case.Representatives, func(r mediation.Representative) bool {
		return r.Party == p.ID && r.Kind == mediation.Guardian && r.Ended.IsZero()
	})
}

// toAsk reports whether the mediation still needs the party's word. An agreement that was made on paper stands without.
func toAsk(c *mediation.Case, p mediation.Party) bool {
	return asked(p) && !(p.Unconfirmed() && c.State.InForce())
}

func layPartyEnded(s *sheet) []any {
	return []any{s.partyRadios(nil), s.radios("how", "staff.party_ended.how", s.codes("mediation.ended.", mediation.Died, mediation.Dissolved), with{})}
}

func readPartyEnded(s *sheet) mediation.Command {
	return mediation.PartyEnded{Party: s.chosen("party"), How: s.Form.Value("how")}
}

func laySucceed(s *sheet) []any {
	var gone []page.Item
	for _, p := range s.Case.Parties {
		if !p.Gone.IsZero() {
			gone = append(gone, page.Item{Value: p.ID.String(), Text: s.party(p.ID)})
		}
	}
	return []any{
		s.radios("party", "staff.succeed.of", gone, with{}),
		s.radios("as", "staff.new.kind", s.codes("mediation.kind.", "person", "organisation"), with{inline: true}),
		s.input("name", "staff.appoint.name", with{hint: "staff.succeed.name_hint"}),
		s.input("contact", "staff.party.contact", with{hint: "staff.new.contact_hint"}),
		s.spoken("language", "staff.party.language_hint"),
	}
}

func readSucceed(s *sheet) mediation.Command {
	return mediation.Succeed{Party: s.chosen("party"), As: s.Form.Value("as"), Name: s.Form.Value("name"), Contact: s.Form.Value("contact"), Language: s.Form.Value("language")}
}

// inPlace is who now stands where a party stood: itself, or the first who took its place.
func (v *view) inPlace(of id.ID) id.ID {
	if now := v.Case.InPlaceOf(of); len(now) > 0 {
		return now[0]
	}
	return of
}

func layHear(s *sheet) []any { return []any{s.partyRadios(s.toHear)} }
