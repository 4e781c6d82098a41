package i18n_test

import (
	"slices"
	"strings"
	"testing"

	"linli/platform/i18n"
)

func open(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stem is a key without its plural ending, by which the languages are compared: Chinese has no ".one".
func stem(key string) string {
	for _, ending := range []string{".one", ".other"} {
		if s, ok := strings.CutSuffix(key, ending); ok {
			return s
		}
	}
	return key
}

func stems(b *i18n.Bundle, lang i18n.Language) []string {
	var out []string
	for _, k := range b.Keys(lang) {
		out = append(out, stem(k))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestAllLanguagesSayTheSameThings(t *testing.T) {
	b := open(t)
	all := stems(b, i18n.English)
	if len(all) < 50 {
		t.Fatalf("only %d keys were read", len(all))
	}
	for _, lang := range i18n.Languages() {
		have := stems(b, lang)
		for _, k := range all {
			if !slices.Contains(have, k) {
				t.Errorf("%s has no text for %s", lang, k)
			}
		}
		for _, k := range have {
			if !slices.Contains(all, k) {
				t.Errorf("English has no text for %s, which %s has", k, lang)
			}
		}
	}
}

func TestAllLanguagesFillTheSamePlaceholders(t *testing.T) {
	b := open(t)
	want := map[string][]string{}
	for _, lang := range i18n.Languages() {
		for _, key := range b.Keys(lang) {
			got := i18n.Placeholders(b.Raw(lang, key))
			slices.Sort(got)
			if strings.HasSuffix(key, ".one") { // "one day left" may leave the number out
				continue
			}
			if strings.HasPrefix(key, "date.") && !strings.HasPrefix(key, "date.left") && !strings.HasPrefix(key, "date.late") {
				continue // a language says as much of a date as it writes
			}
			k := stem(key)
			if w, known := want[k]; !known {
				want[k] = got
			} else if !slices.Equal(w, got) {
				t.Errorf("%s in %s has the placeholders %v, another language has %v", k, lang, got, w)
			}
		}
	}
}

func TestEnglishPluralsAreWhole(t *testing.T) {
	b := open(t)
	keys := b.Keys(i18n.English)
	for _, k := range keys {
		if s, ok := strings.CutSuffix(k, ".one"); ok && !slices.Contains(keys, s+".other") {
			t.Errorf("%s has no form for several", s)
		}
	}
}

// simplified are characters that only simplified writing has, for their traditional forms in the same place of
// traditional.
const (
	simplified  = "们时说这个为会对请问题记录开关务员签发给还没进过应当书写报调解协议纠约办书语话读议让证词误诉识诺谁课负责贴赔账购货费资质赶转轻载输达迁运连远违适选边迟键错镇长门间闭闲闻阅队阳阴际陆险难页顶项须领频颜额风饭馆马验鱼鸟龙电脑网络链终组结经绝统继续绩维缓编缴罚习联职聪买卖卫历厂压双变号叶听单卖"
	traditional = "們時說這個為會對請問題記錄開關務員簽發給還沒進過應當書寫報調解協議糾約辦書語話讀議讓證詞誤訴識諾誰課負責貼賠賬購貨費資質趕轉輕載輸達遷運連遠違適選邊遲鍵錯鎮長門間閉閒聞閱隊陽陰際陸險難頁頂項須領頻顏額風飯館馬驗魚鳥龍電腦網絡鏈終組結經絕統繼續績維緩編繳罰習聯職聰買賣衛歷廠壓雙變號葉聽單賣"
)

func TestTraditionalTextsAreWrittenInTraditionalCharacters(t *testing.T) {
	b := open(t)
	simple, trad := []rune(simplified), []rune(traditional)
	if len(simple) != len(trad) {
		t.Fatalf("%d characters stand against %d", len(simple), len(trad))
	}
	for _, key := range b.Keys(i18n.Hant) {
		for _, r := range b.Raw(i18n.Hant, key) {
			if i := slices.Index(simple, r); i >= 0 && simple[i] != trad[i] {
				t.Errorf("%s in zh-Hant has %c, which is written %c", key, r, trad[i])
			}
		}
	}
	for _, key := range b.Keys(i18n.Hans) {
		for _, r := range b.Raw(i18n.Hans, key) {
			if i := slices.Index(trad, r); i >= 0 && simple[i] != trad[i] && !slices.Contains(simple, r) {
				t.Errorf("%s in zh-Hans has %c, which is written %c", key, r, simple[i])
			}
		}
	}
}

func TestChineseIsChineseAndEnglishIsEnglish(t *testing.T) {
	b := open(t)
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
	}
	for _, key := range b.Keys(i18n.English) {
		if text := b.Raw(i18n.English, key); han(text) {
			t.Errorf("%s in English holds Chinese: %s", key, text)
		}
	}
}

// TestNobodyIsPromisedThatThumbprintsAreFound: linli cannot see a thumbprint in a scan, so whoever adds one is asked to mark
// it, and told that nobody else does.
func TestNobodyIsPromisedThatThumbprintsAreFound(t *testing.T) {
	b := open(t)
	for lang, want := range map[i18n.Language]string{
		i18n.English: "linli does not find thumbprints by itself: mark them", i18n.Hans: "系统不会自动找出指印：请标出来", i18n.Hant: "系統不會自動找出指印：請標出來",
	} {
		for _, key := range []string{"staff.sign.scan_hint", "paper.sign.scan_hint"} {
			if text, err := b.Lookup(lang, key, nil); err != nil || !strings.Contains(text, want) {
				t.Errorf("%s in %s: %q, %v", key, lang, text, err)
			}
		}
	}
}
