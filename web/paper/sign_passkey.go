package paper

import (
	"encoding/json"
	"net/http"

	"linli/casefile/signing"
	"linli/mediation"
	"linli/platform/fault"
)

const maxAnswer = 64 << 10 // bytes: an authenticator's answers are a few hundred each

// ceremony is what the script of passkeys sends, to begin and to end.
type ceremony struct {
	Text string `json:"text"` // hash of the text that stands on the page
	signing.Answer
}

// ceremonyIn reads what the script sends, and which act it is for.
func (p *Pages) ceremonyIn(w http.ResponseWriter, r *http.Request, who reader) (task, mediation.Sign, signing.Answer, error) {
	var c ceremony
	t, err := p.task(r, who)
	if err != nil {
		return task{}, mediation.Sign{}, c.Answer, err
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAnswer)).Decode(&c); err != nil {
		return task{}, mediation.Sign{}, c.Answer, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	if t.As == "party" && who.Own.IsZero() {
		return task{}, mediation.Sign{}, c.Answer, mediation.ErrNotFound // a key made on the office's device would be the office's
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
	return writeJSON(w, c)
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
	return writeJSON(w, map[string]string{"location": t.onward(who)})
}

func writeJSON(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the browser has gone if this fails
	return nil
}
