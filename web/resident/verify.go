package resident

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"linli/platform/id"
	"linli/platform/ledger"
	webledger "linli/web/ledger"
	"linli/web/page"
)

type verifyPage struct {
	Form   *page.Form
	Result *ledger.Result // nil before a receipt was given
}

func (p *Pages) verifyForm(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	return p.show(w, r, form, "verify", verifyPage{Form: form})
}

// verify checks a receipt that was pasted or uploaded, for anybody. Programs send the receipt itself to POST /verify
// (package web/ledger).
func (p *Pages) verify(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	var body io.Reader = strings.NewReader(form.Value("receipt"))
	if list := form.Files("file"); len(list) > 0 && list[0].Size > 0 {
		f, err := list[0].Open()
		if err != nil {
			return fmt.Errorf("opening an uploaded receipt: %w", err)
		}
		defer func() { _ = f.Close() }() // it was only read
		body = io.LimitReader(f, ledger.MaxReceipt+1)
	} else if form.Value("receipt") == "" {
		form.Add("receipt", "resident.verify.missing")
		return p.show(w, r, form, "verify", verifyPage{Form: form})
	}
	result, err := webledger.Verify(r.Context(), p.Ledger, p.bySlug, body)
	if err != nil {
		return err
	}
	return p.show(w, r, form, "verify", verifyPage{form, &result})
}

// bySlug finds the office that a receipt names.
func (p *Pages) bySlug(ctx context.Context, slug string) (id.ID, error) {
	t, err := p.Office.TenantOf(ctx, slug)
	return t.ID, err
}
