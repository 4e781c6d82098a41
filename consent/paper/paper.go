// Package paper prints consent receipts 同意回执: one paper for every capability, with all that the receipt for programs says, in the
// words of its reader. A receipt names the office, the one who receives and nobody else.
package paper

import (
	"embed"
	"fmt"
	"time"

	"linli/consent"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
)

//go:embed templates/*.md
var files embed.FS

// Receipt is a receipt with what only its capability can say in words.
type Receipt struct {
	consent.Receipt
	To    string   // who receives, by name; empty: what it is
	Lines []string // what each piece of its data is called, in their order
	Kept  string   // how long it is kept, a sentence
}

// NewReceipt is the receipt of a record at the instant now. Its number is that of the record: a copy printed twice is one receipt.
func NewReceipt(r consent.Record, office consent.Controller, now time.Time) Receipt {
	return Receipt{Receipt: consent.NewReceipt(r.ID, r, office, now)}
}

type datum struct {
	Text, Field string
	Sensitive   bool
}

type act struct {
	Text, State, By, How string
	At, Claimed, Until   time.Time
	Holds                bool // what it led to is a yes
}

// filled is what the template asks for beside the receipt itself.
type filled struct {
	consent.Receipt
	What, Stands, To, Kept, Place, Withdrawal, Notice string

	Data []datum
	Acts []act
}

// Print prints receipts of one person in one case, each on a page of its own, with what only a check needs on the next. prove writes the code that stands on every page, and its
// fingerprint, into the options. Errors: those of document.PDF.
func Print(fonts *document.Fonts, l i18n.Locale, receipts []Receipt, prove func([]*document.Doc, *document.Options) error) (document.Result, error) {
	name := "templates/consent-receipt." + string(l.Language) + ".md"
	source, err := files.ReadFile(name)
	if err != nil {
		return document.Result{}, fmt.Errorf("the consent receipt in %s: %w", l.Language, err)
	}
	template, err := document.Parse(name, source)
	if err != nil {
		return document.Result{}, err
	}
	var docs []*document.Doc
	opts := document.Options{Locale: l}
	for _, r := range receipts {
		doc, err := template.Execute(l, fill(l, r))
		if err != nil {
			return document.Result{}, err
		}
		doc.Paper = document.Sheet(r.Jurisdiction)
		docs, opts.Office, opts.At = append(docs, doc), r.Controller.Name, r.CreatedAt
	}
	if err := prove(docs, &opts); err != nil {
		return document.Result{}, err
	}
	return document.PDF(fonts, docs, opts)
}

func fill(l i18n.Locale, r Receipt) filled {
	say := func(kind, code string) string { return l.Text("consent."+kind+"."+code, nil) }
	d := filled{Receipt: r.Receipt, What: say("purpose", string(r.Purpose)), Stands: say("state", string(r.State)), To: r.To, Kept: r.Kept,
		Place: say("place", r.StoragePlace), Withdrawal: say("withdrawal", r.Withdrawal),
		Notice: l.Text("consent.receipt.version", fault.Args{"n": r.Notice.Version, "language": Language(r.Notice.Language)})}
	if d.To == "" {
		d.To = say("recipient", string(r.Recipients[0].Kind))
	}
	for i, x := range r.Receipt.Data {
		d.Data = append(d.Data, datum{r.Lines[i], x.Field, x.Sensitive})
	}
	for _, e := range r.Events {
		a := act{Text: say("event", string(e.Type)), State: say("state", string(e.State)), By: say("voice", string(e.By)), At: e.Time, Claimed: e.Claimed, Until: e.Until,
			Holds: e.State == consent.Given || e.State == consent.RenewedGiven}
		if e.Expression != "" {
			a.How = say("how", string(e.Expression))
		}
		d.Acts = append(d.Acts, a)
	}
	return d
}

// Language names the language of a notice as its readers do.
func Language(tag string) string {
	if l, known := i18n.Parse(tag); known {
		return l.Name()
	}
	return tag
}
