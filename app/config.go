package app

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
)

// Config is what the operator sets, by environment or flag. The names in brackets are those of the environment.
type Config struct {
	Listen   string // [LINLI_LISTEN] address to listen on; 127.0.0.1:8080
	URL      string // [LINLI_URL] public origin; http://localhost:PORT where it is empty and the address is on this machine
	TLSCert  string // [LINLI_TLS_CERT]
	TLSKey   string // [LINLI_TLS_KEY]
	Proxies  string // [LINLI_TRUSTED_PROXIES] comma-separated addresses or networks
	Metrics  string // [LINLI_METRICS] own listener; off where it is empty
	Data     string // [LINLI_DATA] folder of the database, the blobs and, by default, the keys
	Database string // [LINLI_DATABASE] empty: SQLite in Data; or postgres://…
	Keys     string // [LINLI_KEYS] key store: a folder, or postgres:// of another database; Data/keys where it is empty
	Operator string // [LINLI_OPERATOR_KEY] file with the operator key; Keys/operator.key where it is empty
	Journal  string // [LINLI_ERASURE_JOURNAL] file that mirrors the erasure journal; erasures.jsonl beside the key store where it is empty
	SMTP     string // [LINLI_SMTP] smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://…; empty: no mail is sent
	MailFrom string // [LINLI_MAIL_FROM] the sender's address
	Demo     bool   // an office with invented cases: every page says so
}

// complete fills in what follows from the rest and refuses what cannot be right.
func (c Config) complete() (Config, error) {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.Data == "" {
		return c, errors.New("LINLI_DATA: the folder for linli's data is not set")
	}
	if c.Keys == "" {
		c.Keys = filepath.Join(c.Data, "keys")
	}
	if c.Operator == "" {
		if isPostgres(c.Keys) {
			return c, errors.New("LINLI_OPERATOR_KEY: name the file with the operator key; keys in PostgreSQL have no folder for it")
		}
		c.Operator = filepath.Join(c.Keys, "operator.key")
	}
	if c.Journal == "" {
		beside := c.Keys
		if isPostgres(c.Keys) {
			beside = c.Data
		}
		c.Journal = filepath.Join(beside, "erasures.jsonl")
	}
	if isPostgres(c.Keys) && c.Keys == c.Database {
		return c, errors.New("LINLI_KEYS: the key store must be another database than LINLI_DATABASE")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return c, errors.New("LINLI_TLS_CERT and LINLI_TLS_KEY belong together")
	}
	return c, nil
}

// origin is the public origin, or that of this machine at the port listened on.
func (c Config) origin(port string) (*url.URL, error) {
	if c.URL == "" {
		return &url.URL{Scheme: "http", Host: "localhost:" + port}, nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || (u.Path != "" && u.Path != "/") {
		return nil, fmt.Errorf("LINLI_URL: %q is not an origin such as https://linli.example.org", c.URL)
	}
	u.Path = ""
	return u, nil
}

func (c Config) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range strings.FieldsFunc(c.Proxies, func(r rune) bool { return r == ',' || r == ' ' }) {
		if !strings.Contains(s, "/") {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, fmt.Errorf("LINLI_TRUSTED_PROXIES: %q is not an address", s)
			}
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fmt.Errorf("LINLI_TRUSTED_PROXIES: %q is not a network", s)
		}
		out = append(out, p)
	}
	return out, nil
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}
