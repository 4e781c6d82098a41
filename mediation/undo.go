package mediation

import (
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// An entry that somebody of the office made wrongly is taken back by an event of its own, which says why. Nothing is erased by
// that: the entry stays in the history, and its words stay sealed, where those at work on the case read them and no party does
// any more. What can be taken back, and why everything else cannot, is the table in undoable.go.

// UndoWithin is how long an entry can be taken back. Later, what was wrong is put right by a further entry.
const UndoWithin = time.Hour

// UndoReasons are why an entry is taken back.
var UndoReasons = []string{"wrong_party", "wrong_case", "wrong_words", "not_so", "twice"}

// FieldUndone is what an entry said that was taken back.
const FieldUndone = "mediation.undone"

// Undo takes back an entry of one's own.
type Undo struct {
	Event id.ID  `json:"event"`
	Why   string `json:"why"` // one of [UndoReasons]
}

// Kind is the machine's event.
func (Undo) Kind() casefile.Kind { return "undo" }

// Entry is what deciding needs to know of an event that is to be taken back.
type Entry struct {
	Event  casefile.Event
	Undone bool            // it was taken back before
	Again  bool            // the same was entered again since
	Before time.Time       // when the same had been entered before
	Words  casefile.Secret // as they are sealed; no field: it has none
	Since  []casefile.Kind // what happened in the case after it
	Spoken vault.Scope     // the section in which lies who interpreted; none: nobody did

	Events []casefile.Event // of the whole case, in their order
}

type undone struct {
	Event id.ID           `json:"event"`
	Did   casefile.Kind   `json:"did"`
	With  json.RawMessage `json:"with,omitempty"` // the entry's own body: facts, no words
	Was   time.Time       `json:"was,omitzero"`   // when the same had been entered before
	Why   string          `json:"why"`
	Party id.ID           `json:"party,omitzero"`

	Follows []followed `json:"follows,omitempty"` // of a party's word: linli's steps that go with it

	at time.Time // when it was taken back
}

func (x Undo) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(UndoReasons, x.Why) {
		return nil, fault.Field("why", "form.choose")
	}
	e := d.Entry
	s.Event.Visibility = e.Event.Visibility
	var follows []followed
	if undoable[e.Event.Kind].word {
		var err error
		if follows, err = d.unsay(s); err != nil {
			return nil, err
		}
		s.Event.Visibility, s.Tell = d.visibleAs(follows), d.atWork()
	}
	if w := e.Words; w.Field != "" {
		empty, err := json.Marshal(undoable[e.Event.Kind].empty)
		if err != nil {
			return nil, err
		}
		s.Secrets = append(s.Secrets,
			casefile.Secret{Scope: w.Scope, Owner: w.Owner, Field: w.Field, Text: empty},
			casefile.Secret{Scope: w.Scope, Owner: s.Event.ID, Field: FieldUndone, Text: w.Text})
	}
	if e.Spoken.Kind != "" { // who interpreted what is said not to have been did nothing in this case
		s.Secrets = append(s.Secrets, secret(e.Spoken.Kind, e.Spoken.Of, e.Event.ID, FieldInterpreters, []Interpreted{}))
	}
	if also := undoable[e.Event.Kind].also; also != nil {
		also(d, s)
	}
	var of ofParty
	_ = json.Unmarshal(e.Event.Body, &of) // not every entry is about one party
	return undone{Event: x.Event, Did: e.Event.Kind, With: e.Event.Body, Was: e.Before, Why: x.Why, Party: of.Party, Follows: follows}, nil
}

func foldUndo(c *Case, e casefile.Event, u undone) {
	u.at = e.At
	if back := undoable[u.Did].back; back != nil {
		back(c, u)
	}
}

// Guards of taking back. Each needs the one before it.
var (
	undoKnown  = Guard{Name: "undo_unknown", Holds: func(d *decision) bool { return d.Entry != nil }}
	undoTheirs = Guard{Name: "undo_own_word", Holds: func(d *decision) bool { return d.Entry.Event.By.Kind != access.Resident }}
	undoMine   = Guard{Name: "undo_not_yours", Holds: func(d *decision) bool { return mayUndo(d.Entry.Event, d.by.Account, d.Leads) }}
	undoOnce   = Guard{Name: "undo_twice", Holds: func(d *decision) bool { return !d.Entry.Undone }}
	undoStands = Guard{Name: "undo_stands", Holds: func(d *decision) bool { return stays(d.Entry.Event) == "" },
		Args: func(d *decision) fault.Args {
			e := d.Entry.Event
			return fault.Args{"event": fault.Text("mediation.event." + string(e.Kind)), "why": fault.Text("mediation.stands." + stays(e))}
		}}
	undoSoon = Guard{Name: "undo_late", Holds: func(d *decision) bool { return d.Entry.Event.At.Add(UndoWithin).After(d.now) },
		Args: func(*decision) fault.Args { return fault.Args{"minutes": int(UndoWithin.Minutes())} }}
	undoLast = Guard{Name: "undo_since", Holds: func(d *decision) bool { return d.restsOn() == "" },
		Args: func(d *decision) fault.Args {
			return fault.Args{"event": fault.Text("mediation.event." + string(d.restsOn()))}
		}}
	undoFree = Guard{Name: "undo_rests", Holds: func(d *decision) bool {
		free := undoable[d.Entry.Event.Kind].free
		return free == nil || free(d)
	}}
)

// restsOn is what happened since a party's word was written down and may rest on it; empty: nothing.
func (d *decision) restsOn() casefile.Kind {
	e := d.Entry
	if !undoable[e.Event.Kind].word {
		return ""
	}
	return since(e.Events, slices.IndexFunc(e.Events, func(x casefile.Event) bool { return x.ID == e.Event.ID }))
}

// mayUndo: whoever made an entry takes it back, and a party's word that another wrote down also whoever leads the unit.
func mayUndo(e casefile.Event, account id.ID, leads bool) bool {
	if account.IsZero() || e.By.Account.IsZero() {
		return false
	}
	return e.By.Account == account || leads && undoable[e.Kind].forOthers()
}

// atWork are the accounts on the case before an entry is taken back and after it, without whoever takes it back.
func (d *decision) atWork() (out []id.ID) {
	for _, account := range append(d.c.Assigned(), d.without.Assigned()...) {
		if account != d.by.Account && !slices.Contains(out, account) {
			out = append(out, account)
		}
	}
	return out
}

// MayUndo reports whether an entry can still be taken back by the account, as far as the entry itself tells. leads says that the
// account leads the case's unit.
func MayUndo(e casefile.Event, account id.ID, leads bool, now time.Time) bool {
	return stays(e) == "" && mayUndo(e, account, leads) && e.At.Add(UndoWithin).After(now)
}

// UndoneBy is the event that an event takes back, with the reason; the zero ID where it takes back none.
func UndoneBy(e casefile.Event) (event id.ID, did casefile.Kind, why string) {
	var u undone
	if e.Kind != "undo" || json.Unmarshal(e.Body, &u) != nil {
		return id.ID{}, "", ""
	}
	return u.Event, u.Did, u.Why
}

// putUndone keeps what an entry said: words, or a struct with its words under "text".
func (o *Opened) putUndone(event id.ID, text []byte) error {
	var words string
	if json.Unmarshal(text, &words) != nil {
		var of struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(text, &of); err != nil {
			return err
		}
		words = of.Text
	}
	o.Undone[event] = words
	return nil
}

// sealedIn is where the words of an entry lie.
func (u undoing) sealedIn(c *Case, e casefile.Event) id.ID {
	if u.owner == nil {
		return e.ID
	}
	return u.owner(c, e)
}

// into reads the body of the entry that is taken back.
func into[B any](body json.RawMessage) (b B) {
	_ = json.Unmarshal(body, &b) // it was written by this program
	return b
}

// unfold makes a step back of a function that takes the entry's decoded body.
func unfold[B any](f func(*Case, undone, B)) func(*Case, undone) {
	return func(c *Case, u undone) { f(c, u, into[B](u.With)) }
}

// still makes a condition of a function that takes the entry's decoded body.
func still[B any](f func(*decision, B) bool) func(*decision) bool {
	return func(d *decision) bool { return f(d, into[B](d.Entry.Event.Body)) }
}

// emptied are the values that a struct of words is overwritten with.
var emptied = struct {
	text     string
	call     CallWords
	talk     PrivateTalk
	findings Findings
}{}

// section is the section of a case in which a field was sealed.
func section(keys []vault.Key, key id.ID) (vault.Scope, bool) {
	i := slices.IndexFunc(keys, func(k vault.Key) bool { return k.ID == key })
	if i < 0 {
		return vault.Scope{}, false
	}
	return keys[i].Scope, true
}

// left is a list without what is taken out of it; nil where nothing is left, as where there never was anything. The list that
// it is given stays as it is.
func left[T any](all []T, out func(T) bool) []T {
	var kept []T
	for _, x := range all {
		if !out(x) {
			kept = append(kept, x)
		}
	}
	return kept
}
