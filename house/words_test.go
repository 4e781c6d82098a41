package house_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"

	"linli/store/migrations"
)

// The ban list. linli sorts disputes, needs, services and places, never people: nothing in its schema, code, addresses,
// forms, rulebooks and texts is called by a word that rates, tags, watches, tracks or matches people, or that asks for
// what people are. Package rulebook refuses such words in rulebooks that others write; this list holds linli itself.

// stems are English, compared with the beginning of each word of a name or text.
var stems = strings.Fields(`risk score scoring rating grading flag watch surveil monitor track match ethnic religio faith belief politic
	race racial creed worship predict profil suspect blacklist graylist greylist whitelist watchlist credit tag level tier
	petitioner convict prisoner addict vagran migrant deviant dangerous
	face facial biometr gait geolocat whereabouts trajector`)

// whole are English words that are only banned as whole words, because other words begin with them.
var whole = strings.Fields(`checkin sect caste hukou nationality tribe rank ranked ranking rate rated`)

// signs are Chinese, simplified and traditional.
var signs = strings.Fields(`风险 風險 评分 評分 打分 积分 積分 信用分 等级 等級 级别 級別 评级 評級 标签 標籤 画像 畫像 监控 監控 监视 監視 盯防
	跟踪 跟蹤 追踪 追蹤 轨迹 軌跡 行踪 行蹤 定位 比对 比對 匹配 配對 碰撞 预警 預警 预测 預測 研判 排查 摸排 管控 稳控 穩控 维稳 維穩 布控 布控
	民族 族裔 宗教 信仰 教派 政治 党员 黨員 政治面貌 种族 種族 籍贯 籍貫 户籍 戶籍 流动人口 流動人口
	重点人 重點人 特殊人群 高危 黑名单 黑名單 灰名单 灰名單 前科 刑满 刑滿 吸毒 涉毒 精神病 上访人 上訪人 信访人 信訪人 缠访 纏訪 闹访 鬧訪
	人脸 人臉 步态 步態 敏感人 失信 社会信用 社會信用`)

// banned is the banned word in a text, or empty.
func banned(s string) string {
	for _, sign := range signs {
		if strings.Contains(s, sign) {
			return sign
		}
	}
	for _, word := range wordsOf(s) {
		for _, stem := range stems {
			if strings.HasPrefix(word, stem) {
				return word
			}
		}
		if slices.Contains(whole, word) {
			return word
		}
	}
	return ""
}

// wordsOf splits prose, dotted, snake, kebab and camel case into small words.
func wordsOf(s string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(s)
	for i, c := range runes {
		switch {
		case c > unicode.MaxASCII || !unicode.IsLetter(c):
			end()
		case unicode.IsUpper(c) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			end()
			word = append(word, c)
		default:
			word = append(word, c)
		}
	}
	end()
	return out
}

func TestTheBanListFindsWhatItMust(t *testing.T) {
	for _, s := range []string{"risk_level", "RiskLevel", "riskLevel", "party.score", "scored", "Watchlist", "is_flagged", "trackingState", "matchedCases", "faceID",
		"ethnicity", "Religion", "политика risk", "当事人风险等级", "重點人員", "比对人员信息", "POST /people/{id}/tags", "political_status"} {
		if banned(s) == "" {
			t.Errorf("%q passes", s)
		}
	}
	for _, s := range []string{"case_event", "received_at", "matter", "facts", "interface", "surface", "当事人", "调解", "Effective", "trace", "language", "category"} {
		if w := banned(s); w != "" {
			t.Errorf("%q is refused for %q", s, w)
		}
	}
}

func TestNoBannedWordInTheSchema(t *testing.T) {
	allowed := allow(t, map[string]string{
		"tenant_tag":      "the random mark of an office in front of its codes, not of a person",
		"tenant_tag.tag":  "the same",
		"tenant.tag":      "the same",
		"tenant_tag_kind": "the same",
		"unit.level":      "a unit is a county, a township or a village",
	})
	eachSchema(t, func(t *testing.T, _ migrations.Set, s schema) {
		say := func(name, text string) {
			if word := banned(text); word != "" && !allowed.has(name) {
				t.Errorf("%s: %q", name, word)
			}
		}
		for table, columns := range s.columns {
			say(table, table)
			for _, c := range columns {
				say(table+"."+c, c)
			}
		}
		for index := range s.indexes {
			table, name, _ := strings.Cut(index, ": ")
			if name != "key" && !strings.HasSuffix(name, "_pkey") && !strings.HasPrefix(name, "sqlite_") && name != table {
				say(name, name)
			}
		}
	})
}

// TestNoBannedWordInAField looks at every exported field of every struct of the program, and at its JSON name.
func TestNoBannedWordInAField(t *testing.T) {
	allowed := allow(t, map[string]string{
		"cmd/linli.initCommand.Level":  "a unit is a county, a township or a village",
		"web/office.unitPage.Levels":   "the same",
		"web/mediation.promiseRow.Tag": "a coloured word for how a promise of the office stands",
		"store/dialect.Options.Watch":  "told how long a statement took, for the metrics",
		"office.Tenant.Tag":            "the random mark of an office in front of its codes",
		"office.Unit.Level":            "a unit is a county, a township or a village",
		"office.AddUnit.Level":         "the same",
		"office.Found.Level":           "the same",
		"app.UnitPlan.Level":           "the same",
	})
	for _, f := range program(t) {
		if f.test || under(f.folder, "web/page", "bench", "e2e", "testkit", "platform/document") {
			continue // web/page has the vocabulary of govuk-frontend (Tag: a coloured word beside a task)
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			st, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range st.Fields.List {
				var tag string
				if field.Tag != nil {
					if raw, err := strconv.Unquote(field.Tag.Value); err == nil {
						tag, _, _ = strings.Cut(reflect.StructTag(raw).Get("json"), ",")
					}
				}
				for _, name := range field.Names {
					at := f.folder + "." + spec.Name.Name + "." + name.Name
					if !name.IsExported() {
						continue
					}
					if word := banned(name.Name + " " + tag); word != "" && !allowed.has(at) {
						t.Errorf("%s (%s): %q", at, tag, word)
					}
				}
			}
			return true
		})
	}
}

var routePattern = regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/\S*)$`)

// routes are the addresses that any file of the program names: those of the tables of web, and the paths of the API.
func routes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, f := range program(t) {
		if f.test || !under(f.folder, "web", "api", "app", "cmd") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			s, err := strconv.Unquote(l.Value)
			if err != nil {
				return true
			}
			if m := routePattern.FindStringSubmatch(s); m != nil {
				found[m[2]] = f.name
			} else if under(f.folder, "api") && strings.HasPrefix(s, "/") && !strings.ContainsAny(s, " \n") {
				found[s] = f.name
			}
			return true
		})
	}
	if len(found) < 40 {
		t.Fatalf("only %d addresses found", len(found))
	}
	return found
}

// wayToPeople are segments and parameters of an address that would lead to a person.
var wayToPeople = regexp.MustCompile(`(?i)/(people|persons?|residents?|citizens?|parties|households?|families|search)(/|$)|\{(name|phone|person|resident|id_?number|face|address|mail|party)\}`)

func TestNoBannedWordInAnAddress(t *testing.T) {
	allowed := allow(t, map[string]string{
		"/resident/enter.js": "a script of the pages for residents",
	})
	for address, file := range routes(t) {
		if word := banned(address); word != "" && !allowed.has(address) {
			t.Errorf("%s (%s): %q", address, file, word)
		}
		// A party's page inside its own case is reached by the case; there is no address that begins with a person.
		if wayToPeople.MatchString(address) && !allowed.has(address) && !strings.HasPrefix(address, "/mediations/{") && !strings.HasPrefix(address, "/api/v1/mediations/{") && !strings.HasPrefix(address, "/r/{") {
			t.Errorf("%s (%s) leads to people", address, file)
		}
	}
}

func TestNoBannedWordInTheAPI(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(root, "api", "openapi.json"))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(root, "api")); err == nil {
			t.Error("api/openapi.json is not committed")
		}
		return // a program without an API has none of its words either
	}
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	allowed := allow(t, map[string]string{})
	words := 0
	// Names and texts are looked at alike; "tags" and "format" are OpenAPI's own keys for groups of operations and types.
	var look func(at string, v any)
	look = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				if word := banned(k); word != "" && k != "tags" && !allowed.has(at+"/"+k) {
					t.Errorf("openapi.json%s/%s: %q", at, k, word)
				}
				words++
				look(at+"/"+k, x)
			}
		case []any:
			for _, x := range v {
				look(at, x)
			}
		case string:
			if word := banned(excused(v)); word != "" && !allowed.has(at) {
				t.Errorf("openapi.json%s: %q says %q", at, v, word)
			}
		}
	}
	look("", doc)
	if words < 50 {
		t.Errorf("openapi.json has %d keys", words)
	}
}

var fieldName = regexp.MustCompile(`\b(?:name|id|for)="([^"{]+)"`)

func TestNoBannedWordInAFormOrTemplate(t *testing.T) {
	allowed := allow(t, map[string]string{
		"web/office/templates/office/unit.html level": "a unit is a county, a township or a village",
		"web/office/units.go level":                   "the same",
	})
	pages := 0
	err := walk(func(name string) error {
		if !under(name, "web") || path.Ext(name) != ".html" || under(name, "web/page", "web/design") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		pages++
		for _, m := range fieldName.FindAllStringSubmatch(string(text), -1) {
			if word := banned(m[1]); word != "" && !allowed.has(name+" "+m[1]) {
				t.Errorf("%s: the field %s: %q", name, m[1], word)
			}
		}
		for _, sign := range signs {
			if strings.Contains(string(text), sign) {
				t.Errorf("%s: %q", name, sign)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 5 {
		t.Errorf("only %d templates found", pages)
	}
	// The names of a page's form fields also stand in its Go code: page.Form values are read by r.PostFormValue and Value.
	for _, f := range program(t) {
		if f.test || !under(f.folder, "web") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"FormValue", "PostFormValue", "Value", "Get", "Input", "Text", "Textarea", "Radios", "Select", "Checkboxes"}, sel.Sel.Name) {
				return true
			}
			for _, a := range call.Args {
				if l, ok := a.(*ast.BasicLit); ok {
					if s, err := strconv.Unquote(l.Value); err == nil {
						if word := banned(excused(s)); word != "" && !allowed.has(f.name+" "+s) {
							t.Errorf("%s: %q: %q", f.name, s, word)
						}
					}
				}
			}
			return true
		})
	}
}

// phrases are the terms of linli that hold a banned word and are about no person.
var phrases = map[string]string{
	"racking code":             "tracking code: how a resident finds the own case",
	"office.level.":            "message keys of a unit's level",
	"office.unit.level":        "the same",
	"office.guard.level_order": "the same",
	"its parent's level":       "a unit stands below its parent: county, township, village",
	"page.demo.tag":            "the word Demo at the top of a demonstration's pages",
	"politics.gmw.cn":          "address of a law's text on a newspaper's site",
	"sign in by fingerprint, face or the code of your own device": "what a member of staff's own device asks; linli receives nothing of it",
	"sham_suspected": "of a mediation that both sides may only pretend, to harm somebody else; never of a person",
	"face to face":   "how a session is held",
}

// exact are whole texts of the same kind.
var exact = map[string]string{
	"Level": "of a unit",
}

// refusals are texts that say what linli does not do, or asks people not to tell: they have to name it.
var refusals = map[string]string{
	"resident.never.match":   "what linli refuses, on the page that says so",
	"resident.never.rate":    "the same",
	"resident.never.track":   "the same",
	"staff.new.summary_hint": "asks to leave out what a dispute does not need",
}

var usedPhrases = map[string]bool{}

// excused takes the allowed phrases out of a text.
func excused(s string) string {
	if _, ok := exact[s]; ok {
		usedPhrases[s] = true
		return ""
	}
	for p := range phrases {
		if strings.Contains(s, p) {
			usedPhrases[p] = true
			s = strings.ReplaceAll(s, p, " ")
		}
	}
	return s
}

func TestNoBannedWordInTheTexts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "platform", "i18n", "locales", "*.yaml"))
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := yaml.Unmarshal(raw, &texts); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			if _, ok := refusals[key]; ok {
				usedPhrases[key] = true
				continue
			}
			for _, s := range []string{key, texts[key]} {
				if word := banned(excused(s)); word != "" {
					t.Errorf("%s: %s: %q in %q", filepath.Base(file), key, word, s)
				}
			}
		}
	}
}

// TestNoBannedWordInTheRulebooks leaves out what forbidden terms must name: the phrases by which an agreement would make
// somebody give up a right.
func TestNoBannedWordInTheRulebooks(t *testing.T) {
	scanned := 0
	err := filepath.WalkDir(filepath.Join(root, "rulebooks"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) == ".go" {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		scanned++
		if path.Ext(p) != ".yaml" {
			for i, line := range strings.Split(string(raw), "\n") {
				if word := banned(excused(line)); word != "" {
					t.Errorf("%s:%d: %q", p, i+1, word)
				}
			}
			return nil
		}
		var tree yaml.Node
		if err := yaml.Unmarshal(raw, &tree); err != nil {
			return err
		}
		lookIn(t, p, &tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if scanned < 10 {
		t.Errorf("only %d files", scanned)
	}
}

func lookIn(t *testing.T, file string, n *yaml.Node) {
	t.Helper()
	if n.Kind == yaml.ScalarNode {
		if word := banned(excused(n.Value)); word != "" {
			t.Errorf("%s:%d: %q in %q", file, n.Line, word, n.Value)
		}
		return
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && (n.Content[i-1].Value == "phrases" || n.Content[i-1].Value == "patterns") {
			continue
		}
		lookIn(t, file, c)
	}
}

// TestEveryExcuseIsNeeded runs after those above: an excuse that nothing needs is taken away.
func TestEveryExcuseIsNeeded(t *testing.T) {
	if len(usedPhrases) == 0 {
		t.Skip("the tests that use them did not run")
	}
	for _, list := range []map[string]string{phrases, exact, refusals} {
		for p := range list {
			if !usedPhrases[p] {
				t.Errorf("no text says %q any more", p)
			}
		}
	}
}
