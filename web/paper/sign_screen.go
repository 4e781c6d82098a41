package paper

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"

	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// draw takes a drawn signature. A party acts for itself: on its own page, or on the office's device, where it opens its
// case with its slip. Besides, it enters the one-time code that the office gave it. A mediator draws for no colleague, and
// a seal is no drawing.
func (p *Pages) draw(r *http.Request, who reader, t task, form *page.Form) error {
	signer := who.Actor
	switch t.As {
	case "party":
		if who.Own.IsZero() {
			party, err := p.Mediation.Enter(r.Context(), who.Tenant, form.Value("code"), form.Value("passphrase"))
			if err != nil {
				return err
			}
			if party.Case != who.Of || party.Party != t.Of {
				return mediation.ErrSlip
			}
			party.Via, party.Language = who.Via, who.Language
			signer = party
		}
	case "mediator":
		if t.c.Engagement(t.Of).Account != who.Account {
			return fault.New(fault.Guard, "paper.sign.not_yours")
		}
	default:
		return fault.New(fault.Guard, "paper.sign.on_paper")
	}
	picture, err := drawing(form.Value("drawing"))
	if err != nil {
		return err
	}
	file := mediation.UploadInput{Party: signer.Party, Name: "signature.png", Reader: picture}
	_, err = p.Mediation.SignDrawn(r.Context(), signer, who.Of, t.command(form, "screen"), form.Value("one_time_code"), file)
	return err
}

// drawing reads the picture that the canvas made, a data address (RFC 2397) of a PNG.
func drawing(s string) (io.Reader, error) {
	body, ok := strings.CutPrefix(s, "data:image/png;base64,")
	if !ok {
		return nil, fault.Field("drawing", "paper.sign.draw_first")
	}
	return base64.NewDecoder(base64.StdEncoding, strings.NewReader(body)), nil
}

// giveCode makes a one-time code for the party and shows it this once.
func (p *Pages) giveCode(w http.ResponseWriter, r *http.Request, who reader) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	t, err := p.task(r, who)
	if err != nil {
		return err
	}
	if t.As != "party" {
		return mediation.ErrNotFound
	}
	code, until, err := p.Mediation.GiveCode(r.Context(), who.Actor, who.Of, t.Of)
	if err != nil {
		return err
	}
	data, err := p.signPage(r.Context(), who, t, page.NewForm(nil))
	if err != nil {
		return err
	}
	data.Code, data.Until = code[:3]+" "+code[3:], until
	p.Render.Render(w, r, http.StatusOK, side(who)+"sign", data)
	return nil
}
