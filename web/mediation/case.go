package mediation

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/promise"
	"linli/web/aside"
	"linli/web/page"
)

// casePage is one case: what it is, what comes next, what the office owes, and behind the tabs everything else.
type casePage struct {
	Title, TypeLabel string
	Own              string // what the reader calls the case; empty: nothing
	Call             string // where the reader calls it something
	State            page.Tag
	Facts            []page.SummaryRow
	Next             nextStep
	Work, Ends       []action
	Promises         []promiseRow
	Past             []promiseRow
	Full             bool // the reader reads the content
	Proposed         bool // the reader is asked to mediate: only who the parties are
	Summary, Claims  string
	Amount           string
	Parties          []partyRow
	Talks            []talkRow
	Sessions         []sessionRow
	Notes            []noteRow
	Found            []foundRow
	Lacking          []string // papers that the file of the ended case must hold
	Places           string   // where it is said where a paper original lies
	Ended            bool
	Restricted       bool   // a party asked to be erased
	Whole            string // where the complete file is printed
	MayNote          bool
	Messages         []threadView
	Calls            []callRow
	Carried          []carriedRow
	Vary             string // where a change of the agreement in force is drafted
	Mediators        []mediatorRow
	Joint            []jointRow
	Wishes           []string // whom the parties wish as mediator
	Agreement        *agreementView
	FollowUps        []followUpRow
	Former           []string
	Reopening        string
	Extension        *extensionView
	Papers           []paperRow
	Files            []paperRow
	Upload           string // address to which a file is sent; empty where the reader may not
	History          []historyRow
	SlipAt           string
	Demands          []demandRow // of courts, for whoever keeps the register
	Urgent           string      // where urgent access is asked for, approved and checked
	Export           string      // where it is asked that the case leaves as a file, and approved
	MayDemand        string      // where one is entered
	Reports          string      // where the reports that the law demands are read; empty: none, or not by this reader
	Survey           string      // where a sheet of the survey is printed; empty where nobody can be given one
}

// show is the page of one case.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	d := v.page()
	names, err := p.Mediation.CalledBy(r.Context(), v.actor)
	if err != nil {
		return err
	}
	d.Own, d.Call = names[v.Case.ID], v.Href("nickname")
	p.Render.Render(w, r, http.StatusOK, "mediation/case", d)
	return nil
}

func (v *view) page() casePage {
	c := &v.Case
	d := casePage{Title: v.Title(), TypeLabel: v.kind(c.Type), State: v.State(), Next: v.next(),
		Full: v.Opened != nil && !v.proposed(), Proposed: v.Opened != nil && v.proposed()}
	d.Restricted = c.Restricted()
	d.Work, d.Ends = v.others(d.Next)
	d.Work = append(d.Work, v.anew()...)
	d.Facts = v.facts()
	d.Promises, d.Past = v.promises()
	d.Parties = v.partyRows()
	d.Mediators, d.Joint, d.Wishes = v.mediators(), v.joint(), v.wishes()
	d.Extension, d.Reopening = v.extension(), v.reopening()
	if v.may("slip") {
		d.SlipAt = v.Href("slip")
	}
	if v.may("demand") && c.Erased.IsZero() {
		d.MayDemand = "/demands/new?case=" + c.ID.String()
	}
	if v.may("see_urgent") && (len(c.Urgent) > 0 || !v.may("read")) {
		d.Urgent = urgentAt(c.ID)
	}
	if v.may("ask_export") && c.Erased.IsZero() || v.may("approve_export") && len(c.Exports) > 0 {
		d.Export = exportAt(c.ID)
	}
	if v.may("see_demand") {
		for _, x := range c.Demands {
			d.Demands = append(d.Demands, demandRow{Href: demandAt(c.ID, x.ID), Name: v.Date(x.Asked), State: aside.DemandState(v.Locale, x.State())})
		}
	}
	d.Reports = v.reports(d.Full)
	if !d.Full {
		return d
	}
	o := v.Opened
	d.Summary, d.Claims = o.Application.Summary, o.Application.Claims
	if o.Application.Amount.Minor > 0 {
		d.Amount = v.Money(o.Application.Amount.Minor, o.Application.Amount.Currency)
	}
	d.Talks = v.talks()
	d.Sessions = v.sessions()
	d.Notes, d.Found = v.notes(), v.found()
	if v.may("vary") && slices.Contains(c.Next(), casefile.Kind("vary")) && v.fits("vary") {
		d.Vary = v.Href("vary")
	}
	d.Messages, d.Calls, d.Carried = v.messages(), v.calls(), v.carried()
	d.MayNote = v.may("note") && slices.Contains(c.Next(), casefile.Kind("note"))
	d.Agreement, d.FollowUps, d.Former = v.agreement(), v.followUps(), v.former()
	d.Papers, d.Files, d.Lacking = v.papers(), v.files(), v.lacking()
	if len(d.Lacking) > 0 && v.mayDo("file_as") {
		d.Places = v.Href("file_as") + "?attachment=" + onPaper
	}
	if d.Ended = !c.State.Open(); v.may("print") && len(d.Papers) > 0 {
		d.Whole = v.Href("print")
	}
	if v.may("upload") && (c.State.Open() || c.State.InForce()) {
		d.Upload = v.Href("papers")
	}
	d.History = v.history()
	if len(v.surveyParties()) > 0 {
		d.Survey = v.Href("survey")
	}
	return d
}

func (v *view) facts() []page.SummaryRow {
	c := &v.Case
	row := func(key, value string) page.SummaryRow {
		return page.SummaryRow{Key: page.Text{Text: v.t(key)}, Value: page.Text{Text: value}}
	}
	out := []page.SummaryRow{row("staff.case.type", v.kind(c.Type)), row("staff.case.unit", v.units[c.Unit]),
		row("staff.case.source", v.source(c.Source)), row("staff.case.received", v.Date(c.Received))}
	out = append(out, v.sender()...)
	out = append(out, v.linked()...)
	if !c.Accepted.IsZero() {
		out = append(out, row("staff.case.accepted", v.Date(c.Accepted)))
	}
	if x := c.Paper; x != nil {
		out = append(out, row("staff.case.from_paper", v.t("staff.case.from_paper_on", "day", v.Date(x.At), "state", v.t("staff.paper.state."+string(x.State)))))
	}
	if !c.Ended.IsZero() {
		out = append(out, row("staff.case.ended", v.Date(c.Ended)))
	}
	if c.Reason != "" && !c.State.Open() {
		out = append(out, row("staff.case.reason", v.reason(c.Reason)))
	}
	return out
}

// promiseRow is a promise as a case page shows it.
type promiseRow struct {
	Title   string
	For     string // the party or session that it concerns
	Due     time.Time
	End     time.Time
	Tag     page.Tag
	Counted bool // the due day may move when more holidays are published
}

// promises are what the office owes now, and what it has kept or missed.
func (v *view) promises() (open, past []promiseRow) {
	now := v.pages.Mediation.Clock.Now()
	for _, x := range v.Promises {
		row := promiseRow{Title: v.promise(x.Rule), Due: lastDay(x.Due), End: x.End, Counted: x.Provisional, For: v.subject(x.Subject)}
		switch {
		case !x.Open():
			row.Tag = page.Tag{Text: v.t("promise.state." + string(x.State)), Classes: tagOf[x.State]}
			past = append(past, row)
			continue
		case !x.PausedSince.IsZero():
			row.Tag = page.Tag{Text: v.t("promise.state.paused"), Classes: "govuk-tag--grey"}
		default:
			row.Tag = v.left(x.Due, now)
		}
		open = append(open, row)
	}
	slices.SortStableFunc(open, func(a, b promiseRow) int { return a.Due.Compare(b.Due) })
	return open, past
}

var tagOf = map[promise.State]string{promise.Kept: "govuk-tag--green", promise.Late: "govuk-tag--red", promise.Waived: "govuk-tag--grey", promise.Void: "govuk-tag--grey"}

func (v *view) subject(of id.ID) string {
	if of.IsZero() {
		return ""
	}
	if x := v.Case.Call(of); x != nil {
		return v.party(x.Party)
	}
	if v.Case.Party(of) != nil {
		return v.party(of)
	}
	if s := v.Case.Session(of); s != nil {
		return v.session(*s)
	}
	return ""
}

// partyRow is a party with how far it has come.
type partyRow struct {
	ID                               string
	Name, Kind                       string
	Contact, SafeContact, Language   string
	Acting                           []actingRow
	Place                            string // whose place it has taken
	Members                          int
	Informed, Talked, Heard, Invited time.Time
	Consent                          page.Tag
	ConsentAt                        time.Time
	Shredded                         time.Time
	Slip                             bool // a slip can be issued to it
}

func (v *view) partyRows() []partyRow {
	var out []partyRow
	for _, x := range v.Case.Parties {
		row := partyRow{ID: x.ID.String(), Name: v.party(x.ID), Kind: v.t("mediation.kind." + x.Kind), Members: x.Members,
			Informed: x.Informed, Talked: x.Talked, Heard: x.Heard, Invited: x.Invited, Shredded: x.Shredded, Slip: asked(x) && x.Shredded.IsZero()}
		if !x.Succeeds.IsZero() {
			row.Place = v.party(x.Succeeds)
		}
		key, class := "waiting", "govuk-tag--yellow"
		switch {
		case !x.Gone.IsZero():
			key, class, row.ConsentAt = "party_gone", "govuk-tag--grey", x.Gone
		case !x.Consent.Ended.IsZero():
			key, class, row.ConsentAt = "withdrawn", "govuk-tag--grey", x.Consent.Ended
		case x.Consent.Silent:
			key, class, row.ConsentAt = "silent", "govuk-tag--grey", x.Consent.Refused
		case !x.Consent.Refused.IsZero():
			key, class, row.ConsentAt = "refused", "govuk-tag--grey", x.Consent.Refused
		case x.Consent.Stands():
			key, class, row.ConsentAt = "given", "govuk-tag--green", x.Consent.Given
		case x.Paper:
			key = "on_paper"
		case !asked(x):
			key = "not_asked"
		}
		row.Consent = page.Tag{Text: v.t("staff.consent." + key), Classes: class}
		if v.Opened != nil {
			i, k := v.Opened.Identity[x.ID], v.Opened.Contact[x.ID]
			row.Acting = v.actingRows(x.ID)
			row.Contact, row.SafeContact = k.Contact, k.SafeContact
			row.Language = v.NameOf(i.Language)
		}
		out = append(out, row)
	}
	return out
}

// mediatorRow is a mediator of the case and how the engagement stands.
type mediatorRow struct {
	Name, Standing, Disclosure string
	Lead                       bool
}

func (v *view) mediators() []mediatorRow {
	var out []mediatorRow
	for _, e := range v.Case.Engagements {
		row := mediatorRow{Name: v.staff[e.Account], Lead: e.Lead}
		switch {
		case e.Working():
			row.Standing = v.t("staff.mediator.working", "day", v.Date(e.From))
		case !e.To.IsZero():
			row.Standing = v.t("staff.mediator.ended", "day", v.Date(e.To), "reason", v.ended(e.Ended))
		case e.Disclosed.IsZero():
			row.Standing = v.t("staff.mediator.to_disclose")
		default:
			row.Standing = v.t("staff.mediator.to_agree", "agreed", len(e.AgreedBy), "of", len(v.Case.Parties))
		}
		if e.Conflict == mediation.Tie {
			row.Disclosure = v.t("mediation.conflict.tie")
			if v.Opened != nil {
				row.Disclosure = v.Opened.Passage(mediation.FieldDisclosure, e.ID)
			}
		}
		out = append(out, row)
	}
	return out
}

// extensionView is a longer term that was proposed.
type extensionView struct {
	Days    int
	Agreed  string
	Missing string
	Granted time.Time
}

func (v *view) extension() *extensionView {
	x := v.Case.Extension
	if x == nil {
		return nil
	}
	var missing []id.ID
	for _, p := range v.Case.Parties {
		if p.Gone.IsZero() && !slices.Contains(x.Agreed, p.ID) {
			missing = append(missing, p.ID)
		}
	}
	return &extensionView{Days: x.Days, Agreed: v.parties(x.Agreed), Missing: v.parties(missing), Granted: x.Granted}
}
