package report

import (
	"context"
	"encoding/json"

	"linli/api/route"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
)

// NewReport is the body that opens a report.
type NewReport struct {
	Category    string         `json:"category" doc:"what it is about, a code of the rulebook"`
	Description string         `json:"description" maxLength:"4000" doc:"what somebody saw or wants, in their words"`
	Place       ReportPlace    `json:"place,omitzero" doc:"where it is: a point, an address, or a place that the office lists"`
	Anonymous   bool           `json:"anonymous,omitempty" doc:"nobody gets a name, whoever handles it included: name and contact are not kept"`
	Unit        string         `json:"unit,omitempty" doc:"id or code of the unit in which it is; of a report about a unit, the unit that it is about"`
	Answers     []ReportAnswer `json:"answers,omitempty" maxItems:"50" doc:"answers to the questions of the category"`
	Name        string         `json:"name,omitempty" maxLength:"100"`
	Contact     string         `json:"contact,omitempty" maxLength:"300"`
	MayPass     bool           `json:"may_pass,omitempty" doc:"it may be passed on to another office that is responsible"`
	MayShow     bool           `json:"may_show,omitempty" doc:"what it is answered may be published"`
	OfPlace     bool           `json:"of_place,omitempty" doc:"its words sound like a person's conduct, and a place or a thing is meant; without it such a text is not saved"`
	Heard       string         `json:"heard,omitempty" enum:"counter,telephone" doc:"how an account that writes it down was told it; counter where it is not given"`
}

// ReportPlace is where it is.
type ReportPlace struct {
	Lat     *float64  `json:"lat,omitempty" doc:"degrees of latitude"`
	Long    *float64  `json:"long,omitempty" doc:"degrees of longitude"`
	Datum   geo.Datum `json:"datum,omitempty" doc:"wgs84, gcj02 or bd09; wgs84 where it is not given"`
	Address string    `json:"address,omitempty" maxLength:"300"`
	PlaceID id.ID     `json:"place_id,omitzero" doc:"a place that the office lists"`
}

// ReportAnswer is the answer to one question.
type ReportAnswer struct {
	Code   string   `json:"code"`
	Values []string `json:"values" nullable:"false"`
}

// ReportCreated answers a report.
type ReportCreated struct {
	ID       id.ID        `json:"id" doc:"id of the report, for programs of the office"`
	Code     string       `json:"code" doc:"tracking code of the reporter; it is told here and on the slip, never in a list"`
	State    report.State `json:"state"`
	PublicID id.ID        `json:"service_request_id,omitzero" doc:"its public id in Open311, which opens nothing"`
}

func (d *Desk) create(ctx context.Context, c *route.Call) (route.Answer, error) {
	var in NewReport
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return route.Answer{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
	if in.Anonymous {
		in.Name, in.Contact = "", ""
	}
	unit, err := c.Unit(ctx, "unit", in.Unit)
	if err != nil {
		return route.Answer{}, err
	}
	rules, err := d.Service.Office.Rulebook(ctx, c.Actor.Tenant, d.Service.Clock.Now())
	if err != nil {
		return route.Answer{}, err
	}
	created := func(k report.Case, code id.Code) []byte {
		return route.Encode(ReportCreated{ID: k.ID, Code: code.String(), State: k.State, PublicID: k.PublicID})
	}
	category, ok := rules.Report.Category(in.Category)
	var filed report.Filed
	switch {
	case ok && category.Kind.AboutUnit():
		if unit.IsZero() {
			return route.Answer{}, fault.Field("unit", "form.required")
		}
		filed, err = d.Service.FileAnswering(ctx, c.Actor, report.File{Unit: unit, Category: in.Category, Text: in.Description, Name: in.Name, Contact: in.Contact, Heard: in.Heard}, c.Request, created)
	default:
		cmd := report.Submit{Category: in.Category, Text: in.Description, Unit: unit, Address: in.Place.Address, Known: in.Place.PlaceID, Name: in.Name,
			Contact: in.Contact, MayPass: in.MayPass, MayShow: in.MayShow, OfPlace: in.OfPlace, Heard: in.Heard, Answers: map[string][]string{}}
		for _, a := range in.Answers {
			cmd.Answers[a.Code] = append(cmd.Answers[a.Code], a.Values...)
		}
		if cmd.Point, err = in.Place.point(); err != nil {
			return route.Answer{}, err
		}
		filed, err = d.Service.Submit(ctx, c.Actor, cmd, c.Request, created)
	}
	return route.Answer{Body: filed.Body, Replayed: filed.Replayed}, err
}

// point is the point that was given: both numbers, or none.
func (w ReportPlace) point() (geo.Point, error) {
	switch {
	case w.Lat == nil && w.Long == nil:
		return geo.Point{}, nil
	case w.Lat == nil:
		return geo.Point{}, geo.ErrLatMissing
	case w.Long == nil:
		return geo.Point{}, geo.ErrLongMissing
	}
	return geo.New(*w.Lat, *w.Long, w.Datum)
}
