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

// ExportShow is where it is asked that papers of one case leave as a file, and approved. Of the case it opens nothing. The key of a request that waits is
// opened for whoever approves it.
type ExportShow struct {
	Form                           *page.Form
	Action, Name, Unit, Case, Kind string // the unit where the name does not say it; where the case is, for whoever works on it
	May                            bool   // the reader can ask
	Nameless                       bool   // nobody can tell whose copy it would be
	Purposes, Parties, Shown       []page.Item
	Rows                           []ExportRow
}

// ExportRow is one request.
type ExportRow struct {
	casefile.Export
	State        page.Tag
	What         string // what for, in words
	Asker        string // accounts by name
	Seconds      []Second
	Party, How   string
	Key          string // of the recipient, while the request lives
	Approve, End bool   // what the reader can do
	Waits        bool   // for the two who approve
	Over         time.Time
	Command      string
	Order        string // where the demand is whose papers it gives; empty for who may not see it
}

// Second is one who approved.
type Second struct {
	Name string
	At   time.Time
}

// ExportOf is one case as this page needs it, and what its reader may do.
type ExportOf struct {
	casefile.Exported
	Asks                           bool    // the reader may ask that a copy leaves
	Approves                       []id.ID // the requests that are the reader's to approve
	Reader                         id.ID
	Now                            time.Time
	Erased, Nameless               bool
	Kind, Action, Name, Unit, Case string
	Purposes, Parties              []page.Item                                             // none where there is no choice
	Party                          func(party id.ID) string                                // a party as others see it; nil where the case has one person
	Order                          func(demand id.ID) string                               // see [ExportRow]
	Account                        func(account id.ID) (string, error)                     // its name
	To                             func(ctx context.Context, export id.ID) (string, error) // the key of a request
}

// LayExports makes the page.
func LayExports(ctx context.Context, of ExportOf, l i18n.Locale, typed *page.Form) (ExportShow, error) {
	d := ExportShow{Form: typed, Action: of.Action, Name: of.Name, Unit: of.Unit, Kind: of.Kind, May: of.Asks && !of.Erased && !of.Nameless, Nameless: of.Asks && of.Nameless, Purposes: of.Purposes, Parties: of.Parties}
	if of.Asks {
		d.Case = of.Case
	}
	for _, x := range casefile.Shown {
		d.Shown = append(d.Shown, page.Item{Value: x, Text: l.Text("mediation.shown."+x, nil)})
	}
	for _, x := range slices.Backward(of.Exports) {
		row, err := of.row(ctx, l, x)
		if err != nil {
			return d, err
		}
		d.Rows = append(d.Rows, row)
	}
	return d, nil
}

func (of *ExportOf) row(ctx context.Context, l i18n.Locale, x casefile.Export) (row ExportRow, err error) {
	alive := x.Lives(of.Now) && !of.Erased
	row = ExportRow{Export: x, State: exportState(l, &x, of.Now), What: of.what(l, &x), Over: x.Until(), Waits: alive && x.State() == "asked", End: alive}
	row.Approve = row.Waits && slices.Contains(of.Approves, x.ID) && x.Account != of.Reader && !x.ApprovedBy(of.Reader)
	if x.Purpose == casefile.ForOwnCopy {
		row.How = l.Text("mediation.shown."+x.Shown, nil)
		if of.Party != nil {
			row.Party = of.Party(x.Party)
		}
	}
	if x.Purpose == casefile.ForOrder {
		row.Order = of.Order(x.Demand)
	}
	if row.Asker, err = of.Account(x.Account); err != nil {
		return row, err
	}
	for _, second := range x.Approved {
		name, err := of.Account(second.Account)
		if err != nil {
			return row, err
		}
		row.Seconds = append(row.Seconds, Second{name, second.At})
	}
	if !alive {
		return row, nil
	}
	if row.Key, err = of.To(ctx, x.ID); err == nil && x.State() == "approved" {
		row.Command = "linli export " + x.What() + " --request " + x.ID.String() + " --to " + row.Key + " --out FILE.age"
	}
	return row, err
}

// what is what a request is for, in words.
func (of *ExportOf) what(l i18n.Locale, x *casefile.Export) string {
	if x.Purpose == casefile.ForOwnCopy {
		return l.Text("export.own_copy."+of.Kind, nil)
	}
	return l.Text("export.purpose."+x.Purpose, nil)
}

// exportState is how a request stands, as a tag.
func exportState(l i18n.Locale, x *casefile.Export, now time.Time) page.Tag {
	state, colour := x.State(), "govuk-tag--yellow"
	switch {
	case x.Over(now):
		state, colour = "over", "govuk-tag--grey"
	case state == "ended":
		colour = "govuk-tag--grey"
	case state == "approved":
		colour = "govuk-tag--orange"
	case state == "taken":
		colour = "govuk-tag--green"
	}
	return page.Tag{Text: l.Text("export.state."+state, nil), Classes: colour}
}

// ExportAct is what a form asks for of a copy that leaves; nil for anything else. purpose is what it is for.
func ExportAct(typed *page.Form, purpose string) casefile.AsideAct {
	of := Chosen(typed, "export")
	switch typed.Value("do") {
	case "ask":
		return casefile.AskExport{Purpose: purpose, Party: Chosen(typed, "party"), Shown: typed.Value("shown"), To: typed.Value("to")}
	case "approve":
		return casefile.ApproveExport{Export: of}
	case "end":
		return casefile.EndExport{Export: of}
	}
	return nil
}

// Chosen is the id that a field of a form names, or none.
func Chosen(typed *page.Form, field string) id.ID {
	n, err := id.Parse(typed.Value(field))
	if err != nil {
		return id.ID{}
	}
	return n
}
