package help

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/web/page"
)

// servicesShown tell two organisations of one name apart: an account reads what one of them is told.
const servicesShown = 3

// providersPage is the list of the accounts of organisations with the form of a new one, for the administrator, and of the codes that wait
// for a second person, also those of colleagues.
type providersPage struct {
	Form     *page.Form
	Root     id.ID
	Manages  bool
	Waiting  []waiting
	Accounts []outside
	Asked    bool
	Found    []page.Item // organisations
	Spoken   []page.Item
}

type outside struct {
	office.Colleague
	Organization string
}

// waiting is a code that waits, with what tells the second person whom it is for.
type waiting struct {
	office.Waiting
	Organization, Services string // of an organisation's account
	Unit                   string
	Who                    string // had the code made
}

// Request names what is approved: a code that was made anew in the meantime is another.
func (w waiting) Request() string { return strconv.FormatInt(clock.Micros(w.EndsAt), 10) }

// codePage shows an enrolment code, once.
type codePage struct {
	Person, Login string
	Unit          id.ID
	Code          id.Code
	Alone         bool
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
	codes, err := p.Office.Waiting(ctx, a)
	if err != nil {
		return nil, err
	}
	accounts, err := p.Office.Accounts(ctx, a, root)
	if data.Manages = err == nil; err != nil && fault.Of(err).Code != fault.Forbidden {
		return nil, err
	}
	var of []id.ID
	for _, x := range accounts {
		if !x.Organisation.IsZero() {
			data.Accounts, of = append(data.Accounts, outside{Colleague: x}), append(of, x.Organisation)
		}
	}
	for _, x := range codes {
		if !x.Account.Organisation.IsZero() {
			of = append(of, x.Account.Organisation)
		}
	}
	cards, err := p.Directory.Cards(ctx, a.Tenant, directory.KindOrganization, of)
	if err != nil {
		return nil, err
	}
	name := func(organisation id.ID) string {
		if i := slices.IndexFunc(cards, func(e directory.Entry) bool { return e.ID == organisation }); i >= 0 {
			return cards[i].Card.Name
		}
		return p.words(r).Text("help.providers.gone", nil)
	}
	for i := range data.Accounts {
		data.Accounts[i].Organization = name(data.Accounts[i].Organisation)
	}
	units, err := p.Office.UnitNames(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	for _, x := range codes {
		row := waiting{Waiting: x, Unit: units[x.Account.Unit]}
		if !x.Account.Organisation.IsZero() {
			services, err := p.servicesOf(r, x.Account.Organisation)
			if err != nil {
				return nil, err
			}
			row.Organization, row.Services = name(x.Account.Organisation), cmp.Or(services, "—")
		}
		if x.By.IsZero() {
			row.Who = "—"
		} else if row.Who, err = p.Office.AccountName(ctx, a.Tenant, x.By); err != nil {
			return nil, err
		}
		data.Waiting = append(data.Waiting, row)
	}
	for _, l := range p.Texts.Languages() {
		data.Spoken = append(data.Spoken, page.Item{Value: string(l), Text: p.Texts.Name(l)})
	}
	return data, nil
}

// servicesOf names the first services of an organisation.
func (p *Pages) servicesOf(r *http.Request, organisation id.ID) (string, error) {
	out, err := p.Directory.Find(r.Context(), actor(r).Tenant, directory.Query{Kind: directory.KindService, Organization: organisation}, id.ID{}, servicesShown)
	var names []string
	for _, x := range out.Entries {
		names = append(names, x.Card.Name)
	}
	return strings.Join(names, " · "), err
}

// secondPerson takes the word of a second person for a code that waits, or ends it.
func (p *Pages) secondPerson(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	account, err := id.Parse(r.PathValue("account"))
	if err != nil {
		return office.ErrNotFound
	}
	micros, _ := strconv.ParseInt(form.Value("request"), 10, 64) // what names no request is one that waits no more
	settle, done := p.Office.Approve, "help.providers.approved"
	if form.Value("do") == "refuse" {
		settle, done = p.Office.RefuseCode, "help.providers.refused"
	}
	if err := settle(r.Context(), actor(r), account, clock.FromMicros(micros)); err != nil {
		if !form.Take(err) {
			return err
		}
		data, err := p.providersPage(r, form)
		if err == nil {
			p.Render.Render(w, r, form.Status(), "help/providers", data)
		}
		return err
	}
	p.Edge.Notify(w, done)
	return seeOther(w, r, "/office/providers")
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
	if !data.Manages {
		return access.ErrNotFound
	}
	data.Asked = true
	out, err := p.Directory.Find(r.Context(), actor(r).Tenant, directory.Query{Kind: directory.KindOrganization, Text: form.Value("search")}, id.ID{}, found)
	if err != nil {
		return err
	}
	for _, e := range out.Entries {
		services, err := p.servicesOf(r, e.ID)
		if err != nil {
			return err
		}
		data.Found = append(data.Found, page.Item{Value: e.ID.String(), Text: e.Card.Name, Hint: page.Text{Text: services}})
	}
	if !form.Looking() && form.Value("do") == "create" {
		account, code, err := p.openOutside(r, form)
		if err == nil {
			p.Render.Render(w, r, http.StatusOK, "office/code", codePage{account.Name, account.Login, data.Root, code, false})
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
