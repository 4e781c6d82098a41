package help

import (
	"net/http"
	"slices"
	"strings"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/web/page"
)

// servicesShown tell two organisations of one name apart: an account reads what one of them is told.
const servicesShown = 3

// providersPage is the administrator's list of the accounts of organisations, with the form of a new one.
type providersPage struct {
	*page.Form
	Root     id.ID
	Accounts []outside
	Asked    bool
	Found    []page.Item // organisations
	Spoken   []page.Item
}

type outside struct {
	office.Colleague
	Organization string
}

// codePage shows an enrolment code, once.
type codePage struct {
	Person, Login string
	Unit          id.ID
	Code          id.Code
}

func (p *Pages) providersForm(w http.ResponseWriter, r *http.Request) error {
	data, err := p.providersPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "help/providers", data)
	return nil
}

func (p *Pages) providersPage(r *http.Request, form *page.Form) (*providersPage, error) {
	ctx, a := r.Context(), actor(r)
	root, err := p.Referral.Office.Root(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	data := &providersPage{Form: form, Root: root}
	accounts, err := p.Office.Accounts(ctx, a, root)
	if err != nil {
		return nil, err
	}
	var of []id.ID
	for _, x := range accounts {
		if !x.Organisation.IsZero() {
			data.Accounts, of = append(data.Accounts, outside{Colleague: x}), append(of, x.Organisation)
		}
	}
	cards, err := p.Directory.Cards(ctx, a.Tenant, directory.KindOrganization, of)
	for i := range data.Accounts {
		data.Accounts[i].Organization = p.words(r).Text("help.providers.gone", nil)
		if j := slices.IndexFunc(cards, func(e directory.Entry) bool { return e.ID == data.Accounts[i].Organisation }); j >= 0 {
			data.Accounts[i].Organization = cards[j].Card.Name
		}
	}
	for _, l := range i18n.Languages() {
		data.Spoken = append(data.Spoken, page.Item{Value: string(l), Text: l.Name()})
	}
	return data, err
}

// providers looks for an organisation, or opens an account for somebody there.
func (p *Pages) providers(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	data, err := p.providersPage(r, form)
	if err != nil {
		return err
	}
	data.Asked = true
	out, err := p.Directory.Find(r.Context(), actor(r).Tenant, directory.Query{Kind: directory.KindOrganization, Text: form.Value("search")}, id.ID{}, found)
	if err != nil {
		return err
	}
	for _, e := range out.Entries {
		services, err := p.Directory.Find(r.Context(), actor(r).Tenant, directory.Query{Kind: directory.KindService, Organization: e.ID}, id.ID{}, servicesShown)
		if err != nil {
			return err
		}
		var names []string
		for _, x := range services.Entries {
			names = append(names, x.Card.Name)
		}
		data.Found = append(data.Found, page.Item{Value: e.ID.String(), Text: e.Card.Name, Hint: page.Text{Text: strings.Join(names, " · ")}})
	}
	if !form.Looking() && form.Value("do") == "create" {
		account, code, err := p.openOutside(r, form)
		if err == nil {
			p.Render.Render(w, r, http.StatusOK, "office/code", codePage{account.Name, account.Login, data.Root, code})
			return nil
		}
		if !form.Faulty() && !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "help/providers", data)
	return nil
}

// openOutside opens an account for an organisation that is in the directory.
func (p *Pages) openOutside(r *http.Request, form *page.Form) (_ office.Colleague, _ id.Code, err error) {
	organisation, err := id.Parse(form.Value("organisation"))
	if err != nil {
		return office.Colleague{}, "", fault.Field("organisation", "form.choose")
	}
	cards, err := p.Directory.Cards(r.Context(), actor(r).Tenant, directory.KindOrganization, []id.ID{organisation})
	if err == nil && len(cards) == 0 {
		err = fault.Field("organisation", "form.choose")
	}
	if err != nil {
		return office.Colleague{}, "", err
	}
	root, err := p.Referral.Office.Root(r.Context(), actor(r).Tenant)
	if err != nil {
		return office.Colleague{}, "", err
	}
	return p.Office.CreateAccount(r.Context(), actor(r), office.CreateAccount{Unit: root, Organisation: organisation,
		Login: form.Value("login"), Name: form.Value("name"), Language: form.Value("language")})
}
