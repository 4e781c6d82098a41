package duty

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/casefile/signing"
	"linli/duty"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// DutyStanding is how an occurrence stands: clear facts.
type DutyStanding struct {
	ID       id.ID           `json:"id"`
	Unit     id.ID           `json:"unit" doc:"the unit that owes it"`
	Duty     string          `json:"duty" doc:"the duty, as the rulebook names it"`
	Period   string          `json:"period" doc:"of the rule's recurrence, such as 2026-03; of what somebody recorded, the id of that event"`
	State    duty.State      `json:"state"`
	From     calendar.Date   `json:"from,omitzero" doc:"the first day of the period"`
	Last     calendar.Date   `json:"last,omitzero" doc:"the last day in time; none where a term runs from an event"`
	Of       id.ID           `json:"of,omitzero" doc:"the occurrence upon which it is owed"`
	Cause    string          `json:"cause,omitempty" doc:"of a serious incident: what happened, a code of the rulebook"`
	Opened   time.Time       `json:"opened"`
	Happened time.Time       `json:"happened,omitzero" doc:"when the event upon which it is owed was, where that was before it was recorded"`
	Done     []DutyAct       `json:"done" nullable:"false" doc:"how it was done, sent back and done again, the oldest first"`
	Late     bool            `json:"late" doc:"it was recorded as done after its last instant"`
	Reason   string          `json:"reason,omitempty" doc:"why it was late or missed"`
	Checked  time.Time       `json:"checked,omitzero"`
	Ended    time.Time       `json:"ended,omitzero"`
	Erased   time.Time       `json:"erased,omitzero" doc:"its evidence was destroyed: nothing requires it any more"`
	Crew     []id.ID         `json:"crew" nullable:"false" doc:"of a shift: the accounts that are on it"`
	Offered  []id.ID         `json:"offered" nullable:"false" doc:"of these, who offers the place for exchange"`
	Evidence []duty.Evidence `json:"evidence" nullable:"false" doc:"every version of every piece, the oldest first"`
	Places   []duty.Look     `json:"places" nullable:"false" doc:"the public places that are to be looked at: as they stand, or as they were when it was said to be done"`
	Coverage *duty.Coverage  `json:"coverage,omitempty" doc:"of a period that is over"`
	Next     []casefile.Kind `json:"next" nullable:"false" doc:"the events that this account may ask for now"`
}

// DutyAct is one time at which somebody said that it was done.
type DutyAct struct {
	At       time.Time `json:"at" doc:"when linli recorded it, which decides whether it was in time"`
	Claimed  time.Time `json:"claimed,omitzero" doc:"when it was done according to who entered it"`
	SentBack time.Time `json:"sent_back,omitzero"`
}

// Duty is an occurrence as this account may read it.
type Duty struct {
	DutyStanding
	Promises []route.Promise `json:"promises" nullable:"false"`
	Content  *DutyContent    `json:"content,omitempty" doc:"what the evidence says; none where this account may see the occurrence and not read it"`
	Withheld *route.Withheld `json:"withheld,omitempty" doc:"why there is no content"`
}

// DutyContent is what was written and filed.
type DutyContent struct {
	Words   []DutyWords     `json:"words" nullable:"false" doc:"the agenda, minutes, papers, and of a task what was decided"`
	Sheets  []DutyChecklist `json:"sheets" nullable:"false" doc:"checklists as they were filled in"`
	Notices []DutyNotice    `json:"notices" nullable:"false" doc:"of a serious incident, as it was notified"`
	Files   []DutyFile      `json:"files" nullable:"false"`
	Checked []DutySignature `json:"checked" nullable:"false" doc:"signatures by passkey under a statement, checked anew for this answer"`
}

// DutyWords are words with what they belong to.
type DutyWords struct {
	Of   id.ID  `json:"of" doc:"the version of evidence, the event of an agenda, or the occurrence"`
	Text string `json:"text"`
}

// DutyChecklist is one filled checklist.
type DutyChecklist struct {
	Of id.ID `json:"of" doc:"the version of evidence"`
	duty.Sheet
}

// DutyNotice is what the competent body was told of a serious incident.
type DutyNotice struct {
	Of id.ID `json:"of" doc:"the version of evidence"`
	duty.Notified
}

// DutySignature is what checking one signature by passkey comes to.
type DutySignature struct {
	Of    id.ID `json:"of" doc:"the version of evidence"`
	Holds bool  `json:"holds" doc:"the key of the account signed this text in this occurrence"`
}

// DutyFile is a file by its name.
type DutyFile struct {
	Of   id.ID  `json:"of" doc:"the version of evidence"`
	Name string `json:"name"`
}

func (d *Desk) show(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	opened, err := d.Service.Open(ctx, c.Actor, caseID)
	switch f := fault.Of(err); {
	case err == nil:
		return route.JSON(Duty{DutyStanding: standing(&opened.Case, opened.Places, opened.Next), Promises: route.Promises(opened.Promises), Content: contentOf(opened)})
	case f.Code != fault.Forbidden:
		return route.Answer{}, err
	default:
		seen, err := d.Service.See(ctx, c.Actor, caseID)
		if err != nil {
			return route.Answer{}, err
		}
		return route.JSON(Duty{DutyStanding: standing(&seen.Case, seen.Places, seen.Next), Promises: route.Promises(seen.Promises), Withheld: c.Withhold(f)})
	}
}

func standing(k *duty.Case, places []duty.Look, next []casefile.Kind) DutyStanding {
	out := DutyStanding{ID: k.ID, Unit: k.Unit, Duty: k.Duty, Period: k.Period, State: k.State, From: k.From, Last: k.Last, Of: k.Of, Cause: k.Cause, Opened: k.Opened, Happened: k.Happened, Done: []DutyAct{},
		Late: k.Late, Reason: k.Reason, Checked: k.CheckedAt, Ended: k.Ended, Erased: k.Erased, Crew: route.OrEmpty(k.Crew), Offered: route.OrEmpty(k.Offered),
		Evidence: route.OrEmpty(k.Evidence), Places: route.OrEmpty(places), Coverage: k.Coverage, Next: route.OrEmpty(next)}
	for _, a := range k.Acts {
		out.Done = append(out.Done, DutyAct{a.At, a.Claimed, a.SentBack})
	}
	return out
}

func contentOf(o *duty.Opened) *DutyContent {
	out := &DutyContent{Words: []DutyWords{}, Sheets: []DutyChecklist{}, Notices: []DutyNotice{}, Files: []DutyFile{}, Checked: []DutySignature{}}
	for of, text := range o.Words {
		out.Words = append(out.Words, DutyWords{of, text})
	}
	for of, sheet := range o.Sheets {
		out.Sheets = append(out.Sheets, DutyChecklist{of, sheet})
	}
	for of, notice := range o.Notices {
		out.Notices = append(out.Notices, DutyNotice{of, notice})
	}
	for of, file := range o.Files {
		out.Files = append(out.Files, DutyFile{of, file.Name})
	}
	for _, e := range o.Case.Evidence {
		if checked := o.Check(e); checked != signing.NotChecked {
			out.Checked = append(out.Checked, DutySignature{e.ID, checked == signing.CheckHolds})
		}
	}
	// Ids are in the order of time.
	slices.SortFunc(out.Words, func(x, y DutyWords) int { return cmp.Compare(x.Of.String(), y.Of.String()) })
	slices.SortFunc(out.Sheets, func(x, y DutyChecklist) int { return cmp.Compare(x.Of.String(), y.Of.String()) })
	slices.SortFunc(out.Notices, func(x, y DutyNotice) int { return cmp.Compare(x.Of.String(), y.Of.String()) })
	slices.SortFunc(out.Files, func(x, y DutyFile) int { return cmp.Compare(x.Of.String(), y.Of.String()) })
	return out
}
