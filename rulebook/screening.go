package rulebook

import (
	"slices"
	"strings"
)

// Screening is one question of the private talk: each party is asked it alone, and its answer lies in that party's own
// section. It is about the person's own safety in this mediation and nothing else, so its subject is closed in code.
type Screening struct {
	Code  string `rb:"code,key"`
	About string `rb:"about"`
	Label Label  `rb:"label"` // the question, as it is read out
	// Answer is the answer that proposes the concern: yes or no. The person who holds the talk decides.
	Answer string `rb:"answer,optional"`
	// Proposes is separate or violence; missing: the answer proposes nothing, and only tells the office what to do.
	Proposes string `rb:"proposes,optional"`
}

// ScreeningSubjects are what a question of the private talk may be about: sitting in one room, coming and going, speaking
// one's mind, taking part of one's own will, pressure, harm done or threatened over this dispute, and being written to.
func ScreeningSubjects() []string {
	return []string{"room", "arrival", "speaking", "own_will", "pressure", "harm", "contact"}
}

// ScreeningAnswers are the answers that can propose a concern.
func ScreeningAnswers() []string { return []string{"yes", "no"} }

// ScreeningConcerns are what an answer can propose.
func ScreeningConcerns() []string { return []string{"separate", "violence"} }

// Question returns the question of the private talk with a code.
func (s Safety) Question(code string) (Screening, bool) {
	i := slices.IndexFunc(s.Questions, func(q Screening) bool { return q.Code == code })
	if i < 0 {
		return Screening{}, false
	}
	return s.Questions[i], true
}

// beyond are words of a question that leaves this dispute: what somebody did before or elsewhere, health, habits, status,
// belief, origin, work and money. The ban list stands besides.
var beyond = byFirst(`
	以前 从前 曾经 过去 历来 一向 平时 平常 有史以来 记录 处罚 坐过牢 判过 拘留 被抓 前妻 前夫
	喝酒 酗酒 酒后 赌博 赌钱 毒品 药物 吃药 服药 用药 生病 疾病 病史 住院 残疾 健康状况 怀孕 精神状态
	婚姻 结婚 离婚 已婚 未婚 单身 性取向 亲生 老家 籍贯 户口 户籍 哪里人 本地人 外地 国籍 出生 口音 种族
	宗教 信仰 信教 教会 烧香 拜佛 党员 入党 政治 投诉过 举报过 工作单位 职业 失业 无业 收入 存款 欠债 负债 低保 贫困 学历 文化程度 社会关系
	inthepast usedto previous formerly everbeen everhad  haveyouever hasheever hassheever havetheyever usually habit criminal arrest convict sentenced policerecord jail
	alcohol drinks drinking drunk gambl drug medication medicine diagnos illness hospital disab pregnan mentalhealth healthcondition therapy
	married divorc widow singleparent sexualorientation hometown born nationality citizen passport visa immigra  whereareyoufrom comefrom accent hukou
	religio church mosque temple pray faith belie partymember politic vote complainedbefore employ unemployed jobless income salary debt welfare benefits educationlevel
`)

// checkScreening looks at the questions of the private talk.
func (d *draft) checkScreening(file string, list []Screening) {
	for i, q := range list {
		at := func(name string) string { return pathf("safety.questions[%d].", i) + name }
		d.checkID(file, at("code"), q.Code)
		d.oneOf(file, at("about"), "subject of a private question", q.About, ScreeningSubjects())
		if (q.Answer == "") != (q.Proposes == "") {
			d.at(file, at("code"), "answer and proposes stand together: which answer proposes which concern")
		}
		if q.Answer != "" {
			d.oneOf(file, at("answer"), "answer", q.Answer, ScreeningAnswers())
		}
		if q.Proposes != "" {
			d.oneOf(file, at("proposes"), "concern", q.Proposes, ScreeningConcerns())
		}
		for _, lang := range d.header.Languages {
			text := q.Label[lang]
			if text == "" {
				continue // told by the label itself
			}
			if !strings.ContainsAny(text, "?？") {
				d.at(file, at("label"), "%q is no question: it ends with a question mark", text)
			}
			if word := within(folded(text), beyond); word != "" {
				d.at(file, at("label"), "%q asks for what lies outside this dispute (%q): a private question is about the person's own safety in this mediation, never about anybody's status, belief, origin, health or past", text, word)
			}
		}
	}
}
