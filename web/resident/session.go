package resident

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/page"
)

// How long a resident's session lasts.
const (
	idle     = 30 * time.Minute
	absolute = 4 * time.Hour
	renewal  = time.Minute // how old the token may be before a page renews it
)

const sessionCookie = "resident"

// What a sealed token is for; one of one purpose opens nothing of another.
const (
	forSession = "linli resident session"
	forTicket  = "linli resident ticket"
)

// session is what the cookie says, sealed. It is bound to the slip by the instant at which that was issued.
type session struct {
	Tenant id.ID   `json:"t"`
	Case   id.ID   `json:"c"`
	Party  id.ID   `json:"p"`
	Code   id.Code `json:"k"`
	Issued int64   `json:"i"` // of the slip; Unix microseconds, as the two below
	Number int64   `json:"o"` // of the slip when the session began: leaving changes it
	Since  int64   `json:"s"`
	Seen   int64   `json:"n"`
}

func newSeal(key []byte) (cipher.AEAD, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "linli resident", 32)
	if err != nil {
		return nil, fmt.Errorf("resident: derive the key: %w", err)
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, fmt.Errorf("resident: cipher: %w", err)
	}
	return cipher.NewGCM(block)
}

// close seals a value for a purpose.
func (p *Pages) close(purpose string, v any) string {
	plain, err := json.Marshal(v)
	if err != nil {
		panic("resident: a token that JSON cannot hold: " + err.Error()) //nolint:forbidigo // ids and numbers only
	}
	nonce := make([]byte, p.seal.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic("resident: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	return base64.RawURLEncoding.EncodeToString(p.seal.Seal(nonce, nonce, plain, []byte(purpose)))
}

// open reads what close sealed for the same purpose.
func (p *Pages) open(purpose, token string, v any) bool {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) < p.seal.NonceSize() {
		return false
	}
	n := p.seal.NonceSize()
	plain, err := p.seal.Open(nil, b[:n], b[n:], []byte(purpose))
	return err == nil && json.Unmarshal(plain, v) == nil
}

// signIn begins a session of the party whom a slip let in.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request, a access.Actor, code id.Code) error {
	slip, err := p.Mediation.Repo.Slip(r.Context(), a.Tenant, code)
	if err != nil {
		return err
	}
	now := p.Clock.Now().UnixMicro()
	p.keep(w, session{Tenant: a.Tenant, Case: a.Case, Party: a.Party, Code: code, Issued: slip.IssuedAt.UnixMicro(), Number: slip.Session, Since: now, Seen: now})
	p.Edge.RenewToken(w)
	return nil
}

func (p *Pages) keep(w http.ResponseWriter, s session) {
	p.Edge.Cookies.Set(w, sessionCookie, p.close(forSession, s), 0)
}

// recognise finds out whether this browser has opened the code of the address.
func (p *Pages) recognise(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, ok, err := p.session(r, v)
	if err != nil || !ok {
		return err
	}
	now := p.Clock.Now()
	if now.Sub(time.UnixMicro(s.Seen)) > renewal {
		s.Seen = now.UnixMicro()
		p.keep(w, s)
	}
	v.in = true
	v.actor = access.Actor{Kind: access.Resident, Tenant: s.Tenant, Case: s.Case, Party: s.Party, Via: office.Web, Language: string(page.Of(r).Language)}
	return nil
}

// session reads the cookie; it is good while its time runs and its slip is the one that opened it.
func (p *Pages) session(r *http.Request, v *visitor) (s session, ok bool, err error) {
	token := p.Edge.Cookies.Get(r, sessionCookie)
	if token == "" || v.code == "" || !p.open(forSession, token, &s) || s.Code != v.code || s.Tenant != v.tenant.ID {
		return session{}, false, nil
	}
	now := p.Clock.Now()
	if now.Sub(time.UnixMicro(s.Seen)) > idle || now.Sub(time.UnixMicro(s.Since)) > absolute {
		return session{}, false, nil
	}
	slip, holds, err := p.slipHolds(r.Context(), s)
	v.complains, v.helped = slip.Capability == report.Capability, slip.Capability == referral.Capability
	return s, holds, err
}

func (p *Pages) slipHolds(ctx context.Context, s session) (slip casefile.Slip, holds bool, err error) {
	slip, err = p.Mediation.Repo.Slip(ctx, s.Tenant, s.Code)
	if isGone(err) {
		return slip, false, nil
	}
	if err != nil {
		return slip, false, err
	}
	return slip, slip.EndedAt.IsZero() && slip.Case == s.Case && slip.Party == s.Party && slip.IssuedAt.UnixMicro() == s.Issued && slip.Session == s.Number, nil
}

// Resident is the party who has opened the code of the address, for the pages of other packages under /r/{code}/.
// Error: [access.ErrSignIn] where nobody has.
func (p *Pages) Resident(r *http.Request) (access.Actor, error) {
	if v := visitorOf(r); v != nil && v.in {
		return v.actor, nil
	}
	v := &visitor{}
	if err := p.locate(r, v, Route{Kind: Own}); err != nil {
		return access.Actor{}, err
	}
	s, ok, err := p.session(r, v)
	if err != nil {
		return access.Actor{}, err
	}
	if !ok {
		return access.Actor{}, access.ErrSignIn
	}
	seen := page.Of(r)
	seen.Exit, seen.Account, seen.Nav, seen.Office = p.Exit, nil, nil, ""
	return access.Actor{Kind: access.Resident, Tenant: s.Tenant, Case: s.Case, Party: s.Party, Via: office.Web, Language: string(seen.Language)}, nil
}

// askAgain asks for the passphrase where no session is open, or not any more.
func (p *Pages) askAgain(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	if r.Method == http.MethodPost {
		form.Add("", "resident.enter.over")
	}
	p.Render.Render(w, r, fault.Unauthenticated.Status(), "resident/enter", p.enterPage(r, form))
	return nil
}

// leave ends the session, here and wherever its token may have been copied. Whoever is not in ends nobody's.
func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	if v := visitorOf(r); v.in {
		if err := p.Mediation.Leave(r.Context(), v.actor, v.code); err != nil {
			return err
		}
	}
	p.Edge.Cookies.Clear(w, sessionCookie)
	p.Edge.RenewToken(w)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return seeOther(w, r, "/")
}
