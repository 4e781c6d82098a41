package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// undoing says of one kind of event how it is taken back, or why it is not.
type undoing struct {
	stands string                            // why it cannot be taken back, one of the reasons below; empty: it can
	back   func(*Case, undone)               // takes what it did out of the case
	free   func(*decision) bool              // nothing rests on it yet; nil: nothing ever does
	field  string                            // of its words; empty: it has none that are its own
	owner  func(*Case, casefile.Event) id.ID // to whom the words belong; nil: to the event
	empty  any                               // what stands in their place
	also   func(*decision, *Step)            // what goes with it beyond the case; nil: nothing
	word   bool                              // a party's word that the office wrote down: see said.go; back is then what is left over
	why    func(casefile.Event) string       // of a word: why this one stands, as above; nil: no reason
}

// Why an event stands. Each is a sentence under "mediation.stands.", which says what can be done instead.
const (
	standsRoad   = "road"   // it led the case on: another step leads back, or an ending
	standsOwn    = "own"    // it has a way back of its own
	standsAgain  = "again"  // entered again, the new entry takes its place
	standsTold   = "told"   // somebody was told or got something for it
	standsEnded  = "ended"  // it ended a consent, which nobody but the party gives anew
	standsHand   = "hand"   // the party signed with its own hand or key on a screen
	standsAsked  = "asked"  // the office owes an answer to it within a term
	standsOffice = "office" // a mediator's signature, or the office's seal
	standsTwo    = "two"    // decided by several people, or for a register that others check
	standsLinli  = "linli"  // linli wrote it by itself
)

// stand has the same reason for several kinds.
func stand(why string, kinds ...casefile.Kind) map[casefile.Kind]undoing {
	out := map[casefile.Kind]undoing{}
	for _, k := range kinds {
		out[k] = undoing{stands: why}
	}
	return out
}

// undoable has a row for each kind of event that the machine knows.
var undoable = table(
	map[casefile.Kind]undoing{
		"call":      {back: unfold(uncall), free: still(callUnanswered), field: FieldCall, empty: emptied.call},
		"call_back": {back: unfold(uncallBack), field: FieldCall, empty: emptied.call},
		"inform":    {back: unfold(uninform), free: still(informedOnly)},
		"talk":      {back: unfold(untalk), free: still(talkedOnly), field: FieldTalk, owner: partyOf, empty: emptied.talk},
		"propose":   {back: unfold(unpropose), free: still(onlyProposed)},
		"record":    {back: unfold(unrecord), free: still(recordUnused), field: FieldRecord, owner: recordOf, empty: emptied.text},
		"note": {field: FieldNote, empty: emptied.text, back: func(c *Case, u undone) {
			c.Notes = left(c.Notes, func(n Note) bool { return n.ID == u.Event })
		}},
		"investigate": {field: FieldFindings, empty: emptied.findings, back: func(c *Case, u undone) {
			c.Found = left(c.Found, func(x Investigation) bool { return x.ID == u.Event })
		}},
		"attach":     {back: unfold(unattach), free: still(fileUnused)},
		"from_paper": {back: unfold(unpaper), free: still(onlyPaper), also: unpapered},
	},
	said("consent", "agree_mediator", "permit_notes", "wish_mediator", "hear", "agree_mode", "pause", "end_pause", "refuse_sign", "agree_oral", "agree_extension",
		"agree_follow_up", "report_performance", "not_performed", "join_confirmation", "withdraw_confirmation", "choose", "agree_reopen"),
	map[casefile.Kind]undoing{
		"refuse":              {word: true, back: unrefuse},
		"sign":                {word: true, why: ofOffice},
		"agree_joint":         {word: true, why: saidYes},
		"statement":           saidIn(FieldStatement),
		"follow_up":           saidIn(FieldFollowUp),
		"confirm_performance": saidIn(FieldPerformance),
		"reply":               saidIn(FieldMessage),
	},
	stand(standsEnded, "withdraw", "stop_follow_up"),
	stand(standsAsked, "ask_erasure"), // who runs the office's clock does not stop it by calling the request wrong
	stand(standsRoad, "apply", "screen", "not_accept", "invite", "accept", "begin", "suspend", "resume", "draft", "oral", "register_oral", "impasse", "terminate",
		"prepare_confirmation", "confirm", "reject_confirmation", "void", "vary", "reopen", "begin_anew", "archive"),
	stand(standsOwn, "schedule", "cancel_session", "no_show", "recuse", "message", "take_back", "offer", "call_back_offer", "appoint", "end_authority", "hand_over",
		"invite_joint", "answer_joint", "leave_joint", "release_offer", "refer_out", "ask_slip", "undo", "strike_party", "add_party", "transfer", "take"),
	stand(standsAgain, "file_as", "correct_application", "correct_party", "offer_support", "sign_code", "ask_extension", "reach", "confirm_contact", "end_referral"),
	stand(standsTold, "show_file", "disclose", "read_offer", "answer_offer", "party_ended", "succeed", "urge", "tell_routes", "ask_above", "slip", "slip_mail", "offer_survey", "answer_sender", "waive"),
	stand(standsTwo, "ask_statutory", "answer_statutory", "review_statutory", "answer_erasure", "demand", "answer_demand", "keep_hold", "end_demand", "tell_demand",
		"ask_urgent", "approve_urgent", "end_urgent", "check_urgent", "ask_export", "ask_given", "approve_export", "end_export", "export"),
	stand(standsLinli, "bring_in", "decline", "silence", "assign", "set_aside", "ask_joint", "part_joint", "unschedule", "oral_agreed", "effective", "remedied",
		"performing", "performed", "apply_confirmation", "meet_again", "keep_agreement", "agreement_stands", "breach_stands", "end_agreement", "reopened", "reaccepted",
		"extend", "expire", "go_on", "inherit", "deliver", "former_told", "tell_statutory", "withhold_statutory", "reply_due", "shred", "urgent", "minimise", "erase"),
)

func table(parts ...map[casefile.Kind]undoing) map[casefile.Kind]undoing {
	out := map[casefile.Kind]undoing{}
	for _, p := range parts {
		for k, u := range p {
			if _, twice := out[k]; twice {
				panic("mediation: " + string(k) + " stands twice in the table of what can be taken back") //nolint:forbidigo // a table of the program
			}
			out[k] = u
		}
	}
	return out
}

func uncall(c *Case, _ undone, b called) {
	c.Calls = left(c.Calls, func(x Call) bool { return x.ID == b.Call })
}

func callUnanswered(d *decision, b called) bool {
	x := d.c.Call(b.Call)
	return x != nil && x.Kept.IsZero() && x.Waived.IsZero() && x.Missed == 0
}

func uncallBack(c *Case, _ undone, b calledBack) {
	x := c.changeCall(b.Call)
	switch {
	case x == nil: // the call itself is gone with its party
	case b.Reached:
		x.Kept = time.Time{}
	default:
		x.Missed--
	}
}

func uninform(c *Case, u undone, b informed) { c.Party(b.Party).Informed = u.Was }

// informedOnly: nobody has consented on the strength of the notice, and nobody was invited on it.
func informedOnly(d *decision, b informed) bool { return d.unused(b.Party) }

func untalk(c *Case, u undone, b talked) { c.Party(b.Party).Talked = u.Was }

// talkedOnly: of two talks the words of the first are gone, so that the second cannot be taken back to it. Mail that ended with a
// talk stays ended: who asks for it again is asked again.
func talkedOnly(d *decision, b talked) bool { return d.Entry.Before.IsZero() && d.unused(b.Party) }

func (d *decision) unused(party id.ID) bool {
	p := d.c.Party(party)
	if p == nil || !p.Shredded.IsZero() || !p.Consent.Given.IsZero() || d.Entry.Again {
		return false
	}
	return p.Role == Respondent || d.c.State == Submitted || d.c.State == Screening
}

func unpropose(c *Case, _ undone, b proposed) {
	c.Engagements = left(c.Engagements, func(e Engagement) bool { return e.ID == b.Engagement })
}

func onlyProposed(d *decision, b proposed) bool {
	e := d.c.Engagement(b.Engagement)
	return e != nil && e.Proposed() && e.Disclosed.IsZero() && len(e.AgreedBy) == 0
}

// recordOf is to whom the words of a record belong: to the session, and those of a further record to its event.
func recordOf(c *Case, e casefile.Event) id.ID {
	b := into[recorded](e.Body)
	if s := c.Session(b.Session); s != nil && slices.ContainsFunc(s.More, func(m Recorded) bool { return m.ID == e.ID }) {
		return e.ID
	}
	return b.Session
}

func unrecord(c *Case, u undone, b recorded) {
	c.Sessions = slices.Clone(c.Sessions)
	s := c.Session(b.Session)
	if slices.ContainsFunc(s.More, func(m Recorded) bool { return m.ID == u.Event }) {
		s.More = left(s.More, func(m Recorded) bool { return m.ID == u.Event })
		return
	}
	s.Minutes, s.Present, s.Called = 0, nil, nil
}

// recordUnused: nothing was agreed or filed on the strength of the record, and no further record rests on it.
func recordUnused(d *decision, b recorded) bool {
	at := d.Entry.Event.At
	s := d.c.Session(b.Session)
	later := s != nil && recordOf(&d.c, d.Entry.Event) == b.Session && len(s.More) > 0
	return s != nil && !later && d.c.State != Archived && (d.c.Agreement == nil || d.c.Agreement.Drafted.Before(at))
}

// unattach takes a file out of the case. It stays sealed under its own key, which goes with the case, and nobody opens it.
func unattach(c *Case, _ undone, b attached) {
	c.Attachments = left(c.Attachments, func(f Attachment) bool { return f.ID == b.Attachment })
}

// fileUnused: nothing of the case names the file: no signature, no authority, no ruling, no letter; and nobody was shown it later.
func fileUnused(d *decision, b attached) bool {
	f := d.c.attachment(b.Attachment)
	if f == nil || f.Document != "" || f.Shared != b.Shared || len(f.With) != len(b.With) {
		return false
	}
	rest := d.c
	rest.Attachments = nil
	text, err := json.Marshal(rest)
	return err == nil && !strings.Contains(string(text), b.Attachment.String())
}

func partyOf(_ *Case, e casefile.Event) id.ID { return into[ofParty](e.Body).Party }
