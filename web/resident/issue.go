package resident

import (
	"net/http"
	"strconv"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/report"
	"linli/web/page"
	reportpages "linli/web/report"
)

// Area begins the keys of the texts: a report about a place or a service has others than one about a unit.
func (c *complaintPage) Area() string {
	if c.Case.IsIssue() {
		return "issue."
	}
	return "report."
}

func (c *complaintPage) acts() []casefile.Kind {
	if c.Case.IsIssue() {
		return report.IssueOfReporter
	}
	return report.OfAuthor
}

// Where is where the thing is, as the reporter said it.
func (c *complaintPage) Where() string {
	switch {
	case c.Account.Address != "":
		return c.Account.Address
	case !c.Case.Place.Point.IsZero():
		return c.Case.Place.Point.String()
	}
	return ""
}

// said is one thing that the office told, with its title.
type said struct {
	Key   string
	At    time.Time
	Text  string
	Right string // another office
	From  bool   // it is who says this; else whom to turn to
}

// Said is everything that the office told, the newest first.
func (c *complaintPage) Said() []said {
	var out []said
	for i := len(c.Events) - 1; i >= 0; i-- {
		e := c.Events[i]
		if a, ok := c.Answers[e.ID]; ok && e.Kind != (report.Forward{}).Kind() { // see Sent
			out = append(out, said{"issue.told." + string(c.Case.ToldAs(e)), e.At, a.Text, a.Right, e.Kind == (report.Hear{}).Kind()})
		}
	}
	return out
}

// Sent is what went to other offices, and how it stands there.
func (c *complaintPage) Sent() []reportpages.Sent { return reportpages.SentOf(c.Opened, c.lang) }

// fact is one thing that happened, which stands for itself: fixed is not closed.
type fact struct {
	Key string
	At  time.Time
}

// Facts are what has happened to the thing.
func (c *complaintPage) Facts() []fact {
	var out []fact
	for _, f := range []fact{{"written", c.Case.Written}, {"received", c.Case.Received}, {"started", c.Case.Started}, {"passed", c.Case.Passed}, {"fixed", c.Case.Fixed}, {"rechecked", c.Case.Rechecked},
		{"closed", c.Case.Closed}} {
		if !f.At.IsZero() {
			out = append(out, fact{"issue.fact." + f.Key, f.At})
		}
	}
	return out
}

// WithKey is where the report stands with which this one is handled, or empty.
func (c *complaintPage) WithKey() string {
	if c.With == nil {
		return ""
	}
	return "issue.state." + string(c.With.State)
}

// WithOwed is what the office owes on the report with which this one is handled.
func (c *complaintPage) WithOwed() []owed {
	if c.WithBook == nil {
		return nil
	}
	return owedOf(c.WithOwes, c.WithBook, c.lang, true)
}

// HeardKey says that a clerk wrote it down, and that it can be corrected; empty where the reporter wrote it.
func (c *complaintPage) HeardKey() string {
	if c.Case.How == "" {
		return ""
	}
	return "intake.mine." + c.Case.How
}

// picture is a photograph or a paper of the reporter's page. An id tells when it was made, so that its address has a number.
type picture struct {
	N     int
	Name  string
	Image bool
	Ours  bool
}

// Pictures are the files.
func (c *complaintPage) Pictures() []picture {
	var out []picture
	for i, f := range c.Case.Files {
		out = append(out, picture{i + 1, c.Names[f.ID], f.Picture(), f.Ours})
	}
	return out
}

// MayAttach reports whether files can be added.
func (c *complaintPage) MayAttach() bool {
	return len(c.Case.Next([]casefile.Kind{"attach"}, "")) > 0
}

// Accept says which files can be chosen.
func (*complaintPage) Accept() page.Attributes { return page.Uploads() }

// attach adds photographs to the report.
func (p *Pages) attach(w http.ResponseWriter, r *http.Request, v *visitor) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := p.seeComplaint(r, v)
	if err != nil {
		return err
	}
	c.Form = form
	if form.Looking() {
		return p.show(w, r, c.Form, c.template(), c)
	}
	if len(form.Files("file")) == 0 {
		form.Add("file", "paper.files.choose")
		return p.show(w, r, c.Form, c.template(), c)
	}
	for _, head := range form.Files("file") {
		err := reportpages.Upload(r.Context(), p.Report, v.actor, v.actor.Case, head)
		if err != nil {
			if x := fault.Of(err); x != nil && x.Field == "" {
				err = x.At("file")
			}
			if !form.Take(err) {
				return err
			}
			return p.show(w, r, c.Form, c.template(), c)
		}
	}
	p.Edge.Notify(w, "issue.done.attach")
	return seeOther(w, r, c.At)
}

// photograph sends one file of the report.
func (p *Pages) photograph(w http.ResponseWriter, r *http.Request, v *visitor) error {
	c, err := p.seeComplaint(r, v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(c.Case.Files) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	file, err := p.Report.Download(r.Context(), v.actor, v.actor.Case, c.Case.Files[n-1].ID)
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: file.Name, Type: file.Type, Bytes: file.Bytes, Small: file.Small})
}
