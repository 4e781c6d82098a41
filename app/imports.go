package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"linli/mediation"
	"linli/mediation/cmc"
	"linli/office"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// Imported is what became of an import; its JSON is the contract's. Rows = Accepted + Unchanged + len(Rejected).
type Imported struct {
	Run       id.ID           `json:"run"`
	File      string          `json:"file"` // the folder, as it was named
	Rows      int             `json:"rows"` // joined cases
	Accepted  int             `json:"accepted"`
	Unchanged int             `json:"unchanged"`
	Rejected  []cmc.Rejection `json:"rejected"`
	Mapped    []cmc.Mapping   `json:"mapped"` // labels and days that are not written as published
	Seconds   float64         `json:"seconds"`

	// Paired are case numbers that one table writes otherwise than the three others; the key is there only where there are any.
	Paired []cmc.Mapping `json:"paired,omitempty"`
}

// numberChanged is the reason of a case that was brought in before with another content.
const numberChanged cmc.Reason = "changed"

// typeOf and sourceOf name the tables' kinds in the words of the rulebook. The tables tell how the parties stand to each
// other, the rulebook what the dispute is about; where the one does not tell the other, it is another civil dispute.
var (
	typeOf = map[string]string{
		"neighbour": "neighbour", "family": "marriage_family", "landlord_tenant": "contract", "commercial": "business",
		"colleagues": "other", "friends": "other", "strangers": "other", "other": "other",
	}
	sourceOf = map[string]string{
		"direct_intake": "party", "walk_in": "oral", "contact_centre": "oral", "correspondence": "party", "others": "party",
		"court": "court", "court_ordered": "court", "police": "police", "external_agency": "agency", "housing": "agency",
		"member_of_parliament": "agency", "town_council": "agency",
	}
)

// ImportMediation reads the tables of a folder and brings their cases into a unit. progress is told how many of how
// many cases are done, from several goroutines at once; it may be nil. Errors: the faults of [cmc.Read] where the tables are
// not there; what is wrong with single rows is in the result.
func (a *App) ImportMediation(ctx context.Context, t office.Tenant, unit id.ID, name string, tables fs.FS, progress func(total int)) (Imported, error) {
	began := a.Clock.Now()
	zone, err := time.LoadLocation(t.Zone)
	if err != nil {
		return Imported{}, fmt.Errorf("the office's zone: %w", err)
	}
	cases, report, err := cmc.Read(ctx, tables, cmc.Options{NotAfter: calendar.DateOf(began, zone)})
	if err != nil {
		return Imported{}, err
	}
	list := make([]mediation.BringIn, len(cases))
	for i, c := range cases {
		list[i] = mediation.BringIn{Unit: unit, Ref: c.Number, Type: typeOf[c.Type], Source: sourceOf[c.Source],
			Received: c.Registered.Start(zone), Outcome: mediation.Outcome(c.Outcome)}
	}
	told := func() {}
	if progress != nil {
		told = func() { progress(len(list)) }
	}
	brought, err := a.Mediation.Import(ctx, a.Runs, commandLine(t.ID), unit, list, len(report.Rejected), told)
	if err == nil {
		err = a.foldAll(ctx, t.ID, foldAlone) // in this process nothing ticks
	}
	if err != nil {
		return Imported{}, err
	}
	out := Imported{Run: brought.Run, File: name, Rows: report.Rows, Accepted: brought.Accepted, Unchanged: brought.Unchanged,
		Rejected: report.Rejected, Mapped: report.Mapped, Paired: report.Paired}
	slices.SortFunc(brought.Refused, func(a, b mediation.Refused) int { return cmp.Compare(a.Index, b.Index) })
	for _, r := range brought.Refused {
		out.Rejected = append(out.Rejected, cmc.Rejection{File: report.Registered, Line: cases[r.Index].Lines.Registered, Field: "case_number", Reason: numberChanged})
	}
	out.Seconds = a.Clock.Now().Sub(began).Seconds()
	return out, nil
}

// ReasonKey is the message key of a rejection's reason.
func ReasonKey(r cmc.Reason) string {
	if r == numberChanged {
		return mediation.ErrChanged.Key
	}
	return r.Key()
}

// Undone is what became of an undo; kept are cases that somebody has worked on since, and entries of the directory that
// somebody has changed since.
type Undone struct {
	Run    id.ID `json:"run"`
	Undone int   `json:"undone"`
	Kept   int   `json:"kept"`
}

// UndoImport takes back a run. Errors: mediation.ErrNoRun, mediation.ErrUndone.
func (a *App) UndoImport(ctx context.Context, t office.Tenant, typed string) (Undone, error) {
	run, err := id.Parse(typed)
	if err != nil || run.IsZero() {
		return Undone{}, mediation.ErrNoRun.At("run").With(fault.Args{"run": typed})
	}
	root, _, err := a.UnitNamed(ctx, t.ID, "")
	if err != nil {
		return Undone{}, err
	}
	if out, here, err := a.undoHSDS(ctx, t, run); here || err != nil {
		return out, err
	}
	n, kept, err := a.Mediation.Undo(ctx, a.Runs, commandLine(t.ID), root.ID, run)
	if errors.Is(err, mediation.ErrNoRun) {
		n, kept, err = a.Report.UndoImport(ctx, a.Brought, commandLine(t.ID), root.ID, run)
	}
	return Undone{Run: run, Undone: n, Kept: kept}, err
}
