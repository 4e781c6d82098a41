package office

import (
	"errors"
	"net/http"

	"linli/office/digest"
	"linli/web/page"
)

// digestBlock is the daily mail on the page of an account.
type digestBlock struct {
	Address   string // empty: none was left
	Confirmed bool
	Daily     bool
}

// digestOf is what the signed-in account chose; nil where this office sends no mail.
func (p *Pages) digestOf(r *http.Request) (*digestBlock, error) {
	if p.Digest == nil || !p.Mails() {
		return nil, nil //nolint:nilnil // there is nothing to choose
	}
	c, words, err := p.Digest.Of(r.Context(), must(r).Actor)
	if errors.Is(err, digest.ErrNone) {
		return &digestBlock{}, nil
	}
	return &digestBlock{words.Address, !c.Confirmed.IsZero(), !c.Next.IsZero()}, err
}

// digest does what an account says of its daily mail.
func (p *Pages) digest(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, a, do := r.Context(), must(r).Actor, form.Value("do")
	switch do {
	case "leave":
		err = p.Digest.Leave(ctx, a, form.Value("address"))
	case "confirm":
		err = p.Digest.Confirm(ctx, a, form.Value("digits"))
	case "daily", "none":
		err = p.Digest.Choose(ctx, a, do == "daily")
	default:
		do, err = "drop", p.Digest.Drop(ctx, a)
	}
	if err == nil {
		p.Browser.Notify(w, "digest.done."+do)
		return seeOther(w, r, "/account#digest")
	}
	if !form.Take(err) {
		return err
	}
	return p.showAccount(w, r, form, "")
}
