package mediation

import (
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// step is one thing that a case asks for as it stands. The first one that it asks for is the next step; the guards of the
// machine still have the last word.
type step struct {
	event casefile.Kind
	asks  func(v *view) (query string, ok bool) // whether the case asks for it, and what its form is opened with
	whose access.PostKind
}

// steps follow the road of a case; the order decides where a case could ask for several.
var steps = []step{
	{"screen", always, access.Clerk},
	{"inform", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return c.State != mediation.Submitted && asked(p) && p.Informed.IsZero()
	}), access.Clerk},
	{"talk", firstParty(func(_ *mediation.Case, p mediation.Party) bool { return asked(p) && p.Talked.IsZero() }), access.Clerk},
	{"invite", always, access.Clerk},
	{"consent", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return asked(p) && !p.Consent.Stands() && (c.State == mediation.Invited || joinsLater(p) && !c.Accepted.IsZero())
	}), access.Clerk},
	{"accept", always, access.Clerk},
	{"disclose", undisclosed, access.Mediator},
	{"agree_mediator", unagreed, access.Clerk},
	{"propose", func(v *view) (string, bool) {
		return "", v.Case.State == mediation.Accepted || v.Case.State == mediation.Signing && !working(&v.Case)
	}, access.Lead},
	{"schedule", func(v *view) (string, bool) { return "", v.Case.State == mediation.Assigned }, access.Mediator},
	{"record", firstSession(func(s mediation.Session) bool { return !s.Begun.IsZero() && s.Minutes == 0 }), access.Mediator},
	{"agree_mode", toAgreeNext, access.Mediator},
	{"begin", firstSession(mediation.Session.Planned), access.Mediator},
	{"resume", always, access.Mediator},
	{"agree_oral", missingWord, access.Mediator},
	{"draft", always, access.Mediator},
	{"offer_support", anyParty((*view).unoffered), access.Mediator},
	{"sign", unsigned, access.Mediator},
	{"register_oral", always, access.Mediator},
	{"urge", func(v *view) (string, bool) { return "", v.Case.Breach != nil && v.Case.Breach.Urged.IsZero() }, access.Mediator},
	{"tell_routes", func(v *view) (string, bool) { return "", v.Case.Breach != nil && v.Case.Breach.Routes.IsZero() }, access.Mediator},
	{"join_confirmation", toJoin, access.Mediator},
	{"choose", anyParty((*view).toChoose), access.Mediator},
	{"confirm_performance", reported, access.Mediator},
	{"follow_up", anyParty((*view).notAsked), access.Mediator},
	{"answer_sender", func(v *view) (string, bool) { return "", v.owesReply() }, access.Clerk},
	{"agree_reopen", anyParty((*view).toReopen), access.Mediator},
	{"answer_erasure", anyParty((*view).toAnswer), access.Records},
	{"archive", complete, access.Records},
}

func always(*view) (string, bool) { return "", true }

// complete asks the archivist for a file that lacks nothing; to everybody else a closed case asks for nothing.
func complete(v *view) (string, bool) {
	return "", v.may("archive") && v.Case.Reopening == nil && len(v.Case.Lacking(v.rules)) == 0
}

// asked are the parties whom the office works with before acceptance: applicants, and whoever was invited.
func asked(p mediation.Party) bool {
	return p.Gone.IsZero() && (p.Role == mediation.Applicant || !p.Invited.IsZero())
}

func firstParty(ok func(*mediation.Case, mediation.Party) bool) func(*view) (string, bool) {
	return anyParty(func(v *view, p mediation.Party) bool { return ok(&v.Case, p) })
}

// anyParty is the first party that fits.
func anyParty(ok func(*view, mediation.Party) bool) func(*view) (string, bool) {
	return func(v *view) (string, bool) {
		for _, p := range v.Case.Parties {
			if ok(v, p) {
				return "?party=" + p.ID.String(), true
			}
		}
		return "", false
	}
}

// missingWord is a party whose word an oral agreement waits for.
func missingWord(v *view) (string, bool) {
	if v.Case.Agreement == nil || !v.Case.Agreement.Oral {
		return "", false
	}
	for _, m := range v.Case.Missing() {
		if m.As == "party" {
			return "?party=" + m.Of.String(), true
		}
	}
	return "", false
}

// toJoin is a party that can still join the application to the court.
func toJoin(v *view) (string, bool) {
	end, ok := v.Case.ConfirmationEnds(v.rules)
	if x := v.Case.Confirmation; !ok || x == nil || x.Result != "" || v.pages.Mediation.Clock.Now().After(end) {
		return "", false
	}
	return anyParty((*view).toJoin)(v)
}

// reported is something of which the one who owes it says that it is done, and the other has not said yet.
func reported(v *view) (string, bool) {
	if v.Case.Agreement == nil {
		return "", false
	}
	for _, i := range v.Case.Agreement.Instalments {
		if i.Waiting() {
			return "?instalment=" + i.ID.String(), true
		}
	}
	return "", false
}

func firstSession(ok func(mediation.Session) bool) func(*view) (string, bool) {
	return func(v *view) (string, bool) {
		for _, s := range v.Case.Sessions {
			if ok(s) {
				return "?session=" + s.ID.String(), true
			}
		}
		return "", false
	}
}

// undisclosed is a proposed mediator who has not declared ties: the reader, before anyone else.
func undisclosed(v *view) (string, bool) {
	ok := false
	for _, e := range v.Case.Engagements {
		if !e.Proposed() || !e.Disclosed.IsZero() {
			continue
		}
		ok = true
		if e.Account == v.actor.Account {
			return "?engagement=" + e.ID.String(), true
		}
	}
	return "", ok
}

func unagreed(v *view) (string, bool) {
	for _, e := range v.Case.Engagements {
		if !e.Proposed() {
			continue
		}
		for _, p := range v.Case.Parties {
			if asked(p) && !slices.Contains(e.AgreedBy, p.ID) {
				return "?engagement=" + e.ID.String() + "&party=" + p.ID.String(), true
			}
		}
	}
	return "", false
}

// unsigned is a missing act of the agreement: one that the reader may record, before any other.
func unsigned(v *view) (string, bool) {
	missing := v.Case.Missing()
	for _, m := range missing {
		if v.mayRecord(m) {
			return "?act=" + actText(m), true
		}
	}
	return "", len(missing) > 0
}

// mayRecord reports whether the reader may record an act of the agreement: the seal is a lead's, the rest a mediator's.
func (v *view) mayRecord(m mediation.Act) bool {
	if m.As == "seal" {
		return v.may("seal")
	}
	return v.may("sign")
}

func actText(m mediation.Act) string {
	if m.Of.IsZero() {
		return m.As
	}
	return m.As + ":" + m.Of.String()
}

// action is an act as a case page offers it.
type action struct {
	Event string
	Text  string
	Href  string
}

// nextStep is what the case asks for now: a button where the reader may do it, else whose it is.
type nextStep struct {
	action
	Mine  bool
	Whose string // who usually does it, in words
	Done  string // message key: nothing has to be done, and why
}

func (v *view) next() nextStep {
	if x := v.Case.Sent; x != nil && x.Letter.IsZero() && v.Case.State == mediation.Submitted {
		return nextStep{Done: "staff.next.letter"}
	}
	possible := v.Case.Next()
	for _, s := range steps {
		if !slices.Contains(possible, s.event) {
			continue
		}
		query, ok := s.asks(v)
		if !ok {
			continue
		}
		n := nextStep{action: v.action(s.event, query), Mine: v.mayDo(s.event), Whose: v.t("access.reader." + string(s.whose))}
		if s.event == "disclose" {
			n.Mine = query != ""
		}
		if s.event == "sign" {
			i := slices.IndexFunc(v.Case.Missing(), v.mayRecord)
			if n.Mine = i >= 0; !n.Mine && len(v.Case.Missing()) == 1 && v.Case.Missing()[0].As == "seal" {
				n.Whose = v.t("access.reader.lead")
			}
		}
		return n
	}
	return nextStep{Done: "staff.next." + v.nothing()}
}

// nothing names why a case asks for nothing.
func (v *view) nothing() string {
	switch s := v.Case.State; {
	case s == mediation.Breached:
		return "breached"
	case s == mediation.Voided:
		return "voided"
	case s == mediation.ConfirmationApplied: // what the court says is not for the page to guess
		return "court"
	case s.InForce():
		return "in_force"
	case s.Open():
		return "nothing"
	}
	return "closed"
}

func (v *view) action(event casefile.Kind, query string) action {
	return action{string(event), v.t("mediation.event." + string(event)), v.Href(string(event)) + query}
}

// endings are the acts that end the mediation or a person's part in it; a page sets them apart from daily work.
var endings = []casefile.Kind{"not_accept", "refuse", "refuse_sign", "withdraw", "impasse", "terminate", "recuse", "hand_over", "void"}

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
		})
	case "agree_mediator":
		return live(func(e mediation.Engagement) bool { return e.Proposed() && !e.Disclosed.IsZero() })
	case "propose":
		return c.State == mediation.Accepted || !working(c)
	case "ask_above":
		return c.Asked.IsZero() && !live(func(mediation.Engagement) bool { return true }) && v.nobodyLeft()
	case "offer_support":
		return slices.ContainsFunc(c.Parties, v.unsignedBy)
	case "end_pause":
		return slices.ContainsFunc(c.Parties, v.pausing)
	case "take_back":
		return slices.ContainsFunc(c.Messages, mediation.Message.Waits)
	case "permit_notes":
		return slices.ContainsFunc(c.Engagements, mediation.Engagement.Left)
	case "recuse":
		return live(func(mediation.Engagement) bool { return true })
	case "answer_sender":
		return v.owesReply()
	case "refer_out":
		return slices.ContainsFunc(c.Parties, reachable)
	case "end_referral":
		return len(v.running()) > 0
	case "screen":
		return c.Sent == nil || !c.Sent.Letter.IsZero()
	case "refuse":
		return (c.State == mediation.Invited || c.Sent != nil) && slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() })
	case "consent":
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() })
	case "inform", "talk":
		return c.Accepted.IsZero() || slices.ContainsFunc(c.Parties, joinsLater)
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
		return v.Opened != nil && slices.ContainsFunc(c.Attachments, mediation.Attachment.ForAll)
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
	case "vary":
		return c.Agreement != nil && working(c)
	case "void":
		return c.Agreement != nil
	case "ask_erasure":
		return c.Erased.IsZero() && slices.ContainsFunc(c.Parties, v.toAskErasure)
	case "answer_erasure":
		return slices.ContainsFunc(c.Parties, v.toAnswer)
	case "archive":
		return c.Erased.IsZero() && c.Reopening == nil
	case "reopen":
		return c.Reopening == nil && !c.Accepted.IsZero() && c.Erased.IsZero()
	case "agree_reopen":
		return slices.ContainsFunc(c.Parties, v.toReopen)
	}
	return true
}
