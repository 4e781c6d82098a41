package rulebook

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Help is what the rulebook says of helping somebody to a service 求助转介.
type Help struct {
	// Version names the list of needs; a case keeps the one that it was opened under.
	Version string `rb:"version"`
	Needs   []Need `rb:"needs"`
	// Outcomes are what can come of a service that was given.
	Outcomes []Code `rb:"outcomes"`
	// Notice is read before somebody agrees that a service is told something; Sensitive before the same of sensitive data, which
	// is asked apart (个人信息保护法 art. 29).
	Notice    Notice `rb:"notice"`
	Sensitive Notice `rb:"sensitive_notice"`
	// Link is for how many days a provider's link opens.
	Link Limit `rb:"link_days"`
	// Kept is for how many days a case is kept after it was closed; then every word of it is destroyed.
	Kept Limit `rb:"kept_days"`
}

// Need is something that somebody needs; never what somebody is.
type Need struct {
	Code  string `rb:"code,key"`
	Label Label  `rb:"label"`
	Hint  Label  `rb:"hint,optional"`
	// Sensitive says that the need alone tells of health or safety: a service is told it only where that was agreed to apart.
	Sensitive bool `rb:"sensitive,optional"`
}

// Need is the need with the code.
func (h *Help) Need(code string) (Need, bool) {
	i := slices.IndexFunc(h.Needs, func(n Need) bool { return n.Code == code })
	if i < 0 {
		return Need{}, false
	}
	return h.Needs[i], true
}

const needsFile = "needs.yaml"

// statusSigns name people in place of a need: written without spaces, Chinese in simplified form. What the ban list refuses
// everywhere (刑满释放, former prisoner) is refused besides.
var statusSigns = byFirst(`
	人员 人士 人群 群体 对象 分子 家庭 困难户 患者 受害者 幸存者 老人 老年人 残疾人 病人 妇女 单亲 孤儿 孤寡 遗孀 军属 军人 下岗 失业 无业 待业 低保 低收入 特困 困难群 困境 贫困 弱势 流浪 无家可归 回归社会 回归人 归正 过渡性安置 安置人 帮扶对
	returnedcitizen systemimpacted secondchance reintegrat resettl formerly ex- lowincome lowerincome disadvantaged vulnerable marginali underprivileged homeless unemployed jobless destitute needy singleparent singlemother
`)

// statusWords are the same as whole English words.
var statusWords = strings.Fields(`person persons people individual individuals resident residents family families man men woman women mother mothers father fathers
	widow widows orphan orphans elder elders elderly senior seniors veteran veterans refugee refugees asylum youth youths minor minors adult adults disabled poor client clients beneficiary beneficiaries
	former ex returnee returnees survivor survivors victim victims sufferer sufferers user users`)

// status is the word by which a code or a label of a need describes a person, or "".
func status(s string) string {
	if word := within(folded(s), statusSigns); word != "" {
		return word
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if slices.Contains(statusWords, word) {
			return word
		}
	}
	return ""
}

// NamesPeople reports whether a name of a need, of whatever list, describes who somebody is instead of what is needed.
func NamesPeople(name string) bool { return status(name) != "" || banned(name, true) != "" }

func (d *draft) checkNeeds() {
	h := d.help
	if h.Version != "" && !versionForm.MatchString(h.Version) {
		d.at(needsFile, "version", "%q is no version: write digits, letters, points and hyphens", h.Version)
	}
	for i, n := range h.Needs {
		path := pathf("needs[%d]", i)
		d.checkID(needsFile, path+".code", n.Code)
		for _, text := range append([]string{n.Code}, slices.Sorted(maps.Values(n.Label))...) {
			if word := status(text); word != "" {
				d.at(needsFile, path, "%q describes who somebody is (%q): a need says what is needed, whoever needs it", text, word)
				break
			}
		}
	}
	for i, c := range h.Outcomes {
		d.checkID(needsFile, pathf("outcomes[%d].code", i), c.Code)
	}
	if len(h.Needs) == 0 || len(h.Outcomes) == 0 {
		d.at(needsFile, "", "a list of needs has at least one need and one outcome")
	}
	for name, n := range map[string]Notice{"notice": h.Notice, "sensitive_notice": h.Sensitive} {
		d.checkTextKey(needsFile, name+".text", n.Text)
		d.checkSource(needsFile, name+".source", n.Source)
	}
	for name, l := range map[string]Limit{"link_days": h.Link, "kept_days": h.Kept} {
		d.checkSource(needsFile, name+".source", l.Source)
	}
	if h.Link.N > 366 {
		d.at(needsFile, "link_days.n", "a link that opens for %d days is no longer one for one purpose: at most 366", h.Link.N)
	}
	if h.Kept.N > longestRetention {
		d.at(needsFile, "kept_days.n", "%d days are more than sixty years: nothing is kept for ever", h.Kept.N)
	}
}
