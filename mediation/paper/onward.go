package paper

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/id"
)

// letterData is a letter for one party to somebody who can help it. A line that the party did not choose is empty.
type letterData struct {
	Office    Office
	Body      string
	Name      string // empty: whoever bears the letter
	Rows      []factData
	Words     []string
	At, Ended time.Time
}

// letters are the letters for each party, and in the place of one that was taken back the request to destroy what was told.
func letters(o *mediation.Opened) []Paper {
	var out []Paper
	for i, p := range o.Case.Parties {
		for n, x := range o.Case.Letters(p.ID) {
			if o.Letters[x.ID].Body == "" || o.Name(p.ID) == "" {
				continue
			}
			out = append(out, Paper{ID: fmt.Sprintf("onward-%d-%d", i+1, n+1), Party: p.ID, No: i + 1, Nth: n + 1, Event: x.ID, To: []id.ID{p.ID}, Private: true})
		}
	}
	return out
}

func (f fill) letter() (letterData, error) {
	c := &f.o.Case
	i := slices.IndexFunc(c.Onward, func(x mediation.Onward) bool { return x.ID == f.paper.Event })
	if i < 0 {
		return letterData{}, ErrNone
	}
	x, t := c.Onward[i], f.o.Letters[f.paper.Event]
	d := letterData{Office: f.names.Office.orOpen(), Body: t.Body, At: x.At, Ended: x.Ended}
	if !x.Ended.IsZero() {
		return d, nil // who it was about is not told again
	}
	told := func(line, text string) {
		if text != "" {
			d.Rows = append(d.Rows, factData{f.l.Text("mediation.line."+line, nil), text})
		}
	}
	for _, line := range x.Lines {
		switch line {
		case "name":
			d.Name = f.o.Name(x.Party)
			told(line, d.Name)
		case "contact":
			told(line, f.o.Contact[x.Party].Contact)
		case "language":
			told(line, f.language(f.o.Identity[x.Party].Language))
		case "type":
			told(line, f.clear().Type)
		case "words":
			d.Words = lines(strings.TrimSpace(t.Words))
		}
	}
	return d, nil
}
