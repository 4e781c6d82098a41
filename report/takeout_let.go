package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// TakeOut lets what was proposed be taken out: by the author, or by a second person who neither handles the report nor has answered
// it. What stays is sealed anew and the keys of what was are destroyed, so that the words can be read nowhere any more, in no backup
// either. It takes out and puts nothing in: nobody gets words into another's mouth.
type TakeOut struct {
	Seen int64 // the version of the report that was looked at: what was written since was not seen

	above id.ID // the unit above whose people stand in
}

// TakenOut says that something was taken out, and never what.
type TakenOut struct {
	At       time.Time `json:"at"`
	Reason   string    `json:"reason"`
	Words    bool      `json:"words,omitempty"`
	Files    int       `json:"files,omitempty"`
	Of       []string  `json:"of,omitempty"`        // whose: OfTheAuthor, OfTheOffice; neither: of notes
	ByAuthor bool      `json:"by_author,omitempty"` // the author let it; else a second person did
	Despite  bool      `json:"despite,omitempty"`   // the author wanted it kept
}

// Whose words are taken out.
const (
	OfTheAuthor = "author"
	OfTheOffice = "office" // what the office told the author
)

type takenOut struct {
	Words   bool     `json:"words,omitempty"`
	Files   []id.ID  `json:"files,omitempty"`
	Of      []string `json:"of,omitempty"`
	Despite bool     `json:"despite,omitempty"`
}

// Kind is the machine's event.
func (TakeOut) Kind() casefile.Kind { return "take_out" }

func (TakeOut) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	words, files := d.lets(d.by.Kind, &d.c), d.c.Taking.Files
	if len(words)+len(files) == 0 {
		return nil, d.c.refuse(takingWaits.Name)
	}
	if d.stillPublic(&l, words, files); l.Err() != nil {
		return nil, l.Err()
	}
	b := takenOut{Words: len(words) > 0, Files: files, Despite: !d.c.Kept.IsZero() && d.by.Kind == access.Staff}
	gone := func(of vault.Scope) bool { return of.Kind == vault.Attachment && slices.Contains(files, of.Of) }
	b.Of = d.without(s, words, gone, nil)
	s.Event.Reason = d.c.Taking.Reason
	s.Drop = gone
	return b, nil
}

func foldTakeOut(c *Case, e casefile.Event, b takenOut) {
	c.Files = slices.DeleteFunc(c.Files, func(f Attachment) bool { return slices.Contains(b.Files, f.ID) })
	c.TakenOut = append(c.TakenOut, TakenOut{e.At, e.Reason, b.Words, len(b.Files), b.Of, e.By.Kind == access.Resident, b.Despite})
	c.Taking = nil
}

// RefuseTakeOut keeps what was proposed to be taken out: by the author, by a second person, or by whoever handles the report, who
// takes the proposal back.
type RefuseTakeOut struct {
	above id.ID
}

// Kind is the machine's event.
func (RefuseTakeOut) Kind() casefile.Kind { return "refuse_take_out" }

func (RefuseTakeOut) decide(*decision, *Step) (any, error) { return nil, nil }

func foldRefuseTakeOut(c *Case, e casefile.Event, _ struct{}) {
	if c.Taking = nil; e.By.Kind == access.Resident {
		c.Kept = e.At
	}
}

// The guards of taking out.
var (
	noTakingWaits = Guard{"taking_waits", func(d *decision) bool { return d.c.Taking == nil }}
	takingWaits   = Guard{"taking_none", func(d *decision) bool { return d.c.Taking != nil }}
	takingSeen    = Guard{"taking_moved", func(d *decision) bool { return d.cmd.(TakeOut).Seen == d.c.Version }}
	// Nobody lets what the same account proposed, nor what it told itself.
	takingOther = Guard{"taking_own", func(d *decision) bool { return d.by.Kind != access.Staff || d.c.second(d.by.Account) }}
	takingOfTwo = Guard{"taking_not_second", func(d *decision) bool {
		return d.by.Kind != access.Staff || slices.Contains(d.Counter.Seconds, d.by.Account) || d.cmd.Kind() == (RefuseTakeOut{}).Kind() && d.c.Handles(d.by.Account)
	}}
	// Whoever proposes and had the author's slip in hand could let it in the author's place.
	takingNotBySlip = Guard{"taking_slip", func(d *decision) bool { return d.by.Kind == access.Staff || d.c.AuthorLets() }}
	// What the author wants kept, it can still need: until no review can be asked for any more it goes only where somebody is in danger.
	authorLets = Guard{"taking_kept", func(d *decision) bool {
		return d.by.Kind != access.Staff || !d.c.MustKeep(d.Rules, d.now)
	}}
	twoTakeOut = []Guard{notErased, ofAside(casefile.NotHeld), takingWaits, takingSeen, takingNotBySlip, takingOther, takingOfTwo, authorLets}
)

// second reports whether an account can be the second of two: it has no part in what was said on either side.
func (c *Case) second(account id.ID) bool {
	return !c.Handles(account) && account != c.AnsweredBy && account != c.ReviewedBy && (c.Taking == nil || account != c.Taking.By)
}

// AuthorLets reports whether the author's yes is that of another than whoever proposed what waits.
func (c *Case) AuthorLets() bool { return c.Taking != nil && c.Taking.By != c.SlipBy }

// answers are the acts with which the office answers a report, or decides about its answer.
var answers = []casefile.Kind{"answer", "not_accept", "fix", "decide_review", "send_back"}

// MustKeep reports whether the author alone can let what waits be taken out.
func (c *Case) MustKeep(rules *rulebook.Rulebook, now time.Time) bool {
	return c.Taking != nil && !c.Kept.IsZero() && c.Taking.Reason != Danger && c.needed(rules, now)
}

// needed reports whether the author can still show to somebody what stands in the report.
func (c *Case) needed(rules *rulebook.Rulebook, now time.Time) bool {
	if c.State.Open() || c.State == Joined {
		return true
	}
	return !c.Answered.IsZero() && !now.After(c.ReviewEnds(rules)) || c.IsIssue() && !c.Ended.IsZero() && !now.After(c.ReopenEnds(rules))
}

// whose says who told what stands in a sealed value; empty for notes.
func (c *Case) whose(x casefile.Secret) string {
	of := func(all []Message) bool {
		return slices.ContainsFunc(all, func(m Message) bool { return m.ID == x.Owner && !m.By.IsZero() })
	}
	switch {
	case x.Field == FieldNote:
		return ""
	case x.Field == FieldAnswer, of(c.Messages), slices.ContainsFunc(c.Words, func(w Words) bool { return w.ID == x.Owner }),
		slices.ContainsFunc(c.Files, func(f Attachment) bool { return f.ID == x.Owner && f.Ours }):
		return OfTheOffice
	}
	return OfTheAuthor
}

// seconds are the people who can be the second of two: who leads, or the privacy officer, and where there is none those of the
// unit above. A complaint's are never of a unit that it is about.
func (s *Service) seconds(ctx context.Context, c *Case) (casefile.Counter, error) {
	nobody := func(access.Actor, id.ID) bool { return false }
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	if err != nil {
		return casefile.Counter{}, err
	}
	answered := func(account id.ID) bool { // once, whoever answered it since
		return slices.ContainsFunc(events, func(e casefile.Event) bool { return e.By.Account == account && slices.Contains(answers, e.Kind) })
	}
	return casefile.CounterOf(ctx, s.Office, c.Tenant, c.Desk.Unit, []access.PostKind{access.Lead, access.Privacy}, nobody, func(a access.Actor, above id.ID) bool {
		return c.second(a.Account) && !answered(a.Account) && s.Access.Check(a, "report.take_out", c.waiting(above)) == nil
	})
}

// waiting are the facts for the second of two, whom the unit above can lend: they open the report to nobody but for this.
func (c *Case) waiting(above id.ID) access.Facts {
	f := c.factsAbove(above)
	f.Waits = true
	return f
}

// lent says in a decision of a second person which unit lends its people.
func (s *Service) lent(ctx context.Context, a access.Actor, c *Case, cmd Command) (Command, error) {
	if a.Kind != access.Staff || c.Taking == nil {
		return cmd, nil
	}
	at, err := s.seconds(ctx, c)
	switch x := cmd.(type) {
	case TakeOut:
		x.above = at.Above
		return x, err
	case RefuseTakeOut:
		x.above = at.Above
		return x, err
	}
	return cmd, err
}

// texts opens everything that is written in a report for a proposal to take words out, or for whoever lets it; the reading is written
// down before.
func (s *Service) texts(ctx context.Context, a access.Actor, c *Case, facts access.Facts, k *Knowledge) (access.Grant, error) {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, purposeOf(a, facts))
	if err != nil {
		return grant, err
	}
	return grant, s.written(ctx, grant, c, k)
}

// written opens everything that is written in a report.
func (s *Service) written(ctx context.Context, grant access.Grant, c *Case, k *Knowledge) error {
	if !c.Published.IsZero() {
		p, err := s.Repo.Public(ctx, c.Tenant, c.PublicID)
		if err != nil {
			return err
		}
		k.Public = &p
	}
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool {
		return slices.Contains([]string{FieldIdentity, FieldContact, FieldMail, FieldDemand, FieldDemandAnswer, FieldUrgent, FieldUrgentChecked, FieldExportTo}, f.Field)
	})
	opened, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return movedOn(err)
	}
	for i, f := range fields {
		at := slices.IndexFunc(keys, func(x vault.Key) bool { return x.ID == f.Key })
		if at < 0 {
			return ErrMoved
		}
		if f.Field != FieldTakeOut {
			k.Texts = append(k.Texts, casefile.Secret{Scope: keys[at].Scope, Owner: f.Owner, Field: f.Field, Text: opened[i]})
		} else if c.Taking != nil && f.Owner == c.Taking.ID {
			if err := json.Unmarshal(opened[i], &k.Words); err != nil {
				return fmt.Errorf("read %s: %w", f.Field, err)
			}
		}
	}
	return nil
}

// purposeOf says for what a report is opened: the second of two reads it to decide, and for nothing else.
func purposeOf(a access.Actor, f access.Facts) access.Purpose {
	switch {
	case a.Kind == access.Resident:
		return access.ForParty
	case f.Waits:
		return access.ForSecond
	}
	return access.ForWork
}

// closedTo are the fields of a report that stay closed to whoever may read it: to its reporter the notes, to the office the address of its mails, to the second of two who
// spoke, which is no part of what can be taken out.
func closedTo(a access.Actor, f access.Facts) []string {
	switch {
	case a.Kind == access.Resident:
		return []string{FieldNote}
	case f.Waits:
		return []string{FieldIdentity, FieldContact, FieldMail}
	}
	return []string{FieldMail}
}

// takes reports whether a file waits to be taken out.
func (c *Case) takes(file id.ID) bool {
	return c.Taking != nil && slices.Contains(c.Taking.Files, file)
}

// renamed keeps the files anew whose names hold words that go, as with [Service.Upload]: their blobs come first. It asks the machine
// before it keeps one, because the blob of what is refused would lie there until the sweep.
func (s *Service) renamed(ctx context.Context, g access.Grant, c *Case, cmd Command, by casefile.By, k *Knowledge) error {
	dry := *k
	dry.Texts = slices.Clone(k.Texts)
	if _, err := Decide(*c, cmd, by, s.Clock.Now(), dry, s.IDs); err != nil {
		return err
	}
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	_, own := cmd.(TakeOut) // a file that waits in a twin stays until that is decided
	for _, x := range k.Texts {
		_, named := leaveOut(x, rulebook.Category{}, k.Words)
		if x.Field != FieldFileName || !named || own && c.takes(x.Owner) {
			continue
		}
		key, ok := vault.Find(keys, x.Scope)
		if !ok {
			return ErrMoved
		}
		again, err := s.sealFileAgain(ctx, g, vault.Sealed{Case: c.ID, Owner: x.Owner, Field: FieldFile, Key: key, Version: 1})
		if err != nil {
			return err
		}
		k.Renamed = append(k.Renamed, again)
	}
	return nil
}

// movedOn says of a key that was destroyed while a command was decided that the case moved meanwhile: its words are under another.
func movedOn(err error) error {
	if errors.Is(err, vault.ErrShredded) {
		return fmt.Errorf("%w: %w", ErrMoved, err)
	}
	return err
}

// OpenTakeOut reads a report in which something waits to be taken out, for whoever can let or refuse it. Errors: those of
// [Service.Open], and the guard "taking_none" where nothing waits.
func (s *Service) OpenTakeOut(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open what is taken out")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if c.Taking == nil {
		if err := s.Access.Check(a, "report.read", c.Facts()); err != nil {
			return nil, err
		}
		return nil, c.refuse(takingWaits.Name)
	}
	facts, err := s.reading(ctx, a, &c)
	if err != nil {
		return nil, err
	}
	o, err := s.openAs(ctx, a, c, facts, purposeOf(a, facts), closedTo(a, facts))
	if err == nil && facts.Waits && c.Taking.Words {
		o.Twins, err = s.twinTexts(ctx, a, &c, facts)
	}
	return o, err
}

// reading are the facts with which somebody reads a report: the second of two has those that open it while something waits.
func (s *Service) reading(ctx context.Context, a access.Actor, c *Case) (access.Facts, error) {
	if a.Kind != access.Staff || c.Taking == nil || c.Handles(a.Account) {
		return c.Facts(), nil
	}
	at, err := s.seconds(ctx, c)
	if err != nil || !slices.Contains(at.Seconds, a.Account) {
		return c.Facts(), err
	}
	return c.waiting(at.Above), nil
}
