package report

import (
	"context"
	"maps"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// What was split tells of one matter in the same words: what is let be taken out of one half goes from its twins with the same decision, and from
// what reporters of joined reports were told of it.

// takeOutToo takes words out of a twin of the report in which somebody let them go. Nobody asks for it but that decision.
type takeOutToo struct {
	words   []string
	reason  string
	despite bool
	told    []id.ID // where it is no half of a split report but was told its answers: their owners, of which alone it goes
}

// Kind is the machine's event.
func (takeOutToo) Kind() casefile.Kind { return "take_out_too" }

func (t takeOutToo) decide(d *decision, s *Step) (any, error) {
	b := takenOut{Words: true, Despite: t.despite}
	if b.Of = d.without(s, t.words, nil, t.told); len(s.Fresh) == 0 {
		return nil, errNotHere
	}
	if t.told != nil {
		s.Event.Reason = t.reason
		return b, nil
	}
	staff := d.by.Kind == access.Staff
	switch {
	case staff && !d.c.second(d.by.Account):
		return nil, d.c.refuse(takingOther.Name)
	case staff && !d.c.Kept.IsZero() && t.reason != Danger && d.c.needed(d.Rules, d.now):
		return nil, d.c.refuse(authorLets.Name)
	}
	var l fault.List
	if d.stillPublic(&l, t.words, nil); l.Err() != nil {
		return nil, l.Err()
	}
	s.Event.Reason = t.reason
	for _, account := range append([]id.ID{d.c.Handler}, d.c.With...) {
		if !account.IsZero() && account != d.by.Account {
			s.Tell = append(s.Tell, account)
		}
	}
	return b, nil
}

// errNotHere says that none of the words stands in a twin.
var errNotHere = fault.New(fault.Guard, "takeout.guard.taking_none")

func foldTakeOutToo(c *Case, e casefile.Event, b takenOut) {
	c.TakenOut = append(c.TakenOut, TakenOut{e.At, e.Reason, b.Words, 0, b.Of, e.By.Kind == access.Resident, b.Despite})
}

// without takes words out of every text of a report, and what is in the sections that go as a whole: those in which a word stood begin
// anew with what stays. Where owners are named, texts of others stay as they are. It returns whose the texts were.
func (d *decision) without(s *Step, words []string, gone func(vault.Scope) bool, owners []id.ID) (of []string) {
	category, _ := d.Rules.Report.Category(d.c.Category)
	fresh := map[vault.Scope]bool{}
	for i, x := range d.Texts {
		without, changed := leaveOut(x, category, words)
		changed = changed && (owners == nil || slices.Contains(owners, x.Owner))
		goes := gone != nil && gone(x.Scope)
		if changed && !goes {
			fresh[x.Scope], d.Texts[i].Text = true, without
		}
		if whose := d.c.whose(x); (changed || goes) && whose != "" && !slices.Contains(of, whose) {
			of = append(of, whose)
		}
	}
	slices.Sort(of)
	for _, x := range d.Texts {
		if fresh[x.Scope] {
			s.Secrets = append(s.Secrets, x)
		}
	}
	for _, f := range d.Renamed { // a file is under the key of its name
		if of := (vault.Scope{Kind: vault.Attachment, Of: f.Owner}); fresh[of] {
			s.Keys, s.Elsewhere = append(s.Keys, vault.Key{Scope: of, ID: f.Key}), append(s.Elsewhere, f)
		}
	}
	s.Fresh = slices.Collect(maps.Keys(fresh))
	return of
}

// lets are the words that a decision lets go: an author's yes is none to what stands in notes alone, which it could not read.
func (k *Knowledge) lets(by access.ActorKind, c *Case) []string {
	category, _ := k.Rules.Report.Category(c.Category)
	if by != access.Resident {
		return k.Words
	}
	return slices.DeleteFunc(slices.Clone(k.Words), func(w string) bool {
		return !slices.ContainsFunc(k.Texts, func(x casefile.Secret) bool {
			_, found := leaveOut(x, category, []string{w})
			return found && x.Field != FieldNote
		})
	})
}

// twins are the other halves of what was split, as the reports themselves name them; none whose words are gone.
func (s *Service) twins(ctx context.Context, c *Case) (out []Case, err error) {
	root := *c
	for !root.PartOf.IsZero() {
		if root, err = s.Repo.Case(ctx, c.Tenant, root.PartOf); err != nil {
			return nil, err
		}
	}
	for all := []Case{root}; len(all) > 0; all = all[1:] {
		x := all[0]
		if x.ID != c.ID && x.Erased.IsZero() {
			out = append(out, x)
		}
		parts, err := s.parts(ctx, &x)
		if err != nil {
			return nil, err
		}
		all = append(all, parts...)
	}
	return out, nil
}

// takeOutOfTwins has what one report's decision lets go from its twins: first, because the words end with the proposal. What was left
// half done waits with the proposal, and is finished when that is decided. linli opens them; the event names who decided.
func (s *Service) takeOutOfTwins(ctx context.Context, c *Case, by casefile.By, cmd takeOutToo) error {
	if len(cmd.words) == 0 {
		return nil
	}
	twins, err := s.twins(ctx, c)
	if err != nil {
		return err
	}
	joined, err := s.joinedTo(ctx, c)
	if err != nil {
		return err
	}
	joined = slices.DeleteFunc(joined, func(x Case) bool { return slices.ContainsFunc(twins, func(t Case) bool { return t.ID == x.ID }) })
	var plays []func() error
	for i, x := range append(twins, joined...) {
		if cmd.told = nil; i >= len(twins) {
			if cmd.told = x.toldFrom(); cmd.told == nil {
				continue
			}
		}
		if err := s.Access.Check(casefile.Itself(c.Tenant), action(cmd), x.Facts()); err != nil {
			return err
		}
		grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), casefile.Itself(c.Tenant), x.Facts(), access.ForJob)
		if err != nil {
			return err
		}
		var k Knowledge
		if k.Rules, err = s.Office.RulebookOf(ctx, x.Tenant, x.Rulebook, x.RulebookVersion); err != nil {
			return err
		}
		if err := s.written(ctx, grant, &x, &k); err != nil {
			return err
		}
		k.Words = cmd.words // not those that wait in the twin, of which nobody has decided
		who := by
		switch {
		case cmd.told != nil:
			who = casefile.System // neither its author nor the second of two for it
		case by.Kind == access.Resident:
			who.Party = x.Author // whose author is the same, under another number
		}
		if cmd.told == nil {
			err = s.renamed(ctx, grant, &x, cmd, who, &k)
		}
		var decided Decided
		if err == nil {
			decided, err = Decide(x, cmd, who, s.Clock.Now(), k, s.IDs)
		}
		if fault.Of(err) == errNotHere {
			continue
		}
		if err != nil {
			return err
		}
		plays = append(plays, func() error {
			_, _, err := s.play(ctx, x, decided, k.Rules, nil)
			return err
		})
	}
	for _, play := range plays { // all of them are decided before one is played
		if err := play(); err != nil {
			return err
		}
	}
	return nil
}

// twinTexts are the texts of the twins, for the second of two, who reads them for this decision as it reads the report itself. One
// whose author asked to be erased is read by nobody.
func (s *Service) twinTexts(ctx context.Context, a access.Actor, c *Case, facts access.Facts) (out []string, err error) {
	twins, err := s.twins(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, x := range twins {
		if x.Restricted() {
			continue
		}
		facts.Case, facts.Parties = x.ID, []id.ID{x.Author}
		o, err := s.openAs(ctx, a, x, facts, purposeOf(a, facts), closedTo(a, facts))
		if err != nil {
			return nil, err
		}
		out = append(out, o.Texts()...)
	}
	return out, nil
}
