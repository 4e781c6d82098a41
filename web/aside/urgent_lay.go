package aside

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// UrgentShow is where an urgent access to one case is asked for, approved, ended and checked.
type UrgentShow struct {
	Form                           *page.Form
	Kind, Action, Name, Unit, Case string // the unit where the name does not say it; where the case is opened
	May                            bool   // the reader can ask for one
	Unchecked                      bool   // if the reader asked, nobody could check it
	Purposes                       []page.Item
	Results                        []page.Item
	Rows                           []UrgentRow
}

// UrgentRow is one urgent access.
type UrgentRow struct {
	casefile.Urgent
	State             page.Tag
	Asker, Second     string // accounts by name
	Waits, Own, Opens bool   // for a second person; the reader's own; open to the reader now
	Approve, Check    bool   // what the reader can do
	Unchecked         bool   // if the reader approved it, nobody could check it
	Said, Found       string // to whoever checks it
	Over              time.Time
}

// UrgentOf is one case as this page needs it, and what its reader may do.
type UrgentOf struct {
	casefile.Urgents
	Reader                   id.ID
	Now                      time.Time
	Asks, Approves, Checks   bool
	Checkers                 []id.ID // who could check one
	Kind, Action, Name, Unit string
	Case                     string
	Account                  func(account id.ID) (string, error)
	Words                    func(ctx context.Context, urgent id.ID) (said, found string, err error)
}

// LayUrgent makes the page. To whoever checks it opens what was said.
func LayUrgent(ctx context.Context, of UrgentOf, l i18n.Locale, typed *page.Form) (UrgentShow, error) {
	d := UrgentShow{Form: typed, Kind: of.Kind, Action: of.Action, Name: of.Name, Unit: of.Unit, Case: of.Case, May: of.Asks, Unchecked: !casefile.Checkable(of.Checkers, of.Reader, id.ID{})}
	for _, x := range casefile.UrgentPurposes {
		d.Purposes = append(d.Purposes, page.Item{Value: x, Text: l.Text("urgent.purpose."+x, nil)})
	}
	for _, x := range casefile.UrgentResults {
		d.Results = append(d.Results, page.Item{Value: x, Text: l.Text("urgent.result."+x, nil)})
	}
	for _, x := range slices.Backward(of.Urgent) {
		row := UrgentRow{Urgent: x, State: UrgentState(l, x.State()), Waits: x.Waits(of.Now), Own: x.Account == of.Reader, Opens: x.Account == of.Reader && x.Runs(of.Now)}
		may := row.Waits && !row.Own && of.Approves
		row.Approve = may && casefile.Checkable(of.Checkers, x.Account, of.Reader)
		row.Unchecked = may && !row.Approve
		if row.Over = x.Until; !x.Ended.IsZero() {
			row.Over = x.Ended
		}
		var err error
		if row.Asker, err = of.Account(x.Account); err != nil {
			return d, err
		}
		if !x.Approver.IsZero() {
			if row.Second, err = of.Account(x.Approver); err != nil {
				return d, err
			}
		}
		if of.Checks && !row.Own && x.Approver != of.Reader {
			if row.Said, row.Found, err = of.Words(ctx, x.ID); err != nil {
				return d, err
			}
			row.Check = !x.From.IsZero() && x.Checked.IsZero() && !x.Runs(of.Now)
		}
		d.Rows = append(d.Rows, row)
	}
	return d, nil
}

// UrgentState is how an urgent access stands, as a tag.
func UrgentState(l i18n.Locale, state string) page.Tag {
	colour := "govuk-tag--yellow"
	switch state {
	case "runs":
		colour = "govuk-tag--orange"
	case "proper":
		colour = "govuk-tag--green"
	case "improper":
		colour = "govuk-tag--red"
	}
	return page.Tag{Text: l.Text("urgent.state."+state, nil), Classes: colour}
}

// UrgentAct is what a form asks for of an urgent access; nil for anything else.
func UrgentAct(typed *page.Form) casefile.AsideAct {
	of := Chosen(typed, "urgent")
	switch typed.Value("do") {
	case "ask":
		return casefile.AskUrgent{Purpose: typed.Value("purpose"), Text: typed.Value("text"), Now: typed.Checked("now")}
	case "approve":
		return casefile.ApproveUrgent{Urgent: of}
	case "end":
		return casefile.EndUrgent{Urgent: of}
	case "check":
		return casefile.CheckUrgent{Urgent: of, Result: typed.Value("result"), Text: typed.Value("found")}
	}
	return nil
}
