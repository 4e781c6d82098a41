package aside

import (
	"time"

	"linli/casefile"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// DemandShow is one demand: what everybody who keeps the register reads, and for the privacy officer what it asks for with what it could be given.
type DemandShow struct {
	Form               *page.Form
	Action, Name, Unit string // the unit where the name does not say it
	Demand             casefile.Demand
	State              page.Tag
	Entered            string // by whom
	Due                time.Time
	Left               page.Tag
	Waits              bool
	Held               bool
	Text               *casefile.DemandText // nil for whoever only sees that there is one
	Said               string
	Decides            bool // the reader can answer now
	Own                bool // the reader has entered it, and so cannot decide
	Officer            bool
	Papers             []page.Item
	Given              []string
	Reasons            []page.Item
	PDF                string
	Scan               string // where the scan of the order is
	Exports            string // where the requests are that what was given leaves as a file; empty: the reader sees none
	MayExport          bool   // the reader can ask for one
}

// DemandState is how a demand stands, as a tag.
func DemandState(l i18n.Locale, state string) page.Tag {
	colour := "govuk-tag--yellow"
	switch state {
	case casefile.Gives:
		colour = "govuk-tag--blue"
	case casefile.Refuses, "ended":
		colour = "govuk-tag--grey"
	}
	return page.Tag{Text: l.Text("demand.state."+state, nil), Classes: colour}
}

// DemandReasons are why a demand can be refused.
func DemandReasons(l i18n.Locale) []page.Item {
	out := []page.Item{{Value: "", Text: l.Text("demand.why_none", nil)}}
	for _, code := range casefile.DemandReasons {
		out = append(out, page.Item{Value: code, Text: l.Text("demand.reason."+code, nil)})
	}
	return out
}

// DemandAct is what a form asks for of a demand: the answer, a longer hold, its end, telling the people of the case, or that what was given leaves as a
// file. It is nil for anything else.
func DemandAct(typed *page.Form, demand id.ID) casefile.AsideAct {
	switch typed.Value("do") {
	case "answer":
		return casefile.AnswerDemand{Demand: demand, Answer: typed.Value("answer"), Reason: typed.Value("reason"), Papers: typed.Values("papers"), Text: typed.Value("text")}
	case "keep_hold":
		return casefile.KeepHold{Demand: demand}
	case "end_demand":
		return casefile.EndDemand{Demand: demand}
	case "tell_demand":
		return casefile.TellDemand{Demand: demand}
	case "ask_given":
		return casefile.AskGiven{Demand: demand, To: typed.Value("to")}
	}
	return nil
}
