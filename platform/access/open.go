package access

import (
	"context"
	"time"

	"linli/platform/fault"
)

// Open checks that the actor may read the case, commits the access row, and only then returns the grant with which the
// vault opens. Errors: those of [Engine.Check] for "<kind>.read"; TooMany "access.read_budget" over the read budget;
// Unavailable "access.unrecorded" where the row could not be written, in which case nothing opens.
//
// A reader who is not assigned and whose emergency access runs is recorded as such, whatever purpose the caller named,
// and a resident as a party: what the resident is shown does not depend on the caller's care.
func (e *Engine) Open(ctx context.Context, rec Recorder, now time.Time, a Actor, f Facts, p Purpose) (Grant, error) {
	action := f.Kind + ".read"
	if err := e.Check(a, action, f); err != nil {
		return Grant{}, err
	}
	if f.Case.IsZero() {
		return Grant{}, ErrNotFound
	}
	row := rowOf(now, a, f, p)
	if !a.Account.IsZero() && !e.budget.Spend(ctx, a.Tenant, a.Account, now) {
		return Grant{}, fault.New(fault.TooMany, "access.read_budget").With(fault.Args{"reads": e.budget.reads})
	}
	if err := record(ctx, rec, row); err != nil {
		return Grant{}, err
	}
	return Grant{tenant: f.Tenant, kase: f.Case, row: row}, nil
}

// Answers writes down that an account answers for an opening though it reads nothing: one of those who approved an export. Errors:
// those of [Engine.Check] for the action; Unavailable "access.unrecorded".
func (e *Engine) Answers(ctx context.Context, rec Recorder, now time.Time, a Actor, action string, f Facts, p Purpose) error {
	if err := e.Check(a, action, f); err != nil {
		return err
	}
	return record(ctx, rec, rowOf(now, a, f, p))
}

func rowOf(now time.Time, a Actor, f Facts, p Purpose) Row {
	r := relate(a, f)
	return Row{
		Tenant: f.Tenant, Case: f.Case, Account: a.Account, Party: a.Party, Kind: a.Kind,
		Purpose: purpose(r, p), Post: readingPost(r), At: now.UTC(), Quarter: now.UTC().Truncate(Quarter),
	}
}

func record(ctx context.Context, rec Recorder, row Row) error {
	if err := rec.Record(ctx, row); err != nil {
		return fault.Wrap(fault.Unavailable, "access.unrecorded", err)
	}
	return nil
}

func purpose(r relation, asked Purpose) Purpose {
	switch {
	case r.kind == Resident:
		return ForParty
	case r.kind == System:
		return ForJob
	case !r.assigned && r.emergency:
		return ForEmergency
	case asked == ForParty || asked == ForJob || asked == "":
		return ForWork
	}
	return asked
}

// readingPost is the role in which an account reads: what it holds in the unit of the case if that is a working role,
// else the working role that it holds elsewhere.
func readingPost(r relation) PostKind {
	for _, held := range []posts{r.here, r.posts} {
		for _, kind := range []PostKind{Mediator, Handler, Inspector, Clerk, Lead, Records, Privacy} {
			if held&postBit(kind) != 0 {
				return kind
			}
		}
	}
	return ""
}
