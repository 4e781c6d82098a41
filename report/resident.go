package report

import (
	"strings"

	"linli/platform/tabular"
)

// ofResidents are words by which a text speaks of what a resident does, believes, where one lives or whom one meets. A category
// about that cannot be made (rulebook.Category); these are fewer than a category may not use, for a lamp stands before a church too.
var ofResidents = strings.Fields(`
	suspiciousperson suspiciousman suspiciouswoman suspiciousneighbo suspiciouspeople loitering prostitut gambl drunkneighbo myneighbouris myneighboris neighbournextdooris
	neighboursquarrel neighborsquarrel illegaltenant illegallyliv unregisteredtenant subtenant groupren cultmember secretmeeting illegalgathering illegalassembl
	可疑人 形迹可疑 可疑男子 可疑女子 举报邻居 舉報鄰居 检举邻居 檢舉鄰居 举报他人 舉報他人 邻居在家 鄰居在家 邻居天天吵 邻居吵架 鄰居吵架 赌博 賭博 聚赌 聚賭 卖淫 賣淫 嫖娼 吸毒
	群租 租客是 住着外地人 住著外地人 没有居住证 沒有居住證 邪教 非法聚集 非法集会 非法集會 串联上访 上访人员 上訪人員 思想有问题 思想有問題
`)

// OfResident reports whether a text speaks of a resident's conduct, belief, residence or association. Such a text is not saved:
// whoever writes it is shown mediation and the emergency number, unless it says that a place or a thing is meant.
func OfResident(text string) bool {
	folded := tabular.Fold(text)
	for _, word := range ofResidents {
		if strings.Contains(folded, word) {
			return true
		}
	}
	return false
}
