package paper

import (
	_ "embed"
	"html/template"
	"path"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/i18n"
	"linli/platform/id"
)

//go:embed static/my_file.html
var indexSource string

var indexPage = template.Must(template.New("index").Parse(indexSource))

// myRecord is what the case says to its party, for programs. It holds no id of linli's: parties are counted within the case.
type myRecord struct {
	Office     string     `json:"office"`
	Number     string     `json:"number,omitempty"`
	Code       string     `json:"code,omitempty"`
	Exported   time.Time  `json:"exported"`
	State      string     `json:"state"`
	Type       string     `json:"type"`
	Received   time.Time  `json:"received"`
	Summary    string     `json:"summary,omitempty"`
	Claims     string     `json:"claims,omitempty"`
	You        myself     `json:"you"`
	Others     []string   `json:"others,omitempty"`
	Statements []spoken   `json:"statements"`
	Messages   []spoken   `json:"messages"`
	History    []happened `json:"history"`
	Promises   []owed     `json:"promises"`
	Readings   []read     `json:"readings"`
	Demands    []asked    `json:"demands,omitempty"`
}

type myself struct {
	Name        string `json:"name"`
	Role        string `json:"role"`
	Contact     string `json:"contact,omitempty"`
	Email       string `json:"email,omitempty"`
	SafeContact string `json:"safe_contact,omitempty"`
	Talk        string `json:"talk,omitempty"`
}

type spoken struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

type happened struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	What string    `json:"what"`
}

type owed struct {
	What  string    `json:"what"`
	Due   time.Time `json:"due"`
	State string    `json:"state"`
}

type read struct {
	From    time.Time `json:"from"` // the quarter of an hour
	Reader  string    `json:"reader"`
	Purpose string    `json:"purpose"`
}

type asked struct {
	At     time.Time `json:"at"`
	Court  string    `json:"court"`
	Order  string    `json:"order"`
	Asks   string    `json:"asks"`
	Answer string    `json:"answer"`
	Papers []string  `json:"papers,omitempty"`
}

func (b *bundle) record() myRecord {
	return recordOf(b.order, b.who.Own, b.l, b.r.PathValue("code"))
}

// Record is what the case of an order says to one of its parties, for a copy that leaves by another way than the party's own page.
func Record(order paper.Order, party id.ID, l i18n.Locale) any { return recordOf(order, party, l, "") }

func recordOf(order paper.Order, party id.ID, l i18n.Locale, code string) myRecord {
	o, c := order.Opened, &order.Opened.Case
	me := c.Party(party)
	lang := string(l.Language)
	t := func(key string) string { return l.Text(key, nil) }
	kind, _ := o.Rules.Mediation.DisputeType(c.Type)
	reach := o.Contact[me.ID]
	out := myRecord{Office: order.Names.Office.Name, Number: paper.Number(o, order.Names.Unit), Code: code, Exported: order.At,
		State: t("resident.state." + string(c.State)), Type: kind.Label.In(lang), Received: c.Received, Summary: o.Application.Summary, Claims: o.Application.Claims,
		You:        myself{o.Name(me.ID), t("paper.role." + string(me.Role)), reach.Contact, reach.Email, reach.SafeContact, o.Talk[me.ID].Text},
		Statements: []spoken{}, Messages: []spoken{}, History: []happened{}, Promises: []owed{}, Readings: []read{}}
	for _, x := range c.Parties {
		if name := o.Name(x.ID); x.ID != me.ID && name != "" {
			out.Others = append(out.Others, name)
		}
	}
	for _, e := range o.Events {
		out.History = append(out.History, happened{e.Happened(), string(e.Kind), t("mediation.history." + string(e.Kind))})
		if words := o.Passage(mediation.FieldStatement, e.ID); words != "" {
			by := t("my.office")
			if x := c.Party(e.By.Party); x != nil {
				by = o.Name(x.ID)
			}
			out.Statements = append(out.Statements, spoken{e.Happened(), by, words})
		}
	}
	for _, m := range c.Messages {
		words, by := o.Passage(mediation.FieldMessage, m.ID), t("my.office")
		if m.By.IsZero() {
			by = out.You.Name
		}
		if words != "" && !m.Waits() {
			out.Messages = append(out.Messages, spoken{m.At, by, words})
		}
	}
	for _, x := range o.Promises {
		if rule, known := o.Rules.Promise(x.Rule); known {
			out.Promises = append(out.Promises, owed{rule.Title.In(lang), x.Due, string(x.State)})
		}
	}
	for _, row := range o.Reads {
		reader, purpose := row.Words()
		out.Readings = append(out.Readings, read{row.Quarter, t(reader), t(purpose)})
	}
	for _, x := range c.Demands {
		text := o.Demands[x.ID]
		out.Demands = append(out.Demands, asked{x.Asked, text.Body, text.Order, text.Asks, t("demand.state." + x.State()), x.Papers})
	}
	return out
}

// section is one part of the readable record.
type section struct {
	Title string
	Lines []line
}

type line struct{ At, By, Text, Href string }

type indexData struct {
	Lang, Title, Lead, Walls, Sums string
	Facts                          []line
	Sections                       []section
}

// index is the record for reading, with everything that the file holds.
func (b *bundle) index(x myRecord) indexData {
	d := indexData{Lang: string(b.l.Language), Title: b.t("my.title"), Lead: b.t("my.lead", "office", x.Office, "when", b.l.DateTime(x.Exported)), Walls: b.t("my.walls"), Sums: b.t("my.sums")}
	fact := func(key, text string) {
		if text != "" {
			d.Facts = append(d.Facts, line{By: b.t(key), Text: text})
		}
	}
	fact("my.code", x.Code)
	fact("my.number", x.Number)
	fact("my.type", x.Type)
	fact("my.state", x.State)
	fact("my.received", b.l.Date(x.Received))
	fact("my.you", x.You.Name+" · "+x.You.Role)
	fact("my.others", b.l.List(x.Others))
	fact("my.contact", strings.TrimSpace(strings.Join([]string{x.You.Contact, x.You.Email, x.You.SafeContact}, " ")))
	fact("my.summary", x.Summary)
	fact("my.claims", x.Claims)
	fact("my.talk", x.You.Talk)
	part := func(key string, lines []line) {
		if len(lines) > 0 {
			d.Sections = append(d.Sections, section{b.t(key), lines})
		}
	}
	var papers, files, other []line
	for _, p := range b.parts {
		l := line{Text: p.Title, Href: p.Name, By: strconv.Itoa(p.Bytes/1024+1) + " KB"}
		if p.Hash == "" {
			l.Href, l.By = "", b.t("my.gone")
		}
		switch path.Dir(p.Name) {
		case "papers":
			papers = append(papers, l)
		case "files":
			files = append(files, l)
		default:
			other = append(other, l)
		}
	}
	part("my.papers", papers)
	part("my.files", files)
	words := func(all []spoken) (out []line) {
		for _, s := range all {
			out = append(out, line{At: b.l.DateTime(s.At), By: s.By, Text: s.Text})
		}
		return out
	}
	part("my.statements", words(x.Statements))
	part("my.messages", words(x.Messages))
	var history, promises, readings, demands []line
	for _, h := range x.History {
		history = append(history, line{At: b.l.DateTime(h.At), Text: h.What})
	}
	for _, p := range x.Promises {
		promises = append(promises, line{At: b.l.Date(p.Due), Text: p.What, By: b.t("promise.state." + p.State)})
	}
	for _, r := range x.Readings {
		readings = append(readings, line{At: b.l.DateTime(r.From), Text: b.t("access.reading.line", "reader", r.Reader, "purpose", r.Purpose)})
	}
	for _, a := range x.Demands {
		demands = append(demands, line{At: b.l.Date(a.At), By: a.Answer, Text: a.Court + " · " + a.Order + " · " + a.Asks})
	}
	part("my.history", history)
	part("my.promises", promises)
	part("my.readings", readings)
	part("demand.party.title", demands)
	part("my.other", other)
	return d
}
