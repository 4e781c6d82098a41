package report

import (
	"cmp"
	"context"
	"reflect"
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
	ID       id.ID           `json:"id"`
	Unit     id.ID           `json:"unit" doc:"the unit that answers it"`
	Kind     string          `json:"kind"`
	Category string          `json:"category"`
	State    report.State    `json:"state"`
	Received time.Time       `json:"received"`
	Fixed    time.Time       `json:"fixed,omitzero" doc:"when it was called fixed"`
	Checked  time.Time       `json:"rechecked,omitzero" doc:"when somebody looked again"`
	Closed   time.Time       `json:"closed,omitzero" doc:"when it was closed, which is another fact"`
	Lat      float64         `json:"lat,omitempty"`
	Long     float64         `json:"long,omitempty"`
	PublicID id.ID           `json:"service_request_id,omitzero" doc:"its public id in Open311, which opens nothing"`
	Into     id.ID           `json:"into,omitzero" doc:"the report of the same thing that it is handled with"`
	Next     []casefile.Kind `json:"next" nullable:"false" doc:"the events that this account may ask for now"`
}

// Report is a report as this account may read it.
type Report struct {
	ReportStanding
	Promises []ReportPromise `json:"promises" nullable:"false"`
	Content  *ReportContent  `json:"content" doc:"what people said; null where this account may see the report and not read it"`
	Withheld *ReportWithheld `json:"withheld,omitempty" doc:"why content is null"`
}

// ReportWithheld says why a report's content stays closed.
type ReportWithheld struct {
	Key    string `json:"key"`
	Detail string `json:"detail" doc:"in the reader's language"`
}

// ReportPromise is what the office owes.
type ReportPromise struct {
	Rule  string    `json:"rule" doc:"the promise, as the rulebook names it"`
	State string    `json:"state" doc:"running, paused, kept, late, waived or void"`
	Start time.Time `json:"start"`
	Due   time.Time `json:"due"`
	End   time.Time `json:"end,omitzero"`
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
	var err error
	if f.Limit, err = c.Number("limit", 1, 100); err != nil {
		return route.Answer{}, err
	}
	f.Limit = cmp.Or(f.Limit, 25)
	if f.Unit, err = d.unit(ctx, c, c.Text("unit")); err != nil {
		return route.Answer{}, err
	}
	if f.After, err = place(c); err != nil {
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
		out.Next = cursor(next)
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
		return route.JSON(Report{ReportStanding: d.standing(c, &opened.Case), Promises: promisesOf(opened.Promises), Content: contentOf(opened)})
	case f.Code != fault.Forbidden:
		return route.Answer{}, err
	default:
		k, promises, err := d.Service.See(ctx, c.Actor, caseID)
		if err != nil {
			return route.Answer{}, err
		}
		return route.JSON(Report{ReportStanding: d.standing(c, &k), Promises: promisesOf(promises), Withheld: &ReportWithheld{Key: f.Key, Detail: c.Say(f)}})
	}
}

func (d *Desk) standing(c *route.Call, k *report.Case) ReportStanding {
	out := ReportStanding{ID: k.ID, Unit: k.Desk.Unit, Kind: string(k.Sort), Category: k.Category, State: k.State, Received: k.Received, Fixed: k.Fixed, Checked: k.Rechecked,
		Closed: k.Closed, Lat: k.Place.Point.Lat, Long: k.Place.Point.Long, PublicID: k.PublicID, Into: k.Into, Next: []casefile.Kind{}}
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

func (d *Desk) act(ctx context.Context, c *route.Call, event casefile.Kind) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	cmd, err := report.Decode(event, c.Body)
	if err != nil {
		return route.Answer{}, err
	}
	after, err := d.Service.Act(ctx, c.Actor, caseID, cmd, c.Request)
	if err != nil {
		return route.Answer{}, err
	}
	replayed := after.ID.IsZero()
	if replayed { // the event happened with the first request: how it stands now is the answer to the second
		if after, _, err = d.Service.See(ctx, c.Actor, caseID); err != nil {
			return route.Answer{}, err
		}
	}
	return route.Answer{Body: encode(d.standing(c, &after)), Replayed: replayed}, nil
}

// body is the body of an event: the fields of its command.
func body(event casefile.Kind) reflect.Type {
	var fields []reflect.StructField
	for _, f := range reflect.VisibleFields(reflect.TypeOf(report.New(event))) {
		if f.IsExported() {
			fields = append(fields, f)
		}
	}
	return reflect.StructOf(fields)
}

func promisesOf(rows []casefile.PromiseRow) []ReportPromise {
	out := make([]ReportPromise, len(rows))
	for i, p := range rows {
		out[i] = ReportPromise{Rule: p.Rule, State: string(p.State), Start: p.Start, Due: p.Due, End: p.End}
	}
	return out
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
