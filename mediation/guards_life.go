package mediation

import (
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Oral agreements.
var (
	// Not where the rulebook demands writing: by the type of dispute, for what is left to do, or above an amount.
	oralAllowed = Guard{Name: "writing_demanded", Holds: is(func(d *decision, c Oral) bool {
		kind, _ := d.Rules.Mediation.DisputeType(d.c.Type)
		rule := d.Rules.Mediation.Oral
		if !rule.Allowed || kind.WrittenAgreement || rule.PerformedOnly && !c.Performed {
			return false
		}
		return rule.WrittenAbove == 0 || !c.draft().above(int64(rule.WrittenAbove), d.Rules.Currency)
	}), Rule: ruleOral}
	oralPending  = Guard{Name: "nothing_oral", Holds: func(d *decision) bool { return d.c.Agreement != nil && d.c.Agreement.Oral }}
	notYetAgreed = Guard{Name: "already_agreed", Holds: func(d *decision) bool {
		return slices.Contains(d.c.Agreement.missing(&d.c), Act{"party", d.thisParty().ID})
	}}
	leadsHere = Guard{Name: "lead_mediator", Holds: func(d *decision) bool {
		e := d.c.EngagementOf(d.by.Account)
		return e != nil && e.Lead || d.by.Post == access.Lead && d.c.registrar() != nil
	}}
	readBackFirst = Guard{Name: "not_read_back", Holds: is(func(_ *decision, c RegisterOral) bool { return c.ReadBack }), Rule: ruleOral}
)

// Performance.
var (
	instalmentOpen = Guard{Name: "nothing_due", Holds: func(d *decision) bool { i := d.thisInstalment(); return i != nil && i.Fulfilled.IsZero() }}
	isPayee        = Guard{Name: "not_payee", Holds: func(d *decision) bool { return d.c.Holds(d.thisInstalment().Obligee, d.cmd.(forParty).party()) }}
	isObligor      = Guard{Name: "not_obligor", Holds: func(d *decision) bool { return d.c.Holds(d.thisInstalment().Obligor, d.cmd.(forParty).party()) }}
	pastDue        = Guard{Name: "not_due_yet", Holds: func(d *decision) bool { return d.thisInstalment().Overdue(d.now, d.Rules.Zone) },
		Args: func(d *decision) fault.Args {
			due, err := time.ParseInLocation(time.DateOnly, d.thisInstalment().Due, d.Rules.Zone)
			if err != nil {
				return nil
			}
			return fault.Args{"due": fault.Day(due)}
		}}
	// A party proves with a file of its own, or with one that everybody may see.
	proofThere = Guard{Name: "file_unknown", Holds: func(d *decision) bool {
		c, ok := d.cmd.(interface{ proof() id.ID })
		return ok && (c.proof().IsZero() || slices.ContainsFunc(d.c.Attachments, func(a Attachment) bool {
			p, byParty := d.cmd.(forParty)
			return a.ID == c.proof() && (!byParty || a.Shared || a.Owner == p.party())
		}))
	}}
	notSaidYet = Guard{Name: "already_said", Holds: func(d *decision) bool {
		return d.c.Breach == nil || !slices.Contains(d.c.Breach.Instalments, d.thisInstalment().ID)
	}}
	wasMissed   = Guard{Name: "nothing_missed", Holds: func(d *decision) bool { return d.c.missed() }}
	notUrged    = Guard{Name: "already_urged", Holds: func(d *decision) bool { return d.c.Breach.Urged.IsZero() }}
	urgedFirst  = Guard{Name: "not_urged", Holds: func(d *decision) bool { return !d.c.Breach.Urged.IsZero() }}
	notAskedYet = Guard{Name: "follow_up_agreed", Holds: func(d *decision) bool { return d.thisParty().FollowUp.IsZero() }, Rule: ruleAsked}
	wantsAsked  = Guard{Name: "follow_up_not_agreed", Holds: func(d *decision) bool { return !d.thisParty().FollowUp.IsZero() }, Rule: ruleAsked}
)

// Judicial confirmation.
var (
	// Not every legal order has courts confirm what was agreed elsewhere.
	courtConfirms = Guard{Name: "confirmation_unknown", Holds: func(d *decision) bool { return d.Rules.Mediation.Confirmation != nil }}
	// 民事诉讼法 art. 205: within thirty days from the day on which the agreement took effect.
	withinTerm = Guard{Name: "confirmation_late", Holds: func(d *decision) bool {
		end, ok := d.c.ConfirmationEnds(d.Rules)
		return ok && !d.at.After(end)
	}, Args: func(d *decision) fault.Args {
		end, _ := d.c.ConfirmationEnds(d.Rules)
		return fault.Args{"until": fault.Day(end.In(d.Rules.Zone))}
	}, Rule: confirmationSource}
	written = Guard{Name: "not_written", Holds: func(d *decision) bool { return d.c.Agreement != nil && !d.c.Agreement.Oral }, Rule: confirmationSource}
	// Whether a marriage, parentage or adoption exists is no matter of an agreement (民诉法解释 art. 355).
	typeConfirmed = Guard{Name: "confirmation_barred", Holds: func(d *decision) bool { return d.c.notConfirmed(d.Rules) == nil },
		Rule: func(d *decision) *rulebook.Source {
			if s := d.c.notConfirmed(d.Rules); s != nil {
				return s
			}
			return confirmationSource(d)
		}}
	confirmable = Guard{Name: "confirmation_excluded", Holds: is(func(d *decision, c PrepareConfirmation) bool {
		return !hasCode(d.Rules.Mediation.Confirms().Excluded, c.Excluded)
	}), Rule: confirmationSource}
	isPrepared      = Guard{Name: "confirmation_not_prepared", Holds: func(d *decision) bool { return d.c.Confirmation != nil && d.c.Confirmation.Result == "" }}
	notConfirmedYet = Guard{Name: "nothing_to_choose", Holds: func(d *decision) bool { return d.c.Unconfirmed() }}
	notYetAnswered  = Guard{Name: "confirmation_answered", Holds: func(d *decision) bool { return d.c.Confirmation == nil || d.c.Confirmation.Result == "" }}
)

// Reopening.
var (
	hasAgreement = Guard{Name: "no_agreement", Holds: func(d *decision) bool { return d.c.Agreement != nil }}
	wasAccepted  = Guard{Name: "never_accepted", Holds: func(d *decision) bool { return !d.c.Accepted.IsZero() }, Rule: ruleAgain}
	notReopening = Guard{Name: "reopening_asked", Holds: func(d *decision) bool { return d.c.Reopening == nil }}
	reopenAsked  = Guard{Name: "reopening_not_asked", Holds: func(d *decision) bool {
		return d.c.Reopening != nil && !d.agreesTwice()
	}}
	retentionOver = Guard{Name: "retention_runs", Holds: func(d *decision) bool { return d.retentionOver() }}
)

// agreesTwice reports whether a party says yes to a reopening a second time; a no is always heard.
func (d *decision) agreesTwice() bool {
	c, ok := d.cmd.(AgreeReopen)
	return ok && c.Yes && slices.Contains(d.c.Reopening.Agreed, c.Party)
}

func confirmationSource(d *decision) *rulebook.Source {
	rule := d.Rules.Mediation.Confirms()
	return &rule.Source
}

// thisInstalment is the instalment that the command concerns, or nil.
func (d *decision) thisInstalment() *Instalment {
	if c, ok := d.cmd.(interface{ instalment() id.ID }); ok {
		return d.c.Agreement.Instalment(c.instalment())
	}
	return nil
}
