package report_test

import (
	"net/http"
	"net/url"
	"testing"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/report"
)

// lamp is a street lamp that was reported and taken, with the address of its page.
func (o *office) lamp() (report.Case, access.Actor, string) {
	o.t.Helper()
	c, reporter := o.Submit(o.Issue())
	at := "/reports/" + c.ID.String()
	o.press("clerk", at+"/take", url.Values{})
	o.press("clerk", at+"/accept", url.Values{})
	return c, reporter, at
}

// TestAnAnswerBeginsWithATextOfTheRulebook: it is filled from what a list shows anyway, in the language that the reporter reads, and
// changed before it is sent.
func TestAnAnswerBeginsWithATextOfTheRulebook(t *testing.T) {
	o := newOffice(t)
	c, reporter, at := o.lamp()
	says(t, o.page("clerk", at+"/fix"), `value="mended"`, "It is mended", "繁體中文")
	silent(t, o.page("clerk", at+"/fix"), `value="cleared"`, `value="thanks"`) // of other kinds
	says(t, o.page("clerk", at+"/fix?begin=mended"), "What you reported on 2 March 2026 (A street lamp is out) is mended.")
	says(t, o.page("clerk", at+"/fix?begin=mended&in=zh-Hant"), "您於 2026年3月2日", "「路燈不亮」已修復")
	silent(t, o.page("clerk", at+"/fix?begin=mended"), "Adele Moreau", "13812345678", "阿依古丽欧阳", "桂花巷")
	says(t, o.page("clerk", at+"/interim?begin=scheduled"), "柳树村 has planned the work", "2026.")
	o.press("clerk", at+"/fix", url.Values{"text": {"换了灯泡，晚上去看过。"}, "checked": {"lit_at_dusk", "cover_shut"}})
	body := o.page("clerk", at)
	says(t, body, "What was looked at", "Seen after dark: it is lit")
	seen, err := o.App.Report.Open(o.Ctx, reporter, c.ID)
	if err != nil || len(seen.Case.Checked) != 2 {
		t.Errorf("%v, %v", seen.Case.Checked, err)
	}
	_, wrong := o.ask("clerk", http.MethodPost, at+"/recheck", url.Values{"text": {"亮了"}, "checked": {"the_neighbour"}})
	says(t, wrong, `href="#checked"`)
}

// TestOneLeadsAndOthersWorkWithThem: whoever is named as lead answers for it, whatever the order of the list.
func TestOneLeadsAndOthersWorkWithThem(t *testing.T) {
	o := newOffice(t)
	c, _, at := o.lamp()
	lead, clerk := o.Hired("lead").Account, o.Hired("clerk").Account
	o.press("clerk", at+"/assign", url.Values{"lead": {lead.String()}, "to": {clerk.String(), lead.String()}})
	after, err := o.App.Report.Repo.Case(o.Ctx, o.Tenant(), c.ID)
	if err == nil && (after.Handler != lead || len(after.With) != 1 || after.With[0] != clerk) || err != nil {
		// a handler hands over only to those who handle it already: then the lead gives it
		t.Errorf("%v with %v: %v", after.Handler, after.With, err)
	}
}

// TestASecondThingIsSplitOff: it is a report of its own without name or contact, the reporter sees both and takes a slip for the
// second; sent twice it is split once.
func TestASecondThingIsSplitOff(t *testing.T) {
	o := newOffice(t)
	c, reporter, at := o.lamp()
	form := o.page("clerk", at+"/split")
	says(t, form, "阳台花盆坠落处的路灯不亮", `value="road_surface"`)
	sent := carried(form, "category", "road_surface", "text", "灯下面的地砖也松了。", "address", "河边路口", "_key", "split-once")
	_, wrong := o.ask("clerk", http.MethodPost, at+"/split", carried(form, "category", "", "text", "x"))
	says(t, wrong, `href="#category"`)
	o.press("clerk", at+"/split", sent)
	o.press("clerk", at+"/split", sent)
	seen, err := o.App.Report.Open(o.Ctx, reporter, c.ID)
	if err != nil || len(seen.Parts) != 1 {
		t.Fatalf("%d parts: %v", len(seen.Parts), err)
	}
	part := seen.Parts[0]
	if part.PartOf != c.ID || part.Category != "road_surface" || part.Named || part.Reached || part.How != "" || part.Author == c.Author {
		t.Errorf("%+v", part)
	}
	says(t, o.page("clerk", at), "Split off this report", "/reports/"+part.ID.String())
	code, passphrase, err := o.App.Report.PartSlip(o.Ctx, reporter, c.ID, 1)
	if err != nil || len(passphrase) != 16 {
		t.Fatalf("%q %v", passphrase, err)
	}
	again, none, err := o.App.Report.PartSlip(o.Ctx, reporter, c.ID, 1)
	if err != nil || again != code || none != "" {
		t.Errorf("a second time: %q %q %v", again, none, err)
	}
	_, own := o.Complained(code)
	words, err := o.App.Report.Open(o.Ctx, own, part.ID)
	if err != nil || words.Account.Text != "灯下面的地砖也松了。" || words.Account.Address != "河边路口" || words.Name != "" {
		t.Errorf("%+v %v", words.Account, err)
	}
	if _, _, err := o.App.Report.PartSlip(o.Ctx, own, c.ID, 1); err == nil {
		t.Error("whoever has the part's slip gets slips of the first report")
	}
	for range 4 {
		o.press("clerk", at+"/split", url.Values{"category": {"road_surface"}, "text": {"又一处"}, "address": {"河边路口"}})
	}
	_, _, err = o.App.Report.Split(o.Ctx, o.As("clerk"), c.ID, report.Split{Category: "road_surface", Text: "又一处", Address: "河边路口"}, nil, nil, nil)
	if f := fault.Of(err); f == nil || f.Key != "issue.guard.too_many_parts" {
		t.Errorf("a sixth part: %v", err)
	}
}

// TestTheTableHoldsWhatIsPublic: whoever works a queue gets what everybody may read, and nothing that a reporter wrote.
func TestTheTableHoldsWhatIsPublic(t *testing.T) {
	o := newOffice(t)
	_, _, at := o.lamp()
	body := o.page("clerk", "/reports/open311.csv")
	says(t, body, "service_request_id,requested_datetime", "street_light")
	silent(t, body, "阳台花盆坠落处的路灯不亮", "桂花巷", "阿依古丽欧阳", at)
	if status, _ := o.ask("mediator", http.MethodGet, "/reports/open311.csv", url.Values{}); status == http.StatusOK {
		t.Error("who works no queue gets it")
	}
}
