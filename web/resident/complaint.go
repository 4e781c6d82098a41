package resident

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// complaintPage is a complaint as its author sees it.
type complaintPage struct {
	Form *page.Form
	*report.Opened
	At   string // where the author's page stands: /r/CODE
	Code id.Code
	Unit string        // complained of
	Act  casefile.Kind // of the page of one act

	Moved    *moved           // the unit that answered has ended, and another has it; nil: it works
	Climbed  string           // where it went because nobody was left at its desk who may answer; empty: it did not
	Nobody   bool             // nobody in the whole office may answer it
	Breaches []breach.Message // what went wrong with what the report holds

	mediator string
	lang     string
	say      i18n.Locale
	now      time.Time
}

// seeComplaint opens the complaint for its author. The access row is written before anything is read.
func (p *Pages) seeComplaint(r *http.Request, v *visitor) (*complaintPage, error) {
	o, err := p.Report.Open(r.Context(), v.actor, v.actor.Case)
	if err != nil {
		return nil, err
	}
	tree, err := p.Office.Tree(r.Context(), v.tenant.ID)
	if err != nil {
		return nil, err
	}
	c := &complaintPage{Form: page.NewForm(nil), Opened: o, At: "/r/" + v.code.String(), Code: v.code, lang: string(page.Of(r).Language), now: p.Clock.Now()}
	of := o.Case.Home
	if !o.Case.IsIssue() {
		of = o.Case.About[0]
	}
	if u, ok := tree.Unit(of); ok {
		c.Unit = u.Name
	}
	if !o.Case.Mediator.IsZero() {
		if c.mediator, err = p.Office.AccountName(r.Context(), v.tenant.ID, o.Case.Mediator); err != nil {
			return nil, err
		}
	}
	l, s := p.locale(r), page.Of(r)
	c.say = l
	s.Account = &page.Account{Name: l.Text(c.Area()+"mine.page", nil), Href: c.At, SignOut: c.At + "/leave"}
	s.Nav = []page.Link{{Text: l.Text("resident.nav.home", nil), Href: c.At, Current: r.URL.Path == c.At}}
	unit, _ := tree.Unit(tree.Now(o.Case.Desk.Unit, c.now))
	s.Contact = tree.Desk(unit.ID).Line(l)
	if o.Case.Climbed() != nil {
		c.Climbed = unit.Name
	}
	if c.Nobody, err = p.Report.Nobody(r.Context(), &o.Case); err != nil {
		return nil, err
	}
	if left, _ := tree.Unit(o.Case.Moves.Before(o.Case.Desk.Unit)); !left.Open(c.now) && !o.Case.Received.After(left.ClosedAt) {
		c.Moved = &moved{At: left.ClosedAt, Ended: left.Name, Unit: unit.Name, Contact: s.Contact}
	}
	return c, nil
}

func (p *Pages) complaint(w http.ResponseWriter, r *http.Request, v *visitor) error {
	c, err := p.seeComplaint(r, v)
	if err != nil {
		return err
	}
	if p.Breaches != nil {
		if c.Breaches, err = p.Breaches(r.Context(), c.Case.Tenant, c.Case.ID, c.Case.Parts...); err != nil {
			return err
		}
	}
	return p.show(w, r, c.Form, c.template(), c)
}

// template is the page of the report: one about a unit has a page of its own.
func (c *complaintPage) template() string {
	if c.Case.IsIssue() {
		return "issue"
	}
	return "complaint"
}

// complaintAct is the page of one act of the author, and takes it.
func (p *Pages) complaintAct(w http.ResponseWriter, r *http.Request, v *visitor) error {
	c, err := p.seeComplaint(r, v)
	if err != nil {
		return err
	}
	c.Act = casefile.Kind(r.PathValue("event"))
	if !slices.Contains(c.acts(), c.Act) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if r.Method == http.MethodPost {
		if c.Form, err = page.ReadForm(r); err != nil {
			return err
		}
	}
	if !c.May(c.Act) {
		return seeOther(w, r, c.At) // the complaint has moved on, and its page says so
	}
	if c.Act == (report.TakeOut{}).Kind() || c.Act == (report.RefuseTakeOut{}).Kind() {
		return p.letTakeOut(w, r, v, c)
	}
	if r.Method != http.MethodPost || c.Form.Looking() {
		return p.show(w, r, c.Form, "complaint_act", c)
	}
	if c.Writes() {
		c.Form.Require("text")
	}
	if c.Act == (report.AskChange{}).Kind() {
		c.Form.Require("what")
	}
	if !c.Form.Faulty() {
		if err = p.askComplaint(r, v, c); err == nil {
			p.Edge.Notify(w, c.done())
			return seeOther(w, r, c.At)
		}
		if !c.Form.Take(err) {
			return err
		}
	}
	return p.show(w, r, c.Form, "complaint_act", c)
}

// askComplaint sends the author's command. The key of the form makes sending it again harmless.
func (p *Pages) askComplaint(r *http.Request, v *visitor, c *complaintPage) error {
	words := c.Form.Value("text")
	cmd := map[casefile.Kind]report.Command{"reopen": report.Reopen{Text: words}, "forget_contact": report.ForgetContact{}, "reply": report.Reply{Text: words}, "ask_review": report.AskReview{Text: words}, "ask_second_review": report.AskSecondReview{Text: words},
		"release_words": report.ReleaseWords{}, "refuse_words": report.RefuseWords{}, "close": report.Close{}, "withdraw": report.Withdraw{},
		"ask_change": report.AskChange{What: c.Form.Value("what"), Text: words}, "ask_erasure": report.AskErasure{}}[c.Act]
	sent := url.Values{"text": {words}, "what": {c.Form.Value("what")}}
	request, err := casefile.NewRequest(v.actor.Party, c.Form.Key(), []byte(r.URL.Path+"\n"+sent.Encode()))
	if err != nil {
		return err
	}
	_, err = p.Report.Act(r.Context(), v.actor, v.actor.Case, cmd, request)
	return err
}

// Writes reports whether the act needs words.
func (c *complaintPage) Writes() bool {
	return slices.Contains([]casefile.Kind{"reply", "ask_review", "ask_second_review", "reopen", "ask_change"}, c.Act)
}

// May reports whether the author can do something now.
func (c *complaintPage) May(act casefile.Kind) bool {
	switch {
	case !slices.Contains(c.Case.Next(c.acts(), access.Resident), act), !c.mayJoined(act):
		return false
	case act == "ask_review" || act == "ask_second_review":
		x, _ := c.Rules.Report.Category(c.Case.Category)
		return !c.now.After(c.ReviewUntil()) && (!c.Case.IsIssue() || x.Review && c.Case.Review.IsZero())
	case act == "reopen":
		return !c.now.After(c.Case.ReopenEnds(c.Rules))
	}
	return true
}

// mayJoined reports whether the reporter of a report that is handled with another can do what hangs on how it stands there.
func (c *complaintPage) mayJoined(act casefile.Kind) bool {
	return c.Case.State != report.Joined || !slices.Contains([]casefile.Kind{"reopen", "ask_review", "offer_survey"}, act) || c.Case.MayJoined(act, c.With)
}

// Ways are what the author can do now; what waits for it stands first, and the end last.
func (c *complaintPage) Ways() []way {
	var out []way
	for _, act := range []casefile.Kind{"reopen", "reply", "ask_review", "ask_second_review", "close", "forget_contact", "withdraw"} {
		if c.May(act) {
			out = append(out, way{c.At + "/complaint/" + string(act), c.ActKey(act) + "title", c.ActKey(act) + "short", false})
		}
	}
	if c.MaySurvey() {
		out = append(out, way{c.At + "/survey", "resident.way.survey", "resident.way.survey_text", false})
	}
	if c.MayMail() {
		out = append(out, way{c.At + "/mail", "contact.title", "told.short", false})
	}
	return out
}

// ReviewUntil is until when a review can be asked for.
func (c *complaintPage) ReviewUntil() time.Time { return c.Case.ReviewEnds(c.Rules) }

// StateKey and NextKey are the texts of where the complaint stands and what happens next.
func (c *complaintPage) StateKey() string { return "report.mine.state." + string(c.Case.State) }

// NextKey is what happens next.
func (c *complaintPage) NextKey() string { return "report.mine.next." + string(c.Case.State) }

// Category is what the complaint is about.
func (c *complaintPage) Category() string {
	x, _ := c.Rules.Report.Category(c.Case.Category)
	return x.Label.In(c.lang)
}

// Whom is the mediator complained of, where the author chose one.
func (c *complaintPage) Whom() string { return c.mediator }

// Told are the answers that the author has got, the newest first.
func (c *complaintPage) Told() []told {
	var out []told
	for _, x := range []struct {
		key string
		of  id.ID
	}{{"final", c.Case.Final}, {"decision", c.Case.Decision}, {map[bool]string{true: "not_accepted", false: "answer"}[c.Case.Reason != ""], c.Case.Answer}, {"extension", c.Case.Extension}} {
		if a, ok := c.Answers[x.of]; ok && !x.of.IsZero() {
			out = append(out, told{"report.told." + x.key, a})
		}
	}
	return out
}

type told struct {
	Key string
	report.Answer
}

// Asks are the words on which the author has to decide, or empty.
func (c *complaintPage) Asks() string {
	if x := c.Case.Waiting(); x != nil {
		return c.Written[x.ID]
	}
	return ""
}

// Letters are the messages, the newest first.
func (c *complaintPage) Letters() []letter {
	var out []letter
	for _, m := range slices.Backward(c.Case.Messages) {
		out = append(out, letter{m.At, c.Written[m.ID], m.By.IsZero()})
	}
	return out
}

// Owed are the promises that run; Settled are those that have ended.
func (c *complaintPage) Owed() []owed { return owedOf(c.Promises, c.Rules, c.lang, true) }

// Settled are the promises that have ended, void ones apart.
func (c *complaintPage) Settled() []owed { return owedOf(c.Promises, c.Rules, c.lang, false) }

// Readings are who read the complaint, and why.
func (c *complaintPage) Readings() []complaintRead {
	var out []complaintRead
	for _, x := range c.Reads {
		if x.Kind != access.Resident { // who has the slip is the author alone
			reader, why := x.Words()
			out = append(out, complaintRead{x.Quarter, reader, why})
		}
	}
	return out
}

type complaintRead struct {
	Quarter         time.Time
	Reader, Purpose string
}

// Elsewhere is who outside the office can be turned to.
func (c *complaintPage) Elsewhere() []string {
	return paragraphs(c.Rules.Text(c.lang, c.Rules.Report.Elsewhere))
}
