package rulebook_test

import (
	"testing"
	"time"

	"linli/platform/calendar"
	"linli/rulebook"
)

func TestWaiversFindTermsThatGiveUpARight(t *testing.T) {
	m := load(t, cn(t)).Mediation
	for text, right := range map[string]string{
		"乙方收到款项后不得再就此事上访。":                 "petition",
		"乙方承诺今后不 再 上 访":                    "petition",
		"乙方保證不就此事再行上訪":                     "petition",
		"甲方付清后，乙方息诉罢访。":                    "petition",
		"双方放弃诉权":                           "suit",
		"任何一方不得再向人民法院提起诉讼":                 "suit",
		"一方不得以任何理由起訴":                      "suit",
		"乙方不得向市场监管部门投诉":                    "complaint",
		"乙方承诺不向任何部门举报":                     "complaint",
		"乙方放弃工伤保险待遇":                       "benefit",
		"乙方不得报警":                           "crime_report",
		"乙方不再要求追究甲方刑事责任":                   "crime_report",
		"Party B waives the right to sue":  "suit",
		"Party B SHALL NOT   SUE Party A":  "suit",
		"B shall not bring any petition":   "petition",
		"B will not report this offence":   "crime_report",
		"B waives all benefits":            "benefit",
		"B agrees not to file a complaint": "complaint",
		"乙方ＳＨＡＬＬ ＮＯＴ ＳＵＥ":                  "suit",
	} {
		got := m.Waivers(text)
		if len(got) == 0 {
			t.Errorf("%q gives up nothing, want %s", text, right)
			continue
		}
		found := false
		for _, w := range got {
			found = found || w.Right == right && w.Start >= 0 && w.Start < w.End && w.End <= len(text) && text[w.Start:w.End] != ""
		}
		if !found {
			t.Errorf("%q gives up %+v, want %s", text, got, right)
		}
	}
	for _, text := range []string{
		"", "乙方于 2026 年 5 月 1 日前向甲方支付 3000 元。", "双方不得再发生争吵。调解不影响任何一方起诉。", "甲方应当停止夜间施工，不再制造噪音。",
		"一方不履行的，另一方可以向人民法院起诉。", "Party A pays 3,000 yuan by 1 May. Either side may go to court.", "双方同意共同申请司法确认。",
	} {
		if got := m.Waivers(text); len(got) != 0 {
			t.Errorf("%q is refused: %+v (%q)", text, got, text[got[0].Start:got[0].End])
		}
	}
	text := "一、付款。二、乙方不得上访。"
	if w := m.Waivers(text); len(w) == 0 || text[w[0].Start:w[0].End] != "不得上访" {
		t.Errorf("the passage of %q is %+v", text, w)
	}
}

func TestCaseNumber(t *testing.T) {
	m := load(t, cn(t)).Mediation
	if got := m.Number.Format("青山", 2026, 17); got != "青山人调字〔2026〕第17号" {
		t.Errorf("the number is %q", got)
	}
	if got := (rulebook.NumberFormat{Pattern: "{unit}-{year}-{seq4}"}).Format("{seq}", 2026, 17); got != "{seq}-2026-0017" {
		t.Errorf("the number is %q", got)
	}
}

func TestCapacity(t *testing.T) {
	c := load(t, cn(t)).Mediation.Capacity
	for _, x := range []struct {
		age  int
		self bool
		want rulebook.Legal
	}{{0, false, rulebook.NoCapacity}, {7, true, rulebook.NoCapacity}, {8, false, rulebook.LimitedCapacity}, {15, true, rulebook.LimitedCapacity},
		{16, false, rulebook.LimitedCapacity}, {16, true, rulebook.FullCapacity}, {17, true, rulebook.FullCapacity}, {18, false, rulebook.FullCapacity}} {
		if got := c.Of(x.age, x.self); got != x.want {
			t.Errorf("at %d (self-supporting: %v): %s, want %s", x.age, x.self, got, x.want)
		}
	}
}

func TestTheChineseRulebook(t *testing.T) {
	b := load(t, cn(t))
	m := b.Mediation
	for _, code := range []string{"marriage_family", "adoption", "inheritance"} {
		if d, ok := m.DisputeType(code); !ok || !d.ScreenSigningBarred {
			t.Errorf("%s may be signed on screen, against the Electronic Signature Law, art. 3", code)
		}
	}
	for _, field := range rulebook.AgreementFields() {
		found := false
		for _, f := range m.Agreement.Fields {
			found = found || f.Code == field && f.Required
		}
		if !found {
			t.Errorf("the agreement does not demand %s (People's Mediation Law, art. 29)", field)
		}
	}
	if m.MaxRepresentatives.N != 5 || m.RefusedRespondentDays != 30 || b.MinimumCell != 5 || b.Zone.String() != "Asia/Shanghai" {
		t.Error("a figure of the rulebook changed")
	}
	if len(m.ReasonsFor("terminate")) < 5 || len(m.ReasonsFor("suspend")) < 3 {
		t.Error("reasons are missing")
	}
	for _, doc := range m.Documents {
		if body, lang := b.Template(doc.ID, "en"); (len(body) > 0) != (doc.Template != "") || len(body) > 0 && lang == "" {
			t.Errorf("the template of %s has %d bytes", doc.ID, len(body))
		}
	}
	for _, lang := range b.Languages {
		if b.Text(lang, m.Notice.Text) == "" || b.Text(lang, m.Safety.Text) == "" {
			t.Errorf("a notice is missing in %s", lang)
		}
	}
}

// TestHolidaysOfChina counts the days off that the State Council's notices announce.
func TestHolidaysOfChina(t *testing.T) {
	b := load(t, cn(t))
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} { // days of the year less 104 days of rest, less 11 (from 2025: 13) days of holiday
		first := calendar.Date{Year: year - 1, Month: time.December, Day: 31}
		if got := b.Calendar.WorkingDays(first, calendar.Date{Year: year, Month: time.December, Day: 31}); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
	if got := b.Holiday("zh-Hant", b.Calendar.Holiday(calendar.Date{Year: 2026, Month: 2, Day: 17})); got != "春節" {
		t.Errorf("17 February 2026 is %q", got)
	}
}
