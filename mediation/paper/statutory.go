package paper

import (
	"fmt"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
)

// reportData is a report that the law demands: the text that was written for it, and nothing else of the case.
type reportData struct {
	Office Office
	Body   string
	Ground string // of [mediation.StatutoryGrounds]
	Words  []string
	At     time.Time
}

// reports are the approved ones; the party whom one concerns has it once it was told.
func reports(o *mediation.Opened) []Paper {
	var out []Paper
	for n, x := range o.Case.Statutory {
		if !x.Approved || o.Statutory[x.ID].Body == "" {
			continue
		}
		paper := Paper{ID: fmt.Sprintf("statutory-%d", n+1), Event: x.ID, Nth: n + 1, Private: true}
		if !x.Told.IsZero() {
			paper.To = []id.ID{x.Party}
		}
		out = append(out, paper)
	}
	return out
}

func (f fill) report() (reportData, error) {
	i := slices.IndexFunc(f.o.Case.Statutory, func(x mediation.Statutory) bool { return x.ID == f.paper.Event })
	if i < 0 {
		return reportData{}, ErrNone
	}
	x, t := f.o.Case.Statutory[i], f.o.Statutory[f.paper.Event]
	at := x.Decided
	if at.IsZero() { // as its party knows it
		at = x.At
	}
	return reportData{Office: f.names.Office.orOpen(), Body: t.Body, Ground: t.Ground, Words: lines(t.Text), At: at}, nil
}
