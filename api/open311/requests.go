package open311

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report"
)

// requests answers a question for several reports.
func (s *Server) requests(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	f, err := georeport.ReadFilter(c.values, s.Clock.Now())
	if err != nil {
		return err
	}
	var rows []report.Public
	if f.IDs != nil {
		rows, err = s.named(c, j, f)
	} else {
		rows, err = s.between(c, j, f)
	}
	if err != nil {
		return err
	}
	out := make([]georeport.Request, len(rows))
	for i := range rows {
		out[i] = j.shown(c, &rows[i])
	}
	return c.send(200, georeport.EncodeRequests(c.format, out))
}

// named are the reports of the ids that were asked for, in their order. What is no id of a public report is left out.
func (s *Server) named(c *call, j *jurisdiction, f georeport.Filter) ([]report.Public, error) {
	var out []report.Public
	for _, given := range f.IDs {
		p, err := s.public(c, j, given)
		if err == nil {
			out = append(out, p)
		} else if fault.Of(err).Code != fault.NotFound {
			return nil, err
		}
	}
	from := min(f.Skips(), len(out))
	return out[from:min(from+f.Size, len(out))], nil
}

// public is one public report of the jurisdiction by its service_request_id.
func (s *Server) public(c *call, j *jurisdiction, given string) (report.Public, error) {
	none := &fault.Error{Code: fault.NotFound, Key: "open311.request_unknown", Field: "service_request_id"}
	u, err := id.Parse(given)
	if err != nil || u.IsZero() {
		return report.Public{}, none
	}
	p, err := s.Report.PublicView(c.http.Context(), j.tenant.ID, u)
	if errors.Is(err, report.ErrNotFound) || err == nil && !j.has(p.Unit) {
		return report.Public{}, none
	}
	return p, err
}

// request answers where one report stands.
func (s *Server) request(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	p, err := s.public(c, j, c.part)
	if err != nil {
		return err
	}
	return c.send(200, georeport.EncodeRequests(c.format, []georeport.Request{j.shown(c, &p)}))
}

// token answers with the id that a token stands for. linli gives every id at once, so that a token is one.
func (s *Server) token(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	p, err := s.public(c, j, c.part)
	if err != nil {
		if fault.Of(err).Code == fault.NotFound {
			err = &fault.Error{Code: fault.NotFound, Key: "open311.token_unknown", Field: "token"}
		}
		return err
	}
	return c.send(200, georeport.EncodeToken(c.format, georeport.Receipt{ID: p.ID.String(), Token: c.part}))
}

// between are the reports of a span of time, the newest first, as it is told: where a category's times are rounded, a report comes to the
// list when its week is over, in the order of the random ids, so that neither a filter nor the place in the list tells the time, and whoever
// asks what came since it last asked sees it once.
func (s *Server) between(c *call, j *jurisdiction, f georeport.Filter) ([]report.Public, error) {
	out := page{skip: f.Skips(), size: f.Size}
	asked := report.PublicFilter{Categories: f.Codes}
	if len(f.Status) == 1 {
		open := f.Status[0] == georeport.Open
		asked.Open = &open
	}
	to := earlier(f.To, j.now) // nothing is told beforehand
	for monday := report.Week(to, j.zone); !out.full(); monday = report.Week(monday.Add(-time.Second), j.zone) {
		asked.From, asked.Until = later(monday, f.From), earlier(report.WeekEnd(monday, j.zone), to.Add(time.Microsecond))
		err := s.walk(c, j, asked, func(p report.Public) bool {
			if !j.rounds(&p) {
				out.add(p)
			}
			return !out.full()
		})
		if err != nil || monday.Before(f.From) {
			return out.rows, err
		}
		var held []report.Public // told on this Monday
		asked.From, asked.Until = report.Week(monday.Add(-time.Second), j.zone), monday
		err = s.walk(c, j, asked, func(p report.Public) bool {
			if j.rounds(&p) {
				held = append(held, p)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		slices.SortFunc(held, func(a, b report.Public) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		for _, p := range held {
			out.add(p)
		}
	}
	return out.rows, nil
}

// walk goes through the jurisdiction's reports that were received in a span of time, the newest first, as long as each wants the next.
func (s *Server) walk(c *call, j *jurisdiction, asked report.PublicFilter, each func(report.Public) bool) error {
	for asked.From.Before(asked.Until) {
		rows, next, err := s.Report.PublicList(c.http.Context(), j.tenant.ID, asked)
		if err != nil {
			return err
		}
		for _, p := range rows {
			if j.has(p.Unit) && !each(p) {
				return nil
			}
		}
		if asked.After = next; next.ID.IsZero() {
			return nil
		}
	}
	return nil
}

// page gathers the rows of one page.
type page struct {
	rows       []report.Public
	skip, size int
}

func (x *page) full() bool { return len(x.rows) >= x.size }

func (x *page) add(p report.Public) {
	switch {
	case x.skip > 0:
		x.skip--
	case !x.full():
		x.rows = append(x.rows, p)
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// rounds reports whether the times of a report are not told exactly.
func (j *jurisdiction) rounds(p *report.Public) bool {
	x, ok := j.rules.Report.Category(p.Category)
	return !ok || x.Round > 0
}

// told is a time of a report as everybody may know it: exactly, or as the end of its week, and as its beginning while it is not over.
func (j *jurisdiction) told(p *report.Public, at time.Time) time.Time {
	if at.IsZero() || !j.rounds(p) {
		return at.In(j.zone)
	}
	if end := report.WeekEnd(at, j.zone); !end.After(j.now) {
		return end
	}
	return report.Week(at, j.zone)
}

// shown is a report as it is shown.
func (j *jurisdiction) shown(c *call, p *report.Public) georeport.Request {
	x, _ := j.rules.Report.Category(p.Category)
	out := georeport.Request{ID: p.ID.String(), Status: georeport.Closed, ServiceName: x.Label.In(string(c.lang)), ServiceCode: p.Category,
		Requested: j.told(p, p.Received), Updated: j.told(p, p.Updated), Notes: c.words.Text("issue.state."+string(p.State), nil)}
	if unit, ok := j.tree.Unit(p.Unit); ok {
		out.Agency = unit.Name
	}
	switch {
	case p.Open:
		out.Status, out.Expected = georeport.Open, j.told(p, p.Expected)
	case !p.Closed.IsZero():
		out.Updated = j.told(p, p.Closed)
	}
	switch closed := p.State == report.Closed && p.Sort.Mended(); {
	case closed && p.Fixed.IsZero(): // closed and fixed are two facts
		out.Notes = c.words.Text("open311.closed_unfixed", nil)
	case closed:
		out.Notes = c.words.Text("open311.closed_fixed", nil)
	}
	if p.Published {
		out.Description, out.Address, out.Place = p.Text, p.Place, p.Point
		if p.Answer != "" {
			out.Notes += "\n" + p.Answer
		}
		if p.Copies > 0 {
			out.MediaURL = j.picture(p.ID)
		}
	}
	return out
}
