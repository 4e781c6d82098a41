package mediation

import (
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
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
}

type undone struct {
	Event id.ID           `json:"event"`
	Did   casefile.Kind   `json:"did"`
	With  json.RawMessage `json:"with,omitempty"` // the entry's own body: facts, no words
	Was   time.Time       `json:"was,omitzero"`   // when the same had been entered before
	Why   string          `json:"why"`
	Party id.ID           `json:"party,omitzero"`

	at time.Time // when it was taken back
}

func (x Undo) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(UndoReasons, x.Why) {
		return nil, fault.Field("why", "form.choose")
	}
	e := d.Entry
	s.Event.Visibility = e.Event.Visibility
	if w := e.Words; w.Field != "" {
		empty, err := json.Marshal(undoable[e.Event.Kind].empty)
		if err != nil {
			return nil, err
		}
		s.Secrets = append(s.Secrets,
			casefile.Secret{Scope: w.Scope, Owner: w.Owner, Field: w.Field, Text: empty},
			casefile.Secret{Scope: w.Scope, Owner: s.Event.ID, Field: FieldUndone, Text: w.Text})
	}
	if also := undoable[e.Event.Kind].also; also != nil {
		also(d, s)
	}
	var of ofParty
	_ = json.Unmarshal(e.Event.Body, &of) // not every entry is about one party
	return undone{Event: x.Event, Did: e.Event.Kind, With: e.Event.Body, Was: e.Before, Why: x.Why, Party: of.Party}, nil
}

func foldUndo(c *Case, e casefile.Event, u undone) {
	u.at = e.At
	undoable[u.Did].back(c, u)
}

// Guards of taking back. Each needs the one before it.
var (
	undoKnown = Guard{Name: "undo_unknown", Holds: func(d *decision) bool { return d.Entry != nil }}
	undoMine  = Guard{Name: "undo_not_yours", Holds: func(d *decision) bool {
		return !d.by.Account.IsZero() && d.Entry.Event.By.Account == d.by.Account
	}}
	undoOnce   = Guard{Name: "undo_twice", Holds: func(d *decision) bool { return !d.Entry.Undone }}
	undoStands = Guard{Name: "undo_stands", Holds: func(d *decision) bool { return undoable[d.Entry.Event.Kind].back != nil },
		Args: func(d *decision) fault.Args {
			kind := d.Entry.Event.Kind
			return fault.Args{"event": fault.Text("mediation.event." + string(kind)), "why": fault.Text("mediation.stands." + undoable[kind].stands)}
		}}
	undoSoon = Guard{Name: "undo_late", Holds: func(d *decision) bool { return d.Entry.Event.At.Add(UndoWithin).After(d.now) },
		Args: func(*decision) fault.Args { return fault.Args{"minutes": int(UndoWithin.Minutes())} }}
	undoFree = Guard{Name: "undo_rests", Holds: func(d *decision) bool {
		free := undoable[d.Entry.Event.Kind].free
		return free == nil || free(d)
	}}
)

// MayUndo reports whether an entry can still be taken back by the account, as far as the entry itself tells.
func MayUndo(e casefile.Event, account id.ID, now time.Time) bool {
	return undoable[e.Kind].back != nil && !account.IsZero() && e.By.Account == account && e.At.Add(UndoWithin).After(now)
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
