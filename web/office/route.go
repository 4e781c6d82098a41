package office

import (
	"net/http"
	"net/url"

	"linli/platform/access"
	"linli/web/page"
)

// Route is one address of the site, and whom it lets come as far as its handler: rights are the handler's own.
type Route struct {
	Pattern string // of http.ServeMux
	Public  bool   // answers to anybody; every other one to whoever is signed in
	Outside bool   // answers also to an account of an organisation, for which the others are not there
	Handle  Handler
}

// Handler answers a request, or says why it does not.
type Handler func(http.ResponseWriter, *http.Request) error

// Staff is an address for whoever is signed in.
func Staff(pattern string, handle Handler) Route { return Route{Pattern: pattern, Handle: handle} }

// Anyone is an address for whoever is signed in, for an organisation too.
func Anyone(pattern string, handle Handler) Route {
	return Route{Pattern: pattern, Outside: true, Handle: handle}
}

// Public is an address for anybody.
func Public(pattern string, handle Handler) Route {
	return Route{Pattern: pattern, Public: true, Handle: handle}
}

// Register puts routes into a mux. It is the one place where what a handler returns becomes a page, and where whoever is not
// signed in is sent to do so first.
func Register(mux *http.ServeMux, render *page.Renderer, routes []Route) {
	for _, route := range routes {
		mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			who, ok := Signed(r.Context())
			switch {
			case route.Public:
			case !ok:
				askToSignIn(w, r, render)
				return
			case who.Actor.Kind == access.Provider && !route.Outside:
				render.RenderError(w, r, access.ErrNotFound)
				return
			}
			if err := route.Handle(w, r); err != nil {
				render.RenderError(w, r, err)
			}
		})
	}
}

// askToSignIn leads a reader to the sign-in page and from there back; what is not read as a page gets the error.
func askToSignIn(w http.ResponseWriter, r *http.Request, render *page.Renderer) {
	if r.Method != http.MethodGet || page.WantsJSON(r) {
		render.RenderError(w, r, access.ErrSignIn)
		return
	}
	http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
}
