package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// is makes a guard's condition of a function over one kind of command.
func is[C any](f func(*decision, C) bool) func(*decision) bool {
	return func(d *decision) bool {
		c, ok := d.cmd.(C)
		return ok && f(d, c)
	}
}

// forParty is a command that concerns one party; a party can give it only for itself.
type forParty interface{ party() id.ID }

// ruled says where in the rulebook's part on mediation the rule stands that a guard keeps.
func ruled(pick func(*rulebook.Mediation) *rulebook.Source) func(*decision) *rulebook.Source {
	return func(d *decision) *rulebook.Source { return pick(&d.Rules.Mediation) }
}

var (
	ruleNotice  = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.Notice.Source })
	ruleSafety  = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.Safety.Source })
	ruleOral    = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.Oral.Source })
	ruleOffered = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.BeforeSigning.Source })
	ruleAsked   = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.FollowUp.Source })
	ruleAgain   = ruled(func(m *rulebook.Mediation) *rulebook.Source { return &m.Reopening.Source })
)

// applying is a command with which a dispute reaches the office.
type applying interface{ application() Apply }

// drafting is a command that writes an agreement down.
type drafting interface{ draft() Draft }

// thisParty is the party that the command concerns.
func (d *decision) thisParty() *Party {
	if c, ok := d.cmd.(forParty); ok {
		return d.c.Party(c.party())
	}
	return nil
}

// Intake.
var (
	// The office never mediates its own dispute. It comes first: nothing else of such an application is looked at or kept.
	notOwnDispute = Guard{Name: "own_dispute", Holds: is(func(_ *decision, c applying) bool { return !c.application().OwnDispute })}
	hasApplicant  = Guard{Name: "applicant_missing", Holds: is(func(_ *decision, c applying) bool {
		return slices.ContainsFunc(c.application().Parties, func(p NewParty) bool { return p.Role == Applicant })
	})}
	representativesFew = Guard{Name: "representatives", Holds: is(func(d *decision, c applying) bool {
		return !slices.ContainsFunc(c.application().Parties, func(p NewParty) bool { return p.chosen() > d.Rules.Mediation.MaxRepresentatives.N })
	}), Args: func(d *decision) fault.Args { return fault.Args{"max": d.Rules.Mediation.MaxRepresentatives.N} },
		Rule: func(d *decision) *rulebook.Source { return &d.Rules.Mediation.MaxRepresentatives.Source }}
	notDuplicate = Guard{Name: "duplicate", Holds: func(d *decision) bool { return !d.Duplicate }}

	partyKnown = Guard{Name: "party_unknown", Holds: func(d *decision) bool {
		p := d.thisParty()
		return p != nil && p.Shredded.IsZero()
	}}
	applicantsInformed = Guard{Name: "applicants_informed", Holds: func(d *decision) bool { return d.eachOf(Applicant, func(p Party) bool { return !p.Informed.IsZero() }) }, Rule: ruleNotice}
	applicantsTalked   = Guard{Name: "applicants_talked", Holds: func(d *decision) bool { return d.eachOf(Applicant, func(p Party) bool { return !p.Talked.IsZero() }) }, Rule: ruleSafety}
	// Whom a letter names first asked for nothing: nobody else hears of it before that person agreed itself. A grievance against a
	// public body enters mediation only at its author's request.
	authorAgreed = Guard{Name: "author_first", Holds: func(d *decision) bool {
		return d.c.Sent == nil || d.eachOf(Applicant, func(p Party) bool { return p.Consent.Stands() })
	}}
	hasRespondent = Guard{Name: "respondent_missing", Holds: func(d *decision) bool {
		return slices.ContainsFunc(d.c.needed(), func(p Party) bool { return p.Role == Respondent })
	}}
	// Violence or coercion: no mediation. The sentence says nothing of what was told, nor by whom.
	noConcern = Guard{Name: "not_suitable", Holds: func(d *decision) bool { return !d.concerned(Violence) }}
)

// Consent of each party.
var (
	partyInvited  = Guard{Name: "party_not_invited", Holds: func(d *decision) bool { p := d.thisParty(); return p.Role == Applicant || !p.Invited.IsZero() }}
	partyInformed = Guard{Name: "party_not_informed", Holds: func(d *decision) bool { return !d.thisParty().Informed.IsZero() }, Rule: ruleNotice}
	partyTalked   = Guard{Name: "party_not_talked", Holds: func(d *decision) bool { return !d.thisParty().Talked.IsZero() }, Rule: ruleSafety}
	notConsented  = Guard{Name: "already_consented", Holds: func(d *decision) bool {
		r := d.acting()
		return !d.thisParty().Consent.Stands() && (r == nil || r.Consented.IsZero())
	}}

	answerTimeOver = Guard{Name: "answer_time_runs", Holds: func(d *decision) bool { return d.missingConsents() > 0 && d.now.After(answerDue(&d.c, d.Rules)) },
		Rule: func(d *decision) *rulebook.Source { return &d.Rules.Mediation.AnswerTime.Source }}
	consentsGiven = Guard{Name: "consents_missing", Holds: func(d *decision) bool { return d.missingConsents() == 0 },
		Args: func(d *decision) fault.Args {
			return fault.Args{"missing": d.missingConsents(), "of": len(d.c.needed())}
		}, Rule: ruleNotice}
)

// Mediators.
var (
	isMediator = Guard{Name: "not_a_mediator", Holds: is(func(d *decision, c Propose) bool { return slices.Contains(d.Mediators, c.Account) })}
	notEngaged = Guard{Name: "already_engaged", Holds: is(func(d *decision, c Propose) bool {
		return !slices.ContainsFunc(d.c.Engagements, func(e Engagement) bool { return e.Account == c.Account && e.To.IsZero() })
	})}
	oneLead = Guard{Name: "one_lead", Holds: is(func(d *decision, c Propose) bool {
		return c.Lead != slices.ContainsFunc(d.c.Engagements, func(e Engagement) bool { return e.Lead && e.To.IsZero() })
	})}
	ownEngagement = Guard{Name: "not_your_engagement", Holds: is(func(d *decision, c Disclose) bool {
		e := d.c.Engagement(c.Engagement)
		return e != nil && (e.Proposed() || e.Working() && !e.Owes.IsZero()) && e.Account == d.by.Account
	})}
	engagementKnown = Guard{Name: "engagement_unknown", Holds: func(d *decision) bool {
		c, ok := d.cmd.(interface{ engagement() id.ID })
		if !ok {
			return false
		}
		e := d.c.Engagement(c.engagement())
		return e != nil && e.To.IsZero()
	}}
	disclosed = Guard{Name: "not_disclosed", Holds: is(func(d *decision, c AgreeMediator) bool { return !d.c.Engagement(c.Engagement).Disclosed.IsZero() })}
)

// Sessions and notes.
var (
	partiesKnown = Guard{Name: "party_unknown", Holds: func(d *decision) bool {
		c, ok := d.cmd.(interface{ parties() []id.ID })
		return ok && !slices.ContainsFunc(c.parties(), func(p id.ID) bool { return d.c.Party(p) == nil })
	}}
	thirdPersonsConsented = Guard{Name: "third_persons", Holds: is(func(_ *decision, c Schedule) bool { return c.ThirdPersons == 0 || c.ThirdPersonsConsented })}
	sessionPlanned        = Guard{Name: "session_not_planned", Holds: func(d *decision) bool { s := d.thisSession(); return s != nil && s.Planned() }}
	sessionBegun          = Guard{Name: "session_not_begun", Holds: func(d *decision) bool { s := d.thisSession(); return s != nil && !s.Begun.IsZero() }}
	sessionHeld           = Guard{Name: "session_not_held", Holds: func(d *decision) bool { return d.c.Mediated }}
	noteScope             = Guard{Name: "note_scope", Holds: is(func(d *decision, c WriteNote) bool {
		if c.Scope == NoteOfMediator {
			return d.c.EngagementOf(d.by.Account) != nil
		}
		return c.Scope == NoteJoint || d.c.Party(c.Party) != nil
	})}
	// Whoever works on the case passes it on; a lead may pass on a colleague's, and to somebody else only.
	onTheCase = Guard{Name: "not_on_case", Holds: is(func(d *decision, c HandOver) bool {
		leaves := c.from(d.by.Account)
		if leaves == d.by.Account {
			return slices.Contains(d.c.Assigned(), leaves)
		}
		return d.Leads && d.c.works(leaves) && c.To != d.by.Account && c.To != leaves
	})}
	// Of two who replace a lost slip at the same moment, one does.
	slipCurrent = Guard{Name: "slip_moved", Holds: is(func(d *decision, c GiveSlip) bool {
		live := slices.DeleteFunc(slices.Clone(d.Slips), func(x casefile.Slip) bool { return x.Party != c.Party || !x.EndedAt.IsZero() })
		return len(live) == 1 && len(c.slips) > 0 && c.slips[0].Code == live[0].Code && (live[0].Hash == "" || !c.slips[0].EndedAt.IsZero())
	})}
	toColleague = Guard{Name: "not_a_colleague", Holds: is(func(d *decision, c HandOver) bool { return c.To.IsZero() || slices.Contains(d.Colleagues, c.To) })}
	// Whoever declared that it cannot take the case does not read it from the desk either.
	toUntied     = Guard{Name: "declared_conflict", Holds: is(func(d *decision, c HandOver) bool { return !d.c.conflicted(c.To) })}
	notErased    = Guard{Name: "erased", Holds: func(d *decision) bool { return d.c.Erased.IsZero() }}
	notMinimised = Guard{Name: "minimised", Holds: func(d *decision) bool { return d.c.Minimised.IsZero() }}
	someoneLeft  = Guard{Name: "nobody_left", Holds: is(func(d *decision, c HandOver) bool {
		return !c.To.IsZero() || !d.c.State.Open() && !d.c.OwesReply() || d.c.EngagementOf(d.by.Account) != nil || len(d.c.Assigned()) > 1
	})}
)

// The agreement.
var (
	signersKnown = Guard{Name: "signers", Holds: is(func(d *decision, x drafting) bool {
		c := x.draft()
		sides := map[Role]bool{}
		for _, p := range c.Parties {
			party := d.c.Party(p)
			if party == nil || !party.Gone.IsZero() || !party.Consent.Stands() {
				return false
			}
			sides[party.Role] = true
		}
		distinct := map[id.ID]bool{}
		for _, p := range c.Parties {
			distinct[p] = true
		}
		return sides[Applicant] && sides[Respondent] && len(distinct) == len(c.Parties) && (c.Partial || len(distinct) == len(d.c.needed()))
	})}
	// No term may waive complaint, petition, suit, benefit or the reporting of a crime.
	noWaiver = Guard{Name: "waiver_undeclared", Holds: is(func(_ *decision, c drafting) bool { return c.draft().NoWaiver })}

	signsAgreement = Guard{Name: "not_a_signer", Holds: func(d *decision) bool {
		p := d.thisParty()
		return p != nil && d.c.Bound(d.c.Agreement, p.ID)
	}}
	signatureNeeded = Guard{Name: "signature_not_needed", Holds: is(func(d *decision, c Sign) bool { return slices.Contains(d.c.Agreement.missing(&d.c), c.act()) })}
	// On screen a person signs with the own hand: a party as itself, a mediator under the own account.
	ownHand = Guard{Name: "not_own_hand", Holds: is(func(d *decision, c Sign) bool {
		if d.by.Kind == access.Resident && (c.As != "party" || c.Method == "paper") {
			return false // paper is taken in at the office, with its scan
		}
		if !c.By.IsZero() && c.Method != "paper" {
			return false // a screen cannot tell who acts: whoever signs for a party does so at the office
		}
		if c.Method == "paper" || c.As == "seal" && c.Method == "passkey" {
			return true
		}
		if c.As == "party" {
			return d.by.Kind == access.Resident && d.by.Party == c.Party
		}
		e := d.c.Engagement(c.Engagement)
		return e != nil && e.Account == d.by.Account
	})}
	// What is drawn needs its picture and the party's one-time code, a passkey its signature: the pages that take them prove
	// the act, and nobody just says that it was done.
	provenThere = Guard{Name: "not_proven", Holds: is(func(_ *decision, c Sign) bool { return c.Method == "paper" || c.proven })}
	notSigned   = Guard{Name: "signature_not_needed", Holds: is(func(d *decision, c GiveCode) bool {
		return slices.Contains(d.c.Agreement.missing(&d.c), Act{"party", c.Party})
	})}
	screenAllowed = Guard{Name: "paper_only", Holds: func(d *decision) bool {
		kind, _ := d.Rules.Mediation.DisputeType(d.c.Type)
		return !kind.ScreenSigningBarred
	}}
	methodAllowed = Guard{Name: "paper_only", Holds: is(func(d *decision, c Sign) bool {
		kind, _ := d.Rules.Mediation.DisputeType(d.c.Type)
		return c.Method == "paper" || !kind.ScreenSigningBarred
	}), Rule: func(d *decision) *rulebook.Source {
		kind, _ := d.Rules.Mediation.DisputeType(d.c.Type)
		return kind.Source
	}}
	// Thumbprints stay on paper: a scan of what was signed there counts only where none can be seen on it.
	scanBare = Guard{Name: "thumbprint", Holds: is(func(d *decision, c Sign) bool {
		f := d.c.attachment(c.Scan)
		return f == nil || f.Bare
	})}
	scanThere = Guard{Name: "scan_unknown", Holds: is(func(d *decision, c Sign) bool {
		return c.Scan.IsZero() || slices.ContainsFunc(d.c.Attachments, func(a Attachment) bool { return a.ID == c.Scan })
	})}
)

// The term.
var (
	termOver      = Guard{Name: "term_runs", Holds: func(d *decision) bool { return d.over(ruleTerm) }, Rule: termSource}
	beforeDue     = Guard{Name: "term_over", Holds: func(d *decision) bool { return !d.over(ruleTerm) }, Rule: termSource}
	extensionLeft = Guard{Name: "no_extension_left", Holds: func(d *decision) bool {
		rule, ok := d.Rules.Promise(ruleTerm)
		return ok && rule.Extension != nil && (rule.Extension.Times == 0 || d.c.Extended < rule.Extension.Times)
	}, Args: func(d *decision) fault.Args { return fault.Args{"times": d.c.Extended} }, Rule: termSource}
	extensionAsked = Guard{Name: "extension_not_asked", Holds: func(d *decision) bool { return d.c.Extension != nil && d.c.Extension.Granted.IsZero() }}
)

// termSource is where the rulebook takes the term of a mediation from.
func termSource(d *decision) *rulebook.Source {
	rule, ok := d.Rules.Promise(ruleTerm)
	if !ok {
		return nil
	}
	return &rule.Source
}

func (d *decision) eachOf(r Role, ok func(Party) bool) bool {
	return !slices.ContainsFunc(d.c.needed(), func(p Party) bool { return p.Role == r && !ok(p) })
}

func (d *decision) concerned(at Concern) bool {
	for _, c := range d.Concern {
		if c == at || c == Violence {
			return true
		}
	}
	return false
}

// over reports whether the running promise of a rule has passed its due instant. A rule without a running promise has
// not: nothing ends because of a deadline that the rulebook does not set.
func (d *decision) over(rule string) bool {
	due, ok := d.Due[rule]
	return ok && d.now.After(due)
}

func (d *decision) missingConsents() int {
	n := 0
	for _, p := range d.c.Parties { // a place that nobody has taken yet
		if !p.Gone.IsZero() && len(d.c.InPlaceOf(p.ID)) == 0 {
			n++
		}
	}
	for _, p := range d.c.needed() {
		if !p.Consent.Stands() {
			n++
		}
	}
	return n
}

func (d *decision) needsGuardian(age int, selfSupporting, limited bool) bool {
	return limited || age > 0 && d.Rules.Mediation.Capacity.Of(age, selfSupporting) != rulebook.FullCapacity
}

func (d *decision) thisSession() *Session {
	if c, ok := d.cmd.(interface{ session() id.ID }); ok {
		return d.c.Session(c.session())
	}
	return nil
}

// opponents are the parties on the other side.
func (d *decision) opponents(of *Party) []id.ID {
	var out []id.ID
	for _, p := range d.c.Parties {
		if p.Role != of.Role {
			out = append(out, p.ID)
		}
	}
	return out
}
