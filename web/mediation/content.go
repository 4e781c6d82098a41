package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// talkRow is what a party said alone.
type talkRow struct {
	Party, Concern, Text, SafeContact, Wall string
	Answered                                []string
	At                                      time.Time
}

func (v *view) talks() []talkRow {
	var out []talkRow
	for _, p := range v.Case.Parties {
		t, ok := v.Opened.Talk[p.ID]
		if !ok || t.Concern == "" { // none, or one that was taken back
			continue
		}
		out = append(out, talkRow{Party: v.party(p.ID), Concern: v.t("mediation.concern." + string(t.Concern)), Text: t.Text, SafeContact: t.SafeContact,
			Answered: v.answered(t), Wall: v.wall(p.ID), At: p.Talked})
	}
	return out
}

// wall says who may read something: one party with those at work on the case, or everybody.
func (v *view) wall(parties ...id.ID) string {
	if len(parties) == 0 || parties[0].IsZero() {
		return v.t("staff.wall.joint")
	}
	return v.t("staff.wall.party", "party", v.parties(parties))
}

// sessionRow is an appointment and what became of it.
type sessionRow struct {
	ID                      string
	Name, With, Place, Wall string
	Standing                string
	Minutes                 int
	Present, Record         string
	Interpreter             string
	Planned, Begun          bool
	Room                    string   // address of a room of the office's video server
	Modes                   []string // who agreed to the way of meeting, by when a round is to be answered, who was called back
	Tell                    []string // how each is told of it without danger
	More                    []recordRow
}

// recordRow is a further record of a session.
type recordRow struct{ Title, Text string }

func (v *view) sessions() []sessionRow {
	var out []sessionRow
	for _, s := range slices.Backward(v.Case.Sessions) {
		row := sessionRow{ID: s.ID.String(), Name: v.session(s), With: v.parties(s.With), Wall: v.wall(id.ID{}), Minutes: s.Minutes,
			Planned: s.Planned(), Begun: !s.Begun.IsZero(), Record: v.Opened.Passage(mediation.FieldRecord, s.ID), Place: v.Opened.Passage(mediation.FieldPlace, s.ID)}
		if len(s.With) == 1 {
			row.Wall = v.wall(s.With[0])
		}
		if strings.HasPrefix(row.Place, "https://") {
			row.Room, row.Place = row.Place, ""
		}
		row.Modes, row.Tell = v.remote(s)
		row.Interpreter = v.interpreters(s.ID)
		for _, m := range s.More {
			if words := v.Opened.Passage(mediation.FieldRecord, m.ID); words != "" {
				row.More = append(row.More, recordRow{v.t("staff.session.more", "when", v.DateTime(m.At), "minutes", m.Minutes), words})
			}
		}
		if len(s.Present) > 0 {
			row.Present = v.parties(s.Present)
		}
		switch {
		case s.Off != "":
			row.Standing = v.t("mediation.off." + s.Off)
		case s.Begun.IsZero():
			row.Standing = v.t("staff.session.planned")
		case s.Minutes == 0:
			row.Standing = v.t("staff.session.unrecorded", "when", v.DateTime(s.Begun))
		default:
			row.Standing = v.t("staff.session.held", "when", v.DateTime(s.Begun), "minutes", s.Minutes)
		}
		out = append(out, row)
	}
	return out
}

// noteRow is a note with who may read it.
type noteRow struct {
	Text, Wall, Session string
	At                  time.Time
}

// notes are those that the reader may read: another mediator's own notes have no text here, and are left out whole.
func (v *view) notes() []noteRow {
	var out []noteRow
	for _, n := range slices.Backward(v.Case.Notes) {
		text := v.Opened.Passage(mediation.FieldNote, n.ID)
		if text == "" {
			continue
		}
		row := noteRow{Text: text, Wall: v.wall(n.Party), At: n.At}
		if !n.Engagement.IsZero() {
			row.Wall = v.t("staff.wall.mediator")
			if v.Case.NotesOpen(v.Case.Engagement(n.Engagement)) {
				row.Wall = v.t("staff.wall.former")
			}
		}
		if s := v.Case.Session(n.Session); s != nil {
			row.Session = v.session(*s)
		}
		out = append(out, row)
	}
	return out
}

// foundRow is an investigation with who may read it.
type foundRow struct {
	Way, Place, Whom, Text, Wall string
	At                           time.Time
}

// found are the investigations that the reader may read; another mediator's own are left out whole.
func (v *view) found() []foundRow {
	var out []foundRow
	for _, x := range slices.Backward(v.Case.Found) {
		f, ok := v.Opened.Findings[x.ID]
		if !ok {
			continue
		}
		row := foundRow{Way: v.t("mediation.investigation.way." + x.Way), Place: f.Place, Whom: f.Whom, Text: f.Text, Wall: v.wall(id.ID{}), At: x.At}
		if !x.Engagement.IsZero() {
			row.Wall = v.t("staff.wall.mediator")
		}
		out = append(out, row)
	}
	return out
}

// historyRow is one event in prose.
type historyRow struct {
	Text, Who, Reason, Words, Wall string
	At, Claimed                    time.Time
	For, Interpreter               string
	Gone                           bool   // was taken back since
	Undo                           string // where the reader takes it back
}

func (v *view) history() []historyRow {
	var out []historyRow
	gone := v.Opened.Gone()
	now, undo, leads := v.pages.Mediation.Clock.Now(), v.may("undo"), v.leads(v.Case.Unit)
	for _, e := range slices.Backward(v.Opened.Events) {
		row := historyRow{Text: v.t("mediation.history." + string(e.Kind)), Who: v.who(e.By), At: e.At, Claimed: e.Claimed, For: v.concerns(e)}
		if e.Reason != "" {
			row.Reason = v.reason(e.Reason)
		}
		row.Words = v.Opened.Passage(mediation.FieldReason, e.ID)
		if e.Kind == "statement" {
			row.Words = v.Opened.Passage(mediation.FieldStatement, e.ID)
		}
		if who := v.interpreters(e.ID); who != "" {
			row.Interpreter = v.t("fair.interpreter.title", "who", who)
		}
		if m := v.Case.Moves.By(e.ID); m != nil {
			row.Reason = v.t("staff.transfer.line", "from", v.units[m.From], "to", v.units[m.To])
		}
		if why, before := v.correction(e); why != "" {
			row.Reason, row.Words = why, before
		}
		if _, did, why := mediation.UndoneBy(e); did != "" { // a reader who does not see the entry is told that there was one
			row.Reason, row.Words = v.t("calls.undo.why."+why), v.Opened.Undone[e.ID]
			row.Text = v.t("calls.undo.of", "what", v.t("mediation.history."+string(did)))
		}
		if row.Gone = gone[e.ID]; !row.Gone && undo && mediation.MayUndo(e, v.actor.Account, leads, now) {
			row.Undo = v.Href("undo") + "?event=" + e.ID.String()
		}
		switch {
		case e.Visibility == casefile.Office:
			row.Wall = v.t("mediation.visibility.office")
		case e.Visibility != casefile.Joint:
			row.Wall = v.wall(e.Visibility.Parties()...)
		}
		out = append(out, row)
	}
	return out
}

// who is who acted: an account with its post, a party, or linli itself.
func (v *view) who(by casefile.By) string {
	switch by.Kind {
	case access.Staff:
		if by.Post != "" {
			return v.t("staff.party.named", "name", v.staff[by.Account], "role", v.t("office.post.kind."+string(by.Post)))
		}
		return v.staff[by.Account]
	case access.Resident:
		if by.Party.IsZero() {
			return v.t("mediation.role.applicant")
		}
		return v.party(by.Party)
	}
	return v.t("access.reader.system")
}

// concerns is the party, the session or the mediator that an event is about.
func (v *view) concerns(e casefile.Event) string {
	var b struct {
		Party      id.ID `json:"party"`
		Session    id.ID `json:"session"`
		Engagement id.ID `json:"engagement"`
		As         string
		Of         id.ID
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return ""
	}
	switch {
	case b.As != "":
		return v.signer(b.As, b.Of)
	case v.Case.Party(b.Party) != nil:
		return v.party(b.Party)
	case !b.Session.IsZero():
		if s := v.Case.Session(b.Session); s != nil {
			return v.session(*s)
		}
	case !b.Engagement.IsZero():
		return v.signer("mediator", b.Engagement)
	}
	return ""
}
