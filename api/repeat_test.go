package api_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app"
	"linli/mediation"
)

// again is the interface of another process, or of the same one after a restart, on the same stores.
func (c *client) again() *client {
	c.T.Helper()
	a, err := app.New(c.Ctx, c.App.Config, c.App.Stores, c.Options())
	if err != nil {
		c.T.Fatal(err)
	}
	c.T.Cleanup(a.Close)
	return &client{c.World, interfaceOf(a)}
}

func (c *client) cases(t *testing.T) int {
	t.Helper()
	var page struct{ Items []struct{ ID string } }
	decodeLoosely(t, c.get("clerk", mediations+"?limit=100").want(t, 200).Body, &page)
	return len(page.Items)
}

func same(t *testing.T, name string, a, b answer) {
	t.Helper()
	if a.Status != b.Status || string(a.Body) != string(b.Body) || a.Header.Get("Content-Type") != b.Header.Get("Content-Type") {
		t.Errorf("%s: %d %s\nwas %d %s", name, b.Status, b.Body, a.Status, a.Body)
	}
	if a.Header.Get("Idempotency-Replayed") != "" || b.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%s: replayed is %q, then %q", name, a.Header.Get("Idempotency-Replayed"), b.Header.Get("Idempotency-Replayed"))
	}
}

func TestARepeatedRequestGetsTheSameAnswer(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		first := c.post("clerk", mediations, "k1", application).want(t, 201)
		same(t, "create", first, c.post("clerk", mediations, "k1", application))
		same(t, "create after a restart", first, c.again().post("clerk", mediations, "k1", application))

		var made struct {
			ID      string
			Parties []struct{ ID string }
		}
		decodeLoosely(t, first.Body, &made)
		path := mediations + "/" + made.ID
		screened := c.post("clerk", path+"/screen", "k2", "").want(t, 200)
		c.Clock.Add(time.Hour)
		c.post("clerk", path+"/talk", "k3", `{"party":"`+made.Parties[0].ID+`","concern":"none"}`).want(t, 200)
		same(t, "an event that the case has left behind", screened, c.post("clerk", path+"/screen", "k2", ""))

		order := `{"party":"` + made.Parties[0].ID + `"}`
		slip := c.post("clerk", path+"/slip", "k4", order).want(t, 201)
		same(t, "slip", slip, c.post("clerk", path+"/slip", "k4", order))
		same(t, "slip after a restart", slip, c.again().post("clerk", path+"/slip", "k4", order))
		if n := c.cases(t); n != 1 {
			t.Errorf("there are %d cases", n)
		}
	})
}

func TestAKeyThatComesWithSomethingElseIsRefused(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		c.post("clerk", mediations, "k1", application).want(t, 201)
		changed := strings.Replace(application, "13812345678", "13987654321", 1)
		for name, a := range map[string]answer{
			"another body":  c.post("clerk", mediations, "k1", changed),
			"another path":  c.post("clerk", at(c.Apply(), "/screen"), "k1", application[:0]),
			"after restart": c.again().post("clerk", mediations, "k1", changed),
		} {
			if p := a.want(t, 422).problem(t); p.Code != "reused" || p.Key != "request.reused" {
				t.Errorf("%s: %+v", name, p)
			}
		}
		for lang, want := range map[string]string{
			"en":      "This form was sent before with other content. Open the page again and fill it in anew.",
			"zh-Hans": "该表单曾以不同内容提交过。请重新打开页面填写。",
		} {
			r := c.request("clerk", "POST", mediations, []byte(changed))
			r.Header.Set("Idempotency-Key", "k1")
			r.Header.Set("Accept-Language", lang)
			if p := c.send(r).want(t, 422).problem(t); p.Detail != want {
				t.Errorf("%s: %q, want %q", lang, p.Detail, want)
			}
		}
		// Keys belong to an account: a colleague's are the colleague's own.
		theirs := strings.Replace(application, "V1", "V2", 1)
		c.post("other.clerk", mediations, "k1", theirs).want(t, 201)
	})
}

func TestARefusedRequestMayBeMendedUnderItsKey(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		c.post("clerk", mediations, "k1", strings.Replace(application, "neighbour", "weather", 1)).want(t, 400)
		c.post("clerk", mediations, "k1", application).want(t, 201)
	})
}

func TestAnAnswerIsKeptForADay(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		first := c.post("clerk", mediations, "k1", application).want(t, 201)
		c.Clock.Add(24*time.Hour - time.Minute)
		same(t, "just before a day", first, c.post("clerk", mediations, "k1", application))
	})
}

// Of many that send the same at once, through two processes, one writes; the others get its answer or are told to wait.
func TestTheSameRequestAtOnceWritesOnce(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.Submitted)
		processes := []*client{c, c.again()}
		for name, x := range map[string]struct {
			path, body string
			status     int
		}{
			"create": {mediations, application, 201},
			"screen": {at(k, "/screen"), "", 200},
			"slip":   {at(k, "/slip"), `{"party":"` + k.Parties[0].ID.String() + `"}`, 201},
		} {
			answers := make([]answer, 12)
			var wg sync.WaitGroup
			for i := range answers {
				wg.Go(func() { answers[i] = processes[i%2].post("clerk", x.path, "at once "+name, x.body) })
			}
			wg.Wait()
			done := ""
			for _, a := range answers {
				switch {
				case a.Status == 409:
					if p := a.problem(t); p.Key != "request.running" && p.Key != "mediation.moved" {
						t.Errorf("%s: %s", name, a.Body)
					}
				case a.Status != x.status:
					t.Errorf("%s: %d %s", name, a.Status, a.Body)
				case done == "":
					done = string(a.Body)
				case done != string(a.Body):
					t.Errorf("%s: one request got two answers:\n%s\n%s", name, done, a.Body)
				}
			}
			if done == "" {
				t.Errorf("%s: nobody was answered", name)
			}
			if last := c.post("clerk", x.path, "at once "+name, x.body).want(t, x.status); string(last.Body) != done {
				t.Errorf("%s: afterwards %s\nwas %s", name, last.Body, done)
			}
		}
		if n := c.cases(t); n != 2 {
			t.Errorf("there are %d cases, want the one before and the one that was written", n)
		}
		if e := c.Events(k); len(e) != 3 {
			t.Errorf("the case has %d events, want apply, screen and slip", len(e))
		}
	})
}
