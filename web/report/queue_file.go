package report

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/sheet"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// fileRow is the file of one unit's queue on the page.
type fileRow struct {
	report.SeenFile
	ID, Name, Stands string
	Past             []string
}

type filesPage struct {
	Form *page.Form
	Rows []fileRow
}

// queueFiles shows, for each queue that the reader works or stands in for, who asked for it as a file and who let it go.
func (p *Pages) queueFiles(w http.ResponseWriter, r *http.Request) error {
	return p.showQueueFiles(w, r, page.NewForm(nil))
}

func (p *Pages) showQueueFiles(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	files, err := p.Report.QueueFiles(r.Context(), actor(r))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return report.ErrNotFound
	}
	name := func(account id.ID) string { //nolint:contextcheck // the request has it
		n, e := p.Office.AccountName(r.Context(), actor(r).Tenant, account)
		if err == nil {
			err = e
		}
		return n
	}
	data := filesPage{Form: form}
	for _, f := range files {
		row := fileRow{SeenFile: f, ID: f.Unit.String(), Name: words.units[f.Unit]}
		if x := f.Waiting; x != nil {
			row.Stands = words.Text("issue.file.asked", fault.Args{"who": name(x.By), "when": words.DateTime(x.Asked)})
			if !x.Released.IsZero() {
				row.Stands = words.Text("issue.file.released", fault.Args{"who": name(x.By), "second": name(x.Second), "when": words.DateTime(x.Released)})
			}
		}
		for _, x := range f.Left {
			row.Past = append(row.Past, words.Text("issue.file.left", fault.Args{"who": name(x.By), "second": name(x.Second), "when": words.DateTime(x.Taken), "rows": x.Rows}))
		}
		data.Rows = append(data.Rows, row)
	}
	if err != nil {
		return err
	}
	p.Render.Render(w, r, form.Status(), "report/queue_file", data)
	return nil
}

// actOnQueueFile asks for a queue as a file, lets it go as the second person, or takes the request back.
func (p *Pages) actOnQueueFile(w http.ResponseWriter, r *http.Request) error {
	form, unit, err := fileForm(r)
	if err != nil {
		return err
	}
	do := form.Value("do")
	switch do {
	case "ask":
		err = p.Report.AskQueueFile(r.Context(), actor(r), unit)
	case "let":
		err = p.Report.LetQueueFile(r.Context(), actor(r), unit)
	case "end":
		err = p.Report.EndQueueFile(r.Context(), actor(r), unit)
	default:
		err = fault.New(fault.Invalid, "form.unreadable")
	}
	if err != nil {
		if form.Take(err) {
			return p.showQueueFiles(w, r, form)
		}
		return err
	}
	p.Browser.Notify(w, "issue.file.done."+do)
	return seeOther(w, r, "/reports/file")
}

func fileForm(r *http.Request) (*page.Form, id.ID, error) {
	form, err := page.ReadForm(r)
	if err != nil {
		return nil, id.ID{}, err
	}
	unit, err := id.Parse(form.Value("unit"))
	if err != nil {
		return nil, id.ID{}, report.ErrNotFound
	}
	return form, unit, nil
}

// takeQueueFile sends the queue as a workbook, or as CSV: what its page shows and no word that anybody wrote. Who took it, who let it go and when
// stands on it and under each printed page.
func (p *Pages) takeQueueFile(w http.ResponseWriter, r *http.Request) error {
	form, unit, err := fileForm(r)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	rules, _, err := p.Report.Categories(r.Context(), actor(r).Tenant)
	if err != nil {
		return err
	}
	rows, of, more, err := p.Report.TakeQueueFile(r.Context(), actor(r), unit)
	if err != nil {
		if form.Take(err) {
			return p.showQueueFiles(w, r, form)
		}
		return err
	}
	who, err := p.Office.AccountName(r.Context(), actor(r).Tenant, of.By)
	if err != nil {
		return err
	}
	second, err := p.Office.AccountName(r.Context(), actor(r).Tenant, of.Second)
	if err != nil {
		return err
	}
	mark := words.Text("issue.file.mark", fault.Args{"who": who, "second": second, "when": words.DateTime(of.Taken)})
	top := [][]string{{words.Text("issue.file.title", nil)}, {words.units[unit]}, {mark}}
	if more {
		top = append(top, []string{words.Text("issue.file.bounded", fault.Args{"rows": len(rows)})})
	}
	out, kind, name := words.queueWorkbook, sheet.MediaType, "queue.xlsx"
	if form.Value("as") == "csv" {
		out, kind, name = words.queueCSV, "text/csv; charset=utf-8", "queue.csv"
	}
	body, err := out(top, rows, rules, of.Taken)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(body) // the reader has gone if this fails
	return nil
}

// queueHeads are the columns: those of the queue's page, and no other.
func (w words) queueHeads() []string {
	var out []string
	for _, key := range []string{"category", "state", "taken", "received", "due", "left", "late"} {
		out = append(out, w.Text("issue.file.col."+key, nil))
	}
	return out
}

// queueLine is one report as words, with the days that are left, or by which it is late.
func (w words) queueLine(x report.QueueRow, rules *rulebook.Rulebook, now time.Time) (line []string, left, late int64) {
	c, _ := rules.Report.Category(x.Category)
	taken := "issue.file.waits"
	if x.Taken {
		taken = "issue.file.taken"
	}
	line = []string{c.Label.In(string(w.Language)), w.Text("issue.state."+string(x.State), nil), w.Text(taken, nil)}
	days := int64(calendar.DateOf(now, w.Zone).Until(calendar.DateOf(x.Due, w.Zone)))
	return line, max(days, 0), max(-days, 0)
}

func (w words) queueWorkbook(top [][]string, rows []report.QueueRow, rules *rulebook.Rulebook, now time.Time) ([]byte, error) {
	one := sheet.Sheet{Name: w.Text("issue.file.sheet", nil), Widths: []float64{30, 16, 18, 14, 14, 10, 10}, Footer: top[2][0]}
	for i, line := range top {
		cell := sheet.Text(line[0])
		if i == 0 {
			cell = sheet.Head(line[0])
		}
		one.Rows = append(one.Rows, []sheet.Cell{cell})
	}
	one.Rows = append(one.Rows, nil, sheet.Heads(w.queueHeads()...))
	for _, x := range rows {
		line, left, late := w.queueLine(x, rules, now)
		cells := []sheet.Cell{sheet.Text(line[0]), sheet.Text(line[1]), sheet.Text(line[2]), sheet.Date(x.Received.In(w.Zone))}
		if !x.Due.IsZero() {
			cells = append(cells, sheet.Date(x.Due.In(w.Zone)), sheet.Integer(left), sheet.Integer(late))
		}
		one.Rows = append(one.Rows, cells)
	}
	var out bytes.Buffer
	err := sheet.Write(&out, sheet.Book{Sheets: []sheet.Sheet{one}})
	return out.Bytes(), err
}

func (w words) queueCSV(top [][]string, rows []report.QueueRow, rules *rulebook.Rulebook, now time.Time) ([]byte, error) {
	lines := append(top, w.queueHeads())
	for _, x := range rows {
		line, left, late := w.queueLine(x, rules, now)
		line = append(line, x.Received.In(w.Zone).Format(time.DateOnly))
		if !x.Due.IsZero() {
			line = append(line, x.Due.In(w.Zone).Format(time.DateOnly), strconv.FormatInt(left, 10), strconv.FormatInt(late, 10))
		}
		lines = append(lines, line)
	}
	return insight.Lines(lines), nil
}
