package api_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
)

// unit is the name of a unit of the test office.
const other = "/api/v1/mediations/0190a1b2-0000-7000-8000-000000000000"

func TestRefusalsAreProblemDocuments(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.Submitted)
		app := func(old, new string) string {
			if !strings.Contains(application, old) {
				t.Fatalf("no %s in the application", old)
			}
			return strings.Replace(application, old, new, 1)
		}
		deep := `{"unit":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}"
		for name, x := range map[string]struct {
			path, body string
			status     int
			code, key  string
			field      string
		}{
			"no JSON":                {mediations, `{"unit":`, 400, "invalid", "form.json", ""},
			"two documents":          {mediations, application + "{}", 400, "invalid", "form.json", ""},
			"not UTF-8":              {mediations, app("V1", "\xff"), 400, "invalid", "form.json", ""},
			"no object":              {mediations, `[]`, 400, "invalid", "api.body.object", ""},
			"nothing":                {mediations, ``, 400, "invalid", "form.json", ""},
			"unknown field":          {mediations, app(`"unit"`, `"colour":1,"unit"`), 400, "invalid", "api.body.unknown", "colour"},
			"unknown inner field":    {mediations, app(`"role":"respondent"`, `"role":"respondent","id_number":"1"`), 400, "invalid", "api.body.unknown", "parties[1].id_number"},
			"another case of a name": {mediations, app(`"unit"`, `"Unit"`), 400, "invalid", "api.body.unknown", "Unit"},
			"twice":                  {mediations, app(`"unit":"V1"`, `"unit":"V1","unit":"V2"`), 400, "invalid", "api.body.twice", "unit"},
			"wrong type":             {mediations, app(`"parties":[`, `"parties":7,"claims":[`), 400, "invalid", "api.fields", ""},
			"null":                   {mediations, app(`"V1"`, `null`), 400, "invalid", "api.body.text", "unit"},
			"too deep":               {mediations, deep, 400, "invalid", "api.body.deep", "unit[0][0][0][0][0][0][0]"},
			"fraction":               {mediations, app(`"unit"`, `"amount":{"minor":1.5,"currency":"CNY"},"unit"`), 400, "invalid", "api.body.number", "amount.minor"},
			"no such unit":           {mediations, app("V1", "V9"), 400, "invalid", "api.unit.unknown", "unit"},
			"no unit":                {mediations, app(`"unit":"V1",`, ``), 400, "invalid", "form.required", "unit"},
			"another unit":           {mediations, app("V1", "V2"), 403, "forbidden", "access.refused.mediation.apply", ""},
			"no such type":           {mediations, app("neighbour", "weather"), 400, "invalid", "mediation.field.type", "type"},
			"two wrong fields":       {mediations, app(`"summary":"阳台花盆坠落，砸坏雨棚"`, `"summary":" ","source":"rumour"`), 400, "invalid", "api.fields", ""},
			"claimed is no instant":  {mediations, app(`"unit"`, `"claimed":"yesterday","unit"`), 400, "invalid", "api.body.instant", "claimed"},
			"the office own":         {mediations, app(`"unit"`, `"own_dispute":true,"unit"`), 422, "guard", "mediation.guard.own_dispute", ""},
			"no such case":           {other + "/screen", ``, 404, "not_found", "mediation.not_found", ""},
			"no id":                  {mediations + "/17/screen", ``, 404, "not_found", "access.not_found", ""},
			"no such event":          {at(k, "/arrest"), ``, 404, "not_found", "api.no_route", ""},
			"not a person's event":   {at(k, "/effective"), ``, 404, "not_found", "api.no_route", ""},
			"wrong state":            {at(k, "/accept"), `{}`, 422, "guard", "mediation.guard.state", ""},
			"a no that nobody said":  {at(k, "/agree_mediator"), `{}`, 400, "invalid", "form.required", "agree"},
			"no party":               {at(k, "/slip"), `{}`, 400, "invalid", "form.required", "party"},
		} {
			r := c.request("clerk", "POST", x.path, []byte(x.body))
			r.Header.Set("Idempotency-Key", "problem "+strings.ReplaceAll(name, "'", ""))
			r.Header.Set("Accept-Language", "zh-TW")
			a := c.send(r)
			p := a.problem(t)
			if p.Status != x.status || p.Code != x.code || p.Key != x.key || p.Field != x.field {
				t.Errorf("%s: %d %s %s %q, want %d %s %s %q", name, p.Status, p.Code, p.Key, p.Field, x.status, x.code, x.key, x.field)
			}
			if p.Title == "" || p.Detail == "" || p.Type != "urn:linli:problem:"+x.code || a.Header.Get("Content-Language") != "zh-Hant" {
				t.Errorf("%s: %+v in %s", name, p, a.Header.Get("Content-Language"))
			}
			if p.Key == "api.fields" && len(p.Errors) != 2 {
				t.Errorf("%s names %d fields: %+v", name, len(p.Errors), p.Errors)
			}
		}
	})
}

func TestRefusalsOfHTTPItself(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		type change func(*http.Request)
		header := func(name, value string) change { return func(r *http.Request) { r.Header.Set(name, value) } }
		for name, x := range map[string]struct {
			method, path string
			body         string
			change       change
			status       int
			code, key    string
		}{
			"no key":             {"POST", mediations, application, header("Idempotency-Key", ""), 400, "invalid", "request.key_missing"},
			"long key":           {"POST", mediations, application, header("Idempotency-Key", strings.Repeat("k", 256)), 400, "invalid", "request.key_long"},
			"two keys":           {"POST", mediations, application, func(r *http.Request) { r.Header.Add("Idempotency-Key", "b") }, 400, "invalid", "api.header.twice"},
			"a form":             {"POST", mediations, application, header("Content-Type", "application/x-www-form-urlencoded"), 415, "unsupported_media_type", "api.media_type"},
			"no type":            {"POST", mediations, application, func(r *http.Request) { r.Header.Del("Content-Type") }, 415, "unsupported_media_type", "api.media_type"},
			"too large":          {"POST", mediations, strings.Repeat(" ", 1<<20) + application, nil, 413, "too_large", "api.body.large"},
			"unknown parameter":  {"GET", mediations + "?name=x", "", nil, 400, "invalid", "api.query.unknown"},
			"parameter twice":    {"GET", mediations + "?state=invited&state=declined", "", nil, 400, "invalid", "api.body.twice"},
			"no such state":      {"GET", mediations + "?state=happy", "", nil, 400, "invalid", "api.query.choice"},
			"limit is no number": {"GET", mediations + "?limit=many", "", nil, 400, "invalid", "api.query.number"},
			"limit too high":     {"GET", mediations + "?limit=101", "", nil, 400, "invalid", "api.query.number"},
			"made-up place":      {"GET", mediations + "?after=AAAA", "", nil, 400, "invalid", "api.query.after"},
			"parameter on POST":  {"POST", mediations + "?unit=V1", application, nil, 400, "invalid", "api.query.unknown"},
			"unreadable query":   {"GET", mediations + "?%zz", "", nil, 400, "invalid", "api.query.unreadable"},
			"no such method":     {"DELETE", mediations, "", nil, 405, "method_not_allowed", "api.method"},
			"GET on an event":    {"GET", other + "/screen", "", nil, 405, "method_not_allowed", "api.method"},
			"no such path":       {"GET", "/api/v1/people", "", nil, 404, "not_found", "api.no_route"},
			"path below":         {"GET", other + "/screen/x", "", nil, 404, "not_found", "api.no_route"},
			"no such indicator":  {"GET", "/api/v1/insight/mood", "", nil, 403, "forbidden", "access.refused.insight.show"},
			"from is no day":     {"GET", "/api/v1/insight/mediation.uptake?from=1.3.2026", "", nil, 400, "invalid", "api.query.day"},
			"no such day":        {"GET", mediations + "?to=2026-02-30", "", nil, 400, "invalid", "api.query.day"},
			"to before from":     {"GET", mediations + "?from=2026-03-02&to=2026-03-01", "", nil, 400, "invalid", "find.before_from"},
			"number of no digit": {"GET", mediations + "?number=Wang", "", nil, 400, "invalid", "mediation.field.no_number"},
			"from is no instant": {"GET", "/api/v1/promises?from=2026-03-01", "", nil, 400, "invalid", "api.body.instant"},
			"no such choice":     {"GET", "/api/v1/promises?paused=maybe", "", nil, 400, "invalid", "api.query.choice"},
			"basic password":     {"GET", mediations, "", header("Authorization", "Basic cm9vdDpyb290"), 401, "unauthenticated", "access.sign_in"},
		} {
			r := c.request("clerk", x.method, x.path, []byte(x.body))
			if x.method == "POST" {
				r.Header.Set("Idempotency-Key", "http-1")
			}
			if x.change != nil {
				x.change(r)
			}
			a := c.send(r)
			p := a.problem(t)
			if p.Status != x.status || p.Code != x.code || p.Key != x.key {
				t.Errorf("%s: %d %s %s, want %d %s %s", name, p.Status, p.Code, p.Key, x.status, x.code, x.key)
			}
			if allow := a.Header.Get("Allow"); (x.status == 405) != (allow != "") {
				t.Errorf("%s: Allow is %q", name, allow)
			}
			if a.Header.Get("Cache-Control") != "no-store" || p.Detail == "" {
				t.Errorf("%s: %v %+v", name, a.Header, p)
			}
		}
		if missing := c.App.Texts.Missing(); len(missing) > 0 {
			t.Errorf("texts are missing: %v", missing)
		}
		r := c.request("clerk", "PATCH", mediations, nil)
		if allow := c.send(r).Header.Get("Allow"); allow != "GET, HEAD, POST" {
			t.Errorf("the list allows %q", allow)
		}
	})
}

// What a person typed never comes back in a refusal: problem documents end up in logs of other programs.
func TestAProblemRepeatsNothingThatAPersonTyped(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		for _, body := range []string{
			strings.Replace(application, `"V1"`, `"慕容雪松"`, 1),
			strings.Replace(application, `"kind":"person"`, `"kind":"慕容雪松"`, 1),
			strings.Replace(application, `"unit"`, `"claimed":"慕容雪松","unit"`, 1),
			strings.Replace(application, `"unit"`, `"code":"慕容雪松","unit"`, 1),
			strings.Replace(application, `}]}`, `慕容雪松`, 1),
		} {
			a := c.post("clerk", mediations, "typed", body).want(t, 400)
			if strings.Contains(string(a.Body), "慕容雪松") {
				t.Errorf("%s", a.Body)
			}
		}
	})
}

func TestTheReaderChoosesTheLanguage(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		for asked, want := range map[string]string{"": "zh-Hans", "en-GB, zh;q=0.5": "en", "zh-HK": "zh-Hant", "sw": "en"} {
			r := c.request("clerk", "GET", other, nil)
			if asked != "" {
				r.Header.Set("Accept-Language", asked)
			}
			if got := c.send(r).Header.Get("Content-Language"); got != want {
				t.Errorf("asked for %q: %s, want %s", asked, got, want)
			}
		}
	})
}
