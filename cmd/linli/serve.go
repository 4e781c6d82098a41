package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"syscall"

	"linli/app"
	"linli/platform/fault"
	"linli/platform/passkey"
)

// serveCommand serves an office. Plain http is for this machine alone, or behind a proxy that is named.
type serveCommand struct {
	storage
	Listen  string `env:"LINLI_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on."`
	URL     string `env:"LINLI_URL" placeholder:"ORIGIN" help:"Public origin, such as https://linli.example.org."`
	TLSCert string `env:"LINLI_TLS_CERT" name:"tls-cert" placeholder:"FILE" help:"Certificate chain (PEM)."`
	TLSKey  string `env:"LINLI_TLS_KEY" name:"tls-key" placeholder:"FILE" help:"Private key (PEM)."`
	Proxies string `env:"LINLI_TRUSTED_PROXIES" name:"trusted-proxies" placeholder:"LIST" help:"Addresses or networks of proxies in front, separated by commas."`
	Metrics string `env:"LINLI_METRICS" placeholder:"ADDRESS" help:"A listener of its own for Prometheus, such as 127.0.0.1:9090; empty: none."`
	SMTP    string `env:"LINLI_SMTP" placeholder:"URL" help:"Mail server: smtp://USER:PASSWORD@HOST:PORT or smtps://…; empty: no mail."`
	Issuer  string `env:"LINLI_OIDC_ISSUER" name:"oidc-issuer" placeholder:"URL" help:"The office's identity provider (OpenID Connect); empty: none."`
	Client  string `env:"LINLI_OIDC_CLIENT" name:"oidc-client" placeholder:"ID" help:"linli's id at the identity provider."`
	Secret  string `env:"LINLI_OIDC_SECRET" name:"oidc-secret" placeholder:"SECRET" help:"linli's secret there; better in the environment than on the command line."`
	IDName  string `env:"LINLI_OIDC_NAME" name:"oidc-name" placeholder:"NAME" help:"How staff know the identity provider; default: its address."`
	From    string `env:"LINLI_MAIL_FROM" name:"mail-from" placeholder:"ADDRESS" help:"The sender's address."`
}

// Run is called by kong.
func (c *serveCommand) Run(ctx context.Context, t *terminal) (err error) {
	config, err := app.Config{Data: c.Data, Database: c.Database, Keys: c.Keys, Operator: c.Operator, KMS: c.KMS, Journal: c.Journal, Rulebooks: c.Rulebooks, Languages: c.Languages, Listen: c.Listen, URL: c.URL,
		TLSCert: c.TLSCert, TLSKey: c.TLSKey, Proxies: c.Proxies, Metrics: c.Metrics, SMTP: c.SMTP, MailFrom: c.From,
		Issuer: c.Issuer, Client: c.Client, Secret: c.Secret, Provider: c.IDName}.Complete()
	if err != nil {
		return err
	}
	s, err := t.open(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Check(ctx); err != nil {
		return err
	}
	l, err := t.listen(ctx, config.Listen, "--listen")
	if err != nil {
		return err
	}
	defer l.Close()
	return t.serve(ctx, config, s, l)
}

// serve serves open stores until ctx ends, and says on standard output when requests are answered.
func (t *terminal) serve(ctx context.Context, c app.Config, s *app.Stores, l net.Listener) error {
	origin, err := c.Origin(port(l))
	if err != nil {
		return err
	}
	if err := mayServe(c, l); err != nil {
		return err
	}
	var figures net.Listener
	if c.Metrics != "" {
		if figures, err = t.listen(ctx, c.Metrics, "--metrics"); err != nil {
			return err
		}
		defer figures.Close()
	}
	provider, err := c.IdentityProvider(origin)
	if err != nil {
		return err
	}
	return t.on(ctx, c, s, app.Options{Passkeys: passkeys(origin), Provider: provider}, func(a *app.App) error {
		return a.Serve(ctx, app.ServeOptions{Listener: l, Metrics: figures, Origin: origin,
			Ready: func() {
				fmt.Fprintln(t.stdout, "ready", origin)
				debug.FreeOSMemory() // rulebooks, policies and pages were read as text, which nobody needs any more
			},
			Settled: debug.FreeOSMemory, // nor what the first look at every deadline read
		})
	})
}

// listen takes the address that a flag names, before anything else is touched.
func (t *terminal) listen(ctx context.Context, address, flag string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	var system syscall.Errno
	args := fault.Args{"address": address, "option": flag}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Wrap(fault.Unavailable, "cli.serve.taken", err).With(args)
	case errors.As(err, &system): // an address of another machine, a port that needs rights
		return nil, fault.Wrap(fault.Unavailable, "cli.serve.refused", err).With(args)
	}
	return nil, fault.Wrap(fault.Invalid, "cli.serve.address", err).With(args)
}

// mayServe refuses plain http where it would leave this machine unprotected, and a public office that does not know its own
// address.
func mayServe(c app.Config, l net.Listener) error {
	at, err := netip.ParseAddrPort(l.Addr().String())
	if err != nil {
		return fmt.Errorf("reading the address of the listener: %w", err)
	}
	if at.Addr().Unmap().IsLoopback() {
		return nil
	}
	if c.TLSCert == "" && c.Proxies == "" {
		return fault.New(fault.Invalid, "cli.serve.plain_http").With(fault.Args{"address": at.String()})
	}
	if c.URL == "" {
		return fault.New(fault.Invalid, "cli.serve.origin")
	}
	return nil
}

// passkeys are on where the origin has a name; an address cannot have any.
func passkeys(origin *url.URL) *passkey.Site {
	keys, err := passkey.New(strings.TrimSuffix(origin.String(), "/"))
	if err != nil {
		return nil
	}
	return keys
}

func port(l net.Listener) string {
	_, p, _ := net.SplitHostPort(l.Addr().String())
	return p
}
