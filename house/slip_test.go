package house_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/store/dialect"
)

// left is all that stands in both databases, by table.
func left(t *testing.T, w *apptest.World) map[string][]row {
	t.Helper()
	out := rows(t, w.App.Stores.Cases)
	for table, all := range rows(t, w.App.Stores.Keys) {
		out["keys."+table] = all
	}
	return out
}

// changed lists the tables whose rows differ, in number or in any column. The keys that are written ahead for the next
// case belong to nobody.
func changed(before, after map[string][]row) []string {
	found := grown(counted(before), counted(after))
	for table := range after {
		if len(before[table]) == len(after[table]) && !reflect.DeepEqual(before[table], after[table]) {
			found = append(found, table+" changed")
		}
	}
	slices.Sort(found)
	return found
}

func counted(all map[string][]row) map[string]int {
	n := map[string]int{}
	for table, list := range all {
		n[table] = len(list)
	}
	return n
}

// door is the address of what a visitor holds: a slip, or a link.
func (v *visitor) door() string {
	if v.key != "" {
		return "/p/" + v.code.String()
	}
	return "/r/" + v.code.String()
}

// traces opens the address of a slip or a link fifty times, from fifty addresses, and lists what that left behind.
func (s *site) traces(t *testing.T, v *visitor) (found []string) {
	t.Helper()
	before, logged := left(t, s.World), len(s.Log.String())
	opened := 0
	for i := range 50 {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+v.door(), nil)
		r.RemoteAddr = fmt.Sprintf("127.0.77.%d:50000", i+1)
		r.Header.Set("User-Agent", agent)
		r.Header.Set("Accept", "text/html")
		out := httptest.NewRecorder()
		s.handler.ServeHTTP(out, r)
		if out.Code == http.StatusOK {
			opened++
		}
	}
	if opened != 50 {
		found = append(found, fmt.Sprintf("the page opened %d times of 50", opened))
	}
	found = append(found, changed(before, left(t, s.World))...)
	return append(found, s.known(t, v.code.String(), logged)...)
}

// known lists where something of a visitor stands: in a file, a row, or what the log says since.
func (s *site) known(t *testing.T, code string, since int) (found []string) {
	t.Helper()
	words := []string{agent, "127.0.77."}
	found = append(found, whereIs(t, s.World, words)...)
	log := s.Log.String()[since:]
	for _, x := range append(words, code[3:]) {
		if strings.Contains(log, x) {
			found = append(found, "the log knows "+x)
		}
	}
	if log == "" {
		found = append(found, "nothing was logged at all: the test looks at the wrong log")
	}
	return found
}

// read opens the slip with its passphrase fifty times within a quarter of an hour, and lists what that left beyond the
// one access row that the design wants: the party itself, no address, no browser, no time but the first.
func (s *site) read(t *testing.T, v *visitor) (found []string) {
	t.Helper()
	s.enter(t, v)
	at := stop{method: http.MethodGet, path: v.door()}
	if to := s.send(t, v, at, nil).header.Get("Location"); to != "" { // to its own page
		at.path = to
	}
	s.Clock.Add(16 * time.Minute) // into a quarter of an hour of which no row tells yet
	before, logged := left(t, s.World), len(s.Log.String())
	for range 50 {
		if got := s.send(t, v, at, nil); got.opened == 0 {
			found = append(found, fmt.Sprintf("the page opened nothing: %d", got.status))
		}
	}
	after := left(t, s.World)
	own := slices.DeleteFunc(slices.Clone(after["access_row"]), func(r row) bool {
		return slices.ContainsFunc(before["access_row"], func(b row) bool { return reflect.DeepEqual(b, r) })
	})
	if len(own) != 1 {
		found = append(found, fmt.Sprintf("%d access rows instead of one", len(own)))
	}
	var party id.ID
	if m := s.matter(v.of); m != nil {
		party = m.person.Party
	} else {
		party = s.cases[v.of].Parties[v.party].ID
	}
	for _, r := range own {
		if b, _ := r["party_id"].([]byte); len(b) != 16 || id.ID(b) != party || r["account_id"] != nil {
			found = append(found, "the access row is not the party's own")
		}
	}
	delete(before, "access_row")
	delete(after, "access_row")
	found = append(found, changed(before, after)...)
	return append(found, s.known(t, v.code.String(), logged)...)
}

// TestOpeningASlipsAddressLeavesNoTrace is refusal R3: /r/CODE opened fifty times, by whatever browser from wherever,
// changes no row of any table, and neither a log nor a file knows of an address or a browser; with its passphrase it
// leaves the one access row of a reading. That holds for the slip of a party, of a report, of a complaint and of a request for help, and for
// the link of a service.
func TestOpeningASlipsAddressLeavesNoTrace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		held := []matter{issued(t, w, planted, "street_light"), complained(t, w, planted, "grievance"), complained(t, w, planted, "complaint_mediator"), seeking(t, w, planted)}
		s := newSite(t, w, w.Apply())
		s.hold(t, held...)
		for _, v := range s.people {
			found := s.traces(t, v)
			if v.passphrase != "" {
				found = append(found, s.read(t, v)...)
			}
			for _, x := range found {
				t.Errorf("%s: %s", v.name, x)
			}
		}
		if !t.Failed() {
			brokenSlip(t, s)
		}
	})
}

// brokenSlip breaks the refusal in each of the ways in which it could be and demands that it is seen.
func brokenSlip(t *testing.T, s *site) {
	t.Helper()
	administer(t, s.World, "create table visit (nth integer primary key, what text)")
	whole, nth := s.handler, 0
	insert := func(what string) {
		nth++
		at := "?, ?"
		if s.Place.Engine == dialect.Postgres {
			at = "$1, $2"
		}
		administer(t, s.World, "insert into visit values ("+at+")", nth, what)
	}
	for i, x := range []struct {
		name string
		also func(r *http.Request)
	}{
		{"a page writes a visit", func(*http.Request) { insert("a visit") }},
		{"a page keeps the browser's name", func(r *http.Request) { insert(r.UserAgent()) }},
		{"a page counts in a row that exists", func(*http.Request) { administer(t, s.World, "update slip set issued_at = issued_at + 1") }},
		{"the log has the address", func(r *http.Request) { s.App.Log.Info("visit", "from", r.RemoteAddr) }},
		{"the log has the browser", func(r *http.Request) { s.App.Log.Info("visit", "with", r.UserAgent()) }},
		{"the log has the code in its address", func(r *http.Request) { s.App.Log.Info("visit", "at", (&url.URL{Path: r.URL.Path}).String()) }},
	} {
		s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			x.also(r)
			whole.ServeHTTP(w, r)
		})
		if v := s.people[i%len(s.people)]; len(s.traces(t, v)) == 0 { // each at another door
			t.Errorf("%s for the %s, and nothing was found", x.name, v.name)
		}
	}
	s.handler = whole
}
