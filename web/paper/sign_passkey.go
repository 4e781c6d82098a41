package paper

import (
	"net/http"

	"linli/casefile/signing"
	"linli/mediation"
	"linli/web/page"
)

// ceremonyIn reads what the script sends, and which act it is for.
func (p *Pages) ceremonyIn(w http.ResponseWriter, r *http.Request, who reader) (task, mediation.Sign, signing.Answer, error) {
	t, err := p.task(r, who)
	if err != nil {
		return task{}, mediation.Sign{}, signing.Answer{}, err
	}
	c, err := page.ReadSigned(w, r)
	if err != nil {
		return task{}, mediation.Sign{}, signing.Answer{}, err
	}
	if t.As == "party" && who.Own.IsZero() {
		return task{}, mediation.Sign{}, signing.Answer{}, mediation.ErrNotFound // a key made on the office's device would be the office's
	}
	s := t.sign("passkey")
	s.Text = c.Text
	return t, s, c.Answer, nil
}

// passkeyBegin begins to sign by passkey.
func (p *Pages) passkeyBegin(w http.ResponseWriter, r *http.Request, who reader) error {
	_, sign, _, err := p.ceremonyIn(w, r, who)
	if err != nil {
		return err
	}
	c, err := p.Mediation.BeginPasskey(r.Context(), who.Actor, who.Of, sign)
	if err != nil {
		return err
	}
	return page.TellScript(w, c)
}

// passkeySign signs with the browser's answer.
func (p *Pages) passkeySign(w http.ResponseWriter, r *http.Request, who reader) error {
	t, sign, answer, err := p.ceremonyIn(w, r, who)
	if err != nil {
		return err
	}
	if _, err := p.Mediation.FinishPasskey(r.Context(), who.Actor, who.Of, sign, answer); err != nil {
		return err
	}
	p.Browser.Notify(w, "paper.sign.done")
	return page.TellScript(w, map[string]string{"location": t.onward(who)})
}
