package mediation

import (
	"slices"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/web/page"
)

// Acts around a second unit that mediates jointly, and how it stands.

// jointRow is another unit as a case page shows it.
type jointRow struct{ Name, Standing string }

func (v *view) joint() []jointRow {
	var out []jointRow
	for _, j := range v.Case.Joint {
		row := jointRow{Name: v.units[j.Unit]}
		switch {
		case j.Takes():
			row.Standing = v.t("joint.standing.takes", "day", v.Date(j.Joined))
		case !j.Ended.IsZero():
			row.Standing = v.t("joint.standing.out", "day", v.Date(j.Ended))
		case !j.Asked.IsZero():
			row.Standing = v.t("joint.standing.asked", "day", v.Date(j.Asked))
		default:
			row.Standing = v.t("joint.standing.parties", "agreed", len(j.Agreed), "of", len(v.Case.Parties))
		}
		out = append(out, row)
	}
	return out
}

// leads reports whether the reader leads a unit.
func (v *view) leads(unit id.ID) bool { return v.actor.Holds(access.Lead, unit) }

// jointItems are the other units that fit, by name.
func (s *sheet) jointItems(fits func(mediation.JointUnit) bool) []page.Item {
	var out []page.Item
	for _, j := range s.Case.Joint {
		if j.Ended.IsZero() && fits(j) {
			out = append(out, page.Item{Value: j.ID.String(), Text: s.units[j.Unit]})
		}
	}
	return out
}

func (v *view) hasJoint(fits func(mediation.JointUnit) bool) bool {
	return slices.ContainsFunc(v.Case.Joint, func(j mediation.JointUnit) bool { return j.Ended.IsZero() && fits(j) })
}

func anyJoint(mediation.JointUnit) bool { return true }

// maySpeak are the units for which the reader can answer; mayEnd, those which it can take out.
func (v *view) maySpeak(j mediation.JointUnit) bool {
	return j.Joined.IsZero() && !j.Asked.IsZero() && v.leads(j.Unit)
}

func (v *view) mayEnd(j mediation.JointUnit) bool { return v.leads(v.Case.Unit) || v.leads(j.Unit) }

// namesOwn reports whether the reader leads a joint unit, which names a mediator of its own.
func (v *view) namesOwn() bool {
	return !v.leads(v.Case.Unit) && !v.actor.Holds(access.Clerk, v.Case.Unit) && v.hasJoint(func(j mediation.JointUnit) bool { return j.Takes() && v.leads(j.Unit) })
}

// otherUnits are those that can be asked.
func (v *view) otherUnits() []id.ID {
	all, err := v.pages.Mediation.Others(v.ctx, v.actor, v.Case.ID)
	if err != nil || v.hasJoint(mediation.JointUnit.Waits) {
		return nil
	}
	return slices.DeleteFunc(all, func(u id.ID) bool {
		return v.hasJoint(func(j mediation.JointUnit) bool { return j.Unit == u })
	})
}

// namesNone reports whether the reader leads a joint unit that has not named a mediator.
func (v *view) namesNone() bool {
	return v.namesOwn() && !slices.ContainsFunc(v.Case.Engagements, func(e mediation.Engagement) bool { return e.To.IsZero() && v.leads(e.Unit) })
}

func layInviteJoint(s *sheet) []any {
	var items []page.Item
	for _, u := range s.otherUnits() {
		items = append(items, page.Item{Value: u.String(), Text: s.units[u]})
	}
	if len(items) == 0 {
		return []any{page.InsetText{Text: s.t("joint.nobody")}}
	}
	return []any{s.radios("unit", "joint.which", items, with{hint: "joint.which_hint"})}
}

func readInviteJoint(s *sheet) mediation.Command {
	return mediation.InviteJoint{Unit: s.chosen("unit")}
}

func layAgreeJoint(s *sheet) []any {
	items := s.yesNo()
	items[0].Text, items[1].Text = s.t("joint.agrees"), s.t("joint.refuses")
	return []any{
		s.radios("joint", "joint.unit", s.jointItems(anyJoint), with{}),
		s.partyRadios(func(p mediation.Party) bool { return p.Consent.Stands() }),
		s.radios("yes", "joint.word", items, with{hint: "joint.word_hint"}),
		s.radios("how", "joint.how", s.hows(), with{}),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.speakers(false),
	}
}

func readAgreeJoint(s *sheet) mediation.Command {
	if s.Form.Value("yes") == "" {
		s.Form.Add("yes", "form.choose")
	}
	return mediation.AgreeJoint{Joint: s.chosen("joint"), Party: s.chosen("party"), Yes: s.yes("yes"), How: s.how(), Language: s.languageOf("language"), By: s.by()}
}

func layAnswerJoint(s *sheet) []any {
	items := s.yesNo()
	items[0].Text, items[1].Text = s.t("joint.joins"), s.t("joint.declines")
	return []any{
		s.radios("joint", "joint.unit", s.jointItems(s.maySpeak), with{}),
		s.radios("yes", "joint.answer", items, with{hint: "joint.answer_hint"}),
	}
}

func readAnswerJoint(s *sheet) mediation.Command {
	if s.Form.Value("yes") == "" {
		s.Form.Add("yes", "form.choose")
	}
	return mediation.AnswerJoint{Joint: s.chosen("joint"), Yes: s.yes("yes")}
}

func layLeaveJoint(s *sheet) []any {
	return []any{s.radios("joint", "joint.unit", s.jointItems(s.mayEnd), with{})}
}

func readLeaveJoint(s *sheet) mediation.Command {
	return mediation.LeaveJoint{Joint: s.chosen("joint")}
}

// sealOf names a seal: whose it is, where more than one unit sets its own.
func (v *view) sealOf(unit id.ID) string {
	if unit.IsZero() && len(v.Case.Jointly()) == 0 {
		return v.t("mediation.as.seal")
	}
	if unit.IsZero() {
		unit = v.Case.Unit
	}
	return v.t("joint.seal", "unit", v.units[unit])
}

// seals reports whether the reader sets a seal: each lead that of its own unit.
func (v *view) seals(unit id.ID) bool {
	if unit.IsZero() {
		unit = v.Case.Unit
	}
	return v.may("seal") && v.leads(unit)
}
