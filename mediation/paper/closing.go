package paper

import (
	"slices"
	"strconv"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

type investigationData struct {
	Office                  Office
	Case                    caseData
	At                      time.Time
	Way, Place, Whom, Asker string
	Record                  []spoken
}

type closingData struct {
	Office                  Office
	Case                    caseData
	Applicants, Respondents []partyData
	Mediators               []named
	Sessions                string
	Summary, Result, Reason string
	Terms                   []termData
	ClosedAt, EffectiveAt   time.Time
	Performance             string
	Confirmation            string
}

// investigations are the records of what was found out. The mediator's own are nobody else's, and are numbered by
// themselves, so that no number of a joint one tells of them.
func investigations(o *mediation.Opened) []Paper {
	var out []Paper
	joint, own := 0, 0
	for _, x := range o.Case.Found {
		if o.Findings[x.ID].Text == "" {
			continue
		}
		p := Paper{Event: x.ID}
		if x.Engagement.IsZero() {
			joint++
			p.Nth, p.To, p.ID = joint, consenting(o), "investigation-"+strconv.Itoa(joint)
		} else {
			own++
			p.Nth, p.Private, p.ID = own, true, "own-investigation-"+strconv.Itoa(own)
		}
		out = append(out, p)
	}
	return out
}

// closings is the report 结案报告表 on a mediation that was taken on and is over.
func closings(o *mediation.Opened) []Paper {
	if o.Case.Accepted.IsZero() || o.Case.State.Open() || o.Application.Summary == "" {
		return nil
	}
	return []Paper{{}}
}

func (f fill) investigation() (investigationData, error) {
	i := slices.IndexFunc(f.o.Case.Found, func(x mediation.Investigation) bool { return x.ID == f.paper.Event })
	if i < 0 {
		return investigationData{}, ErrNone
	}
	x := f.o.Case.Found[i]
	found := f.o.Findings[x.ID]
	return investigationData{Office: f.names.Office.orOpen(), Case: f.clear(), At: x.At, Way: f.l.Text("mediation.investigation.way."+x.Way, nil),
		Place: found.Place, Whom: found.Whom, Asker: f.person(x.Account), Record: f.speech(found.Text)}, nil
}

// closing is filled with the joint section alone; why a mediation ended stands in it as on every party's notice.
func (f fill) closing() (closingData, error) {
	c := &f.o.Case
	d := closingData{Office: f.names.Office.orOpen(), Case: f.clear(), Applicants: f.sides(mediation.Applicant), Respondents: f.sides(mediation.Respondent),
		Summary: f.o.Application.Summary, Result: f.say("result." + f.result()), ClosedAt: f.closed()}
	held := 0
	for _, s := range c.Sessions {
		if len(s.With) > 1 && !s.Begun.IsZero() { // separate talks stay apart
			held++
		}
	}
	d.Sessions = strconv.Itoa(held)
	for _, e := range c.Engagements {
		if !e.From.IsZero() && !slices.Contains(d.Mediators, named{f.person(e.Account)}) {
			d.Mediators = append(d.Mediators, named{f.person(e.Account)})
		}
	}
	if c.LastState() == mediation.Terminated {
		d.Reason = f.reason()
	}
	a := c.Agreement
	if a == nil || a.Effective.IsZero() || f.o.Agreement == nil {
		return d, nil
	}
	d.EffectiveAt, d.Performance = a.Effective, f.performed(a)
	if x := c.Confirmation; x != nil {
		d.Confirmation = f.say("court.prepared")
		if x.Result != "" {
			d.Confirmation = f.l.Text("paper.court."+x.Result, fault.Args{"day": f.l.Date(x.Decided)})
		} else if !x.Applied.IsZero() {
			d.Confirmation = f.l.Text("paper.court.applied", fault.Args{"day": f.l.Date(x.Applied)})
		}
	}
	var err error
	d.Terms, err = f.terms()
	return d, err
}

// result names how the mediation came out.
func (f fill) result() string {
	c := &f.o.Case
	switch {
	case c.LastState() == mediation.Voided:
		return "voided"
	case c.LastState() == mediation.Terminated || c.Agreement == nil:
		return "ended"
	case c.Agreement.Oral:
		return "oral"
	case c.Agreement.Partial:
		return "partial"
	}
	return "agreed"
}

// closed is when the case was over: by its ending, by performance, or with the agreement that is left to perform.
func (f fill) closed() time.Time {
	c := &f.o.Case
	switch a := c.Agreement; {
	case !c.Ended.IsZero():
		return c.Ended
	case a == nil:
	case !a.Voided.IsZero():
		return a.Voided
	case !a.Performed.IsZero():
		return a.Performed
	case !a.Effective.IsZero():
		return a.Effective
	}
	if n := len(f.o.Events); n > 0 {
		return f.o.Events[n-1].At
	}
	return c.Accepted
}

func (f fill) performed(a *mediation.Agreement) string {
	done := map[id.ID]bool{}
	for _, i := range a.Instalments {
		if !i.Fulfilled.IsZero() {
			done[i.ID] = true
		}
	}
	if len(done) == len(a.Instalments) {
		return f.say("performed.whole")
	}
	return f.l.Text("paper.performed.part", fault.Args{"done": len(done), "of": len(a.Instalments)})
}
