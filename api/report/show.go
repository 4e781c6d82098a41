package report

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
)

// ReportStanding is how a report stands: clear facts.
type ReportStanding struct {
	ID          id.ID                 `json:"id"`
	Unit        id.ID                 `json:"unit" doc:"the unit that answers it"`
	Kind        string                `json:"kind"`
	Category    string                `json:"category"`
	State       report.State          `json:"state"`
	Received    time.Time             `json:"received"`
	Fixed       time.Time             `json:"fixed,omitzero" doc:"when it was called fixed"`
	Checked     time.Time             `json:"rechecked,omitzero" doc:"when somebody looked again"`
	Closed      time.Time             `json:"closed,omitzero" doc:"when it was closed, which is another fact"`
	Lat         float64               `json:"lat,omitempty"`
	Long        float64               `json:"long,omitempty"`
	PublicID    id.ID                 `json:"service_request_id,omitzero" doc:"its public id in Open311, which opens nothing"`
	Parts       []id.ID               `json:"parts,omitempty" doc:"reports of further things that it named"`
	Corrections []casefile.Correction `json:"corrections,omitempty" doc:"what the reporter asked to have put right, or objected to"`
	Restricted  bool                  `json:"restricted,omitempty" doc:"the reporter asked to be erased: the report is stored, and nothing else"`
	Into        id.ID                 `json:"into,omitzero" doc:"the report of the same thing that it is handled with"`
	Next        []casefile.Kind       `json:"next" nullable:"false" doc:"the events that this account may ask for now"`
}

// Report is a report as this account may read it.
type Report struct {
	ReportStanding
	Promises []route.Promise `json:"promises" nullable:"false"`
	Content  *ReportContent  `json:"content" doc:"what people said; null where this account may see the report and not read it"`
	Withheld *route.Withheld `json:"withheld,omitempty" doc:"why content is null"`
}

// ReportContent is what the reporter said and was told.
type ReportContent struct {
	Description string         `json:"description"`
	Address     string         `json:"address,omitempty"`
	Point       geo.Point      `json:"point,omitzero"`
	Answers     []ReportAnswer `json:"answers" nullable:"false"`
	Name        string         `json:"name,omitempty"`
	Contact     string         `json:"contact,omitempty"`
	Told        []ReportLine   `json:"told" nullable:"false" doc:"what the office told: interim replies, answers, what was fixed, decisions"`
	Written     []ReportLine   `json:"written" nullable:"false" doc:"messages both ways"`
	Notes       []ReportLine   `json:"notes" nullable:"false" doc:"among those who handle it"`
}

// ReportLine is one thing that was written.
type ReportLine struct {
	ID   id.ID  `json:"id" doc:"the event with which it was written"`
	Text string `json:"text"`
}

// ReportList is one page of reports.
type ReportList struct {
	Items []ReportItem `json:"items" nullable:"false"`
	Next  string       `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// ReportItem is what a list shows of a report.
type ReportItem struct {
	ID       id.ID        `json:"id"`
	Unit     id.ID        `json:"unit"`
	State    report.State `json:"state"`
	Kind     string       `json:"kind"`
	Category string       `json:"category"`
	Taken    bool         `json:"taken" doc:"somebody handles it"`
	Received time.Time    `json:"received"`
	Updated  time.Time    `json:"updated"`
	Due      time.Time    `json:"due,omitzero" doc:"when the next promise of the office falls due"`
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	f := report.QueueFilter{State: report.State(c.Text("state")), Category: c.Text("category"), Sort: rulebook.Kind(c.Text("kind"))}
	rules, err := d.Service.Office.Rulebook(ctx, c.Actor.Tenant, d.Service.Clock.Now())
	if err != nil {
		return route.Answer{}, err
	}
	if f.Days, err = c.Days(rules.Zone); err != nil {
		return route.Answer{}, err
	}
	if f.Limit, err = c.Limit(); err != nil {
		return route.Answer{}, err
	}
	if f.Unit, err = c.Unit(ctx, "unit", c.Text("unit")); err != nil {
		return route.Answer{}, err
	}
	if err := c.After(&f.After); err != nil {
		return route.Answer{}, err
	}
	out := ReportList{Items: []ReportItem{}}
	if units := d.Service.Queues(c.Actor); len(units) == 0 || !f.Unit.IsZero() && !slices.Contains(units, f.Unit) {
		return route.JSON(out) // an account without a queue has an empty list
	}
	rows, next, err := d.Service.Queue(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	for _, r := range rows {
		out.Items = append(out.Items, ReportItem{ID: r.ID, Unit: r.Unit, State: r.State, Kind: string(r.Sort), Category: r.Category, Taken: r.Taken,
			Received: r.Received, Updated: r.Updated, Due: r.Due})
	}
	if !next.ID.IsZero() {
		out.Next = route.Cursor(next)
	}
	return route.JSON(out)
}

func (d *Desk) show(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	opened, err := d.Service.Open(ctx, c.Actor, caseID)
	switch f := fault.Of(err); {
	case err == nil:
		return route.JSON(Report{ReportStanding: d.standing(c, &opened.Case), Promises: route.Promises(opened.Promises), Content: contentOf(opened)})
	case f.Code != fault.Forbidden:
		return route.Answer{}, err
	default:
		k, promises, err := d.Service.See(ctx, c.Actor, caseID)
		if err != nil {
			return route.Answer{}, err
		}
		return route.JSON(Report{ReportStanding: d.standing(c, &k), Promises: route.Promises(promises), Withheld: c.Withhold(f)})
	}
}

func (d *Desk) standing(c *route.Call, k *report.Case) ReportStanding {
	out := ReportStanding{ID: k.ID, Unit: k.Desk.Unit, Kind: string(k.Sort), Category: k.Category, State: k.State, Received: k.Received, Fixed: k.Fixed, Checked: k.Rechecked,
		Closed: k.Closed, Lat: k.Place.Point.Lat, Long: k.Place.Point.Long, PublicID: k.PublicID, Into: k.Into, Parts: k.Parts, Corrections: k.Corrections, Restricted: k.Restricted(), Next: []casefile.Kind{}}
	acts := report.OfOffice
	if k.IsIssue() {
		acts = report.IssueOfOffice
	}
	for _, act := range k.Next(acts, c.Actor.Kind) {
		if d.Service.Access.Check(c.Actor, "report."+string(act), k.Facts()) == nil {
			out.Next = append(out.Next, act)
		}
	}
	return out
}

func (d *Desk) act(ctx context.Context, c *route.Call, caseID id.ID, cmd report.Command, _ time.Time) (route.Answer, error) {
	answer := func(k report.Case, _ id.Code) []byte { return route.Encode(d.standing(c, &k)) }
	var after report.Case
	var body []byte
	var err error
	if split, ok := cmd.(report.Split); ok { // the second thing becomes a report before that is written into the first
		first := *c.Request
		first.Key += "/part"
		after, body, err = d.Service.Split(ctx, c.Actor, caseID, split, &first, c.Request, answer)
	} else {
		after, body, err = d.Service.ActOnce(ctx, c.Actor, caseID, cmd, c.Request, answer)
	}
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, err
}

func contentOf(o *report.Opened) *ReportContent {
	out := &ReportContent{Description: o.Account.Text, Address: o.Account.Address, Point: o.Account.Point, Answers: []ReportAnswer{}, Name: o.Name, Contact: o.Contact,
		Told: []ReportLine{}, Written: []ReportLine{}, Notes: []ReportLine{}}
	for code, values := range o.Account.Answers {
		out.Answers = append(out.Answers, ReportAnswer{Code: code, Values: values})
	}
	slices.SortFunc(out.Answers, func(a, b ReportAnswer) int { return strings.Compare(a.Code, b.Code) })
	for _, e := range o.Events {
		if a, ok := o.Answers[e.ID]; ok {
			out.Told = append(out.Told, ReportLine{e.ID, a.Text})
		}
		if text, ok := o.Written[e.ID]; ok {
			out.Written = append(out.Written, ReportLine{e.ID, text})
		}
		if text, ok := o.Notes[e.ID]; ok {
			out.Notes = append(out.Notes, ReportLine{e.ID, text})
		}
	}
	return out
}
