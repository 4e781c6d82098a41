package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Modes are the ways in which a session can be held.
var Modes = []string{"joint", "separate", "phone", "video", "writing"}

// Schedule makes an appointment with the parties who are to come.
type Schedule struct {
	Mode                  string    `json:"mode"`
	With                  []id.ID   `json:"with"`
	Start                 time.Time `json:"start"`
	Place                 string    `json:"place,omitempty"`
	ThirdPersons          int       `json:"third_persons,omitempty"` // relatives, neighbours, experts (人民调解法 art. 20)
	ThirdPersonsConsented bool      `json:"third_persons_consented,omitempty"`
	Agreed                []id.ID   `json:"agreed,omitempty"` // who agreed beforehand to meet by telephone, by video or in writing
	Until                 string    `json:"until,omitempty"`  // of a round in writing: the day by which it is to be answered, YYYY-MM-DD
	Anyway                bool      `json:"anyway,omitempty"` // also where a mediator said not to be there then
}

// Kind is the machine's event.
func (Schedule) Kind() casefile.Kind { return "schedule" }

func (s Schedule) parties() []id.ID { return s.With }

type scheduled struct {
	Session id.ID     `json:"session"`
	Mode    string    `json:"mode"`
	With    []id.ID   `json:"with"`
	Start   time.Time `json:"start"`
	Agreed  []id.ID   `json:"agreed,omitempty"`
	Until   string    `json:"until,omitempty"`
}

func (c Schedule) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(Modes, c.Mode) {
		l.Add("mode", "mediation.field.mode")
	}
	if len(c.With) == 0 || (c.Mode == "joint" && len(c.With) < 2) {
		l.Add("with", "mediation.field.with")
	}
	if c.Mode == "separate" && len(c.With) != 1 {
		l.Add("with", "mediation.field.with_one")
	}
	switch {
	case c.Start.IsZero():
		l.Add("start", "form.required")
	case c.Start.Before(d.c.Accepted):
		l.Add("start", "mediation.field.start_early")
	case c.Start.After(d.now.AddDate(1, 0, 0)):
		l.Add("start", "mediation.field.start_late")
	}
	text(&l, "place", c.Place, maxContact, false)
	c.checkMode(&l, d)
	if err := l.Err(); err != nil {
		return nil, err
	}
	session := d.ids.New()
	scope, of := vault.Joint, id.ID{}
	if len(c.With) == 1 { // a separate talk is nobody else's appointment
		scope, of = vault.Private, c.With[0]
		s.Event.Visibility = casefile.Only(of)
	}
	if where := c.where(d); where != "" {
		s.Secrets = append(s.Secrets, secret(scope, of, session, FieldPlace, where))
	}
	b := scheduled{Session: session, Mode: c.Mode, With: c.With, Start: c.Start.UTC()}
	if slices.Contains(remote, c.Mode) {
		b.Agreed = c.Agreed
	}
	if c.Mode == "writing" {
		b.Until = c.Until
	}
	return b, nil
}

func foldSchedule(c *Case, _ casefile.Event, b scheduled) {
	c.Sessions = append(c.Sessions, Session{ID: b.Session, Mode: b.Mode, With: b.With, Start: b.Start, Agreed: b.Agreed, Until: b.Until})
}

// CancelSession calls a planned session off beforehand.
type CancelSession struct {
	Session id.ID `json:"session"`
}

// Kind is the machine's event.
func (CancelSession) Kind() casefile.Kind { return "cancel_session" }

func (c CancelSession) session() id.ID { return c.Session }

func (c CancelSession) decide(d *decision, s *Step) (any, error) { return off(d, s, c.Session) }

// NoShow says that a session did not take place because somebody did not come. It is an event of the appointment; who
// it was is not written down.
type NoShow struct {
	Session id.ID `json:"session"`
}

// Kind is the machine's event.
func (NoShow) Kind() casefile.Kind { return "no_show" }

func (n NoShow) session() id.ID { return n.Session }

func (n NoShow) decide(d *decision, s *Step) (any, error) { return off(d, s, n.Session) }

func off(d *decision, s *Step, session id.ID) (any, error) {
	s.Event.Visibility = d.thisSession().visibility()
	return ofSession{session}, nil
}

type ofSession struct {
	Session id.ID `json:"session"`
}

func foldCancelled(c *Case, _ casefile.Event, b ofSession) { c.Session(b.Session).Off = "cancelled" }
func foldNoShow(c *Case, _ casefile.Event, b ofSession)    { c.Session(b.Session).Off = "no_show" }

// nothingPlanned reports whether no session is to come.
func (c *Case) nothingPlanned() bool {
	return !slices.ContainsFunc(c.Sessions, Session.Planned)
}

// visibility is joint, or that of the one party with whom the session is held.
func (s Session) visibility() casefile.Visibility {
	if len(s.With) == 1 {
		return casefile.Only(s.With[0])
	}
	return casefile.Joint
}

// Begin opens a session.
type Begin struct {
	Session      id.ID         `json:"session"`
	Interpreters []Interpreter `json:"interpreters,omitempty"`
}

// Kind is the machine's event.
func (Begin) Kind() casefile.Kind { return "begin" }

func (b Begin) session() id.ID { return b.Session }

func (b Begin) decide(d *decision, s *Step) (any, error) {
	if err := b.interpreted(d.thisSession(), s); err != nil {
		return nil, err
	}
	s.Event.Visibility = d.thisSession().visibility()
	return ofSession{b.Session}, nil
}

func foldBegin(c *Case, e casefile.Event, b ofSession) {
	c.Session(b.Session).Begun = e.Happened()
	c.Mediated = true
}

// Record is the record of a session that was held: how long, who was there, what was said and done. A second one of the same
// session, such as that of a device that comes back later, stands beside the first.
type Record struct {
	Session id.ID   `json:"session"`
	Minutes int     `json:"minutes"`
	Present []id.ID `json:"present"`
	Called  []id.ID `json:"called,omitempty"` // by telephone: whom the office called back on the number agreed with them, which stands in their contact alone
	Text    string  `json:"text"`
}

// Kind is the machine's event.
func (Record) Kind() casefile.Kind { return "record" }

func (r Record) session() id.ID   { return r.Session }
func (r Record) parties() []id.ID { return slices.Concat(r.Present, r.Called) }

type recorded struct {
	Session id.ID   `json:"session"`
	Minutes int     `json:"minutes"`
	Present []id.ID `json:"present"`
	Called  []id.ID `json:"called,omitempty"`
}

// Recorded is a further record of a session.
type Recorded struct {
	ID      id.ID     `json:"id"` // of the event; the words belong to it
	At      time.Time `json:"at"`
	Minutes int       `json:"minutes"`
	Present []id.ID   `json:"present"`
	Called  []id.ID   `json:"called,omitempty"`
}

// check sees what can be seen without the case.
func (r Record) check() error {
	var l fault.List
	if r.Minutes < 1 || r.Minutes > 24*60 {
		l.Add("minutes", "mediation.field.minutes")
	}
	text(&l, "text", r.Text, maxText, true)
	return l.Err()
}

func (r Record) decide(d *decision, s *Step) (any, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	session := d.thisSession()
	if len(r.Called) > 0 && session.Mode != "phone" {
		return nil, fault.Field("called", "mediation.field.called")
	}
	s.Event.Visibility = session.visibility()
	scope, of := vault.Joint, s.Event.Visibility.Party()
	if !of.IsZero() {
		scope = vault.Private
	}
	owner := r.Session
	if session.Minutes > 0 {
		owner = s.Event.ID
	}
	s.Secrets = append(s.Secrets, secret(scope, of, owner, FieldRecord, r.Text))
	return recorded{r.Session, r.Minutes, r.Present, r.Called}, nil
}

func foldRecord(c *Case, e casefile.Event, b recorded) {
	s := c.Session(b.Session)
	if s.Minutes > 0 {
		s.More = append(slices.Clone(s.More), Recorded{e.ID, e.Happened(), b.Minutes, b.Present, b.Called})
		return
	}
	s.Minutes, s.Present, s.Called = b.Minutes, b.Present, b.Called
}

// Scopes of a note: everyone, one party's separate talk, or the mediator alone.
const (
	NoteJoint      = "joint"
	NoteOfParty    = "party"
	NoteOfMediator = "mediator"
)

// WriteNote keeps a note behind the wall of its scope: each scope has a key of its own.
type WriteNote struct {
	Scope   string `json:"scope"`
	Party   id.ID  `json:"party,omitzero"` // for scope party
	Session id.ID  `json:"session,omitzero"`
	Text    string `json:"text"`
}

// Kind is the machine's event.
func (WriteNote) Kind() casefile.Kind { return "note" }

type noted struct {
	Note       id.ID `json:"note"`
	Session    id.ID `json:"session,omitzero"`
	Party      id.ID `json:"party,omitzero"`
	Engagement id.ID `json:"engagement,omitzero"`
}

func (n WriteNote) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", n.Text, maxText, true)
	b := noted{Note: s.Event.ID, Session: n.Session}
	scope := vault.Scope{Kind: vault.Joint}
	switch n.Scope {
	case NoteJoint:
	case NoteOfParty:
		b.Party, scope = n.Party, vault.Scope{Kind: vault.Private, Of: n.Party}
		s.Event.Visibility = casefile.Only(n.Party)
	case NoteOfMediator:
		b.Engagement = d.c.EngagementOf(d.by.Account).ID
		scope = vault.Scope{Kind: vault.Engagement, Of: b.Engagement}
		s.Event.Visibility = casefile.Office
	default:
		l.Add("scope", "mediation.field.scope")
	}
	if !n.Session.IsZero() && d.c.Session(n.Session) == nil {
		l.Add("session", "mediation.field.session")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(scope.Kind, scope.Of, s.Event.ID, FieldNote, n.Text))
	return b, nil
}

func foldNote(c *Case, e casefile.Event, b noted) {
	c.Notes = append(c.Notes, Note{ID: b.Note, Session: b.Session, Party: b.Party, Engagement: b.Engagement, At: e.At})
}

// Suspend halts the mediation for a reason of the rulebook; the clock does what the rulebook says.
type Suspend struct {
	Reason string `json:"reason"`
	Text   string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (Suspend) Kind() casefile.Kind { return "suspend" }

func (x Suspend) decide(d *decision, s *Step) (any, error) {
	return ending(d, s, x.Kind(), x.Reason, x.Text)
}

// Resume goes on with a suspended mediation.
type Resume struct{}

// Kind is the machine's event.
func (Resume) Kind() casefile.Kind { return "resume" }

func (Resume) decide(*decision, *Step) (any, error) { return nil, nil }
