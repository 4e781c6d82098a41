package offline

import (
	"encoding/json"
	"net/http"

	officepages "linli/web/office"
)

// deviceHeader carries the token of a device, which opens nothing.
const deviceHeader = "X-Linli-Device"

// standing is what a device learns when it is reached.
type standing struct {
	Device   string `json:"device,omitempty"` // "stands" or "ended"; empty where no device asks
	SignedIn bool   `json:"signed_in"`
	Own      bool   `json:"own"`             // whoever is signed in is the account of the device
	Token    string `json:"token,omitempty"` // against forgery, fresh for what is sent now
}

// standing tells a device whether it still stands: one that was ended, or whose account was closed, empties itself. A session
// that is merely over ends no device.
func (p *Pages) standing(w http.ResponseWriter, r *http.Request) error {
	var s standing
	who, signed := officepages.Signed(r.Context())
	s.SignedIn = signed
	if token := r.Header.Get(deviceHeader); token != "" {
		account, err := p.Office.DeviceOf(r.Context(), token)
		if err != nil {
			return err
		}
		s.Device = "stands"
		if account.IsZero() {
			s.Device = "ended"
		}
		s.Own = signed && account == who.Actor.Account
	}
	if signed {
		s.Token = p.Browser.Token(w, r)
	}
	return answer(w, s)
}

// device makes the token of a device of the asking account.
func (p *Pages) device(w http.ResponseWriter, r *http.Request) error {
	who, _ := officepages.Signed(r.Context())
	token, err := p.Office.IssueDevice(r.Context(), who)
	if err != nil {
		return err
	}
	return answer(w, map[string]string{"device": token})
}

func answer(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
	return nil
}
