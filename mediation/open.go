package mediation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// maxReads is how many of the latest readings a case page shows.
const maxReads = 200

// Opened is a case with everything that the reader may read, and nothing else.
type Opened struct {
	Case        Case
	Rules       *rulebook.Rulebook
	Application Application
	Statutory   map[id.ID]StatutoryText // reports that the law demands, by [Statutory.ID]
	Letters     map[id.ID]OnwardText    // for a party to somebody who can help it, by [Onward.ID]
	Letter      Letter                  // who sent the dispute here; empty where nobody did
	Identity    map[id.ID]Identity
	Contact     map[id.ID]ContactDetails
	Talk        map[id.ID]PrivateTalk
	Answered    map[id.ID]Answered            // before signing, by party
	Acting      map[id.ID]string              // names of those who act for a party, by [Representative.ID]
	Proofs      map[id.ID]signing.Proof       // of the signatures by passkey, by [Signature.Proof]
	Agreement   *Text                         // the current draft, or the agreement in force
	Standing    *Text                         // the agreement that is in force while its parties meet again
	Texts       map[id.ID]Passage             // notes, statements, reasons, places, file names, by what they belong to
	Records     map[id.ID]string              // of sessions, which have a place besides
	Interpreted map[id.ID][]Interpreted       // by session
	Findings    map[id.ID]Findings            // of investigations
	Calls       map[id.ID]CallWords           // on the telephone, by event
	Undone      map[id.ID]string              // what entries said that were taken back, by the event that did
	Corrected   map[id.ID]Corrected           // what stood there before a correction, by its event
	Demands     map[id.ID]casefile.DemandText // of courts, that the reader may know of
	Events      []casefile.Event
	Promises    []casefile.PromiseRow
	Reads       []access.Row
}

// Passage is one sealed text with the field that it stands in.
type Passage struct {
	Field string
	Text  string
}

// Name is a party's name where the reader may know it, else empty.
func (o *Opened) Name(party id.ID) string { return o.Identity[party].Name }

// Passage is the text of a field that belongs to owner, or empty.
func (o *Opened) Passage(field string, owner id.ID) string {
	if field == FieldRecord {
		return o.Records[owner]
	}
	if p, ok := o.Texts[owner]; ok && p.Field == field {
		return p.Text
	}
	return ""
}

// Open reads a case for an actor. The access row is committed before anything is unsealed. Errors: those of
// [access.Engine.Open], and ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID, why access.Purpose) (_ *Opened, err error) {
	defer wrap(&err, "open")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.FactsAt(s.Clock.Now()), why)
	if err != nil {
		return nil, err
	}
	o := newOpened(c)
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	may := func(field string, section vault.Scope) bool {
		return mayOpen(a, &c, section) && (field != FieldFormer || a.Kind == access.System) && (field != FieldOriginal && field != FieldUndone || a.Kind != access.Resident) && !toldAlone(a, &c, field, section)
	}
	if err := s.unseal(ctx, grant, a.Tenant, o, may); err != nil {
		return nil, err
	}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	if a.Kind != access.Resident { // a party's are reckoned from what it sees
		if o.Promises, err = s.Repo.Promises(ctx, a.Tenant, caseID); err != nil {
			return nil, err
		}
	}
	if o.Reads, err = s.Reads.Readings(ctx, a.Tenant, caseID, a.Party, time.Time{}, maxReads); err != nil {
		return nil, err
	}
	if a.Kind == access.Resident {
		o.through(a.Party, s.Clock.Now())
	}
	if a.Kind == access.Staff && s.Access.Check(a, "mediation.see_demand", c.FactsAt(s.Clock.Now())) != nil {
		o.unaware()
	}
	return o, nil
}

func newOpened(c Case) *Opened {
	return &Opened{Case: c, Identity: map[id.ID]Identity{}, Contact: map[id.ID]ContactDetails{}, Talk: map[id.ID]PrivateTalk{},
		Answered: map[id.ID]Answered{}, Interpreted: map[id.ID][]Interpreted{}, Acting: map[id.ID]string{}, Proofs: map[id.ID]signing.Proof{},
		Texts: map[id.ID]Passage{}, Records: map[id.ID]string{}, Findings: map[id.ID]Findings{}, Demands: map[id.ID]casefile.DemandText{}, Calls: map[id.ID]CallWords{}, Undone: map[id.ID]string{}, Corrected: map[id.ID]Corrected{}, Statutory: map[id.ID]StatutoryText{}, Letters: map[id.ID]OnwardText{}}
}

// See returns a case without its content: state, parties as numbers, promises. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, _ []casefile.PromiseRow, err error) {
	defer wrap(&err, "see")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "mediation.see", c.FactsAt(s.Clock.Now())); err != nil {
		return Case{}, nil, err
	}
	p, err := s.Repo.Promises(ctx, a.Tenant, caseID)
	return c, p, err
}

// unseal puts into o what a reader may open.
func (s *Service) unseal(ctx context.Context, g access.Grant, tenant id.ID, o *Opened, may func(field string, section vault.Scope) bool) error {
	keys, err := s.Repo.Keys(ctx, tenant, o.Case.ID)
	if err != nil {
		return err
	}
	scope := map[id.ID]vault.Scope{}
	for _, k := range keys {
		scope[k.ID] = k.Scope
	}
	fields, err := s.Repo.Sealed(ctx, tenant, o.Case.ID)
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool {
		section, known := scope[f.Key]
		return !known || !may(f.Field, section)
	})
	texts, err := s.Vault.OpenAll(ctx, g, fields)
	if err != nil {
		return err
	}
	for i, t := range texts {
		if err := o.put(fields[i], t); err != nil {
			return fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	return nil
}

// mayOpen is the wall between the sections of a case. Whoever the policy lets in reads the sections of its own side:
//
//	a party             the joint section once it has consented (an applicant wrote it, unless a letter brought the case),
//	                    and its own sections; of another party the name, once everybody takes part (an applicant wrote
//	                    down the others' names). Never the section of a letter: that is between the office and its sender
//	at work on it       everything but mediators' own notes; a mediator also its own, and those of one who has left
//	                    if every party permits it
//	the archivist       of an archived or restricted case the joint section, who the parties are, and the originals in the file
//	a proposed mediator who the parties are, to declare a conflict
//	who was told        the report that the law demanded about it
//	emergency access    the joint section, who the parties are and how to reach them
//
// A demand of a court is read by those who keep the register ([Service.ForDemand]), and by a party once it is told of it;
// what was said of an urgent access by whoever checks it ([Service.ForCheck]).
func mayOpen(a access.Actor, c *Case, s vault.Scope) bool {
	if s.Kind == vault.Own { // what a colleague calls the case is not the case's: see [Service.CalledBy]
		return false
	}
	switch a.Kind {
	case access.Resident:
		p := c.Party(a.Party)
		if p == nil {
			return false
		}
		switch s.Kind {
		case vault.Joint:
			return c.Asks(p) || p.Consent.Stands() || c.Binds(p.ID)
		case vault.Attachment:
			return slices.ContainsFunc(c.Attachments, func(f Attachment) bool {
				return f.ID == s.Of && (f.Owner == a.Party || f.To(a.Party) && p.Consent.Stands())
			})
		case vault.Identity:
			return s.Of == a.Party || c.named(p, s.Of)
		case vault.Register:
			x := c.Demand(s.Of)
			return x != nil && !x.Told.IsZero() && (c.Asks(p) || !p.Consent.Given.IsZero())
		case vault.Statutory:
			r := c.statutory(s.Of)
			return r != nil && r.Party == a.Party && !r.Told.IsZero()
		}
		return s.Of == a.Party && s.Kind != vault.Engagement
	case access.Staff:
		if s.Kind == vault.Register {
			return false
		}
		if s.Kind == vault.Engagement {
			e := c.Engagement(s.Of)
			return e != nil && e.Account == a.Account && e.Working() || c.NotesOpen(e) && c.EngagementOf(a.Account) != nil
		}
		if (c.State == Archived || c.Restricted()) && a.Holds(access.Records, c.Unit) { // what lies in the file, and whose file it is
			return s.Kind == vault.Joint || s.Kind == vault.Identity || s.Kind == vault.Attachment && c.inFile(s.Of)
		}
		if c.EngagementOf(a.Account) != nil || c.working(a.Account) {
			return true
		}
		if slices.Contains(c.Proposed(), a.Account) {
			return s.Kind == vault.Identity
		}
		return s.Kind == vault.Joint || s.Kind == vault.Identity || s.Kind == vault.Contact
	case access.System:
		return s.Kind != vault.Private && s.Kind != vault.Engagement && s.Kind != vault.Register && s.Kind != vault.Statutory
	}
	return false
}

// toldAlone reports what a ward said to the office alone. Its guardian may hold its slip and read what it reads, and may be
// what it spoke of (未成年人保护法 art. 4, 19): nobody reads that on the ward's side.
func toldAlone(a access.Actor, c *Case, field string, s vault.Scope) bool {
	return a.Kind == access.Resident && c.Ward(a.Party) && s.Kind == vault.Private && (field == FieldTalk || field == FieldNote || field == FieldCall)
}

// named reports whether a party may know the name of another: an applicant wrote it down, and once the case is accepted,
// who sits at the table knows who does. That the other has left since changes nothing, so that it does not tell.
func (c *Case) named(p *Party, other id.ID) bool {
	x := c.Party(other)
	return x != nil && (c.Asks(p) && x.Added.IsZero() || !c.Accepted.IsZero() && p.Consent.Stands() && !x.Consent.Given.IsZero())
}

func (c *Case) working(account id.ID) bool {
	return slices.ContainsFunc(c.Workers, func(w Worker) bool { return w.Account == account && w.To.IsZero() })
}

func (o *Opened) put(f vault.Sealed, text []byte) error {
	switch f.Field {
	case FieldApplication:
		return json.Unmarshal(text, &o.Application)
	case FieldStatutory:
		return putIn(o.Statutory, f.Owner, text)
	case FieldOnward:
		return putIn(o.Letters, f.Owner, text)
	case FieldCall:
		return putIn(o.Calls, f.Owner, text)
	case FieldUndone:
		return o.putUndone(f.Owner, text)
	case FieldCorrected:
		return putIn(o.Corrected, f.Owner, text)
	case FieldDemand:
		return putIn(o.Demands, f.Owner, text)
	case FieldLetter:
		return json.Unmarshal(text, &o.Letter)
	case FieldIdentity:
		return putIn(o.Identity, f.Owner, text)
	case FieldContact:
		return putIn(o.Contact, f.Owner, text)
	case FieldTalk:
		return putIn(o.Talk, f.Owner, text)
	case FieldInterpreters:
		return putIn(o.Interpreted, f.Owner, text)
	case FieldBefore:
		return putIn(o.Answered, f.Owner, text)
	case FieldRepresentative:
		return putIn(o.Acting, f.Owner, text)
	case FieldProof:
		return putIn(o.Proofs, f.Owner, text)
	case FieldRecord:
		return putIn(o.Records, f.Owner, text)
	case FieldFindings:
		return putIn(o.Findings, f.Owner, text)
	case FieldAgreement:
		if x := o.Case.Standing; x != nil && x.Agreement.ID == f.Owner {
			o.Standing = &Text{}
			return json.Unmarshal(text, o.Standing)
		}
		if o.Case.Agreement == nil || o.Case.Agreement.ID != f.Owner {
			return nil // a draft that nobody signed binds nobody and is shown to nobody
		}
		o.Agreement = &Text{}
		return json.Unmarshal(text, o.Agreement)
	}
	var words string
	if err := json.Unmarshal(text, &words); err != nil {
		return err
	}
	o.Texts[f.Owner] = Passage{f.Field, words}
	return nil
}

func putIn[T any](m map[id.ID]T, owner id.ID, text []byte) error {
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	m[owner] = v
	return nil
}
