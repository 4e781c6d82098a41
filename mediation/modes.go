package mediation

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// remote are the ways of meeting in which people do not sit in one room: each party agrees to them first.
var remote = []string{"phone", "video", "writing"}

// Remote reports whether people do not sit in one room.
func (s Session) Remote() bool { return slices.Contains(remote, s.Mode) }

// ModeAgreed reports whether everybody who is to come agreed to the way of meeting; in one room nobody is asked.
func (s Session) ModeAgreed() bool {
	return !s.Remote() || !slices.ContainsFunc(s.With, func(p id.ID) bool { return !slices.Contains(s.Agreed, p) })
}

// Round is the place of a session among the rounds in writing with the same parties, from 1.
func (c *Case) Round(of Session) int {
	n := 0
	for _, s := range c.Sessions {
		if s.Mode == "writing" && s.Off == "" && slices.Equal(s.With, of.With) {
			n++
		}
		if s.ID == of.ID {
			break
		}
	}
	return n
}

// AgreeMode is one party's word on a session by telephone, by video or in writing. Without it the session does not begin.
type AgreeMode struct {
	Party   id.ID `json:"party"`
	Session id.ID `json:"session"`
	Yes     bool  `json:"yes"`
}

// Kind is the machine's event.
func (AgreeMode) Kind() casefile.Kind { return "agree_mode" }

func (a AgreeMode) party() id.ID   { return a.Party }
func (a AgreeMode) session() id.ID { return a.Session }

type modeWord struct {
	Party   id.ID `json:"party"`
	Session id.ID `json:"session"`
	Yes     bool  `json:"yes"`
}

func (a AgreeMode) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(a.Party) // who said no is nobody else's to know
	return modeWord(a), nil
}

func foldAgreeMode(c *Case, _ casefile.Event, b modeWord) {
	s := c.Session(b.Session)
	s.Agreed = slices.DeleteFunc(slices.Clone(s.Agreed), func(p id.ID) bool { return p == b.Party })
	if b.Yes {
		s.Agreed = append(s.Agreed, b.Party)
	}
}

// How people who do not sit in one room meet.
var (
	modeAgreed = Guard{Name: "mode_not_agreed", Holds: func(d *decision) bool { return d.thisSession().ModeAgreed() }}
	modeAsked  = Guard{Name: "mode_not_asked", Holds: is(func(d *decision, a AgreeMode) bool {
		s := d.thisSession()
		return s.Remote() && slices.Contains(s.With, a.Party)
	})}
)

// checkMode refuses what a way of meeting needs and does not say.
func (c Schedule) checkMode(l *fault.List, d *decision) {
	if slices.ContainsFunc(c.Agreed, func(p id.ID) bool { return !slices.Contains(c.With, p) }) {
		l.Add("agreed", "mediation.field.mode_agreed")
	}
	if c.Mode == "video" && c.Place == "" && d.Room == "" {
		l.Add("place", "mediation.field.room")
	}
	if c.Mode != "writing" {
		return
	}
	switch until, err := time.ParseInLocation(time.DateOnly, c.Until, d.Rules.Zone); {
	case c.Until == "":
		l.Add("until", "form.required")
	case err != nil:
		l.Add("until", "form.date")
	case !c.Start.IsZero() && c.Until < day(c.Start, d.Rules.Zone):
		l.Add("until", "mediation.field.round_until")
	case until.After(d.now.AddDate(1, 0, 0)):
		l.Add("until", "mediation.field.start_late")
	}
}

// where is the place of a session as it is sealed: what was typed, or a room of the office's own video server.
func (c Schedule) where(d *decision) string {
	if c.Mode == "video" && c.Place == "" {
		return d.Room
	}
	return c.Place
}

// RoomMark stands in an office's address of its own video server where the name of the room goes.
const RoomMark = "{room}"

// room is the address of a new room of the office's own video server, empty where it has none. The room's name is random
// and nothing else: no number of a case, no day, no name.
func (s *Service) room(ctx context.Context, tenant id.ID) (string, error) {
	template, err := s.Office.Rooms(ctx, tenant)
	return strings.ReplaceAll(template, RoomMark, strings.ToLower(rand.Text())), err
}
