package house_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
	"linli/testkit"
)

// ofOrganisations are the addresses of an organisation's account besides those that are everybody's.
var ofOrganisations = []string{"GET /provider", "GET /provider/{link}", "POST /provider/{link}", "GET /account", "POST /account/language", "POST /account/password", "POST /account/passkeys",
	"POST /account/passkeys/begin", "POST /account/passkeys/{credential}/drop", "POST /account/sessions/end", "POST /account/sessions/{id}/end"}

// fromOutside is the browser of somebody at an organisation who has signed in.
func fromOutside(w *apptest.World, login string) *visitor {
	return &visitor{name: login, of: -1, party: -1, cookies: map[string]string{"session": w.Session(login)}}
}

// TestAnOrganisationFindsNothingElseInTheHouse: of every address that is not everybody's, an organisation's account finds its own referrals
// and its own account, and for the rest is told that there is nothing, whatever stands there.
func TestAnOrganisationFindsNothingElseInTheHouse(t *testing.T) {
	s := newRights(t)
	clinic := s.Clinic("甲站")
	c, _, _ := s.Referred(clinic)
	s.at["own"]["help"], s.at["own"]["referral"], s.at["own"]["service"] = c.ID.String(), c.Referrals[0].ID.String(), clinic.String()
	s.Outside("jia", clinic)
	v := fromOutside(s.World, "jia")
	if got := s.ask(t, v, http.MethodGet, "/provider", nil); got.status != http.StatusOK || !strings.Contains(string(got.body), c.Referrals[0].Link.Code.String()) {
		t.Fatalf("its own list: %d %.500s", got.status, got.body)
	}
	tried := 0
	for _, route := range s.table(t) {
		_, path, two := strings.Cut(route, " ")
		if !two {
			path = route
		}
		if slices.Contains(public, path) || slices.Contains(ofOrganisations, route) || strings.HasPrefix(path, "/r/{code}") {
			continue
		}
		if strings.HasPrefix(path, "/api/") { // asks for a token, and an organisation's account has none: app TestAnOrganisationsAccountIsNoStaff
			continue
		}
		method, _, _ := strings.Cut(route, " ")
		got := s.ask(t, v, method, s.path(route, "own"), url.Values{})
		if tried++; got.status != http.StatusNotFound && got.status != http.StatusUnauthorized {
			t.Errorf("%s answers %d", route, got.status)
		}
	}
	token := &visitor{name: "token", of: -1, party: -1, bearer: v.cookies["session"], cookies: map[string]string{}}
	if got := s.ask(t, token, http.MethodGet, "/api/v1/referrals", nil); got.status != http.StatusUnauthorized {
		t.Errorf("its session opens the API: %d", got.status)
	}
	if tried < 200 {
		t.Errorf("%d addresses were tried", tried)
	}
}

// TestTwoOrganisationsOfOneNameAreToldApart: an account reads what its organisation is told, so whoever opens it sees which one it chooses.
func TestTwoOrganisationsOfOneNameAreToldApart(t *testing.T) {
	s := newRights(t)
	for _, service := range []string{"东街法律门诊", "西街法律门诊"} {
		if _, err := s.App.Directory.Save(s.Ctx, s.Worker(), id.ID{}, 0, directory.Sheet{NewOrganization: "同名援助中心", Name: service, Description: "法律援助", Status: "active"}); err != nil {
			t.Fatal(err)
		}
	}
	v := fromOutside(s.World, "admin")
	v.token = "x"
	s.ask(t, v, http.MethodGet, "/account", nil)
	got := s.ask(t, v, http.MethodPost, "/office/providers", url.Values{"search": {"同名援助中心"}, "do": {"search"}})
	for _, want := range []string{"同名援助中心", "东街法律门诊", "西街法律门诊"} {
		if !strings.Contains(string(got.body), want) {
			t.Errorf("%d: the choice does not say %s", got.status, want)
		}
	}
}

// TestOnePersonIsSeveralToAnOrganisation: two referrals of one person's request, and two of two persons, look alike to the organisation that
// is asked, on its list and opened one by one; and nothing of the person, of its case or of what it needs stands on the list.
func TestOnePersonIsSeveralToAnOrganisation(t *testing.T) {
	seen := func(t *testing.T, one bool) (list, pages []string) {
		t.Helper()
		w := apptest.New(t, testkit.Embedded(t, "cases"))
		first := w.Clinic("甲站")
		w.Outside("jia", first)
		second, err := w.App.Directory.Save(w.Ctx, w.Worker(), id.ID{}, 0, directory.Sheet{Organization: w.Provider("jia").Organisation, Name: "乙窗口", Description: "法律援助", Status: "active"})
		if err != nil {
			t.Fatal(err)
		}
		c, person, _ := w.Referred(first)
		cases := []referral.Case{c}
		if one {
			cases[0], _ = w.ReferTo(c, person, second)
		} else {
			c, _, _ = w.Referred(second)
			cases = append(cases, c)
		}
		s := newSite(t, w)
		v := fromOutside(w, "jia")
		body := string(s.ask(t, v, http.MethodGet, "/provider", nil).body)
		for _, c := range cases {
			for _, word := range []string{"阿依古丽欧阳", "法律援助", "没有钱请律师", c.ID.String(), c.Person.String(), c.Referrals[0].ID.String()} {
				if strings.Contains(body, word) {
					t.Errorf("the list says %s", word)
				}
			}
		}
		for _, m := range ownReferral.FindAllStringSubmatch(body, -1) {
			pages = append(pages, masked(string(s.ask(t, v, http.MethodGet, m[1], nil).body)))
		}
		list = listRow.FindAllString(masked(body), -1)
		slices.Sort(list) // codes are random, and so is the order within a day
		slices.Sort(pages)
		return list, pages
	}
	list, pages := seen(t, true)
	others, theirs := seen(t, false)
	if len(pages) != 2 || len(list) != 2 || !slices.Equal(list, others) {
		t.Errorf("one person's list differs from that of several:\n%s\n\n%s", strings.Join(list, "\n"), strings.Join(others, "\n"))
	}
	for i := range pages {
		if !strings.Contains(pages[i], "阿依古丽欧阳") || pages[i] != theirs[i] {
			t.Errorf("one person's referral differs from one of several: %.3000s", pages[i])
		}
	}
}

var (
	ownReferral = regexp.MustCompile(`href="(/provider/[^"?]+)"`)
	listRow     = regexp.MustCompile(`(?s)<li class="govuk-task-list__item.*?</li>`)
	random      = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){1,3}|value="[^"]{20,}"`)
)

func masked(body string) string { return random.ReplaceAllString(body, "…") }
