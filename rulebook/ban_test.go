package rulebook_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
)

// euphemisms are words for people that a rulebook must not sort by; none stands in the product itself.
var euphemisms = []string{
	"刑满释放人员", "刑滿釋放人員", "刑释解教", "两劳回归", "社区矫正对象", "安置帮教人员", "前科人员", "有案底者",
	"吸毒人员", "涉毒家庭", "戒毒康复", "精神障碍患者", "肇事肇祸对象", "上访老户", "缠访闹访", "纏訪鬧訪", "重复上访人", "信访重点户", "流动人口", "外来务工者", "非户籍居民",
	"重点人员", "重 点 人 员", "重點關注對象", "特殊人群", "特殊群體", "管控对象", "稳控人员", "高危人群", "风险人员", "五失人员", "社会闲散青年", "留守妇女", "失独老人", "空巢老人",
	"信教群众", "少数民族群众", "敏感人士", "黑名单", "人员画像", "入户走访",
	"former prisoner", "Former-Prisoner", "ex_offender", "ex-convict", "formerly incarcerated", "returning citizen", "justice-involved", "parolees",
	"drug user", "substance abuse client", "mentally ill", "psychiatric history", "repeat petitioner", "frequent filer", "vexatious complainant", "migrant workers",
	"floating population", "person of interest", "key individuals", "priority individuals", "special population", "special groups", "target population", "people needing close attention",
	"at-risk person", "high-risk", "risk level", "watch list", "blacklist", "social credit", "religious believer", "ethnic minority", "political views",
	"ｆｏｒｍｅｒ　ｐｒｉｓｏｎｅｒ", "household visit", "door-to-door check", "troublemaker", "unstable person", "person category",
}

func TestEuphemismsAreRefused(t *testing.T) {
	if len(euphemisms) < 40 {
		t.Fatal("the list is too short")
	}
	for _, word := range euphemisms {
		for place, f := range map[string]fstest.MapFS{"a label": small(t), "a code of mediation": cn(t)} {
			if place == "a label" {
				change(t, f, "promises.yaml", "en: An answer", fmt.Sprintf("en: %q", "For "+word))
			} else {
				change(t, f, "mediation.yaml", "zh-Hans: 邻里纠纷", fmt.Sprintf("zh-Hans: %q", word+"纠纷"))
			}
			_, findings, err := rulebook.Load(f)
			if err != nil || len(findings) == 0 || !strings.Contains(findings[0].Reason, "never people") || findings[0].Line == 0 {
				t.Errorf("%q passes in %s: %v %v", word, place, findings, err)
			}
		}
	}
}

func TestStatusesAreRefusedInTextsToo(t *testing.T) {
	for _, word := range []string{"刑满释放人员", "重点人员", "former prisoner", "watchlist"} {
		f := small(t)
		change(t, f, "texts/en.yaml", "Good day", "Good day, "+word)
		if _, findings, _ := rulebook.Load(f); len(findings) != 1 {
			t.Errorf("%q passes in a text: %v", word, findings)
		}
	}
}

func TestPlainWordsPass(t *testing.T) {
	for _, word := range []string{"Landlord and tenant", "Between neighbours", "Wages", "Noise at night", "Medical care", "Property management", "Petition office",
		"Trace of water damage", "Watercourse", "邻里纠纷", "医疗纠纷", "劳动报酬", "赡养", "房屋租赁", "信访机构", "统一代码", "涉及金额", "噪音", "相邻关系", "重点工程补偿"} {
		f := small(t)
		change(t, f, "promises.yaml", "en: An answer", fmt.Sprintf("en: %q", word))
		if _, findings, _ := rulebook.Load(f); len(findings) != 0 {
			t.Errorf("%q is refused: %v", word, findings)
		}
	}
	for _, text := range []string{"Costs incurred in recovery are shared.", "请大家访问本网站。", "到目前科室没有变动。", "丧失意识时请拨打 120。", "统一社会信用代码", "结果将公布，控制在三日内。", "We never ask about religion.", "重复访问不会留下记录。"} {
		f := small(t)
		change(t, f, "texts/en.yaml", "Good day", text)
		if _, findings, _ := rulebook.Load(f); len(findings) != 0 {
			t.Errorf("the text %q is refused: %v", text, findings)
		}
	}
}
