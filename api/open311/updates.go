package open311

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"crypto/sha256"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report"
)

// statuses say what an event of a report is in the words of updates. Events that are not here change nothing that everybody
// may know.
var statuses = map[casefile.Kind]georeport.Status{
	"accept": georeport.StatusInvestigating, "not_accept": georeport.StatusElsewhere, "assign": georeport.StatusScheduled, "transfer": georeport.StatusReferred,
	"start": georeport.StatusInProgress, "answer": georeport.StatusNoAction, "fix": georeport.StatusFixed, "recheck": georeport.StatusFixed,
	"recheck_failed": georeport.StatusInProgress, "close": georeport.StatusClosed, "reopen": georeport.StatusReopen, "ask_review": georeport.StatusTriage,
	"decide_review": georeport.StatusClosed, "send_back": georeport.StatusInProgress, "join": georeport.StatusDuplicate, "part": georeport.StatusOpen,
}

// updatesSpan is how long a span of updates may be, and is where none is named a part of it.
const updatesSpan = 90 * 24 * time.Hour

// updates answers what happened to public reports in a span of time, the oldest first, at most a thousand: a client goes on
// from the last.
func (s *Server) updates(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	from, to, err := georeport.ReadRange(c.values, updatesSpan, s.Clock.Now())
	if err != nil {
		return err
	}
	changed, err := s.Report.PublicChanges(c.http.Context(), j.tenant.ID, from.Add(-week))
	if err != nil {
		return err
	}
	var out []georeport.Update
	for _, x := range changed {
		if !j.has(x.Unit) {
			continue
		}
		for _, e := range x.Events {
			status, told := statuses[e.Kind]
			at := j.told(&x.Public, e.At)
			if !told || at.Before(from) || at.After(to) {
				continue
			}
			u := georeport.Update{ID: updateID(e.ID), RequestID: x.ID.String(), Status: status, Updated: at, Description: c.words.Text("open311.update."+string(status), nil)}
			if x.Published && x.Answer != "" && slices.Contains([]georeport.Status{georeport.StatusFixed, georeport.StatusNoAction, georeport.StatusClosed}, status) {
				u.Description = x.Answer
			}
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b georeport.Update) int { return a.Updated.Compare(b.Updated) })
	return c.send(200, georeport.EncodeUpdates(c.format, out[:min(len(out), georeport.MaxRows)]))
}

// updateID names an event without its id, which the staff's interface uses.
func updateID(e id.ID) string {
	sum := sha256.Sum256(append([]byte("linli update\n"), e[:]...))
	return hex.EncodeToString(sum[:10])
}

// update takes in what another system has to say about a report that it filed: it reaches whoever handles it as the
// reporter's words; and where the report was called fixed or closed and the other system says that since then it is not, it is
// opened again as the reporter would. One that was written before, and came late, knew nothing of that, and opens nothing. Nothing
// else that it says changes where the report stands: that is the office's to say.
func (s *Server) update(c *call) error {
	f, who, j, err := s.form(c)
	if err != nil {
		return err
	}
	u, err := georeport.ReadPostedUpdate(f)
	if err != nil {
		return err
	}
	p, err := s.public(c, j, u.RequestID)
	if err != nil {
		return err
	}
	author, settled, err := s.Report.FiledBy(c.http.Context(), j.tenant.ID, p.ID, who.Session)
	if err != nil {
		if errors.Is(err, report.ErrNotFound) { // somebody else's report: it can be read, and that is all
			err = &fault.Error{Code: fault.Forbidden, Key: "open311.update_not_yours", Field: "service_request_id"}
		}
		return err
	}
	author.Via = office.Open311
	request, err := casefile.NewRequest(who.Session, "open311 update "+u.ID, []byte(u.RequestID+"\n"+string(u.Status)+"\n"+u.Description))
	if err != nil {
		return err
	}
	again := slices.Contains([]georeport.Status{georeport.StatusOpen, georeport.StatusReopen}, u.Status) && !p.Open &&
		u.Fresh(settled.Truncate(time.Second)) // the other's clock may tell no parts of a second
	replayed, err := s.say(c, author, again, u, request)
	if err != nil {
		return err
	}
	notice := c.unfetched(u.MediaURLs)
	if !replayed {
		notice = append(s.attach(c, author, u.Media), notice...)
	}
	return c.send(200, georeport.EncodeUpdateReceipt(c.format, u.ID, strings.Join(notice, " ")))
}

// say does what an update says: opens the report again, or adds to it; replayed: it had been done before.
func (s *Server) say(c *call, author access.Actor, again bool, u georeport.PostedUpdate, request *casefile.Request) (replayed bool, err error) {
	words := naming(u.Description, u.MediaURLs)
	if words == "" {
		words = c.words.Text("open311.update."+string(u.Status), nil)
	}
	var cmd report.Command = report.Reply{Text: words}
	if again {
		cmd = report.Reopen{Text: words}
	}
	after, err := s.Report.Act(c.http.Context(), author, author.Case, cmd, request)
	return after.ID.IsZero(), err
}
