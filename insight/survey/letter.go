package survey

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"math/big"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/platform/vault"
)

// Letters are the codes for the letters of a stratum, in an order that is drawn anew each time: who carries them out learns nothing
// from where in the pile one lay. They are made from the wave's key and kept nowhere; printing them again prints the same ones, so
// that nobody gets a second voice. It needs insight.survey on the whole office, and leaves a line in the office's record.
// Errors: Forbidden, NotFound, ErrClosed.
func (s *Service) Letters(ctx context.Context, a access.Actor, wave, unit id.ID) (w Wave, codes []string, err error) {
	_, root, err := s.root(ctx, a, ActionRun)
	if err != nil {
		return w, nil, err
	}
	if w, err = s.wave(ctx, a.Tenant, wave); err != nil {
		return w, nil, err
	}
	rules, err := s.Rules(ctx, a.Tenant)
	if err != nil {
		return w, nil, err
	}
	if !w.runs(calendar.DateOf(s.Clock.Now(), rules.Zone)) {
		return w, nil, ErrClosed
	}
	stratum := w.Plan.stratum(unit)
	if stratum == nil {
		return w, nil, ErrNotFound
	}
	key, err := s.Secrets.Under(w.Key).Open(ctx, a.Tenant, purpose(w.ID), w.Sealed)
	if err != nil {
		return w, nil, err
	}
	tag, err := s.Begin(ctx, a.Tenant)
	if err != nil {
		return w, nil, err
	}
	for n := range stratum.Letters {
		codes = append(codes, letter(key, tag, unit, n))
	}
	for i := len(codes) - 1; i > 0; i-- {
		j, _ := rand.Int(rand.Reader, big.NewInt(int64(i)+1))
		codes[i], codes[j.Int64()] = codes[j.Int64()], codes[i]
	}
	return w, codes, s.Repo.Record(ctx, s.event(a, root.ID, "survey.printed", w))
}

func (w Wave) runs(today calendar.Date) bool { return w.Closed.IsZero() && !w.Plan.Last.Before(today) }

func (p Plan) stratum(unit id.ID) *Stratum {
	for i := range p.Strata {
		if p.Strata[i].Unit == unit {
			return &p.Strata[i]
		}
	}
	return nil
}

const lettersWith = "linli survey letter"

// letter is the nth code of a stratum: it looks as one of a party does, and its checksum is under the wave's key.
func letter(key []byte, tag string, unit id.ID, n int64) string {
	body := tag + letters(sum(key, lettersWith, unit[:], binary.BigEndian.AppendUint64(nil, uint64(n)))[:bodyChars-tagChars]) //nolint:gosec // n counts from 0
	return body + checksum(key, body, "", unit)
}

// openLetter tells which wave and stratum a code is of; ErrCode where it is of none that runs.
func (s *Service) openLetter(ctx context.Context, tenant id.ID, code string, today calendar.Date) (o opened, err error) {
	all, err := s.Repo.Waves(ctx, tenant)
	if err != nil {
		return o, err
	}
	for _, w := range all {
		if !w.runs(today) {
			continue
		}
		key, err := s.Secrets.Under(w.Key).Open(ctx, tenant, purpose(w.ID), w.Sealed)
		if errors.Is(err, vault.ErrShredded) { // a copy of the cases from before it was closed
			continue
		}
		if err != nil {
			return o, err
		}
		for _, x := range w.Plan.Strata {
			if hmac.Equal([]byte(checksum(key, code[:bodyChars], "", x.Unit)), []byte(code[bodyChars:])) {
				form := w.Plan.Form
				return opened{hash: sum(key, hashedWith, []byte(code)), unit: x.Unit, ends: w.Plan.Last, form: &form, period: w.period()}, nil
			}
		}
	}
	return o, ErrCode
}
