package page

import (
	"context"
	"net/http"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// Visit is what a page knows about the request it answers, beside its own value. The edge puts one into the request's
// context; whoever signs people in fills in Account, Office, Zone and Nav.
type Visit struct {
	Language  i18n.Language
	Zone      *time.Location // the office's zone; nil is UTC
	Office    string         // the office's name in the reader's language; empty before a tenant is known
	Sheet     string         // what the office prints on, as document.Sheet names it; empty is A4
	Home      string         // where the office's name leads; empty is "/"
	CSRF      string         // the token that each form carries
	RequestID string         // shown on an error page, so that a log line can be found
	Unlogged  bool           // a visit of which no line of the log may tell
	Account   *Account       // who is signed in; nil for residents and the public
	Nav       []Link         // the main places of this reader
	Notices   []Notice       // what the last step achieved, shown once
	Exit      string         // where the quick exit of residents leads; empty shows none
	Contact   string         // how a resident reaches the office, at the end of each page; empty leaves it out
	Switch    string         // address of this page in another language, where it answers a form that keeps nothing
	Demo      bool           // an office with invented cases: each page says so
	Manifest  string         // address of the page's web application manifest; empty: none
	Public    *Public        // what a page for everybody says of itself to programs; nil: nothing
	Program   bool           // only programs use this address: a refusal is a problem document, whatever is accepted
}

// Account is the signed-in person as the header shows them.
type Account struct {
	Name    string // as the account holder wrote it
	Href    string // the account's own page
	SignOut string // where the sign-out form is sent
}

// Link is a place to go to.
type Link struct {
	Text    string
	Href    string
	Current bool
}

// Notice tells what the last step achieved, or what the reader has to know first.
type Notice struct {
	Key     string
	Args    fault.Args
	Success bool
}

type visitKey struct{}

// With returns a context that carries the visit.
func With(ctx context.Context, v *Visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// Of returns the visit of a request. A request that passed no edge, as in tests, gets one with its own language.
func Of(r *http.Request) *Visit {
	if v, ok := r.Context().Value(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{Language: i18n.Negotiate(r)}
}
