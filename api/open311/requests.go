package open311

import (
	"cmp"
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
	from := min((f.Page-1)*f.Size, len(out))
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

// week is how far a time that is not shown exactly lies from the one that is.
const week = 7 * 24 * time.Hour

// between are the reports of a span of time, the newest first, as it is shown: where a category's times are rounded, the
// filter, too, sees no more than the rounded one, and its reports stand after all others of their week, in the order of their
// random ids, so that neither a filter nor the place in the list tells the time.
func (s *Server) between(c *call, j *jurisdiction, f georeport.Filter) ([]report.Public, error) {
	var (
		out   []report.Public
		skip  = (f.Page - 1) * f.Size
		held  []report.Public // of one week
		asked = report.PublicFilter{From: f.From.Add(-week), Until: f.To.Add(week), Categories: f.Codes}
	)
	if len(f.Status) == 1 {
		open := f.Status[0] == georeport.Open
		asked.Open = &open
	}
	add := func(p report.Public) {
		if at := j.told(&p, p.Received); at.Before(f.From) || at.After(f.To) || !j.has(p.Unit) {
			return
		}
		if skip > 0 {
			skip--
		} else if len(out) < f.Size {
			out = append(out, p)
		}
	}
	release := func() {
		slices.SortFunc(held, func(a, b report.Public) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
		for _, p := range held {
			add(p)
		}
		held = nil
	}
	for len(out) < f.Size {
		rows, next, err := s.Report.PublicList(c.http.Context(), j.tenant.ID, asked)
		if err != nil {
			return nil, err
		}
		for _, p := range rows {
			if len(held) > 0 && p.Received.Before(j.told(&held[0], held[0].Received)) {
				release()
			}
			if j.rounds(&p) {
				held = append(held, p)
			} else {
				add(p)
			}
		}
		if asked.After = next; next.ID.IsZero() {
			release()
			break
		}
	}
	return out, nil
}

// rounds reports whether the times of a report are not told exactly.
func (j *jurisdiction) rounds(p *report.Public) bool {
	x, ok := j.rules.Report.Category(p.Category)
	return !ok || x.Round > 0
}

// told is a time of a report as everybody may know it: exactly, or as the Monday of its week.
func (j *jurisdiction) told(p *report.Public, at time.Time) time.Time {
	if at.IsZero() || !j.rounds(p) {
		return at.In(j.zone)
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
