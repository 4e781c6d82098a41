package mediation

import (
	"context"
	"strings"
	"time"

	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
)

// statement is what a passkey signs, one item a line: this text of this agreement in this case, as this person.
func (c *Case) statement(act Act, account id.ID) string {
	return strings.Join([]string{"linli agreement signature 1", c.Tenant.String(), c.ID.String(), c.Agreement.ID.String(), c.Agreement.Text,
		act.name(), account.String()}, "\n")
}

// PasskeysOn reports whether an agreement can be signed by passkey at this origin.
func (s *Service) PasskeysOn() bool { return s.Passkeys.On() }

// BeginPasskey begins to sign by passkey. Errors: those of access and of the machine, [signing.ErrOff], [signing.ErrNone].
func (s *Service) BeginPasskey(ctx context.Context, a access.Actor, caseID id.ID, sign Sign) (_ signing.Ceremony, err error) {
	defer wrap(&err, "begin to sign by passkey")
	if !s.Passkeys.On() {
		return signing.Ceremony{}, signing.ErrOff
	}
	sign.Method, sign.proven = "passkey", true
	c, err := s.wouldDo(ctx, a, caseID, sign, time.Time{})
	if err != nil {
		return signing.Ceremony{}, err
	}
	return s.Passkeys.Begin(ctx, a, caseID, sign.act().name(), c.statement(sign.act(), a.Account))
}

// FinishPasskey signs with what the browser answered. Errors: as [Service.BeginPasskey], and those of [signing.Passkeys.Finish].
func (s *Service) FinishPasskey(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, answer signing.Answer) (_ Case, err error) {
	defer wrap(&err, "sign by passkey")
	if !s.Passkeys.On() {
		return Case{}, signing.ErrOff
	}
	sign.Method, sign.proven = "passkey", true
	c, err := s.wouldDo(ctx, a, caseID, sign, time.Time{})
	if err != nil {
		return Case{}, err
	}
	if sign.proof, err = s.Passkeys.Finish(ctx, a, caseID, sign.act().name(), c.statement(sign.act(), a.Account), answer); err != nil {
		return Case{}, err
	}
	if sign.As == "party" {
		if sign.code, err = s.codeGiven(ctx, &c, sign.Party); err != nil {
			return Case{}, err
		}
	}
	after, _, err := s.Act(ctx, a, caseID, sign, Ask{})
	return after, err
}

// Check checks a signature of the agreement again, now, from what was kept of it.
func (o *Opened) Check(x Signature) signing.Checked {
	proof, ok := o.Proofs[x.Proof]
	if x.Proof.IsZero() || !ok || o.Case.Agreement == nil {
		return signing.NotChecked
	}
	act := Act{x.As, x.Of}
	if e := o.Case.Engagement(x.Of); x.As == "mediator" && (e == nil || e.Account != proof.Account) {
		return signing.CheckBroken
	}
	if x.As == "party" && !proof.Account.IsZero() {
		return signing.CheckBroken
	}
	if o.Agreement != nil && o.Agreement.Hash() != o.Case.Agreement.Text {
		return signing.CheckBroken
	}
	if !proof.Holds(o.Case.statement(act, proof.Account)) {
		return signing.CheckBroken
	}
	return signing.CheckHolds
}
