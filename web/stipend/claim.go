package stipend

import (
	"fmt"
	"net/http"
	"strconv"

	"linli/mediation/stipend"
	"linli/platform/fault"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type claimPage struct {
	Form *page.Form
	stipend.View
	Action, Name string
	Known        bool // a claim was made, or can be
	Made         bool
	Refused      string // why the reader cannot claim; empty where it can
	State        page.Tag
	Work, Grade  string
	Total        string
	Last         string
	Shares       []share
	Said         []string // who said what, in the order of time
	Aside        string
	Paid         string
	Inputs       []*page.Input
	Relative     *page.Checkboxes
	Reason       *page.Radios
	Finding      *page.Radios
}

type share struct{ Name, Amount, Agreed string }

func caseOf(r *http.Request) (id.ID, error) {
	c, err := id.Parse(r.PathValue("id"))
	if err != nil || c.IsZero() {
		return c, fault.New(fault.NotFound, "fault.not_found")
	}
	return c, nil
}

// show is the stipend of one case: for its mediators to claim and follow, for those who review to read.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showClaim(w, r, page.NewForm(nil))
}

func (p *Pages) showClaim(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	caseID, err := caseOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	v, err := p.Stipends.Show(r.Context(), words.a, caseID)
	if err != nil {
		return err
	}
	data := claimPage{Form: form, View: v, Action: "/mediations/" + caseID.String() + "/stipend", Made: v.Version > 0, Known: v.Version > 0 || v.MayClaim}
	named := v.Claim
	if !data.Known {
		named = stipend.Claim{Unit: v.Case.Unit, CaseYear: v.Case.Year, CaseNo: v.Case.Number, Ref: v.Case.Ref}
	}
	data.Name = words.caseName(named)
	if f := fault.Of(v.Refusal); f != nil {
		data.Refused = words.Fault(f, "")
	}
	if data.Known {
		if err := words.describe(&data); err != nil {
			return err
		}
	}
	words.layOut(&data)
	p.Render.Render(w, r, form.Status(), "stipend/claim", data)
	return nil
}

// describe puts a claim into words.
func (w *words) describe(data *claimPage) error {
	c := data.Claim
	if data.State = w.state(c); data.MayClaim {
		data.State = page.Tag{Text: w.t("stipend.state.open"), Classes: "govuk-tag--grey"}
	}
	data.Work, data.Grade, data.Total, data.Last = w.work(c.Work), w.grade(c.Grade), w.Money(c.Amount, c.Currency), w.Date(c.Last)
	for _, s := range c.Shares {
		name, err := w.names(s.Account)
		if err != nil {
			return err
		}
		x := share{Name: name, Amount: w.Money(s.Amount, c.Currency)}
		if data.Made && !data.MayClaim {
			if x.Agreed = w.t("stipend.share.waits"); !s.Agreed.IsZero() {
				x.Agreed = w.t("stipend.share.agreed", "day", w.Date(s.Agreed))
			}
		}
		data.Shares = append(data.Shares, x)
	}
	say := func(word *stipend.Word, key string) error {
		if word == nil {
			return nil
		}
		who, err := w.names(word.By)
		line := w.t("stipend.said."+key, "who", who, "day", w.DateTime(word.At))
		if word.Reason != "" {
			line += w.t("stipend.said.because", "reason", w.t("stipend.reason."+word.Reason))
		}
		data.Said = append(data.Said, line)
		return err
	}
	err := say(c.Back, "back")
	for i := range c.Reviews {
		if err == nil {
			err = say(&c.Reviews[i], "yes")
		}
	}
	if err == nil && c.Decided != nil {
		err = say(c.Decided, map[bool]string{true: "taken", false: "kept"}[c.Decided.Yes])
	}
	if c.Open() {
		data.Aside = w.t("stipend.aside.open")
	}
	if c.Batch != "" {
		data.Paid = w.t("stipend.claim.batch", "month", c.Batch)
	}
	return err
}

// layOut makes the forms.
func (w *words) layOut(data *claimPage) {
	field := func(name, label string) page.Field {
		return page.Field{Name: name, ID: name, Label: page.Text{Text: label}}
	}
	radios := func(codes []string) *page.Radios {
		out := &page.Radios{Choices: page.Choices{Field: field("reason", ""), IDPrefix: "reason",
			Fieldset: &page.Fieldset{Legend: page.Text{Text: w.t("stipend.reason.title"), Classes: "govuk-fieldset__legend--s"}}}}
		for _, code := range codes {
			out.Items = append(out.Items, page.Item{Value: code, Text: w.t("stipend.reason." + code)})
		}
		return out
	}
	if data.MayClaim || data.MayAgree {
		data.Relative = &page.Checkboxes{Choices: page.Choices{Field: field("no_relative", ""), IDPrefix: "no_relative",
			Items: []page.Item{{Value: "yes", Text: w.t("stipend.claim.no_relative")}}}}
	}
	if data.MayClaim && len(data.Claim.Shares) > 1 {
		for i, s := range data.Claim.Shares {
			in := &page.Input{Field: field(shareField(i), w.t("stipend.share.of", "who", data.Shares[i].Name)), Type: "text", Inputmode: "decimal",
				Value: plain(s.Amount)}
			in.Classes = "govuk-input--width-10"
			data.Inputs = append(data.Inputs, in)
		}
	}
	if data.MayReview {
		data.Reason = radios(stipend.Reasons())
	}
	if data.MayDecide {
		data.Finding = radios(stipend.Findings())
	}
}

func shareField(i int) string { return "share_" + strconv.Itoa(i) }

// plain is an amount as a field holds it.
func plain(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }

// act does what the pressed button of a claim says.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	caseID, err := caseOf(r)
	if err != nil {
		return err
	}
	do := form.Value("do")
	if err = p.do(r, caseID, form, do); err == nil {
		err = form.Err()
	}
	if err == nil {
		return p.done(w, r, do, "/mediations/"+caseID.String()+"/stipend")
	}
	if !form.Faulty() && !form.Take(err) {
		return err
	}
	return p.showClaim(w, r, form)
}

func (p *Pages) do(r *http.Request, caseID id.ID, form *page.Form, do string) error {
	ctx, a := r.Context(), officepages.Actor(r.Context())
	version := form.Number("version")
	switch do {
	case "claim":
		v, err := p.Stipends.Show(ctx, a, caseID)
		if err != nil {
			return err
		}
		asked := stipend.Asked{NoRelative: form.Checked("no_relative")}
		for i, s := range v.Claim.Shares {
			if len(v.Claim.Shares) > 1 && form.Value(shareField(i)) != "" {
				asked.Shares = append(asked.Shares, stipend.Share{Account: s.Account, Amount: form.Minor(shareField(i), v.Claim.Currency, "stipend.field.money")})
			}
		}
		if form.Faulty() {
			return nil
		}
		err = p.Stipends.Claim(ctx, a, caseID, asked)
		if f := fault.Of(err); f != nil && f.Field == "shares" {
			form.Add(shareField(0), f.Key)
			return nil
		}
		return err
	case "agree":
		if !form.Checked("no_relative") {
			form.Add("no_relative", "stipend.guard.relative")
			return nil
		}
		return p.Stipends.Agree(ctx, a, caseID, version, true)
	case "relative":
		return p.Stipends.Agree(ctx, a, caseID, version, false)
	case "approve", "send_back":
		return p.Stipends.Review(ctx, a, caseID, version, do == "approve", form.Value("reason"))
	case "keep", "take":
		return p.Stipends.Decide(ctx, a, caseID, version, do == "take", form.Value("reason"))
	}
	return fault.New(fault.Invalid, "form.unreadable")
}
