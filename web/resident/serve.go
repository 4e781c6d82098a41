package resident

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// visitor is what a request is about: the office, and under /r/ the code; who has opened it where somebody has.
type visitor struct {
	tenant office.Tenant
	code   id.Code // as the address gives it; empty where that is no code
	actor  access.Actor
	in     bool // signed in under this code

	complains bool // what is behind the code is a complaint
	helped    bool // what is behind the code is a request for help, whose page stands at /r/CODE/help
}

type visitorKey struct{}

func visitorOf(r *http.Request) *visitor {
	v, _ := r.Context().Value(visitorKey{}).(*visitor)
	return v
}

// own makes a route of a handler that is given the party.
func own(handle func(http.ResponseWriter, *http.Request, *visitor) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error { return handle(w, r, visitorOf(r)) }
}

// serve is the one place where what a handler returns becomes a page.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := p.handle(w, r, route); err != nil {
			p.Render.RenderError(w, r, err)
		}
	})
}

func (p *Pages) handle(w http.ResponseWriter, r *http.Request, route Route) error {
	v := &visitor{}
	r = r.WithContext(context.WithValue(r.Context(), visitorKey{}, v))
	if route.Kind != Open { // before anything can fail: an error page has the exit, too
		s := page.Of(r)
		s.Exit, s.Account, s.Nav, s.Office, s.Home = p.Exit, nil, nil, "", ""
	}
	if err := p.locate(r, v, route); err != nil {
		return err
	}
	if route.Limited && p.Limiter != nil {
		from, _ := netip.ParseAddr(p.Edge.Client(r)) // one that cannot be read is the zero address, which has a limit, too
		if ok, wait := p.Limiter.Allow(from); !ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			return fault.New(fault.TooMany, "fault.too_many")
		}
	}
	if r.PathValue("code") != "" {
		if err := p.recognise(w, r, v); err != nil {
			return err
		}
	}
	if route.Kind == Own && !v.in {
		return p.askAgain(w, r)
	}
	return route.Handle(w, r)
}

// locate finds the office that a request is about, and its zone. An unknown tag is answered like an unknown code, by the
// office of this address.
func (p *Pages) locate(r *http.Request, v *visitor, route Route) (err error) {
	known := false
	if typed := r.PathValue("code"); typed != "" {
		if code, err := id.ParseCode(typed); err == nil {
			v.code = code
			if v.tenant, known, err = p.tenantOf(r, code); err != nil {
				return err
			}
		}
	}
	if !known {
		if v.tenant, err = p.Tenant(r); err != nil {
			return err
		}
	}
	s := page.Of(r)
	s.Zone, s.Sheet = p.zone(v.tenant.Zone), document.Sheet(v.tenant.Rulebook)
	if route.Kind == Discreet && r.PathValue("code") == "" { // under a code, every code is answered alike
		tree, err := p.Office.Tree(r.Context(), v.tenant.ID)
		if err != nil {
			return err
		}
		if root, ok := tree.Root(); ok {
			s.Contact = root.Desk.Line(p.locale(r))
		}
	}
	if route.Kind == Open {
		s.Office = v.tenant.Name
	}
	return nil
}

func (p *Pages) tenantOf(r *http.Request, code id.Code) (office.Tenant, bool, error) {
	t, err := p.Office.TenantOf(r.Context(), code.Tag())
	if isGone(err) {
		return office.Tenant{}, false, nil
	}
	return t, err == nil, err
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

// locale speaks the reader's language in the office's zone.
func (p *Pages) locale(r *http.Request) i18n.Locale {
	v := page.Of(r)
	return p.Texts.For(v.Language, v.Zone)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, form *page.Form, name string, data any) error {
	p.Render.Render(w, r, form.Status(), "resident/"+name, data)
	return nil
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of this site: of ids, or through onward
	return nil
}

func isGone(err error) bool { return err != nil && fault.Of(err).Code == fault.NotFound }
