package mediation

import (
	"context"
	"encoding/json"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

// NewMediation is the body that opens a case.
type NewMediation struct {
	Unit    string               `json:"unit" doc:"id or code of the unit"`
	Type    string               `json:"type" doc:"type of the dispute, a code of the rulebook"`
	Source  string               `json:"source,omitempty" doc:"how the case came, a code of the rulebook; oral where it is not given"`
	Summary string               `json:"summary" maxLength:"4000" doc:"what happened, as the applicant tells it"`
	Claims  string               `json:"claims,omitempty" maxLength:"4000" doc:"what the applicant asks for"`
	Amount  mediation.Money      `json:"amount,omitzero" doc:"what the dispute is about, in minor units"`
	Parties []mediation.NewParty `json:"parties" maxItems:"20" doc:"applicants and respondents"`
	Code    string               `json:"code,omitempty" doc:"a tracking code that the party holds for the same dispute already"`
	Own     bool                 `json:"own_dispute,omitempty" doc:"whoever applies was asked and says so: the unit itself, the body that it belongs to or its staff in this matter is a side of the dispute; it then mediates nothing, and nothing is stored (422)"`
	Sent    *mediation.NewSender `json:"sent,omitempty" doc:"the letter of the body that sends the dispute, for a source that is a court, the police, a petition office or an agency"`
	Follows string               `json:"follows,omitempty" doc:"id of a case with an agreement that a court set aside, whose dispute this is: a clerk at work on that case begins the new one, once; unit and type are those of that case"`
	Claimed time.Time            `json:"claimed,omitzero" doc:"when the application reached the office, where that was before now"`
}

// Created answers an application.
type Created struct {
	ID      id.ID           `json:"id" doc:"id of the case, for programs of the office"`
	Code    string          `json:"code" doc:"tracking code of the first applicant; it is told here and on the slip, never in a list"`
	State   mediation.State `json:"state"`
	Parties []CreatedParty  `json:"parties" nullable:"false"`
}

// CreatedParty is a party of a new case.
type CreatedParty struct {
	ID   id.ID          `json:"id"`
	Role mediation.Role `json:"role"`
	Code string         `json:"code,omitempty" doc:"tracking code; a respondent gets one with the invitation"`
}

func (d *Desk) create(ctx context.Context, c *route.Call) (route.Answer, error) {
	var in NewMediation
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return route.Answer{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
	cmd := mediation.Apply{Type: in.Type, Source: in.Source, Summary: in.Summary, Claims: in.Claims, Amount: in.Amount, Parties: in.Parties, Code: in.Code, OwnDispute: in.Own, Sent: in.Sent}
	if in.Unit == "" {
		return route.Answer{}, fault.Field("unit", "form.required")
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	unit, err := route.Unit(tree, "unit", in.Unit)
	if err != nil {
		return route.Answer{}, err
	}
	cmd.Unit = unit.ID
	if in.Follows != "" {
		if cmd.Follows, err = id.Parse(in.Follows); err != nil {
			return route.Answer{}, mediation.ErrNotFound
		}
	}
	ask := mediation.Ask{Claimed: in.Claimed, Request: c.Request, Answer: created}
	opened, body, err := d.Service.Create(ctx, c.Actor, cmd, ask)
	return route.Answer{Body: body, Replayed: opened.ID.IsZero()}, err
}

func created(c mediation.Case, slips []casefile.Slip) []byte {
	out := Created{ID: c.ID, State: c.State, Parties: make([]CreatedParty, len(c.Parties))}
	for i, p := range c.Parties {
		out.Parties[i] = CreatedParty{ID: p.ID, Role: p.Role}
		for _, s := range slips {
			if s.Party == p.ID {
				out.Parties[i].Code = s.Code.String()
			}
		}
		if out.Code == "" {
			out.Code = out.Parties[i].Code
		}
	}
	return route.Encode(out)
}
