package referral

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
)

// ReferralStanding is how a request for help stands: clear facts.
type ReferralStanding struct {
	ID         id.ID           `json:"id"`
	Unit       id.ID           `json:"unit" doc:"whose workers handle it"`
	State      referral.State  `json:"state"`
	Needs      []string        `json:"needs" nullable:"false" doc:"codes of the rulebook"`
	Received   time.Time       `json:"received"`
	Taken      time.Time       `json:"taken,omitzero" doc:"when somebody took it"`
	Ended      time.Time       `json:"ended,omitzero"`
	Restricted bool            `json:"restricted" doc:"the person asked to be erased: it is stored, and nothing else"`
	Next       []casefile.Kind `json:"next" nullable:"false" doc:"the events of the request that this account may ask for now"`
	Work       *ReferralWork   `json:"work,omitempty" doc:"what is being done, for the account that has taken it"`
}

// ReferralWork is what is being done: the ids with which events speak of it.
type ReferralWork struct {
	Guardians    []referral.Guardian    `json:"guardians" nullable:"false"`
	Steps        []referral.PlanStep    `json:"steps" nullable:"false"`
	Appointments []referral.Appointment `json:"appointments" nullable:"false"`
	Messages     []referral.Message     `json:"messages" nullable:"false"`
	Corrections  []casefile.Correction  `json:"corrections" nullable:"false"`
	Referrals    []ReferralTo           `json:"referrals" nullable:"false"`
}

// ReferralTo is one referral to one service.
type ReferralTo struct {
	ID         id.ID           `json:"id"`
	Need       string          `json:"need"`
	Service    id.ID           `json:"service" doc:"of the directory"`
	Status     referral.Status `json:"status" doc:"a state of FHIR R4's Task"`
	Offered    []string        `json:"offered" nullable:"false" doc:"what the worker proposes to tell"`
	Lines      []string        `json:"lines" nullable:"false" doc:"what the person agreed to, line by line"`
	Drafted    time.Time       `json:"drafted"`
	Declined   time.Time       `json:"declined,omitzero"`
	Requested  time.Time       `json:"requested,omitzero"`
	Answered   time.Time       `json:"answered,omitzero" doc:"the service's first answer"`
	Silent     time.Time       `json:"silent,omitzero" doc:"it said nothing in time"`
	Ended      time.Time       `json:"ended,omitzero"`
	Reason     string          `json:"reason,omitempty"`
	Outcome    string          `json:"outcome,omitempty"`
	Told       time.Time       `json:"told,omitzero" doc:"when the person said whether the help came"`
	Received   bool            `json:"received" doc:"what the person said"`
	TakenBack  time.Time       `json:"taken_back,omitzero"`
	AskedErase time.Time       `json:"asked_erase,omitzero"`
	DidErase   time.Time       `json:"did_erase,omitzero"`
	Next       []casefile.Kind `json:"next" nullable:"false" doc:"the events of this referral that the account may ask for now"`
}

// Referral is a request for help as this account may read it.
type Referral struct {
	ReferralStanding
	Promises []route.Promise  `json:"promises" nullable:"false"`
	Content  *ReferralContent `json:"content,omitempty" doc:"what the person said and was told; none where this account may see the request and not read it"`
	Withheld *route.Withheld  `json:"withheld,omitempty" doc:"why there is no content"`
}

// ReferralContent is what the person said and was told.
type ReferralContent struct {
	Text     string         `json:"text"`
	Name     string         `json:"name,omitempty"`
	Language string         `json:"language,omitempty"`
	Contact  string         `json:"contact,omitempty"`
	Written  []ReferralLine `json:"written" nullable:"false" doc:"steps, appointments, messages, answers of services"`
	Names    []ReferralLine `json:"guardian_names" nullable:"false"`
	Words    []ReferralTold `json:"words" nullable:"false" doc:"what each service would be told in words"`
}

// ReferralLine is one thing that was written.
type ReferralLine struct {
	ID   id.ID  `json:"id" doc:"the event with which it was written, or the guardian"`
	Text string `json:"text"`
}

// ReferralTold is what one service would be told in words.
type ReferralTold struct {
	Referral id.ID  `json:"referral"`
	Service  string `json:"service" doc:"what it was called"`
	Words    string `json:"words,omitempty"`
	Health   string `json:"health,omitempty"`
	Safety   string `json:"safety,omitempty"`
}

func (d *Desk) show(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	opened, err := d.Service.Open(ctx, c.Actor, caseID)
	switch f := fault.Of(err); {
	case err == nil:
		return route.JSON(Referral{ReferralStanding: d.standing(c, &opened.Case), Promises: route.Promises(opened.Promises), Content: contentOf(opened)})
	case f.Code != fault.Forbidden:
		return route.Answer{}, err
	default:
		k, promises, err := d.Service.See(ctx, c.Actor, caseID)
		if err != nil {
			return route.Answer{}, err
		}
		out := Referral{ReferralStanding: d.standing(c, &k), Promises: route.Promises(promises), Withheld: c.Withhold(f)}
		out.Work = nil // whoever may not read it now is not at work on it
		return route.JSON(out)
	}
}

func (d *Desk) standing(c *route.Call, k *referral.Case) ReferralStanding {
	out := ReferralStanding{ID: k.ID, Unit: k.Unit, State: k.State, Needs: route.OrEmpty(k.Needs), Received: k.Received, Taken: k.Taken, Ended: k.Ended, Restricted: k.Restricted(), Next: []casefile.Kind{}}
	may := func(act casefile.Kind) bool {
		return d.Service.Access.Check(c.Actor, "referral."+string(act), k.Facts()) == nil
	}
	own := k.Worker == c.Actor.Account
	for _, act := range k.Next(append(slices.Clone(referral.OfWorker), "refer")) {
		if may(act) && (act != "take" || !own) {
			out.Next = append(out.Next, act)
		}
	}
	if !own || k.Restricted() {
		return out
	}
	out.Work = &ReferralWork{Guardians: route.OrEmpty(k.Guardians), Steps: route.OrEmpty(k.Steps), Appointments: route.OrEmpty(k.Appointments), Messages: route.OrEmpty(k.Messages),
		Corrections: route.OrEmpty(k.Corrections), Referrals: []ReferralTo{}}
	for i := range k.Referrals {
		r := &k.Referrals[i]
		next := slices.DeleteFunc(k.NextOf(r, referral.OfWorkerReferral, nil, nil), func(act casefile.Kind) bool { return !may(act) })
		out.Work.Referrals = append(out.Work.Referrals, ReferralTo{ID: r.ID, Need: r.Need, Service: r.Service, Status: r.Status, Offered: route.OrEmpty(r.Offered), Lines: route.OrEmpty(r.Lines),
			Drafted: r.Drafted, Declined: r.Declined, Requested: r.Requested, Answered: r.Answered, Silent: r.Silent, Ended: r.Ended, Reason: r.Reason, Outcome: r.Outcome, Told: r.Told,
			Received: r.Received, TakenBack: r.TakenBack, AskedErase: r.AskedErase, DidErase: r.DidErase, Next: route.OrEmpty(next)})
	}
	return out
}

func contentOf(o *referral.Opened) *ReferralContent {
	out := &ReferralContent{Text: o.Asked, Name: o.Who.Name, Language: o.Who.Language, Contact: o.Contact, Written: lines(o.Written), Names: lines(o.Names), Words: []ReferralTold{}}
	for _, r := range o.Case.Referrals {
		w := o.Words[r.ID]
		out.Words = append(out.Words, ReferralTold{r.ID, w.Service, w.Words, w.Health, w.Safety})
	}
	return out
}

// lines are texts in the order of their ids, which is that of time.
func lines(texts map[id.ID]string) []ReferralLine {
	out := []ReferralLine{}
	for of, text := range texts {
		out = append(out, ReferralLine{of, text})
	}
	slices.SortFunc(out, func(x, y ReferralLine) int { return cmp.Compare(x.ID.String(), y.ID.String()) })
	return out
}
