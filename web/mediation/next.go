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
	{"screen", always, access.Clerk},
	{"inform", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return c.State != mediation.Submitted && asked(p) && p.Informed.IsZero()
	}), access.Clerk},
	{"talk", firstParty(func(_ *mediation.Case, p mediation.Party) bool { return asked(p) && p.Talked.IsZero() }), access.Clerk},
	{"invite", always, access.Clerk},
	{"consent", firstParty(func(c *mediation.Case, p mediation.Party) bool {
		return c.State == mediation.Invited && !p.Consent.Stands()
	}), access.Clerk},
	{"accept", always, access.Clerk},
	{"disclose", undisclosed, access.Mediator},
	{"agree_mediator", unagreed, access.Clerk},
	{"propose", always, access.Lead},
	{"schedule", func(v *view) (string, bool) { return "", v.Case.State == mediation.Assigned }, access.Mediator},
	{"record", firstSession(func(s mediation.Session) bool { return !s.Begun.IsZero() && s.Minutes == 0 }), access.Mediator},
	{"begin", firstSession(mediation.Session.Planned), access.Mediator},
	{"resume", always, access.Mediator},
	{"draft", always, access.Mediator},
	{"sign", unsigned, access.Mediator},
}

func always(*view) (string, bool) { return "", true }

// asked are the parties whom the office works with before acceptance: applicants, and whoever was invited.
func asked(p mediation.Party) bool { return p.Role == mediation.Applicant || !p.Invited.IsZero() }

func firstParty(ok func(*mediation.Case, mediation.Party) bool) func(*view) (string, bool) {
	return func(v *view) (string, bool) {
		for _, p := range v.Case.Parties {
			if ok(&v.Case, p) {
				return "?party=" + p.ID.String(), true
			}
		}
		return "", false
	}
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
			if !slices.Contains(e.AgreedBy, p.ID) {
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
	Done  bool   // nothing is left to do
}

func (v *view) next() nextStep {
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
	return nextStep{Done: true}
}

func (v *view) action(event casefile.Kind, query string) action {
	return action{string(event), v.t("mediation.event." + string(event)), v.Href(string(event)) + query}
}

// endings are the acts that end the mediation or a person's part in it; a page sets them apart from daily work.
var endings = []casefile.Kind{"not_accept", "refuse", "refuse_sign", "withdraw", "impasse", "terminate", "recuse", "hand_over"}

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
	case "recuse":
		return live(func(mediation.Engagement) bool { return true })
	case "consent", "refuse":
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() })
	case "agree_extension":
		return c.Extension != nil && c.Extension.Granted.IsZero()
	case "ask_extension":
		return c.Extension == nil || c.Extension.Granted.IsZero()
	case "sign":
		return slices.ContainsFunc(c.Missing(), v.mayRecord)
	case "hand_over":
		return slices.Contains(c.Assigned(), v.actor.Account)
	}
	return true
}
