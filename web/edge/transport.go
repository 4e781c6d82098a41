package edge

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"linli/platform/fault"
)

// transport refuses plain http off this machine and hosts that are not this service: a page of another name that
// resolves to this address (DNS rebinding) must not be able to speak to it.
func (e *Edge) transport(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		local := isLoopbackHost(r.Host) && remote(r).IsLoopback()
		switch {
		case !e.encrypted(r) && !local:
			e.config.Pages.RenderError(w, r, fault.New(fault.Forbidden, "edge.plain_http"))
		case !local && !strings.EqualFold(r.Host, e.config.Origin.Host):
			e.config.Pages.RenderError(w, r, fault.New(fault.Invalid, "edge.host"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// encrypted reports whether the reader's own connection is encrypted: here, or at a proxy that is trusted to say so.
func (e *Edge) encrypted(r *http.Request) bool {
	return r.TLS != nil || e.trusted(remote(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// client is the reader's address: the last one in X-Forwarded-For that no trusted proxy has. What stands before it was
// written by the reader and proves nothing. It is used for rate limits only and never kept.
func (e *Edge) client(r *http.Request) netip.Addr {
	addr := remote(r)
	if !e.trusted(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if addr = hop.Unmap(); !e.trusted(addr) {
			break
		}
	}
	return addr
}

// Client names the reader's address for whoever slows guessing down. It stays in memory and is never logged.
func (e *Edge) Client(r *http.Request) string { return e.client(r).String() }

func (e *Edge) trusted(addr netip.Addr) bool {
	for _, p := range e.config.Trusted {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// remote is the address at the other end of the connection; the zero address, which nobody trusts, if there is none.
func remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

func isLoopbackHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && addr.Unmap().IsLoopback()
}
