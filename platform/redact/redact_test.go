package redact_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"linli/platform/redact"
)

// TestWhatIsFound: in 简体中文, 繁體中文 and English; the first of each pair is the text, in which [ ] stand around what is to be found.
func TestWhatIsFound(t *testing.T) {
	for _, x := range []struct {
		text string
		want []redact.Kind
	}{
		{"路灯三天没亮，打[13812345678]找我", []redact.Kind{redact.Phone}},
		{"电话是[０１０－８８８８ ６６６６]", []redact.Kind{redact.Phone}},
		{"号码[一三八一二三四五六七八]", []redact.Kind{redact.Phone}},
		{"身份证[11010519491231002X]丢在桥头", []redact.Kind{redact.Number}},
		{"写到[li.hua@example.com]，或者加微信[lihua_88]", []redact.Kind{redact.Mail, redact.Mail}},
		{"[京A·12345]一直停在消防通道", []redact.Kind{redact.Plate}},
		{"车牌是[粤BD12345]的车", []redact.Kind{redact.Plate}},
		{"[王先生]说，楼上[欧阳小华女士]也看见了", []redact.Kind{redact.Name, redact.Name}},
		{"我叫[张三丰]，住[三号楼东单元]", []redact.Kind{redact.Name, redact.House}},
		{"桂花巷[7号院3栋2单元501室]门口", []redact.Kind{redact.House}},
		{"那家[姓李]", []redact.Kind{redact.Name}},
		{"聯絡電話[02-2345-6789]，身分證[A123456789]", []redact.Kind{redact.Phone, redact.Number}},
		{"[陳太太]住中山路[12號3樓之1]", []redact.Kind{redact.Name, redact.House}},
		{"車牌[ABC-1234]擋住出口", []redact.Kind{redact.Plate}},
		{"香港身份證 [A123456(7)]", []redact.Kind{redact.Number}},
		{"Call [(212) 555-0123] or write to [ada@example.org]", []redact.Kind{redact.Phone, redact.Mail}},
		{"[Mr. Moreau] at [7] Osmanthus Lane, [Apt 3B]", []redact.Kind{redact.Name, redact.House, redact.House}},
		{"The licence plate [ABC 1234] and SSN [123-45-6789]", []redact.Kind{redact.Plate, redact.Number}},
		{"my neighbour [Adele Moreau] threw it", []redact.Kind{redact.Name}},
		// what is none of it
		{"3月8号那天4号线停了，路灯HT-017不亮，孩子放学时天黑了", nil},
		{"两天没有清运，味道飘到学校里，共12处，2026年", nil},
		{"The second lamp at the bridge is dark since 8 March 2026.", nil},
		{"", nil},
	} {
		plain := strings.NewReplacer("[", "", "]", "").Replace(x.text)
		var b strings.Builder
		var kinds []redact.Kind
		for _, p := range redact.Parts(plain) {
			if p.Kind == "" {
				b.WriteString(p.Text)
				continue
			}
			kinds = append(kinds, p.Kind)
			b.WriteString("[" + p.Text + "]")
		}
		if b.String() != x.text {
			t.Errorf("%q is cut as %q", x.text, b.String())
			continue
		}
		for i := range x.want {
			if i >= len(kinds) || kinds[i] != x.want[i] {
				t.Errorf("%q: %v, want %v", x.text, kinds, x.want)
				break
			}
		}
	}
}

// TestTheProposalHoldsNothingOfIt: what stands instead is chosen by kind, and no found word is left.
func TestTheProposalHoldsNothingOfIt(t *testing.T) {
	got := redact.Rewrite("王先生的电话13812345678，住3栋。", func(k redact.Kind) string { return "〔" + string(k) + "〕" })
	if got != "〔name〕的电话〔phone〕，住〔house〕。" {
		t.Errorf("%q", got)
	}
}

func TestWhichKindsReach(t *testing.T) {
	for _, k := range redact.Kinds() {
		if want := k == redact.Phone || k == redact.Mail || k == redact.Number; k.Reaches() != want {
			t.Errorf("%s: %v", k, k.Reaches())
		}
	}
}

// FuzzFind: the parts are the text, nothing is cut inside a character, and no row of eleven plain digits stays.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"王先生13812345678", "京A·12345", "a@b", "7号院3栋", "\xff\xfe", "Mr. X", strings.Repeat("1 ", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all strings.Builder
		for _, p := range redact.Parts(text) {
			if p.Text == "" {
				t.Errorf("%q has an empty part", text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(p.Text) {
				t.Errorf("%q is cut inside a character", text)
			}
			all.WriteString(p.Text)
		}
		if all.String() != text {
			t.Errorf("the parts of %q are %q", text, all.String())
		}
		run := 0
		for _, c := range redact.Rewrite(text, func(redact.Kind) string { return "x" }) {
			if run++; c < '0' || c > '9' {
				run = 0
			}
			if run >= 11 {
				t.Fatalf("%q keeps a row of digits", text)
			}
		}
	})
}
