package inspection_test

import (
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/report/inspection"
	"linli/rulebook"
	"linli/rulebooks"
)

// desk decides commands as the service would, over one case.
type desk struct {
	t      *testing.T
	clock  *clock.Manual
	ids    *id.Source
	rules  *rulebook.Rulebook
	place  inspection.Place
	c      inspection.Case
	events []casefile.Event
}

var (
	inspector = casefile.By{Kind: access.Staff, Account: id.ID{15: 1}, Post: access.Inspector}
	lead      = casefile.By{Kind: access.Staff, Account: id.ID{15: 2}, Post: access.Lead}
)

func newDesk(t *testing.T) *desk {
	t.Helper()
	files, err := fs.Sub(rulebooks.FS, "cn-town")
	if err != nil {
		t.Fatal(err)
	}
	rules, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	now := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	d := &desk{t: t, clock: now, ids: id.NewSource(now, nil), rules: rules}
	d.place = inspection.Place{KnownPlace: report.KnownPlace{ID: id.ID{15: 9}, Unit: id.ID{15: 8}, Name: "河边市场"}, Kind: "market", Keeper: access.Inspector, Operator: "河边市场管理有限公司"}
	return d
}

func (d *desk) try(by casefile.By, cmd inspection.Command) error {
	d.t.Helper()
	d.clock.Add(time.Minute)
	out, err := inspection.Decide(d.c, cmd, by, d.clock.Now(), inspection.Knowledge{Rules: d.rules, Place: d.place}, d.ids)
	if err == nil {
		d.c, d.events = out.Case, append(d.events, out.Step.Event)
	}
	return err
}

func (d *desk) do(by casefile.By, cmds ...inspection.Command) *desk {
	d.t.Helper()
	for _, cmd := range cmds {
		if err := d.try(by, cmd); err != nil {
			d.t.Fatalf("%s in %q: %v", cmd.Kind(), d.c.State, err)
		}
	}
	return d
}

func (d *desk) refused(by casefile.By, cmd inspection.Command, key string) {
	d.t.Helper()
	if err := d.try(by, cmd); err == nil || fault.Of(err).Key != key {
		d.t.Errorf("%s in %q: got %v, want %s", cmd.Kind(), d.c.State, err, key)
	}
}

var begin = inspection.Begin{Unit: id.ID{15: 8}, Place: id.ID{15: 9}, Checklist: "shop"}

// picture is a photograph that was cleaned and sealed before.
func (d *desk) picture() inspection.Command { return inspection.Photograph(d.ids.New()) }

func looked(found bool) inspection.Record {
	r := inspection.Record{Answers: map[string]string{"exits": inspection.Fine, "extinguishers": inspection.Fine, "storage": inspection.NotHere}, NamesNobody: true}
	if found {
		r.Answers["exits"], r.Found = inspection.Found, map[string]string{"exits": "东侧出口堆放纸箱"}
	}
	return r
}

// to leads a new case into a state.
func (d *desk) to(s inspection.State) *desk {
	d.t.Helper()
	d.do(inspector, begin)
	switch s {
	case inspection.Inspecting:
		return d
	case inspection.Cancelled:
		return d.do(inspector, inspection.Cancel{})
	}
	d.do(inspector, d.picture(), looked(true))
	if s == inspection.Recorded {
		return d
	}
	if s == inspection.Escalated {
		return d.do(inspector, inspection.Escalate{Body: "fire", Text: "通道被占用"})
	}
	d.do(inspector, inspection.GiveOrder{Days: 7, Text: "清理出口"})
	if s == inspection.Ordered {
		return d
	}
	mended := []int{1}
	if s == inspection.Supervised {
		mended = nil
	}
	d.do(inspector, d.picture(), inspection.Reinspect{Mended: mended, Text: "看过"})
	switch s {
	case inspection.Rechecking:
		return d.do(lead, inspection.SendBack{Text: "请再看一次"})
	case inspection.Approved, inspection.Closed, inspection.Supervised:
		d.do(lead, inspection.Approve{})
	}
	switch s {
	case inspection.Closed:
		d.do(lead, inspection.Close{})
	case inspection.Supervised:
		d.do(lead, inspection.Supervise{Days: 30, Text: "多次未整改"})
	}
	return d
}

// allowed is the machine as the design has it, written by hand.
var allowed = map[inspection.State]string{
	inspection.Inspecting:  "attach cancel record",
	inspection.Recorded:    "attach escalate order pass",
	inspection.Ordered:     "ask_extension attach extend refuse_extension reinspect",
	inspection.Reinspected: "approve publish send_back",
	inspection.Rechecking:  "attach publish reinspect",
	inspection.Approved:    "close escalate order publish supervise",
	inspection.Escalated:   "attach reinspect supervise",
	inspection.Supervised:  "attach publish reinspect",
	inspection.Closed:      "erase",
	inspection.Cancelled:   "erase",
}

func TestTheMachineIsTheTable(t *testing.T) {
	got := map[inspection.State][]string{}
	for _, row := range inspection.Machine {
		for _, s := range row.From {
			if s != "" {
				got[s] = append(got[s], string(row.Event))
			}
		}
	}
	for _, s := range inspection.States {
		slices.Sort(got[s])
		if strings.Join(got[s], " ") != allowed[s] {
			t.Errorf("%s: %v, want %s", s, got[s], allowed[s])
		}
	}
}

// TestReplayGivesTheCase leads a case into every state; the fold of its events is the same case.
func TestReplayGivesTheCase(t *testing.T) {
	for _, s := range inspection.States {
		d := newDesk(t).to(s)
		if d.c.State != s {
			t.Errorf("%s: it stands at %s", s, d.c.State)
		}
		again, err := inspection.Replay(d.c.Tenant, d.events)
		if err != nil || !reflect.DeepEqual(again, d.c) {
			t.Errorf("%s: %v\n%+v\n%+v", s, err, again, d.c)
		}
	}
}

func TestGuards(t *testing.T) {
	const g = "inspection.guard."
	d := newDesk(t)
	d.place.ClosedAt = d.clock.Now()
	d.refused(inspector, begin, "inspection.guard.not_listed")
	d = newDesk(t).to(inspection.Inspecting)
	d.refused(inspector, inspection.Pass{}, g+"state")
	d.do(inspector, looked(false))
	d.refused(inspector, inspection.Pass{}, "inspection.guard.no_photograph")
	d.refused(inspector, inspection.GiveOrder{Days: 7, Text: "x"}, "inspection.guard.nothing_left")
	for range 40 {
		d.do(inspector, d.picture())
	}
	d.refused(inspector, d.picture(), "inspection.guard.too_many_files")
	d.do(inspector, inspection.Pass{})
	d.refused(casefile.System, inspection.Erase{}, "inspection.guard.kept")
	d.clock.Add(1096 * 24 * time.Hour)
	d.do(casefile.System, inspection.Erase{})
	d.refused(casefile.System, inspection.Erase{}, "inspection.guard.erased")

	d = newDesk(t).to(inspection.Recorded)
	d.refused(inspector, inspection.Pass{}, "inspection.guard.something_found")
	d.place.Operator = ""
	d.refused(inspector, inspection.GiveOrder{Days: 7, Text: "x"}, "inspection.guard.no_recipient")

	d = newDesk(t).to(inspection.Ordered)
	d.refused(lead, inspection.Extend{Days: 5}, "inspection.guard.nothing_asked")
	d.refused(inspector, inspection.Reinspect{Text: "x"}, "inspection.guard.no_photograph_again")
	d.do(inspector, inspection.AskExtension{Text: "等配件"})
	d.refused(inspector, inspection.AskExtension{Text: "再等"}, "inspection.guard.extension_asked")
	d.refused(inspector, inspection.Extend{Days: 5}, "inspection.guard.own_request")
	d.do(lead, inspection.Extend{Days: 5})
	if got := d.c.Order().Until.String(); got != "2026-03-14" {
		t.Errorf("the term ends on %s", got)
	}
	d = newDesk(t).to(inspection.Ordered)
	d.clock.Add(8 * 24 * time.Hour)
	d.refused(inspector, inspection.AskExtension{Text: "晚了"}, "inspection.guard.term_over")

	d = newDesk(t).to(inspection.Reinspected)
	d.refused(inspector, inspection.Approve{}, "inspection.guard.own_opinion")
	d.refused(lead, inspection.Publish{Text: "x", NamesNobody: true}, "inspection.guard.not_supervised")
	newDesk(t).to(inspection.Ordered).do(inspector, newDesk(t).picture())
	d = newDesk(t).to(inspection.Supervised)
	d.do(lead, inspection.Publish{Text: "东侧出口不通", NamesNobody: true})
	d.refused(lead, inspection.Publish{Text: "再来", NamesNobody: true}, "inspection.guard.published")
	d.do(inspector, d.picture(), inspection.Reinspect{Text: "还是堵"})
	d.do(lead, inspection.Approve{})
	d.refused(lead, inspection.Close{}, "inspection.guard.not_mended")
}

// TestWrongFields: what a person reads who leaves something out.
func TestWrongFields(t *testing.T) {
	d := newDesk(t).to(inspection.Inspecting)
	err := d.try(inspector, inspection.Record{Answers: map[string]string{"exits": inspection.Found, "storage": inspection.Fine}})
	var all fault.List
	var got []string
	if errors.As(err, &all) {
		for _, f := range all {
			got = append(got, f.Field+" "+f.Key)
		}
	}
	if want := []string{"found-exits form.required", "answer-extinguishers form.choose", "names_nobody inspection.names_nobody.required"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	early := looked(false)
	early.Claimed = d.clock.Now().Add(time.Hour)
	d.refused(inspector, early, "inspection.claimed.future")
	d = newDesk(t).to(inspection.Recorded)
	d.refused(inspector, inspection.GiveOrder{Days: 91, Text: "x"}, "inspection.days.wrong")
	d.refused(inspector, inspection.Escalate{Body: "neighbour", Text: "x"}, "form.choose")
	d = newDesk(t).to(inspection.Ordered).do(inspector, inspection.AskExtension{Text: "x"})
	d.refused(lead, inspection.Extend{Days: 31}, "inspection.days.wrong")
	d.do(inspector, d.picture())
	d.refused(inspector, inspection.Reinspect{Mended: []int{2}, Text: "x"}, "form.choose")
}

// TestTheTermOfAnOrderIsAdded: the re-inspection is owed so many days after the term of its own order, also where it was extended
// and where a second order follows.
func TestTheTermOfAnOrderIsAdded(t *testing.T) {
	d := newDesk(t).to(inspection.Ordered) // on 2 March: seven days, and ten of the rule
	due := func(n int) string {
		t.Helper()
		var out []string
		for _, p := range inspection.Promises(d.c, d.events, d.rules, d.clock.Now()) {
			if p.Rule == "inspection_recheck" {
				out = append(out, p.Due.In(d.rules.Zone).Format(time.DateOnly)+" "+string(p.State))
			}
		}
		if len(out) != n {
			t.Fatalf("%v", out)
		}
		return out[n-1]
	}
	if got := due(1); got != "2026-03-19 running" {
		t.Error(got)
	}
	d.do(inspector, inspection.AskExtension{Text: "x"}).do(lead, inspection.Extend{Days: 4})
	if got := due(1); got != "2026-03-23 running" {
		t.Error(got)
	}
	d.do(inspector, d.picture(), inspection.Reinspect{Text: "没有整改"}).do(lead, inspection.Approve{}).do(inspector, inspection.GiveOrder{Days: 20, Text: "再次责令"})
	if got := due(2); got != "2026-04-01 running" {
		t.Error(got)
	}
}

// TestNoPlaceOfTheRegister: names and kinds that no list of public places holds.
func TestNoPlaceOfTheRegister(t *testing.T) {
	d := newDesk(t)
	ok := inspection.Place{KnownPlace: report.KnownPlace{Name: "河边广场"}, Kind: "square", Keeper: access.Inspector}
	for _, x := range []struct {
		change func(*inspection.Place)
		key    string
	}{
		{func(*inspection.Place) {}, ""},
		{func(p *inspection.Place) { p.Kind = "home" }, "inspection.place.kind"},
		{func(p *inspection.Place) { p.Kind = "" }, "inspection.place.kind"},
		{func(p *inspection.Place) { p.Name = "三号楼住宅" }, "inspection.place.none"},
		{func(p *inspection.Place) { p.Name = "出租屋集中区" }, "inspection.place.none"},
		{func(p *inspection.Place) { p.Name = "城东清真寺" }, "inspection.place.none"},
		{func(p *inspection.Place) { p.Name = "Corner Church" }, "inspection.place.none"},
		{func(p *inspection.Place) { p.Name = "老人活动中心" }, ""},
		{func(p *inspection.Place) { p.Name = "Opera House" }, ""},
		{func(p *inspection.Place) { p.Name = "13812345678" }, "inspection.place.number"},
		{func(p *inspection.Place) { p.Operator = "广场公司" }, "inspection.place.no_operator"},
		{func(p *inspection.Place) { p.Kind, p.Operator = "market", "市场公司" }, ""},
		{func(p *inspection.Place) { p.Keeper = access.Mediator }, "form.choose"},
	} {
		p := ok
		x.change(&p)
		err := p.Check(d.rules, "")
		if err != nil {
			if got := fault.Of(err).Key; got != x.key {
				t.Errorf("%s %s: %s, want %q", p.Kind, p.Name, got, x.key)
			}
		} else if x.key != "" {
			t.Errorf("%s %s is taken, want %s", p.Kind, p.Name, x.key)
		}
	}
}

// TestTheOfficeLooksAgainToTheEnd: wherever an inspection stands between its record and its end, something is owed that leads on;
// what was handed on or is supervised too.
func TestTheOfficeLooksAgainToTheEnd(t *testing.T) {
	owed := func(d *desk) (out []string) {
		for _, p := range inspection.Promises(d.c, d.events, d.rules, d.clock.Now()) {
			if p.Open() && p.Rule != "inspection_published" {
				out = append(out, p.Rule+" "+p.Due.In(d.rules.Zone).Format(time.DateOnly))
			}
		}
		return out
	}
	for s, want := range map[inspection.State]string{
		inspection.Recorded: "inspection_concluded 2026-03-05", inspection.Ordered: "inspection_recheck 2026-03-19", inspection.Reinspected: "inspection_approval 2026-03-05",
		inspection.Rechecking: "inspection_again 2026-03-12", inspection.Approved: "inspection_followed 2026-03-09", inspection.Escalated: "inspection_again 2026-03-12",
		inspection.Supervised: "inspection_supervised 2026-04-01", inspection.Closed: "",
	} {
		if got := strings.Join(owed(newDesk(t).to(s)), "; "); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
	d := newDesk(t).to(inspection.Escalated)
	d.clock.Add(5 * 24 * time.Hour)
	d.do(lead, inspection.Supervise{Days: 20, Text: "还没有整改"})
	if got := strings.Join(owed(d), "; "); got != "inspection_supervised 2026-03-27" {
		t.Errorf("supervised: %q", got)
	}
	d.do(inspector, d.picture(), inspection.Reinspect{Text: "还是堵"}).do(lead, inspection.Approve{}, inspection.Supervise{Days: 30, Text: "再督办"})
	if got := strings.Join(owed(d), "; "); got != "inspection_supervised 2026-04-06" {
		t.Errorf("supervised once more: %q", got)
	}
}
