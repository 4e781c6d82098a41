package stipend

import (
	"context"
	"net/http"

	"linli/mediation/stipend"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	officepages "linli/web/office"
	"linli/web/page"
)

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	a     access.Actor
	rules *rulebook.Rulebook
	units map[id.ID]string
	names func(account id.ID) (string, error)
}

func (p *Pages) words(r *http.Request) (*words, error) {
	a := officepages.Actor(r.Context())
	rules, err := p.Stipends.Rules(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	units, err := p.Office.UnitNames(r.Context(), a.Tenant)
	return &words{p.Texts.For(page.Of(r).Language, rules.Zone), a, rules, units, p.names(r.Context(), a.Tenant)}, err
}

// names looks members of staff up, each once.
func (p *Pages) names(ctx context.Context, tenant id.ID) func(id.ID) (string, error) {
	known := map[id.ID]string{}
	return func(account id.ID) (string, error) {
		if name, ok := known[account]; ok {
			return name, nil
		}
		name, err := p.Office.AccountName(ctx, tenant, account)
		known[account] = name
		return name, err
	}
}

func (w *words) t(key string, pairs ...any) string {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return w.Text(key, args)
}

// caseName is the number of a claim's case.
func (w *words) caseName(c stipend.Claim) string {
	if c.CaseNo > 0 {
		return w.rules.Mediation.Number.Format(w.units[c.Unit], c.CaseYear, c.CaseNo)
	}
	return c.Ref
}

var colours = map[stipend.State]string{stipend.Claimed: "yellow", stipend.SentBack: "orange", stipend.Approved: "blue", stipend.Batched: "blue",
	stipend.Paid: "green", stipend.GivenBack: "grey", stipend.Refused: "grey"}

// state is where a claim stands; one that was not made yet has no state.
func (w *words) state(c stipend.Claim) page.Tag {
	return page.Tag{Text: w.t("stipend.state." + string(c.State)), Classes: "govuk-tag--" + colours[c.State]}
}

// work is what was done, in a sentence.
func (w *words) work(x stipend.Work) string {
	parts := []string{w.t("stipend.work.sessions", "n", int64(x.Sessions)), w.t("stipend.work.minutes", "n", int64(x.Minutes)), w.t("stipend.work.parties", "n", int64(x.Parties))}
	if x.Investigations > 0 {
		parts = append(parts, w.t("stipend.work.investigations", "n", int64(x.Investigations)))
	}
	return w.List(parts)
}

func (w *words) grade(code string) string {
	return w.rules.Mediation.Stipends.Label(code, string(w.Language))
}

// line is one claim in a list.
type line struct {
	Href, Name string
	Last       string
	Amount     string
	State      page.Tag
	Aside      bool // a clawback review waits
}

// claims is a table of claims under its heading.
type claims struct {
	Label string
	Lines []line
}

func (w *words) line(c stipend.Claim, amount int64) line {
	return line{"/mediations/" + c.Case.String() + "/stipend", w.caseName(c), w.Date(c.Last), w.Money(amount, c.Currency), w.state(c), c.Open()}
}
