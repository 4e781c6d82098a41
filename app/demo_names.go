package app

import (
	"fmt"
	"math/rand/v2"
)

// Names of the demo's people: rare surnames with the names of seasons and feasts, so that anybody sees that they are
// invented. No two parties of the demo share one.
var (
	demoSurnames = []string{"麦", "蓝", "苗", "水", "云", "梅", "柳", "花", "谷", "桑", "燕", "粟"}
	demoSeasons  = []string{"小满", "谷雨", "立夏", "芒种", "夏至", "小暑", "立秋", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "冬至", "惊蛰", "端阳", "重阳", "元宵",
		"初一", "十五", "腊八", "三月", "六月", "九月"}
	demoVirtues = []string{"守正", "若谷", "怀瑾", "慎行", "乐山", "知秋", "望舒", "和光", "清越", "从容", "存真", "修远", "其华", "令仪", "采薇", "棠棣", "既明", "子衿", "思远", "安澜"}
)

// nameDraw draws names, each once.
type nameDraw struct {
	people, colleagues []string
	phones             int
}

func newNames(random *rand.Rand) *nameDraw {
	n := &nameDraw{people: pairs(demoSurnames, demoSeasons), colleagues: pairs(demoSurnames, demoVirtues)}
	random.Shuffle(len(n.people), func(i, j int) { n.people[i], n.people[j] = n.people[j], n.people[i] })
	random.Shuffle(len(n.colleagues), func(i, j int) { n.colleagues[i], n.colleagues[j] = n.colleagues[j], n.colleagues[i] })
	return n
}

func pairs(first, second []string) []string {
	var out []string
	for _, a := range first {
		for _, b := range second {
			out = append(out, a+b)
		}
	}
	return out
}

func (n *nameDraw) person() string {
	name := n.people[0]
	n.people = n.people[1:]
	return name
}

func (n *nameDraw) staff() string {
	name := n.colleagues[0]
	n.colleagues = n.colleagues[1:]
	return name
}

// contact is a number that no network assigns: mobile numbers of mainland China begin with 13 to 19.
func (n *nameDraw) contact() string {
	n.phones++
	return fmt.Sprintf("100 0000 %04d", n.phones)
}
