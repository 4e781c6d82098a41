package mediation

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
)

// More of the cases that the specification lists at its end; house/cases_test.go names the test of each.

// 二月三十一日到期：没有这一天，不能写进协议；按月分期落在没有的日子，就在月末。
func TestAnInstalmentDueOn31February(t *testing.T) {
	r := newRoad(t).to(InSession)
	d := r.draft()
	d.Terms[0].Due = "2026-02-31"
	r.refused("form.date", d)
	d.Terms[0].Due = ""
	d.Terms[0].Instalments = []Part{{Money{60000, "CNY"}, "2026-03-31"}, {Money{60000, "CNY"}, "2026-02-31"}}
	r.refused("form.date", d)
	parts := Monthly(Money{120000, "CNY"}, 3, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	if parts[0].Due != "2026-12-31" || parts[1].Due != "2027-01-31" || parts[2].Due != "2027-02-28" {
		t.Errorf("by the month from 31 December: %+v", parts)
	}
	d.Terms[0].Instalments = parts
	r.clock.Add(time.Minute)
	r.do(d)
}

// 离婚、身份和确权的条款不能申请司法确认；协议本身照旧有效。
func TestAClauseOnDivorceStatusOrTitle(t *testing.T) {
	for _, excluded := range []string{"status", "title"} {
		r := newRoad(t).to(Effective)
		r.refused("mediation.guard.confirmation_excluded", PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: excluded})
		if r.c.State != Effective || !r.c.Binds(r.b()) {
			t.Errorf("%s: the agreement no longer binds", excluded)
		}
	}
}

// 司法确认由各方共同申请：一方单独申请，什么也不会送出。
func TestOnePartyAppliesToTheCourtAlone(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.do(PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded}, JoinConfirmation{Party: r.a()})
	if r.c.State != Effective || !r.c.Confirmation.Applied.IsZero() {
		t.Errorf("%s, applied %v", r.c.State, r.c.Confirmation.Applied)
	}
	r.refused("mediation.guard.state", Confirm{}) // nothing was applied for that a court could confirm
	r.clock.Add(40 * 24 * time.Hour)
	err := r.try(JoinConfirmation{Party: r.b()})
	if key(err) != "mediation.guard.confirmation_late" {
		t.Errorf("after the term the other party joins: %v", err)
	}
}

// 延长期限要各方同意：只有一方同意，期限不变。
func TestExtensionByOnePartyOnly(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.do(AskExtension{15}, AgreeExtension{Party: r.a()})
	if !r.c.Extension.Granted.IsZero() || r.c.Extended != 0 {
		t.Errorf("one party's yes makes the term longer: %+v", r.c.Extension)
	}
}

// 两台设备先后同步同一件案件：后到的被告知案件走到了哪里，先到的一个字不改。
func TestTwoDevicesSyncTheSameCase(t *testing.T) {
	r := newRoad(t).to(Scheduled)
	session := r.c.Sessions[0].ID
	r.clock.Add(26 * time.Hour)
	first := r.clock.Now().Add(-20 * time.Hour)
	if err := r.tryAt(Begin{Session: session}, first); err != nil {
		t.Fatal(err)
	}
	before := len(r.all)
	err := r.tryAt(Begin{Session: session}, first.Add(time.Hour))
	if key(err) != "mediation.guard.session_not_planned" || len(r.all) != before || !r.c.Session(session).Begun.Equal(first) {
		t.Errorf("the second device begins it again: %v, begun %v", err, r.c.Session(session).Begun)
	}
	if e := r.last().Event; !e.Claimed.Equal(first) || !e.At.After(e.Claimed) {
		t.Errorf("recorded %v, happened %v", e.At, e.Claimed)
	}
	twice := invitedBoth(t)
	give := GiveConsent{Party: twice.b(), How: consent.Thumbprint, Language: "zh-Hans", Age: 50}
	twice.do(give)
	twice.refused("mediation.guard.already_consented", give)
	twice.by = casefile.By{Kind: access.Staff, Account: twice.mediator, Post: access.Mediator}
	twice.refused("mediation.guard.already_consented", give)
}
