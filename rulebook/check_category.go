package rulebook

import (
	"maps"
	"slices"
)

// aboutResidents are what no category and no question of one speaks of, by what it would be about: a place, a service or the
// office is reported, never a neighbour. As with the ban list, the words are the fence and the closed kinds are the road.
var aboutResidents = []struct {
	what  string
	words map[rune][]string
}{
	{"conduct", byFirst(`
		suspicious loiter misbehav misconductof indecent drunk beggar begging gambl prostitut rumour rumor neighbourhoodwatch neighborhoodwatch behaviourof behaviorof badneighbo noisyneighbo neighbournoise neighbornoise informon informant denounce tipoff.
		可疑人 形迹可疑 不文明行为 不良行为 醉酒 乞讨 赌博 卖淫 嫖 造谣 传谣 谣言 邻居行为 邻里行为 邻居噪 举报他人 举报邻居 检举 举报人员 行为举止
	`)},
	{"belief", byFirst(`
		church mosque temple worship prayer cult. sermon religio belief faith. ideolog opinionof speechof posting.
		教会 教堂 礼拜 宗教 信教 邪教 信仰 传教 布道 言论 思想动态 意识形态
	`)},
	{"residence", byFirst(`
		tenantof unregisteredtenant newtenant subtenant lodger occupant illegaloccup overcrowd groupren residencepermit residenceregist movedin wholives stranger newcomer foreigner hukou
		群租 租客 租户 承租人 出租屋人员 出租房人员 户籍 居住证 居住登记 人员登记 外来人 陌生人 新搬来 住着谁 暂住 留宿
	`)},
	{"association", byFirst(`
		gathering assembl protest demonstrat march. meetingof unlicensedgroup association unionof rally. protestbanner
		聚集 集会 结社 游行 示威 串联 聚会 社团 小团体 拉横幅 集体访 上访
	`)},
}

// LeastRound is how many metres a place that everybody reads is rounded to at least, unless it is a listed one: what somebody taps on a map may
// be its own door (docs/decisions/0101).
const LeastRound = 100

const mostRound = 5000

func (d *draft) checkCategory(path string, c Category) {
	const file = "report.yaml"
	d.checkID(file, path+".code", c.Code)
	d.oneOf(file, path+".kind", "kind", string(c.Kind), Kinds())
	d.oneOf(file, path+".handled_by", "unit", c.HandledBy, []string{"unit", "above", "root"})
	d.oneOf(file, path+".place", "way to name a place", c.Place, []string{"required", "optional", "none"})
	if c.Round != 0 && (c.Round < LeastRound || c.Round > mostRound) {
		d.at(file, path+".round_metres", "%d metres: a place is rounded to %d to %d metres, or left out", c.Round, LeastRound, mostRound)
	}
	if c.Kind.AboutUnit() {
		switch {
		case c.Public:
			d.at(file, path+".public", "what somebody says about a unit of the office is never published: leave public out")
		case c.HandledBy != "":
			d.at(file, path+".handled_by", "a report about a unit goes to the unit above it by itself: leave handled_by out")
		case c.Place == "required":
			d.at(file, path+".place", "a report about a unit needs no place")
		}
	}
	if c.Round > 0 && !c.Public {
		d.at(file, path+".round_metres", "a place is rounded where it is published, and this category is not")
	}
	d.checkAbout(path+".code", c.Code, nil)
	d.checkAbout(path+".label", "", c.Label)
	d.checkAbout(path+".hint", "", c.Hint)
	for i, x := range c.Checklist {
		at := pathf("%s.checklist[%d]", path, i)
		d.checkID(file, at+".code", x.Code)
		d.checkAbout(at, x.Code, x.Label)
	}
	for i, q := range c.Questions {
		d.checkQuestion(pathf("%s.questions[%d]", path, i), q)
	}
}

func (d *draft) checkQuestion(path string, q AskedWith) {
	const file = "report.yaml"
	d.checkID(file, path+".code", q.Code)
	d.oneOf(file, path+".datatype", "datatype", q.Datatype, Datatypes())
	list := q.Datatype == "singlevaluelist" || q.Datatype == "multivaluelist"
	if list && len(q.Values) < 2 {
		d.at(file, path+".values", "a list offers at least two answers")
	}
	if !list && len(q.Values) > 0 {
		d.at(file, path+".values", "only singlevaluelist and multivaluelist offer answers")
	}
	d.checkAbout(path+".code", q.Code, nil)
	d.checkAbout(path+".label", "", q.Label)
	for i, v := range q.Values {
		d.checkAbout(pathf("%s.values[%d]", path, i), v.Code, v.Label)
	}
}

// checkAbout refuses words that are about a resident.
func (d *draft) checkAbout(path, code string, label Label) {
	texts := slices.Sorted(maps.Values(label))
	if code != "" {
		texts = append(texts, code)
	}
	for _, text := range texts {
		for _, about := range aboutResidents {
			if word := within(folded(text), about.words); word != "" {
				d.at("report.yaml", path, "%q is about a resident's %s (%q): a report is about a place, a service or the office, never about what a resident does, believes, where one lives or whom one meets", text, about.what, word)
				return
			}
		}
	}
}
