package help

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	"linli/referral/directory"
	"linli/rulebook"
	"linli/web/aside"
	"linli/web/page"
)

// view is a case as its worker sees it, or as one who could take it.
type view struct {
	words
	Case     referral.Case
	Opened   *referral.Opened // nil for whoever has not taken it
	Rules    *rulebook.Rulebook
	Promises []owed
	Next     []casefile.Kind
	Step     page.Link // the next step of the road, as one button; empty: none is the reader's
	Worker   string
	Referred []referred

	MayDemand bool   // the reader can enter a demand of a court
	Urgent    string // where urgent access is asked for, approved and checked
	Export    string // where it is asked that a copy leaves as a file, and approved

	now time.Time
}

type owed struct {
	promise.Promise
	Title string
}

// referred is one referral as a page shows it.
type referred struct {
	referral.Referral
	N       int // from 1, in the order in which they were drafted
	Name    string
	Stands  page.Tag
	Need    string
	Told    []string // lines that the person agreed to
	Why     string   // reason or outcome, in words
	Answers []string // of the service, in its words
	Next    []casefile.Kind
	Acts    []page.Link
	Best    []directory.Entry // other services for the same need
}

// view opens the case for its worker, and shows its state to the rest of its unit. For everybody else there is none.
func (p *Pages) view(r *http.Request) (*view, error) {
	a, ctx := actor(r), r.Context()
	c, err := id.Parse(r.PathValue("help"))
	if err != nil {
		return nil, referral.ErrNotFound
	}
	v := &view{words: p.words(r), now: p.Clock.Now()}
	var rows []casefile.PromiseRow
	if v.Case, rows, err = p.Referral.See(ctx, a, c); err != nil {
		return nil, err
	}
	if v.units, err = p.Office.UnitNames(ctx, a.Tenant); err != nil {
		return nil, err
	}
	if v.Rules, err = p.Referral.Office.RulebookOf(r.Context(), v.Case.Tenant, v.Case.Rulebook, v.Case.RulebookVersion); err != nil {
		return nil, err
	}
	if v.Case.Worker == a.Account && !v.Case.Restricted() || v.Case.Restricted() && p.Referral.Access.Check(a, "referral.read", v.Case.Facts()) == nil {
		if v.Opened, err = p.Referral.Open(ctx, a, c); err != nil {
			return nil, err
		}
		v.Case = v.Opened.Case
	}
	v.Promises = owedOf(rows, v.Rules, v.lang)
	for _, act := range v.Case.Next(referral.OfWorker) {
		if p.Referral.Access.Check(a, "referral."+string(act), v.Case.Facts()) == nil && (act != "take" || v.Opened == nil) {
			v.Next = append(v.Next, act)
		}
	}
	if !v.Case.Worker.IsZero() {
		if v.Worker, err = p.Office.AccountName(ctx, a.Tenant, v.Case.Worker); err != nil {
			return nil, err
		}
	}
	if v.Opened != nil {
		if err := p.referrals(r, v); err != nil {
			return nil, err
		}
	}
	v.Step = v.step()
	if v.Case.Erased.IsZero() && p.Referral.Access.Check(a, "referral.see_urgent", v.Case.Facts()) == nil && (v.Opened == nil || len(v.Case.Urgent) > 0) {
		v.Urgent = aside.UrgentAt(v.Case.ID)
	}
	may := func(act string) bool { return p.Referral.Access.Check(a, "referral."+act, v.Case.Facts()) == nil }
	if v.Case.Erased.IsZero() && may("ask_export") || may("approve_export") && len(v.Case.Exports) > 0 {
		v.Export = aside.ExportsAt(v.Case.ID)
	}
	v.MayDemand = v.Case.Erased.IsZero() && p.Referral.Access.Check(a, "referral.demand", v.Case.Facts()) == nil
	return v, nil
}

func owedOf(rows []casefile.PromiseRow, rules *rulebook.Rulebook, lang string) (out []owed) {
	for _, row := range rows {
		if rule, ok := rules.Promise(row.Rule); ok && row.State != promise.Void {
			out = append(out, owed{row.Promise, rule.Title.In(lang)})
		}
	}
	return out
}

// referrals fills in what the worker sees of each referral; for one that did not help, other services.
func (p *Pages) referrals(r *http.Request, v *view) (err error) {
	for i := range v.Case.Referrals {
		x := v.show(v.Opened, i, referral.OfWorkerReferral)
		for _, act := range x.Next {
			if v.Case.Restricted() {
				continue // the archivist stores it, and nothing else
			}
			x.Acts = append(x.Acts, page.Link{Text: v.Text("help.act."+string(act)+".title", nil), Href: v.Href(x.ID.String(), string(act))})
		}
		if v.Case.State.Open() && (x.Status == referral.Rejected || x.Status == referral.Failed || x.Status == referral.Requested && !x.Silent.IsZero() || x.Reason == referral.AgencyClosed) {
			if x.Best, err = p.Referral.NextBest(r.Context(), actor(r), v.Opened, &x.Referral); err != nil {
				return err
			}
		}
		v.Referred = append(v.Referred, x)
	}
	slices.Reverse(v.Referred)
	return nil
}

// show puts a referral into words.
func (w words) show(o *referral.Opened, i int, acts []casefile.Kind) referred {
	r := o.Case.Referrals[i]
	x := referred{Referral: r, N: i + 1, Name: o.Words[r.ID].Service, Stands: w.status(r.Status), Need: w.needs([]string{r.Need}, o.Rules)}
	for _, line := range r.Lines {
		x.Told = append(x.Told, w.Text("help.line."+line, nil))
	}
	switch {
	case r.Outcome != "":
		for _, c := range o.Rules.Help.Outcomes {
			if c.Code == r.Outcome {
				x.Why = c.Label.In(w.lang)
			}
		}
	case r.Reason != "":
		x.Why = w.Text("help.reason."+r.Reason, nil)
	}
	for _, e := range o.Events {
		if e.By.Party == r.ID && o.Written[e.ID] != "" {
			x.Answers = append(x.Answers, o.Written[e.ID])
		}
	}
	x.Next = o.Case.NextOf(&r, acts, o.Records, o.Rules)
	agreed := len(r.Lines) > 0
	x.Next = slices.DeleteFunc(x.Next, func(k casefile.Kind) bool {
		return k == "request" && !agreed || k == "take_back" && !agreed || (k == "received" || k == "not_received") && !r.Told.IsZero()
	})
	return x
}

// step is what the worker does next.
func (v *view) step() page.Link {
	if v.Opened == nil {
		if slices.Contains(v.Next, "take") {
			return page.Link{Text: v.Text("help.act.take.title", nil), Href: v.Href("take")}
		}
		return page.Link{}
	}
	if v.Case.State != referral.Working {
		return page.Link{}
	}
	waits := false
	for _, x := range v.Referred {
		for _, act := range []casefile.Kind{"request", "agree", "received"} {
			if !slices.Contains(x.Next, act) || act == "agree" && len(x.Lines) > 0 || act == "received" && x.Status != referral.Completed {
				continue
			}
			return page.Link{Text: v.Text("help.act."+string(act)+".title", nil), Href: v.Href(x.ID.String(), string(act))}
		}
		waits = waits || !x.Status.Over() && x.Silent.IsZero()
	}
	if waits {
		return page.Link{Text: v.Text("help.act.message.title", nil), Href: v.Href("message")}
	}
	return page.Link{Text: v.Text("help.act.refer.title", nil), Href: v.Href("refer")}
}

// Href is the address of the case, or of one of its pages.
func (v *view) Href(rest ...string) string {
	at := "/help/" + v.Case.ID.String()
	for _, x := range rest {
		at += "/" + x
	}
	return at
}

// Title is what is needed; Unit where; Tag how far it is.
func (v *view) Title() string { return v.needs(v.Case.Needs, v.Rules) }

// Unit is where the case is handled.
func (v *view) Unit() string { return v.units[v.Case.Unit] }

// Tag is where the case stands.
func (v *view) Tag() page.Tag { return v.state(v.Case.State) }

// Acts are what the reader can do now beside the next step.
func (v *view) Acts() []page.Link {
	var out []page.Link
	add := func(act string) {
		if href := v.Href(act); href != v.Step.Href {
			out = append(out, page.Link{Text: v.Text("help.act."+act+".title", nil), Href: href})
		}
	}
	if v.Opened != nil && v.Case.State == referral.Working {
		add("refer")
	}
	for _, act := range v.Next {
		add(string(act))
	}
	return out
}

// line is something that was written, with when and by whom; Item names it for the small form beside it.
type line struct {
	At   time.Time
	Key  string
	Text string
	Item string
	Open bool
	Past bool
}

// Plan are the steps, the newest last.
func (v *view) Plan() (out []line) {
	for _, s := range v.Case.Steps {
		out = append(out, line{At: s.At, Text: v.Opened.Written[s.ID], Item: s.ID.String(), Open: s.Done.IsZero()})
	}
	return out
}

// Appointments are the times that were agreed.
func (v *view) Appointments() (out []line) {
	for _, a := range v.Case.Appointments {
		x := line{At: a.At, Text: v.Opened.Written[a.ID], Item: a.ID.String(), Open: a.Outcome == "", Past: !a.At.After(v.now)}
		if a.Outcome != "" {
			x.Key = "help.appointment." + a.Outcome
		}
		out = append(out, x)
	}
	return out
}

// letters are the messages, the newest first.
func letters(o *referral.Opened) (out []line) {
	for _, m := range slices.Backward(o.Case.Messages) {
		key := "help.case.theirs"
		if !m.By.IsZero() {
			key = "help.case.ours"
		}
		out = append(out, line{At: m.At, Key: key, Text: o.Written[m.ID]})
	}
	return out
}

// Corrections are what the person asked to have put right, and objected to.
func (v *view) Corrections() []casefile.Corrected { return v.Opened.Case.Corrected(v.Opened.Written) }

// Letters are the messages, the newest first.
func (v *view) Letters() []line { return letters(v.Opened) }

// Guardians are those who speak for the person.
func (v *view) Guardians() (out []line) {
	for _, g := range v.Case.Guardians {
		out = append(out, line{At: g.From, Text: v.Opened.Names[g.ID], Item: g.ID.String(), Open: g.Ended.IsZero()})
	}
	return out
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "help/case", v)
	return nil
}

// number is the referral of a person's page: from 1; zero is the case itself.
func number(r *http.Request, c *referral.Case) (*referral.Referral, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n > len(c.Referrals) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	if n == 0 {
		return nil, nil
	}
	return &c.Referrals[n-1], nil
}
