package api_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/casefile/breach"
	"linli/mediation"
	"linli/platform/blob"
	"linli/promise"
	"linli/referral"
	"linli/report/inspection"
)

// inTown runs a test with the interface on both engines, in an office that has duties.
func inTown(t *testing.T, test func(t *testing.T, c *client, market inspection.Place)) {
	t.Helper()
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		test(t, open(w), market)
	})
}

type owed struct{ Of, Case, Unit, Rule, State, Due string }

func (c *contract) owed(t *testing.T, login, query string) (items []owed, next string) {
	t.Helper()
	var page struct {
		Items []owed
		Next  string
	}
	const path = "/api/v1/promises"
	decodeLoosely(t, c.holds("GET", path, c.get(login, path+query)).want(t, 200).Body, &page)
	return page.Items, page.Next
}

// The list for programs is what the page Due shows to the same account: every kind of case, in one order, page by page.
func TestPromisesOfEveryKind(t *testing.T) {
	inTown(t, func(t *testing.T, w *client, market inspection.Place) {
		c := w.contract()
		c.Handler()
		asked, _ := c.World.Ask(c.Request())
		made := map[string]string{"mediation": c.To(mediation.Accepted).ID.String(), "referral": asked.ID.String()}
		c.To(mediation.InSession) // one that is the mediator's
		issue, _ := c.Submit(c.Issue())
		made["report"] = issue.ID.String()
		looked, err := c.App.Inspect.Begin(c.Ctx, c.As("inspector"), inspection.Begin{Unit: c.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.App.Inspect.Upload(c.Ctx, c.As("inspector"), looked.ID, "a.jpg", blob.Prints{At: []blob.Area{{W: 500, H: 500}}}, bytes.NewReader(scan(t))); err != nil {
			t.Fatal(err)
		}
		c.Inspect("inspector", looked, inspection.Record{Answers: map[string]string{"exits": inspection.Found, "extinguishers": inspection.Fine, "storage": inspection.NotHere},
			Found: map[string]string{"exits": "出口堆放纸箱"}, NamesNobody: true}, inspection.GiveOrder{Days: 7, Text: "清理出口"})
		entry, err := c.App.Breaches.Enter(c.Ctx, c.As("privacy"), breach.New{Kinds: []string{"told"}, Cause: "lost", Found: c.Clock.Now(), Happened: "遗失文件夹"})
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := c.owed(t, "clerk", "?limit=100")
		for of, id := range made {
			if !slices.ContainsFunc(whole, func(x owed) bool {
				return x.Of == of && x.Case == id && x.Unit == c.Unit("V1").String() && x.Rule != ""
			}) {
				t.Errorf("nothing is owed on the %s", of)
			}
			only, _ := c.owed(t, "clerk", "?of="+of)
			if len(only) == 0 || slices.ContainsFunc(only, func(x owed) bool { return x.Of != of }) {
				t.Errorf("narrowed to %s: %+v", of, only)
			}
		}
		if !slices.ContainsFunc(whole, func(x owed) bool { return x.Of == "duty" && x.Rule == "monthly_return" }) {
			t.Error("the clerk's duties are missing")
		}
		village, _ := c.owed(t, "clerk", "?limit=100&unit=V1")
		if want := slices.DeleteFunc(slices.Clone(whole), func(x owed) bool { return x.Unit != c.Unit("V1").String() }); len(want) == 0 || !slices.Equal(village, want) {
			t.Errorf("narrowed to the village %+v, of %+v", village, whole)
		}
		if elsewhere, _ := c.owed(t, "clerk", "?limit=100&unit=V2"); len(elsewhere) != 0 {
			t.Errorf("of another village the clerk sees %+v", elsewhere)
		}
		own, _ := c.owed(t, "mediator", "?limit=100&of=mediation") // by the cases that are the mediator's
		if here, _ := c.owed(t, "mediator", "?limit=100&of=mediation&unit=V1"); len(own) == 0 || !slices.Equal(here, own) {
			t.Errorf("of the mediator's own %+v, narrowed to their village %+v", own, here)
		}
		if elsewhere, _ := c.owed(t, "mediator", "?limit=100&unit=V2"); len(elsewhere) != 0 {
			t.Errorf("of another village the mediator sees %+v", elsewhere)
		}
		if p := c.get("clerk", "/api/v1/promises?unit=nowhere").want(t, 400).problem(t); p.Field != "unit" {
			t.Errorf("%+v", p)
		}
		if looks, _ := c.owed(t, "lead", "?of=inspection"); len(looks) != 1 || looks[0].Case != looked.ID.String() {
			t.Errorf("of the inspection the lead sees %+v", looks)
		}
		if told, _ := c.owed(t, "privacy", "?of=breach"); len(told) != 1 || told[0].Case != entry.ID.String() || told[0].State != "running" {
			t.Errorf("of the breach the officer sees %+v", told)
		}
		order := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "全部材料"}}
		c.Help(c.As("lead"), asked, referral.Aside(order))
		for of, want := range map[string]int{"": 1, "&of=referral": 1, "&of=report": 0, "&of=inspection": 0} {
			demanded, _ := c.owed(t, "privacy", "?limit=100"+of)
			demanded = slices.DeleteFunc(demanded, func(x owed) bool { return x.Rule != "demand_answer" })
			if len(demanded) != want || want > 0 && (demanded[0].Of != "referral" || demanded[0].Case != asked.ID.String()) {
				t.Errorf("of %q a court's demand on a request for help is owed as %+v", of, demanded)
			}
		}
		if none, _ := c.owed(t, "privacy", "?of=breach&unit=V1"); len(none) != 0 {
			t.Errorf("the village owes %+v, which the whole office does", none)
		}
		if others, _ := c.owed(t, "other.clerk", "?limit=100"); slices.ContainsFunc(others, func(x owed) bool { return x.Unit == c.Unit("V1").String() }) {
			t.Errorf("the other village sees %+v", others)
		}
		if none, _ := c.owed(t, "admin", ""); len(none) != 0 {
			t.Errorf("the administrator sees %+v", none)
		}

		c.Clock.Add(9 * 24 * time.Hour) // some is late now
		whole, _ = c.owed(t, "clerk", "?limit=100")
		var paged []owed
		for next := ""; ; {
			items, after := c.owed(t, "clerk", "?limit=2&after="+next)
			if paged = append(paged, items...); after == "" {
				break
			}
			if next = after; len(paged) > len(whole) {
				t.Fatal("the list does not end")
			}
		}
		if !slices.Equal(paged, whole) {
			t.Errorf("page by page %+v\nin one piece %+v", paged, whole)
		}
		var groups []owed
		for _, stretch := range promise.Stretches {
			items, _ := c.owed(t, "clerk", "?limit=100&within="+stretch)
			if stretch == "late" && (len(items) == 0 || slices.ContainsFunc(items, func(x owed) bool { return x.State != "late" && x.Of != "mediation" })) {
				t.Errorf("late: %+v", items)
			}
			groups = append(groups, items...)
		}
		rest, _ := c.owed(t, "clerk", "?limit=100&from="+promise.Within("week", c.Clock.Now(), time.FixedZone("", 8*3600)).Until.UTC().Format(time.RFC3339Nano))
		if got := len(groups) + len(rest); got != len(whole) {
			t.Errorf("late, today, this week and later make %d of %d", got, len(whole))
		}
		if p := c.get("clerk", "/api/v1/promises?within=late&paused=false").want(t, 400).problem(t); p.Key != "api.query.apart" || p.Field != "within" {
			t.Errorf("%+v", p)
		}
	})
}
