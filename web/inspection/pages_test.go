package inspection_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/testkit"
	"linli/web/page"
)

// visit is an inspection of the market on the site of an office.
type visit struct {
	*apptest.Site
	of    id.ID
	sends int
}

func begun(t *testing.T) *visit {
	t.Helper()
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Town())
	market := w.Inspectors()
	c, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visit{Site: w.OpenSite(), of: c.ID}
}

func (v *visit) at(act string) string {
	return strings.TrimSuffix("/inspections/"+v.of.String()+"/"+act, "/")
}

// send sends the form of an act and returns what came: where it leads, or the page that says what is wrong.
func (v *visit) send(login, act string, form url.Values) (int, string) {
	v.T.Helper()
	v.sends++
	v.Clock.Add(time.Minute)
	form.Set(page.KeyField, fmt.Sprint("form-", v.sends))
	return v.Ask(login, http.MethodPost, v.at(act), form)
}

func (v *visit) done(login, act string, form url.Values) {
	v.T.Helper()
	if status, to := v.send(login, act, form); status != http.StatusSeeOther || to != v.at("") {
		v.T.Fatalf("%s by %s: %d %.800s", act, login, status, to)
	}
}

func (v *visit) refused(login, act string, form url.Values, says string) {
	v.T.Helper()
	status, body := v.send(login, act, form)
	if status < 400 || !strings.Contains(body, says) {
		v.T.Errorf("%s by %s: %d, and the page does not say %q", act, login, status, says)
	}
}

func (v *visit) photograph() {
	v.T.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		v.T.Fatal(err)
	}
	v.Clock.Add(time.Minute)
	if _, err := v.App.Inspect.Upload(v.Ctx, v.As("inspector"), v.of, "a.jpg", blob.Prints{At: []blob.Area{{X: 0, Y: 0, W: 500, H: 500}}}, &b); err != nil {
		v.T.Fatal(err)
	}
}

func blocked() url.Values {
	return url.Values{"answer-exits": {inspection.Found}, "found-exits": {"纸箱堵住东侧出口"}, "answer-extinguishers": {inspection.Fine},
		"answer-storage": {inspection.NotHere}, "names_nobody": {"yes"}}
}

// TestARecordNamesNobodyAndLeavesNothingOut: a record says of each question how it was, that it names nobody, and of what was found what it
// was; the order waits for a photograph and says so.
func TestARecordNamesNobodyAndLeavesNothingOut(t *testing.T) {
	v := begun(t)
	apptest.Says(t, v.Page("inspector", v.at("")), "柳树村市场", "Being looked at", "Fill in the record")
	without := func(field string) url.Values {
		f := blocked()
		f.Del(field)
		return f
	}
	v.refused("inspector", "record", without("answer-storage"), `href="#answer-storage"`)
	v.refused("inspector", "record", without("names_nobody"), `href="#names_nobody"`)
	if status, _ := v.send("clerk", "record", blocked()); status == http.StatusSeeOther {
		t.Error("who is no inspector writes a record")
	}
	v.done("inspector", "record", blocked())
	apptest.Says(t, v.Page("inspector", v.at("")), "Recorded", "纸箱堵住东侧出口", "still to be put right", "Order it to be put right")
	v.refused("inspector", "order", url.Values{"days": {"7"}, "text": {"清理出口"}}, "Add at least one photograph first.")
	if status, to := v.Ask("inspector", http.MethodGet, v.at("record"), nil); status != http.StatusSeeOther || to != v.at("") {
		t.Errorf("the record is written once, and its form leads back: %d %s", status, to)
	}
}

// TestAnOrderItsTermAndMoreTime: the term is the rulebook's at most; more time is asked for once, and given by another person.
func TestAnOrderItsTermAndMoreTime(t *testing.T) {
	v := begun(t)
	v.photograph()
	v.done("inspector", "record", blocked())
	v.refused("inspector", "order", url.Values{"days": {"7"}}, `href="#text"`)
	v.refused("inspector", "order", url.Values{"days": {"9999"}, "text": {"清理出口"}}, `href="#days"`)
	v.done("inspector", "order", url.Values{"days": {"7"}, "text": {"清理东侧出口"}})
	apptest.Says(t, v.Page("inspector", v.at("")), "To be put right by", "9 March 2026", v.at("papers/rectification-order"))
	status, pdf := v.Ask("inspector", http.MethodGet, v.at("papers/rectification-order"), nil)
	if status != http.StatusOK || !strings.HasPrefix(pdf, "%PDF") {
		t.Errorf("the order on paper: %d", status)
	}
	if status, _ = v.Ask("inspector", http.MethodGet, v.at("papers/reinspection-opinion"), nil); status != http.StatusNotFound {
		t.Errorf("a paper before its time: %d", status)
	}
	v.done("inspector", "ask_extension", url.Values{"text": {"新货架还没有到"}})
	v.refused("inspector", "ask_extension", url.Values{"text": {"再等等"}}, "More time was asked for once already.")
	v.done("lead", "extend", url.Values{"days": {"3"}})
	body := v.Page("inspector", v.at(""))
	apptest.Says(t, body, "12 March 2026", "新货架还没有到")
	if strings.Contains(body, "9 March 2026") {
		t.Error("the old day is still told")
	}
}

// TestAnOpinionIsApprovedByAnother: what was found again needs a new photograph and a second person; what is left is told, and nothing is
// closed before all of it is put right.
func TestAnOpinionIsApprovedByAnother(t *testing.T) {
	v := begun(t)
	v.photograph()
	v.done("inspector", "record", blocked())
	v.done("inspector", "order", url.Values{"days": {"7"}, "text": {"清理东侧出口"}})
	opinion := url.Values{"text": {"出口还堵着一半"}}
	v.refused("inspector", "reinspect", opinion, "Add at least one photograph of how it looks now.")
	v.photograph()
	v.done("inspector", "reinspect", opinion)
	apptest.Says(t, v.Page("lead", v.at("")), "Opinion to be approved", "出口还堵着一半")
	if status, _ := v.send("inspector", "approve", url.Values{}); status == http.StatusSeeOther {
		t.Error("who wrote the opinion approves it")
	}
	v.done("lead", "send_back", url.Values{"text": {"请量一下宽度再写"}})
	apptest.Says(t, v.Page("inspector", v.at("")), "To be looked at again", "请量一下宽度再写")
	v.photograph()
	v.done("inspector", "reinspect", url.Values{"mended": {"1"}, "text": {"出口已经清空"}})
	v.done("lead", "approve", url.Values{})
	body := v.Page("lead", v.at(""))
	apptest.Says(t, body, "Opinion approved", "put right", v.at("papers/reinspection-opinion"))
	v.done("lead", "close", url.Values{})
	apptest.Says(t, v.Page("inspector", v.at("")), "Closed")
	apptest.Says(t, v.Page("inspector", "/inspections?state=closed"), v.at(""))
	if status, _ := v.Ask("other.clerk", http.MethodGet, v.at(""), nil); status != http.StatusNotFound {
		t.Errorf("another unit opens it: %d", status)
	}
}
