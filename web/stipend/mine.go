package stipend

import (
	"net/http"
	"strconv"

	"linli/mediation/stipend"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/web/page"
)

type minePage struct {
	Form       *page.Form
	Known      bool // the rulebook knows stipends
	Mediates   bool
	Year       int
	Before     int
	Open, Made claims
	Sum        string // paid to the reader in the year
	Units      []page.Link
	Source     string
}

// mine shows what the reader can claim and is paid, and where it leads, the units whose stipends it answers for.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	words, err := p.words(r)
	if err != nil {
		return err
	}
	st := words.rules.Mediation.Stipends
	data := minePage{Form: page.NewForm(nil), Known: st != nil, Year: p.Stipends.Year(words.rules)}
	if asked := r.URL.Query().Get("year"); asked != "" {
		if data.Year, err = strconv.Atoi(asked); err != nil || data.Year < 2000 || data.Year > 9999 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
	}
	data.Before = data.Year - 1
	if data.Units, err = p.led(r, words); err != nil {
		return err
	}
	open, made, err := p.Stipends.Mine(r.Context(), words.a, data.Year)
	switch f := fault.Of(err); {
	case err == nil:
		data.Mediates = true
	case f.Code != fault.Forbidden || len(data.Units) == 0:
		return err
	}
	if st != nil {
		data.Source = words.rules.Law(st.Source.Law).Title.In(string(words.Language))
		words.list(&data, open, made, st.Currency)
	}
	p.Render.Render(w, r, http.StatusOK, "stipend/mine", data)
	return nil
}

func (w *words) list(data *minePage, open, made []stipend.Claim, currency string) {
	data.Open.Label, data.Made.Label = w.t("stipend.mine.open"), w.t("stipend.mine.made", "year", strconv.Itoa(data.Year))
	for _, c := range open {
		l := w.line(c, c.Share(w.a.Account))
		if c.Back == nil {
			l.State = page.Tag{Text: w.t("stipend.state.open"), Classes: "govuk-tag--grey"}
		} else {
			l.State = w.state(stipend.Claim{State: stipend.SentBack})
		}
		data.Open.Lines = append(data.Open.Lines, l)
	}
	var sum int64
	for _, c := range made {
		if c.State == stipend.SentBack {
			continue // it stands above, to be claimed anew
		}
		data.Made.Lines = append(data.Made.Lines, w.line(c, c.Share(w.a.Account)))
		if c.State == stipend.Paid {
			sum += c.Share(w.a.Account)
		}
	}
	data.Sum = w.Money(sum, currency)
}

// led are the units whose stipends the reader answers for.
func (p *Pages) led(r *http.Request, words *words) ([]page.Link, error) {
	tree, err := p.Office.Tree(r.Context(), words.a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []page.Link
	for _, u := range tree.Rows() {
		if p.Stipends.Access.Check(words.a, "stipend.batch", access.Facts{Tenant: words.a.Tenant, Unit: u.ID, Kind: "stipend"}) == nil {
			out = append(out, page.Link{Text: u.Name, Href: "/stipends/" + u.ID.String()})
		}
	}
	return out, nil
}
