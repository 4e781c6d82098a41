package breach

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/web/page"
)

type showPage struct {
	Form *page.Form
	breach.Entry
	Words    breach.Words
	Href     string
	Name     string
	Mark     page.Tag
	Kinds    []string
	Enterer  string
	Promise  *promise.Promise // to tell the authority; nil: the rulebook promises nothing
	Left     page.Tag
	Promised string // the promise in words
	Source   string // where it comes from
	Whole    []wholeUnit
	Rows     []caseRow
	More     int64 // cases beyond those listed
	Silent   int64 // of the cases that were told: parties of so many cases hear nothing by mail
	Writer   string
	Second   string
	May      may
	Units    []page.Item
	Reasons  []page.Item
}

// may is what can be done now.
type may struct{ Cases, Authority, Write, Close bool }

type wholeUnit struct{ Name, Day string }

type caseRow struct {
	breach.Row
	Name string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.lay(w, r, page.NewForm(nil))
}

func (p *Pages) lay(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := actor(r)
	x, err := of(r)
	if err != nil {
		return err
	}
	e, said, rows, err := p.Breaches.Show(r.Context(), a, x)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	d := showPage{Form: form, Entry: e, Words: said, Href: at(x), Name: words.t("breach.cause." + e.Cause), Mark: words.state(e.State()), Kinds: words.kinds(e.Kinds),
		More: e.Cases - int64(len(rows))}
	if d.Enterer, err = p.Office.AccountName(r.Context(), a.Tenant, e.By); err != nil {
		return err
	}
	if d.Writer, d.Second, err = p.name(r, a, e.Notice); err != nil {
		return err
	}
	if err := p.promised(r, words, &d); err != nil {
		return err
	}
	for _, u := range e.Units {
		d.Whole = append(d.Whole, wholeUnit{words.unit(u.Unit), words.DateTime(u.At)})
	}
	for _, c := range rows {
		d.Rows = append(d.Rows, caseRow{c, words.code(c)})
		if !c.Told.IsZero() && c.Mailed == 0 {
			d.Silent++
		}
	}
	s := e.State()
	d.May = may{Cases: s == breach.Open, Authority: e.Authority.At.IsZero() && s != breach.Closed, Write: s == breach.Open || s == breach.Waiting,
		Close: s == breach.Told && !e.Authority.At.IsZero()}
	p.choices(words, &d)
	p.Render.Render(w, r, form.Status(), "breach/show", d)
	return nil
}

// promised puts the promise to the authority onto the page.
func (p *Pages) promised(r *http.Request, words *words, d *showPage) error {
	owed, ok, err := p.Breaches.Promised(r.Context(), actor(r), d.Entry)
	if err != nil || !ok {
		return err
	}
	d.Promise, d.Left = &owed, page.Tag{Text: words.t("promise.state." + string(owed.State)), Classes: "govuk-tag--blue"}
	switch owed.State {
	case promise.Late:
		d.Left.Classes = "govuk-tag--red"
	case promise.Kept:
		d.Left.Classes = "govuk-tag--green"
	}
	if rule, ok := words.rules.Promise(breach.Rule); ok {
		d.Promised = rule.Title.In(string(words.Language))
		for _, law := range words.rules.Laws {
			if law.ID == rule.Source.Law {
				d.Source = words.Cited("resident.party.law", law.Title.In(string(words.Language)), rule.Source.Article)
			}
		}
	}
	return nil
}

func (p *Pages) choices(words *words, d *showPage) {
	for _, u := range words.tree.Rows() {
		if !u.Guest() {
			d.Units = append(d.Units, page.Item{Value: u.ID.String(), Text: u.Name})
		}
	}
	slices.SortFunc(d.Units, func(x, y page.Item) int { return cmp.Compare(x.Text, y.Text) })
	d.Reasons = []page.Item{{Value: "", Text: words.t("breach.tell_them")}}
	for _, x := range breach.Reasons {
		d.Reasons = append(d.Reasons, page.Item{Value: x, Text: words.t("breach.reason." + x)})
	}
}

// change does what the pressed button says.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	do, value, _ := strings.Cut(form.Value("do"), ":")
	if err = p.do(r, x, do, value, form); err == nil {
		return p.done(w, r, do, at(x))
	}
	if !form.Take(err) {
		return err
	}
	return p.lay(w, r, form)
}

func (p *Pages) do(r *http.Request, x id.ID, do, value string, form *page.Form) error {
	ctx, a := r.Context(), actor(r)
	parsed := func(s string) id.ID {
		u, err := id.Parse(s)
		if err != nil {
			return id.ID{}
		}
		return u
	}
	switch do {
	case "name":
		year, number := casefile.ReadNumber(form.Value("code"))
		return p.Breaches.Name(ctx, a, x, form.Value("code"), parsed(form.Value("unit")), year, number)
	case "whole":
		return p.Breaches.Whole(ctx, a, x, parsed(form.Value("whole")))
	case "unname":
		return p.Breaches.Unname(ctx, a, x, parsed(value))
	case "measure":
		return p.Breaches.Measure(ctx, a, x, form.Value("measure"))
	case "authority":
		words, err := p.words(ctx, a.Tenant, page.Of(r).Language)
		if err != nil {
			return err
		}
		told := clockTime(form, "told_at", words.rules.Zone, p.Breaches.Clock.Now())
		if err := form.Err(); err != nil {
			return err
		}
		return p.Breaches.TellAuthority(ctx, a, x, breach.ToAuthority{At: told, Body: form.Value("body"), Reference: form.Value("reference"), Late: form.Value("late")})
	case "write":
		return p.Breaches.WriteNotice(ctx, a, x, breach.Write{Text: form.Value("notice"), Nobody: form.Checked("nobody"), Without: form.Value("without")})
	case "close":
		return p.Breaches.Close(ctx, a, x)
	}
	if _, err := p.Breaches.List(ctx, a); err != nil { // who may not, hears that and no more
		return err
	}
	return fault.New(fault.Invalid, "form.unreadable")
}

type noticePage struct {
	Form *page.Form
	breach.Entry
	Href, Name, Text, Writer string
	Kinds                    []string
	Waits                    bool
}

// notice shows a second person what waits for its word.
func (p *Pages) notice(w http.ResponseWriter, r *http.Request) error {
	return p.layNotice(w, r, page.NewForm(nil))
}

func (p *Pages) layNotice(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := actor(r)
	x, err := of(r)
	if err != nil {
		return err
	}
	e, text, err := p.Breaches.ForSecond(r.Context(), a, x)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	d := noticePage{Form: form, Entry: e, Href: at(x) + "/notice", Name: words.t("breach.cause." + e.Cause), Text: text, Kinds: words.kinds(e.Kinds), Waits: e.State() == breach.Waiting}
	if d.Writer, _, err = p.name(r, a, e.Notice); err != nil {
		return err
	}
	p.Render.Render(w, r, form.Status(), "breach/notice", d)
	return nil
}

// decide takes a second person's word.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	do := form.Value("do")
	if do == "release" {
		err = p.Breaches.Release(r.Context(), actor(r), x)
	} else {
		do, err = "send_back", p.Breaches.SendBack(r.Context(), actor(r), x)
	}
	if err == nil {
		return p.done(w, r, do, "/breaches")
	}
	if !form.Take(err) {
		return err
	}
	return p.layNotice(w, r, form)
}
