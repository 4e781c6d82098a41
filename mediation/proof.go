package mediation

import (
	"context"
	"strings"
	"time"

	"linli/platform/id"
	"linli/rulebook"
)

// ShowAgreement are the papers that show the text of an agreement.
var ShowAgreement = []string{"agreement", "oral-register"}

// How the text of an agreement stands today, for whoever holds a paper with it.
const (
	TextDraft    = "draft"    // not everybody has signed: it binds nobody
	TextInForce  = "in_force" // it binds
	TextReplaced = "replaced" // another text has taken its place, or nothing came of it
	TextVoided   = "voided"   // a court set it aside
	FileGone     = "gone"     // the file was destroyed when its time was over
	PaperStands  = "stands"   // a notice or a record: it says how things stood on its day
)

// Stands is how a paper stands.
type Stands struct {
	State string
	Since time.Time // of an agreement in force: since when; zero for others
}

// HowStands says of a paper of a case, for anybody who holds it, how it stands today. agreed is how the hash of the agreement's
// text on it begins, in hexadecimal; empty for a paper that shows none. Nothing sealed is opened, and what it says is no more
// than that one word: no name, no state of the case, and not whether anything was performed. Errors: [ErrNotFound].
func (s *Service) HowStands(ctx context.Context, tenant, of id.ID, agreed string) (_ Stands, err error) {
	defer wrap(&err, "how a paper stands")
	c, err := s.Repo.Case(ctx, tenant, of)
	if err != nil {
		return Stands{}, err
	}
	return c.stands(agreed), nil
}

func (c *Case) stands(agreed string) Stands {
	switch {
	case !c.Erased.IsZero():
		return Stands{State: FileGone}
	case agreed == "":
		return Stands{State: PaperStands}
	}
	if c.Standing != nil && strings.HasPrefix(c.Standing.Agreement.Text, agreed) {
		return bound(&c.Standing.Agreement)
	}
	if a := c.Agreement; a != nil && strings.HasPrefix(a.Text, agreed) && (c.LastState() != Terminated || !a.Voided.IsZero()) {
		return bound(a)
	}
	return Stands{State: TextReplaced}
}

// bound is how an agreement of a case stands.
func bound(a *Agreement) Stands {
	switch {
	case !a.Voided.IsZero():
		return Stands{State: TextVoided}
	case a.Effective.IsZero():
		return Stands{State: TextDraft}
	}
	return Stands{State: TextInForce, Since: a.Effective}
}

// DocumentsOf are the papers that the rulebook of a case knows, in its order. Errors: [ErrNotFound].
func (s *Service) DocumentsOf(ctx context.Context, tenant, of id.ID) (_ []rulebook.Document, err error) {
	defer wrap(&err, "documents of a case")
	c, err := s.Repo.Case(ctx, tenant, of)
	if err != nil {
		return nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	return rules.Mediation.Documents, nil
}
