package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// maxReads is how many of the latest readings a page shows.
const maxReads = 200

// Opened is a complaint with everything that the reader may read. There are two sides: the author, and the handler, who reads
// what the author wrote, and its name where it gave one.
type Opened struct {
	Case     Case
	Rules    *rulebook.Rulebook
	Account  Account
	Name     string
	Contact  string
	Mail     Letter // to which the reporter is told that something waits; for itself alone
	Answers  map[id.ID]Answer
	Written  map[id.ID]string              // messages, words for the unit, why a review is asked for
	Notes    map[id.ID]string              // among those who handle it; never for the reporter
	LeftOut  int                           // how many notes were not opened for the reporter
	Names    map[id.ID]string              // of files
	Taking   []string                      // words that wait to be taken out; for the reporter those that it can read
	Twins    []string                      // texts of the other halves of a split report, for the second of two
	Demands  map[id.ID]casefile.DemandText // of courts, that the reader may know of
	With     *Case                         // the report that this one is handled with; for the reporter its state alone
	WithOwes []casefile.PromiseRow         // what the office owes there of the thing itself
	WithBook *rulebook.Rulebook            // under which it is owed
	Parts    []Case                        // the reports that were split off it
	Events   []casefile.Event
	Promises []casefile.PromiseRow
	Reads    []access.Row

	demandsRead []id.ID // whose words are opened
}

// Open reads a complaint. The access row is committed before anything is unsealed. Errors: those of [access.Engine.Open],
// and ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open")
	return s.open(ctx, a, caseID, purposeOf(a, access.Facts{}), closedTo(a, access.Facts{}))
}

// open reads a report without the fields that are closed to this reading.
func (s *Service) open(ctx context.Context, a access.Actor, caseID id.ID, why access.Purpose, closed []string) (*Opened, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	return s.openAs(ctx, a, c, c.Facts(), why, closed)
}

// openAs reads a report with the facts that open it to this reader.
func (s *Service) openAs(ctx context.Context, a access.Actor, c Case, facts access.Facts, why access.Purpose, closed []string) (*Opened, error) {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, why)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Demands: map[id.ID]casefile.DemandText{}, Answers: map[id.ID]Answer{}, Written: map[id.ID]string{}, Notes: map[id.ID]string{}, Names: map[id.ID]string{}}
	if !c.Into.IsZero() {
		if err := s.withLead(ctx, a, o); err != nil {
			return nil, err
		}
	}
	if o.Parts, err = s.parts(ctx, &c); err != nil {
		return nil, err
	}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	if o.Case.Unsaid(&c.Demanded); a.Kind == access.Resident {
		o.Case.ToldExports(&c.Demanded)
		o.Case.ToldUrgent()
	}
	o.demandsFor(a, why)
	if err := s.unseal(ctx, grant, o, closed); err != nil {
		return nil, err
	}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, c.ID); err != nil {
		return nil, err
	}
	o.Events = slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.Kind.Aside() }) // they stand in o.Case.Demands, o.Case.Urgent and o.Case.Exports
	if slices.Contains(closed, FieldNote) {
		o.LeftOut, o.Case.Notes = len(o.Case.Notes), nil
		o.Taking = slices.DeleteFunc(o.Taking, func(w string) bool { return !o.says(w) }) // a word of the notes is not the reporter's to read
		if t := o.Case.Taking; t != nil && len(o.Taking)+len(t.Files) == 0 {
			o.Case.Taking = nil
		}
		o.Events = slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.Kind == "note" || e.Kind == "joined_by" })
		o.Case.Joins = nil // other people's reports
	}
	if o.Promises, err = s.Repo.Promises(ctx, a.Tenant, c.ID); err != nil {
		return nil, err
	}
	o.Reads, err = s.Reads.Readings(ctx, a.Tenant, c.ID, a.Party, time.Time{}, maxReads)
	o.Reads = c.Unread(o.Reads)
	return o, err
}

// readings is how often a report is read anew while words are taken out of it.
const readings = 3

func (s *Service) unseal(ctx context.Context, g access.Grant, o *Opened, closed []string) error {
	fields, texts, err := s.sealed(ctx, g, closed, o.demandsRead)
	for n := 0; n < readings && errors.Is(err, vault.ErrShredded); n++ { // words were taken out between the two readings: what stays has other keys
		fields, texts, err = s.sealed(ctx, g, closed, o.demandsRead)
	}
	if err != nil {
		return err
	}
	for i, t := range texts {
		if err := o.put(fields[i].Field, fields[i].Owner, t); err != nil {
			return fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	return nil
}

func (s *Service) sealed(ctx context.Context, g access.Grant, closed []string, demands []id.ID) (fields []vault.Sealed, texts [][]byte, err error) {
	if fields, err = s.Repo.Sealed(ctx, g.Tenant(), g.Case()); err != nil {
		return nil, nil, err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool {
		return slices.Contains(closed, f.Field) || asideFields.Urgents.Seals(f) || f.Field == FieldExportTo || asideFields.Demands.Seals(f) && !slices.Contains(demands, f.Owner)
	})
	texts, err = s.Vault.OpenAll(ctx, g, fields)
	return fields, texts, err
}

// says reports whether a word stands in what was opened, without the notes.
func (o *Opened) says(word string) bool {
	for _, t := range o.Texts() {
		if strings.Contains(t, word) {
			return true
		}
	}
	return false
}

// Texts are everything that is written in the report, the author's account first and then in the order of the events; names of files
// last. What was chosen from a list is none.
func (o *Opened) Texts() []string {
	out := []string{o.Account.Text, o.Account.Address, o.Account.Number}
	category, _ := o.Rules.Report.Category(o.Case.Category)
	for _, q := range category.Questions {
		if !Chosen(q) {
			out = append(out, o.Account.Answers[q.Code]...)
		}
	}
	for _, e := range o.Events {
		out = append(out, o.Written[e.ID], o.Notes[e.ID], o.Answers[e.ID].Text, o.Answers[e.ID].Right, o.Answers[e.ID].Place)
	}
	for _, f := range o.Case.Files {
		out = append(out, o.Names[f.ID])
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

func (o *Opened) put(field string, owner id.ID, text []byte) (err error) {
	switch field {
	case FieldAccount:
		return json.Unmarshal(text, &o.Account)
	case FieldIdentity:
		return json.Unmarshal(text, &o.Name)
	case FieldContact:
		return json.Unmarshal(text, &o.Contact)
	case FieldMail:
		return json.Unmarshal(text, &o.Mail)
	case FieldAnswer:
		var a Answer
		err = json.Unmarshal(text, &a)
		o.Answers[owner] = a
	case FieldDemand:
		var x casefile.DemandText
		err = json.Unmarshal(text, &x)
		o.Demands[owner] = x
	case FieldTakeOut:
		return json.Unmarshal(text, &o.Taking)
	case FieldNote, FieldFileName:
		var words string
		err = json.Unmarshal(text, &words)
		if field == FieldNote {
			o.Notes[owner] = words
		} else {
			o.Names[owner] = words
		}
	default:
		var words string
		err = json.Unmarshal(text, &words)
		o.Written[owner] = words
	}
	return err
}

// See returns a complaint without its content: state, promises. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, _ []casefile.PromiseRow, err error) {
	defer wrap(&err, "see")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "report.see", c.Facts()); err != nil {
		return Case{}, nil, err
	}
	if s.Access.Check(a, "report.see_demand", c.Facts()) != nil {
		c.Unsaid(&c.Demanded)
		c.ToldOf()
	}
	p, err := s.Repo.Promises(ctx, a.Tenant, caseID)
	return c, p, err
}
