package office

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"linli/platform/fault"
	"linli/web/page"
)

const maxAnswer = 64 << 10 // bytes: an authenticator's answer is a few hundred

// answer is what passkey.js sends.
type answer struct {
	Step       string          `json:"step"`
	Name       string          `json:"name"`
	Next       string          `json:"next"`
	Office     string          `json:"office"` // the tenant's slug, where one address serves several
	Credential json.RawMessage `json:"credential"`
}

func readAnswer(w http.ResponseWriter, r *http.Request) (answer, error) {
	var a answer
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAnswer))
	if err := d.Decode(&a); err != nil {
		return a, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	return a, nil
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

func (p *Pages) passkeyBegin(w http.ResponseWriter, r *http.Request) error {
	a, err := readAnswer(w, r)
	if err != nil {
		return err
	}
	c, err := p.Office.BeginPasskeySignIn(r.Context(), a.Office, p.Browser.Client(r))
	if err != nil {
		return err
	}
	return writeJSON(w, c)
}

func (p *Pages) passkeySignIn(w http.ResponseWriter, r *http.Request) error {
	a, err := readAnswer(w, r)
	if err != nil {
		return err
	}
	token, err := p.Office.FinishPasskeySignIn(r.Context(), a.Step, a.Credential)
	if err != nil {
		return err
	}
	next, err := p.signedIn(w, r, token, p.onward(a.Next))
	if err != nil {
		return err
	}
	return writeJSON(w, map[string]string{"location": next})
}

func (p *Pages) addPasskeyBegin(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Office.BeginPasskey(r.Context(), must(r))
	if err != nil {
		return err
	}
	return writeJSON(w, c)
}

func (p *Pages) addPasskey(w http.ResponseWriter, r *http.Request) error {
	a, err := readAnswer(w, r)
	if err != nil {
		return err
	}
	if err := p.Office.FinishPasskey(r.Context(), must(r), a.Step, a.Name, a.Credential); err != nil {
		return err
	}
	p.Browser.Notify(w, "signin.passkey.added")
	return writeJSON(w, map[string]string{"location": "/account"})
}

func (p *Pages) dropPasskey(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	credential, err := base64.RawURLEncoding.DecodeString(r.PathValue("credential"))
	if err != nil {
		return fault.New(fault.NotFound, "office.not_found")
	}
	if err := p.Office.DropPasskey(r.Context(), must(r), credential); err != nil {
		return err
	}
	p.Browser.Notify(w, "signin.passkey.dropped")
	return seeOther(w, r, "/account")
}
