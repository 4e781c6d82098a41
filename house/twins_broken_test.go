package house_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/store/dialect"
)

// brokenPages breaks the refusal on a page in each of the ways in which it could be, one after the other, and demands that
// the comparison sees it.
func brokenPages(t *testing.T, a, b *twinSite) {
	t.Helper()
	page := func(v *visitor, x stop) bool { return v.name == "clerk" && x.route == "GET /mediations/{id}" }
	works := func(login, route string) func(*visitor, stop) bool {
		return func(v *visitor, x stop) bool { return v.name == login && x.route == route && a.matter(x.of) != nil }
	}
	reported := func(v *visitor, x stop) bool {
		return v.name == "person of report 1" && x.label == "GET /r/slip of report 1"
	}
	own := func(v *visitor, x stop) bool { return v.isParty() && x.label == "GET /r/slip 1.1" && v.of == 0 }
	list := func(v *visitor, x stop) bool { return v.name == "clerk" && x.label == "GET /mediations" }
	for _, broken := range []struct {
		name string
		by   func(*twinSite) http.HandlerFunc
		only func(*visitor, stop) bool
	}{
		{"a page counts a person's cases", func(s *twinSite) http.HandlerFunc { return s.counting }, page},
		{"a page counts the reports of a person", func(s *twinSite) http.HandlerFunc { return s.counting }, works("clerk", "GET /reports/{report}")},
		{"a program is told a hash of who reports", func(s *twinSite) http.HandlerFunc { return s.hashing }, works("clerk", "GET /api/v1/reports/{id}")},
		{"a page has a number for who complains", func(s *twinSite) http.HandlerFunc { return s.numbering }, works("upper.lead", "GET /complaints/{complaint}")},
		{"a page shows a hash of who asks for help", func(s *twinSite) http.HandlerFunc { return s.hashing }, works("clerk", "GET /help/{help}")},
		{"a reporter sees the other own cases", func(s *twinSite) http.HandlerFunc { return s.remembering }, reported},
		{"a page shows a hash of a person", func(s *twinSite) http.HandlerFunc { return s.hashing }, page},
		{"a header has a number for a person", func(s *twinSite) http.HandlerFunc { return s.numbering }, page},
		{"a party sees the other own cases", func(s *twinSite) http.HandlerFunc { return s.remembering }, own},
		{"a list stands in the order of names", func(s *twinSite) http.HandlerFunc { return s.sorting }, list},
	} {
		said := [2]heard{}
		for i, s := range []*twinSite{a, b} {
			whole := s.handler
			s.handler = broken.by(s)
			said[i] = s.hear(t, http.MethodGet, broken.only)
			s.handler = whole
		}
		if len(said[0].said) == 0 {
			t.Errorf("%s: nobody went there", broken.name)
		}
		if len(slices.Concat(differently(said[0], said[1]), links(said[0]))) == 0 {
			t.Errorf("%s, and nothing was found", broken.name)
		}
	}
}

// brokenTraces leaves something of each person in the log, and then in a column, and demands that both are seen.
func brokenTraces(t *testing.T, a, b *twinSite) {
	t.Helper()
	for _, s := range []*twinSite{a, b} {
		for _, pair := range s.people {
			s.App.Log.Info("seen", slog.String("who", fmt.Sprintf("%x", sha256.Sum256([]byte(pair[0].contact)))))
		}
	}
	if len(differentLines(a.logged(), b.logged(), a.people)) == 0 {
		t.Error("the log has a hash for each person, and nothing was found")
	}
	for _, s := range []*twinSite{a, b} {
		s.administer(t, "alter table mediation add column applicant blob")
		for i, c := range s.cases {
			hash := sha256.Sum256([]byte(s.people[i][0].contact))
			s.administer(t, "update mediation set applicant = ? where id = ?", hash[:], c.ID[:])
		}
	}
	if len(differentRows(kept(t, a.World, a.people), kept(t, b.World, b.people))) == 0 {
		t.Error("a column has a hash for each person, and nothing was found")
	}
	for _, s := range []*twinSite{a, b} {
		s.administer(t, "alter table mediation drop column applicant")
		s.administer(t, "alter table report add column author blob")
		for i, m := range s.matters[:len(one)-disputed] {
			hash := sha256.Sum256([]byte(s.people[disputed+i][0].contact))
			s.administer(t, "update report set author = ? where id = ?", hash[:], m.id[:])
		}
	}
	if len(differentRows(kept(t, a.World, a.people), kept(t, b.World, b.people))) == 0 {
		t.Error("a column has a hash for each reporter, and nothing was found")
	}
}

func (s *twinSite) administer(t *testing.T, statement string, args ...any) {
	t.Helper()
	administer(t, s.World, statement, args...)
}

func administer(t *testing.T, w *apptest.World, statement string, args ...any) {
	t.Helper()
	altered(t, w.App.Stores.Cases, statement, args...)
}

// altered plays a statement that linli itself never would.
func altered(t *testing.T, db *dialect.DB, statement string, args ...any) {
	t.Helper()
	err := db.Administer(context.Background(), func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// contacts are who applied in each case, as a view across cases would know.
func (s *twinSite) contacts(r *http.Request) (all []string, mine string) {
	for _, c := range s.cases {
		o, err := s.App.Mediation.Open(s.Ctx, access.Actor{Kind: access.System, Tenant: s.Tenant(), Via: "job"}, c.ID, access.ForJob)
		if err != nil {
			s.T.Error(err)
			return nil, ""
		}
		contact := o.Contact[c.Parties[0].ID].Contact
		all = append(all, contact)
		if strings.Contains(r.URL.Path, c.ID.String()) {
			mine = contact
		}
	}
	for i, pair := range s.people[disputed:] {
		all = append(all, pair[0].contact)
		if strings.Contains(r.URL.Path, s.matters[i].id.String()) {
			mine = pair[0].contact
		}
	}
	return all, mine
}

func (s *twinSite) counting(w http.ResponseWriter, r *http.Request) {
	all, mine := s.contacts(r)
	s.web.Handler.ServeHTTP(w, r)
	n := 0
	for _, x := range all {
		if x == mine {
			n++
		}
	}
	fmt.Fprintf(w, "<p>%d</p>", n)
}

func (s *twinSite) hashing(w http.ResponseWriter, r *http.Request) {
	_, mine := s.contacts(r)
	s.web.Handler.ServeHTTP(w, r)
	fmt.Fprintf(w, "<p>%x</p>", sha256.Sum256([]byte(mine)))
}

func (s *twinSite) numbering(w http.ResponseWriter, r *http.Request) {
	all, mine := s.contacts(r)
	slices.Sort(all)
	w.Header().Set("X-Person", fmt.Sprint(slices.Index(slices.Compact(all), mine)))
	s.web.Handler.ServeHTTP(w, r)
}

func (s *twinSite) remembering(w http.ResponseWriter, r *http.Request) {
	s.web.Handler.ServeHTTP(w, r)
	all, _ := s.contacts(r)
	for i, c := range s.cases {
		if all[i] == all[0] {
			fmt.Fprintf(w, "<a href=\"/r/%s\">", c.codes[0])
		}
	}
}

func (s *twinSite) sorting(w http.ResponseWriter, r *http.Request) {
	all, _ := s.contacts(r)
	inner := httptest.NewRecorder()
	s.web.Handler.ServeHTTP(inner, r)
	order := make([]int, len(s.cases))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return strings.Compare(all[j], all[i]) })
	var b strings.Builder
	for _, i := range order {
		fmt.Fprintf(&b, "<li>%s %s", s.cases[i].State, s.cases[i].ID)
	}
	_, _ = w.Write([]byte(b.String()))
}
