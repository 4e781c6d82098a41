package office

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/web/page"
)

// Recognise finds out who is asking, by the cookie or by "Authorization: Bearer", and tells the page. A cookie that is no
// longer good is taken back and the request goes on as the public's; a bearer token that is no good is refused.
func (p *Pages) Recognise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, door := p.Browser.Session(r), office.Web
		if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			token, door = strings.TrimSpace(bearer), office.API
		}
		if token == "" {
			next.ServeHTTP(w, r)
			return
		}
		who, err := p.Office.Resolve(r.Context(), token, door)
		if err == nil {
			err = p.introduce(r, who)
		}
		switch {
		case err == nil:
			r = r.WithContext(With(r.Context(), who))
		case door == office.Web && fault.Of(err).Code == fault.Unauthenticated:
			p.Browser.SignOut(w)
		default:
			p.Render.RenderError(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// introduce puts what the frame of a page shows of the signed-in person into the visit.
func (p *Pages) introduce(r *http.Request, who office.SignedIn) error {
	tenant, err := p.Office.TenantByID(r.Context(), who.Actor.Tenant)
	if err != nil {
		return err
	}
	v := page.Of(r)
	v.Office, v.Home, v.Zone, v.Sheet = tenant.Name, p.home(who), p.zone(tenant.Zone), document.Sheet(tenant.Rulebook)
	v.Account = &page.Account{Name: who.Account.Name, Href: "/account", SignOut: "/sign-out"}
	if p.Nav != nil {
		v.Nav = p.Nav(r, who)
	}
	return nil
}

// zone is the office's zone; UTC if the machine does not know it, which founding the office has checked.
func (p *Pages) zone(name string) *time.Location {
	if z, ok := p.zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	p.zones.Store(name, z)
	return z
}

// home is where an account lands.
func (p *Pages) home(who office.SignedIn) string {
	if who.Actor.Kind == access.Provider {
		return p.Outside
	}
	return p.Home
}

// signedIn greets the browser after a sign-in, and says where it goes on: where it wanted to go, as far as the account can.
func (p *Pages) signedIn(w http.ResponseWriter, r *http.Request, token, next string) (string, error) {
	who, err := p.Office.Resolve(r.Context(), token, office.Web)
	if err != nil {
		return "", err
	}
	if who.Actor.Kind == access.Provider && next != "/account" && !strings.HasPrefix(next, p.Outside+"/") {
		next = p.Outside
	}
	if former := p.Browser.Session(r); former != "" { // nobody goes on with what this browser was before (ASVS 5.0 V7.2.4)
		if err := p.Office.SignOut(r.Context(), former); err != nil && !errors.Is(err, access.ErrSignIn) {
			return "", err
		}
	}
	lang, ok := p.Render.Texts().Parse(who.Account.Language)
	if !ok {
		lang = page.Of(r).Language
	}
	p.Browser.SignIn(w, token, lang)
	return next, nil
}

// clearData has a browser delete the drafts and pages that it keeps (W3C Clear Site Data).
const clearData = `"cache", "storage"`

// signOut ends the session, if there is one.
func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if token := p.Browser.Session(r); token != "" {
		if err := p.Office.SignOut(r.Context(), token); err != nil && !errors.Is(err, access.ErrSignIn) {
			return err
		}
	}
	p.Browser.SignOut(w)
	w.Header().Set("Clear-Site-Data", clearData)
	return seeOther(w, r, "/sign-in")
}

// onward is where to go after signing in: a path of this site, never another address.
func (p *Pages) onward(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, "/sign-in") {
		return p.Home
	}
	return next
}
