package help

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
	"linli/web/page"
)

// Outside is where an account of an organisation lands.
const Outside = "/provider"

// perProvider is how many referrals a page of an organisation shows.
const perProvider = 100

type providerPage struct {
	Rows []listRow
	More string // address of the next page; empty on the last
}

// provider lists the referrals that are open to the reader's organisation: which of its services is asked, where it stands and by which day
// an answer is owed. No order and no address leads from one to another of the same person.
func (p *Pages) provider(w http.ResponseWriter, r *http.Request) error {
	a, say := actor(r), p.words(r)
	rows, next, err := p.Referral.Asked(r.Context(), a, id.Code(r.URL.Query().Get("after")), perProvider)
	if err != nil {
		return err
	}
	var services []id.ID
	for _, x := range rows {
		services = append(services, x.Service)
	}
	cards, err := p.Directory.Cards(r.Context(), a.Tenant, directory.KindService, services)
	if err != nil {
		return err
	}
	zone := page.Of(r).Zone
	slices.SortFunc(rows, func(x, y referral.AskedOf) int {
		return cmp.Or(cmp.Compare(owedDay(x.Due, zone), owedDay(y.Due, zone)), cmp.Compare(x.Code, y.Code))
	})
	data := providerPage{}
	for _, x := range rows {
		row := listRow{Href: Outside + "/" + x.Code.String(), Name: say.Text("help.provider.gone", nil), Hint: x.Code.String(), State: say.status(x.Status), Due: x.Due}
		if i := slices.IndexFunc(cards, func(e directory.Entry) bool { return e.ID == x.Service }); i >= 0 {
			row.Name = cards[i].Card.Name
		}
		if x.Erase {
			row.State = page.Tag{Text: say.Text("help.provider.delete", nil), Classes: "govuk-tag--orange"}
		}
		data.Rows = append(data.Rows, row)
	}
	if next != "" {
		data.More = Outside + "?" + url.Values{"after": {string(next)}}.Encode()
	}
	p.Render.Render(w, r, http.StatusOK, "help/provider", data)
	return nil
}

// owedDay orders by day alone, what is owed no more last.
func owedDay(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "9"
	}
	return t.In(zone).Format(time.DateOnly)
}

// provided shows one referral of the reader's organisation, and takes its answer.
func (p *Pages) provided(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	if r.Method == http.MethodPost {
		var err error
		if form, err = page.ReadForm(r); err != nil {
			return err
		}
	}
	code, err := id.ParseCode(r.PathValue("link"))
	if err != nil {
		return access.ErrNotFound
	}
	who, err := p.Referral.ComeTo(r.Context(), actor(r), code)
	if err != nil {
		return err
	}
	if form.Value("file") == fhirFile {
		return p.toldFHIR(w, r, who)
	}
	x, err := p.Referral.OpenTold(r.Context(), who)
	if err != nil {
		return err
	}
	data, err := p.toldPage(r, form, x, Outside+"/"+code.String())
	if err != nil {
		return err
	}
	done, err := p.answer(r, who, data)
	if err != nil {
		return err
	}
	if done {
		p.Edge.Notify(w, "help.done")
		return seeOther(w, r, Outside)
	}
	p.Render.Render(w, r, form.Status(), "help/provided", data)
	return nil
}
