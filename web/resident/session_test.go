package resident_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/mediation"
)

// thief is another browser with a copy of the cookies.
func (b *browser) thief(t *testing.T) *browser {
	out := b.site.browser(t)
	out.cookies = maps.Clone(b.cookies)
	return out
}

func (b *browser) isIn(at string) bool {
	status, body := b.get(at + "/reads")
	return status == http.StatusOK && !strings.Contains(body, `id="digits"`)
}

// A copied token is dead after the person signed out, after a new slip and after the idle time.
func TestACopiedSessionEndsWithTheOwn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		for name, end := range map[string]func(*browser, string){
			"leaving": func(b *browser, at string) {
				if status, where := b.post(at + "/leave"); status != http.StatusSeeOther || where != "/" {
					t.Fatalf("leaving: %d %s", status, visible(where))
				}
			},
			"a new slip": func(b *browser, at string) {
				b.get(at + "/slip")
				if status, body := b.post(at + "/slip"); status != http.StatusOK || !digitsShown.MatchString(body) {
					t.Fatalf("a new slip: %d %s", status, visible(body))
				}
			},
			"half an hour": func(*browser, string) { s.Clock.Add(31 * time.Minute) },
		} {
			b := s.browser(t)
			at, _ := b.in(c, 0)
			copied := b.thief(t)
			if !copied.isIn(at) {
				t.Fatalf("before %s, the copy opens nothing", name)
			}
			end(b, at)
			if copied.isIn(at) {
				t.Errorf("after %s, the copy still opens the case", name)
			}
			if b.isIn(at) {
				t.Errorf("after %s, the own browser still opens the case", name)
			}
		}
	})
}

// Whoever is not signed in ends nobody's session, and leaving writes no row.
func TestLeavingEndsOnlyTheOwnAndAddsNoRow(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Invited)
		first, second, stranger := s.browser(t), s.browser(t), s.browser(t)
		at, _ := first.in(c, 0)
		other, _ := second.in(c, 1)
		stranger.get(at)
		stranger.post(at + "/leave")
		if !first.isIn(at) {
			t.Fatal("a stranger ended the session")
		}
		before := s.rows(t)
		first.post(at + "/leave")
		if after := s.rows(t); !maps.Equal(before, after) {
			t.Errorf("leaving adds rows: %v, then %v", before, after)
		}
		if !second.isIn(other) {
			t.Error("one party's leaving ended the other's session")
		}
		if _, body := first.in(c, 0); !strings.Contains(body, "linli-ways") {
			t.Error("after leaving, a new sign-in opens nothing")
		}
	})
}
