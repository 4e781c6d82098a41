package inspection

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/report/inspection"
	"linli/rulebook"
	"linli/web/page"
)

// view is an inspection as whoever works on it sees it.
type view struct {
	Form *page.Form
	words
	Opened   *inspection.Opened
	Case     *inspection.Case
	Promises []owed
	Next     []casefile.Kind
	Step     casefile.Kind // of these the next step of the road; empty: none is the reader's
	Attach   bool
	By       string
	Act      casefile.Kind
	Contact  bool
	Settle   *page.Settle // files that were sent and of which nothing is kept yet
}

type owed struct {
	promise.Promise
	Title string
}

// roads are the acts that take an inspection on from where it stands, the more usual first.
var roads = map[inspection.State][]casefile.Kind{
	inspection.Inspecting: {"record"}, inspection.Recorded: {"pass", "order", "escalate"}, inspection.Ordered: {"extend", "reinspect"}, inspection.Reinspected: {"approve"},
	inspection.Rechecking: {"reinspect"}, inspection.Approved: {"close", "order", "supervise"}, inspection.Escalated: {"reinspect"}, inspection.Supervised: {"publish", "reinspect"},
}

func (p *Pages) view(r *http.Request) (*view, error) {
	a, ctx := actor(r), r.Context()
	of, err := one(r, "inspection")
	if err != nil {
		return nil, err
	}
	v := &view{Form: page.NewForm(nil)}
	if v.Opened, err = p.Inspect.Open(ctx, a, of, access.ForWork); err != nil {
		return nil, err
	}
	if v.words, err = p.words(ctx, r); err != nil {
		return nil, err
	}
	v.Case, v.rules = &v.Opened.Case, v.Opened.Rules
	for _, row := range v.Opened.Promises {
		if rule, ok := v.rules.Promise(row.Rule); ok && row.State != promise.Void {
			v.Promises = append(v.Promises, owed{row.Promise, v.in(rule.Title)})
		}
	}
	for _, act := range v.Case.Next(p.Inspect.By(a, v.Case)) {
		if p.Inspect.Access.Check(a, "inspection."+string(act), v.Case.Facts()) == nil {
			v.Next = append(v.Next, act)
		}
	}
	for _, act := range roads[v.Case.State] {
		if v.Step == "" && slices.Contains(v.Next, act) {
			v.Step = act
		}
	}
	v.Attach = v.Case.State.Open() && p.Inspect.Access.Check(a, "inspection.attach", v.Case.Facts()) == nil &&
		!slices.Contains([]inspection.State{inspection.Reinspected, inspection.Approved}, v.Case.State)
	v.By, err = p.Office.AccountName(ctx, a.Tenant, v.Case.By)
	return v, err
}

// Href is the address of the inspection, or of one of its pages.
func (v *view) Href(rest ...string) string {
	at := "/inspections/" + v.Case.ID.String()
	for _, x := range rest {
		at += "/" + x
	}
	return at
}

// Title is what the inspection is called: the place.
func (v *view) Title() string { return v.Case.Spot.Name }

// Kind is the kind of the place.
func (v *view) Kind() string { return v.kind(v.Case.Spot.Kind) }

// Checklist is what the checklist is called.
func (v *view) Checklist() string {
	c, _ := v.rules.Duties.Checklist(v.Case.Checklist)
	return v.in(c.Label)
}

// Tag is where it stands.
func (v *view) Tag() page.Tag { return v.state(v.Case.State) }

// Acts are what the reader can do now beside the next step, with their words.
func (v *view) Acts() []page.Link {
	var out []page.Link
	for _, act := range v.Next {
		if act != v.Step {
			out = append(out, page.Link{Text: v.words.Text("inspection.act."+string(act)+".title", nil), Href: v.Href(string(act))})
		}
	}
	return out
}

// look is a question of the checklist with what was answered.
type look struct{ ID, Question, Answer string }

// Looks are the questions with their answers, or without any before the record.
func (v *view) Looks() []look {
	c, _ := v.rules.Duties.Checklist(v.Case.Checklist)
	var out []look
	for _, q := range c.Questions {
		x := look{ID: q.ID, Question: v.in(q.Text)}
		if a := v.Case.Answers[q.ID]; a != "" {
			x.Answer = v.words.Text("inspection.answer."+a, nil)
		}
		out = append(out, x)
	}
	return out
}

// finding is one finding with its words.
type finding struct {
	N              int
	Question, Text string
	Mended         time.Time
}

// Findings are all that was found, with what became of it.
func (v *view) Findings() []finding {
	var out []finding
	list, _ := v.rules.Duties.Checklist(v.Case.Checklist)
	for _, f := range v.Case.Findings {
		i := slices.IndexFunc(list.Questions, func(q rulebook.Look) bool { return q.ID == f.Question })
		x := finding{N: f.N, Text: v.Opened.Words[v.Case.Record].Items[f.N], Mended: f.Mended}
		if i >= 0 {
			x.Question = v.in(list.Questions[i].Text)
		}
		out = append(out, x)
	}
	return out
}

// line is one thing that was written.
type line struct {
	At   time.Time
	Key  string
	Text string
}

// History is what was written, the newest first.
func (v *view) History() []line {
	var out []line
	for _, e := range slices.Backward(v.Opened.Events) {
		if text := v.Opened.Words[e.ID].Text; text != "" || e.Kind != "attach" && e.Kind != "record" {
			out = append(out, line{e.At, "inspection.event." + string(e.Kind), text})
		}
	}
	return out
}

// Papers are the papers that there are by now.
func (v *view) Papers() []page.Link {
	var out []page.Link
	for _, k := range papersOf(v.Case) {
		d, ok := v.rules.Inspection.Document(k)
		if ok {
			out = append(out, page.Link{Text: v.in(d.Title), Href: v.Href("papers", k)})
		}
	}
	return out
}

// Until is the last day of the term that runs; zero where none does.
func (v *view) Until() time.Time {
	o := v.Case.Order()
	if o == nil || !v.Case.State.Open() {
		return time.Time{}
	}
	return o.Until.Start(v.rules.Zone)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/case", v)
	return nil
}

// file sends one photograph or paper of an inspection.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	of, err := one(r, "inspection")
	if err != nil {
		return err
	}
	name, err := one(r, "file")
	if err != nil {
		return err
	}
	f, err := p.Inspect.Download(r.Context(), actor(r), of, name)
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: f.Name, Type: f.Type, Bytes: f.Bytes, Small: f.Small})
}

// check refuses whoever may not do something for a unit.
func (p *Pages) check(r *http.Request, act string, unit id.ID) error {
	a := actor(r)
	return p.Inspect.Access.Check(a, act, access.Facts{Tenant: a.Tenant, Unit: unit, Kind: inspection.Capability})
}

// left are the findings that are still to be put right, to be ticked.
func (v *view) left() []page.Item {
	var out []page.Item
	for _, f := range v.Findings() {
		if f.Mended.IsZero() {
			out = append(out, page.Item{Value: number(f.N), Text: v.words.Text("inspection.case.finding", fault.Args{"question": f.Question, "text": f.Text})})
		}
	}
	return out
}

// LeftItems are the findings that are still to be put right.
func (v *view) LeftItems() []page.Item { return v.left() }
