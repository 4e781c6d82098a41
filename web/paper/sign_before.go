package paper

import (
	"time"

	"linli/mediation"
)

// said is one thing that a party is offered before it signs, with its answer.
type said struct {
	What, Answer string // message keys
}

// before says what the party was offered before it signs and what it answered, or what is still to be done first.
func (s *signPage) before(t task, who reader) {
	key := "fair.yours."
	s.Ask = s.Base + "/agreement/before"
	if who.Own.IsZero() {
		key = "fair.sign."
		s.Ask = s.Base + "/offer_support?party=" + t.Of.String()
	}
	o := t.c.Agreement.Offered(t.Of)
	switch {
	case s.Done:
	case o == nil:
		s.Wait = key + "not_offered"
	case o.Waits:
		s.Wait = key + "waits"
	}
	if o == nil {
		return
	}
	s.Offered = o.At
	for _, what := range mediation.SupportOffers {
		if answer := t.said.Answers[what]; answer != "" {
			s.Before = append(s.Before, said{"fair.offer." + what, "fair.answer." + answer})
		}
	}
}

// Free reports whether nothing stands before the signature any more.
func (s signPage) Free() bool { return s.Wait == "" && s.Paused.IsZero() }

// offeredAt is when the party was offered it.
type offeredAt struct{ Offered time.Time }
