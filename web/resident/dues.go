package resident

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// due is one thing that this party owes or is owed under the agreement.
type due struct {
	mediation.Instalment
	N     int    // its place in the agreement, from 1: its address
	Other string // whom the party owes it, or who owes it the party
	Text  string // the term in its words
	Day   time.Time
	Mine  bool // the reader owes it
	Late  bool // its day is past and something is missing
	Told  bool // the reader said already that it did not come
}

// Rest is what is still missing of a sum, in minor units.
func (d due) Rest() int64 { return max(0, d.Amount.Minor-d.Paid()) }

// Money reports whether a sum of money is owed.
func (d due) Money() bool { return d.Type == "money" }

// Open reports whether something is missing.
func (d due) Open() bool { return d.Fulfilled.IsZero() }

// Dues are what this party owes and is owed. What others owe each other is theirs.
func (o *partyPage) Dues() []due {
	a := o.Case.Agreement
	if a == nil || o.Agreement == nil || a.Effective.IsZero() {
		return nil
	}
	var out []due
	for n, i := range a.Instalments {
		if !o.mine(i.Obligor) && !o.mine(i.Obligee) {
			continue
		}
		d := due{Instalment: i, N: n + 1, Mine: o.mine(i.Obligor), Late: i.Overdue(o.now, o.Rules.Zone), Other: o.PartyName(i.Obligor)}
		if d.Mine {
			d.Other = o.PartyName(i.Obligee)
		}
		if i.Term < len(o.Agreement.Terms) {
			d.Text = o.Agreement.Terms[i.Term].Text
		}
		if i.Due != "" {
			d.Day = o.DayOf(i.Due)
		}
		d.Told = o.Case.Breach != nil && slices.Contains(o.Case.Breach.Instalments, i.ID)
		out = append(out, d)
	}
	return out
}

// Asked reports whether something waits for this party's own word: the other side says that it is done.
func (o *partyPage) Asked() bool { return o.asked() && !o.SpokenFor("confirm_performance") }

// asked reports whether it waits for the party, whoever speaks for it.
func (o *partyPage) asked() bool {
	return o.can("confirm_performance") && slices.ContainsFunc(o.Dues(), func(d due) bool { return !d.Mine && d.Waiting() })
}

// MayReport, MayConfirm and MayMiss report what the party can say of one thing that is owed.
func (o *partyPage) MayReport(d due) bool {
	return d.Mine && d.Open() && !d.Waiting() && o.can("report_performance")
}

// MayConfirm reports whether the party can say what it received.
func (o *partyPage) MayConfirm(d due) bool {
	return !d.Mine && d.Open() && o.can("confirm_performance") && !o.SpokenFor("confirm_performance")
}

// MayMiss reports whether the party can say that nothing came.
func (o *partyPage) MayMiss(d due) bool {
	return !d.Mine && d.Late && !d.Told && o.can("not_performed")
}

// ToldRoutes are the other ways, once the office has told them after a breach.
func (o *partyPage) ToldRoutes() bool { return o.Case.Breach != nil && !o.Case.Breach.Routes.IsZero() }

// duePage is a page about one thing that is owed.
type duePage struct {
	*partyPage
	Due      due
	Received mediation.Money
}

// Accept says which files can be chosen as a proof.
func (*duePage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) dues(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "dues", func(own *partyPage) bool { return len(own.Dues()) > 0 })
}

// dueOf opens the case and finds the thing that the address names; nil where the party can say nothing of it any more.
func (p *Pages) dueOf(r *http.Request, v *visitor, may func(*partyPage, due) bool) (*duePage, *partyPage, error) {
	own, err := p.take(r, v)
	if err != nil {
		return nil, nil, err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	all := own.Dues()
	i := slices.IndexFunc(all, func(d due) bool { return d.N == n })
	if err != nil || i < 0 || !may(own, all[i]) {
		return nil, own, nil //nolint:nilerr // there is none of that number
	}
	return &duePage{partyPage: own, Due: all[i]}, own, nil
}

// duesForm makes the first handler of a page about one thing that is owed.
func (p *Pages) duesForm(template string, may func(*partyPage, due) bool) func(http.ResponseWriter, *http.Request, *visitor) error {
	return func(w http.ResponseWriter, r *http.Request, v *visitor) error {
		d, own, err := p.dueOf(r, v, may)
		if err != nil {
			return err
		}
		if d == nil {
			return seeOther(w, r, own.At)
		}
		return p.show(w, r, own.Form, template, d)
	}
}

// says asks for an event of one thing that is owed.
func (p *Pages) says(w http.ResponseWriter, r *http.Request, v *visitor, d *duePage, cmd mediation.Command, done, template string) error {
	if err := p.ask(r, v, d.Form, cmd); err != nil {
		if !d.Form.Take(err) {
			return err
		}
		return p.show(w, r, d.Form, template, d)
	}
	p.Edge.Notify(w, done)
	return seeOther(w, r, d.At+"/dues")
}

// report takes the word of who owes that it is done, with a picture or paper where it gives one. A file is taken in only
// after it is clear that the word can be said.
func (p *Pages) report(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.dueOf(r, v, (*partyPage).MayReport)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At)
	}
	proof, err := p.proof(r, v, d)
	if err != nil {
		if !d.Form.Take(err) {
			return err
		}
		return p.show(w, r, d.Form, "report", d)
	}
	said := mediation.ReportPerformance{Party: d.Me.ID, Instalment: d.Due.ID, Proof: proof}
	return p.says(w, r, v, d, said, "resident.report.done", "report")
}

// proof takes in the file of the form; zero where there is none. The party chooses who can see it.
func (p *Pages) proof(r *http.Request, v *visitor, d *duePage) (id.ID, error) {
	files := d.Form.Files("file")
	if len(files) == 0 {
		return id.ID{}, nil
	}
	prints, err := d.Form.Prints(1)
	if err != nil {
		return id.ID{}, err
	}
	f, err := files[0].Open()
	if err != nil {
		return id.ID{}, err
	}
	defer f.Close()
	got, err := p.Mediation.Upload(r.Context(), v.actor, v.actor.Case, mediation.UploadInput{Party: d.Me.ID, Shared: d.Form.Value("shared") == "yes",
		Name: files[0].Filename, Prints: prints[0], Reader: f})
	return got.ID, err
}

func (p *Pages) missing(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.dueOf(r, v, (*partyPage).MayMiss)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At)
	}
	return p.says(w, r, v, d, mediation.NotPerformed{Party: d.Me.ID, Instalment: d.Due.ID}, "resident.missing.done", "missing")
}

// received takes the word of who is owed. It is shown once more before it counts.
func (p *Pages) received(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.dueOf(r, v, (*partyPage).MayConfirm)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At)
	}
	said := d.word()
	if d.Form.Faulty() {
		return p.show(w, r, d.Form, "received", d)
	}
	d.Received = said.Amount
	switch d.Form.Value("do") {
	case "send":
		return p.says(w, r, v, d, said, "resident.received.done", "received")
	case "change":
		return p.show(w, r, d.Form, "received", d)
	}
	return p.show(w, r, d.Form, "received_check", d)
}

// word reads what the party received: all of it, a part, more, or something in its place.
func (d *duePage) word() mediation.ConfirmPerformance {
	x := mediation.ConfirmPerformance{Party: d.Me.ID, Instalment: d.Due.ID}
	what := d.Form.Value("what")
	switch {
	case what == "all" && d.Due.Money():
		x.Amount = mediation.Money{Minor: d.Due.Rest(), Currency: d.Due.Amount.Currency}
	case what == "all":
	case what == "part" && d.Due.Money():
		minor, ok := i18n.ReadMoney(d.Form.Value("amount"), d.Due.Amount.Currency)
		if !ok || minor <= 0 {
			d.Form.Take(wrongAmount(d.Due.Amount.Currency))
		}
		x.Amount = mediation.Money{Minor: minor, Currency: d.Due.Amount.Currency}
		if d.Due.Paid()+minor > d.Due.Amount.Minor {
			if x.Surplus = d.Form.Value("surplus"); x.Surplus == "" {
				d.Form.Add("surplus", "mediation.field.surplus")
			}
		}
	case what == "part":
		x.Part = true
	case what == "kind" && d.Due.Money():
		x.InKind, x.Text = true, d.Form.Value("text")
		d.Form.Require("text")
	default:
		d.Form.Add("what", "form.choose")
	}
	return x
}
