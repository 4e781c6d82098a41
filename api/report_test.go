package api_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

const lamp = `{"category":"street_light","description":"灯不亮","place":{"address":"河边路口","lat":31.2,"long":121.4},"answers":[{"code":"fault","values":["out"]}],"anonymous":true,"name":"某人"}`

// TestAReportIsWrittenDownAndWorked takes the contract's road: created, listed, taken, read, fixed.
func TestAReportIsWrittenDownAndWorked(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		c.Handler()
		in := strings.Replace(lamp, "{", `{"unit":"V1",`, 1)
		var made struct {
			ID, Code, State string
			Public          string `json:"service_request_id"`
		}
		first := c.post("clerk", "/api/v1/reports", "one", in).want(t, http.StatusCreated)
		decodeLoosely(t, first.Body, &made)
		if made.State != "received" || made.Code == "" || made.Public == "" {
			t.Fatalf("%s", first.Body)
		}
		if again := c.post("clerk", "/api/v1/reports", "one", in).want(t, http.StatusCreated); string(again.Body) != string(first.Body) {
			t.Errorf("sent again: %s", again.Body)
		}
		c.post("clerk", "/api/v1/reports", "one", strings.Replace(in, "灯不亮", "灯很暗", 1)).want(t, http.StatusUnprocessableEntity)
		at := "/api/v1/reports/" + made.ID
		var list struct {
			Items []struct{ ID, State, Category string }
		}
		decodeLoosely(t, c.get("clerk", "/api/v1/reports?unit=V1&state=received&category=street_light&kind=defect&from=2026-01-01").want(t, 200).Body, &list)
		if len(list.Items) != 1 || list.Items[0].ID != made.ID {
			t.Errorf("listed %+v", list)
		}
		var seen struct {
			Next     []string
			Content  *struct{ Description, Name string }
			Withheld *struct{ Key string }
		}
		decodeLoosely(t, c.get("clerk", at).want(t, 200).Body, &seen)
		if seen.Content != nil || seen.Withheld == nil || seen.Withheld.Key != "access.refused.report.read" {
			t.Errorf("before it is taken: %+v", seen)
		}
		order := `{"code":"` + made.Code + `"}`
		slip := c.post("clerk", at+"/slip", "slip", order).want(t, http.StatusCreated)
		same(t, "slip", slip, c.again().post("clerk", at+"/slip", "slip", order))
		c.post("clerk", at+"/slip", "slip again", order).want(t, http.StatusNotFound)
		var way struct{ Code, Passphrase string }
		decodeLoosely(t, slip.Body, &way)
		if who, err := c.App.Mediation.Enter(c.Ctx, c.Tenant(), way.Code, way.Passphrase); err != nil || who.Case.String() != made.ID {
			t.Errorf("the slip lets in %v: %v", who.Case, err)
		}
		var taken answer
		for i, event := range []string{"take", "accept", "start"} {
			a := c.post("clerk", at+"/"+event, "e"+string(rune('a'+i)), "").want(t, 200)
			if event == "take" {
				taken = a
			}
		}
		same(t, "an event that the report has left behind", taken, c.post("clerk", at+"/take", "ea", ""))
		decodeLoosely(t, c.get("clerk", at).want(t, 200).Body, &seen)
		if seen.Content == nil || seen.Content.Description != "灯不亮" || seen.Content.Name != "" {
			t.Errorf("anonymous: %+v", seen.Content)
		}
		second := `{"category":"road_surface","text":"路面也有坑","address":"河边路口"}`
		parted := c.post("clerk", at+"/split", "s1", second).want(t, 200)
		same(t, "a second thing", parted, c.post("clerk", at+"/split", "s1", second))
		var stands struct{ Parts []string }
		if decodeLoosely(t, parted.Body, &stands); len(stands.Parts) != 1 {
			t.Errorf("split into %+v", stands)
		}
		picture := `{"name":"灯.jpg","content":"` + base64.StdEncoding.EncodeToString(scan(t)) + `"}`
		file := c.post("clerk", at+"/files", "p1", picture).want(t, http.StatusCreated)
		same(t, "a photograph", file, c.post("clerk", at+"/files", "p1", picture))
		c.post("clerk", at+"/files", "p2", `{"name":"x","content":"%"}`).want(t, http.StatusBadRequest)
		c.post("clerk", at+"/fix", "f0", `{"text":""}`).want(t, http.StatusBadRequest)
		c.post("clerk", at+"/fix", "f1", `{"text":"换了灯泡"}`).want(t, 200)
	})
}

func TestWrongReportsAreRefusedByField(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, world *apptest.World) { wrongReports(t, open(world)) })
}

func wrongReports(t *testing.T, w *client) {
	t.Helper()
	w.Handler()
	for name, x := range map[string]struct{ body, field string }{
		"no category":     {`{"category":"","description":"x"}`, "category"},
		"no such":         {`{"category":"neighbours","description":"x"}`, "category"},
		"latitude alone":  {strings.Replace(lamp, `,"long":121.4`, "", 1), "long"},
		"longitude alone": {strings.Replace(lamp, `"lat":31.2,`, "", 1), "lat"},
		"swapped":         {strings.Replace(lamp, `"lat":31.2,"long":121.4`, `"lat":121.4,"long":31.2`, 1), "lat"},
		"nought":          {strings.Replace(lamp, `"lat":31.2,"long":121.4`, `"lat":0,"long":0`, 1), "lat"},
		"beyond a float":  {strings.Replace(lamp, `"lat":31.2`, `"lat":1e400`, 1), "place.lat"},
		"words":           {strings.Replace(lamp, `"lat":31.2`, `"lat":"31,23"`, 1), "place.lat"},
		"no place":        {strings.Replace(lamp, `"place":{"address":"河边路口","lat":31.2,"long":121.4},`, "", 1), "address"},
		"listed nowhere":  {strings.Replace(lamp, `"address":"河边路口","lat":31.2,"long":121.4`, `"place_id":"019cac0f-2680-7065-ac08-ece4dac90091"`, 1), "place_id"},
		"about no unit":   {`{"category":"grievance","description":"x"}`, "unit"},
		"asked by nobody": {strings.Replace(lamp, `"code":"fault"`, `"code":"colour"`, 1), "attribute"},
		"unknown field":   {strings.Replace(lamp, `"anonymous"`, `"device_id":"x","anonymous"`, 1), "device_id"},
	} {
		p := w.post("clerk", "/api/v1/reports", name, x.body).want(t, http.StatusBadRequest).problem(t)
		if p.Field != x.field && (len(p.Errors) == 0 || p.Errors[0].Field != x.field) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestEveryRouteOfReportsAsksThePolicies: who works elsewhere finds nothing, nobody gets in without a token, and a grievance is
// nowhere for the unit that it is about, on any route.
func TestEveryRouteOfReportsAsksThePolicies(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, world *apptest.World) { everyRouteOfReports(t, open(world)) })
}

func everyRouteOfReports(t *testing.T, w *client) {
	t.Helper()
	handler := w.Handler()
	issue, _ := w.Submit(w.Issue())
	f := w.Complaint()
	f.Category, f.Mediator = "grievance", id.ID{}
	grievance, _ := w.Complain(f)
	asked := 0
	for _, r := range w.api.Routes() {
		if r.Area != "report" {
			continue
		}
		for login, about := range map[string]report.Case{"": issue, "upper.lead": issue, "other.clerk": issue, "privacy": issue, "clerk": grievance, "lead": grievance, "mediator": grievance, "admin": grievance, "statistician": issue} {
			path := strings.Replace(r.Path, "{id}", about.ID.String(), 1)
			q := w.request("", r.Method, path, nil)
			if r.Writes() {
				body := `{}`
				switch r.Name {
				case "add-report-file":
					body = `{"name":"a.png","content":"AAAA"}`
				case "answer-change-report":
					body = `{"done":true,"text":""}`
				case "issue-report-slip":
					body = `{"code":"` + id.NewCode(w.Office.Tenant.Tag, nil).String() + `"}`
				}
				q = w.request("", r.Method, path, []byte(body))
				q.Header.Set("Idempotency-Key", "matrix-"+r.Name+login)
			}
			if login != "" {
				q.Header.Set("Authorization", "Bearer "+w.Hired(login).Token)
			}
			got := w.send(q)
			asked++
			switch {
			case login == "" && got.Status != http.StatusUnauthorized:
				t.Errorf("%s without a token: %d", r.Name, got.Status)
			case login != "" && strings.Contains(r.Path, "{id}") && got.Status != http.StatusNotFound:
				t.Errorf("%s by %s: %d %s", r.Name, login, got.Status, got.Body)
			case strings.Contains(string(got.Body), grievance.ID.String()) && login != "upper.lead":
				t.Errorf("%s tells %s of a grievance", r.Name, login)
			}
		}
		if act := strings.TrimPrefix(r.Acts[0], "report."); strings.Contains(r.Path, "{id}/") {
			if err := w.App.Report.Access.Check(handler, r.Acts[0], issue.Facts()); (err == nil) != (act == "take" || act == "enter") {
				t.Errorf("before it is taken, the handler may %s: %v", act, err)
			}
		}
	}
	if asked < 250 {
		t.Errorf("only %d questions were asked", asked)
	}
	for _, kind := range access.PostKinds() {
		a := access.Actor{Kind: access.Staff, Tenant: w.Tenant(), Account: id.ID{7}, Via: "api", Posts: []access.Post{{Kind: kind, Unit: w.Unit("V1")}}}
		for _, action := range access.Actions() {
			if strings.HasPrefix(action, "report.") && action != "report.list" && w.App.Report.Access.Check(a, action, grievance.Facts()) == nil {
				t.Errorf("%s of the unit may %s", kind, action)
			}
		}
	}
}
