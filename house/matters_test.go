package house_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/duty"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/referral"
	reports "linli/report"
	"linli/report/inspection"
)

// matter is something that the office holds beside mediations, full of what people said, with all that an address may name of it.
type matter struct {
	name     string // of its kind, with its ordinal
	id       id.ID
	parts    map[string]string // part of an address → what stands there
	staff    []string          // the accounts that work on it
	person   access.Actor      // with the slip; zero: nobody has one
	code     id.Code           // of the slip
	pass     string            // of the slip
	referral id.ID             // that a service accepted
	page     string            // of the office
	repo     sections          // where it is kept
	end      func()            // after which its retention runs
	api      string            // under which address programs find it; empty: they do not
	printed  string            // the capability whose whole file can be printed; empty: there is none
}

// planted is somebody whose name and number must be nowhere in clear.
var planted = person{apptest.Planted[0], apptest.Planted[2]}

// pixels are a small photograph.
func pixels(t testing.TB) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return &b
}

// everyKind is one matter of each kind: an ordinary report, a grievance, a complaint about a mediator, a request for help, duties of the
// office with what was put down for them, an inspection that has found something.
func everyKind(t *testing.T, w *apptest.World) []matter {
	t.Helper()
	return slices.Concat([]matter{issued(t, w, planted, "street_light"), complained(t, w, planted, "grievance"), complained(t, w, planted, "complaint_mediator"), seeking(t, w, planted)},
		duties(t, w), []matter{inspecting(t, w)})
}

// slipOf is the code of a case, with the passphrase that its person is given once.
func slipOf(t *testing.T, w *apptest.World, c id.ID, slips func() ([]casefile.Slip, error), first func(id.Code) (string, error)) (id.Code, string) {
	t.Helper()
	all, err := slips()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d slips of %s, %v", len(all), c, err)
	}
	pass, err := first(all[0].Code)
	if err != nil {
		t.Fatal(err)
	}
	return all[0].Code, pass
}

// ofReport is a report with its slip, to which its author has added a photograph.
func ofReport(t *testing.T, w *apptest.World, who person, c reports.Case, author access.Actor, part string) matter {
	t.Helper()
	s := w.App.Report
	m := matter{name: part, id: c.ID, person: author, page: "/" + part + "s/" + c.ID.String(), repo: s.Repo, api: "/api/v1/reports/", printed: reports.Capability}
	m.code, m.pass = slipOf(t, w, c.ID, func() ([]casefile.Slip, error) { return s.Repo.Slips(w.Ctx, w.Tenant(), c.ID) },
		func(code id.Code) (string, error) { return s.FirstSlip(w.Ctx, w.Tenant(), code) })
	w.Clock.Add(time.Minute)
	f, err := s.Upload(w.Ctx, author, c.ID, who.name+".png", pixels(t))
	if err != nil {
		t.Fatal(err)
	}
	m.parts = map[string]string{part: c.ID.String(), "id": c.ID.String(), "file": f.ID.String(), "of": reports.Capability, "case": c.ID.String(), "code": m.code.String(), "n": "1"}
	return m
}

// courtAsks is a demand of a court that names somebody, as none should.
func courtAsks(who person) casefile.AskDemand {
	return casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "1", Basis: "法", Asks: who.name + "说了什么，电话" + who.contact}}
}

// urgently asks for an urgent access with words that name somebody, as none should.
func urgently(who person) casefile.AskUrgent {
	return casefile.AskUrgent{Purpose: "life", Text: who.name + "受伤，电话" + who.contact, Now: true}
}

// issued is a report about a place, which is handled.
func issued(t *testing.T, w *apptest.World, who person, category string) matter {
	t.Helper()
	handler := w.Handler()
	f := w.Issue()
	f.Name, f.Contact, f.Text = who.name, who.contact, f.Text+"，"+who.name+"，电话"+who.contact
	if f.Category = category; category != "street_light" {
		f.Answers, f.Address = nil, "石桥巷九号"
	}
	c, reporter := w.Submit(f)
	m := ofReport(t, w, who, c, reporter, "report")
	m.staff = []string{"clerk"}
	c = w.Answer(handler, c, reports.Take{}, reports.Accept{}, reports.Note{Text: "先问" + who.name}, reports.Write{Text: who.name + "您好"})
	c = w.Answer(reporter, c, reports.Reply{Text: who.name + "的电话是" + who.contact}, reports.AskChange{What: "correct", Text: who.name + "的电话是" + who.contact})
	c = w.Answer(handler, c, reports.AnswerChange{Done: true, Text: "已改为" + who.contact})
	c = w.Answer(w.As("lead"), c, reports.Aside(courtAsks(who)))
	n := c.Demands[0].ID
	c = w.Answer(w.As("privacy"), c, reports.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"reported"}, Text: "提供" + who.name + "所反映的"}), reports.Aside(casefile.EndDemand{Demand: n}))
	c = w.Answer(w.As("lead"), c, reports.Aside(urgently(who)))
	u := c.Urgent[0].ID
	c = w.Answer(w.As("privacy"), w.Answer(w.As("lead"), c, reports.Aside(casefile.EndUrgent{Urgent: u})), reports.Aside(casefile.CheckUrgent{Urgent: u, Result: "proper", Text: "找过" + who.name}))
	m.end = func() { w.Answer(handler, c, reports.Fix{Text: "已告诉" + who.name}) }
	m.parts["demand"], m.staff = n.String(), append(m.staff, "privacy")
	m.parts["public"] = c.PublicID.String()
	return m
}

// complained is a complaint about a unit, a grievance or one about its mediator, which the desk above it answers.
func complained(t *testing.T, w *apptest.World, who person, category string) matter {
	t.Helper()
	f := w.Complaint()
	f.Name, f.Contact, f.Text, f.Category = who.name, who.contact, f.Text+"，"+who.name+"，电话"+who.contact, category
	if category == "grievance" {
		f.Mediator = id.ID{}
	}
	c, author := w.Complain(f)
	m := ofReport(t, w, who, c, author, "complaint")
	m.name, m.staff = category, []string{"upper.lead"}
	c = w.Answer(w.As("upper.lead"), c, reports.Take{}, reports.Accept{}, reports.ProposeWords{Text: "请答复" + who.name}, reports.Write{Text: who.name + "您好"})
	c = w.Answer(author, c, reports.Reply{Text: who.name + "的电话是" + who.contact})
	m.end = func() { w.Answer(author, c, reports.Withdraw{}) }
	return m
}

// seeking is a request for help of one person that a service has accepted, with something in each sealed field.
func seeking(t *testing.T, w *apptest.World, who person) matter {
	t.Helper()
	x := w.Request()
	x.Name, x.Contact, x.Text = who.name, who.contact, who.name+"，电话"+who.contact
	c, me := w.Ask(x)
	s := w.App.Referral
	m := matter{name: "help", id: c.ID, staff: []string{"clerk"}, person: me, page: "/help/" + c.ID.String(), repo: s.Repo, api: "/api/v1/referrals/"}
	m.code, m.pass = slipOf(t, w, c.ID, func() ([]casefile.Slip, error) { return s.Repo.Slips(w.Ctx, w.Tenant(), c.ID) },
		func(code id.Code) (string, error) { return s.FirstSlip(w.Ctx, w.Tenant(), code) })
	worker := w.Worker()
	c = w.Help(worker, c, referral.Take{Apart: true}, referral.Write{Text: who.name + "您好"}, referral.AddStep{Text: "陪" + who.name + "去"})
	c, provider := w.ReferTo(c, me, w.Clinic("青石法律援助站"))
	c = w.Help(provider, c, referral.Accept{Referral: provider.Party, Text: "等" + who.name})
	if _, err := s.OpenTold(w.Ctx, provider); err != nil {
		t.Fatal(err)
	}
	c = w.Help(me, c, referral.AskChange{What: "correct", Text: who.name + "的电话是" + who.contact})
	c = w.Help(worker, c, referral.AnswerChange{Done: true, Text: "已改为" + who.contact})
	c = w.Help(w.As("lead"), c, referral.Aside(courtAsks(who)))
	n := c.Demands[0].ID
	c = w.Help(w.As("privacy"), c, referral.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"asked"}, Text: "提供" + who.name + "所求助的"}), referral.Aside(casefile.EndDemand{Demand: n}))
	c = w.Help(w.As("lead"), c, referral.Aside(urgently(who)))
	u := c.Urgent[0].ID
	c = w.Help(w.As("privacy"), w.Help(w.As("lead"), c, referral.Aside(casefile.EndUrgent{Urgent: u})), referral.Aside(casefile.CheckUrgent{Urgent: u, Result: "proper", Text: "找过" + who.name}))
	m.staff = append(m.staff, "privacy")
	m.end = func() {
		c = w.Help(provider, c, referral.Complete{Referral: provider.Party, Outcome: "given", Text: "已见" + who.name})
		w.Help(worker, c, referral.Close{})
	}
	w.Clock.Add(time.Hour)
	m.referral = provider.Party
	m.parts = map[string]string{"help": c.ID.String(), "id": c.ID.String(), "referral": m.referral.String(), "of": referral.Capability, "case": c.ID.String(), "code": m.code.String(), "n": "1", "demand": n.String()}
	return m
}

// duties are three duties of V1 with what was put down for them: a return with words that is checked, a serious incident with its notice,
// and a shift with its log.
func duties(t *testing.T, w *apptest.World) []matter {
	t.Helper()
	s := w.App.Duty
	if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit("V1"), Limit: 5000})
	if err != nil {
		t.Fatal(err)
	}
	first := func(rule string) duty.Row {
		i := slices.IndexFunc(rows, func(x duty.Row) bool { return x.Case.Duty == rule })
		if i < 0 {
			t.Fatalf("V1 owes no %s", rule)
		}
		return rows[i]
	}
	act := func(login string, c duty.Case, cmds ...duty.Command) matter {
		for _, cmd := range cmds {
			w.Clock.Add(time.Minute)
			if c, err = s.Act(w.Ctx, w.As(login), c.ID, cmd, nil); err != nil {
				t.Fatalf("%s by %s: %v", cmd.Kind(), login, err)
			}
		}
		return matter{name: c.Duty, id: c.ID, page: "/duties/" + c.ID.String(), repo: s.Repo, end: func() {}, staff: []string{"clerk", "lead"}, api: "/api/v1/duties/",
			parts: map[string]string{"duty": c.ID.String(), "id": c.ID.String(), "evidence": c.Evidence[0].ID.String()}}
	}
	monthly := first("monthly_return").Case
	if _, err := s.Attach(w.Ctx, w.As("clerk"), monthly.ID, duty.AddEvidence{Sort: "copies", Number: 1, Text: apptest.Planted[0]}, apptest.Planted[1]+".png", blob.Prints{}, pixels(t), nil); err != nil {
		t.Fatal(err)
	}
	act("clerk", monthly, duty.Do{})
	incident, err := s.Record(w.Ctx, w.As("lead"), duty.Record{Occurrence: duty.Occurrence{Unit: w.Unit("V1"), Duty: "incident_notice", Cause: "fire"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := act("lead", incident, duty.AddEvidence{Sort: "notice", NamesNobody: true, Notice: duty.Notified{Place: "市场", Action: apptest.Planted[3]}}, duty.Do{})
	told.staff = []string{"lead"} // who owes it alone reads it
	told.end = func() { act("records", incident, duty.Check{}) }
	checked := act("lead", monthly, duty.Check{})
	shift := first("safety_round")
	if day := shift.Last.Add(-time.Hour); day.After(w.Clock.Now()) {
		w.Clock.Set(day)
	}
	log := duty.Sheet{Answers: map[string]string{"manned": "yes", "equipment": "yes", "reported": "not_here"}}
	return []matter{checked, told,
		act("clerk", shift.Case, duty.SignUp{}, duty.AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: log}, duty.Do{})}
}

// inspecting is an inspection of a market whose finding is ordered to be put right, with a photograph.
func inspecting(t *testing.T, w *apptest.World) matter {
	t.Helper()
	market := w.Inspectors()
	c, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c = w.Inspect("inspector", c, inspection.Record{Answers: map[string]string{"exits": inspection.Found, "extinguishers": inspection.Fine, "storage": inspection.Fine},
		Found: map[string]string{"exits": apptest.Planted[3]}, NamesNobody: true})
	f, err := w.App.Inspect.Upload(w.Ctx, w.As("inspector"), c.ID, apptest.Planted[1]+".png", blob.Prints{None: true}, pixels(t))
	if err != nil {
		t.Fatal(err)
	}
	w.Inspect("inspector", c, inspection.GiveOrder{Days: 7, Text: apptest.Planted[4]})
	return matter{name: "inspection", id: c.ID, staff: []string{"inspector", "lead"}, page: "/inspections/" + c.ID.String(), repo: w.App.Inspect.Repo,
		end: func() { endInspection(t, w, c.ID, market.ID) }, parts: map[string]string{"inspection": c.ID.String(), "place": market.ID.String(), "file": f.ID.String(), "paper": "inspection-record"}}
}

// endInspection leads an inspection to its end, and takes its place out of the register: its retention runs, and a contact is destroyed.
func endInspection(t *testing.T, w *apptest.World, of, place id.ID) {
	t.Helper()
	c, err := w.App.Inspect.Repo.Case(w.Ctx, w.Tenant(), of)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(time.Minute)
	if _, err := w.App.Inspect.Upload(w.Ctx, w.As("inspector"), c.ID, apptest.Planted[1]+".png", blob.Prints{None: true}, pixels(t)); err != nil {
		t.Fatal(err)
	}
	c = w.Inspect("inspector", c, inspection.Reinspect{Mended: []int{1}, Text: apptest.Planted[3]})
	w.Inspect("lead", c, inspection.Approve{}, inspection.Close{})
	if err := w.App.Inspect.EndPlace(w.Ctx, w.As("lead"), place); err != nil {
		t.Fatal(err)
	}
}

// services are the halves of all services that open something sealed of a case.
func services(a *app.App) []*casefile.Service {
	return []*casefile.Service{a.Mediation.Service, a.Report.Service, a.Inspect.Service, a.Referral.Service, a.Duty.Service}
}

// watch has a vault count what any service opens.
func watch(a *app.App) *watched {
	spy := &watched{Vault: a.Vault}
	for _, s := range services(a) {
		s.Vault = spy
	}
	a.Bundles.Vault = spy
	return spy
}

// recordedBy has every service write its readings down with one recorder.
func recordedBy(a *app.App, r access.Recorder) {
	for _, s := range services(a) {
		s.Recorder = r
	}
	a.Bundles.Recorder = r
}

// matterResponses are what everybody gets to see of the matters in a twin world: staff, and the person of each with its slip at each.
func matterResponses(w *apptest.World, held []matter, see func(string, any, error)) {
	w.T.Helper()
	open := func(who string, a access.Actor, m matter) {
		if m.api == "/api/v1/referrals/" {
			o, err := w.App.Referral.Open(w.Ctx, a, m.id)
			see(who, o, err)
			return
		}
		o, err := w.App.Report.Open(w.Ctx, a, m.id)
		see(who, o, err)
	}
	for _, h := range w.Office.Staff {
		if h.Token == "" {
			continue
		}
		a := w.As(h.Login)
		for i, row := range queues(w.T, w, a) {
			see(fmt.Sprintf("%s lists the %d. row", h.Login, i), row, nil)
		}
		for i, m := range held {
			open(fmt.Sprintf("%s opens matter %d", h.Login, i), a, m)
		}
	}
	for i, m := range held {
		for j, other := range held {
			open(fmt.Sprintf("the person of %d opens %d", i, j), m.person, other)
		}
	}
}
