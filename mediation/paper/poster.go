package paper

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"linli/platform/document"
	"linli/platform/i18n"
)

//go:embed poster/*.md
var posters embed.FS

// Poster is a general invitation on paper. It holds no person.
type Poster struct {
	Language    i18n.Language
	Size        string // one of [document.PosterSheets]
	Title, Text string
	Types       []string // of disputes, in words
	Office      Office
	Until       time.Time // the last day, in Zone
	Zone        *time.Location
	URL         string // what the code opens
	At          time.Time
}

// Poster prints a general invitation. Errors: those of document.Poster.
func (p *Press) Poster(x Poster) (document.Result, error) {
	name := "poster/" + string(x.Language) + ".md"
	source, err := posters.ReadFile(name)
	if err != nil {
		return document.Result{}, fmt.Errorf("the poster in %s: %w", x.Language, err)
	}
	template, err := document.Parse(name, source)
	if err != nil {
		return document.Result{}, err
	}
	l := p.texts.For(x.Language, x.Zone)
	var paragraphs []string
	for line := range strings.Lines(x.Text) {
		if line = strings.TrimSpace(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	doc, err := template.Execute(l, map[string]any{"Title": x.Title, "Paragraphs": paragraphs, "Types": x.Types, "URL": x.URL, "Until": x.Until,
		"Unit": x.Office.Name, "Address": x.Office.Address, "Phone": x.Office.Phone, "Hours": x.Office.Hours})
	if err != nil {
		return document.Result{}, err
	}
	return document.Poster(p.fonts, doc, x.Size, document.Options{Office: x.Office.Name, Title: x.Title, At: x.At, Locale: l})
}
