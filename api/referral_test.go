package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
)

const (
	referrals   = "/api/v1/referrals"
	oneReferral = referrals + "/{id}"
	helpAsked   = `{"unit":"V1","needs":["legal_aid"],"text":"没有钱请律师","name":"阿依古丽欧阳","language":"ug","contact":"13812345678"}`
)

type helpSeen struct {
	State    string
	Next     []string
	Content  *struct{ Text, Name string }
	Withheld *struct{ Key string }
	Link     struct{ Code, Key string }
	Work     *struct {
		Steps     []struct{ ID string }
		Referrals []struct {
			ID, Status string
			Lines      []string
			Next       []string
		}
	}
}

// A request for help is taken along its road by programs alone, and everything on the way is what the document says.
func TestARequestForHelpOverTheInterface(t *testing.T) {
	each(t, func(t *testing.T, w *client) {
		c := w.contract()
		c.Worker()
		clinic := c.Clinic("法律援助中心")
		c.fits("POST", referrals, helpAsked)
		first := c.holds("POST", referrals, c.post("clerk", referrals, "one", helpAsked).want(t, http.StatusCreated))
		same(t, "written down", first, c.post("clerk", referrals, "one", helpAsked))
		c.post("clerk", referrals, "one", strings.Replace(helpAsked, "没有钱", "没有", 1)).want(t, http.StatusUnprocessableEntity)
		c.post("clerk", referrals, "", helpAsked).want(t, 400)
		if p := c.post("clerk", referrals, "need", strings.Replace(helpAsked, "legal_aid", "former_prisoner", 1)).want(t, 400).problem(t); p.Field != "needs" {
			t.Errorf("%+v", p)
		}
		var made struct{ ID, Code, State string }
		decodeLoosely(t, first.Body, &made)
		path := referrals + "/" + made.ID
		order := `{"code":"` + made.Code + `"}`
		slip := c.holds("POST", oneReferral+"/slip", c.post("clerk", path+"/slip", "s", order).want(t, http.StatusCreated))
		same(t, "slip", slip, c.again().post("clerk", path+"/slip", "s", order))
		c.post("clerk", path+"/slip", "s2", order).want(t, http.StatusNotFound)
		var way struct{ Code, Passphrase string }
		decodeLoosely(t, slip.Body, &way)
		if who, err := c.App.Mediation.Enter(c.Ctx, c.Tenant(), way.Code, way.Passphrase); err != nil || who.Case.String() != made.ID {
			t.Errorf("the slip lets in %v: %v", who.Case, err)
		}

		var s helpSeen
		read := func(login string) {
			t.Helper()
			s = helpSeen{}
			decodeLoosely(t, c.holds("GET", oneReferral, c.get(login, path)).want(t, 200).Body, &s)
		}
		act := func(event, key, body string) answer {
			t.Helper()
			if body != "" {
				c.fits("POST", oneReferral+"/"+event, body)
			}
			a := c.holds("POST", oneReferral+"/"+event, c.post("clerk", path+"/"+event, key, body))
			s = helpSeen{}
			decodeLoosely(t, a.Body, &s)
			return a
		}
		if read("clerk"); s.Content != nil || s.Withheld == nil || s.Work != nil || !slices.Contains(s.Next, "take") {
			t.Errorf("before it is taken %+v", s)
		}
		act("step", "early", `{"text":"x"}`).want(t, http.StatusForbidden)
		act("take", "own", `{"apart":false}`).want(t, http.StatusBadRequest)
		act("take", "t", `{"apart":true}`).want(t, 200)
		if read("clerk"); s.Content == nil || s.Content.Text != "没有钱请律师" || s.Work == nil {
			t.Errorf("whoever took it reads %+v", s)
		}
		if read("lead"); s.Content != nil || s.Work != nil || s.Withheld == nil {
			t.Errorf("the lead reads %+v", s)
		}
		act("refer", "r", `{"service":"`+clinic.String()+`","need":"legal_aid","lines":["name","words"],"words":"想请律师看看协议"}`).want(t, 200)
		r := s.Work.Referrals[0].ID
		about := `{"referral":"` + r + `"}`
		act("request", "early2", about).want(t, http.StatusUnprocessableEntity) // nobody has agreed
		yes := `{"referral":"` + r + `","lines":["name"],"how":"oral","language":"zh-Hans","age":40}`
		if p := c.post("clerk", path+"/agree", "screen", strings.Replace(yes, "oral", "screen", 1)).want(t, 400).problem(t); p.Field != "how" {
			t.Errorf("a worker says yes on the person's screen: %+v", p)
		}
		act("agree", "a", yes).want(t, 200)
		if !slices.Equal(s.Work.Referrals[0].Lines, []string{"name"}) {
			t.Errorf("agreed to %+v", s.Work.Referrals[0])
		}
		sent := act("request", "q", about).want(t, 200)
		same(t, "sent", sent, c.again().post("clerk", path+"/request", "q", about))
		code, err := id.ParseCode(s.Link.Code)
		if err != nil {
			t.Fatal(err)
		}
		provider, err := c.App.Referral.Enter(c.Ctx, c.Tenant(), code, referral.Key(s.Link.Key))
		if err != nil || provider.Party.String() != r {
			t.Fatalf("the link lets in %v: %v", provider.Party, err)
		}
		var list struct {
			Items []struct{ ID, State string }
		}
		page := c.holds("GET", referrals, c.get("clerk", referrals+"?unit=V1&state=working&need=legal_aid&from=2026-01-01").want(t, 200))
		decodeLoosely(t, page.Body, &list)
		if len(list.Items) != 1 || list.Items[0].ID != made.ID || strings.Contains(string(page.Body), made.Code) || strings.Contains(string(page.Body), "阿依古丽") {
			t.Errorf("listed as %s", page.Body)
		}
		for login, query := range map[string]string{"clerk": "?state=asked", "other.clerk": "", "mediator": "", "admin": "", "lead": "?unit=V2"} {
			decodeLoosely(t, c.get(login, referrals+query).want(t, 200).Body, &list)
			if len(list.Items) != 0 {
				t.Errorf("%s sees %+v", login, list.Items)
			}
		}

		// Withdrawal wins: what comes after it is refused, and the way in of the service is closed.
		act("take_back", "w", `{"referral":"`+r+`","how":"oral"}`).want(t, 200)
		if s.Work.Referrals[0].Status != "cancelled" {
			t.Errorf("taken back: %+v", s.Work.Referrals[0])
		}
		act("request", "q2", about).want(t, http.StatusUnprocessableEntity)
		if told, err := c.App.Referral.OpenTold(c.Ctx, provider); err != nil || len(told.Lines) != 0 || !slices.Equal(told.Next, []casefile.Kind{"acknowledge"}) {
			t.Errorf("after the withdrawal the service reads %+v: %v", told, err)
		}
	})
}

// Two pages of a list meet, whatever is between them.
func TestRequestsForHelpPageByPage(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		var want []string
		for i := range 5 {
			k, _ := c.World.Ask(c.Request())
			if i%2 == 0 {
				k = c.Help(c.Worker(), k, referral.Take{Apart: true})
				want = append(want, k.ID.String())
			}
		}
		var got []string
		for next := ""; ; {
			var page struct {
				Items []struct{ ID string }
				Next  string
			}
			decodeLoosely(t, c.get("clerk", referrals+"?state=working&limit=1&after="+next).want(t, 200).Body, &page)
			for _, x := range page.Items {
				got = append(got, x.ID)
			}
			if next = page.Next; next == "" || len(got) > 5 {
				break
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("page by page %v, there are %v", got, want)
		}
	})
}

// Every route of requests for help is asked by everybody about one that somebody else has taken, and answers what the policies say; what
// a service or a person says has no route.
func TestEveryRouteOfReferralsAsksThePolicies(t *testing.T) {
	each(t, func(t *testing.T, w *client) {
		c := w.contract()
		k, _, _ := c.Referred(c.Clinic("法律援助中心"))
		of := `{"referral":"` + k.Referrals[0].ID.String() + `"}`
		asked := 0
		for _, r := range c.api.Routes() {
			if r.Area != "referral" {
				continue
			}
			event := strings.TrimPrefix(r.Acts[0], "referral.")
			if slices.Contains([]string{"accept", "reject", "begin", "hold", "complete", "fail", "acknowledge", "reply", "leave", "ask_change", "ask_erasure"}, event) {
				t.Errorf("%s is offered to staff", r.Path)
			}
			path := strings.Replace(r.Path, "{id}", k.ID.String(), 1)
			body := map[string]string{"issue-referral-slip": `{"code":"` + id.NewCode(c.Office.Tenant.Tag, nil).String() + `"}`, "answer-change-referral": `{"done":true,"text":""}`}[r.Name]
			if slices.Contains(referral.OfWorkerReferral, casefile.Kind(event)) {
				body = of
			}
			for _, h := range c.Office.Staff {
				if h.Login == "clerk" {
					continue // at work on it: the road above
				}
				q := c.request(h.Login, r.Method, path, []byte(body))
				q.Header.Set("Idempotency-Key", "matrix-"+r.Name)
				got := c.holds(r.Method, r.Path, c.send(q))
				asked++
				if !strings.Contains(r.Path, "{id}") || event == "enter" {
					continue
				}
				want := 0
				if err := c.App.Rights.Check(c.As(h.Login), r.Acts[0], k.Facts()); err != nil {
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
		if asked < 200 {
			t.Errorf("only %d questions were asked", asked)
		}
		if after, err := c.App.Referral.Repo.Case(c.Ctx, c.Tenant(), k.ID); err != nil || after.Version != k.Version {
			t.Errorf("something was written: %d events, had %d", after.Version, k.Version)
		}
	})
}
