package rulebook

import (
	"slices"
	"strings"
	"unicode"
)

// aim is something that no duty, checklist, place or incident may be about, with the words that give it away: signs are
// looked for anywhere in the folded text, words as whole English words.
type aim struct {
	name  string // as a finding names it
	rule  string // which sentence of the design it breaks
	signs map[rune][]string
	words []string
}

// aims are tried in this order: the narrower first, so that the finding names what is meant.
var aims = []aim{
	{"petitions", "a complaint or petition is answered; it never triggers action against its author", byFirst(`
		信访 上访 来访人 接访 截访 劝访 劝返 非访 进京 赴京 赴省 拦截 控告 申诉人 投诉人 诉求人`),
		strings.Fields(`petition petitions petitioner petitioners petitioning appellant complainant complainants grievance grievances`)},
	{"assembly", "no duty, place or incident is about people who come together", byFirst(`
		集会 游行 示威 聚集 群体性 聚众 罢工 罢市 静坐 串联 抗议 维权`),
		strings.Fields(`assembly assemblies rally rallies protest protests protester protesters demonstration demonstrations demonstrator strike strikes gathering gatherings march marches sitin unrest`)},
	{"speech", "no duty, place or incident is about what somebody says", byFirst(`
		言论 舆情 舆论 网评 网帖 发帖 跟帖 谣言 造谣 记者 自媒体 微信群 群聊 朋友圈 思想动态 socialmedia publicopinion`),
		strings.Fields(`speech opinion opinions rumour rumours rumor rumors journalist journalists blogger bloggers leaflet leaflets chatgroup sentiment sentiments`)},
	{"belief", "places have no religious class, and nothing is about belief", byFirst(`
		宗教 信仰 信众 教会 教堂 寺庙 寺院 庙宇 清真 佛堂 道观 礼拜 朝觐 祭祀 法会 聚会点 传教`),
		strings.Fields(`belief beliefs believer believers faith faiths religion religions religious church churches mosque mosques temple temples monastery monasteries worship worshippers prayer prayers shrine shrines pilgrims`)},
	{"households", "nothing targets a household", byFirst(`
		住户 农户 户籍 户口 户主 联户 家户 每户 各户 逐户 挨户 十户 家庭 家属 家长里短`),
		strings.Fields(`household households family families homestead homesteads kin`)},
	{"dwellings", "a duty visits no dwelling", byFirst(`
		住宅 住房 出租屋 出租房 群租 居所 住所 居室 宿舍 楼栋 房间 门牌 上门 入户 登门 家中 敲门 doortodoor`),
		strings.Fields(`dwelling dwellings home homes house houses flat flats apartment apartments lodging lodgings dormitory dormitories rental rentals tenancy tenancies doorstep bedroom`)},
	{"people", "nothing targets a person: a duty is about the office, a public place, a service or a need", byFirst(`
		居民 村民 群众 租客 租户 房客 旅客 外地 外来 陌生人 生面孔 老人 学生 儿童 青少年 退役 妇女 商贩 流动 人口 个人 可疑 谈话 约谈 走访 见面 摸排 排查人 帮扶对象 身份证`),
		strings.Fields(`person persons people resident residents individual individuals villager villagers tenant tenants lodger lodgers guest guests visitor visitors stranger strangers newcomer newcomers
			pupil pupils student students child children youth youths elderly veteran veterans foreigner foreigners outsider outsiders vendor vendors suspect suspects suspicious loiterer loiterers passport identity`)},
	{"volume", "volume is shown and never weighed: no duty lowers, raises or reaches a number of cases", byFirst(`
		件数 案件数 数量 受理量 报事量 发案 零报告 零投诉 零案件 下降 压降 减少 调解率 成功率 结案率 不超过 指标数`),
		strings.Fields(`volume volumes quota quotas caseload caseloads fewer reduce reduced reduction zero uptake`)},
}

// aimedAt is what a text of duties.yaml aims at, and the word that gives it away; nil where it aims at nothing of the kind.
func aimedAt(s string) (*aim, string) { return among(aims, s) }

func among(aims []aim, s string) (*aim, string) {
	flat := folded(s)
	words := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "-", "")), func(c rune) bool { return !unicode.IsLetter(c) })
	for i := range aims {
		if sign := within(flat, aims[i].signs); sign != "" {
			return &aims[i], sign
		}
		for _, word := range words {
			if slices.Contains(aims[i].words, word) {
				return &aims[i], word
			}
		}
	}
	return nil, ""
}

// signers are whom no statement 责任书 is signed with, beside everything that no duty is about: a meeting may be held with a committee of
// owners or of parents, and none of them signs.
var signers = []aim{{"people", "a statement binds the office, its units and public venues, and nobody signs about their own conduct", byFirst(`
	业主 房东 房主 承租 家长 监护 亲属 养犬 养狗 犬主 车主 司机 驾驶 骑手 邻居 务工 从业 当事 党员 志愿者`),
	strings.Fields(`landlord landlords landlady homeowner homeowners householder householders parents guardian guardians relative relatives motorist motorists driver drivers
		rider riders neighbour neighbours neighbor neighbors volunteer volunteers`)}}

// checkSubject demands of a duty that it is about what duties are about, and of a statement that it is signed by the office's units or by
// public venues alone.
func (d *draft) checkSubject(path string, r DutyRule) {
	what, of := "subject of a duty", DutySubjects()
	if r.Kind == "statement" {
		what, of = "subject of a statement", StatementSubjects()
		d.checkSigners(path+".label", r.Label)
	}
	if r.Subject != "" {
		d.closed(path+".subject", what, r.Subject, of)
	}
}

// checkAim reports a text of duties.yaml that aims at what no duty may be about. It reports whether it did.
func (d *draft) checkAim(p place, text string) bool {
	a, word := aimedAt(text)
	if a == nil {
		return false
	}
	d.addf(p, "%q aims at %s (%q): %s", text, a.name, word, a.rule)
	return true
}
