package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"linli/platform/clock"
	"linli/platform/fault"
)

const (
	waits     = 10 * time.Second // for an answer of the provider, each
	maxAnswer = 1 << 20          // bytes
)

// ErrUnreachable: the provider does not answer, or not as a provider does.
var ErrUnreachable = fault.New(fault.Unavailable, "oidc.unreachable")

// ErrRefused: what came back does not prove anybody.
var ErrRefused = fault.New(fault.Unauthenticated, "oidc.refused")

// Settings name a provider and linli's place there. Errors of [New] are Invalid with the key of the setting that is wrong.
type Settings struct {
	Issuer   string       // https, or on this machine
	Client   string       // linli's id at the provider
	Secret   string       // linli's secret there; empty for a public client, which PKCE protects
	Name     string       // how staff know the provider; empty: its host
	Redirect string       // where the provider sends the browser back to
	HTTP     *http.Client // nil: one with its own limits
}

// Provider is an office's identity provider. It is asked for its addresses and keys when somebody first signs in, so that
// linli starts without it. It is safe for concurrent use.
type Provider struct {
	settings Settings

	mu    sync.Mutex
	found *oidc.Provider
}

// New checks the settings.
func New(s Settings) (*Provider, error) {
	u, err := url.Parse(s.Issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !(u.Scheme == "http" && here(u.Hostname())) {
		return nil, fault.New(fault.Invalid, "oidc.issuer").With(fault.Args{"value": s.Issuer})
	}
	if s.Client == "" {
		return nil, fault.New(fault.Invalid, "oidc.client")
	}
	if s.Name == "" {
		s.Name = u.Host
	}
	if s.HTTP == nil {
		s.HTTP = &http.Client{Timeout: waits, Transport: limited{http.DefaultTransport}}
	}
	return &Provider{settings: s}, nil
}

// here reports whether a host is this machine, where plain http is nobody else's to read.
func here(host string) bool {
	a, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && a.Unmap().IsLoopback()
}

// Name is how staff know the provider.
func (p *Provider) Name() string { return p.settings.Name }

// Flight is what must be remembered between the way there and the way back. Both are secrets.
type Flight struct {
	Nonce    string `json:"nonce"`    // comes back in the token, so that one made for another sign-in is none
	Verifier string `json:"verifier"` // whoever has the code without it has nothing (RFC 7636)
}

// NewFlight draws both.
func NewFlight() Flight { return Flight{Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()} }

// Begin gives the address at the provider to which the browser goes; state comes back with it. Error: [ErrUnreachable].
func (p *Provider) Begin(ctx context.Context, state string, f Flight) (string, error) {
	c, _, err := p.client(ctx)
	if err != nil {
		return "", err
	}
	return c.AuthCodeURL(state, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), nil
}

// Subject is somebody at a provider, as linli knows them: SHA-256 over the issuer, a zero byte and the subject.
type Subject [sha256.Size]byte

// Finish exchanges the code that the browser brought back for who it is. Errors: [ErrRefused], [ErrUnreachable].
func (p *Provider) Finish(ctx context.Context, code string, f Flight) (Subject, error) {
	c, found, err := p.client(ctx)
	if err != nil {
		return Subject{}, err
	}
	token, err := c.Exchange(p.with(ctx), code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return Subject{}, fault.Wrap(ErrRefused.Code, ErrRefused.Key, err)
	}
	raw, _ := token.Extra("id_token").(string)
	// A token's times are the world's, not those of an office whose clock may stand elsewhere.
	verifier := found.VerifierContext(p.with(ctx), &oidc.Config{ClientID: p.settings.Client, Now: clock.System{}.Now})
	id, err := verifier.Verify(p.with(ctx), raw)
	if err != nil {
		return Subject{}, fault.Wrap(ErrRefused.Code, ErrRefused.Key, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 || id.Subject == "" {
		return Subject{}, ErrRefused
	}
	return sha256.Sum256([]byte(id.Issuer + "\x00" + id.Subject)), nil
}

// client finds the provider's addresses, once.
func (p *Provider) client(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	p.mu.Lock()
	found := p.found
	p.mu.Unlock()
	if found == nil {
		var err error
		if found, err = oidc.NewProvider(p.with(ctx), p.settings.Issuer); err != nil { // nobody waits for another's asking
			return nil, nil, fault.Wrap(ErrUnreachable.Code, ErrUnreachable.Key, err)
		}
		p.mu.Lock()
		p.found = found
		p.mu.Unlock()
	}
	return &oauth2.Config{ClientID: p.settings.Client, ClientSecret: p.settings.Secret, RedirectURL: p.settings.Redirect,
		Endpoint: found.Endpoint(), Scopes: []string{oidc.ScopeOpenID}}, found, nil
}

func (p *Provider) with(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.settings.HTTP)
}

// limited reads no more of an answer than a provider has to say.
type limited struct{ http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxAnswer), res.Body}
	}
	return res, err
}
