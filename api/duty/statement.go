package duty

import (
	"context"
	"slices"

	"linli/api/route"
	"linli/platform/fault"
)

// DutyStatement is the text of a statement of responsibility, under the version of the rulebook that the occurrence keeps.
type DutyStatement struct {
	Language      string   `json:"language" doc:"of this text"`
	Authoritative string   `json:"authoritative" doc:"the language in which the text is authoritative"`
	Languages     []string `json:"languages" nullable:"false" doc:"in which it can be read, for the parameter in"`
	Title         string   `json:"title"`
	Text          []string `json:"text" nullable:"false" doc:"its paragraphs"`
	Hash          string   `json:"hash" doc:"SHA-256 in hex over the title and the paragraphs, with an empty line between two: what a signature names"`
}

// statement tells what is signed. It is signed by a person, on the pages or on paper: no program signs.
func (d *Desk) statement(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	seen, err := d.Service.See(ctx, c.Actor, caseID)
	if err != nil {
		return route.Answer{}, err
	}
	text, ok := seen.Rules.Duties.Statement(seen.Rule.Statement)
	if !ok {
		return route.Answer{}, fault.Field("id", "duty.guard.no_statement")
	}
	lang := c.Text("in")
	switch {
	case lang == "":
		lang = seen.Rules.Languages[0]
	case !slices.Contains(seen.Rules.Languages, lang):
		return route.Answer{}, fault.Field("in", "form.choose")
	}
	out := DutyStatement{Language: lang, Authoritative: seen.Rules.Languages[0], Languages: seen.Rules.Languages, Title: text.Title.In(lang), Hash: text.Hash(lang), Text: []string{}}
	for _, p := range text.Text {
		out.Text = append(out.Text, p.In(lang))
	}
	return route.JSON(out)
}
