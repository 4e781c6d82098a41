package report

import (
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// issue is a report about a place or a service as those who handle it see it.
type issue struct {
	filing
	words
	Case      report.Case
	Opened    *report.Opened // nil for whoever does not handle it
	Rules     *rulebook.Rulebook
	Category  rulebook.Category
	Promises  []owed
	Next      []casefile.Kind
	Step      casefile.Kind // of these the next step of the road; empty: none is the reader's
	People    []string      // who handles it
	Place     string        // one of the places that the office lists
	Alike     []report.Alike
	Takers    []report.Recipient // other offices that it can still be sent to
	Act       casefile.Kind
	MayDemand bool        // the reader can enter a demand of a court
	Urgent    string      // where urgent access is asked for, approved and checked
	Export    string      // where it is asked that a copy leaves as a file, and approved
	To        []page.Item // to whom, or to which unit, it can go
}

func (p *Pages) issue(r *http.Request) (*issue, error) {
	a, ctx := actor(r), r.Context()
	caseID, err := id.Parse(r.PathValue("report"))
	if err != nil {
		return nil, report.ErrNotFound
	}
	v := &issue{}
	var rows []casefile.PromiseRow
	if v.Case, rows, err = p.Report.See(ctx, a, caseID); err != nil {
		return nil, err
	}
	if !v.Case.IsIssue() {
		return nil, report.ErrNotFound
	}
	if v.words, err = p.words(ctx, r); err != nil {
		return nil, err
	}
	if v.Rules, err = p.Report.Office.RulebookOf(r.Context(), v.Case.Tenant, v.Case.Rulebook, v.Case.RulebookVersion); err != nil {
		return nil, err
	}
	v.Category, _ = v.Rules.Report.Category(v.Case.Category)
	v.filing = p.filing(a, &v.Case, page.NewForm(nil))
	if p.opens(a, &v.Case) {
		if v.Opened, err = p.Report.Open(ctx, a, caseID); err != nil {
			return nil, err
		}
		if v.Alike, err = p.Report.Alike(ctx, a, caseID); err != nil {
			return nil, err
		}
	}
	if v.Takers, err = p.takers(ctx, &v.Case); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if rule, ok := v.Rules.Promise(row.Rule); ok && row.State != promise.Void {
			v.Promises = append(v.Promises, owed{row.Promise, rule.Title.In(string(v.Language))})
		}
	}
	for _, act := range v.Case.Next(report.IssueOfOffice, a.Kind) {
		if p.Report.Access.Check(a, "report."+string(act), v.Case.Facts()) == nil && (act != "take" || v.Case.Handler != a.Account) && (act != "join" || len(v.Alike) > 0) && (act != "forward" || len(v.Takers) > 0) {
			v.Next = append(v.Next, act)
		}
	}
	v.Step = nextAct(&v.Case, v.Next, a.Account)
	v.MayDemand, v.Urgent, v.Export = p.mayDemand(a, &v.Case), p.urgentAt(a, &v.Case, v.Opened != nil), p.exportAt(a, &v.Case)
	for _, account := range append([]id.ID{v.Case.Handler}, v.Case.With...) {
		if account.IsZero() {
			continue
		}
		name, err := p.Office.AccountName(ctx, a.Tenant, account)
		if err != nil {
			return nil, err
		}
		v.People = append(v.People, name)
	}
	if known := v.Case.Place.Known; !known.IsZero() {
		place, err := p.Report.Repo.KnownPlace(ctx, a.Tenant, known)
		if err != nil {
			return nil, err
		}
		v.Place = place.Name
	}
	return v, nil
}

// Href is the address of the report, or of one of its pages.
func (v *issue) Href(rest ...string) string {
	at := "/reports/" + v.Case.ID.String()
	for _, x := range rest {
		at += "/" + x
	}
	return at
}

// Title is what the report is about.
func (v *issue) Title() string { return v.Category.Label.In(string(v.Language)) }

// Unit is the unit that handles it.
func (v *issue) Unit() string { return v.units[v.Case.Desk.Unit] }

// Tag is where it stands.
func (v *issue) Tag() page.Tag { return v.issueState(v.Case.State) }

// Acts are what the reader can do now beside the next step, with their words.
func (v *issue) Acts() []page.Link {
	var out []page.Link
	for _, act := range v.Next {
		if act == v.Step {
			continue
		}
		out = append(out, page.Link{Text: v.words.Text("issue.office."+string(act)+".title", nil), Href: v.Href(string(act))})
	}
	return out
}

// Takes reports whether the reader can take it before reading it.
func (v *issue) Takes() bool { return v.Opened == nil && slices.Contains(v.Next, "take") }

// Where is where it is, in the ways in which it was said.
func (v *issue) Where() []string {
	var out []string
	for _, s := range []string{v.Place, v.Opened.Account.Address} {
		if s != "" {
			out = append(out, s)
		}
	}
	for _, at := range []geo.Point{v.Case.Place.Point, v.Opened.Account.Point} {
		if !at.IsZero() {
			out = append(out, at.String())
		}
	}
	return out
}

// Answers are the answers to the category's questions.
func (v *issue) Answers() []Given { return GivenOf(v.Opened, string(v.Language)) }

// History is what was told, written and noted, the newest first.
func (v *issue) History() []line {
	var out []line
	for _, e := range slices.Backward(v.Opened.Events) {
		switch {
		case v.Opened.Notes[e.ID] != "":
			out = append(out, line{e.At, "issue.case.note", v.Opened.Notes[e.ID]})
		case v.Opened.Written[e.ID] != "" && e.By.Account.IsZero():
			out = append(out, line{e.At, "issue.case.theirs", v.Opened.Written[e.ID]})
		case v.Opened.Written[e.ID] != "":
			out = append(out, line{e.At, "issue.case.ours", v.Opened.Written[e.ID]})
		case v.Opened.Answers[e.ID].Text != "":
			said := line{e.At, "issue.told." + string(e.Kind), v.Opened.Answers[e.ID].Text}
			if from := v.Opened.Answers[e.ID].Right; from != "" {
				said.Text = from + "\n" + said.Text
			}
			out = append(out, said)
		}
	}
	return out
}

// AlikeItems are the reports that may be of the same thing.
func (v *issue) AlikeItems() []page.Item {
	var out []page.Item
	for _, x := range v.Alike {
		out = append(out, page.Item{Value: x.Case.ID.String(), Text: v.words.Text("issue.case.alike", fault.Args{"state": v.words.Text("issue.state."+string(x.Case.State), nil),
			"day": v.words.Date(x.Case.Received), "metres": int(x.Metres + 0.5)})})
	}
	return out
}

// ReasonItems are the reasons for which another office is responsible.
func (v *issue) ReasonItems() []page.Item {
	var out []page.Item
	for _, c := range v.Rules.Report.NotAccepted {
		out = append(out, page.Item{Value: c.Code, Text: c.Label.In(string(v.Language))})
	}
	return out
}

// writing are the acts that need words.
var writing = []casefile.Kind{"not_accept", "transfer", "interim", "extend", "answer", "fix", "recheck", "recheck_failed", "decide_review", "send_back", "message", "note", "split", "answer_change"}

// Writes reports whether the act needs words.
func (v *issue) Writes() bool { return slices.Contains(writing, v.Act) }

func (p *Pages) showIssue(w http.ResponseWriter, r *http.Request) error {
	v, err := p.issue(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/issue", v)
	return nil
}

func (p *Pages) issueAct(r *http.Request) (*issue, error) {
	v, err := p.issue(r)
	if err != nil {
		return nil, err
	}
	if v.Act = casefile.Kind(r.PathValue("event")); !slices.Contains(report.IssueOfOffice, v.Act) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	if err := p.Report.Access.Check(actor(r), "report."+string(v.Act), v.Case.Facts()); err != nil {
		return nil, err
	}
	switch v.Act {
	case "assign":
		accounts, err := p.Report.Workers(r.Context(), actor(r), v.Case.Desk.Unit)
		if fault.Of(err) != nil && fault.Of(err).Code == fault.Forbidden { // a handler hands over to those whom its lead would choose
			accounts, err = append([]id.ID{v.Case.Handler}, v.Case.With...), nil
		}
		if err != nil {
			return nil, err
		}
		for _, account := range accounts {
			item, err := p.worker(r, actor(r).Tenant, account)
			if err != nil {
				return nil, err
			}
			v.To = append(v.To, item)
		}
	case "split":
		v.To = v.splitItems()
	case "forward":
		if v.Opened == nil {
			return nil, report.ErrNotFound
		}
		if err := p.prefill(r.Context(), v); err != nil {
			return nil, err
		}
		for _, to := range v.Takers {
			v.To = append(v.To, page.Item{Value: to.ID.String(), Text: to.Name})
		}
	case "transfer":
		units, err := p.Office.OpenUnits(r.Context(), actor(r).Tenant)
		if err != nil {
			return nil, err
		}
		v.To = append(v.To, page.Item{})
		for _, u := range units {
			if u.ID != v.Case.Desk.Unit {
				v.To = append(v.To, page.Item{Value: u.ID.String(), Text: u.Name})
			}
		}
	}
	return v, nil
}

func (p *Pages) issueForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.issueAct(r)
	if err != nil {
		return err
	}
	if !slices.Contains(v.Next, v.Act) {
		return seeOther(w, r, v.Href()) // it has moved on, and its page says so
	}
	if text := p.fill(r, v.words, v.Rules, &v.Case, v.Act, v.Unit(), v.Promises); text != "" {
		v.Form.Set("text", text)
	} else if v.Act == "split" && v.Opened != nil {
		v.Form.Set("text", v.Opened.Account.Text)
		v.Form.Set("address", v.Opened.Account.Address)
	}
	p.Render.Render(w, r, http.StatusOK, "report/issue_act", v)
	return nil
}

// actIssue reads the form of an act and asks the service for it.
func (p *Pages) actIssue(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.issueAct(r)
	if err != nil {
		return err
	}
	v.filing.Form = form
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "report/issue_act", v)
		return nil
	}
	cmd, sent := v.command(form)
	if !form.Faulty() {
		ask, err := request(r, form, sent)
		if err == nil {
			err = p.doIssue(r, v, cmd, ask, sent)
		}
		if err == nil {
			p.Browser.Notify(w, "issue.done."+string(v.Act))
			to := v.Href()
			if v.Act == "transfer" {
				to = "/reports" // it is another unit's now
			}
			return seeOther(w, r, to)
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "report/issue_act", v)
	return nil
}

// command is what a form asks for, with what was sent of it.
func (v *issue) command(form *page.Form) (report.Command, url.Values) {
	act := v.Act
	text := form.Value("text")
	one := func(field string) id.ID {
		u, err := id.Parse(form.Value(field))
		if err != nil {
			form.Add(field, "form.choose")
		}
		return u
	}
	sent := url.Values{}
	for _, field := range []string{"text", "right", "reason", "passed", "unit", "into", "lead", "category", "address", "place", "stays", "done"} {
		sent.Set(field, form.Value(field))
	}
	sent["to"], sent["checked"] = form.Values("to"), form.Values("checked")
	if slices.Contains(writing, act) {
		form.Require("text")
	}
	switch act {
	case "assign":
		var to []id.ID
		for _, s := range append([]string{form.Value("lead")}, form.Values("to")...) { // whoever leads stands first
			if u, err := id.Parse(s); err == nil && !u.IsZero() && !slices.Contains(to, u) {
				to = append(to, u)
			}
		}
		return report.Assign{To: to}, sent
	case "fix":
		return report.Fix{Text: text, Checked: form.Values("checked")}, sent
	case "recheck":
		return report.Recheck{Text: text, Checked: form.Values("checked")}, sent
	case "split":
		form.Require("category")
		return report.Split{Category: form.Value("category"), Text: text, Address: form.Value("address")}, sent
	case "transfer":
		return report.Transfer{Unit: one("unit"), Text: text}, sent
	case "forward":
		form.Require("text")
		return report.Forward{To: one("to"), Text: text, Place: form.Value("place"), Answers: v.chosen(), Stays: form.Checked("stays")}, sent
	case "join":
		return report.Join{Into: one("into")}, sent
	case "answer_change":
		form.Require("done")
		return report.AnswerChange{Done: form.Value("done") == "yes", Text: text}, sent
	case "not_accept":
		form.Require("reason", "right")
		return report.NotAccept{Reason: form.Value("reason"), Right: form.Value("right"), Text: text, Passed: form.Value("passed") == "yes"}, sent
	}
	return map[casefile.Kind]report.Command{"take": report.Take{}, "accept": report.Accept{}, "start": report.Start{}, "interim": report.ReplyMeanwhile{Text: text},
		"extend": report.Extend{Text: text}, "answer": report.GiveAnswer{Text: text},
		"recheck_failed": report.FailRecheck{Text: text}, "close": report.Close{}, "decide_review": report.DecideReview{Text: text}, "send_back": report.SendBack{Text: text},
		"part": report.Part{}, "message": report.Write{Text: text}, "note": report.Note{Text: text}, "unpublish": report.Unpublish{}, "answer_erasure": report.AnswerErasure{}}[act], sent
}
