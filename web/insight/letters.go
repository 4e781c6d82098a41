package insight

import (
	"embed"
	"fmt"
	"net/http"

	"linli/insight/survey"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed letter/*.md
var letterForms embed.FS

// letters prints the letters of one unit, a page each: with a code, and with the questions for who answers on paper. They bear no name and
// no address, and stand in no file of the office.
func (p *Pages) letters(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a := officepages.Actor(r.Context())
	which, err := waveOf(r)
	if err != nil {
		return err
	}
	unit, err := id.Parse(form.Value("unit"))
	if err != nil {
		return survey.ErrNotFound
	}
	wave, codes, err := p.Survey.Letters(r.Context(), a, which, unit)
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	lang, ok := i18n.Parse(form.Value("paper"))
	if !ok {
		lang = p.Texts.Whole(page.Of(r).Language)
	}
	l := p.Texts.For(lang, rules.Zone)
	root, _ := tree.Root()
	name := "letter/" + string(lang) + ".md"
	source, err := letterForms.ReadFile(name)
	if err != nil {
		return fmt.Errorf("the letter in %s: %w", lang, err)
	}
	template, err := document.Parse(name, source)
	if err != nil {
		return err
	}
	var shown []string
	for _, c := range codes {
		shown = append(shown, survey.Show(c))
	}
	doc, err := template.Execute(l, map[string]any{"Title": wave.Plan.Form.Title.In(string(lang)), "Office": root.Name, "Codes": shown, "Last": wave.Plan.Last.Start(rules.Zone),
		"URL": p.Origin.JoinPath("survey").String(), "Desk": tree.Desk(unit), "Questions": asked(wave.Plan.Form.Questions, l)})
	if err != nil {
		return err
	}
	out, err := document.PDF(p.Fonts, []*document.Doc{doc}, document.Options{Office: root.Name, At: p.Survey.Clock.Now(), Locale: l})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="letters.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(out.Bytes) // the reader has gone if this fails
	return nil
}

// question is one question with its answers, as a letter and a plan show it.
type question struct {
	Text    string
	Answers []string
}

func asked(all []rulebook.SurveyQuestion, l i18n.Locale) []question {
	var out []question
	for _, q := range all {
		x := question{Text: q.Label.In(string(l.Language))}
		for _, a := range q.Answers {
			x.Answers = append(x.Answers, a.Label.In(string(l.Language)))
		}
		out = append(out, x)
	}
	return out
}
