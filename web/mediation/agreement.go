package mediation

import (
	"slices"
	"strings"
	"time"

	"linli/casefile/signing"
	"linli/mediation"
	"linli/web/page"
)

// agreementView is the agreement: its text, who signed it, what is missing, and what was performed.
type agreementView struct {
	OnPaper                       bool // linli holds what is owed, and neither its text nor a signature
	Partial, Oral, Renamed        bool
	Language                      string
	Facts, Issues, Responsibility string
	Terms                         []termRow
	Signed                        []signedRow
	Missing                       []string
	Offered                       []offeredRow
	Paused, Effective, Drafted    time.Time
	Voided                        time.Time
	Hash                          string
	Dues                          []dueRow
	Breach                        []string
	Confirmation                  []string
}

type termRow struct {
	Kind, Who, Text, Amount, Due, How string
	Parts                             []string
}

type signedRow struct {
	Who, How string
	At       time.Time
}

func (v *view) agreement() *agreementView {
	a := v.Case.Agreement
	if a == nil {
		return nil
	}
	out := &agreementView{Partial: a.Partial, Oral: a.Oral, Language: v.NameOf(a.Language), Drafted: a.Drafted, Effective: a.Effective, Voided: a.Voided,
		Hash: a.Text, OnPaper: v.Case.SignedOnPaper(), Renamed: v.Case.RenamedSince(a)}
	if until := a.PausedUntil(); until.After(v.pages.Mediation.Clock.Now()) {
		out.Paused = until
	}
	out.Offered = v.offered()
	for _, s := range a.Acts {
		how := v.t("mediation.method." + s.Method)
		if checked := v.Opened.Check(s); checked != signing.NotChecked {
			how = v.t("staff.sign."+string(checked), "how", how)
		}
		out.Signed = append(out.Signed, signedRow{v.signer(s.As, s.Of), how, s.At})
	}
	if a.Effective.IsZero() {
		for _, m := range v.Case.Missing() {
			out.Missing = append(out.Missing, v.signer(m.As, m.Of))
		}
	} else {
		out.Dues, out.Breach, out.Confirmation = v.dues(), v.breach(), v.confirmation()
	}
	t := v.Opened.Agreement
	if t == nil {
		return out
	}
	out.Facts, out.Issues, out.Responsibility = t.Facts, t.Issues, t.Responsibility
	out.Terms = v.termRows(t.Terms)
	return out
}

// termRows are the terms of an agreement in words.
func (v *view) termRows(terms []mediation.Term) []termRow {
	var out []termRow
	for _, x := range terms {
		row := termRow{Kind: v.t("mediation.term." + x.Type), Who: v.t("staff.term.who", "obligor", v.party(x.Obligor), "obligee", v.party(x.Obligee)),
			Text: x.Text, How: x.Delivery}
		if x.Amount.Minor > 0 {
			row.Amount = v.Money(x.Amount.Minor, x.Amount.Currency)
		}
		if due := v.dayOf(x.Due); !due.IsZero() {
			row.Due = v.t("staff.term.by", "day", v.Date(due))
		} else if n := len(x.Instalments); n > 0 {
			row.Due = v.t("staff.term.in_parts", "n", n, "from", v.Date(v.dayOf(x.Instalments[0].Due)), "to", v.Date(v.dayOf(x.Instalments[n-1].Due)))
		}
		for _, p := range x.Instalments {
			row.Parts = append(row.Parts, v.t("staff.term.part", "amount", v.Money(p.Amount.Minor, p.Amount.Currency), "day", v.Date(v.dayOf(p.Due))))
		}
		out = append(out, row)
	}
	return out
}

// dueRow is one thing that is owed, and how it stands.
type dueRow struct {
	What  string
	State page.Tag
	Notes []string
}

// owed is one thing that is owed in a line: who owes what to whom, and by when.
func (v *view) owed(i mediation.Instalment) string {
	what := v.t("mediation.term." + i.Type)
	if i.Type == "money" {
		what = v.Money(i.Amount.Minor, i.Amount.Currency)
	} else if v.Opened != nil && v.Opened.Agreement != nil && i.Term < len(v.Opened.Agreement.Terms) {
		what = strings.TrimRight(v.Opened.Agreement.Terms[i.Term].Text, "。.；; ") // the sentence goes on
	}
	who := v.t("staff.term.who", "obligor", v.party(i.Obligor), "obligee", v.party(i.Obligee))
	if i.Due == "" {
		return v.t("staff.due_part.at_once", "who", who, "what", what)
	}
	return v.t("staff.due_part.line", "who", who, "what", what, "day", v.Date(v.dayOf(i.Due)))
}

func (v *view) dues() []dueRow {
	var out []dueRow
	for _, i := range v.Case.Agreement.Instalments {
		row := dueRow{What: v.owed(i)}
		key, class := "open", "govuk-tag--grey"
		switch {
		case !i.Fulfilled.IsZero():
			key, class = "done", "govuk-tag--green"
		case v.overdue(i):
			key, class = "overdue", "govuk-tag--orange"
		case i.Waiting():
			key, class = "reported", "govuk-tag--blue"
		case len(i.Done) > 0:
			key, class = "part", "govuk-tag--yellow"
		}
		row.State = page.Tag{Text: v.t("staff.due_part." + key), Classes: class}
		if i.Waiting() {
			row.Notes = append(row.Notes, v.t("staff.due_part.reported_on", "day", v.Date(i.Reported)))
		}
		for _, p := range i.Done {
			row.Notes = append(row.Notes, v.received(p))
		}
		if rest := i.Amount.Minor - i.Paid(); i.Type == "money" && i.Fulfilled.IsZero() && len(i.Done) > 0 && rest > 0 {
			row.Notes = append(row.Notes, v.t("staff.due_part.rest", "amount", v.Money(rest, i.Amount.Currency)))
		}
		if over := i.Over(); over > 0 {
			row.Notes = append(row.Notes, v.t("staff.due_part.over", "amount", v.Money(over, i.Amount.Currency)))
		}
		out = append(out, row)
	}
	return out
}

// received is what a payee said that it received.
func (v *view) received(p mediation.Performance) string {
	amount := v.t("staff.due_part.something")
	if p.Amount.Minor > 0 {
		amount = v.Money(p.Amount.Minor, p.Amount.Currency)
	}
	key := "staff.due_part.received"
	switch {
	case p.Carried:
		key = "staff.due_part.carried"
	case p.InKind && p.Amount.Minor > 0:
		key = "staff.due_part.in_kind_for"
	case p.InKind:
		key = "staff.due_part.in_kind"
	}
	return v.t(key, "amount", amount, "day", v.Date(p.At))
}

// breach says what a payee missed, and what the office did about it.
func (v *view) breach() []string {
	b := v.Case.Breach
	if b == nil {
		return nil
	}
	out := []string{v.t("staff.breach.since", "day", v.Date(b.Since), "n", len(b.Instalments))}
	if b.Urged.IsZero() {
		return append(out, v.t("staff.breach.not_urged"))
	}
	out = append(out, v.t("staff.breach.urged", "day", v.Date(b.Urged)))
	if !b.Routes.IsZero() {
		out = append(out, v.t("staff.breach.routes", "day", v.Date(b.Routes)))
	}
	return out
}

// confirmation says how far the joint application to a court is. Where nothing is prepared, it tells the last day.
func (v *view) confirmation() []string {
	var out []string
	x, last := v.Case.Confirmation, v.lastDayToApply()
	if x == nil {
		if !last.IsZero() && v.Case.State.InForce() {
			out = append(out, v.t("staff.confirmation.until", "day", v.Date(last)))
		}
		return out
	}
	court := v.Opened.Passage(mediation.FieldCourt, v.Case.ID)
	if court == "" {
		court = v.t("staff.confirmation.some_court")
	}
	out = append(out, v.t("staff.confirmation.prepared", "day", v.Date(x.Prepared), "court", court, "venue", v.venue(x.Venue)))
	if len(x.Joined) > 0 {
		out = append(out, v.t("staff.confirmation.joined", "who", v.parties(x.Joined)))
	}
	if x.Applied.IsZero() && !last.IsZero() {
		out = append(out, v.t("staff.confirmation.until", "day", v.Date(last)))
	}
	if !x.Applied.IsZero() {
		out = append(out, v.t("staff.confirmation.applied", "day", v.Date(x.Applied)))
	}
	if x.Result != "" {
		out = append(out, v.t("staff.confirmation.result", "day", v.Date(x.Decided), "result", v.t("mediation.confirmation."+x.Result)))
	}
	for _, c := range x.Choices {
		out = append(out, v.t("staff.choose.chose", "party", v.party(c.Party), "way", v.t("mediation.way."+c.Way)))
	}
	return out
}

// lastDayToApply is the last day of the joint application; zero for an oral agreement, which no court confirms.
func (v *view) lastDayToApply() time.Time {
	end, ok := v.Case.ConfirmationEnds(v.rules)
	if !ok || v.Case.Agreement.Oral {
		return time.Time{}
	}
	return lastDay(end)
}

func (v *view) venue(code string) string {
	all := v.rules.Mediation.Confirms().Venues
	for i := range all {
		if all[i].Code == code {
			return v.in(all[i].Label)
		}
	}
	return code
}

// followUpRow is one question after an agreement, and the answer.
type followUpRow struct{ Text, Words, Wall string }

// followUps are who may be asked later, and who was. The words stay between the party and the office.
func (v *view) followUps() []followUpRow {
	var out []followUpRow
	for _, p := range v.Case.Parties {
		if wantsAsked(p) {
			out = append(out, followUpRow{Text: v.t("staff.follow_up.wants", "party", v.party(p.ID), "day", v.Date(p.FollowUp))})
		}
	}
	n, gone := 0, v.Opened.Gone()
	for _, e := range v.Opened.Events {
		if gone[e.ID] || e.Kind != "follow_up" || n >= len(v.Case.FollowUps) {
			continue
		}
		f := v.Case.FollowUps[n]
		n++
		out = append(out, followUpRow{Text: v.t("staff.follow_up.asked", "party", v.party(f.Party), "day", v.Date(f.At),
			"mode", v.t("mediation.follow_up.mode."+f.Mode), "outcome", v.t("mediation.follow_up.outcome."+f.Outcome)),
			Words: v.Opened.Passage(mediation.FieldFollowUp, e.ID), Wall: v.wall(f.Party)})
	}
	return out
}

// former are the agreements that a court or a later mediation took the place of. Their texts stay with the file.
func (v *view) former() []string {
	var out []string
	if x := v.Case.Standing; x != nil {
		out = append(out, v.t("staff.former.standing", "day", v.Date(x.Agreement.Effective)))
	}
	for _, a := range v.Case.Former {
		switch {
		case a.Effective.IsZero():
			out = append(out, v.t("staff.former.draft", "day", v.Date(a.Drafted)))
		case !a.Voided.IsZero():
			out = append(out, v.t("staff.former.voided", "day", v.Date(a.Effective), "end", v.Date(a.Voided)))
		case !a.Changed().IsZero():
			out = append(out, v.t("staff.former.varied", "day", v.Date(a.Effective), "end", v.Date(a.Changed())))
		default:
			out = append(out, v.t("staff.former.force", "day", v.Date(a.Effective)))
		}
	}
	return out
}

// reopening says who has agreed to take the case up again, and who is still asked.
func (v *view) reopening() string {
	x := v.Case.Reopening
	if x == nil {
		return ""
	}
	var missing []string
	for _, p := range v.Case.Parties {
		if !slices.Contains(x.Agreed, p.ID) {
			missing = append(missing, v.party(p.ID))
		}
	}
	return v.t("staff.reopen.asked", "day", v.Date(x.Asked), "who", v.List(missing))
}
