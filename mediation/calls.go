package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldCall is what was said on the telephone, and what was promised back. Nobody's number is written down: how a party is
// reached stands with its contact alone.
const FieldCall = "mediation.call"

// Telephone holds the calls about a case that somebody of the office wrote down. A call is an event of its case and is found
// there and nowhere else: there is no list of calls, and none of callers.
type Telephone struct {
	Calls []Call `json:"calls,omitempty"`
}

// Call is one telephone call with a party.
type Call struct {
	ID     id.ID     `json:"id"`
	Party  id.ID     `json:"party"`
	Way    string    `json:"way"` // of [CallWays]
	At     time.Time `json:"at"`
	By     id.ID     `json:"by,omitzero"`      // the account; a party reads none
	Owed   bool      `json:"owed,omitempty"`   // the office promised to call back
	Back   string    `json:"back,omitempty"`   // by which day, YYYY-MM-DD; empty: in the rulebook's time
	Kept   time.Time `json:"kept,omitzero"`    // when it did
	Waived time.Time `json:"waived,omitzero"`  // when the party said that it need not
	Missed int       `json:"missed,omitempty"` // how often it tried and nobody answered
}

// CallWays are who called whom.
var CallWays = []string{"in", "out"}

// maxCallBack is how far ahead a call back is promised, in days.
const maxCallBack = 60

// CallWords is what was said. It is sealed in the party's own section.
type CallWords struct {
	Text     string `json:"text"`
	Promised string `json:"promised,omitempty"` // what the office said it would do or find out
}

// Waits reports whether the office still owes a call.
func (x Call) Waits() bool { return x.Owed && x.Kept.IsZero() && x.Waived.IsZero() }

// Call returns a telephone call by its id, or nil.
func (c *Case) Call(x id.ID) *Call {
	i := slices.IndexFunc(c.Calls, func(k Call) bool { return k.ID == x })
	if i < 0 {
		return nil
	}
	return &c.Calls[i]
}

// changeCall is a call that an event changes; the list is new, so that no other case shares it.
func (c *Case) changeCall(x id.ID) *Call {
	c.Calls = slices.Clone(c.Calls)
	return c.Call(x)
}

// callSeen is who sees that there was a call: the party itself. That a ward called alone is the office's, because its guardian
// may hold its slip (toldAlone).
func (c *Case) callSeen(party id.ID) casefile.Visibility {
	if c.Ward(party) {
		return casefile.Office
	}
	return casefile.Only(party)
}

// callsOf leaves the calls with one party, and not who of the office wrote them down.
func (c *Case) callsOf(party id.ID) []Call {
	if c.Ward(party) {
		return nil
	}
	own := left(c.Calls, func(x Call) bool { return x.Party != party })
	for i := range own {
		own[i].By = id.ID{}
	}
	return own
}

// LogCall writes a telephone call down: with which party, when, what was said, and what was promised back by when.
type LogCall struct {
	Party    id.ID  `json:"party"`
	Way      string `json:"way"` // in or out
	Text     string `json:"text"`
	Promised string `json:"promised,omitempty"` // what the office calls back about
	Back     string `json:"back,omitempty"`     // by which day, YYYY-MM-DD; empty with something promised: in the rulebook's time
}

// Kind is the machine's event.
func (LogCall) Kind() casefile.Kind { return "call" }

func (x LogCall) party() id.ID { return x.Party }

type called struct {
	Call  id.ID  `json:"call"`
	Party id.ID  `json:"party"`
	Way   string `json:"way"`
	Owed  bool   `json:"owed,omitempty"`
	Back  string `json:"back,omitempty"`
}

func (x LogCall) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(CallWays, x.Way) {
		l.Add("way", "form.choose")
	}
	text(&l, "text", x.Text, maxText, true)
	text(&l, "promised", x.Promised, maxText, x.Back != "")
	if x.Back != "" && !d.soon(x.Back) {
		l = append(l, fault.Field("back", "mediation.field.call_back").With(fault.Args{"max": maxCallBack}))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = d.c.callSeen(x.Party)
	s.Secrets = append(s.Secrets, secret(vault.Private, x.Party, s.Event.ID, FieldCall, CallWords{x.Text, x.Promised}))
	return called{s.Event.ID, x.Party, x.Way, x.Promised != "", x.Back}, nil
}

// soon reports whether a day is today or one of the days that somebody is promised a call by.
func (d *decision) soon(day string) bool {
	at, err := calendar.ParseDate(day)
	today := calendar.DateOf(d.now, d.Rules.Zone)
	return err == nil && today.Until(at) >= 0 && today.Until(at) <= maxCallBack
}

func foldCall(c *Case, e casefile.Event, b called) {
	c.Calls = append(slices.Clone(c.Calls), Call{ID: b.Call, Party: b.Party, Way: b.Way, At: e.Happened(), By: e.By.Account, Owed: b.Owed, Back: b.Back})
}

// CallBack writes down that the office called back as it had promised, or that nobody answered.
type CallBack struct {
	Call    id.ID  `json:"call"`
	Reached bool   `json:"reached"`
	Text    string `json:"text,omitempty"` // what was said; needed where somebody answered
}

// Kind is the machine's event.
func (CallBack) Kind() casefile.Kind { return "call_back" }

type calledBack struct {
	Call    id.ID `json:"call"`
	Party   id.ID `json:"party"`
	Reached bool  `json:"reached"`
}

func (x CallBack) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, x.Reached)
	if err := l.Err(); err != nil {
		return nil, err
	}
	party := d.c.Call(x.Call).Party
	s.Event.Visibility = d.c.callSeen(party)
	if x.Text != "" {
		s.Secrets = append(s.Secrets, secret(vault.Private, party, s.Event.ID, FieldCall, CallWords{Text: x.Text}))
	}
	return calledBack{x.Call, party, x.Reached}, nil
}

func foldCallBack(c *Case, e casefile.Event, b calledBack) {
	x := c.changeCall(b.Call)
	if !b.Reached {
		x.Missed++
		return
	}
	x.Kept = e.Happened()
}

// callWaits: there is such a call, the office owes it an answer, and the party is still there to be called.
var callWaits = Guard{Name: "call_not_owed", Holds: is(func(d *decision, c CallBack) bool {
	x := d.c.Call(c.Call)
	if x == nil || !x.Waits() {
		return false
	}
	p := d.c.Party(x.Party)
	return p != nil && p.Shredded.IsZero()
})}
