package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// Assign gives a report to accounts of its unit: the first is the handler, who answers for it, the others work with it.
type Assign struct {
	To []id.ID `json:"to"`
}

// Kind is the machine's event.
func (Assign) Kind() casefile.Kind { return "assign" }

type assigned struct {
	To []id.ID `json:"to"`
}

func (a Assign) decide(d *decision, _ *Step) (any, error) {
	if len(a.To) == 0 || len(a.To) > maxHandlers {
		return nil, fault.Field("to", "form.choose")
	}
	for i, account := range a.To {
		if !slices.Contains(d.Here, account) || slices.Contains(a.To[:i], account) {
			return nil, fault.Field("to", "form.choose")
		}
	}
	return assigned(a), nil
}

// maxHandlers is how many accounts work on one report.
const maxHandlers = 5

func foldAssign(c *Case, _ casefile.Event, b assigned) {
	c.Handler, c.With = b.To[0], slices.Clone(b.To[1:])
}

// Transfer hands a report to another unit, with the reason, which its reporter reads. Its promises go on.
type Transfer struct {
	Unit id.ID  `json:"unit"`
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Transfer) Kind() casefile.Kind { return "transfer" }

type transferred struct {
	Desk Desk `json:"desk"`
}

func (t Transfer) decide(d *decision, s *Step) (any, error) {
	if _, err := answered(s, t.Text); err != nil {
		return nil, err
	}
	return transferred{d.Desk}, nil
}

func foldTransfer(c *Case, e casefile.Event, b transferred) {
	c.Moves = c.Moves.With(casefile.Move{ID: e.ID, From: c.Desk.Unit, To: b.Desk.Unit, At: e.At})
	c.Desk, c.Home, c.Handler, c.With = b.Desk, b.Desk.Unit, id.ID{}, nil
}

// Start says that work has begun: somebody is at the place, or at the matter.
type Start struct{}

// Kind is the machine's event.
func (Start) Kind() casefile.Kind { return "start" }

func (Start) decide(*decision, *Step) (any, error) { return nil, nil }

func foldStart(c *Case, e casefile.Event, _ struct{}) { c.Started = e.At }

// ReplyMeanwhile tells the reporter how it stands where the answer takes longer.
type ReplyMeanwhile struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (ReplyMeanwhile) Kind() casefile.Kind { return "interim" }

func (r ReplyMeanwhile) decide(_ *decision, s *Step) (any, error) { return answered(s, r.Text) }

func foldInterim(c *Case, e casefile.Event, _ struct{}) { c.Interim = append(c.Interim, e.ID) }

// Fix says that the thing is done, and what was done. It does not close the report.
type Fix struct {
	Text    string   `json:"text"`
	Checked []string `json:"checked,omitempty"` // of the category's checklist, by their codes
}

// Kind is the machine's event.
func (Fix) Kind() casefile.Kind { return "fix" }

func (f Fix) decide(d *decision, s *Step) (any, error) { return d.checked(s, f.Checked, f.Text) }

func foldFix(c *Case, e casefile.Event, b goneThrough) {
	foldAnswer(c, e, struct{}{})
	c.Fixed, c.Checked = e.At, b.Checked
}

// Recheck says that somebody looked again and found it fixed.
type Recheck struct {
	Text    string   `json:"text"`
	Checked []string `json:"checked,omitempty"` // of the category's checklist, by their codes
}

// Kind is the machine's event.
func (Recheck) Kind() casefile.Kind { return "recheck" }

func (r Recheck) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	d.knows(&l, r.Checked)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return goneThrough{r.Checked}, noted(d, s, r.Text)
}

func foldRecheck(c *Case, e casefile.Event, b goneThrough) {
	foldNote(c, e, struct{}{})
	c.Rechecked, c.Checked = e.At, b.Checked
}

// FailRecheck says that somebody looked again and found it not fixed.
type FailRecheck struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (FailRecheck) Kind() casefile.Kind { return "recheck_failed" }

func (r FailRecheck) decide(d *decision, s *Step) (any, error) { return nil, noted(d, s, r.Text) }

func foldNotFixed(c *Case, e casefile.Event, b struct{}) {
	foldNote(c, e, b)
	c.anew()
}

func foldClose(c *Case, e casefile.Event, b struct{}) {
	c.Closed = e.At
	foldEnd(c, e, b)
}

func foldWithdraw(c *Case, e casefile.Event, b struct{}) {
	c.Published = time.Time{}
	foldEnd(c, e, b)
}

// Reopen is the reporter's: it is not fixed, or the answer does not answer it.
type Reopen struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Reopen) Kind() casefile.Kind { return "reopen" }

func (r Reopen) decide(d *decision, s *Step) (any, error) {
	return nil, written(s, d.c.Author, r.Text)
}

func foldReopen(c *Case, e casefile.Event, b struct{}) {
	foldMessage(c, e, b)
	c.Reopened++
	c.Into, c.Was = id.ID{}, "" // one that was handled with another goes on by itself
	c.anew()
}

// anew says that the work is to be done once more: it is neither fixed nor closed, and nobody has begun.
func (c *Case) anew() {
	c.Started, c.Fixed, c.Rechecked, c.Closed = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// ReopenEnds is the last instant at which the reporter can say that it is not fixed.
func (c *Case) ReopenEnds(rules *rulebook.Rulebook) time.Time {
	rule := rulebook.PromiseRule{ID: "reopen", Start: []string{"end"}, Clock: rules.Report.ReopenWithin.Length, NextWorkingDay: true}
	ended := c.Ended
	if last := c.final(); c.State == Joined && last != nil {
		ended = last.At
	}
	p := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{{Kind: "end", At: ended}}, ended)
	return p[0].Due
}

// SendBack decides a review so: the unit does it anew. The reporter reads why.
type SendBack struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (SendBack) Kind() casefile.Kind { return "send_back" }

func (x SendBack) decide(d *decision, s *Step) (any, error) { return answered(s, x.Text) }

func foldSendBack(c *Case, e casefile.Event, _ struct{}) {
	c.Decision, c.ReviewedBy = e.ID, e.By.Account
	c.Desk, c.Handler, c.With = Desk{c.Home, inQueue}, id.ID{}, nil
	c.Into, c.Was = id.ID{}, ""
	c.anew()
}

// Note is what those who handle it write among themselves. Its reporter does not read it.
type Note struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Note) Kind() casefile.Kind { return "note" }

func (n Note) decide(d *decision, s *Step) (any, error) { return nil, noted(d, s, n.Text) }

func foldNote(c *Case, e casefile.Event, _ struct{}) {
	c.Notes = append(c.Notes, Message{ID: e.ID, By: e.By.Account, At: e.At})
}

func noted(d *decision, s *Step, words string) error {
	var l fault.List
	text(&l, "text", words, maxText, true)
	s.Event.Visibility = casefile.Office
	s.seal(vault.Private, d.c.ID, s.Event.ID, FieldNote, words)
	return l.Err()
}

// ForgetContact is the reporter's: name and contact are destroyed at once, and the report goes on without them.
type ForgetContact struct{}

// Kind is the machine's event.
func (ForgetContact) Kind() casefile.Kind { return "forget_contact" }

func (ForgetContact) decide(_ *decision, s *Step) (any, error) {
	s.Drop = reachesAuthor
	return nil, nil
}
