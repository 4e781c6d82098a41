package page

import (
	"html/template"

	"linli/platform/fault"
)

// Button sends a form, or is a link that looks like one.
type Button struct {
	Text               string        `json:"text"`
	HTML               template.HTML `json:"html"`
	Href               string        `json:"href"`
	Type               string        `json:"type"` // empty is "submit"
	Name               string        `json:"name"`
	Value              string        `json:"value"`
	ID                 string        `json:"id"`
	Classes            string        `json:"classes"`
	Disabled           bool          `json:"disabled"`
	PreventDoubleClick *bool         `json:"preventDoubleClick"` // nil is true for a button that sends a form
	IsStartButton      bool          `json:"isStartButton"`
	Attributes         Attributes    `json:"attributes"`
}

func (*Button) template() string { return "button" }

func (b *Button) prepare(*press) {
	if b.Type == "" {
		b.Type = "submit"
	}
	b.Classes = joined("govuk-button", b.Classes)
	if b.IsStartButton {
		b.Classes += " govuk-button--start"
	}
}

// Content is what the button says.
func (b *Button) Content() any { return Text{Text: b.Text, HTML: b.HTML}.Content() }

// BackLink leads to the page before.
type BackLink struct {
	Text       string     `json:"text"`
	Href       string     `json:"href"`
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

func (*BackLink) template() string { return "backLink" }

func (b *BackLink) prepare(p *press) {
	if b.Text == "" {
		b.Text = p.say("page.back")
	}
	if b.Href == "" {
		b.Href = "#"
	}
	b.Classes = joined("govuk-back-link", b.Classes)
}

// say is a text of the kit itself.
func (p *press) say(key string) string { return p.locale.Text(key, fault.Args(nil)) }

// Details hides further reading behind its summary.
type Details struct {
	ID          string        `json:"id"`
	SummaryText string        `json:"summaryText"`
	Text        string        `json:"text"`
	HTML        template.HTML `json:"html"`
	Open        bool          `json:"open"`
	Classes     string        `json:"classes"`
	Attributes  Attributes    `json:"attributes"`
}

func (*Details) template() string { return "details" }
func (d *Details) prepare(*press) { d.Classes = joined("govuk-details", d.Classes) }
func (d *Details) Content() any   { return Text{Text: d.Text, HTML: d.HTML}.Content() } // what is hidden

// InsetText sets a passage apart.
type InsetText struct {
	ID         string        `json:"id"`
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Classes    string        `json:"classes"`
	Attributes Attributes    `json:"attributes"`
}

func (*InsetText) template() string { return "insetText" }
func (i *InsetText) prepare(*press) { i.Classes = joined("govuk-inset-text", i.Classes) }
func (i *InsetText) Content() any   { return Text{Text: i.Text, HTML: i.HTML}.Content() } // what is set apart

// WarningText warns of a consequence.
type WarningText struct {
	Text             string        `json:"text"`
	HTML             template.HTML `json:"html"`
	IconFallbackText string        `json:"iconFallbackText"`
	Classes          string        `json:"classes"`
	Attributes       Attributes    `json:"attributes"`
}

func (*WarningText) template() string { return "warningText" }

func (w *WarningText) prepare(p *press) {
	if w.IconFallbackText == "" {
		w.IconFallbackText = p.say("page.warning")
	}
	w.Classes = joined("govuk-warning-text", w.Classes)
}

// Content is the warning.
func (w *WarningText) Content() any { return Text{Text: w.Text, HTML: w.HTML}.Content() }

// Tag shows the state of a case or of a task, never of a person.
type Tag struct {
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Classes    string        `json:"classes"`
	Attributes Attributes    `json:"attributes"`
}

func (*Tag) template() string { return "tag" }
func (t *Tag) prepare(*press) { t.Classes = joined("govuk-tag", t.Classes) }
func (t *Tag) Content() any   { return Text{Text: t.Text, HTML: t.HTML}.Content() } // what it says

// Panel confirms that something was done.
type Panel struct {
	TitleText    string        `json:"titleText"`
	TitleHTML    template.HTML `json:"titleHtml"`
	HeadingLevel int           `json:"headingLevel"` // 0 is 1
	Text         string        `json:"text"`
	HTML         template.HTML `json:"html"`
	Classes      string        `json:"classes"`
	Attributes   Attributes    `json:"attributes"`
}

func (*Panel) template() string { return "panel" }

func (n *Panel) prepare(*press) {
	if n.HeadingLevel == 0 {
		n.HeadingLevel = 1
	}
	n.Classes = joined("govuk-panel govuk-panel--confirmation", n.Classes)
}

// Title is the heading.
func (n *Panel) Title() any { return Text{Text: n.TitleText, HTML: n.TitleHTML}.Content() }

// Content is what stands below the heading.
func (n *Panel) Content() any { return Text{Text: n.Text, HTML: n.HTML}.Content() }

// PhaseBanner says what kind of service this is, such as a demonstration.
type PhaseBanner struct {
	Tag        Text          `json:"tag"`
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Classes    string        `json:"classes"`
	Attributes Attributes    `json:"attributes"`
}

func (*PhaseBanner) template() string { return "phaseBanner" }

func (b *PhaseBanner) prepare(*press) {
	b.Classes = joined("govuk-phase-banner govuk-width-container", b.Classes)
	b.Tag.Classes = joined("govuk-tag govuk-phase-banner__content__tag", b.Tag.Classes)
}

// Content is the sentence beside the tag.
func (b *PhaseBanner) Content() any { return Text{Text: b.Text, HTML: b.HTML}.Content() }

// NotificationBanner tells something that belongs to the whole page.
type NotificationBanner struct {
	Type              string        `json:"type"` // "success" or empty
	Role              string        `json:"role"`
	TitleText         string        `json:"titleText"`
	TitleHTML         template.HTML `json:"titleHtml"`
	TitleID           string        `json:"titleId"`
	TitleHeadingLevel int           `json:"titleHeadingLevel"`
	Text              string        `json:"text"`
	HTML              template.HTML `json:"html"`
	DisableAutoFocus  *bool         `json:"disableAutoFocus"`
	Classes           string        `json:"classes"`
	Attributes        Attributes    `json:"attributes"`
}

func (*NotificationBanner) template() string { return "notificationBanner" }

func (b *NotificationBanner) prepare(p *press) {
	kind, title, role := "", "page.important", "region"
	if b.Type == "success" {
		kind, title, role = "govuk-notification-banner--success", "page.success", "alert"
	}
	if b.Role == "" {
		b.Role = role
	}
	if b.TitleText == "" && b.TitleHTML == "" {
		b.TitleText = p.say(title)
	}
	if b.TitleID == "" {
		b.TitleID = "govuk-notification-banner-title"
	}
	if b.TitleHeadingLevel == 0 {
		b.TitleHeadingLevel = 2
	}
	b.Classes = joined("govuk-notification-banner", kind, b.Classes)
}

// Title is the heading.
func (b *NotificationBanner) Title() any { return Text{Text: b.TitleText, HTML: b.TitleHTML}.Content() }
