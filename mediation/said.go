package mediation

import (
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// What the office wrote down as a party's word is taken back whole: the case, its promises and its figures are reckoned as if it
// had not been entered, and linli's own steps that followed from it go with it. That is exact only while nothing of the case
// rests on it, so everything that happened since stands in the way, but for what goes on beside it ([beside]).

// led are linli's own steps that go with the entry from which they followed. What told somebody outside the case is not among
// them: another unit was asked, or the clock of a mediation that waited goes on.
var led = []casefile.Kind{"decline", "assign", "oral_agreed", "effective", "performing", "remedied", "performed", "extend", "apply_confirmation", "meet_again",
	"keep_agreement", "agreement_stands", "breach_stands", "end_agreement", "reopened", "reaccepted"}

// beside are the events that neither rest on a party's word nor change what it changed.
var beside = []casefile.Kind{"note", "attach", "call", "call_back", "message", "take_back", "deliver", "reply", "waive", "statement", "reach", "confirm_contact", "former_told",
	"ask_slip", "slip", "slip_mail", "undo"}

// said has the rows of [undoable] for what the office writes down as a party's word.
func said(kinds ...casefile.Kind) map[casefile.Kind]undoing {
	out := map[casefile.Kind]undoing{}
	for _, k := range kinds {
		out[k] = undoing{word: true}
	}
	return out
}

// saidIn has the same for one whose words are sealed.
func saidIn(field string) undoing { return undoing{word: true, field: field, empty: emptied.text} }

// ofOffice: on paper a party signed before the office, which wrote it down. What it did on the screen is its own act, and so are
// a mediator's signature and the office's seal.
func ofOffice(e casefile.Event) string {
	switch x := into[Signature](e.Body); {
	case x.As != "party":
		return standsOffice
	case x.Method != "paper":
		return standsHand
	}
	return ""
}

// saidYes: a no ended consents, which nobody gives back.
func saidYes(e casefile.Event) string {
	if into[agreedJoint](e.Body).Yes {
		return ""
	}
	return standsEnded
}

// unrefuse: a party that had agreed before it was said to refuse is asked anew, since its consent ended with that entry, and
// nobody but the party gives one.
func unrefuse(c *Case, u undone) {
	if p := c.Party(u.Party); p != nil {
		p.Consent = Consent{}
	}
}

// stays is why an entry cannot be taken back whatever happened since; empty: it can.
func stays(e casefile.Event) string {
	u := undoable[e.Kind]
	if u.why != nil {
		return u.why(e)
	}
	return u.stands
}

// forOthers reports whether the unit's lead may take an entry back that somebody else made: a party's word, of which linli
// itself moves what was written with it. What a party said to the office alone is not the lead's to have opened.
func (u undoing) forOthers() bool { return u.word && (u.field == "" || u.field == FieldPerformance) }

// followed is a step of linli that went with an entry.
type followed struct {
	ID   id.ID         `json:"id"`
	Kind casefile.Kind `json:"kind"`
}

// followers are linli's own steps that an entry led to.
func followers(events []casefile.Event, entry int) (out []followed) {
	for _, e := range events[entry+1:] {
		if e.By.Kind != access.System || !e.At.Equal(events[entry].At) || !slices.Contains(led, e.Kind) {
			break
		}
		out = append(out, followed{e.ID, e.Kind})
	}
	return out
}

// takenBack are the events that count no more: words that were taken back, with linli's steps that followed from them.
func takenBack(events []casefile.Event) map[id.ID]bool {
	out := map[id.ID]bool{}
	for _, e := range events {
		if e.Kind != "undo" {
			continue
		}
		if u := into[undone](e.Body); u.said() {
			out[u.Event] = true
			for _, f := range u.Follows {
				out[f.ID] = true
			}
		}
	}
	return out
}

// said reports whether a party's word is taken back; a reader who does not see the word sees what followed from it.
func (u undone) said() bool { return undoable[u.Did].word || len(u.Follows) > 0 }

// Gone are the events of the case that count no more, with what followed from them.
func (o *Opened) Gone() map[id.ID]bool { return undoneAll(o.Events) }

// undoneAll are all entries that were taken back, with what followed from them.
func undoneAll(events []casefile.Event) map[id.ID]bool {
	out := takenBack(events)
	for _, e := range events {
		if of, _, _ := UndoneBy(e); !of.IsZero() {
			out[of] = true
		}
	}
	return out
}

// since is the first event after an entry that rests on it, or may; empty: none.
func since(events []casefile.Event, entry int) casefile.Kind {
	gone := takenBack(events)
	for _, f := range followers(events, entry) {
		gone[f.ID] = true
	}
	for _, e := range events[entry+1:] {
		if !gone[e.ID] && !slices.Contains(beside, e.Kind) {
			return e.Kind
		}
	}
	return ""
}

// unsay reckons the case as if the entry had not been made: what it had counted is counted back, and the consents that it gave
// were none.
func (d *decision) unsay(s *Step) ([]followed, error) {
	events, own := d.Entry.Events, map[id.ID]bool{d.Entry.Event.ID: true}
	at := slices.IndexFunc(events, func(e casefile.Event) bool { return own[e.ID] })
	follows := followers(events, at)
	for _, f := range follows {
		own[f.ID] = true
	}
	gone := takenBack(events)
	if _, err := replay(d.c.Tenant, events, gone, func(c *Case, row *Transition, e casefile.Event) {
		if !own[e.ID] || row.Counts == nil {
			return
		}
		then := *d
		then.c = *c
		for _, n := range then.counts(row.Counts) {
			n.N = -n.N
			s.Tallies = append(s.Tallies, n)
		}
	}); err != nil {
		return nil, err
	}
	for e := range own {
		gone[e] = true
	}
	without, err := replay(d.c.Tenant, events, gone, nil)
	if err != nil { // what came since does not fit a case without it
		return nil, refuse("undo_rests")
	}
	without.Number = d.c.Number
	d.without = &without
	return follows, d.unconsent(s)
}

// unconsent ends the consents that the entry gave: they were never a free and informed yes of this party.
func (d *decision) unconsent(s *Step) error {
	e := d.Entry.Event
	for _, r := range d.Records {
		last := len(r.Acts) - 1
		if last < 0 || r.Subject != into[ofParty](e.Body).Party || r.Acts[last].Event != consent.Give || !r.Acts[last].At.Equal(e.At) || !r.Valid(d.now) {
			continue
		}
		r, err := consent.Apply(r, consent.Act{Event: consent.Invalidate, At: d.now, By: consent.ByOffice, Account: d.by.Account, Reason: "entered_wrongly"}, nil)
		if err != nil {
			return err
		}
		s.Consents = append(s.Consents, r)
	}
	return nil
}

// visibleAs is who sees that an entry was taken back: whoever sees the entry, or what followed from it.
func (d *decision) visibleAs(follows []followed) casefile.Visibility {
	v := d.Entry.Event.Visibility
	for _, e := range d.Entry.Events {
		if e.Visibility == casefile.Joint && slices.ContainsFunc(follows, func(f followed) bool { return f.ID == e.ID }) {
			v = casefile.Joint
		}
	}
	return v
}

// hide leaves of a taking back what a reader may know that did not see the entry: that something counts no more.
func (u undone) hide() json.RawMessage {
	body, _ := json.Marshal(undone{Event: u.Event, Follows: u.Follows})
	return body
}

// Unsaid reports whether an event takes a party's word back, with what was taken back and message keys of why. Who does not see
// the word is told that there was an entry.
func Unsaid(e casefile.Event) (did casefile.Kind, why []string, said bool) {
	u := into[undone](e.Body)
	switch {
	case e.Kind != "undo" || !u.said():
		return "", nil, false
	case u.Did == "":
		return "undo", nil, true
	}
	return u.Did, []string{"calls.undo.why." + u.Why}, true
}

// led reports whether linli's step of a kind went with the entry.
func (u undone) led(kind casefile.Kind) bool {
	return slices.ContainsFunc(u.Follows, func(f followed) bool { return f.Kind == kind })
}

// hideUndone leaves of each taking back what its reader may know, who does not see the entry.
func hideUndone(own []casefile.Event) []casefile.Event {
	for i, e := range own {
		u := into[undone](e.Body)
		if e.Kind == "undo" && u.said() && !slices.ContainsFunc(own, func(x casefile.Event) bool { return x.ID == u.Event }) {
			own[i].Body = u.hide()
		}
	}
	return own
}

// counting are the events as they count: without words that were taken back and what followed from them.
func counting(events []casefile.Event) []casefile.Event {
	gone := takenBack(events)
	if len(gone) == 0 {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e casefile.Event) bool { return gone[e.ID] })
}

// unsaid adds to the promises of a case those that only a word had begun that was taken back. They are owed no more; one that was
// late when the word was taken back stays late, so that nobody mends a figure by calling an entry wrong.
func unsaid(c Case, events []casefile.Event, rules *rulebook.Rulebook, all []casefile.PromiseRow) []casefile.PromiseRow {
	for i, e := range events {
		if e.Kind != "undo" || !into[undone](e.Body).said() {
			continue
		}
		for _, p := range promisesOf(c, counting(events[:i]), rules, e.At) {
			if slices.ContainsFunc(all, func(x casefile.PromiseRow) bool { return x.Key == p.Key }) {
				continue
			}
			if p.State != promise.Late {
				p.State, p.End = promise.Void, time.Time{}
			}
			if p.Open() {
				p.End, p.Ended, p.PausedSince, p.Warn, p.Escalate = e.At.UTC(), e.ID, time.Time{}, nil, nil
			}
			all = append(all, p)
		}
	}
	return all
}
