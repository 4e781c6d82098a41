package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/duty"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report/inspection"
)

const (
	duties  = "/api/v1/duties"
	oneDuty = duties + "/{id}"
)

type dutyItem struct{ ID, Unit, Duty, Period, State, Last, Due string }

func (c *contract) duties(t *testing.T, login, query string) (items []dutyItem, next string) {
	t.Helper()
	var page struct {
		Items []dutyItem
		Next  string
	}
	decodeLoosely(t, c.holds("GET", duties, c.get(login, duties+query)).want(t, 200).Body, &page)
	return page.Items, page.Next
}

// occurrence is the first of a duty of V1 that is to be done.
func (c *contract) occurrence(t *testing.T, rule string) string {
	t.Helper()
	items, _ := c.duties(t, "lead", "?unit=V1&state=due&limit=100")
	i := slices.IndexFunc(items, func(x dutyItem) bool { return x.Duty == rule })
	if i < 0 {
		t.Fatalf("no %s among %+v", rule, items)
	}
	return items[i].ID
}

// blackened demands that what was marked on a photograph is in no pixel of what is kept.
func blackened(t *testing.T, w *apptest.World, at string) {
	t.Helper()
	of, err := id.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	white, sent := image.NewGray(image.Rect(0, 0, 32, 32)), bytes.Buffer{}
	for i := range white.Pix {
		white.Pix[i] = 0xff
	}
	if err := jpeg.Encode(&sent, white, nil); err != nil {
		t.Fatal(err)
	}
	said := blob.Prints{At: []blob.Area{{X: 0, Y: 0, W: 1000, H: 1000}}}
	k, err := w.App.Duty.Attach(w.Ctx, w.As("clerk"), of, duty.AddEvidence{Sort: "photographs", Number: 1}, "街.jpg", said, &sent, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := w.App.Duty.Download(w.Ctx, w.As("clerk"), of, k.Evidence[len(k.Evidence)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(kept.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	size := picture.Bounds()
	if r, g, b, _ := picture.At(size.Dx()/2, size.Dy()/2).RGBA(); r+g+b > 3*0x0800 {
		t.Errorf("what was marked can be seen: %x %x %x", r, g, b)
	}
}

// A duty is done and checked by programs alone, and everything on the way is what the document says.
func TestADutyOverTheInterface(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, _ inspection.Place) {
		c := w.contract()
		c.Handler()
		at := c.occurrence(t, "self_inspection")
		path := duties + "/" + at
		var stands struct {
			State, Duty string
			Next        []string
			Evidence    []struct{ ID, Kind, Type string }
			Promises    []struct{ Rule, State string }
			Content     *struct {
				Sheets []struct{ Answers map[string]string }
				Files  []struct{ Name string }
			}
			Withheld *struct{ Key string }
		}
		read := func(login string) {
			t.Helper()
			stands.Content, stands.Withheld = nil, nil
			decodeLoosely(t, c.holds("GET", oneDuty, c.get(login, path)).want(t, 200).Body, &stands)
		}
		act := func(login, event, key, body string) answer {
			t.Helper()
			if body != "" {
				c.fits("POST", oneDuty+"/"+event, body)
			}
			a := c.holds("POST", oneDuty+"/"+event, c.post(login, path+"/"+event, key, body))
			decodeLoosely(t, a.Body, &stands)
			return a
		}
		if read("clerk"); stands.State != "due" || !slices.Equal(stands.Next, []string{"evidence"}) || len(stands.Promises) == 0 {
			t.Errorf("at first %+v", stands)
		}
		act("clerk", "do", "early", "").want(t, http.StatusUnprocessableEntity)
		const half = `{"kind":"checklist","names_nobody":true,"sheet":{"answers":{"exits":"yes","extinguishers":"yes","papers":"no"}}}`
		if p := c.post("clerk", path+"/evidence", "half", half).want(t, 400).problem(t); p.Field != "sheet.answers.notice" {
			t.Errorf("an answer is missing: %+v", p)
		}
		for _, unsaid := range []string{"dead", "injured", "missing"} { // 0 is said, never understood
			notice := map[string]any{"place": "河堤", "dead": 0, "injured": 0, "missing": 0, "action": "已设置围挡"}
			delete(notice, unsaid)
			body, err := json.Marshal(map[string]any{"kind": "notice", "names_nobody": true, "notice": notice})
			if err != nil {
				t.Fatal(err)
			}
			if p := c.post("clerk", path+"/evidence", "without "+unsaid, string(body)).want(t, 400).problem(t); p.Field != "notice."+unsaid || p.Key != "form.required" {
				t.Errorf("a notice that does not say %s: %+v", unsaid, p)
			}
		}
		if p := c.post("clerk", path+"/evidence", "words", strings.Replace(half, `"no"`, `7`, 1)).want(t, 400).problem(t); p.Field != "sheet.answers.papers" || p.Key != "api.body.text" {
			t.Errorf("a number for an answer: %+v", p)
		}
		whole := strings.Replace(half, `"no"`, `"no","notice":"not_here"`, 1)
		filled := act("clerk", "evidence", "e1", whole).want(t, 200)
		same(t, "a checklist", filled, c.post("clerk", path+"/evidence", "e1", whole))
		c.post("clerk", path+"/evidence", "e1", strings.Replace(whole, `"no"`, `"yes"`, 1)).want(t, http.StatusUnprocessableEntity)
		c.post("clerk", path+"/evidence", "", whole).want(t, 400)
		c.post("clerk", path+"/files", "shown", `{"kind":"photographs","unseen":true,"name":"门.jpg","content":"`+base64.StdEncoding.EncodeToString(scan(t))+`"}`).want(t, http.StatusCreated)
		done := act("clerk", "do", "d1", `{"claimed":"`+c.Clock.Now().Format("2006-01-02T15:04:05Z07:00")+`"}`).want(t, 200)
		same(t, "done", done, c.again().post("clerk", path+"/do", "d1", `{"claimed":"`+c.Clock.Now().Format("2006-01-02T15:04:05Z07:00")+`"}`))
		c.post("clerk", path+"/check", "own", "").want(t, http.StatusForbidden)
		read("mediator") // works in the unit, and has nothing to do with it
		if stands.Content != nil || stands.Withheld == nil || stands.Withheld.Key != "access.refused.duty.read" {
			t.Errorf("who has nothing to do with it reads %+v", stands)
		}
		if read("lead"); stands.Content == nil || stands.Content.Sheets[0].Answers["papers"] != "no" || !slices.Contains(stands.Next, "check") {
			t.Errorf("the checker reads %+v", stands)
		}
		if act("lead", "check", "c1", "").want(t, 200); stands.State != "checked" {
			t.Errorf("checked: %+v", stands)
		}
		if left, _ := c.duties(t, "clerk", "?unit=V1&state=checked"); len(left) != 1 || left[0].ID != at {
			t.Errorf("checked are %+v", left)
		}

		path = duties + "/" + c.occurrence(t, "monthly_return")
		picture := `{"kind":"copies","number":1,"name":"表.jpg","content":"` + base64.StdEncoding.EncodeToString(scan(t)) + `"}`
		c.fits("POST", oneDuty+"/files", picture)
		file := c.holds("POST", oneDuty+"/files", c.post("clerk", path+"/files", "f1", picture).want(t, http.StatusCreated))
		same(t, "a file", file, c.post("clerk", path+"/files", "f1", picture))
		if read("clerk"); len(stands.Evidence) != 1 || stands.Evidence[0].Type != "image/jpeg" || len(stands.Content.Files) != 1 || stands.Content.Files[0].Name != "表.jpg" {
			t.Errorf("the file is filed as %+v", stands)
		}
		seen := duties + "/" + c.occurrence(t, "outreach")
		photo := strings.Replace(picture, "copies", "photographs", 1)
		if p := c.post("clerk", seen+"/files", "p1", photo).want(t, 400).problem(t); p.Field != "prints" {
			t.Errorf("a photograph of which nobody said whether people are on it: %+v", p)
		}
		c.post("clerk", seen+"/files", "p2", strings.Replace(photo, `"number":1`, `"unseen":true`, 1)).want(t, http.StatusCreated)
		blackened(t, c.World, strings.TrimPrefix(seen, duties+"/"))
		if p := c.post("clerk", path+"/evidence", "none", `{"kind":"photographs","number":1}`).want(t, 400).problem(t); p.Field != "content" {
			t.Errorf("a photograph without a picture: %+v", p)
		}
	})
}

// What happens is written down by programs, each event with what the page asks for; it is owed by the unit, and by nobody that may not.
func TestAnEventUponWhichADutyIsOwedIsRecordedOverTheInterface(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, _ inspection.Place) {
		c := w.contract()
		var stands struct{ ID, Unit, Duty, State, Of, Cause string }
		record := func(login, key, body string) answer {
			t.Helper()
			c.fits("POST", duties, body)
			a := c.holds("POST", duties, c.post(login, duties, key, body))
			decodeLoosely(t, a.Body, &stands)
			return a
		}
		const fire = `{"duty":"incident_notice","unit":"V1","cause":"fire","claimed":"2026-03-01T00:00:00Z"}`
		first := record("lead", "i1", fire).want(t, http.StatusCreated)
		if stands.Unit != c.Unit("V1").String() || stands.Cause != "fire" || stands.State != "due" {
			t.Errorf("an incident stands as %+v", stands)
		}
		same(t, "an incident", first, c.again().post("lead", duties, "i1", fire))
		c.post("lead", duties, "i1", strings.Replace(fire, "fire", "flood", 1)).want(t, http.StatusUnprocessableEntity)
		c.post("lead", duties, "", fire).want(t, 400)
		incident := stands.ID
		notice := `{"kind":"notice","names_nobody":true,"notice":{"place":"市场仓库","dead":0,"injured":2,"missing":0,"action":"已疏散，已报警"}}`
		c.fits("POST", oneDuty+"/evidence", notice)
		if p := c.post("lead", duties+"/"+incident+"/evidence", "e0", strings.Replace(notice, `"injured":2`, `"injured":-2`, 1)).want(t, 400).problem(t); p.Field != "notice.injured" {
			t.Errorf("a number below none: %+v", p)
		}
		c.post("lead", duties+"/"+incident+"/evidence", "e1", notice).want(t, 200)
		var read struct {
			Content struct {
				Notices []struct {
					Place   string
					Injured int
				}
			}
		}
		decodeLoosely(t, c.holds("GET", oneDuty, c.get("lead", duties+"/"+incident)).want(t, 200).Body, &read)
		if len(read.Content.Notices) != 1 || read.Content.Notices[0].Injured != 2 || read.Content.Notices[0].Place != "市场仓库" {
			t.Errorf("the notice reads %+v", read)
		}
		record("lead", "r1", `{"duty":"incident_review","of":"`+incident+`"}`).want(t, http.StatusCreated)
		if stands.Duty != "incident_review" || stands.Of != incident || stands.Unit != c.Unit("V1").String() {
			t.Errorf("a review stands as %+v", stands)
		}
		record("upper.lead", "f1", `{"duty":"reinspection","unit":"T"}`).want(t, http.StatusCreated)
		items, _ := c.duties(t, "upper.lead", "?unit=T&state=due&limit=100")
		meeting := items[slices.IndexFunc(items, func(x dutyItem) bool { return x.Duty == "leaders_meeting" })].ID
		task := `{"duty":"decision_task","of":"` + meeting + `","text":"更换桥头警示牌","names_nobody":true,"last":"` + c.Clock.Now().AddDate(0, 0, 9).Format("2006-01-02") + `"}`
		record("upper.lead", "d1", task).want(t, http.StatusCreated)
		owner, err := id.Parse(stands.ID)
		if err != nil {
			t.Fatal(err)
		}
		if k, err := c.App.Duty.Repo.Case(c.Ctx, c.Tenant(), owner); err != nil || k.Owner != c.As("upper.lead").Account || k.Of.String() != meeting {
			t.Errorf("a task is %+v, %v", k, err)
		}
		for body, field := range map[string]string{
			strings.Replace(fire, "fire", "petition", 1):                                        "cause",
			strings.Replace(fire, "2026-03-01", "2027-03-01", 1):                                "claimed",
			strings.Replace(task, meeting, incident, 1):                                         "duty", // an incident decides nothing
			`{"duty":"reinspection","unit":"V1"}`:                                               "duty", // the township's
			`{"duty":"incident_review","unit":"V1"}`:                                            "duty", // of which incident?
			`{"duty":"village_round","unit":"V1"}`:                                              "duty", // the calendar's alone
			`{"duty":"incident_notice","cause":"fire"}`:                                         "unit",
			strings.Replace(task, `"last":"2`, `"last":"x2`, 1):                                 "last",
			strings.Replace(task, `"names_nobody":true,`, "", 1):                                "names_nobody",
			strings.Replace(task, `"names_nobody"`, `"owner":"`+incident+`","names_nobody"`, 1): "owner",
		} {
			login := "lead"
			if strings.Contains(body, meeting) {
				login = "upper.lead"
			}
			if p := c.post(login, duties, "no-"+field+body[:20], body).want(t, 400).problem(t); p.Field != field {
				t.Errorf("%s: %+v", body, p)
			}
		}
		for _, login := range []string{"mediator", "other.clerk", "upper.lead", "lead", "records", "admin", "statistician", "privacy"} {
			for key, body := range map[string]string{"n1": fire, "n2": task} {
				if login == "lead" && body == fire || login == "upper.lead" && body == task {
					continue
				}
				if a := c.post(login, duties, key, body); a.Status != http.StatusForbidden && a.Status != http.StatusNotFound {
					t.Errorf("%s records %s: %d", login, body, a.Status)
				}
			}
		}
	})
}

// A list goes through the units that the account sees, each occurrence once.
func TestDutiesAreListedByUnitAndState(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, _ inspection.Place) {
		c := w.contract()
		whole, _ := c.duties(t, "upper.lead", "?limit=100")
		var paged []dutyItem
		for next := ""; len(paged) < len(whole); {
			items, after := c.duties(t, "upper.lead", "?limit=7&after="+next)
			paged, next = append(paged, items...), after
			if after == "" {
				break
			}
		}
		if len(whole) < 20 || !slices.Equal(paged[:len(whole)], whole) {
			t.Errorf("page by page %d of %d: %+v", len(paged), len(whole), paged)
		}
		if own, _ := c.duties(t, "other.clerk", "?limit=100"); len(own) == 0 || slices.ContainsFunc(own, func(x dutyItem) bool { return x.Unit != c.Unit("V2").String() }) {
			t.Errorf("the other village sees %+v", own)
		}
		for login, query := range map[string]string{"other.clerk": "?unit=V1", "admin": "", "statistician": "", "lead": "?state=missed"} {
			if none, next := c.duties(t, login, query); len(none) != 0 || next != "" {
				t.Errorf("%s sees %+v with %q", login, none, query)
			}
		}
		c.get("lead", duties+"?owner=x").want(t, 400)
		c.get("lead", duties+"?state=late").want(t, 400)
	})
}

// The statement that a duty has signed is read in each language of its rulebook; no program signs it.
func TestTheStatementOfADutyIsRead(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, _ inspection.Place) {
		c := w.contract()
		at := duties + "/" + c.occurrence(t, "unit_statements") + "/statement"
		texts := map[string]bool{}
		for query, says := range map[string]string{"": "本单位对下列工作负责", "?in=zh-Hant": "本單位對下列工作負責", "?in=en": "This unit answers for the work named here"} {
			got := c.get("lead", at+query)
			got.want(t, 200)
			if body := string(got.Body); !strings.Contains(body, says) || !strings.Contains(body, `"authoritative":"zh-Hans"`) || texts[body] {
				t.Errorf("%q reads %s", query, body)
			}
			texts[string(got.Body)] = true
		}
		c.get("lead", at+"?in=de").want(t, 400)
		c.get("other.clerk", at).want(t, 404)
	})
}

// Every route of duties is asked by everybody, and answers what the policies say.
func TestEveryRouteOfDutiesAsksThePolicies(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, _ inspection.Place) {
		c := w.contract()
		of, err := id.Parse(c.occurrence(t, "monthly_return"))
		if err != nil {
			t.Fatal(err)
		}
		k, err := c.App.Duty.Repo.Case(c.Ctx, c.Tenant(), of)
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		for _, r := range c.api.Routes() {
			if r.Area != "duty" {
				continue
			}
			path := strings.Replace(r.Path, "{id}", k.ID.String(), 1)
			body := map[string]string{"add-duty-file": `{"kind":"copies","number":-1,"name":"a.png","content":"AAAA"}`, "agenda-duty": `{"text":"","names_nobody":false}`,
				"evidence-duty": `{"kind":"nothing"}`, "create-duty": `{"duty":"nothing","unit":"V1"}`, "do-duty": `{"reason":"none"}`}[r.Name]
			for _, h := range c.Office.Staff {
				q := c.request(h.Login, r.Method, path, []byte(body))
				q.Header.Set("Idempotency-Key", "matrix-"+r.Name)
				got := c.holds(r.Method, r.Path, c.send(q))
				asked++
				if !strings.Contains(r.Path, "{id}") {
					continue
				}
				want := 0
				if err := c.App.Duty.May(c.Ctx, c.As(h.Login), k, casefile.Kind(strings.TrimPrefix(r.Acts[0], "duty."))); err != nil {
					want = fault.Of(err).Code.Status()
				}
				if want != 0 && got.Status != want || want == 0 && (got.Status == 403 || got.Status == 404 || r.Writes() && got.Status < 400) {
					t.Errorf("%s by %s: %d, the policies say %d: %s", r.Name, h.Login, got.Status, want, got.Body)
				}
			}
			q := c.request("", r.Method, path, []byte(body))
			q.Header.Set("Idempotency-Key", "nobody")
			c.send(q).want(t, http.StatusUnauthorized)
		}
		if asked < 150 {
			t.Errorf("only %d questions were asked", asked)
		}
		if after, err := c.App.Duty.Repo.Case(c.Ctx, c.Tenant(), k.ID); err != nil || after.Version != k.Version {
			t.Errorf("something was written: %d events, had %d", after.Version, k.Version)
		}
	})
}
