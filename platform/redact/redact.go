// Package redact finds in a text what could point at a person 隐去: telephone numbers, numbers of papers, number plates, addresses of
// e-mail, names and numbers of houses, in Chinese and in English. It proposes; a person decides, since it finds too much and too little.
//
// It knows patterns and no list of people, keeps nothing, and compares with nothing.
package redact

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Kind is what was found.
type Kind string

// The kinds, those first that win where two overlap.
const (
	Mail   Kind = "mail"   // an address of e-mail, or a name at a service
	Number Kind = "number" // of an identity card, a passport, a social security number
	Phone  Kind = "phone"  // a row of seven digits or more, however it is written
	Plate  Kind = "plate"  // of a vehicle
	Name   Kind = "name"   // of a person
	House  Kind = "house"  // a number of a house, a building, a staircase or a flat
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Mail, Number, Phone, Plate, Name, House} }

// Reaches reports whether what was found leads straight to a person and never stays in what everybody reads.
func (k Kind) Reaches() bool { return k == Mail || k == Number || k == Phone }

// Found is a place of a text, in bytes from From to before To.
type Found struct {
	From, To int
	Kind     Kind
}

const (
	digit    = `[0-9０-９]`
	hanDigit = `[〇零一二三四五六七八九十百两]`
	surnames = `(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付傅方邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向汤湯温康施牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟申欧歐耿关關焦左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷曲盛冉翁蓝藍路游辛靳管柴蒙鲍鮑华華祁])`
	titles   = `(?:先生|女士|小姐|太太|大爷|大爺|大妈|大媽|大叔|阿姨|师傅|師傅|老师|老師|医生|醫生|大哥|大姐|奶奶|爷爷|爺爺|婆婆)`
	street   = `(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Boulevard|Blvd|Way|Terrace)`
)

// patterns are what is looked for. Of one with a group the group alone is found.
var patterns = []struct {
	kind Kind
	form *regexp.Regexp
}{
	{Mail, regexp.MustCompile(`[A-Za-z0-9._%+-]*[@＠][\pL\pN._-]+`)},
	{Mail, regexp.MustCompile(`(?i)(?:微信|wechat|weixin|qq|line)(?:号|號| ?id)?\s*[:：是为為]?\s*([A-Za-z0-9_-]{5,})`)},
	{Number, regexp.MustCompile(`[1-9]\d{5}(?:18|19|20)\d{9}[0-9Xx]`)},
	{Number, regexp.MustCompile(`\b[A-Z][1289]\d{8}\b`)},               // Taiwan
	{Number, regexp.MustCompile(`\b[A-Z]{1,2}\d{6}\s?[(（][0-9A][)）]`)}, // Hong Kong
	{Number, regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)},              // United States
	{Number, regexp.MustCompile(`\b[A-Z]{1,2}\d{7,9}\b`)},              // passports
	{Phone, regexp.MustCompile(`[+＋]?[(（]?` + digit + `(?:[ \-－()（）.]{0,2}` + digit + `){6,}`)},
	{Phone, regexp.MustCompile(`[〇零一二三四五六七八九幺两]{7,}`)},
	{Plate, regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\-\s]?[A-Z0-9]{5,6}`)},
	{Plate, regexp.MustCompile(`\b(?:[A-Z]{3}-\d{3,4}|[A-Z]{2}-\d{4}|\d{4}-[A-Z]{2}|\d{3}-[A-Z]{3})\b`)}, // Taiwan
	{Plate, regexp.MustCompile(`(?:车牌|車牌|牌号|牌號|车号|車號)(?:号|號|是|为|為|[:：\s])*([A-Z0-9][A-Z0-9·\- ]{2,8}[A-Z0-9])`)},
	{Plate, regexp.MustCompile(`(?i:plate|licen[cs]e|registration)(?i:\s+(?:number|no\.?|is))*[\s:#]*([A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5})\b`)},
	{Name, regexp.MustCompile(surnames + `\p{Han}{0,2}?` + titles)},
	{Name, regexp.MustCompile(`姓` + surnames)},
	{Name, regexp.MustCompile(`(?:名叫|叫做|姓名[是:：]?|我叫|他叫|她叫|本人)(` + surnames + `\p{Han}{1,2})`)},
	{Name, regexp.MustCompile(`(?:老|小|阿)` + surnames + `(?:家|说|說|的)`)},
	{Name, regexp.MustCompile(`\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+\p{Lu}[\pL'’-]+(?:\s+\p{Lu}[\pL'’-]+)?`)},
	{Name, regexp.MustCompile(`\b(?:named|called|name is|neighbou?r)\s+(\p{Lu}[\pL'’-]+(?:\s+\p{Lu}[\pL'’-]+)?)`)},
	{House, regexp.MustCompile(`(?:` + digit + `+|` + hanDigit + `+)(?:号院|號院|号楼|號樓|号|號|栋|棟|幢|弄|巷|座|单元|單元|室|户|戶|楼|樓|层|層)(?:[东東西南北]?(?:` + digit + `+|` + hanDigit + `+)?(?:号|號|栋|棟|幢|座|单元|單元|室|户|戶|楼|樓|层|層))*(?:之` + digit + `+)?`)},
	{House, regexp.MustCompile(`\b(\d{1,5}[A-Za-z]?),?\s+(?:\p{Lu}[\pL'’]+\s+){1,3}` + street + `\b`)},
	{House, regexp.MustCompile(`(?i)\b(?:apt|apartment|flat|unit|suite|room|house|floor)\.?\s*(?:number|no\.?|#)?\s*\d+[A-Za-z]?\b`)},
	{House, regexp.MustCompile(`(?i)\b(?:number|no\.)\s*\d{1,5}[A-Za-z]?\b`)},
}

// notHouse are the ends of what looks like the number of a house and is a line, a day or a count.
var notHouse = regexp.MustCompile(`^(?:线|線|公交|地铁|地鐵|以|之前|前后|左右)`)

// Find returns what could point at a person, in the order of the text. Nothing overlaps: what meets is one, of the kind that wins.
func Find(text string) []Found {
	var all []Found
	for _, p := range patterns {
		for _, at := range p.form.FindAllStringSubmatchIndex(text, -1) {
			f := Found{at[0], at[1], p.kind}
			if len(at) > 2 && at[2] >= 0 {
				f.From, f.To = at[2], at[3]
			}
			if f.Kind == House && (strings.HasSuffix(text[:f.From], "月") || notHouse.MatchString(text[f.To:])) {
				continue
			}
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b Found) int { return cmp.Compare(a.From, b.From) })
	var out []Found
	for _, f := range all {
		if n := len(out) - 1; n >= 0 && f.From < out[n].To {
			out[n].To = max(out[n].To, f.To)
			if order(f.Kind) < order(out[n].Kind) {
				out[n].Kind = f.Kind
			}
			continue
		}
		out = append(out, f)
	}
	return out
}

func order(k Kind) int { return slices.Index(Kinds(), k) }

// Part is a piece of a text; Kind is empty where nothing was found.
type Part struct {
	Text string
	Kind Kind
}

// Parts cuts a text at what was found in it; together they are the text.
func Parts(text string) []Part {
	var out []Part
	at := 0
	for _, f := range Find(text) {
		if f.From > at {
			out = append(out, Part{Text: text[at:f.From]})
		}
		out = append(out, Part{text[f.From:f.To], f.Kind})
		at = f.To
	}
	if at < len(text) {
		out = append(out, Part{Text: text[at:]})
	}
	return out
}

// Rewrite is the proposal: the text with other words in place of what was found.
func Rewrite(text string, instead func(Kind) string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, p := range Parts(text) {
		if p.Kind != "" {
			p.Text = instead(p.Kind)
		}
		b.WriteString(p.Text)
	}
	return b.String()
}
