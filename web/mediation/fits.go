package mediation

import (
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// endings are the acts that end the mediation or a person's part in it; a page sets them apart from daily work.
var endings = []casefile.Kind{"not_accept", "refuse", "refuse_sign", "withdraw", "impasse", "terminate", "recuse", "hand_over", "leave_joint", "void"}

// others are the further acts that the reader may ask for: daily work, and what ends something.
func (v *view) others(next nextStep) (work, ends []action) {
	for _, e := range v.Case.Next() {
		if !v.mayDo(e) || !v.fits(e) || next.Mine && string(e) == next.Event && next.Event != "sign" && next.Event != "consent" {
			continue
		}
		if slices.Contains(endings, e) {
			ends = append(ends, v.action(e, ""))
		} else {
			work = append(work, v.action(e, ""))
		}
	}
	return work, ends
}

// fits leaves out acts for which the case has nothing to act on.
func (v *view) fits(e casefile.Kind) bool {
	c := &v.Case
	some := func(ok func(mediation.Session) bool) bool { return slices.ContainsFunc(c.Sessions, ok) }
	live := func(ok func(mediation.Engagement) bool) bool {
		return slices.ContainsFunc(c.Engagements, func(e mediation.Engagement) bool { return e.To.IsZero() && ok(e) })
	}
	switch e {
	case "begin", "cancel_session", "no_show":
		return some(mediation.Session.Planned)
	case "record":
		return some(func(s mediation.Session) bool { return !s.Begun.IsZero() })
	case "draft":
		return c.Mediated
	case "disclose":
		return live(func(e mediation.Engagement) bool {
			return e.Proposed() && e.Account == v.actor.Account && e.Disclosed.IsZero()
		}) || !v.owing().IsZero()
	case "agree_mediator":
		return live(func(e mediation.Engagement) bool { return e.Proposed() && !e.Disclosed.IsZero() })
	case "propose":
		return v.namesOwn() || (c.State == mediation.Accepted || !working(c)) && (v.leads(c.Unit) || v.actor.Holds(access.Clerk, c.Unit) || !c.Asked.IsZero())
	case "invite_joint":
		return len(v.otherUnits()) > 0
	case "agree_joint":
		return v.hasJoint(anyJoint)
	case "answer_joint":
		return v.hasJoint(v.maySpeak)
	case "leave_joint":
		return v.hasJoint(v.mayEnd)
	case "wish_mediator":
		return len(c.Proposed()) == 0 && slices.ContainsFunc(c.Parties, takesPart)
	case "ask_above":
		return c.Asked.IsZero() && !live(func(mediation.Engagement) bool { return true }) && v.nobodyLeft()
	case "offer_support":
		return slices.ContainsFunc(c.Parties, v.unsignedBy)
	case "end_pause":
		return slices.ContainsFunc(c.Parties, v.pausing)
	case "call_back":
		return slices.ContainsFunc(c.Calls, mediation.Call.Waits)
	case "undo":
		return len(v.undoable()) > 0
	case "correct_application", "add_party":
		return v.mayAmend()
	case "correct_party":
		return v.Opened != nil
	case "take":
		return c.Untaken()
	case "transfer":
		units, err := v.pages.Mediation.Destinations(v.ctx, c)
		return err == nil && len(units) > 0
	case "strike_party":
		return v.mayStrike()
	case "take_back":
		return slices.ContainsFunc(c.Messages, mediation.Message.Waits)
	case "permit_notes":
		return slices.ContainsFunc(c.Engagements, mediation.Engagement.Left)
	case "recuse":
		return live(func(mediation.Engagement) bool { return true })
	case "answer_sender":
		return v.owesReply()
	case "answer_statutory", "review_statutory":
		return false // on the page of the reports, where they are read
	case "ask_statutory", "refer_out":
		return slices.ContainsFunc(c.Parties, reachable)
	case "end_referral":
		return len(v.running()) > 0
	case "screen":
		return c.Sent == nil || !c.Sent.Letter.IsZero()
	case "refuse":
		return (c.State == mediation.Invited || c.Sent != nil || slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return p.AskedToJoin() || c.Beside(&p) })) && slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() })
	case "consent":
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() })
	case "talk": // fear is told whenever it comes
		return c.State.Open() || slices.ContainsFunc(c.Parties, mediation.Party.JoinsLater)
	case "inform":
		return c.Accepted.IsZero() || slices.ContainsFunc(c.Parties, mediation.Party.JoinsLater)
	case "succeed":
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return !p.Gone.IsZero() })
	case "end_authority":
		return slices.ContainsFunc(c.Representatives, func(r mediation.Representative) bool { return r.Ended.IsZero() })
	case "hear":
		return slices.ContainsFunc(c.Parties, v.toHear)
	case "agree_extension":
		return c.Extension != nil && c.Extension.Granted.IsZero()
	case "ask_extension":
		return c.Extension == nil || c.Extension.Granted.IsZero()
	case "sign":
		return slices.ContainsFunc(c.Missing(), v.mayRecord)
	case "file_as":
		return v.Opened != nil && (slices.ContainsFunc(c.Attachments, mediation.Attachment.ForAll) || !c.State.Open())
	case "show_file":
		return v.Opened != nil && slices.ContainsFunc(c.Attachments, showable)
	case "hand_over":
		return slices.Contains(c.Assigned(), v.actor.Account)
	}
	if fits, known := v.fitsCarried(string(e)); known {
		return fits
	}
	return v.fitsAgreement(e)
}

func working(c *mediation.Case) bool {
	return slices.ContainsFunc(c.Engagements, mediation.Engagement.Working)
}

// nobodyLeft reports whether every mediator of the unit and above was asked and is out.
func (v *view) nobodyLeft() bool {
	accounts, err := v.pages.Mediation.Office.Mediators(v.ctx, v.actor.Tenant, v.Case.Unit)
	return err == nil && !slices.ContainsFunc(accounts, func(a id.ID) bool {
		return !slices.ContainsFunc(v.Case.Engagements, func(e mediation.Engagement) bool { return e.Account == a && !e.To.IsZero() })
	})
}

// fitsAgreement is fits for the acts of an agreement's life.
func (v *view) fitsAgreement(e casefile.Kind) bool {
	c := &v.Case
	some := func(ok func(mediation.Instalment) bool) bool {
		return c.Agreement != nil && slices.ContainsFunc(c.Agreement.Instalments, func(i mediation.Instalment) bool { return i.Fulfilled.IsZero() && ok(i) })
	}
	switch e {
	case "oral":
		return c.Mediated
	case "agree_oral":
		_, ok := missingWord(v)
		return ok
	case "report_performance", "confirm_performance":
		return some(func(mediation.Instalment) bool { return true })
	case "not_performed":
		return some(func(i mediation.Instalment) bool {
			return v.overdue(i) && (c.Breach == nil || !slices.Contains(c.Breach.Instalments, i.ID))
		})
	case "urge":
		return c.Breach != nil && c.Breach.Urged.IsZero()
	case "tell_routes":
		return c.Breach != nil && !c.Breach.Urged.IsZero()
	case "agree_follow_up":
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return p.FollowUp.IsZero() })
	case "follow_up", "stop_follow_up":
		return slices.ContainsFunc(c.Parties, wantsAsked)
	case "prepare_confirmation":
		end, ok := c.ConfirmationEnds(v.rules)
		return ok && !c.Agreement.Oral && (c.Confirmation == nil || c.Confirmation.Result == "") && !v.pages.Mediation.Clock.Now().After(end)
	case "join_confirmation":
		// also after the last day, for an application that was signed in time
		return c.Confirmation != nil && c.Confirmation.Result == "" && slices.ContainsFunc(c.Parties, v.toJoin)
	case "withdraw_confirmation":
		return c.Confirmation != nil && c.Confirmation.Result == ""
	case "choose":
		return c.Unconfirmed()
	case "vary":
		return c.Agreement != nil && working(c)
	case "void":
		return c.Agreement != nil
	case "ask_erasure":
		return c.Erased.IsZero() && slices.ContainsFunc(c.Parties, v.toAskErasure)
	case "answer_erasure":
		return slices.ContainsFunc(c.Parties, v.toAnswer)
	case "archive":
		return c.Erased.IsZero() && c.Reopening == nil && v.quiet()
	case "reopen":
		return c.Reopening == nil && !c.Accepted.IsZero() && c.Erased.IsZero()
	case "agree_reopen":
		return slices.ContainsFunc(c.Parties, v.toReopen)
	}
	return true
}
