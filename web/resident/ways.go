package resident

import (
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
)

// way is something that the party can do now.
type way struct {
	Href      string
	Title     string // message key
	Text      string // message key: what it does, and to whom
	Important bool   // waits for this party
}

// Ways are what the party can do now; what waits for it stands first.
func (o *partyPage) Ways() []way {
	var out []way
	add := func(may bool, path, key string, important bool) {
		if may {
			out = append(out, way{o.At + path, "resident.way." + key, "resident.way." + key + "_text", important})
		}
	}
	add(o.MayConsent() && !o.Me.Talked.IsZero(), "/consent", "consent", true)
	add(o.MayConsent() && o.Me.Talked.IsZero(), "/consent", "notice", false) // nothing can be answered before the talk
	for _, e := range o.Offered() {
		add(true, "/mediator/"+e.ID.String(), "mediator", true)
	}
	add(o.JointAsks(), "/joint", "joint", true)
	add(o.MayWish(), "/wish", "wish", false)
	add(o.MayExtend(), "/extension", "extension", true)
	add(o.Signs(), "/agreement", "sign", true)
	add(o.ToSign() && o.First() != "", "/agreement/before", "before", true)
	add(o.Spoken(), "/oral", "oral", true)
	add(o.MayReopen(), "/reopening", "reopening", true)
	add(o.MayChoose(), "/choose", "choose", o.ToChoose())
	for _, s := range o.ToAgree() {
		add(true, "/mode/"+s.ID.String(), "mode", !o.AgreedTo(s))
	}
	add(o.MayCarry(), "/offers", "offers", o.CarriedWaits())
	add(o.MayJoin(), "/confirmation", "confirmation", true)
	add(len(o.Dues()) > 0, "/dues", "dues", o.Asked())
	add(o.Agreement != nil && o.Case.Agreement != nil && !o.Case.Agreement.Effective.IsZero(), "/agreement", "agreement", false)
	add(o.MayTakeBack(), "/confirmation/back", "take_back", false)
	add(o.MayFollowUp(), "/follow-up", "follow_up", false)
	add(o.MayStop(), "/follow-up", "follow_up_stop", false)
	add(o.MaySurvey(), "/survey", "survey", false)
	for _, e := range o.Former() {
		add(true, "/notes/"+e.ID.String(), "notes", false)
	}
	add(len(o.Case.Statutory) > 0, "/reported", "reported", false)
	add(!o.JointAsks() && len(o.Joint()) > 0, "/joint", "joint_now", false)
	add(len(o.Case.Letters(o.Me.ID)) > 0, "/letters", "letters", false)
	add(o.Represented(), "/acting", "acting", false)
	add(o.can("statement"), "/statement", "statement", false)
	add(o.MayRead(), "/messages", "messages", false)
	add(o.MayCorrect(), "/details", "details", false)
	add(o.MayReach(), "/contact", "contact", o.Me.AddressWaits)
	add(o.Inside(), "/papers", "papers", false)
	add(o.Inside(), "/my-file", "my_file", false)
	add(o.Inside() && (o.Case.State.Open() || o.Case.State.InForce()), "/files", "files", false)
	add(!o.Me.Consent.Given.IsZero(), "/consent/receipt", "consent_receipt", false)
	add(o.MayAskErasure(), "/erasure", "erasure", false)
	add(true, "/slip", "slip", false)
	out = append(out, way{o.At + "/complain", "report.form.link_title", "report.form.link_text", false})
	return out
}

func (o *partyPage) can(k casefile.Kind) bool {
	c := o.Case
	return slices.Contains(c.Next(), k) && o.Me.Shredded.IsZero()
}

// MayConsent reports whether the party is asked for its consent.
func (o *partyPage) MayConsent() bool {
	if o.Me.Unconfirmed() && !o.Case.State.Open() && o.Me.Talked.IsZero() { // an agreement that was made on paper asks for no consent
		return false
	}
	return o.can("consent") && !o.Me.Consent.Stands() && o.Me.Consent.Refused.IsZero() && (o.Me.Role == mediation.Applicant || !o.Me.Invited.IsZero())
}

// MayRefuse reports whether the party is invited and has neither consented nor refused.
func (o *partyPage) MayRefuse() bool {
	asked := (o.Me.Role == mediation.Respondent || !o.Me.Added.IsZero()) && !o.Me.Invited.IsZero() || o.Me.Role == mediation.Applicant && o.Case.Sent != nil
	if !o.Case.Accepted.IsZero() && !o.Me.Outside() {
		return false
	}
	asked = asked || o.Case.Beside(&o.Me)
	return asked && o.can("refuse") && !o.Me.Consent.Stands() && o.Me.Consent.Refused.IsZero()
}

// Alone reports whether the party's no ends what is asked: others go on without one who was asked to join, and without one of several
// applicants.
func (o *partyPage) Alone() bool { return !o.Me.Outside() && !o.Case.Beside(&o.Me) }

// LeftOut is what a party is told that takes no part while others go on: because of its no, or because it did not answer in time.
func (o *partyPage) LeftOut() string {
	switch {
	case !o.Me.Outside() || o.Me.Consent.Refused.IsZero():
		return ""
	case o.Me.Consent.Silent:
		return "resident.party.left_silent"
	}
	return "resident.party.left_no"
}

// MayWithdraw reports whether the party takes part in a mediation that it can end.
func (o *partyPage) MayWithdraw() bool {
	return (o.Inside() || o.Me.Paper) && o.can("withdraw") && (o.Me.Consent.Stands() || !o.Case.Beside(&o.Me))
}

// OnPaper reports whether the party is said to have agreed on paper, and is asked to say so itself.
func (o *partyPage) OnPaper() bool { return o.Me.Unconfirmed() && o.Case.State.Open() }

// Offered are the mediators on whom the party itself has not given its word.
func (o *partyPage) Offered() []mediation.Engagement {
	if o.SpokenFor("agree_mediator") {
		return nil
	}
	return o.proposed()
}

// proposed are those on whom its word is missing, whoever speaks for it.
func (o *partyPage) proposed() []mediation.Engagement {
	var out []mediation.Engagement
	for _, e := range o.Case.Engagements {
		if o.Inside() && o.can("agree_mediator") && e.Proposed() && !e.Disclosed.IsZero() && !slices.Contains(e.AgreedBy, o.Me.ID) {
			out = append(out, e)
		}
	}
	return out
}

// Former are the mediators who have left, of whose own notes the party can say whether the next one may read them.
func (o *partyPage) Former() []mediation.Engagement {
	var out []mediation.Engagement
	for _, e := range o.Case.Engagements {
		if o.Inside() && o.can("permit_notes") && e.Left() {
			out = append(out, e)
		}
	}
	return out
}

// MayExtend reports whether a longer term waits for this party's own word.
func (o *partyPage) MayExtend() bool { return o.extensionWaits() && !o.SpokenFor("agree_extension") }

// extensionWaits reports whether it waits for the party, whoever speaks for it.
func (o *partyPage) extensionWaits() bool {
	x := o.Case.Extension
	return o.Inside() && o.can("agree_extension") && x != nil && x.Granted.IsZero() && !slices.Contains(x.Agreed, o.Me.ID)
}

// Signs reports whether an agreement waits for signatures, this party's among them or not.
func (o *partyPage) Signs() bool {
	return o.Inside() && o.Case.State == mediation.Signing && o.Case.Bound(o.Case.Agreement, o.Me.ID)
}

// Signed reports whether this party has signed.
func (o *partyPage) Signed() bool {
	return o.Case.Agreement != nil && slices.ContainsFunc(o.Case.Agreement.Acts, func(s mediation.Signature) bool { return s.As == "party" && s.Of == o.Me.ID })
}

// Paused reports whether somebody asked for time before signing, and it is not over.
func (o *partyPage) Paused() bool {
	return o.Case.Agreement != nil && o.now.Before(o.PausedUntil())
}

// mine reports whether something is the reader's: its own, or of one whose place it has taken.
func (o *partyPage) mine(of id.ID) bool { return o.Case.Holds(of, o.Me.ID) }

// isMe reports whether a party is the reader.
func (o *partyPage) isMe(p id.ID) bool { return p == o.Me.ID }
