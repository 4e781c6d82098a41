package rulebook

import (
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"linli/platform/calendar"
)

// header is rulebook.yaml.
type header struct {
	ID        string        `rb:"id"`
	Version   string        `rb:"version"`
	Effective calendar.Date `rb:"effective"`
	// Extends names a built-in rulebook whose files stand where this one has none.
	Extends     *Extended `rb:"extends,optional"`
	Languages   []string  `rb:"languages"`
	Title       Label     `rb:"title"`
	Summary     Label     `rb:"summary"`
	Zone        string    `rb:"zone"`
	Currency    string    `rb:"currency"`
	Calendar    string    `rb:"calendar"`
	MinimumCell int       `rb:"minimum_cell,positive"`
}

type lawsFile struct {
	Laws []Law `rb:"laws"`
}

type postsFile struct {
	Posts []Duty `rb:"posts"`
}

type promisesFile struct {
	Promises []PromiseRule `rb:"promises"`
}

// draft is a folder that is being read: what was decoded so far, and what is wrong with it.
type draft struct {
	*report
	folder    *folder
	header    header
	laws      lawsFile
	posts     postsFile
	promises  promisesFile
	calendars calendarsFile
	mediation Mediation
	reports   Report
	help      Help
	duties    Duties
	figures   Figures
	inspects  Inspection
	texts     map[string]map[string]string

	book *Rulebook
}

// Load reads the rulebook in the root of fsys. With findings there is no rulebook: a book with one mistake is not used.
// The findings are all there are, in the order of files and lines. The error is a failure of reading only.
func Load(fsys fs.FS) (*Rulebook, []Finding, error) {
	d := &draft{report: &report{places: map[string]place{}}, texts: map[string]map[string]string{}}
	fsys, sound := layered(fsys, d.report)
	if !sound {
		return nil, d.findings, nil
	}
	var err error
	if d.folder, err = readFolder(fsys, d.report); err != nil {
		return nil, nil, err
	}
	unreadable := len(d.findings) > 0
	d.decode()
	if !unreadable { // else every reference into the unreadable file would be told as a mistake
		d.assemble(fsys)
		d.check()
		d.examples()
		d.unshown()
	}
	if len(d.findings) > 0 {
		return nil, sortFindings(d.findings), nil
	}
	return d.book, nil, nil
}

// optional are the files of capabilities: a rulebook has those of the capabilities that its office offers.
var optional = []string{"mediation.yaml", "report.yaml", inspectionFile, needsFile, dutiesFile, indicatorsFile}

// files are those of a rulebook, each with what it is decoded into; beside them are texts and tests.
func (d *draft) files() map[string]any {
	return map[string]any{
		"rulebook.yaml": &d.header, "laws.yaml": &d.laws, "posts.yaml": &d.posts, "calendars.yaml": &d.calendars, "promises.yaml": &d.promises,
		"mediation.yaml": &d.mediation, "report.yaml": &d.reports, inspectionFile: &d.inspects, needsFile: &d.help, dutiesFile: &d.duties, indicatorsFile: &d.figures,
	}
}

// decode fills the draft from the trees of the files.
func (d *draft) decode() {
	d.languages()
	all := d.files()
	known := slices.Sorted(maps.Keys(all))
	for _, name := range known {
		if tree := d.folder.trees[name]; tree != nil {
			d.decoder(name).value(tree, reflect.ValueOf(all[name]).Elem(), "")
		} else if !d.folder.names[name] && !slices.Contains(optional, name) {
			d.addf(place{file: name}, "the file is missing")
		}
	}
	d.laws.Laws = append(d.laws.Laws, d.duties.Laws...)
	for name, tree := range d.folder.trees {
		dir, file := path.Split(name)
		switch {
		case slices.Contains(known, name) || dir == "tests/":
		case dir == "texts/":
			d.text(name, strings.TrimSuffix(file, ".yaml"), tree)
		default:
			d.addf(place{name, 1, 1}, "unknown file; known are %s, texts/LANGUAGE.yaml and tests/NAME.yaml", strings.Join(known, ", "))
		}
	}
}

func (d *draft) decoder(file string) *decoder {
	return &decoder{file: file, languages: d.header.Languages, report: d.report}
}

// languages reads the languages before all else, because every label needs them.
func (d *draft) languages() {
	tree := d.folder.trees["rulebook.yaml"]
	if tree == nil {
		return
	}
	quiet := &decoder{file: "rulebook.yaml", report: &report{places: map[string]place{}}}
	for i := 0; i+1 < len(tree.Content); i += 2 {
		if tree.Content[i].Value == "languages" {
			quiet.value(tree.Content[i+1], reflect.ValueOf(&d.header.Languages).Elem(), "languages")
		}
	}
}

// text reads the longer texts of one language.
func (d *draft) text(name, lang string, tree *yaml.Node) {
	dec := d.decoder(name)
	if !slices.Contains(d.header.Languages, lang) {
		d.addf(place{name, 1, 1}, "%q is no language of this rulebook (%s)", lang, strings.Join(d.header.Languages, ", "))
	}
	texts := map[string]string{}
	dec.keys(tree, func(key, value *yaml.Node) {
		d.places[name+"#"+key.Value] = place{name, key.Line, key.Column}
		if s, ok := dec.text(value, "a text"); ok {
			texts[key.Value] = s
		}
	})
	d.texts[lang] = texts
}

// assemble builds the book from what was decoded.
func (d *draft) assemble(fsys fs.FS) {
	h := d.header
	d.book = &Rulebook{
		ID: h.ID, Version: h.Version, Effective: h.Effective, Title: h.Title, Summary: h.Summary, Languages: h.Languages,
		Currency: h.Currency, MinimumCell: h.MinimumCell, Laws: d.laws.Laws, Posts: d.posts.Posts, Mediation: d.mediation, Report: d.reports, Inspection: d.inspects, Help: d.help, Duties: d.duties,
		Hash: d.folder.hash, texts: d.texts, files: fsys, holidays: map[string]Label{},
	}
	d.zone()
	d.buildCalendars()
	d.buildPromises()
	d.buildTerms()
	d.buildDuties()
}

// buildPromises resolves what a rule names: its calendar and its chain of posts; and which events the rules hear.
func (d *draft) buildPromises() {
	d.book.heard = map[string]map[string]bool{}
	for _, rule := range slices.Concat(d.promises.Promises, d.inspects.Promises) {
		if rule.Calendar != "" {
			rule.Own = d.book.calendars[rule.Calendar]
		}
		rule.Chain = d.steps(string(rule.OwedBy), rule.Escalate)
		d.book.promises = append(d.book.promises, rule)
		heard := d.book.heard[rule.Capability]
		if heard == nil {
			heard = map[string]bool{}
			d.book.heard[rule.Capability] = heard
		}
		for _, kind := range slices.Concat(rule.Start, rule.KeptBy, rule.VoidBy, rule.Pause, rule.Resume) {
			heard[kind] = true
		}
	}
}

// buildDuties resolves whom a late duty is told to.
func (d *draft) buildDuties() {
	for i := range d.book.Duties.Duties {
		rule := &d.book.Duties.Duties[i]
		rule.Chain = d.steps(string(rule.OwedBy), rule.Escalate)
	}
}

// steps are the posts that are told of what a post owes and has not done, each after its time.
func (d *draft) steps(owedBy string, escalate []Length) []Step {
	var out []Step
	chain := d.chain(owedBy)
	for j, after := range escalate {
		if j >= len(chain) { // told by checkChains and checkHolders
			break
		}
		post, parent := strings.CutPrefix(chain[j], "parent.")
		out = append(out, Step{Post: Post(post), Parent: parent, After: after})
	}
	return out
}

// chain lists whom a late promise of the post is told to, nearest first. It ends where a cycle would begin.
func (d *draft) chain(post string) []string {
	var out []string
	seen := map[string]bool{post: true}
	for {
		i := slices.IndexFunc(d.posts.Posts, func(p Duty) bool { return string(p.Post) == post })
		if i < 0 || d.posts.Posts[i].Tells == "" || seen[d.posts.Posts[i].Tells] {
			return out
		}
		post = d.posts.Posts[i].Tells
		seen[post] = true
		out = append(out, post)
	}
}
