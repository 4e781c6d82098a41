package survey

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// A code has twenty characters in fours: the tenant's tag, the quarter in which it was given, eight random ones (40 bits), and
// eight of a checksum under the office's key (40 bits). The alphabet is that of tracking codes.
const (
	alphabet   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	tagChars   = 3
	bodyChars  = tagChars + 1 + 8
	codeChars  = bodyChars + 8
	quarters   = len(alphabet) // after eight years a quarter's character comes again
	codeLives  = 2             // quarters: the one in which it is given and the next
	hashedWith = "linli survey used"
	checkedBy  = "linli survey code"
)

// quarter counts quarters.
func quarter(d calendar.Date) int { return d.Year*4 + (int(d.Month)-1)/3 }

// ends is the last day on which a code of a quarter can still be answered with.
func ends(q int) calendar.Date {
	first := calendar.Date{Year: q / 4, Month: 1, Day: 1}.AddMonths(q % 4 * 3)
	return first.AddMonths(3 * codeLives).AddDays(-1)
}

// draw makes a code for the people of a capability, and a unit.
func (s *Service) draw(tag, of string, unit id.ID, q int) string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // crypto/rand never fails (Go 1.24)
	body := tag + string(alphabet[q%quarters]) + letters(random[:])
	return body + checksum(s.Key, body, of, unit)
}

func checksum(key []byte, body, of string, unit id.ID) string {
	return letters(sum(key, checkedBy, []byte(body), []byte(of), unit[:])[:codeChars-bodyChars])
}

// letters writes five bits of each byte.
func letters(b []byte) string {
	out := make([]byte, len(b))
	for i, x := range b {
		out[i] = alphabet[x&31]
	}
	return string(out)
}

func sum(key []byte, purpose string, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(h, "%s\n", purpose)
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d\n", len(p))
		h.Write(p)
	}
	return h.Sum(nil)
}

// Show writes a code in fours.
func Show(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Tag is the tenant's tag of a code as it was typed; empty where it is none.
func Tag(typed string) string {
	if code := plain(typed); code != "" {
		return code[:tagChars]
	}
	return ""
}

// plain reads a code as a person types it: any case, spaces and hyphens anywhere, O for 0, I and L for 1. It is empty where that
// is no code.
func plain(typed string) string {
	code := strings.NewReplacer(" ", "", "-", "", "–", "", "\u3000", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(code) != codeChars || strings.Trim(code, alphabet) != "" {
		return ""
	}
	return code
}

// opened is a code that can be answered with.
type opened struct {
	hash   []byte
	unit   id.ID
	ends   calendar.Date
	form   *rulebook.Survey
	period string
}

// open tells what a typed code is for. Whatever is wrong with it is ErrCode: nobody learns by trying whether a code was used.
func (s *Service) open(ctx context.Context, tenant id.ID, typed string) (o opened, err error) {
	code := plain(typed)
	if code == "" {
		return o, ErrCode
	}
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return o, err
	}
	today := calendar.DateOf(s.Clock.Now(), rules.Zone)
	if o, err = s.openOwn(ctx, tenant, code, rules, today); errors.Is(err, ErrCode) {
		o, err = s.openLetter(ctx, tenant, code, today)
	}
	if err != nil {
		return o, err
	}
	used, err := s.Repo.Used(ctx, tenant, o.hash)
	if err == nil && used {
		err = ErrCode
	}
	return o, err
}

// openOwn tells of which survey and of which unit's case a code is; ErrCode where nobody got it with a case.
func (s *Service) openOwn(ctx context.Context, tenant id.ID, code string, rules *rulebook.Rulebook, today calendar.Date) (o opened, err error) {
	tree, err := s.Tree(ctx, tenant)
	if err != nil {
		return o, err
	}
	for _, u := range tree.Rows() {
		for _, of := range rulebook.Surveyed() {
			if hmac.Equal([]byte(checksum(s.Key, code[:bodyChars], of, u.ID)), []byte(code[bodyChars:])) {
				o.unit, o.form = u.ID, rules.SurveyOf(of)
			}
		}
	}
	now, given := quarter(today), strings.IndexByte(alphabet, code[tagChars])
	age := ((now-given)%quarters + quarters) % quarters
	if o.form == nil || o.unit.IsZero() || age >= codeLives {
		return o, ErrCode
	}
	o.hash, o.ends = sum(s.Key, hashedWith, []byte(code)), ends(now-age)
	o.period = insight.PeriodOf(o.form.Period, today)
	return o, nil
}
