package rulebook

import (
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// The ban list. linli classifies disputes, needs, services and places, never people: a code, label or text that names a
// person's status, or that weighs, watches or sorts people, is refused when a rulebook is read. The list cannot know
// every euphemism; it is the fence beside the road, and the closed subjects are the road.

// bannedAnywhere are refused in every text of a rulebook, written without spaces and signs, Chinese in simplified form. A
// word that ends in a full stop is refused as the whole text only.
var bannedAnywhere = byFirst(`
	刑满释放 刑释 出狱 刑满人员 服刑人员 犯罪记录人员 两劳 劳改 劳教 矫正对象 社区矫正 安置帮教 帮教
	吸毒 涉毒 戒毒 禁毒对象 精神病 精神障碍 精神疾患 肇事肇祸 艾滋 病患人员
	上访人 上访户 上访老户 信访人员 信访户 信访老户 信访重点 涉访人员 缠访 闹访 访民 越级访 越级上访 非正常上访 重复上访 无理上访 滥访 缠诉 滥诉
	流动人口 外来人口 流动人员 外来务工 暂住人口 非户籍 境外人员 三非人员
	重点人 重点对象 重点群体 特殊人群 特殊群体 特定人群 特定群体 关注人员 关注对象 关注群体 管控对象 管控人员 稳控 不稳定人员 不放心人 敏感人 敏感群体
	高危人 危险人员 风险人员 风险人群 风险等级 人员等级 人员评级 预警人员 个人信用 信用评分 信用积分 黑名单 灰名单 红名单 人员画像 人物画像 人员标签 人员类别 人员类型 人群分类 人群类别 对象类别
	 四类人员 闲散人员 社会闲散 问题青少年 不良青少年 
	邪教 教徒 少数民族 民族成分 族裔 政治面貌 个人极端 极端人员 易肇事 轨迹 人脸 研判对象 排查对象 入户走访 入户排查 入户摸排 走访入户 人户分离 一标三实 实有人口
	formerprisoner exprisoner exoffender exconvict excon. formerlyincarcerated formerinmate returningcitizen justiceinvolved prisonleaver releasedfromprison parolee probationer convictedperson reentrypopulation rehabilitatedoffender
	druguser exuser. substanceuser substanceuse substanceabus drugrehab mentallyill mentalpatient mentalhealthpatient psychiatric hivpositive
	knownpetitioner petitionerlist repeatpetitioner repeatcomplain serialcomplain frequentfiler frequentcomplain habitualcomplain vexatious abnormalpetition abnormalvisit unreasonablepetition
	migrantworker floatingpopulation nonlocal nonhukou outofprovince
	personofinterest personsofinterest peopleofinterest keyperson keypeople keyindividual keypopulation priorityindividual priorityperson targetindividual specialpopulation specialpeople focusperson focuspeople 
	atriskperson atriskpeople atriskindividual highrisk riskperson riskprofile risklevel riskrating dangerousperson dangerouspeople unstableperson unstableindividual watchlist blacklist greylist graylist socialcredit personscore trustscore troublemaker
	persontype personcategory personclass typeofperson categoryofperson classofpeople peoplecategory extremist cultmember churchmember religiousbeliever ethnicminority dissident sexworker
`)

// bannedInCodes are refused besides in ids, codes, keys, labels and titles: whole English words.
var bannedWords = strings.Fields(`
	risk risks risky score scores scoring rating ratings ranked ranking flag flags flagged tagged tracking tracked watch watched watching surveillance
	ethnic ethnicity race racial religion religions religious faith belief political politics
	prisoner prisoners offender offenders convict convicts inmate inmates patient patients addict addicts migrant migrants immigrant immigrants petitioner petitioners
	household households dwelling dwellings vagrant vagrants
`)

// bannedSigns are the same without word boundaries: Chinese, simplified, and English run together.
var bannedSigns = byFirst(`
	前科 案底 维稳 涉稳 失意 五失 三失 八失 空巢 留守 失独 家访 布控 信教 异常访 重复访 重点关注 异见 社会信用
	inrecovery homevisit doortodoor householdvisit familyvisit specialgroup targetpopulation closeattention specialattention criminalrecord politicalview
	风险 评分 打分 标签 宗教 信仰 民族 政治 患者 病人 住户 户主 家户 入户 农民工 贫困户 低保户 犯人 囚犯 移民
`)

// simplified folds the traditional characters that the lists need.
var simplified = strings.NewReplacer(strings.Fields(`
	滿 满 釋 释 獄 狱 員 员 錄 录 兩 两 勞 劳 對 对 區 区 幫 帮 涉 涉 毒 毒 禍 祸 戶 户 訪 访 纏 缠 鬧 闹 級 级 無 无 濫 滥 訴 诉 動 动 來 来 務 务 暫 暂 籍 籍 關 关 註 注
	點 点 體 体 穩 稳 維 维 感 感 險 险 風 风 評 评 預 预 會 会 單 单 灰 灰 紅 红 畫 画 標 标 籤 签 類 类 別 别 閒 闲 閑 闲 題 题 獨 独 極 极 軌 轨 跡 迹 臉 脸 斷 断 實 实 離 离 數 数 貧 贫
	傳 传 謠 谣 賭 赌 賣 卖 遊 游 結 结 團 团 舉 举 報 报 鄰 邻 臨 临 禮 礼 聯 联 頭 头 鄉 乡
	農 农 異 异 見 见 構 构 處 处 癮 瘾 紀 纪 記 记 從 从 檢 检 過 过 裡 里 黨 党 貌 貌 問 问 為 为 歷 历 羣 群 監 监 視 视 際 际 邊 边 護 护 號 号 國 国 際 际 個 个
	進 进 攔 拦 靜 静 聯 联 議 议 權 权 輿 舆 論 论 網 网 謠 谣 廟 庙 禮 礼 屬 属 樓 楼 棟 栋 門 门 間 间 學 学 兒 儿 婦 妇 販 贩 談 谈 約 约 發 发 報 报 減 减 調 调 結 结 眾 众 壓 压 遊 游 罷 罢 審 审 證 证`)...)

// folded is a text as the ban list compares it.
func folded(s string) string { return simplified.Replace(string(plain(s).runes)) }

// byFirst are words by their first character: a text is then read once, whatever the length of the list.
func byFirst(list string) map[rune][]string {
	words := map[rune][]string{}
	for word := range strings.FieldsSeq(list) {
		for _, first := range word {
			words[first] = append(words[first], word)
			break
		}
	}
	return words
}

// within is the first of the words that stands in a folded text, or "".
func within(flat string, words map[rune][]string) string {
	for at, first := range flat {
		for _, word := range words[first] {
			if strings.HasPrefix(flat[at:], word) || at == 0 && flat+"." == word {
				return word
			}
		}
	}
	return ""
}

// banned is the word for which a text is refused, or "". codes adds the words that are refused in codes and labels only.
func banned(s string, codes bool) string {
	flat := folded(s)
	if word := within(flat, bannedAnywhere); word != "" {
		return strings.TrimSuffix(word, ".")
	}
	if !codes {
		return ""
	}
	if sign := within(flat, bannedSigns); sign != "" {
		return sign
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) })
	for _, word := range words {
		if slices.Contains(bannedWords, word) {
			return word
		}
	}
	return ""
}

// checkBans walks every text of the folder. Law titles are left out, because a law is cited by its name, and so are the
// words of forbidden terms, which must name what they forbid.
func (d *draft) checkBans() {
	for name, tree := range d.folder.trees {
		if name != "laws.yaml" { // duties.yaml has laws of its own, see banWalk
			d.banWalk(name, tree, "", strings.HasPrefix(name, "texts/"))
		}
	}
}

// prose are the keys whose texts explain; the others name and classify.
var prose = []string{"summary", "note", "why", "url", "name"}

func (d *draft) banWalk(file string, n *yaml.Node, key string, isProse bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		if (file == dutiesFile || file == inspectionFile) && !isProse && d.checkAim(place{file, n.Line, n.Column}, n.Value) {
			return
		}
		if word := banned(n.Value, !isProse); word != "" {
			d.addf(place{file, n.Line, n.Column}, "%s speaks of a person's status, or weighs or watches people (%q): linli classifies disputes, needs, services and places, never people", show(n), word)
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			d.banWalk(file, c, key, isProse)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i]
			if key == "forbidden_terms" && (k.Value == "phrases" || k.Value == "patterns") {
				continue
			}
			if file == dutiesFile && key == "" && k.Value == "laws" {
				continue
			}
			d.banWalk(file, k, k.Value, file == dutiesFile)
			next := k.Value
			if slices.Contains(d.header.Languages, next) { // a language inside a label: the label's key counts
				next = key
			}
			d.banWalk(file, n.Content[i+1], next, isProse || slices.Contains(prose, next))
		}
	}
}
