package mediation

import (
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
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
	{"answer_joint", func(v *view) (string, bool) { return "", v.hasJoint(v.maySpeak) }, access.Lead},
	{"propose", func(v *view) (string, bool) { return "", v.namesNone() }, access.Lead},
	{"take", func(v *view) (string, bool) { return "", v.Case.Untaken() }, access.Clerk},
	{"screen", always, access.Clerk},
	{"inform", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return c.State != mediation.Submitted && toAsk(c, p) && p.Informed.IsZero() && (c.Accepted.IsZero() || p.JoinsLater())
	}), access.Clerk},
	{"talk", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return toAsk(c, p) && p.Talked.IsZero() && (c.Accepted.IsZero() || p.JoinsLater())
	}), access.Clerk},
	{"invite", always, access.Clerk},
	{"consent", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return toAsk(c, p) && !p.Consent.Stands() && (c.State == mediation.Invited || p.JoinsLater() && !c.Accepted.IsZero())
	}), access.Clerk},
	{"accept", always, access.Clerk},
	{"disclose", undisclosed, access.Mediator},
	{"agree_mediator", unagreed, access.Clerk},
	{"propose", func(v *view) (string, bool) {
		return "", v.Case.State == mediation.Accepted || v.Case.Unled() && !v.Case.State.InForce() || v.Case.State == mediation.Signing && !working(&v.Case)
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
	{"choose", toChooseNext, access.Mediator},
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
	return "", v.may("archive") && v.Case.Reopening == nil && v.quiet() && len(v.Case.Lacking(v.rules)) == 0
}

// quiet reports whether nothing more is awaited of an agreement in force.
func (v *view) quiet() bool { return !v.pages.Mediation.Clock.Now().Before(v.Case.QuietFrom(v.rules)) }

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

// toChooseNext is a party that has not said how it wants to go on, while nothing has come yet and nothing is late.
func toChooseNext(v *view) (string, bool) {
	if s := v.Case.State; s != mediation.Rejected && s != mediation.Withdrawn {
		return "", false
	}
	return anyParty((*view).toChoose)(v)
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
		if (!e.Proposed() || !e.Disclosed.IsZero()) && (!e.Working() || e.Owes.IsZero()) {
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
			if asked(p) && !p.Outside() && !slices.Contains(e.AgreedBy, p.ID) {
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
		return v.seals(m.Of)
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
	case s == mediation.Voided && !v.Case.Anew.IsZero():
		return "begun_anew"
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
