package inspection

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"

	"linli/casefile"
	"linli/platform/fault"
	"linli/report/inspection"
	"linli/web/offline"
	"linli/web/page"
)

// Offline is the record of an inspection that was begun and is held where there is no line.
func (p *Pages) Offline() []offline.Form { return []offline.Form{offlineRecord{p}} }

type offlineRecord struct{ *Pages }

// offlineMost is how many inspections of a unit are offered.
const offlineMost = 50

// Name is the form's name.
func (offlineRecord) Name() string { return "inspect" }

// Labels are the form's questions.
func (offlineRecord) Labels() map[string]string {
	return map[string]string{"said": "offline.inspect.said", "text": "inspection.act.other", "names_nobody": "inspection.act.nobody", "prints": "mask.title"}
}

// Things are the inspections that were begun and have no record, of places that have a name of their own.
func (p offlineRecord) Things(r *http.Request) ([]offline.Thing, error) {
	words, err := p.words(r.Context(), r)
	if err != nil {
		return nil, err
	}
	var out []offline.Thing
	for _, unit := range p.Inspect.Units(actor(r)) {
		if !p.may(r, "inspection.record", unit) {
			continue
		}
		rows, _, err := p.Inspect.List(r.Context(), actor(r), inspection.Filter{Unit: unit, State: inspection.Inspecting, Limit: offlineMost})
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			out = append(out, words.along(&x.Case))
		}
	}
	return out, nil
}

func (w words) along(c *inspection.Case) offline.Thing {
	return offline.Thing{Form: "inspect", Case: c.ID, Thing: c.ID, Name: c.Spot.Name, When: w.Text("inspection.list.hint", fault.Args{"kind": w.kind(c.Spot.Kind), "day": w.Date(c.Begun)})}
}

// Take gives the place with the questions of its checklist. Nothing sealed is opened: before the record there is nothing.
func (p offlineRecord) Take(r *http.Request, of offline.Thing) (offline.Taken, error) {
	c, err := p.Inspect.See(r.Context(), actor(r), of.Case)
	if err != nil {
		return offline.Taken{}, err
	}
	if c.State != inspection.Inspecting || !p.may(r, "inspection.record", c.Unit) {
		return offline.Taken{}, fault.New(fault.NotFound, "offline.gone")
	}
	v, err := p.bare(r, &c)
	if err != nil {
		return offline.Taken{}, err
	}
	out := offline.Taken{Thing: v.words.along(&c), Stood: c.Stands()}
	for _, q := range v.Looks() {
		ask := offline.Ask{Name: "answer-" + q.ID, Type: "singlevaluelist", Label: q.Question, Required: true}
		for _, x := range v.AnswerItems() {
			ask.Options = append(ask.Options, offline.Option{Value: x.ValueText(), Text: x.Text})
		}
		found := offline.Ask{Name: "found-" + q.ID, Type: "string", Label: v.words.Text("inspection.act.found", nil), Hint: v.words.Text("inspection.act.found_hint", nil)}
		out.Asks = append(out.Asks, ask, found)
	}
	return out, nil
}

// bare is an inspection with its rules and without what was written.
func (p *Pages) bare(r *http.Request, c *inspection.Case) (*view, error) {
	v := &view{Case: c, Form: page.NewForm(nil), Act: "record"}
	var err error
	if v.words, err = p.words(r.Context(), r); err != nil {
		return nil, err
	}
	v.rules, err = p.Inspect.Office.RulebookOf(r.Context(), actor(r).Tenant, c.Rulebook, c.RulebookVersion)
	return v, err
}

// Send records what was found, unless somebody else has recorded it meanwhile.
func (p offlineRecord) Send(r *http.Request, d offline.Draft) (offline.Answer, error) {
	c, err := p.Inspect.See(r.Context(), actor(r), d.Case)
	if err != nil {
		return offline.Answer{}, err
	}
	v, err := p.bare(r, &c)
	if err != nil {
		return offline.Answer{}, err
	}
	v.Form = page.NewForm(d.Fields)
	if d.Files > 0 { // before anything is recorded
		if _, err := v.Form.Masks(min(d.Files, offline.MaxFiles)); err != nil {
			return offline.Answer{}, err
		}
	}
	cmd, _ := v.command()
	record, ok := cmd.(inspection.Record)
	if err := v.Form.Err(); err != nil || !ok {
		return offline.Answer{}, err
	}
	f, err := d.Arrival(actor(r).Account)
	if err == nil {
		_, err = p.Inspect.ArriveRecord(r.Context(), actor(r), d.Case, record, f)
	}
	if errors.Is(err, casefile.ErrOvertaken) {
		return p.moved(r, d, v, record)
	}
	return offline.Answer{Outcome: offline.Sent}, err
}

// moved shows both records side by side. There is one record of an inspection, so that nothing is added beside it.
func (p offlineRecord) moved(r *http.Request, d offline.Draft, mine *view, record inspection.Record) (offline.Answer, error) {
	r.SetPathValue("inspection", d.Case.String())
	now, err := p.view(r)
	if err != nil {
		return offline.Answer{}, err
	}
	out := offline.Answer{Outcome: offline.Moved, Reason: mine.words.Fault(casefile.ErrOvertaken, "")}
	line := func(to *[]offline.Line, label, text string) {
		if text != "" {
			*to = append(*to, offline.Line{Label: label, Text: text})
		}
	}
	words := map[string]string{}
	for _, f := range now.Case.Findings {
		words[f.Question] = now.Opened.Words[now.Case.Record].Items[f.N]
	}
	line(&out.Present, mine.words.Text("offline.line.became", nil), now.Tag().Text)
	for _, q := range now.Looks() {
		line(&out.Present, q.Question, join(q.Answer, words[q.ID]))
		line(&out.Mine, q.Question, join(mine.words.Text("inspection.answer."+record.Answers[q.ID], nil), record.Found[q.ID]))
	}
	other := mine.words.Text("inspection.act.other", nil)
	line(&out.Present, other, now.Opened.Words[now.Case.Record].Text)
	line(&out.Mine, other, record.Text)
	return out, nil
}

func join(answer, found string) string {
	if found == "" {
		return answer
	}
	return answer + " · " + found
}

// Photograph adds a photograph to the inspection, painted over where the draft says that people or number plates can be seen, and where
// linli takes something for a face or a plate: nobody is there to settle it.
func (p offlineRecord) Photograph(r *http.Request, d offline.Draft, n int, file *multipart.FileHeader) error {
	said, err := page.NewForm(d.Fields).Masks(d.Files)
	if err != nil {
		return err
	}
	once, err := d.Once(actor(r).Account, n, file)
	if err != nil {
		return err
	}
	f, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening a photograph: %w", err)
	}
	defer f.Close()
	covered, err := p.desk().Proposed(r.Context(), file.Filename, f, said[n-1])
	if err != nil {
		return err
	}
	_, err = p.Inspect.UploadOnce(r.Context(), actor(r), d.Case, covered.Held.Name, covered.Said, once, covered.Reader())
	return err
}
