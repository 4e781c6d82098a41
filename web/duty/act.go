package duty

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/duty"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
	"linli/web/settle"
)

// actPage is the page of one act.
type actPage struct {
	*view
	Kind     string       // of evidence
	Settle   *page.Settle // a photograph that was sent and is not kept yet
	Replaces string
}

// Action is where the form is sent to.
func (a *actPage) Action() string {
	at := a.Href(string(a.Act))
	if a.Kind != "" {
		at += "?kind=" + url.QueryEscape(a.Kind)
	}
	if a.Replaces != "" {
		at += "&replaces=" + a.Replaces
	}
	return at
}

// Heading is what the act is called.
func (a *actPage) Heading() string {
	if a.Kind != "" {
		return a.t("duty.act.evidence.of", "kind", a.t("duty.evidence."+a.Kind))
	}
	return a.t("duty.act." + string(a.Act) + ".title")
}

// Counted reports whether this evidence is a number.
func (a *actPage) Counted() bool {
	return slices.Contains([]string{"attendance", "hours", "copies", "signatures"}, a.Kind)
}

// Files reports whether this evidence can be a file.
func (a *actPage) Files() bool {
	return slices.Contains([]string{"minutes", "paper", "photographs", "copies", "signatures", "amounts", "statement"}, a.Kind)
}

// Writes reports whether this evidence, or the act, has words.
func (a *actPage) Writes() bool {
	return a.Act == "agenda" || slices.Contains([]string{"minutes", "paper"}, a.Kind)
}

// Declares reports whether somebody has to declare that no resident is named.
func (a *actPage) Declares() bool { return a.Writes() || a.Kind == "checklist" || a.Kind == "notice" }

// Body is whom a serious incident is notified to; empty where the rulebook names nobody.
func (v *view) Body() string {
	for _, x := range v.Rules.Duties.Incidents {
		if x.Code == v.Case.Cause {
			return v.in(x.Notify)
		}
	}
	return ""
}

// Claims reports whether it can have happened before it is written down.
func (a *actPage) Claims() bool { return a.Act == "do" || a.Kind != "" }

// Explains reports whether a reason is needed: it is late, or missed.
func (a *actPage) Explains() bool {
	return a.Act == "miss" || a.Act == "do" && a.now.After(a.last)
}

// ReasonItems are the reasons for which an occurrence is late or missed.
func (a *actPage) ReasonItems() []page.Item {
	var out []page.Item
	for _, x := range duty.Reasons() {
		out = append(out, page.Item{Value: x, Text: a.t("duty.reason." + x)})
	}
	return out
}

// question is one question of the checklist.
type question struct{ Name, Text string }

// Questions are those of the checklist.
func (a *actPage) Questions() []question {
	if a.Kind != "checklist" {
		return nil
	}
	var out []question
	list, _ := a.Rules.Duties.Checklist(a.Rule.Checklist)
	for _, q := range list.Questions {
		out = append(out, question{"q_" + q.ID, a.in(q.Text)})
	}
	return out
}

// AnswerItems are what a question is answered with.
func (a *actPage) AnswerItems() []page.Item {
	var out []page.Item
	for _, x := range duty.Answers() {
		out = append(out, page.Item{Value: x, Text: a.t("duty.answer." + x)})
	}
	return out
}

// PostItems are the posts that can have been in the room.
func (a *actPage) PostItems() []page.Item {
	var out []page.Item
	for _, k := range access.PostKinds() {
		out = append(out, page.Item{Value: string(k), Text: a.t(postKey + string(k))})
	}
	return out
}

// FromItems are the colleagues who offer their place.
func (a *actPage) FromItems() []page.Item {
	var out []page.Item
	for _, account := range a.Case.Offered {
		out = append(out, page.Item{Value: account.String(), Text: a.people[account]})
	}
	return out
}

// Accept are the files that can be chosen.
func (*actPage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) actPage(r *http.Request) (*actPage, error) {
	v, err := p.view(r, false)
	if err != nil {
		return nil, err
	}
	if v.Act = casefile.Kind(r.PathValue("event")); !slices.Contains(duty.OfPeople, v.Act) || v.Act == "sign" { // signing has a page of its own
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	if err := p.Duty.May(r.Context(), actor(r), v.Case, v.Act); err != nil {
		return nil, err
	}
	a := &actPage{view: v}
	if v.Act == "evidence" {
		q := r.URL.Query()
		if a.Kind = q.Get("kind"); !v.Asks(a.Kind) {
			return nil, fault.New(fault.NotFound, "fault.not_found")
		}
		if u, err := id.Parse(q.Get("replaces")); err == nil {
			a.Replaces = u.String()
		}
	}
	return a, nil
}

// Asks reports whether the rule asks for a kind of evidence.
func (v *view) Asks(kind string) bool {
	for _, x := range v.Rule.Evidence {
		if x.Kind == kind {
			return true
		}
	}
	return false
}

func (p *Pages) actForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.actPage(r)
	if err != nil {
		return err
	}
	if !slices.Contains(a.Next, a.Act) && a.Act != "do" { // what lacks for it is said when it is sent
		return seeOther(w, r, a.Href())
	}
	p.Render.Render(w, r, http.StatusOK, "duty/act", a)
	return nil
}

// act reads the form of an act and asks the service for it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.actPage(r)
	if err != nil {
		return err
	}
	a.Form = form
	cmd := a.command(form)
	if done, err := p.send(r, a, cmd); done != "" && err == nil {
		p.Browser.Notify(w, done)
		return seeOther(w, r, a.Href())
	} else if err != nil && !form.Take(err) {
		return err
	}
	p.Render.Render(w, r, form.Status(), "duty/act", a)
	return nil
}

// send asks for the act, with the file that came with it, and returns what is to be said of it; where that is empty, the form is shown, with what is wrong or
// with the photograph that is to be settled.
func (p *Pages) send(r *http.Request, a *actPage, cmd duty.Command) (done string, err error) {
	add, ok := cmd.(duty.AddEvidence)
	if ok && a.Kind == "photographs" {
		return p.photograph(r, a, add)
	}
	if a.Form.Looking() || a.Form.Faulty() {
		return "", nil
	}
	ask, err := request(r, a.Form, sent(r, a.Form))
	if err != nil {
		return "", err
	}
	said := "duty.done." + string(a.Act)
	if files := a.Form.Files("file"); ok && a.Files() && len(files) > 0 {
		f, err := files[0].Open()
		if err != nil {
			return "", fault.Wrap(fault.Invalid, "form.required", err).At("file")
		}
		defer f.Close()
		_, err = p.Duty.Attach(r.Context(), actor(r), a.Case.ID, add, files[0].Filename, blob.Prints{}, f, ask)
		return said, err
	}
	_, err = p.Duty.Act(r.Context(), actor(r), a.Case.ID, cmd, ask)
	return said, err
}

// photograph holds a photograph that was sent aside and has it shown, or keeps it as it was settled.
func (p *Pages) photograph(r *http.Request, a *actPage, add duty.AddEvidence) (done string, err error) {
	ctx, who := r.Context(), actor(r)
	desk := settle.Desk{Aside: blob.Aside{Files: p.Duty.Files, IDs: p.Duty.IDs, Cleaner: p.Duty.Cleaner}}
	if len(a.Form.Values(page.AsideField)) == 0 {
		if !a.Form.Looking() && !a.Form.Faulty() {
			a.Settle, err = desk.Take(ctx, who, a.Case.ID, a.Form)
		}
		return "", err
	}
	var said *settle.Settled
	if a.Settle, said, err = desk.Again(ctx, who, a.Case.ID, a.Form); err != nil || said == nil {
		return "", err
	}
	ask, err := request(r, a.Form, sent(r, a.Form))
	for _, f := range said.Kept {
		if err == nil {
			_, err = p.Duty.Attach(ctx, who, a.Case.ID, add, f.Held.Name, f.Said, f.Reader(), ask)
		}
		ask = nil // the others are held aside once, and gone after this
	}
	if err == nil {
		err = desk.Forget(ctx, who, said)
	}
	return said.Done("duty.done.evidence"), err
}

// sent is what a form says, so that the same form sent twice happens once.
func sent(r *http.Request, form *page.Form) url.Values {
	out := form.Sent()
	for _, of := range []string{"kind", "replaces"} {
		out.Set("?"+of, r.URL.Query().Get(of))
	}
	return out
}

// command is what a form asks for.
func (a *actPage) command(form *page.Form) duty.Command {
	when := time.Time{}
	if a.Claims() {
		when = claimed(form, a.Zone, a.now)
	}
	switch a.Act {
	case "agenda":
		return duty.WriteAgenda{Text: form.Value("text"), NamesNobody: form.Checked("names_nobody")}
	case "evidence":
		return a.evidence(form, when)
	case "do":
		if !a.Explains() {
			return duty.Do{Claimed: when}
		}
		return duty.Do{Claimed: when, Reason: form.Value("reason")}
	case "miss":
		return duty.Miss{Reason: form.Value("reason")}
	case "take_over":
		return duty.TakeOver{From: chosen(form, "from", true)}
	}
	return map[casefile.Kind]duty.Command{"check": duty.Check{}, "send_back": duty.SendBack{}, "sign_up": duty.SignUp{}, "step_back": duty.StepBack{},
		"offer": duty.Offer{}, "void": duty.Cancel{}}[a.Act]
}

func (a *actPage) evidence(form *page.Form, when time.Time) duty.AddEvidence {
	cmd := duty.AddEvidence{Sort: a.Kind, Claimed: when, NamesNobody: form.Checked("names_nobody"), Text: form.Value("text")}
	cmd.Replaces, _ = id.Parse(a.Replaces)
	switch {
	case a.Counted():
		form.Require("number")
		cmd.Number, cmd.Listed = small(form.Number("number")), small(form.Number("listed"))
		if a.Kind == "attendance" {
			cmd.Posts = form.Values("posts")
		}
	case a.Kind == "photographs":
		cmd.Number = 1
	case a.Kind == "amounts":
		form.Require("planned", "paid")
		cmd.Planned, cmd.Paid = form.Minor("planned", a.Rules.Currency, "duty.amount.form"), form.Minor("paid", a.Rules.Currency, "duty.amount.form")
	case a.Kind == "notice":
		form.Require("dead", "injured", "missing")
		cmd.Notice = duty.Notified{Place: strings.TrimSpace(form.Value("place")), Dead: small(form.Number("dead")), Injured: small(form.Number("injured")), Missing: small(form.Number("missing")),
			Action: strings.TrimSpace(form.Value("action"))}
	case a.Kind == "checklist":
		cmd.Sheet.Answers = map[string]string{}
		for _, q := range a.Questions() {
			cmd.Sheet.Answers[strings.TrimPrefix(q.Name, "q_")] = form.Value(q.Name)
		}
		cmd.Sheet.Reports = append(cmd.Sheet.Reports, strings.Fields(form.Value("reports"))...)
	case a.Writes() && len(form.Files("file")) == 0:
		form.Require("text")
	}
	return cmd
}

// small keeps a number of a form within what evidence counts; the machine says what is too large.
func small(n int64) int { return int(max(-1, min(n, 1_000_000))) }
