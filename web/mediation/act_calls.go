package mediation

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/web/page"
)

// Telephone calls, and taking back what was entered wrongly.

func layCall(s *sheet) []any {
	return []any{
		s.radios("party", "calls.whom", s.partyItems(nil), with{}),
		s.radios("way", "calls.way", s.codes("calls.way.", mediation.CallWays...), with{inline: true}),
		s.area("text", "calls.text", with{hint: "calls.text_hint", rows: 5}),
		s.area("promised", "calls.promised", with{hint: "calls.promised_hint", rows: 2}),
		s.day("back", "calls.back", with{hint: "calls.back_hint"}),
	}
}

func readCall(s *sheet) mediation.Command {
	x := mediation.LogCall{Party: s.chosen("party"), Way: s.Form.Value("way"), Text: s.Form.Value("text"), Promised: s.Form.Value("promised")}
	if day := s.Form.Date("back", s.zone()); !day.IsZero() {
		x.Back = day.Format(time.DateOnly)
	}
	return x
}

func layCallBack(s *sheet) []any {
	var items []page.Item
	for _, x := range s.Case.Calls {
		if x.Waits() {
			items = append(items, page.Item{Value: x.ID.String(), Text: s.t("calls.line", "party", s.party(x.Party), "when", s.DateTime(x.At)),
				Hint: page.Text{Text: s.promised(x)}})
		}
	}
	return []any{
		s.radios("call", "calls.which", items, with{}),
		s.radios("reached", "calls.reached", s.codes("calls.reached.", "yes", "no"), with{inline: true}),
		s.area("text", "calls.said", with{hint: "calls.said_hint", rows: 4}),
	}
}

func readCallBack(s *sheet) mediation.Command {
	return mediation.CallBack{Call: s.chosen("call"), Reached: s.yes("reached"), Text: s.Form.Value("text")}
}

// promised is what a call back is owed about, and by when where a day was named.
func (v *view) promised(x mediation.Call) string {
	what := ""
	if v.Opened != nil {
		what = v.Opened.Calls[x.ID].Promised
	}
	if day := v.dayOf(x.Back); !day.IsZero() {
		return v.t("calls.owed_by", "day", v.Date(day), "what", what)
	}
	return v.t("calls.owed", "what", what)
}

// callRow is a telephone call as the case's page shows it.
type callRow struct {
	Title, Text, By string
	At              time.Time
	Standing        []string
	Back            string // where the call back is written down
}

// calls are the case's telephone calls, the newest first.
func (v *view) calls() []callRow {
	var out []callRow
	may := v.may("call_back") && slices.Contains(v.Case.Next(), "call_back")
	for _, x := range slices.Backward(v.Case.Calls) {
		row := callRow{Title: v.t("calls."+x.Way, "party", v.party(x.Party)), Text: v.Opened.Calls[x.ID].Text, At: x.At,
			By: v.t("calls.by", "name", v.staff[x.By])}
		if x.Owed {
			row.Standing = append(row.Standing, v.promised(x))
		}
		switch {
		case x.Missed == 1:
			row.Standing = append(row.Standing, v.t("calls.missed_once"))
		case x.Missed > 1:
			row.Standing = append(row.Standing, v.t("calls.missed", "n", x.Missed))
		}
		if !x.Kept.IsZero() {
			row.Standing = append(row.Standing, v.t("calls.kept", "day", v.DateTime(x.Kept)))
		}
		if !x.Waived.IsZero() {
			row.Standing = append(row.Standing, v.t("calls.waived", "day", v.DateTime(x.Waived)))
		}
		if may && x.Waits() {
			row.Back = v.Href("call_back") + "?call=" + x.ID.String()
		}
		out = append(out, row)
	}
	return out
}

// undoable are the entries that the reader can still take back.
func (v *view) undoable() []page.Item {
	var out []page.Item
	if v.proposed() || !v.may("undo") {
		return nil
	}
	entries, err := v.pages.Mediation.Entries(v.ctx, v.actor, v.Case.ID)
	if err != nil {
		return nil // the form itself tells what is wrong
	}
	for _, e := range entries {
		text := v.t("calls.undo.line", "what", v.t("mediation.history."+string(e.Kind)), "when", v.DateTime(e.At))
		out = append(out, page.Item{Value: e.ID.String(), Text: text, Hint: page.Text{Text: v.concerns(e)}})
	}
	return out
}

func layUndo(s *sheet) []any {
	return []any{
		s.radios("event", "calls.undo.which", s.undoable(), with{}),
		s.radios("why", "calls.undo.why", s.codes("calls.undo.why.", mediation.UndoReasons...), with{}),
	}
}

func readUndo(s *sheet) mediation.Command {
	return mediation.Undo{Event: s.chosen("event"), Why: s.Form.Value("why")}
}

func layStrike(s *sheet) []any {
	return []any{
		s.radios("party", "calls.strike.which", s.partyItems(untouched), with{}),
		s.radios("why", "calls.strike.why", s.codes("calls.strike.why.", mediation.StrikeReasons...), with{}),
	}
}

func readStrike(s *sheet) mediation.Command {
	return mediation.StrikeParty{Party: s.chosen("party"), Why: s.Form.Value("why")}
}

// untouched are the parties to whom nobody has spoken.
func untouched(p mediation.Party) bool {
	return !p.Paper && p.Informed.IsZero() && p.Talked.IsZero() && (p.Invited.IsZero() || !p.Added.IsZero()) && p.Consent == (mediation.Consent{})
}

// mayStrike reports whether a party can be taken out, and somebody is left on its side.
func (v *view) mayStrike() bool {
	return slices.ContainsFunc(v.Case.Parties, func(p mediation.Party) bool { return untouched(p) && (p.Outside() || v.sides()[p.Role] > 1) })
}
