package page

import (
	"fmt"
	"html/template"
)

// Breadcrumbs show where a page stands.
type Breadcrumbs struct {
	Items            []Crumb    `json:"items"`
	LabelText        string     `json:"labelText"`
	CollapseOnMobile bool       `json:"collapseOnMobile"`
	Classes          string     `json:"classes"`
	Attributes       Attributes `json:"attributes"`
}

// Crumb is one place on the way; without Href it is the present page.
type Crumb struct {
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Href       string        `json:"href"`
	Attributes Attributes    `json:"attributes"`
}

// Content is the name of the place.
func (c Crumb) Content() any { return Text{Text: c.Text, HTML: c.HTML}.Content() }

func (*Breadcrumbs) template() string { return "breadcrumbs" }

func (b *Breadcrumbs) prepare(p *press) {
	if b.LabelText == "" {
		b.LabelText = p.say("nav.breadcrumbs")
	}
	b.Classes = joined("govuk-breadcrumbs", b.Classes)
	if b.CollapseOnMobile {
		b.Classes += " govuk-breadcrumbs--collapse-on-mobile"
	}
}

// Tabs show one of several parts of a page; without JavaScript all of them stand below one another.
type Tabs struct {
	ID         string     `json:"id"`
	IDPrefix   string     `json:"idPrefix"`
	Title      string     `json:"title"`
	Items      []Tab      `json:"items"`
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

// Tab is one part.
type Tab struct {
	ID         string     `json:"id"`
	Label      string     `json:"label"`
	Panel      Text       `json:"panel"`
	Attributes Attributes `json:"attributes"`
}

// tab makes a Tab for a template: {{tab "parties" (t "…") (part "parties" .)}}.
func tab(id, label string, panel template.HTML) Tab {
	return Tab{ID: id, Label: label, Panel: Text{HTML: panel}}
}

func (*Tabs) template() string { return "tabs" }

func (t *Tabs) prepare(p *press) {
	if t.Title == "" {
		t.Title = p.say("page.contents")
	}
	t.Classes = joined("govuk-tabs", t.Classes)
	items := make([]Tab, len(t.Items))
	for i, it := range t.Items {
		if it.ID == "" {
			it.ID = fmt.Sprintf("%s-%d", t.IDPrefix, i+1)
		}
		items[i] = it
	}
	t.Items = items
}

// Pagination leads to the rows before and after. Lists page by key, so there are no numbers: Previous is newer or
// earlier in the list's order, Next is what follows.
type Pagination struct {
	Previous      *PageLink  `json:"previous"`
	Next          *PageLink  `json:"next"`
	LandmarkLabel string     `json:"landmarkLabel"`
	Classes       string     `json:"classes"`
	Attributes    Attributes `json:"attributes"`
}

// PageLink leads to a neighbouring page of a list.
type PageLink struct {
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	LabelText  string        `json:"labelText"`
	Href       string        `json:"href"`
	Attributes Attributes    `json:"attributes"`
}

// Content is what the link says.
func (l PageLink) Content() any { return Text{Text: l.Text, HTML: l.HTML}.Content() }

// Paging returns the links of a list that pages by key; an empty address leaves its link out.
func Paging(newer, older string) Pagination {
	var g Pagination
	if newer != "" {
		g.Previous = &PageLink{Href: newer}
	}
	if older != "" {
		g.Next = &PageLink{Href: older}
	}
	return g
}

func (*Pagination) template() string { return "pagination" }

func (g *Pagination) prepare(p *press) {
	if g.LandmarkLabel == "" {
		g.LandmarkLabel = p.say("page.pagination.label")
	}
	g.Classes = joined(g.Classes)
	g.Previous = named(g.Previous, p.say("page.pagination.newer"))
	g.Next = named(g.Next, p.say("page.pagination.older"))
	block := "govuk-pagination"
	if g.Previous != nil || g.Next != nil {
		block += " govuk-pagination--block"
	}
	g.Classes = joined(block, g.Classes)
}

func named(l *PageLink, text string) *PageLink {
	if l == nil || l.Href == "" {
		return nil
	}
	c := *l
	if c.Text == "" && c.HTML == "" {
		c.Text = text
	}
	return &c
}

// SkipLink leads past the header; it shows when it has the focus.
type SkipLink struct {
	Text       string     `json:"text"`
	Href       string     `json:"href"`
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

func (*SkipLink) template() string { return "skipLink" }

func (s *SkipLink) prepare(p *press) {
	if s.Text == "" {
		s.Text = p.say("nav.skip")
	}
	if s.Href == "" {
		s.Href = "#content"
	}
	s.Classes = joined("govuk-skip-link", s.Classes)
}

// ExitThisPage leaves at once for a harmless page, for a resident who must not be seen reading this one.
type ExitThisPage struct {
	ID                    string        `json:"id"`
	Text                  string        `json:"text"`
	HTML                  template.HTML `json:"html"`
	RedirectURL           string        `json:"redirectUrl"`
	ActivatedText         string        `json:"activatedText"`
	TimedOutText          string        `json:"timedOutText"`
	PressTwoMoreTimesText string        `json:"pressTwoMoreTimesText"`
	PressOneMoreTimeText  string        `json:"pressOneMoreTimeText"`
	Classes               string        `json:"classes"`
	Attributes            Attributes    `json:"attributes"`
}

func (*ExitThisPage) template() string { return "exitThisPage" }

func (e *ExitThisPage) prepare(p *press) {
	for text, key := range map[*string]string{
		&e.Text: "page.exit.text", &e.ActivatedText: "page.exit.activated", &e.TimedOutText: "page.exit.timed_out",
		&e.PressTwoMoreTimesText: "page.exit.two_more", &e.PressOneMoreTimeText: "page.exit.one_more",
	} {
		if *text == "" {
			*text = p.say(key)
		}
	}
	e.Classes = joined("govuk-exit-this-page", e.Classes)
}

// Content is what the button says.
func (e *ExitThisPage) Content() any { return Text{Text: e.Text, HTML: e.HTML}.Content() }

// Says are the texts that the script needs.
func (e *ExitThisPage) Says() Attributes {
	return Attributes{
		"data-i18n.activated": e.ActivatedText, "data-i18n.timed-out": e.TimedOutText,
		"data-i18n.press-two-more-times": e.PressTwoMoreTimesText, "data-i18n.press-one-more-time": e.PressOneMoreTimeText,
	}
}
