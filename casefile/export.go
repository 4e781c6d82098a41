package casefile

import (
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Export 移交副本 is a request that papers of one case leave linli as an encrypted file: one account asks, for a closed purpose and
// for the key of one recipient, two others approve, and whoever runs the server writes the file once, on the command line. It names one
// case and nobody, and there is none for two cases (60-privacy-security.md, "Exports").
type Export struct {
	ID       id.ID      `json:"id"`
	Account  id.ID      `json:"account"` // who asked
	Purpose  string     `json:"purpose"`
	Party    id.ID      `json:"party,omitzero"`  // whose own copy it is, where a case has several people
	Shown    string     `json:"shown,omitempty"` // how that person showed who it is, of [Shown]
	Demand   id.ID      `json:"demand,omitzero"` // whose papers it gives
	Asked    time.Time  `json:"asked"`
	Approved []Approval `json:"approved,omitempty"`
	Taken    time.Time  `json:"taken,omitzero"` // when the file was written
	Ended    time.Time  `json:"ended,omitzero"` // when it was taken back before that
}

// Approval is the word of one account for an export.
type Approval struct {
	Account id.ID     `json:"account"`
	At      time.Time `json:"at"`
}

// RegisterExport is the register of files that were asked for to leave.
const RegisterExport = "export"

// What an export is called on the command line: papers of the case for a court, or what one person may have as its copy.
const (
	ExportCase     = "case"
	ExportResident = "resident"
)

// What a file of every kind of case can leave for. Each rests on the word of whom it concerns, or on one order of a court: the person that asks
// for its own copy; a demand, paper by paper as it was answered. A capability may have more; no rulebook adds to them.
const (
	ForOwnCopy = "own_copy"
	ForOrder   = "demand"
)

// ExportLasts is how long a request waits for the two who approve it, and an approved one for whoever runs the server.
const ExportLasts = 72 * time.Hour

// exportApprovals is how many accounts approve.
const exportApprovals = 2

type (
	// AskExport asks that papers leave by the word of those whom they concern.
	AskExport struct {
		Purpose string // [ForOwnCopy], or another of the capability
		Party   id.ID  // whose own copy it is, where a case has several people
		Shown   string // how that person showed who it is, of [Shown]
		To      string // the recipient's age key
	}
	// AskGiven asks that what a demand was given leaves as a file.
	AskGiven struct {
		Demand id.ID
		To     string // the recipient's age key
	}
	// ApproveExport is the word of one of the two.
	ApproveExport struct{ Export id.ID }
	// EndExport takes a request back: whoever it concerns thought better of it, or one of the office did.
	EndExport struct{ Export id.ID }
	// TakeExport uses an approved request up: its file is written.
	TakeExport struct {
		Export id.ID
		What   string // what the command line asked for
		Was    int64  // version of the case on which its accounts had the right
	}
)

// Kind is the machine's event.
func (AskExport) Kind() Kind { return "ask_export" }

// Kind is the machine's event.
func (AskGiven) Kind() Kind { return "ask_given" }

// Kind is the machine's event.
func (ApproveExport) Kind() Kind { return "approve_export" }

// Kind is the machine's event.
func (EndExport) Kind() Kind { return "end_export" }

// Kind is the machine's event.
func (TakeExport) Kind() Kind { return "export" }

func (AskExport) of() id.ID       { return id.ID{} }
func (AskGiven) of() id.ID        { return id.ID{} }
func (x ApproveExport) of() id.ID { return x.Export }
func (x EndExport) of() id.ID     { return x.Export }
func (x TakeExport) of() id.ID    { return x.Export }

// ExportAsked is the body of that event.
type ExportAsked struct {
	Export  id.ID  `json:"export"`
	Purpose string `json:"purpose"`
	Party   id.ID  `json:"party,omitzero"`
	Shown   string `json:"shown,omitempty"`
	Demand  id.ID  `json:"demand,omitzero"`
}

// ExportOf is the body of an event about one request.
type ExportOf struct {
	Export  id.ID  `json:"export"`
	Purpose string `json:"purpose,omitempty"`
}

// Enter checks what is asked for and adds it to the step, with whom it waits for.
func (x AskExport) Enter(s *Step, on *OnAside) (any, error) {
	var wrong fault.List
	if !slices.Contains(on.Copies, x.Purpose) {
		wrong.Add("purpose", "form.required")
	}
	if x.Purpose != ForOwnCopy {
		x.Party, x.Shown = id.ID{}, ""
	} else if !slices.Contains(Shown, x.Shown) {
		wrong.Add("shown", "form.required")
	}
	return s.askExport(ExportAsked{Purpose: x.Purpose, Party: x.Party, Shown: x.Shown}, x.To, on, wrong)
}

// Enter checks the key of the recipient and adds the request to the step, with whom it waits for.
func (x AskGiven) Enter(s *Step, on *OnAside) (any, error) {
	return s.askExport(ExportAsked{Purpose: ForOrder, Demand: x.Demand}, x.To, on, nil)
}

// askExport adds a request to the step. The recipient's key is sealed: the same key in two requests would join two cases.
func (s *Step) askExport(b ExportAsked, to string, on *OnAside, wrong fault.List) (any, error) {
	key, err := Recipient(to)
	if err != nil {
		wrong.Add("to", "export.field.to")
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Export = on.IDs.New()
	s.Event.Visibility = Office
	s.Secrets = append(s.Secrets, Secret{Scope: vault.Scope{Kind: vault.Register, Of: b.Export}, Owner: b.Export, Field: on.Fields.ExportTo, Text: []byte(`"` + key.String() + `"`)})
	s.Tell = on.Approvers
	return b, nil
}

// Recipient reads the key of whoever receives a file (age1…). Two spellings of one key are one key.
func Recipient(text string) (*age.X25519Recipient, error) {
	return age.ParseX25519Recipient(strings.TrimSpace(text))
}

// Enter adds the word of one of the two to the step: with the second, who asked hears of it.
func (x ApproveExport) Enter(s *Step, on *OnAside) (any, error) {
	s.Event.Visibility = Office
	if of := on.Export(); len(of.Approved)+1 == exportApprovals {
		s.Tell = []id.ID{of.Account}
	}
	return ExportOf{Export: x.Export}, nil
}

// Enter adds to the step that a request is taken back.
func (x EndExport) Enter(s *Step, _ *OnAside) (any, error) {
	s.Event.Visibility = Office
	return ExportOf{Export: x.Export}, nil
}

// Enter adds to the step that the file of a request is written: whose own copy it is reads of it alone, and of a demand's papers those who
// are told of the demand.
func (x TakeExport) Enter(s *Step, on *OnAside) (any, error) {
	of := on.Export()
	switch {
	case !of.Party.IsZero():
		s.Event.Visibility = Only(of.Party)
	case of.Purpose == ForOrder:
		s.Event.Visibility = on.Demands.Demand(of.Demand).Visibility()
	}
	return ExportOf{x.Export, of.Purpose}, nil
}

// Moved reports whether a case is another than the one that was opened for the file; one without such a request, or with one that was used meanwhile, is the machine's to refuse.
func (x TakeExport) Moved(of *Exported, version int64) bool {
	e := of.Export(x.Export)
	return version != x.Was && e != nil && e.Taken.IsZero()
}

// Exported are the requests that one case leaves as a file.
type Exported struct {
	Exports []Export `json:"exports,omitempty"` // replaced, never changed
}

// FoldAskExport brings in a request.
func (x *Exported) FoldAskExport(e Event, b ExportAsked) {
	x.Exports = append(slices.Clone(x.Exports), Export{ID: b.Export, Account: e.By.Account, Purpose: b.Purpose, Party: b.Party, Shown: b.Shown, Demand: b.Demand, Asked: e.At})
}

// FoldApproveExport brings in the word of one of the two.
func (x *Exported) FoldApproveExport(e Event, b ExportOf) {
	of := x.change(b.Export)
	of.Approved = append(slices.Clone(of.Approved), Approval{e.By.Account, e.At})
}

// FoldEndExport brings in that a request was taken back.
func (x *Exported) FoldEndExport(e Event, b ExportOf) { x.change(b.Export).Ended = e.At }

// FoldTakeExport brings in that its file was written.
func (x *Exported) FoldTakeExport(e Event, b ExportOf) { x.change(b.Export).Taken = e.At }

// EndExports ends the requests for a purpose that nobody used.
func (x *Exported) EndExports(purpose string, at time.Time) {
	x.Exports = slices.Clone(x.Exports)
	for i := range x.Exports {
		if of := &x.Exports[i]; of.Purpose == purpose && of.Taken.IsZero() && of.Ended.IsZero() {
			of.Ended = at
		}
	}
}

// Export is a request of the case, or nil.
func (x *Exported) Export(n id.ID) *Export {
	for i := range x.Exports {
		if x.Exports[i].ID == n {
			return &x.Exports[i]
		}
	}
	return nil
}

// change is a request that a fold changes, in a list of its own.
func (x *Exported) change(n id.ID) *Export {
	x.Exports = slices.Clone(x.Exports)
	return x.Export(n)
}

// Unsaid leaves out the requests for what a demand was given of which the people of the case are not told.
func (x *Exported) Unsaid(demands *Demanded) {
	x.Exports = slices.DeleteFunc(slices.Clone(x.Exports), func(of Export) bool { return demands.Silent(of.Demand) })
}

// ToldExports leaves what somebody reads whose case it is: the files that were written, what for and when.
func (x *Exported) ToldExports(demands *Demanded) {
	x.Unsaid(demands)
	x.Exports = slices.DeleteFunc(x.Exports, func(of Export) bool { return of.Taken.IsZero() })
	for i := range x.Exports {
		of := &x.Exports[i]
		of.Account, of.Approved = id.ID{}, nil
	}
}

// GivenAt is when the demand was answered whose papers a request gives: what came since was not given. It is zero for every other request.
func (d *Demanded) GivenAt(x *Export) time.Time {
	if x.Purpose != ForOrder {
		return time.Time{}
	}
	return d.Demand(x.Demand).Answered
}

// RegisteredExports are the rows of the register of exports that a change brings or alters. of says whose they are.
func (x *Exported) RegisteredExports(before *Exported, moved bool, of Entry) (out []Entry) {
	for i := range x.Exports {
		e := &x.Exports[i]
		of.ID, of.Kind, of.State, of.At, of.Ended = e.ID, RegisterExport, e.State(), e.Asked, e.Taken
		if old := before.Export(e.ID); old == nil || moved || old.State() != of.State {
			out = append(out, of)
		}
	}
	return out
}

// What is the word of the command line for it: [ExportCase] or [ExportResident].
func (x *Export) What() string {
	if x.Purpose == ForOwnCopy {
		return ExportResident
	}
	return ExportCase
}

// ApprovedBy reports whether an account has approved it.
func (x *Export) ApprovedBy(account id.ID) bool {
	return slices.ContainsFunc(x.Approved, func(a Approval) bool { return a.Account == account })
}

// State is how a request stands: asked, approved (by both), taken or ended. One whose time is over keeps the last; see [Export.Over].
func (x *Export) State() string {
	switch {
	case !x.Taken.IsZero():
		return "taken"
	case !x.Ended.IsZero():
		return "ended"
	case len(x.Approved) >= exportApprovals:
		return "approved"
	}
	return "asked"
}

// Until is when a request that is not taken is over by itself.
func (x *Export) Until() time.Time {
	if n := len(x.Approved); n >= exportApprovals {
		return x.Approved[n-1].At.Add(ExportLasts)
	}
	return x.Asked.Add(ExportLasts)
}

// Over reports whether a request that nobody ended is over by itself.
func (x *Export) Over(now time.Time) bool {
	return x.Taken.IsZero() && x.Ended.IsZero() && !now.Before(x.Until())
}

// Lives reports whether a request waits to be approved or used.
func (x *Export) Lives(now time.Time) bool {
	return x.Taken.IsZero() && x.Ended.IsZero() && !x.Over(now)
}

// reading is what the readings for a request are written down as: those for a demand are told when the demand is.
func (x *Export) reading() access.Purpose {
	if x.Purpose == ForOrder {
		return access.ForDemand
	}
	return access.ForExport
}
