package paper_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
)

// TestAFileIsShownToWhomIsTicked: with three parties each chooses to whom a file is shown; who is shown it reads that, and a third finds
// it neither on its page nor in its file. The office chooses as well.
func TestAFileIsShownToWhomIsTicked(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.Third(s.To(mediation.InSession))
		base := "/mediations/" + c.ID.String()
		var at [3]string
		var who [3]*browser
		for i := range who {
			code, _, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			at[i], who[i] = "/r/"+code.String()+"/files", s.browser(t, s.Party(c, i))
		}
		says(t, who[0].get(at[0]), http.StatusOK, `name="with" type="checkbox" value="2"`, `value="3"`)
		says(t, who[0].post(at[0], map[string]string{"shared": "some", "prints": "none"}, "file", "雨棚.png", picture(t)), http.StatusBadRequest, "请选择给谁看")
		says(t, who[0].post(at[0], map[string]string{"shared": "some", "with": "9", "prints": "none"}, "file", "雨棚.png", picture(t)), http.StatusNotFound)
		if got := who[0].post(at[0], map[string]string{"shared": "some", "with": "3", "prints": "none"}, "file", "雨棚.png", picture(t)); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		staff := s.browser(t, s.As("clerk"))
		if got := staff.post(base+"/files", map[string]string{"party": "office", "shared": "some", "with": "2", "prints": "none"}, "file", "函件.png", picture(t)); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		says(t, who[0].get(at[0]), http.StatusOK, "雨棚.png", "尉迟远山可见")
		says(t, who[2].get(at[2]), http.StatusOK, "雨棚.png", "给您看的")
		says(t, who[1].get(at[1]), http.StatusOK, "函件.png", "给您看的")
		for i, name := range []string{"函件.png", "雨棚.png", "函件.png"} {
			if strings.Contains(who[i].get(at[i]).Body.String(), name) {
				t.Errorf("party %d finds %s", i, name)
			}
		}
		says(t, staff.get(base+"/papers"), http.StatusOK, "慕容雪松可见", "尉迟远山可见")
		says(t, who[0].post(at[0], map[string]string{"show": "1"}), http.StatusBadRequest, `href="#to_1"`, `id="to_1" name="to_1" type="checkbox" value="2"`)
		says(t, who[0].post(at[0], map[string]string{"show": "1", "to_1": "9"}), http.StatusNotFound)
		says(t, who[1].post(at[1], map[string]string{"show": "1", "to_1": "1"}), http.StatusUnprocessableEntity) // the office's file is not a party's to show
		for i, want := range []string{"雨棚.png", "函件.png", "雨棚.png"} {                                            // what it takes along is what it may see
			n, all := 0, unzip(t, who[i].post(strings.TrimSuffix(at[i], "/files")+"/my-file", nil).Body.Bytes())
			for name := range all {
				if strings.HasPrefix(name, "files/") {
					n++
				}
			}
			if n != 1 || !strings.Contains(string(all["index.html"]), want) {
				t.Errorf("party %d takes %d files along, not %s alone", i, n, want)
			}
		}
		if got := who[0].post(at[0], map[string]string{"show": "1", "to_1": "2"}); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		says(t, who[0].get(at[0]), http.StatusOK, "尉迟远山和慕容雪松可见")
		says(t, who[1].get(at[1]), http.StatusOK, "雨棚.png", "给您看的")
	})
}
