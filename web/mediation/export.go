package mediation

import (
	"net/http"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

func exportAt(c id.ID) string { return "/mediations/" + c.String() + "/export" }

// exportPage is where it is asked that papers of one case leave as a file, and approved. Of the case it opens nothing: parties stand by
// side and place. The key of a request that waits is opened for whoever approves it.
type exportPage struct {
	Form                     *page.Form
	Action, Name, Unit, Case string
	May                      bool // the reader can ask
	Purposes, Parties, Shown []page.Item
	Rows                     []exportRow
}

type exportRow struct {
	mediation.Export
	State          page.Tag
	Asker          string // accounts by name
	Seconds        []approvedBy
	Party, How     string
	To             string // the key of the recipient, while the request lives
	Approve, End   bool   // what the reader can do
	Waits          bool   // for the two who approve
	Until          time.Time
	Command, Order string
}

type approvedBy struct {
	Name string
	At   time.Time
}

func (p *Pages) exports(w http.ResponseWriter, r *http.Request) error {
	return p.showExports(w, r, page.NewForm(nil))
}

func (p *Pages) showExports(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	a := actor(r)
	of, err := caseID(r)
	if err != nil {
		return err
	}
	c, asks, approves, err := p.Mediation.SeeExports(r.Context(), a, of)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	if words.rules, err = p.rulesOf(r.Context(), &c); err != nil {
		return err
	}
	d := exportPage{Form: typed, Action: exportAt(of), Name: words.caseName(&c), Unit: words.units[c.Unit], May: asks && c.Erased.IsZero()}
	if asks {
		d.Case = "/mediations/" + of.String()
	}
	d.Purposes = []page.Item{{Value: mediation.ForOwnCopy, Text: words.t("export.purpose." + mediation.ForOwnCopy)}}
	if c.Applies() {
		d.Purposes = append(d.Purposes, page.Item{Value: mediation.ForCourt, Text: words.t("export.purpose." + mediation.ForCourt)})
	}
	for _, x := range c.Copies() {
		d.Parties = append(d.Parties, page.Item{Value: x.ID.String(), Text: words.side(c.Parties, x.ID)})
	}
	for _, x := range casefile.Shown {
		d.Shown = append(d.Shown, page.Item{Value: x, Text: words.t("mediation.shown." + x)})
	}
	for i := range c.Exports {
		row, err := p.exportRow(r, words, &c, &c.Exports[len(c.Exports)-1-i], approves)
		if err != nil {
			return err
		}
		d.Rows = append(d.Rows, row)
	}
	p.Render.Render(w, r, typed.Status(), "mediation/export", d)
	return nil
}

func (p *Pages) exportRow(r *http.Request, words *words, c *mediation.Case, x *mediation.Export, approves bool) (row exportRow, err error) {
	a, now := actor(r), p.Mediation.Clock.Now()
	alive := (x.State() == "asked" || x.State() == "approved") && !x.Over(now) && c.Erased.IsZero()
	row = exportRow{Export: *x, State: words.exportState(x, now), Until: x.Until(), Waits: alive && x.State() == "asked", End: alive}
	row.Approve = row.Waits && approves && x.Account != a.Account && !x.ApprovedBy(a.Account)
	if x.Purpose == mediation.ForOwnCopy {
		row.Party, row.How = words.side(c.Parties, x.Party), words.t("mediation.shown."+x.Shown)
	}
	if x.Purpose == mediation.ForOrder && p.Mediation.Access.Check(a, "mediation.see_demand", c.Facts()) == nil {
		row.Order = demandAt(c.ID, x.Demand)
	}
	if row.Asker, err = p.Office.AccountName(r.Context(), a.Tenant, x.Account); err != nil {
		return row, err
	}
	for _, second := range x.Approved {
		name, err := p.Office.AccountName(r.Context(), a.Tenant, second.Account)
		if err != nil {
			return row, err
		}
		row.Seconds = append(row.Seconds, approvedBy{name, second.At})
	}
	if !alive {
		return row, nil
	}
	if row.To, err = p.Mediation.ExportTo(r.Context(), a, c.ID, x.ID); err == nil && x.State() == "approved" {
		row.Command = "linli export " + x.What() + " --request " + x.ID.String() + " --to " + row.To + " --out FILE.age"
	}
	return row, err
}

func (w *words) exportState(x *mediation.Export, now time.Time) page.Tag {
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
	return page.Tag{Text: w.t("export.state." + state), Classes: colour}
}

// actExport takes what somebody does with a request that papers leave.
func (p *Pages) actExport(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	of, err := caseID(r)
	if err != nil {
		return err
	}
	chosen := func(field string) id.ID {
		n, err := id.Parse(typed.Value(field))
		if err != nil {
			return id.ID{}
		}
		return n
	}
	var cmd mediation.Command
	switch typed.Value("do") {
	case "ask":
		cmd = mediation.AskExport{Purpose: typed.Value("purpose"), Party: chosen("party"), Shown: typed.Value("shown"), To: typed.Value("to")}
	case "approve":
		cmd = mediation.ApproveExport{Export: chosen("export")}
	case "end":
		cmd = mediation.EndExport{Export: chosen("export")}
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	ask := mediation.Ask{}
	if ask.Request, err = request(r, typed); err == nil {
		if _, _, err = p.Mediation.Act(r.Context(), actor(r), of, cmd, ask); err == nil {
			p.Browser.Notify(w, "export.done."+string(cmd.Kind()))
			return seeOther(w, r, r.URL.Path)
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.showExports(w, r, typed)
}
