package api_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/id"
)

// contract checks what really comes over the wire against the document.
type contract struct {
	*client
	doc *openapi3.T
}

func (c *client) contract() *contract {
	c.T.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(c.api.Document())
	if err != nil {
		c.T.Fatal(err)
	}
	return &contract{c, doc}
}

// holds fails the test when an answer is not what the document says of the operation.
func (c *contract) holds(method, path string, a answer) answer {
	c.T.Helper()
	op := c.doc.Paths.Value(path).GetOperation(method)
	response := op.Responses.Status(a.Status)
	if response == nil {
		c.T.Errorf("%s %s does not say that it can answer %d: %s", method, path, a.Status, a.Body)
		return a
	}
	media := response.Value.Content.Get(a.Header.Get("Content-Type"))
	if media == nil {
		c.T.Errorf("%s %s: %d comes as %s", method, path, a.Status, a.Header.Get("Content-Type"))
		return a
	}
	var v any
	if err := json.Unmarshal(a.Body, &v); err != nil {
		c.T.Fatal(err)
	}
	err := media.Schema.Value.VisitJSON(v, openapi3.VisitAsResponse(), openapi3.MultiErrors(), openapi3.EnableJSONSchema2020())
	if err != nil {
		c.T.Errorf("%s %s: %d is not what the document says: %v\n%s", method, path, a.Status, err, a.Body)
	}
	return a
}

func (c *contract) fits(method, path, body string) {
	c.T.Helper()
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		c.T.Fatal(err)
	}
	schema := c.doc.Paths.Value(path).GetOperation(method).RequestBody.Value.Content.Get("application/json").Schema.Value
	if err := schema.VisitJSON(v, openapi3.VisitAsRequest(), openapi3.MultiErrors(), openapi3.EnableJSONSchema2020()); err != nil {
		c.T.Errorf("%s %s: the document does not allow %s: %v", method, path, body, err)
	}
}

const one = mediations + "/{id}"

const interpreter = `{"name":"译者丙","language":"彝语","unbound":true,"consented":true}`

// A case is taken along its road by programs alone, and everything on the way is what the document says.
func TestTheRoadOverTheInterface(t *testing.T) {
	each(t, func(t *testing.T, w *client) {
		c := w.contract()
		c.fits("POST", mediations, application)
		var made struct {
			ID, Code, State string
			Parties         []struct{ ID, Role, Code string }
		}
		decodeLoosely(t, c.holds("POST", mediations, c.post("clerk", mediations, "road", application).want(t, 201)).Body, &made)
		if _, err := id.ParseCode(made.Code); err != nil || made.State != "submitted" || made.Parties[0].Code != made.Code || made.Parties[1].Code != "" {
			t.Fatalf("created %+v: %v", made, err)
		}
		var stands struct {
			State     string
			Version   int
			Mediators []struct{ ID string }
			Sessions  []struct{ ID string }
			Agreement struct{ Text string }
			Missing   []struct{ As, Of string }
		}
		step := func(login, event, body string) {
			t.Helper()
			body = strings.NewReplacer("$A", made.Parties[0].ID, "$B", made.Parties[1].ID).Replace(body)
			path := one + "/" + event
			if body != "" {
				c.fits("POST", path, body)
			}
			a := c.post(login, mediations+"/"+made.ID+"/"+event, rand.Text(), body)
			if a.Status != 200 {
				t.Fatalf("%s: %d %s", event, a.Status, a.Body)
			}
			decodeLoosely(t, c.holds("POST", path, a).Body, &stands)
			for _, login := range []string{"clerk", "mediator", "lead", "second", "records"} {
				c.holds("GET", one, c.get(login, mediations+"/"+made.ID))
			}
		}
		step("clerk", "screen", "")
		for _, p := range []string{"$A", "$B"} {
			step("clerk", "inform", `{"party":"`+p+`","language":"zh-Hans","how":"read_out","interpreter":`+interpreter+`}`)
			step("clerk", "talk", `{"party":"`+p+`","concern":"none","text":"怕对方报复","interpreter":`+interpreter+`}`)
			if p == "$A" {
				step("clerk", "invite", "")
			}
		}
		for _, p := range []string{"$A", "$B"} {
			step("clerk", "consent", `{"party":"`+p+`","how":"written","language":"zh-Hans","age":40,"interpreter":`+interpreter+`}`)
		}
		step("clerk", "accept", `{"claimed":"`+c.Clock.Now().Format("2006-01-02T15:04:05Z07:00")+`"}`)
		step("clerk", "propose", `{"account":"`+c.Hired("mediator").Account.String()+`","lead":true}`)
		step("mediator", "disclose", `{"engagement":"`+stands.Mediators[0].ID+`","conflict":"none"}`)
		for _, p := range []string{"$A", "$B"} {
			step("clerk", "agree_mediator", `{"engagement":"`+stands.Mediators[0].ID+`","party":"`+p+`","agree":true}`)
		}
		step("mediator", "schedule", `{"mode":"joint","with":["$A","$B"],"start":"2026-03-02T10:00:00+08:00","place":"村委会一楼调解室"}`)
		step("mediator", "begin", `{"session":"`+stands.Sessions[0].ID+`","interpreters":[{"party":"$B",`+interpreter[1:]+`]}`)
		step("mediator", "note", `{"scope":"mediator","text":"先分开谈"}`)
		step("mediator", "investigate", `{"scope":"joint","way":"ask","place":"物业办公室","whom":"物业值班员","text":"花盆没有固定","consented":true}`)
		step("mediator", "record", `{"session":"`+stands.Sessions[0].ID+`","minutes":50,"present":["$A","$B"],"text":"双方心平气和"}`)
		step("mediator", "draft", `{"language":"zh-Hans","parties":["$A","$B"],"facts":"阳台花盆坠落","issues":"雨棚由谁修","responsibility":"乙方修","no_waiver":true,
			"terms":[{"obligor":"$B","obligee":"$A","kind":"money","text":"赔偿伍佰元整","amount":{"minor":50000,"currency":"CNY"},"due":"2026-05-31","method":"微信转账"}]}`)
		for _, p := range []string{"$A", "$B"} {
			step("mediator", "offer_support", `{"party":"`+p+`","how":"read_out","support":"no","advice":"had","aloud":"had","home":"no"}`)
		}
		for _, m := range slices.Clone(stands.Missing) {
			of := map[string]string{"party": `,"interpreter":` + interpreter + `,"party":"` + m.Of + `"`, "mediator": `,"engagement":"` + m.Of + `"`}[m.As]
			who := map[string]string{"seal": "lead"}[m.As]
			if who == "" {
				who = "mediator"
			}
			step(who, "sign", `{"as":"`+m.As+`"`+of+`,"method":"paper","text":"`+stands.Agreement.Text+`"}`)
		}
		if stands.State != "effective" {
			t.Errorf("the road ends in %s", stands.State)
		}
		var list struct {
			Items []struct{ ID, Number, State string }
		}
		decodeLoosely(t, c.holds("GET", mediations, c.get("clerk", mediations+"?state=effective").want(t, 200)).Body, &list)
		if len(list.Items) != 1 || list.Items[0].ID != made.ID || list.Items[0].Number != "柳树村人调字〔2026〕第1号" {
			t.Errorf("listed as %+v", list)
		}
		for query, want := range map[string]int{"number=2026-1": 1, "number=2&from=2026-01-01": 0, "from=2026-01-01&to=2099-01-01&number=%E7%AC%AC1%E5%8F%B7": 1, "to=2026-01-01": 0, "type=no_longer": 0} {
			decodeLoosely(t, c.holds("GET", mediations, c.get("clerk", mediations+"?"+query).want(t, 200)).Body, &list)
			if len(list.Items) != want {
				t.Errorf("%s lists %+v", query, list)
			}
		}
		if all := string(c.get("clerk", mediations).Body); strings.Contains(all, made.Code) || strings.Contains(all, "慕容雪松") {
			t.Error("a list shows a code or a name")
		}
		var slip struct{ Code, Passphrase string }
		order := `{"party":"` + made.Parties[0].ID + `"}`
		c.fits("POST", one+"/slip", order)
		decodeLoosely(t, c.holds("POST", one+"/slip", c.post("clerk", mediations+"/"+made.ID+"/slip", "slip", order).want(t, 201)).Body, &slip)
		who, err := c.App.Mediation.Enter(c.Ctx, c.Tenant(), slip.Code, slip.Passphrase)
		if err != nil || who.Party.String() != made.Parties[0].ID {
			t.Errorf("the slip lets in %v: %v", who.Party, err)
		}
	})
}

func TestEveryRefusalIsWhatTheDocumentSays(t *testing.T) {
	each(t, func(t *testing.T, w *client) {
		c := w.contract()
		k := c.To(mediation.Submitted)
		for _, r := range c.api.Routes() {
			for _, login := range []string{"", "clerk", "lead", "mediator", "other.clerk", "statistician", "admin"} {
				token := ""
				if login != "" {
					token = c.Hired(login).Token
				}
				q := *r
				q.Path = strings.Replace(q.Path, "/insight/{id}", "/insight/{indicator}", 1)
				c.holds(r.Method, r.Path, c.ask(&q, token, k))
			}
		}
		for _, a := range []answer{c.get("clerk", mediations+"?limit=0"), c.get("", mediations)} {
			c.holds("GET", mediations, a)
		}
		long := c.request("clerk", "POST", mediations, []byte(strings.Repeat("x", 2<<20)))
		long.Header.Set("Idempotency-Key", "long")
		c.holds("POST", mediations, c.send(long).want(t, http.StatusRequestEntityTooLarge))
	})
}

func TestPromisesAndIndicators(t *testing.T) {
	each(t, func(t *testing.T, w *client) {
		c := w.contract()
		k := c.To(mediation.Accepted)
		type page struct {
			Items []struct{ Case, Rule, State, Number, Due string }
			Next  string
		}
		var all, first, rest page
		const path = "/api/v1/promises"
		decodeLoosely(t, c.holds("GET", path, c.get("lead", path)).want(t, 200).Body, &all)
		decodeLoosely(t, c.holds("GET", path, c.get("lead", path+"?limit=1")).want(t, 200).Body, &first)
		decodeLoosely(t, c.holds("GET", path, c.get("lead", path+"?limit=50&after="+first.Next)).want(t, 200).Body, &rest)
		if len(all.Items) == 0 || len(first.Items) != 1 || len(first.Items)+len(rest.Items) != len(all.Items) || all.Items[0].Case != k.ID.String() {
			t.Errorf("%+v, then %+v, then %+v", all, first, rest)
		}
		if all.Items[0].Number != "柳树村人调字〔2026〕第1号" {
			t.Errorf("the case is %q", all.Items[0].Number)
		}
		var none page
		decodeLoosely(t, c.get("lead", path+"?until="+all.Items[0].Due).want(t, 200).Body, &none)
		if len(none.Items) != 0 {
			t.Errorf("due before the first is due: %+v", none)
		}

		const uptake = "/api/v1/insight/{id}"
		for range 4 {
			c.Apply()
		}
		a := c.holds("GET", uptake, c.get("statistician", "/api/v1/insight/mediation.uptake?unit=T&from=2026-03-01&to=2026-03-31").want(t, 200))
		var figure map[string]any
		decodeLoosely(t, a.Body, &figure)
		if figure["suppressed"] != true || figure["value"] != nil || figure["numerator"] != nil || figure["id"] != "mediation.uptake" || len(figure) != 8 {
			t.Errorf("five cases, none mediated: %s", a.Body)
		}
		empty := c.holds("GET", uptake, c.get("lead", "/api/v1/insight/mediation.settlement?unit=V1&to=2020-01-01").want(t, 200))
		decodeLoosely(t, empty.Body, &figure)
		if figure["denominator"] != 0.0 || figure["suppressed"] != false {
			t.Errorf("an empty window: %s", empty.Body)
		}
		declared := c.holds("GET", uptake, c.get("lead", "/api/v1/insight/report_promises?unit=V1&period=2026-02").want(t, 200))
		decodeLoosely(t, declared.Body, &figure)
		if figure["id"] != "report_promises" || figure["value"] != nil || figure["suppressed"] != false {
			t.Errorf("an indicator of the rulebook, of which nothing is known: %s", declared.Body)
		}
		for query, field := range map[string]string{"report_promises?unit=V1&period=2026-13": "period", "report_promises?unit=V9&period=2026-02": "unit"} {
			if p := c.get("lead", "/api/v1/insight/"+query).problem(t); p.Field != field {
				t.Errorf("%s: %+v", query, p)
			}
		}
		c.get("lead", "/api/v1/insight/report_promises?unit=V1&period=2027-01").want(t, http.StatusConflict) // not over yet
		c.get("lead", "/api/v1/insight/moods?unit=V1&period=2026-02").want(t, http.StatusNotFound)
		c.get("lead", "/api/v1/insight/report_promises?period=2026-02").want(t, http.StatusForbidden)
		card := c.holds("GET", "/api/v1/cards", c.get("lead", "/api/v1/cards?unit=V1&period=2025-Q4").want(t, 200))
		var drawn struct {
			ID     string
			Points *float64
			Of     int
			Weighs []struct{ Figure map[string]any }
		}
		decodeLoosely(t, card.Body, &drawn)
		if drawn.ID == "" || drawn.Points != nil || drawn.Of != 0 || len(drawn.Weighs) == 0 || drawn.Weighs[0].Figure["id"] == nil {
			t.Errorf("a scorecard of a quarter without cases: %s", card.Body)
		}
		c.get("lead", "/api/v1/cards?unit=V1&period=2025-Q4&card=moods").want(t, http.StatusNotFound)
		c.get("clerk", "/api/v1/cards?unit=V1&period=2025-Q4").want(t, http.StatusForbidden)
		c.get("lead", "/api/v1/insight/mediation.uptake").want(t, http.StatusForbidden)
		c.get("statistician", "/api/v1/insight/mediation.mood").want(t, http.StatusNotFound)
		if p := c.get("statistician", "/api/v1/insight/mediation.uptake?unit=V9").problem(t); p.Field != "unit" {
			t.Errorf("an unknown unit: %+v", p)
		}
	})
}

func TestPagesOfAListMeetWithoutGapOrRepeat(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		want := map[string]bool{}
		for range 7 {
			want[c.Apply().ID.String()] = true
		}
		got := map[string]int{}
		next := ""
		for pages := 0; ; pages++ {
			var page struct {
				Items []struct{ ID string }
				Next  string
			}
			decodeLoosely(t, c.get("clerk", mediations+"?unit="+c.Unit("V1").String()+"&limit=3&after="+next).want(t, 200).Body, &page)
			for _, i := range page.Items {
				got[i.ID]++
			}
			if next = page.Next; next == "" {
				break
			}
			if pages > 5 {
				t.Fatal("the list does not end")
			}
		}
		for k := range want {
			if got[k] != 1 {
				t.Errorf("the case %s is listed %d times", k, got[k])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d cases are listed, there are %d", len(got), len(want))
		}
	})
}

// Names of operations and routes are promises to other programs.
func TestRouteNamesAreUnique(t *testing.T) {
	seen := map[string]*route.Route{}
	each(t, func(_ *testing.T, c *client) {
		for _, r := range c.api.Routes() {
			if before := seen[r.Name]; before != nil && before.Path != r.Path {
				t.Errorf("%s names %s and %s", r.Name, before.Path, r.Path)
			}
			seen[r.Name] = r
		}
	})
}
