package rulebook

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/platform/calendar"
)

// Label is a short text in each language of the rulebook.
type Label map[string]string

// In is the label in the language, or in the nearest that there is.
func (l Label) In(lang string) string { return l[l.Nearest(lang)] }

// Nearest is the language in which the label is read by a reader of the language: the two written forms of Chinese stand in for
// each other, and for every language that the rulebook lacks, before English does.
func (l Label) Nearest(lang string) string {
	for _, try := range [...]string{lang, "zh-Hans", "zh-Hant", "en"} {
		if l[try] != "" {
			return try
		}
	}
	for _, k := range slices.Sorted(maps.Keys(l)) {
		return k
	}
	return ""
}

// Rulebook is one version of one rulebook. It is immutable and safe for concurrent use.
type Rulebook struct {
	ID        string
	Version   string
	Effective calendar.Date // the first day on which new cases begin under this version
	Title     Label
	Summary   Label
	Languages []string // BCP 47; the first is the language of the law
	Zone      *time.Location
	Currency  string // ISO 4217
	// MinimumCell is the smallest count that is published; a smaller one is suppressed.
	MinimumCell int
	Calendar    *calendar.Calendar // the office's calendar
	Laws        []Law
	Posts       []Duty
	Mediation   Mediation // zero where the rulebook has no mediation.yaml
	Report      Report    // zero where it has no report.yaml
	Help        Help      // zero where it has no needs.yaml
	Duties      Duties    // zero where it has no duties.yaml
	Figures     Figures   // zero where it has no indicators.yaml

	Inspection Inspection // zero where it has no inspection.yaml

	Examples     []Example // the rulebook's own tests
	DutyExamples []DutyExample
	Unshown      []Finding // what a rule can do and no example shows

	// Hash is the SHA-256, in hex, over the names and bytes of all files of the folder.
	Hash string

	calendars map[string]*calendar.Calendar
	holidays  map[string]Label
	promises  []PromiseRule
	heard     map[string]map[string]bool // by capability
	texts     map[string]map[string]string
	files     fs.FS
}

// Law is a law, rule or standard that others cite.
type Law struct {
	ID    string `rb:"id,key"`
	Title Label  `rb:"title"`
	// Number is the official number, or the date of the version in force.
	Number string `rb:"number,optional"`
	URL    string `rb:"url,optional"`
}

// Source says where a rule comes from.
type Source struct {
	Law     string `rb:"law"`              // id of a [Law]; "office" where the office bound itself
	Article string `rb:"article,optional"` // as the law numbers it
	URL     string `rb:"url,optional"`     // of this article; else the law's
	// Confirmed is true only where the official text, or a faithful copy of it, was read.
	Confirmed bool   `rb:"confirmed"`
	Note      string `rb:"note,optional"`
}

// Duty is a post and whom its late promises are told to.
type Duty struct {
	Post  Post   `rb:"id,key"`
	Label Label  `rb:"label"`
	Tells string `rb:"tells,optional"` // the post that is told next; "" ends the chain; "parent.lead" is the lead of the unit above
}

// Post is a role in a unit, as package access names it.
type Post string

// Posts are the posts that a rulebook may name.
func Posts() []string {
	return []string{"clerk", "mediator", "handler", "inspector", "referral", "lead", "records", "privacy", "statistician", "administrator", "parent.lead"}
}

// Promises are the rules of a capability ("mediation", "report", …), in the rulebook's order.
func (r *Rulebook) Promises(capability string) []PromiseRule {
	var out []PromiseRule
	for _, p := range r.promises {
		if p.Capability == capability {
			out = append(out, p)
		}
	}
	return out
}

// Heard are the kinds of event that open, keep, void, pause or resume a promise of a capability. The map is not to be changed.
func (r *Rulebook) Heard(capability string) map[string]bool { return r.heard[capability] }

// Promise is the rule with the id.
func (r *Rulebook) Promise(id string) (PromiseRule, bool) {
	for _, p := range r.promises {
		if p.ID == id {
			return p, true
		}
	}
	return PromiseRule{}, false
}

// Text is a longer text in the language; "" where the rulebook has none under the key.
func (r *Rulebook) Text(lang, key string) string { return r.texts[r.TextIn(lang, key)][key] }

// TextIn is the language in which a reader of the language is shown the text: another one where the rulebook lacks it.
func (r *Rulebook) TextIn(lang, key string) string {
	l := Label{}
	for k, t := range r.texts {
		l[k] = t[key]
	}
	return l.Nearest(lang)
}

// Jurisdiction is the ISO 3166 code of the legal order: a rulebook's id begins with it ("cn-town", "us-ny").
func (r *Rulebook) Jurisdiction() string {
	country, rest, _ := strings.Cut(strings.ToUpper(r.ID), "-")
	if rest != "" && len(rest) <= 3 {
		return country + "-" + rest
	}
	return country
}

// Mediates reports whether an office under the rulebook mediates at all. One that does not has a rulebook without mediation.yaml, and
// nothing on its pages leads to an application.
func (r *Rulebook) Mediates() bool { return len(r.Mediation.DisputeTypes) > 0 }

// Helps reports whether an office under the rulebook takes requests for help: its rulebook has needs.yaml.
func (r *Rulebook) Helps() bool { return len(r.Help.Needs) > 0 }

// Law is the law with the id; the zero Law where there is none.
func (r *Rulebook) Law(id string) Law {
	for _, l := range r.Laws {
		if l.ID == id {
			return l
		}
	}
	return Law{}
}

// CalendarOf is the calendar with the id, or nil.
func (r *Rulebook) CalendarOf(id string) *calendar.Calendar { return r.calendars[id] }

// Holiday is the name of the holiday with the id that the calendar gives, in the language.
func (r *Rulebook) Holiday(lang, id string) string { return r.holidays[id].In(lang) }

// Template is the text of a document's template in the language, or in the language of the law where there is none in it,
// with the language that it is in. It is nil for a paper without a template.
func (r *Rulebook) Template(document, lang string) (body []byte, language string) {
	doc, ok := r.Mediation.Document(document)
	if !ok {
		doc, ok = r.Inspection.Document(document)
	}
	if !ok || doc.Template == "" {
		return nil, ""
	}
	for _, try := range []string{lang, r.Languages[0]} {
		if body, err := fs.ReadFile(r.files, templateName(doc.Template, try)); err == nil {
			return body, try
		}
	}
	return nil, ""
}

func templateName(template, lang string) string { return template + "." + lang + ".md" }

// Files are the rulebook's files, for its document templates.
func (r *Rulebook) Files() fs.FS { return r.files }
