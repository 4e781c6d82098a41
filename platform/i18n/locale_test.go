package i18n_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
)

var beijing = time.FixedZone("CST", 8*3600)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, beijing)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestDatesAreWrittenAsPeopleDo(t *testing.T) {
	b := open(t)
	tests := []struct {
		lang i18n.Language
		at   string
		want string
	}{
		{i18n.Hans, "2026-11-21 15:00", "2026年11月21日 星期六 下午3:00"},
		{i18n.Hant, "2026-11-21 15:00", "2026年11月21日 星期六 下午3:00"},
		{i18n.English, "2026-11-21 15:00", "21 November 2026, 3:00 pm"},
		{i18n.Hans, "2026-11-22 00:30", "2026年11月22日 星期日 凌晨0:30"},
		{i18n.English, "2026-11-22 00:30", "22 November 2026, 12:30 am"},
		{i18n.Hans, "2026-11-22 12:05", "2026年11月22日 星期日 中午12:05"},
		{i18n.English, "2026-11-22 12:05", "22 November 2026, 12:05 pm"},
		{i18n.Hans, "2024-02-29 07:59", "2024年2月29日 星期四 早上7:59"},
		{i18n.Hant, "2026-12-31 23:59", "2026年12月31日 星期四 晚上11:59"},
	}
	for _, tt := range tests {
		if got := b.For(tt.lang, beijing).DateTime(at(tt.at)); got != tt.want {
			t.Errorf("%s in %s is %q, want %q", tt.at, tt.lang, got, tt.want)
		}
	}
	if got := b.For(i18n.English, beijing).ShortDate(at("2026-11-21 15:00")); got != "21 Nov" {
		t.Errorf("short date is %q", got)
	}
	if got := b.For(i18n.English, beijing).LongDate(at("2026-11-21 15:00")); got != "Saturday 21 November 2026" {
		t.Errorf("long date is %q", got)
	}
	fails(t, b)
}

func TestLeft(t *testing.T) {
	b := open(t)
	now := at("2026-11-21 22:00")
	tests := []struct {
		due            string
		chinese, other string
	}{
		{"2026-11-24 18:00", "还有 3 天", "3 days left"},
		{"2026-11-23 01:00", "还有 2 天", "2 days left"}, // 27 hours, but two midnights
		{"2026-11-22 01:00", "还有 3 小时", "3 hours left"},
		{"2026-11-21 23:00", "还有 1 小时", "1 hour left"},
		{"2026-11-21 22:20", "还有 20 分钟", "20 minutes left"},
		{"2026-11-21 22:00", "现在到期", "Due now"},
		{"2026-11-21 21:59", "已逾期 1 分钟", "1 minute late"},
		{"2026-11-20 22:00", "已逾期 1 天", "1 day late"},
		{"2026-11-01 09:00", "已逾期 20 天", "20 days late"},
	}
	for _, tt := range tests {
		if got := b.For(i18n.Hans, beijing).Left(at(tt.due), now); got != tt.chinese {
			t.Errorf("due %s: %q, want %q", tt.due, got, tt.chinese)
		}
		if got := b.For(i18n.English, beijing).Left(at(tt.due), now); got != tt.other {
			t.Errorf("due %s: %q, want %q", tt.due, got, tt.other)
		}
	}
	fails(t, b)
}

func fails(t *testing.T, b *i18n.Bundle) {
	t.Helper()
	if m := b.Missing(); len(m) > 0 {
		t.Errorf("texts are missing: %v", m)
	}
}

func TestNumbersListsAndMoney(t *testing.T) {
	b := open(t)
	hans, hant, english := b.For(i18n.Hans, nil), b.For(i18n.Hant, nil), b.For(i18n.English, nil)
	for _, tt := range []struct{ got, want string }{
		{english.Number(7194), "7,194"}, {english.Number(-1234567), "-1,234,567"}, {english.Number(999), "999"}, {hans.Number(0), "0"},
		{english.Percent(2776.0/7194, 1), "38.6%"}, {english.Decimal(1234.5, 2), "1,234.50"}, {english.Decimal(0.25, -1), "0.25"},
		{hans.List([]string{"甲", "乙", "丙"}), "甲、乙和丙"}, {english.List([]string{"A", "B", "C"}), "A, B and C"},
		{hant.List([]string{"甲", "乙"}), "甲和乙"}, {english.List([]string{"A"}), "A"}, {english.List(nil), ""},
		{hans.Money(120000, "CNY"), "1,200.00 元"}, {english.Money(120000, "CNY"), "CN¥1,200.00"}, {english.Money(5, "GBP"), "£0.05"},
		{hans.Money(-50, "CNY"), "-0.50 元"}, {english.Money(1500, "JPY"), "JPY 1,500"}, {english.Money(1500, "KWD"), "KWD 1.500"},
		{hant.Money(30000, "HKD"), "300.00 港元"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func read(t *testing.T, files map[string]string) (*i18n.Bundle, error) {
	t.Helper()
	source := fstest.MapFS{}
	for name, text := range files {
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return i18n.Read(source)
}

func TestTextFillsPlaceholdersAndPlurals(t *testing.T) {
	b, err := read(t, map[string]string{
		"a.en.yaml":      "a.hello: 'Hello {name}'\na.days.one: '{n} day for {name}'\na.days.other: '{n} days for {name}'\n",
		"a.zh-Hans.yaml": "a.hello: '你好 {name}'\na.days.other: '{name}有 {n} 天'\n",

		"language.en.yaml": "language.comma: ', '\nlanguage.and: ' and '\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang i18n.Language
		key  string
		args fault.Args
		want string
	}{
		{i18n.English, "a.hello", fault.Args{"name": "{x}"}, "Hello {x}"},
		{i18n.English, "a.days", fault.Args{"n": 1, "name": "A"}, "1 day for A"},
		{i18n.English, "a.days", fault.Args{"n": int64(1200), "name": "A"}, "1,200 days for A"},
		{i18n.English, "a.days", fault.Args{"n": uint8(0), "name": []string{"A", "B"}}, "0 days for A and B"},
		{i18n.Hans, "a.days", fault.Args{"n": 1, "name": "甲"}, "甲有 1 天"},
	} {
		if got := b.Text(tt.lang, tt.key, tt.args); got != tt.want {
			t.Errorf("%s in %s is %q, want %q", tt.key, tt.lang, got, tt.want)
		}
	}
}

func TestAMissingTextIsAnErrorAndCounted(t *testing.T) {
	b, err := read(t, map[string]string{
		"a.en.yaml":             "a.hello: 'Hello {name}'\na.days.other: '{n} days'\n",
		"language.zh-Hans.yaml": "language.text_missing: 缺失\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	var reported []string
	b.OnMissing(func(lang i18n.Language, key string, err error) {
		reported = append(reported, string(lang)+" "+key+": "+err.Error())
	})
	var miss *i18n.MissingError
	for _, args := range []fault.Args{nil, {"n": "three"}} {
		if _, err := b.Lookup(i18n.English, "a.days", args); !errors.As(err, &miss) {
			t.Errorf("a plural with the arguments %v gives %v", args, err)
		}
	}
	if _, err := b.Lookup(i18n.English, "a.hello", nil); !errors.As(err, &miss) {
		t.Errorf("a missing argument gives %v", err)
	}
	if got := b.Text(i18n.Hans, "a.hello", fault.Args{"name": "A"}); got != "Hello A" {
		t.Errorf("a text without Chinese shows %q, want its English", got)
	}
	if got := b.Text(i18n.Hans, "a.nothing", nil); got != "缺失" {
		t.Errorf("a text that nobody wrote shows %q", got)
	}
	if got := b.Missing(); len(got) != 2 || got[0] != "zh-Hans a.hello" {
		t.Errorf("counted as missing: %v", got)
	}
	if len(reported) != 2 || !strings.Contains(reported[0], "no such key") {
		t.Errorf("reported: %v", reported)
	}
}

func TestBadCatalogsAreRefused(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"foreign key":       {"a.en.yaml": "b.hello: x\n"},
		"twice in a file":   {"a.en.yaml": "a.x: x\na.x: y\n"},
		"unknown language":  {"a.fr.yaml": "a.x: x\n"},
		"no language":       {"a.yaml": "a.x: x\n"},
		"open brace":        {"a.en.yaml": "a.x: 'x {name'\n"},
		"closing brace":     {"a.en.yaml": "a.x: 'x}'\n"},
		"odd placeholder":   {"a.en.yaml": "a.x: 'x {Name}'\n"},
		"empty text":        {"a.en.yaml": "a.x: ' '\n"},
		"nested":            {"a.en.yaml": "a.x:\n  y: z\n"},
		"not YAML":          {"a.en.yaml": "a.x: [\n"},
		"empty placeholder": {"a.en.yaml": "a.x: '{}'\n"},
	} {
		if _, err := read(t, files); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	one := fstest.MapFS{"a.en.yaml": {Data: []byte("a.x: x\n")}}
	if _, err := i18n.Read(one, one); err == nil {
		t.Error("the same key in two folders is read")
	}
}

func TestNegotiation(t *testing.T) {
	for accept, want := range map[string]i18n.Language{
		"zh-CN,zh;q=0.9,en;q=0.8": i18n.Hans, "zh-TW,zh;q=0.9": i18n.Hant, "zh-HK": i18n.Hant, "zh-MO": i18n.Hant, "zh-Hant": i18n.Hant,
		"zh": i18n.Hans, "zh-SG": i18n.Hans, "zh-Hans-HK": i18n.Hans, "zh-Hant-CN": i18n.Hant, "yue-HK": i18n.Hant,
		"en-GB,en;q=0.9,zh;q=0.8": i18n.English, "fr,de": i18n.English, "fr,zh-TW;q=0.5": i18n.Hant, "en;q=0.5,zh;q=0.9": i18n.Hans,
		"": i18n.English, ";;;": i18n.English, "*": i18n.English, strings.Repeat("zh,", 400): i18n.English,
	} {
		if got := open(t).Accept(accept); got != want {
			t.Errorf("%.40q reads %s, want %s", accept, got, want)
		}
	}
	if got := open(t).Choose("zh-Hant", "en", "zh-CN", nil); got != i18n.Hant {
		t.Errorf("the address says zh-Hant, chosen is %s", got)
	}
	hans := func() i18n.Language { return i18n.Hans }
	for accept, want := range map[string]i18n.Language{"": i18n.Hans, "fr-FR": i18n.Hans, "en-GB": i18n.English, "zh-TW": i18n.Hant} {
		if got := open(t).Choose("", "", accept, hans); got != want {
			t.Errorf("%q at an office that reads Chinese: %s, want %s", accept, got, want)
		}
	}
	if got := open(t).Choose("<script>", "en", "zh-CN", nil); got != i18n.English {
		t.Errorf("the cookie says en, chosen is %s", got)
	}
	r := httptest.NewRequest("GET", "/?lang=zh-Hant", nil)
	r.Header.Set("Accept-Language", "en")
	if got := i18n.Negotiate(r); got != i18n.Hant {
		t.Errorf("negotiated %s", got)
	}
}

func FuzzAccept(f *testing.F) {
	for _, s := range []string{"zh-CN", "a-b-c-d;q=1", "\x00", "zh-Hant;q=0.1,*"} {
		f.Add(s)
	}
	b, err := i18n.Open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if _, ok := i18n.Parse(string(b.Accept(header))); !ok {
			t.Errorf("%q gives no language", header)
		}
	})
}
