package duty

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"linli/api/route"
	"linli/duty"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
)

// NewDutyFile is a piece of evidence with its file.
type NewDutyFile struct {
	Kind        string    `json:"kind" doc:"one of the kinds that the rule asks for"`
	Number      int       `json:"number,omitempty" doc:"copies or signatures; a photograph counts one"`
	Listed      int       `json:"listed,omitempty" doc:"of signatures: how many there should be"`
	Planned     int64     `json:"planned,omitempty" doc:"of amounts, in minor units"`
	Paid        int64     `json:"paid,omitempty" doc:"of amounts, in minor units"`
	Text        string    `json:"text,omitempty" maxLength:"8000" doc:"what a paper says in short"`
	NamesNobody bool      `json:"names_nobody,omitempty" doc:"the declaration that minutes and papers name no resident"`
	Replaces    id.ID     `json:"replaces,omitzero" doc:"the version before"`
	Claimed     time.Time `json:"claimed,omitzero" doc:"when it was made, where that was before now"`
	Unseen      bool      `json:"unseen,omitempty" doc:"of a photograph: whoever sends it says that neither people nor number plates can be made out on it, or that they were painted over; without it no photograph is kept"`
	route.NewAttachment
}

func (d *Desk) act(ctx context.Context, c *route.Call, caseID id.ID, cmd duty.Command, _ time.Time) (route.Answer, error) {
	if e, ok := cmd.(duty.AddEvidence); ok && e.Sort == "photographs" {
		return route.Answer{}, fault.Field("content", "form.required") // it comes with a file
	}
	after, body, err := d.Service.ActOnce(ctx, c.Actor, caseID, cmd, c.Request, d.answer(ctx, c))
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, named(err)
}

func (d *Desk) addFile(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	var in NewDutyFile
	if err := c.Read(&in); err != nil {
		return route.Answer{}, err
	}
	file, err := in.Reader("")
	if err != nil {
		return route.Answer{}, err
	}
	cmd := duty.AddEvidence{Sort: in.Kind, Number: in.Number, Listed: in.Listed, Planned: in.Planned, Paid: in.Paid, Text: in.Text, NamesNobody: in.NamesNobody, Replaces: in.Replaces, Claimed: in.Claimed}
	if in.Kind == "photographs" {
		cmd.Number = 1
	}
	after, body, err := d.Service.AttachOnce(ctx, c.Actor, caseID, cmd, in.Name, blob.Prints{None: in.Unseen}, file, c.Request, d.answer(ctx, c))
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, named(err)
}

// answer tells how the occurrence stands after an event.
func (d *Desk) answer(ctx context.Context, c *route.Call) duty.Answering {
	return func(k duty.Case) []byte {
		next, err := d.Service.Next(ctx, c.Actor, k)
		if err != nil {
			next = nil // what is done is done: the next reading tells
		}
		return route.Encode(standing(&k, k.Places, next))
	}
}

// named gives the faults of a checklist or a notice the names that its fields have in a body.
func named(err error) error {
	var list fault.List
	if !errors.As(err, &list) {
		return err
	}
	for _, f := range list {
		if q, ok := strings.CutPrefix(f.Field, "q_"); ok {
			f.Field = "sheet.answers." + q
		}
		if slices.Contains([]string{"place", "dead", "injured", "missing", "action"}, f.Field) {
			f.Field = "notice." + f.Field
		}
		if f.Field == "reports" {
			f.Field = "sheet.reports"
		}
	}
	return err
}
