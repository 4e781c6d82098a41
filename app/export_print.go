package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	asidepages "linli/web/aside"
	paperpages "linli/web/paper"
)

// ofMediation is what the file of a mediation holds: the papers as a PDF, and with a party's own copy its record, as a ZIP.
func (a *App) ofMediation(ctx context.Context, fonts *document.Fonts, verify string, l *mediation.Leaving) (_ []byte, err error) {
	b := &paper.Binder{Mediation: a.Mediation, Desk: &paper.Desk{Office: a.Office, Verify: verify, Clock: a.Clock}, Press: paper.NewPress(fonts, a.Texts)}
	if verify != "" {
		if b.Desk.Prover, err = a.prover(); err != nil {
			return nil, err
		}
	}
	lang := i18n.Language(l.Identity[l.Export.Party].Language)
	if lang == "" {
		lang = i18n.Language(l.Rules.Languages[0])
	}
	order, pdf, err := b.Export(ctx, l, lang)
	if err != nil || l.Export.Purpose != casefile.ForOwnCopy {
		return pdf, err
	}
	consents, err := a.Mediation.ConsentsOf(ctx, l.Party)
	if err != nil {
		return nil, err
	}
	record, err := json.MarshalIndent(map[string]any{"request": l.Export.ID.String(),
		"record": paperpages.Record(order, l.Export.Party, a.Texts.For(lang, l.Rules.Zone)), "consents": consents}, "", "  ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		body []byte
	}{{"papers.pdf", pdf}, {"record.json", append(record, '\n')}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: order.At})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// ofReport is what the file of a report holds: those of its papers that leave, as a PDF.
func (a *App) ofReport(ctx context.Context, fonts *document.Fonts, l *report.Copy) ([]byte, error) {
	x := copied{report.Capability, l.Case.Tenant, l.Case.Desk.Unit, l.Case.Received, l.Rules, &l.Export, l.Demands[l.Export.Demand].Order, l.Papers}
	words := a.Texts.For(a.Texts.Whole(i18n.Language(l.Rules.Languages[0])), l.Rules.Zone)
	return a.printed(ctx, fonts, words, x, asidepages.OfReport(l.Opened, words))
}

// ofHelp is the same of a request for help.
func (a *App) ofHelp(ctx context.Context, fonts *document.Fonts, l *referral.Copy) ([]byte, error) {
	x := copied{referral.Capability, l.Case.Tenant, l.Case.Unit, l.Case.Received, l.Rules, &l.Export, l.Demands[l.Export.Demand].Order, l.Papers}
	words := a.Texts.For(a.Texts.Whole(i18n.Language(l.Rules.Languages[0])), l.Rules.Zone)
	parts, err := asidepages.OfReferral(ctx, a.Referral, l.Opened, words)
	if err != nil {
		return nil, err
	}
	return a.printed(ctx, fonts, words, x, parts)
}

// copied says of a report or a request for help what is printed with its papers.
type copied struct {
	capability   string
	tenant, unit id.ID
	received     time.Time
	rules        *rulebook.Rulebook
	export       *casefile.Export
	order        string // of the court whose demand it is
	papers       []string
}

// printed prints papers that leave: every page says for what it left and by which request.
func (a *App) printed(ctx context.Context, fonts *document.Fonts, l i18n.Locale, x copied, parts []asidepages.Part) ([]byte, error) {
	units, err := a.Office.UnitNames(ctx, x.tenant)
	if err != nil {
		return nil, err
	}
	stamp := "paper.exported." + x.export.Purpose
	if x.export.Purpose == casefile.ForOwnCopy {
		stamp = "paper.exported.own_copy." + x.capability
	}
	return asidepages.Print(fonts, l, asidepages.Printed{Parts: parts, Papers: x.papers, Of: asidepages.Name(l, x.capability, units[x.unit], x.received), Office: units[x.unit],
		Rules: x.rules, At: a.Clock.Now(), Stamp: l.Text(stamp, fault.Args{"request": x.export.ID.String(), "order": x.order})})
}
