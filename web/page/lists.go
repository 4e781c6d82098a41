package page

import "html/template"

// SummaryList shows answers or facts, each with the ways to change it.
type SummaryList struct {
	Rows       []SummaryRow `json:"rows"`
	Card       *SummaryCard `json:"card"`
	Classes    string       `json:"classes"`
	Attributes Attributes   `json:"attributes"`
}

// SummaryRow is one fact.
type SummaryRow struct {
	Key     Text    `json:"key"`
	Value   Text    `json:"value"`
	Actions Actions `json:"actions"`
	Classes string  `json:"classes"`
}

// SummaryCard is a frame with a title around a list.
type SummaryCard struct {
	Title      CardTitle  `json:"title"`
	Actions    Actions    `json:"actions"`
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

// TitleClasses are the classes of the card's heading.
func (c *SummaryCard) TitleClasses() string {
	return joined("govuk-summary-card__title", c.Title.Classes)
}

// CardTitle is the heading of a card.
type CardTitle struct {
	Text         string        `json:"text"`
	HTML         template.HTML `json:"html"`
	HeadingLevel int           `json:"headingLevel"` // 0 is 2
	Classes      string        `json:"classes"`
}

// Content is what the heading says.
func (t CardTitle) Content() any { return Text{Text: t.Text, HTML: t.HTML}.Content() }

// Actions are links beside a row or a title.
type Actions struct {
	Classes string   `json:"classes"`
	Items   []Action `json:"items"`
}

// Action is one link.
type Action struct {
	Href               string        `json:"href"`
	Text               string        `json:"text"`
	HTML               template.HTML `json:"html"`
	VisuallyHiddenText string        `json:"visuallyHiddenText"`
	Classes            string        `json:"classes"`
	Attributes         Attributes    `json:"attributes"`
	Card               *CardTitle    `json:"-"`
}

// Content is what the link says.
func (a Action) Content() any { return Text{Text: a.Text, HTML: a.HTML}.Content() }

func (*SummaryList) template() string { return "summaryList" }

func (s *SummaryList) prepare(*press) {
	s.Classes = joined("govuk-summary-list", s.Classes)
	any := false
	for _, r := range s.Rows {
		any = any || len(r.Actions.Items) > 0
	}
	rows := make([]SummaryRow, len(s.Rows))
	for i, r := range s.Rows {
		classes := "govuk-summary-list__row"
		if any && len(r.Actions.Items) == 0 {
			classes += " govuk-summary-list__row--no-actions"
		}
		r.Classes = joined(classes, r.Classes)
		if s.Card != nil {
			items := make([]Action, len(r.Actions.Items))
			for j, a := range r.Actions.Items {
				a.Card = &s.Card.Title
				items[j] = a
			}
			r.Actions.Items = items
		}
		rows[i] = r
	}
	s.Rows = rows
	if s.Card != nil {
		card := *s.Card
		if card.Title.HeadingLevel == 0 {
			card.Title.HeadingLevel = 2
		}
		items := make([]Action, len(card.Actions.Items))
		for j, a := range card.Actions.Items {
			a.Card = &card.Title
			items[j] = a
		}
		card.Actions.Items = items
		s.Card = &card
	}
}

// summaryRow makes a row for a template: {{row (t "…") .Value "href" "/edit" "text" (t "page.change")}}. The options are
// those of its one action.
func summaryRow(key string, value any, action ...any) (SummaryRow, error) {
	r := SummaryRow{Key: Text{Text: key}}
	switch v := value.(type) {
	case template.HTML:
		r.Value.HTML = v
	default:
		r.Value.Text = valueText(v)
	}
	if len(action) == 0 {
		return r, nil
	}
	a := Action{VisuallyHiddenText: key}
	err := fill(&a, action)
	r.Actions.Items = []Action{a}
	return r, err
}

// TaskList shows what is done and what is left of long work.
type TaskList struct {
	Items      []Task     `json:"items"`
	IDPrefix   string     `json:"idPrefix"` // empty is "task-list"
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

// Task is one step.
type Task struct {
	Title   Text       `json:"title"`
	Hint    Text       `json:"hint"`
	Href    string     `json:"href"`
	Status  TaskStatus `json:"status"`
	Classes string     `json:"classes"`
	Number  int        `json:"-"`
}

// TaskStatus is how far a step is: a tag while there is something to do, plain words when there is not.
type TaskStatus struct {
	Tag     *Tag          `json:"tag"`
	Text    string        `json:"text"`
	HTML    template.HTML `json:"html"`
	Classes string        `json:"classes"`
}

// Content is what the status says without a tag.
func (s TaskStatus) Content() any { return Text{Text: s.Text, HTML: s.HTML}.Content() }

func (*TaskList) template() string { return "taskList" }

func (l *TaskList) prepare(*press) {
	l.Classes = joined("govuk-task-list", l.Classes)
	if l.IDPrefix == "" {
		l.IDPrefix = "task-list"
	}
	items := make([]Task, len(l.Items))
	for i, t := range l.Items {
		t.Number = i + 1
		classes := "govuk-task-list__item"
		if t.Href != "" {
			classes += " govuk-task-list__item--with-link"
		}
		t.Classes = joined(classes, t.Classes)
		if t.Status.Tag != nil {
			tag := *t.Status.Tag
			tag.Classes = joined("govuk-tag", tag.Classes)
			t.Status.Tag = &tag
		}
		items[i] = t
	}
	l.Items = items
}

// task makes a Task for a template: {{task (t "…") (t "page.task.done") "href" "/x"}}; a tag as status stands out.
func task(title string, status any, options ...any) (Task, error) {
	t := Task{Title: Text{Text: title}}
	switch s := status.(type) {
	case Tag:
		t.Status.Tag = &s
	default:
		t.Status.Text = valueText(s)
	}
	return t, fill(&t, options)
}

// Table shows figures or cases in rows.
type Table struct {
	Caption           string     `json:"caption"`
	CaptionClasses    string     `json:"captionClasses"`
	Head              []Cell     `json:"head"`
	Rows              [][]Cell   `json:"rows"`
	FirstCellIsHeader bool       `json:"firstCellIsHeader"`
	Classes           string     `json:"classes"`
	Attributes        Attributes `json:"attributes"`
}

// Cell is one cell; Format "numeric" sets figures to the right.
type Cell struct {
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Format     string        `json:"format"`
	Classes    string        `json:"classes"`
	Colspan    int           `json:"colspan"`
	Rowspan    int           `json:"rowspan"`
	Attributes Attributes    `json:"attributes"`
}

// Content is what the cell says.
func (c Cell) Content() any { return Text{Text: c.Text, HTML: c.HTML}.Content() }

// Spans are the columns and rows that the cell covers.
func (c Cell) Spans() Attributes {
	a := Attributes{}
	if c.Colspan > 0 {
		a["colspan"] = c.Colspan
	}
	if c.Rowspan > 0 {
		a["rowspan"] = c.Rowspan
	}
	return a
}

func (*Table) template() string { return "table" }
func (t *Table) prepare(*press) { t.Classes = joined("govuk-table", t.Classes) }
