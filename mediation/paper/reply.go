package paper

import (
	"time"

	"linli/mediation"
)

type senderData struct {
	Body, Number string
	Dated        time.Time
}

type factData struct{ Name, Text string }

// replyData is all that a reply can say. It holds no number of the case and no day but that of the letter and that of the
// reply: what stands here for a sender that learns nothing depends on its letter and on nothing else.
type replyData struct {
	Office Office
	Sender senderData
	Told   []factData // of a court alone
	At     time.Time
}

// replies is the office's letter to the body that sent the dispute, from the day on which it may be written.
func replies(o *mediation.Opened) []Paper {
	if s := o.Case.Sent; s == nil || s.Opened.IsZero() || o.Letter.Body == "" {
		return nil
	}
	return []Paper{{}}
}

func (f fill) reply() replyData {
	s := f.o.Case.Sent
	d := replyData{Office: f.names.Office.orOpen(), Sender: senderData{Body: f.o.Letter.Body, Number: f.o.Letter.Number}, At: s.Due.Add(-time.Microsecond)}
	if day, err := time.ParseInLocation(time.DateOnly, s.Dated, f.o.Rules.Zone); err == nil {
		d.Sender.Dated = day
	}
	for _, x := range f.o.Case.Told(f.o.Rules) {
		yes := "no"
		if x.Yes {
			yes = "yes"
		}
		d.Told = append(d.Told, factData{f.say("reply." + x.Code), f.say("reply." + x.Code + "." + yes)})
	}
	return d
}

// unmarked reports whether a paper leaves the office and so bears no number of the case: that would tell the sender that the
// case was taken on, and a recipient what the party did not choose to tell.
func unmarked(which []Paper) bool {
	return len(which) == 1 && (which[0].Kind == "reply" || which[0].Kind == "onward" || which[0].Kind == "statutory")
}
