package mediation

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Limits of a one-time code 一次性验证码.
const (
	codeDigits = 6
	codeLasts  = 15 * time.Minute
	codeTries  = 5
)

// halfCode is a one-time code that is still to be entered, among what waits on the way to a signature.
const halfCode = "code"

// The refusals of a one-time code.
var (
	ErrNoCode    = fault.Field("one_time_code", "mediation.code.none")
	ErrCodeOver  = fault.Field("one_time_code", "mediation.code.over")
	ErrCodeTried = fault.Field("one_time_code", "mediation.code.tried").With(fault.Args{"max": codeTries})
)

// name is the act as a [signing.Half] names it: "party:ID", "mediator:ID" or "seal".
func (a Act) name() string {
	if a.Of.IsZero() {
		return a.As
	}
	return a.As + ":" + a.Of.String()
}

// GiveCode records that a party was given a one-time code to sign with. The code itself is in no event.
type GiveCode struct {
	Party       id.ID
	Interpreter *Interpreting // who reads the text out to it: on the screen the party signs by itself, and names nobody

	code signing.Half
}

// Kind is the machine's event.
func (GiveCode) Kind() casefile.Kind { return "sign_code" }

func (g GiveCode) party() id.ID { return g.Party }

func (g GiveCode) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(g.Party)
	if g.code.Kind != "" {
		s.Half = append(s.Half, g.code)
	}
	return ofParty{g.Party}, d.interpreted(s, g.Interpreter, g.Party, vault.Joint)
}

// GiveCode makes a one-time code with which one party signs the agreement that lies before it: six digits, good for
// a quarter of an hour, once, for five tries. The office tells it to that party alone, at the table or by the telephone
// number that it left; it is returned this once and kept as a hash. A newer code takes the place of an older one.
// Errors: those of access and of the machine.
func (s *Service) GiveCode(ctx context.Context, a access.Actor, caseID id.ID, give GiveCode) (code string, until time.Time, err error) {
	defer wrap(&err, "give a one-time code")
	c, err := s.wouldDo(ctx, a, caseID, give, time.Time{}) // before any work: hashing is dear
	if err != nil {
		return "", time.Time{}, err
	}
	if code, err = drawCode(); err != nil {
		return "", time.Time{}, err
	}
	until = s.Clock.Now().Add(codeLasts)
	give.code = signing.Half{Case: caseID, Act: Act{"party", give.Party}.name(), Kind: halfCode, EndsAt: until}
	if give.code.Body, err = s.Slips.Hash(ctx, codeFor(&c, give.code.Act, code)); err != nil {
		return "", time.Time{}, err
	}
	_, _, err = s.Act(ctx, a, caseID, give, Ask{})
	return code, until, err
}

// codeGiven is the act at which a party was given its latest code for the text that it signs: whoever reads the text out to it was named
// there. A passkey needs no code; zero where none was given.
func (s *Service) codeGiven(ctx context.Context, c *Case, party id.ID) (id.ID, error) {
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	for _, e := range slices.Backward(events) {
		if e.Kind == "draft" || e.Kind == "vary" {
			break
		}
		if e.Kind == "sign_code" && partyOf(c, e) == party {
			return e.ID, err
		}
	}
	return id.ID{}, err
}

func drawCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("drawing a code: %w", err)
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}

// codeFor is what is hashed: the code with the text and the signer that it is for, so that it fits no other.
func codeFor(c *Case, act, code string) string {
	return strings.Join([]string{code, c.ID.String(), act, c.Agreement.Text}, "\n")
}

// enterCode checks the code that a party enters. The try is counted before the code is looked at, so that many at once
// are no more than five.
func (s *Service) enterCode(ctx context.Context, c *Case, act Act, typed string) error {
	_, err := s.enterDigits(ctx, c, act, halfCode, typed, func(code string) string { return codeFor(c, act.name(), code) })
	return err
}

// enterDigits checks six digits that a party enters against those of a kind that wait for its act; hashed says what was
// hashed with them.
func (s *Service) enterDigits(ctx context.Context, c *Case, act Act, kind, typed string, hashed func(digits string) string) (signing.Half, error) {
	code := digits(typed)
	if len(code) != codeDigits {
		return signing.Half{}, fault.Field("one_time_code", "mediation.code.digits")
	}
	half, err := s.tryCode(ctx, c, act, kind)
	if err != nil {
		return half, err
	}
	fits, err := s.Slips.Check(ctx, half.Body, hashed(code))
	if err != nil || fits {
		return half, err
	}
	if left := codeTries - half.Tries - 1; left > 0 {
		return half, fault.Field("one_time_code", "mediation.code.wrong").With(fault.Args{"left": left})
	}
	return half, ErrCodeTried
}

// tryCode counts one more try, and returns the code as it was before.
func (s *Service) tryCode(ctx context.Context, c *Case, act Act, kind string) (signing.Half, error) {
	for {
		half, err := s.Repo.HalfSigned(ctx, c.Tenant, c.ID, act.name(), kind)
		switch {
		case errors.Is(err, signing.ErrGone):
			return half, ErrNoCode
		case err != nil:
			return half, err
		case !s.Clock.Now().Before(half.EndsAt):
			return half, ErrCodeOver
		case half.Tries >= codeTries:
			return half, ErrCodeTried
		}
		if err := s.Repo.TryHalfSigned(ctx, c.Tenant, half); !errors.Is(err, signing.ErrGone) {
			return half, err
		}
	}
}

// digits are the digits of what somebody typed, those of a full-width keyboard too, without the spaces between them.
// Anything else makes it no code.
func digits(typed string) string {
	var out strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			out.WriteRune(r)
		case r >= '０' && r <= '９':
			out.WriteRune(r - '０' + '0')
		case r == ' ' || r == '\u3000' || r == '-':
		default:
			return ""
		}
	}
	return out.String()
}

// ForgetHalfSigned removes what was begun for a signature and never ended.
func (s *Service) ForgetHalfSigned(ctx context.Context, tenant id.ID) error {
	return s.Repo.ForgetHalfSigned(ctx, tenant, s.Clock.Now())
}
