package house_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/store/dialect"
)

// switched is a recorder that fails while it is off.
type switched struct {
	access.Recorder
	off bool
}

func (s *switched) Record(ctx context.Context, r access.Row) error {
	if s.off {
		return errors.New("no room for the row")
	}
	return s.Recorder.Record(ctx, r)
}

// careless is a recorder that swallows that it failed.
type careless struct{ access.Recorder }

func (c careless) Record(ctx context.Context, r access.Row) error {
	_ = c.Recorder.Record(ctx, r)
	return nil
}

// full makes the database refuse every new access row, and nothing else; made takes that back.
func full(t *testing.T, w *apptest.World) (made func()) {
	t.Helper()
	do := func(statements ...string) {
		err := w.App.Stores.Cases.Administer(w.Ctx, func(ctx context.Context, pool *sql.DB) error {
			for _, s := range statements {
				if _, err := pool.ExecContext(ctx, s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if w.Place.Engine == dialect.Postgres {
		do(`create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
			`create trigger no_room before insert on access_row for each row execute function no_room()`)
		return func() { do(`drop trigger no_room on access_row`, `drop function no_room()`) }
	}
	do(`create trigger no_room before insert on access_row begin select raise(abort, 'no room'); end`)
	return func() { do(`drop trigger no_room`) }
}

// shown are the planted words that an answer says, on paper too.
func shown(v visit) (words []string) {
	text := string(v.body)
	if strings.HasPrefix(v.header.Get("Content-Type"), "application/pdf") {
		text = string(pdfText(v.body))
	}
	text = html.UnescapeString(text) + fmt.Sprint(v.header)
	for _, w := range apptest.Planted {
		if strings.Contains(text, w) {
			words = append(words, w)
		}
	}
	return words
}

// unrecorded judges an answer that was given while no access row could be written; healthy is the same visitor's at the
// same address with room.
func (s *site) unrecorded(v, healthy visit) (found []string) {
	what := v.who.name + " " + v.at.label
	if v.opened > 0 {
		found = append(found, fmt.Sprintf("%s: %d texts were opened", what, v.opened))
	}
	if words := shown(v); len(words) > 0 {
		found = append(found, fmt.Sprintf("%s says %s", what, strings.Join(words, ", ")))
	}
	if healthy.opened == 0 {
		return found // nothing of it is sealed
	}
	text := html.UnescapeString(string(v.body))
	said := slices.ContainsFunc(i18n.Languages(), func(l i18n.Language) bool {
		return strings.Contains(text, s.App.Texts.Text(l, "access.unrecorded", nil))
	})
	if v.status != http.StatusServiceUnavailable || !said {
		found = append(found, fmt.Sprintf("%s answers %d and does not say why: %.300q", what, v.status, v.body))
	}
	return found
}

// withoutRoom goes to every address twice, without and with room for an access row. It returns what is wrong, and how
// many of the addresses show something sealed.
func (s *site) withoutRoom(t *testing.T, only func(*visitor, stop) bool) (found []string, sealed map[string]int) {
	t.Helper()
	sealed = map[string]int{}
	var without []visit
	made := full(t, s.World)
	s.walk(t, http.MethodGet, only, func(v visit) { without = append(without, v) })
	made()
	i := 0
	s.walk(t, http.MethodGet, only, func(v visit) {
		if v.opened > 0 {
			sealed[s.kind(v)]++
		}
		found = append(found, s.unrecorded(without[i], v)...)
		i++
	})
	return found, sealed
}

// sentWithoutRoom sends every form twice: a form that was refused is sent again, so that the machine is where it was.
func (s *site) sentWithoutRoom(t *testing.T, r *switched) (found []string, sealed map[string]int) {
	t.Helper()
	sealed = map[string]int{}
	r.off = true
	s.walk(t, http.MethodPost, nil, func(v visit) {
		r.off = false
		healthy := v
		if v.status >= http.StatusInternalServerError { // whatever was done without opening anything is done
			healthy = s.send(t, v.who, v.at, nil)
		}
		r.off = true
		if healthy.opened > 0 {
			sealed[s.kind(v)]++
		}
		found = append(found, s.unrecorded(v, healthy)...)
	})
	r.off = false
	return found, sealed
}

// kind is a route, with what it was asked about where that is no mediation.
func (s *site) kind(v visit) string {
	if m := s.matter(v.at.of); m != nil {
		return v.at.route + " of " + m.name
	}
	return v.at.route
}

// sealedRoutes have to be among those that the walk found to open something: a walk that opens nothing proves nothing.
var sealedRoutes = []string{"GET /mediations/{id}", "GET /mediations/{id}/created", "GET /mediations/{id}/{event}", "GET /mediations/{id}/papers", "GET /mediations/{id}/papers/{paper}",
	"GET /mediations/{id}/files/{file}", "GET /mediations/{id}/signature/{act}", "GET /api/v1/mediations/{id}", "GET /r/{code}", "GET /r/{code}/papers", "GET /r/{code}/papers/{paper}",
	"GET /r/{code}/files", "GET /r/{code}/files/{file}", "GET /r/{code}/agreement", "GET /r/{code}/reads", "GET /r/{code}/consent",

	"GET /reports/{report} of report 1", "GET /reports/{report}/files/{file} of report 1", "GET /reports/{report}/print/file.pdf of report 1", "GET /api/v1/reports/{id} of report 1",
	"GET /r/{code} of report 1", "GET /r/{code}/photograph/{n} of report 1", "GET /complaints/{complaint} of grievance 1", "GET /complaints/{complaint}/files/{file} of grievance 1",
	"GET /complaints/{complaint}/print/file.pdf of grievance 1", "GET /api/v1/reports/{id} of grievance 1", "GET /r/{code} of grievance 1", "GET /complaints/{complaint} of complaint_mediator 1",
	"GET /complaints/{complaint}/files/{file} of complaint_mediator 1", "GET /r/{code}/complaint/{event} of complaint_mediator 1", "GET /help/{help} of help 1",
	"GET /help/{help}/{referral}/fhir.json of help 1", "GET /api/v1/referrals/{id} of help 1", "GET /r/{code}/help of help 1", "GET /r/{code}/help/data of help 1",
	"GET /duties/{duty} of monthly_return 1", "GET /api/v1/duties/{id} of monthly_return 1", "GET /duties/{duty} of incident_notice 1", "GET /duties/{duty}/files/{evidence} of incident_notice 1",
	"GET /duties/{duty} of safety_round 1", "GET /inspections/{inspection} of inspection 1", "GET /inspections/{inspection}/files/{file} of inspection 1",
	"GET /inspections/{inspection}/papers/{paper} of inspection 1", "GET /places/{place} of inspection 1"}

// sealedForms are the same for what is sent: a service sends the key of its link.
var sealedForms = []string{"POST /p/{link} of help 1", "POST /complaints/{complaint}/{event} of grievance 1"}

// TestNoAnswerOpensAnythingWithoutAnAccessRow is refusal R6 over the web: while the row cannot be written, every route asked
// by everybody gives no plaintext, and whatever would have shown some says that it could not write the reading down.
func TestNoAnswerOpensAnythingWithoutAnAccessRow(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of pages take their time")
	}
	apptest.EachOf(t, apptest.Town(), func(t *testing.T, w *apptest.World) {
		held := everyKind(t, w)
		signing := w.To(mediation.Signing)
		c := w.To(mediation.Accepted)
		c = uploaded(w, w.Act(w.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: apptest.Planted[3]}), 0, apptest.Planted[3]+".png")
		s := newSite(t, w, c, signing)
		s.hold(t, held...)
		r := &switched{Recorder: w.App.Mediation.Recorder}
		recordedBy(w.App, r)
		found, sealed := s.withoutRoom(t, nil)
		brokenRoom(t, s, r)
		sent, forms := s.sentWithoutRoom(t, r)
		for wanted, opened := range map[*[]string]map[string]int{&sealedRoutes: sealed, &sealedForms: forms} {
			for _, route := range *wanted {
				if opened[route] == 0 {
					t.Errorf("%s opened nothing, although there was room for the row", route)
				}
			}
		}
		report(t, append(found, sent...))
	})
}

// brokenRoom breaks the refusal in each of the ways in which it could be and demands that the walk sees it.
func brokenRoom(t *testing.T, s *site, r *switched) {
	t.Helper()
	routes := []string{"GET /mediations/{id}", "GET /mediations/{id}/files/{file}", "GET /api/v1/mediations/{id}", "GET /r/{code}", "GET /reports/{report}", "GET /reports/{report}/files/{file}",
		"GET /reports/{report}/print/file.pdf", "GET /api/v1/reports/{id}", "GET /complaints/{complaint}", "GET /help/{help}", "GET /api/v1/referrals/{id}", "GET /r/{code}/help", "GET /duties/{duty}",
		"GET /duties/{duty}/files/{evidence}", "GET /api/v1/duties/{id}", "GET /inspections/{inspection}", "GET /inspections/{inspection}/papers/{paper}", "GET /places/{place}"}
	only := func(v *visitor, x stop) bool {
		if s.matter(x.of) != nil {
			return slices.Contains(routes, x.route) && v.name != "nobody" && (!v.isParty() || v.of == x.of)
		}
		return slices.Contains(routes, x.route) && x.of == 0 && (v.name == "clerk" || v.of == 0 && v.party == 0)
	}
	wanted := []string{"clerk GET /mediations/case 1", "clerk GET /mediations/case 1/files/file 1", "clerk GET /api/v1/mediations/case 1", "party 1 of case 1 GET /r/", "clerk GET /reports/report 1",
		"clerk GET /reports/report 1/files/", "clerk GET /reports/report 1/print/file.pdf", "clerk GET /api/v1/reports/report 1", "person of report 1 GET /r/", "upper.lead GET /complaints/grievance 1",
		"person of grievance 1 GET /r/", "upper.lead GET /complaints/complaint_mediator 1", "clerk GET /help/help 1", "clerk GET /api/v1/referrals/help 1", "person of help 1 GET /r/",
		"clerk GET /duties/monthly_return 1", "lead GET /duties/incident_notice 1/files/", "clerk GET /api/v1/duties/safety_round 1", "inspector GET /inspections/inspection 1",
		"inspector GET /inspections/inspection 1/papers/", "inspector GET /places/inspection 1"}
	demand := func(name string) {
		t.Helper()
		found, _ := s.withoutRoom(t, only)
		for _, who := range wanted {
			if !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, who) }) {
				t.Errorf("%s, and nothing was found for %s", name, who)
			}
		}
	}
	inner := r.Recorder
	r.Recorder = careless{inner}
	demand("the recorder swallows that it failed")
	r.Recorder = inner

	remembered := map[string][]byte{}
	s.walk(t, http.MethodGet, only, func(v visit) { remembered[v.at.path] = v.body })
	whole := s.handler
	instead := func(other func(w http.ResponseWriter, q *http.Request)) { // where there is no room, something else is answered
		s.handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			inner := httptest.NewRecorder()
			whole.ServeHTTP(inner, q)
			if inner.Code == http.StatusServiceUnavailable {
				other(w, q)
				return
			}
			maps.Copy(w.Header(), inner.Header())
			w.WriteHeader(inner.Code)
			_, _ = w.Write(inner.Body.Bytes())
		})
	}
	instead(func(w http.ResponseWriter, q *http.Request) { _, _ = w.Write(remembered[q.URL.Path]) })
	demand("a cache stands before the pages")
	instead(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	demand("the pages pretend that there is no such case")
	s.handler = whole
}
