package rulebook

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"linli/platform/i18n"
)

var (
	idForm       = regexp.MustCompile(`^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$`)
	versionForm  = regexp.MustCompile(`^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
	placeholder  = regexp.MustCompile(`\{[a-z_]+\}`)
)

// smallestCell is the least minimum cell that a rulebook may set.
const smallestCell = 3

// check looks at what the decoder cannot see: references, forms, chains, words.
func (d *draft) check() {
	d.checkHeader()
	d.checkPosts()
	d.checkChains()
	d.checkTexts()
	for i, law := range d.laws.Laws {
		d.checkID("laws.yaml", pathf("laws[%d].id", i), law.ID)
	}
	for i, c := range d.calendars.Calendars {
		path := pathf("calendars[%d]", i)
		d.checkID("calendars.yaml", path+".id", c.ID)
		d.checkSource("calendars.yaml", path+".source", c.Source)
		for j, y := range c.Years {
			d.checkSource("calendars.yaml", pathf("%s.years[%d].source", path, j), y.Source)
		}
	}
	for i, rule := range d.promises.Promises {
		d.checkPromise("promises.yaml", pathf("promises[%d]", i), rule)
	}
	if d.folder.trees["mediation.yaml"] != nil {
		d.checkMediation()
	}
	if d.folder.trees["report.yaml"] != nil {
		d.checkReport()
	}
	if d.folder.trees[needsFile] != nil {
		d.checkNeeds()
	}
	if d.folder.trees[inspectionFile] != nil {
		d.checkInspection()
	}
	if d.folder.trees[dutiesFile] != nil {
		d.checkDuties()
	}
	if d.folder.trees[indicatorsFile] != nil {
		d.checkFigures()
	}
	d.checkSurveys()
	d.book.Figures = d.figures // with its formulas compiled
	d.checkBans()
}

func (d *draft) checkHeader() {
	h := d.header
	d.checkID("rulebook.yaml", "id", h.ID)
	if h.Version != "" && !versionForm.MatchString(h.Version) || len(h.Version) > 32 {
		d.at("rulebook.yaml", "version", "%q is no version: write digits, letters, points and hyphens, at most 32", h.Version)
	}
	for i, lang := range h.Languages {
		if !languageForm.MatchString(lang) {
			d.at("rulebook.yaml", pathf("languages[%d]", i), "%q is no language; write for instance zh-Hans or en", lang)
		} else if name := "texts/" + lang + ".yaml"; !d.folder.names[name] {
			d.addf(place{file: name}, "the file is missing: the rulebook names the language %s", lang)
		}
	}
	if h.Currency != "" && !i18n.KnownCurrency(h.Currency) {
		d.at("rulebook.yaml", "currency", "%q is no ISO 4217 currency; write for instance CNY", h.Currency)
	}
	if h.MinimumCell > 0 && h.MinimumCell < smallestCell {
		d.at("rulebook.yaml", "minimum_cell", "%d lets single cases show in tables: the minimum cell is at least %d", h.MinimumCell, smallestCell)
	}
}

func (d *draft) checkID(file, path, id string) {
	if id != "" && (!idForm.MatchString(id) || len(id) > 64) {
		d.at(file, path, "%q is no id: write small letters and digits, joined by _ or -, at most 64", id)
	}
}

// oneOf reports a word that is not in the closed list.
func (d *draft) oneOf(file, path, what, word string, list []string) {
	if word == "" || slices.Contains(list, word) {
		return
	}
	if near := nearest(word, list); near != "" {
		d.at(file, path, "there is no %s %q; did you mean %q?", what, word, near)
		return
	}
	if len(list) == 0 {
		d.at(file, path, "there is no %s %q; none is defined", what, word)
		return
	}
	d.at(file, path, "there is no %s %q; known: %s", what, word, strings.Join(list, ", "))
}

// isSound reports whether a file is there and nothing was found wrong with it so far.
func (d *draft) isSound(file string) bool {
	return d.folder.trees[file] != nil && !slices.ContainsFunc(d.findings, func(f Finding) bool { return f.File == file })
}

// refers reports a word that the target file does not define. Where that file itself is wrong or missing, its own finding
// is the one to mend: a reference into it may well be right.
func (d *draft) refers(target, file, path, what, word string, list []string) {
	if d.isSound(target) {
		d.oneOf(file, path, what, word, list)
	}
}

// office is the law id of a rule by which the office bound itself.
const office = "office"

func (d *draft) checkSource(file, path string, s Source) {
	ids := []string{office}
	for _, l := range d.laws.Laws {
		ids = append(ids, l.ID)
	}
	if d.isSound("laws.yaml") || file == "laws.yaml" {
		d.oneOf(file, path+".law", "law", s.Law, ids)
	}
	if !s.Confirmed {
		return
	}
	switch {
	case s.Law == office:
		d.at(file, path+".confirmed", "what the office set itself has no official text that could be confirmed: write false")
	case s.URL == "" && d.book.Law(s.Law).URL == "" && d.isSound("laws.yaml"):
		d.at(file, path+".confirmed", "a confirmed source needs a url, here or at the law")
	}
}

func (d *draft) checkPosts() {
	next, twice := map[string]string{}, false
	for i, p := range d.posts.Posts {
		_, seen := next[string(p.Post)]
		twice = twice || seen
		d.oneOf("posts.yaml", pathf("posts[%d].id", i), "post", string(p.Post), Posts())
		d.oneOf("posts.yaml", pathf("posts[%d].tells", i), "post", p.Tells, Posts())
		next[string(p.Post)] = p.Tells
	}
	if twice { // told already; which of the two leads on is anybody's guess
		return
	}
	inCycle := map[string]bool{}
	for i, p := range d.posts.Posts {
		if inCycle[string(p.Post)] {
			continue
		}
		walk := []string{string(p.Post)}
		for post := p.Tells; post != ""; post = next[post] {
			at := slices.Index(walk, post)
			walk = append(walk, post)
			if at < 0 {
				continue
			}
			if at == 0 { // the cycle is reported once, at the first of its posts
				for _, member := range walk {
					inCycle[member] = true
				}
				d.at("posts.yaml", pathf("posts[%d].tells", i), "the escalation runs in a circle: %s", strings.Join(walk, " → "))
			}
			break
		}
	}
}

// checkChains demands somebody to tell at each step of an escalation. A chain through a wrong posts.yaml says nothing, nor
// does that of a post that does not exist.
func (d *draft) checkChains() {
	if !d.isSound("posts.yaml") {
		return
	}
	for i, rule := range d.promises.Promises {
		chain := d.chain(string(rule.OwedBy))
		if len(rule.Escalate) > len(chain) && slices.Contains(Posts(), string(rule.OwedBy)) {
			d.at("promises.yaml", pathf("promises[%d].escalate_after[%d]", i, len(chain)),
				"the chain of %s has %d further posts (posts.yaml), so there is nobody to tell here", rule.OwedBy, len(chain))
		}
	}
}

// checkTexts demands the same keys and the same placeholders in each language.
func (d *draft) checkTexts() {
	all := map[string]string{}
	for _, lang := range d.header.Languages {
		for key := range d.texts[lang] {
			if _, known := all[key]; !known {
				all[key] = lang
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		first := d.texts[all[key]][key]
		for _, lang := range d.header.Languages {
			file := "texts/" + lang + ".yaml"
			if d.folder.trees[file] == nil {
				continue
			}
			text, ok := d.texts[lang][key]
			switch {
			case !ok:
				p := d.place("texts/"+all[key]+".yaml", key)
				d.addf(p, "the text %q is missing in %s", key, file)
			case !slices.Equal(placeholders(text), placeholders(first)):
				d.at(file, key, "the text %q has other placeholders than in %s: %v, not %v", key, all[key], placeholders(text), placeholders(first))
			}
		}
		d.checkID("texts/"+all[key]+".yaml", key, key)
	}
}

func placeholders(s string) []string {
	out := placeholder.FindAllString(s, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

func (d *draft) checkTextKey(file, path, key string) {
	if key == "" {
		return
	}
	for _, texts := range d.texts {
		if _, ok := texts[key]; ok {
			return
		}
	}
	d.at(file, path, "there is no text %q in texts/", key)
}
