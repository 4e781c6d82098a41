package report

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"linli/platform/access"
	"linli/platform/redact"
	"linli/report"
	"linli/web/page"
)

// takeOutPage is where a handler proposes to take words that lead to a person out of a report: what seems to point at somebody is
// marked and offered, the handler chooses, and sees each text as it will read before it is proposed.
type takeOutPage struct {
	Form *page.Form
	words
	Title, Back string // of the report
	Case        *report.Case
	Opened      *report.Opened
	After       []string // texts as they will read; none before the handler has chosen
	Chosen      string   // what they were computed from
}

// takeOutPage opens a report of either kind for its handler; for everybody else there is no such page.
func (p *Pages) takeOutPage(r *http.Request, form *page.Form) (*takeOutPage, error) {
	d := &takeOutPage{Form: form}
	if r.PathValue("report") != "" {
		v, err := p.issue(r)
		if err != nil {
			return nil, err
		}
		d.words, d.Title, d.Back, d.Case, d.Opened = v.words, v.Title(), v.Href(), &v.Case, v.Opened
	} else {
		v, err := p.view(r)
		if err != nil {
			return nil, err
		}
		d.words, d.Title, d.Back, d.Case, d.Opened = v.words, v.Title(), v.Href(), &v.Case, v.Opened
	}
	if err := p.Report.Access.Check(actor(r), "report.propose_take_out", d.Case.Facts()); err != nil {
		return nil, err
	}
	if d.Opened == nil {
		return nil, access.ErrNotFound
	}
	return d, nil
}

// Texts are everything that is written in the report, cut at what seems to point at a person.
func (d *takeOutPage) Texts() [][]redact.Part {
	var out [][]redact.Part
	for _, text := range d.Opened.Texts() {
		out = append(out, redact.Parts(text))
	}
	return out
}

// FoundItems are what seems to point at a person, each once.
func (d *takeOutPage) FoundItems() []page.Item {
	var out []page.Item
	for _, x := range slices.Concat(d.Texts()...) {
		if x.Kind != "" && !slices.ContainsFunc(out, func(i page.Item) bool { return i.Value == x.Text }) {
			out = append(out, page.Item{Value: x.Text, Text: x.Text})
		}
	}
	return out
}

// FileItems are the photographs and papers.
func (d *takeOutPage) FileItems() []page.Item {
	var out []page.Item
	for i, f := range d.Case.Files {
		out = append(out, page.Item{Value: strconv.Itoa(i + 1), Text: d.Opened.Names[f.ID]})
	}
	return out
}

// ReasonItems are why something is taken out. The author reads it.
func (d *takeOutPage) ReasonItems() []page.Item {
	var out []page.Item
	for _, reason := range report.TakeOutReasons {
		out = append(out, page.Item{Value: reason, Text: d.words.Text("takeout.reason."+reason, nil)})
	}
	return out
}

func (p *Pages) takeOutForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.takeOutPage(r, page.NewForm(url.Values{}))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/take_out", d)
	return nil
}

// takeOut shows what the texts come to, and proposes it once the handler has seen that.
func (p *Pages) takeOut(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.takeOutPage(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "report/take_out", d)
		return nil
	}
	cmd, sent := d.command()
	if d.Chosen = sent.Encode(); !form.Faulty() && form.Value("seen") != d.Chosen {
		for _, text := range d.Opened.Texts() {
			if after := report.Without(text, cmd.Words); after != text {
				d.After = append(d.After, after)
			}
		}
		if len(d.After) > 0 || len(cmd.Files) > 0 {
			p.Render.Render(w, r, http.StatusOK, "report/take_out", d)
			return nil
		}
		if len(cmd.Words) > 0 {
			form.Add("words", "takeout.field.absent_any")
		}
	}
	if !form.Faulty() {
		ask, err := request(r, form, sent)
		if err == nil {
			_, err = p.Report.Act(r.Context(), actor(r), d.Case.ID, cmd, ask)
		}
		if err == nil {
			p.Browser.Notify(w, "takeout.proposed")
			return seeOther(w, r, d.Back)
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "report/take_out", d)
	return nil
}

// command is what the form asks for: what was ticked, what was typed one to a line, and the files by their numbers.
func (d *takeOutPage) command() (report.ProposeTakeOut, url.Values) {
	d.Form.Require("reason")
	typed := strings.Split(strings.ReplaceAll(d.Form.Value("words"), "\r\n", "\n"), "\n")
	cmd := report.ProposeTakeOut{Words: slices.Concat(d.Form.Values("found"), typed), Reason: d.Form.Value("reason")}
	for _, n := range d.Form.Values("files") {
		i, err := strconv.Atoi(n)
		if err != nil || i < 1 || i > len(d.Case.Files) {
			d.Form.Add("files", "form.choose")
			continue
		}
		cmd.Files = append(cmd.Files, d.Case.Files[i-1].ID)
	}
	if len(cmd.Files) == 0 && !slices.ContainsFunc(cmd.Words, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		d.Form.Add("words", "takeout.field.words")
	}
	return cmd, url.Values{"words": cmd.Words, "files": d.Form.Values("files"), "reason": {cmd.Reason}}
}
