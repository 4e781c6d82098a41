package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/api/route"
	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// tomorrow lies ahead, so that no event that a policy allows is ever written: the machine refuses the claimed time.
const tomorrow = `{"claimed":"2026-03-09T00:00:00Z"}`

// stranger is an account of another tenant in the same database.
func stranger(t *testing.T, w *apptest.World) string {
	t.Helper()
	f, err := w.App.Furnish(w.Ctx, office.Found{Slug: "other", Name: "邻县调解中心", Zone: "Asia/Shanghai", Languages: []string{"zh-Hans"}, Rulebook: "cn",
		Level: office.Township, Code: "T", Login: "root", Person: "管理员"}, nil,
		[]app.Hire{{Login: "clerk", Name: "clerk", Password: apptest.Password, Language: "zh-Hans", Unit: "T", Posts: []access.PostKind{access.Clerk, access.Lead}}})
	if err != nil {
		t.Fatal(err)
	}
	return f.Staff[0].Token
}

// ask sends the request of a route about a case, complete enough to get past everything but the policies.
func (c *client) ask(r *route.Route, token string, about mediation.Case) answer {
	path := strings.NewReplacer("{id}", about.ID.String(), "{indicator}", "mediation.uptake").Replace(r.Path)
	body := tomorrow
	switch r.Name {
	case "create-mediation":
		body = strings.Replace(application, "{", `{"claimed":"2026-03-09T00:00:00Z",`, 1)
	case "bring-in-mediation":
		body = strings.Replace(application, "{", `{"state":"accepted","received":"2026-03-09",`, 1)
	case "issue-slip":
		body = `{"party":"` + id.ID{1}.String() + `"}`
	case "add-file":
		body = `{"name":"a.png","bare":true,"content":"AAAA"}` // no picture: nothing is added
	case "propose-mediation":
		body = strings.Replace(tomorrow, "}", `,"lead":true}`, 1)
	case "answer-statutory-mediation":
		body = strings.Replace(tomorrow, "}", `,"approve":true}`, 1)
	case "review-statutory-mediation":
		body = strings.Replace(tomorrow, "}", `,"tell":true}`, 1)
	case "agree-mediator-mediation":
		body = strings.Replace(tomorrow, "}", `,"agree":true}`, 1)
	case "register-oral-mediation":
		body = strings.Replace(tomorrow, "}", `,"read_back":true}`, 1)
	case "agree-reopen-mediation", "permit-notes-mediation", "agree-mode-mediation", "agree-joint-mediation", "answer-joint-mediation":
		body = strings.Replace(tomorrow, "}", `,"yes":true}`, 1)
	case "call-back-mediation":
		body = strings.Replace(tomorrow, "}", `,"reached":true}`, 1)
	case "ask-extension-mediation", "pause-mediation":
		body = strings.Replace(tomorrow, "}", `,"days":5}`, 1)
	case "record-mediation":
		body = strings.Replace(tomorrow, "}", `,"minutes":50}`, 1)
	case "draft-mediation", "oral-mediation", "vary-mediation":
		body = strings.Replace(tomorrow, "}", `,"no_waiver":true}`, 1)
	}
	q := c.request("", r.Method, path, nil)
	if r.Writes() {
		q = c.request("", r.Method, path, []byte(body))
		q.Header.Set("Idempotency-Key", "matrix-"+r.Name)
	}
	if token != "" {
		q.Header.Set("Authorization", "Bearer "+token)
	}
	return c.send(q)
}

// Every route is asked by every account, and answers what the policies say: nothing is open by having been forgotten.
func TestEveryRouteAsksThePolicies(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.InSession)
		foreign := stranger(t, c.World)
		checked := 0
		for _, r := range c.api.Routes() {
			if slices.Contains([]string{"report", "referral", "duty"}, r.Area) { // TestEveryRouteOf… asks for each of them
				continue
			}
			r := *r
			if strings.HasSuffix(r.Path, "/insight/{id}") {
				r.Path = strings.Replace(r.Path, "{id}", "{indicator}", 1)
			}
			for _, token := range []string{"", "garbage", "AAAA" + c.Hired("clerk").Token, c.Hired("clerk").Token + "x"} {
				a := c.ask(&r, token, k)
				if a.Status != http.StatusUnauthorized || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") {
					t.Errorf("%s with the token %q: %d", r.Name, token, a.Status)
				}
			}
			if got := c.ask(&r, foreign, k).Status; len(r.Within) > 0 && strings.Contains(r.Path, "{id}") && got != http.StatusNotFound {
				t.Errorf("%s from another tenant: %d", r.Name, got)
			}
			for _, h := range c.Office.Staff {
				who := c.As(h.Login)
				facts := k.Facts()
				switch r.Name {
				case "create-mediation", "bring-in-mediation":
					facts = access.Facts{Tenant: c.Tenant(), Unit: c.Unit("V1"), Kind: "mediation"}
				case "show-indicator", "show-card":
					facts = access.Facts{Tenant: c.Tenant(), Unit: c.Unit("T"), Kind: "insight"}
				}
				want := c.expected(who, r.Acts[:1], facts)
				got := c.ask(&r, h.Token, k)
				checked++
				switch {
				case r.Name == "list-mediations" || r.Name == "list-promises":
					c.checkList(t, &r, h.Login, got, want == 0)
				case want != 0 && got.Status != want:
					t.Errorf("%s by %s: %d, the policies say %d: %s", r.Name, h.Login, got.Status, want, got.Body)
				case want == 0 && (got.Status == 401 || got.Status == 403 || got.Status == 404 || got.Status >= 500):
					t.Errorf("%s by %s: %d, though the policies allow it: %s", r.Name, h.Login, got.Status, got.Body)
				case want == 0 && r.Writes() && got.Status < 400:
					t.Errorf("%s by %s: %d; an event of tomorrow was written", r.Name, h.Login, got.Status)
				}
			}
		}
		if checked < 300 {
			t.Errorf("only %d questions were asked", checked)
		}
		if after := c.Events(k); len(after) != int(k.Version) {
			t.Errorf("the case has %d events, had %d", len(after), k.Version)
		}
	})
}

// checkList asks that a list holds the case for whom the policies let see it, and is empty for others.
func (c *client) checkList(t *testing.T, r *route.Route, login string, got answer, may bool) {
	t.Helper()
	var page struct {
		Items []struct{ ID, Case string }
	}
	if got.Status != http.StatusOK {
		t.Errorf("%s by %s: %d", r.Name, login, got.Status)
		return
	}
	decodeLoosely(t, got.Body, &page)
	if (len(page.Items) > 0) != may {
		t.Errorf("%s by %s holds %d rows; the policies say %v", r.Name, login, len(page.Items), may)
	}
}

// Setting the office's seal is an act of its own on the path of signing.
func TestTheSealIsTheLeads(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.Signing)
		body := `{"as":"seal","method":"paper","text":"` + k.Agreement.Text + `"}`
		c.post("mediator", at(k, "/sign"), "seal", body).want(t, http.StatusForbidden)
		c.post("upper.lead", at(k, "/sign"), "seal", body).want(t, http.StatusNotFound)
		c.post("lead", at(k, "/sign"), "seal", strings.Replace(body, `"seal"`, `"mediator"`, 1)).want(t, http.StatusForbidden)
		var after struct {
			State   string
			Missing []struct{ As string }
		}
		decodeLoosely(t, c.post("lead", at(k, "/sign"), "seal", body).want(t, 200).Body, &after)
		for _, m := range after.Missing {
			if m.As == "seal" {
				t.Error("the seal is still missing")
			}
		}
		if after.State != "signing" || len(after.Missing) != 3 {
			t.Errorf("the answer is %+v", after)
		}
	})
}

func TestReadingFollowsTheAssignment(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.InSession)
		type seen struct {
			State    string
			Promises []any
			Content  map[string]any
			Withheld struct{ Key, Detail string }
		}
		for login, may := range map[string]bool{"mediator": true, "clerk": true, "lead": false} {
			a := c.get(login, at(k, "")).want(t, 200)
			var s seen
			decodeLoosely(t, a.Body, &s)
			if (s.Content != nil) != may || s.State != "in_session" || len(s.Promises) == 0 {
				t.Errorf("%s reads %v, should: %v, in state %s", login, s.Content != nil, may, s.State)
			}
			if !may && (s.Withheld.Key != "access.refused.mediation.read" || s.Withheld.Detail == "") {
				t.Errorf("%s is not told why: %+v", login, s.Withheld)
			}
			for _, word := range apptest.Planted[:2] {
				if strings.Contains(string(a.Body), word) != may {
					t.Errorf("%s finds %s: %v", login, word, !may)
				}
			}
		}
		rows, err := c.App.Mediation.Reads.Readings(c.Ctx, c.Tenant(), k.ID, id.ID{}, time.Time{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Account == c.Hired("lead").Account {
				t.Error("seeing the state alone was written down as reading")
			}
		}
		if len(rows) < 2 {
			t.Errorf("%d readings are written down, of two people", len(rows))
		}
	})
}
