package mediation

import (
	"slices"

	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/web/page"
)

// Acts around who mediates, and who works on the case.

// mediatorItems are the colleagues whom the reader can propose, in the order that linli suggests, each with the reasons.
func (s *sheet) mediatorItems() []page.Item {
	all, err := s.pages.Mediation.Suggest(s.r.Context(), s.actor, s.Case.ID, s.languagesAsked())
	if err != nil {
		return nil
	}
	var out []page.Item
	for _, x := range all {
		name, err := s.pages.Office.AccountName(s.r.Context(), s.actor.Tenant, x.Account)
		if err != nil {
			continue
		}
		var why []string
		for _, r := range x.Reasons {
			why = append(why, s.Text("mediation.why."+r.Key, r.Args))
		}
		out = append(out, page.Item{Value: x.Account.String(), Text: name, Hint: page.Text{Text: s.t("staff.propose.why", "reasons", s.List(why))}})
	}
	return out
}

// languagesAsked are those that the parties asked for, where the reader has opened the case; they go nowhere else.
func (s *sheet) languagesAsked() []string {
	if s.Opened == nil {
		return nil
	}
	var out []string
	for _, p := range s.Case.Parties {
		if l := s.Opened.Identity[p.ID].Language; l != "" && p.Gone.IsZero() && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func layPropose(s *sheet) []any {
	leads := slices.ContainsFunc(s.Case.Engagements, func(e mediation.Engagement) bool { return e.Lead && e.To.IsZero() })
	items := s.yesNo()
	items[0].Text, items[1].Text = s.t("staff.propose.leads"), s.t("staff.propose.joins")
	value := "yes"
	if leads {
		value = "no"
	}
	mediators := s.mediatorItems()
	if len(mediators) == 0 {
		return []any{page.InsetText{Text: s.t("staff.propose.nobody")}}
	}
	wished := ""
	for i, m := range mediators {
		if one := s.Case.Wished(); !one.IsZero() && m.Value == one.String() {
			wished = one.String()
			mediators[i].Hint = page.Text{Text: s.t("page.noted", "text", s.t("staff.propose.wished"), "note", m.Hint.Text)}
		}
	}
	return []any{
		s.radios("account", "staff.propose.who", mediators, with{hint: "staff.propose.order", value: wished}),
		s.radios("lead", "staff.propose.lead", items, with{value: value}),
	}
}

func readPropose(s *sheet) mediation.Command {
	return mediation.Propose{Account: s.chosen("account"), Lead: s.yes("lead")}
}

func layDisclose(s *sheet) []any {
	items := s.codes("mediation.conflict.", string(mediation.NoConflict), string(mediation.Tie), string(mediation.Disqualifying))
	items[1].Hint = page.Text{Text: s.t("staff.disclose.tie_hint")}
	items[2].Hint = page.Text{Text: s.t("staff.disclose.conflict_hint")}
	return []any{
		page.InsetText{Text: s.t("staff.disclose.parties", "parties", s.everybody())},
		s.radios("engagement", "staff.disclose.for", s.engagementItems(func(e mediation.Engagement) bool {
			return e.Account == s.actor.Account && (e.Proposed() && e.Disclosed.IsZero() || e.Working() && !e.Owes.IsZero())
		}), with{}),
		s.radios("conflict", "staff.disclose.conflict", items, with{}),
		s.area("text", "staff.disclose.words", with{hint: "staff.disclose.words_hint"}),
	}
}

func (s *sheet) everybody() string {
	var names []string
	for _, p := range s.Case.Parties {
		if !p.Gone.IsZero() {
			continue
		}
		names = append(names, s.party(p.ID))
	}
	return s.List(names)
}

func readDisclose(s *sheet) mediation.Command {
	return mediation.Disclose{Engagement: s.chosen("engagement"), Conflict: mediation.Conflict(s.Form.Value("conflict")), Text: s.Form.Value("text")}
}

func layAgreeMediator(s *sheet) []any {
	items := s.yesNo()
	items[0].Text, items[1].Text = s.t("staff.agree_mediator.agrees"), s.t("staff.agree_mediator.declines")
	return []any{
		s.radios("engagement", "staff.field.mediator", s.engagementItems(func(e mediation.Engagement) bool { return e.Proposed() && !e.Disclosed.IsZero() }), with{}),
		s.partyRadios(nil),
		s.speakers(false),
		s.radios("agree", "staff.agree_mediator.word", items, with{}),
	}
}

func readAgreeMediator(s *sheet) mediation.Command {
	if s.Form.Value("agree") == "" {
		s.Form.Add("agree", "form.choose")
	}
	return mediation.AgreeMediator{Engagement: s.chosen("engagement"), Party: s.chosen("party"), Agree: s.yes("agree"), By: s.by()}
}

func layRecuse(s *sheet) []any {
	return append([]any{
		s.radios("engagement", "staff.field.mediator", s.engagementItems(func(mediation.Engagement) bool { return true }), with{}),
	}, layReason("recuse")(s)...)
}

// formerItems are the mediators who were at work on the case and have left.
func (s *sheet) formerItems() []page.Item {
	var out []page.Item
	for _, e := range s.Case.Engagements {
		if e.Left() {
			out = append(out, page.Item{Value: e.ID.String(), Text: s.staff[e.Account]})
		}
	}
	return out
}

// takesPart reports whether a party consents to the mediation.
func takesPart(p mediation.Party) bool { return p.Gone.IsZero() && p.Consent.Stands() }

// layWish asks whom a party wishes, from those who agreed to be listed.
func layWish(s *sheet) []any {
	listed, err := s.pages.Mediation.Choosable(s.ctx, s.actor, s.Case.ID)
	if err != nil {
		return nil
	}
	var items []page.Item
	for _, m := range listed {
		if name, err := s.pages.Office.AccountName(s.ctx, s.actor.Tenant, m.Account); err == nil {
			items = append(items, page.Item{Value: m.Account.String(), Text: name})
		}
	}
	if len(items) == 0 {
		return []any{page.InsetText{Text: s.t("roster.public.nobody")}}
	}
	items = append(items, page.Item{Value: "none", Text: s.t("staff.wish_mediator.none")})
	return []any{s.partyRadios(takesPart), s.radios("account", "staff.wish_mediator.whom", items, with{})}
}

func readWish(s *sheet) mediation.Command {
	w := mediation.WishMediator{Party: s.chosen("party")}
	if s.Form.Value("account") != "none" {
		w.Account = s.chosen("account")
	}
	return w
}

// wishes are whom the parties wish as mediator, in words.
func (v *view) wishes() []string {
	if !v.mayDo("propose") && v.Opened == nil {
		return nil
	}
	var out []string
	for _, w := range v.Case.Wishes {
		out = append(out, v.t("staff.wish_mediator.wishes", "party", v.party(w.Party), "name", v.staff[w.Account]))
	}
	if one := v.Case.Wished(); !one.IsZero() {
		out = append(out, v.t("staff.wish_mediator.all", "name", v.staff[one]))
	}
	return out
}

func layPermitNotes(s *sheet) []any {
	items := s.yesNo()
	items[0].Text, items[1].Text = s.t("staff.permit_notes.yes"), s.t("staff.permit_notes.no")
	return []any{
		s.radios("engagement", "staff.permit_notes.whose", s.formerItems(), with{}),
		s.partyRadios(nil),
		s.radios("yes", "staff.permit_notes.answer", items, with{}),
	}
}

func readPermitNotes(s *sheet) mediation.Command {
	if s.Form.Value("yes") == "" {
		s.Form.Add("yes", "form.choose")
	}
	return mediation.PermitNotes{Engagement: s.chosen("engagement"), Party: s.chosen("party"), Yes: s.yes("yes")}
}

func readRecuse(s *sheet) mediation.Command {
	return mediation.Recuse{Engagement: s.chosen("engagement"), Reason: s.Form.Value("reason"), Text: s.Form.Value("text")}
}

// layReason offers the rulebook's reasons for an act and a place for words.
func layReason(event string) func(*sheet) []any {
	return func(s *sheet) []any {
		return []any{
			s.radios("reason", "staff.field.reason", s.reasonItems(event), with{}),
			s.area("text", "staff.field.words", with{hint: "staff.field.words_hint"}),
		}
	}
}

func layHandOver(s *sheet) []any {
	var items []page.Item
	for _, c := range s.clerks() {
		if c.ID != s.actor.Account {
			items = append(items, page.Item{Value: c.ID.String(), Text: c.Name})
		}
	}
	if whose := s.passedOn(); len(whose) > 0 {
		return []any{s.radios("from", "staff.hand_over.from", whose, with{}), s.radios("to", "staff.hand_over.to", items, with{})}
	}
	items = append(items, page.Item{Value: "", Text: s.t("staff.hand_over.nobody"), Hint: page.Text{Text: s.t("staff.hand_over.nobody_hint")}})
	return []any{s.radios("to", "staff.hand_over.to", items, with{})}
}

// passedOn are the accounts whose place a lead who is not at work on the case can pass on.
func (s *sheet) passedOn() []page.Item {
	at := s.Case.Assigned()
	if slices.Contains(at, s.actor.Account) {
		return nil
	}
	var out []page.Item
	for _, account := range at { // of somebody who has left the office too
		if s.Case.EngagementOf(account) == nil || !s.Case.State.Open() {
			out = append(out, page.Item{Value: account.String(), Text: s.staff[account]})
		}
	}
	return out
}

// clerks are the colleagues of the case's unit to whom it can be handed over.
func (s *sheet) clerks() []office.Colleague {
	var out []office.Colleague
	for _, kind := range []access.PostKind{access.Clerk, access.Mediator} {
		held, err := s.pages.Office.Holders(s.r.Context(), s.actor, kind, s.Case.Unit)
		if err != nil {
			return out
		}
		for _, c := range held {
			if !slices.ContainsFunc(out, func(x office.Colleague) bool { return x.ID == c.ID }) {
				out = append(out, c)
			}
		}
	}
	return out
}

func readHandOver(s *sheet) mediation.Command {
	var h mediation.HandOver
	if s.Form.Value("to") != "" {
		h.To = s.chosen("to")
	}
	if s.Form.Value("from") != "" {
		h.From = s.chosen("from")
	}
	return h
}
