package stipend

import (
	"bytes"
	"net/http"
	"regexp"
	"time"

	"linli/mediation/stipend"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/sheet"
	"linli/web/page"
)

type batchPage struct {
	Form *page.Form
	stipend.Batch
	Action, Back, Unit, Month string
	State                     page.Tag
	Facts                     [][2]string
	Rows                      []paidRow
	Total                     string
	MayRelease, MayPay        bool
	PaidOn                    *page.DateInput
	VoucherNo                 *page.Input
}

// paidRow is what one mediator gets for one case.
type paidRow struct {
	Case, Last, Grade, Name, Amount string

	last  time.Time
	minor int64
}

var monthForm = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

func batchOf(r *http.Request) (unit id.ID, month string, err error) {
	unit, err = unitOf(r)
	if month = r.PathValue("month"); err == nil && !monthForm.MatchString(month) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return unit, month, err
}

// batch shows what is paid together.
func (p *Pages) batch(w http.ResponseWriter, r *http.Request) error {
	return p.showBatch(w, r, page.NewForm(nil))
}

func (p *Pages) showBatch(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	unit, month, err := batchOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	b, in, err := p.Stipends.Lines(r.Context(), words.a, unit, month)
	if err != nil {
		return err
	}
	data := batchPage{Form: form, Batch: b, Back: "/stipends/" + unit.String(), Unit: words.units[unit], Month: month, State: words.batchState(b)}
	data.Action = data.Back + "/" + month
	var sum int64
	if data.Rows, sum, err = words.paid(in); err != nil {
		return err
	}
	data.Total = words.total(in, sum)
	if data.Facts, err = words.facts(b); err != nil {
		return err
	}
	data.MayRelease = b.Released.IsZero() && b.MadeBy != words.a.Account
	data.MayPay = !b.Released.IsZero() && b.Paid == ""
	data.PaidOn = &page.DateInput{Field: page.Field{Name: "paid", ID: "paid"}, Fieldset: &page.Fieldset{Legend: page.Text{Text: words.t("stipend.batch.paid_on"), Classes: "govuk-fieldset__legend--s"}}}
	data.VoucherNo = &page.Input{Field: page.Field{Name: "voucher", ID: "voucher", Label: page.Text{Text: words.t("stipend.batch.voucher")}}, Type: "text"}
	data.VoucherNo.Classes = "govuk-input--width-20"
	p.Render.Render(w, r, form.Status(), "stipend/batch", data)
	return nil
}

// paid are the rows of a batch: one a case and mediator, in the order of the cases.
func (w *words) paid(in []stipend.Claim) (rows []paidRow, sum int64, err error) {
	for _, c := range in {
		for _, s := range c.Shares {
			name, err := w.names(s.Account)
			if err != nil {
				return nil, 0, err
			}
			rows = append(rows, paidRow{w.caseName(c), w.Date(c.Last), w.grade(c.Grade), name, w.Money(s.Amount, c.Currency), c.Last.In(w.rules.Zone), s.Amount})
			sum += s.Amount
		}
	}
	return rows, sum, nil
}

func (w *words) total(in []stipend.Claim, sum int64) string {
	if len(in) == 0 {
		return w.Number(0)
	}
	return w.Money(sum, in[0].Currency)
}

// facts are who made, released and paid a batch, and when.
func (w *words) facts(b stipend.Batch) (out [][2]string, err error) {
	who := func(label string, by id.ID, at string) {
		if by.IsZero() || err != nil {
			return
		}
		var name string
		if name, err = w.names(by); err == nil {
			out = append(out, [2]string{w.t(label), w.t("stipend.batch.by", "who", name, "day", at)})
		}
	}
	who("stipend.batch.made", b.MadeBy, w.DateTime(b.Made))
	if !b.Released.IsZero() {
		who("stipend.batch.released", b.By, w.DateTime(b.Released))
	}
	if b.Paid != "" {
		day, _ := time.ParseInLocation(time.DateOnly, b.Paid, w.rules.Zone) // it was checked when it was written down
		who("stipend.batch.paid", b.PaidBy, w.Date(day))
		out = append(out, [2]string{w.t("stipend.batch.voucher"), b.Voucher})
	}
	return append(out, [2]string{w.t("stipend.batch.taken"), w.Number(b.Taken)}), err
}

// actOnBatch does what the pressed button of a batch says.
func (p *Pages) actOnBatch(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	unit, month, err := batchOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	do, version := form.Value("do"), form.Number("version")
	switch do {
	case "release":
		err = p.Stipends.Release(r.Context(), words.a, unit, month, version)
	case "pay":
		day := ""
		if at := form.Date("paid", time.UTC); !at.IsZero() {
			day = at.Format(time.DateOnly)
		}
		if err = form.Err(); err == nil {
			err = p.Stipends.Pay(r.Context(), words.a, unit, month, version, day, form.Value("voucher"))
		}
	default:
		err = fault.New(fault.Invalid, "form.unreadable")
	}
	if err == nil {
		return p.done(w, r, do, r.URL.Path)
	}
	if !form.Faulty() && !form.Take(err) {
		return err
	}
	return p.showBatch(w, r, form)
}

// workbook sends the list of a released batch. Who took it, and when, stands on it and under each printed page.
func (p *Pages) workbook(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	unit, month, err := batchOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	b, in, err := p.Stipends.Take(r.Context(), words.a, unit, month)
	if err != nil {
		return err
	}
	me, err := words.names(words.a.Account)
	if err != nil {
		return err
	}
	facts, err := words.facts(b)
	if err != nil {
		return err
	}
	rows, sum, err := words.paid(in)
	if err != nil {
		return err
	}
	mark := words.t("stipend.sheet.mark", "who", me, "when", words.DateTime(p.Stipends.Clock.Now()))
	one := sheet.Sheet{Name: words.t("stipend.sheet.name"), Widths: []float64{30, 14, 18, 18, 14}, Footer: mark,
		Rows: [][]sheet.Cell{{sheet.Head(words.t("stipend.batch.title", "month", month))}, {sheet.Text(words.units[unit])}, {sheet.Text(mark)}}}
	for _, f := range facts {
		one.Rows = append(one.Rows, []sheet.Cell{sheet.Text(f[0]), sheet.Text(f[1])})
	}
	one.Rows = append(one.Rows, nil, sheet.Heads(words.t("stipend.col.case"), words.t("stipend.col.last"), words.t("stipend.col.grade"), words.t("stipend.col.mediator"), words.t("stipend.col.amount")))
	currency := in[0].Currency
	for _, x := range rows {
		one.Rows = append(one.Rows, []sheet.Cell{sheet.Text(x.Case), sheet.Date(x.last), sheet.Text(x.Grade), sheet.Text(x.Name), sheet.Amount(x.minor, currency)})
	}
	one.Rows = append(one.Rows, []sheet.Cell{sheet.Head(words.t("stipend.col.total")), {}, {}, {}, sheet.Amount(sum, currency)})
	var out bytes.Buffer
	if err := sheet.Write(&out, sheet.Book{Sheets: []sheet.Sheet{one}}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="stipends-`+month+`.xlsx"`)
	_, _ = w.Write(out.Bytes()) // the reader has gone if this fails
	return nil
}
