package duty

import (
	"context"
	"io"

	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/id"
)

// drawnName is what a drawn signature is called among the files of an occurrence.
const drawnName = "signature.png"

// PasskeysOn reports whether a statement can be signed by passkey at this origin.
func (s *Service) PasskeysOn() bool { return s.Passkeys.On() }

// SignDrawn signs the statement of an occurrence on the screen, with the picture of the drawn signature and the code of the account's second
// factor. Whether the act may happen at all is asked first, so that a refused signature uses no code and leaves no file. Errors: those of
// access and of the machine, fault.Field "text" and "reason", those of [Office.Prove] and of package blob.
func (s *Service) SignDrawn(ctx context.Context, a access.Actor, caseID id.ID, cmd Sign, code string, drawing io.Reader) (_ Case, err error) {
	defer wrap(&err, "sign on the screen")
	cmd.means = Drawn
	if _, err := s.wouldSign(ctx, a, caseID, cmd); err != nil {
		return Case{}, err
	}
	if err := s.Office.Prove(ctx, a, code); err != nil {
		return Case{}, err
	}
	if cmd.file, err = s.takeFile(ctx, a.Tenant, caseID, drawnName, nil, drawing); err != nil {
		return Case{}, err
	}
	return s.Act(ctx, a, caseID, cmd, nil)
}

// BeginPasskey begins to sign by passkey. Errors: those of access and of the machine, fault.Field "text" and "reason", and those of
// [signing.Passkeys.Begin].
func (s *Service) BeginPasskey(ctx context.Context, a access.Actor, caseID id.ID, cmd Sign) (_ signing.Ceremony, err error) {
	defer wrap(&err, "begin to sign by passkey")
	cmd.means = ByPasskey
	words, err := s.wouldSign(ctx, a, caseID, cmd)
	if err != nil {
		return signing.Ceremony{}, err
	}
	return s.Passkeys.Begin(ctx, a, caseID, signAct(a), words)
}

// FinishPasskey signs with what the browser answered. Errors: as [Service.BeginPasskey], and those of [signing.Passkeys.Finish].
func (s *Service) FinishPasskey(ctx context.Context, a access.Actor, caseID id.ID, cmd Sign, answer signing.Answer) (_ Case, err error) {
	defer wrap(&err, "sign by passkey")
	cmd.means = ByPasskey
	words, err := s.wouldSign(ctx, a, caseID, cmd)
	if err != nil {
		return Case{}, err
	}
	if cmd.proof, err = s.Passkeys.Finish(ctx, a, caseID, signAct(a), words, answer); err != nil {
		return Case{}, err
	}
	return s.Act(ctx, a, caseID, cmd, nil)
}

// signAct is the act for which a passkey is asked: of two who hold the post, each begins for itself.
func signAct(a access.Actor) string { return "statement:" + a.Account.String() }

// wouldSign asks the rights and the machine whether a statement would be signed now, and does nothing. It returns the words that a passkey
// signs.
func (s *Service) wouldSign(ctx context.Context, a access.Actor, caseID id.ID, cmd Sign) (string, error) {
	c, rules, err := s.load(ctx, a.Tenant, caseID)
	if err != nil {
		return "", err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return "", err
	}
	if err := s.Access.Check(a, "duty.sign", facts); err != nil {
		return "", err
	}
	know, err := s.know(ctx, &c, cmd, rules, rule)
	if err != nil {
		return "", err
	}
	d, err := Decide(c, cmd, by(a, facts), s.Clock.Now(), know.under(rules, rule), s.IDs)
	if err != nil {
		return "", err
	}
	there := d.Case.Standing("statement")
	return c.words(*there[len(there)-1].Signed, a.Account), nil
}
