package house_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/id"
	reports "linli/report"
	"linli/testkit"
)

// casesIn are the parts of addresses in which the id of a case stands, of whatever kind; the first are those of reports.
var casesIn = []string{"{report}", "{complaint}", "{case}", "{id}", "{help}", "{referral}", "{inspection}", "{duty}"}

const ofReports = 3

// TestAGrievanceIsNowhereForTheUnitItIsAbout puts the id of a grievance into every address that has room for a case: those of reports, of
// complaints, of the counter, and of all that it is not. Each account of the unit, in each post that there is in it, is told that nothing
// is there, by a page as by a form.
func TestAGrievanceIsNowhereForTheUnitItIsAbout(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	s := newSite(t, w)
	accused := []string{"clerk", "mediator", "lead", "records"}
	for _, post := range []access.PostKind{access.Handler, access.Inspector, access.Referral} {
		w.Hire("v1."+string(post), "V1", post)
		accused = append(accused, "v1."+string(post))
	}
	f := w.Complaint()
	f.Category, f.Mediator = "grievance", id.ID{}
	c, author := w.Complain(f)
	desk := w.As("upper.lead")
	c = w.Answer(desk, c, reports.Take{}, reports.Accept{})
	file, err := w.App.Report.Upload(w.Ctx, desk, c.ID, "photograph.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
	if err != nil {
		t.Fatal(err)
	}
	c = w.Answer(desk, c, reports.ProposeTakeOut{Words: []string{"偏向对方"}, Reason: "somebody"})
	c = w.Answer(author, c, reports.AskChange{What: "correct", Text: "门牌号写错了"})
	asked := map[string]int{}
	for _, login := range accused {
		v := s.account(login)
		for _, route := range s.table(t) {
			method, path, ok := strings.Cut(route, " ")
			part := slices.IndexFunc(casesIn, func(x string) bool { return strings.Contains(path, x) })
			if !ok || part < 0 || strings.Contains(path, "/api/") { // of the API: api TestEveryRouteOfReportsAsksThePolicies
				continue
			}
			for _, at := range s.withEach(path, casesIn[part], c.ID, file.ID) {
				asked[at]++
				var form url.Values
				if method != http.MethodGet {
					form = url.Values{"text": {"x"}, "do": {"ask"}}
				}
				got, want := s.ask(t, v, method, at, form).status, http.StatusNotFound
				if got != want && part >= ofReports { // refused before anything is looked up: then as for the id of nothing
					want = s.ask(t, v, method, strings.Replace(at, c.ID.String(), noSuch, 1), form).status
				}
				if got != want || got < http.StatusBadRequest {
					t.Errorf("%s asks %s %s: %d, and should %d", login, method, at, got, want)
				}
			}
		}
	}
	if len(asked) < 100 {
		t.Errorf("only %d addresses", len(asked))
	}
}

// withEach are the addresses of a route with a case and its file in it, one for each act.
func (s *site) withEach(path, part string, of, file id.ID) []string {
	path = strings.NewReplacer(part, of.String(), "{file}", file.String(), "{n}", "1", "{$}", "").Replace(path)
	each := map[string][]string{"{of}": {"report", "mediation", "referral"}}
	for _, e := range slices.Concat(reports.OfOffice, reports.IssueOfOffice) {
		each["{event}"] = append(each["{event}"], string(e))
	}
	slices.Sort(each["{event}"])
	each["{event}"] = slices.Compact(each["{event}"])
	out := []string{path}
	for name, values := range each {
		if !strings.Contains(path, name) {
			continue
		}
		out = nil
		for _, x := range values {
			out = append(out, strings.Replace(path, name, x, 1))
		}
		break
	}
	for i, x := range out {
		out[i] = wildcard.ReplaceAllString(x, noSuch)
	}
	return out
}
