package paper

import (
	"cmp"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
)

// file is one printed file while it is put together.
type file struct {
	o     *report.Opened
	set   *document.Set
	l     i18n.Locale
	units map[id.ID]string
	names map[id.ID]string // of the office's own people
	place string           // one of the places that the office lists
	tell  func(done, of int) error

	docs     []*document.Doc // the cover comes first
	lines    []document.Entry
	pictures int
	apart    int
	taken    int // bytes
	bound    int // pages of PDFs
}

// What the templates ask for.
type (
	coverData struct {
		Office, Category, State, Handlers, About string
		Received, Ended, At                      time.Time
		Papers, Apart                            int
	}
	fact         struct{ Name, Text string }
	reportedData struct {
		About, How, Where, Text string
		Received                time.Time
		Answers                 []fact
		Owed                    []owed
	}
	owed struct {
		Title, State string
		Due          time.Time
	}
	line struct {
		At         time.Time
		What, Text string
	}
	saidData struct {
		Title string
		Lines []line
	}
	happened    struct{ When, What, Who string }
	historyData struct{ Lines []happened }
)

// name is what every page calls the report: its category and the day on which it came.
func (f *file) name() string { return f.category() + " · " + f.l.Date(f.o.Case.Received) }

func (f *file) category() string {
	c, _ := f.o.Rules.Report.Category(f.o.Case.Category)
	return c.Label.In(string(f.l.Language))
}

func (f *file) state() string {
	area := "report"
	if f.o.Case.IsIssue() {
		area = "issue"
	}
	return f.l.Text(area+".state."+string(f.o.Case.State), nil)
}

// about is the unit complained of, and the mediator where one was chosen; empty for a report about a place or a service.
func (f *file) about() string {
	c := &f.o.Case
	if c.IsIssue() {
		return ""
	}
	return strings.TrimSuffix(f.units[c.About[0]]+" · "+f.names[c.Mediator], " · ")
}

func (f *file) cover(now time.Time) coverData {
	c := &f.o.Case
	d := coverData{Office: f.units[c.Desk.Unit], Category: f.category(), State: f.state(), About: f.about(), Received: c.Received, Ended: c.Ended, At: now,
		Papers: len(f.docs) - 1, Apart: f.apart}
	var handlers []string
	for _, account := range append([]id.ID{c.Handler}, c.With...) {
		if n := f.names[account]; n != "" {
			handlers = append(handlers, n)
		}
	}
	d.Handlers = f.l.List(handlers)
	return d
}

func (f *file) add(doc *document.Doc, note string) error {
	f.lines = append(f.lines, document.Entry{Title: doc.Title, Doc: len(f.docs), Note: note})
	f.docs = append(f.docs, doc)
	return f.tell(len(f.docs)-1, sections+len(f.o.Case.Files))
}

// sections are the parts that a file has beside its photographs and papers, at most.
const sections = 5

// gather makes what was written, told and done. What there is none of makes no page.
func (f *file) gather() error {
	var told, letters, words []line
	var all []happened
	for _, e := range f.o.Events {
		what := f.l.Text("dossier.event."+string(e.Kind), nil)
		if m := f.o.Case.Moves.By(e.ID); m != nil {
			what = f.l.Text("dossier.moved", fault.Args{"what": what, "unit": f.units[m.To]})
		}
		all = append(all, happened{f.l.DateTime(e.Happened()), what, f.who(e)})
		text := f.said(e)
		one := line{e.Happened(), what, text}
		if !e.By.Account.IsZero() {
			one.What = f.l.Text("dossier.line", fault.Args{"what": what, "who": f.who(e)})
		}
		switch {
		case text == "":
		case e.Kind == "message" || e.Kind == "reply":
			letters = append(letters, one)
		case e.Kind == "propose_words":
			words = append(words, one)
		default:
			told = append(told, one)
		}
	}
	if err := f.section("reported", "", f.reported()); err != nil {
		return err
	}
	for _, x := range []struct {
		title string
		lines []line
	}{{"dossier.told", told}, {"dossier.letters", letters}, {"dossier.words", words}} {
		if len(x.lines) == 0 {
			continue
		}
		title := f.l.Text(x.title, nil)
		if err := f.section("said", title, saidData{title, x.lines}); err != nil {
			return err
		}
	}
	return f.section("history", "", historyData{all})
}

// section makes one part of the file; an empty title is the template's.
func (f *file) section(template, title string, data any) error {
	doc, err := f.set.Execute(template, string(f.l.Language), f.l, data)
	if err != nil {
		return err
	}
	doc.Title = cmp.Or(title, doc.Title)
	return f.add(doc, "")
}

// said is what an event has in words; empty where it has none.
func (f *file) said(e casefile.Event) string {
	if text := f.o.Written[e.ID]; text != "" {
		return text
	}
	a := f.o.Answers[e.ID]
	if a.Right != "" {
		a.Text += "\n" + f.l.Text("report.told.right", fault.Args{"office": a.Right})
	}
	return strings.TrimPrefix(a.Text, "\n")
}

// who is who acted: the office's own people by name, nobody else.
func (f *file) who(e casefile.Event) string {
	switch {
	case !e.By.Account.IsZero():
		return f.names[e.By.Account]
	case e.By.Kind == access.Resident:
		return f.l.Text("dossier.who.reporter", nil)
	}
	return f.l.Text("dossier.who.system", nil)
}

func (f *file) reported() reportedData {
	c := &f.o.Case
	d := reportedData{About: f.about(), Received: c.Received, Text: f.o.Account.Text}
	if c.How != "" {
		d.How = f.l.Text("intake.heard."+c.How, nil)
	}
	var where []string
	for _, s := range []string{f.place, f.o.Account.Address} {
		if s != "" {
			where = append(where, s)
		}
	}
	for _, at := range []geo.Point{c.Place.Point, f.o.Account.Point} {
		if !at.IsZero() {
			where = append(where, at.String())
		}
	}
	d.Where = strings.Join(where, " · ")
	category, _ := f.o.Rules.Report.Category(c.Category)
	lang := string(f.l.Language)
	for _, q := range category.Questions {
		for _, given := range f.o.Account.Answers[q.Code] {
			for _, x := range q.Values {
				if x.Code == given {
					given = x.Label.In(lang)
				}
			}
			d.Answers = append(d.Answers, fact{q.Label.In(lang), given})
		}
	}
	if n := f.o.Account.Number; n != "" {
		d.Answers = append(d.Answers, fact{f.l.Text("report.case.number", nil), n})
	}
	for _, row := range f.o.Promises {
		if rule, ok := f.o.Rules.Promise(row.Rule); ok && row.State != promise.Void {
			d.Owed = append(d.Owed, owed{rule.Title.In(lang), f.l.Text("resident.promise."+string(row.State), nil), row.Due})
		}
	}
	return d
}
