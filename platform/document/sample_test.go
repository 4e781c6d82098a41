package document_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"linli/platform/document"
	"linli/platform/i18n"
)

// shippedFonts are read once for all tests of the package.
var shippedFonts = sync.OnceValues(func() (*document.Fonts, error) { return document.LoadFonts(document.Shipped()) })

func fonts(t testing.TB) *document.Fonts {
	t.Helper()
	f, err := shippedFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var shippedTexts = sync.OnceValues(i18n.Open)

func locale(t testing.TB, lang string) i18n.Locale {
	t.Helper()
	b, err := shippedTexts()
	if err != nil {
		t.Fatal(err)
	}
	return b.For(i18n.Language(lang), time.FixedZone("CST", 8*3600))
}

func templates(t testing.TB) string { return filepath.Join("..", "..", "rulebooks", "cn", "documents") }

func shipped(t testing.TB, id, lang string) *document.Template {
	t.Helper()
	name := filepath.Join(templates(t), id+"."+lang+".md")
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	one, err := document.Parse(name, src)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

var noon = time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)

type m = map[string]any

// sample is a case with every field that a shipped template asks for (docs/documents.md). Nobody in it exists.
func sample() m {
	day := func(d int) time.Time { return noon.AddDate(0, 0, d) }
	applicant := m{"Name": "陈晓岚", "Contact": "138 0000 0000", "Address": "安平县清河镇柳林社区 3 号楼 2 单元 501 室", "Guardian": "", "Agent": ""}
	respondent := m{"Name": "周大川", "Contact": "139 0000 0000", "Address": "安平县清河镇柳林社区 3 号楼 2 单元 601 室", "Guardian": "", "Agent": "周小满（一般代理）"}
	return m{
		"Office": m{"Name": "清河镇柳林社区人民调解委员会", "Address": "清河镇柳林路 18 号社区服务中心一层", "Phone": "0318-0000000", "Hours": "周一至周五 9:00—17:00"},
		"Case": m{"Number": "柳林人调字〔2026〕第12号", "Type": "邻里纠纷", "Source": "当事人申请", "ReceivedAt": day(-30),
			"AcceptedAt": day(-25), "DueAt": day(5)},
		"Applicants":     []m{applicant},
		"Respondents":    []m{respondent},
		"Party":          respondent,
		"Summary":        "2026年8月以来，楼上601室卫生间防水层老化渗水，致楼下501室卧室顶棚、衣柜及木地板受损，双方就修复与赔偿多次协商未果。",
		"Claims":         "请求被申请人修复防水层，并赔偿顶棚、衣柜和地板的损失。",
		"Facts":          "2026年8月至10月，601室卫生间防水层老化渗漏，水沿楼板渗入501室卧室，造成顶棚起皮约6平方米、衣柜背板霉变、木地板翘曲约4平方米。经双方共同查看现场并委托物业测漏，确认渗漏点位于601室卫生间地漏周边。",
		"Issues":         []string{"防水层修复由谁承担，何时完成；", "501室受损物品的赔偿数额与支付方式。"},
		"Responsibility": "601室卫生间防水层属业主自有部分，周大川承担修复及赔偿责任；陈晓岚发现渗水后未及时关闭501室总闸的主张，双方同意不再争议。",
		"Terms": []m{
			{"N": 1, "Obligor": "周大川", "Obligee": "陈晓岚", "Kind": "act", "Text": "周大川委托有资质的施工单位重做601室卫生间防水层，完工后做闭水试验48小时，陈晓岚到场查看。", "Amount": 0, "Currency": "CNY", "Due": day(20), "Method": "现场施工并共同验收"},
			{"N": 2, "Obligor": "周大川", "Obligee": "陈晓岚", "Kind": "money", "Text": "周大川一次性赔偿陈晓岚顶棚、衣柜、地板损失。", "Amount": 468050, "Currency": "CNY", "Due": day(10), "Method": "银行转账"},
		},
		"Sender": m{"Body": "安平县人民法院", "Number": "（2026）冀调字第 31 号", "Dated": day(-40)},
		"Told":   []m{{"Name": "是否进行了调解", "Text": "是"}, {"Name": "调解是否结束", "Text": "是"}, {"Name": "是否达成协议", "Text": "否"}},
		"Body":   "安平县法律援助中心", "Name": "陈晓岚", "Rows": []m{{"Name": "姓名", "Text": "陈晓岚"}, {"Name": "纠纷类别", "Text": "邻里纠纷"}}, "Words": []string{"想咨询漏水造成的损失怎么计算。"}, "Ended": time.Time{}, "Joint": []m{}, "Ground": "danger_to_life",
		"Confirmable": true, "Copies": 3, "Authority": m{"Language": "zh-Hans", "Name": "Simplified Chinese"}, "EffectiveAt": day(-1), "VariesAt": time.Time{},
		"Offered":   []m{{"Name": "申请人：陈晓岚", "At": day(-3)}, {"Name": "被申请人：周大川", "At": day(-2)}},
		"Acts":      []m{{"Name": "申请人：陈晓岚", "Method": "纸面", "At": day(-2)}, {"Name": "被申请人：周大川", "Method": "屏幕手写", "At": day(-1)}},
		"Mediators": []m{{"Name": "何守信"}, {"Name": "林一鸣"}},
		"Oral":      true, "Taker": "何守信", "Registrar": "何守信",
		"Reason": "双方对赔偿数额分歧较大，经三次调解未能达成一致。", "Reasons": []string{"双方对赔偿数额分歧较大，经三次调解未能达成一致。"},
		"Routes": []m{
			{"Name": "人民法院", "Text": "向有管辖权的人民法院提起诉讼。", "Where": "安平县人民法院诉讼服务中心，0318-0000001"},
			{"Name": "法律援助", "Text": "经济困难的，可以申请法律援助。", "Where": "12348 公共法律服务热线"},
		},
		"At": noon, "ReplyBy": day(7), "AppliedAt": day(-30), "GivenAt": day(-24),
		"Session":     m{"N": 1, "StartedAt": noon, "EndedAt": noon.Add(100 * time.Minute), "Place": "社区调解室", "Mode": "面对面调解", "Open": false},
		"Attendees":   []m{{"Name": "陈晓岚", "Role": "申请人"}, {"Name": "周大川", "Role": "被申请人"}, {"Name": "周小满", "Role": "委托代理人"}},
		"Interpreter": "", "Recorder": "林一鸣", "ReadOut": []m{{"To": "被申请人：周大川", "Name": "沈知言", "Language": "手语"}},
		"Record": []m{
			{"Speaker": "调解员", "Text": "宣读权利义务，询问各方是否申请更换调解员。"},
			{"Speaker": "陈晓岚", "Text": "不申请。今年八月起我家卧室顶棚一直滴水，衣柜发霉，地板也翘了，希望楼上先把防水做好，再谈赔偿。"},
			{"Speaker": "周大川", "Text": "同意修，但是总共要赔八千元，我觉得太多。"},
		},
		"Outcome":  "各方同意由物业测漏后再次调解，时间为2026年11月28日上午9时。",
		"Consents": []m{{"What": "联系电话", "To": "清河镇综合服务中心", "Purpose": "预约法律咨询", "Until": day(30)}},
		"Code":     "K7QM-3XRD-92TP", "Passphrase": "4821 0937 5566 1204", "URL": "https://linli.example/r/K7QM3XRD92TP#4821093755661204",
		"Kind": "人民调解申请", "IssuedAt": noon, "CheckURL": "https://linli.example/r",
		"Event": "收到人民调解申请", "Time": noon, "Leaf": "9f2c41d7a0b85e63c1f4d29e7705ab34618cfe09d2b7a5134e6089fc3d215b7a",
		"Signature": "linli-demo+1a2b3c4d+AZx9fGh0kQmT7uVwYyZbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuv",
		"VerifyURL": "https://linli.example/verify",
		"Parties":   []m{applicant, respondent}, "Court": "安平县人民法院", "Venue": "调解组织所在地", "Until": day(29), "OnTheSpot": false,
		"Mode": "打电话", "Text": "对方已经请人做好防水，赔偿款还差一半，约定月底付清。", "Asker": "林一鸣",
		"Way": "询问有关人员", "Place": "柳林社区物业服务中心", "Whom": "物业值班员", "Sessions": "2", "Result": "达成书面协议",
		"ClosedAt": day(-1), "Performance": "共 2 项，已履行 1 项", "Confirmation": "",
		"Title": "陈晓岚与周大川邻里纠纷", "Year": 2026, "From": day(-25), "To": day(-1), "Filer": "", "Kept": "10 年", "Papers": 12, "Pages": 24, "Apart": 1,
		"Lacking": []string{"身份证明"},
		"Payees":  []m{{"Name": "陈晓岚"}}, "Whole": false,
		"Items": []m{
			{"Text": "周大川重做601室卫生间防水层。", "Obligor": "周大川", "Obligee": "陈晓岚", "Kind": "act", "Amount": 0, "Paid": 0, "Currency": "CNY",
				"Due": day(20), "FulfilledAt": day(18), "Receipts": []m{{"At": day(18), "Money": false, "Amount": 0, "Currency": "CNY", "InKind": false, "Carried": false, "Text": "闭水试验合格"}}},
			{"Text": "周大川赔偿陈晓岚顶棚、衣柜、地板损失。", "Obligor": "周大川", "Obligee": "陈晓岚", "Kind": "money", "Amount": 468050, "Paid": 234025, "Currency": "CNY",
				"Due": day(10), "FulfilledAt": time.Time{}, "Receipts": []m{{"At": day(9), "Money": true, "Amount": 234025, "Currency": "CNY", "InKind": false, "Carried": false, "Text": ""}}},
		},
	}
}

func options(t testing.TB, lang string) document.Options {
	return document.Options{
		Number: "柳林人调字〔2026〕第12号", VerifyURL: "https://linli.example/v/7GQ4M2XRD9", Office: "清河镇柳林社区人民调解委员会",
		At: noon, Locale: locale(t, lang),
	}
}

// TestWriteSamples writes every shipped paper to LINLI_SAMPLES, for eyes.
func TestWriteSamples(t *testing.T) {
	dir := os.Getenv("LINLI_SAMPLES")
	if dir == "" {
		t.Skip("LINLI_SAMPLES names no folder")
	}
	names, err := filepath.Glob(filepath.Join(templates(t), "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		one, err := document.Parse(name, src)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := one.Execute(locale(t, one.Language), sample())
		if err != nil {
			t.Fatal(err)
		}
		r, err := document.PDF(fonts(t), []*document.Doc{doc}, options(t, one.Language))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d pages, %d bytes, missing %q", filepath.Base(name), r.Pages, len(r.Bytes), string(r.Missing))
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)+".pdf"), r.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
