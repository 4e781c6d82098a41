package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
)

// inParts takes a road to an agreement of six monthly payments, from b to a, beginning on 30 April 2026.
func inParts(t *testing.T) *road {
	t.Helper()
	r := newRoad(t).to(InSession)
	d := r.draft()
	d.Terms = d.Terms[:1]
	d.Terms[0].Due = ""
	for _, due := range []string{"2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30"} {
		d.Terms[0].Instalments = append(d.Terms[0].Instalments, Part{Money{20000, "CNY"}, due})
	}
	r.do(d)
	r.signAll()
	return r
}

func (r *road) part(n int) *Instalment { return &r.c.Agreement.Instalments[n-1] }

func (r *road) pays(n int, minor int64) ConfirmPerformance {
	return ConfirmPerformance{Party: r.a(), Instalment: r.part(n).ID, Amount: Money{minor, "CNY"}}
}

func TestPartsOfATermMakeUpTheWhole(t *testing.T) {
	r := newRoad(t).to(InSession)
	try := func(key string, parts ...Part) {
		t.Helper()
		d := r.draft()
		d.Terms[0].Instalments = parts
		r.refused(key, d)
	}
	try("mediation.field.instalments_sum", Part{Money{1, "CNY"}, "2026-04-30"})
	try("form.date", Part{Money{120000, "CNY"}, "2026-02-31"})
	try("mediation.field.amount", Part{Money{120000, "USD"}, "2026-04-30"})
	try("mediation.field.amount", Part{Money{-1, "CNY"}, "2026-04-30"}, Part{Money{120001, "CNY"}, "2026-05-30"})
	try("mediation.field.instalments_order", Part{Money{60000, "CNY"}, "2026-05-30"}, Part{Money{60000, "CNY"}, "2026-04-30"})
	try("mediation.field.instalments_many", make([]Part, MaxInstalments+1)...)
	d := r.draft()
	d.Terms[0].Type, d.Terms[0].Amount, d.Terms[0].Instalments = "act", Money{}, []Part{{Money{1, "CNY"}, "2026-04-30"}}
	r.refused("mediation.field.instalments_money", d)
}

func TestMonthlyParts(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	got := Monthly(Money{100000, "CNY"}, 3, day("2027-12-31"))
	want := []Part{{Money{33333, "CNY"}, "2027-12-31"}, {Money{33333, "CNY"}, "2028-01-31"}, {Money{33334, "CNY"}, "2028-02-29"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Monthly(Money{600, "CNY"}, 4, day("2026-01-30")); got[1].Due != "2026-02-28" || got[2].Due != "2026-03-30" {
		t.Errorf("a short month moves those after it: %v", got)
	}
	if Monthly(Money{2, "CNY"}, 3, day("2026-01-30")) != nil || Monthly(Money{2, "CNY"}, 0, day("2026-01-30")) != nil {
		t.Error("parts of nothing")
	}
}

func TestThePayeesWordCounts(t *testing.T) {
	r := inParts(t)
	one := r.part(1).ID
	r.refused("mediation.guard.not_obligor", ReportPerformance{Party: r.a(), Instalment: one})
	r.do(ReportPerformance{Party: r.b(), Instalment: one})
	if r.c.State != Effective || !r.part(1).Fulfilled.IsZero() {
		t.Error("the obligor's word alone ends what is owed")
	}
	r.refused("mediation.guard.not_payee", ConfirmPerformance{Party: r.b(), Instalment: one, Amount: Money{20000, "CNY"}})
	r.refused("mediation.field.amount", r.pays(1, 0))
	r.refused("mediation.field.amount_currency", ConfirmPerformance{Party: r.a(), Instalment: one, Amount: Money{20000, "USD"}})
	r.do(r.pays(1, 20000))
	if r.c.State != Performing || r.part(1).Fulfilled.IsZero() {
		t.Errorf("%s, fulfilled %v", r.c.State, r.part(1).Fulfilled)
	}
	r.refused("mediation.guard.nothing_due", r.pays(1, 20000))

	r.do(r.pays(2, 5000)) // in part
	if got := r.part(2); got.Paid() != 5000 || !got.Fulfilled.IsZero() {
		t.Errorf("after a part: %+v", got)
	}
	goods := ConfirmPerformance{Party: r.a(), Instalment: r.part(2).ID, InKind: true}
	r.refused("form.required", goods) // what was given?
	goods.Text = "一车砖"
	r.do(goods)
	if r.part(2).Fulfilled.IsZero() {
		t.Error("goods that the payee takes for the rest do not end it")
	}
	sameOnReplay(t, r)
}

func TestMoneyAboveTheSum(t *testing.T) {
	r := inParts(t)
	over := r.pays(1, 50000)
	r.refused("mediation.field.surplus", over)
	over.Surplus = "next"
	r.do(over)
	for n, want := range map[int]int64{1: 20000, 2: 20000, 3: 10000} {
		if r.part(n).Paid() != want {
			t.Errorf("instalment %d: %d, want %d", n, r.part(n).Paid(), want)
		}
	}
	if r.part(2).Fulfilled.IsZero() || !r.part(3).Fulfilled.IsZero() {
		t.Error("the surplus fills what is due next, in order")
	}
	back := r.pays(4, 30000)
	back.Surplus = "return"
	r.do(back)
	if r.part(4).Over() != 10000 || r.part(5).Paid() != 0 {
		t.Errorf("over %d, next %d", r.part(4).Over(), r.part(5).Paid())
	}
	r.do(r.pays(3, 10000), r.pays(5, 20000))
	last := r.pays(6, 20001)
	last.Surplus = "next"
	r.refused("mediation.field.surplus_last", last)
	last.Surplus = "return"
	r.do(last)
	if r.c.State != Performed {
		t.Errorf("everything was paid: %s", r.c.State)
	}
	sameOnReplay(t, r)
}

func TestABreachIsUrgedOnceAndThenTheRoutesAreTold(t *testing.T) {
	r := inParts(t)
	miss := NotPerformed{Party: r.a(), Instalment: r.part(1).ID}
	r.refused("mediation.guard.not_due_yet", miss)
	r.clock.Add(60 * 24 * time.Hour) // 1 May
	r.do(miss)
	r.refused("mediation.guard.not_urged", TellRoutes{})
	r.do(Urge{})
	r.refused("mediation.guard.already_urged", Urge{})
	r.do(TellRoutes{})
	if r.c.State != Breached || r.c.Breach.Routes.IsZero() {
		t.Errorf("%s %+v", r.c.State, r.c.Breach)
	}
	r.do(r.pays(1, 20000))
	if r.c.State != Performing || r.c.Breach != nil {
		t.Errorf("what was missing came: %s", r.c.State)
	}
	r.do(r.pays(2, 20000), r.pays(3, 20000), r.pays(4, 20000), r.pays(5, 20000), r.pays(6, 20000))
	if r.c.State != Performed {
		t.Errorf("%s", r.c.State)
	}
	r.refused("mediation.guard.state", miss)
	sameOnReplay(t, r)
}

func TestTheLastPaymentOfABreachEndsTheCase(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.clock.Add(90 * 24 * time.Hour)
	due := r.c.Agreement.Instalments[0]
	r.do(NotPerformed{Party: due.Obligee, Instalment: due.ID})
	r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount})
	if r.c.State != Performed {
		t.Errorf("%s", r.c.State)
	}
}

func TestFollowUpNeedsTheWishOfTheParty(t *testing.T) {
	r := newRoad(t).to(Effective)
	ask := AskFollowUp{Party: r.a(), Mode: "phone", Outcome: "not_yet", Text: "还差一半"}
	r.refused("mediation.guard.follow_up_not_agreed", ask)
	r.do(AgreeFollowUp{Party: r.a(), How: consent.Oral, Language: "zh-Hans"})
	step := r.all[len(r.all)-1]
	if len(step.Consents) != 1 || step.Consents[0].Purpose != consent.FollowUp || step.Event.Visibility.To(r.b()) {
		t.Errorf("%+v", step)
	}
	r.refused("mediation.guard.follow_up_agreed", AgreeFollowUp{Party: r.a(), How: consent.Oral, Language: "zh-Hans"})
	r.refused("mediation.guard.follow_up_not_agreed", AskFollowUp{Party: r.b(), Mode: "phone", Outcome: "not_yet"})
	home := ask
	home.Mode = "home"
	r.refused("mediation.field.follow_up_mode", home)
	r.do(ask)
	r.know.Records = step.Consents
	r.do(StopFollowUp{r.a(), consent.Oral})
	if got := r.all[len(r.all)-1].Consents; len(got) != 1 || got[0].Valid(r.clock.Now()) {
		t.Errorf("the consent goes on: %+v", got)
	}
	r.refused("mediation.guard.follow_up_not_agreed", ask)
	sameOnReplay(t, r)
}

// sums adds up what a road counted.
func (r *road) sums() map[string]int64 {
	out := map[string]int64{}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			out[m.Measure] += m.N
		}
	}
	return out
}

func TestAVoidedAgreementIsTakenBackFromTheFigures(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, Confirm{})
	due := r.c.Agreement.Instalments[0]
	r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{due.Amount.Minor - 1, due.Amount.Currency}})
	if r.sums()["mediation.part_performed"] != 1 || r.sums()["mediation.performed"] != 0 {
		t.Errorf("a part came: %v", r.sums())
	}
	r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{1, due.Amount.Currency}})
	if r.c.State != Performed || r.sums()["mediation.part_performed"] != 0 || r.sums()["mediation.settled"] != 1 || r.sums()["mediation.confirmed"] != 1 || r.sums()["mediation.performed"] != 1 {
		t.Fatalf("%s %v", r.c.State, r.sums())
	}
	text := r.c.Agreement.Text
	r.do(Void{Text: "恶意串通，损害他人利益"})
	if r.c.State != Voided || r.c.Agreement.Text != text {
		t.Errorf("%s: the text is kept: %q", r.c.State, r.c.Agreement.Text)
	}
	for m, n := range r.sums() {
		if want := map[string]int64{"mediation.registered": 1, "mediation.mediated": 1, "mediation.month.accepted": 1, "mediation.month.mediated": 1}[m]; n != want {
			t.Errorf("%s: %d, want %d", m, n, want)
		}
	}
	sameOnReplay(t, r)
	r.do(Reopen{"另一方申请重新调解"}, r.reopens(r.a(), true), r.reopens(r.b(), true))
	if r.c.State != InSession || r.sums()["mediation.settled"] != 0 {
		t.Errorf("%s %v", r.c.State, r.sums())
	}
	sameOnReplay(t, r)
}

func (r *road) reopens(p id.ID, yes bool) AgreeReopen {
	return AgreeReopen{Party: p, Yes: yes, How: consent.Written, Language: "zh-Hans"}
}

func TestAClosedCaseIsTakenUpAgainOnlyByAll(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.do(Withdraw{r.b()})
	r.refused("mediation.guard.reopening_not_asked", r.reopens(r.a(), true))
	r.refused("form.required", Reopen{})
	r.do(Reopen{"双方又愿意谈"})
	r.refused("mediation.guard.reopening_asked", Reopen{"再次"})
	r.do(r.reopens(r.a(), true), r.reopens(r.b(), false))
	if r.c.State != Terminated || r.c.Reopening != nil {
		t.Errorf("one no is enough: %s %+v", r.c.State, r.c.Reopening)
	}
	r.do(Reopen{"双方又愿意谈"}, r.reopens(r.a(), true), r.reopens(r.b(), true))
	if r.c.State != InSession || !r.c.Ended.IsZero() || r.c.Reason != "" {
		t.Errorf("%s, ended %v (%s)", r.c.State, r.c.Ended, r.c.Reason)
	}
	if p := r.c.Party(r.b()); !p.Consent.Stands() {
		t.Error("a party that had withdrawn is back without a new consent")
	}
	sameOnReplay(t, r)
	r = newRoad(t).to(Screening)
	r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Withdraw{r.a()})
	r.refused("mediation.guard.never_accepted", Reopen{"再试"})
}

func TestACaseWithoutAMediatorIsTakenUpAtItsAcceptance(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.do(Recuse{Engagement: r.c.Engagements[0].ID, Reason: firstReason(r, "recuse")}, Withdraw{r.a()})
	r.do(Reopen{"双方又愿意谈"}, r.reopens(r.a(), true), r.reopens(r.b(), true))
	if r.c.State != Accepted {
		t.Errorf("%s", r.c.State)
	}
	sameOnReplay(t, r)
}

func (r *road) oral() Oral {
	d := r.draft()
	return Oral{Language: d.Language, Parties: d.Parties, Terms: d.Terms, NoWaiver: true, Performed: true}
}

func TestAnOralAgreement(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.as(r.mediator, access.Mediator)
	later := r.oral()
	later.Performed = false
	r.refused("mediation.guard.writing_demanded", later)
	large := r.oral()
	large.Terms[0].Amount.Minor = 1000001
	r.refused("mediation.guard.writing_demanded", large)
	r.refused("mediation.guard.nothing_oral", AgreeOral{Party: r.a()})
	waives := r.oral()
	waives.Terms[0].Text = "甲不再上访"
	r.refused("mediation.field.waiver_petition", waives)
	r.do(r.oral(), AgreeOral{Party: r.a()})
	r.refused("mediation.guard.already_agreed", AgreeOral{Party: r.a()})
	r.refused("mediation.guard.state", RegisterOral{true})
	r.do(AgreeOral{Party: r.b()})
	agreed := r.all[len(r.all)-2].Event.At
	if r.c.State != OralAgreed {
		t.Fatalf("%s", r.c.State)
	}
	r.refused("mediation.guard.not_read_back", RegisterOral{})
	r.clock.Add(48 * time.Hour)
	r.refused("mediation.guard.state", Withdraw{r.a()}) // the agreement binds from the last word on
	r.refused("mediation.guard.state", Expire{})
	r.do(RegisterOral{true})
	if r.c.State != Performed || !r.c.Agreement.Effective.Equal(agreed) {
		t.Errorf("%s, in force from %v, want the parties' agreement at %v", r.c.State, r.c.Agreement.Effective, agreed)
	}
	if r.sums()["mediation.performed"] != 1 || r.sums()["mediation.part_performed"] != 0 {
		t.Errorf("everything was done on the spot: %v", r.sums())
	}
	sameOnReplay(t, r)

	r = newRoad(t).to(InSession)
	many := r.oral()
	many.Terms[0].Amount.Minor = 400000
	many.Terms = append(many.Terms, many.Terms[0], many.Terms[0])
	r.refused("mediation.guard.writing_demanded", many) // together above the limit
	r.do(r.oral(), AgreeOral{Party: r.a()}, RefuseSign{r.a()})
	if r.c.Agreement != nil || r.c.State != InSession {
		t.Error("a word that is taken back still stands")
	}
	r.do(r.oral(), AgreeOral{Party: r.a()}, AgreeOral{Party: r.b()})
	r.as(r.ids.New(), access.Lead).do(RegisterOral{true}) // the mediator cannot

	r = newRoad(t).to(InSession)
	r.c.Type = "damages" // the rulebook demands writing for this type
	r.refused("mediation.guard.writing_demanded", r.oral())
}

func TestWhatTheReviewOfAnAgreementsLifeFound(t *testing.T) {
	// An act is performed when the payee says so.
	r := newRoad(t).to(InSession)
	d := r.draft()
	d.Terms = d.Terms[:1]
	d.Terms[0].Type, d.Terms[0].Amount, d.Terms[0].Due = "apology", Money{}, "2026-04-30"
	far := d
	far.Terms = []Term{d.Terms[0]}
	far.Terms[0].Due = "9999-12-31"
	r.refused("mediation.field.due_far", far)
	r.do(d)
	r.signAll()
	r.do(ConfirmPerformance{Party: r.c.Agreement.Instalments[0].Obligee, Instalment: r.c.Agreement.Instalments[0].ID, Part: true})
	if r.c.State != Performing {
		t.Errorf("a part of an act: %s", r.c.State)
	}
	r.do(ConfirmPerformance{Party: r.c.Agreement.Instalments[0].Obligee, Instalment: r.c.Agreement.Instalments[0].ID})
	if r.c.State != Performed {
		t.Errorf("an act: %s", r.c.State)
	}

	// What is urged once is urged once for each thing that did not come.
	r = inParts(t)
	r.clock.Add(120 * 24 * time.Hour)
	r.do(NotPerformed{r.a(), r.part(1).ID}, Urge{})
	r.refused("mediation.guard.already_said", NotPerformed{r.a(), r.part(1).ID})
	r.do(NotPerformed{r.a(), r.part(2).ID}, Urge{})

	// Paid while a court had it, and set aside then: nothing is taken back that was never counted.
	r = newRoad(t).to(Effective)
	r.do(prepare(), JoinConfirmation{Party: r.a()}, WithdrawConfirmation{Party: r.a()}, JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
	due := r.c.Agreement.Instalments[0]
	r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount}, Void{})
	if r.sums()["mediation.performed"] != 0 {
		t.Errorf("%v", r.sums())
	}

	// A yes to a reopening can be taken back, and a ward's is its guardian's.
	r = newRoad(t).to(InSession)
	r.do(Withdraw{r.b()}, Reopen{"双方又愿意谈"}, r.reopens(r.a(), true), r.reopens(r.a(), false))
	if r.c.Reopening != nil {
		t.Error("the yes is taken back and still counts")
	}
	r.do(Reopen{"双方又愿意谈"})
	r.c.Representatives = []Representative{{ID: r.ids.New(), Party: r.b(), Kind: Guardian, Scope: Special}}
	r.refused("mediation.guard.guardian_missing", r.reopens(r.b(), true))
	ward := r.reopens(r.b(), true)
	ward.By = r.ids.New()
	r.refused("mediation.guard.representative_unknown", ward)
	ward.By = r.c.Representatives[0].ID
	r.do(ward)
	for _, c := range r.all[len(r.all)-1].Consents {
		if c.Guardian.IsZero() {
			t.Error("a ward consents without its guardian")
		}
	}

	// A record can be written whatever has become of the case since.
	r = inParts(t)
	r.do(r.pays(1, 20000), Record{Session: r.c.Sessions[0].ID, Minutes: 30, Present: []id.ID{r.a(), r.b()}, Text: "达成协议"})

	// On paper, a party signs at the office.
	r = newRoad(t).to(Signing)
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.refused("mediation.guard.not_own_hand", r.sign("party", r.a()))
}
