package report

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

type (
	// AskChange is the reporter's request to put something right, or its objection.
	AskChange struct {
		What string `json:"what"` // of [casefile.Wants]
		Text string `json:"text"`
	}
	// AnswerChange answers it.
	AnswerChange struct {
		Done bool   `json:"done"`
		Text string `json:"text"`
	}
	// AskErasure takes effect at once: the report is restricted before anybody has answered, and nothing of it is public any more.
	AskErasure struct{}
	// AnswerErasure is the archivist's. Name and contact go with it, and what the reporter attached where no review can need it any more.
	// Its words and what it was told go by themselves when the term is over for which they are kept, and so does the rest where whoever
	// answers had the reporter's slip in hand, and could have asked in its place.
	AnswerErasure struct{}
)

type erasureAnswered struct {
	Files []id.ID `json:"files,omitempty"` // that went
}

// Kind is the machine's event.
func (AskChange) Kind() casefile.Kind { return "ask_change" }

// Kind is the machine's event.
func (AnswerChange) Kind() casefile.Kind { return "answer_change" }

// Kind is the machine's event.
func (AskErasure) Kind() casefile.Kind { return "ask_erasure" }

// Kind is the machine's event.
func (AnswerErasure) Kind() casefile.Kind { return "answer_erasure" }

func (x AskChange) decide(d *decision, s *Step) (any, error) {
	b, err := casefile.Asks(x.What)
	if err != nil {
		return nil, err
	}
	return b, written(s, d.c.Author, x.Text)
}

func (x AnswerChange) decide(d *decision, s *Step) (any, error) {
	return casefile.ChangeAnswered{Done: x.Done}, written(s, d.c.Author, x.Text)
}

func (AskErasure) decide(d *decision, s *Step) (any, error) {
	s.Tell = d.Here
	if !d.c.Published.IsZero() {
		s.Shown = &Shown{}
	}
	return nil, nil
}

func (AnswerErasure) decide(d *decision, s *Step) (any, error) {
	var b erasureAnswered
	if d.by.Account != d.c.SlipBy && d.c.ReviewRunsUntil(d.Rules, d.now).IsZero() {
		for _, f := range d.c.Files {
			if !f.Ours {
				b.Files = append(b.Files, f.ID)
			}
		}
	}
	s.Drop = func(of vault.Scope) bool {
		return reachesAuthor(of) || of.Kind == vault.Attachment && slices.Contains(b.Files, of.Of)
	}
	return b, nil
}

func foldAskChange(c *Case, e casefile.Event, b casefile.ChangeAsked) { c.FoldChangeAsked(e, b) }

func foldAnswerChange(c *Case, e casefile.Event, b casefile.ChangeAnswered) {
	c.FoldChangeAnswered(e, b)
}

func foldAskErasure(c *Case, e casefile.Event, _ struct{}) {
	c.FoldErasureAsked(e)
	c.Published, c.Taking = time.Time{}, nil
}

func foldAnswerErasure(c *Case, e casefile.Event, b erasureAnswered) {
	c.FoldErasureAnswered(e)
	c.Named, c.Reached, c.Told = false, false, Told{Left: c.Told.Left}
	c.Files = slices.DeleteFunc(c.Files, func(f Attachment) bool { return slices.Contains(b.Files, f.ID) })
}

// over are the states in which the reporter can ask to be erased: one that is open is withdrawn first, one that was answered closed.
var over = []State{NotAccepted, Reviewed, Withdrawn, Closed}

// asksAgain are the acts with which the author has the office take a report up again: whoever does so needs it, and so wants no more to
// be erased.
var asksAgain = []casefile.Kind{"ask_review", "ask_second_review", "reopen"}

// right is a rule of the reporter's requests as a guard.
func right(rule casefile.RightsRule) Guard {
	return Guard{rule.Name, func(d *decision) bool { return rule.Holds(&d.c.Rights) }}
}

// ReviewRunsUntil is the last instant at which the author can still have the office look at a report again: zero where it cannot.
func (c *Case) ReviewRunsUntil(rules *rulebook.Rulebook, now time.Time) (until time.Time) {
	for act, ends := range map[casefile.Kind]func(*rulebook.Rulebook) time.Time{"ask_review": c.ReviewEnds, "ask_second_review": c.ReviewEnds, "reopen": c.ReopenEnds} {
		if !slices.Contains(c.Next([]casefile.Kind{act}, access.Resident), act) {
			continue
		}
		if x, _ := rules.Report.Category(c.Category); act == "ask_review" && c.IsIssue() && (!x.Review || !c.Review.IsZero()) {
			continue
		}
		if end := ends(rules); !now.After(end) && end.After(until) {
			until = end
		}
	}
	return until
}

// KeptUntil is when the words of a report that is over are destroyed by themselves.
func (c *Case) KeptUntil(rules *rulebook.Rulebook) time.Time {
	return c.Ended.AddDate(0, 0, rules.Report.Kept.N).Add(c.Paused(c.Ended))
}

// ofArchive are the posts that keep what is restricted.
var ofArchive = []access.PostKind{access.Records, access.Privacy}

// archives are the units whose restricted reports an account answers for.
func archives(a access.Actor) (out []id.ID) {
	for _, p := range a.Posts {
		if slices.Contains(ofArchive, p.Kind) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

// keepers are the accounts that answer for a report once it is restricted.
func (s *Service) keepers(ctx context.Context, c *Case) (out []id.ID, err error) {
	shut := *c
	shut.Erasure = &casefile.Erasure{}
	for _, post := range append(slices.Clone(ofArchive), access.Lead) {
		holders, err := s.Office.Holding(ctx, c.Tenant, c.Desk.Unit, post)
		if err != nil || len(out) > 0 {
			return out, err
		}
		for _, a := range holders {
			if s.Access.Check(a, "report.answer_erasure", shut.Facts()) == nil {
				out = append(out, a.Account)
			}
		}
	}
	return out, nil
}
