package mediation

import (
	"context"
	"encoding/json"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/fault"
)

// FromPaper is the body that brings in an open case from paper.
type FromPaper struct {
	Unit      string               `json:"unit" doc:"id or code of the unit"`
	Type      string               `json:"type" doc:"type of the dispute, a code of the rulebook"`
	Source    string               `json:"source,omitempty" doc:"how the case came, a code of the rulebook; oral where it is not given. A letter that came with it stays on paper"`
	Summary   string               `json:"summary" maxLength:"4000"`
	Claims    string               `json:"claims,omitempty" maxLength:"4000"`
	Amount    mediation.Money      `json:"amount,omitzero" doc:"what the dispute is about, in minor units"`
	Parties   []mediation.NewParty `json:"parties" maxItems:"20" doc:"applicants and respondents"`
	Own       bool                 `json:"own_dispute,omitempty" doc:"the unit itself is a side of the dispute; it then mediates nothing, and nothing is stored (422)"`
	Number    string               `json:"number,omitempty" maxLength:"100" doc:"on paper, kept as it is; refused where another case of the unit bears it"`
	State     mediation.State      `json:"state" enum:"invited,accepted,assigned,in_session,effective,performing" doc:"where the case stands on paper"`
	Received  string               `json:"received" format:"date" doc:"when the application reached the office"`
	Accepted  string               `json:"accepted,omitempty" doc:"day of the acceptance, YYYY-MM-DD; from acceptance on"`
	Effective string               `json:"effective,omitempty" doc:"day from which the agreement is in force, YYYY-MM-DD"`
	Oral      bool                 `json:"oral,omitempty" doc:"the agreement is oral"`
	Terms     []mediation.OnPaper  `json:"terms,omitempty" maxItems:"50" doc:"what is still owed under the agreement; obligor and obligee are places in the list of parties, from 1"`
}

func (d *Desk) fromPaper(ctx context.Context, c *route.Call) (route.Answer, error) {
	var in FromPaper
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return route.Answer{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
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
	cmd := mediation.FromPaper{Apply: mediation.Apply{Unit: unit.ID, Type: in.Type, Source: in.Source, Summary: in.Summary, Claims: in.Claims, Amount: in.Amount,
		Parties: in.Parties, OwnDispute: in.Own}, Number: in.Number, State: in.State, Received: in.Received, Accepted: in.Accepted, Effective: in.Effective,
		Oral: in.Oral, Terms: in.Terms}
	opened, body, err := d.Service.FromPaper(ctx, c.Actor, cmd, mediation.Ask{Request: c.Request, Answer: created})
	return route.Answer{Body: body, Replayed: opened.ID.IsZero()}, err
}
