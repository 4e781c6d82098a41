package paper

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/rulebook"
)

// Slip is what a resident takes home: code and passphrase, in figures and as one QR code. It is made while the
// passphrase is known and kept nowhere.
type Slip struct {
	Rules      *rulebook.Rulebook
	Office     Office
	Origin     string // public origin without a path: https://linli.example.org
	Code       id.Code
	Passphrase string
	Paper      string // one of document.Slips; empty: A6
	Language   i18n.Language
	At         time.Time
}

// CheckURL is where a person types code and passphrase.
func (s Slip) CheckURL() string { return s.Origin + "/r" }

// URL opens the case by itself. The secret stands after the #, which no browser sends and no log keeps.
func (s Slip) URL() string {
	return s.Origin + "/r/" + string(s.Code) + "#" + strings.NewReplacer(" ", "", "-", "").Replace(s.Passphrase)
}

// MakeSlip fills a slip.
func (p *Press) MakeSlip(s Slip) (*document.Doc, error) {
	data := struct {
		Office           Office
		Kind             string
		IssuedAt         time.Time
		Code, Passphrase string
		URL, CheckURL    string
	}{s.Office.orOpen(), "", s.At, s.Code.String(), s.Passphrase, s.URL(), s.CheckURL()}
	name := "slip"
	roll := slices.Contains(document.Slips, s.Paper) && s.Paper != "A6"
	if roll {
		name = "slip-80"
	}
	l, lang, set, err := p.loose(s.Rules, s.Language, name)
	if err != nil {
		return nil, err
	}
	data.Kind = l.Text("paper.slip.kind", nil)
	doc, err := set.Execute(name, string(lang), l, data)
	if err == nil && roll { // the same slip on a narrower roll
		doc.Paper = s.Paper
	}
	return doc, err
}

// SlipPDF prints a slip.
func (p *Press) SlipPDF(s Slip) (document.Result, error) {
	doc, err := p.MakeSlip(s)
	if err != nil {
		return document.Result{}, err
	}
	l := p.texts.For(i18n.Language(doc.Language), s.Rules.Zone)
	return document.PDF(p.fonts, []*document.Doc{doc}, document.Options{Office: s.Office.Name, At: s.At, Locale: l})
}

// Receipt is the page that goes with a receipt of the ledger: no name, and nothing of the dispute.
type Receipt struct {
	Rules    *rulebook.Rulebook
	Office   Office
	Origin   string
	Receipt  ledger.Receipt
	Event    string // what was recorded, in the reader's words
	Language i18n.Language
	At       time.Time
}

// VerifyURL is where a receipt is checked.
func (r Receipt) VerifyURL() string { return r.Origin + "/verify" }

// MakeReceipt fills the page of a receipt.
func (p *Press) MakeReceipt(r Receipt) (*document.Doc, error) {
	at, err := time.Parse(time.RFC3339Nano, r.Receipt.Time)
	if err != nil {
		return nil, fmt.Errorf("paper: the time of a receipt: %w", err)
	}
	l, lang, set, err := p.loose(r.Rules, r.Language, "receipt")
	if err != nil {
		return nil, err
	}
	return set.Execute("receipt", string(lang), l, struct {
		Office      Office
		Code, Event string
		Time        time.Time
		Leaf        string
		Signature   string
		VerifyURL   string
	}{r.Office.orOpen(), id.Code(r.Receipt.Code).String(), r.Event, at, r.Receipt.Leaf, r.Receipt.Signature, r.VerifyURL()})
}

// ReceiptPDF prints the page of a receipt.
func (p *Press) ReceiptPDF(r Receipt) (document.Result, error) {
	doc, err := p.MakeReceipt(r)
	if err != nil {
		return document.Result{}, err
	}
	l := p.texts.For(i18n.Language(doc.Language), r.Rules.Zone)
	return document.PDF(p.fonts, []*document.Doc{doc}, document.Options{Office: r.Office.Name, VerifyURL: r.VerifyURL(), At: r.At, Locale: l})
}

// loose is what a paper outside a case's file is made with.
func (p *Press) loose(rules *rulebook.Rulebook, lang i18n.Language, kind string) (i18n.Locale, i18n.Language, *document.Set, error) {
	set, err := p.set(rules)
	if err != nil {
		return i18n.Locale{}, "", nil, err
	}
	if lang = p.texts.Whole(lang); len(set.Languages(kind)) > 0 {
		lang = p.written(rules, set, lang, kind)
	}
	return p.texts.For(lang, rules.Zone), lang, set, nil
}
