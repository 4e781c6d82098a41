package report

import (
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// ProposeWords asks the author whether the complained of may be told this. Without the author's word nothing reaches them.
type ProposeWords struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (ProposeWords) Kind() casefile.Kind { return "propose_words" }

func (p ProposeWords) decide(d *decision, s *Step) (any, error) {
	return nil, written(s, d.c.Author, p.Text)
}

func foldProposeWords(c *Case, e casefile.Event, _ struct{}) {
	c.Words = append(c.Words, Words{ID: e.ID, Proposed: e.At})
}

// ReleaseWords is the author's: the handler may tell them, in these words and no others.
type ReleaseWords struct{}

// Kind is the machine's event.
func (ReleaseWords) Kind() casefile.Kind { return "release_words" }

func (ReleaseWords) decide(*decision, *Step) (any, error) { return nil, nil }

func foldReleaseWords(c *Case, e casefile.Event, _ struct{}) { c.Waiting().Released = e.At }

// RefuseWords is the author's: they are told nothing, or something else.
type RefuseWords struct{}

// Kind is the machine's event.
func (RefuseWords) Kind() casefile.Kind { return "refuse_words" }

func (RefuseWords) decide(*decision, *Step) (any, error) { return nil, nil }

func foldRefuseWords(c *Case, e casefile.Event, _ struct{}) { c.Waiting().Refused = e.At }

// Write is what the handler writes to the author.
type Write struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Write) Kind() casefile.Kind { return "message" }

func (w Write) decide(d *decision, s *Step) (any, error) { return nil, written(s, d.c.Author, w.Text) }

// Reply is what the author writes to the handler.
type Reply struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Reply) Kind() casefile.Kind { return "reply" }

func (r Reply) decide(d *decision, s *Step) (any, error) { return nil, written(s, d.c.Author, r.Text) }

func foldMessage(c *Case, e casefile.Event, _ struct{}) {
	c.Messages = append(c.Messages, Message{ID: e.ID, By: e.By.Account, At: e.At})
}

func written(s *Step, author id.ID, words string) error {
	var l fault.List
	text(&l, "text", words, maxText, true)
	s.seal(vault.Private, author, s.Event.ID, FieldWritten, words)
	return l.Err()
}

// Withdraw is the author's, at any time and without a reason.
type Withdraw struct{}

// Kind is the machine's event.
func (Withdraw) Kind() casefile.Kind { return "withdraw" }

func (Withdraw) decide(_ *decision, s *Step) (any, error) {
	s.Drop = reachesAuthor
	return nil, nil
}

// Close is the author's: the answer is enough.
type Close struct{}

// Kind is the machine's event.
func (Close) Kind() casefile.Kind { return "close" }

func (Close) decide(_ *decision, s *Step) (any, error) {
	s.Drop = reachesAuthor
	return nil, nil
}

func foldEnd(c *Case, _ casefile.Event, _ struct{}) {
	c.Named, c.Reached, c.Told = false, false, Told{Left: c.Told.Left}
}

// Erase destroys every section when the retention is over. State and dates remain; no word does.
type Erase struct{}

// Kind is the machine's event.
func (Erase) Kind() casefile.Kind { return "erase" }

func (Erase) decide(d *decision, s *Step) (any, error) {
	s.Drop = casefile.Every
	for _, x := range d.Slips {
		if x.EndedAt.IsZero() { // what is gone needs no door
			x.EndedAt = d.now
			s.Issued = append(s.Issued, x)
		}
	}
	return nil, nil
}

func foldErase(c *Case, e casefile.Event, _ struct{}) {
	c.Erased, c.Named, c.Reached, c.Numbered, c.Words, c.Messages, c.Files, c.SlipAsk, c.Taking, c.Demands, c.Urgent, c.Exports = e.At, false, false, false, nil, nil, nil, nil, nil, nil, nil, nil
	c.Issue.forget()
}
