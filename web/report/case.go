package report

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// view is a complaint as its desk sees it: its state, and for the handler what it holds.
type view struct {
	filing
	words
	Case     report.Case
	Opened   *report.Opened // nil for whoever has not taken it
	Rules    *rulebook.Rulebook
	Promises []owed
	Next     []casefile.Kind
	Step     casefile.Kind // of these the next step of the road; empty: none is the reader's
	Handler  string
	Whom     string // the mediator complained of

	MayDemand bool   // the reader can enter a demand of a court
	Urgent    string // where urgent access is asked for, approved and checked
	Export    string // where it is asked that a copy leaves as a file, and approved
}

type owed struct {
	promise.Promise
	Title string
}

// view opens the complaint for its handler, and shows its state to the rest of its desk. For everybody else there is none.
func (p *Pages) view(r *http.Request) (*view, error) {
	a, ctx := actor(r), r.Context()
	complaint, err := id.Parse(r.PathValue("complaint"))
	if err != nil {
		return nil, report.ErrNotFound
	}
	v := &view{}
	var rows []casefile.PromiseRow
	if v.Case, rows, err = p.Report.See(ctx, a, complaint); err != nil {
		return nil, err
	}
	if v.Case.IsIssue() {
		return nil, report.ErrNotFound
	}
	if v.words, err = p.words(ctx, r); err != nil {
		return nil, err
	}
	if v.Rules, err = p.Report.Office.RulebookOf(r.Context(), v.Case.Tenant, v.Case.Rulebook, v.Case.RulebookVersion); err != nil {
		return nil, err
	}
	v.filing = p.filing(a, &v.Case, page.NewForm(nil))
	if p.opens(a, &v.Case) {
		if v.Opened, err = p.Report.Open(ctx, a, complaint); err != nil {
			return nil, err
		}
	}
	for _, row := range rows {
		if rule, ok := v.Rules.Promise(row.Rule); ok && row.State != promise.Void {
			v.Promises = append(v.Promises, owed{row.Promise, rule.Title.In(string(v.Language))})
		}
	}
	for _, act := range v.Case.Next(report.OfOffice, access.Staff) {
		if p.Report.Access.Check(a, "report."+string(act), v.Case.Facts()) == nil && (act != "take" || v.Opened == nil) {
			v.Next = append(v.Next, act)
		}
	}
	v.Step = nextAct(&v.Case, v.Next, a.Account)
	v.MayDemand, v.Urgent, v.Export = p.mayDemand(a, &v.Case), p.urgentAt(a, &v.Case, v.Opened != nil), p.exportAt(a, &v.Case)
	for _, x := range []struct {
		of   id.ID
		name *string
	}{{v.Case.Handler, &v.Handler}, {v.Case.Mediator, &v.Whom}} {
		if !x.of.IsZero() {
			if *x.name, err = p.Office.AccountName(ctx, a.Tenant, x.of); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// Href is the address of the complaint, or of one of its pages.
func (v *view) Href(rest ...string) string {
	at := "/complaints/" + v.Case.ID.String()
	for _, x := range rest {
		at += "/" + x
	}
	return at
}

// Title is what the complaint is called: what it is about, and where.
func (v *view) Title() string { return v.category(&v.Case, v.Rules) }

// Unit is the unit complained of.
func (v *view) Unit() string { return v.units[v.Case.About[0]] }

// Tag is where the complaint stands.
func (v *view) Tag() page.Tag { return v.state(v.Case.State) }

// Acts are what the reader can do now beside the next step, with their words.
func (v *view) Acts() []page.Link {
	var out []page.Link
	for _, act := range v.Next {
		if act == v.Step {
			continue
		}
		out = append(out, page.Link{Text: v.Text("report.office."+string(act)+".title", nil), Href: v.Href(string(act))})
	}
	return out
}

// line is one thing that was written, with who wrote it or what became of it.
type line struct {
	At   time.Time
	Key  string // message key: who wrote it, or what it is
	Text string
}

// Letters are the messages, the newest first.
func (v *view) Letters() []line {
	var out []line
	for _, m := range slices.Backward(v.Case.Messages) {
		key := "report.case.theirs"
		if !m.By.IsZero() {
			key = "report.case.ours"
		}
		out = append(out, line{m.At, key, v.Opened.Written[m.ID]})
	}
	return out
}

// Noted are the notes of those who answer it among themselves, the newest first.
func (v *view) Noted() []line {
	var out []line
	for _, n := range slices.Backward(v.Case.Notes) {
		out = append(out, line{n.At, "issue.case.note", v.Opened.Notes[n.ID]})
	}
	return out
}

// ForUnit are the words for the unit, the newest first, with what the author said to them.
func (v *view) ForUnit() []line {
	var out []line
	for _, x := range slices.Backward(v.Case.Words) {
		one := line{x.Proposed, "report.words.waits", v.Opened.Written[x.ID]}
		switch {
		case !x.Released.IsZero():
			one.Key, one.At = "report.words.released", x.Released
		case !x.Refused.IsZero():
			one.Key, one.At = "report.words.refused", x.Refused
		}
		out = append(out, one)
	}
	return out
}

// Told is what the author was told, the newest first, and before that why a review was asked for.
func (v *view) Told() []line {
	var out []line
	add := func(key string, of id.ID) {
		if a, ok := v.Opened.Answers[of]; ok && !of.IsZero() {
			text := a.Text
			if a.Right != "" {
				text += "\n" + v.words.Text("report.told.right", fault.Args{"office": a.Right})
			}
			out = append(out, line{time.Time{}, "report.told." + key, text})
		}
	}
	add("final", v.Case.Final)
	if asked := v.Opened.Written[v.Case.Second]; !v.Case.Second.IsZero() && asked != "" {
		out = append(out, line{time.Time{}, "report.told.review", asked})
	}
	add("decision", v.Case.Decision)
	if asked := v.Opened.Written[v.Case.Review]; !v.Case.Review.IsZero() && asked != "" {
		out = append(out, line{time.Time{}, "report.told.review", asked})
	}
	if v.Case.Reason != "" {
		add("not_accepted", v.Case.Answer)
	} else {
		add("answer", v.Case.Answer)
	}
	add("extension", v.Case.Extension)
	return out
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/case", v)
	return nil
}

// Takes reports whether the reader is of the desk and has not taken it.
func (v *view) Takes() bool { return v.Opened == nil && slices.Contains(v.Next, "take") }
