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

// updatesSpan is how long a span of updates may be, and is where none is named a part of it.
const updatesSpan = 90 * 24 * time.Hour

// updates answers what everybody was told of public reports in a span of time, in the order in which it was told: a page of it, or, where
// none is asked for, the first thousand and all else of the same instant, so that a client can go on from the last.
func (s *Server) updates(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	from, to, err := georeport.ReadRange(c.values, updatesSpan, j.now)
	if err != nil {
		return err
	}
	asked, err := georeport.ReadPage(c.values)
	if err != nil {
		return err
	}
	var out []georeport.Update
	for after, skip := (report.UpdateCursor{}), asked.Skips(); ; {
		rows, next, err := s.Report.PublicUpdates(c.http.Context(), j.tenant.ID, from, earlier(to, j.now), after)
		if err != nil {
			return err
		}
		for i := range rows {
			switch n := len(out); {
			case !j.has(rows[i].Unit):
			case skip > 0:
				skip--
			case n < asked.Size || !asked.Given && n < georeport.MaxDepth && rows[i].Told.Equal(out[n-1].Updated):
				out = append(out, j.update(c, &rows[i]))
			default:
				return c.send(200, georeport.EncodeUpdates(c.format, out))
			}
		}
		if after = next; next.Told.IsZero() {
			return c.send(200, georeport.EncodeUpdates(c.format, out))
		}
	}
}

// update is what happened in the words of mySociety's updates.
func (j *jurisdiction) update(c *call, x *report.Update) georeport.Update {
	status := report.Statuses[x.Kind]
	u := georeport.Update{ID: updateID(x.Event), RequestID: x.Report.String(), Status: status, Updated: x.Told.In(j.zone), Description: c.words.Text("open311.update."+string(status), nil)}
	if x.Published && x.Answer != "" && slices.Contains([]georeport.Status{georeport.StatusFixed, georeport.StatusNoAction, georeport.StatusClosed}, status) {
		u.Description = x.Answer
	}
	return u
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
	author, settled, err := s.Report.FiledBy(c.http.Context(), j.tenant.ID, p.ID, who.ID)
	if err != nil {
		if errors.Is(err, report.ErrNotFound) { // somebody else's report: it can be read, and that is all
			err = &fault.Error{Code: fault.Forbidden, Key: "open311.update_not_yours", Field: "service_request_id"}
		}
		return err
	}
	author.Via = office.Open311
	request, err := casefile.NewRequest(who.ID, "open311 update "+u.ID, []byte(u.RequestID+"\n"+string(u.Status)+"\n"+u.Description))
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
