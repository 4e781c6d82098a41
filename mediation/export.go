package mediation

import (
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Export 移交副本 is a request that papers of one case leave linli as an encrypted file: one account asks, for one of
// [ExportPurposes] and for the key of one recipient, two others approve, and whoever runs the server writes the file once, on the
// command line. It names one case and nobody, and there is none for two cases (60-privacy-security.md, "Exports").
type Export struct {
	ID       id.ID      `json:"id"`
	Account  id.ID      `json:"account"` // who asked
	Purpose  string     `json:"purpose"`
	Party    id.ID      `json:"party,omitzero"`  // whose own copy it is
	Shown    string     `json:"shown,omitempty"` // how that party showed who it is, of [casefile.Shown]
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

// What an export is called on the command line: papers of the case for a court, or what one party may have as its copy.
const (
	ExportCase     = "case"
	ExportResident = "resident"
)

// What a file can leave for. Each rests on the word of those whom it concerns, or on one order of a court: the party that asks for
// its own copy; all parties of an agreement, who applied together to the court that gets it (民事诉讼法 art. 205); a demand, paper by
// paper as it was answered. There is none for another office's wish or for the archives: no party said yes to that.
const (
	ForOwnCopy = "own_copy"
	ForCourt   = "confirmation"
	ForOrder   = "demand"
)

// ExportPurposes is closed, and no rulebook adds to it.
var ExportPurposes = []string{ForOwnCopy, ForCourt, ForOrder}

// CourtPapers are what the joint application says that it hands in: itself and the agreement.
var CourtPapers = []string{"confirmation", "agreement"}

// FieldExportTo is the key that the file is encrypted to, sealed: the same key in two requests would join two cases.
const FieldExportTo = "mediation.export_to"

// ExportLasts is how long a request waits for the two who approve it, and an approved one for whoever runs the server.
const ExportLasts = 72 * time.Hour

// exportApprovals is how many accounts approve.
const exportApprovals = 2

// AskExport asks that papers leave by the word of a party, or of all that applied to a court.
type AskExport struct {
	Purpose string // [ForOwnCopy] or [ForCourt]
	Party   id.ID  // for its own copy
	Shown   string // likewise
	To      string // the recipient's age key
}

// Kind is the machine's event.
func (AskExport) Kind() casefile.Kind { return "ask_export" }

func (x AskExport) export(*Case) *Export { return &Export{Purpose: x.Purpose, Party: x.Party} }

func (x AskExport) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	switch x.Purpose {
	case ForOwnCopy:
		if d.c.Party(x.Party) == nil {
			l.Add("party", "form.required")
		}
		if !slices.Contains(casefile.Shown, x.Shown) {
			l.Add("shown", "form.required")
		}
	case ForCourt:
		x.Party, x.Shown = id.ID{}, ""
	default:
		l.Add("purpose", "form.required")
	}
	return d.askExport(s, l, exportAsked{Purpose: x.Purpose, Party: x.Party, Shown: x.Shown}, x.To)
}

// AskGiven asks that what a demand was given leaves as a file.
type AskGiven struct {
	Demand id.ID
	To     string // the recipient's age key
}

// Kind is the machine's event.
func (AskGiven) Kind() casefile.Kind { return "ask_given" }

func (x AskGiven) demand() id.ID { return x.Demand }

func (x AskGiven) export(*Case) *Export { return &Export{Purpose: ForOrder, Demand: x.Demand} }

func (x AskGiven) decide(d *decision, s *Step) (any, error) {
	return d.askExport(s, nil, exportAsked{Purpose: ForOrder, Demand: x.Demand}, x.To)
}

type exportAsked struct {
	Export  id.ID  `json:"export"`
	Purpose string `json:"purpose"`
	Party   id.ID  `json:"party,omitzero"`
	Shown   string `json:"shown,omitempty"`
	Demand  id.ID  `json:"demand,omitzero"`
}

func (d *decision) askExport(s *Step, l fault.List, b exportAsked, to string) (any, error) {
	key, err := Recipient(to)
	if err != nil {
		l.Add("to", "mediation.field.export_to")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	b.Export = d.ids.New()
	s.Event.Visibility = casefile.Office
	s.Secrets = append(s.Secrets, secret(vault.Register, b.Export, b.Export, FieldExportTo, key.String()))
	s.Tell = d.Seconds
	return b, nil
}

// Recipient reads the key of whoever receives a file (age1…). Two spellings of one key are one key.
func Recipient(text string) (*age.X25519Recipient, error) {
	return age.ParseX25519Recipient(strings.TrimSpace(text))
}

func foldAskExport(c *Case, e casefile.Event, b exportAsked) {
	c.Exports = append(slices.Clone(c.Exports), Export{ID: b.Export, Account: e.By.Account, Purpose: b.Purpose, Party: b.Party, Shown: b.Shown, Demand: b.Demand, Asked: e.At})
}

// ApproveExport is the word of one of the two.
type ApproveExport struct{ Export id.ID }

// Kind is the machine's event.
func (ApproveExport) Kind() casefile.Kind { return "approve_export" }

func (x ApproveExport) export(c *Case) *Export { return c.export(x.Export) }

type ofExport struct {
	Export  id.ID  `json:"export"`
	Purpose string `json:"purpose,omitempty"`
}

func (x ApproveExport) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	if e := d.c.export(x.Export); len(e.Approved)+1 == exportApprovals {
		s.Tell = []id.ID{e.Account}
	}
	return ofExport{Export: x.Export}, nil
}

func foldApproveExport(c *Case, e casefile.Event, b ofExport) {
	x := c.changeExport(b.Export)
	x.Approved = append(slices.Clone(x.Approved), Approval{e.By.Account, e.At})
}

// EndExport takes a request back: the party thought better of it, or one of the office did.
type EndExport struct{ Export id.ID }

// Kind is the machine's event.
func (EndExport) Kind() casefile.Kind { return "end_export" }

func (x EndExport) export(c *Case) *Export { return c.export(x.Export) }

func (x EndExport) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return ofExport{Export: x.Export}, nil
}

func foldEndExport(c *Case, e casefile.Event, b ofExport) { c.changeExport(b.Export).Ended = e.At }

// TakeExport uses an approved request up: its file is written.
type TakeExport struct {
	Export id.ID
	What   string // what the command line asked for
}

// Kind is the machine's event.
func (TakeExport) Kind() casefile.Kind { return "export" }

func (x TakeExport) export(c *Case) *Export { return c.export(x.Export) }

func (x TakeExport) decide(d *decision, s *Step) (any, error) {
	e := d.c.export(x.Export)
	switch e.Purpose {
	case ForOwnCopy:
		s.Event.Visibility = casefile.Only(e.Party)
	case ForOrder:
		s.Event.Visibility = d.c.Demand(e.Demand).Visibility()
	}
	return ofExport{x.Export, e.Purpose}, nil
}

func foldTakeExport(c *Case, e casefile.Event, b ofExport) { c.changeExport(b.Export).Taken = e.At }
