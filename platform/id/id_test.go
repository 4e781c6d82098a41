package id_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/clock"
	"linli/platform/id"
)

func TestIDsIncreaseWhenTheClockStepsBack(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	s := id.NewSource(c, nil)
	last := s.New()
	for i := range 10_000 {
		if i == 5_000 {
			c.Add(-time.Hour)
		}
		next := s.New()
		if bytes.Compare(last[:], next[:]) >= 0 {
			t.Fatalf("id %d (%s) does not follow %s", i, next, last)
		}
		last = next
	}
	if last[6]>>4 != 7 || last[8]>>6 != 2 {
		t.Errorf("%s is not version 7, variant 10", last)
	}
}

func TestIDTextRoundTrip(t *testing.T) {
	u := id.NewSource(clock.System{}, nil).New()
	got, err := id.Parse(u.String())
	if err != nil || got != u {
		t.Errorf("Parse(%s) = %v, %v", u, got, err)
	}
	for _, bad := range []string{"x", "0193-", strings.Repeat("z", 36), u.String()[:35]} {
		if _, err := id.Parse(bad); err == nil {
			t.Errorf("Parse(%q) took it", bad)
		}
	}
}

func TestCodeSurvivesHandwriting(t *testing.T) {
	c := id.NewCode(id.NewTag(), nil)
	typed := strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(c.String()))
	got, err := id.ParseCode(" " + strings.ReplaceAll(typed, "-", " "))
	if err != nil || got != c {
		t.Errorf("ParseCode(%q) = %v, %v; want %v", typed, got, err, c)
	}
}

func TestCodeFindsEveryWrongCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := string(id.NewCode(id.NewTag(), nil))
		at := rapid.IntRange(0, len(c)-1).Draw(t, "at")
		other := rapid.SampledFrom([]byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ")).Draw(t, "other")
		if other == c[at] {
			return
		}
		if _, err := id.ParseCode(c[:at] + string(other) + c[at+1:]); err == nil {
			t.Fatalf("a wrong character at %d of %s goes unnoticed", at, c)
		}
	})
}

func TestPassphrase(t *testing.T) {
	p := id.NewPassphrase(nil)
	got, err := id.ParsePassphrase(strings.ReplaceAll(id.ShowPassphrase(p), "-", "\u3000"))
	if err != nil || got != p {
		t.Errorf("ParsePassphrase = %q, %v; want %q", got, err, p)
	}
	if got, err := id.ParsePassphrase("１２３４ 1234 1234 1234"); err != nil || got != "1234123412341234" {
		t.Errorf("full-width digits: %q, %v", got, err)
	}
	for _, bad := range []string{"", "123", strings.Repeat("1", 17), "1234-1234-1234-123x"} {
		if _, err := id.ParsePassphrase(bad); err == nil {
			t.Errorf("ParsePassphrase(%q) took it", bad)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("7KD4-93MX-0ZQ8-TWP5")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := id.ParseCode(s)
		if err != nil {
			return
		}
		if again, err := id.ParseCode(c.String()); err != nil || again != c {
			t.Errorf("%q parses to %q, which does not parse to itself", s, c)
		}
	})
}
